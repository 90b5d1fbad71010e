"""Fields of an answer: made of what the survey asks."""

from collections.abc import Mapping, Sequence
from typing import Any

from crispy_forms.helper import FormHelper
from crispy_forms.layout import HTML, Div, Field, Layout, Submit
from crispy_forms.utils import TEMPLATE_PACK
from django import forms
from django.template.loader import render_to_string

from feedback.actions import Words
from feedback.content import MAY_READ, SHOWN, Content, Item, Kind
from feedback.data.packs import CONSENT, CONSENT_HINT

MOST_WORDS = 2000


class _Folded(Div):  # type: ignore[misc]
    """Words folded away until somebody wants them, or has written some."""

    template = "feedback/_words.html"

    def __init__(self, item: Item) -> None:
        super().__init__(item.key, item.key + MAY_READ)
        self.item = item

    def render(self, form: forms.Form, context: Any, template_pack: Any = TEMPLATE_PACK, **kwargs: Any) -> str:
        """Return the folded fields."""
        fields = self.get_rendered_fields(form, context, template_pack, **kwargs)
        about = {"title": self.item.text, "fields": fields, "field": form[self.item.key]}
        return render_to_string(self.template, about)


class AnswerForm(forms.Form):
    """What one version of a survey asks one side.

    A short one (`Content.is_short`) is sent by its last tap; any other has a button at its end.
    """

    shown = forms.IntegerField(widget=forms.HiddenInput, required=False)

    def __init__(self, *args: Any, content: Content, number: int, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.content = content
        self.initial[SHOWN] = number
        self.last: Item | None = None
        for item in content.questions:
            self.fields[item.key] = _FIELDS[item.kind](item)
            if item.is_text:
                self.fields[item.key + MAY_READ] = forms.BooleanField(
                    label=CONSENT, help_text=CONSENT_HINT, required=False
                )
        self.helper = FormHelper()
        self.helper.layout = self._short() if content.is_short else self._long()

    def _short(self) -> Layout:
        *chosen, self.last = [item for item in self.content.items if not item.is_text]
        return Layout(
            # The return key presses a form's first button; this one does nothing, so that it sends no answer.
            HTML('<button type="submit" disabled hidden></button>'),
            SHOWN,
            *(Field(item.key, wrapper_class="self-words") for item in chosen),
            *(_Folded(item) for item in self.content.items if item.is_text),
            HTML('{% include "feedback/_last.html" %}'),
        )

    def _long(self) -> Layout:
        return Layout(SHOWN, *(_laid_out(item) for item in self.content.items), Submit("send", "Send my answer"))

    @property
    def taps_needed(self) -> int:
        """How many taps a short one takes."""
        return sum(not item.is_text for item in self.content.items)

    @property
    def taps(self) -> dict[str, Sequence[int]]:
        """Return the chosen values a question, once the form is valid; what was left out is not there."""
        chosen = {item.key: self.cleaned_data[item.key] for item in self.content.questions if not item.is_text}
        lists = {key: value if isinstance(value, list) else [value] for key, value in chosen.items() if value != ""}
        return {key: values for key, values in lists.items() if values}

    @property
    def words(self) -> Mapping[str, Words]:
        """Return what was written a question, once the form is valid."""
        told = self.cleaned_data
        return {
            item.key: Words(told[item.key], organisers_may_read=told[item.key + MAY_READ])
            for item in self.content.questions
            if item.is_text
        }


def _laid_out(item: Item) -> Any:
    if item.kind == Kind.SECTION:
        return HTML(render_to_string("feedback/_section.html", {"item": item}))
    if item.is_text:
        return Div(item.key, item.key + MAY_READ) if item.is_required else _Folded(item)
    classes = {Kind.TEN: "self-words self-words--ten", Kind.MULTIPLE: "self-words self-words--rows"}
    return Field(item.key, wrapper_class=classes.get(item.kind, "self-words"))


def _one(item: Item) -> forms.Field:
    return forms.TypedChoiceField(
        label=item.text,
        help_text=item.hint,
        choices=[(choice.value, choice.label) for choice in item.choices],
        coerce=int,
        required=item.is_required,
        widget=forms.RadioSelect,
        error_messages={"required": "One tap is missing here."},
    )


def _several(item: Item) -> forms.Field:
    return forms.TypedMultipleChoiceField(
        label=item.text,
        help_text=item.hint or "As many as you like.",
        choices=[(choice.value, choice.label) for choice in item.choices],
        coerce=int,
        required=item.is_required,
        widget=forms.CheckboxSelectMultiple,
        error_messages={"required": "One tap at least is missing here."},
    )


def _text(item: Item) -> forms.Field:
    return forms.CharField(
        label=item.text if item.is_required else "Your words",
        help_text=item.hint,
        widget=forms.Textarea(attrs={"rows": 3}),
        max_length=MOST_WORDS,
        required=item.is_required,
    )


_FIELDS = {
    Kind.SCALE: _one,
    Kind.CHOICE: _one,
    Kind.TEN: _one,
    Kind.SELF_WORD: _one,
    Kind.MULTIPLE: _several,
    Kind.TEXT: _text,
}
