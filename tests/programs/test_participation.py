"""A participation: invited, enrolled, left; the link of the invitation, and what it must not do."""

import pytest
from django.test import Client
from django.urls import reverse

from outbox.links import sign
from outbox.models import Message
from programs.actions import (
    AlreadyEnrolled,
    NoPlaceLeft,
    NotInvited,
    NotOpen,
    enrol,
    free_place,
    invite,
    invite_people,
    join,
    leave,
    take_place,
)
from programs.models import Participation, Program, Side
from tests.factories import NOW, grant, later, make_participation, make_person, make_program

YES = {"side": "newcomer", "capacity": "2", "terms": "on"}


def place_of(cast, name: str) -> Participation:
    return Participation.objects.with_people().get(program=cast.program, person=getattr(cast, name))


def invitation_of(cast) -> str:
    return reverse("programs:invitation", args=[sign("invitation", place_of(cast, "invited").pk)])


def said(page) -> list[str]:
    return [str(message) for message in page.context["messages"]]


def test_invite_is_told_once(cast, told):
    for hours in (0, 1):
        participation = invite(cast.program, person=cast.outsider, now=later(hours=hours))

    assert participation.is_invited
    assert told() == [("invitation", "Oz Outsider")]


def test_invite_leaves_whoever_said_yes_or_left_as_they_are(cast, told):
    leave(place_of(cast, "bystander"), now=NOW)

    states = [invite(cast.program, person=person, now=NOW).state for person in (cast.newcomer, cast.bystander)]

    assert states == ["enrolled", "left"]
    assert told() == []


def test_invite_people_refuses_an_ended_program(cast):
    Program.objects.filter(pk=cast.program.pk).update(state=Program.State.CLOSED)

    with pytest.raises(NotOpen):
        invite_people(cast.program, people=[cast.outsider], now=NOW)


def test_invite_people_page_invites_the_ticked(cast, as_person, told):
    browser = as_person(cast.coordinator)
    address = reverse("programs:invite_people", args=[cast.program.pk])

    page = browser.post(address, {"chosen": [cast.outsider.pk, cast.newcomer.pk]}, follow=True)

    assert said(page) == ["1 person is newly invited. The mails leave within a minute."]
    assert told() == [("invitation", "Oz Outsider")]


@pytest.mark.parametrize("chosen", [[], ["nonsense"]])
def test_invite_people_page_wants_somebody_ticked(cast, as_person, chosen):
    address = reverse("programs:invite_people", args=[cast.program.pk])

    page = as_person(cast.coordinator).post(address, {"chosen": chosen}, follow=True)

    assert said(page) == ["Nobody was ticked, so nobody was invited."]


def test_enrol_takes_the_person_in_once(cast):
    place = place_of(cast, "invited")

    enrol(place, side=Side.SENIOR, capacity=2, now=NOW)
    with pytest.raises(AlreadyEnrolled):
        enrol(place, side=Side.NEWCOMER, capacity=1, now=later(days=1))

    place.refresh_from_db()
    assert (place.state, place.side, place.capacity, place.enrolled_at) == ("enrolled", "senior", 2, NOW)


@pytest.mark.parametrize("state", ["draft", "closed"])
def test_enrol_needs_an_open_program(cast, state):
    Program.objects.filter(pk=cast.program.pk).update(state=state)

    with pytest.raises(NotOpen):
        enrol(place_of(cast, "invited"), side=Side.SENIOR, capacity=1, now=NOW)


def test_leave_once_and_come_back(cast):
    place = place_of(cast, "bystander")

    leave(place, now=NOW)
    leave(place, now=later(days=1))
    place.refresh_from_db()
    assert (place.state, place.left_at) == ("left", NOW)

    enrol(place, side=Side.SENIOR, capacity=1, now=later(days=2))
    assert (place.state, place.side, place.left_at) == ("enrolled", "senior", None)


def test_join_lets_anyone_in_only_where_the_program_does(cast):
    with pytest.raises(NotInvited):
        join(cast.program, person=cast.outsider, side=Side.SENIOR, capacity=1, now=NOW)
    assert not Participation.objects.of(cast.outsider).exists()

    Program.objects.filter(pk=cast.program.pk).update(entry=Program.Entry.ANYONE)

    assert join(cast.program, person=cast.outsider, side=Side.SENIOR, capacity=1, now=NOW).is_enrolled


