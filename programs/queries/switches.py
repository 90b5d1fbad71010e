"""Reads of switches: which are on for a person, what was widened, and whom that touches."""

from django.db.models import Q, QuerySet

from people.models import User
from programs.data.switches import SWITCHES, Switch
from programs.models import Participation, Program
from record.models import Change


def touched_by(change: Change) -> QuerySet[Participation]:
    """Choose whom a change touches: those who said yes to its program, or to any where it holds for all."""
    said_yes = Participation.objects.filter(enrolled_at__isnull=False).exclude(state=Participation.State.LEFT)
    return said_yes.filter(program=change.program) if change.program else said_yes


def changes_for(person: User) -> list[tuple[str, Change]]:
    """Return what was widened for a person, with the name of its program, the newest first."""
    programs = {
        place.program_id: place.program.name
        for place in Participation.objects.of(person).filter(enrolled_at__isnull=False).select_related("program")
    }
    mine = Change.objects.filter(Q(program__in=programs) | Q(program__isnull=True), widens=True)
    return [(programs[change.program] if change.program else "", change) for change in (mine if programs else ())]


def switched_for(person: User) -> list[tuple[Program, list[Switch], list[Switch]]]:
    """Return the programs a person takes part in, each with the functions that are on and those that are off."""
    programs = Program.objects.exclude(state=Program.State.CLOSED).filter(
        pk__in=Participation.objects.of(person).enrolled().values("program")
    )
    return [
        (
            program,
            [switch for switch in SWITCHES if getattr(program, switch.field)],
            [switch for switch in SWITCHES if not getattr(program, switch.field)],
        )
        for program in programs
    ]
