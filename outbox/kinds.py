"""The kinds of message, declared by each app in its `messages.py`."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from django.db.models import QuerySet

from outbox.models import Message
from outbox.variables import ALWAYS

Context = Mapping[str, Any]


@dataclass(frozen=True)
class Group:
    """What people choose together: whether it may be stopped, counts as a nudge, and waits for quiet hours to end.

    `why` tells the reader why such a message comes, and where it cannot be stopped, why not.
    """

    name: str
    title: str
    why: str
    may_be_stopped: bool = True
    is_nudge: bool = True
    keeps_quiet: bool = True


ASKED_FOR = Group(
    "asked_for",
    "What you ask for",
    "You asked for it in that moment.",
    may_be_stopped=False,
    is_nudge=False,
    keeps_quiet=False,
)
ESSENTIAL = Group(
    "essential",
    "What you need to know",
    "Somebody relies on you knowing it, so it always comes.",
    may_be_stopped=False,
    is_nudge=False,
)
SESSIONS = Group("sessions", "Your sessions", "You have a session, and asked for its date yourself.", is_nudge=False)
STEPS = Group("steps", "What waits for you", "You take part, and something waits for you.")
FEEDBACK = Group("feedback", "How it was", "You were in a session, and are asked how it was.")
NEWS = Group("news", "News and offers", "Something has happened that you have a part in.")
DIGESTS = Group("digests", "The daily digest", "You chose one mail a day instead of several.")
UNDER_EVERY_MAIL = Group(
    "under_every_mail", "Under every mail", "It stands under every mail.", may_be_stopped=False, is_nudge=False
)
GROUPS = (ESSENTIAL, SESSIONS, STEPS, FEEDBACK, NEWS, DIGESTS, ASKED_FOR)


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
    invitations and surveys are never lost. `group` says what people may choose about it.

    `variables` names what its text may use (outbox.variables). Then `emails/<name>.txt` is the shipped text in the
    language of outbox.texts, HR can rewrite it, and the HTML is made from it. A kind without `variables` brings two
    templates of its own, and its text stays as shipped.

    `links` names the variables that end a line each and turn it into a link: only the footer has any.
    """

    name: str
    title: str
    subject: str
    context: Callable[[Message, datetime], Context | None]
    at_most_once: bool = True
    attachments: Callable[[Message, datetime], Sequence[Attachment]] | None = None
    rows: Callable[[], QuerySet] | None = None
    group: Group = ESSENTIAL
    variables: tuple[str, ...] | None = None
    links: tuple[str, ...] = ()

    @property
    def is_worded(self) -> bool:
        """Whether HR can rewrite its text."""
        return self.variables is not None

    @property
    def allowed(self) -> tuple[str, ...]:
        """What its text may name."""
        return (*(() if self.links else ALWAYS), *(self.variables or ()), *self.links)


# The last lines of every mail: no kind to be told of, but written, translated and taken back like one.
FOOTER = Kind(
    "footer",
    "The last lines of every mail",
    "The last lines of every mail",
    lambda _message, _now: None,
    group=UNDER_EVERY_MAIL,
    variables=("about",),
    links=("stop_link", "preferences_link", "record_link"),
)
_kinds: dict[str, Kind] = {}


def declare(kind: Kind) -> Kind:
    """Register a kind under its name."""
    _kinds[kind.name] = kind
    return kind


def kind_named(name: str) -> Kind:
    """Return the kind; raises KeyError when no app declares it."""
    return _kinds[name]


def kind_or_none(name: str) -> Kind | None:
    """Return the kind; None when no app declares it any more."""
    return _kinds.get(name)


def is_at_most_once(name: str) -> bool:
    """Whether a letter of this kind must never be doubled; so are kinds that no app declares any more."""
    kind = _kinds.get(name)
    return kind is None or kind.at_most_once


def group_of(name: str) -> Group:
    """Return the group of a kind; of one that no app declares any more, the strictest."""
    kind = _kinds.get(name)
    return ESSENTIAL if kind is None else kind.group


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


def context_of(message: Message, now: datetime) -> Context | None:
    """Return what this message's letter needs; None when it is no longer true. Raises KeyError for an unknown kind."""
    kind = kind_named(message.kind)
    if kind.rows is not None and message.row is None:
        return None
    return kind.context(message, now)


def worded_kinds() -> tuple[Kind, ...]:
    """Return what HR can rewrite: the kinds that say so, and the footer of all."""
    return (*(kind for kind in _kinds.values() if kind.is_worded), FOOTER)


def kinds_in(group: Group) -> tuple[Kind, ...]:
    """Return the kinds of a group, by title."""
    return tuple(sorted((kind for kind in _kinds.values() if kind.group == group), key=lambda kind: kind.title))


def nudges() -> list[str]:
    """Return the names of the kinds that count against a person's limit."""
    return [kind.name for kind in _kinds.values() if kind.group.is_nudge]
