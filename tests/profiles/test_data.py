"""The shipped lists: well formed, without doubles."""

import csv
from pathlib import Path

DATA = Path(__file__).resolve().parents[2] / "profiles" / "data"
KINDS = {"tools and data", "how things get done here", "craft", "people and culture"}


def rows(name: str) -> list[dict[str, str]]:
    """Read one shipped CSV file, in file order."""
    with (DATA / name).open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def doubles(words: list[str]) -> list[str]:
    """List words that occur more than once without regard to case."""
    folded = [word.casefold() for word in words]
    return sorted({word for word in folded if folded.count(word) > 1})


def test_skills_have_exactly_the_four_kinds() -> None:
    skills = rows("skills.csv")

    kinds = {skill["kind"] for skill in skills}

    assert kinds == KINDS
    assert {tuple(skill) for skill in skills} == {("name", "kind", "aliases")}


def test_skill_names_are_unique_and_no_alias_is_a_name() -> None:
    skills = rows("skills.csv")

    names = [skill["name"] for skill in skills]
    aliases = [alias for skill in skills for alias in skill["aliases"].split(";")]

    assert doubles(names) == []
    assert {name.casefold() for name in names} & {alias.casefold() for alias in aliases} == set()


def test_aliases_of_a_skill_are_trimmed_and_unique() -> None:
    skills = rows("skills.csv")

    listed = {skill["name"]: skill["aliases"].split(";") for skill in skills}

    assert {name: doubles(aliases) for name, aliases in listed.items() if doubles(aliases)} == {}
    assert [a for aliases in listed.values() for a in aliases if a != a.strip() or not a] == []


def test_interests_are_unique_and_trimmed() -> None:
    names = [row["name"] for row in rows("interests.csv")]

    assert doubles(names) == []
    assert [name for name in names if name != name.strip() or not name] == []
