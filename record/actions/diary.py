"""The verb of the access diary."""

from datetime import datetime
from typing import Any
from uuid import UUID

from record.models import AccessRead


def note_read(reader: Any, *, page: str, program: UUID | None, now: datetime) -> None:
    """Write that somebody looked at a page about people; the same page twice a day is one row."""
    read = AccessRead(reader=reader, page=page, program=program, day=now.date(), at=now)
    AccessRead.objects.bulk_create([read], ignore_conflicts=True)
