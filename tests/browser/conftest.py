"""A real browser: Debian's Chromium, driven by Playwright; skipped in plain words where it is absent.

`VICEVERSA_REQUIRE_BROWSER=1` (as `.ci/run` sets it) turns the skip into a failure.
"""

import os
import re
import shutil
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path

import pytest
from django.conf import settings
from django.test import Client

# Playwright's synchronous driver runs an event loop in the test's own thread; the ORM is used beside it, not in it.
os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"] = "1"

CHROMIUM = shutil.which("chromium") or shutil.which("chromium-browser")
ARGUMENTS = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]
WIDTHS = (390, 768, 1440)
THEMES = ("light", "dark")
PICTURES = Path(os.environ.get("VICEVERSA_PICTURES", settings.BASE_DIR / "pictures"))
AXE = Path(__file__).parent / "vendor" / "axe.min.js"


def _missing() -> str:
    if CHROMIUM is None:
        return "Chromium is not installed, so no page was looked at"
    try:
        __import__("playwright.sync_api")
    except ImportError:
        return "Playwright is not installed, so no page was looked at"
    return ""


@pytest.fixture(scope="session")
def chromium() -> Iterator:
    missing = _missing()
    if missing and os.environ.get("VICEVERSA_REQUIRE_BROWSER") == "1":
        pytest.fail(missing)
    if missing:
        pytest.skip(missing)
    from playwright.sync_api import sync_playwright  # noqa: PLC0415 - absent where only requirements.txt is installed

    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=CHROMIUM, args=ARGUMENTS)
        yield browser
        browser.close()


@pytest.fixture
def open_browser(chromium, live_server) -> Iterator[Callable]:
    """Return a function that opens a fresh browser, signed in as a person if one is given.

    Whatever a page complains about in its console, and any request that leaves the site, fails the test.
    """
    contexts, complaints = [], []

    def open_as(
        person=None, *, width: int = 390, theme: str = "light", scripts: bool = True, tolerates: Sequence[str] = ()
    ):
        context = chromium.new_context(
            viewport={"width": width, "height": 900},
            color_scheme=theme,
            base_url=live_server.url,
            reduced_motion="reduce",
            java_script_enabled=scripts,
            locale="en-GB",
        )
        contexts.append(context)
        if person is not None:
            client = Client()
            client.force_login(person)
            cookie = client.cookies[settings.SESSION_COOKIE_NAME]
            context.add_cookies([{"name": cookie.key, "value": cookie.value, "url": live_server.url}])
        page = context.new_page()
        page.on(
            "console",
            lambda line: complaints.append(f"{line.text} ({page.url})") if _complains(line, tolerates) else None,
        )
        page.on("pageerror", lambda error: complaints.append(str(error)))
        page.on(
            "request",
            lambda request: (
                complaints.append(f"left the site: {request.url}")
                if not request.url.startswith((live_server.url, "data:"))
                else None
            ),
        )
        return page

    yield open_as
    for context in contexts:
        context.close()
    assert complaints == []


def _complains(line, tolerates: Sequence[str]) -> bool:
    return line.type in {"error", "warning"} and not any(words in line.text for words in tolerates)


def name_of(title: str) -> str:
    """Return a file name for a page's title."""
    return re.sub(r"[^a-z0-9]+", "-", title.lower()).strip("-")


def take_pictures(page, title: str) -> None:
    """Take the page at three widths in both themes."""
    PICTURES.mkdir(exist_ok=True)
    for theme in THEMES:
        page.emulate_media(color_scheme=theme, reduced_motion="reduce")
        for width in WIDTHS:
            page.set_viewport_size({"width": width, "height": 900})
            page.screenshot(path=PICTURES / f"{name_of(title)}-{width}-{theme}.png", full_page=True)


def violations(page) -> list[str]:
    """Return what axe finds against WCAG 2.2 AA in both themes, as "rule: selector"."""
    found = []
    page.evaluate(AXE.read_text())
    for theme in THEMES:
        page.emulate_media(color_scheme=theme, reduced_motion="reduce")
        result = page.evaluate("axe.run(document, {resultTypes: ['violations']})")
        found += [
            f"{theme} {violation['id']}: {node['target']}"
            for violation in result["violations"]
            for node in violation["nodes"]
        ]
    return found


def overflow(page) -> int:
    """Return by how many pixels the page is wider than a phone of 320 px."""
    page.set_viewport_size({"width": 320, "height": 800})
    return page.evaluate("document.documentElement.scrollWidth - document.documentElement.clientWidth")
