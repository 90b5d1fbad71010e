"""Fields of what was said and done, and of how figures are divided."""

import re
from typing import Any

from crispy_forms.helper import FormHelper
from crispy_forms.layout import Layout, Submit
from django import forms
from django.conf import settings

from insights.data.breakdowns import WAYS, Band
from insights.models import Release, Reply
from programs.models import Program


class _ReleaseField(forms.ModelChoiceField):
    """A release by its number and day."""

    def label_from_instance(self, obj: Any) -> str:
        return f"Release {obj.number}, {obj.finished_at:%-d %B %Y}"


class ReplyForm(forms.Form):
    """What was said, and what was done about it."""

    said = forms.CharField(
        label="You said",
        help_text="In one sentence of your own. Quote nobody: readers would ask who it was.",
        max_length=Reply._meta.get_field("said").max_length,
    )
    did = forms.CharField(
        label="We did",
        help_text="What is different now, or why it stays as it is.",
        widget=forms.Textarea(attrs={"rows": 5}),
        max_length=Reply._meta.get_field("did").max_length,
    )

    def __init__(self, *args: Any, program: Program, label: str, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["release"] = _ReleaseField(
            Release.objects.done().filter(program=program),
            label="After which release",
            required=False,
            empty_label="None in particular",
        )
        self.helper = FormHelper()
        self.helper.layout = Layout("said", "did", "release", Submit("save", label))


_BAND = re.compile(r"(.{1,60}):\s*(\d{1,4})\s*(?:to|-|–)\s*(\d{1,4})")


class _BandsField(forms.CharField):
    """Ranges of grades, a line each: a name, then the lowest and the highest grade."""

    widget = forms.Textarea(attrs={"rows": 4})

    def prepare_value(self, value: Any) -> str:
        """Return what the box shows: the lines as typed, or those of stored bands."""
        if isinstance(value, list):
            return "\n".join(f"{band['label']}: {band['least']} to {band['most']}" for band in value)
        return str(value or "")

    def to_python(self, value: Any) -> Any:
        """Return the bands; a line that is none is named."""
        bands: list[Band] = []
        for line in filter(None, map(str.strip, str(value or "").splitlines())):
            found = _BAND.fullmatch(line)
            if found is None:
                message = f"“{line}” is not a name, a colon and two grades, such as “Leads: 4 to 6”."
                raise forms.ValidationError(message)
            bands.append({"label": found[1].strip(), "least": int(found[2]), "most": int(found[3])})
        return bands


class BreakdownsForm(forms.Form):
    """The lines along which figures are divided; once a release exists, a change wants a tick."""

    ways = forms.MultipleChoiceField(
        label="Divide figures by", choices=WAYS.items(), widget=forms.CheckboxSelectMultiple, required=False
    )
    bands = _BandsField(
        label="Bands of grades",
        help_text="A line each, such as “Leads: 4 to 6”. Without any, each grade is a group of its own.",
        required=False,
    )

    def __init__(self, *args: Any, begun: bool, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        names = ["ways", "bands"]
        if begun:
            names.append("sure")
            self.fields["sure"] = forms.BooleanField(
                label="Divide the next release like this",
                help_text="Releases that exist stay as they are, so the two cannot be compared group by group.",
                error_messages={"required": "Please tick this: there is a release already."},
            )
        self.helper = FormHelper()
        self.helper.layout = Layout(*names, Submit("save", "Keep this"))

    def is_too_few(self, people: int) -> bool:
        """Whether so few people take part that nothing will be divided."""
        return 0 < people <= 4 * settings.SMALLEST_GROUP
