"""The record as files of one's own: the same sections as on the page, as JSON."""

from collections.abc import Iterable
from datetime import datetime
from typing import Any

from record.statement import Section


def as_json(sections: Iterable[Section], *, person: Any, now: datetime) -> dict[str, Any]:
    """Return the statement as plain values: who, when, and each section with its lines and rows."""
    return {
        "about": {"name": person.name, "email": person.email},
        "made_at": now.isoformat(timespec="seconds"),
        "sections": [_section(section) for section in sections],
    }


def _section(section: Section) -> dict[str, Any]:
    return {
        "model": section.model,
        "title": section.title,
        "shared_by_others": section.is_shared,
        "lines": [
            {"label": line.label, "readers": list(line.readers), "purpose": line.purpose, "until": str(line.until)}
            for line in section.lines
        ],
        "rows": [
            {"key": str(entry.key), "values": {value.label: value.text for value in entry.values}}
            for entry in section.entries
        ],
    }
