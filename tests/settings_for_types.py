"""The settings as mypy's Django plugin reads them: no server is asked."""

import os

os.environ.update(
    {
        "VICEVERSA_DEBUG": "1",
        "VICEVERSA_SECRET_KEY": "types-only",
        "VICEVERSA_MASTER_KEYS": "types-only",
        "DATABASE_URL": "postgres://types-only",
    }
)

from mentoring.settings import *  # noqa: F403
