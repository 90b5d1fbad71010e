"""System checks of insights: the smallest groups may be raised, never lowered."""

from typing import Any

from django.conf import settings
from django.core.checks import Error, register

LEAST = {"SMALLEST_GROUP": 5, "FEWEST_PAIRS": 3, "FEWEST_WRITERS": 10}


@register
def smallest_groups(app_configs: Any, **_kwargs: Any) -> list[Error]:  # noqa: ARG001 - Django's signature
    """Refuse to start below the product's promise."""
    return [
        Error(
            f"{name} is {getattr(settings, name)}, but nothing may be told of groups smaller than {least}.",
            hint="Raise it, or leave VICEVERSA_K unset.",
            id=f"insights.E00{number}",
        )
        for number, (name, least) in enumerate(LEAST.items(), start=1)
        if getattr(settings, name) < least
    ]
