"""Forms of the papers: sheet, plan, agreement."""

from collections.abc import Iterable
from typing import Any

from crispy_forms.bootstrap import StrictButton
from crispy_forms.helper import FormHelper
from crispy_forms.layout import Div, Fieldset, Layout, Submit
from django import forms

from sessions_app.actions import Entry
from sessions_app.models import Plan, SheetLine

MOST_LINES = 100


class LineForm(forms.Form):
    """One line of the sharing sheet; emptied, it is removed."""

    kind = forms.ChoiceField(choices=SheetLine.Kind, widget=forms.HiddenInput)
    text = forms.CharField(required=False, max_length=280, widget=forms.TextInput(attrs={"class": "form-control"}))
    is_kept_back = forms.BooleanField(
        label="Keep back", required=False, widget=forms.CheckboxInput(attrs={"class": "form-check-input"})
    )


_LineFormSet = forms.formset_factory(LineForm, extra=0, max_num=MOST_LINES, absolute_max=MOST_LINES)


class SheetForm(_LineFormSet):  # type: ignore[valid-type, misc]
    """All lines of a sheet, with an empty one at the end of each of the five groups."""

    def __init__(self, data: Any = None, *, lines: Iterable[tuple[SheetLine, str]] = ()) -> None:
        known = list(lines)
        initial = [
            {"kind": kind, "text": text, "is_kept_back": is_kept_back}
            for kind in SheetLine.Kind.values
            for text, is_kept_back in [
                *((text, line.is_kept_back) for line, text in known if line.kind == kind),
                ("", False),
            ]
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


class PlanForm(forms.Form):
    """Up to three goals and a theme for each session."""

    def __init__(self, *args: Any, total: int, submit: tuple[str, str], keep: str, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        goals = [f"goal_{number}" for number in range(1, Plan.MOST_GOALS + 1)]
        themes = [f"theme_{number}" for number in range(1, total + 1)]
        for number, name in enumerate(goals, start=1):
            self.fields[name] = forms.CharField(label=f"Goal {number}", max_length=280, required=False)
        for number, name in enumerate(themes, start=1):
            self.fields[name] = forms.CharField(label=f"Session {number}", max_length=200, required=False)
        self.helper = FormHelper()
        self.helper.layout = Layout(
            Fieldset("Up to three goals", *goals),
            Fieldset("A theme for each session", *themes),
            Div(
                Submit(*submit),
                StrictButton(keep, type="submit", name="keep", value="yes"),
                css_class="actions",
            ),
        )

    @staticmethod
    def beginning(goals: Iterable[str], themes: Iterable[str]) -> dict[str, str]:
        """Return initial values out of a plan's lines."""
        return {
            **{f"goal_{number}": text for number, text in enumerate(goals, start=1)},
            **{f"theme_{number}": text for number, text in enumerate(themes, start=1)},
        }

    def lines(self) -> dict[str, list[str]]:
        """Return `goals` and `themes` as written."""
        texts = self.cleaned_data
        return {
            "goals": [text for name, text in texts.items() if name.startswith("goal_")],
            "themes": [text for name, text in texts.items() if name.startswith("theme_")],
        }


class AgreementForm(forms.Form):
    """The whole text; the version read comes along, so that nothing newer is overwritten."""

    version = forms.IntegerField(widget=forms.HiddenInput)
    text = forms.CharField(
        label="Our agreement",
        help_text="A heading, its paragraph below, and an empty line before the next heading.",
        widget=forms.Textarea(attrs={"rows": 24}),
        max_length=12000,
    )
    helper = FormHelper()
    helper.layout = Layout("version", "text", Submit("write", "Propose this text"))


class VersionForm(forms.Form):
    """The version somebody has read."""

    version = forms.IntegerField(widget=forms.HiddenInput)
