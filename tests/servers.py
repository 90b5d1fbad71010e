"""Pytest plugin (`-p tests.servers`): PostgreSQL and Valkey of the tests' own, up before the settings are read.

The process that pytest was called in starts them once; pytest-xdist's workers inherit the addresses. Whoever sets
`DATABASE_URL` and `REDIS_URL` brings servers along instead.
"""

import base64
import os
import subprocess
import sys
import tempfile
from collections.abc import Generator
from pathlib import Path

import pytest

from mentoring import embedded

_folder = pytest.StashKey[Path]()
_compiling = pytest.StashKey[subprocess.Popen[bytes]]()
# What the settings ask for: the tests' own keys, no mail that leaves the process.
_ENVIRONMENT = {
    "VICEVERSA_DEBUG": "1",
    "VICEVERSA_DEMO": "0",
    "VICEVERSA_MAIL_DIR": "",
    "VICEVERSA_SECRET_KEY": "tests-only",
    "VICEVERSA_MASTER_KEYS": "tests:" + base64.b64encode(bytes(range(32))).decode(),
    "VICEVERSA_SITE_URL": "http://testserver",
}


@pytest.hookimpl(wrapper=True)  # a wrapper, so that it comes before pytest-django reads the settings
def pytest_load_initial_conftests(early_config: pytest.Config) -> Generator[None, object, object]:
    """Start the servers, and put their addresses where the settings look for them."""
    os.environ.update(_ENVIRONMENT)
    if os.environ.get("DATABASE_URL") and os.environ.get("REDIS_URL"):
        return (yield)
    early_config.stash[_compiling] = subprocess.Popen([sys.executable, "-m", "pairing.engine"])  # beside other tests
    embedded.delete_abandoned(Path(tempfile.gettempdir()), "viceversa-test-*")
    folder = early_config.stash[_folder] = Path(tempfile.mkdtemp(prefix="viceversa-test-"))
    try:
        servers = embedded.start(folder, throwaway=True)
    except embedded.EmbeddedError as error:
        raise pytest.UsageError(str(error)) from error
    os.environ["DATABASE_URL"] = servers.database_url
    os.environ["REDIS_URL"] = servers.redis_url
    return (yield)


def pytest_unconfigure(config: pytest.Config) -> None:
    """Stop and delete them, however the run ended."""
    compiling = config.stash.get(_compiling, None)
    if compiling is not None:
        compiling.wait()
    folder = config.stash.get(_folder, None)
    if folder is not None:
        embedded.stop(folder)
