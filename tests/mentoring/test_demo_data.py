"""The demo organisation: whole, consistent, and the same on every load."""

import csv
import os
import re
import subprocess
import sys
from pathlib import Path
from zoneinfo import ZoneInfo

from mentoring.demo_data import (
    GRADES,
    IDEAS,
    LOGINS,
    PEOPLE,
    PLAN_GOALS,
    PROFILES,
    PROGRAMS,
    PULSE_ANSWERS,
    DemoPair,
    DemoPerson,
    DemoProgram,
)
from programs.data.shipped import TEMPLATES

ROOT = Path(__file__).resolve().parents[2]
STAFF = {person.key: person for person in PEOPLE}
WRITTEN = ("profiles/data", "programs/data", "sessions_app/data", "feedback/data")
HALF_HOURS_AHEAD = {
    "Europe/London": 0,
    "Europe/Berlin": 2,
    "Europe/Warsaw": 2,
    "America/Halifax": -8,
}
AVOIDED = re.compile(
    r"\b(mentors?|mentees?|weakness\w*|admit\w*|digital native\w*|optimal|solver|successfully)\b",
    re.IGNORECASE,
)


def names(list_name: str) -> set[str]:
    """Read the names of a shipped list."""
    with (ROOT / "profiles" / "data" / list_name).open(encoding="utf-8", newline="") as file:
        return {row["name"] for row in csv.DictReader(file)}


def line_of(person: DemoPerson) -> list[str]:
    """List the managers above a person, nearest first; a cycle ends the list with a repeat."""
    above: list[str] = []
    key = person.manager_key
    while key is not None:
        above.append(key)
        if above.count(key) > 1:
            break
        key = STAFF[key].manager_key
    return above


def shared_half_hours(one: str, other: str) -> int:
    """Count the half-hours of a winter week (in UTC) in which both work."""

    def working(key: str) -> set[int]:
        profile, ahead = PROFILES[key], HALF_HOURS_AHEAD[STAFF[key].zone]
        first, last = (
            int(hour) * 2 + int(minute) // 30 for hour, minute in (profile.start.split(":"), profile.end.split(":"))
        )
        return {((day - 1) * 48 + half_hour - ahead) % 336 for day in profile.days for half_hour in range(first, last)}

    return len(working(one) & working(other))


def teaches(program: DemoProgram, one: str, other: str) -> list[str]:
    """List the gaps of `other` in this program that `one` can teach."""
    gaps = next(p.gaps for p in program.participations if p.person == other)
    return [g for g in gaps if PROFILES[one].offers.get(g, "curious") != "curious"]


def may_meet(newcomer: str, senior: str) -> bool:
    """Apply the default hard rules: line, team, two grades apart, some common time and language."""
    one, other = STAFF[newcomer], STAFF[senior]
    return (
        senior not in line_of(one)
        and newcomer not in line_of(other)
        and one.team != other.team
        and other.grade - one.grade >= 2
        and shared_half_hours(newcomer, senior) > 0
        and bool({*PROFILES[newcomer].languages} & {*PROFILES[senior].languages})
    )


def everyone_named() -> set[str]:
    """Collect every person key that the demo names anywhere."""
    named = {key for _, key in LOGINS} | set(PROFILES)
    for program in PROGRAMS:
        named |= {program.coordinator, program.sponsor, program.counsellor, *program.invited}
        named |= {p.person for p in program.participations}
        named |= {key for pair in program.pairs for key in (pair.newcomer, pair.senior)}
    for idea in IDEAS:
        named |= {idea.newcomer, idea.senior, *idea.released_by}
    return named | {idea.owner for idea in IDEAS if idea.owner}


def test_people_have_unique_keys_and_mail_addresses() -> None:
    addresses = {person.email for person in PEOPLE}

    assert len(PEOPLE) == len(STAFF) == len(addresses) == 207
    assert addresses == {f"{key}@havenport.example" for key in STAFF}


def test_everybody_reports_up_to_the_one_managing_director() -> None:
    tops = {line_of(person)[-1] for person in PEOPLE if person.manager_key}
    levels = {len(line_of(person)) for person in PEOPLE}

    assert [person.key for person in PEOPLE if person.manager_key is None] == ["marged.prosser"]
    assert tops == {"marged.prosser"}
    assert levels == {0, 1, 2, 3, 4}


def test_managers_stand_before_their_people_and_above_them_in_grade() -> None:
    order = {person.key: place for place, person in enumerate(PEOPLE)}

    wrong = [
        person.key
        for person in PEOPLE
        if person.manager_key
        and not (order[person.manager_key] < order[person.key] and STAFF[person.manager_key].grade > person.grade)
    ]

    assert wrong == []
    assert {person.grade_name for person in PEOPLE} == set(GRADES)


def test_locations_have_real_zones() -> None:
    zones = {ZoneInfo(person.zone).key for person in PEOPLE}

    assert zones == set(HALF_HOURS_AHEAD)


def test_everyone_who_is_named_is_on_the_staff() -> None:
    assert everyone_named() - set(STAFF) == set()


def test_profiles_use_the_shipped_skills_and_interests() -> None:
    offered = {skill for profile in PROFILES.values() for skill in profile.offers}
    wanted = {g for program in PROGRAMS for p in program.participations for g in p.gaps}
    liked = {name for profile in PROFILES.values() for name in profile.interests}

    assert (offered | wanted) - names("skills.csv") == set()
    assert liked - names("interests.csv") == set()
    assert len(PROFILES) == 90


