"""Verbs of the private calendar address: make it, revoke it."""

from datetime import datetime

from django.db import transaction

from people.models import User
from sessions_app.models import CalendarFeed


@transaction.atomic
def make_feed(person: User, *, now: datetime) -> CalendarFeed:
    """Give a person their one private calendar address; where there is one, that one stays."""
    feed, _ = CalendarFeed.objects.get_or_create(person=person, defaults={"made_at": now})
    return feed


def revoke_feed(person: User) -> None:
    """Make a person's calendar address void for good; one made later is another."""
    CalendarFeed.objects.filter(person=person).delete()
