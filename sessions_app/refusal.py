"""What all refusals of this app have in common, and the one for whoever comes with an older page."""


class Refused(Exception):
    """A verb that cannot be done as asked; its text says why, in words for the person who asked."""


class ChangedMeanwhile(Refused):
    """What was opened is no longer what stands: nothing is overwritten, and the page shows both texts."""

    def __init__(self) -> None:
        super().__init__("The text has changed since you opened it. Nothing was overwritten.")


def need_newest(seen: int | str | None, stands: int | str) -> None:
    """Raise ChangedMeanwhile unless what somebody saw still stands: a version, or a note's hour; None saw nothing."""
    if seen is not None and seen != stands:
        raise ChangedMeanwhile
