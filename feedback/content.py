"""What a survey asks: its words, its questions in order and their choices. Pure: no rows, no clock.

The same shape is stored with each version, written into a survey's file and read from one. Sections are items of the
same list, so that order alone says which question stands in which.
"""

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import asdict, dataclass, replace
from enum import StrEnum
from typing import Any

from django.utils.text import slugify

from profiles.models import Level
from programs.models import Side

Json = Any
FILE_KIND, FILE_VERSION = "viceversa survey", 1
MOST_ITEMS = 40
MOST_CHOICES = 10
SCALE = 5
LENGTHS = {"title": 80, "intro": 400, "text": 300, "hint": 300, "label": 80}
KEY = re.compile(r"[a-z][a-z0-9_]{0,39}")
# Names that the page's form needs for itself.
SHOWN = "shown"
MAY_READ = "_may_read"
NEW = "new"


class Faulty(Exception):
    """A survey that cannot be read as one; the text names the place and what it needs."""


class Kind(StrEnum):
    """What stands at a place of a survey."""

    SCALE = "scale"
    CHOICE = "choice"
    MULTIPLE = "multiple"
    TEN = "ten"
    SELF_WORD = "self_word"
    TEXT = "text"
    SECTION = "section"

    @property
    def words(self) -> str:
        """What people read."""
        return TITLES[self]


TITLES = {
    Kind.SCALE: "A scale of five",
    Kind.CHOICE: "One choice",
    Kind.MULTIPLE: "Several choices",
    Kind.TEN: "From 0 to 10",
    Kind.SELF_WORD: "A self-word",
    Kind.TEXT: "Words",
    Kind.SECTION: "A new section",
}
ONE_TAP = frozenset({Kind.SCALE, Kind.CHOICE})
WRITTEN = frozenset({Kind.SCALE, Kind.CHOICE, Kind.MULTIPLE})


@dataclass(frozen=True, slots=True)
class Choice:
    """One answer to tap; `value` is what is stored, from least to most, whatever the order they are shown in."""

    value: int
    label: str


USUAL_SCALE = ("Not at all", "Hardly", "Partly", "Mostly", "Fully")
GIVEN = {
    Kind.TEN: tuple(Choice(value, str(value)) for value in range(11)),
    Kind.SELF_WORD: tuple(Choice(level.value, str(level.label)) for level in Level),
}


def numbered(labels: Iterable[str]) -> tuple[Choice, ...]:
    """Return choices that rise from 1 in the order of their labels."""
    return tuple(Choice(value, label) for value, label in enumerate(labels, start=1))


@dataclass(frozen=True, slots=True)
class Item:
    """A question, or the heading of a section; `side` asks one side only, `is_required` wants a tap or words."""

    key: str
    kind: Kind
    text: str
    choices: tuple[Choice, ...] = ()
    hint: str = ""
    is_required: bool = False
    side: str = ""

    @property
    def is_question(self) -> bool:
        """Whether it is answered."""
        return self.kind != Kind.SECTION

    @property
    def is_text(self) -> bool:
        """Whether it is answered in words."""
        return self.kind == Kind.TEXT

    @property
    def meaning(self) -> tuple[object, ...]:
        """What an answer under this key says; where it changes, so does the key."""
        return (self.kind, self.text, self.choices)


@dataclass(frozen=True, slots=True)
class Content:
    """One version of a survey."""

    title: str
    intro: str
    items: tuple[Item, ...]

    @property
    def questions(self) -> tuple[Item, ...]:
        """The items that are answered."""
        return tuple(item for item in self.items if item.is_question)

    @property
    def is_short(self) -> bool:
        """Whether two or three taps are all it needs, so that the last of them can send it."""
        taps = [item for item in self.items if not item.is_text]
        return len(taps) in {2, 3} and all(item.kind in ONE_TAP and item.is_required for item in taps)

    def of_side(self, side: str) -> "Content":
        """Return what one side is asked; sections without a question for it fall away."""
        mine = [item for item in self.items if item.side in {"", side}]
        kept = [
            item
            for item, after in zip(mine, [*mine[1:], None], strict=True)
            if item.is_question or (after is not None and after.is_question)
        ]
        return replace(self, items=tuple(kept))

    def item(self, key: str) -> Item | None:
        """Return the item of a key."""
        return next((item for item in self.items if item.key == key), None)

    def with_item(self, item: Item) -> "Content":
        """Return the content with an item in place of the one of its key, or at the end."""
        if self.item(item.key) is None:
            return replace(self, items=(*self.items, item))
        return replace(self, items=tuple(item if each.key == item.key else each for each in self.items))

    def without(self, key: str) -> "Content":
        """Return the content without an item."""
        return replace(self, items=tuple(item for item in self.items if item.key != key))

    def moved(self, key: str, *, up: bool) -> "Content":
        """Return the content with an item and its neighbour exchanged; at the end, as it is."""
        items = list(self.items)
        at = next((place for place, item in enumerate(items) if item.key == key), len(items))
        to = at - 1 if up else at + 1
        if max(at, to) < len(items) and to >= 0:
            items[at], items[to] = items[to], items[at]
        return replace(self, items=tuple(items))

    def new_key(self, text: str) -> str:
        """Return a key for a new item, made of its words."""
        stem = slugify(text).replace("-", "_")[:30].strip("_")
        stem = stem if KEY.fullmatch(stem) and not _is_reserved(stem) else f"q_{stem}".strip("_")
        return next(key for key in _numbered(stem) if self.item(key) is None)


