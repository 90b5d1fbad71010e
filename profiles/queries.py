"""Reads of profiles that join several nouns."""

import json
import re
from collections import Counter, defaultdict
from collections.abc import Collection, Iterable, Iterator
from functools import lru_cache
from typing import Any
from uuid import UUID

from django.conf import settings
from django.db.models import Case, Count, Exists, Max, OuterRef, Q, Sum, Value, When
from django.db.models.functions import MD5, Coalesce
from rapidfuzz import fuzz, process

from people.models import User
from profiles.data.shipped import interest_names
from profiles.models import Gap, Interest, Level, Profile, Skill, SkillMerge, SkillOffered, SkillQuerySet
from profiles.taxonomies import tidy
from profiles.words import LANGUAGES, USUAL
from programs.models import Participation, ParticipationQuerySet
from record.sealing import open_values

SUGGESTED, MOST_FOUND, MOST_KINDS = 6, 40, 16
MERGES_SHOWN, TWICE_SHOWN = 5, 20
# Below FEW skills found, such as are spelled alike are shown too; ALIKE is rapidfuzz's ratio, 0 to 100.
FEW, ALIKE = 3, 75
# Somebody's own words become a suggestion to others only once several people use them.
SHARED_BY = 3


# What somebody would like to learn: a skill by its id, or a word of their own that no list knew.
Want = int | str


def wants_of(participations: Iterable[Participation]) -> dict[UUID, dict[Want, int]]:
    """Return participation id → {skill id or own word → Urgency} for its owner; every participation is in it.

    A merged skill is told as the one that stands for it. Opened in one pass.
    """
    wanted: dict[UUID, dict[Want, int]] = {participation.pk: {} for participation in participations}
    means = meanings()
    gaps = Gap.objects.filter(participation__in=wanted)
    for text, place in open_values(gaps, "want", "participation_id", sealed_by="participation__data_key"):
        want = json.loads(text)
        what = want["word"] if "word" in want else means.get(want["skill"], want["skill"])
        wanted[place][what] = max(want["urgency"], wanted[place].get(what, 0))
    return wanted


def gaps_of(participations: Iterable[Participation]) -> dict[UUID, dict[int, int]]:
    """Return participation id → {skill id → Urgency} for the matcher; every participation is in it.

    An own word counts as the skill of that name once there is one: on the list, or offered by somebody in that word.
    """
    wanted = wants_of(participations)
    words = {want for wants in wanted.values() for want in wants if isinstance(want, str)}
    known = called(words, own=True)
    gaps: dict[UUID, dict[int, int]] = {place: {} for place in wanted}
    for place, wants in wanted.items():
        for want, urgency in wants.items():
            skill = known.get(want.casefold()) if isinstance(want, str) else want
            if skill is not None:
                gaps[place][skill] = max(urgency, gaps[place].get(skill, 0))
    return gaps


def meanings() -> dict[int, int]:
    """Return merged skill → the skill that stands for it."""
    merged = Skill.objects.exclude(merged_into=None).values_list("pk", "merged_into")
    return {skill: into for skill, into in merged if into is not None}


def called(words: Collection[str], *, own: bool = False) -> dict[str, int]:
    """Return case-folded word → the skill that has it as a name or else as an alias; `own` among people's own, too."""
    wanted = {tidy(word).casefold() for word in words}
    if not wanted:
        return {}
    rows = Skill.objects.exclude(state=Skill.State.OFF)
    rows = rows if own else rows.exclude(state=Skill.State.OWN, merged_into=None)
    names: dict[str, int] = {}
    aliases: dict[str, int] = {}
    for key, into, name, others in rows.order_by("pk").values_list("pk", "merged_into", "name", "aliases"):
        names.setdefault(name.casefold(), into or key)
        for alias in others.split(";"):
            aliases.setdefault(alias.casefold(), into or key)
    found = {word: names.get(word, aliases.get(word)) for word in wanted}
    return {word: skill for word, skill in found.items() if skill is not None}


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
    skills = Skill.objects.listed().exclude(pk__in=without).annotate(offers_made=Count("offers"))
    skills = skills.annotate(
        offered=Case(When(offers_made__gte=settings.SMALLEST_GROUP, then="offers_made"), default=Value(0))
    )
    if not words.strip():
        return list(skills.order_by("-offered", MD5("name"))[:SUGGESTED])
    found: list[Skill] = list(skills.filter(_holding(words)).order_by("-offered", "name")[:MOST_FOUND])
    if len(found) >= FEW:
        return found
    alike = skills.filter(pk__in=_spelled_alike(words)).exclude(pk__in=[skill.pk for skill in found])
    return [*found, *alike.order_by("-offered", "name")[:SUGGESTED]]


def _holding(words: str) -> Q:
    """Return whether a skill holds each word in name, aliases or kind."""
    return Q(*(Q(search_text__contains=word) for word in words.casefold().split()))


