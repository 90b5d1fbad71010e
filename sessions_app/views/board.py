"""The organisers' board."""

from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import render
from django.utils import timezone

from pairing.models import Pair
from people.access import PersonRequest
from programs.access import ORGANISERS, program_door
from programs.models import Program
from sessions_app import queries

PAIRS_A_PAGE = 50


@program_door(*ORGANISERS)
def board(request: PersonRequest, program: Program) -> HttpResponse:
    """Show at which step each pair is, and how many sessions it has held: no dates, no content."""
    now = timezone.now()
    pairs = Pair.objects.live().with_people().filter(program=program).order_by("newcomer__person__name", "pk")
    page = Paginator(pairs, PAIRS_A_PAGE).get_page(request.GET.get("page"))
    workspaces = queries.workspaces_of(list(page.object_list))
    rows = [
        {
            "pair": pair,
            "stage": queries.stage_of(workspaces[pair.pk], now=now),
            "held": workspaces[pair.pk].held,
            "total": workspaces[pair.pk].total,
            "has_next_date": workspaces[pair.pk].has_next_date(now),
        }
        for pair in page.object_list
    ]
    return render(request, "sessions_app/board.html", {"program": program, "page": page, "rows": rows})
