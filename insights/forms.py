"""Fields of what was said and done."""

from typing import Any

from crispy_forms.helper import FormHelper
from crispy_forms.layout import Layout, Submit
from django import forms

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
