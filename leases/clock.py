"""A clock for work that lasts longer than a moment."""

import time
from collections.abc import Callable
from datetime import datetime, timedelta

Clock = Callable[[], datetime]


def running_from(now: datetime) -> Clock:
    """Return a clock that says `now` at first and runs on: a lease prolonged with an old hour would not last."""
    began = time.monotonic()
    return lambda: now + timedelta(seconds=time.monotonic() - began)
