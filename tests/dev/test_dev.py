"""The one door, on a copy of it in a folder of its own: what it says when something is in the way."""

import ast
import fcntl
import os
import shutil
import socket
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from mentoring import embedded

HERE = Path(__file__).resolve().parents[2]
# Does what ./dev asks of it, but the web server, which ends at once.
MANAGE = """
import sys
if sys.argv[1] == "runserver":
    sys.exit("no web server today")
"""


@pytest.fixture
def clone(tmp_path: Path) -> Iterator[Path]:
    """As much of a clone as ./dev itself needs, with this run's virtual environment."""
    folder = tmp_path / "a clone"
    (folder / "mentoring").mkdir(parents=True)
    for name in ("dev", "requirements.txt", "mentoring/embedded.py", "mentoring/development.py"):
        shutil.copy(HERE / name, folder / name)
    (folder / "manage.py").write_text(MANAGE)
    (folder / "pairing").mkdir()
    (folder / "pairing" / "engine.py").touch()  # nothing to compile
    (folder / ".venv").symlink_to(sys.prefix)
    yield folder
    embedded.delete(folder / ".dev")


def _dev(clone: Path, *words: str, venv: bool = True) -> tuple[int, str, str]:
    """Exit code, output and errors of ./dev; `venv` spares it the look at the requirements."""
    environment = {name: value for name, value in os.environ.items() if name not in ("DATABASE_URL", "REDIS_URL")}
    environment |= {"VICEVERSA_DEV_INSTALLED": str(clone / ".venv")} if venv else {}
    command = [sys.executable, clone / "dev", *words]
    done = subprocess.run(command, env=environment, capture_output=True, text=True, timeout=60, check=False)
    return done.returncode, done.stdout, done.stderr


def test_old_pythons_can_read_it_and_be_told() -> None:
    source = (HERE / "dev").read_text()

    assert ast.parse(source, feature_version=(3, 7))


def test_port_in_use_is_told(clone: Path) -> None:
    with socket.socket() as other:
        other.bind(("127.0.0.1", 0))
        other.listen()
        port = other.getsockname()[1]

        told = _dev(clone, "--port", str(port))

    assert told == (1, "", f"Port {port} is in use by another program: choose another with `./dev --port 8000`.\n")


def test_second_start_is_told_of_the_first(clone: Path) -> None:
    (clone / ".dev").mkdir()
    with (clone / ".dev" / "run.lock").open("w") as lock:
        lock.write("process 4711, http://localhost:8000/\n")
        lock.flush()
        fcntl.flock(lock, fcntl.LOCK_EX)

        told = _dev(clone)

    expected = "./dev runs here already (process 4711, http://localhost:8000/): use that one, or `./dev stop`.\n"
    assert told == (1, "", expected)


def test_part_that_ends_is_told_and_stops_everything(clone: Path) -> None:
    code, output, errors = _dev(clone, "--port", "8971")

    assert code == 1
    assert "web   │ no web server today" in output.splitlines()
    assert errors == "`web` ended by itself (exit code 1), so everything stops; its last words are above.\n"
    assert _dev(clone, "stop") == (0, "Nothing was running here.\n", "")


def test_reset_deletes_what_the_clone_has_made(clone: Path) -> None:
    (clone / ".dev" / "mail").mkdir(parents=True)

    told = _dev(clone, "reset")

    assert told == (0, f"Nothing was running here.\nDeleted {clone}/.dev.\n", "")
    assert not (clone / ".dev").exists()


def test_dead_link_for_a_virtual_environment_is_told(clone: Path) -> None:
    (clone / ".venv").unlink()
    (clone / ".venv").symlink_to("/nowhere")

    told = _dev(clone, venv=False)

    assert told == (1, "", ".venv is a link to /nowhere, where no virtual environment works: remove the link.\n")
