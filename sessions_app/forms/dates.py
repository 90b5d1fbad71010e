"""Forms of dates: all of a pair's, another for one session or for it and the rest, hours to pick from."""

from collections.abc import Sequence
from datetime import datetime, timedelta
from itertools import pairwise
from typing import Any
from zoneinfo import ZoneInfo

from crispy_forms.bootstrap import StrictButton
from crispy_forms.helper import FormHelper
from crispy_forms.layout import Div, Layout
from django import forms

from people.models import User
from record.moments import your_hour
from sessions_app.clocks import moved_along, series
from sessions_app.fits import Rhythms, propose
from sessions_app.forms.clocks import ClockForm, day_field, place_field, time_field
from sessions_app.models import Meeting, SlotOffer
from sessions_app.refusal import Refused


class DatesForm(ClockForm):
    """The first date and the hour of the series, or a date and an hour for each session by one clock.

    `starts` are in the order of the list.
    """

    first_date = day_field("First session")
    local_time = time_field()
    place = place_field()
    field_order = ("first_date", "local_time", "zone")

    helper = FormHelper()
    helper.form_method = "get"
    helper.disable_csrf = True
    helper.layout = Layout("first_date", "local_time", "zone", StrictButton("Lay these dates out", type="submit"))

    def __init__(self, data: Any, **kwargs: Any) -> None:
        super().__init__(data, **kwargs)
        self.numbers = range(1, self.pair.program.session_count + 1)
        self.has_rows = "day_1" in self.data
        for number in self.numbers if self.has_rows else ():
            self.fields[f"day_{number}"] = day_field(f"Date of session {number}")
            self.fields[f"time_{number}"] = time_field(f"Hour of session {number}")
        for name in ("first_date", "local_time") if self.has_rows else ():
            self.fields[name].required = False

    @staticmethod
    def suggestion(rhythms: Rhythms, *, weeks: int, count: int, minutes: int, now: datetime) -> dict[str, str]:
        """Return a first proposal that suits both, from a week from now on, by the clock of the first of the two."""
        zone = ZoneInfo(rhythms[0].zone)
        tomorrow_week = now.astimezone(zone).date() + timedelta(days=7)
        starts = [
            start.astimezone(zone)
            for start in propose(tomorrow_week, rhythms, count=count, weeks=weeks, minutes=minutes)
        ]
        first = starts[0]
        rows = {f"day_{number}": f"{start:%Y-%m-%d}" for number, start in enumerate(starts, start=1)}
        rows |= {f"time_{number}": f"{start:%H:%M}" for number, start in enumerate(starts, start=1)}
        return {**rows, "first_date": f"{first:%Y-%m-%d}", "local_time": f"{first:%H:%M}", "zone": rhythms[0].zone}

    def clean(self) -> None:
        if self.has_rows:
            self._resolve_rows()
        elif not self.errors:
            program = self.pair.program
            self.resolve("first_date", count=program.session_count, weeks=program.cadence_weeks)

    def _resolve_rows(self) -> None:
        cleaned = self.cleaned_data
        for number in self.numbers:
            day, hour = cleaned.get(f"day_{number}"), cleaned.get(f"time_{number}")
            if day is None or hour is None or "zone" not in cleaned:
                continue
            try:
                self.starts += series(day, hour, cleaned["zone"], count=1, weeks=1, now=self.now)
            except Refused as refusal:
                self.add_error(f"day_{number}", str(refusal))
        self._refuse_overlaps()

    def _refuse_overlaps(self) -> None:
        """Two sessions at the same hour are a slip of the hand."""
        length, known = timedelta(minutes=self.pair.program.session_minutes), sorted(self.starts)
        if any(after - before < length for before, after in pairwise(known)):
            self.add_error(None, "Two of these sessions would be at the same time. Give one of them another date.")

    @property
    def ends_late(self) -> bool:
        """Whether the last session lies after the program's end."""
        return bool(self.starts) and max(self.starts).date() > self.pair.program.ends_on

    def rows(self) -> list[dict[str, Any]]:
        """Return what the list shows of each session: the date and hour by the chosen clock, its moment and clashes."""
        clashes = self.clashes()
        starts, rows = iter(self.starts), []
        for number in self.numbers:
            names = (f"day_{number}", f"time_{number}")
            errors = [error for name in names if name in self.errors for error in self.errors[name]]
            start = None if errors else next(starts, None)
            if self.has_rows:
                day, hour = (self.data.get(name, "") for name in names)
            elif start is not None:
                local = start.astimezone(ZoneInfo(self.cleaned_data["zone"]))
                day, hour = f"{local:%Y-%m-%d}", f"{local:%H:%M}"
            else:
                break
            said = clashes.get(start, []) if start else []
            rows.append({"number": number, "day": day, "hour": hour, "start": start, "clashes": said, "errors": errors})
        return rows


