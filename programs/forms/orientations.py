"""Fields of the orientation: its pieces, read and written."""

from typing import Any

from crispy_forms.helper import FormHelper
from crispy_forms.layout import Layout, Submit
from django import forms

from programs.models import OrientationPiece, Program


class PieceForm(forms.ModelForm):
    """One piece of an orientation; `version` is the one that the page showed."""

    version = forms.IntegerField(widget=forms.HiddenInput, required=False)

    class Meta:
        model = OrientationPiece
        fields = ["title", "text", "question"]
        labels = {"question": "One question to think about"}
        help_texts = {
            "text": "120 to 200 words read well. An empty line begins a new paragraph.",
            "question": "Nobody answers it in writing.",
        }
        widgets = {"text": forms.Textarea(attrs={"rows": 16}), "question": forms.Textarea(attrs={"rows": 2})}

    def __init__(self, *args: Any, label: str, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.initial["version"] = self.instance.version
        self.helper = FormHelper()
        self.helper.layout = Layout("title", "text", "question", "version", Submit("save", label))

    def values(self) -> dict[str, str]:
        """Return the words of the piece."""
        return {name: self.cleaned_data[name] for name in self.Meta.fields}


class ReadForm(forms.Form):
    """Which piece of one's own track was read."""

    def __init__(self, *args: Any, program: Program, side: str, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["piece"] = forms.ModelChoiceField(program.orientation_pieces.track(side))


class MoveForm(forms.Form):
    """Whether a piece goes up or down."""

    direction = forms.ChoiceField(choices=[("up", "Up"), ("down", "Down")])
