"""Reads of ideas: a pair's drafts in clear, and whether a program is large enough to be named."""

import json
from typing import NamedTuple

from django.conf import settings

from ideas.models import Idea
from pairing.models import Pair
from programs.models import Program
from record.sealing import open_many


class Words(NamedTuple):
    """An idea's title and text in clear."""

    title: str
    text: str


def open_draft(idea: Idea) -> Words:
    """Return the words of one unreleased idea; raises Unreadable when the pair's key is gone."""
    return drafts_in_clear([idea])[0][1]


def drafts_in_clear(ideas: list[Idea]) -> list[tuple[Idea, Words]]:
    """Return each unreleased idea with its words; the pair's key is unwrapped once."""
    sealed = open_many(ideas, "draft")
    return [(idea, Words(**json.loads(sealed[idea.pk]))) for idea in ideas]


def words_as_text(title: str, text: str) -> str:
    """Return both as the one text that is sealed."""
    return json.dumps({"title": title, "text": text})


def is_nameable(program: Program) -> bool:
    """Whether *from a pair in this program* leaves enough people and pairs to guess among."""
    pairs = Pair.objects.filter(program=program).values_list("newcomer__person", "senior__person")
    people = {person for pair in pairs for person in pair}
    return len(set(pairs)) >= settings.FEWEST_PAIRS and len(people) >= settings.SMALLEST_GROUP
