"""Resting for a while: a person without leaving, a program without ending; and whether somebody looks for a partner."""

from datetime import date, datetime

from programs.models import Participation, Program


class NotTakingPart(Exception):
    """Only who takes part can pause or look for a partner."""


def pause(participation: Participation, *, until: date | None, now: datetime) -> None:
    """Rest without leaving, until a day or without one; while pausing only the day changes. Raises NotTakingPart.

    What becomes of the sessions meanwhile is decided by the verb above, `sessions_app.actions.take_a_break`.
    """
    mine = Participation.objects.enrolled().filter(pk=participation.pk)
    mine.filter(paused_at__isnull=True).update(paused_at=now)
    if not mine.update(paused_until=until):
        raise NotTakingPart


def come_back(participation: Participation, *, now: datetime) -> bool:
    """End a pause; False when there was none."""
    paused = Participation.objects.filter(pk=participation.pk, paused_at__isnull=False)
    return bool(paused.update(paused_at=None, paused_until=None, came_back_at=now))


def look_for_partner(participation: Participation, *, is_looking: bool) -> None:
    """Say whether somebody may be proposed for a free place. Raises NotTakingPart."""
    if not Participation.objects.enrolled().filter(pk=participation.pk).update(is_looking=is_looking):
        raise NotTakingPart


def pause_program(program: Program, *, now: datetime) -> bool:
    """Let an open program rest: no rounds, no reminders, nothing lapses; False when it rests or is not open."""
    awake = Program.objects.running().filter(pk=program.pk, paused_at__isnull=True)
    return bool(awake.update(paused_at=now))


def resume_program(program: Program, *, now: datetime) -> datetime | None:
    """Wake a resting program and return since when it had rested; None when it did not.

    Proposals get back the time they lost through the verb above, `pairing.actions.resume_program`.
    """
    since = Program.objects.select_for_update().filter(pk=program.pk).values_list("paused_at", flat=True).get()
    if since is not None:
        Program.objects.filter(pk=program.pk).update(paused_at=None, resumed_at=now)
    return since
