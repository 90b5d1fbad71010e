"""The kinds of message, declared by each app in its `messages.py`."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from django.db.models import QuerySet

from outbox.models import Message

Context = Mapping[str, Any]


@dataclass(frozen=True)
class Attachment:
    """A text file that comes with a letter, of the type `text/<subtype>`; `parameters` stand beside that type."""

    name: str
    text: str
    subtype: str = "plain"
    parameters: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True)
class Kind:
    """One kind of message.

    `context(message, now)` builds what the templates `emails/<name>.txt` and `.html` need, links included
    (a key `url` is the button); it returns None when the message is no longer true, and then it is dropped.
    `attachments(message, now)`, asked only where the message is true, makes the files that come with it.
    `rows`, where there is one, is the query that finds what such messages are about, with all that their letters say:
    it is asked for many at once, each message has its own as `message.row`, and one whose row is gone is dropped.
    `at_most_once` says which way a crash in the middle of sending errs: reminders are never doubled,
    invitations and surveys are never lost.
    """

    name: str
    title: str
    subject: str
    context: Callable[[Message, datetime], Context | None]
    at_most_once: bool = True
    attachments: Callable[[Message, datetime], Sequence[Attachment]] | None = None
    rows: Callable[[], QuerySet] | None = None


_kinds: dict[str, Kind] = {}


def declare(kind: Kind) -> Kind:
    """Register a kind under its name."""
    _kinds[kind.name] = kind
    return kind


def kind_named(name: str) -> Kind:
    """Return the kind; raises KeyError when no app declares it."""
    return _kinds[name]


def is_at_most_once(name: str) -> bool:
    """Whether a letter of this kind must never be doubled; so are kinds that no app declares any more."""
    kind = _kinds.get(name)
    return kind is None or kind.at_most_once


def all_kinds() -> tuple[Kind, ...]:
    """Return every declared kind."""
    return tuple(_kinds.values())


def fetch_rows(messages: Sequence[Message]) -> None:
    """Read what messages are about, in one query a kind that says how."""
    for name in {message.kind for message in messages}:
        kind = _kinds.get(name)
        if kind is not None and kind.rows is not None:
            told = [message for message in messages if message.kind == name]
            found = kind.rows().in_bulk([message.about for message in told])
            for message in told:
                message.row = found.get(message.about)
