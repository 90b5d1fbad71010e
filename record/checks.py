"""System checks of the record: master keys are there and fit, and every clock stays within its limits."""

from typing import Any

from django.core.checks import CheckMessage, Error, Tags, Warning, register  # noqa: A004 - Django's name
from django.db import OperationalError, ProgrammingError
from django.utils import timezone

from record.backups import reach
from record.clocks import CLOCKS, LONGEST
from record.keys import faults


@register(Tags.database)
def master_keys_fit(app_configs: Any, databases: Any = None, **_kwargs: Any) -> list[Error]:  # noqa: ARG001 - Django's
    """Refuse `migrate` and `check --database default` with a lost or wrong master key; the servers refuse as well."""
    hint = "Put the key back; nothing was changed. See docs/guides/operator.md."
    return [Error(sentence, hint=hint, id="record.E001") for sentence in (faults() if databases else [])]


@register(Tags.database)
def master_keys_are_changed(app_configs: Any, databases: Any = None, **_kwargs: Any) -> list[CheckMessage]:  # noqa: ARG001
    """Warn of a master key that is overdue: what was erased stays within reach of old backups until it is gone."""
    try:
        overdue = reach(now=timezone.now()).overdue if databases else []
    except (OperationalError, ProgrammingError):
        return []
    hint = "See docs/guides/operator.md, “Master keys”."
    return [Warning(f"Master key {master.key_id!r}: {master.says}", hint=hint, id="record.W003") for master in overdue]


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
