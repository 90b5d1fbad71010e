"""Verbs of profiles: what somebody offers, likes, when they work, and the gaps they tell one program."""

import json
from collections.abc import Collection, Iterable, Mapping
from datetime import datetime
from typing import TypeVar

from django.db import transaction

from people.models import User, validate_zone
from profiles.models import Gap, Interest, Level, Profile, Skill, SkillOffered, Urgency
from profiles.queries import Want, called, offers_of, wants_of
from profiles.taxonomies import tidy
from programs.models import Participation
from record.sealing import seal

MOST_INTERESTS, MOST_OWN_WORDS = 20, 10
OWN_KIND = "own words"


Key = TypeVar("Key", int, Want)


class TooManyOwnWords(Exception):
    """More words that are on no list than one person may have."""


class UnknownSkill(Exception):
    """A skill that is not on the organisation's list."""


@transaction.atomic
def set_offers(person: User, *, levels: Mapping[int, int], now: datetime) -> None:
    """Replace what a person offers: skill id → Level. Raises UnknownSkill, and ValueError for no self-word."""
    _touch(person, now=now)
    _check(levels)
    gone, _ = SkillOffered.objects.filter(person=person).exclude(skill__in=levels).delete()
    SkillOffered.objects.bulk_create(
        [SkillOffered(person=person, skill_id=skill, level=Level(level)) for skill, level in levels.items()],
        update_conflicts=True,
        unique_fields=["person", "skill"],
        update_fields=["level"],
    )
    if gone:
        Skill.objects.own().filter(offers=None).delete()


@transaction.atomic
def change_offers(
    person: User,
    *,
    words: Mapping[int, int],
    add: Mapping[int, int],
    remove: Collection[int],
    now: datetime,
    own: Mapping[str, int] | None = None,
) -> None:
    """Change what a person offers: new words for what is there, skills to add, skills to take away.

    `own` are their own words to add: a word that the list knows becomes its skill, any other one that only they have
    until it is put on the list. Two presses at once change both: each reads what the other left. Raises
    TooManyOwnWords.
    """
    _touch(person, now=now)
    add = {**add, **{_own_skill(word): level for word, level in (own or {}).items()}}
    after = _changed(offers_of(person), words, add, remove)
    if Skill.objects.own().filter(pk__in=after).count() > MOST_OWN_WORDS:
        raise TooManyOwnWords
    set_offers(person, levels=after, now=now)


def _own_skill(word: str) -> int:
    """Return the skill that a word names, made as somebody's own where there is none."""
    name = tidy(word)
    known = called([name], own=True).get(name.casefold())
    if known is not None:
        return known
    Skill.objects.bulk_create(
        [Skill(name=name, kind=OWN_KIND, search_text=name.casefold(), state=Skill.State.OWN)], ignore_conflicts=True
    )
    return Skill.objects.get(name=name).pk


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
def tell_gaps(participation: Participation, *, urgencies: Mapping[Want, int], now: datetime) -> None:
    """Replace the gaps told to one program: skill id or own word → Urgency, sealed as a whole.

    An own word stands in the seal alone; no skill is made of it. Raises UnknownSkill, TooManyOwnWords, ValueError for
    no urgency, and Unreadable once the participation's key is destroyed.
    """
    _touch(participation.person, now=now)
    _check([want for want in urgencies if isinstance(want, int)])
    if sum(isinstance(want, str) for want in urgencies) > MOST_OWN_WORDS:
        raise TooManyOwnWords
    Gap.objects.filter(participation=participation).delete()
    Gap.objects.bulk_create(
        [
            seal(Gap(participation=participation), want=_text_of(want, urgency))
            for want, urgency in sorted(urgencies.items(), key=lambda told: (isinstance(told[0], str), told[0]))
        ]
    )


def _text_of(want: Want, urgency: int) -> str:
    return json.dumps({"skill" if isinstance(want, int) else "word": want, "urgency": Urgency(urgency)})


@transaction.atomic
def change_gaps(
    participation: Participation,
    *,
    words: Mapping[Want, int],
    add: Mapping[Want, int],
    remove: Collection[Want],
    now: datetime,
    own: Mapping[str, int] | None = None,
) -> None:
    """Change the gaps told to one program, as `change_offers` does for offers."""
    _touch(participation.person, now=now)
    told = wants_of([participation])[participation.pk]
    listed = set(
        Skill.objects.filter(pk__in=[want for want in told if isinstance(want, int)]).values_list("pk", flat=True)
    )
    kept = {want: urgency for want, urgency in told.items() if isinstance(want, str) or want in listed}
    known = called(own or ())
    named = {known.get(tidy(word).casefold(), tidy(word)): urgency for word, urgency in (own or {}).items()}
    tell_gaps(participation, urgencies=_changed(kept, words, {**add, **named}, remove), now=now)


def _changed(
    before: Mapping[Key, int], words: Mapping[Key, int], add: Mapping[Key, int], remove: Collection[Key]
) -> dict[Key, int]:
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


def _check(skills: Collection[int]) -> None:
    if Skill.objects.filter(pk__in=skills).count() != len(skills):
        raise UnknownSkill
