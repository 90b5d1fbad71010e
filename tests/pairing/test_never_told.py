"""Who said no, and who ended a pair, is told to nobody: neither the partner nor the organisers read a difference."""

from collections.abc import Callable

import pytest
from django.db import transaction
from django.urls import reverse

from pairing.actions import answer_proposal, end_pair, lapse_proposals, publish_round
from pairing.models import Pair, Proposal, Round
from programs.models import Side
from tests.factories import NOW, later, make_pair
from tests.pairing.conftest import enrol
from tests.pairing.test_by_hand import by_hand, refusal
from tests.pairing.test_proposals import words_of
from tests.pairing.test_rounds import run

NEWCOMER, SENIOR = Side
ORGANISERS = ("pairing:pairs", "pairing:rounds", "programs:participants", "sessions_app:board")


def pages(workshop, *own: str) -> dict[str, list[str]]:
    """Return who reads it → the addresses that could tell."""
    lists = [reverse(name, args=[workshop.program.pk]) for name in ORGANISERS]
    return {"organisers": lists, "partner": ["/", *own]}


def seen_after(verb: Callable[[], object], browsers, addresses: list[str]) -> list[list[str]]:
    """Return what pages say after something that then is undone."""
    with transaction.atomic():
        verb()
        seen = [words_of(browser.get(address)) for browser in browsers for address in addresses]
        transaction.set_rollback(True)
    return seen


@pytest.mark.parametrize("partner", Side)
def test_declined_and_forgotten_read_alike_as_partner_and_as_organiser(workshop, as_person, partner):
    round_ = run(workshop.program)
    publish_round(round_, now=NOW)
    proposal = Proposal.objects.with_people().get(newcomer=workshop.ada)
    addresses = pages(workshop, reverse("pairing:proposal", args=[proposal.pk]))
    addresses["organisers"].append(reverse("pairing:round", args=[workshop.program.pk, round_.pk]))
    browsers = {
        "organisers": [as_person(workshop.program.coordinator)],
        "partner": [as_person(proposal.place_of(partner).person)],
    }

    def lapsed(*noes: Side) -> None:
        for side in noes:
            answer_proposal(proposal, side=side, yes=False, now=NOW)
        lapse_proposals(now=later(days=10))

    ways = {"partner": [(), (partner.other,)], "organisers": [(), (partner,), (partner, partner.other)]}
    for reader, endings in ways.items():
        first, *others = (
            seen_after(lambda n=noes: lapsed(*n), browsers[reader], addresses[reader]) for noes in endings
        )
        assert others == [first] * len(others)


def test_an_ended_pair_reads_alike_whoever_ended_it_as_partner_and_as_organiser(workshop, as_person):
    pair = make_pair(workshop.program, workshop.ada, workshop.dora)
    addresses = pages(workshop, reverse("sessions_app:pair", args=[pair.pk]))
    both = [as_person(place.person) for place in (workshop.ada, workshop.dora)]
    for reader, browsers in {"partner": both, "organisers": [as_person(workshop.program.coordinator)]}.items():
        by_newcomer, by_senior = (
            seen_after(lambda s=side: end_pair(pair, side=s, now=later(days=1)), browsers, addresses[reader])
            for side in Side
        )
        assert by_newcomer == by_senior


def test_pairs_by_hand_keep_apart_who_were_a_pair_before(workshop):
    end_pair(make_pair(workshop.program, workshop.ada, workshop.dora), side=SENIOR, now=NOW)

    again = refusal(by_hand, workshop, (workshop.ada, workshop.dora), (workshop.ben, workshop.cleo))

    assert again == ["Ada and Dora have met or been proposed to each other before."]
    assert Round.objects.count() == 0


def test_late_joiners_are_paired_beside_live_pairs_which_stay(workshop):
    live = make_pair(workshop.program, workshop.ada, workshop.dora)
    before = Pair.objects.values().get()
    late = enrol(workshop.program, "Late Lou", NEWCOMER, {"Maps": 1}, {"Speeches": 1}, grade=2)

    publish_round(run(workshop.program), now=NOW)
    found = {proposal.newcomer_id: proposal for proposal in Proposal.objects.with_people()}
    taken = {proposal.senior_id for proposal in found.values()}
    for proposal in found.values():
        for side in Side:
            answer_proposal(proposal, side=side, yes=True, now=NOW)

    assert (taken, found.keys() <= {late.pk, workshop.ben.pk}, len(found)) == ({workshop.cleo.pk}, True, 1)
    assert Pair.objects.filter(pk=live.pk).values().get() == before
    assert Pair.objects.live().count() == 2
