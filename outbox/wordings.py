"""Which words a message is told in: what HR wrote in the reader's language, else in English, else what is shipped."""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache

from django.conf.locale import LANG_INFO
from django.template.loader import get_template

from outbox.kinds import Kind
from outbox.models import SHIPPED_LANGUAGE, Wording

# (kind, language) → what HR wrote.
Wordings = Mapping[tuple[str, str], Wording]


@dataclass(frozen=True)
class Words:
    """The subject and text of a kind, and in which language they are."""

    language: str
    subject: str
    text: str


def wordings_in_use() -> Wordings:
    """Return every text that HR wrote and has not taken back, in one query."""
    return {(each.kind, each.language): each for each in Wording.objects.newest() if not each.is_shipped}


def words_for(kind: Kind, language: str, wordings: Wordings) -> Words:
    """Return the words for a reader of `language`: de-at, else de, else what is written or shipped in English."""
    for choice in (language, language.partition("-")[0], SHIPPED_LANGUAGE):
        if (kind.name, choice) in wordings:
            wording = wordings[kind.name, choice]
            return Words(choice, wording.subject, wording.text)
    return shipped(kind)


@cache
def _source(name: str) -> str:
    return str(get_template(f"emails/{name}.txt").template.source)  # type: ignore[attr-defined]


def shipped(kind: Kind) -> Words:
    """Return the words a kind comes with."""
    return Words(SHIPPED_LANGUAGE, kind.subject, _source(kind.name).strip())


def language_name(code: str) -> str:
    """Return a language's own name for itself, the code where nobody knows it."""
    known = LANG_INFO.get(code) or {}
    return str(known.get("name_local", code)).capitalize()


def known_languages() -> list[tuple[str, str]]:
    """Return every language a text can be written in, as (code, its own name)."""
    codes = [code for code in LANG_INFO if "name_local" in LANG_INFO[code]]
    return sorted(((code, language_name(code)) for code in codes), key=lambda row: row[1])


def languages_in_use() -> list[tuple[str, str]]:
    """Return the languages people can choose: English, and whatever HR has written in."""
    codes = {SHIPPED_LANGUAGE} | {language for _, language in wordings_in_use()}
    return sorted(((code, language_name(code)) for code in codes), key=lambda row: row[1])
