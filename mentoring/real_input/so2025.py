"""Reads the Stack Overflow Developer Survey 2025 as two sides of a program: real people's skills and wishes.

Source: Stack Overflow, ODbL 1.0, a CSV with a UTF-8 byte order mark, "NA" for no answer and ";" between values.
Known is what somebody has worked with, a gap is what they want to work with beyond that. Newcomers have at most
5 years of work experience, seniors at least 15; both know at least 3 skills and have at least 1 gap.
"""

from __future__ import annotations

import csv
from dataclasses import dataclass
from pathlib import Path

KINDS = ("Language", "Database", "Platform", "Webframe", "DevEnvs", "AIModels", "OfficeStackAsync")
NEWCOMER_YEARS_MOST = 5
SENIOR_YEARS_LEAST = 15
SKILLS_LEAST = 3


@dataclass(frozen=True)
class Respondent:
    """One answer sheet. Skill names are prefixed by their kind: "Language: Python"."""

    id: int
    years: float
    skills: frozenset[str]
    gaps: frozenset[str]


def read(path: Path) -> tuple[list[Respondent], list[Respondent]]:
    """(newcomers, seniors) in the order of the file. Rows without work experience are left out."""
    newcomers, seniors = [], []
    with path.open(encoding="utf-8-sig", newline="") as lines:
        for row in csv.DictReader(lines):
            if row["WorkExp"] == "NA":
                continue
            person = _respondent(row)
            if len(person.skills) < SKILLS_LEAST or not person.gaps:
                continue
            if person.years <= NEWCOMER_YEARS_MOST:
                newcomers.append(person)
            elif person.years >= SENIOR_YEARS_LEAST:
                seniors.append(person)
    return newcomers, seniors


def _respondent(row: dict[str, str]) -> Respondent:
    skills = _named(row, "HaveWorkedWith")
    return Respondent(
        id=int(row["ResponseId"]),
        years=float(row["WorkExp"]),
        skills=skills,
        gaps=_named(row, "WantToWorkWith") - skills,
    )


def _named(row: dict[str, str], question: str) -> frozenset[str]:
    return frozenset(
        f"{kind}: {name.strip()}"
        for kind in KINDS
        for name in row[kind + question].split(";")
        if name.strip() not in ("", "NA")
    )
