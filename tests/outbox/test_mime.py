"""A letter as bytes is what Django would have made of it, whatever stands in it."""

import email.charset
from email import message_from_bytes, policy

import pytest
from django.core.mail.message import BadHeaderError

from outbox.kinds import Attachment
from outbox.letters import _part
from outbox.mime import LONGEST_LINE, Letter

FILE = "BEGIN:VCALENDAR\r\nSUMMARY:Größe\r\nEND:VCALENDAR\r\n"
DATE = "Mon, 1 Jan 2029 10:00:00 -0000"
TEXTS = [
    "Hello Nia,\n\nFrom here on:\n.\n..two\n  trailing  \n",
    "Grüße an Zoë\r\nund Señor\rÅngström",
    "x" * (LONGEST_LINE + 1) + "\nä",
]


def letter_of(text: str, **more) -> Letter:
    made = Letter(
        subject="Ä session, ☃ and all",
        body=text,
        to=["nia@example.com"],
        headers={
            "Message-ID": "<1@viceversa>",
            "Auto-Submitted": "auto-generated",
            "Date": "Mon, 1 Jan 2029 10:00:00 -0000",
        },
        **more,
    )
    made.attach_alternative(f"<p>{text}</p>", "text/html")
    return made


def read(made: bytes) -> tuple[dict, list[tuple]]:
    """Return what a mail program reads: the head, and each part with its type, name and content."""
    message = message_from_bytes(made, policy=policy.default)
    head = {name: str(message[name]) for name in ("Subject", "From", "To", "Date", "Message-ID", "Auto-Submitted")}
    leaves = [part for part in message.walk() if not part.is_multipart()]
    told = [
        (part.get_content_type(), part.get_filename(), "\n".join(part.get_content().splitlines()).rstrip("\n"))
        for part in leaves
    ]
    return head | {"kind": message.get_content_type()}, told


@pytest.mark.parametrize("text", TEXTS)
@pytest.mark.parametrize("files", [(), (Attachment("session.ics", FILE, "calendar", {"method": "REQUEST"}),)])
def test_a_letter_reads_as_the_one_that_django_writes(text, files):
    made = letter_of(text)
    for file in files:
        made.attach(_part(file))

    ours = made.as_bytes()

    assert read(ours) == read(made.message().as_bytes(linesep="\r\n"))
    lines = ours.split(b"\r\n")
    assert max(map(len, lines)) <= LONGEST_LINE
    assert b"\n" not in b"".join(lines)


@pytest.mark.parametrize("place", ["subject", "to", "headers"])
def test_nothing_can_add_a_line_to_the_head(place):
    made = letter_of("Hello")
    bad = "x@example.com\nBcc: all@example.com"
    setattr(made, *{"subject": ("subject", bad), "to": ("to", [bad]), "headers": ("extra_headers", {"X": bad})}[place])

    with pytest.raises((BadHeaderError, ValueError)):
        made.as_bytes()


def test_an_address_is_written_as_ascii():
    made = letter_of("Hello", from_email="Viceversa <viceversa@example.com>")
    made.to = ["nia@bücher.example"]

    assert made.envelope == ("viceversa@example.com", "nia@xn--bcher-kva.example")


def test_a_calendar_file_keeps_its_line_ends_whatever_a_library_sets_for_the_process(monkeypatch):
    known = dict(email.charset.CHARSETS)
    monkeypatch.setitem(known, "utf-8", (email.charset.SHORTEST, email.charset.QP, "utf-8"))
    monkeypatch.setattr(email.charset, "CHARSETS", known)

    made = letter_of("Hello")
    made.attach(_part(Attachment("session.ics", FILE, "calendar")))
    (file,) = message_from_bytes(made.as_bytes(), policy=policy.default).iter_attachments()

    assert file["Content-Transfer-Encoding"] == "base64"
    assert file.get_payload(decode=True) == FILE.encode()
