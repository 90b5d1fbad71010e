"""Fields of the board: what it shows, whom a letter reaches; of a fit check and a break."""

from collections.abc import Iterable
from datetime import date
from typing import Any
from uuid import UUID

from crispy_forms.helper import FormHelper
from django import forms
from django.db.models import Q, QuerySet

from pairing.models import Pair
from people.forms import PlainSelect
from programs.models import Participation, Program, Side
from sessions_app.models import FitCheck
from sessions_app.queries import Colour, Stage

ANY = [("", "Any")]
MOST_CHOSEN = 200
# So many people are named to the database one by one; more it looks for itself.
FEW = 500


class BoardFilter(forms.Form):
    """Which pairs the board shows."""

    def __init__(self, *args: Any, departments: Iterable[str], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        choices = {
            "step": [*ANY, *Stage.choices],
            "colour": [*ANY, *Colour.choices],
            "department": [*ANY, *((name, name) for name in departments)],
        }
        labels = {"step": "Step", "colour": "Rhythm", "department": "Department"}
        for name, label in labels.items():
            self.fields[name] = forms.ChoiceField(
                label=label, choices=choices[name], required=False, widget=PlainSelect()
            )

    @property
    def words(self) -> str:
        """What is searched for."""
        return str(self.data.get("q", "")).strip()

    @property
    def is_of_people(self) -> bool:
        """Whether a name or a department narrows the list."""
        self.full_clean()
        return bool(self.words or self.cleaned_data.get("department"))

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

    def chosen(self, rows: QuerySet[Any], program: Program, *, pair: str = "") -> QuerySet[Any]:
        """Narrow rows by name and department; what is no choice narrows nothing. `pair` is the field that names a pair.

        The people are looked for first, words by their index: the database would else join both of every pair to
        both of their names.
        """
        self.full_clean()
        here = Participation.objects.filter(program=program)
        asked = [here.matching(self.words)] if self.words else []
        if department := self.cleaned_data.get("department"):
            asked.append(here.filter(person__department=department))
        for meant in asked:
            found = list(meant.values_list("pk", flat=True)[: FEW + 1])
            named = found if len(found) <= FEW else meant.values("pk")
            # A question for each side: asked as one, over the join, no index answers it.
            newcomer, senior = (
                Q(**{f"{pair or 'pk'}__in": Pair.objects.filter(**{f"{side}__in": named}).values("pk")})
                for side in Side
            )
            rows = rows.filter(newcomer | senior)
        return rows


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
