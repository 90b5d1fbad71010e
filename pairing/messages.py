"""Mails of pairing: that something waits or has ended, never why and never who said what."""

from datetime import datetime
from uuid import UUID

from outbox.announcements import Announced, Announcement, declare_announcement
from outbox.kinds import STEPS, Context, Kind, declare
from outbox.links import absolute
from outbox.models import Message
from pairing.actions.proposals import REMIND_BEFORE
from pairing.models import Pair, Proposal, Round
from programs.models import Participation


def _proposal(message: Message, now: datetime) -> Context | None:
    """True while the person may still answer and has not."""
    proposal = Proposal.objects.with_people().filter(pk=message.about).first()
    if proposal is None or not proposal.takes_answers(now) or proposal.round.program.is_paused:
        return None
    if proposal.answer_of(proposal.side_of(message.to)) is not None:
        return None
    return {
        "program": proposal.round.program,
        "lapses_at": proposal.lapses_at,
        "url": absolute("pairing:proposal", proposal_id=proposal.pk),
    }


def _reminder(message: Message, now: datetime) -> Context | None:
    """True in the last days only: a program that rested has moved the end of its proposals."""
    said = _proposal(message, now)
    return said if said and said["lapses_at"] - now <= REMIND_BEFORE else None


def _lapsed(message: Message, _now: datetime) -> Context | None:
    """True for those who still take part and knew of it; who left the program, or got no mail before, is not told."""
    proposal = Proposal.objects.with_people().filter(pk=message.about, state=Proposal.State.LAPSED).first()
    if proposal is None or not proposal.place_of(proposal.side_of(message.to)).is_enrolled:
        return None
    told = Message.objects.filter(kind="proposal", to=message.to, about=message.about, started_at__isnull=False)
    if proposal.round.is_recalled and not told.exists():
        return None
    return {"program": proposal.round.program, "url": absolute("desk:home")}


def _made(message: Message, _now: datetime) -> Context | None:
    pair = Pair.objects.live().with_people().filter(pk=message.about).first()
    if pair is None:
        return None
    return {
        "program": pair.program,
        "partner": pair.partner_of(message.to).person,
        "url": absolute("desk:home"),
    }


def _ended(message: Message, _now: datetime) -> Context | None:
    pair = Pair.objects.with_people().filter(pk=message.about, ended_at__isnull=False).first()
    if pair is None:
        return None
    looks_on = Participation.objects.of(message.to).looking().filter(program=pair.program).exists()
    what_next = "Your place is free again, and you take part in the next round without doing anything."
    return {"program": pair.program, "what_next": what_next if looks_on else "", "url": absolute("desk:home")}


declare(
    Kind(
        "proposal",
        "You are proposed to somebody",
        "A proposal waits for you",
        _proposal,
        at_most_once=False,
        variables=("program", "until"),
    )
)
declare(
    Kind(
        "proposal_reminder",
        "A proposal ends soon",
        "Your proposal ends in three days",
        _reminder,
        group=STEPS,
        variables=("program", "until"),
    )
)
declare(Kind("proposal_lapsed", "A proposal has ended", "A proposal has ended", _lapsed, variables=("program",)))
declare(
    Kind(
        "pair_made",
        "You are a pair",
        "You are a pair now",
        _made,
        at_most_once=False,
        variables=("program", "partner"),
    )
)
declare(
    Kind(
        "pair_ended",
        "A pair has ended",
        "Your pair has ended",
        _ended,
        at_most_once=False,
        variables=("program", "what_next"),
    )
)


def _is_published(round_id: UUID) -> Announced | None:
    round_ = Round.objects.filter(pk=round_id, published_at__isnull=False).select_related("program").first()
    return None if round_ is None else Announced(round_.program.name, absolute("desk:home"))


declare_announcement(
    Announcement(
        "round_published",
        "New proposals are out",
        "New proposals are out in “{program}”. Who has one finds it here:",
        _is_published,
    )
)
