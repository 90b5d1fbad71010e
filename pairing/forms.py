"""Fields of pairing."""

from django import forms


class AnswerForm(forms.Form):
    """One of two buttons."""

    answer = forms.ChoiceField(choices=[("yes", "Yes"), ("no", "Not this one")])

    @property
    def says_yes(self) -> bool:
        """Whether the person would like to meet the other."""
        return bool(self.cleaned_data["answer"] == "yes")
