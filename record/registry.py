"""The registry: every stored field about a person, with its readers, purpose and end.

Each app declares its models in `record.py`; pages print "Who can read this" from here, and a test fails on
any field that nobody declared.
"""

from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from typing import Any

from django.db.models import Model, Q, QuerySet

from record.clocks import Clock

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
EVERYBODY_IN_PROGRAM = "everybody in the program"
EVERYONE = "everyone in the organisation"
MATCHER = "the matcher, a program that no person looks into"
SYSTEM = "nobody: only the software uses it"


@dataclass(frozen=True)
class Line:
    """One field of a kept model: its label, who reads it, why it is kept and until when, by a clock or in words."""

    field: str
    label: str
    readers: tuple[str, ...]
    purpose: str
    until: str | Clock


@dataclass(frozen=True)
class After:
    """Rows that go when a clock has run out.

    `anchor` is the path to the moment the clock runs from (nothing goes while it is empty), `entered` the path to when
    the row came in, `expected` to the day on which the anchor is planned. `only` chooses the rows this is about,
    `once` what must be true of them before they go.
    `keys` are paths to data keys that are destroyed once nothing sealed with them is left. `forget`, called with the
    rows in the transaction that deletes them, keeps what must outlive them.
    """

    clock: Clock
    anchor: str
    entered: str
    expected: str = ""
    only: Q = field(default_factory=Q)
    once: Q = field(default_factory=Q)
    keys: tuple[str, ...] = ()
    forget: Callable[[QuerySet[Any]], None] | None = None


@dataclass(frozen=True)
class Stays:
    """Rows that no clock deletes, and why not: something else ends them."""

    why: str


End = After | Stays


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
    ends: tuple[End, ...]
    plumbing: frozenset[str] = field(default_factory=frozenset)
    show: Callable[[Any, Line], str | None] | None = None

    @property
    def clocked(self) -> tuple[After, ...]:
        """What deletes its rows by itself."""
        return tuple(end for end in self.ends if isinstance(end, After))


_kept: dict[type[Model], Kept] = {}
_impersonal: dict[type[Model], str] = {}


def keep(
    model: type[Model],
    *,
    title: str,
    of: Callable[[Any], QuerySet[Any]],
    lines: Iterable[Line],
    ends: Iterable[End] = (),
    plumbing: Iterable[str] = (),
    show: Callable[[Any, Line], str | None] | None = None,
) -> None:
    """Declare a model with rows about people."""
    _kept[model] = Kept(model, title, of, tuple(lines), tuple(ends), frozenset(plumbing), show)


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


@dataclass(frozen=True)
class Shared:
    """Rows of a kept model that others have shared with a person: they read them, and get them with their export."""

    title: str
    rows: Callable[[Any], QuerySet[Any]]


_shared: dict[type[Model], Shared] = {}
_paths_to_pair: dict[type[Model], str] = {}


def share(model: type[Model], *, title: str, rows: Callable[[Any], QuerySet[Any]]) -> None:
    """Declare which rows of others a person reads, beyond those that `keep` already gives to both of a pair."""
    _shared[model] = Shared(title, rows)


def shared(model: type[Model]) -> Shared | None:
    """Return what is shared of a model, if anything."""
    return _shared.get(model)


def on_pairs(paths: dict[type[Model], str]) -> None:
    """Declare the lookup from each model to the pair its rows hang on."""
    _paths_to_pair.update(paths)


def path_to_pair(model: type[Model]) -> str | None:
    """Return the lookup from a model to its pair, None where it hangs on none."""
    return _paths_to_pair.get(model)
