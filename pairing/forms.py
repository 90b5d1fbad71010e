"""Fields of pairing."""

from collections.abc import Mapping
from typing import Any

from crispy_forms.helper import FormHelper
from crispy_forms.layout import Column, Layout, Row, Submit
from django import forms
from django.forms.boundfield import BoundField

from programs.data.policy import RULES, WISH_MOST, WISHES
from programs.forms import rule_field
from programs.models import Program


class AnswerForm(forms.Form):
    """One of two buttons."""

    answer = forms.ChoiceField(choices=[("yes", "Yes"), ("no", "Not this one")])

    @property
    def says_yes(self) -> bool:
        """Whether the person would like to meet the other."""
        return bool(self.cleaned_data["answer"] == "yes")


class PolicyForm(forms.Form):
    """The hard rules and the soft wishes of one policy, each under its name."""

    def __init__(self, *args: Any, policy: Mapping[str, Any], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.policy = policy
        for rule in RULES:
            self.fields[rule.field] = rule_field(rule)
        for wish in WISHES:
            slider = forms.NumberInput(attrs={"type": "range", "class": "slider", "data-output": f"{wish.field}_said"})
            self.fields[wish.field] = forms.IntegerField(
                label=wish.label, help_text=wish.help, min_value=0, max_value=WISH_MOST, widget=slider
            )
        for each in (*RULES, *WISHES):
            self.fields[each.field].initial = policy.get(each.field, each.default)
        self.helper = FormHelper()
        self.helper.form_tag = False
        self.helper.disable_csrf = True

    def clean(self) -> dict[str, Any]:
        """Refuse grades that leave no room."""
        cleaned: dict[str, Any] = super().clean() or self.cleaned_data
        least, most = cleaned.get("grade_distance_min"), cleaned.get("grade_distance_max")
        if least is not None and most is not None and most < least:
            self.add_error("grade_distance_max", f"This must not be under {least}, the least number of grades.")
        return cleaned

    @property
    def rules(self) -> list[BoundField]:
        """The inputs of the hard rules."""
        return [self[rule.field] for rule in RULES]

    @property
    def wishes(self) -> list[BoundField]:
        """The inputs of the soft wishes."""
        return [self[wish.field] for wish in WISHES]

    @property
    def values(self) -> dict[str, Any]:
        """The policy as it was given, with what is set here; before anything valid was posted, as it was given."""
        return {**self.policy, **(self.cleaned_data if self.is_bound and self.is_valid() else {})}


_FEW = ("program", "Everybody invited or enrolled here")


class RehearsalForm(forms.Form):
    """Who stands on which side as long as nobody has chosen."""

    is_whole_roster = forms.TypedChoiceField(
        label="Whom to look at",
        coerce=lambda value: value == "roster",
        choices=[_FEW, ("roster", "Everybody on the roster")],
        initial="program",
    )
    newcomer_grade_most = forms.IntegerField(
        label="Newcomers have this grade or less", min_value=0, max_value=100, initial=2
    )
    senior_grade_least = forms.IntegerField(
        label="Seniors have this grade or more",
        min_value=0,
        max_value=100,
        initial=4,
        help_text="Whoever has chosen a side stays on it. Whoever has no grade, or one in between, is on neither.",
    )

    def __init__(self, *args: Any, program: Program, with_roster: bool, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if not with_roster:
            self.fields["is_whole_roster"] = forms.TypedChoiceField(
                label="Whom to look at", coerce=lambda value: value == "roster", choices=[_FEW], initial="program"
            )
        self.fields["newcomer_grade_most"].label = f"Highest grade on the side “{program.newcomer_label.lower()}”"
        self.fields["senior_grade_least"].label = f"Lowest grade on the side “{program.senior_label.lower()}”"
        self.helper = FormHelper()
        self.helper.layout = Layout(
            "is_whole_roster",
            Row(Column("newcomer_grade_most"), Column("senior_grade_least")),
            Submit("rehearse", "Rehearse"),
        )

    def clean(self) -> dict[str, Any]:
        """Refuse grades that overlap: nobody stands on both sides."""
        cleaned: dict[str, Any] = super().clean() or self.cleaned_data
        highest, lowest = cleaned.get("newcomer_grade_most"), cleaned.get("senior_grade_least")
        if highest is not None and lowest is not None and lowest <= highest:
            self.add_error("senior_grade_least", f"This must be above {highest}, so that nobody is on both sides.")
        return cleaned


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
