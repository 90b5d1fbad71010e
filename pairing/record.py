"""What pairing keeps about a person."""

import json
from typing import Any

from django.db.models import Case, F, Q, QuerySet, When

from pairing.models import (
    NeverAgain,
    NeverAgainKey,
    Pair,
    Proposal,
    Reading,
    Reason,
    Rehearsal,
    Round,
    Ruling,
    Stranded,
    Swap,
    Waiting,
    Way,
    Wishes,
    WishPolicy,
)
from pairing.wishes import LIKES
from people.models import User
from programs.models import Participation
from record.clocks import SHARED
from record.erasure import when_erased
from record.registry import COORDINATOR, HR, MATCHER, ME, PARTNER, After, Line, impersonal, keep, on_pairs
from record.sealing import open_one

_SEEN = (ME, PARTNER, COORDINATOR, HR)
_WHY = "To bring you together with somebody, once, and only if both of you want it."
_UNTIL = SHARED
_BY_HAND = "So that what people decide by hand is known, and can be undone."
_ASKED = "So that your own wishes count, and nobody has to know of them."


def _with(program: str, entered: str, *keys: str) -> After:
    """Return when rows of a program go: with all that the two of a pair share."""
    return After(SHARED, f"{program}__closed_at", entered, f"{program}__ends_on", keys=keys)


def _say_reason(reason: Reason, _line: Line) -> str:
    told = json.loads(open_one(reason, "text"))
    words = {"learn": "You could learn", "share": "You both like", "offer": "You offer"}
    return ". ".join(f"{words[part]}: {', '.join(told[part])}" for part in words if told[part])


def _proposals(person: User) -> QuerySet[Proposal]:
    """Choose a person's proposals with their own answer beside each: the other's answer is nobody's to read."""
    mine = Case(When(newcomer__person=person, then=F("newcomer_says")), default=F("senior_says"))
    return Proposal.objects.of(person).published().with_people().annotate(my_answer=mine)


def _readings(person: User) -> QuerySet[Reading]:
    """Choose the rounds that were told of a person: each named them by their place in the program."""
    mine = Q(pk__in=[])
    for place in Participation.objects.of(person).values_list("pk", flat=True):
        mine |= Q(prints__has_key=str(place))
    return Reading.reads.filter(mine)


def _say_proposal(proposal: Any, line: Line) -> str | None:
    if line.field == "newcomer_says":
        return {True: "yes", False: "no", None: "none so far"}[proposal.my_answer]
    return _say_place(proposal, line)


def _say_place(row: Any, line: Line) -> str | None:
    value = getattr(row, line.field)
    return value.person.name if isinstance(value, Participation) else None


def _say_wish(wishes: Wishes, line: Line) -> str:
    told = json.loads(open_one(wishes, line.field) or "[]")
    if line.field == "likes":
        return ", ".join(LIKES[like] for like in told)
    return ", ".join(User.objects.filter(pk__in=told).order_by("name").values_list("name", flat=True))


