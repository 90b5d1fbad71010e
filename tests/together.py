"""Several verbs at the same moment, on real connections."""

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from threading import Barrier

from django.db import connection


def at_once(*verbs: Callable[[], object]) -> list[str]:
    """Do all at the same moment, each on a connection of its own; return the names of what was raised, sorted."""
    start = Barrier(len(verbs))

    def do(verb: Callable[[], object]) -> str:
        try:
            connection.ensure_connection()
            start.wait(timeout=10)
            verb()
        except Exception as fault:  # noqa: BLE001 - its name is asserted by the test
            return type(fault).__name__
        finally:
            connection.close()
        return ""

    with ThreadPoolExecutor(len(verbs)) as pool:
        return sorted(name for name in pool.map(do, verbs) if name)
