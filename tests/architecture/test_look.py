"""The look: nothing inline, nothing foreign, every component says what it takes, every colour can be read."""

import re
from pathlib import Path

import pytest
from django.conf import settings
from django.template.loader import get_template

ROOT = Path(settings.BASE_DIR)
TEMPLATES = sorted(path for path in (ROOT / "templates").rglob("*") if path.is_file())
PAGES = [path for path in TEMPLATES if path.suffix == ".html" and "emails" not in path.parts]
COMPONENTS = sorted((ROOT / "templates/components").glob("*.html"))
FORBIDDEN = re.compile(
    r"""\sstyle=|\son[a-z]+=["']|<style|<script(?![^>]*\ssrc=)|(?:src|href)=["'](?:https?:)?//""", re.IGNORECASE
)


def name_of(path: Path) -> str:
    return str(path.relative_to(ROOT / "templates"))


@pytest.mark.parametrize("path", TEMPLATES, ids=name_of)
def test_a_template_compiles(path):
    get_template(name_of(path))


# Opened from somebody's disk, where no style of ours is.
FILES = {"desk/export_record.html"}


@pytest.mark.parametrize("path", [path for path in PAGES if name_of(path) not in FILES], ids=name_of)
def test_a_page_has_nothing_inline_and_nothing_foreign(path):
    assert FORBIDDEN.findall(path.read_text()) == []


@pytest.mark.parametrize("path", COMPONENTS, ids=name_of)
def test_a_component_starts_with_what_it_takes(path):
    assert path.read_text()[:3] == "{# "


def test_every_icon_that_is_asked_for_is_drawn():
    drawn = set(re.findall(r'<symbol id="([^"]+)"', (ROOT / "static/icons/sprite.svg").read_text()))
    asked = set(
        re.findall(r'components/icon\.html" with name="([^"]+)"', "".join(path.read_text() for path in PAGES)),
    )

    assert asked - drawn == set()


def luminance(colour: str) -> float:
    """Return the relative luminance (0 to 1) of #RRGGBB, as WCAG 2.2 defines it."""
    channels = [int(colour[start : start + 2], 16) / 255 for start in (1, 3, 5)]
    red, green, blue = (c / 12.92 if c <= 0.04045 else ((c + 0.055) / 1.055) ** 2.4 for c in channels)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def contrast(one: str, other: str) -> float:
    """Return the contrast ratio (1 to 21) of two colours, as WCAG 2.2 defines it."""
    dark, light = sorted((luminance(one), luminance(other)))
    return (light + 0.05) / (dark + 0.05)


THEME = (ROOT / "static/css/theme.css").read_text()
COLOURS = {name: pair for name, *pair in re.findall(r"--([\w-]+): light-dark\((#\w{6}), (#\w{6})\)", THEME)}
TEXT = [
    (word, ground)
    for word in ("ink", "muted", "offer", "learn", "danger", "success", "warning")
    for ground in ("paper", "card")
] + [
    ("offer", "offer-tint"),
    ("learn", "learn-tint"),
    ("ink", "offer-tint"),
    ("ink", "learn-tint"),
    ("on-fill", "ink"),
    ("on-fill", "danger"),
]
EDGES = [(edge, ground) for edge in ("control", "focus") for ground in ("paper", "card")]


@pytest.mark.parametrize("theme", [0, 1], ids=["light", "dark"])
@pytest.mark.parametrize(("pairs", "least"), [(TEXT, 4.5), (EDGES, 3.0)], ids=["text", "edges"])
def test_a_colour_can_be_read_on_its_ground(theme, pairs, least):
    faint = [(one, other) for one, other in pairs if contrast(COLOURS[one][theme], COLOURS[other][theme]) < least]

    assert faint == []
