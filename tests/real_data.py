"""Published data sets. They are no part of this repository: tests that need them skip where they are absent."""

import os
from pathlib import Path

import pytest
from django.conf import settings

FOLDER = Path(os.environ.get("VICEVERSA_DATA", settings.BASE_DIR.parent / "shared" / "data"))


def real_data(name: str) -> Path:
    """Return a file or folder of the published data sets, or skip the test."""
    path = FOLDER / name
    if not path.exists():
        pytest.skip(f"{name} is absent (looked in {FOLDER}; VICEVERSA_DATA names another folder)")
    return path
