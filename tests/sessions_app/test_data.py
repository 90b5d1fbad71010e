"""The agreement's default text: complete, short, and with known placeholders only."""

from string import Template

from sessions_app.data.agreement import PLACEHOLDERS, SECTIONS


def test_the_text_uses_exactly_the_named_placeholders() -> None:
    used = {name for s in SECTIONS for name in Template(s.text).get_identifiers()}

    assert used == set(PLACEHOLDERS)
    assert all(Template(section.text).is_valid() for section in SECTIONS)


def test_the_agreement_is_one_page_with_every_section_once() -> None:
    words = sum(len(f"{section.heading} {section.text}".split()) for section in SECTIONS)

    assert words < 450
    assert [section.key for section in SECTIONS] == [
        "purpose",
        "rhythm",
        "agenda",
        "slot",
        "preparation",
        "contact",
        "confidentiality",
        "limits",
        "record",
        "ending",
    ]


def test_the_purpose_lock_is_told_in_these_words() -> None:
    told = [s.key for s in SECTIONS if "offered to appraisal, promotion or pay" in s.text]

    assert told == ["confidentiality"]
