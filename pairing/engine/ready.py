"""Compiling ahead of time, so that no round and no request has to wait for it."""

from __future__ import annotations

import fcntl
import shutil
import subprocess
import sys
from threading import Thread

from pairing.engine.certify import certify
from pairing.engine.compiled import FOLDER
from pairing.engine.nouns import Instance, Person
from pairing.engine.policy import Policy
from pairing.engine.solve import pair

DONE = FOLDER / "done" if FOLDER else None


def is_ready() -> bool:
    """Whether all is compiled and kept, so that nobody who calls the engine waits."""
    return DONE is not None and DONE.exists()


def make_ready() -> None:
    """Pair two people, which compiles everything; then forget what was compiled for older sources.

    Whoever comes while another process compiles waits for it instead of compiling as well.
    """
    if is_ready():
        return
    if not FOLDER or not DONE:
        _pair_two()
        return
    with (FOLDER / "lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        if is_ready():
            return
        _pair_two()
        DONE.touch()
    for older in FOLDER.parent.glob("compiled-*"):
        if older != FOLDER:
            shutil.rmtree(older, ignore_errors=True)


def begin() -> None:
    """Let a process of its own make ready beside this one, if that is still to be done and can be kept."""
    if FOLDER and not is_ready():
        command = [sys.executable, "-m", "pairing.engine"]
        Thread(target=lambda: subprocess.run(command, check=False), daemon=True).start()  # noqa: S603 - ours alone


def _pair_two() -> None:
    instance = Instance([Person(1, {1: 1}, {2: 1})], [Person(2, {2: 1}, {1: 1})])
    certify(instance, Policy(), pair(instance, Policy()))
