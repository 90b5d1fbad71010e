"""Fields of feedback: the questions come from `feedback.data.pulse`."""

from typing import Any

from crispy_forms.helper import FormHelper
from crispy_forms.layout import HTML, Div, Field, Layout
from crispy_forms.utils import TEMPLATE_PACK
from django import forms
from django.template.loader import render_to_string

from feedback.data.pulse import QUESTIONS, WORDS, Question


class _Folded(Div):  # type: ignore[misc]
    """Fields folded away until somebody wants them, or has used them."""

    template = "feedback/_words.html"

    def render(self, form: forms.Form, context: Any, template_pack: Any = TEMPLATE_PACK, **kwargs: Any) -> str:
        """Return the folded fields."""
        fields = self.get_rendered_fields(form, context, template_pack, **kwargs)
        return render_to_string(self.template, {"title": WORDS.text, "fields": fields, "form": form})


class PulseForm(forms.Form):
    """Two taps to choose and a third that sends; before it, words for those who want to add some."""

    text = forms.CharField(
        label="Your words",
        widget=forms.Textarea(attrs={"rows": 3}),
        max_length=2000,
        required=False,
    )
    organisers_may_read = forms.BooleanField(label=WORDS.consent, help_text=WORDS.consent_hint, required=False)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for question in QUESTIONS:
            self.fields[question.key] = _choice(question)
        *chosen, self.last = QUESTIONS
        self.helper = FormHelper()
        self.helper.layout = Layout(
            # The return key presses a form's first button; this one does nothing, so that it sends no answer.
            HTML('<button type="submit" disabled hidden></button>'),
            *(Field(question.key, wrapper_class="self-words") for question in chosen),
            _Folded("text", "organisers_may_read"),
            HTML('{% include "feedback/_last.html" %}'),
        )

    @property
    def taps(self) -> dict[str, int]:
        """Return the choice a question, once the form is valid."""
        return {question.key: self.cleaned_data[question.key] for question in QUESTIONS}


def _choice(question: Question) -> forms.TypedChoiceField:
    """Return the field of one question."""
    return forms.TypedChoiceField(
        label=question.text,
        choices=[(choice.value, choice.label) for choice in question.choices],
        coerce=int,
        widget=forms.RadioSelect,
        error_messages={"required": "One tap is missing here."},
    )
