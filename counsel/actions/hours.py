"""Verbs of hours: offer them, take them back, book one, give it back."""

from collections.abc import Iterable
from datetime import datetime

from django.db import transaction
from django.db.models import F

from counsel.models import Hour, TalkRequest
from outbox.actions import post
from people.models import User

# The most hours that one counsellor offers ahead.
MOST = 200


class HourTaken(Exception):
    """Somebody else has booked the hour, or it has gone by or been taken back."""


class TooManyHours(Exception):
    """The counsellor offers as many hours as anybody may."""


@transaction.atomic
def offer_hours(counsellor: User, *, starts: Iterable[datetime], minutes: int, place: str, now: datetime) -> int:
    """Offer hours by the counsellor's own clock; one that overlaps another is left out. Return how many are new.

    Raises TooManyHours.
    """
    own = list(Hour.objects.of(counsellor).ahead(now).filter(is_withdrawn=False))
    taken = [(hour.starts_at, hour.minutes) for hour in own]
    back = {hour.starts_at: hour for hour in Hour.objects.of(counsellor).ahead(now).filter(is_withdrawn=True)}
    new = []
    for start in sorted(set(starts)):
        if start > now and not any(_overlap(start, minutes, at, length) for at, length in taken):
            taken.append((start, minutes))
            new.append(Hour(counsellor=counsellor, starts_at=start, minutes=minutes, zone=counsellor.zone, place=place))
    if len(own) + len(new) > MOST:
        raise TooManyHours
    # An hour that was taken back and is offered again is the same hour.
    again = [hour.starts_at for hour in new if hour.starts_at in back]
    Hour.objects.of(counsellor).filter(starts_at__in=again).update(is_withdrawn=False, minutes=minutes, place=place)
    Hour.objects.bulk_create([hour for hour in new if hour.starts_at not in back], ignore_conflicts=True)
    return len(new)


def _overlap(one: datetime, minutes: int, other: datetime, length: int) -> bool:
    gap = (other - one).total_seconds() / 60
    return -length < gap < minutes


@transaction.atomic
def withdraw_hour(hour: Hour, *, now: datetime) -> None:
    """Take an hour back; whoever had booked it is told, and their talk waits for another hour."""
    give_back(hour, now=now)
    Hour.objects.filter(pk=hour.pk).update(is_withdrawn=True)


@transaction.atomic
def book_hour(talk: TalkRequest, *, hour: Hour, now: datetime) -> None:
    """Book an hour for a talk, in place of the one it had. Raises HourTaken."""
    if hour.counsellor_id != talk.counsellor_id:
        raise HourTaken
    before = Hour.objects.filter(talk=talk).first()
    if before is not None and before.pk == hour.pk:
        return
    if before is not None:
        give_back(before, now=now)
    book(hour, talk=talk, now=now)


def book(hour: Hour, *, talk: TalkRequest, now: datetime) -> None:
    """Take a free hour for a talk by compare-and-set, and send both the date. Raises HourTaken."""
    free = Hour.objects.filter(pk=hour.pk).ahead(now).free()
    if not free.order_by().update(talk=talk, version=F("version") + 1):
        raise HourTaken
    hour.refresh_from_db()
    for person in (talk.asked_by, talk.counsellor):
        fact = f"{hour.pk}:{hour.version}"
        post("talk_dated", to=person, fact=fact, about=hour.pk, now=now, expires_at=hour.starts_at)


def give_back(hour: Hour, *, now: datetime) -> None:
    """Free a booked hour and take it out of both calendars; one that nobody has is fine."""
    talk = TalkRequest.objects.filter(hour=hour).select_related("asked_by", "counsellor").first()
    if talk is None or not Hour.objects.filter(pk=hour.pk, talk=talk).update(talk=None, version=F("version") + 1):
        return
    hour.refresh_from_db()
    if hour.starts_at <= now:
        return
    for person in (talk.asked_by, talk.counsellor):
        fact = f"{hour.pk}:{hour.version}"
        post("talk_undated", to=person, fact=fact, about=hour.pk, now=now, expires_at=hour.starts_at)


@transaction.atomic
def give_hour_back(talk: TalkRequest, *, now: datetime) -> None:
    """Free the hour that a talk has booked; without one nothing changes."""
    hour = Hour.objects.filter(talk=talk).first()
    if hour is not None:
        give_back(hour, now=now)
