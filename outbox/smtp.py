"""A mail backend that knows how far a letter came when the line broke: only then can a doubt be told from a failure."""

import smtplib
from typing import Any

from django.core.mail.backends.smtp import EmailBackend

GO_ON = 354


class _Line(smtplib.SMTP):
    """A line to a mail server that remembers whether it said "go on" and has not answered since."""

    letter_is_on_its_way = False

    def getreply(self) -> tuple[int, bytes]:
        """Read a reply; one that never comes leaves things as the last one left them."""
        code, text = super().getreply()
        self.letter_is_on_its_way = code == GO_ON
        return code, text


class SmtpBackend(EmailBackend):
    """Django's own backend over such a line."""

    @property
    def connection_class(self) -> Any:
        """Return what opens the line; TLS begins on it."""
        return _Line

    @property
    def letter_is_on_its_way(self) -> bool:
        """Whether the server may have the letter although it has not said so."""
        return isinstance(self.connection, _Line) and self.connection.letter_is_on_its_way
