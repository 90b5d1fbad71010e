"""Verbs of the closing: answer alone; the second answer opens both and does what they say."""

import json
from collections.abc import Mapping, Sequence
from datetime import datetime, timedelta

from django.db import transaction
from django.db.models import Exists, OuterRef

from outbox.actions import post, post_all
from outbox.models import Message, key_of
from pairing.actions import finish_pair
from pairing.models import Pair
from programs.models import Side
from record.sealing import seal
from sessions_app.actions.plans import keep_words
from sessions_app.actions.workspace import enter
from sessions_app.models import Closing, GoalWords, Meeting, MeetingNote, PlanVersion, SheetLine
from sessions_app.queries import closings_of, handed_over, plan_of
from sessions_app.queries.closings import Answer, last_session_begun
from sessions_app.refusal import Refused

Choice = Closing.Choice
NOTHING = json.dumps([])
AHEAD_KIND = "closing_ahead"
AHEAD = timedelta(days=7)


class TooEarly(Refused):
    """The last session is still to come."""

    def __init__(self) -> None:
        super().__init__("The closing opens with your last session.")


class StillMeeting(Refused):
    """Words are deleted once the pair has closed."""

    def __init__(self) -> None:
        super().__init__("You are still meeting. At the closing you decide about your words.")


@transaction.atomic
def answer_closing(
    pair: Pair,
    *,
    side: str,
    choice: str,
    thanks: str,
    keeps_copy: bool,
    now: datetime,
    more: int = 0,
    words: Sequence[str] = (),
) -> None:
    """Keep one side's answer, which may change until the other has answered; the second settles the closing.

    `words`, one a goal, are how the side calls itself now in the goals of the plan made for it. Raises TooEarly,
    PairEnded.
    """
    held = enter(pair, now=now)
    if not last_session_begun(held.meetings.all(), now=now):
        raise TooEarly
    author = held.place_of(side)
    row = held.closings.filter(author=author, settled_at__isnull=True).first() or Closing()
    row.pair, row.author, row.keeps_copy, row.answered_at = held, author, keeps_copy, now
    more = min(max(more, 1), Closing.MOST_MORE) if choice == Choice.EXTEND else 0
    seal(row, answer=json.dumps({"choice": choice, "more": more}), thanks=thanks.strip()).save()
    plan = plan_of(held, designer=Side(side).other)
    if plan is not None and plan.is_agreed:
        keep_words(plan, "after", words)
    answers = closings_of(held)
    if len(answers) == len(Side):
        _settle(held, answers, now=now)
        post("closing_open", to=held.place_of(Side(side).other).person, fact=str(row.pk), about=held.pk, now=now)


@transaction.atomic
def delete_my_words(pair: Pair, *, side: str, now: datetime) -> None:  # noqa: ARG001 - every verb takes the hour
    """Destroy what one side wrote in a pair that has ended; again changes nothing. Raises StillMeeting."""
    held = Pair.objects.with_people().select_for_update(of=("self",), no_key=True).get(pk=pair.pk)
    if held.is_live:
        raise StillMeeting
    held.closings.filter(author=held.place_of(side)).update(keeps_copy=False)
    _destroy(held, side=Side(side))


def announce_closings(*, now: datetime) -> None:
    """Tell both of each live pair, some days before its last session, that the closing comes with it."""
    left = Meeting.objects.filter(pair=OuterRef("pair"), state__in=[Meeting.State.PLANNED, Meeting.State.UNDATED])
    last = (
        Meeting.objects.planned()
        .filter(starts_at__gt=now, starts_at__lte=now + AHEAD, pair__ended_at__isnull=True)
        .filter(~Exists(left.exclude(pk=OuterRef("pk"))))
    )
    facts = {
        key_of(AHEAD_KIND, place.person_id, str(meeting.pk)): (place.person, str(meeting.pk), meeting.pk)
        for meeting in last.with_pairs()
        for place in (meeting.pair.newcomer, meeting.pair.senior)
    }
    # Posting again would be a no-op; leaving it out spares days of needless wake-ups.
    already = set(Message.objects.filter(dedupe_key__in=facts).values_list("dedupe_key", flat=True))
    if facts.keys() - already:
        post_all(AHEAD_KIND, [facts[key] for key in facts.keys() - already], now=now)


def _settle(pair: Pair, answers: Mapping[Side, Answer], *, now: datetime) -> None:
    """Do what both answers say together: more sessions where both want them, the fewer of the two; else the end."""
    pair.closings.filter(settled_at__isnull=True).update(settled_at=now)
    if all(answer.choice == Choice.EXTEND for answer in answers.values()):
        _add_meetings(pair, min(answer.more for answer in answers.values()))
        return
    finish_pair(pair, now=now)
    for side, answer in answers.items():
        if not answer.keeps_copy:
            _destroy(pair, side=side)


def _add_meetings(pair: Pair, more: int) -> None:
    """Add sessions without a date; each begins its search for one a cadence after the one before."""
    last = Meeting.objects.filter(pair=pair).order_by("-number")[0]
    cadence = timedelta(weeks=pair.program.cadence_weeks)
    Meeting.objects.bulk_create(
        Meeting(
            pair=pair,
            number=last.number + step,
            state=Meeting.State.UNDATED,
            starts_at=last.starts_at + step * cadence,
            minutes=last.minutes,
            zone=last.zone,
        )
        for step in range(1, more + 1)
    )


def _destroy(pair: Pair, *, side: Side) -> None:
    """Delete one side's sheet, notes, drafts, self-words and what it worded last in the plans; the partner's own stay.

    The agreement and the thanks stay: the one was signed by both, the other was given.
    """
    author = pair.place_of(side)
    SheetLine.objects.filter(sheet__pair=pair, sheet__author=author).delete()
    MeetingNote.objects.filter(meeting__pair=pair, author=author).delete()
    pair.drafts.filter(author=author).delete()
    GoalWords.objects.filter(plan__pair=pair, learner=author).delete()
    for plan in pair.plans.select_related("pair__data_key"):
        handed = handed_over(plan)
        worded_by = handed[0].worded_by if handed and plan.is_agreed else plan.pen
        if worded_by == side:
            seal(plan, goals=NOTHING, themes=NOTHING).save()
    PlanVersion.objects.filter(plan__pair=pair, worded_by=side).delete()
