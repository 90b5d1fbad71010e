"""The registry: every stored field about a person, with its readers, purpose and end.

Each app declares its models in `record.py`; pages print "Who can read this" from here, and a test fails on
any field that nobody declared.
"""

from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from typing import Any

from django.db.models import Model, QuerySet

# Readers, in the words a person reads on the page.
ME = "you"
PARTNER = "your partner"
PARTNER_ONCE_SHARED = "your partner, once both of you have shared"
PARTNER_ONCE_PROPOSED = "the person you are proposed to"
PAIR = "you and your partner"
COORDINATOR = "the coordinator of the program"
HR = "HR admins"
SPONSOR_IN_RELEASES = "leadership, only inside figures of at least five people and three pairs"
ORGANISERS_IN_RELEASES = "organisers, only inside figures of at least five people and three pairs"
COUNSELLOR = "the counsellor"
EVERYONE = "everyone in the organisation"
MATCHER = "the matcher, a program that no person looks into"
SYSTEM = "nobody: only the software uses it"


@dataclass(frozen=True)
class Line:
    """One field of a kept model: its label, who reads it, why it is kept and until when."""

    field: str
    label: str
    readers: tuple[str, ...]
    purpose: str
    until: str


@dataclass(frozen=True)
class Kept:
    """A model with rows about people.

    `of(person)` gives that person's own rows; `show(row, line)` overrides how a value is worded, and None leaves it
    to the statement. `plumbing` names fields that say nothing by themselves (keys, links, tokens).
    """

    model: type[Model]
    title: str
    of: Callable[[Any], QuerySet[Any]]
    lines: tuple[Line, ...]
    plumbing: frozenset[str] = field(default_factory=frozenset)
    show: Callable[[Any, Line], str | None] | None = None


_kept: dict[type[Model], Kept] = {}
_impersonal: dict[type[Model], str] = {}


def keep(
    model: type[Model],
    *,
    title: str,
    of: Callable[[Any], QuerySet[Any]],
    lines: Iterable[Line],
    plumbing: Iterable[str] = (),
    show: Callable[[Any, Line], str | None] | None = None,
) -> None:
    """Declare a model with rows about people."""
    _kept[model] = Kept(model, title, of, tuple(lines), frozenset(plumbing), show)


def impersonal(model: type[Model], reason: str) -> None:
    """Declare a model that holds nothing about a person, and say why."""
    _impersonal[model] = reason


def kept() -> tuple[Kept, ...]:
    """Return every declaration in the order of the apps."""
    return tuple(_kept.values())


def is_impersonal(model: type[Model]) -> bool:
    """Whether the model is declared to hold nothing about a person."""
    return model in _impersonal


def line(label: str) -> Line:
    """Return the line of "app.Model.field"; raises LookupError when nobody declared it."""
    for entry in _kept.values():
        for candidate in entry.lines:
            if f"{entry.model._meta.label}.{candidate.field}" == label:
                return candidate
    message = f"{label} is not declared in any record.py."
    raise LookupError(message)