def test_take_place_stops_at_the_capacity_and_free_place_at_none(cast):
    place = make_participation(cast.program, side=Side.SENIOR, capacity=2)

    take_place(place)
    take_place(place)
    with pytest.raises(NoPlaceLeft):
        take_place(place)
    for _ in range(3):
        free_place(place)

    place.refresh_from_db()
    assert place.places_taken == 0


def test_take_place_is_for_those_who_take_part(cast):
    with pytest.raises(NoPlaceLeft):
        take_place(place_of(cast, "invited"))


def test_invitation_mail_carries_a_link_that_works(cast, mailoutbox, post_round):
    invite(cast.program, person=cast.outsider, now=NOW)

    [letter] = post_round(mailoutbox, NOW)

    assert (letter.to, letter.subject) == ([cast.outsider.email], "An invitation: Two Ways")
    address = next(line for line in letter.body.splitlines() if "/invitation/" in line)
    page = Client().get("/" + address.split("/", 3)[3])
    assert page.context["participation"].person == cast.outsider


def test_invitation_mail_is_dropped_once_it_is_answered(cast, mailoutbox, post_round):
    place = invite(cast.program, person=cast.outsider, now=NOW)
    enrol(place, side=Side.SENIOR, capacity=1, now=NOW)

    assert post_round(mailoutbox, NOW) == []
    assert Message.objects.get().state == Message.State.DROPPED


def test_invitation_signs_in_on_post_only_and_goes_on_to_enrol(cast):
    browser = Client()
    address = invitation_of(cast)

    assert browser.get(address).status_code == 200
    assert "_auth_user_id" not in browser.session
    answer = browser.post(address)

    assert answer.url == reverse("programs:enrol", args=[cast.program.pk])
    assert browser.session["_auth_user_id"] == str(cast.invited.pk)
    assert place_of(cast, "invited").is_invited


@pytest.mark.parametrize("token", ["nonsense", "WyJ4Il0:1abcde:sig"])
def test_invitation_that_is_altered_shows_a_calm_page(cast, token):
    for method in ("get", "post"):
        browser = Client()
        page = getattr(browser, method)(reverse("programs:invitation", args=[token]))
        assert (page.status_code, "_auth_user_id" in browser.session) == (410, False)
        assert "This link no longer works" in page.content.decode()


def test_invitation_that_is_too_old_shows_a_calm_page(cast, monkeypatch):
    address = invitation_of(cast)
    monkeypatch.setattr("programs.access.INVITATION_LASTS", later(days=-1) - NOW)

    assert Client().post(address).status_code == 410


def test_invitation_made_for_something_else_opens_nothing(cast):
    token = sign("confirm", place_of(cast, "invited").pk)

    assert Client().post(reverse("programs:invitation", args=[token])).status_code == 410


def test_invitation_of_somebody_gone_opens_nothing(cast):
    type(cast.invited).objects.filter(pk=cast.invited.pk).update(is_active=False)

    assert Client().post(invitation_of(cast)).status_code == 410


@pytest.mark.parametrize("method", ["get", "post"])
def test_invitation_that_is_answered_signs_nobody_in(cast, method):
    address = invitation_of(cast)
    enrol(place_of(cast, "invited"), side=Side.SENIOR, capacity=1, now=NOW)
    browser = Client()

    page = getattr(browser, method)(address, follow=True)

    assert page.redirect_chain == [(reverse("account_request_login_code"), 302)]
    assert said(page) == ["This invitation is answered already. Sign in to go on where you were."]
    assert "_auth_user_id" not in browser.session


@pytest.mark.parametrize("state", ["draft", "closed"])
def test_invitation_to_a_program_that_is_not_open_signs_nobody_in(cast, state):
    Program.objects.filter(pk=cast.program.pk).update(state=state)
    browser = Client()

    assert browser.post(invitation_of(cast)).status_code == 200
    assert "_auth_user_id" not in browser.session


def test_invitation_in_another_persons_browser_asks_to_sign_out(cast, as_person):
    browser = as_person(cast.stranger)

    page = browser.post(invitation_of(cast))

    assert page.context["is_someone_else"]
    assert browser.session["_auth_user_id"] == str(cast.stranger.pk)


@pytest.mark.parametrize("role", ["hr_admin", "coordinator"])
def test_invitation_is_no_key_to_a_role(cast, role):
    grant(cast.invited, role)
    browser = Client()

    answer = browser.post(invitation_of(cast))

    enrol_at = reverse("programs:enrol", args=[cast.program.pk])
    assert answer.url == f"{reverse('account_request_login_code')}?next={enrol_at}"
    assert "_auth_user_id" not in browser.session


