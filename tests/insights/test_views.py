"""The pages of figures."""

import re

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from insights.actions import tally_programs
from insights.models import Release
from pairing.models import Pair
from programs.models import Outcome
from tests.factories import later, make_meeting, make_pair
from tests.insights.conftest import FIVE_IN_THREE

LEADERS = ("hr_admin", "coordinator", "sponsor")
SAMPLE = "A sample release"


@pytest.fixture
def address(cast):
    return reverse("insights:figures", args=[cast.program.pk])


@pytest.fixture
def seen(cast, as_person, address):
    """Return what each leader sees, without the token that changes on every request."""

    def read() -> dict[str, str]:
        pages = {}
        for role in LEADERS:
            response = as_person(getattr(cast, role)).get(address)
            assert response.status_code == 200
            text = re.sub(r'"X-CSRFToken": "[^"]*"', "", response.content.decode())
            pages[role] = re.sub(r'name="csrfmiddlewaretoken" value="[^"]*"', "", text)
        return pages

    return read


def test_figures_before_the_first_release_show_purpose_outcome_and_a_sample(cast, seen):
    for page in seen().values():
        for words in (
            cast.program.purpose,
            "Seniors who post in the open",
            "10 %",
            "Target: 40 %",
            "What can be told, and when",
            SAMPLE,
            "Invented figures",
            "Told once at least 5 people in 3 pairs have started.",
        ):
            assert words in page


def test_figures_put_the_outcome_first_then_the_newest_release(cast, seen, answer, prepare):
    Outcome.objects.update(latest=25)
    answer(cast.program, FIVE_IN_THREE)
    prepare(cast.program)

    for page in seen().values():
        order = [page.index(words) for words in ("25 %", "Sessions held", "Worth the time", "What can be told")]
        assert order == sorted(order)
        assert 'width="50%"' in page
        assert "Were they worth people’s time? Mostly or fully." in page
        assert "Mostly or fully" in page
        assert "At least 5 people in at least 3 pairs" in page
        assert SAMPLE not in page


def test_one_more_answer_changes_no_page(cast, seen, answer, write_words, prepare):
    answer(cast.program, FIVE_IN_THREE[:4])
    before = seen()
    answer(cast.program, FIVE_IN_THREE[4:])
    write_words(cast.program, 1, "canary")
    assert seen() == before

    prepare(cast.program)
    released = seen()
    answer(cast.program, FIVE_IN_THREE)
    assert seen() == released != before


def test_one_more_pair_or_session_changes_no_page(cast, seen):
    make_pair(cast.program)
    last = make_pair(cast.program)
    tally_programs(now=later(minutes=5))
    before = seen()
    assert "<strong data-words>3</strong>" in before["sponsor"]

    Pair.objects.filter(pk=make_pair(cast.program).pk).update(began_at=later(days=1))
    for pair in (cast.pair, last):
        make_meeting(pair, held_at=later(days=1))
    tally_programs(now=later(days=2))

    assert seen() == before


def test_figures_take_no_parameters(cast, as_person, address, answer, prepare):
    answer(cast.program, FIVE_IN_THREE)
    prepare(cast.program)
    client, other = as_person(cast.sponsor), reverse("insights:all_figures")
    file = f"{address}1/table.csv"

    asked = [f"{page}?{query}" for page in (address, f"{address}1/", file) for query in ("team=rail", "page=2")]
    asked += [f"{other}?team=rail", f"{reverse('insights:compare_programs')}?team=rail"]

    assert [client.get(page).status_code for page in asked] == [400] * len(asked)
    assert [client.get(page).status_code for page in (address, f"{address}1/", file, f"{other}?page=1")] == [200] * 4


def test_words_are_shown_to_organisers_alone(cast, seen, answer, write_words, prepare):
    answer(cast.program, FIVE_IN_THREE)
    for person in range(10):
        write_words(cast.program, person, "canary-words")
    write_words(cast.program, 11, "canary-unticked", ticked=False)
    prepare(cast.program)

    pages = seen()

    assert {role: page.count("canary-words") for role, page in pages.items()} == {
        "hr_admin": 10,
        "coordinator": 10,
        "sponsor": 0,
    }
    assert "canary-unticked" not in "".join(pages.values())


def test_hidden_words_say_why_and_not_how_many(cast, seen, answer, write_words, prepare):
    answer(cast.program, FIVE_IN_THREE)
    for person in range(7):
        write_words(cast.program, person, "canary")
    prepare(cast.program)

    page = seen()["coordinator"]

    assert "Words are read once at least 10 people have written some and ticked." in page
    assert "7" not in re.findall(r"\b\d+\b", page[page.index("In their own words") : page.index("What can be told")])


def test_request_release_asks_first_and_then_shows_its_progress(cast, as_person, address):
    client, prepare_address = as_person(cast.coordinator), reverse("insights:request_release", args=[cast.program.pk])
    assert client.get(prepare_address).status_code == 200
    assert not Release.objects.exists()

    for _ in range(2):
        assert client.post(prepare_address).url == address

    assert Release.objects.count() == 1
    assert "A release is asked for" in client.get(address).content.decode()
    progress = client.get(reverse("insights:release_progress", args=[cast.program.pk])).content.decode()
    assert "A release is asked for" in progress
    assert "A release is asked for" not in as_person(cast.sponsor).get(address).content.decode()


def test_a_refused_release_is_told_to_organisers_in_plain_words(cast, as_person, address, prepare):
    prepare(cast.program, now=timezone.now())

    page = as_person(cast.coordinator).get(address).content.decode()
    again = as_person(cast.coordinator).post(reverse("insights:request_release", args=[cast.program.pk]), follow=True)

    assert "There are not yet new answers from 5 people in 3 pairs." in page
    assert "Please try again tomorrow." in again.content.decode()
    assert "not yet new answers" not in as_person(cast.sponsor).get(address).content.decode()


def test_figures_ask_the_same_number_of_queries_for_one_and_three_releases(cast, as_person, address, answer, prepare):
    client, counts = as_person(cast.coordinator), []
    for more in (1, 2):
        for _ in range(more):
            answer(cast.program, FIVE_IN_THREE)
            prepare(cast.program, now=later(days=Release.objects.count()))
        with CaptureQueriesContext(connection) as queries:
            client.get(address)
        counts.append(len(queries))

    assert counts[0] == counts[1]
