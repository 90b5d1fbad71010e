"""Fields of pairing."""

from typing import Any

from crispy_forms.helper import FormHelper
from django import forms


class AnswerForm(forms.Form):
    """One of two buttons."""

    answer = forms.ChoiceField(choices=[("yes", "Yes"), ("no", "Not this one")])

    @property
    def says_yes(self) -> bool:
        """Whether the person would like to meet the other."""
        return bool(self.cleaned_data["answer"] == "yes")


class EndPairForm(forms.Form):
    """Whether the one who ends a pair would like another partner."""

    looks_on = forms.BooleanField(label="Look for another partner for me", required=False, initial=True)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.helper = FormHelper()
        self.helper.form_tag = False


class LookingForm(forms.Form):
    """One of two buttons."""

    looking = forms.ChoiceField(choices=[("yes", "Look for a partner"), ("no", "Not for now")])

    @property
    def looks(self) -> bool:
        """Whether somebody may be proposed."""
        return bool(self.cleaned_data["looking"] == "yes")
