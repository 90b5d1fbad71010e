"""The pairing's share of a program: its rules and wishes, and what people may ask for themselves."""

from collections.abc import Collection, Iterator
from datetime import date

from pairing.actions import set_wish_policy
from pairing.models import Pair, Proposal, WishPolicy
from pairing.queries import wish_policy
from programs.data.policy import RULES, WISH_MOST, WISHES, Rule, differences, overrides
from programs.models import Participation, Program
from programs.parts import Faulty, Finding, Json, Part, Setting, Weight, declare

_RULES = {rule.field: rule for rule in RULES}
_KNOWN = {*_RULES, *(wish.field for wish in WISHES)}
_SWITCHES = ("takes_not_with", "takes_likes")


# Rules and wishes --------------------


def _read_policy(program: Program) -> Json:
    return {name: value for name, value in program.policy.items() if name in _KNOWN}


def _write_policy(program: Program, value: Json) -> None:
    if not isinstance(value, dict):
        raise Faulty("must be an object")
    for name, each in value.items():
        if name not in _KNOWN:
            message = f"names “{name}”, which is no rule"
            raise Faulty(message)
        if not (_fits(_RULES[name], each) if name in _RULES else _is_number(each, 0, WISH_MOST)):
            message = f"cannot take {each!r} for {name}"
            raise Faulty(message)
    kept = {name: each for name, each in program.policy.items() if name not in _KNOWN}
    program.policy = {**kept, **overrides(value)}


def _fits(rule: Rule, value: Json) -> bool:
    if rule.kind == "switch":
        return isinstance(value, bool)
    if rule.kind == "choice":
        return value in [name for name, _ in rule.choices]
    return _is_number(value, -rule.most, rule.most) or (value is None and rule.may_be_empty)


def _is_number(value: Json, least: int, most: int) -> bool:
    return type(value) is int and least <= value <= most


# What people may ask for --------------------


def _read_wishes(program: Program) -> Json:
    takes = wish_policy(program)
    return {"asks": str(takes.asks), **{name: getattr(takes, name) for name in _SWITCHES}}


def _write_wishes(program: Program, value: Json) -> None:
    if not isinstance(value, dict) or value.keys() != {"asks", *_SWITCHES}:
        raise Faulty("must be an object with asks, takes_not_with and takes_likes")
    if value["asks"] not in WishPolicy.Asks.values or any(not isinstance(value[name], bool) for name in _SWITCHES):
        raise Faulty("holds a value that it cannot take")
    set_wish_policy(program, **value)


def _said_of_wishes(before: Json, after: Json) -> list[str]:
    labels = {"takes_not_with": "A private “not with”", "takes_likes": "What somebody would like from a partner"}
    said = [f"Asking for people: {WishPolicy.Asks(after['asks']).label}."] if before["asks"] != after["asks"] else []
    changed = [name for name in _SWITCHES if before[name] != after[name]]
    return said + [f"{labels[name]}: {'taken' if after[name] else 'not taken'}." for name in changed]


# Before it opens, and while it runs --------------------


def _findings(program: Program, _today: date) -> Iterator[Finding]:
    """Say where a rule protects nobody, because what it goes by is not known."""
    if not program.policy.get("reporting_line", True):
        words = "Somebody may be paired with their own manager: the rule on reporting lines is off."
        yield Finding(Weight.NOT_YET, words, "pairing:policy", (program.pk,), "Look at the rules")
        return
    people = program.participations.exclude(state=Participation.State.LEFT)
    if people.exists() and not people.filter(person__manager__isnull=False).exists():
        words = "Nobody’s manager is known here, so the rule on reporting lines protects nobody."
        yield Finding(Weight.PILOT, words, "programs:import_roster", (program.pk,), "Bring in a roster with managers")


def _touched(program: Program, names: Collection[str]) -> Iterator[str]:
    if "policy" in names:
        open_ones = Proposal.objects.open().filter(round__program=program).count()
        pairs = Pair.objects.live().filter(program=program).count()
        yield "The next round keeps to it. Pairs and open proposals stay as they are."
        if pairs or open_ones:
            yield (
                f"There {'is' if pairs == 1 else 'are'} now {pairs} pair{'' if pairs == 1 else 's'}"
                f" and {open_ones} open proposal{'' if open_ones == 1 else 's'}."
            )


declare(
    Part(
        "pairing",
        "Pairing",
        settings=(
            Setting("policy", "Rules of pairing", _read_policy, _write_policy, differences),
            Setting("wishes", "What people may ask for", _read_wishes, _write_wishes, _said_of_wishes),
        ),
        findings=_findings,
        touched=_touched,
    )
)
