"""The organisers' board: every pair's step, counts, colour and the one next action, and writing to both."""

from collections.abc import Callable
from datetime import datetime
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_POST

from pairing.models import Pair
from people.access import PersonRequest
from programs.access import ORGANISERS, program_door
from programs.models import Program, Side
from record.exports import csv_text
from sessions_app import actions, queries
from sessions_app.forms import BatchForm, BoardFilter, ChosenPairs
from sessions_app.models import BoardLetter
from sessions_app.queries import Action, Colour, Stage, Standing

PAIRS_A_PAGE = 50
SORTS: dict[str, Callable[[Standing], Any]] = {
    "step": lambda each: [*Stage].index(each.stage),
    "held": lambda each: each.held,
    "colour": lambda each: [*Colour].index(each.colour),
}
HEADS = {"pair": "Pair", "step": "Step", "held": "Sessions held", "colour": "Rhythm"}
EXPORTED = ("Person", "Program", "Side", "State", "Sessions planned", "Sessions held", "Orientation done")
PEOPLE = ("newcomer__person", "senior__person", "program")
organisers = program_door(*ORGANISERS)


@organisers
def board(request: PersonRequest, program: Program) -> HttpResponse:
    """Show at which step each pair is, how many sessions it has held, and what to do: no dates, no content."""
    now = timezone.now()
    filters = BoardFilter(request.GET, program=program)
    sort = request.GET.get("sort", "pair")
    page = Paginator(_chosen(program, filters, sort, now=now), PAIRS_A_PAGE).get_page(request.GET.get("page"))
    pairs = Pair.objects.select_related(*PEOPLE).in_bulk([key for key, *_ in page.object_list])
    counted = {key: standing for key, *known in page.object_list for standing in known}
    standings = counted or queries.standings_of(program, pairs.values(), now=now)
    context = {
        "program": program,
        "page": page,
        "rows": [_row(pairs[key], standings[key], program) for key, *_ in page.object_list],
        "filters": filters,
        "words": request.GET.get("q", ""),
        "is_filtered": filters.is_set,
        "heads": _heads(request, sort),
        "written": _written(request, program),
    }
    return render(request, "sessions_app/board.html", context)


@organisers
def export_board(request: PersonRequest, program: Program) -> HttpResponse:
    """Write the chosen pairs as a table of status alone, a line for each of the two (rule P20 of the privacy rules)."""
    now = timezone.now()
    filters = BoardFilter(request.GET, program=program)
    keys = [key for key, *_ in _chosen(program, filters, "pair", now=now)]
    chosen = Pair.objects.filter(pk__in=keys)
    standings, pairs = queries.standings(program, chosen, now=now), chosen.select_related(*PEOPLE).in_bulk()
    rows = [
        (
            pairs[key].place_of(side).person.name,
            program.name,
            program.label_of(side),
            standings[key].step,
            standings[key].total,
            standings[key].held,
            "yes" if pairs[key].place_of(side).is_oriented else "no",
        )
        for key in keys
        for side in Side
    ]
    answer = HttpResponse(csv_text(EXPORTED, rows), content_type="text/csv; charset=utf-8")
    answer["Content-Disposition"] = 'attachment; filename="pairs.csv"'
    return answer


@organisers
def write_to_pairs(request: PersonRequest, program: Program) -> HttpResponse:
    """Say whom a letter would reach and what it says (GET), and write it (POST)."""
    now = timezone.now()
    form = ChosenPairs(request.POST or request.GET)
    chosen = form.cleaned_data["chosen"] if form.is_valid() else []
    back = reverse("sessions_app:board", args=[program.pk])
    if request.method == "POST":
        batch, _ = actions.write_to_pairs(program, pairs=chosen, by=request.user, now=now)
        return redirect(f"{back}?written={batch}")
    awake = program.pairs.awake().filter(pk__in=chosen)
    standings = queries.standings(program, awake, now=now)
    pairs = awake.select_related(*PEOPLE).order_by("newcomer__person__name", "pk")
    reached = [pair for pair in pairs if not standings[pair.pk].was_written]
    passed_over = len(chosen) - len(reached)
    context = {"program": program, "pairs": reached, "passed_over": passed_over, "until": now + BoardLetter.UNDO_WITHIN}
    return render(request, "sessions_app/write_to_pairs.html", context)


@organisers
@require_POST
def take_back_letters(request: PersonRequest, program: Program, batch: UUID) -> HttpResponse:
    """Take back letters that have not left."""
    taken = actions.take_back_letters(program, batch=batch, now=timezone.now())
    messages.info(request, "Nobody was written to." if taken else "These letters have left and cannot be taken back.")
    return redirect("sessions_app:board", program_id=program.pk)


def _chosen(program: Program, filters: BoardFilter, sort: str, *, now: datetime) -> Any:
    """Return the pairs to show in order, each as (key) or, where it had to be counted, as (key, standing).

    By name the database slices; by what no column holds, every pair is counted once and sorted here.
    """
    pairs = filters.chosen(queries.on_board(program, now=now))
    is_backward, by = sort.startswith("-"), sort.removeprefix("-")
    by_name = pairs.order_by("newcomer__person__name", "pk")
    if by not in SORTS and not filters.standing:
        return (by_name.reverse() if is_backward and by == "pair" else by_name).values_list("pk")
    found = [
        (key, each)
        for key, each in queries.standings(program, by_name, now=now).items()
        if all(getattr(each, name) == value for name, value in filters.standing.items())
    ]
    if by in SORTS:
        found.sort(key=lambda row: SORTS[by](row[1]), reverse=is_backward)
    return found[::-1] if is_backward and by == "pair" else found


def _row(pair: Pair, standing: Standing, program: Program) -> dict[str, Any]:
    """Return a pair with its standing in words, and where its one next action leads."""
    urls = {
        Action.WRITE: reverse("sessions_app:write_to_pairs", args=[program.pk]) + f"?chosen={pair.pk}",
        Action.REPOOL: reverse("pairing:rounds", args=[program.pk]),
    }
    return {"pair": pair, "standing": standing, "url": urls.get(standing.action)}


def _heads(request: PersonRequest, sort: str) -> list[dict[str, Any]]:
    """Return each column that sorts, with the address of the list sorted the other way."""
    heads = []
    for name, label in HEADS.items():
        query = request.GET.copy()
        query.pop("page", None)
        query["sort"] = f"-{name}" if sort == name else name
        direction = {name: "ascending", f"-{name}": "descending"}.get(sort, "")
        heads.append({"label": label, "url": f"?{query.urlencode()}", "direction": direction, "number": name == "held"})
    return heads


def _written(request: PersonRequest, program: Program) -> dict[str, Any] | None:
    """Return what was just written, while it can be taken back."""
    form = BatchForm({"batch": request.GET.get("written")})
    if not form.is_valid():
        return None
    since = timezone.now() - BoardLetter.UNDO_WITHIN
    mine = BoardLetter.objects.filter(pair__program=program, batch=form.cleaned_data["batch"], written_at__gt=since)
    count = mine.count()
    return {"batch": form.cleaned_data["batch"], "count": count} if count else None
