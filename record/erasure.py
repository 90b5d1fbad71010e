"""What happens to each kind of row when a person erases themself: it goes, or it stays for a reason that is said.

Each app declares it beside its lines in `record.py`; the preview and the erasure (record.actions.erase_rows) read the
same declarations, so that nothing goes or stays that was not announced.
"""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from django.db.models import Model, QuerySet

from record.models import DataKey
from record.registry import kept

Rows = Callable[[Any], QuerySet[Any]]


@dataclass(frozen=True)
class Erasure:
    """The rows of a person that are deleted, the data keys that are destroyed, and why the rest stays."""

    goes: Rows | None
    keys: Callable[[Any], QuerySet[DataKey]] | None
    stays: str


@dataclass(frozen=True)
class Fate:
    """What becomes of one kind of rows: how many go, how many stay, and why those stay."""

    title: str
    goes: int
    stays: int
    why: str


_erasures: dict[type[Model], Erasure] = {}


def when_erased(
    *models: type[Model],
    goes: Rows | None = None,
    keys: Callable[[Any], QuerySet[DataKey]] | None = None,
    stays: str = "",
) -> None:
    """Declare what happens to rows of `models`; whatever does not go needs the reason why it stays."""
    for model in models:
        _erasures[model] = Erasure(goes, keys, stays)


def erasure_of(model: type[Model]) -> Erasure:
    """Return the declaration of a model; raises LookupError when nobody made one."""
    if model not in _erasures:
        message = f"{model._meta.label}: write when_erased({model.__name__}, goes=… or stays=…) in its app's record.py."
        raise LookupError(message)
    return _erasures[model]


def erasures() -> tuple[Erasure, ...]:
    """Return every declaration, from the roof down."""
    return tuple(_erasures.values())


def preview(person: Any) -> list[Fate]:
    """Return what would become of everything on a person's record; kinds without rows are left out."""
    fates = []
    for entry in kept():
        erasure = erasure_of(entry.model)
        goes = erasure.goes(person).count() if erasure.goes else 0
        stays = entry.of(person).count() - goes if erasure.stays else 0
        if goes or stays > 0:
            fates.append(Fate(entry.title, goes, max(stays, 0), erasure.stays))
    return fates
