"""Texts that HR writes: only known variables, faults said with their line, values put in and never read again."""

import pytest

from outbox.texts import Paragraph, faults_in, fill, paragraphs_of

ALLOWED = ("partner", "link")
GOOD = "Hello {partner},\n\nwe meet.\n\nLook at it:\n{link}\n"


@pytest.mark.parametrize(
    ("text", "faults"),
    [
        (GOOD, []),
        (GOOD.replace("\n", "\r\n"), []),
        (f"{{nobody}}\n{GOOD}", ["Line 1: {nobody} is not known here. You can use {partner}, {link}."]),
        (f"one\n{{partner\n{GOOD}", ["Line 2: a { stands alone. Write a variable as {partner}, {link}."]),
        (f"one }} two\n{GOOD}", ["Line 1: a } stands alone. Write a variable as {partner}, {link}."]),
        (f"{{partner.email}}\n{GOOD}", ["Line 1: {partner.email} is not known here. You can use {partner}, {link}."]),
        (f"{{% now %}}\n{GOOD}", ["Line 1: {% now %} is not known here. You can use {partner}, {link}."]),
        (f"{{{{ partner }}}}\n{GOOD}", ["Line 1: a { stands alone. Write a variable as {partner}, {link}."]),
        (f"{{partner!r}} {{0}} {{}}\n{GOOD}", 3),
        (
            "Hello {link} there",
            ["Write {link} once, on a line of its own: it becomes the button, named by the line above it."],
        ),
        ("No way on", ["Write {link} once, on a line of its own: it becomes the button, named by the line above it."]),
        (f"{GOOD}{{link}}", 1),
    ],
)
def test_faults_in_says_where_what_and_what_is_allowed(text, faults):
    found = faults_in(text, allowed=ALLOWED, needs_link=True)

    assert (len(found) if isinstance(faults, int) else found) == faults


def test_fill_never_reads_a_value_again_and_closes_the_gap_of_an_empty_one():
    values = {"partner": "{link} <b>", "link": "https://x.example/"}

    assert fill("One {partner}", values) == "One {link} <b>"
    assert fill("One\n\n{partner}\n\nTwo", values | {"partner": ""}) == "One\n\nTwo"


def test_paragraphs_make_the_line_above_the_link_its_button():
    assert paragraphs_of(GOOD, {"partner": "Sol", "link": "https://x.example/"}) == [
        Paragraph("Hello Sol,"),
        Paragraph("we meet."),
        Paragraph("https://x.example/", label="Look at it"),
    ]