def test_profiles_use_the_four_self_words_and_three_urgencies() -> None:
    words = {word for profile in PROFILES.values() for word in profile.offers.values()}
    urgencies = {u for program in PROGRAMS for p in program.participations for u in p.gaps.values()}

    assert words == {"curious", "beginner", "can do", "can teach"}
    assert urgencies == {"some day", "soon", "now"}


def test_nobody_wants_to_learn_what_they_offer() -> None:
    both = [
        p.person for program in PROGRAMS for p in program.participations if set(p.gaps) & set(PROFILES[p.person].offers)
    ]

    assert both == []


def test_programs_have_the_promised_phases_and_sizes() -> None:
    sizes = [(p.phase, len(p.participations), len(p.pairs)) for p in PROGRAMS]

    assert sizes == [("open", 40, 0), ("running", 26, 12), ("closed", 20, 10)]
    assert {p.template for p in PROGRAMS} <= {template.key for template in TEMPLATES}


def test_nobody_takes_part_twice_or_also_leads_a_program() -> None:
    taking_part = [p.person for program in PROGRAMS for p in program.participations]
    leading = {k for p in PROGRAMS for k in (p.coordinator, p.sponsor, p.counsellor)}
    invited = [key for program in PROGRAMS for key in program.invited]

    assert len({*taking_part, *invited}) == len(taking_part) + len(invited)
    assert leading & {*taking_part, *invited} == set()


def test_counsellors_stand_outside_the_line_of_coordinator_and_sponsor() -> None:
    inside = [
        program.title
        for program in PROGRAMS
        for leader in (program.coordinator, program.sponsor)
        if program.counsellor in line_of(STAFF[leader]) or leader in line_of(STAFF[program.counsellor])
    ]

    assert inside == []


def test_every_pair_keeps_the_rules_and_is_two_way() -> None:
    def whole(program: DemoProgram, pair: DemoPair) -> bool:
        sides = {p.person: p.side for p in program.participations}
        return (
            (sides[pair.newcomer], sides[pair.senior]) == ("newcomer", "senior")
            and may_meet(pair.newcomer, pair.senior)
            and bool(teaches(program, pair.newcomer, pair.senior))
            and bool(teaches(program, pair.senior, pair.newcomer))
        )

    broken = [pair for program in PROGRAMS for pair in program.pairs if not whole(program, pair)]

    assert broken == []


def test_sessions_held_fit_the_template() -> None:
    planned = {template.key: template.meetings for template in TEMPLATES}

    held = {p.phase: {pair.held for pair in p.pairs} for p in PROGRAMS}

    assert held == {"open": set(), "running": {2, 3, 4}, "closed": {4, 5, 6}}
    assert all(pair.held <= planned[p.template] for p in PROGRAMS for pair in p.pairs)


def test_every_newcomer_of_the_open_program_has_three_two_way_partners() -> None:
    program = PROGRAMS[0]
    seniors = [p.person for p in program.participations if p.side == "senior"]

    partners = {
        p.person: sum(
            may_meet(p.person, senior)
            and bool(teaches(program, p.person, senior))
            and bool(teaches(program, senior, p.person))
            for senior in seniors
        )
        for p in program.participations
        if p.side == "newcomer"
    }

    assert [person for person, count in partners.items() if count < 3] == []


def test_every_gap_of_a_paired_person_has_a_goal() -> None:
    gaps = {g for p in PROGRAMS if p.pairs for row in p.participations for g in row.gaps}

    assert gaps - set(PLAN_GOALS) == set()
    assert set(PLAN_GOALS) - names("skills.csv") == set()


def test_ideas_come_from_pairs_and_leave_them_by_two_consents() -> None:
    pairs = {(pair.newcomer, pair.senior) for p in PROGRAMS for pair in p.pairs}

    assert {(idea.newcomer, idea.senior) for idea in IDEAS} - pairs == set()
    assert [len(idea.released_by) for idea in IDEAS if idea.state != "draft"] == [2] * 5
    assert [len(idea.released_by) for idea in IDEAS if idea.state == "draft"] == [1]


def test_pulse_answers_lie_on_the_scales() -> None:
    worth, learned, gave = (set(column) for column in zip(*PULSE_ANSWERS, strict=True))

    assert (worth, learned, gave) == ({2, 3, 4, 5}, {1, 2, 3}, {1, 2, 3})


def test_the_data_are_the_same_in_a_second_process() -> None:
    code = (
        "import hashlib, mentoring.demo_data as d;"
        "print(hashlib.sha256(repr([getattr(d, n) for n in d.__all__ if n.isupper()])"
        ".encode()).hexdigest())"
    )

    digests = {
        subprocess.run(
            [sys.executable, "-c", code],
            cwd=ROOT,
            env={**os.environ, "PYTHONHASHSEED": seed},
            check=True,
            capture_output=True,
            text=True,
        ).stdout
        for seed in ("1", "2")
    }

    assert len(digests) == 1


def test_copy_avoids_the_words_of_the_house() -> None:
    files = [path for folder in (*WRITTEN, "mentoring/demo_data") for path in sorted((ROOT / folder).glob("*.*"))]

    found = {path.name: AVOIDED.findall(path.read_text(encoding="utf-8")) for path in files}

    assert {name: words for name, words in found.items() if words} == {}
