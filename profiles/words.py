"""How days, hours and languages are called."""

from django.conf.locale import LANG_INFO

DAYS = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")
# Each language of Django's list that has one plain code, by its English name.
LANGUAGES: dict[str, str] = dict(
    sorted(
        ((code, info["name"]) for code, info in LANG_INFO.items() if len(code) == 2 and "name" in info),
        key=lambda pair: pair[1],
    )
)


def clock(half_hour: int) -> str:
    """Return a half-hour of the day, 0 to 48, as wall-clock time."""
    return f"{half_hour // 2:02}:{half_hour % 2 * 30:02}"
