"""Reads of a pair's papers in clear, and the words they begin with."""

import json
from collections.abc import Iterable, Mapping
from string import Template
from typing import Any

from pairing.models import Pair
from programs.models import Side
from record.sealing import open_many, open_one
from sessions_app.data import agreement as words
from sessions_app.models import Plan, SharingSheet, SheetLine

MONTH_DAYS = 30.44
CONFIDENTIALITY = ("confidentiality", "limits")


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


def goals_and_themes(plan: Plan) -> tuple[list[str], list[str]]:
    """Return a plan's lines in clear."""
    return json.loads(open_one(plan, "goals") or "[]"), json.loads(open_one(plan, "themes") or "[]")


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
    program = pair.program
    names = {Side.NEWCOMER: pair.newcomer.person.name, Side.SENIOR: pair.senior.person.name}
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
