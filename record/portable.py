"""The record as files of one's own: the same sections as on the page, as JSON."""

from collections.abc import Iterable
from datetime import datetime
from typing import Any

from record.retention import Lengths, lengths_now, until_words
from record.statement import Section


def as_json(sections: Iterable[Section], *, person: Any, now: datetime) -> dict[str, Any]:
    """Return the statement as plain values: who, when, and each section with its lines and rows."""
    lengths = lengths_now()
    return {
        "about": {"name": person.name, "email": person.email},
        "made_at": now.isoformat(timespec="seconds"),
        "sections": [_section(section, lengths) for section in sections],
    }


def _section(section: Section, lengths: Lengths) -> dict[str, Any]:
    return {
        "model": section.model,
        "title": section.title,
        "shared_by_others": section.is_shared,
        "lines": [
            {
                "label": line.label,
                "readers": list(line.readers),
                "purpose": line.purpose,
                "until": until_words(line, lengths),
            }
            for line in section.lines
        ],
        "rows": [
            {
                "key": str(entry.key),
                "values": {value.label: value.text for value in entry.values},
                "kept_until": entry.until or None,
            }
            for entry in section.entries
        ],
    }
