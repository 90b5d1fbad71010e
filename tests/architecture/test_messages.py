"""Every kind of message has both its texts, and nothing personal in its subject."""

import pytest
from django.template.loader import get_template

from outbox.kinds import all_kinds


@pytest.mark.parametrize("kind", all_kinds(), ids=lambda kind: kind.name)
def test_kind_has_both_texts(kind):
    get_template(f"emails/{kind.name}.txt")
    get_template(f"emails/{kind.name}.html")

    assert kind.title
    assert kind.subject


def test_kinds_are_declared():
    assert "talk_asked" in {kind.name for kind in all_kinds()}
