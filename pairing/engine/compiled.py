"""Compiled functions, kept on disk: compiled once for each state of the engine's sources, loaded ever after.

Compiling takes some fourteen seconds, so it is done at set-up (`python -m pairing.engine`). The folder is
NUMBA_CACHE_DIR, else __pycache__ beside this file, and in it a folder named by a hash of all sources here: numba itself
would overlook a change in another file. Where it cannot be written, every process compiles for itself.
"""

from __future__ import annotations

import hashlib
import os
from collections.abc import Callable
from pathlib import Path
from typing import Any

import numba

Kernel = Callable[..., Any]
# All room is made by Python: functions that neither make nor free arrays compile sooner.
LEAN: dict[str, Any] = {"error_model": "numpy", "_nrt": False}

HERE = Path(__file__).parent


def _folder() -> Path | None:
    """The folder for compiled functions, made if need be; None where nothing can be written."""
    sources = hashlib.sha256(b"".join(file.read_bytes() for file in sorted(HERE.glob("*.py"))))
    base = Path(os.environ.get("NUMBA_CACHE_DIR") or HERE / "__pycache__")
    folder = base / f"compiled-{sources.hexdigest()[:16]}"
    try:
        folder.mkdir(parents=True, exist_ok=True)
    except OSError:
        return None
    return folder if os.access(folder, os.W_OK) else None


numba.config.OPT = type(numba.config.OPT)(1)  # type: ignore[attr-defined]  # runs as fast as 3, compiles sooner
FOLDER = _folder()
if FOLDER:
    numba.config.CACHE_DIR = str(FOLDER)  # type: ignore[attr-defined]  # numba reads it when a function is declared


def compiled(kernel: Kernel) -> Kernel:
    """Compile at the first call, or load what was compiled before; Python's lock is free while it runs.

    numba checks the types, of arrays more strictly than mypy could.
    """
    made: Kernel = numba.njit(cache=FOLDER is not None, nogil=True, **LEAN)(kernel)
    return made


def part(kernel: Kernel) -> Kernel:
    """A part of compiled functions, kept within theirs. Python must not call it: it has no door for that."""
    doorless: dict[str, Any] = {"no_cpython_wrapper": True, "no_cfunc_wrapper": True}
    made: Kernel = numba.njit(**doorless, **LEAN)(kernel)
    return made


def once(kernel: Kernel) -> Kernel:
    """A large part of one place only: it is written there, so that it is compiled once and not by itself too."""
    made: Kernel = numba.njit(inline="always", **LEAN)(kernel)
    return made
