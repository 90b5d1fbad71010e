"""Asking the counsellor to talk, and being answered."""

from django.urls import reverse

from counsel.actions import ask_to_talk, offer_talks, reply_to_talk
from counsel.models import TalkRequest
from outbox.models import Message
from record.sealing import open_one
from tests.factories import NOW, later


def test_ask_to_talk_reaches_the_counsellor_and_nobody_else(cast, as_person, told):
    response = as_person(cast.senior).post(
        reverse("counsel:ask_to_talk", args=[cast.program.pk]), {"text": "I feel judged"}
    )

    talk = TalkRequest.objects.get()
    assert response.url == reverse("counsel:talk", args=[talk.pk])
    assert open_one(talk, "text") == "I feel judged"
    assert told() == [("talk_asked", cast.counsellor.name)]
    for person in (cast.hr_admin, cast.coordinator, cast.sponsor, cast.newcomer, cast.superuser):
        assert as_person(person).get(response.url).status_code == 404


def test_reply_to_talk_is_read_by_the_one_who_asked(cast, as_person, told):
    talk = ask_to_talk(cast.program, person=cast.senior, text="", now=NOW)

    as_person(cast.counsellor).post(reverse("counsel:talk", args=[talk.pk]), {"text": "Tuesday at ten, my room"})

    page = as_person(cast.senior).get(reverse("counsel:talk", args=[talk.pk])).content.decode()
    assert "Tuesday at ten, my room" in page
    assert ("talk_replied", cast.senior.name) in told()


def test_queue_puts_open_requests_first(cast, as_person):
    answered = ask_to_talk(cast.program, person=cast.senior, text="", now=NOW)
    reply_to_talk(answered, text="Yes", now=NOW)
    waiting = ask_to_talk(cast.program, person=cast.newcomer, text="", now=later(hours=1))

    response = as_person(cast.counsellor).get(reverse("counsel:queue"))

    assert list(response.context["talks"]) == [waiting, answered]


def test_talk_mails_say_nothing_of_what_was_written(cast, post_round, mailoutbox):
    talk = ask_to_talk(cast.program, person=cast.senior, text="canary-one", now=NOW)
    reply_to_talk(talk, text="canary-two", now=NOW)

    letters = post_round(mailoutbox, NOW)

    assert sorted(letter.to[0] for letter in letters) == sorted([cast.counsellor.email, cast.senior.email])
    assert "canary" not in "".join(letter.message().as_string() for letter in letters)


def test_offer_talks_offers_one_to_every_senior_once(cast, told):
    offer_talks(now=NOW)
    offer_talks(now=later(days=1))

    assert told() == [("talk_offered", cast.senior.name)]
    assert Message.objects.get().state == Message.State.WAITING
