"""A pair that has ended: its papers stay readable for both, and every verb is refused in plain words."""

from datetime import time

import pytest
from django.urls import reverse

from pairing.models import Pair
from programs.models import Side
from sessions_app import actions
from sessions_app.actions import PairEnded
from sessions_app.models import Agreement, Meeting, SlotOffer
from tests.factories import NOW, later, make_meeting
from tests.sessions_app.conftest import step_of

LINES = {"goals": ["g"], "themes": []}
DAY = later(days=40).date()
VERBS = {
    "write_sheet": lambda pair, _: actions.write_sheet(pair, side=Side.SENIOR, lines=[], now=NOW),
    "share_sheet": lambda pair, _: actions.share_sheet(pair, side=Side.SENIOR, now=NOW),
    "keep_line": lambda pair, m: actions.keep_line(pair, side=Side.SENIOR, line=m.pk, is_kept_back=True, now=NOW),
    "write_plan": lambda pair, _: actions.write_plan(pair, side="senior", designer="senior", **LINES, now=NOW),
    "propose_plan": lambda pair, _: actions.propose_plan(pair, side=Side.SENIOR, **LINES, now=NOW),
    "return_plan": lambda pair, _: actions.return_plan(pair, side="senior", designer="newcomer", **LINES, now=NOW),
    "say_where_i_stand": lambda pair, _: actions.say_where_i_stand(pair, side=Side.SENIOR, words=["beginner"], now=NOW),
    "answer_closing": lambda pair, _: actions.answer_closing(
        pair, side=Side.SENIOR, choice="stop", thanks="", keeps_copy=True, now=NOW
    ),
    "agree_plan": lambda pair, _: actions.agree_plan(pair, side=Side.SENIOR, **LINES, now=NOW),
    "write_agreement": lambda pair, _: actions.write_agreement(pair, side="senior", text="t", now=NOW),
    "sign_agreement": lambda pair, _: actions.sign_agreement(pair, side=Side.SENIOR, version=1, now=NOW),
    "place_meetings": lambda pair, _: actions.place_meetings(pair, starts=[], zone="Europe/London", now=NOW),
    "date_meetings": lambda pair, _: actions.date_meetings(
        pair, first_date=DAY, local_time=time(9), zone="Europe/London", now=NOW
    ),
    "move_meeting": lambda _, m: actions.move_meeting(
        m, version=0, day=DAY, local_time=time(9), zone="Europe/London", now=NOW
    ),
    "put_off_meeting": lambda _, m: actions.put_off_meeting(m, version=0, now=NOW),
    "log_meeting": lambda _, m: actions.log_meeting(m, side=Side.SENIOR, now=later(days=2)),
    "place_meeting": lambda _, m: actions.place_meeting(m, version=0, place="Room 4", now=NOW),
    "offer_slots": lambda _, m: actions.offer_slots(
        m, side=Side.SENIOR, version=0, starts=[later(days=3)], zone="Europe/London", now=NOW
    ),
    "pick_slot": lambda _, m: actions.pick_slot(
        SlotOffer(meeting=m, offered_by=Side.SENIOR), side=Side.NEWCOMER, start=NOW, now=NOW
    ),
    "write_action": lambda _, m: actions.write_action(m, owner=Side.SENIOR, text="t", now=NOW),
    "tick_action": lambda _, m: actions.tick_action(m, action=m.pk, is_done=True, now=NOW),
    "write_draft": lambda pair, _: actions.write_draft(pair, side="senior", text="t", now=NOW),
    "drop_draft": lambda pair, _: actions.drop_draft(pair, side="senior", now=NOW),
    "write_note": lambda _, m: actions.write_note(m, side=Side.SENIOR, text="t", is_private=True, now=NOW),
}


@pytest.mark.parametrize("verb", VERBS)
def test_verb_is_refused_in_an_ended_pair(cast, verb):
    meeting = make_meeting(cast.pair)
    Pair.objects.update(ended_at=NOW)

    with pytest.raises(PairEnded, match="This pair has ended"):
        VERBS[verb](cast.pair, meeting)


def test_every_verb_is_tried_here():
    verbs = {name for name in actions.__all__ if name[0].islower()}

    assert verbs - VERBS.keys() == {
        "announce_closings",
        "delete_my_words",
        "answer_fit",
        "ask_fits",
        "come_back",
        "end_breaks",
        "note_standings",
        "notice_drift",
        "open_workspace",
        "take_a_break",
        "take_back_letters",
        "write_to_pairs",
        "send_session_reminders",
        "call_off_sessions",
        "settle_logged_sessions",
        "make_feed",
        "revoke_feed",
        # What took place is theirs to say afterwards too.
        "confirm_meeting",
        "dispute_meeting",
        # Of a person, not of a pair.
        "name_delegate",
        "end_delegate",
        # Of a program.
        "write_agenda",
        "restore_agenda",
        "write_prompts",
    }


def test_papers_of_an_ended_pair_stay_readable(cast, walk, as_person):
    walk.all()
    Pair.objects.update(ended_at=NOW)
    words = {
        "sheet": "canary-newcomer-learn",
        "my_plan": "canary-goal-by-senior",
        "their_plan": "canary-goal-by-newcomer",
        "agreement": "What stays between us",
        "pair": "This pair has ended",
        "write_agreement": "This pair has ended",
        "date_meetings": "This pair has ended",
    }

    for name, word in words.items():
        page = as_person(cast.senior).get(reverse(f"sessions_app:{name}", args=[cast.pair.pk])).content.decode()
        forms = page.count('<form method="post"') - page.count('action="/accounts/logout/"')
        assert (name, word in page, forms) == (name, True, 0)


def test_a_press_on_an_old_page_is_answered_in_plain_words(cast, walk, as_person):
    walk.sign()
    Pair.objects.update(ended_at=NOW)

    response = as_person(cast.senior).post(
        reverse("sessions_app:agreement", args=[cast.pair.pk]), {"version": "1"}, follow=True
    )

    assert "This pair has ended. What you wrote stays readable" in response.content.decode()


def test_a_pair_that_ended_before_anyone_came_is_not_furnished(cast, as_person):
    Pair.objects.update(ended_at=NOW)

    for name in ("pair", "sheet", "my_plan", "their_plan", "agreement"):
        assert as_person(cast.senior).get(reverse(f"sessions_app:{name}", args=[cast.pair.pk])).status_code == 200

    assert (Agreement.objects.count(), Meeting.objects.count()) == (0, 0)


def test_the_step_of_an_ended_pair(cast):
    Pair.objects.update(ended_at=NOW)
    cast.pair.refresh_from_db()

    assert step_of(cast.pair, Side.SENIOR, now=NOW).name == "ended"
