"""Fields of programs."""

from collections.abc import Mapping
from datetime import date, timedelta
from typing import Any
from uuid import UUID

from crispy_forms.helper import FormHelper
from crispy_forms.layout import HTML, Column, Fieldset, Layout, Row, Submit
from django import forms

from people.models import Role, User
from programs.data.policy import RULES, Rule, overrides
from programs.data.reminders import REMINDERS, amount_of
from programs.data.shipped import Outcome as ShippedOutcome
from programs.data.shipped import Template
from programs.models import Outcome, Program

OUTCOME_FIELDS = ("text", "unit", "baseline", "target", "latest")


class DayInput(forms.DateInput):
    """The browser's own date picker."""

    input_type = "date"

    def __init__(self) -> None:
        super().__init__(format="%Y-%m-%d")


def rule_field(rule: Rule) -> forms.Field:
    """Return the input of one hard rule."""
    if rule.kind == "switch":
        return forms.BooleanField(label=rule.label, help_text=rule.help, required=False)
    if rule.kind == "choice":
        return forms.ChoiceField(label=rule.label, help_text=rule.help, choices=rule.choices)
    return forms.IntegerField(
        label=rule.label, help_text=rule.help, required=not rule.may_be_empty, min_value=0, max_value=rule.most
    )


HOLDERS = {
    Role.Name.COORDINATOR: "Runs the program and is whom people ask.",
    Role.Name.SPONSOR: "Stands for the purpose and sees released figures only.",
    Role.Name.COUNSELLOR: "Listens to both sides, and neither coordinates nor sponsors nor works as HR admin.",
}


def _holder_field(role: Role.Name, named: UUID | None) -> forms.Field:
    """Return the choice among the holders of a role; whoever is named already stays a choice without it."""
    holders = User.objects.filter(pk__in=User.objects.active().holding(role).values("pk"))
    return forms.ModelChoiceField(
        (holders | User.objects.filter(pk=named)).order_by("name", "pk"),
        label=role.label,
        help_text=HOLDERS[role],
        empty_label="Choose a person",
    )


