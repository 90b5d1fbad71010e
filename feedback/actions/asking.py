"""Asking: whom a program's schedule asks what, by mail, with one reminder."""

from collections.abc import Sequence
from datetime import datetime, timedelta

from django.db import transaction
from django.db.models import F, Q

from feedback.actions.writing import furnish
from feedback.models import Survey, SurveyRequest
from feedback.moments import Moment
from feedback.queries import ASKED_WITHIN, Place, pair_hash, places_to_ask
from outbox.actions import due, hour_after, post_all, post_found
from programs.data.reminders import BY_KEY, amount_of
from programs.models import Program
from record.retention import widened_since
from record.sealing import seal

LATE = timedelta(days=7)


def ask_surveys(*, now: datetime) -> None:
    """Ask everybody whose moment has come, once a survey, or once a session for what follows sessions."""
    for program in Program.objects.filter(surveys__isnull=True).exclude(state=Program.State.DRAFT):
        furnish(program, now=now)
    lately = now - ASKED_WITHIN
    recent = Q(program__closed_at__isnull=True) | Q(program__closed_at__gt=lately - timedelta(days=60))
    asking = Survey.objects.asking().filter(
        recent, program__paused_at__isnull=True, program__survey_key__wrapped__isnull=False
    )
    for survey in asking.exclude(program__state=Program.State.DRAFT).select_related("program__survey_key"):
        places = places_to_ask(survey, now=now)
        since = _on_since(survey) if places else None
        if since is not None:
            places = places_to_ask(survey, after=since, now=now)
        if places:
            _ask(survey, places, now=now)


def _on_since(survey: Survey) -> datetime | None:
    """Return since when a survey asks, where it was switched on later: what lay before is not asked about."""
    moments = [widened_since(key, survey.program_id) for key in (survey.switch, key_of(survey))]
    return max((moment for moment in moments if moment is not None), default=None)


def key_of(survey: Survey) -> str:
    """Return how a change of the survey's own switch names it."""
    return f"survey:{survey.key}"


@transaction.atomic
def _ask(survey: Survey, places: Sequence[Place], *, now: datetime) -> None:
    """Make a request for each and post its letter; whoever has one already gets none again."""
    asked = [_request(survey, place) for place in places]
    SurveyRequest.objects.bulk_create(asked, ignore_conflicts=True)
    made = SurveyRequest.objects.filter(pk__in=[request.pk for request in asked]).with_people()
    kind = "pulse" if survey.follows_sessions else "survey"
    by_hour: dict[datetime, list[SurveyRequest]] = {}
    for request in made:
        by_hour.setdefault(max(request.asked_at, now), []).append(request)
    for hour, requests in by_hour.items():
        facts = [(request.participation.person, str(request.pk), request.pk) for request in requests]
        post_all(kind, facts, now=now, due_at=hour, expires_at=hour + ASKED_WITHIN)


def _request(survey: Survey, place: Place) -> SurveyRequest:
    request = SurveyRequest(
        survey=survey, participation=place.participation, meeting=place.meeting, asked_at=place.asked_at
    )
    if survey.moment == Moment.LATER:
        return seal(request, pair_mark=pair_hash(survey.program, place.pair))
    request.pair = place.pair
    return request


def remind_of_surveys(*, now: datetime) -> None:
    """Post one reminder to whoever was asked a while ago and has not answered, also after a program was closed."""
    wanted = Program.objects.exclude(state=Program.State.DRAFT).filter(reminders_on=True, paused_at__isnull=True)
    waiting = SurveyRequest.objects.open(now).filter(participation__paused_at__isnull=True)
    for program in wanted.filter(surveys__requests__in=waiting).distinct():
        amount = amount_of(program.reminders, "survey")
        if amount is not None:
            for is_pulse in (True, False):
                rows = waiting.filter(survey__program=program, meeting__isnull=not is_pulse).annotate(
                    base=F("asked_at")
                )
                found = due(
                    rows,
                    to="participation__person_id",
                    time=BY_KEY["survey"].after(amount),
                    late=LATE,
                    now=now,
                    until=hour_after(ASKED_WITHIN),
                )
                post_found("pulse_reminder" if is_pulse else "survey_reminder", found, now=now)
