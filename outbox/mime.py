"""Letters as bytes: the standard library's generator folds each header anew, and takes longer than the line does.

The same parts under the same names as Django would write them; rarer things (long lines, other characters in a header,
attachments) are left to the standard library.
"""

import re
import secrets
from base64 import encodebytes
from email.charset import QP, Charset
from email.header import Header
from email.policy import SMTP
from email.utils import formatdate, parseaddr
from functools import lru_cache

from django.core.mail import EmailMultiAlternatives
from django.core.mail.message import BadHeaderError, sanitize_address

LONGEST_LINE = 998
_PLAIN_ADDRESS = re.compile(r"[A-Za-z0-9.!#$%&'*+/=?^_`{|}~-]+@[A-Za-z0-9.-]+")
_HEADERS = SMTP.clone(max_line_length=None)
_QUOTED = Charset("utf-8")
_QUOTED.header_encoding = QP
_LINE_END = re.compile(r"\r\n|\r|\n")


class Letter(EmailMultiAlternatives):
    """A text to one address, with the same in HTML and what comes with it."""

    @property
    def envelope(self) -> tuple[str, str]:
        """The bare addresses of who sends it and of whom it goes to, as they stand on the line."""
        return _bare(self.from_email), _bare(self.to[0])

    def as_bytes(self) -> bytes:
        """Return the letter as it goes over the line. Raises ValueError for what cannot stand in a head."""
        head = {
            "MIME-Version": "1.0",
            "Subject": _words(str(self.subject)),
            "From": _address(self.from_email),
            "To": _address(self.to[0]),
            "Date": formatdate(),
            **{name: _words(value) for name, value in self.extra_headers.items()},
        }
        kind, body = self._body()
        lines = [*(f"{name}: {value}" for name, value in head.items()), kind]
        return "\r\n".join(lines).encode("ascii") + b"\r\n\r\n" + body

    def _body(self) -> tuple[str, bytes]:
        """Return the Content-Type of the whole letter and what follows its head."""
        texts = [_part(str(self.body), "plain"), *(_part(str(html), "html") for html, _ in self.alternatives)]
        kind, body = _together("alternative", texts)
        if not self.attachments:
            return kind, body
        inner = kind.encode("ascii") + b"\r\n\r\n" + body
        return _together("mixed", [inner, *(each.as_bytes(policy=_HEADERS) for each in self.attachments)])


def _together(kind: str, parts: list[bytes]) -> tuple[str, bytes]:
    """Return parts as one: nobody who writes a text can guess the line between them."""
    boundary = f"={secrets.token_hex(16)}="
    between = f"--{boundary}\r\n".encode("ascii")
    body = b"".join(between + part + b"\r\n" for part in parts)
    return f'Content-Type: multipart/{kind}; boundary="{boundary}"', body + f"--{boundary}--\r\n".encode("ascii")


def _part(text: str, kind: str) -> bytes:
    """Return a text as a part: as it is where its lines are short enough for the line, else encoded."""
    lines = _LINE_END.sub("\r\n", text).encode()
    encoding = "7bit" if lines.isascii() else "8bit"
    if max(map(len, lines.split(b"\r\n"))) > LONGEST_LINE:
        encoding, lines = "base64", encodebytes(lines).replace(b"\n", b"\r\n")
    head = f'Content-Type: text/{kind}; charset="utf-8"\r\nContent-Transfer-Encoding: {encoding}\r\n\r\n'
    return head.encode("ascii") + lines


def _words(value: str) -> str:
    if "\n" in value or "\r" in value:
        sentence = "A header has one line."
        raise BadHeaderError(sentence)
    is_short = value.isascii() and len(value) < LONGEST_LINE - 100
    return value if is_short else Header(value, _QUOTED).encode(linesep="\r\n")


@lru_cache(maxsize=512)
def _address(address: str) -> str:
    """Return an address as ASCII; raises ValueError for one that cannot be."""
    return address if _PLAIN_ADDRESS.fullmatch(address) else sanitize_address(address, "utf-8")


@lru_cache(maxsize=512)
def _bare(address: str) -> str:
    return address if _PLAIN_ADDRESS.fullmatch(address) else parseaddr(_address(address))[1]
