"""Every write is a verb in `actions`: no other file saves, creates, updates or deletes rows."""

import ast
from pathlib import Path

import pytest
from django.conf import settings

WRITES = {
    "save",
    "create",
    "bulk_create",
    "bulk_update",
    "update",
    "delete",
    "get_or_create",
    "update_or_create",
    "raw",
    "executescript",
}
# `dict.update`, `set.update` and the like are not writes of rows; only calls on a manager or a row are.
ROWS = {"objects", "_default_manager", "filter", "exclude", "all", "get", "select_for_update"}
EXEMPT = {
    "people/models.py": "Django's own commands make users through the manager",
    "record/keys.py": "making a data key is this file's verb, on the ground floor below any action",
}


def sources() -> list[Path]:
    """Return every Python file of ours that must not write."""
    return [
        path
        for app in settings.OUR_APPS
        for path in (settings.BASE_DIR / app).rglob("*.py")
        if "migrations" not in path.parts
        and "management" not in path.parts
        and "actions" not in path.parts
        and path.name != "actions.py"
        and str(path.relative_to(settings.BASE_DIR)) not in EXEMPT
    ]


def writes_in(source: str) -> list[tuple[int, str]]:
    """Return (line, method) of each call that writes rows."""
    found = []
    for node in ast.walk(ast.parse(source)):
        if not isinstance(node, ast.Call) or not isinstance(node.func, ast.Attribute):
            continue
        method, target = node.func.attr, node.func.value
        names = {part.attr for part in ast.walk(target) if isinstance(part, ast.Attribute)}
        if (method in WRITES and names & ROWS) or (method == "save" and not node.args):
            found.append((node.lineno, method))
    return found


@pytest.mark.parametrize("path", sources(), ids=lambda path: str(path.relative_to(settings.BASE_DIR)))
def test_file_writes_no_rows(path):
    assert writes_in(path.read_text()) == [], "Move the write into a verb of this app's actions.py."


def test_the_check_sees_a_write():
    assert writes_in("Program.objects.filter(pk=1).update(name='x')") == [(1, "update")]
    assert writes_in("person.save()") == [(1, "save")]
    assert writes_in("values.update(other)") == []


def test_exemptions_are_still_needed():
    unneeded = [name for name in EXEMPT if not writes_in((settings.BASE_DIR / name).read_text())]

    assert unneeded == []
