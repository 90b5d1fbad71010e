"""The people of a program as the engine knows them."""

import json
from collections import Counter, defaultdict
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import UTC, date, datetime, time, timedelta
from functools import cache, cached_property
from typing import Any
from uuid import UUID
from zoneinfo import ZoneInfo

from django.db.models.functions import Coalesce

from pairing.engine import Instance, Person
from pairing.models import Pair, Proposal, Ruling
from pairing.queries.never_again import met_before
from pairing.queries.wishes import wants_of
from pairing.wishes import Granted, grant
from people.models import User
from profiles.models import Interest, Level, Profile, SkillOffered
from profiles.queries import gaps_of, ready
from programs.models import Participation, Program, Side

HALF_HOURS = 336


@dataclass(frozen=True)
class Cast:
    """The engine's input, and who and what its numbers stand for.

    People are numbered in the order of their keys, interests in that of their folded names, skills by their own ids:
    the same people give the same instance, in whatever order the database answers.
    """

    instance: Instance
    places: dict[int, Participation]
    interests: dict[int, str]
    # Participation → all that the engine is told of them, as text: equal as long as nothing about them changes.
    tales: dict[UUID, str] = field(default_factory=dict)
    # What of the instance follows from private wishes: see `pairing.wishes.Granted`.
    secret: frozenset[tuple[int, int]] = frozenset()
    mutual: frozenset[tuple[int, int]] = frozenset()

    @property
    def granted(self) -> Granted:
        """The instance with everybody's wishes in it."""
        return Granted(self.instance, self.secret, self.mutual)

    @cached_property
    def number_of(self) -> dict[UUID, int]:
        """The number of each participation."""
        return {place.pk: number for number, place in self.places.items()}

    @cached_property
    def people(self) -> dict[int, Person]:
        """The engine's people by number."""
        return {person.id: person for person in (*self.instance.newcomers, *self.instance.seniors)}

    @property
    def ruled(self) -> str:
        """Whom organisers keep together and apart, and who has met, as text in words of their own."""
        pairs = {"pins": self.instance.pins, "blocks": self.instance.blocks - self.secret}
        keys = {
            name: sorted([str(self.places[one].pk), str(self.places[other].pk)] for one, other in two)
            for name, two in pairs.items()
        }
        return json.dumps(keys, sort_keys=True)

    @property
    def canonical(self) -> str:
        """The input as text: equal for equal inputs."""
        return json.dumps(self.instance, default=_plain, sort_keys=True)


def _plain(value: Any) -> Any:
    """A set as a sorted list, people by their fields; they are read as they stand, since copying takes long."""
    return sorted(value) if isinstance(value, frozenset) else vars(value)


def free_places(program: Program) -> dict[Participation, int]:
    """Return who can be paired now, with how many places: an open proposal holds its place until it ends."""
    held = Counter[UUID]()
    for proposal in Proposal.objects.open().filter(round__program=program).only("newcomer_id", "senior_id"):
        held.update([proposal.newcomer_id, proposal.senior_id])
    people = (
        ready(program.participations.looking().with_places())
        .select_related("person__profile", "data_key")
        .order_by("person_id")
    )
    places = {each: each.capacity - each.places_taken - held[each.pk] for each in people}
    return {each: free for each, free in places.items() if free > 0}


@dataclass(frozen=True)
class Facts:
    """What the roster and the profiles tell openly of some people, in the numbers of the engine.

    people: person → the engine's person, without offers and gaps and with one place. tales: person → the same in
    words that do not depend on who else is there.
    """

    people: dict[UUID, Person]
    tales: dict[UUID, list[Any]]
    number: dict[UUID, int]
    interests: dict[int, str]


