"""The words people read: pages, mails, messages and forms keep to the house's words (docs/glossary.md)."""

import ast
import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from django import forms
from django.apps import apps
from django.conf import settings

from outbox.kinds import all_kinds

ROOT = Path(settings.BASE_DIR)
TEMPLATES = sorted(path for path in (ROOT / "templates").rglob("*") if path.is_file() and path.suffix != ".css")
# What pages say out of Python: sentences of views, verbs, forms and shipped texts. Commands and the readers of
# published data sets speak to whoever runs them.
SOURCES = sorted(
    path
    for app in settings.OUR_APPS
    for path in (ROOT / app).rglob("*.py")
    if not {"migrations", "engine", "management", "real_input"} & set(path.parts)
    and path.stem not in {"embedded", "settings"}
)
AVOIDED = re.compile(
    r"""\b(
        mentors? | mentees? | weakness(es)? | digital\ natives? | deficits? | admit |
        optimal(ly)? | solvers? | dual | successful(ly)? | oops | sorry | please\ note |
        match(es|ed|ing)? | tandems? | couples? | appointments? | questionnaires? | KPIs? |
        schemes? | campaigns? | coach(es)? | superusers? | programmes?
    )\b | (?<=\w)!""",
    re.IGNORECASE | re.VERBOSE,
)
UNSAID = re.compile(r"{#.*?#}|{% comment.*?endcomment %}|<!DOCTYPE[^>]*>|<code>.*?</code>", re.DOTALL)


def avoided(text: str) -> list[str]:
    """Return the words of a text that the house does not use."""
    return [found.group() for found in AVOIDED.finditer(text)]


def said_in(template: str) -> str:
    """Return what a template itself says: its text, what its tags quote, and what its markup reads out."""
    template = UNSAID.sub(" ", template)
    tags = re.findall(r"{%.*?%}|{{.*?}}", template)
    quoted = [text for tag in tags for text in re.findall(r"""["']([^"']*)["']""", tag) if " " in text]
    plain = re.sub(r"{%.*?%}|{{.*?}}", " ", template)
    read_out = re.findall(r'(?:aria-label|alt|title|placeholder)="([^"]*)"', plain)
    return "\n".join([re.sub(r"<[^>]*>", " ", plain), *quoted, *read_out])


def sentences(tree: ast.AST) -> Iterator[str]:
    """Yield every text with a space in it that is no docstring."""
    docstrings = {
        id(node.body[0].value)
        for node in ast.walk(tree)
        if isinstance(node, ast.Module | ast.ClassDef | ast.FunctionDef)
        and node.body
        and isinstance(node.body[0], ast.Expr)
    }
    for node in ast.walk(tree):
        is_said = isinstance(node, ast.Constant) and isinstance(node.value, str) and id(node) not in docstrings
        if is_said and " " in node.value.strip():
            yield node.value


def our_forms(base: type[forms.BaseForm] = forms.BaseForm) -> Iterator[type[forms.BaseForm]]:
    for form in base.__subclasses__():
        yield from our_forms(form)
        if form.__module__.partition(".")[0] in settings.OUR_APPS:
            yield form


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("Saved successfully!", ["successfully", "!"]),
        ("Your mentor and the matches", ["mentor", "matches"]),
        ("The matcher placed 4 pairs; a campaign", ["campaign"]),
        ("A pulse and a pair, a survey at the start: 1 != 2", []),
    ],
)
def test_the_walk_sees_what_is_avoided(text, words):
    assert avoided(text) == words


def test_the_walk_reads_texts_quotes_and_labels_but_no_markup():
    template = (
        '{# mentor #}<p class="user">One</p>{% include "a.html" with text="Two words" only %}<a aria-label="Three">'
    )

    assert said_in(template).split() == ["One", "Two", "words", "Three"]


@pytest.mark.parametrize("path", TEMPLATES, ids=lambda path: str(path.relative_to(ROOT / "templates")))
def test_a_template_keeps_to_the_houses_words(path):
    assert avoided(said_in(path.read_text())) == []


@pytest.mark.parametrize("path", SOURCES, ids=lambda path: str(path.relative_to(ROOT)))
def test_a_source_keeps_to_the_houses_words(path):
    said = [text for text in sentences(ast.parse(path.read_text())) if avoided(text)]

    assert said == []


@pytest.mark.parametrize("form", list(our_forms()), ids=lambda form: form.__name__)
def test_a_form_keeps_to_the_houses_words(form):
    words = [
        str(text)
        for field in form.base_fields.values()
        for text in (field.label or "", field.help_text, *field.error_messages.values())
    ]

    assert [text for text in words if avoided(text)] == []


@pytest.mark.parametrize("kind", all_kinds(), ids=lambda kind: kind.name)
def test_a_mail_is_headed_in_the_houses_words(kind):
    assert avoided(f"{kind.title}\n{kind.subject}") == []


def test_the_walk_goes_somewhere():
    assert {config.label for config in apps.get_app_configs()} >= {path.relative_to(ROOT).parts[0] for path in SOURCES}
    assert len(list(our_forms())) > 10
