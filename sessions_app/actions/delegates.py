"""Verbs of who looks after a senior's dates: name somebody, end it."""

from datetime import datetime

from django.db import transaction

from outbox.actions import post, post_all
from pairing.models import Pair
from people.models import User
from sessions_app.models import CalendarDelegate
from sessions_app.refusal import Refused


class NotAnAssistant(Refused):
    """Whoever is meant cannot look after these dates."""


@transaction.atomic
def name_delegate(person: User, *, delegate: User, now: datetime) -> CalendarDelegate:
    """Let somebody look after the dates of a senior, instead of whoever did before; tell them and the partners.

    The same again changes nothing. Raises NotAnAssistant for oneself, a partner of one's own, and without a live pair
    on the senior side.
    """
    pairs = list(Pair.objects.live().filter(senior__person=person).with_people())
    if not pairs:
        raise NotAnAssistant(
            "There are no dates to look after yet. A calendar delegate is named by a senior in a pair."
        )
    if delegate == person or delegate in [pair.newcomer.person for pair in pairs]:
        raise NotAnAssistant("Choose somebody who is not one of the two: you both see these dates already.")
    current = CalendarDelegate.objects.select_for_update().filter(person=person).first()
    if current is not None and current.delegate_id == delegate.pk:
        return current
    CalendarDelegate.objects.filter(person=person).delete()
    named = CalendarDelegate.objects.create(person=person, delegate=delegate, named_at=now)
    post("delegate_named", to=delegate, fact=str(named.pk), about=named.pk, now=now)
    partners = [(pair.newcomer.person, f"{named.pk}:{pair.pk}", named.pk) for pair in pairs]
    post_all("dates_looked_after", partners, now=now)
    return named


def end_delegate(person: User) -> None:
    """Close a senior's dates to whoever looked after them."""
    CalendarDelegate.objects.filter(person=person).delete()
