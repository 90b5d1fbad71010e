"""The closing: announced ahead, answered alone, opened to both at once, and what comes of it."""

from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from outbox.models import Message
from pairing.models import Pair
from programs.models import Participation, Side
from sessions_app import calendars
from sessions_app.actions import (
    StillMeeting,
    TooEarly,
    agree_plan,
    announce_closings,
    answer_closing,
    delete_my_words,
    propose_plan,
    write_note,
)
from sessions_app.models import Closing, Meeting, MeetingNote, PlanVersion, SheetLine
from sessions_app.queries import certificate_of, goals_and_themes, goals_risen, last_closing_of, plan_of
from tests.factories import NOW, later, make_meeting


@pytest.fixture
def last(cast, walk):
    """The cast with papers, two sessions of which one was held, and the last yesterday."""
    now = timezone.now()
    walk.share_both(now=now)
    for side in Side:
        lines = {"goals": [f"goal by {side}"], "themes": []}
        propose_plan(cast.pair, side=side, **lines, now=now)
        agree_plan(cast.pair, side=side.other, **lines, words=["beginner"], now=now)
    walk.sign(now=now)
    make_meeting(cast.pair, 1, held_at=now - timedelta(days=9))
    make_meeting(cast.pair, 2, held_at=now - timedelta(days=1))
    return cast


def answer(cast, side, choice, *, more=0, thanks="", keeps_copy=True, words=()):
    answer_closing(
        cast.pair,
        side=side,
        choice=choice,
        more=more,
        thanks=thanks or f"thanks-of-{side}",
        keeps_copy=keeps_copy,
        words=words,
        now=timezone.now(),
    )


def page(as_person, person, pair, name="closing"):
    return as_person(person).get(reverse(f"sessions_app:{name}", args=[pair.pk])).content.decode()


def test_a_closing_is_answered_alone_and_opens_to_both_at_once(last, as_person, told):
    as_person(last.newcomer).post(
        reverse("sessions_app:closing", args=[last.pair.pk]),
        {"choice": "continue", "thanks": "thanks-of-nia", "copy": "keep", "word_1": "can_do"},
    )

    before = page(as_person, last.senior, last.pair)
    assert ("thanks-of-nia" in before, "You have answered" in page(as_person, last.newcomer, last.pair)) == (
        False,
        True,
    )
    assert ("closing_open", last.newcomer.name) not in told()
    answer(last, Side.SENIOR, "stop", thanks="thanks-of-sol")

    opened = [page(as_person, person, last.pair) for person in (last.newcomer, last.senior)]
    words = ("thanks-of-nia", "thanks-of-sol", "We stay in touch", "We stop here")
    assert [[word in text for word in words] for text in opened] == [[True] * 4] * 2
    assert ["as “beginner”, and closed as “can do”" in text for text in opened] == [True, False]
    assert [row for row in told() if row[0] == "closing_open"] == [("closing_open", last.newcomer.name)]
    assert goals_risen([last.pair]) == {(last.pair.pk, Side.NEWCOMER): (1, 1)}


def test_the_second_answer_ends_the_pair_and_frees_both(last):
    answer(last, Side.NEWCOMER, "extend", more=2)
    answer(last, Side.SENIOR, "continue")

    pair = Pair.objects.get(pk=last.pair.pk)
    places = Participation.objects.filter(pk__in=[pair.newcomer_id, pair.senior_id])
    assert (pair.is_live, sorted(places.values_list("places_taken", "is_looking"))) == (False, [(0, False)] * 2)
    assert Meeting.objects.count() == 2


def test_two_who_want_more_get_the_smaller_number_and_close_again_later(last, as_person):
    answer(last, Side.NEWCOMER, "extend", more=3)
    answer(last, Side.SENIOR, "extend", more=2)

    added = last.pair.meetings.filter(number__gt=2)
    assert [(meeting.number, meeting.state) for meeting in added] == [(3, "undated"), (4, "undated")]
    assert (Pair.objects.get(pk=last.pair.pk).is_live, certificate_of(last.pair)) == (True, None)
    assert "thanks-of-newcomer" in page(as_person, last.senior, last.pair)
    with pytest.raises(TooEarly):
        answer(last, Side.NEWCOMER, "stop")


