"""Pages of the orientation: read by each side, written by the organisers."""

from collections.abc import Callable
from contextlib import suppress
from functools import wraps
from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_POST

from people.access import PersonRequest
from programs import actions
from programs.access import ORGANISERS, participation_door, piece_door, program_door
from programs.forms import MoveForm, PieceForm, ReadForm
from programs.models import OrientationPiece, Participation, Program, Side
from programs.queries import reading

EditView = Callable[..., HttpResponse]
CHANGED = (
    "Somebody else has changed this piece since you opened it, and nothing was overwritten. "
    "Your words are below, theirs at the end. Keep yours only if they should replace theirs."
)
TAKEN_OUT = "Somebody else has taken this piece out since you opened it. Copy your words if you still need them."


def while_it_runs(view: EditView) -> EditView:
    """Lead away from a program that has ended, also one that ends while its page is open."""

    @wraps(view)
    def guarded(request: PersonRequest, program: Program, *args: Any, **kwargs: Any) -> HttpResponse:
        with suppress(actions.NotOpen):
            if not program.is_closed:
                return view(request, program, *args, **kwargs)
        messages.warning(request, f"{program.name} has ended, so it stays as it was.")
        return redirect("programs:program", program_id=program.pk)

    return guarded


# Read --------------------


@participation_door(Participation.State.ENROLLED)
def orientation(request: PersonRequest, participation: Participation) -> HttpResponse:
    """Read one's own track piece by piece; going on keeps how far one is, and no answer."""
    program, side = participation.program, participation.side
    pieces = list(program.orientation_pieces.track(side))
    form = ReadForm(request.POST or None, program=program, side=side)
    if request.method == "POST":
        return _go_on(request, participation, form, pieces)
    read = set(participation.pieces_read.values_list("piece", flat=True))
    context = {"program": program, "participation": participation}
    opened = reading(pieces, step=request.GET.get("step", ""), read=read)
    return render(request, "programs/orientation.html", {**context, "reading": opened})


def _go_on(
    request: PersonRequest, participation: Participation, form: ReadForm, pieces: list[OrientationPiece]
) -> HttpResponse:
    """Go to the next piece, after the last one home, or to a piece that was passed over or taken out meanwhile."""
    here = reverse("programs:orientation", args=[participation.program_id])
    if not form.is_valid():
        return redirect(here)
    piece = form.cleaned_data["piece"]
    is_done = actions.read_pieces(participation, pieces=[piece], now=timezone.now())
    if piece != pieces[-1]:
        return redirect(f"{here}?step={pieces.index(piece) + 2}")
    if not is_done:
        messages.info(request, "You passed over this piece. It is the one that is left.")
        return redirect(here)
    messages.info(request, "You have read the orientation. Others see only that you did.")
    return redirect("desk:home")


# Write --------------------


def _kept(request: PersonRequest, program: Program, verb: Callable[..., Any], *args: Any, **values: Any) -> Any:
    """Do a verb, and keep in the program's history what it changed."""
    return actions.keep_history(program, verb, *args, by=request.user, now=timezone.now(), **values)


@program_door(*ORGANISERS)
@while_it_runs
def edit_orientation(request: PersonRequest, program: Program) -> HttpResponse:
    """List what both sides read, in order."""
    pieces = list(program.orientation_pieces.all())
    tracks = [
        {"side": side.value, "label": program.label_of(side), "pieces": [each for each in pieces if each.side == side]}
        for side in Side
    ]
    context = {"program": program, "tracks": tracks, "most": OrientationPiece.MOST}
    return render(request, "programs/edit_orientation.html", context)


@program_door(*ORGANISERS)
def preview_orientation(request: PersonRequest, program: Program, side: str) -> HttpResponse:
    """Show a track as its readers see it."""
    opened = reading(list(program.orientation_pieces.track(side)), step=request.GET.get("step", ""))
    context = {"program": program, "label": program.label_of(side), "reading": opened}
    return render(request, "programs/preview_orientation.html", context)


@program_door(*ORGANISERS)
@while_it_runs
def add_piece(request: PersonRequest, program: Program, side: str) -> HttpResponse:
    """Write one more piece for a side."""
    form = PieceForm(request.POST or None, label="Add this piece")
    if request.method == "POST" and form.is_valid():
        try:
            added = _kept(request, program, actions.add_piece, program, side=side, values=form.values())
        except actions.TooManyPieces:
            form.add_error(None, f"A side reads at most {OrientationPiece.MOST} pieces. Take one out first.")
        else:
            messages.info(request, f"“{added.title}” is the last piece now.")
            return redirect("programs:edit_orientation", program_id=program.pk)
    context = {"form": form, "program": program, "label": program.label_of(side)}
    return render(request, "programs/add_piece.html", context)


@piece_door
@while_it_runs
def edit_piece(request: PersonRequest, program: Program, piece: OrientationPiece) -> HttpResponse:
    """Change the words of a piece; whoever has read it has read it."""
    title = piece.title
    form = PieceForm(request.POST or None, instance=piece, label="Keep these changes")
    if request.method == "POST" and form.is_valid():
        try:
            version = form.cleaned_data["version"] or 0
            _kept(request, program, actions.edit_piece, piece, version=version, values=form.values())
        except actions.ChangedMeanwhile:
            newest = program.orientation_pieces.filter(pk=piece.pk).first()
            form = PieceForm({**form.values(), "version": newest.version if newest else ""}, label="Keep my words")
            form.add_error(None, CHANGED if newest else TAKEN_OUT)
            return render(
                request,
                "programs/edit_piece.html",
                {"form": form, "program": program, "newest": newest, "name": title},
            )
        else:
            messages.info(request, f"“{piece.title}” is changed.")
            return redirect("programs:edit_orientation", program_id=program.pk)
    return render(request, "programs/edit_piece.html", {"form": form, "program": program, "name": title})


@piece_door
@require_POST
@while_it_runs
def move_piece(request: PersonRequest, program: Program, piece: OrientationPiece) -> HttpResponse:
    """Let a piece change places with its neighbour."""
    form = MoveForm(request.POST)
    if form.is_valid():
        _kept(request, program, actions.move_piece, piece, up=form.cleaned_data["direction"] == "up")
    return redirect(reverse("programs:edit_orientation", args=[program.pk]) + f"#piece-{piece.pk}")


@piece_door
@while_it_runs
def remove_piece(request: PersonRequest, program: Program, piece: OrientationPiece) -> HttpResponse:
    """Ask whether to take a piece out, and take it out."""
    if request.method == "POST":
        try:
            _kept(request, program, actions.remove_piece, piece)
        except actions.LastPiece:
            messages.warning(request, "This is the only piece that side has, so it stays.")
        else:
            messages.info(request, f"“{piece.title}” is taken out.")
        return redirect("programs:edit_orientation", program_id=program.pk)
    return render(request, "programs/remove_piece.html", {"program": program, "piece": piece})


@program_door(*ORGANISERS)
@while_it_runs
def restore_orientation(request: PersonRequest, program: Program, side: str) -> HttpResponse:
    """Ask whether a side gets the shipped text back, and give it back."""
    label = program.label_of(side)
    if request.method == "POST":
        _kept(request, program, actions.restore_orientation, program, side=side)
        messages.info(request, "The shipped pieces are back, in their own order.")
        return redirect("programs:edit_orientation", program_id=program.pk)
    return render(request, "programs/restore_orientation.html", {"program": program, "label": label})
