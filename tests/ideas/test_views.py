"""Pages of ideas: inside the pair, and out of it."""

from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from ideas.actions import release_idea, take_idea, write_idea
from ideas.models import Idea
from people.models import Role
from programs.models import Side
from tests.factories import NOW


def _page(client, name, **kwargs):
    return client.get(reverse(f"ideas:{name}", kwargs=kwargs))


def _release(pair, title="Title", text="Text"):
    idea = write_idea(pair, side=Side.NEWCOMER, title=title, text=text, now=NOW)
    release_idea(idea, side=Side.NEWCOMER, now=NOW)
    return release_idea(idea, side=Side.SENIOR, now=NOW)


def test_an_idea_walks_from_the_pair_to_its_answer(cast, as_person):
    newcomer, senior = as_person(cast.newcomer), as_person(cast.senior)
    newcomer.post(
        reverse("ideas:write_idea", args=[cast.pair.pk]), {"title": "One page", "text": "Before budget rounds"}
    )
    idea = Idea.objects.get()
    newcomer.post(reverse("ideas:release_idea", args=[cast.pair.pk, idea.pk]))
    assert _page(as_person(cast.outsider), "idea", idea_id=idea.pk).status_code == 404

    response = senior.post(reverse("ideas:release_idea", args=[cast.pair.pk, idea.pk]))
    assert response.url == reverse("ideas:idea", args=[idea.pk])
    as_person(cast.coordinator).post(
        reverse("ideas:take_idea", args=[idea.pk]),
        {"owner": cast.bystander.email, "answer_due": timezone.localdate() + timedelta(days=7)},
    )
    as_person(cast.bystander).post(
        reverse("ideas:answer_idea", args=[idea.pk]), {"state": "adopted", "answer": "From autumn on"}
    )

    page = _page(as_person(cast.outsider), "idea", idea_id=idea.pk).content.decode()
    for words in ("One page", "Before budget rounds", "Adopted", "From autumn on", cast.bystander.name):
        assert words in page
    for person in (cast.newcomer, cast.senior):
        assert person.name not in page
    assert cast.program.name not in page


def test_the_button_of_an_answer_does_not_stand_in_for_its_words(cast, as_person):
    """A browser sends the pressed button along; under the name of a field it would overwrite it."""
    idea = _release(cast.pair)
    take_idea(idea, owner=cast.bystander, answer_due=timezone.localdate() + timedelta(days=7), now=NOW)

    page = _page(as_person(cast.bystander), "answer_idea", idea_id=idea.pk).content.decode()

    assert page.count('name="answer"') == 1


@pytest.mark.parametrize("name", ["pair_ideas", "write_idea"])
def test_pair_pages_open_to_the_two_alone(cast, as_person, kept, name):
    answers = {
        role: _page(as_person(getattr(cast, role)), name, pair_id=cast.pair.pk).status_code
        for role in ("newcomer", "senior", "coordinator", "hr_admin", "sponsor", "bystander", "stranger", "superuser")
    }

    assert answers == {
        "newcomer": 200,
        "senior": 200,
        "coordinator": 403,
        "hr_admin": 403,
        "sponsor": 403,
        "bystander": 403,
        "stranger": 404,
        "superuser": 404,
    }


@pytest.mark.parametrize("name", ["release_idea", "take_back_idea"])
def test_an_idea_is_fetched_through_its_own_pair(cast, as_person, kept, name):
    answers = [
        _page(as_person(person), name, pair_id=cast.pair.pk, idea_id=kept.pk).status_code
        for person in (cast.newcomer, cast.senior, cast.hr_admin, cast.stranger)
    ]
    foreign = _page(as_person(cast.newcomer), name, pair_id=cast.pair.pk, idea_id=cast.pair.pk).status_code

    assert (answers, foreign) == ([200, 200, 403, 404], 404)


