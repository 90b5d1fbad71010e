"""How figures are divided: declared, frozen with the release, refused where groups overlap."""

from datetime import timedelta

import pytest
from django.urls import reverse

from feedback.models import Answer
from feedback.queries import pair_hash, person_hash
from insights.actions import BadBands, declare_breakdowns, request_release
from insights.models import Breakdowns
from insights.queries import blocks_of, breakdowns_of
from insights.suppression import OTHER
from pairing.models import Pair
from people.models import User
from programs.models import Participation
from programs.parts import Faulty, all_settings
from record.sealing import seal
from sessions_app.models import Closing
from tests.crowd import make_pairs
from tests.factories import NOW, later

LEADS = {"label": "Leads", "least": 4, "most": 6}


def answer_all(program, *, worth=4):
    """Let everybody answer one pulse."""
    Answer.objects.bulk_create(
        Answer(
            program=program,
            person_hash=person_hash(program, place.person),
            pair_hash=pair_hash(program, pair),
            question=key,
            choice=worth if key == "worth" else 3,
        )
        for pair in program.pairs.select_related("newcomer__person", "senior__person")
        for place in (pair.newcomer, pair.senior)
        for key in ("worth", "learned", "gave")
    )


def cells_of(release, figure="worth"):
    """What a figure says by breakdown: label → value or why not."""
    block = next(block for block in blocks_of(release) if block["key"] == figure)
    return {
        way["key"]: {cell["label"]: cell.get("value", cell.get("hidden")) for cell in way["cells"]}
        for way in block["by"]
    }


@pytest.fixture
def thirty(db):
    """Fifteen pairs: newcomers in sales but for one, seniors in tracks and stations."""
    program = make_pairs(15, now=NOW)
    people = list(User.objects.filter(participations__program=program).order_by("participations__side", "email"))
    for at, person in enumerate(people):
        person.department = "Sales" if at < 14 else "Legal" if at == 14 else "Tracks" if at < 24 else "Stations"
        person.grade = 2 if at < 15 else 5
    User.objects.bulk_update(people, ["department", "grade"])
    return program


def test_a_release_divides_figures_and_folds_a_department_of_one(thirty, prepare):
    declare_breakdowns(thirty, ways=["department", "side"], bands=[])
    answer_all(thirty)

    release = prepare(thirty)

    assert cells_of(release) == {
        "side": {"Newcomer": "mostly or fully", "Senior": "mostly or fully"},
        "department": {
            "Stations": "mostly or fully",
            "Tracks": "mostly or fully",
            OTHER: "mostly or fully",
        },
    }


