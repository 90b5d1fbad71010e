"""The board: steps for thousands of pairs out of the database, colours out of dates, and writing to both."""

from datetime import timedelta
from uuid import uuid4

import pytest
from django.urls import reverse
from django.utils import timezone

from pairing.actions import end_pair
from pairing.models import Pair
from programs.actions import pause
from programs.models import Participation, Program, Side
from sessions_app.actions import note_standings, take_back_letters, write_to_pairs
from sessions_app.models import BoardLetter, Drift, Meeting, PairStanding
from sessions_app.queries import Stage, on_board, standing, standings, workspaces_of
from tests.factories import NOW, later, make_meeting, make_pair, make_participation, make_person
from tests.together import at_once


def board(cast, name: str = "board") -> str:
    return reverse(f"sessions_app:{name}", args=[cast.program.pk])


def rows(response) -> list[tuple[str, str, str, str]]:
    return [
        (
            row["pair"].newcomer.person.name,
            row["standing"].step,
            str(row["standing"].colour),
            str(row["standing"].action.label),
        )
        for row in response.context["rows"]
    ]


def drift(pair: Pair, *, days: int, sign: str = "slow", now=None) -> Drift:
    return Drift.objects.create(pair=pair, sign=sign, noticed_at=(now or timezone.now()) - timedelta(days=days))


def colour_of(cast) -> str:
    program = Program.objects.get(pk=cast.program.pk)
    return standings(program, program.pairs.all(), now=NOW)[cast.pair.pk].colour


@pytest.mark.parametrize(
    ("signs", "expected"),
    [
        ({}, "good"),
        ({"slow": 2}, "good"),
        ({"slow": 4}, "watch"),
        ({"slow": 15}, "stuck"),
        ({"slow": 4, "silent": 4}, "stuck"),
        ({"slow": 4, "silent": 1}, "watch"),
    ],
)
def test_organisers_see_a_colour_only_after_the_pair_had_its_time(cast, signs, expected):
    for sign, days in signs.items():
        drift(cast.pair, days=days, sign=sign, now=NOW)

    assert colour_of(cast) == expected
    Program.objects.update(drift_on=False)
    assert colour_of(cast) == "none"


def test_each_pair_has_one_next_action(cast, as_person):
    slow = make_pair(cast.program, make_participation(cast.program, make_person("Una"), side=Side.NEWCOMER))
    drift(slow, days=5)
    gone = make_pair(cast.program, make_participation(cast.program, make_person("Vic"), side=Side.NEWCOMER))
    resting = make_pair(cast.program, make_participation(cast.program, make_person("Wim"), side=Side.NEWCOMER))
    drift(resting, days=5)
    end_pair(gone, side=Side.SENIOR, now=timezone.now())
    pause(resting.senior, until=None, now=timezone.now())

    response = as_person(cast.coordinator).get(board(cast))

    assert rows(response) == [
        ("Nia Newcomer", "Sharing sheets", "good", "Nothing to do"),
        ("Una", "Sharing sheets", "watch", "Write to both"),
        ("Vic", "Re-pool", "none", "Offer another partner"),
        ("Wim", "On a break", "none", "Nothing to do"),
    ]


def test_a_pair_that_ended_goes_once_nobody_of_it_waits(cast):
    end_pair(cast.pair, side=Side.NEWCOMER, now=later(days=1))
    waiting = [on_board(cast.program, now=later(days=1)).count()]
    again = make_pair(cast.program, cast.pair.newcomer, make_participation(cast.program, side=Side.SENIOR))
    Pair.objects.filter(pk=again.pk).update(began_at=later(days=2))
    waiting.append(on_board(cast.program, now=later(days=3)).count())
    Participation.objects.filter(pk=cast.pair.senior_id).update(is_looking=False)

    assert [*waiting, on_board(cast.program, now=later(days=3)).count()] == [1, 2, 1]


def test_the_database_counts_what_a_workspace_counts(cast, walk):
    walk.all()
    Meeting.objects.filter(number=1).update(state="held", logged_by="senior")
    other = make_pair(cast.program)
    pairs = Pair.objects.with_people()

    for now in (NOW, later(days=40)):
        counted = {key: (each.held, each.total) for key, each in standings(cast.program, pairs, now=now).items()}
        told = {key: (each.held, each.total) for key, each in workspaces_of(list(pairs)).items()}
        assert counted == told
    stages = {key: each.stage for key, each in standings(cast.program, pairs, now=NOW).items()}
    Meeting.objects.all().update(state="held", logged_by="senior")
    done = standings(cast.program, pairs, now=NOW)[cast.pair.pk].stage
    assert (stages, done) == ({cast.pair.pk: Stage.SESSION, other.pk: Stage.SHEETS}, Stage.DONE)


def test_the_list_is_filtered_searched_and_sorted(cast, as_person):
    far = make_participation(cast.program, make_person("Una Upland", department="Depots"), side=Side.NEWCOMER)
    una = make_pair(cast.program, far)
    make_meeting(una, starts_at=timezone.now() + timedelta(days=3))
    drift(una, days=5)
    browser = as_person(cast.coordinator)

    def names(**query: str) -> list[str]:
        return [row[0].split()[0] for row in rows(browser.get(board(cast), query))]

    assert [
        names(step="session"), names(step="sheets"), names(colour="watch"), names(department="Depots"),
        names(q="upl"), names(q="sol"), names(q="%"), names(step="nonsense"), names(sort="-pair"), names(sort="held"),
        names(page="9"),
    ] == [
        ["Una"], ["Nia"], ["Una"], ["Una"],
        ["Una"], ["Nia"], [], ["Nia", "Una"], ["Una", "Nia"], ["Nia", "Una"],
        ["Nia", "Una"],
    ]  # fmt: skip
    assert "No pair fits" in browser.get(board(cast), {"q": "zz"}).content.decode()