class ProgramForm(forms.ModelForm):
    """A program in sections; what it still lacks may come later, until it is opened."""

    outcome_text = forms.CharField(
        label="What should be measurably different at the end?", max_length=200, required=False
    )
    outcome_unit = forms.CharField(label="Counted in", max_length=40, required=False)
    outcome_baseline = forms.DecimalField(label="Today", max_digits=10, decimal_places=2, required=False)
    outcome_target = forms.DecimalField(label="Target", max_digits=10, decimal_places=2, required=False)
    outcome_latest = forms.DecimalField(
        label="Measured last",
        max_digits=10,
        decimal_places=2,
        required=False,
        help_text="The newest value, once you have measured again.",
    )

    class Meta:
        model = Program
        fields = [
            "name",
            "purpose",
            "starts_on",
            "ends_on",
            "session_count",
            "session_minutes",
            "cadence_weeks",
            "entry",
            "approves_joining",
            "newcomer_places",
            "senior_places",
            "newcomer_label",
            "senior_label",
            "coordinator",
            "sponsor",
            "counsellor",
            "ground_rules",
            "drift_on",
            "reminders_on",
        ]
        labels = {
            "name": "Name of the program",
            "purpose": "Why are you doing this?",
            "starts_on": "First day",
            "ends_on": "Last day",
            "approves_joining": "Look at each request before somebody takes part",
            "newcomer_places": "Most people on this side",
            "senior_places": "Most people on this side",
            "newcomer_label": "What newcomers are called here",
            "senior_label": "What seniors are called here",
        }
        help_texts = {
            "purpose": "People read this before they say yes. It can wait until the program opens.",
            "approves_joining": "Invited people ask too. You answer many at once, and nobody is given a reason.",
            "newcomer_places": "Empty takes everyone. Once full, people wait in line and move up by themselves.",
            "senior_places": "Empty takes everyone.",
            "session_count": "3 to 12.",
            "ground_rules": "One a line. Everybody sees them before they say yes.",
            "drift_on": "From dates alone. The pair is told first; you see a colour three days later.",
        }
        widgets = {
            "purpose": forms.Textarea(attrs={"rows": 5}),
            "ground_rules": forms.Textarea(attrs={"rows": 6}),
            "starts_on": DayInput,
            "ends_on": DayInput,
            "entry": forms.RadioSelect,
        }

    def __init__(self, *args: Any, label: str, outcome: Outcome | ShippedOutcome | None = None, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.initial.update({f"outcome_{name}": getattr(outcome, name, None) for name in OUTCOME_FIELDS})
        program = self.instance
        for role in HOLDERS:
            self.fields[role.value] = _holder_field(role, getattr(program, f"{role.value}_id"))
        for rule in RULES:
            self.fields[rule.field] = rule_field(rule)
            self.fields[rule.field].initial = program.policy.get(rule.field, rule.default)
        for each in REMINDERS:
            self.fields[each.field] = forms.IntegerField(
                label=each.label,
                required=False,
                min_value=1,
                max_value=each.most,
                initial=amount_of(program.reminders, each.key),
            )
        if program.is_draft:
            self.fields["purpose"].required = False
            del self.fields["outcome_latest"]
        else:
            for name in ("outcome_text", "outcome_baseline", "outcome_target"):
                self.fields[name].required = True
            for name in ("session_count", "session_minutes"):
                self.fields[name].disabled = True
                self.fields[name].help_text = "Fixed since the program opened: sessions are dated with it."
        self.helper = _program_helper(label, with_latest=not program.is_draft)

    def clean(self) -> dict[str, Any]:
        """Check what several fields say together."""
        cleaned: dict[str, Any] = super().clean() or self.cleaned_data
        self._check_days(cleaned)
        self._check_outcome(cleaned)
        self._check_counsellor(cleaned)
        return cleaned

    def _check_days(self, cleaned: Mapping[str, Any]) -> None:
        starts_on, ends_on = cleaned.get("starts_on"), cleaned.get("ends_on")
        count, weeks = cleaned.get("session_count"), cleaned.get("cadence_weeks")
        if not (starts_on and ends_on):
            return
        if ends_on <= starts_on:
            self.add_error("ends_on", "The last day must come after the first.")
        elif count and weeks and timedelta(weeks=(count - 1) * weeks) > ends_on - starts_on:
            self.add_error(
                "ends_on",
                f"{count} sessions every {weeks} weeks take {(count - 1) * weeks} weeks. "
                "Choose a later day, fewer sessions or fewer weeks between them.",
            )

    def _check_outcome(self, cleaned: Mapping[str, Any]) -> None:
        if not cleaned.get("outcome_text"):
            return
        for name in ("outcome_baseline", "outcome_target"):
            if cleaned.get(name) is None and name not in self.errors:
                self.add_error(
                    name, "An outcome needs both figures, today and target. Until you know them, leave its words empty."
                )
        if cleaned.get("outcome_baseline") is not None and cleaned["outcome_baseline"] == cleaned.get("outcome_target"):
            self.add_error("outcome_target", "The target must differ from today.")

    def _check_counsellor(self, cleaned: Mapping[str, Any]) -> None:
        counsellor = cleaned.get("counsellor")
        if counsellor is None:
            return
        if counsellor in {cleaned.get("coordinator"), cleaned.get("sponsor")} or counsellor.is_hr_admin:
            self.add_error(
                "counsellor", "A counsellor stands outside: not the coordinator, the sponsor or an HR admin."
            )

    def values(self) -> dict[str, Any]:
        """Return the fields of the program, its hard rules among them."""
        rules = {rule.field: self.cleaned_data[rule.field] for rule in RULES}
        kept = {field: value for field, value in self.instance.policy.items() if field not in rules}
        values = {name: self.cleaned_data[name] for name in self.Meta.fields}
        return {
            **values,
            "policy": {**kept, **overrides({rule.field: self.cleaned_data[rule.field] for rule in RULES})},
        }

    def outcome(self) -> dict[str, Any]:
        """Return the fields of its outcome, empty while it has no words."""
        if not self.cleaned_data["outcome_text"]:
            return {}
        return {
            name: self.cleaned_data[f"outcome_{name}"] for name in OUTCOME_FIELDS if f"outcome_{name}" in self.fields
        }


def _program_helper(label: str, *, with_latest: bool) -> FormHelper:
    helper = FormHelper()
    helper.layout = Layout(
        Fieldset("Purpose", "name", "purpose", css_class="card"),
        Fieldset(
            "A measurable outcome",
            HTML("<p>The program opens once it has one; until then it can wait.</p>"),
            "outcome_text",
            Row(Column("outcome_baseline"), Column("outcome_target"), Column("outcome_unit")),
            *(["outcome_latest"] if with_latest else []),
            css_class="card",
        ),
        Fieldset(
            "Dates and sessions",
            Row(Column("starts_on"), Column("ends_on")),
            Row(Column("session_count"), Column("session_minutes"), Column("cadence_weeks")),
            css_class="card",
        ),
        Fieldset(
            "Joining",
            "entry",
            "approves_joining",
            Row(Column("newcomer_label"), Column("senior_label")),
            Row(Column("newcomer_places"), Column("senior_places")),
            css_class="card",
        ),
        Fieldset(
            "Who may be paired with whom",
            HTML("<p>A pair that breaks one of these rules is never proposed.</p>"),
            *(rule.field for rule in RULES),
            css_class="card",
        ),
        Fieldset("Who stands for it", "coordinator", "sponsor", "counsellor", css_class="card"),
        Fieldset("Ground rules", "ground_rules", css_class="card"),
        Fieldset("What is noticed", "drift_on", css_class="card"),
        Fieldset(
            "Reminders",
            "reminders_on",
            HTML("<p>Leave a number empty and that reminder does not come. Whoever has done the thing gets none.</p>"),
            *(
                Row(*(Column(each.field) for each in pair))
                for pair in zip(REMINDERS[::2], REMINDERS[1::2], strict=True)
            ),
            css_class="card",
        ),
        Submit("save", label),
    )
    return helper


def draft_of(template: Template, *, today: date, coordinator: User) -> Program:
    """Return an unsaved program that holds a template's defaults, for the form to begin with."""
    starts_on = today + timedelta(days=21 - today.weekday())
    return Program(
        name="" if template.key == "blank" else template.title,
        template=template.key,
        purpose=template.purpose,
        starts_on=starts_on,
        ends_on=starts_on + timedelta(days=round(template.months * 365 / 12)),
        session_count=template.meetings,
        session_minutes=template.minutes,
        cadence_weeks=template.cadence_weeks,
        newcomer_label=template.newcomer_label,
        senior_label=template.senior_label,
        ground_rules="\n".join(template.ground_rules),
        policy=dict(template.policy),
        coordinator=coordinator,
    )
