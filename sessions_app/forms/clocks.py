"""What the forms of dates share: wall-clock times of one of the two, and what stands against them."""

from datetime import datetime
from typing import Any

from django import forms

from pairing.models import Pair
from people.models import User
from sessions_app.clocks import series
from sessions_app.fits import Rhythms, clashes_of
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
        label="Where",
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
    """Wall-clock times in the zone of one of the two; `starts` holds the moments once the form is valid.

    What stands against them, by `rhythms`, is said before anything is saved: `is_seen` is true once the reader has
    been shown all of it. Whoever may not know when the two work passes no rhythms.
    """

    zone: forms.Field

    def __init__(
        self, *args: Any, pair: Pair, person: User, now: datetime, rhythms: Rhythms | None = None, **kwargs: Any
    ) -> None:
        super().__init__(*args, **kwargs)
        self.now = now
        self.pair = pair
        self.rhythms = rhythms
        zones = {person.zone: f"{person.zone} (you)"}
        for place in (pair.newcomer, pair.senior):
            zones.setdefault(place.person.zone, f"{place.person.zone} ({place.person.first_name})")
        self.fields["zone"] = forms.ChoiceField(label="By the clock of", choices=list(zones.items()))
        self.fields["kept"] = KeptField()
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

    def clashes(self) -> dict[datetime, list[str]]:
        """Return start → what stands against it, for the starts that do not suit both."""
        if self.rhythms is None:
            return {}
        program = self.pair.program
        # It has no last day, so that no date is better than another: it is said, and dates are proposed all the same.
        rests = [f"{program.name} rests for now"] if program.is_paused else []
        found = {
            start: [*rests, *clashes_of(start, self.rhythms, minutes=program.session_minutes)] for start in self.starts
        }
        return {start: said for start, said in found.items() if said}

    @property
    def is_seen(self) -> bool:
        """Whether the reader has been shown each clash and keeps these dates all the same."""
        return {start.isoformat() for start in self.clashes()} <= set(self.cleaned_data["kept"])

    @property
    def shown_clashes(self) -> str:
        """What the page has said, to come back with the next press."""
        return " ".join(start.isoformat() for start in self.clashes())
