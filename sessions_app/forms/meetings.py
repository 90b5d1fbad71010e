"""Forms of the sessions: dates and notes."""

from datetime import datetime
from typing import Any

from crispy_forms.helper import FormHelper
from crispy_forms.layout import Field, Layout
from django import forms

from pairing.models import Pair
from people.models import User
from sessions_app.clocks import series
from sessions_app.models import Meeting
from sessions_app.refusal import Refused


def day_field(label: str) -> forms.DateField:
    """Return the field of a day."""
    return forms.DateField(label=label, widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"))


def time_field(label: str = "Time") -> forms.TimeField:
    """Return the field of an hour by a wall clock."""
    return forms.TimeField(label=label, widget=forms.TimeInput(attrs={"type": "time"}, format="%H:%M"))


def place_field() -> forms.CharField:
    """Return the field of a room or a link."""
    return forms.CharField(
        label="Where (optional)",
        required=False,
        max_length=300,
        help_text="A room, or the link of a call. It stands in both invites.",
    )


class KeptField(forms.CharField):
    """The clashes that the page has shown, as they come back with the next press."""

    def __init__(self) -> None:
        super().__init__(required=False, max_length=1000, widget=forms.HiddenInput)

    def clean(self, value: Any) -> list[str]:
        """Return the moments, in ISO 8601."""
        return str(super().clean(value)).split()


class ClockForm(forms.Form):
    """Wall-clock times in the zone of one of the two."""

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

    def resolve(self, day_field: str, *, count: int, weeks: int) -> None:
        """Turn the wall clock into moments, or say in words why it cannot be."""
        cleaned = self.cleaned_data
        try:
            self.starts = series(
                cleaned[day_field], cleaned["local_time"], cleaned["zone"], count=count, weeks=weeks, now=self.now
            )
        except Refused as refusal:
            self.add_error(None, str(refusal))


class MoveForm(ClockForm):
    """Another date for one session."""

    version = forms.IntegerField(widget=forms.HiddenInput)
    day = day_field("New date")
    local_time = time_field()
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
        if not self.errors:
            self.resolve("day", count=1, weeks=1)


class NoteForm(forms.Form):
    """A note on a session; emptied, it is removed."""

    text = forms.CharField(required=False, max_length=8000, widget=forms.Textarea(attrs={"rows": 4}))

    def __init__(self, *args: Any, label: str, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["text"].label = label
        self.helper = FormHelper()
        self.helper.form_tag = False
        self.helper.layout = Layout(Field("text"))
