"""Nouns, split: programs and taking part in them, orientations, rosters."""

from programs.models.changes import ProgramChange, ProgramChangeQuerySet
from programs.models.invitations import InvitationRun
from programs.models.orientations import OrientationPiece, OrientationPieceQuerySet, OrientationRead
from programs.models.programs import (
    FEWEST_SESSIONS,
    MOST_SESSIONS,
    NAMED_ROLES,
    Outcome,
    Participation,
    ParticipationQuerySet,
    Program,
    ProgramQuerySet,
    Side,
    named_in_a_role_of,
)
from programs.models.rosters import RosterError, RosterImport, RosterPart

__all__ = [
    "FEWEST_SESSIONS",
    "MOST_SESSIONS",
    "NAMED_ROLES",
    "InvitationRun",
    "OrientationPiece",
    "OrientationPieceQuerySet",
    "OrientationRead",
    "Outcome",
    "Participation",
    "ParticipationQuerySet",
    "Program",
    "ProgramChange",
    "ProgramChangeQuerySet",
    "ProgramQuerySet",
    "RosterError",
    "RosterImport",
    "RosterPart",
    "Side",
    "named_in_a_role_of",
]
