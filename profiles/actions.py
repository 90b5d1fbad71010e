"""Verbs of profiles: what somebody offers, likes, when they work, and the gaps they tell one program."""

import json
from collections.abc import Collection, Iterable, Mapping
from datetime import datetime

from django.db import transaction

from people.models import User, validate_zone
from profiles.data.shipped import skill_rows
from profiles.models import Gap, Interest, Level, Profile, Skill, SkillOffered, Urgency
from profiles.queries import gaps_of, offers_of
from profiles.taxonomies import Listed
from programs.models import Participation
from record.sealing import seal

MOST_INTERESTS = 20


class UnknownSkill(Exception):
    """A skill that is not on the organisation's list."""


def load_skills() -> int:
    """Add the shipped skills and refresh their kinds and aliases; return how many skills there are now."""
    Skill.objects.bulk_create(
        [Skill(**row) for row in skill_rows()],
        update_conflicts=True,
        unique_fields=["name"],
        update_fields=["kind", "aliases", "search_text"],
    )
    return Skill.objects.count()


def add_skills(names: Iterable[str], *, kind: str) -> dict[str, int]:
    """Put skills of one kind on the organisation's list, those on it stay as they are; return name → id."""
    wanted = sorted(set(names))
    Skill.objects.bulk_create(
        [Skill(name=name, kind=kind, search_text=f"{name} {kind}".casefold()) for name in wanted], ignore_conflicts=True
    )
    return dict(Skill.objects.filter(name__in=wanted).values_list("name", "pk"))


@transaction.atomic
def import_skills(listed: Iterable[Listed]) -> tuple[int, int]:
    """Add skills of a published list; return how many are new and how many there are now.

    What is on the list already, however its letters are cased, stays as it is: a second time changes nothing.
    """
    known = {name.casefold() for name in Skill.objects.values_list("name", flat=True)}
    fresh: dict[str, Listed] = {}
    for each in listed:
        if each.name.casefold() not in known:
            fresh.setdefault(each.name.casefold(), each)
    rows = [
        Skill(
            name=each.name,
            kind=each.kind,
            aliases=";".join(each.aliases),
            search_text=" ".join([each.name, *each.aliases, each.kind]).casefold()[:600],
        )
        for each in fresh.values()
    ]
    Skill.objects.bulk_create(rows, ignore_conflicts=True, batch_size=2000)
    return len(rows), Skill.objects.count()


@transaction.atomic
def set_offers(person: User, *, levels: Mapping[int, int], now: datetime) -> None:
    """Replace what a person offers: skill id → Level. Raises UnknownSkill, and ValueError for no self-word."""
    _touch(person, now=now)
    _check(levels)
    SkillOffered.objects.filter(person=person).exclude(skill__in=levels).delete()
    SkillOffered.objects.bulk_create(
        [SkillOffered(person=person, skill_id=skill, level=Level(level)) for skill, level in levels.items()],
        update_conflicts=True,
        unique_fields=["person", "skill"],
        update_fields=["level"],
    )


@transaction.atomic
def change_offers(
    person: User, *, words: Mapping[int, int], add: Mapping[int, int], remove: Collection[int], now: datetime
) -> None:
    """Change what a person offers: new words for what is there, skills to add, skills to take away.

    Two presses at once change both: each reads what the other left.
    """
    _touch(person, now=now)
    set_offers(person, levels=_changed(offers_of(person), words, add, remove), now=now)


@transaction.atomic
def set_interests(person: User, *, names: Iterable[str], now: datetime) -> None:
    """Replace a person's interests, at most MOST_INTERESTS; spelling differences of case count as one."""
    _touch(person, now=now)
    unique = {name.casefold(): name for name in (" ".join(name.split()) for name in names) if name}
    Interest.objects.filter(person=person).delete()
    Interest.objects.bulk_create(
        [Interest(person=person, name=name) for name in list(unique.values())[:MOST_INTERESTS]]
    )


@transaction.atomic
def set_rhythm(
    person: User,
    *,
    languages: Iterable[str],
    workdays: Iterable[int],
    work_from: int,
    work_to: int,
    zone: str,
    now: datetime,
) -> None:
    """Set when a person can meet: workdays 0 (Monday) to 6, hours as local half-hours 0..48, an IANA zone.

    Raises ValidationError for an unknown zone; the database refuses hours out of order.
    """
    validate_zone(zone)
    _touch(person, now=now)
    Profile.objects.filter(person=person).update(
        languages=sorted(set(languages)), workdays=sorted(set(workdays)), work_from=work_from, work_to=work_to
    )
    User.objects.filter(pk=person.pk).update(zone=zone)
    person.zone = zone


@transaction.atomic
def tell_gaps(participation: Participation, *, urgencies: Mapping[int, int], now: datetime) -> None:
    """Replace the gaps told to one program: skill id → Urgency, sealed as a whole.

    Raises UnknownSkill, ValueError for no urgency, and Unreadable once the participation's key is destroyed.
    """
    _touch(participation.person, now=now)
    _check(urgencies)
    Gap.objects.filter(participation=participation).delete()
    Gap.objects.bulk_create(
        [
            seal(Gap(participation=participation), want=json.dumps({"skill": skill, "urgency": Urgency(urgency)}))
            for skill, urgency in sorted(urgencies.items())
        ]
    )


@transaction.atomic
def change_gaps(
    participation: Participation,
    *,
    words: Mapping[int, int],
    add: Mapping[int, int],
    remove: Collection[int],
    now: datetime,
) -> None:
    """Change the gaps told to one program, as `change_offers` does for offers."""
    _touch(participation.person, now=now)
    told = gaps_of([participation])[participation.pk]
    listed = set(Skill.objects.filter(pk__in=told).values_list("pk", flat=True))
    kept = {skill: urgency for skill, urgency in told.items() if skill in listed}
    tell_gaps(participation, urgencies=_changed(kept, words, add, remove), now=now)


def _changed(
    before: Mapping[int, int], words: Mapping[int, int], add: Mapping[int, int], remove: Collection[int]
) -> dict[int, int]:
    after = {skill: words.get(skill, value) for skill, value in before.items()}
    return {skill: value for skill, value in ({**add, **after}).items() if skill not in remove}


def _touch(person: User, *, now: datetime) -> None:
    """Say when the profile was saved, and hold its row so that two saves come one after the other."""
    Profile.objects.bulk_create(
        [Profile(person=person, updated_at=now)],
        update_conflicts=True,
        unique_fields=["person"],
        update_fields=["updated_at"],
    )


def _check(skills: Mapping[int, int]) -> None:
    if Skill.objects.filter(pk__in=skills).count() != len(skills):
        raise UnknownSkill
