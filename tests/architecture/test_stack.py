"""What the stack must stay: the driver, the locked requirements, nothing foreign in a page."""

import re
from pathlib import Path

from django.conf import settings
from django.db import connection

ROOT: Path = settings.BASE_DIR

TEST_TOOLS = {"pytest", "pytest-django", "pytest-xdist", "hypothesis"}


def test_the_driver_is_psycopg2():
    assert connection.Database.__name__ == "psycopg2"


def test_direct_dependencies_are_few_and_each_has_its_reason():
    lines = [
        line
        for name in ("requirements.in", "requirements-dev.in")
        for line in (ROOT / name).read_text().splitlines()
        if line and not line.startswith(("#", "-"))
    ]

    assert [line for line in lines if "# " not in line] == []
    product, _, tools = (ROOT / "requirements.in").read_text().partition("# What the tests stand on")
    assert len([line for line in product.splitlines() if line[:1].isalpha()]) <= 25
    assert {line.split()[0] for line in tools.splitlines() if line[:1].isalpha()} <= TEST_TOOLS


def test_requirements_are_locked_with_hashes():
    wanted = {
        re.split(r"[~=><\[ ]", line)[0]
        for line in (ROOT / "requirements.in").read_text().splitlines()
        if line[:1].isalpha()
    }
    locked = set(
        re.findall(
            r"^([a-z0-9-]+)==\S+ (?:;[^\n]*)?\\\n    --hash=", (ROOT / "requirements.txt").read_text(), re.MULTILINE
        )
    )

    assert wanted - locked == set()


def test_there_is_no_junk_drawer():
    drawers = {"common", "core", "utils", "helpers", "services"}
    names = {path.name.removesuffix(".py") for app in settings.OUR_APPS for path in (ROOT / app).rglob("*")}

    assert names & drawers == set()
