"""Many pairs at once, for what must be measured or broken at a size that one by one would take minutes."""

from datetime import datetime

from pairing.models import Pair
from people.models import User
from programs.data.reminders import REMINDERS
from programs.models import Participation, Program, Side
from record.keys import create_data_keys
from sessions_app.models import Meeting
from tests.factories import make_program


def make_pairs(count: int, *, now: datetime) -> Program:
    """Make a program with `count` live pairs of two people each, both oriented; it reminds a day ahead only."""
    program = make_program(reminders={each.key: None for each in REMINDERS if each.key != "session_day"})
    people = User.objects.bulk_create(
        User(email=f"{side}.{number}@crowd.example", name=f"{side.title()} {number}", password="!")
        for side in Side
        for number in range(count)
    )
    keys = create_data_keys(3 * count, now=now)
    places = Participation.objects.bulk_create(
        Participation(
            program=program,
            person=person,
            side=Side.NEWCOMER if number < count else Side.SENIOR,
            state=Participation.State.ENROLLED,
            places_taken=1,
            data_key=keys[number],
            invited_at=now,
            enrolled_at=now,
            oriented_at=now,
        )
        for number, person in enumerate(people)
    )
    Pair.objects.bulk_create(
        Pair(program=program, newcomer=newcomer, senior=senior, data_key=key, began_at=now)
        for newcomer, senior, key in zip(places[:count], places[count:], keys[2 * count :], strict=True)
    )
    return program


def make_sessions(program: Program, *starts: datetime) -> None:
    """Give every pair of a program one planned session at each of these hours."""
    Meeting.objects.bulk_create(
        Meeting(pair=pair, number=number, starts_at=start, minutes=60, zone="Europe/London")
        for pair in program.pairs.all()
        for number, start in enumerate(starts, start=1)
    )
