"""Two answers, seen by nobody, and at most one pair."""

import threading
import time

import pytest
from django.db import connection, transaction
from django.urls import reverse

from outbox.models import Message
from outbox.queries import counts_by_state
from pairing.actions import (
    AlreadyAnswered,
    TooLate,
    answer_proposal,
    lapse_proposals,
    publish_round,
    withdraw,
)
from pairing.models import Pair, Proposal
from programs.models import Participation, Side
from record.registry import kept
from tests.factories import NOW, later
from tests.pairing.conftest import enrol
from tests.pairing.test_rounds import run


@pytest.fixture
def proposal(workshop) -> Proposal:
    """The open proposal of Ada and Dora."""
    publish_round(run(workshop.program), now=NOW)
    return Proposal.objects.with_people().get(newcomer=workshop.ada)


def answer(proposal: Proposal, side: Side, *, yes: bool, now=NOW):
    return answer_proposal(proposal, side=side, yes=yes, now=now)


def words_of(response) -> list[str]:
    """The page without what differs each time it is served."""
    return [line.strip() for line in response.content.decode().splitlines() if "csrf" not in line.lower()]


def places(*people: Participation) -> list[int]:
    return [Participation.objects.get(pk=each.pk).places_taken for each in people]


def test_second_yes_makes_the_pair_and_takes_both_places(workshop, proposal, told):
    first = answer(proposal, Side.SENIOR, yes=True)
    before = (Pair.objects.count(), places(workshop.ada, workshop.dora))
    pair = answer(proposal, Side.NEWCOMER, yes=True)

    assert (first, before) == (None, (0, [0, 0]))
    assert (pair.newcomer, pair.senior, pair.program) == (workshop.ada, workshop.dora, workshop.program)
    assert (Proposal.objects.get(pk=proposal.pk).is_paired, places(workshop.ada, workshop.dora)) == (True, [1, 1])
    assert [row for row in told() if row[0] == "pair_made"] == [("pair_made", "Ada"), ("pair_made", "Dora")]


def test_answering_twice_has_one_effect(workshop, proposal):
    for _ in range(2):
        answer(proposal, Side.SENIOR, yes=True)
    pairs = [answer(proposal, Side.NEWCOMER, yes=True) for _ in range(2)]

    assert pairs[0] == pairs[1] == Pair.objects.get()
    assert places(workshop.ada, workshop.dora) == [1, 1]


def test_first_answer_stands(proposal):
    answer(proposal, Side.SENIOR, yes=False)

    with pytest.raises(AlreadyAnswered):
        answer(proposal, Side.SENIOR, yes=True)

    assert Proposal.objects.get(pk=proposal.pk).senior_says is False


@pytest.mark.django_db(transaction=True)
def test_two_acceptances_at_once_make_one_pair(workshop, proposal):
    pairs, faults = [], []

    def accept(side: Side) -> None:
        try:
            pairs.append(answer(proposal, side, yes=True))
        except Exception as fault:  # noqa: BLE001 - a thread's fault is asserted below
            faults.append(fault)
        finally:
            connection.close()

    threads = [threading.Thread(target=accept, args=[side]) for side in (*Side, *Side)]
    with transaction.atomic():
        # While the row is held, whoever reads it without waiting reads that nobody has answered yet.
        Proposal.objects.select_for_update().get(pk=proposal.pk)
        for thread in threads:
            thread.start()
        time.sleep(0.5)
    for thread in threads:
        thread.join()

    assert faults == []
    assert {pair for pair in pairs if pair} == {Pair.objects.get()}
    assert places(workshop.ada, workshop.dora) == [1, 1]
    assert Message.objects.filter(kind="pair_made").count() == 2


def test_decline_changes_nothing_that_anybody_sees_before_the_lapse(workshop, proposal, as_person, told):
    page = reverse("pairing:proposal", args=[proposal.pk])
    board = reverse("pairing:pairs", args=[workshop.program.pk])
    senior, organiser = as_person(workshop.dora.person), as_person(workshop.program.coordinator)
    before = words_of(senior.get(page))
    seen = (words_of(organiser.get(board)), told())

    as_person(workshop.ada.person).post(page, {"answer": "no"})

    assert words_of(senior.get(page)) == before
    assert (words_of(organiser.get(board)), told()) == seen