def test_invitation_passed_on_is_no_key_to_what_somebody_has_elsewhere(cast):
    invite(cast.program, person=cast.stranger, now=NOW)
    invitation = Participation.objects.get(program=cast.program, person=cast.stranger)
    browser = Client()

    answer = browser.post(reverse("programs:invitation", args=[sign("invitation", invitation.pk)]))

    assert answer.url.startswith(reverse("account_request_login_code"))
    assert "_auth_user_id" not in browser.session


def test_enrol_page_takes_the_answer_and_goes_on_to_the_profile(cast, as_person):
    answer = as_person(cast.invited).post(reverse("programs:enrol", args=[cast.program.pk]), YES)

    assert answer.url == f"/programs/{cast.program.pk}/profile/offers/"
    place = place_of(cast, "invited")
    assert (place.state, place.side, place.capacity) == ("enrolled", "newcomer", 2)


@pytest.mark.parametrize(
    ("values", "field"),
    [({"side": ""}, "side"), ({"side": "x"}, "side"), ({"capacity": "4"}, "capacity"), ({"terms": ""}, "terms")],
)
def test_enrol_page_says_what_is_missing(cast, as_person, values, field):
    answer = as_person(cast.invited).post(reverse("programs:enrol", args=[cast.program.pk]), {**YES, **values})

    assert list(answer.context["form"].errors) == [field]
    assert place_of(cast, "invited").is_invited


def test_enrol_page_a_second_time_changes_nothing(cast, as_person):
    browser = as_person(cast.newcomer)

    page = browser.post(reverse("programs:enrol", args=[cast.program.pk]), {**YES, "side": "senior"}, follow=True)

    assert said(page) == ["You take part in Two Ways already."]
    assert place_of(cast, "newcomer").side == "newcomer"


@pytest.mark.parametrize(
    ("state", "words"), [("draft", "Two Ways has not opened yet"), ("closed", "Two Ways has ended")]
)
def test_enrol_page_of_a_program_that_is_not_open(cast, as_person, state, words):
    Program.objects.filter(pk=cast.program.pk).update(state=state)
    browser = as_person(cast.invited)
    address = reverse("programs:enrol", args=[cast.program.pk])

    assert words in browser.get(address).content.decode()
    page = browser.post(address, YES, follow=True)

    assert said(page) == ["Two Ways is not open, so nobody can join now."]
    assert place_of(cast, "invited").is_invited


def test_enrol_page_lets_anyone_in_where_the_program_does(cast, as_person):
    address = reverse("programs:enrol", args=[cast.program.pk])
    browser = as_person(cast.outsider)
    assert browser.get(address).status_code == 404

    Program.objects.filter(pk=cast.program.pk).update(entry=Program.Entry.ANYONE)
    browser.post(address, YES)

    assert place_of(cast, "outsider").is_enrolled


@pytest.mark.parametrize(
    ("query", "names"),
    [
        ({}, ["Bo Bystander", "Ivy Invited", "Nia Newcomer", "Sol Senior"]),
        ({"side": "newcomer"}, ["Bo Bystander", "Nia Newcomer"]),
        ({"state": "invited"}, ["Ivy Invited"]),
        ({"q": "sol"}, ["Sol Senior"]),
        ({"side": "nonsense"}, ["Bo Bystander", "Ivy Invited", "Nia Newcomer", "Sol Senior"]),
    ],
)
def test_participants_filters_and_searches(cast, as_person, query, names):
    page = as_person(cast.coordinator).get(reverse("programs:participants", args=[cast.program.pk]), query)

    assert [each.person.name for each in page.context["leaf"].rows] == names


def test_participants_finds_people_to_invite_who_were_never_asked(cast, as_person):
    page = as_person(cast.coordinator).get(
        reverse("programs:participants", args=[cast.program.pk]), {"find": "meridian"}
    )

    found = {person.name for person in page.context["found"]}
    assert found & {"Nia Newcomer", "Ivy Invited"} == set()
    assert {"Oz Outsider", "Stu Stranger"} <= found


def test_participants_asks_the_database_alike_for_1_and_3_rows(cast, as_person, queries_of):
    program = make_program("Counted", coordinator=cast.coordinator)
    browser = as_person(cast.coordinator)
    address = reverse("programs:participants", args=[program.pk])
    make_participation(program)
    one = queries_of(browser, address, {"find": "newcomer"})
    for _ in range(2):
        make_participation(program, side=Side.SENIOR)
        make_person("Another newcomer")

    assert queries_of(browser, address, {"find": "newcomer"}) == one
