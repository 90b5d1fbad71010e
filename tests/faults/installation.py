"""A whole installation of a test's own: servers that may be killed, real workers and clocks, mails that are counted."""

import os
import signal
import subprocess
import sys
import time
from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

import psycopg2
import redis

from mentoring import embedded
from tests.outbox.sink import Sink

PATIENCE = 90
WORKER = ("worker", "--concurrency=1", "--without-gossip", "--without-mingle", "-Q", "clock")


class Installation:
    """Runs and kills processes on servers of its own; `kills` counts what may have left a doubt."""

    def __init__(self, folder: Path, sink: Sink) -> None:
        self.folder, self.sink = folder, sink
        self.kills = 0
        self.running: list[subprocess.Popen] = []
        self.start_servers()

    def start_servers(self) -> None:
        """Start, or start again, at the same addresses: durable, because here they crash."""
        kept = {name: os.environ.pop(name, None) for name in ("DATABASE_URL", "REDIS_URL")}
        try:
            self.servers = embedded.start(self.folder)
        finally:
            os.environ.update({name: value for name, value in kept.items() if value})

    def crash_servers(self) -> None:
        """Kill PostgreSQL with all its backends and the broker, and start both anew."""
        postmaster = int((self.postgres / "postmaster.pid").read_text().split()[0])
        os.kill(postmaster, signal.SIGKILL)
        self.kills += 1
        embedded.stop(self.folder)
        self.start_servers()

    @property
    def postgres(self) -> Path:
        return embedded._home(self.folder, make=False) / "postgres"

    @property
    def environment(self) -> dict[str, str]:
        return os.environ | {
            "DJANGO_SETTINGS_MODULE": "mentoring.settings",
            "DATABASE_URL": self.servers.database_url,
            "REDIS_URL": self.servers.redis_url,
            "VICEVERSA_DEBUG": "0",
            "VICEVERSA_MAIL_DIR": "",
            "VICEVERSA_SMTP_HOST": "127.0.0.1",
            "VICEVERSA_SMTP_PORT": str(self.sink.port),
        }

    def run(self, *words: str) -> None:
        """Run a Python command to its end."""
        subprocess.run([sys.executable, *words], env=self.environment, check=True, stdout=subprocess.DEVNULL)

    def start(self, *words: str) -> subprocess.Popen:
        """Start a process of Celery in a group of its own."""
        command = [sys.executable, "-W", "ignore", "-m", "celery", "--quiet", "-A", "tests.faults.hurried", *words]
        with (self.folder / "celery.log").open("ab") as log:
            quiet = {"stdout": subprocess.DEVNULL, "stderr": log}
            command = embedded.child_command(command, farewell=signal.SIGKILL)
            process = subprocess.Popen(command, env=self.environment, start_new_session=True, **quiet)
        self.running.append(process)
        return process

    def start_worker(self, name: str = "one") -> subprocess.Popen:
        return self.start(*WORKER, "-n", f"{name}@%h")

    def start_beat(self, name: str = "one") -> subprocess.Popen:
        return self.start("beat", "--schedule", str(self.folder / f"beat-{name}"))

    def kill(self, process: subprocess.Popen) -> None:
        """End a process and its children in the middle of whatever they do."""
        os.killpg(process.pid, signal.SIGKILL)
        process.wait()
        self.running.remove(process)
        self.kills += 1

    def flush_broker(self) -> None:
        redis.Redis(unix_socket_path=str(embedded._socket_folder(self.folder) / embedded.VALKEY_SOCKET)).flushall()

    def ask(self, statement: str) -> list[tuple]:
        """Run one statement; return its rows."""
        connection = psycopg2.connect(self.servers.database_url)
        try:
            with connection, connection.cursor() as cursor:
                cursor.execute(statement)
                return cursor.fetchall() if cursor.description else []
        finally:
            connection.close()

    def let_leases_run_out(self) -> None:
        """Five minutes and the waits between tries pass; nobody may be at work."""
        self.ask("UPDATE outbox_message SET leased_until = leased_until - interval '6 minutes' WHERE state = 'sending'")
        self.ask("UPDATE outbox_message SET next_try_at = now() WHERE state = 'waiting'")

    def states(self) -> Counter:
        return Counter(dict(self.ask("SELECT kind || ' ' || state, count(*) FROM outbox_message GROUP BY 1")))

    def wait_for(self, holds: Callable[[], bool]) -> None:
        deadline = time.monotonic() + PATIENCE
        while not holds():
            assert time.monotonic() < deadline, (self.states(), (self.folder / "celery.log").read_text()[-2000:])
            time.sleep(0.02)

    def wait_for_letters(self, more: int) -> None:
        goal = len(self.sink.letters) + more
        self.wait_for(lambda: len(self.sink.letters) >= goal or self.is_done())

    def is_done(self) -> bool:
        return self.ask("SELECT count(*) FROM outbox_message WHERE state IN ('waiting', 'sending')") == [(0,)]

    def is_idle(self) -> bool:
        """Whether nothing can leave before a lease has run out or a wait between tries is over."""
        waiting = "SELECT count(*) FROM outbox_message WHERE state = 'waiting' AND next_try_at <= now()"
        left_behind = "SELECT count(*) FROM outbox_message WHERE state = 'sending' AND leased_until <= now()"
        return self.ask(waiting) == self.ask(left_behind) == [(0,)]

    def finish(self) -> None:
        """Let workers end their work, however often a lease must run out for it."""
        while not self.is_done():
            worker = self.start_worker()
            self.wait_for(self.is_idle)
            time.sleep(1)
            worker.terminate()
            worker.wait(PATIENCE)
            self.running.remove(worker)
            self.let_leases_run_out()

    def count(self) -> tuple[Counter, Counter]:
        """Return how often each letter of a reminder, and of an invitation, came to the mail server."""
        kinds = dict(self.ask("SELECT '<' || id || '@viceversa>', kind FROM outbox_message"))
        came = Counter(letter["Message-ID"] for letter in self.sink.letters)
        of = {name: Counter({key: came[key] for key in kinds if kinds[key] == name}) for name in set(kinds.values())}
        assert set(came) <= set(kinds)
        return of.get("session_reminder", Counter()), of.get("invitation", Counter())

    def names(self, state: str) -> set[str]:
        rows = self.ask("SELECT state, '<' || id || '@viceversa>' FROM outbox_message")
        return {name for stands, name in rows if stands == state}


@contextmanager
def installed(folder: Path, *, pairs: int, invited: int) -> Iterator[Installation]:
    """An installation with mails posted and nothing running."""
    with Sink() as sink:
        installation = Installation(folder, sink)
        try:
            installation.run("manage.py", "migrate", "--verbosity=0")
            installation.run("-m", "tests.faults.fill", str(pairs), str(invited))
            yield installation
        finally:
            for process in list(installation.running):
                installation.kill(process)
            embedded.stop(folder)
            embedded.delete(folder)
