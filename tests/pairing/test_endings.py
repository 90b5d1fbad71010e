"""Pairs that end without fault, people who have gone, programs that rest."""

import pytest
from django.urls import reverse

from pairing.actions import (
    TooLate,
    answer_proposal,
    end_pair,
    lapse_proposals,
    publish_round,
    request_round,
    resume_program,
    withdraw_leavers,
)
from pairing.models import NeverAgain, Pair, Proposal
from pairing.queries import free_places, load, readiness
from people.models import User
from programs.actions import NotOpen, come_back, pause, pause_program
from programs.models import Participation, Program, Side
from tests.factories import NOW, later, make_pair
from tests.pairing.conftest import enrol
from tests.pairing.test_rounds import run

END = "pairing:end_pair"


@pytest.fixture
def pair(workshop) -> Pair:
    """Ada and Dora."""
    return make_pair(workshop.program, workshop.ada, workshop.dora)


def who_waits(workshop) -> list[str]:
    return sorted(place.person.name for place in free_places(workshop.program))


def test_one_press_ends_the_pair_for_both_alike(workshop, pair, as_person, post_round, mailoutbox):
    browser, page = as_person(workshop.ada.person), reverse(END, args=[pair.pk])
    asked = browser.get(page)
    before = (Pair.objects.live().count(), who_waits(workshop))

    answers = [browser.post(page, {"looks_on": "on"}).status_code for _ in range(2)]

    assert (asked.status_code, before, answers) == (200, (1, ["Ben", "Cleo"]), [302, 302])
    assert (Pair.objects.live().count(), who_waits(workshop)) == (0, ["Ada", "Ben", "Cleo", "Dora"])
    letters = post_round(mailoutbox, later(days=999))
    assert sorted(letter.to[0] for letter in letters) == sorted(
        place.person.email for place in (pair.newcomer, pair.senior)
    )
    assert len({(letter.subject, letter.body.replace("Ada", "N").replace("Dora", "N")) for letter in letters}) == 1


def test_organisers_read_the_same_whoever_ended_it(workshop, as_person):
    browser, pages = as_person(workshop.program.coordinator), []
    for place in (workshop.ada, workshop.dora):
        Pair.objects.all().delete()
        pair = make_pair(workshop.program, workshop.ada, workshop.dora)
        end_pair(pair, side=place.side, now=later(days=1))
        lists = [reverse(f"pairing:{name}", args=[workshop.program.pk]) for name in ("pairs", "rounds")]
        pages.append([browser.get(each).content.decode().split("<main")[1] for each in lists])

    without_token = [[page.split("csrfmiddlewaretoken")[0] for page in seen] for seen in pages]
    assert without_token[0] == without_token[1]


def test_who_wants_nobody_for_now_is_proposed_to_nobody_and_can_change_it(workshop, pair, as_person):
    browser = as_person(workshop.ada.person)
    browser.post(reverse(END, args=[pair.pk]), {})
    page = reverse("pairing:look_for_partner", args=[workshop.program.pk])
    waiting = who_waits(workshop)
    said = browser.get(page).content.decode()

    browser.post(page, {"looking": "yes"})

    assert (waiting, "Nobody is proposed to you for now" in said) == (["Ben", "Cleo", "Dora"], True)
    assert who_waits(workshop) == ["Ada", "Ben", "Cleo", "Dora"]
    assert "You take part in the next round" in browser.get(page).content.decode()


def test_the_same_two_never_meet_again_even_under_a_new_account(workshop, pair):
    email = workshop.ada.person.email
    end_pair(pair, side=Side.SENIOR, now=NOW)
    User.objects.filter(pk=workshop.ada.person_id).delete()
    Pair.objects.all().delete()
    enrol(workshop.program, "Ada", Side.NEWCOMER, {"Knots": 3}, {"Budgets": 3}, grade=2, email=email)

    cast = load(workshop.program, now=NOW)
    by_name = {cast.places[number].person.name: number for number in cast.places}

    assert cast.instance.blocks == {(by_name["Ada"], by_name["Dora"])}
    row = NeverAgain.objects.get()
    assert (len(row.one), email in str(vars(row)), row.one < row.other) == (64, False, True)


def test_people_who_have_gone_are_taken_out_and_their_partners_look_on(workshop, pair, told):
    User.objects.filter(pk=workshop.ada.person_id).update(is_active=False)

    for _ in range(2):
        withdraw_leavers(now=NOW)

    assert (Pair.objects.live().count(), who_waits(workshop)) == (0, ["Ben", "Cleo", "Dora"])
    assert (told(), Participation.objects.get(pk=workshop.ada.pk).has_left) == ([("pair_ended", "Dora")], True)


def test_nobody_is_proposed_to_whoever_pauses(workshop):
    draft = run(workshop.program)
    pause(workshop.ada, until=None, now=NOW)
    waiting = who_waits(workshop)
    opened = publish_round(draft, now=NOW)

    back = [come_back(workshop.ada, now=NOW) for _ in range(2)]

    assert (waiting, opened, back) == (["Ben", "Cleo", "Dora"], 1, [True, False])


def test_a_resting_program_is_quiet_and_proposals_get_their_days_back(workshop, as_person, post_round, mailoutbox):
    publish_round(run(workshop.program), now=NOW)
    organiser = as_person(workshop.program.coordinator)
    post_round(mailoutbox, NOW)
    pause_program(workshop.program, now=later(days=5))
    lapse_proposals(now=later(days=11))

    quiet = (Proposal.objects.open().count(), post_round(mailoutbox, later(days=8)))
    with pytest.raises(NotOpen):
        request_round(workshop.program, by=workshop.program.coordinator, now=later(days=8))
    seen = organiser.get(reverse("programs:program", args=[workshop.program.pk])).content.decode()
    for _ in range(2):
        resume_program(workshop.program, now=later(days=15))
    early, due = post_round(mailoutbox, later(days=16)), post_round(mailoutbox, later(days=17))
    lapse_proposals(now=later(days=19))
    still = Proposal.objects.open().count()
    lapse_proposals(now=later(days=20))

    assert (quiet, "This program rests" in seen, early) == ((2, []), True, [])
    assert [letter.subject for letter in due] == ["Your proposal ends in three days"] * 4
    assert (still, Proposal.objects.open().count(), readiness(workshop.program).newcomers) == (2, 0, 2)


def test_organisers_pause_and_resume_by_page(workshop, as_person):
    organiser = as_person(workshop.program.coordinator)
    states = []
    for name in ("pause_program", "pause_program", "resume_program", "resume_program"):
        page = reverse(f"pairing:{name}", args=[workshop.program.pk])
        states.append((organiser.get(page).status_code, organiser.post(page).status_code))
        states.append(Program.objects.get(pk=workshop.program.pk).is_paused)

    assert states == [(200, 302), True, (302, 302), True, (200, 302), False, (302, 302), False]


def test_an_answer_finds_the_proposal_of_somebody_who_has_gone_ended(workshop):
    publish_round(run(workshop.program), now=NOW)
    proposal = Proposal.objects.with_people().get(newcomer=workshop.ada)
    User.objects.filter(pk=workshop.ada.person_id).update(is_active=False)
    withdraw_leavers(now=NOW)

    with pytest.raises(TooLate):
        answer_proposal(proposal, side=Side.SENIOR, yes=True, now=NOW)
