"""The organisers' pages: what they do, and what they must not give away."""

from dataclasses import replace

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from leases.actions import claim, report
from pairing.actions import publish_round, request_round
from pairing.bands import bands, two_way_band
from pairing.models import Proposal, Round
from profiles.actions import set_interests, tell_gaps
from programs.models import Program, Side
from tests.factories import NOW, later, make_pair, make_program
from tests.pairing.conftest import enrol, skill
from tests.pairing.test_rounds import run, run_and_look


def test_rounds_says_who_is_ready_and_runs_one(workshop, as_person):
    tell_gaps(workshop.ben, urgencies={}, now=NOW)
    browser = as_person(workshop.program.coordinator)
    page = reverse("pairing:rounds", args=[workshop.program.pk])

    ready = browser.get(page).context["ready"]
    first, second = browser.post(page), browser.post(page)

    assert (ready.newcomers, ready.seniors, ready.unfinished) == (1, 2, 1)
    assert first.url == second.url == reverse("pairing:round", args=[workshop.program.pk, Round.objects.get().pk])


def test_rounds_of_a_closed_program_say_so(workshop, as_person):
    Program.objects.update(state=Program.State.CLOSED)
    page = reverse("pairing:rounds", args=[workshop.program.pk])

    response = as_person(workshop.program.coordinator).post(page, follow=True)

    assert [str(message) for message in response.context["messages"]] == [
        "Workshop is not open, so nobody can be paired now."
    ]
    assert Round.objects.count() == 0


def test_round_shows_progress_and_then_its_result(workshop, as_person):
    browser = as_person(workshop.program.coordinator)
    request_round(workshop.program, by=workshop.program.coordinator, now=NOW)
    round_ = claim(Round, now=NOW)
    report(round_, stage="Choosing the pairs", done=2, total=6, now=NOW)
    progress = reverse("pairing:round_progress", args=[workshop.program.pk, round_.pk])

    running = browser.get(progress, headers={"HX-Request": "true"}).content.decode()
    Round.objects.update(state=Round.State.FAILED, failure="Nobody there.")
    ended = browser.get(progress, headers={"HX-Request": "true"})
    page = browser.get(reverse("pairing:round", args=[workshop.program.pk, round_.pk])).content.decode()

    assert ("2 of 6" in running, "Choosing the pairs" in running) == (True, True)
    assert ended.headers["HX-Refresh"] == "true"
    assert "Nobody there." in page


def test_round_page_claims_the_proof_only_where_there_is_one(workshop, as_person):
    round_ = run(workshop.program)
    browser = as_person(workshop.program.coordinator)
    page = reverse("pairing:round", args=[workshop.program.pk, round_.pk])
    words = "We checked every possible pairing under your rules; none is better."

    with_proof = browser.get(page).content.decode().count(words)
    Round.objects.update(is_certified=False)

    assert (with_proof, browser.get(page).content.decode().count(words)) == (1, 0)


def test_round_page_is_the_same_whatever_the_gaps_are(workshop, as_person):
    """Nothing per pair or person on the page moves when a gap does, as long as the pairs stand."""
    browser = as_person(workshop.program.coordinator)
    set_interests(workshop.ada.person, names=["Chess"], now=NOW)
    set_interests(workshop.dora.person, names=["chess", "Tea"], now=NOW)
    pages = []
    for urgency in (1, 3):
        tell_gaps(workshop.ada, urgencies={skill("Budgets"): urgency, skill("Something secret"): 1}, now=NOW)
        round_ = run_and_look(workshop.program)
        page = browser.get(reverse("pairing:round", args=[workshop.program.pk, round_.pk]))
        pages.append([replace(pair, key=None) for pair in page.context["pairs"]])
        text = page.content.decode()
        assert [word for word in ("secret", "two_way", "weakest", "score", "total") if word in text] == []

    assert pages[0] == pages[1]
    assert [(pair.newcomer_offers, pair.senior_offers, pair.shared, pair.apart) for pair in pages[0]] == [
        ("Knots", "Budgets", "chess", ["5 grades apart"]),
        ("Tea, Maps", "Speeches", "", ["4 grades apart"]),
    ]


