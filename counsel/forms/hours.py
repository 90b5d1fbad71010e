"""Fields of hours: a stretch of a day cut into hours, for as many weeks as wanted."""

from datetime import datetime, timedelta
from typing import Any

from crispy_forms.helper import FormHelper
from crispy_forms.layout import Layout, Submit
from django import forms

from people.models import User
from sessions_app.clocks import series
from sessions_app.forms import day_field, place_field, time_field
from sessions_app.refusal import Refused

MOST_WEEKS = 12
MOST_A_DAY = 16


class HoursForm(forms.Form):
    """From when to when on a day, by the counsellor's own clock; `starts` holds the moments once it is valid."""

    day = day_field("Day")
    begins = time_field("From")
    ends = time_field("Until")
    minutes = forms.TypedChoiceField(
        label="Length of a talk",
        choices=[(20, "20 minutes"), (30, "30 minutes"), (45, "45 minutes"), (60, "An hour")],
        coerce=int,
        initial=30,
    )
    weeks = forms.IntegerField(
        label="For how many weeks", min_value=1, max_value=MOST_WEEKS, initial=1, help_text="On the same day each week."
    )
    place = place_field()
    helper = FormHelper()
    helper.layout = Layout("day", "begins", "ends", "minutes", "weeks", "place", Submit("offer", "Offer these hours"))

    def __init__(self, *args: Any, counsellor: User, now: datetime, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.counsellor = counsellor
        self.now = now
        self.starts: list[datetime] = []

    def clean(self) -> dict[str, Any]:
        """Cut the stretch into hours, or say in words why it cannot be."""
        told: dict[str, Any] = super().clean() or self.cleaned_data
        if self.errors:
            return told
        begins, ends = (datetime.combine(told["day"], told[name]) for name in ("begins", "ends"))
        length = timedelta(minutes=told["minutes"])
        count = int((ends - begins) / length)
        if count < 1:
            self.add_error("ends", "There is no room for one talk between these two times.")
        elif count > MOST_A_DAY:
            self.add_error("ends", f"That makes {count} talks a day. At most {MOST_A_DAY} can be offered at once.")
        else:
            self._resolve([begins + length * step for step in range(count)], weeks=told["weeks"])
        return told

    def _resolve(self, walls: list[datetime], *, weeks: int) -> None:
        zone = self.counsellor.zone
        try:
            for wall in walls:
                self.starts += series(wall.date(), wall.time(), zone, count=weeks, weeks=1, now=self.now)
        except Refused as refusal:
            self.add_error("day", str(refusal))
