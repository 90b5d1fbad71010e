"""The verb of erasure on the ground floor: keys first, then rows. Who calls it ends programs and the account."""

from datetime import datetime
from typing import Any

from django.db import transaction

from record.erasure import erasures
from record.keys import destroy


@transaction.atomic
def erase_rows(person: Any, *, now: datetime) -> None:
    """Destroy a person's data keys and delete what the apps declared to go."""
    for erasure in erasures():
        if erasure.keys is not None:
            destroy(erasure.keys(person), now=now)
    for erasure in erasures():
        if erasure.goes is not None:
            erasure.goes(person).delete()
