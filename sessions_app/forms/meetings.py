"""Forms of the sessions: dates and notes."""

from collections.abc import Mapping
from datetime import datetime, time, timedelta
from typing import Any

from crispy_forms.bootstrap import StrictButton
from crispy_forms.helper import FormHelper
from crispy_forms.layout import Field, Layout
from django import forms

from pairing.models import Pair
from people.models import User
from sessions_app.clocks import series
from sessions_app.models import Meeting
from sessions_app.refusal import Refused

USUAL_HOUR = time(10)


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