def _spelled_alike(words: str) -> frozenset[int]:
    """Return the skills in whose name or aliases each word stands in a similar spelling."""
    # What changes the words also changes one of these.
    state = Skill.objects.exclude(state=Skill.State.OWN, merged_into=None).aggregate(
        newest=Max("pk"), skills=Count("pk"), merged=Count("merged_into"), into=Sum("merged_into")
    )
    vocabulary = _vocabulary(tuple(state.values()))
    fitting: frozenset[int] | None = None
    for word in words.casefold().split():
        similar = process.extract(word, vocabulary.keys(), scorer=fuzz.ratio, score_cutoff=ALIKE, limit=SUGGESTED)
        skills = frozenset(skill for known, _, _ in similar for skill in vocabulary[known])
        fitting = skills if fitting is None else fitting & skills
    return fitting or frozenset()


@lru_cache(maxsize=1)
def _vocabulary(_state: tuple[int | None, ...]) -> dict[str, set[int]]:
    """Return each word of the list with its skills; read again once a skill has come, gone or been merged."""
    vocabulary: dict[str, set[int]] = defaultdict(set)
    skills = Skill.objects.exclude(state=Skill.State.OWN, merged_into=None)
    for key, into, name, aliases in skills.values_list("pk", "merged_into", "name", "aliases"):
        for word in f"{name} {aliases.replace(';', ' ')}".casefold().split():
            vocabulary[word].add(into or key)
    return dict(vocabulary)


def skill_kinds() -> list[str]:
    """Return the largest fields into which the skill list falls, at most MOST_KINDS."""
    kinds = Skill.objects.listed().values("kind").annotate(skills=Count("pk")).order_by("-skills", "kind")[:MOST_KINDS]
    return sorted(row["kind"] for row in kinds)


def all_kinds() -> list[str]:
    """Return every field of the list, by name."""
    return list(Skill.objects.listed().order_by("kind").values_list("kind", flat=True).distinct())


def skills_found(words: str, *, kind: str = "", show: str = "") -> SkillQuerySet:
    """Return the skills that words and filters find, by name: of the list, or `show` own, merged or off.

    How many people have one is never told: that would be a figure about few.
    """
    found = {
        "own": Skill.objects.own(),
        "merged": Skill.objects.exclude(merged_into=None).select_related("merged_into"),
        "off": Skill.objects.filter(state=Skill.State.OFF, merged_into=None),
    }.get(show, Skill.objects.listed())
    if kind:
        found = found.filter(kind=kind)
    return found.filter(_holding(words)).order_by("name")


def merges_to_undo() -> list[tuple[SkillMerge, list[str]]]:
    """Return the newest merges, which can be taken back, and the names of what each merged."""
    merges = list(SkillMerge.objects.select_related("into").order_by("-made_at")[:MERGES_SHOWN])
    merged = Skill.objects.filter(pk__in=[key for each in merges for key, _ in each.skills])
    names = dict(merged.values_list("pk", "name"))
    return [(each, [names[key] for key, _ in each.skills if key in names]) for each in merges]


def probably_twice() -> list[list[Skill]]:
    """Return groups of skills whose names differ only in case, order, plural or marks: probably the same, a few."""
    groups: dict[str, list[Skill]] = defaultdict(list)
    for skill in Skill.objects.listed().only("name", "kind").order_by("name"):
        words = sorted(word.removesuffix("s") for word in re.findall(r"[\w+#]+", skill.name.casefold()))
        groups[" ".join(words)].append(skill)
    return [group for group in groups.values() if len(group) > 1][:TWICE_SHOWN]


def offers_of(person: User) -> dict[int, int]:
    """Return skill id → Level of what a person offers; a merged skill is told as the one that stands for it."""
    offers: dict[int, int] = {}
    rows = SkillOffered.objects.filter(person=person).annotate(means=Coalesce("skill__merged_into", "skill"))
    for skill, level in rows.values_list("means", "level"):
        offers[skill] = max(level, offers.get(skill, 0))
    return offers


def often_offered(person: User) -> list[Skill]:
    """Return a few skills of the list that many people like this one offer: of their department, or near their grade.

    Each from SMALLEST_GROUP other people on, in a group of twice as many, so that nobody's answer can be told; out of
    offers alone, never gaps; in an order that is no ranking. The person's own offers never count.
    """
    found: set[int] = set()
    for group in _groups_around(person):
        others = SkillOffered.objects.filter(person__is_active=True, level__gte=Level.BEGINNER, **group)
        others = others.exclude(person=person)
        if others.values("person").distinct()[: 2 * settings.SMALLEST_GROUP].count() < 2 * settings.SMALLEST_GROUP:
            continue
        counted = others.filter(skill__state=Skill.State.LISTED, skill__merged_into=None).values("skill")
        often = counted.annotate(people=Count("person")).filter(people__gte=settings.SMALLEST_GROUP)
        found |= set(often.order_by().values_list("skill", flat=True))
    found -= offers_of(person).keys()
    return list(Skill.objects.filter(pk__in=found).order_by(MD5("name"))[:SUGGESTED])


def _groups_around(person: User) -> Iterator[dict[str, Any]]:
    """Yield how to choose the people of the same department, and of the same grade or the next."""
    if person.department:
        yield {"person__department": person.department}
    if person.grade is not None:
        yield {"person__grade__range": (person.grade - 1, person.grade + 1)}


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
