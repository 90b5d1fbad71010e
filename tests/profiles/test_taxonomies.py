"""Published skill lists come in once, and what is typed with a slip is found all the same."""

from pathlib import Path

import pytest
from django.core.management import CommandError, call_command

from profiles.models import Skill
from profiles.queries import find_skills, skill_kinds

ESCO = (
    "conceptType,preferredLabel,altLabels,broaderConceptPT\nskill,Haskell,Haskell techniques | lazy code,programming\n"
)
ONET = "O*NET-SOC Code\tExample\tCommodity Code\tCommodity Title\n11\tAdobe Acrobat\t4\tDocument software\n"
OWN = "name,kind,aliases\nRiver gauging,field work,flow;discharge\nhaskell,other,\n" + "x" * 121 + ",long,\n"


def test_lists_come_in_once_and_say_what_they_brought(db, tmp_path: Path, capsys):
    files = []
    for name, text in {"esco.csv": ESCO, "onet.txt": ONET, "own.csv": OWN}.items():
        (tmp_path / name).write_text("\ufeff" + text, encoding="utf-8")
        files.append(str(tmp_path / name))
    before = Skill.objects.count()

    call_command("import_skills", *files)
    first, refused = capsys.readouterr()
    call_command("import_skills", *files)

    assert first.splitlines() == [
        f"esco.csv: 1 new, {before + 1} on the list.",
        f"onet.txt: 1 new, {before + 2} on the list.",
        f"own.csv: 1 new, {before + 3} on the list.",
    ]
    assert refused == f"own.csv, line 4: The name is longer than 120 letters: {'x' * 40} …\n"
    assert Skill.objects.count() == before + 3
    haskell = Skill.objects.get(name="Haskell")
    assert (haskell.kind, haskell.aliases) == ("programming", "Haskell techniques;lazy code")
    assert [skill.name for skill in find_skills("lazy", without=[])][:1] == ["Haskell"]
    assert "field work" in find_skills("river gauging", without=[])[0].kind
    assert len(skill_kinds()) <= 16


def test_a_file_of_another_shape_is_refused_in_one_sentence(db, tmp_path: Path):
    wrong = tmp_path / "people.csv"
    wrong.write_text("who,what\na,b\n")

    with pytest.raises(CommandError, match="is no skill list we know"):
        call_command("import_skills", str(wrong))


@pytest.mark.parametrize(
    ("typed", "found"),
    [("spredsheets", "Spreadsheets beyond sums"), ("exel", "Spreadsheets beyond sums"), ("qqqqzz", None)],
)
def test_a_slip_of_the_fingers_is_forgiven(db, typed, found):
    names = [skill.name for skill in find_skills(typed, without=[])]

    assert (found in names) if found else names == []
