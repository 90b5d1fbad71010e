"""Fields of the profile's four steps."""

from collections.abc import Mapping
from typing import Any

from django import forms
from django.db import models

from people.forms import ZONES
from profiles.models import Skill
from profiles.words import DAYS, LANGUAGES, clock

HOURS = [(half_hour, clock(half_hour)) for half_hour in range(49)]
OWN_WORDS = 60


class PickForm(forms.Form):
    """Skills with a word for each; one press adds a skill or takes one away, and every press carries all words.

    `picked` is skill id → value as it stands; after validation `change` says what to do about it.
    """

    add = forms.ModelChoiceField(Skill.objects, required=False)
    remove = forms.IntegerField(required=False)

    def __init__(self, data: Any, *, picked: Mapping[int, int], words: type[models.IntegerChoices], first: int) -> None:
        super().__init__(data)
        self.picked, self.first = picked, first
        self.change: dict[str, Any] = {}
        # A skill that was taken off the list meanwhile goes silently.
        self.names = dict(Skill.objects.filter(pk__in=picked).order_by("name").values_list("pk", "name"))
        for skill, name in self.names.items():
            self.fields[f"word-{skill}"] = forms.TypedChoiceField(
                choices=words.choices,
                coerce=int,
                empty_value=None,
                required=False,
                initial=picked[skill],
                label=name,
                widget=forms.RadioSelect,
            )

    def rows(self) -> list[tuple[int, forms.BoundField]]:
        """Return (skill id, its radios) by name."""
        return [(skill, self[f"word-{skill}"]) for skill in self.names]

    def clean(self) -> dict[str, Any]:
        """Sort what was pressed into words, a skill to add and one to remove."""
        data: dict[str, Any] = super().clean() or {}
        self.change = {
            "words": {skill: data[f"word-{skill}"] for skill in self.names if data.get(f"word-{skill}") is not None},
            "add": {data["add"].pk: self.first} if data.get("add") else {},
            "remove": {data.get("remove")},
        }
        return data


class InterestsForm(forms.Form):
    """Interests to tap, and own words for the rest."""

    chosen = forms.MultipleChoiceField(required=False, widget=forms.CheckboxSelectMultiple)
    own = forms.CharField(
        label="Something else",
        help_text="Your own words, with commas between them.",
        max_length=300,
        required=False,
    )

    def __init__(self, data: Any, *, choices: list[str], initial: dict[str, Any]) -> None:
        super().__init__(data, initial=initial)
        self.fields["chosen"].choices = [(name, name) for name in choices]  # type: ignore[attr-defined]

    def clean_own(self) -> list[str]:
        """Return the single words, each short enough for a chip."""
        names = [name.strip() for name in self.cleaned_data["own"].split(",")]
        if any(len(name) > OWN_WORDS for name in names):
            message = f"Keep each interest under {OWN_WORDS} letters."
            raise forms.ValidationError(message)
        return names

    @property
    def names(self) -> list[str]:
        """Everything that was chosen or written."""
        return [*self.cleaned_data["chosen"], *self.cleaned_data["own"]]


class RhythmForm(forms.Form):
    """Languages, working days, working hours in local time, and the zone they are in."""

    languages = forms.MultipleChoiceField(
        label="Languages you can talk in",
        widget=forms.CheckboxSelectMultiple,
        error_messages={"required": "Choose at least one language you can talk in."},
    )
    workdays = forms.TypedMultipleChoiceField(
        label="Days you work",
        choices=list(enumerate(DAYS)),
        coerce=int,
        widget=forms.CheckboxSelectMultiple,
        error_messages={"required": "Choose at least one day on which you work."},
    )
    work_from = forms.TypedChoiceField(label="Your day begins", choices=HOURS[:-1], coerce=int)
    work_to = forms.TypedChoiceField(label="Your day ends", choices=HOURS[1:], coerce=int)
    zone = forms.ChoiceField(label="Time zone", choices=ZONES)

    def __init__(self, data: Any, *, codes: list[str], initial: dict[str, Any]) -> None:
        super().__init__(data, initial=initial)
        self.fields["languages"].choices = [(code, LANGUAGES[code]) for code in codes]  # type: ignore[attr-defined]
        zone = initial["zone"]
        if zone not in dict(ZONES):
            self.fields["zone"].choices = [(zone, zone), *ZONES]  # type: ignore[attr-defined]

    def clean(self) -> dict[str, Any]:
        """Refuse a day that ends before it begins."""
        data: dict[str, Any] = super().clean() or {}
        if "work_from" in data and "work_to" in data and data["work_from"] >= data["work_to"]:
            self.add_error("work_to", "Choose an end after the beginning.")
        return data
