"""HR rewrites what mails say: seen before it counts, tried on oneself, told if somebody was faster, taken back."""

import pytest
from django.test import Client
from django.urls import reverse

from desk.letters import LETTER_POLICY
from outbox.actions import deliver, post, set_preferences, write_wording
from outbox.models import Message, Wording
from tests.factories import NOW, later, make_person, make_program

MINE = {
    "subject": "Ein Gespräch mit {counsellor}",
    "text": "Hallo {first_name},\n\nLos geht's <b>:\n{link}",
    "after": 0,
}


def address(view: str, kind="talk_offered", language="de") -> str:
    return reverse(f"desk:{view}", kwargs={"kind": kind, "language": language})


@pytest.fixture
def hr(cast, as_person) -> Client:
    return as_person(cast.hr_admin)


def letter_to(person, program, mailoutbox, fact="1"):
    """Return the one letter that offers a talk."""
    mailoutbox.clear()
    post("talk_offered", to=person, fact=fact, about=program.pk, now=NOW)
    deliver(now=NOW)
    (letter,) = mailoutbox
    return letter


def test_a_text_counts_for_its_language_and_for_those_who_fall_back_on_it(cast, hr, mailoutbox):
    assert hr.post(address("edit_text"), MINE).url == address("edit_text")
    subjects = {}
    for language in ("de", "de-at", "fr", "en"):
        person = make_person("Ida <i>")
        set_preferences(person, language=language, now=NOW)
        subjects[language] = letter_to(person, cast.program, mailoutbox).subject

    mine, shipped = f"Ein Gespräch mit {cast.program.counsellor.name}", "A talk before you start, if you like"
    assert subjects == {"de": mine, "de-at": mine, "fr": shipped, "en": shipped}


def test_a_letter_escapes_every_value_and_its_styles_stand_beside_each_element(cast, hr, mailoutbox):
    person = make_person("<i>Ida</i>")
    set_preferences(person, language="de", now=NOW)
    hr.post(address("edit_text"), MINE)

    letter = letter_to(person, cast.program, mailoutbox)

    html = str(letter.alternatives[0][0])
    assert "Hallo &lt;i&gt;Ida&lt;/i&gt;," in html
    assert ">Los geht&#x27;s &lt;b&gt;</a>" in html
    assert html.count('<html lang="de">') == 1
    assert 'class="sheet" style="max-width: 560px' in html
    assert "prefers-color-scheme: dark" in html
    assert letter.body.startswith("Hallo <i>Ida</i>,\n\nLos geht's <b>:\nhttp")


@pytest.mark.parametrize(
    ("field", "value", "error"),
    [
        ("text", "Hello\n{nobody}\n{link}", "Line 2: {nobody} is not known here. You can use {first_name}, {link}, "),
        ("text", "Hello {first_name\n{link}", "Line 1: a { stands alone. Write a variable as {first_name}, {link}, "),
        ("text", "Nothing to press", "Write {link} once, on a line of its own: it becomes the button, named by "),
        ("subject", "Go to {link}", "Line 1: {link} is not known here. You can use {first_name}, {program}, "),
        ("subject", "", "This field is required."),
        ("text", "x" * 5001, "Ensure this value has at most 5000 characters (it has 5001)."),
    ],
)
def test_a_broken_text_is_refused_with_its_line_and_nothing_is_lost(hr, field, value, error):
    sent = MINE | {field: value}

    page = hr.post(address("edit_text"), sent)
    preview = hr.post(address("preview_text"), sent)
    tried = hr.post(address("try_text"), sent)

    assert page.context["form"].errors[field][0].startswith(error)
    assert page.context["form"][field].value() == value
    assert [preview.context["form"].errors.keys(), tried.context["form"].errors.keys()] == [{field}, {field}]
    assert (Wording.objects.count(), Message.objects.count()) == (0, 0)


def test_the_preview_shows_what_the_form_holds_under_a_policy_of_its_own_and_keeps_nothing(hr):
    now, drafted = hr.get(address("preview_text", language="en")), hr.post(address("preview_text"), MINE)

    assert [page["Content-Security-Policy"] for page in (now, drafted)] == [LETTER_POLICY] * 2
    assert "Subject: <strong" in drafted.content.decode()
    assert "Ein Gespräch mit Con Fidant" in drafted.content.decode()
    assert "Before Two Ways starts for you" in now.content.decode()
    assert Wording.objects.count() == 0


