"""Reads of sessions: notes, the agenda, a calendar."""

from dataclasses import asdict
from datetime import datetime
from typing import Any

from django.db.models import Q
from django.urls import reverse

from outbox.links import sign
from pairing.models import Pair
from people.models import User
from profiles.models import Profile
from programs.data.shipped import AGENDA, TEMPLATES
from programs.models import Participation, Program
from record.sealing import open_many
from sessions_app.access import PICK
from sessions_app.adapters import country_of
from sessions_app.fits import NO_DAY, Rhythm, Rhythms
from sessions_app.models import Meeting, MeetingNote, MeetingQuerySet, SlotOffer
from sessions_app.queries.papers import goals_and_themes


def rhythms_of(pair: Pair, *, first: User) -> Rhythms:
    """Return when each of a pair works, `first` before the other; the usual week for whoever has not said so."""
    profiles = Profile.objects.in_bulk([pair.newcomer.person_id, pair.senior.person_id])

    def of(person: User) -> Rhythm:
        told = profiles.get(person.pk) or Profile()
        workdays = frozenset(told.workdays or range(5))
        country = country_of(person.location, person.zone)
        place = pair.place_of(pair.side_of(person))
        away_until = (place.paused_until or NO_DAY) if place.is_paused else None
        return Rhythm(person.first_name, person.zone, country, workdays, told.work_from, told.work_to, away_until)

    return of(first), of(pair.partner_of(first).person)


def calendar_of(person: User) -> MeetingQuerySet:
    """Choose the sessions of a person's calendar: all dated ones of live pairs, of ended pairs those logged."""
    over = Q(state__in=[Meeting.State.LOGGED, Meeting.State.HELD])
    on = over | Q(state=Meeting.State.PLANNED, pair__ended_at__isnull=True)
    return Meeting.objects.of(person).filter(on).with_pairs().order_by("starts_at", "pk")


def offer_to(meeting: Meeting, *, side: str, now: datetime) -> dict[str, Any] | None:
    """Return hours that wait to be picked for a session as {"is_mine", "slots", "url"}; None where none do."""
    offer = SlotOffer.objects.filter(meeting=meeting).select_related("meeting").first()
    slots = offer.open_slots(now=now) if offer else []
    if offer is None or not slots:
        return None
    url = reverse("sessions_app:pick_slot", args=[sign(PICK, offer.pk)])
    return {"is_mine": offer.offered_by == side, "slots": slots, "url": url}


def notes_of(meeting: Meeting, *, side: str) -> dict[str, str]:
    """Return the texts of a session's notes that one side may read: "private" and "mine", and the partner's "theirs".

    Another's private note is not even looked for.
    """
    me = meeting.pair.place_of(side)
    readable = MeetingNote.objects.filter(Q(is_private=False) | Q(author=me), meeting=meeting)
    notes = list(readable.select_related("author__data_key", "meeting__pair__data_key"))
    texts = open_many(notes, "text")
    return {_kind_of(note, me): texts[note.pk] for note in notes}


def _kind_of(note: MeetingNote, me: Participation) -> str:
    return "private" if note.is_private else "mine" if note.author_id == me.pk else "theirs"


def halves_of(meeting: Meeting, *, side: str) -> list[dict[str, Any]]:
    """Return the two halves of one session as `side` sees them: what it offers, what it learns, and the theme.

    The theme of a half comes from the plan that its teacher designed, once that is agreed.
    """
    agreed = meeting.pair.plans.filter(agreed_at__isnull=False).select_related("pair__data_key")
    themes = {plan.designer: goals_and_themes(plan)[1] for plan in agreed}
    return [
        {
            **half,
            "minutes": sum(step["minutes"] for step in half["steps"]),
            "direction": "offer" if half["teaches"] == side else "learn",
            "theme": next(iter(themes.get(half["teaches"], [])[meeting.number - 1 :]), ""),
        }
        for half in agenda_of(meeting.pair.program)
    ]


def agenda_of(program: Program) -> list[dict[str, Any]]:
    """Return the two halves of a session as {"teaches", "title", "steps": [{"minutes", "text"}]}."""
    if program.agenda:
        return list(program.agenda)
    shipped = {template.key: template.agenda for template in TEMPLATES}
    return [asdict(half) for half in shipped.get(program.template, AGENDA)]
