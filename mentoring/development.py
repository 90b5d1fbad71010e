"""What a clone needs to run for development, beside its servers. Standard library only, like `embedded`."""

import base64
import os
import secrets
from pathlib import Path

DATA = Path(__file__).resolve().parent.parent / ".dev"


def environment(database_url: str, redis_url: str, *, port: int = 8000) -> dict[str, str]:
    """Return the environment of manage.py, the workers and the clock; what the caller has set already stays."""
    mails = DATA / "mail"
    mails.mkdir(mode=0o700, parents=True, exist_ok=True)
    defaults = {
        "DJANGO_SETTINGS_MODULE": "mentoring.settings",
        "VICEVERSA_DEBUG": "1",
        "VICEVERSA_DEMO": "1",
        "VICEVERSA_MAIL_DIR": str(mails),
        "VICEVERSA_SITE_URL": f"http://localhost:{port}",
        **_keys(DATA / "secrets.env"),
    }
    return {**defaults, **os.environ, "DATABASE_URL": database_url, "REDIS_URL": redis_url}


def _keys(file: Path) -> dict[str, str]:
    """Return this clone's keys, made once: whoever loses them loses what was sealed with them."""
    if not file.exists():
        master = base64.b64encode(secrets.token_bytes(32)).decode()
        making = file.with_suffix(f".{os.getpid()}")
        making.touch(mode=0o600)
        making.write_text(f"VICEVERSA_SECRET_KEY={secrets.token_urlsafe(50)}\nVICEVERSA_MASTER_KEYS=dev1:{master}\n")
        making.rename(file)
    return dict(line.split("=", 1) for line in file.read_text().splitlines() if "=" in line)