keep(
    Round,
    title="Rounds you asked for",
    of=lambda person: Round.objects.filter(requested_by=person),
    lines=[
        Line("requested_at", "When you asked", (ME, COORDINATOR, HR), "To show who ran a round.", _UNTIL),
        Line("program", "For which program", (ME, COORDINATOR, HR), "To show who ran a round.", _UNTIL),
    ],
    ends=[_with("program", "requested_at")],
    plumbing=[
        "id", "state", "requested_by", "lease", "leased_until", "tries", "stage", "progress_done", "progress_total",
        "finished_at", "failure", "policy", "engine_version", "input_hash", "newcomers", "seniors", "placed",
        "headline", "compared", "unknown", "is_certified", "published_at", "tried_from", "more_place_with",
        "gaps_read_at", "prints", "origin", "recalled_at", "hand_price", "looked_at", "looked_by",
    ],
)  # fmt: skip
keep(
    Reading,
    title="When the matcher read what you would like to learn",
    of=_readings,
    lines=[
        Line("gaps_read_at", "When", (ME,), "So that you know when it was read, by whose request.", _UNTIL),
        Line("requested_by", "Who asked for the round", (ME,), "So that you know who asked.", _UNTIL),
        Line("program", "For which program", (ME,), "So that you know what for.", _UNTIL),
        Line("looked_at", "When organisers saw its pairs before anybody was told", (ME,), "So that you know.", _UNTIL),
    ],
    ends=[_with("program", "requested_at")],
    plumbing=[
        "id", "state", "requested_at", "lease", "leased_until", "tries", "stage", "progress_done", "progress_total",
        "finished_at", "failure", "policy", "engine_version", "input_hash", "newcomers", "seniors", "placed",
        "headline", "compared", "unknown", "is_certified", "published_at", "tried_from", "more_place_with", "prints",
        "origin", "recalled_at", "hand_price", "looked_by",
    ],
)  # fmt: skip
keep(
    Waiting,
    title="Rounds that found nobody for you",
    of=lambda person: Waiting.objects.filter(participation__person=person),
    lines=[Line("why", "The rule that stood in the way", (ME, COORDINATOR, HR), _WHY, _UNTIL)],
    ends=[_with("round__program", "round__requested_at")],
    plumbing=["id", "round", "participation"],
)
_WORK = [
    "id", "state", "lease", "leased_until", "tries", "stage", "progress_done", "progress_total", "finished_at",
    "failure",
]  # fmt: skip
keep(
    Way,
    title="What would free somebody, that you asked",
    of=lambda person: Way.objects.filter(requested_by=person),
    lines=[Line("requested_at", "When you asked", (ME, COORDINATOR, HR), "To show who asked.", _UNTIL)],
    ends=[_with("waiting__round__program", "waiting__round__requested_at")],
    plumbing=[*_WORK, "requested_by", "waiting", "field", "value", "partners"],
)
keep(
    Rehearsal,
    title="Rehearsals you asked for",
    of=lambda person: Rehearsal.objects.filter(requested_by=person),
    lines=[
        Line("requested_at", "When you asked", (ME, COORDINATOR, HR), "To show who rehearsed.", _UNTIL),
        Line("program", "For which program", (ME, COORDINATOR, HR), "To show who rehearsed.", _UNTIL),
    ],
    ends=[_with("program", "requested_at")],
    plumbing=[
        *_WORK, "requested_by", "policy", "is_whole_roster", "newcomer_grade_most", "senior_grade_least",
        "newcomers", "seniors", "on_neither", "placed",
    ],
)  # fmt: skip
keep(
    Stranded,
    title="Rehearsals in which the rules left nobody for you",
    of=lambda person: Stranded.objects.filter(person=person),
    lines=[
        Line("why", "The rule that stood in the way", (ME, COORDINATOR, HR), "To set fair rules.", _UNTIL),
        Line("side", "On which side", (ME, COORDINATOR, HR), "To set fair rules.", _UNTIL),
    ],
    ends=[_with("rehearsal__program", "rehearsal__requested_at")],
    plumbing=["id", "rehearsal", "person"],
)
keep(
    Proposal,
    title="Proposals made to you",
    of=_proposals,
    lines=[
        Line("state", "Whether it is open, a pair, or over", _SEEN, _WHY, _UNTIL),
        Line("lapses_at", "When it ends by itself", _SEEN, _WHY, _UNTIL),
        Line("newcomer", "The one", _SEEN, _WHY, _UNTIL),
        Line("senior", "The other", _SEEN, _WHY, _UNTIL),
        Line("newcomer_says", "Your answer", (ME,), _WHY, "Until the proposal ends"),
    ],
    ends=[_with("round__program", "round__requested_at")],
    plumbing=["id", "round", "senior_says"],
    show=_say_proposal,
)
keep(
    Reason,
    title="Why you were proposed to somebody",
    of=lambda person: Reason.objects.filter(
        Q(told_to__person=person) & ~Q(proposal__state=Proposal.State.DRAFT)
    ).select_related("told_to__data_key"),
    lines=[Line("text", "What you could learn, what you share, what you offer", (ME,), _WHY, _UNTIL)],
    ends=[_with("proposal__round__program", "proposal__round__requested_at", "told_to__data_key")],
    plumbing=["id", "proposal", "told_to"],
    show=_say_reason,
)
keep(
    Pair,
    title="Your pairs",
    of=lambda person: Pair.objects.of(person).with_people(),
    lines=[
        Line("newcomer", "The one", _SEEN, _WHY, _UNTIL),
        Line("senior", "The other", _SEEN, _WHY, _UNTIL),
        Line("program", "In which program", _SEEN, _WHY, _UNTIL),
        Line("began_at", "Since when", _SEEN, _WHY, _UNTIL),
        Line("ended_at", "Until when", _SEEN, _WHY, _UNTIL),
    ],
    ends=[_with("program", "began_at", "data_key")],
    plumbing=["id", "data_key"],
    show=_say_place,
)
impersonal(NeverAgainKey, "A key that no person holds.")
impersonal(
    NeverAgain,
    "Two keyed hashes: that two people were a pair once. Nobody can read out of them who; they keep the two from being "
    "proposed to each other again, also after one has erased their account and come back.",
)
keep(
    Ruling,
    title="Whom organisers keep together or apart",
    of=lambda person: Ruling.objects.filter(
        Q(newcomer__person=person) | Q(senior__person=person) | Q(made_by=person)
    ).select_related("newcomer__person", "senior__person", "made_by"),
    lines=[
        Line("newcomer", "The one", (ME, COORDINATOR, HR), _BY_HAND, _UNTIL),
        Line("senior", "The other", (ME, COORDINATOR, HR), _BY_HAND, _UNTIL),
        Line("kind", "Together or apart", (ME, COORDINATOR, HR), _BY_HAND, _UNTIL),
        Line("made_by", "Who decided it", (ME, COORDINATOR, HR), _BY_HAND, _UNTIL),
        Line("made_at", "When", (ME, COORDINATOR, HR), _BY_HAND, _UNTIL),
    ],
    ends=[_with("program", "made_at")],
    plumbing=["id", "program"],
    show=_say_place,
)
keep(
    Swap,
    title="Pairs you exchanged by hand",
    of=lambda person: Swap.objects.filter(made_by=person),
    lines=[
        Line("made_at", "When", (ME, COORDINATOR, HR), _BY_HAND, _UNTIL),
        Line("undone_at", "When it was undone", (ME, COORDINATOR, HR), _BY_HAND, _UNTIL),
    ],
    ends=[_with("round__program", "round__requested_at")],
    plumbing=["id", "round", "one", "other", "made_by"],
)
keep(
    Wishes,
    title="What you asked of the matcher",
    of=lambda person: Wishes.objects.filter(participation__person=person).select_related("participation__data_key"),
    lines=[
        Line("asks", "Whom you would like to meet", (ME, MATCHER), _ASKED, _UNTIL),
        Line("not_with", "With whom you would rather not", (ME, MATCHER), _ASKED, _UNTIL),
        Line("likes", "What you would like from a partner", (ME, MATCHER), _ASKED, _UNTIL),
    ],
    ends=[_with("participation__program", "participation__invited_at", "participation__data_key")],
    plumbing=["id", "participation"],
    show=_say_wish,
)
impersonal(WishPolicy, "What a program takes of its people's own input; nothing of the input itself.")

_SERVED = "It was done for the program; your name is taken off."
_MET = "Your partner’s record says that they met somebody; your name is taken off."
when_erased(Round, Reading, Way, Rehearsal, Swap, stays=_SERVED)
when_erased(Waiting, goes=lambda person: Waiting.objects.filter(participation__person=person))
when_erased(Stranded, goes=lambda person: Stranded.objects.filter(person=person))
when_erased(Proposal, Pair, stays=_MET)
when_erased(Reason, goes=lambda person: Reason.objects.filter(told_to__person=person))
when_erased(
    Ruling,
    goes=lambda person: Ruling.objects.filter(Q(newcomer__person=person) | Q(senior__person=person)),
    stays=_SERVED,
)
when_erased(Wishes, goes=lambda person: Wishes.objects.filter(participation__person=person))
on_pairs({Pair: "pk"})
