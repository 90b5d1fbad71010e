"""Whether this installation can do its work: what `/readyz` answers and HR's delivery page says."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import cache

from celery import current_app
from django.db import DatabaseError, connection
from django.db.migrations.loader import MigrationLoader
from django.db.migrations.recorder import MigrationRecorder
from kombu.exceptions import OperationalError

from outbox.queries import age_of_heartbeat, age_of_overdue
from record.keys import faults_of_data_keys

LONGEST_SILENCE = timedelta(minutes=3)
LONGEST_DELAY = timedelta(minutes=15)


@dataclass(frozen=True)
class Check:
    """One thing looked at: whether it is well, and its age in seconds where it has one."""

    name: str
    ok: bool
    seconds: int | None = None


def checks(*, now: datetime) -> list[Check]:
    """Look at database, migrations, keys, broker, clock and mail; without a database nothing else can be known."""
    try:
        applied = set(MigrationRecorder(connection).applied_migrations())
        return [
            Check("database", ok=True),
            Check("migrations", ok=_migrations_on_disk() <= applied),
            Check("master keys", ok=not faults_of_data_keys()),
            Check("broker", ok=_broker_answers()),
            _heartbeat(age_of_heartbeat(now=now)),
            _overdue(age_of_overdue(now=now)),
        ]
    except DatabaseError:
        return [Check("database", ok=False)]


@cache
def _migrations_on_disk() -> frozenset[tuple[str, str]]:
    """Return every migration this process was started with."""
    return frozenset(MigrationLoader(None).disk_migrations)


def _broker_answers() -> bool:
    try:
        with current_app.connection_for_write() as broker:
            broker.ensure_connection(max_retries=1, timeout=2)
    except (OperationalError, OSError):
        return False
    return True


def _heartbeat(age: timedelta | None) -> Check:
    if age is None:
        return Check("heartbeat", ok=False)
    return Check("heartbeat", ok=age <= LONGEST_SILENCE, seconds=int(age.total_seconds()))


def _overdue(age: timedelta) -> Check:
    return Check("overdue mail", ok=age <= LONGEST_DELAY, seconds=int(age.total_seconds()))
