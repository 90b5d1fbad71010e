"""The kinds of announcement a program may make in a chat, declared by each app in its `messages.py`.

An announcement says where a program stands, and leads there. It has no reader, so it can name nobody.
"""

from collections.abc import Callable
from dataclasses import dataclass
from uuid import UUID


@dataclass(frozen=True)
class Announced:
    """What an announcement is filled with: the program's name and where to go on."""

    program: str
    url: str


@dataclass(frozen=True)
class Announcement:
    """One kind: its sentence may name `{program}` alone; `told(about)` is None once it is no longer true."""

    name: str
    title: str
    sentence: str
    told: Callable[[UUID], Announced | None]


_announcements: dict[str, Announcement] = {}


def declare_announcement(announcement: Announcement) -> None:
    """Register a kind under its name."""
    _announcements[announcement.name] = announcement


def announcement_named(name: str) -> Announcement:
    """Return the kind; raises KeyError when no app declares it."""
    return _announcements[name]


def all_announcements() -> tuple[Announcement, ...]:
    """Return every declared kind."""
    return tuple(_announcements.values())
