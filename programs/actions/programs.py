"""Verbs of inviting people."""

from collections.abc import Iterable
from datetime import datetime

from django.db import transaction

from outbox.actions import post_all
from people.models import User
from programs.actions.held import unended
from programs.models import InvitationRun, Participation, Program
from record.keys import create_data_keys

INVITED_AT_ONCE = 5_000  # so that a large roster's rows are not all held at once


def invite(program: Program, *, person: User, now: datetime) -> Participation:
    """Invite one person; whoever was asked before keeps the state they have. Raises NotOpen for a closed program."""
    invite_people(program, people=[person], now=now)
    return Participation.objects.with_people().get(program=program, person=person)


@transaction.atomic
def invite_people(program: Program, *, people: Iterable[User], now: datetime, run: InvitationRun | None = None) -> int:
    """Invite people who were not asked before; return how many. The mails go out when the program is open."""
    program = unended(program)
    by_id = {person.pk: person for person in people}
    asked = set(program.participations.filter(person__in=by_id).values_list("person", flat=True))
    fresh = [person for pk, person in by_id.items() if pk not in asked]
    for start in range(0, len(fresh), INVITED_AT_ONCE):
        some = fresh[start : start + INVITED_AT_ONCE]
        participations = Participation.objects.bulk_create(
            Participation(program=program, person=person, data_key=data_key, invited_at=now, invited_with=run)
            for person, data_key in zip(some, create_data_keys(len(some), now=now), strict=True)
        )
        if program.is_open:
            post_invitations(participations, now=now)
    return len(fresh)


def post_invitations(participations: Iterable[Participation], *, now: datetime) -> None:
    """Post an invitation to each; whoever got theirs gets none again."""
    post_all("invitation", [(each.person, str(each.pk), each.pk) for each in participations], now=now)
