"""Fields of the board: what it shows, whom a letter reaches; of a fit check and a break."""

from datetime import date
from typing import Any
from uuid import UUID

from crispy_forms.helper import FormHelper
from django import forms
from django.db.models import Q, QuerySet

from programs.models import Participation, Program
from sessions_app.models import FitCheck
from sessions_app.queries import Colour, Stage

ANY = [("", "Any")]
MOST_CHOSEN = 200


class BoardFilter(forms.Form):
    """Which pairs the board shows."""

    def __init__(self, *args: Any, program: Program, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        here = Participation.objects.enrolled().filter(program=program).exclude(person__department="").order_by()
        departments = sorted(set(here.values_list("person__department", flat=True).distinct()))
        choices = {
            "step": [*ANY, *Stage.choices],
            "colour": [*ANY, *Colour.choices],
            "department": [*ANY, *((name, name) for name in departments)],
        }
        labels = {"step": "Step", "colour": "Rhythm", "department": "Department"}
        for name, label in labels.items():
            select = forms.Select(attrs={"class": "form-select"})
            self.fields[name] = forms.ChoiceField(label=label, choices=choices[name], required=False, widget=select)

    @property
    def words(self) -> str:
        """What is searched for."""
        return str(self.data.get("q", "")).strip()

    @property
    def is_set(self) -> bool:
        """Whether anything narrows the list."""
        self.full_clean()
        return bool(self.words or any(self.cleaned_data.values()))

    @property
    def standing(self) -> dict[str, str]:
        """What is asked of a pair's standing: it is no column, so that the list is narrowed after counting."""
        self.full_clean()
        asked = {"stage": self.cleaned_data.get("step"), "colour": self.cleaned_data.get("colour")}
        return {name: value for name, value in asked.items() if value}

    def chosen(self, pairs: QuerySet[Any]) -> QuerySet[Any]:
        """Narrow pairs by name and department; what is no choice narrows nothing."""
        self.full_clean()
        for word in self.words.split():
            pairs = pairs.filter(Q(newcomer__person__name__icontains=word) | Q(senior__person__name__icontains=word))
        if department := self.cleaned_data.get("department"):
            pairs = pairs.filter(Q(newcomer__person__department=department) | Q(senior__person__department=department))
        return pairs


class ChosenPairs(forms.Form):
    """Pairs ticked on the board."""

    chosen = forms.Field()

    def clean_chosen(self) -> list[UUID]:
        """Return the ids that are ids, each once."""
        found: dict[UUID, None] = {}
        for value in self.data.getlist("chosen")[:MOST_CHOSEN]:  # type: ignore[attr-defined]
            try:
                found[UUID(value)] = None
            except ValueError:
                continue
        return list(found)


class BatchForm(forms.Form):
    """Which press of "write" is meant."""

    batch = forms.UUIDField()


class FitForm(forms.Form):
    """One of three answers, and after "not a fit" whether another partner is wanted."""

    says = forms.ChoiceField(choices=FitCheck.Says.choices)
    looks_on = forms.BooleanField(label="Look for another partner for me", required=False)


class BreakForm(forms.Form):
    """Until when somebody takes a break, and what becomes of the sessions that fall into it."""

    until = forms.DateField(
        label="Back on",
        required=False,
        widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
        help_text="On this day the break ends by itself. Without one, you come back when you say so.",
    )
    sessions = forms.ChoiceField(
        label="Sessions that fall into it",
        choices=[
            ("put_off", "Leave them without a date; we find new ones later"),
            ("move", "Move all that follow by whole weeks, to the same hour"),
        ],
        initial="put_off",
        widget=forms.RadioSelect,
    )

    def __init__(self, *args: Any, today: date, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.today = today
        self.helper = FormHelper()
        self.helper.form_tag = False

    def clean(self) -> dict[str, Any]:
        """Refuse a day that has come, and moving without a day to move behind."""
        cleaned: dict[str, Any] = super().clean() or self.cleaned_data
        until = cleaned.get("until")
        if until is not None and until <= self.today:
            self.add_error("until", "Choose a day that is still to come.")
        if until is None and cleaned.get("sessions") == "move" and "until" not in self.errors:
            self.add_error("until", "Say when you are back, so that the sessions can be moved behind it.")
        return cleaned