def facts_of(people: Sequence[User], *, now: datetime) -> Facts:
    """Read what is openly known of people; working hours are those of the week of `now`, in UTC."""
    lines = _reporting_lines(people)
    number = _numbers({person.pk for person in people}.union(*lines.values()))
    interests = _interests(people)
    interest = _numbers(set().union(*interests.values()))
    language = _numbers({code for person in people for code in _profile(person).languages})
    words = {
        name: _numbers({getattr(person, name).casefold() for person in people} - {""})
        for name in ("team", "department", "location")
    }
    monday = (now - timedelta(days=now.weekday())).date()
    described, tales = {}, {}
    for person in people:
        profile = _profile(person)
        described[person.pk] = Person(
            id=number[person.pk],
            offers={},
            gaps={},
            interests=frozenset(interest[name] for name in interests[person.pk]),
            grade=person.grade,
            team=words["team"].get(person.team.casefold()),
            department=words["department"].get(person.department.casefold()),
            location=words["location"].get(person.location.casefold()),
            managers=tuple(number[manager] for manager in lines[person.pk]),
            languages=frozenset(language[code] for code in profile.languages),
            hours=_hours(person.zone, tuple(profile.workdays), profile.work_from, profile.work_to, monday),
        )
        tales[person.pk] = [
            person.grade,
            *(getattr(person, name).casefold() for name in words),
            lines[person.pk],
            sorted(interests[person.pk]),
            sorted(profile.languages),
            [person.zone, profile.workdays, profile.work_from, profile.work_to],
        ]
    spellings = sorted({name for names in interests.values() for name in names.values()}, reverse=True)
    spelling = {name.casefold(): name for name in spellings}
    return Facts(described, tales, number, {at: spelling[folded] for folded, at in interest.items()})


def load(program: Program, *, now: datetime, more_place_with: UUID | None = None) -> Cast:
    """Read everybody who can be paired, `more_place_with` one of them with one place more than they gave."""
    places = free_places(program)
    if more_place_with is not None:
        places = {place: free + (place.pk == more_place_with) for place, free in places.items()}
    people = [place.person for place in places]
    facts, offers, gaps = facts_of(people, now=now), _offers(people), gaps_of(places)
    sides: dict[str, list[Person]] = {side: [] for side in Side}
    tales = {}
    for place, free in places.items():
        told: dict[str, Any] = {"offers": offers[place.person_id], "gaps": gaps[place.pk], "capacity": free}
        sides[place.side].append(replace(facts.people[place.person_id], **told))
        tales[place.pk] = json.dumps([place.side, facts.tales[place.person_id], told], default=str, sort_keys=True)
    instance = Instance(newcomers=sides[Side.NEWCOMER], seniors=sides[Side.SENIOR])
    instance = replace(instance, blocks=_blocks(program, people, facts.number, instance))
    granted = grant(_ruled(instance, program, places, facts), wants_of(program, places, facts.number))
    return Cast(
        granted.instance,
        {facts.number[place.person_id]: place for place in places},
        facts.interests,
        tales,
        granted.secret,
        granted.mutual,
    )


def load_open(places: Mapping[Participation, int], *, now: datetime) -> Cast:
    """Read people with their free places as far as anybody may know them: without offers, gaps and private wishes.

    Everything that follows from this instance may be shown to organisers.
    """
    people = [place.person for place in places]
    facts = facts_of(people, now=now)
    sides: dict[str, list[Person]] = {side: [] for side in Side}
    for place, free in places.items():
        sides[place.side].append(replace(facts.people[place.person_id], capacity=free))
    instance = Instance(newcomers=sides[Side.NEWCOMER], seniors=sides[Side.SENIOR])
    program = next((place.program for place in places), None)
    if program is not None:
        instance = replace(instance, blocks=_blocks(program, people, facts.number, instance))
        instance = replace(_ruled(instance, program, places, facts), pins=frozenset())
    return Cast(instance, {facts.number[place.person_id]: place for place in places}, facts.interests)


