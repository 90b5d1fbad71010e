"""System checks of the record: master keys are there and fit, and every clock stays within its limits."""

from typing import Any

from django.core.checks import Error, Tags, register

from record.clocks import CLOCKS, LONGEST
from record.keys import faults


@register(Tags.database)
def master_keys_fit(app_configs: Any, databases: Any = None, **_kwargs: Any) -> list[Error]:  # noqa: ARG001 - Django's
    """Refuse `migrate` and `check --database default` with a lost or wrong master key; the servers refuse as well."""
    hint = "Put the key back; nothing was changed. See docs/guides/operator.md."
    return [Error(sentence, hint=hint, id="record.E001") for sentence in (faults() if databases else [])]


@register
def clocks_within_limits(app_configs: Any, **_kwargs: Any) -> list[Error]:  # noqa: ARG001 - Django's signature
    """Refuse clocks that would keep anything longer than the product promises."""
    return [
        Error(
            f"The clock {clock.key} offers {max(clock.choices)} days and usually takes {clock.usual}.",
            hint=f"Its usual length must be one of its choices, and none may pass {LONGEST} days.",
            id="record.E002",
        )
        for clock in CLOCKS.values()
        if clock.usual not in clock.choices or max(clock.choices) > LONGEST
    ]
