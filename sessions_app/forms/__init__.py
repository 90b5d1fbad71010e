"""Forms of a pair's workspace, split by noun: meetings, papers."""

from sessions_app.forms.meetings import DatesForm, MoveForm, NoteForm
from sessions_app.forms.papers import AgreementForm, PlanForm, SheetForm, VersionForm

__all__ = [
    "AgreementForm",
    "DatesForm",
    "MoveForm",
    "NoteForm",
    "PlanForm",
    "SheetForm",
    "VersionForm",
]
