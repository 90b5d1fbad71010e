"""Every address has a door, a name that is its view's, and a template of the same name."""

import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from django.conf import settings
from django.urls import URLPattern, URLResolver, get_resolver

# Third parties' addresses: allauth guards its own pages (sign-in, code, password, e-mail, sign-out).
THIRD_PARTY = ("allauth.",)


def our_patterns() -> Iterator[tuple[str, URLPattern]]:
    """Yield (app, pattern) of every address that is ours."""

    def walk(resolver: URLResolver, app: str) -> Iterator[tuple[str, URLPattern]]:
        for entry in resolver.url_patterns:
            if isinstance(entry, URLResolver):
                yield from walk(entry, entry.app_name or app)
            elif not entry.callback.__module__.startswith(THIRD_PARTY):
                yield app, entry

    return walk(get_resolver(), "")


PATTERNS = sorted(((app, pattern.name or "", pattern) for app, pattern in our_patterns()), key=lambda row: row[:2])


@pytest.mark.parametrize(("app", "name", "pattern"), PATTERNS, ids=[f"{app}:{name}" for app, name, _ in PATTERNS])
def test_address_has_a_door_and_its_views_name(app, name, pattern):
    view = pattern.callback

    assert hasattr(view, "door"), (
        f"{app}:{name} has no door. Decorate its view with one from an access.py (people.access.signed_in, "
        "programs.access.program_door, pairing.access.pair_door, …)."
    )
    assert name == view.__name__
    assert app == view.__module__.split(".")[0]


def test_page_templates_are_named_for_their_view():
    folder: Path = settings.BASE_DIR / "templates"
    apps = {app for app in settings.OUR_APPS if (folder / app).is_dir()}
    views = {(app, name) for app, name, _ in PATTERNS}

    pages = {
        (app, path.stem)
        for app in apps
        for path in (folder / app).glob("*.html")
        # A leading underscore marks a fragment that pages include.
        if not path.name.startswith("_") and app != "record"
    }

    assert pages - views == set()


def test_there_is_no_way_to_be_somebody_else_and_no_second_door():
    # No break-glass, no impersonation, no admin of Django: docs/guides/operator.md says why.
    names = {name for name in get_resolver().reverse_dict if isinstance(name, str)}
    addresses = {str(pattern.pattern) for _, _, pattern in PATTERNS}
    telling = re.compile(r"admin/|hijack|imperson|masquerade|login.?as|act.?as|break.?glass|emergency", re.IGNORECASE)

    assert {each for each in names | addresses if telling.search(each)} == set()
    assert {app for app in settings.INSTALLED_APPS if telling.search(f"{app}/")} == set()