def settled(content: Content, earlier: Iterable[Content]) -> Content:
    """Return the content with a new key for each question that means something else than under its key before."""
    meanings = {item.key: item.meaning for each in earlier for item in each.questions}
    taken = {item.key for item in content.items}
    items = []
    for item in content.items:
        key = item.key
        if item.is_question and meanings.get(key, item.meaning) != item.meaning:
            free = (each for each in _numbered(key[:36]) if each not in taken)
            key = next(each for each in free if meanings.get(each, item.meaning) == item.meaning)
            taken.add(key)
        items.append(replace(item, key=key))
    return replace(content, items=tuple(items))


def _numbered(stem: str) -> Iterator[str]:
    yield stem
    number = 2
    while True:
        yield f"{stem}_{number}"
        number += 1


def _is_reserved(key: str) -> bool:
    return key in {SHOWN, NEW, "csrfmiddlewaretoken"} or key.endswith(MAY_READ)


# As it is stored and travels --------------------


def written(content: Content) -> Json:
    """Return the content as JSON."""
    items = [
        {**asdict(item), "kind": item.kind.value, "choices": [asdict(choice) for choice in item.choices]}
        for item in content.items
    ]
    return {"title": content.title, "intro": content.intro, "items": items}


def read(value: Json) -> Content:
    """Return the content that JSON stands for; raises Faulty, naming the place."""
    _object(value, "The survey", {"title", "intro", "items"})
    title = _text(value, "title", "The survey")
    intro = _text(value, "intro", "The survey", may_be_empty=True)
    raw = value["items"]
    if not isinstance(raw, list) or not 1 <= len(raw) <= MOST_ITEMS:
        raise Faulty(f"The survey needs a list of 1 to {MOST_ITEMS} items.")
    content = Content(title, intro, tuple(_item(each, f"Item {at}") for at, each in enumerate(raw, start=1)))
    keys = [item.key for item in content.items]
    for at, key in enumerate(keys, start=1):
        if key in keys[: at - 1]:
            raise Faulty(f"Item {at} has the key “{key}”, which an item before it has too.")
    if not content.questions:
        raise Faulty("The survey asks nothing yet: it needs one question at least.")
    return content


def _item(value: Json, at: str) -> Item:
    _object(value, at, {"key", "kind", "text", "choices", "hint", "is_required", "side"})
    if value["kind"] not in set(Kind):
        raise Faulty(f"{at} has the kind “{value['kind']}”. Known are {', '.join(Kind)}.")
    key = value["key"]
    if not isinstance(key, str) or not KEY.fullmatch(key) or _is_reserved(key):
        raise Faulty(f"{at} needs a key of small letters, digits and _, 40 at most, that the page does not use itself.")
    if value["side"] not in {"", *Side}:
        raise Faulty(f"{at} needs newcomer, senior or nothing as its side.")
    if not isinstance(value["is_required"], bool):
        raise Faulty(f"{at} needs true or false as is_required.")
    kind = Kind(value["kind"])
    return Item(
        key,
        kind,
        _text(value, "text", at),
        _choices(value["choices"], kind, at),
        _text(value, "hint", at, may_be_empty=True),
        value["is_required"],
        value["side"],
    )


def _choices(value: Json, kind: Kind, at: str) -> tuple[Choice, ...]:
    if kind not in WRITTEN:
        return GIVEN.get(kind, ())
    least, most = (SCALE, SCALE) if kind == Kind.SCALE else (2, MOST_CHOICES)
    if not isinstance(value, list) or not least <= len(value) <= most:
        words = f"{SCALE}" if kind == Kind.SCALE else f"{least} to {most}"
        raise Faulty(f"{at} needs {words} choices.")
    choices = []
    for number, each in enumerate(value, start=1):
        place = f"{at}, choice {number}"
        _object(each, place, {"value", "label"})
        if type(each["value"]) is not int or not 0 <= each["value"] <= 100:
            raise Faulty(f"{place} needs a whole number from 0 to 100 as its value.")
        choices.append(Choice(each["value"], _text(each, "label", place)))
    if len({choice.value for choice in choices}) < len(choices) or len({c.label for c in choices}) < len(choices):
        raise Faulty(f"{at} has two choices alike.")
    return tuple(choices)


def _object(value: Json, at: str, names: set[str]) -> None:
    if not isinstance(value, Mapping):
        raise Faulty(f"{at} must be an object.")
    for name in value:
        if name not in names:
            raise Faulty(f"{at} knows nothing of “{name}”.")
    for name in sorted(names):
        if name not in value:
            raise Faulty(f"{at} lacks “{name}”.")


def _text(value: Mapping[str, Json], name: str, at: str, *, may_be_empty: bool = False) -> str:
    text, most = value[name], LENGTHS[name]
    if not isinstance(text, str) or len(text) > most or not (text.strip() or may_be_empty):
        raise Faulty(f"{at} needs a {name} of {'up' if may_be_empty else '1'} to {most} characters.")
    return text.strip()
