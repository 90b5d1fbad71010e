"""How days, hours and languages are called."""

from django.conf.locale import LANG_INFO

DAYS = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")
# The languages that Django knows by one plain code, and Chinese, by their English names; the usual ones come first.
LANGUAGES: dict[str, str] = {
    code: info["name"] for code, info in LANG_INFO.items() if len(code) == 2 and "name" in info
} | {"zh": "Chinese"}
USUAL = frozenset({"ar", "de", "en", "es", "fr", "hi", "it", "nl", "pl", "pt", "tr", "zh"})


def clock(half_hour: int) -> str:
    """Return a half-hour of the day, 0 to 48, as wall-clock time."""
    return f"{half_hour // 2:02}:{half_hour % 2 * 30:02}"
