"""Asking to join, the organisers' answer, and the line of those who wait for a place."""

import pytest
from django.db import IntegrityError, transaction
from django.urls import reverse

from pairing.actions import withdraw
from programs.actions import AlreadyEnrolled, NotOpen, admit, close_program, decline, enrol, join, move_up
from programs.models import Participation, Program, Side
from programs.queries import line_of, place_in_line
from tests.factories import NOW, later, make_participation, make_person, make_program

State = Participation.State


def ask(program: Program, name: str, *, side: str = Side.NEWCOMER, hours: int = 0) -> Participation:
    invited = make_participation(program, make_person(name))
    return enrol(invited, side=side, capacity=1, now=later(hours=hours))


def state_of(participation: Participation) -> str:
    return Participation.objects.get(pk=participation.pk).state


def test_a_full_side_waits_in_line_and_moves_up_when_somebody_leaves(db, told, mailoutbox, post_round):
    program = make_program(newcomer_places=1)
    first, second, third = (ask(program, name, hours=hours) for hours, name in enumerate(("Ana", "Ben", "Cem")))
    senior = ask(program, "Sol", side=Side.SENIOR)

    assert [each.state for each in (first, second, third, senior)] == ["enrolled", "waiting", "waiting", "enrolled"]
    assert [place_in_line(each) for each in (second, third)] == [1, 2]
    assert move_up(now=NOW) == 0

    withdraw(first, now=NOW)
    late = ask(program, "Dan", hours=9)
    assert move_up(now=later(days=1)) == 1
    assert [state_of(each) for each in (second, third, late)] == ["enrolled", "waiting", "waiting"]
    assert place_in_line(late) == 2
    assert [len(line.waiting) for line in line_of(program)] == [2, 0]
    assert told() == [("joined", "Ben")]
    assert move_up(now=later(days=1)) == 0
    [letter] = post_round(mailoutbox, later(days=1))
    assert (letter.to, letter.subject) == ([second.person.email], "You take part: Two Ways")

    Program.objects.filter(pk=program.pk).update(newcomer_places=None, paused_at=NOW)
    assert move_up(now=later(days=2)) == 0
    Program.objects.filter(pk=program.pk).update(paused_at=None)
    assert move_up(now=later(days=2)) == 2


def test_requests_are_answered_in_bulk_and_taken_back_before_the_letter_leaves(db, told, mailoutbox, post_round):
    program = make_program(approves_joining=True, newcomer_places=1)
    ana, ben, cem = (ask(program, name, hours=hours) for hours, name in enumerate(("Ana", "Ben", "Cem")))
    stranger = make_participation(make_program("Elsewhere", approves_joining=True))

    assert {each.state for each in (ana, ben, cem)} == {"asked"}
    assert decline(program, chosen=[cem.pk, stranger.pk], now=NOW) == 1
    assert decline(program, chosen=[cem.pk], now=NOW) == 0
    with pytest.raises(AlreadyEnrolled):
        enrol(cem, side=Side.SENIOR, capacity=1, now=NOW)
    assert admit(program, chosen=[ben.pk, ana.pk, stranger.pk], now=NOW) == (1, 1)
    assert [state_of(each) for each in (ana, ben, cem, stranger)] == ["enrolled", "waiting", "declined", "invited"]

    assert admit(program, chosen=[cem.pk], now=NOW) == (0, 1)
    assert told() == [
        ("joined", "Ana"),
        ("place_awaited", "Ben"),
        ("place_awaited", "Cem"),
        ("request_declined", "Cem"),
    ]
    letters = post_round(mailoutbox, NOW)
    assert sorted(letter.subject for letter in letters) == [
        "You are on the waiting list: Two Ways",
        "You are on the waiting list: Two Ways",
        "You take part: Two Ways",
    ]
    close_program(program, now=NOW)
    with pytest.raises(NotOpen):
        admit(program, chosen=[ben.pk], now=NOW)


def test_nobody_joins_twice_on_both_sides_or_with_room_for_none(db):
    program = make_program(entry=Program.Entry.ANYONE)
    person = make_person("José Ñandú", email="josé.ñandú@meridian.example")

    place = join(program, person=person, side=Side.NEWCOMER, capacity=2, now=NOW)
    with pytest.raises(AlreadyEnrolled):
        join(program, person=person, side=Side.SENIOR, capacity=1, now=NOW)
    with pytest.raises(IntegrityError), transaction.atomic():
        join(program, person=make_person(), side=Side.SENIOR, capacity=0, now=NOW)

    place.refresh_from_db()
    assert (place.side, place.capacity, program.participations.count()) == (Side.NEWCOMER, 2, 1)


def test_pages_of_asking_waiting_and_answering(db, as_person, queries_of):
    program = make_program(approves_joining=True, senior_places=1)
    invited = make_participation(program, make_person("Ivy Invited"))
    browser, desk = as_person(invited.person), as_person(program.coordinator)
    page = reverse("programs:program", args=[program.pk])
    enrol_page = reverse("programs:enrol", args=[program.pk])
    requests, answer = (reverse(f"programs:{name}", args=[program.pk]) for name in ("requests", "answer_requests"))

    assert browser.post(enrol_page, {"side": "senior", "capacity": "0", "terms": "on"}).status_code == 200
    assert state_of(invited) == State.INVITED
    browser.post(enrol_page, {"side": "senior", "capacity": "1", "terms": "on"})
    assert "Your request is with the organisers" in browser.get(page).content.decode()
    assert "You asked to join Two Ways" in browser.get(reverse("desk:home")).content.decode()
    assert browser.get(reverse("profiles:offers", args=[program.pk])).status_code == 403

    one = queries_of(desk, requests)
    for name in ("Ada", "Bea"):
        ask(program, name, side=Side.SENIOR, hours=-1)
    assert queries_of(desk, requests) == one
    assert desk.get(answer, {"answer": "admit"}).status_code == 302
    assert desk.post(answer, {"answer": "shout", "chosen": invited.pk}).status_code == 302
    assert "Ivy Invited" in desk.get(answer, {"answer": "admit", "chosen": invited.pk}).content.decode()
    assert state_of(invited) == State.ASKED
    everyone = list(program.participations.values_list("pk", flat=True))
    desk.post(answer, {"answer": "admit", "chosen": everyone})
    assert "number 2" in " ".join(browser.get(page).content.decode().replace("<strong>", "").split())
    assert "You wait for a place in Two Ways" in browser.get(reverse("desk:home")).content.decode()
    assert "Two Ways" in browser.get(reverse("programs:programs")).content.decode()

    browser.post(reverse("pairing:leave", args=[program.pk]))
    assert state_of(invited) == State.LEFT
