"""Fields of the profile's four steps."""

from collections.abc import Mapping, Sequence
from hashlib import sha256
from typing import Any

from crispy_forms.helper import FormHelper
from crispy_forms.layout import Layout, Submit
from django import forms
from django.core.files.uploadedfile import UploadedFile
from django.db import models

from people.forms import ZONES, PlainSelect
from profiles.models import Skill
from profiles.words import DAYS, LANGUAGES, clock

HOURS = [(half_hour, clock(half_hour)) for half_hour in range(49)]
OWN_WORDS = 60
LARGEST = 20 * 1024 * 1024  # bytes, of a skill list


def slot_of(key: int | str) -> str:
    """Return how a skill, or an own word, is called in the names of fields: letters and digits only."""
    return str(key) if isinstance(key, int) else f"own{sha256(key.encode()).hexdigest()[:12]}"


class PickForm(forms.Form):
    """Skills with a word for each; one press adds a skill or takes one away, and every press carries all words.

    `picked` is skill id → value as it stands; after validation `change` says what to do about it.
    """

    add = forms.ModelChoiceField(Skill.objects.listed(), required=False)
    own_word = forms.CharField(required=False, min_length=2, max_length=OWN_WORDS)
    remove = forms.CharField(required=False)

    def __init__(self, data: Any, *, picked: Mapping[Any, int], words: type[models.IntegerChoices], first: int) -> None:
        super().__init__(data)
        self.picked, self.first = picked, first
        self.change: dict[str, Any] = {}
        skills = Skill.objects.filter(pk__in=[key for key in picked if isinstance(key, int)])
        # A skill that was deleted meanwhile goes silently.
        known: dict[int | str, Skill] = {skill.pk: skill for skill in skills}
        here = [key for key in picked if key in known or isinstance(key, str)]
        told = {key: known[key].name if key in known else str(key) for key in here}
        self.names = dict(sorted(told.items(), key=lambda row: row[1].casefold()))
        self.own_words = {key for key in self.names if isinstance(key, str) or known[key].state == Skill.State.OWN}
        for key, name in self.names.items():
            self.fields[f"word-{slot_of(key)}"] = forms.TypedChoiceField(
                choices=words.choices,
                coerce=int,
                empty_value=None,
                required=False,
                initial=picked[key],
                label=name,
                widget=forms.RadioSelect,
            )

    def rows(self) -> list[tuple[str, forms.BoundField, bool]]:
        """Return (what removes it, its radios, whether it is an own word) of each skill by name."""
        return [(slot_of(key), self[f"word-{slot_of(key)}"], key in self.own_words) for key in self.names]

    def clean(self) -> dict[str, Any]:
        """Sort what was pressed into words, a skill to add and one to remove."""
        data: dict[str, Any] = super().clean() or {}
        said = {key: data.get(f"word-{slot_of(key)}") for key in self.names}
        self.change = {
            "words": {key: word for key, word in said.items() if word is not None},
            "add": {data["add"].pk: self.first} if data.get("add") else {},
            "own": {data["own_word"]: self.first} if data.get("own_word") else {},
            "remove": {key for key in self.names if slot_of(key) == data.get("remove")},
        }
        return data


class SkillsFilter(forms.Form):
    """Which skills the list shows."""

    kind = forms.ChoiceField(label="Field", required=False, widget=PlainSelect)
    show = forms.ChoiceField(
        label="Show",
        required=False,
        choices=[("", "On the list"), ("own", "People’s own words"), ("merged", "Merged"), ("off", "Taken off")],
        widget=PlainSelect,
    )

    def __init__(self, *args: Any, kinds: Sequence[str], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["kind"].choices = [("", "All"), *((kind, kind) for kind in kinds)]  # type: ignore[attr-defined]

    def values(self) -> dict[str, str]:
        """Return what is filtered by; a value there is not filters nothing."""
        self.is_valid()
        return {name: self.cleaned_data.get(name, "") for name in self.fields}


class MergeForm(forms.Form):
    """Which of some skills stands for the others."""

    into = forms.TypedChoiceField(label="Which name stays?", coerce=int, widget=forms.RadioSelect)

    def __init__(self, data: Any, *, chosen: Sequence[Skill]) -> None:
        super().__init__(data)
        listed = [(skill.pk, f"{skill.name} ({skill.kind})") for skill in chosen if skill.state == Skill.State.LISTED]
        self.fields["into"].choices = listed  # type: ignore[attr-defined]
        self.helper = FormHelper()
        self.helper.layout = Layout("into", Submit("merge", "Merge them"))


class AcceptForm(forms.Form):
    """Under which field people's own words come onto the list."""

    kind = forms.ChoiceField(label="Under which field?")

    def __init__(self, data: Any, *, kinds: Sequence[str]) -> None:
        super().__init__(data)
        self.fields["kind"].choices = [(kind, kind) for kind in kinds]  # type: ignore[attr-defined]
        self.helper = FormHelper()
        self.helper.layout = Layout("kind", Submit("accept", "Put them on the list"))


class SkillListForm(forms.Form):
    """A published skill list to upload."""

    skills = forms.FileField(
        label="Skill list as a file",
        help_text="ESCO or O*NET as they are published, or CSV with the columns name, kind and aliases. "
        f"At most {LARGEST // 1024**2} MB.",
        allow_empty_file=True,
        widget=forms.FileInput(attrs={"accept": ".csv,.txt,.tsv,text/csv"}),
    )
    helper = FormHelper()
    helper.layout = Layout("skills", Submit("upload", "Upload this list"))

    def clean_skills(self) -> UploadedFile:
        """Refuse what is too large before it is held in memory."""
        file: UploadedFile = self.cleaned_data["skills"]
        if (file.size or 0) > LARGEST:
            message = f"The file is larger than {LARGEST // 1024**2} MB. Upload it in parts. Nothing was changed."
            raise forms.ValidationError(message)
        return file


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