def test_a_release_of_a_small_program_tells_of_everybody_only(cast, answer, prepare):
    answer(cast.program, [(person, person // 2) for person in range(8)])

    for cells in cells_of(prepare(cast.program)).values():
        assert list(cells.values()) == ["With so few people only figures over everybody are told."]


def test_breakdowns_are_settled_when_a_release_is_asked_for(thirty, prepare):
    declare_breakdowns(thirty, ways=["side"], bands=[])
    answer_all(thirty)
    request_release(thirty, by=thirty.coordinator, now=NOW)
    declare_breakdowns(thirty, ways=["department"], bands=[])

    first = prepare(thirty)
    answer_all(thirty)
    second = prepare(thirty, now=later(days=30))

    assert (list(cells_of(first)), list(cells_of(second))) == (["side"], ["department"])


def test_bands_of_grades_name_their_groups(thirty, prepare):
    declare_breakdowns(thirty, ways=["grade"], bands=[LEADS, {"label": "Staff", "least": 1, "most": 3}])
    answer_all(thirty)

    assert list(cells_of(prepare(thirty))["grade"]) == ["Leads", "Staff"]


@pytest.mark.parametrize(
    "bands",
    [
        [LEADS, {"label": "Staff", "least": 1, "most": 4}],
        [LEADS, {"label": "Inside", "least": 5, "most": 5}],
        [{"label": "Turned", "least": 3, "most": 1}],
        [LEADS, {"label": "Leads", "least": 1, "most": 3}],
    ],
)
def test_declare_breakdowns_refuses_bands_that_overlap(cast, bands):
    with pytest.raises(BadBands):
        declare_breakdowns(cast.program, ways=["grade"], bands=bands)

    assert breakdowns_of(cast.program)["bands"] == []


def test_declare_breakdowns_page_asks_once_there_is_a_release(cast, as_person, answer, prepare):
    browser, address = as_person(cast.coordinator), reverse("insights:declare_breakdowns", args=[cast.program.pk])

    overlapping = browser.post(address, {"ways": ["grade"], "bands": "Staff: 1 to 4\nLeads: 4 to 6"})
    assert "overlap: somebody would be counted in both" in overlapping.content.decode()
    assert "is not a name, a colon" in browser.post(address, {"bands": "Staff"}).content.decode()
    assert browser.post(address, {"ways": ["side"], "bands": "Leads: 4 to 6"}).status_code == 302
    assert breakdowns_of(cast.program) == {"ways": ["side"], "bands": [LEADS]}

    answer(cast.program, [(person, person // 2) for person in range(8)])
    prepare(cast.program)
    assert "there is a release already" in browser.post(address, {"ways": ["location"]}).content.decode()
    assert browser.post(address, {"ways": ["location"], "sure": "on"}).status_code == 302
    assert breakdowns_of(cast.program) == {"ways": ["location"], "bands": []}
    assert [change.after["breakdowns"]["ways"] for change in cast.program.changes.all()] == [["location"], ["side"]]


@pytest.mark.parametrize(
    "value",
    [
        {"ways": ["side"]},
        {"ways": ["team"], "bands": []},
        {"ways": [], "bands": [{"label": "", "least": 1, "most": 2}]},
        {"ways": [], "bands": [LEADS, LEADS]},
    ],
)
def test_breakdowns_in_a_program_file_are_checked(cast, value):
    setting = all_settings()["breakdowns"]

    with pytest.raises(Faulty):
        setting.write(cast.program, value)

    assert Breakdowns.objects.count() == 0


# Goals, closings, gaps --------------------


def close_all(program, *, choice="continue", now):
    """Let everybody close their pair with one choice."""
    for pair in program.pairs.select_related("data_key"):
        for author in (pair.newcomer, pair.senior):
            closing = Closing(pair=pair, author=author, keeps_copy=True, answered_at=now, settled_at=now)
            seal(closing, answer=f'{{"choice": "{choice}", "more": 0}}', thanks="").save()
    Pair.objects.filter(program=program).update(ended_at=now)


def test_going_on_is_counted_in_one_release_only(thirty, prepare):
    close_all(thirty, now=NOW - timedelta(days=1))
    first = prepare(thirty)
    answer_all(thirty)
    second = prepare(thirty, now=later(days=30))

    told = [next(b["overall"] for b in blocks_of(each) if b["key"] == "going_on") for each in (first, second)]
    assert (told[0]["value"], "hidden" in told[1]) == ("about 80 % or more", True)
    assert cells_of(first, "going_on")["side"] == {"Newcomer": "about 80 % or more", "Senior": "about 80 % or more"}


def test_somebody_erased_between_two_releases_makes_no_differencing_pair(thirty, prepare):
    answer_all(thirty, worth=4)
    first = prepare(thirty)
    before = first.figures
    gone = Participation.objects.filter(program=thirty).first()
    Pair.objects.filter(newcomer=gone).delete()
    gone.person.delete()
    answer_all(thirty, worth=1)

    second = prepare(thirty, now=later(days=30))

    first.refresh_from_db()
    assert first.figures == before
    assert cells_of(second)["side"] == {"Newcomer": "no or hardly", "Senior": "no or hardly"}
    assert sorted(Answer.objects.filter(question="worth").values_list("batch", flat=True)) == [1] * 30 + [2] * 28


def test_compute_release_refuses_what_would_tell_of_a_few_and_names_the_breakdown(thirty, prepare, monkeypatch):
    """Should the folding ever be wrong, the last proof still stands in between: here nothing is folded at all."""
    monkeypatch.setattr(
        "insights.telling.kept", lambda _people, ways, *_: {way.key: tuple(way.groups.items()) for way in ways}
    )
    declare_breakdowns(thirty, ways=["side", "department"], bands=[])
    answer_all(thirty)

    release = prepare(thirty)

    assert (release.has_failed, release.figures) == (True, [])
    assert release.failure == (
        "“Worth the time” would tell of too few people if it were divided like this. Nothing was counted. "
        "Take “Department” out of the breakdowns, then ask again."
    )
    assert Answer.objects.filter(batch__isnull=False).count() == 0
