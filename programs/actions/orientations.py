"""Verbs of the orientation: read its pieces, write them, put them in order, restore what ships."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import asdict
from datetime import datetime

from django.db import transaction
from django.db.models import F, Max

from programs.actions.held import unended
from programs.data.orientation import TRACKS
from programs.models import OrientationPiece, OrientationRead, Participation, Program


class ChangedMeanwhile(Exception):
    """Somebody else has changed the piece since it was read; nothing was changed now."""


class LastPiece(Exception):
    """A side keeps at least one piece to read."""


class TooManyPieces(Exception):
    """A side has as many pieces as it may have."""


@transaction.atomic
def read_pieces(participation: Participation, *, pieces: Iterable[OrientationPiece], now: datetime) -> bool:
    """Keep which pieces were read, and return whether the orientation is done; reading again changes nothing.

    It is done with the last piece of one's own track. From then on only that is kept, whatever the organisers change.
    """
    place = Participation.objects.select_for_update().get(pk=participation.pk)
    if place.is_oriented:
        return True
    reads = [OrientationRead(participation=place, piece=piece) for piece in pieces]
    OrientationRead.objects.bulk_create(reads, ignore_conflicts=True)
    if place.program.orientation_pieces.track(place.side).exclude(reads__participation=place).exists():
        return False
    Participation.objects.filter(pk=place.pk).update(oriented_at=now)
    place.pieces_read.all().delete()
    return True


@transaction.atomic
def add_piece(program: Program, *, side: str, values: Mapping[str, str]) -> OrientationPiece:
    """Add a piece (title, text, question) at a track's end; raises TooManyPieces and NotOpen."""
    track = unended(program).orientation_pieces.track(side)
    if track.count() >= OrientationPiece.MOST:
        raise TooManyPieces
    last = track.aggregate(last=Max("position"))["last"] or 0
    return OrientationPiece.objects.create(program=program, side=side, position=last + 1, **values)


@transaction.atomic
def edit_piece(piece: OrientationPiece, *, version: int, values: Mapping[str, str]) -> None:
    """Change a piece's words; who has read it has read it. Raises ChangedMeanwhile and NotOpen.

    `version` is the one the editor saw.
    """
    seen = unended(piece.program).orientation_pieces.filter(pk=piece.pk, version=version)
    if not seen.update(**values, version=F("version") + 1):
        raise ChangedMeanwhile


@transaction.atomic
def remove_piece(piece: OrientationPiece) -> None:
    """Take a piece out of its track; raises LastPiece and NotOpen."""
    if not unended(piece.program).orientation_pieces.track(piece.side).exclude(pk=piece.pk).exists():
        raise LastPiece
    OrientationPiece.objects.filter(pk=piece.pk).delete()


@transaction.atomic
def move_piece(piece: OrientationPiece, *, up: bool) -> None:
    """Let a piece change places with the one before or after it; at the end nothing changes. Raises NotOpen."""
    track = list(unended(piece.program).orientation_pieces.track(piece.side))
    at = track.index(piece)
    to = at - 1 if up else at + 1
    if to not in range(len(track)):
        return
    here, there = track[at], track[to]
    OrientationPiece.objects.filter(pk=here.pk).update(position=there.position)
    OrientationPiece.objects.filter(pk=there.pk).update(position=here.position)


@transaction.atomic
def write_track(program: Program, *, side: str, pieces: Sequence[Mapping[str, str]]) -> None:
    """Give a side exactly these pieces, in place of all others; one whose `id` is its own stays read by whom read it.

    Each has title, text, question, and may have `key` and `id`. Raises NotOpen.
    """
    own = {str(piece.pk): piece for piece in unended(program).orientation_pieces.track(side)}
    kept = [own.get(each.get("id", "")) for each in pieces]
    program.orientation_pieces.track(side).exclude(pk__in=[piece.pk for piece in kept if piece]).delete()
    version = 1 + max((piece.version for piece in own.values()), default=0)
    for position, (before, each) in enumerate(zip(kept, pieces, strict=True), start=1):
        words = {name: each[name] for name in ("title", "text", "question")}
        piece = before or OrientationPiece(program=program, side=side, key=each.get("key", ""))
        piece.position, piece.version = position, version
        for name, value in words.items():
            setattr(piece, name, value)
        piece.save()


@transaction.atomic
def restore_orientation(program: Program, *, side: str) -> None:
    """Give a side the shipped pieces, in place of all others; a shipped piece that was read stays read.

    Raises NotOpen.
    """
    own = unended(program).orientation_pieces.track(side)
    before = {piece.key: piece for piece in own}
    own.exclude(key__in=[piece.key for piece in TRACKS[side]]).delete()
    version = 1 + max((piece.version for piece in before.values()), default=0)
    pieces = [
        OrientationPiece(program=program, side=side, position=position, version=version, **asdict(shipped))
        for position, shipped in enumerate(TRACKS[side], start=1)
    ]
    for piece in pieces:
        piece.pk = before[piece.key].pk if piece.key in before else piece.pk
    words = ["position", "version", "title", "text", "question"]
    OrientationPiece.objects.bulk_create(pieces, update_conflicts=True, unique_fields=["id"], update_fields=words)
