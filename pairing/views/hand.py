"""Pages of pairs that people decide: the table of a round, one draft, swaps, pairs by hand, files in and out."""

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views.decorators.http import require_POST

from pairing import actions
from pairing.files import LineFault, pairs_file, read_pairs
from pairing.forms import ApplyPairsForm, ByHandForm, DraftForm, PairsFileForm, PairsFilter, SwapForm
from pairing.models import Round, Ruling
from pairing.queries import (
    SHOWN,
    checker,
    free_places,
    is_outdated,
    left_alone,
    names_of,
    pairs_of,
    pairs_shown,
    with_whole_people,
)
from people.access import PersonRequest
from programs.access import ORGANISERS, program_door
from programs.actions import NotOpen
from programs.models import Program, Side
from programs.roster import FileFault

organisers = program_door(*ORGANISERS)
PAGE = 25
BLIND = "blind review"
TOO_LATE = "This round is published, or another one was since. Its pairs stay as they are."


def table_of(request: PersonRequest, program: Program, round_: Round) -> dict[str, Any]:
    """Return what the table of a round's pairs needs: one page of it, its search, filter and order."""
    blind = bool(request.session.get(BLIND))
    filters = PairsFilter(request.GET)
    show = filters.cleaned_data["show"] if filters.is_valid() else ""
    words, order = request.GET.get("q", "").strip(), request.GET.get("order", "newcomer")
    proposals = pairs_of(round_, words=words, show=show, order=order, blind=blind)
    page = Paginator(with_whole_people(proposals), PAGE).get_page(request.GET.get("page"))
    names = names_of(round_, blind=blind)
    return {
        "page": page,
        "pairs": pairs_shown(round_, page.object_list, names=names, blind=blind),
        "names": names,
        "blind": blind,
        "filters": filters,
        "words": words,
        "is_filtered": bool(words or show),
        "columns": _columns(request, program, order),
        "may_change": round_.is_draft and not is_outdated(round_),
        "last_swap": round_.swaps.filter(undone_at=None).first() if round_.is_draft else None,
        "swaps": round_.swaps.filter(undone_at=None).count(),
    }


def _columns(request: PersonRequest, program: Program, order: str) -> list[dict[str, str]]:
    """Return each column's label, the address that sorts by it, and how it is sorted now."""
    labels = {
        "newcomer": program.newcomer_label.capitalize(),
        "senior": program.senior_label.capitalize(),
        "likes": "In common",
        "apart": "Distance",
    }
    columns = []
    for key, label in labels.items():
        query = request.GET.copy()
        query.pop("page", None)
        query["order"] = f"-{key}" if order == key else key
        direction = {key: "ascending", f"-{key}": "descending"}.get(order, "")
        columns.append({"label": label, "url": f"?{query.urlencode()}#pairs", "direction": direction})
    return columns


@organisers
@require_POST
def blind_review(request: PersonRequest, program: Program, round_id: UUID) -> HttpResponse:
    """Hide or show the names of people in every round's table, for this reader until they sign out."""
    found = get_object_or_404(program.rounds, pk=round_id)
    request.session[BLIND] = not request.session.get(BLIND)
    return redirect("pairing:round", program.pk, found.pk)


@organisers
def draft(request: PersonRequest, program: Program, round_id: UUID, proposal_id: UUID) -> HttpResponse:
    """Show one pair of a round whole; keep the two together or apart, or undo that."""
    found = get_object_or_404(program.rounds.filter(SHOWN), pk=round_id)
    proposal = get_object_or_404(with_whole_people(pairs_of(found)), pk=proposal_id)
    blind = bool(request.session.get(BLIND))
    names = names_of(found, blind=blind)
    two = {"newcomer": proposal.newcomer, "senior": proposal.senior}
    ruling = program.rulings.filter(**two).select_related("made_by").first()
    form = DraftForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        kind = form.cleaned_data["ruling"]
        try:
            if ruling is not None and kind == "undo":
                actions.undo_ruling(ruling)
            elif kind != "undo":
                actions.rule_pair(program, **two, kind=kind, by=request.user, now=timezone.now())
        except actions.HandRefused as refused:
            _refuse(request, refused, blind=blind)
        except NotOpen:
            messages.warning(request, f"{program.name} is not open, so nothing was changed.")
        return redirect("pairing:draft", program.pk, found.pk, proposal.pk)
    [shown] = pairs_shown(found, [proposal], names=names, blind=blind)
    context = {"program": program, "round": found, "pair": shown, "ruling": ruling, "proposal": proposal}
    return render(request, "pairing/draft.html", {**context, "may_rule": program.is_open and not found.is_published})


@organisers
def swap_pairs(request: PersonRequest, program: Program, round_id: UUID) -> HttpResponse:
    """Show two drafts before and after they exchange their seniors, then exchange them."""
    found = get_object_or_404(program.rounds.filter(SHOWN), pk=round_id)
    form = SwapForm(request.POST or request.GET, round_=found)
    if not form.is_valid():
        messages.info(request, "Tick two pairs, so that they can exchange their seniors.")
        return redirect("pairing:round", program.pk, found.pk)
    one, other = form.cleaned_data["chosen"]
    blind = bool(request.session.get(BLIND))
    names = names_of(found, blind=blind)
    if request.method == "POST":
        try:
            actions.swap_seniors(found, one=one, other=other, by=request.user, now=timezone.now())
        except actions.NotDraft:
            messages.warning(request, TOO_LATE)
        except actions.HandRefused as refused:
            _refuse(request, refused, blind=blind)
        else:
            messages.info(request, "The two pairs have exchanged their seniors. You can undo it below.")
        return redirect("pairing:round", program.pk, found.pk)
    hindrances = actions.swap_hindrances(checker(program, now=timezone.now()), one, other)
    before = [(names(each.newcomer), names(each.senior)) for each in (one, other)]
    context = {
        "program": program,
        "round": found,
        "before": before,
        "after": [(before[0][0], before[1][1]), (before[1][0], before[0][1])],
        "hindrances": ["One of the new pairs would break a rule."] if blind and hindrances else hindrances,
        "chosen": [one.pk, other.pk],
    }
    return render(request, "pairing/swap_pairs.html", context)


