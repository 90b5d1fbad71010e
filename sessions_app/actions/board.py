"""Writing to both of a pair from the board: calm, in standard words, at most once a week, and taken back at will."""

from collections.abc import Collection
from datetime import datetime
from uuid import UUID, uuid4

from django.db import transaction

from outbox.actions import post_all
from pairing.models import Pair
from people.models import User
from programs.models import Program
from sessions_app.models import BoardLetter, PairStanding
from sessions_app.queries import by_name, is_large, on_board, standings

NOTED = ("place", "stage", "colour", "held")


@transaction.atomic
def write_to_pairs(program: Program, *, pairs: Collection[UUID], by: User, now: datetime) -> tuple[UUID, int]:
    """Write to both of each chosen pair that is awake and was not written to within a week.

    The letters leave after the time in which they can be taken back. Returns the batch, and to how many pairs went one.
    """
    awake = Pair.objects.awake().filter(program=program, pk__in=pairs).order_by("pk")
    held = list(awake.select_for_update(of=("self",)).with_people())
    lately = BoardLetter.objects.filter(pair__in=held, written_at__gt=now - BoardLetter.ONCE_IN)
    written = set(lately.values_list("pair", flat=True))
    batch = uuid4()
    letters = BoardLetter.objects.bulk_create(
        BoardLetter(pair=pair, batch=batch, written_by=by, written_at=now) for pair in held if pair.pk not in written
    )
    facts = [
        (place.person, str(letter.pk), letter.pk)
        for letter in letters
        for place in (letter.pair.newcomer, letter.pair.senior)
    ]
    if facts:
        post_all("board_letter", facts, now=now, due_at=now + BoardLetter.UNDO_WITHIN)
    return batch, len(letters)


def take_back_letters(program: Program, *, batch: UUID, now: datetime) -> int:
    """Take back the letters of one press before they leave; return how many. A letter without its row is dropped."""
    mine = BoardLetter.objects.filter(pair__program=program, batch=batch)
    taken, _ = mine.filter(written_at__gt=now - BoardLetter.UNDO_WITHIN).delete()
    return taken


@transaction.atomic
def note_standings(*, now: datetime) -> int:
    """Write down where each pair of the large programs stands, for their boards; return how many rows changed."""
    found = {
        key: (program.pk, place, str(each.stage), str(each.colour), each.held)
        for program in Program.objects.all()
        if is_large(program)
        for place, (key, each) in enumerate(standings(program, by_name(on_board(program, now=now)), now=now).items())
    }
    known = {key: tuple(row) for key, *row in PairStanding.objects.values_list("pair", "program", *NOTED)}
    PairStanding.objects.filter(pair__in=known.keys() - found.keys()).delete()
    changed = {key: row for key, row in found.items() if known.get(key) != row}
    PairStanding.objects.bulk_create(
        [
            PairStanding(pair_id=key, program_id=program, **dict(zip(NOTED, row, strict=True)))
            for key, (program, *row) in changed.items()
        ],
        update_conflicts=True,
        unique_fields=["pair"],
        update_fields=NOTED,
    )
    return len(changed)
