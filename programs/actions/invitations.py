"""Inviting again those who have not answered: a mail was refused, or its link has ended."""

from datetime import datetime

from django.db import transaction

from outbox.actions import post_all, send_again
from outbox.models import Message
from programs.actions.held import NotOpen, locked
from programs.models import Participation, ParticipationQuerySet, Program
from programs.queries import mails_of


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
