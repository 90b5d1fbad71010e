"""What all refusals of this app have in common, and the one for whoever comes with an older page."""

from datetime import UTC, datetime, timedelta

_FIRST = datetime(1970, 1, 1, tzinfo=UTC)


class Refused(Exception):
    """A verb that cannot be done as asked; its text says why, in words for the person who asked."""


class ChangedMeanwhile(Refused):
    """What was opened is no longer what stands: nothing is overwritten, and the page shows both texts."""

    def __init__(self) -> None:
        super().__init__("The text has changed since you opened it. Nothing was overwritten.")


def need_newest(seen: int | None, stands: int) -> None:
    """Raise ChangedMeanwhile where a later version stands than the one somebody saw; None does not ask."""
    if seen is not None and seen < stands:
        raise ChangedMeanwhile


def version_at(moment: datetime) -> int:
    """Return the version of a text that was last changed at a moment: microseconds, so that a later one is greater."""
    return (moment - _FIRST) // timedelta(microseconds=1)
