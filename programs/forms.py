"""Fields of programs."""

from collections.abc import Mapping, Sequence
from datetime import date, timedelta
from textwrap import shorten
from typing import Any
from uuid import UUID

from crispy_forms.helper import FormHelper
from crispy_forms.layout import HTML, Column, Fieldset, Layout, Row, Submit
from django import forms
from django.core.files.uploadedfile import UploadedFile

from people.models import Role, User
from programs.data.policy import RULES, Rule, overrides
from programs.data.reminders import REMINDERS, amount_of
from programs.data.shipped import Outcome as ShippedOutcome
from programs.data.shipped import Template
from programs.models import OrientationPiece, Outcome, Participation, Program, Side
from programs.roster import COLUMNS, LARGEST, Order, Preview

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
            "newcomer_label": "What newcomers are called here",
            "senior_label": "What seniors are called here",
        }
        help_texts = {
            "purpose": "People read this before they say yes. It can wait until the program opens.",
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
        Fieldset("Joining", "entry", Row(Column("newcomer_label"), Column("senior_label")), css_class="card"),
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


class RosterForm(forms.Form):
    """The roster to upload."""

    roster = forms.FileField(
        label="Roster as a spreadsheet (XLSX) or CSV file",
        help_text=f"At most {LARGEST // 1024**2} MB and 100,000 rows.",
        allow_empty_file=True,
        widget=forms.FileInput(attrs={"accept": ".xlsx,.csv,.txt,.tsv,text/csv"}),
    )
    helper = FormHelper()
    helper.layout = Layout("roster", Submit("upload", "Upload this roster"))

    def clean_roster(self) -> UploadedFile:
        """Refuse what is too large before it is held in memory."""
        file: UploadedFile = self.cleaned_data["roster"]
        if (file.size or 0) > LARGEST:
            message = f"The file is larger than {LARGEST // 1024**2} MB. Upload it in parts. Nothing was imported."
            raise forms.ValidationError(message)
        return file


class SheetForm(forms.Form):
    """Which sheet of a spreadsheet holds the roster."""

    def __init__(self, *args: Any, sheets: Sequence[str], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["sheet"] = forms.ChoiceField(label="Sheet", choices=[(sheet, sheet) for sheet in sheets])
        self.helper = FormHelper()
        self.helper.form_method = "get"
        self.helper.layout = Layout("sheet", HTML('<button type="submit" class="btn">Show its columns</button>'))


class ColumnsForm(forms.Form):
    """Which column of the file holds which field; a column is chosen by its name and what stands in it."""

    def __init__(self, *args: Any, preview: Preview, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        choices = [("", "Leave out")]
        for position, title in enumerate(preview.header):
            samples = ", ".join(preview.samples(position))
            if title or samples:
                choices.append((str(position), shorten(f"{title} ({samples})", 80, placeholder=" …)")))
        for name, column in COLUMNS.items():
            self.fields[name] = forms.TypedChoiceField(
                label=column.title.capitalize(),
                help_text=column.holds,
                choices=choices,
                coerce=int,
                empty_value=None,
                required=name == "email",
                error_messages={"required": "Say which column holds the mail addresses."},
            )
        self.helper = FormHelper()
        self.helper.layout = Layout(*COLUMNS, Submit("map", "Check the rows"))

    def clean(self) -> dict[str, Any]:
        """Ask for a name, in one column or in two."""
        cleaned: dict[str, Any] = super().clean() or self.cleaned_data
        whole, first, last = (cleaned.get(name) for name in ("name", "first_name", "last_name"))
        if whole is None and (first is None or last is None):
            self.add_error("name", "Say which column holds the name, or which two hold first and last name.")
        return cleaned

    def columns(self) -> dict[str, int]:
        """Return at which position each chosen field stands; a full name makes its parts needless."""
        chosen = {name: at for name, at in self.cleaned_data.items() if at is not None}
        parts = {"first_name", "last_name"} if "name" in chosen else set()
        return {name: at for name, at in chosen.items() if name not in parts}


class GradesForm(forms.Form):
    """The number of each grade name, higher for more senior."""

    def __init__(self, *args: Any, order: Order, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.names = sorted(order, key=lambda name: (order[name] is None, order[name], name))
        for number, name in enumerate(self.names):
            self.fields[f"grade_{number}"] = forms.IntegerField(
                label=name, min_value=1, max_value=99, required=False, initial=order[name]
            )
        self.helper = FormHelper()
        self.helper.layout = Layout(*self.fields, Submit("order", "Check the rows"))

    def order(self) -> dict[str, int | None]:
        """Return the number of each name, None for no place."""
        return {name: self.cleaned_data[f"grade_{number}"] for number, name in enumerate(self.names)}


class EnrolForm(forms.Form):
    """A person's own yes: the side, the room for partners, the terms."""

    capacity = forms.TypedChoiceField(
        label="How many partners can you take?",
        choices=[(1, "One"), (2, "Two"), (3, "Three")],
        coerce=int,
        initial=1,
        help_text="Each partner means the full number of sessions.",
    )
    terms = forms.BooleanField(
        label="I take part because I want to, and I keep to the ground rules",
        error_messages={"required": "Taking part needs your own yes to this."},
    )

    def __init__(self, *args: Any, program: Program, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        sides = [(side.value, program.label_of(side)) for side in Side]
        self.fields["side"] = forms.ChoiceField(label="Which side are you on?", choices=sides, widget=forms.RadioSelect)
        self.helper = FormHelper()
        self.helper.layout = Layout("side", "capacity", "terms", Submit("enrol", "Take part"))


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


class ParticipantFilter(forms.Form):
    """Which participants a list shows."""

    def __init__(self, *args: Any, program: Program, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        sides = [("", "Both"), *((side.value, program.label_of(side)) for side in Side)]
        states = [("", "Any"), *Participation.State.choices]
        select = forms.Select(attrs={"class": "form-select"})
        self.fields["side"] = forms.ChoiceField(label="Side", choices=sides, required=False, widget=select)
        self.fields["state"] = forms.ChoiceField(label="State", choices=states, required=False, widget=select)


class InviteForm(forms.Form):
    """People picked out of the organisation."""

    chosen = forms.ModelMultipleChoiceField(
        User.objects.active(), error_messages={"required": "Tick at least one person."}
    )
