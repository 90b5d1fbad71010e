"""Fields of programs, split by noun: programs, participations, orientations, rosters."""

from programs.forms.orientations import MoveForm, PieceForm, ReadForm
from programs.forms.participations import (
    AnswerForm,
    ChosenForm,
    EnrolForm,
    InvitationFilter,
    InviteForm,
    InviteToForm,
    ParticipantFilter,
)
from programs.forms.programs import (
    BY_STEP,
    START,
    STEPS,
    ImportForm,
    OpenForm,
    ProgramForm,
    begun,
    differing,
    draft_of,
    rule_field,
)
from programs.forms.rosters import ApplyForm, ColumnsForm, GradesForm, RosterForm, SheetForm

__all__ = [
    "BY_STEP",
    "START",
    "STEPS",
    "AnswerForm",
    "ApplyForm",
    "ChosenForm",
    "ColumnsForm",
    "EnrolForm",
    "GradesForm",
    "ImportForm",
    "InvitationFilter",
    "InviteForm",
    "InviteToForm",
    "MoveForm",
    "OpenForm",
    "ParticipantFilter",
    "PieceForm",
    "ProgramForm",
    "ReadForm",
    "RosterForm",
    "SheetForm",
    "begun",
    "differing",
    "draft_of",
    "rule_field",
]