def test_publish_round_asks_then_acts_once(workshop, as_person):
    round_ = run_and_look(workshop.program)
    browser = as_person(workshop.program.coordinator)
    page = reverse("pairing:publish_round", args=[workshop.program.pk, round_.pk])

    asked = browser.get(page)
    before = Proposal.objects.open().count()
    for _ in range(2):
        browser.post(page)

    assert (asked.context["people"], asked.context["proposals"], before) == (4, 2, 0)
    assert Proposal.objects.open().count() == 2


def test_publishing_an_older_round_is_told_plainly(workshop, as_person):
    older = run(workshop.program)
    newer = run(workshop.program)
    publish_round(newer, now=NOW)

    page = reverse("pairing:publish_round", args=[workshop.program.pk, older.pk])
    response = as_person(workshop.program.coordinator).post(page, follow=True)

    assert [str(message) for message in response.context["messages"]] == [
        "Another round was published since. Run a new one and publish that."
    ]


def test_round_of_another_program_is_not_found(workshop, as_person):
    elsewhere = make_program("Elsewhere", coordinator=workshop.program.coordinator)
    round_ = run(workshop.program)
    browser = as_person(elsewhere.coordinator)

    statuses = [
        browser.get(reverse(f"pairing:{name}", args=[elsewhere.pk, round_.pk])).status_code
        for name in ("round", "round_progress", "publish_round")
    ]

    assert statuses == [404, 404, 404]


@pytest.mark.parametrize("name", ["rounds", "pairs", "round"])
def test_lists_cost_the_same_with_one_and_three_rows(workshop, as_person, name):
    browser = as_person(workshop.program.coordinator)
    first = run(workshop.program)
    Proposal.objects.filter(pk=first.proposals.order_by("pk").first().pk).delete()
    publish_round(first, now=NOW)
    make_pair(workshop.program)
    address = {"round": [workshop.program.pk, first.pk]}.get(name, [workshop.program.pk])

    with CaptureQueriesContext(connection) as one:
        browser.get(reverse(f"pairing:{name}", args=address))
    for at in range(3):
        enrol(workshop.program, f"New {at}", Side.NEWCOMER, {"Knots": 3}, {"Budgets": 3})
        enrol(workshop.program, f"Old {at}", Side.SENIOR, {"Budgets": 3}, {"Knots": 3})
        make_pair(workshop.program)
    second = run(workshop.program, now=later(days=1))
    publish_round(second, now=later(days=1))
    address = {"round": [workshop.program.pk, second.pk]}.get(name, [workshop.program.pk])
    with CaptureQueriesContext(connection) as three:
        browser.get(reverse(f"pairing:{name}", args=address))

    assert second.proposals.count() >= 3
    assert len(one) == len(three)


def headline(placed: int, two_way: int, weakest: int = 1, total: int = 100) -> dict[str, int]:
    return {"placed": placed, "two_way": two_way, "weakest": weakest, "total": total, "low": weakest}


def test_bands_are_silent_below_five_pairs():
    assert bands(headline(4, 4), {"random": headline(4, 1, total=1)}) == []


def test_bands_never_tell_one_person_more_or_less():
    """Within a band five people or more may change sides without a word changing; the steps lie apart."""
    for placed in range(5, 200):
        said = [two_way_band(headline(placed, two_way)) for two_way in range(placed + 1)]
        widths = [2 * said.count(words) for words in set(said)]
        assert min(widths) >= 5


def test_bands_in_words():
    assert bands(headline(150, 150, weakest=3, total=300), {"random": headline(150, 27, total=100)}) == [
        "In three quarters of the pairs or more, both can learn from each other.",
        "In nearly all pairs where both can learn, the one who gets less still gets a good deal.",
        "People can learn more than twice as much as in pairs drawn at random.",
    ]
    assert bands(headline(150, 0, weakest=0, total=100), {"random": headline(150, 27, total=99)}) == [
        "In fewer than a quarter of the pairs, both can learn from each other.",
        "People can learn about as much as in pairs drawn at random.",
    ]
