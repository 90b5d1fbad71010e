"""The line to the mail server, and what its answers mean."""

import logging
import smtplib
from collections.abc import Iterator
from contextlib import contextmanager, suppress

from django.core.mail.backends.base import BaseEmailBackend

from outbox.mime import Letter
from outbox.smtp import SmtpBackend

# "Service not available": the server says it and hangs up, whatever it was asked (RFC 5321, 4.2.3).
GOING_AWAY = 421
logger = logging.getLogger(__name__)


class NotTaken(Exception):
    """The mail server certainly did not take the letter; says whether asking again makes sense.

    `is_line_broken` says that it was not about this letter: the server stalled or left before it had the letter.
    """

    def __init__(self, *, for_good: bool, is_line_broken: bool = False) -> None:
        super().__init__()
        self.for_good = for_good
        self.is_line_broken = is_line_broken


class MayBeTaken(Exception):
    """The line broke after the letter was on its way: the mail server may or may not have it."""


def reach(connection: BaseEmailBackend) -> bool:
    """Open the line to the mail server unless it is open; False when nobody answers there."""
    try:
        connection.open()
    except (smtplib.SMTPException, OSError) as error:
        logger.warning("the mail server cannot be reached: %s", type(error).__name__)
        return False
    return True


def hang_up(connection: BaseEmailBackend) -> None:
    """Close the line, so that the next letter gets a fresh one."""
    with suppress(smtplib.SMTPException, OSError):
        connection.close()


def begin(letter: Letter, line: BaseEmailBackend) -> None:
    """Give a letter to the mail server without waiting for its answer, where the line can do so; raises as `finish`."""
    with _understood(line):
        if isinstance(line, SmtpBackend):
            line.begin(letter)
        else:
            line.send_messages([letter])


def finish(line: BaseEmailBackend) -> None:
    """Wait for the answer to a letter; raises NotTaken on a no, MayBeTaken when the line broke."""
    if isinstance(line, SmtpBackend):
        with _understood(line):
            line.finish()


@contextmanager
def _understood(line: BaseEmailBackend) -> Iterator[None]:
    try:
        yield
    except smtplib.SMTPRecipientsRefused as refusal:
        raise _no(*(code for code, _ in refusal.recipients.values())) from None
    except smtplib.SMTPResponseException as refusal:
        raise _no(refusal.smtp_code) from None
    except (ValueError, smtplib.SMTPNotSupportedError):  # an address that cannot be written on the line
        raise NotTaken(for_good=True) from None
    except (smtplib.SMTPException, OSError):
        if getattr(line, "letter_is_on_its_way", True):
            raise MayBeTaken from None
        raise NotTaken(for_good=False, is_line_broken=True) from None


def _no(*codes: int) -> NotTaken:
    return NotTaken(for_good=min(codes) >= 500, is_line_broken=GOING_AWAY in codes)
