"""Forms of a pair's workspace, split by noun: dates, meetings, papers."""

from sessions_app.forms.board import BatchForm, BoardFilter, BreakForm, ChosenPairs, FitForm
from sessions_app.forms.dates import DatesForm
from sessions_app.forms.meetings import MoveForm, NoteForm
from sessions_app.forms.papers import AgreementForm, PlanForm, SheetForm, VersionForm

__all__ = [
    "AgreementForm",
    "BatchForm",
    "BoardFilter",
    "BreakForm",
    "ChosenPairs",
    "DatesForm",
    "FitForm",
    "MoveForm",
    "NoteForm",
    "PlanForm",
    "SheetForm",
    "VersionForm",
]
