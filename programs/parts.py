"""An app's share of a program, declared in its `program_parts.py` and discovered at start.

Whatever can be set for a program is a `Setting` under one name. The same settings are kept in its history, taken back,
carried over into a copy, and written into and read from its file.
"""

from collections.abc import Callable, Collection, Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum
from hashlib import sha256
from json import dumps
from typing import Any

from django.core.exceptions import ValidationError
from django.urls import reverse

from programs.models import Program

Json = Any


class Faulty(Exception):
    """A value that a setting cannot take; the text says why, in words that follow the setting's name."""


@dataclass(frozen=True)
class Setting:
    """One thing that is set for a program.

    `read` gives its value as JSON, `write` takes one (it sets columns of the program, which is saved afterwards, and
    writes rows of other models at once; raises Faulty). `said` words a change from one value to another.
    `travels`: whether it stands in the program's file, which never holds a person. `is_fixed_once_open`: whether it
    holds for good from the opening on. `names_a_person`: whether its value is somebody's key.
    """

    name: str
    label: str
    read: Callable[[Program], Json]
    write: Callable[[Program, Json], None]
    said: Callable[[Json, Json], list[str]]
    travels: bool = True
    names_a_person: bool = False
    is_fixed_once_open: bool = False


class Weight(StrEnum):
    """What a finding means for the opening."""

    MET = "met"
    MISSING = "missing"
    NOT_YET = "not_yet"
    PILOT = "pilot"
    HINT = "hint"


@dataclass(frozen=True)
class Finding:
    """One thing that a look at a program found, in words, with the page that mends it (a view and its arguments)."""

    weight: Weight
    words: str
    view: str = ""
    args: tuple[object, ...] = ()
    label: str = ""

    @property
    def url(self) -> str:
        """The address of the page that mends it."""
        return reverse(self.view, args=self.args)


@dataclass(frozen=True)
class Shown:
    """One thing that a participant will see: its title, and the template that draws it out of `context`."""

    title: str
    template: str
    context: Mapping[str, Any]


def _nothing(*_: Any) -> Iterable[Any]:
    return ()


@dataclass(frozen=True)
class Part:
    """One app's share of a program.

    `findings` looks at it before it opens; `touched` tells, in sentences with counts, what a change of the named
    settings touches while it runs; `shown` is what a participant will see of it, also of a program not yet saved.
    """

    name: str
    title: str
    settings: tuple[Setting, ...] = ()
    findings: Callable[[Program, date], Iterable[Finding]] = field(default=_nothing)
    touched: Callable[[Program, Collection[str]], Iterable[str]] = field(default=_nothing)
    shown: Callable[[Program], Iterable[Shown]] = field(default=_nothing)


_parts: dict[str, Part] = {}


def declare(part: Part) -> None:
    """Register an app's share under its name."""
    _parts[part.name] = part


def parts() -> tuple[Part, ...]:
    """Return every share, from the lower apps up: that is the order of a program's life."""
    return tuple(reversed(_parts.values()))


def all_settings() -> dict[str, Setting]:
    """Return every setting under its name."""
    return {setting.name: setting for part in parts() for setting in part.settings}


def settings_of(program: Program) -> dict[str, Json]:
    """Return what is set for a program, by the setting's name."""
    return {name: setting.read(program) for name, setting in all_settings().items()}


def seen_of(program: Program, names: Iterable[str]) -> str:
    """Return a short name for the values of some settings: it changes whenever one of them does."""
    known = all_settings()
    told = dumps([known[name].read(program) for name in sorted(names)], sort_keys=True)
    return sha256(told.encode()).hexdigest()[:20]


def touched_by(program: Program, names: Collection[str]) -> list[str]:
    """Return what a change of some settings of an open program touches, in sentences."""
    return [sentence for part in parts() for sentence in part.touched(program, names)] if program.is_open else []


def shown_by(program: Program) -> list[Shown]:
    """Return what a participant will see of a program, in the order of its life."""
    return [shown for part in parts() for shown in part.shown(program)]


# Columns of the program itself --------------------


def column(name: str, **more: Any) -> Setting:
    """Return the setting that is a column of the program."""
    field_: Any = Program._meta.get_field(name)
    label = str(field_.verbose_name)
    label = label[:1].upper() + label[1:]

    def read(program: Program) -> Json:
        value = field_.value_from_object(program)
        return value if value is None or isinstance(value, (bool, int, str, list, dict)) else str(value)

    def write(program: Program, value: Json) -> None:
        setattr(program, field_.attname, cleaned(name, value, program))

    return Setting(name, label, read, write, lambda before, after: [words_of_change(label, before, after)], **more)


def cleaned(name: str, value: Json, program: Program) -> Any:
    """Return a value as the program's column takes it; raises Faulty."""
    field_: Any = Program._meta.get_field(name)
    expected = {"BooleanField": bool, "PositiveSmallIntegerField": int}.get(type(field_).__name__, str)
    if value is not None and type(value) is not expected:
        words = {bool: "true or false", int: "a whole number", str: "text"}[expected]
        message = f"must be {words}"
        raise Faulty(message)
    if isinstance(value, str) and field_.max_length and len(value) > field_.max_length:
        message = f"has {len(value)} characters, and {field_.max_length} is the most"
        raise Faulty(message)
    try:
        return field_.clean(value, program)
    except ValidationError as refused:
        raise Faulty("is refused: " + " ".join(refused.messages)) from None


SHORT = 60


def words_of_change(label: str, before: Json, after: Json) -> str:
    """Return one sentence for a change of a plain value."""
    if isinstance(after, bool):
        return f"{label}: {'on' if after else 'off'}."
    if after in {None, ""}:
        return f"{label}: taken out."
    if len(str(before)) > SHORT or len(str(after)) > SHORT:
        return f"{label}: rewritten."
    return f"{label}: “{after}”." if before in {None, ""} else f"{label}: “{after}” instead of “{before}”."
