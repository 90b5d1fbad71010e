"""Where the published data sets lie; tests that need them skip, saying so, where they are absent."""

import os
from pathlib import Path

import pytest
from django.conf import settings

FOLDER = Path(os.environ.get("VICEVERSA_DATA", settings.BASE_DIR.parent / "shared" / "data"))

needs_data = pytest.mark.skipif(not FOLDER.is_dir(), reason=f"the published data sets are not at {FOLDER}")