class MoveForm(ClockForm):
    """Another date for one session, or for it and all that follow, by as many days and to the same hour."""

    ONE, REST = "one", "rest"

    version = forms.IntegerField(widget=forms.HiddenInput)
    along = forms.RegexField(regex=r"^(\d{1,3}:\d{1,5} ?)*$", required=False, widget=forms.HiddenInput)
    day = day_field("New date")
    local_time = time_field()
    scope = forms.ChoiceField(
        label="Which sessions",
        required=False,
        choices=[(ONE, "This session only"), (REST, "This one and all that follow, by as many days")],
        widget=forms.RadioSelect,
    )
    field_order = ("version", "along", "day", "local_time", "zone", "scope")

    def __init__(self, *args: Any, meeting: Meeting, following: Sequence[Meeting] = (), **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.meeting = meeting
        self.following = following
        if not following:
            del self.fields["scope"], self.fields["along"]
        self.helper = FormHelper()
        self.helper.form_tag = False
        self.helper.layout = Layout(*(name for name in self.fields if name != "kept"))

    @staticmethod
    def beginning(meeting: Meeting, person: User, following: Sequence[Meeting] = ()) -> dict[str, Any]:
        """Return the date as it is, or as it last was, by the person's own clock."""
        local = meeting.starts_at.astimezone(person.time_zone)
        return {
            "version": meeting.version,
            "along": " ".join(f"{other.number}:{other.version}" for other in following),
            "day": local.date(),
            "local_time": local.time(),
            "zone": person.zone,
            "scope": MoveForm.ONE,
        }

    def clean(self) -> None:
        if self.errors:
            return
        cleaned = self.cleaned_data
        moving = [self.meeting, *(self.following if cleaned.get("scope") == self.REST else ())]
        try:
            self.starts = moved_along(
                [one.starts_at for one in moving],
                cleaned["day"],
                cleaned["local_time"],
                cleaned["zone"],
                now=self.now,
            )
        except Refused as refusal:
            self.add_error(None, str(refusal))

    def told(self) -> dict[str, Any]:
        """Return what `move_meeting` asks for."""
        cleaned = self.cleaned_data
        along = cleaned.get("along", "").split() if cleaned.get("scope") == self.REST else []
        following = [tuple(map(int, pair.split(":"))) for pair in along]
        return {name: cleaned[name] for name in ("version", "day", "local_time", "zone")} | {"following": following}


class PlaceForm(forms.Form):
    """Where a session is."""

    version = forms.IntegerField(widget=forms.HiddenInput)
    place = place_field()


class OfferForm(ClockForm):
    """Up to three hours for the partner to pick from; the second and third may stay empty."""

    version = forms.IntegerField(widget=forms.HiddenInput)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for number in range(1, SlotOffer.MOST + 1):
            self.fields[f"day_{number}"] = day_field(f"Date {number}")
            self.fields[f"time_{number}"] = time_field(f"Time {number}")
            self.fields[f"day_{number}"].required = self.fields[f"time_{number}"].required = number == 1
        self.helper = FormHelper()
        self.helper.form_tag = False
        pairs = (Div(f"day_{number}", f"time_{number}", css_class="slot") for number in range(1, SlotOffer.MOST + 1))
        self.helper.layout = Layout("version", "zone", *pairs)

    @staticmethod
    def suggestion(meeting: Meeting, rhythms: Rhythms, *, now: datetime) -> dict[str, Any]:
        """Return three hours that suit both, on different days from the day after tomorrow on."""
        zone = ZoneInfo(rhythms[0].zone)
        first = now.astimezone(zone).date() + timedelta(days=2)
        values: dict[str, Any] = {"version": meeting.version, "zone": rhythms[0].zone}
        day = first
        for number in range(1, SlotOffer.MOST + 1):
            (start,) = propose(day, rhythms, count=1, weeks=1, minutes=meeting.minutes)
            local = start.astimezone(zone)
            values |= {f"day_{number}": local.date(), f"time_{number}": local.time()}
            day = local.date() + timedelta(days=1)
        return values

    def clean(self) -> None:
        cleaned = self.cleaned_data
        if self.errors:
            return
        for number in range(1, SlotOffer.MOST + 1):
            day, hour = cleaned.get(f"day_{number}"), cleaned.get(f"time_{number}")
            if day is None or hour is None:
                continue
            try:
                self.starts += series(day, hour, cleaned["zone"], count=1, weeks=1, now=self.now)
            except Refused as refusal:
                self.add_error(f"day_{number}", str(refusal))


class PickForm(forms.Form):
    """One of the hours that were offered."""

    start = forms.TypedChoiceField(
        label="Which hour suits you?", coerce=datetime.fromisoformat, widget=forms.RadioSelect
    )

    def __init__(self, *args: Any, slots: Sequence[datetime], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["start"].choices = [  # type: ignore[attr-defined]
            (slot.isoformat(), your_hour(slot)) for slot in slots
        ]
        self.helper = FormHelper()
        self.helper.form_tag = False


class DelegateForm(forms.Form):
    """Who looks after one's dates."""

    email = forms.EmailField(label="Work e-mail of the person")

    def clean_email(self) -> User:
        """Return the person of this address."""
        found: User | None = User.objects.active().filter(email=self.cleaned_data["email"].lower()).first()
        if found is None:
            message = "Nobody here has this address. Look for a slip of the hand."
            raise forms.ValidationError(message)
        return found
