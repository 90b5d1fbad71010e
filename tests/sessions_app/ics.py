"""A second reader of calendar files, small and on its own: it works out times from the file's own zone rules.

It shares no code with the library that writes them, and looks nothing up in the machine's zone database.
"""

import re
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta


@dataclass(frozen=True)
class Entry:
    """One VEVENT: its texts, its wall clock and zone, and the moment that follows from the file's rules."""

    uid: str
    sequence: int
    summary: str
    status: str
    wall: datetime
    zone: str
    moment: datetime
    minutes: int
    texts: str


@dataclass(frozen=True)
class Calendar:
    """A file: its method, empty for a feed, and its entries."""

    method: str
    entries: list[Entry]


def read(text: str) -> Calendar:
    """Return what a calendar file says; raises ValueError on a line no calendar would take."""
    assert text.replace("\r\n", "").isprintable(), "lines end in CR LF, and nothing unprintable is in them"
    assert all(len(line.encode()) <= 75 for line in text.split("\r\n")), "no line is longer than 75 bytes"
    lines = [_line(line) for line in text.replace("\r\n ", "").split("\r\n") if line]
    zones = {_value(block, "TZID"): _rules(block) for block in _blocks(lines, "VTIMEZONE")}
    return Calendar(
        method=next((value for name, _, value in lines if name == "METHOD"), ""),
        entries=[_entry(block, zones) for block in _blocks(lines, "VEVENT")],
    )


Line = tuple[str, dict[str, str], str]
Rules = list[tuple[datetime, timedelta]]


def _line(line: str) -> Line:
    match = re.fullmatch(r'([A-Z-]+)((?:;[A-Z-]+=(?:"[^"]*"|[^";:,]*))*):(.*)', line)
    if match is None:
        raise ValueError(line)
    name, parameters, value = match.groups()
    pairs = re.findall(r';([A-Z-]+)=("[^"]*"|[^";:,]*)', parameters)
    return name, {key: word.strip('"') for key, word in pairs}, value


def _blocks(lines: list[Line], kind: str) -> list[list[Line]]:
    found, inside = [], None
    for name, parameters, value in lines:
        if (name, value) == ("BEGIN", kind):
            inside = []
        elif (name, value) == ("END", kind):
            found.append(inside)
            inside = None
        elif inside is not None:
            inside.append((name, parameters, value))
    return found


def _value(block: list[Line], wanted: str) -> str:
    (value,) = [value for name, _, value in block if name == wanted]
    return re.sub(r"\\([,;\\])", r"\1", value).replace("\\n", "\n")


def _hour(text: str) -> datetime:
    return datetime.fromisoformat(text)


def _offset(text: str) -> timedelta:
    hours, minutes = int(text[1:3]), int(text[3:5])
    return timedelta(hours=hours, minutes=minutes) * (-1 if text[0] == "-" else 1)


def _rules(block: list[Line]) -> Rules:
    """Return from which wall-clock hour on which offset holds."""
    found = []
    for kind in ("STANDARD", "DAYLIGHT"):
        for part in _blocks(block, kind):
            assert not any(name == "RRULE" for name, _, _ in part), "this reader knows lists of dates only"
            later = [day for name, _, value in part if name == "RDATE" for day in value.split(",")]
            offset = _offset(_value(part, "TZOFFSETTO"))
            found += [(_hour(day), offset) for day in [_value(part, "DTSTART"), *later]]
    return sorted(found)


def _entry(block: list[Line], zones: dict[str, Rules]) -> Entry:
    ((zone, start),) = [(parameters["TZID"], value) for name, parameters, value in block if name == "DTSTART"]
    wall = _hour(start)
    offset = [offset for since, offset in zones[zone] if since <= wall][-1]
    hours, minutes = re.fullmatch(r"PT(?:(\d+)H)?(?:(\d+)M)?", _value(block, "DURATION")).groups()
    return Entry(
        uid=_value(block, "UID"),
        sequence=int(_value(block, "SEQUENCE")),
        summary=_value(block, "SUMMARY"),
        status=_value(block, "STATUS"),
        wall=wall,
        zone=zone,
        moment=(wall - offset).replace(tzinfo=UTC),
        minutes=int(hours or 0) * 60 + int(minutes or 0),
        texts=" ".join(value for _, _, value in block),
    )
