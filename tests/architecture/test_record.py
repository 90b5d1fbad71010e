"""Every field of every model is declared: who reads it, why, until when, or that it says nothing of a person."""

from itertools import chain

import pytest
from django.apps import apps
from django.conf import settings
from django.db.models import Field

from record.models import SealedField
from record.registry import is_impersonal, kept

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
