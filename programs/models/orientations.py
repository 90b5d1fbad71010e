"""Nouns: the pieces of an orientation and who has read them."""

from __future__ import annotations

from uuid import uuid4

from django.db import models

from programs.models.programs import Participation, Program, Side


class OrientationPieceQuerySet(models.QuerySet["OrientationPiece"]):
    """The words for choosing pieces."""

    def track(self, side: str) -> OrientationPieceQuerySet:
        """Choose what one side reads, in order."""
        return self.filter(side=side).order_by("position")


class OrientationPiece(models.Model):
    """One piece of what a side reads before its first session: the program's own copy, with a question to think about.

    `key` names the shipped piece it began as; a piece the organisers added has none.
    """

    MOST = 12

    id = models.UUIDField(primary_key=True, default=uuid4, editable=False)
    program = models.ForeignKey(Program, on_delete=models.CASCADE, related_name="orientation_pieces")
    side = models.CharField(max_length=10, choices=Side)
    position = models.PositiveSmallIntegerField()
    key = models.SlugField(max_length=40, blank=True)
    title = models.CharField(max_length=80)
    text = models.TextField(max_length=3000)
    question = models.CharField("question to think about", max_length=200)
    # Grows with each change, so that of two organisers at once the second is told.
    version = models.PositiveIntegerField(default=0)

    objects = OrientationPieceQuerySet.as_manager()

    class Meta:
        ordering = ["side", "position"]
        constraints = [
            models.UniqueConstraint(
                name="one_piece_a_position",
                fields=["program", "side", "position"],
                deferrable=models.Deferrable.DEFERRED,
            )
        ]

    def __str__(self) -> str:
        return self.title


class OrientationRead(models.Model):
    """That somebody in the middle of the orientation has read a piece; forgotten once they have read them all."""

    participation = models.ForeignKey(Participation, on_delete=models.CASCADE, related_name="pieces_read")
    piece = models.ForeignKey(OrientationPiece, on_delete=models.CASCADE, related_name="reads")

    class Meta:
        constraints = [models.UniqueConstraint(name="one_read_a_piece", fields=["participation", "piece"])]

    def __str__(self) -> str:
        return f"{self.piece} was read"
