"""The line to a mail server: it knows how far a letter came, and leaves its wait for the answer to whoever sends.

Only who knows how far a letter came can tell a doubt from a failure. And while a server stores a letter, the next can
be written.
"""

import smtplib
from collections.abc import Iterator, Sequence
from typing import Any

from django.core.mail.backends.smtp import EmailBackend

from outbox.mime import Letter

GO_ON = 354
TAKEN, FORWARDED = 250, 251


class _Line(smtplib.SMTP):
    """A line to a mail server that remembers whether it said "go on" and has not answered since."""

    letter_is_on_its_way = False

    def getreply(self) -> tuple[int, bytes]:
        """Read a reply; one that never comes leaves things as the last one left them."""
        code, text = super().getreply()
        self.letter_is_on_its_way = code == GO_ON
        return code, text

    def begin(self, sender: str, recipient: str, letter: bytes) -> None:
        """Say what `sendmail` says, up to the end of the letter; raises what it raises. Addresses are bare.

        A server that can is told everything at once (RFC 2920). After a no the line is closed: the server may already
        wait for a letter, and what has no end is not taken.
        """
        self.ehlo_or_helo_if_needed()
        size = f" size={len(letter)}" if self.has_extn("size") else ""
        said = [f"mail FROM:<{sender}>{size}", f"rcpt TO:<{recipient}>", "data"]
        answers = self._answers(said)
        code, text = next(answers)
        if code != TAKEN:
            self.close()
            raise smtplib.SMTPSenderRefused(code, text, sender)
        code, text = next(answers)
        if code not in {TAKEN, FORWARDED}:
            self.close()
            raise smtplib.SMTPRecipientsRefused({recipient: (code, text)})
        code, text = next(answers)
        if code != GO_ON:
            self.close()
            raise smtplib.SMTPDataError(code, text)
        end = b".\r\n" if letter.endswith(b"\r\n") else b"\r\n.\r\n"
        self.send(smtplib._quote_periods(letter) + end)  # type: ignore[attr-defined]

    def finish(self) -> None:
        """Wait for the answer to a letter; raises SMTPDataError on a no."""
        code, text = self.getreply()
        if code != TAKEN:
            self.close()
            raise smtplib.SMTPDataError(code, text)

    def _answers(self, said: Sequence[str]) -> Iterator[tuple[int, bytes]]:
        """Say each and yield its answer; all at once where the server takes that."""
        if self.has_extn("pipelining"):
            self.send("".join(f"{words}\r\n" for words in said))
            for _ in said:
                yield self.getreply()
        else:
            for words in said:
                yield self.docmd(words)


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

    @property
    def _line(self) -> _Line:
        if not isinstance(self.connection, _Line):
            sentence = "The line is not open."
            raise smtplib.SMTPServerDisconnected(sentence)
        return self.connection

    def begin(self, letter: Letter) -> None:
        """Give a letter to the server and do not wait for its answer, which `finish` reads. The line must be open."""
        self._line.begin(*letter.envelope, letter.as_bytes())

    def finish(self) -> None:
        """Wait for the answer to the letter that has begun."""
        self._line.finish()
