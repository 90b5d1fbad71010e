"""The demo's mailbox keeps real letters and reads them back."""

import pytest
from django.core.mail import EmailMultiAlternatives, get_connection

from outbox.maildir import keys, letter


@pytest.fixture
def mail_folder(settings, tmp_path):
    settings.MAIL_DIR = str(tmp_path / "deep" / "mail")
    settings.EMAIL_BACKEND = "outbox.maildir.MaildirBackend"


def send(subject: str) -> None:
    mail = EmailMultiAlternatives(subject, "Grüße …", "Viceversa <v@meridian.example>", ["Zoë <z@meridian.example>"])
    mail.attach_alternative("<p>Grüße …</p>", "text/html")
    mail.attach("agenda.txt", "half and half", "text/plain")
    mail.connection = get_connection()
    assert mail.send() == 1


def test_letters_come_back_whole_with_their_names_decoded(mail_folder):
    send("Ein Brief für Zoë → heute")

    (key,) = keys()
    filed = letter(key)

    assert filed["Subject"] == "Ein Brief für Zoë → heute"
    assert str(filed["To"]) == "Zoë <z@meridian.example>"
    assert filed.get_body(("plain",)).get_content().strip() == "Grüße …"
    assert filed.get_body(("html",)).get_content().strip() == "<p>Grüße …</p>"
    assert [part.get_filename() for part in filed.iter_attachments()] == ["agenda.txt"]


def test_keys_come_newest_first_within_one_second_too(mail_folder):
    for number in range(12):
        send(f"letter {number}")

    assert [letter(key)["Subject"] for key in keys()] == [f"letter {number}" for number in reversed(range(12))]


def test_letter_of_an_unknown_key_is_none(mail_folder):
    assert letter("../../etc/passwd") is None
    assert keys() == []


def test_an_empty_directory_will_do(mail_folder, settings, tmp_path):
    (tmp_path / "mail").mkdir()
    settings.MAIL_DIR = str(tmp_path / "mail")

    assert keys() == []
    send("first")
    assert [letter(key)["Subject"] for key in keys()] == ["first"]
