"""Forms of a session's page: notes, and what one of the two will try."""

from typing import Any

from crispy_forms.helper import FormHelper
from crispy_forms.layout import Div, Layout
from django import forms

from pairing.models import Pair
from programs.models import Side


class NoteForm(forms.Form):
    """A note on a session; emptied, it is removed."""

    text = forms.CharField(
        required=False,
        max_length=8000,
        widget=forms.Textarea(attrs={"rows": 4}),
        error_messages={
            "max_length": "This note is too long to be kept. It has %(show_value)s characters of at most "
            "%(limit_value)s. Nothing is lost: shorten it, and save again."
        },
    )

    def __init__(self, *args: Any, label: str, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["text"].label = label
        self.fields["text"].widget.attrs.pop("maxlength", None)
        self.helper = FormHelper()
        self.helper.form_tag = False
        self.helper.disable_csrf = True

    def typed(self) -> str:
        """Return what was typed, valid or not."""
        return str(self["text"].value() or "")


class ActionForm(forms.Form):
    """What one of the two will try, and by when."""

    text = forms.CharField(label="What will one of you try?", max_length=280)
    owner = forms.ChoiceField(label="Who", choices=[])
    due_on = forms.DateField(
        label="By when", required=False, widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d")
    )

    def __init__(self, *args: Any, pair: Pair, side: Side, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        partner = pair.place_of(side.other).person.first_name
        self.fields["owner"].choices = [(side.value, "I"), (side.other.value, partner)]  # type: ignore[attr-defined]
        self.helper = FormHelper()
        self.helper.form_tag = False
        self.helper.layout = Layout("text", Div("owner", "due_on", css_class="slot"))
