"""Reads of insights: the figures of a program as its leaders see them."""

from collections.abc import Iterable, Mapping
from decimal import Decimal
from typing import Any, cast

from django.conf import settings

from feedback.models import Answer
from insights.data.definitions import PAIRS, PULSE, SESSIONS, STATUS, Block, counted, hidden
from insights.disclosure import step_of_progress
from insights.models import Release, Tally
from programs.models import Outcome, Program
from record.sealing import open_many

Row = Mapping[str, Any]


def blocks_of(release: Release) -> list[Block]:
    """Return the figures of a release as it froze them (the shape stands in `insights.models.Release`)."""
    return cast("list[Block]", release.figures)


def status_figures(program: Program) -> list[Block]:
    """Return what may be told of scheduling: only tallies, which grow by whole groups."""
    counts = dict(Tally.objects.filter(program=program, told__gt=0).values_list("key", "told"))
    pairs, sessions = counts.get(Tally.Key.PAIRS, 0), counts.get(Tally.Key.SESSIONS, 0)
    if not pairs:
        why = f"Told once at least {settings.SMALLEST_GROUP} people in {settings.FEWEST_PAIRS} pairs have started."
        return [figure.block(hidden(why)) for figure in STATUS]
    planned = pairs * program.session_count
    if sessions:
        held = SESSIONS.told(step_of_progress(sessions, planned), of=f"of {planned} planned")
    else:
        held = hidden(f"Told once {settings.FEWEST_PAIRS} pairs have held a session.")
    return [PAIRS.block(counted(pairs, of="pairs")), SESSIONS.block(held)]


def row_of(block: Block) -> Row:
    """Return a figure over everybody as one row."""
    return {
        "title": block["title"],
        "definition": block["definition"],
        **block["overall"],
        "steps": len(block["steps"]),
    }


def with_bars(blocks: Iterable[Block]) -> list[tuple[Row, dict[str, Any] | None]]:
    """Return each figure over everybody with its bar, None where it is a plain count or hidden."""
    return [(row, bar(row) if "step" in row else None) for row in map(row_of, blocks)]


def status_of(release: Release) -> list[Block]:
    """Return the figures about scheduling as a release froze them."""
    keys = {figure.key for figure in STATUS}
    return [block for block in blocks_of(release) if block["key"] in keys]


def outcome_rows(program: Program) -> list[dict[str, Any]]:
    """Return each outcome with its way from baseline to target in percent, None before a value is known."""
    return [{"outcome": outcome, "percent": _way(outcome)} for outcome in program.outcomes.order_by("pk")]


def _way(outcome: Outcome) -> int | None:
    """Return how far an outcome has come, 0 to 100."""
    distance: Decimal = outcome.target - outcome.baseline
    if outcome.latest is None or not distance:
        return None
    return max(0, min(100, round(100 * (outcome.latest - outcome.baseline) / distance)))


def charts(releases: Iterable[Release]) -> list[dict[str, Any]]:
    """Return one chart a pulse figure: the newest release's row, and a bar for every release, newest first."""
    by_release = [(release, {block["key"]: row_of(block) for block in blocks_of(release)}) for release in releases]
    found = []
    for figure in PULSE:
        rows = [(release, rows[figure.key]) for release, rows in by_release if "step" in rows.get(figure.key, ())]
        if rows:
            bars = [{"number": release.number, **bar(row)} for release, row in rows]
            found.append({"figure": rows[0][1], "bars": bars})
    return found


def bar(row: Row) -> dict[str, Any]:
    """Return the words of a row and the segments of its bar, in percent of the width."""
    width = 100 / row["steps"]
    segments = [
        {"x": f"{number * width:g}", "width": f"{width - 1:g}", "is_filled": number <= row["step"]}
        for number in range(row["steps"])
    ]
    return {"value": row["value"], "of": row["of"], "segments": segments}


def words_of(release: Release) -> list[str]:
    """Return the words that a release lets organisers read, in an order that says nothing: that of random ids."""
    program = release.program
    if program.survey_key.is_destroyed:
        return []
    words = Answer.objects.filter(program=program, batch=release.number).words().order_by("pk")
    return list(open_many(words.select_related("program__survey_key"), "text").values())
