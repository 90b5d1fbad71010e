"""The line to the mail server, and what its answers mean."""

import logging
import smtplib
from contextlib import suppress

from django.core.mail import EmailMultiAlternatives
from django.core.mail.backends.base import BaseEmailBackend

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


def hand_over(letter: EmailMultiAlternatives, connection: BaseEmailBackend) -> None:
    """Give one letter to the mail server; raises NotTaken on its no, MayBeTaken when the line broke."""
    try:
        letter.send()
    except smtplib.SMTPRecipientsRefused as refusal:
        raise _no(*(code for code, _ in refusal.recipients.values())) from None
    except smtplib.SMTPResponseException as refusal:
        raise _no(refusal.smtp_code) from None
    except (ValueError, smtplib.SMTPNotSupportedError):  # an address that cannot be written on the line
        raise NotTaken(for_good=True) from None
    except (smtplib.SMTPException, OSError):
        if getattr(connection, "letter_is_on_its_way", True):
            raise MayBeTaken from None
        raise NotTaken(for_good=False, is_line_broken=True) from None


def _no(*codes: int) -> NotTaken:
    return NotTaken(for_good=min(codes) >= 500, is_line_broken=GOING_AWAY in codes)
