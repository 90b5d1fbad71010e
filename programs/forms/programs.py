"""Fields of programs."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any
from uuid import UUID

from crispy_forms.helper import FormHelper
from crispy_forms.layout import HTML, Column, Layout, Row, Submit
from django import forms

from people.models import Role, User
from programs.data.policy import Rule
from programs.data.reminders import REMINDERS, amount_of, chosen_in
from programs.data.shipped import Outcome as ShippedOutcome
from programs.data.shipped import Template
from programs.models import Outcome, Program
from programs.parts import seen_of

LARGEST_FILE = 1024**2
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


@dataclass(frozen=True)
class Step:
    """One step of setting a program up: its fields, and the settings that they change."""

    key: str
    title: str
    lead: str
    fields: tuple[str, ...]
    settings: tuple[str, ...]


_OUTCOME = ("outcome_text", "outcome_baseline", "outcome_target", "outcome_unit", "outcome_latest")
_DATES = ("starts_on", "ends_on", "session_count", "session_minutes", "cadence_weeks")
_PLACES = ("newcomer_places", "senior_places")
_LABELS = ("newcomer_label", "senior_label")
_JOINING = ("entry", "approves_joining", *_LABELS, *_PLACES, "ground_rules", "is_pilot")
_SWITCHES = ("drift_on", "pulse_on", "reminders_on")
_REMINDERS = tuple(each.field for each in REMINDERS)
_PEOPLE = (*HOLDERS, "co_lead")
STEPS = (
    Step(
        "purpose",
        "What it is for",
        "People read the purpose before they say yes. Leadership reads the outcome first.",
        ("name", "purpose", *_OUTCOME),
        ("name", "purpose", "outcome"),
    ),
    Step("people", "Who stands for it", "Everybody in the program sees these names.", _PEOPLE, _PEOPLE),
    Step("sessions", "Dates and sessions", "How often a pair meets, and for how long.", _DATES, _DATES),
    Step("joining", "Joining", "Who may come in, and what everybody agrees to.", _JOINING, _JOINING),
    Step(
        "reminders",
        "What is asked and noticed",
        "Everything here can be switched off, and the sessions go on.",
        (*_SWITCHES, *_REMINDERS),
        (*_SWITCHES, "reminders"),
    ),
)
START = Step(
    "start",
    "Begin",
    "",
    ("name", "starts_on", *_PEOPLE, "is_pilot"),
    ("name", "starts_on", *_PEOPLE, "is_pilot"),
)
FROM_FILE = Step("file", "", "", ("file", "name", "starts_on", *_PEOPLE), ("name",))
BY_STEP = {step.key: step for step in STEPS}


class ProgramForm(forms.ModelForm):
    """One step of a program; what it still lacks may come later, until it is opened.

    `seen` names what the editor read, so that of two at once the second is told.
    """

    seen = forms.CharField(widget=forms.HiddenInput, required=False, max_length=40)
    co_lead = forms.EmailField(
        label="Co-lead",
        required=False,
        help_text="The mail address of a newcomer who helps to shape the program. It gives no rights.",
    )
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
            "is_pilot",
            "drift_on",
            "pulse_on",
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
            "is_pilot": "To learn before it grows: people know that it is a first try.",
            "pulse_on": "Three taps. Answers are read only together with others.",
            "drift_on": "From dates alone. The pair is told first; you see a colour three days later.",
        }
        widgets = {
            "purpose": forms.Textarea(attrs={"rows": 5}),
            "ground_rules": forms.Textarea(attrs={"rows": 6}),
            "starts_on": DayInput,
            "ends_on": DayInput,
            "entry": forms.RadioSelect,
        }

    def __init__(
        self, *args: Any, step: Step, label: str, outcome: Outcome | ShippedOutcome | None = None, **kwargs: Any
    ) -> None:
        super().__init__(*args, **kwargs)
        self.step = step
        self.initial.update({f"outcome_{name}": getattr(outcome, name, None) for name in OUTCOME_FIELDS})
        program = self.instance
        for role in HOLDERS:
            self.fields[role.value] = _holder_field(role, getattr(program, f"{role.value}_id"))
        self.initial["co_lead"] = program.co_lead.email if program.co_lead else ""
        for each in REMINDERS:
            self.fields[each.field] = forms.IntegerField(
                label=each.label,
                required=False,
                min_value=1,
                max_value=each.most,
                initial=amount_of(program.reminders, each.key),
            )
        if program._state.adding:
            self.fields["is_pilot"].help_text = (
                "Four sessions, three weeks apart, and ten places on each side; who comes later waits. "
                "You can change that afterwards."
            )
        else:
            self.initial["seen"] = seen_of(program, step.settings)
        if program.is_draft:
            self.fields["purpose"].required = False
            del self.fields["outcome_latest"]
        else:
            for name in ("outcome_text", "outcome_baseline", "outcome_target"):
                self.fields[name].required = True
            for name in ("session_count", "session_minutes"):
                self.fields[name].disabled = True
                self.fields[name].help_text = "Fixed since the program opened: sessions are dated with it."
        self.fields = {name: field for name, field in self.fields.items() if name in (*step.fields, "seen")}
        self.helper = FormHelper()
        self.helper.form_tag = step not in STEPS
        self.helper.disable_csrf = step in STEPS
        self.helper.layout = Layout("seen", *_rows(step, self.fields), *([Submit("save", label)] if label else []))

    def clean(self) -> dict[str, Any]:
        """Check what several fields say together."""
        cleaned: dict[str, Any] = super().clean() or self.cleaned_data
        self._check_days(cleaned)
        self._check_outcome(cleaned)
        self._check_holders(cleaned)
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

    def clean_co_lead(self) -> User | None:
        """Find the person of the address."""
        email = self.cleaned_data["co_lead"]
        if not email:
            return None
        found: User | None = User.objects.active().filter(email=email.lower()).first()
        if found is None:
            raise forms.ValidationError("Nobody here has this address. Bring in the roster first, or leave it empty.")
        return found

    def _check_holders(self, cleaned: Mapping[str, Any]) -> None:
        counsellor, co_lead = cleaned.get("counsellor"), cleaned.get("co_lead")
        others = {cleaned.get("coordinator"), cleaned.get("sponsor"), counsellor} - {None}
        if counsellor is not None and (
            counsellor in {cleaned.get("coordinator"), cleaned.get("sponsor")} or counsellor.is_hr_admin
        ):
            self.add_error(
                "counsellor", "A counsellor stands outside: not the coordinator, the sponsor or an HR admin."
            )
        if co_lead is not None and co_lead in others:
            self.add_error("co_lead", "The co-lead is somebody else than the three above.")

    @property
    def changed_settings(self) -> set[str]:
        """The settings that differ from what was read."""
        groups = {"outcome": _OUTCOME, "reminders": _REMINDERS}
        changed = set(self.changed_data)
        return {name for name in self.step.settings if changed & set(groups.get(name, (name,)))}

    def values(self) -> dict[str, Any]:
        """Return the fields of the program that this step has."""
        columns = [name for name in (*self.Meta.fields, "co_lead") if name in self.fields]
        values = {name: self.cleaned_data[name] for name in columns}
        return values | ({"reminders": chosen_in(self.cleaned_data)} if REMINDERS[0].field in self.fields else {})

    def outcome(self) -> dict[str, Any]:
        """Return the fields of its outcome, empty while it has no words or this step does not ask for it."""
        if not self.cleaned_data.get("outcome_text"):
            return {}
        return {
            name: self.cleaned_data[f"outcome_{name}"] for name in OUTCOME_FIELDS if f"outcome_{name}" in self.fields
        }


def _rows(step: Step, fields: Mapping[str, forms.Field]) -> list[Any]:
    """Lay a step out: figures that belong together stand side by side."""
    together = {
        "outcome_baseline": ("outcome_baseline", "outcome_target", "outcome_unit"),
        "starts_on": ("starts_on", "ends_on"),
        "session_count": ("session_count", "session_minutes", "cadence_weeks"),
        "newcomer_label": _LABELS,
        "newcomer_places": _PLACES,
        **{each.field: (each.field, other.field) for each, other in zip(REMINDERS[::2], REMINDERS[1::2], strict=True)},
    }
    rows, placed = [], set()
    for name in step.fields:
        if name in placed or name not in fields:
            continue
        row = [each for each in together.get(name, (name,)) if each in fields]
        placed |= set(row)
        if name == REMINDERS[0].field:
            rows.append(HTML("<p>Leave a number empty and that reminder does not come. Who has done it gets none.</p>"))
        rows.append(Row(*(Column(each) for each in row)) if len(row) > 1 else name)
    return rows


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


FROM_TEMPLATE = (
    "purpose",
    "session_count",
    "session_minutes",
    "cadence_weeks",
    "newcomer_label",
    "senior_label",
    "ground_rules",
    "policy",
)
PILOT = {"session_count": 4, "cadence_weeks": 3, "newcomer_places": 10, "senior_places": 10}


def begun(draft: Program, told: Mapping[str, Any]) -> dict[str, Any]:
    """Return the fields of a new program: what was told of it, the rest as in a draft, over as many days as there.

    A pilot has fewer sessions, sooner, and places for as many pairs as it may have; who comes later waits.
    """
    plain = {name: getattr(draft, name) for name in FROM_TEMPLATE}
    length = draft.ends_on - draft.starts_on
    if told["is_pilot"]:
        plain |= PILOT
        length = timedelta(weeks=PILOT["session_count"] * PILOT["cadence_weeks"] + 1)
    return {**plain, **told, "ends_on": told["starts_on"] + length}


class ImportForm(ProgramForm):
    """A program's file, and what no file holds: its people and its first day."""

    file = forms.FileField(
        label="File of a program (JSON)",
        help_text="As “Export” on a program’s page makes it. It holds no people.",
        widget=forms.FileInput(attrs={"accept": ".json,application/json"}),
        allow_empty_file=True,
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, step=FROM_FILE, label="Make a draft of it", **kwargs)
        self.fields["name"].required = False
        self.fields["name"].help_text = "Leave it empty to keep the name in the file."

    def clean_file(self) -> bytes:
        """Refuse what is too large to be a program."""
        file = self.cleaned_data["file"]
        if file.size > LARGEST_FILE:
            raise forms.ValidationError("The file is larger than 1 MB, so it holds no program. Nothing was made.")
        return bytes(file.read())


def differing(mine: ProgramForm, theirs: ProgramForm) -> list[tuple[str, str]]:
    """Return label and words of each field that stands otherwise in their form than in mine."""
    found = []
    for field in theirs.visible_fields():
        if field.field.has_changed(field.value(), mine[field.name].value()):
            other = "" if field.value() in {None, False} else str(field.value())
            choices = {str(key): str(label) for key, label in getattr(field.field, "choices", ())}
            found.append((str(field.label), choices.get(other, other) or "nothing"))
    return found


class OpenForm(forms.Form):
    """Why a program opens although the readiness check says "not yet"."""

    reason = forms.CharField(
        label="Why do you open it all the same?",
        max_length=500,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text="It is kept in the program’s history.",
    )

    def __init__(self, *args: Any, needs_reason: bool, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if not needs_reason:
            del self.fields["reason"]
        self.helper = FormHelper()
        self.helper.layout = Layout(*self.fields, Submit("open", "Open the program"))
