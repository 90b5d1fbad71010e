"""A mail backend that files real MIME messages into a folder; the demo's mailbox page reads them back."""

import mailbox
import re
from collections.abc import Sequence
from email import message_from_bytes, policy
from email.message import EmailMessage
from pathlib import Path

from django.conf import settings
from django.core.mail import EmailMessage as DjangoMessage
from django.core.mail.backends.base import BaseEmailBackend


def _folder() -> mailbox.Maildir:
    """Return the folder, whole even where an empty directory was made for it before."""
    for part in ("tmp", "new", "cur"):
        (Path(settings.MAIL_DIR) / part).mkdir(parents=True, exist_ok=True)
    return mailbox.Maildir(settings.MAIL_DIR)


class MaildirBackend(BaseEmailBackend):
    """Delivers into `settings.MAIL_DIR`."""

    def send_messages(self, email_messages: Sequence[DjangoMessage]) -> int:
        """File each message; return how many."""
        folder = _folder()
        for message in email_messages:
            folder.add(message.message().as_bytes())
        return len(email_messages)


def keys() -> list[str]:
    """Return the keys of every filed letter, the newest first."""
    return sorted(_folder().keys(), key=_filed_at, reverse=True)


def letter(key: str) -> EmailMessage | None:
    """Return one filed letter, or None."""
    folder = _folder()
    if key not in folder:
        return None
    return message_from_bytes(folder.get_bytes(key), policy=policy.default)  # type: ignore[return-value]


def _filed_at(key: str) -> tuple[int, ...]:
    """Return seconds, microseconds and the count within the process, which Maildir writes into each name."""
    return tuple(int(number) for number in re.match(r"(\d+)\.M(\d+)P\d+Q(\d+)", key).groups())  # type: ignore[union-attr]
