"""A development environment for `manage.py` and `pytest` when no server is named."""

import base64
import os
import secrets
from pathlib import Path

from mentoring import embedded

ROOT = Path(__file__).resolve().parent.parent
DATA = ROOT / ".dev"


def use_embedded_servers() -> None:
    """Start or adopt the embedded servers and set what the settings need for development."""
    servers = embedded.start(DATA)
    os.environ["DATABASE_URL"] = servers.database_url
    os.environ.setdefault("REDIS_URL", servers.redis_url)
    os.environ.setdefault("VICEVERSA_DEBUG", "1")
    os.environ.setdefault("VICEVERSA_DEMO", "1")
    os.environ.setdefault("VICEVERSA_MAIL_DIR", str(DATA / "mail"))
    for line in _secrets().splitlines():
        name, _, value = line.partition("=")
        os.environ.setdefault(name, value)


def _secrets() -> str:
    """Return `.dev/secrets.env`, made once: whoever loses it loses what was sealed with it."""
    path = DATA / "secrets.env"
    if not path.exists():
        master = base64.b64encode(secrets.token_bytes(32)).decode()
        path.touch(mode=0o600)
        path.write_text(f"VICEVERSA_SECRET_KEY={secrets.token_urlsafe(50)}\nVICEVERSA_MASTER_KEYS=dev1:{master}\n")
    return path.read_text()
