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
from pairing.engine.suggest import suggest

DONE = FOLDER / "done" if FOLDER else None


def is_ready() -> bool:
    """Whether all is compiled and kept, so that nobody who calls the engine waits."""
    return DONE is not None and DONE.exists()


def make_ready() -> None:
    """Try all there is on two people, which compiles it; then forget what was compiled for older sources.

    Whoever comes while another process compiles waits for it instead of compiling as well.
    """
    if is_ready():
        return
    if not FOLDER or not DONE:
        _try_all()
        return
    with (FOLDER / "lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        if is_ready():
            return
        _try_all()
        DONE.touch()
    for older in FOLDER.parent.glob("compiled-*"):
        if older != FOLDER:
            shutil.rmtree(older, ignore_errors=True)


def begin() -> None:
    """Let a process of its own make ready beside this one, if that is still to be done and can be kept."""
    if FOLDER and not is_ready():
        command = [sys.executable, "-m", "pairing.engine"]
        Thread(target=lambda: subprocess.run(command, check=False), daemon=True).start()  # noqa: S603 - ours alone


def _try_all() -> None:
    """Two people who could exchange and are kept apart by their grades, so that there is something to suggest."""
    instance = Instance([Person(1, {1: 1}, {2: 1}, grade=1)], [Person(2, {2: 1}, {1: 1}, grade=1)])
    result = pair(instance, Policy())
    certify(instance, Policy(), result)
    suggest(instance, Policy(), result, 1)
