"""Every field of every model is declared: who reads it, why, until when, or that it says nothing of a person."""

import re
from itertools import chain

import pytest
from django.apps import apps
from django.conf import settings
from django.db.models import Field

from record.models import SealedField
from record.registry import is_impersonal, kept
from tests.architecture.inputs import STORED_AS

# Those of third parties as well: what they store about a person stands in people/record.py.
OUR_MODELS = apps.get_models()
DECLARED = {entry.model: entry for entry in kept()}


def stored_fields(model) -> set[str]:
    return {field.name for field in model._meta.get_fields() if isinstance(field, Field) and field.concrete}


@pytest.mark.parametrize("model", OUR_MODELS, ids=lambda model: model._meta.label)
def test_every_stored_field_is_declared(model):
    if is_impersonal(model):
        assert model not in DECLARED
        return
    assert model in DECLARED, (
        f"{model._meta.label} is not declared. In {model._meta.app_label}/record.py write keep({model.__name__}, …) "
        f"with a Line for each field about a person, or impersonal({model.__name__}, reason)."
    )
    entry = DECLARED[model]
    lines = {line.field for line in entry.lines}

    assert lines | entry.plumbing == stored_fields(model), "Declare each field as a Line or as plumbing."
    assert lines & entry.plumbing == set()


@pytest.mark.parametrize("model", OUR_MODELS, ids=lambda model: model._meta.label)
def test_sealed_fields_are_lines_with_readers(model):
    sealed = {field.name for field in model._meta.get_fields() if isinstance(field, SealedField)}
    lines = {line.field for line in DECLARED[model].lines} if model in DECLARED else set()

    assert sealed <= lines


def test_every_line_says_who_why_and_until_when():
    lines = list(chain.from_iterable(entry.lines for entry in kept()))

    assert [line for line in lines if not (line.label and line.readers and line.purpose and line.until)] == []
    assert lines != []


def test_the_ground_floor_has_no_foreign_keys_upwards():
    targets = {
        field.related_model._meta.label
        for app in ("record", "leases")
        for model in apps.get_app_config(app).get_models()
        for field in model._meta.get_fields()
        if field.is_relation and field.concrete
    }

    assert targets <= {settings.AUTH_USER_MODEL}


# Pages with inputs that end up in nobody's record, or say who reads them by other means.
SAYS_NOTHING = {
    "desk/first_run.html": "the organisation and its first people: there is no record yet",
    "pairing/rounds.html": "which rounds to lay side by side, stored nowhere",
    "pairing/way.html": "whose places to try out; what is stored is that it was tried",
    "profiles/accept_words.html": "the shipped list of skills",
    "profiles/merge_skills.html": "the shipped list of skills",
    "programs/open_program.html": "a press, and nobody's",
}
TAKES_INPUT = re.compile(r'{% crispy|<textarea|<select|<input(?![^>]*type="(?:hidden|submit|search)")')


def test_every_page_that_takes_something_says_who_reads_it():
    folder = settings.BASE_DIR / "templates"
    pages = [
        (str(path.relative_to(folder)), path.read_text())
        for app in settings.OUR_APPS
        for path in sorted((folder / app).glob("*.html"))
        if not path.name.startswith("_")
    ]
    rules_only = {
        page.replace(":", "/") + ".html" for page, names in STORED_AS.items() if all(" " in to for to in names.values())
    }
    silent = {
        name
        for name, text in pages
        if ('method="post"' in text or "{% crispy form" in text)
        and TAKES_INPUT.search(text)
        and not re.search(r"who_can_read|who_reads_lines|reader_line", text)
    }

    assert silent - rules_only - set(SAYS_NOTHING) == set(), "Put {% who_can_read … %} beside its inputs."
