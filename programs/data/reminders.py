"""What people may be reminded of, and when unless a program says otherwise. A program stores only what differs."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import timedelta
from typing import Any, Literal


@dataclass(frozen=True, slots=True)
class Reminder:
    """One reminder: how many `unit` before or after what its label names; None is never."""

    key: str
    label: str
    unit: Literal["days", "hours"]
    default: int
    most: int = 60

    @property
    def field(self) -> str:
        """The name of its input."""
        return f"remind_{self.key}"

    def after(self, amount: int) -> timedelta:
        """Return the time that an amount stands for."""
        return timedelta(**{self.unit: amount})


# The three of a session stand from the longest to the shortest.
REMINDERS = (
    Reminder("session_week", "A session comes up: days before it", "days", 7),
    Reminder("session_day", "Again: hours before it", "hours", 24, most=72),
    Reminder("session_hour", "And again: hours before it", "hours", 1, most=12),
    Reminder("prepare", "Prepare a session: days before it", "days", 2),
    Reminder("log", "Log a session: hours after its end", "hours", 3, most=240),
    Reminder("confirm", "Confirm a session: hours after it was logged", "hours", 24, most=71),
    Reminder("date", "Propose a date: days after one fell through, or all can be dated", "days", 3),
    Reminder("orientation", "Read the orientation: days after joining", "days", 3),
    Reminder("sheet", "Share one’s sheet: days after the pair began", "days", 4),
    Reminder("plan", "Design the plan, or say yes to one: days after it came to you", "days", 5),
    Reminder("agreement", "Sign the agreement: days after the plans were agreed", "days", 5),
    Reminder("survey", "Answer how a session was: days after it was asked", "days", 4, most=13),
)
BY_KEY = {reminder.key: reminder for reminder in REMINDERS}


def amount_of(chosen: Mapping[str, int | None], key: str) -> int | None:
    """Return how many of its unit a program has chosen for a reminder; None where it is off."""
    return chosen.get(key, BY_KEY[key].default)


def chosen_in(values: Mapping[str, Any]) -> dict[str, int | None]:
    """Return what differs from the defaults, as a program stores it, out of a form's values."""
    return {each.key: values[each.field] for each in REMINDERS if values[each.field] != each.default}
