"""Forms of the papers: sheet, plan, agreement; the version read comes along in a form of its own."""

from collections.abc import Iterable
from typing import Any

from crispy_forms.helper import FormHelper
from crispy_forms.layout import Field, Fieldset, Layout
from django import forms

from sessions_app.actions import Entry
from sessions_app.models import Plan, SheetLine
from sessions_app.queries.closings import WORDS

MOST_LINES = 100
LONGEST_LINE = 280


class LineForm(forms.Form):
    """One line of the sharing sheet; emptied, it is removed."""

    kind = forms.ChoiceField(choices=SheetLine.Kind, widget=forms.HiddenInput)
    text = forms.CharField(
        required=False, max_length=LONGEST_LINE, widget=forms.TextInput(attrs={"class": "form-control"})
    )
    is_kept_back = forms.BooleanField(
        label="Keep back", required=False, widget=forms.CheckboxInput(attrs={"class": "form-check-input"})
    )


_LineFormSet = forms.formset_factory(LineForm, extra=0, max_num=MOST_LINES, absolute_max=MOST_LINES)


class SheetForm(_LineFormSet):  # type: ignore[valid-type, misc]
    """All lines of a sheet, with an empty one at the end of each of the five groups."""

    def __init__(self, data: Any = None, *, entries: Iterable[Entry] = ()) -> None:
        known = list(entries)
        initial = [
            {"kind": entry.kind, "text": entry.text, "is_kept_back": entry.is_kept_back}
            for kind in SheetLine.Kind.values
            for entry in [*(entry for entry in known if entry.kind == kind), Entry(kind, "")]
        ]
        super().__init__(data, initial=initial, prefix="lines")

    def groups(self) -> list[dict[str, Any]]:
        """Return the five groups as {"kind", "title", "forms"}."""
        return [
            {"kind": kind, "title": title, "forms": [form for form in self.forms if form["kind"].value() == kind]}
            for kind, title in SheetLine.Kind.choices
        ]

    def entries(self) -> list[Entry]:
        """Return the lines as written."""
        return [Entry(**form.cleaned_data) for form in self.forms if form.cleaned_data]

    def typed(self) -> str:
        """Return what was typed as plain lines, valid or not."""
        return "\n".join(text for text in (form["text"].value() for form in self.forms) if text)


class PlanForm(forms.Form):
    """Up to three goals and a theme for each session; the one it is for may say where they stand in each goal."""

    def __init__(self, *args: Any, total: int, asks_words: bool = False, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        numbers, sessions = range(1, Plan.MOST_GOALS + 1), range(1, total + 1)
        for number in numbers:
            label = f"Goal {number}"
            self.fields[f"goal_{number}"] = forms.CharField(label=label, max_length=LONGEST_LINE, required=False)
            if asks_words:
                self.fields[f"word_{number}"] = word_field(f"Where do you stand in goal {number} today?")
        for number in sessions:
            self.fields[f"theme_{number}"] = forms.CharField(label=f"Session {number}", max_length=200, required=False)
        words = [Field(f"word_{number}", wrapper_class="self-words") for number in numbers] if asks_words else []
        goals = [f"goal_{number}" for number in numbers]
        self.helper = FormHelper()
        self.helper.form_tag = False
        self.helper.disable_csrf = True
        self.helper.layout = Layout(
            Fieldset("Up to three goals", *(field for pair in zip(goals, words, strict=True) for field in pair))
            if words
            else Fieldset("Up to three goals", *goals),
            Fieldset("A theme for each session", *(f"theme_{number}" for number in sessions)),
        )

    @staticmethod
    def beginning(goals: Iterable[str], themes: Iterable[str], words: Iterable[str] = ()) -> dict[str, str]:
        """Return initial values out of a plan's lines."""
        return {
            f"{name}_{number}": text
            for name, texts in (("goal", goals), ("theme", themes), ("word", words))
            for number, text in enumerate(texts, start=1)
        }

    def lines(self) -> dict[str, list[str]]:
        """Return `goals` and `themes` as written, and `words` where they are asked for."""
        texts = self.cleaned_data
        known = {
            many: [text for name, text in texts.items() if name.startswith(one)]
            for many, one in (("goals", "goal_"), ("themes", "theme_"), ("words", "word_"))
        }
        return known if known["words"] else {"goals": known["goals"], "themes": known["themes"]}

    def typed(self) -> str:
        """Return what was typed as plain lines, valid or not."""
        lines = [(field.label, field.value()) for field in self if not field.name.startswith("word_")]
        return "\n".join(f"{label}: {text}" for label, text in lines if text)


class WordsForm(forms.Form):
    """The learner's own word for each goal."""

    def __init__(self, *args: Any, goals: Iterable[str], question: str = "{goal}", **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for number, goal in enumerate(goals, start=1):
            self.fields[f"word_{number}"] = word_field(question.format(goal=goal))
        self.helper = FormHelper()
        self.helper.form_tag = False
        self.helper.disable_csrf = True
        self.helper.layout = Layout(*(Field(name, wrapper_class="self-words") for name in self.fields))

    def words(self) -> list[str]:
        """Return a self-word a goal, "" where nothing was said."""
        return [text for name, text in self.cleaned_data.items() if name.startswith("word_")]


def word_field(label: str) -> forms.ChoiceField:
    """Return the choice of one's own word; nobody has to choose."""
    return forms.ChoiceField(label=label, choices=list(WORDS.items()), required=False, widget=forms.RadioSelect)


class AgreementForm(forms.Form):
    """The whole text."""

    text = forms.CharField(
        label="Our agreement",
        help_text="A heading, its paragraph below, and an empty line before the next heading.",
        widget=forms.Textarea(attrs={"rows": 24}),
        max_length=12000,
    )
    helper = FormHelper()
    helper.form_tag = False
    helper.disable_csrf = True

    def typed(self) -> str:
        """Return what was typed, valid or not."""
        return str(self["text"].value() or "")


class VersionForm(forms.Form):
    """The version somebody has read."""

    version = forms.IntegerField(widget=forms.HiddenInput)
