"""Fields of programs, split by noun: programs, participations, orientations, rosters."""

from programs.forms.orientations import MoveForm, PieceForm, ReadForm
from programs.forms.participations import AnswerForm, EnrolForm, InviteForm, InviteToForm, ParticipantFilter
from programs.forms.programs import ProgramForm, draft_of, rule_field
from programs.forms.rosters import ApplyForm, ColumnsForm, GradesForm, RosterForm, SheetForm

__all__ = [
    "AnswerForm",
    "ApplyForm",
    "ColumnsForm",
    "EnrolForm",
    "GradesForm",
    "InviteForm",
    "InviteToForm",
    "MoveForm",
    "ParticipantFilter",
    "PieceForm",
    "ProgramForm",
    "ReadForm",
    "RosterForm",
    "SheetForm",
    "draft_of",
    "rule_field",
]
