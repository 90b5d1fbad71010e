"""Reads of invitations without an answer: how the mail of each stands, in words."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import UUID

from outbox.models import Message
from programs.access import INVITATION_LASTS
from programs.models import InvitationRun, Participation, ParticipationQuerySet, Program

# How long a bulk of invitations can be recalled.
RECALLABLE = timedelta(hours=24)


def runs_to_recall(program: Program, *, now: datetime) -> list[tuple[InvitationRun, datetime]]:
    """Return the newest runs that can still be recalled, each with the moment until which."""
    recent = program.invitation_runs.filter(
        requested_at__gt=now - RECALLABLE, recalled_at=None, state=InvitationRun.State.DONE, invited__gt=0
    )
    return [(run, run.requested_at + RECALLABLE) for run in recent.order_by("-requested_at")[:3]]


def mails_of(places: Collection[Participation]) -> dict[UUID, Message]:
    """Return the newest mail of each invitation, by the participation."""
    people = [place.person_id for place in places]
    mails = Message.objects.filter(kind="invitation", to__in=people, about__in=[place.pk for place in places])
    return {mail.about: mail for mail in mails.order_by("posted_at")}


@dataclass(frozen=True)
class Invited:
    """An invitation that is not answered: how its mail stands, in words, and what to do about it."""

    place: Participation
    words: str
    advice: str = ""
    is_stuck: bool = False


def invited_of(program: Program, *, mail: str = "", words: str = "", now: datetime) -> ParticipationQuerySet:
    """Return who has not answered: all, those whose mail did not leave, or those whose link has ended."""
    invited = program.participations.invited().filter(person__is_active=True).matching(words).with_people()
    if mail == "refused":
        stuck = Message.objects.stuck().filter(kind="invitation")
        return invited.filter(pk__in=stuck.values("about"))
    return invited.filter(invited_at__lt=now - INVITATION_LASTS) if mail == "ended" else invited


def tell_mails(places: Sequence[Participation], *, now: datetime) -> list[Invited]:
    """Say of each invitation how its mail stands."""
    mails = mails_of(places)
    return [_tell_mail(place, mails.get(place.pk), now=now) for place in places]


def _tell_mail(place: Participation, mail: Message | None, *, now: datetime) -> Invited:
    if mail is None:
        return Invited(place, "No mail yet", "It leaves when the program opens." if place.program.is_draft else "")
    if mail.state == Message.State.FAILED:
        advice = "Check the address; HR corrects it with a roster. Then invite again."
        return Invited(place, mail.outcome, advice, is_stuck=True)
    if mail.state == Message.State.IN_DOUBT:
        return Invited(place, mail.outcome, "Ask the person, or invite again.", is_stuck=True)
    if mail.state in {Message.State.WAITING, Message.State.SENDING}:
        return Invited(place, "On its way" if not mail.tries else "Refused for now; we try again by ourselves")
    if place.invited_at < now - INVITATION_LASTS:
        return Invited(place, "Sent, and its link has ended", "Invite again.", is_stuck=True)
    return Invited(place, "Sent" if mail.state == Message.State.SENT else "Kept for a digest or dropped")
