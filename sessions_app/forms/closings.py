"""The form of the closing."""

from collections.abc import Iterable
from typing import Any

from crispy_forms.layout import Fieldset
from django import forms

from sessions_app.forms.papers import WordsForm
from sessions_app.models import Closing
from sessions_app.queries.closings import WORDS, Answer

KEEP, DELETE = "keep", "delete"


class ClosingForm(WordsForm):
    """Where I stand now, thanks, how it goes on, and what becomes of my words."""

    def __init__(
        self, *args: Any, goals: Iterable[str], began: Iterable[str], partner: str, until: str, **kwargs: Any
    ) -> None:
        super().__init__(*args, goals=goals, **kwargs)
        for field, word in zip(self.fields.values(), began, strict=True):
            field.help_text = f"You began as “{WORDS[word]}”." if word else ""
        own = {
            "thanks": forms.CharField(
                label=f"A line of thanks to {partner}",
                help_text=f"{partner} reads it once both of you have answered.",
                max_length=1000,
                required=False,
                widget=forms.Textarea(attrs={"rows": 3}),
            ),
            "choice": forms.ChoiceField(label="What would you like?", choices=Closing.Choice, widget=forms.RadioSelect),
            "more": forms.TypedChoiceField(
                label="How many more, if you add sessions",
                help_text="If both of you add some, the smaller number counts.",
                choices=[(number, str(number)) for number in range(1, Closing.MOST_MORE + 1)],
                coerce=int,
                required=False,
                initial=2,
            ),
            "copy": forms.ChoiceField(
                label="What you wrote",
                choices=[(KEEP, f"Keep it until {until}"), (DELETE, "Delete it when we close")],
                help_text="Your sheet, notes, self-words and the plan as you worded it. "
                "The agreement and your thanks stay. Added sessions keep everything.",
                initial=KEEP,
                widget=forms.RadioSelect,
            ),
        }
        words = list(self.helper.layout)
        self.fields.update(own)
        self.helper.layout[:] = [
            *([Fieldset("Where do you stand now?", *words)] if words else []),
            Fieldset("Thanks", "thanks"),
            Fieldset("How it goes on", "choice", "more"),
            Fieldset("Your words", "copy"),
        ]

    @staticmethod
    def beginning(answer: Answer | None, after: Iterable[str]) -> dict[str, object]:
        """Return initial values out of what one has answered already."""
        words = {f"word_{number}": word for number, word in enumerate(after, start=1)}
        if answer is None:
            return dict(words)
        copy = KEEP if answer.keeps_copy else DELETE
        more = answer.more or None
        return {**words, "thanks": answer.thanks, "choice": answer.choice, "copy": copy, "more": more}

    def answer(self) -> dict[str, Any]:
        """Return what `answer_closing` takes."""
        said = self.cleaned_data
        return {
            "choice": said["choice"],
            "more": int(said["more"] or 1),
            "thanks": said["thanks"],
            "keeps_copy": said["copy"] == KEEP,
            "words": self.words(),
        }
