"""Fields of writing a survey: its words, its questions, when it is sent, its file."""

from typing import Any

from crispy_forms.helper import FormHelper
from crispy_forms.layout import Layout, Submit
from django import forms

from feedback.content import (
    LENGTHS,
    MOST_CHOICES,
    SCALE,
    TITLES,
    USUAL_SCALE,
    WRITTEN,
    Choice,
    Item,
    Kind,
    numbered,
)
from feedback.models import Survey
from feedback.moments import MOST_DAYS, Moment
from programs.models import Program, Side

MOST_BYTES = 200_000


def _helper(*fields: str, button: str) -> FormHelper:
    helper = FormHelper()
    helper.layout = Layout(*fields, Submit("keep", button))
    return helper


class WordsForm(forms.Form):
    """The title of a survey and the sentence below it; `revision` is the one the page showed."""

    revision = forms.IntegerField(widget=forms.HiddenInput)
    title = forms.CharField(max_length=LENGTHS["title"])
    intro = forms.CharField(
        label="A sentence below the title",
        widget=forms.Textarea(attrs={"rows": 2}),
        max_length=LENGTHS["intro"],
        required=False,
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.helper = _helper("revision", "title", "intro", button="Keep these words")


class AddForm(forms.Form):
    """A survey of one's own begins with a title and one question."""

    title = forms.CharField(
        max_length=LENGTHS["title"], help_text="People read it in the mail and above the questions."
    )
    question = forms.CharField(
        label="Its first question", max_length=LENGTHS["text"], help_text="A scale of five, to begin with."
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.helper = _helper("title", "question", button="Begin this survey")


class ItemForm(forms.Form):
    """One question, or the heading of a section; choices stand one a line."""

    revision = forms.IntegerField(widget=forms.HiddenInput)
    kind = forms.ChoiceField(
        label="How it is answered", choices=[(kind.value, title) for kind, title in TITLES.items()]
    )
    text = forms.CharField(label="The question", max_length=LENGTHS["text"], help_text="For a section, its heading.")
    choices = forms.CharField(
        widget=forms.Textarea(attrs={"rows": 5}),
        required=False,
        help_text=(
            f"One a line, from least to most: {SCALE} for a scale, 2 to {MOST_CHOICES} for choices. "
            f"A scale left empty reads: {', '.join(USUAL_SCALE)}. Other kinds need none."
        ),
    )
    hint = forms.CharField(label="A line of help", max_length=LENGTHS["hint"], required=False)
    is_required = forms.BooleanField(label="It has to be answered", required=False)
    side = forms.ChoiceField(label="Who is asked", required=False)

    def __init__(self, *args: Any, program: Program, item: Item | None, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.item = item
        both = [("", "Both sides")]
        self.fields["side"].choices = both + [(side.value, program.label_of(side).capitalize()) for side in Side]  # type: ignore[attr-defined]
        if item is not None:
            self.initial.update({"kind": item.kind.value, "text": item.text, "hint": item.hint, "side": item.side})
            self.initial["is_required"] = item.is_required
            if item.kind in WRITTEN:
                self.initial["choices"] = "\n".join(choice.label for choice in item.choices)
        self.helper = _helper(
            "revision", "kind", "text", "choices", "hint", "is_required", "side", button="Keep this question"
        )

    def clean(self) -> dict[str, Any]:
        """Read the lines as the kind wants them."""
        told = super().clean() or {}
        lines = [line.strip() for line in str(told.get("choices") or "").splitlines() if line.strip()]
        kind = Kind(told["kind"]) if told.get("kind") else Kind.TEXT
        if kind == Kind.SCALE and not lines:
            lines = list(USUAL_SCALE)
        least, most = (SCALE, SCALE) if kind == Kind.SCALE else (2, MOST_CHOICES)
        if kind in WRITTEN and not least <= len(lines) <= most:
            self.add_error(
                "choices", f"A scale has {SCALE} lines." if kind == Kind.SCALE else f"{least} to {most} lines."
            )
        if kind in WRITTEN and len(set(lines)) < len(lines):
            self.add_error("choices", "Two lines are alike.")
        if any(len(line) > LENGTHS["label"] for line in lines):
            self.add_error("choices", f"A line has at most {LENGTHS['label']} characters.")
        told["lines"] = lines if kind in WRITTEN else []
        return told

    def made(self, key: str) -> Item:
        """Return the item under a key, once the form is valid; choices that stay keep their values."""
        told = self.cleaned_data
        choices = numbered(told["lines"])
        before = self.item.choices if self.item else ()
        if [choice.label for choice in before] == told["lines"]:
            choices = tuple(Choice(choice.value, choice.label) for choice in before)
        kind = Kind(told["kind"])
        required = told["is_required"] and kind != Kind.SECTION
        return Item(key, kind, told["text"], choices, told["hint"], required, told["side"])


class PlanForm(forms.Form):
    """When a survey is sent, and whether."""

    is_on = forms.BooleanField(label="Send it", required=False)
    moment = forms.ChoiceField(label="When", choices=Moment.choices)
    days = forms.IntegerField(label="Days after that", min_value=0, max_value=max(MOST_DAYS.values()))

    def __init__(self, *args: Any, survey: Survey, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.initial.update({"is_on": survey.is_on, "moment": survey.moment, "days": survey.days})
        self.helper = _helper("is_on", "moment", "days", button="Keep this plan")

    def clean(self) -> dict[str, Any]:
        """Refuse a day that comes too late for its moment."""
        told = super().clean() or {}
        if {"moment", "days"} <= set(told) and told["days"] > MOST_DAYS[Moment(told["moment"])]:
            most = MOST_DAYS[Moment(told["moment"])]
            self.add_error("days", f"At most {most} days: later, what began it is forgotten.")
        return told


class FileForm(forms.Form):
    """A survey out of a file."""

    file = forms.FileField(label="A file that was exported here or elsewhere")

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.helper = _helper("file", button="Read this file")

    def clean_file(self) -> str:
        """Return its text."""
        file = self.cleaned_data["file"]
        if file.size > MOST_BYTES:
            raise forms.ValidationError("The file is too large for a survey. Nothing was read.")
        try:
            text: str = file.read().decode("utf-8-sig")
        except UnicodeDecodeError as fault:
            raise forms.ValidationError(f"The file is not UTF-8 (byte {fault.start + 1}).") from None
        return text


class MoveForm(forms.Form):
    """Whether an item goes up or down."""

    revision = forms.IntegerField()
    direction = forms.ChoiceField(choices=[("up", "Up"), ("down", "Down")])
