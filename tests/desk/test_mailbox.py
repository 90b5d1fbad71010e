"""The demo's mailbox shows real letters, and exists in the demo alone."""

import pytest
from django.core.mail import EmailMultiAlternatives, get_connection
from django.test import Client
from django.urls import reverse

from counsel.actions import offer_talks
from outbox.actions import deliver
from outbox.maildir import keys
from tests.factories import NOW


@pytest.fixture
def demo(settings, tmp_path):
    settings.DEMO = True
    settings.MAIL_DIR = str(tmp_path / "mail")
    settings.EMAIL_BACKEND = "outbox.maildir.MaildirBackend"


def send(subject: str, html: str = '<html><head></head><body><a href="/x">go</a></body></html>') -> str:
    """File one letter and return its key."""
    mail = EmailMultiAlternatives(subject, "See https://testserver/y & <b>", to=["Zoë <zoe@meridian.example>"])
    if html:
        mail.attach_alternative(html, "text/html")
    mail.attach("agenda.ics", b"BEGIN:VCALENDAR", "text/calendar")
    mail.connection = get_connection()
    mail.send()
    return keys()[0]


def test_mailbox_lists_letters_newest_first_a_page_at_a_time(db, demo):
    for number in range(27):
        send(f"Letter {number} für Zoë")

    first = Client().get(reverse("desk:mailbox")).context["letters"]
    second = Client().get(reverse("desk:mailbox"), {"page": 2}).context["letters"]

    assert [letter.subject for letter in (*first, *second)] == [f"Letter {n} für Zoë" for n in reversed(range(27))]
    assert len(first) == 25
    assert first[0].to == "Zoë <zoe@meridian.example>"


def test_mailbox_without_letters_says_so(db, demo):
    assert "No mail yet" in Client().get(reverse("desk:mailbox")).content.decode()


def test_letter_shows_headers_text_and_attachments(db, demo):
    key = send("Grüße")

    page = Client().get(reverse("desk:letter", args=[key]))

    letter = page.context["letter"]
    assert dict(letter.headers)["Subject"] == "Grüße"
    assert [(file.name, file.kind, file.size) for file in letter.attachments] == [("agenda.ics", "text/calendar", 15)]
    assert (
        '<a href="https://testserver/y" rel="nofollow">https://testserver/y</a> &amp; &lt;b&gt;'
        in page.content.decode()
    )
    assert reverse("desk:letter_html", args=[key]) in page.content.decode()


def test_letter_without_html_has_no_frame(db, demo):
    key = send("Plain", html="")

    assert "<iframe" not in Client().get(reverse("desk:letter", args=[key])).content.decode()
    assert Client().get(reverse("desk:letter_html", args=[key])).status_code == 404


def test_letter_html_can_run_nothing_and_load_nothing(db, demo):
    key = send("Harmful", html='<script>alert(1)</script><a href="/x">go</a>')

    response = Client().get(reverse("desk:letter_html", args=[key]))

    policy = dict(part.strip().partition(" ")[::2] for part in response["Content-Security-Policy"].split(";"))
    assert policy == {
        "default-src": "'none'",
        "style-src": "'unsafe-inline'",
        "img-src": "data:",
        "frame-ancestors": "'self'",
        "base-uri": "'none'",
        "form-action": "'none'",
        "sandbox": "allow-popups allow-popups-to-escape-sandbox allow-top-navigation-by-user-activation",
    }
    assert '<a target="_top" href="/x">' in response.content.decode()
    assert "unsafe-inline" not in Client().get(reverse("desk:mailbox"))["Content-Security-Policy"]


def test_a_letter_of_the_outbox_arrives_with_a_working_link(cast, demo):
    offer_talks(now=NOW)
    deliver(now=NOW)

    letter = Client().get(reverse("desk:letter", args=[keys()[0]])).context["letter"]

    assert letter.to == cast.senior.email
    assert f"http://testserver{reverse('counsel:ask_to_talk', args=[cast.program.pk])}" in letter.text


@pytest.mark.parametrize("name", ["letter", "letter_html"])
def test_unknown_letters_are_not_found(db, demo, name):
    assert Client().get(reverse(f"desk:{name}", args=["../../etc/passwd".replace("/", "%2F")])).status_code == 404
    assert Client().get(reverse(f"desk:{name}", args=["1.M2P3Q4.host"])).status_code == 404


def test_mailbox_is_not_there_outside_the_demo(db, demo, settings):
    key = send("Hidden")
    settings.DEMO = False

    for address in (
        reverse("desk:mailbox"),
        reverse("desk:letter", args=[key]),
        reverse("desk:letter_html", args=[key]),
    ):
        assert Client().get(address).status_code == 404
