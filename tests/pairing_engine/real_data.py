"""Where the real inputs lie. They are no part of this repository; tests that need them skip where they are absent."""

import os
from pathlib import Path

import pytest

ROOT = Path(os.environ.get("VICEVERSA_DATA") or Path(__file__).parents[2].parent / "shared" / "data")


def real_file(name: str) -> Path:
    path = ROOT / name
    if not path.exists():
        pytest.skip(f"real input {name} is absent (looked in {ROOT}; VICEVERSA_DATA names another folder)")
    return path
