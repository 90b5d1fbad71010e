"""Published people in a program of ours: loaded through the same verbs that the pages call."""

from datetime import datetime, timedelta
from pathlib import Path

from leases.actions import run_waiting
from mentoring.real_input import adventureworks, so2025
from pairing.actions import request_round, run_round
from pairing.models import Round
from people.actions import grant_role, upsert_people
from people.models import Role, User
from profiles.actions import add_skills, set_offers, tell_gaps
from profiles.models import Level, Urgency
from programs.actions import create_program, join, open_program, request_roster_import, run_roster_import
from programs.models import Program, RosterImport, Side

# Grades are invented: newcomers 1 to 3, seniors 5 to 8, by the number on the answer sheet.
_LOWEST_GRADE = {Side.NEWCOMER: 1, Side.SENIOR: 5}
_GRADES = {Side.NEWCOMER: 3, Side.SENIOR: 4}
_KIND = "so2025"


def load_so2025(folder: Path, *, now: datetime) -> Program:
    """Enrol the usable respondents of the survey, newcomers and seniors, with offers and gaps, all levels 1."""
    sides = dict(zip(Side, so2025.read(folder / "so2025_1000_respondents.csv"), strict=True))
    program = _program("Survey 2025", organiser="organiser@so2025.example", now=now)
    respondents = [each for side in sides.values() for each in side]
    skills = add_skills((name for each in respondents for name in each.skills | each.gaps), kind=_KIND)
    for side, respondents in sides.items():
        people = upsert_people(
            [
                {
                    "email": f"respondent-{each.id}@so2025.example",
                    "name": f"Respondent {each.id}",
                    "grade": _LOWEST_GRADE[side] + each.id % _GRADES[side],
                }
                for each in respondents
            ]
        ).people
        for person, respondent in zip(people, respondents, strict=True):
            place = join(program, person=person, side=side, capacity=1, now=now)
            set_offers(person, levels={skills[name]: Level.BEGINNER for name in respondent.skills}, now=now)
            tell_gaps(place, urgencies={skills[name]: Urgency.SOME_DAY for name in respondent.gaps}, now=now)
    return program


def run_one_round(program: Program, *, now: datetime) -> Round:
    """Request a round and run it here and now, as the sweep would."""
    wanted = request_round(program, by=program.coordinator, now=now)
    run_waiting(Round, run_round, clock=lambda: now)
    wanted.refresh_from_db()
    return wanted


def load_adventureworks(folder: Path, *, now: datetime) -> RosterImport:
    """Send the sample company's roster through the door that HR uses, into a program of its own."""
    program = _program("Sample company", organiser="organiser@adventure-works.example", now=now)
    work = request_roster_import(
        program, file_name="adventureworks.csv", content=adventureworks.roster(folder), by=program.coordinator, now=now
    )
    run_waiting(RosterImport, run_roster_import, clock=lambda: now)
    work.refresh_from_db()
    return work


def _program(name: str, *, organiser: str, now: datetime) -> Program:
    """Make and open a program that anyone may join, with one invented organiser in every role."""
    person = User.objects.filter(email=organiser).first() or User.objects.create_user(organiser, name="Organiser")
    for role in (Role.Name.COORDINATOR, Role.Name.SPONSOR, Role.Name.COUNSELLOR):
        grant_role(person, role=role, now=now)
    program = create_program(
        template="reverse_mentoring_classic",
        values={
            "name": name,
            "purpose": "To see the matcher and the import on people whom nobody here invented.",
            "ground_rules": "What we hear here stays here.",
            "entry": Program.Entry.ANYONE,
            "starts_on": now.date() + timedelta(days=7),
            "ends_on": now.date() + timedelta(days=200),
            "coordinator": person,
            "sponsor": person,
            "counsellor": person,
        },
        outcome={"text": "People with a partner", "unit": "people", "baseline": 0, "target": 300},
        by=person,
        now=now,
    )
    return open_program(program, now=now)