@pytest.mark.parametrize("answers", [0, 1, 2])
def test_reminders_do_not_count_the_answers_on_the_delivery_page(workshop, proposal, answers, post_round, mailoutbox):
    for side in list(Side)[:answers]:
        answer(proposal, side, yes=False)

    letters = post_round(mailoutbox, later(days=7))

    # Two people of the other proposal are reminded anyway; that a proposal waits is told to all four.
    assert [letter.subject for letter in letters].count("Your proposal ends in three days") == 4 - answers
    assert (counts_by_state()["Sent, or no longer needed"], Message.objects.count()) == (8, 8)


def test_declined_and_forgotten_end_alike_and_leave_no_answer(workshop, proposal, told):
    forgotten = Proposal.objects.get(newcomer=workshop.ben)
    answer(proposal, Side.SENIOR, yes=False)
    answer(proposal, Side.NEWCOMER, yes=True)

    lapse_proposals(now=later(days=9, hours=23))
    early = set(Proposal.objects.values_list("state", flat=True))
    for _ in range(2):
        lapse_proposals(now=later(days=10))

    assert early == {Proposal.State.OPEN}
    ends = [
        Proposal.objects.filter(pk=each.pk).values("state", "newcomer_says", "senior_says").get()
        for each in (proposal, forgotten)
    ]
    assert ends == [{"state": Proposal.State.LAPSED, "newcomer_says": None, "senior_says": None}] * 2
    assert [row for row in told() if row[0] == "proposal_lapsed"] == [
        ("proposal_lapsed", name) for name in ("Ada", "Ben", "Cleo", "Dora")
    ]


def test_answer_after_the_end_is_told_plainly(workshop, proposal, as_person):
    page = reverse("pairing:proposal", args=[proposal.pk])
    lapse_proposals(now=later(days=10))

    with pytest.raises(TooLate):
        answer(proposal, Side.SENIOR, yes=True)
    response = as_person(workshop.dora.person).post(page, {"answer": "yes"}, follow=True)

    assert [str(message) for message in response.context["messages"]] == [
        "This proposal had ended before your answer came. Nothing was changed."
    ]
    assert Pair.objects.count() == 0


def test_answer_at_the_lapse_hour_is_too_late_even_before_the_sweep(proposal):
    with pytest.raises(TooLate):
        answer(proposal, Side.SENIOR, yes=True, now=later(days=10))


def test_second_yes_ends_calmly_where_a_place_is_gone(workshop, proposal, told):
    answer(proposal, Side.NEWCOMER, yes=True)
    Participation.objects.filter(pk=workshop.ada.pk).update(places_taken=1)

    pair = answer(proposal, Side.SENIOR, yes=True)

    assert (pair, Pair.objects.count(), places(workshop.dora)) == (None, 0, [0])
    assert Proposal.objects.get(pk=proposal.pk).state == Proposal.State.LAPSED
    assert [row for row in told() if row[0] == "proposal_lapsed"] == [
        ("proposal_lapsed", "Ada"),
        ("proposal_lapsed", "Dora"),
    ]


def test_proposal_page_tells_each_only_their_own_gap(workshop, proposal, as_person):
    page = reverse("pairing:proposal", args=[proposal.pk])

    ada, dora = (as_person(place.person).get(page) for place in (workshop.ada, workshop.dora))

    assert ada.context["reason"] == {"learn": ["Budgets"], "share": [], "offer": ["Knots"]}
    assert dora.context["reason"] == {"learn": ["Knots"], "share": [], "offer": ["Budgets"]}


def test_partner_who_learns_nothing_is_not_told_whom_they_help(workshop, as_person):
    """Somebody who helps without being helped must not read the other's gap out of their own reason."""
    enrol(workshop.program, "Fay", Side.NEWCOMER, {"Rowing": 2}, {"Zither": 3})
    enrol(workshop.program, "Gil", Side.SENIOR, {"Zither": 3, "Archery": 3, "Bells": 3, "Chess": 3}, {"Yodels": 3})
    publish_round(run(workshop.program), now=NOW)
    proposal = Proposal.objects.get(newcomer__person__name="Fay")

    response = as_person(proposal.senior.person).get(reverse("pairing:proposal", args=[proposal.pk]))

    assert response.context["reason"] == {"learn": [], "share": [], "offer": ["Archery", "Bells", "Chess"]}
    assert "Zither" not in response.content.decode()