def test_a_test_goes_to_oneself_alone_filled_with_examples_and_changes_nothing(cast, hr, mailoutbox):
    for _ in range(2):
        hr.post(address("try_text"), MINE)

    deliver(now=later(days=10_000))

    (letter,) = mailoutbox
    assert letter.to == [cast.hr_admin.email]
    assert letter.subject == "Ein Gespräch mit Con Fidant"
    assert letter.body.startswith("Hallo Hal,")
    assert letter_to(cast.senior, cast.program, mailoutbox).subject == "A talk before you start, if you like"


def test_who_was_slower_sees_both_texts_and_overwrites_only_knowingly(cast, hr):
    theirs = {"subject": "Theirs", "text": "Other\n{link}"}
    write_wording("talk_offered", language="de", by=cast.coordinator, after=0, now=NOW, **theirs)

    page = hr.post(address("edit_text"), MINE)

    assert page.context["theirs"].text == "Other\n{link}"
    assert page.context["form"]["subject"].value() == MINE["subject"]
    again = MINE | {"after": page.context["form"]["after"].value()}
    for _ in range(2):
        hr.post(address("edit_text"), again)
    assert list(Wording.objects.history_of("talk_offered", "de").values_list("number", "subject")) == [
        (2, MINE["subject"]),
        (1, "Theirs"),
    ]


def test_back_to_the_shipped_text_keeps_the_history(cast, hr, mailoutbox):
    hr.post(address("edit_text"), MINE)
    for _ in range(2):
        hr.post(address("restore_text"))

    page = hr.get(address("edit_text"))

    assert f'action="{address("edit_text")}"' in page.content.decode()
    assert [(each.is_shipped, each.written_by.name) for each in page.context["history"]] == [
        (True, "Hal Admin"),
        (False, "Hal Admin"),
    ]
    assert page.context["form"]["subject"].value() == "A talk before you start, if you like"


@pytest.mark.parametrize("place", [{"kind": "tried_text"}, {"kind": "gossip"}, {"language": "klingon"}])
def test_there_is_no_page_for_what_cannot_be_rewritten(hr, place):
    assert hr.get(address("edit_text", **place)).status_code == 404


@pytest.mark.parametrize("rows", [1, 3])
def test_the_lists_ask_as_many_queries_for_one_row_as_for_three(cast, hr, queries_of, rows):
    for number in range(rows):
        write_wording(
            "proposal", language="de", subject=f"{number}", text="{link}", after=number, by=cast.hr_admin, now=NOW
        )
        make_program()

    assert queries_of(hr, reverse("desk:message_texts")) == 6
    assert queries_of(hr, address("edit_text", kind="proposal")) == 7


def test_the_lines_under_a_mail_are_written_in_the_language_of_its_text(cast, hr, mailoutbox):
    lines = "Warum: {about}.\nSchluss damit: {stop_link}\nWann und wie: {preferences_link}\nAkte: {record_link}"
    mine = {"subject": "The last lines of every mail", "text": lines, "after": 0}
    assert hr.post(address("edit_text", kind="footer"), MINE).context["form"].errors.keys() == {"subject", "text"}
    assert hr.post(address("edit_text", kind="footer"), mine).status_code == 302
    hr.post(address("edit_text"), MINE)
    feet = {}
    for language in ("de", "en"):
        person = make_person("Ida")
        set_preferences(person, language=language, now=NOW)
        letter = letter_to(person, cast.program, mailoutbox)
        feet[language] = letter.body.partition("--\n")[2].splitlines()
        assert (">Akte</a>" in letter.alternatives[0][0]) == (language == "de")
    preview = hr.get(address("preview_text", kind="footer")).content.decode()

    assert feet["de"][0] == "Warum: a talk before you start."
    assert [line.partition(":")[0] for line in feet["de"][1:]] == ["Schluss damit", "Wann und wie", "Akte"]
    assert feet["en"][0].startswith("You get this because it concerns you: ")
    assert [">Schluss damit</a>" in preview, ">Akte</a>" in preview] == [True, True]
    hr.post(address("try_text", kind="footer"), mine)
    mailoutbox.clear()
    deliver(now=later(days=10_000))
    assert "Akte: http" in mailoutbox[0].body
