"""The file of a program: one JSON object with a version, each app's settings under its name, and never a person."""

from collections.abc import Iterator, Mapping
from datetime import date, timedelta
from json import JSONDecodeError, dumps, loads
from typing import Any

from programs.data.shipped import TEMPLATES
from programs.models import Program
from programs.parts import Json, parts

KIND, VERSION = "program of Viceversa", 1
# They lie between a first day and people that no file holds.
_DAYS = ("starts_on", "ends_on")


class BrokenFile(Exception):
    """The file cannot be read as a program; the text names the place."""


def travelling(program: Program) -> dict[str, dict[str, Json]]:
    """Return the settings of a program that a file or a copy holds, by part and name."""
    return {
        part.name: {each.name: _without_keys(each.read(program)) for each in part.settings if each.travels}
        for part in parts()
        if part.settings
    }


def _without_keys(value: Json) -> Json:
    """Leave out the keys of rows: they are another's in another program."""
    if isinstance(value, list):
        return [{k: v for k, v in each.items() if k != "id"} if isinstance(each, dict) else each for each in value]
    return value


def written(program: Program) -> str:
    """Return a program's file."""
    told = {"kind": KIND, "version": VERSION, "template": program.template, "parts": travelling(program)}
    return dumps(told, indent=2, ensure_ascii=False) + "\n"


def read(content: bytes) -> tuple[str, dict[str, Json]]:
    """Return the template and the settings in a file, each still unchecked; raises BrokenFile."""
    told = _object(content)
    if told.get("kind") != KIND:
        raise BrokenFile("It is no file of a program: at its start, “kind” says something else.")
    version = told.get("version")
    if type(version) is not int or version < 1:
        raise BrokenFile("“version” must be a whole number.")
    if version > VERSION:
        raise BrokenFile(f"“version” is {version}, from a newer Viceversa. This one reads up to {VERSION}.")
    if told.get("template") not in {template.key for template in TEMPLATES}:
        raise BrokenFile("“template” names none of the templates here.")
    shares = told.get("parts")
    if not isinstance(shares, dict):
        raise BrokenFile("“parts” must be an object.")
    known = {part.name: {each.name for each in part.settings if each.travels} for part in parts()}
    values: dict[str, Json] = {}
    for name, share in shares.items():
        if name not in known or not isinstance(share, dict):
            raise BrokenFile(f"“parts → {name}” is nothing that a program has.")
        for setting in share:
            if setting not in known[name]:
                raise BrokenFile(f"“parts → {name} → {setting}” is nothing that a program has.")
        values |= share
    return str(told["template"]), values


def length_in(settings: Mapping[str, Json]) -> timedelta:
    """Return how long a program in a file lasts; raises BrokenFile where it does not say, or ends before it begins."""
    try:
        first, last = (date.fromisoformat(settings[name]) for name in _DAYS)
    except (KeyError, TypeError, ValueError):
        raise BrokenFile("“parts → programs” must say “starts_on” and “ends_on”, each as 2026-03-02.") from None
    if not timedelta(0) < last - first < timedelta(days=3650):
        raise BrokenFile("“parts → programs → ends_on” must come after “starts_on”, within ten years.")
    return last - first


def _object(content: bytes) -> dict[str, Any]:
    try:
        told = loads(content.decode("utf-8-sig"))
    except UnicodeDecodeError:
        raise BrokenFile("It is no text in UTF-8.") from None
    except JSONDecodeError as fault:
        raise BrokenFile(f"It is no JSON: something is wrong in line {fault.lineno}, column {fault.colno}.") from None
    except (RecursionError, ValueError):
        raise BrokenFile("It is no JSON that a program could be written in.") from None
    if not isinstance(told, dict):
        raise BrokenFile("It must be one JSON object.")
    for place, text in _texts(told, ""):
        if "\x00" in text or any("\ud800" <= letter <= "\udfff" for letter in text):
            raise BrokenFile(f"“{place.replace(chr(0), '')}” holds a letter that no text can hold.")
    return told


def _texts(value: Any, place: str) -> Iterator[tuple[str, str]]:
    """Yield every text in a value with its place."""
    if isinstance(value, str):
        yield place, value
    elif isinstance(value, dict):
        for name, each in value.items():
            here = f"{place} → {name}" if place else name
            yield here, name
            yield from _texts(each, here)
    elif isinstance(value, list):
        for at, each in enumerate(value, 1):
            yield from _texts(each, f"{place} → {at}")
