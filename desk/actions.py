"""The one verb of the roof: a person erases themself, out of every program at once."""

from collections.abc import Sequence
from datetime import datetime

from django.db import transaction
from django.db.models import Q

from pairing.actions import withdraw_person
from pairing.models import Pair
from people.actions import ERASED, end_sessions, erase_account, leave_an_admin
from people.models import User
from programs.models import Program, named_in_a_role_of
from record.actions import erase_rows
from record.keys import destroy
from record.models import DataKey


class StillNamed(Exception):
    """The person stands for programs that have not ended: somebody else must be named first."""

    def __init__(self, programs: Sequence[str]) -> None:
        super().__init__(", ".join(programs))
        self.programs = programs


@transaction.atomic
def erase_person(person: User, *, now: datetime) -> None:
    """Erase a person: they leave every program, their keys are destroyed, their rows go, their account is closed.

    The person's row is held first, so that an export comes before it or after it, and a second press finds nothing to
    do. Raises StillNamed and people.actions.LastAdmin; then nothing has changed.
    """
    held = hold(person)
    if held is None:
        return
    if named := named_in_running_programs(held):
        raise StillNamed(named)
    leave_an_admin(without=held.pk)
    withdraw_person(held, now=now)
    pairs = Pair.objects.of(held)
    erased = f"@{ERASED}"
    half_gone = Q(newcomer__person__email__endswith=erased) | Q(senior__person__email__endswith=erased)
    keys = list(pairs.filter(half_gone).values_list("data_key", flat=True))
    end_sessions(held)
    erase_rows(held, now=now)
    erase_account(held)
    # Of a pair whose other half was erased before, nobody is left who could read it.
    destroy(DataKey.objects.filter(pk__in=keys), now=now)


def hold(person: User) -> User | None:
    """Return the person, held until the end of the transaction; None once they are erased or have gone."""
    held: User | None = User.objects.active().select_for_update(no_key=True).filter(pk=person.pk).first()
    return held


def named_in_running_programs(person: User) -> list[str]:
    """Return the names of the programs that have not ended and name the person in a role."""
    running = Program.objects.exclude(state=Program.State.CLOSED).filter(named_in_a_role_of(person))
    return list(running.order_by("name").values_list("name", flat=True))