# Twelve read the page; the one that writes who read it comes on top.
DIARY_ROW = 1


@pytest.mark.parametrize("query", [{}, {"step": "session"}, {"sort": "-colour"}])
def test_the_board_costs_the_same_with_one_pair_and_with_three(cast, as_person, queries_of, query):
    make_meeting(cast.pair)
    browser = as_person(cast.coordinator)
    browser.get(board(cast))
    one = queries_of(browser, board(cast), query)
    for _ in range(2):
        drift(make_pair(cast.program), days=5)

    three = queries_of(browser, board(cast), query)

    assert (three, one <= 12 + DIARY_ROW) == (one, True)


def test_the_export_holds_status_alone_and_disarms_formulas(cast, as_person):
    evil = make_person('=HYPERLINK("http://x")')
    make_pair(cast.program, make_participation(cast.program, evil, side=Side.NEWCOMER, oriented_at=None))

    response = as_person(cast.coordinator).get(board(cast, "export_board"), {"q": "hyperlink"})

    lines = response.content.decode("utf-8-sig").splitlines()
    assert lines[0] == "Person,Program,Side,State,Sessions planned,Sessions held,Orientation done"
    assert lines[1] == '"\'=HYPERLINK(""http://x"")",Two Ways,newcomer,Sharing sheets,6,0,no'
    assert (len(lines), lines[2].split(",")[1:]) == (3, ["Two Ways", "senior", "Sharing sheets", "6", "0", "yes"])


def test_writing_to_both_is_asked_first_told_and_taken_back(cast, as_person, told, post_round, mailoutbox):
    browser, write = as_person(cast.coordinator), board(cast, "write_to_pairs")
    chosen = {"chosen": [str(cast.pair.pk), "nonsense", str(uuid4())]}

    summary = browser.get(write, chosen)
    before = BoardLetter.objects.count()
    page = browser.post(write, chosen, follow=True)
    batch = BoardLetter.objects.get().batch
    undo = reverse("sessions_app:take_back_letters", args=[cast.program.pk, batch])
    undone = [browser.post(undo).status_code for _ in range(2)]

    assert (summary.context["pairs"], before) == ([cast.pair], 0)
    assert ("A letter to both of 1 pair leaves in ten minutes." in page.content.decode(), undone) == (True, [302] * 2)
    assert told() == [("board_letter", "Nia Newcomer"), ("board_letter", "Sol Senior")]
    assert (BoardLetter.objects.count(), post_round(mailoutbox, later(days=999))) == (0, [])


def test_nobody_is_written_to_twice_a_week_and_letters_hold_no_reason(cast, post_round, mailoutbox):
    both = {"pairs": [cast.pair.pk], "by": cast.coordinator}
    sent = [write_to_pairs(cast.program, **both, now=hour)[1] for hour in (NOW, later(days=6), later(days=8))]
    batch = BoardLetter.objects.order_by("written_at")[0].batch
    late = take_back_letters(cast.program, batch=batch, now=later(minutes=11))

    letters = post_round(mailoutbox, later(minutes=12))

    assert (sent, late) == ([1, 0, 1], 0)
    assert sorted(letter.to[0] for letter in letters) == sorted([cast.newcomer.email, cast.senior.email])
    assert "wonders how you and" in letters[0].body


def test_paused_ended_and_foreign_pairs_are_not_written_to(cast):
    foreign = make_pair(Program.objects.exclude(pk=cast.program.pk)[0])
    pause(cast.pair.senior, until=None, now=NOW)

    _, count = write_to_pairs(cast.program, pairs=[cast.pair.pk, foreign.pk], by=cast.coordinator, now=NOW)

    assert (count, BoardLetter.objects.count()) == (0, 0)


@pytest.mark.django_db(transaction=True)
def test_two_coordinators_at_once_write_once(cast):
    both = {"pairs": [cast.pair.pk], "by": cast.coordinator, "now": NOW}

    assert at_once(*[lambda: write_to_pairs(cast.program, **both)] * 3) == []
    assert BoardLetter.objects.count() == 1


def test_a_large_board_is_chosen_by_what_a_sweep_noted_and_shown_as_it_is_now(cast, as_person, monkeypatch):
    far = make_participation(cast.program, make_person("Una Upland", department="Depots"), side=Side.NEWCOMER)
    una = make_pair(cast.program, far)
    make_meeting(una, starts_at=timezone.now() + timedelta(days=3))
    drift(una, days=5)
    browser = as_person(cast.coordinator)
    queries = [{}, {"step": "session"}, {"colour": "good"}, {"department": "Depots"}, {"q": "una"}, {"sort": "-pair"}]
    queries += [{"sort": sort} for sort in ("-step", "step", "held", "-colour")]

    def pages() -> list[list[tuple[str, str, str, str]]]:
        return [rows(browser.get(board(cast), query)) for query in queries]

    counted = pages()
    monkeypatch.setattr(standing, "COUNTED_AT_ONCE", 1)
    changed = [note_standings(now=timezone.now()) for _ in range(2)]

    assert (changed, pages()) == ([2, 0], counted)
    # What a row says is counted afresh; where it stands in the list is as old as the sweep.
    Meeting.objects.all().delete()
    assert [row[1] for row in rows(browser.get(board(cast), {"step": "session"}))] == ["Sharing sheets"]
    end_pair(una, side=Side.SENIOR, now=timezone.now())
    Participation.objects.update(is_looking=False)
    note_standings(now=timezone.now())
    assert not PairStanding.objects.exists()
