"""The form of all dates of a pair: laid out from the first, or each as it was changed in the list."""

from datetime import datetime, timedelta
from itertools import pairwise
from typing import Any
from zoneinfo import ZoneInfo

from crispy_forms.bootstrap import StrictButton
from crispy_forms.helper import FormHelper
from crispy_forms.layout import Layout

from sessions_app.clocks import series
from sessions_app.fits import Rhythms, clashes_of, propose
from sessions_app.forms.meetings import ClockForm, KeptField, day_field, place_field, time_field
from sessions_app.refusal import Refused


class DatesForm(ClockForm):
    """The first date and the hour of the series, or a date and an hour for each session by one clock.

    `starts` holds the moments once the form is valid, in the order of the list. What stands against them is said
    before anything is saved: `clashes` is empty where the reader has seen all of it.
    """

    first_date = day_field("First session")
    local_time = time_field()
    place = place_field()
    kept = KeptField()
    field_order = ("first_date", "local_time", "zone")

    helper = FormHelper()
    helper.form_method = "get"
    helper.disable_csrf = True
    helper.layout = Layout("first_date", "local_time", "zone", StrictButton("Lay these dates out", type="submit"))

    def __init__(self, data: Any, *, rhythms: Rhythms, **kwargs: Any) -> None:
        super().__init__(data, **kwargs)
        self.rhythms = rhythms
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

    def clashes(self) -> dict[datetime, list[str]]:
        """Return start → what stands against it, for the starts that do not suit both."""
        minutes = self.pair.program.session_minutes
        found = {start: clashes_of(start, self.rhythms, minutes=minutes) for start in self.starts}
        return {start: said for start, said in found.items() if said}

    @property
    def is_seen(self) -> bool:
        """Whether the reader has been shown each clash and keeps these dates all the same."""
        return {start.isoformat() for start in self.clashes()} <= set(self.cleaned_data["kept"])

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

    @property
    def shown_clashes(self) -> str:
        """What the page has said, to come back with the next press."""
        return " ".join(start.isoformat() for start in self.clashes())