def test_proposal_is_seen_by_its_two_people_alone(workshop, proposal, as_person, cast):
    page = reverse("pairing:proposal", args=[proposal.pk])
    people = {
        200: [workshop.ada.person, workshop.dora.person],
        403: [workshop.ben.person, workshop.program.coordinator, workshop.program.sponsor, cast.hr_admin],
        404: [cast.stranger, cast.outsider, cast.superuser, cast.coordinator],
    }

    got = {status: {as_person(person).get(page).status_code for person in some} for status, some in people.items()}

    assert got == {200: {200}, 403: {403}, 404: {404}}


def test_draft_is_seen_by_nobody(workshop, as_person):
    run(workshop.program)
    draft = Proposal.objects.get(newcomer=workshop.ada)

    assert as_person(workshop.ada.person).get(reverse("pairing:proposal", args=[draft.pk])).status_code == 404


def test_reminder_is_dropped_once_answered_and_mails_carry_no_gap(workshop, proposal, post_round, mailoutbox):
    first = post_round(mailoutbox, NOW)
    answer(proposal, Side.SENIOR, yes=True)
    reminders = post_round(mailoutbox, later(days=7))

    names = {place.person.email: place.person.name for place in (workshop.ada, workshop.ben, workshop.cleo)}
    assert len(first) == 4
    assert sorted(names[letter.to[0]] for letter in reminders) == ["Ada", "Ben", "Cleo"]
    text = "".join(letter.message().as_string() for letter in [*first, *reminders])
    assert [word for word in ("Budgets", "Knots", "Maps", "Speeches") if word in text] == []


def test_record_shows_a_person_their_own_answer_alone(workshop, proposal):
    answer(proposal, Side.SENIOR, yes=False)
    entry = next(entry for entry in kept() if entry.model is Proposal)
    line = next(line for line in entry.lines if line.field == "newcomer_says")

    shown = {
        place.person.name: [entry.show(row, line) for row in entry.of(place.person)]
        for place in (workshop.ada, workshop.dora)
    }

    assert shown == {"Ada": ["none so far"], "Dora": ["no"]}


def test_withdraw_ends_pairs_and_proposals_and_frees_the_partner(workshop, proposal, told, post_round, mailoutbox):
    answer(proposal, Side.NEWCOMER, yes=True)
    pair = answer(proposal, Side.SENIOR, yes=True)
    post_round(mailoutbox, NOW)

    for _ in range(2):
        withdraw(workshop.ada, now=later(days=1))
    withdraw(workshop.ben, now=later(days=1))
    letters = post_round(mailoutbox, later(days=1))

    pair.refresh_from_db()
    assert (pair.ended_at, places(workshop.ada, workshop.dora)) == (later(days=1), [0, 0])
    assert set(Proposal.objects.values_list("state", flat=True)) == {Proposal.State.PAIRED, Proposal.State.LAPSED}
    assert [row for row in told() if row[0] == "pair_ended"] == [("pair_ended", "Dora")]
    assert sorted((letter.to[0], letter.subject) for letter in letters) == sorted(
        [
            (workshop.dora.person.email, "Your pair has ended"),
            (workshop.cleo.person.email, "A proposal has ended"),
        ]
    )
    assert "Ada" not in "".join(letter.body for letter in letters)


def test_acceptance_loses_against_leaving(workshop, proposal):
    answer(proposal, Side.NEWCOMER, yes=True)
    withdraw(workshop.ada, now=NOW)

    with pytest.raises(TooLate):
        answer(proposal, Side.SENIOR, yes=True)

    assert Pair.objects.count() == 0


def test_leave_asks_first_and_then_lets_go(workshop, as_person):
    browser = as_person(workshop.ada.person)
    page = reverse("pairing:leave", args=[workshop.program.pk])

    asked = browser.get(page)
    still = Participation.objects.get(pk=workshop.ada.pk).state
    statuses = [browser.post(page).status_code for _ in range(2)]

    assert (asked.status_code, still, statuses) == (200, Participation.State.ENROLLED, [302, 302])
    assert Participation.objects.get(pk=workshop.ada.pk).state == Participation.State.LEFT
    assert "You left" in browser.get(page).content.decode()
