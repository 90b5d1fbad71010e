"""Inviting many at once and recalling them, and inviting again: a mail was refused, or its link has ended."""

from collections.abc import Collection
from datetime import datetime
from uuid import UUID

from django.db import transaction

from leases import actions as leases
from leases.clock import running_from
from outbox.actions import post_all, send_again
from outbox.models import Message
from people.models import User
from programs.actions.held import NotOpen, locked, unended
from programs.actions.programs import invite_people
from programs.models import InvitationRun, Participation, ParticipationQuerySet, Program
from programs.queries import RECALLABLE, mails_of
from record.models import DataKey

INVITED_AT_ONCE = 500
State = InvitationRun.State


class TooLateToRecall(Exception):
    """These invitations are recalled already, still under way, or too old."""


@transaction.atomic
def request_invitations(program: Program, *, people: Collection[UUID], by: User, now: datetime) -> InvitationRun:
    """Invite people who were not asked before: a few at once, many by the next sweep. Raises NotOpen."""
    program = unended(program)
    run = InvitationRun.objects.create(
        program=program, people=[str(key) for key in people], requested_by=by, requested_at=now
    )
    if len(people) > INVITED_AT_ONCE:
        leases.wake("programs.run_invitations")
        return run
    run.invited = invite_people(program, people=User.objects.active().filter(pk__in=people), now=now, run=run)
    run.state, run.people, run.finished_at = State.DONE, [], now
    run.save()
    return run


def run_invitations(run: InvitationRun, *, now: datetime) -> None:
    """Invite the people of a claimed run, some at a time; a restart goes on where the last worker stopped.

    Raises LeaseLost when another worker has taken over.
    """
    clock, total = running_from(now), len(run.people)
    try:
        for start in range(0, total, INVITED_AT_ONCE):
            some = run.people[start : start + INVITED_AT_ONCE]
            with transaction.atomic():
                people = User.objects.active().filter(pk__in=some)
                run.invited += invite_people(run.program, people=people, now=clock(), run=run)
                run.save(update_fields=["invited"])
                done = start + len(some)
                leases.report(run, stage="Inviting", done=done, total=total, now=clock())
        with transaction.atomic():
            leases.finish(run, now=clock())
            run.people = []
            run.save(update_fields=["people"])
    except NotOpen:
        leases.fail(run, sentence="The program ended meanwhile, so the others were not invited.", now=clock())


@transaction.atomic
def recall_invitations(run: InvitationRun, *, now: datetime) -> int:
    """Take back the invitations of a run that nobody has answered; return how many. Mails on their way are dropped.

    Raises TooLateToRecall.
    """
    run = InvitationRun.objects.select_for_update().get(pk=run.pk)
    if run.is_under_way or run.recalled_at is not None or run.requested_at < now - RECALLABLE:
        raise TooLateToRecall
    places = run.places.invited().select_for_update(of=("self",))
    keys = list(places.values_list("data_key", flat=True))
    run.places.invited().delete()
    DataKey.objects.filter(pk__in=keys).delete()
    run.recalled, run.recalled_at = len(keys), now
    run.save(update_fields=["recalled", "recalled_at"])
    return len(keys)


@transaction.atomic
def invite_again(program: Program, *, invited: ParticipationQuerySet, now: datetime) -> int:
    """Mail people who have not answered once more, at most once a day each; return how many. Raises NotOpen.

    A mail that was refused is sent again, not doubled. The 30 days of the invitation begin anew.
    """
    if not locked(program).is_open:
        raise NotOpen
    places = list(invited.filter(program=program, person__is_active=True).invited().with_people())
    mails = mails_of(places)
    under_way = {Message.State.WAITING, Message.State.SENDING}
    stuck = {Message.State.FAILED, Message.State.IN_DOUBT}
    asked = [place for place in places if place.pk not in mails or mails[place.pk].state not in under_way]
    anew = []
    for place in asked:
        mail = mails.get(place.pk)
        if mail is not None and mail.state in stuck:
            send_again(mail, now=now)
        elif mail is None or mail.posted_at.date() < now.date():
            anew.append(place)
    post_all("invitation", [(place.person, f"{place.pk}:{now:%Y-%m-%d}", place.pk) for place in anew], now=now)
    again = [place.pk for place in asked if place in anew or mails[place.pk].state in stuck]
    Participation.objects.filter(pk__in=again).update(invited_at=now)
    return len(again)
