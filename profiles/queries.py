"""Reads of profiles that join several nouns."""

import json
from collections import Counter, defaultdict
from collections.abc import Collection, Iterable
from functools import lru_cache
from uuid import UUID

from django.conf import settings
from django.db.models import Case, Count, Exists, Max, OuterRef, Value, When
from django.db.models.functions import MD5
from rapidfuzz import fuzz, process

from people.models import User
from profiles.data.shipped import interest_names
from profiles.models import Gap, Interest, Level, Profile, Skill, SkillOffered
from profiles.words import LANGUAGES, USUAL
from programs.models import Participation, ParticipationQuerySet
from record.sealing import open_values

SUGGESTED, MOST_FOUND, MOST_KINDS = 6, 40, 16
# Below FEW skills found, such as are spelled alike are shown too; ALIKE is rapidfuzz's ratio, 0 to 100.
FEW, ALIKE = 3, 75
# Somebody's own words become a suggestion to others only once several people use them.
SHARED_BY = 3


def gaps_of(participations: Iterable[Participation]) -> dict[UUID, dict[int, int]]:
    """Return participation id → {skill id → Urgency}, opened in one pass; every participation is in it."""
    wanted: dict[UUID, dict[int, int]] = {participation.pk: {} for participation in participations}
    gaps = Gap.objects.filter(participation__in=wanted)
    for text, place in open_values(gaps, "want", "participation_id", sealed_by="participation__data_key"):
        want = json.loads(text)
        wanted[place][want["skill"]] = want["urgency"]
    return wanted


def told_steps() -> dict[str, Exists]:
    """Return, by the name under which a row of participations carries it, whether each step of the wizard is told.

    Interests may stay empty, and being curious is no offer.
    """
    rhythm = Profile.objects.filter(person=OuterRef("person")).exclude(languages=[]).exclude(workdays=[])
    return {
        "told_offers": Exists(SkillOffered.objects.filter(person=OuterRef("person"), level__gte=Level.BEGINNER)),
        "told_gaps": Exists(Gap.objects.filter(participation=OuterRef("pk"))),
        "told_rhythm": Exists(rhythm),
    }


def ready(participations: ParticipationQuerySet) -> ParticipationQuerySet:
    """Choose those the matcher can do something for: they offer something and told a gap."""
    told = told_steps()
    return participations.filter(told["told_offers"], told["told_gaps"])


def missing_steps(participation: Participation) -> list[str]:
    """Return the steps of the wizard that still lack something, in their order.

    A participation that was annotated with `told_steps` costs no query.
    """
    told = told_steps()
    if not hasattr(participation, "told_offers"):
        participation = Participation.objects.annotate(**told).get(pk=participation.pk)
    return [name.removeprefix("told_") for name in told if not getattr(participation, name)]


def find_skills(words: str, *, without: Collection[int]) -> list[Skill]:
    """Return the skills that contain each word in name, aliases or kind, those most offered here first.

    Where few contain them, those follow whose words are spelled alike. Without words it suggests a few, mixed in a
    fixed order so that they do not all begin with A. How often a skill is offered counts from SMALLEST_GROUP people
    on: an order must not tell what one person can.
    """
    skills = Skill.objects.exclude(pk__in=without).annotate(offers_made=Count("offers"))
    skills = skills.annotate(
        offered=Case(When(offers_made__gte=settings.SMALLEST_GROUP, then="offers_made"), default=Value(0))
    )
    if not words.strip():
        return list(skills.order_by("-offered", MD5("name"))[:SUGGESTED])
    containing = skills
    for word in words.casefold().split():
        containing = containing.filter(search_text__contains=word)
    found: list[Skill] = list(containing.order_by("-offered", "name")[:MOST_FOUND])
    if len(found) >= FEW:
        return found
    alike = skills.filter(pk__in=_spelled_alike(words)).exclude(pk__in=[skill.pk for skill in found])
    return [*found, *alike.order_by("-offered", "name")[:SUGGESTED]]


def _spelled_alike(words: str) -> frozenset[int]:
    """Return the skills in whose name or aliases each word stands in a similar spelling."""
    state = Skill.objects.aggregate(newest=Max("pk"), skills=Count("pk"))
    vocabulary = _vocabulary(state["newest"] or 0, state["skills"])
    fitting: frozenset[int] | None = None
    for word in words.casefold().split():
        similar = process.extract(word, vocabulary.keys(), scorer=fuzz.ratio, score_cutoff=ALIKE, limit=SUGGESTED)
        skills = frozenset(skill for known, _, _ in similar for skill in vocabulary[known])
        fitting = skills if fitting is None else fitting & skills
    return fitting or frozenset()


@lru_cache(maxsize=1)
def _vocabulary(_newest: int, _skills: int) -> dict[str, set[int]]:
    """Return each word of the list with its skills; read again once a skill has come or gone."""
    vocabulary: dict[str, set[int]] = defaultdict(set)
    for key, name, aliases in Skill.objects.values_list("pk", "name", "aliases"):
        for word in f"{name} {aliases.replace(';', ' ')}".casefold().split():
            vocabulary[word].add(key)
    return dict(vocabulary)


def skill_kinds() -> list[str]:
    """Return the largest fields into which the skill list falls, at most MOST_KINDS."""
    kinds = Skill.objects.values("kind").annotate(skills=Count("pk")).order_by("-skills", "kind")[:MOST_KINDS]
    return sorted(row["kind"] for row in kinds)


def offers_of(person: User) -> dict[int, int]:
    """Return skill id → Level of what a person offers."""
    return dict(SkillOffered.objects.filter(person=person).values_list("skill", "level"))


def interest_choices(person: User) -> list[str]:
    """Return a person's own interests, then what others here like, then the shipped ones; each spelling once."""
    own = [interest.name for interest in person.interests.all()]
    liked = Interest.objects.values("name").annotate(times=Count("pk")).order_by("-times", "name")
    names = [*own, *(row["name"] for row in liked if row["times"] >= SHARED_BY), *sorted(interest_names(), key=_mixed)]
    return list({name.casefold(): name for name in reversed(names)}.values())[::-1]


def language_codes() -> list[str]:
    """Return every language code, those most spoken here first."""
    spoken = Counter(code for codes in Profile.objects.values_list("languages", flat=True) for code in codes)
    return sorted(LANGUAGES, key=lambda code: (-spoken[code], code not in USUAL, LANGUAGES[code]))


def _mixed(name: str) -> str:
    """A fixed order that is not that of the alphabet."""
    return name[::-1]
