"""The fixed cast of the tests, and short ways to make what a test needs.

`NOW` is the hour of every test; whatever must happen later is called with a later `now`.
"""

import json
from collections.abc import Mapping
from datetime import UTC, date, datetime, timedelta
from itertools import count
from typing import Any

from feedback.actions import Words, answer_survey, furnish
from feedback.models import SurveyRequest
from feedback.queries import version_of
from pairing.models import Pair, Proposal, Reason, Round
from people.models import Organisation, Role, User
from programs.actions import restore_orientation
from programs.models import Outcome, Participation, Program, Side
from record.keys import create_data_key
from record.sealing import seal
from sessions_app.models import Meeting

NOW = datetime(2026, 3, 2, 9, 0, tzinfo=UTC)
_numbers = count(1)


def make_organisation() -> Organisation:
    return Organisation.objects.create(name="Meridian Rail", set_up_at=NOW)


def make_person(name: str = "", **fields: Any) -> User:
    """A person of the roster, who never set a password."""
    number = next(_numbers)
    name = name or f"Person {number}"
    email = fields.pop("email", f"{name.lower().replace(' ', '.')}.{number}@meridian.example")
    return User.objects.create_user(email, name=name, **fields)


def grant(person: User, *roles: str) -> User:
    """Give a person organisation-wide roles."""
    for role in roles:
        Role.objects.create(person=person, role=role, granted_at=NOW)
    return person


def make_program(name: str = "Two Ways", **fields: Any) -> Program:
    """An open program with the shipped orientation, and its own coordinator, sponsor and counsellor unless given."""
    for role in ("coordinator", "sponsor", "counsellor"):
        if role not in fields:
            fields[role] = grant(make_person(f"{role.title()} of {name}"), role)
    program = Program.objects.create(
        name=name,
        template="reverse_mentoring_classic",
        **{
            "state": Program.State.OPEN,
            "purpose": "Seniors learn how newcomers work, newcomers learn how things get done.",
            "starts_on": date(2026, 3, 2),
            "ends_on": date(2026, 9, 2),
            "survey_key": create_data_key(now=NOW),
            "created_at": NOW,
            "opened_at": NOW,
            **fields,
        },
    )
    Outcome.objects.create(program=program, text="Seniors who post in the open", unit="%", baseline=10, target=40)
    for side in Side:
        restore_orientation(program, side=side)
    return program


def make_participation(program: Program, person: User | None = None, *, side: str = "", **fields: Any) -> Participation:
    """An invited participation, enrolled and through the orientation when a side is given."""
    return Participation.objects.create(
        program=program,
        person=person or make_person(),
        **{
            "side": side,
            "state": Participation.State.ENROLLED if side else Participation.State.INVITED,
            "data_key": create_data_key(now=NOW),
            "invited_at": NOW,
            "enrolled_at": NOW if side else None,
            "oriented_at": NOW if side else None,
            **fields,
        },
    )


def make_pair(program: Program, newcomer: Participation | None = None, senior: Participation | None = None) -> Pair:
    """A live pair; the two take one place each."""
    newcomer = newcomer or make_participation(program, side=Side.NEWCOMER)
    senior = senior or make_participation(program, side=Side.SENIOR)
    Participation.objects.filter(pk__in=[newcomer.pk, senior.pk]).update(places_taken=1)
    return Pair.objects.create(
        program=program, newcomer=newcomer, senior=senior, data_key=create_data_key(now=NOW), began_at=NOW
    )


def make_meeting(pair: Pair, number: int = 1, *, held_at: datetime | None = None, **fields: Any) -> Meeting:
    """A session of a pair, planned for tomorrow unless it was held."""
    held = {"state": Meeting.State.HELD, "logged_by": Side.NEWCOMER, "logged_at": held_at, "confirmed_at": held_at}
    return Meeting.objects.create(
        pair=pair,
        number=number,
        **{
            "starts_at": held_at or later(days=1),
            "minutes": 60,
            "zone": "Europe/London",
            **(held if held_at else {}),
            **fields,
        },
    )


def make_pulse(meeting: Meeting, side: str, **fields: Any) -> SurveyRequest:
    """A pulse that one side of a pair was asked for after a session."""
    furnish(meeting.pair.program, now=NOW)
    return SurveyRequest.objects.create(
        survey=meeting.pair.program.surveys.get(key="pulse"),
        meeting=meeting,
        pair=meeting.pair,
        participation=meeting.pair.place_of(side),
        **{"asked_at": NOW, **fields},
    )


def answer_pulse(
    request: SurveyRequest, *, choices: Mapping[str, int], text: str, organisers_may_read: bool, now: datetime
) -> None:
    """Answer what is in use: a tap a question, and words to its question of that name."""
    answer_survey(
        request,
        content=version_of(request, None).read(),
        taps={key: [value] for key, value in choices.items()},
        words={"words": Words(text, organisers_may_read=organisers_may_read)} if text else {},
        now=now,
    )


def make_proposal(program: Program, newcomer: Participation, senior: Participation) -> Proposal:
    """An open proposal of a finished, published round, with a reason for each side."""
    result = {"placed": 1, "two_way": 1, "weakest": 1, "total": 10}
    done = Round.objects.create(
        program=program,
        state=Round.State.DONE,
        requested_by=program.coordinator,
        requested_at=NOW,
        published_at=NOW,
        placed=1,
        headline=result,
        compared={"random": result, "greedy": result},
    )
    proposal = Proposal.objects.create(
        round=done, newcomer=newcomer, senior=senior, state=Proposal.State.OPEN, lapses_at=later(days=3650)
    )
    for place in (newcomer, senior):
        text = json.dumps({"learn": [], "share": [], "offer": []})
        seal(Reason(proposal=proposal, told_to=place), text=text).save(force_insert=True)
    return proposal


def later(**interval: float) -> datetime:
    """The hour of the tests plus an interval."""
    return NOW + timedelta(**interval)
