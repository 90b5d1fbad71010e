"""Fields of a pair's workspace."""

from collections.abc import Iterable, Mapping
from datetime import datetime, time, timedelta
from typing import Any

from crispy_forms.bootstrap import StrictButton
from crispy_forms.helper import FormHelper
from crispy_forms.layout import Div, Field, Fieldset, Layout, Submit
from django import forms

from pairing.models import Pair
from people.models import User
from sessions_app.actions import Entry
from sessions_app.clocks import series
from sessions_app.models import Meeting, Plan, SheetLine
from sessions_app.refusal import Refused

MOST_LINES = 100
USUAL_HOUR = time(10)


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


class _ClockForm(forms.Form):
    """A wall-clock time in the zone of one of the two."""

    local_time = forms.TimeField(label="Time", widget=forms.TimeInput(attrs={"type": "time"}, format="%H:%M"))
    zone: forms.Field

    def __init__(self, *args: Any, pair: Pair, person: User, now: datetime, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.now = now
        self.pair = pair
        zones = {person.zone: f"{person.zone} (you)"}
        partner = pair.partner_of(person).person
        zones.setdefault(partner.zone, f"{partner.zone} ({partner.first_name})")
        self.fields["zone"] = forms.ChoiceField(label="By the clock of", choices=list(zones.items()))
        self.starts: list[datetime] = []

    def _resolve(self, day_field: str, *, count: int, weeks: int) -> None:
        """Turn the wall clock into moments, or say in words why it cannot be."""
        cleaned = self.cleaned_data
        if self.errors:
            return
        try:
            self.starts = series(
                cleaned[day_field], cleaned["local_time"], cleaned["zone"], count=count, weeks=weeks, now=self.now
            )
        except Refused as refusal:
            self.add_error(None, str(refusal))


def _day(label: str) -> forms.DateField:
    return forms.DateField(label=label, widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"))


class DatesForm(_ClockForm):
    """The first date and the hour of the whole series."""

    first_date = _day("First session")
    field_order = ("first_date", "local_time", "zone")

    helper = FormHelper()
    helper.form_method = "get"
    helper.disable_csrf = True
    helper.layout = Layout("first_date", "local_time", "zone", StrictButton("Show these dates", type="submit"))

    @staticmethod
    def suggestion(person: User, *, now: datetime) -> Mapping[str, str]:
        """Return a first proposal: a working day a week from now, at ten by the person's own clock."""
        day = now.astimezone(person.time_zone).date() + timedelta(days=7)
        if day.isoweekday() > 5:
            day += timedelta(days=8 - day.isoweekday())
        return {"first_date": day.isoformat(), "local_time": f"{USUAL_HOUR:%H:%M}", "zone": person.zone}

    def clean(self) -> None:
        program = self.pair.program
        self._resolve("first_date", count=program.session_count, weeks=program.cadence_weeks)

    @property
    def ends_late(self) -> bool:
        """Whether the last session lies after the program's end."""
        return bool(self.starts) and self.starts[-1].date() > self.pair.program.ends_on


class MoveForm(_ClockForm):
    """Another date for one session."""

    version = forms.IntegerField(widget=forms.HiddenInput)
    day = _day("New date")
    field_order = ("version", "day", "local_time", "zone")

    helper = FormHelper()
    helper.form_tag = False
    helper.layout = Layout("version", "day", "local_time", "zone")

    @staticmethod
    def beginning(meeting: Meeting, person: User) -> dict[str, Any]:
        """Return the date as it is, or as it last was, by the person's own clock."""
        local = meeting.starts_at.astimezone(person.time_zone)
        return {
            "version": meeting.version,
            "day": local.date(),
            "local_time": local.time(),
            "zone": person.zone,
        }

    def clean(self) -> None:
        self._resolve("day", count=1, weeks=1)


class NoteForm(forms.Form):
    """A note on a session; emptied, it is removed."""

    text = forms.CharField(required=False, max_length=8000, widget=forms.Textarea(attrs={"rows": 4}))

    def __init__(self, *args: Any, label: str, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["text"].label = label
        self.helper = FormHelper()
        self.helper.form_tag = False
        self.helper.layout = Layout(Field("text"))
