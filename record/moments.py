"""Days and hours as their reader's calendar and clock show them."""

from datetime import datetime

from django.utils import timezone
from django.utils.formats import date_format


def day(moment: datetime) -> str:
    """Return a day, as "Tue 3 March"."""
    return date_format(timezone.localtime(moment), "D j F")


def hour(moment: datetime, *, with_year: bool = False) -> str:
    """Return an hour, as "Tue 3 March, 14:00"."""
    return date_format(timezone.localtime(moment), "D j F Y, H:i" if with_year else "D j F, H:i")


def your_hour(moment: datetime, *, with_year: bool = False) -> str:
    """Return an hour that says whose clock it is by, for pages that show other clocks too."""
    return f"{hour(moment, with_year=with_year)} (your time)"
