"""Verb of breakdowns: declare how a program's figures are divided."""

from collections.abc import Iterable, Sequence
from itertools import pairwise

from django.db import transaction

from insights.data.breakdowns import WAYS, Band
from insights.models import Breakdowns
from programs.models import Program


class BadBands(Exception):
    """Bands of grades that overlap, or end before they begin; the text says which."""


@transaction.atomic
def declare_breakdowns(program: Program, *, ways: Iterable[str], bands: Sequence[Band]) -> Breakdowns:
    """Set how the next release divides its figures; what is asked for or released already stays as it was.

    `ways` are keys of WAYS, kept in their order; `bands` are ranges of grades, none meaning a group a grade. Raises
    BadBands.
    """
    _refuse_overlaps(bands)
    chosen = set(ways)
    told = {"ways": [key for key in WAYS if key in chosen], "bands": sorted(bands, key=lambda band: band["least"])}
    return Breakdowns.objects.update_or_create(program=program, defaults=told)[0]


def _refuse_overlaps(bands: Sequence[Band]) -> None:
    by_least = sorted(bands, key=lambda band: band["least"])
    for band in by_least:
        if band["least"] > band["most"]:
            message = f"“{band['label']}” ends before it begins."
            raise BadBands(message)
    for lower, upper in pairwise(by_least):
        if upper["least"] <= lower["most"]:
            message = f"“{lower['label']}” and “{upper['label']}” overlap: somebody would be counted in both."
            raise BadBands(message)
    if len({band["label"] for band in bands}) < len(bands):
        raise BadBands("Two bands have the same name.")
