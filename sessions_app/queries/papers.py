"""Reads of a pair's papers in clear, and the words they begin with."""

import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from string import Template
from typing import Any

from pairing.models import Pair
from profiles.models import Skill
from profiles.queries import Want, wants_of
from programs.models import Participation, Program, Side
from record.sealing import open_many, open_one
from sessions_app.data import agreement as words
from sessions_app.differences import difference
from sessions_app.models import Agreement, GoalWords, Plan, PlanVersion, SharingSheet, SheetLine

MONTH_DAYS = 30.44
CONFIDENTIALITY = ("confidentiality", "limits")
Kind = SheetLine.Kind


@dataclass(frozen=True)
class Entry:
    """One line of a sheet in clear."""

    kind: str
    text: str
    is_kept_back: bool = False


def sheet_of(pair: Pair, *, side: str) -> SharingSheet | None:
    """Return one side's sheet with its pair, None before anything was written."""
    sheet = pair.sheets.filter(author=pair.place_of(side)).first()
    if sheet is not None:
        sheet.pair = pair
    return sheet


def entries_of(sheet: SharingSheet) -> list[Entry]:
    """Return a sheet's lines in clear, in order."""
    return [Entry(line.kind, text, line.is_kept_back) for line, text in lines_of(sheet)]


def beginnings(pair: Pair) -> dict[Side, list[Entry]]:
    """Return by side the lines a sheet starts with, so that nothing is asked twice; the most urgent wish first."""
    wants = wants_of([pair.newcomer, pair.senior])
    return {side: _beginning(pair.place_of(side), wants.get(pair.place_of(side).pk, {})) for side in Side}


def beginning_entries(pair: Pair, *, side: Side, sheet: SharingSheet | None) -> list[Entry]:
    """Return what a side's form starts with: its sheet's lines, before there are any those of its profile."""
    if sheet is not None:
        return entries_of(sheet)
    return beginnings(pair)[side] if pair.is_live else []


def _beginning(author: Participation, urgencies: dict[Want, int]) -> list[Entry]:
    skills = Skill.objects.in_bulk([want for want in urgencies if isinstance(want, int)])
    names = {want: want if isinstance(want, str) else skills[want].name for want in urgencies}
    return [
        *(Entry(Kind.INTEREST, interest.name) for interest in author.person.interests.all()),
        *(
            Entry(Kind.OFFER, f"{offer.skill.name} ({offer.get_level_display()})")
            for offer in author.person.skills_offered.select_related("skill")
        ),
        *(Entry(Kind.LEARN, names[want]) for want in sorted(names, key=lambda want: (-urgencies[want], names[want]))),
    ]


def lines_of(sheet: SharingSheet) -> list[tuple[SheetLine, str]]:
    """Return a sheet's lines with their text, in order."""
    lines = list(sheet.lines.select_related("sheet__pair__data_key"))
    texts = open_many(lines, "text")
    return [(line, texts[line.pk]) for line in lines]


def shown_lines_of(sheet: SharingSheet) -> list[tuple[SheetLine, str]]:
    """Return the lines that the partner may read: not those kept back."""
    return [(line, text) for line, text in lines_of(sheet) if not line.is_kept_back]


def grouped(lines: Iterable[tuple[SheetLine, str]]) -> list[dict[str, Any]]:
    """Return lines in the five groups of a sheet, as {"kind", "title", "lines"}; empty groups are left out."""
    known = list(lines)
    groups = [
        {"kind": kind, "title": title, "lines": [(line, text) for line, text in known if line.kind == kind]}
        for kind, title in SheetLine.Kind.choices
    ]
    return [group for group in groups if group["lines"]]


def open_sheets_of(pair: Pair) -> dict[str, SharingSheet]:
    """Return both sheets by side once both are shared, and until then none: as if nothing were there."""
    sheets: dict[str, SharingSheet] = {
        Side.NEWCOMER if sheet.author_id == pair.newcomer_id else Side.SENIOR: sheet
        for sheet in pair.sheets.filter(shared_at__isnull=False)
    }
    return sheets if len(sheets) == len(Side) else {}


def plan_of(pair: Pair, *, designer: str) -> Plan | None:
    """Return the plan that one side designs, with its pair."""
    return pair.plans.filter(designer=designer).first()


def goals_and_themes(plan: Plan | PlanVersion) -> tuple[list[str], list[str]]:
    """Return a plan's lines in clear."""
    return json.loads(open_one(plan, "goals") or "[]"), json.loads(open_one(plan, "themes") or "[]")


def handed_over(plan: Plan) -> list[PlanVersion]:
    """Return what both have read of a plan, the newest first."""
    return list(plan.versions.select_related("plan__pair__data_key"))


