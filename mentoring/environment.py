"""Settings out of the environment: three readers that raise on nonsense instead of guessing."""

import os

from django.core.exceptions import ImproperlyConfigured

_TRUE = frozenset({"1", "true", "yes", "on"})
_FALSE = frozenset({"0", "false", "no", "off", ""})


def text(name: str, default: str | None = None) -> str:
    """Return the variable `name`; without a default its absence is an error."""
    value = os.environ.get(name, default)
    if value is None:
        message = f"The environment variable {name} must be set."
        raise ImproperlyConfigured(message)
    return value


def flag(name: str, *, default: bool = False) -> bool:
    """Return the variable `name` as yes or no."""
    value = os.environ.get(name)
    if value is None:
        return default
    if value.lower() in _TRUE:
        return True
    if value.lower() in _FALSE:
        return False
    message = f"The environment variable {name} must be 1 or 0, not {value!r}."
    raise ImproperlyConfigured(message)


def whole_number(name: str, default: int) -> int:
    """Return the variable `name` as a whole number."""
    value = os.environ.get(name)
    if value is None:
        return default
    try:
        return int(value)
    except ValueError:
        message = f"The environment variable {name} must be a whole number, not {value!r}."
        raise ImproperlyConfigured(message) from None
