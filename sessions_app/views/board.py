"""The organisers' board: every pair's step, counts, colour and the one next action, and writing to both."""

from collections.abc import Callable, Iterable
from datetime import datetime
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.core.paginator import Paginator
from django.db.models import Case, F, TextChoices, Value, When
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
from sessions_app.models import BoardLetter, PairStanding
from sessions_app.queries import Action, Colour, Stage, Standing


def _place_in(choices: type[TextChoices], field: str) -> Case:
    """Return the place of a field's value in the order of its choices."""
    return Case(*(When(**{field: choice}, then=Value(place)) for place, choice in enumerate(choices)))


PAIRS_A_PAGE = 25
SORTS: dict[str, Callable[[Standing], Any]] = {
    "step": lambda each: [*Stage].index(each.stage),
    "held": lambda each: each.held,
    "colour": lambda each: [*Colour].index(each.colour),
}
# The same, of what was written down at the last sweep.
NOTED: dict[str, Any] = {
    "step": _place_in(Stage, "stage"),
    "held": F("held"),
    "colour": _place_in(Colour, "colour"),
}
HEADS = {"pair": "Pair", "step": "Step", "held": "Sessions held", "colour": "Rhythm"}
EXPORTED = ("Person", "Program", "Side", "State", "Sessions planned", "Sessions held", "Orientation done")
PEOPLE = ("newcomer__person", "senior__person")
SHOWN = ("ended_at", *(f"{side}__{field}" for side in Side for field in ("oriented_at", "paused_at", "person__name")))
organisers = program_door(*ORGANISERS)


@organisers
def board(request: PersonRequest, program: Program) -> HttpResponse:
    """Show at which step each pair is, how many sessions it has held, and what to do: no dates, no content."""
    now = timezone.now()
    is_noted = queries.is_noted(program)
    filters = BoardFilter(request.GET, departments=queries.departments_of(program, is_noted=is_noted))
    sort = request.GET.get("sort", "pair")
    chosen = _chosen(program, filters, sort, is_noted=is_noted, now=now)
    page = Paginator(chosen, PAIRS_A_PAGE).get_page(request.GET.get("page"))
    pairs = Pair.objects.select_related(*PEOPLE).only(*SHOWN).in_bulk([key for key, *_ in page.object_list])
    counted = {key: standing for key, *known in page.object_list for standing in known}
    standings = counted or queries.standings_of(program, pairs.values(), now=now)
    context = {
        "program": program,
        "page": page,
        "rows": _rows([(pairs[key], standings[key]) for key, *_ in page.object_list], program),
        "filters": filters,
        "words": request.GET.get("q", ""),
        "is_filtered": filters.is_set,
        "is_noted": is_noted,
        "heads": _heads(request, sort),
        "written": _written(request, program),
    }
    return render(request, "sessions_app/board.html", context)


@organisers
def export_board(request: PersonRequest, program: Program) -> HttpResponse:
    """Write the chosen pairs as a table of status alone, a line for each of the two (rule P20 of the privacy rules)."""
    now = timezone.now()
    filters = BoardFilter(request.GET, departments=queries.departments_of(program, is_noted=False))
    keys = [key for key, *_ in _chosen(program, filters, "pair", is_noted=False, now=now)]
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


def _chosen(program: Program, filters: BoardFilter, sort: str, *, is_noted: bool, now: datetime) -> Any:
    """Return the pairs to show in order, each as (key) or, where it had to be counted, as (key, standing).

    By what no column holds, every pair is counted once and sorted here; those of a large program are chosen by where
    they stood at the last sweep.
    """
    is_backward, by = sort.startswith("-"), sort.removeprefix("-")
    if is_noted:
        return _noted(program, filters, by=by, is_backward=is_backward)
    pairs = filters.chosen(queries.by_name(queries.on_board(program, now=now)), program)
    if by not in SORTS and not filters.standing:
        return list((pairs.reverse() if is_backward and by == "pair" else pairs).values_list("pk"))
    found = [
        (key, each)
        for key, each in queries.standings(program, pairs, now=now).items()
        if all(getattr(each, name) == value for name, value in filters.standing.items())
    ]
    if by in SORTS:
        found.sort(key=lambda row: SORTS[by](row[1]), reverse=is_backward)
    return found[::-1] if is_backward and by == "pair" else found


def _noted(program: Program, filters: BoardFilter, *, by: str, is_backward: bool) -> Any:
    """Filter and sort the pairs of a large program by where they stood at the last sweep."""
    rows = filters.chosen(PairStanding.objects.filter(program=program, **filters.standing), program, pair="pair")
    order = NOTED.get(by, F("place"))
    found = rows.order_by(order.desc() if is_backward else order.asc(), "place").values_list("pk")
    # A list narrowed by people is joined once, rather than to count and to slice.
    return list(found) if filters.is_of_people else found


def _rows(pairs: Iterable[tuple[Pair, Standing]], program: Program) -> list[dict[str, Any]]:
    """Return pairs with their standing in words, and where the one next action of each leads."""
    write, rounds = (reverse(name, args=[program.pk]) for name in ("sessions_app:write_to_pairs", "pairing:rounds"))
    return [
        {
            "pair": pair,
            "standing": standing,
            "url": {Action.WRITE: f"{write}?chosen={pair.pk}", Action.REPOOL: rounds}.get(standing.action),
        }
        for pair, standing in pairs
    ]


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