def test_only_organisers_name_an_owner_and_only_the_owner_answers(cast, as_person, released):
    take_idea(released, owner=cast.bystander, answer_due=timezone.localdate(), now=NOW)
    roles = ("hr_admin", "coordinator", "sponsor", "newcomer", "bystander", "stranger")
    answers = {
        role: [_page(as_person(getattr(cast, role)), name, idea_id=released.pk).status_code for name in names]
        for names in [("take_idea", "answer_idea")]
        for role in roles
    }

    assert answers == {
        "hr_admin": [200, 403],
        "coordinator": [200, 403],
        "sponsor": [403, 403],
        "newcomer": [403, 403],
        "bystander": [403, 200],
        "stranger": [403, 403],
    }


def test_drafts_appear_on_no_page_of_others(cast, as_person, kept):
    for person in (cast.hr_admin, cast.coordinator, cast.sponsor, cast.outsider, cast.superuser):
        client = as_person(person)
        assert "canary" not in _page(client, "ideas").content.decode()
        for name in ("idea", "take_idea", "answer_idea"):
            assert _page(client, name, idea_id=kept.pk).status_code == 404


def test_ideas_finds_by_words_and_by_state(cast, as_person):
    page_idea = _release(cast.pair, "One page", "Before budget rounds")
    photo = _release(cast.pair, "A photo", "Instead of a fault form")
    take_idea(photo, owner=cast.bystander, answer_due=timezone.localdate() - timedelta(days=1), now=NOW)
    client = as_person(cast.outsider)

    found = {
        query: [idea for idea, _ in client.get(reverse("ideas:ideas") + query).context["rows"]]
        for query in ("?q=budget+page", "?state=review", "?state=overdue", "?state=adopted", "?state=nonsense", "?q=x")
    }

    assert found["?q=budget+page"] == [page_idea]
    assert found["?state=review"] == found["?state=overdue"] == [photo]
    assert found["?state=adopted"] == found["?q=x"] == []
    assert len(found["?state=nonsense"]) == 2
    assert client.get(reverse("ideas:ideas")).content.decode().count("answer overdue") == 1


def test_ideas_asks_the_same_number_of_queries_for_one_and_three_rows(cast, as_person):
    client = as_person(cast.outsider)
    counts = []
    for more in (1, 2):
        for number in range(more):
            idea = _release(cast.pair, f"Idea {more} {number}")
            take_idea(idea, owner=cast.bystander, answer_due=timezone.localdate(), now=NOW)
        with CaptureQueriesContext(connection) as queries:
            _page(client, "ideas")
        counts.append(len(queries))

    assert counts[0] == counts[1]


def test_pair_ideas_asks_the_same_number_of_queries_for_one_and_three_rows(cast, as_person):
    client = as_person(cast.newcomer)
    counts = []
    for more in (1, 2):
        for number in range(more):
            _release(cast.pair, f"Idea {more} {number}")
            write_idea(cast.pair, side=Side.SENIOR, title=f"Kept {more} {number}", text="Text", now=NOW)
        with CaptureQueriesContext(connection) as queries:
            _page(client, "pair_ideas", pair_id=cast.pair.pk)
        counts.append(len(queries))

    assert counts[0] == counts[1]


def test_a_coordinator_without_the_role_names_nobody(cast, as_person, released):
    Role.objects.filter(person=cast.coordinator).delete()

    page = _page(as_person(cast.coordinator), "take_idea", idea_id=released.pk)

    assert page.status_code == 403


def test_take_idea_says_whom_it_does_not_find(cast, as_person, released):
    client = as_person(cast.hr_admin)
    address = reverse("ideas:take_idea", args=[released.pk])
    tomorrow = timezone.localdate() + timedelta(days=1)

    def errors(**data):
        return client.post(address, {"owner": cast.sponsor.name, "answer_due": tomorrow, **data}).context["form"].errors

    assert errors(owner="Nobody At All") == {"owner": ["We find nobody here by that name or address."]}
    assert list(errors(owner="of Two Ways")) == ["owner"]
    assert errors(answer_due=tomorrow - timedelta(days=2)) == {
        "answer_due": ["This day has passed. Choose today or a later one."]
    }
    assert client.post(address, {"owner": cast.sponsor.name.upper(), "answer_due": tomorrow}).status_code == 302
