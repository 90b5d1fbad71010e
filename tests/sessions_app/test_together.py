"""Two presses at the same moment, on two real connections, have one effect."""

import pytest

from outbox.models import Message
from programs.models import Side
from sessions_app.actions import (
    confirm_meeting,
    log_meeting,
    open_workspace,
    propose_plan,
    share_sheet,
    sign_agreement,
    write_note,
)
from sessions_app.models import Agreement, Meeting, MeetingNote, SharingSheet
from tests.factories import NOW, later, make_meeting
from tests.sessions_app.conftest import NEWCOMER_LINES, SENIOR_LINES
from tests.together import at_once

pytestmark = pytest.mark.django_db(transaction=True)
LINES = {"goals": ["g"], "themes": []}


def posted(kind: str) -> int:
    return Message.objects.filter(kind=kind).count()


def test_opening_at_once_furnishes_once(cast):
    at_once(*[lambda: open_workspace(cast.pair, now=NOW)] * 4)

    assert (SharingSheet.objects.count(), Agreement.objects.count()) == (2, 1)


def test_sharing_at_once_opens_both_and_tells_both_once(cast):
    at_once(
        *[lambda: share_sheet(cast.pair, side=Side.NEWCOMER, lines=NEWCOMER_LINES, now=NOW)] * 2,
        *[lambda: share_sheet(cast.pair, side=Side.SENIOR, lines=SENIOR_LINES, now=NOW)] * 2,
    )

    assert SharingSheet.objects.filter(shared_at__isnull=False).count() == 2
    assert posted("sheets_open") == 2


def test_proposing_at_once_makes_one_plan(cast, walk):
    walk.share_both()

    at_once(*[lambda: propose_plan(cast.pair, side=Side.SENIOR, **LINES, now=NOW)] * 3)

    assert (cast.pair.plans.count(), posted("plan_proposed")) == (1, 1)


def test_signing_at_once_signs_for_both(cast):
    open_workspace(cast.pair, now=NOW)

    at_once(*[lambda s=side: sign_agreement(cast.pair, side=s, version=1, now=NOW) for side in (*Side, *Side)])

    assert (Agreement.objects.get().is_signed, posted("agreement_to_sign")) == (True, 1)


def test_dating_at_once_makes_one_series(cast, walk):
    walk.sign()

    refused = at_once(walk.date, lambda: walk.date(days=9), lambda: walk.date(days=10))

    assert refused == ["AlreadyDated", "AlreadyDated"]
    assert (Meeting.objects.count(), posted("sessions_dated")) == (6, 2)


def test_logging_at_once_by_both_holds_it_once(cast):
    meeting = make_meeting(cast.pair)
    after = later(days=2)

    at_once(*[lambda s=side: log_meeting(meeting, side=s, now=after) for side in (*Side, *Side)])

    meeting.refresh_from_db()
    assert (meeting.is_held, posted("please_confirm")) == (True, 1)


def test_confirming_at_once_holds_it_once(cast):
    meeting = make_meeting(cast.pair)
    log_meeting(meeting, side=Side.NEWCOMER, now=later(days=2))

    at_once(*[lambda: confirm_meeting(meeting, side=Side.SENIOR, now=later(days=2))] * 3)

    meeting.refresh_from_db()
    assert (meeting.is_held, meeting.confirmed_at) == (True, later(days=2))


def test_writing_a_note_at_once_keeps_one(cast):
    meeting = make_meeting(cast.pair)

    at_once(*[lambda: write_note(meeting, side=Side.SENIOR, text="t", is_private=True, now=NOW)] * 3)

    assert MeetingNote.objects.count() == 1