def _ruled(instance: Instance, program: Program, places: Iterable[Participation], facts: Facts) -> Instance:
    """Put in whom organisers keep together and apart. Two who are, or were proposed, a pair need no pin any more."""
    number = {place.pk: facts.number[place.person_id] for place in places}
    newcomers, seniors = ({person.id for person in side} for side in (instance.newcomers, instance.seniors))
    ruled: dict[str, set[tuple[int, int]]] = defaultdict(set)
    for ruling in program.rulings.all():
        one, other = number.get(ruling.newcomer_id), number.get(ruling.senior_id)
        if one in newcomers and other in seniors:
            ruled[ruling.kind].add((one, other))
    blocks = instance.blocks | ruled[Ruling.Kind.APART]
    return replace(instance, pins=frozenset(ruled[Ruling.Kind.TOGETHER] - blocks), blocks=blocks)


def _numbers(things: Iterable[Any]) -> dict[Any, int]:
    """Number things in their own order."""
    return {thing: at for at, thing in enumerate(sorted(things))}


def _profile(person: User) -> Profile:
    """Return the profile, or one that knows nothing."""
    return getattr(person, "profile", None) or Profile()


def _reporting_lines(people: Iterable[User]) -> dict[UUID, tuple[UUID, ...]]:
    """Return person → everybody above them, nearest first, up to the top or to where a circle closes."""
    manager_of = dict(User.objects.exclude(manager=None).values_list("pk", "manager"))
    lines = {}
    for person in people:
        line: dict[UUID, None] = {}
        above = manager_of.get(person.pk)
        while above is not None and above not in line:
            line[above] = None
            above = manager_of.get(above)
        lines[person.pk] = tuple(line)
    return lines


def _offers(people: Iterable[User]) -> dict[UUID, dict[int, int]]:
    """Return person → {skill: level} of what they can show; being curious is no offer."""
    offers: dict[UUID, dict[int, int]] = defaultdict(dict)
    rows = SkillOffered.objects.filter(person__in=people, level__gte=Level.BEGINNER)
    means = Coalesce("skill__merged_into", "skill")
    for person, skill, level in rows.order_by().annotate(means=means).values_list("person", "means", "level"):
        offers[person][skill] = max(level, offers[person].get(skill, 0))
    return offers


def _interests(people: Iterable[User]) -> dict[UUID, dict[str, str]]:
    """Return person → {folded name: name as they wrote it}."""
    interests: dict[UUID, dict[str, str]] = defaultdict(dict)
    for person, name in Interest.objects.filter(person__in=people).values_list("person", "name"):
        interests[person][name.casefold()] = name
    return interests


@cache
def _hours(zone: str, workdays: tuple[int, ...], work_from: int, work_to: int, monday: date) -> frozenset[int]:
    """Return the half-hours of the week in UTC, 0 on Monday at 00:00, in which somebody works.

    `monday` says which week, because the answer moves with summer time; half-hours round down in zones that are
    off by a quarter.
    """
    start = datetime.combine(monday, time(), tzinfo=UTC)
    hours = set()
    for day in workdays:
        for half_hour in range(work_from, work_to):
            local = datetime.combine(monday + timedelta(days=day), time(*divmod(half_hour * 30, 60)), ZoneInfo(zone))
            hours.add((local - start) // timedelta(minutes=30) % HALF_HOURS)
    return frozenset(hours)


def _blocks(
    program: Program, here: Collection[User], number: Mapping[UUID, int], instance: Instance
) -> frozenset[tuple[int, int]]:
    """Return the pairs that must not be made.

    That is whoever is or was a pair anywhere, either way round, also under an account that is erased by now, and
    whoever was proposed to each other in this program, unless the round was recalled.
    """
    pairs = Pair.objects.values_list("newcomer__person", "senior__person")
    proposals = Proposal.objects.published().filter(round__program=program, round__recalled_at=None)
    met = {*pairs, *((senior, newcomer) for newcomer, senior in pairs)}
    met |= set(proposals.values_list("newcomer__person", "senior__person"))
    met |= met_before(here)
    newcomers = {person.id for person in instance.newcomers}
    seniors = {person.id for person in instance.seniors}
    known = {(number[one], number[other]) for one, other in met if one in number and other in number}
    return frozenset(pair for pair in known if pair[0] in newcomers and pair[1] in seniors)
