"""Forms of a pair's workspace, split by noun: closings, dates, meetings, papers."""

from sessions_app.forms.agendas import AgendaForm, PromptsForm
from sessions_app.forms.board import BatchForm, BoardFilter, BreakForm, ChosenPairs, FitForm
from sessions_app.forms.clocks import day_field, place_field, time_field
from sessions_app.forms.closings import ClosingForm
from sessions_app.forms.dates import DatesForm, DelegateForm, MoveForm, OfferForm, PickForm, PlaceForm
from sessions_app.forms.meetings import ActionForm, NoteForm
from sessions_app.forms.papers import AgreementForm, PlanForm, SheetForm, VersionForm, WordsForm

__all__ = [
    "ActionForm",
    "AgendaForm",
    "AgreementForm",
    "BatchForm",
    "BoardFilter",
    "BreakForm",
    "ChosenPairs",
    "ClosingForm",
    "DatesForm",
    "DelegateForm",
    "FitForm",
    "MoveForm",
    "NoteForm",
    "OfferForm",
    "PickForm",
    "PlaceForm",
    "PlanForm",
    "PromptsForm",
    "SheetForm",
    "VersionForm",
    "WordsForm",
    "day_field",
    "place_field",
    "time_field",
]
