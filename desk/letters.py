"""The demo's letters as pages show them: headers decoded, parts told apart."""

import re
from dataclasses import dataclass
from datetime import datetime
from email.message import EmailMessage
from email.utils import parsedate_to_datetime

from outbox import maildir

HEADERS = ("From", "To", "Cc", "Subject", "Date", "Message-ID", "Auto-Submitted", "List-Unsubscribe")
# Mails carry inline styles because mail programs know no others; their frame alone lets them, and nothing else.
LETTER_POLICY = (
    "default-src 'none'; style-src 'unsafe-inline'; img-src data:; frame-ancestors 'self'; base-uri 'none'; "
    "form-action 'none'; "
    "sandbox allow-popups allow-popups-to-escape-sandbox allow-top-navigation-by-user-activation"
)


@dataclass(frozen=True)
class Attachment:
    """What is attached, without its bytes."""

    name: str
    kind: str
    size: int


@dataclass(frozen=True)
class LetterPage:
    """One letter in words."""

    key: str
    to: str
    subject: str
    sent_at: datetime | None
    headers: tuple[tuple[str, str], ...]
    text: str
    has_html: bool
    attachments: tuple[Attachment, ...]


def page_of(key: str) -> LetterPage | None:
    """Return a letter, None when there is none of this key."""
    letter = maildir.letter(key)
    if letter is None:
        return None
    return LetterPage(
        key=key,
        to=str(letter["To"] or ""),
        subject=str(letter["Subject"] or "(no subject)"),
        sent_at=parsedate_to_datetime(str(letter["Date"])) if letter["Date"] else None,
        headers=tuple((name, str(letter[name])) for name in HEADERS if letter[name]),
        text=_part(letter, "plain") or "",
        has_html=letter.get_body(("html",)) is not None,
        attachments=tuple(
            Attachment(
                part.get_filename() or "without a name",
                part.get_content_type(),
                len(part.get_payload(decode=True) or b""),
            )
            for part in letter.iter_attachments()
        ),
    )


def picture_of(key: str) -> str | None:
    """Return the HTML part, its links made to open outside the frame; None when there is no such part."""
    letter = maildir.letter(key)
    html = _part(letter, "html") if letter is not None else None
    if html is None:
        return None
    return re.sub(r"(<a\b)", r'\1 target="_top"', html)


def _part(letter: EmailMessage, kind: str) -> str | None:
    body = letter.get_body((kind,))
    return None if body is None else str(body.get_content())
