"""System check of the record: every master key that data keys need is there and fits."""

from typing import Any

from django.core.checks import Error, Tags, register

from record.keys import faults


@register(Tags.database)
def master_keys_fit(app_configs: Any, databases: Any = None, **_kwargs: Any) -> list[Error]:  # noqa: ARG001 - Django's
    """Refuse `migrate` and `check --database default` with a lost or wrong master key; the servers refuse as well."""
    hint = "Put the key back; nothing was changed. See docs/guides/operator.md."
    return [Error(sentence, hint=hint, id="record.E001") for sentence in (faults() if databases else [])]
