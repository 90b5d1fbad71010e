"""A mail backend that files real MIME messages into a folder; the demo's mailbox page reads them back."""

import mailbox
from collections.abc import Iterator, Sequence
from email import message_from_bytes, policy
from email.message import EmailMessage
from pathlib import Path

from django.conf import settings
from django.core.mail import EmailMessage as DjangoMessage
from django.core.mail.backends.base import BaseEmailBackend


def _folder() -> mailbox.Maildir:
    Path(settings.MAIL_DIR).parent.mkdir(parents=True, exist_ok=True)
    return mailbox.Maildir(settings.MAIL_DIR, create=True)


class MaildirBackend(BaseEmailBackend):
    """Delivers into `settings.MAIL_DIR`."""

    def send_messages(self, email_messages: Sequence[DjangoMessage]) -> int:
        """File each message; return how many."""
        folder = _folder()
        for message in email_messages:
            folder.add(message.message().as_bytes())
        return len(email_messages)


def letters() -> Iterator[tuple[str, EmailMessage]]:
    """Yield (key, message) of every filed letter, the newest first."""
    folder = _folder()
    dated = sorted(folder.keys(), key=lambda key: float(key.partition("_")[0].split(".M")[0] or 0), reverse=True)
    for key in dated:
        yield key, _parsed(folder, key)


def letter(key: str) -> EmailMessage | None:
    """Return one filed letter, or None."""
    folder = _folder()
    return _parsed(folder, key) if key in folder else None


def _parsed(folder: mailbox.Maildir, key: str) -> EmailMessage:
    return message_from_bytes(folder.get_bytes(key), policy=policy.default)  # type: ignore[return-value]
