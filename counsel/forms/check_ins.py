"""Fields of check-ins: whom to write to, and in which words."""

from typing import Any

from django import forms

from counsel.data.wording import CHECK_INS
from counsel.forms.talks import words_field
from counsel.models import CheckIn


class CheckInsForm(forms.Form):
    """Some of the check-ins of one step, and what to write to them."""

    def __init__(self, data: Any, *, step: str, waiting: list[CheckIn]) -> None:
        super().__init__(data, prefix=step)
        self.step = step
        self.waiting = {str(each.pk): each for each in waiting}
        self.fields["chosen"] = forms.MultipleChoiceField(
            label="Whom",
            choices=[(key, each.participation.person.name) for key, each in self.waiting.items()],
            widget=forms.CheckboxSelectMultiple,
            error_messages={"required": "Choose at least one person.", "invalid_choice": "That one waits no more."},
        )
        self.fields["wording"] = words_field(
            "What to write",
            "{first_name} and {program} are put in for each. Change every word you like.",
            initial=CHECK_INS[step],
        )
        self.fields["wording"].widget.attrs["rows"] = 9

    @property
    def title(self) -> str:
        """The step, in words."""
        return CheckIn.Step(self.step).label

    def chosen(self) -> list[CheckIn]:
        """Return the check-ins that were chosen."""
        return [self.waiting[key] for key in self.cleaned_data["chosen"]]
