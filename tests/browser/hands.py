"""A person's hands at a browser: they tap what they can see, type into what has a label, and are counted."""

import re
from dataclasses import dataclass
from typing import Any

from tests.browser.conftest import PICTURES, name_of, overflow, violations


@dataclass
class Hands:
    """One person at one browser.

    A tap is a press on a button, link, label or field; choosing from a list takes two. Words are what is typed. A name
    that fits no visible thing, or two of them, stops the walk: a person would hesitate too.
    """

    name: str
    page: Any
    has_scripts: bool = True
    taps: int = 0
    words: int = 0
    keys: int = 0

    def tap(self, name: str) -> None:
        """Press the one button or link of this name."""
        self._named(name, "button", "link").click()
        self.taps += 1

    def tick(self, label: str, *, under: str = "") -> None:
        """Press the label of a box or a choice, in the group of this legend."""
        place = self.page.get_by_role("group", name=under) if under else self.page
        place.locator("label").filter(has_text=label, visible=True).click()
        self.taps += 1

    def write(self, label: str, text: str) -> None:
        """Type into the field of this label."""
        field = self._named(label, "textbox", "searchbox", "spinbutton")
        field.click()
        field.fill("")
        field.press_sequentially(text)
        self.taps += 1
        self.words += len(text.split())
        self.keys += len(text)

    def choose(self, label: str, option: str) -> None:
        """Choose from a list."""
        self._named(label, "combobox").select_option(label=option)
        self.taps += 2

    def pick_day(self, label: str, day: str) -> None:
        """Choose a day ("2026-03-02") in the browser's own calendar."""
        self.page.get_by_label(label).fill(day)
        self.taps += 2

    def unfold(self, title: str) -> None:
        """Open what is folded away first in the section of this title."""
        self.page.get_by_role("region", name=title).locator("summary").first.click()
        self.taps += 1

    def open_mail(self, address: str) -> None:
        """Tap the link in a mail."""
        self.page.goto(address)
        self.taps += 1

    def start_counting(self) -> None:
        """Begin again at nothing."""
        self.taps = self.words = self.keys = 0

    @property
    def seconds(self) -> float:
        """What this takes a person by the keystroke-level model of Card, Moran and Newell (1980), in seconds.

        Before each tap a moment of thought (1.35) and pointing (1.1) and pressing (0.1), and 0.28 for each key, as for
        somebody who is no typist. Reading and the machine's answers are not in it.
        """
        return self.taps * (1.35 + 1.1 + 0.1) + self.keys * 0.28

    def reads(self, words: str) -> bool:
        """Whether the page comes to say this where it can be seen."""
        self.page.get_by_text(words).filter(visible=True).first.wait_for()
        return True

    def look(self, title: str) -> None:
        """Take a picture, and find nothing that is hard to read, out of place or too wide."""
        PICTURES.mkdir(exist_ok=True)
        size = self.page.viewport_size
        self.page.screenshot(path=PICTURES / f"{name_of(f'walk {self.name} {title}')}.png", full_page=True)
        assert (title, violations(self.page), overflow(self.page)) == (title, [], 0)
        self.page.set_viewport_size(size)
        self.page.emulate_media(color_scheme="light", reduced_motion="reduce")

    def _named(self, name: str, first: str, *others: str) -> Any:
        """Return the one visible thing of this name and any of these roles."""
        words = re.compile(rf"^{re.escape(name)}( \(optional\))?$")
        found = self.page.get_by_role(first, name=words)
        for role in others:
            found = found.or_(self.page.get_by_role(role, name=words))
        return found.filter(visible=True)
