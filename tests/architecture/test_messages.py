"""Every kind of message has both its texts, and nothing personal in its subject."""

import pytest
from django.template.loader import get_template

from outbox.kinds import all_kinds
from outbox.texts import faults_in
from outbox.wordings import shipped


@pytest.mark.parametrize("kind", all_kinds(), ids=lambda kind: kind.name)
def test_kind_has_both_texts(kind):
    get_template(f"emails/{kind.name}.txt")
    if not kind.is_worded:
        get_template(f"emails/{kind.name}.html")

    assert kind.title
    assert kind.subject


@pytest.mark.parametrize("kind", [kind for kind in all_kinds() if kind.is_worded], ids=lambda kind: kind.name)
def test_shipped_text_names_only_what_its_kind_knows(kind):
    words = shipped(kind)

    assert faults_in(words.text, allowed=kind.allowed, needs_link=True) == []
    assert faults_in(words.subject, allowed=set(kind.allowed) - {"link"}) == []


def test_kinds_are_declared():
    assert "talk_asked" in {kind.name for kind in all_kinds()}
