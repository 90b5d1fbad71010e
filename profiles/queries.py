"""Reads of profiles that join several nouns."""

import json
from collections.abc import Collection, Iterable
from uuid import UUID

from django.db.models import Count, Exists, OuterRef

from people.models import User
from profiles.models import Gap, Level, Profile, Skill, SkillOffered
from programs.models import Participation, ParticipationQuerySet
from record.sealing import open_many

SUGGESTED = 12


def gaps_of(participations: Iterable[Participation]) -> dict[UUID, dict[int, int]]:
    """Return participation id → {skill id → Urgency}, opened in one pass; every participation is in it."""
    wanted: dict[UUID, dict[int, int]] = {participation.pk: {} for participation in participations}
    gaps = list(Gap.objects.with_keys().filter(participation__in=wanted))
    texts = open_many(gaps, "want")
    for gap in gaps:
        want = json.loads(texts[gap.pk])
        wanted[gap.participation_id][want["skill"]] = want["urgency"]
    return wanted


def ready(participations: ParticipationQuerySet) -> ParticipationQuerySet:
    """Choose those the matcher can do something for: they offer something and told a gap."""
    offers = SkillOffered.objects.filter(person=OuterRef("person"), level__gte=Level.BEGINNER)
    return participations.filter(Exists(offers), Exists(Gap.objects.filter(participation=OuterRef("pk"))))


def is_complete(participation: Participation) -> bool:
    """Whether the person has said all that the profile asks: offers, gaps, and when they can meet."""
    told = Profile.objects.filter(person=participation.person).exclude(languages=[]).exclude(workdays=[])
    return told.exists() and ready(Participation.objects.filter(pk=participation.pk)).exists()


def find_skills(words: str, *, without: Collection[int]) -> list[Skill]:
    """Return the skills that contain each word in name or aliases, those most offered here first."""
    skills = Skill.objects.exclude(pk__in=without)
    for word in words.casefold().split():
        skills = skills.filter(search_text__contains=word)
    return list(skills.annotate(offered=Count("offers")).order_by("-offered", "name")[:SUGGESTED])


def offers_of(person: User) -> dict[int, int]:
    """Return skill id → Level of what a person offers."""
    return dict(SkillOffered.objects.filter(person=person).values_list("skill", "level"))