def test_each_decides_alone_what_becomes_of_their_words(last, as_person):
    meeting = last.pair.meetings.with_pairs().get(number=2)
    for side in Side:
        write_note(meeting, side=side, text=f"note {side}", is_private=False, now=timezone.now())
    answer(last, Side.NEWCOMER, "stop", keeps_copy=False)
    answer(last, Side.SENIOR, "stop")

    assert set(SheetLine.objects.values_list("sheet__author", flat=True)) == {last.pair.senior_id}
    assert set(MeetingNote.objects.values_list("author", flat=True)) == {last.pair.senior_id}
    assert [goals_and_themes(plan_of(last.pair, designer=side))[0] for side in Side] == [[], ["goal by senior"]]
    assert set(PlanVersion.objects.values_list("worded_by", flat=True)) == {"senior"}
    assert set(last_closing_of(last.pair)) == set(Side)
    as_person(last.senior).post(reverse("sessions_app:delete_my_words", args=[last.pair.pk]))
    assert (SheetLine.objects.count(), MeetingNote.objects.count(), PlanVersion.objects.count()) == (0, 0, 0)


def test_words_of_a_live_pair_are_not_deleted(last):
    with pytest.raises(StillMeeting):
        delete_my_words(last.pair, side=Side.SENIOR, now=NOW)


def test_an_answer_changes_until_the_other_has_answered(last):
    answer(last, Side.NEWCOMER, "stop")
    answer(last, Side.NEWCOMER, "extend", more=1)

    assert Closing.objects.count() == 1
    answer(last, Side.SENIOR, "extend", more=4)
    assert last.pair.meetings.count() == 3


def test_a_closing_is_announced_one_session_ahead_by_page_and_letter(cast, as_person, post_round, mailoutbox):
    now = timezone.now()
    make_meeting(cast.pair, 1, held_at=now - timedelta(days=9))
    last = make_meeting(cast.pair, 2, starts_at=now + timedelta(days=3))

    assert "Your next session is your last one" in page(as_person, cast.newcomer, cast.pair, "pair")
    assert "The closing opens with your last session" in page(as_person, cast.newcomer, cast.pair)
    for _ in range(2):
        announce_closings(now=now)
    letters = [letter for letter in post_round(mailoutbox, now) if "last session" in letter.subject]
    assert (len(letters), Message.objects.filter(kind="closing_ahead").count()) == (2, 2)
    make_meeting(cast.pair, 3, starts_at=now + timedelta(days=30))
    announce_closings(now=now)
    assert Message.objects.filter(kind="closing_ahead").count() == 2
    with pytest.raises(TooEarly):
        answer_closing(cast.pair, side=Side.SENIOR, choice="stop", thanks="", keeps_copy=True, now=now)
    assert last.is_planned


def test_a_certificate_says_names_sessions_and_hours_to_the_two_alone(last, as_person):
    paper = page(as_person, last.newcomer, last.pair, "certificate")

    assert [word in paper for word in ("Nia Newcomer", "Sol Senior", "Two Ways", "2 sessions", "2 hours")] == [True] * 5
    assert as_person(last.coordinator).get(reverse("sessions_app:certificate", args=[last.pair.pk])).status_code == 403
    Meeting.objects.filter(number=2).update(state=Meeting.State.PLANNED, logged_by="", starts_at=later(days=9000))
    assert as_person(last.senior).get(reverse("sessions_app:certificate", args=[last.pair.pk])).status_code == 302
    Pair.objects.update(ended_at=timezone.now())
    assert "1 session<" in page(as_person, last.senior, last.pair, "certificate")


def test_added_sessions_are_counted_everywhere(last, as_person):
    for side in Side:
        answer(last, side, "extend", more=1)
    Meeting.objects.filter(number=3).update(state="planned", starts_at=timezone.now() + timedelta(days=3))

    session = as_person(last.newcomer).get(reverse("sessions_app:meeting", args=[last.pair.pk, 3])).content.decode()
    entry = calendars.feed_of(last.newcomer, Meeting.objects.with_pairs().filter(number=3), now=timezone.now())

    assert ("Session 3 of 3" in session, "session 3 of 3" in entry) == (True, True)