@organisers
@require_POST
def undo_swap(request: PersonRequest, program: Program, round_id: UUID) -> HttpResponse:
    """Give the two drafts of the newest swap their seniors back."""
    found = get_object_or_404(program.rounds, pk=round_id)
    try:
        actions.undo_swap(found, now=timezone.now())
    except actions.NotDraft:
        messages.warning(request, TOO_LATE)
    except actions.NothingToUndo:
        messages.info(request, "There is nothing left to undo.")
    except actions.HandRefused as refused:
        _refuse(request, refused, blind=bool(request.session.get(BLIND)))
    else:
        messages.info(request, "The newest exchange is undone.")
    return redirect("pairing:round", program.pk, found.pk)


@organisers
def by_hand(request: PersonRequest, program: Program) -> HttpResponse:
    """Propose two people, keep two together or apart, and see and undo what was decided."""
    form = ByHandForm(request.POST or None, program=program)
    if request.method == "POST" and form.is_valid():
        newcomer, senior = form.cleaned_data["newcomer"], form.cleaned_data["senior"]
        now, kind = timezone.now(), form.cleaned_data["what"]
        try:
            if kind == "propose":
                made = actions.propose_by_hand(
                    program, pairs=[(newcomer, senior)], origin=Round.Origin.HAND, by=request.user, now=now
                )
                return redirect("pairing:publish_round", program.pk, made.pk)
            actions.rule_pair(program, newcomer=newcomer, senior=senior, kind=kind, by=request.user, now=now)
        except actions.HandRefused as refused:
            for sentence in refused.sentences:
                form.add_error(None, sentence)
        except NotOpen:
            form.add_error(None, f"{program.name} is not open, so nothing was changed.")
        else:
            messages.info(request, f"{newcomer.person.name} and {senior.person.name} are kept {kind} from now on.")
            return redirect("pairing:by_hand", program.pk)
    rulings = program.rulings.select_related("newcomer__person", "senior__person", "made_by")
    return render(request, "pairing/by_hand.html", {"program": program, "form": form, "rulings": rulings})


@organisers
@require_POST
def undo_ruling(request: PersonRequest, program: Program, ruling: int) -> HttpResponse:
    """Take back that two people are kept together or apart; twice is as good as once."""
    standing = Ruling.objects.filter(program=program, pk=ruling).first()
    if standing is not None:
        actions.undo_ruling(standing)
    messages.info(request, "The next rounds decide again about these two.")
    return redirect("pairing:by_hand", program.pk)


@organisers
def import_pairs(request: PersonRequest, program: Program) -> HttpResponse:
    """Check a file of pairs line by line, show what is wrong, and make a round of the good ones when asked."""
    form, apply = PairsFileForm(), ApplyPairsForm(request.POST or None, program=program)
    context: dict[str, Any] = {"program": program, "form": form}
    if request.method == "POST" and "file" in request.FILES:
        form = PairsFileForm(request.POST, request.FILES)
        if form.is_valid():
            try:
                context["read"] = read_pairs(program, form.cleaned_data["file"].read(), now=timezone.now())
            except (FileFault, LineFault) as fault:
                form.add_error("file", str(fault))
        context["form"] = form
    elif request.method == "POST" and apply.is_valid():
        try:
            made = actions.propose_by_hand(
                program, pairs=apply.pairs, origin=Round.Origin.FILE, by=request.user, now=timezone.now()
            )
        except actions.HandRefused as refused:
            context["refused"] = refused.sentences
        except NotOpen:
            messages.warning(request, f"{program.name} is not open, so nothing was changed.")
        else:
            messages.info(request, "The pairs are a round now. Nobody is told before you publish it.")
            return redirect("pairing:round", program.pk, made.pk)
    return render(request, "pairing/import_pairs.html", context)


@organisers
def export_pairs(_request: PersonRequest, program: Program, round_id: UUID) -> HttpResponse:
    """Hand out a round's pairs as a file that the import reads: mail addresses, names, state."""
    found = get_object_or_404(program.rounds.filter(SHOWN), pk=round_id)
    proposals = pairs_of(found).select_related("newcomer__person", "senior__person")
    name = f"pairs-{found.requested_at:%Y-%m-%d}.csv"
    return HttpResponse(
        pairs_file(proposals),
        content_type="text/csv; charset=utf-8",
        headers={"Content-Disposition": f'attachment; filename="{name}"'},
    )


@organisers
def late_joiners(request: PersonRequest, program: Program) -> HttpResponse:
    """Say whom a round for late joiners would consider and what it leaves alone, then ask for it."""
    free = free_places(program)
    context = {
        "program": program,
        "sides": [
            (program.label_of(side), sorted(each.person.name for each in free if each.side == side)) for side in Side
        ],
        **left_alone(program),
    }
    return render(request, "pairing/late_joiners.html", context)


def _refuse(request: PersonRequest, refused: actions.HandRefused, *, blind: bool) -> None:
    """Say why something was refused; blind, without names."""
    said = ["That would break a rule, or somebody has no free place. Show the names to read which."]
    for sentence in said if blind else refused.sentences:
        messages.warning(request, sentence)