def text_of_plan(goals: Iterable[str], themes: Iterable[str]) -> str:
    """Return a plan as lines of text, the way two versions of it are compared."""
    return "\n".join(
        [
            *(f"Goal {number}: {goal}" for number, goal in enumerate(goals, start=1)),
            *(f"Session {number}: {theme or 'open'}" for number, theme in enumerate(themes, start=1)),
        ]
    )


def changes_of(plan: Plan) -> list[dict[str, Any]]:
    """Return what each handing over changed, the newest first, as {"version", "lines"}; the first changed nothing."""
    versions = handed_over(plan)
    texts = [text_of_plan(*goals_and_themes(version)) for version in versions]
    return [
        {"version": version, "lines": difference(earlier, text)}
        for version, text, earlier in zip(versions, texts, texts[1:], strict=False)
    ]


def goal_words(plan: Plan) -> tuple[list[str], list[str]]:
    """Return how the one a plan is for calls themselves in each goal, before and after; "" where nothing was said."""
    count = len(goals_and_themes(plan)[0])
    said = GoalWords.objects.filter(plan=plan).select_related("learner__data_key").first()
    if said is None:
        return [""] * count, [""] * count
    before, after = (json.loads(open_one(said, moment) or "[]") for moment in ("before", "after"))
    return [*before, *[""] * count][:count], [*after, *[""] * count][:count]


def agreement_in_force(pair: Pair) -> tuple[Agreement | None, str]:
    """Return the newest agreement and its text: the first version, unsaved, before anybody has pressed anything."""
    newest = pair.agreements.select_related("pair__data_key").first()
    if newest is not None:
        return newest, open_one(newest, "text")
    if not pair.is_live:
        return None, ""
    return Agreement(pair=pair, version=1, written_at=pair.began_at), agreement_text(pair)


def agreement_before(agreement: Agreement) -> str:
    """Return the text of the version before, empty for the first."""
    earlier = agreement.pair.agreements.filter(version=agreement.version - 1).select_related("pair__data_key").first()
    return open_one(earlier, "text") if earlier else ""


def first_draft(pair: Pair, *, designer: str) -> tuple[list[str], list[str]]:
    """Return goals and themes to begin with, out of what the other wants to learn; empty before both have shared."""
    theirs = open_sheets_of(pair).get(Side(designer).other)
    if theirs is None:
        return [], []
    goals = [text for line, text in shown_lines_of(theirs) if line.kind == SheetLine.Kind.LEARN][: Plan.MOST_GOALS]
    between = range(pair.program.session_count - 2)
    middle = [goals[step % len(goals)] for step in between] if goals else ["" for _ in between]
    return goals, ["Get to know each other’s work", *middle, "Look back, and decide what stays"]


def _values(pair: Pair) -> Mapping[str, object]:
    names = {Side.NEWCOMER: pair.newcomer.person.name, Side.SENIOR: pair.senior.person.name}
    return _values_in(pair.program, names)


def example_agreement(program: Program) -> list[tuple[str, str]]:
    """Return heading and text of each part of the first agreement, for two invented people."""
    values = _values_in(program, {Side.NEWCOMER: "Alex Example", Side.SENIOR: "Sam Sample"})
    return [(part.heading, Template(part.text).substitute(values)) for part in words.SECTIONS]


def _values_in(program: Program, names: Mapping[Side, str]) -> Mapping[str, object]:
    return {
        "program": program.name,
        "purpose": program.purpose,
        "newcomer": names[Side.NEWCOMER],
        "senior": names[Side.SENIOR],
        "meetings": program.session_count,
        "minutes": program.session_minutes,
        "months": max(1, round((program.ends_on - program.starts_on).days / MONTH_DAYS)),
        "cadence_weeks": program.cadence_weeks,
        "agenda_driver": names[Side(words.DRIVES_AGENDA)],
        "slot_owner": names[Side(words.OWNS_SLOT)],
        "preparation_minutes": words.PREPARATION_MINUTES,
        "contact": words.CONTACT,
        "counsellor": program.counsellor.name,
    }


def agreement_text(pair: Pair) -> str:
    """Return the first version: a heading and a paragraph for each section, an empty line between."""
    values = _values(pair)
    return "\n\n".join(f"{part.heading}\n{Template(part.text).substitute(values)}" for part in words.SECTIONS)


def limits(pair: Pair) -> list[tuple[str, str]]:
    """Return heading and text of what stays between the two and where that ends, for the top of every form."""
    values = _values(pair)
    return [
        (part.heading, Template(part.text).substitute(values)) for part in words.SECTIONS if part.key in CONFIDENTIALITY
    ]


def sections_of(text: str) -> list[tuple[str, str]]:
    """Return heading and paragraphs of each part of an agreement's text; a part of one line has no heading."""
    parts = [part.strip() for part in text.split("\n\n") if part.strip()]
    return [(head, body) if body else ("", head) for head, _, body in (part.partition("\n") for part in parts)]
