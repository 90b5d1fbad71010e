"""The program's own share: its columns, outcome, reminders and orientation, and what people see before they say yes."""

from collections.abc import Collection, Iterator, Mapping
from decimal import Decimal, InvalidOperation

from outbox.kinds import kind_named
from outbox.texts import fill
from outbox.variables import values_of
from outbox.wordings import wordings_in_use, words_for
from people.models import User
from programs.actions import remove_outcome, set_outcome, write_track
from programs.data.reminders import BY_KEY
from programs.models import NAMED_ROLES, OrientationPiece, Participation, Program, Side
from programs.parts import SHORT, Faulty, Json, Part, Setting, Shown, cleaned, column, declare
from programs.queries import findings_of

COLUMNS = (
    "name",
    "purpose",
    "entry",
    "approves_joining",
    "newcomer_places",
    "senior_places",
    "starts_on",
    "ends_on",
    "session_count",
    "session_minutes",
    "cadence_weeks",
    "newcomer_label",
    "senior_label",
    "ground_rules",
    "is_pilot",
    "reminders_on",
    "pulse_on",
    "surveys_on",
    "drift_on",
    "fit_on",
    "words_on",
    "figures_on",
)
FIXED = frozenset({"session_count", "session_minutes"})
WORDS = frozenset({"name", "purpose", "newcomer_label", "senior_label", "ground_rules"})
_NUMBERS = ("baseline", "target", "latest")


# The outcome --------------------


def _read_outcome(program: Program) -> Json:
    outcome = program.outcomes.order_by("pk").first()
    if outcome is None:
        return None
    numbers = {name: getattr(outcome, name) for name in _NUMBERS}
    told = {name: None if value is None else str(value.normalize()) for name, value in numbers.items()}
    return {"text": outcome.text, "unit": outcome.unit, **told}


def _write_outcome(program: Program, value: Json) -> None:
    if value is None:
        remove_outcome(program)
        return
    words = mapping_in(value, {"text": 200, "unit": 40}, more=_NUMBERS)
    set_outcome(program, {**words, **{name: _number(name, value.get(name)) for name in _NUMBERS}})


def _number(name: str, value: Json) -> Decimal | None:
    if value is None and name == "latest":
        return None
    try:
        number = Decimal(value) if isinstance(value, str) else Decimal("NaN")
    except InvalidOperation:
        number = Decimal("NaN")
    if not number.is_finite() or abs(number) >= Decimal(10) ** 8:
        message = f"needs a number in text as its {name}"
        raise Faulty(message)
    return round(number, 2)


def _said_of_outcome(_before: Json, after: Json) -> list[str]:
    if after is None:
        return ["The measurable outcome was taken out."]
    figures = f"{after['baseline']} to {after['target']}"
    now = f", measured last {after['latest']}" if after.get("latest") else ""
    return [f"Measurable outcome: “{after['text']}”, from {figures}{now}."]


# Reminders --------------------


def _write_reminders(program: Program, value: Json) -> None:
    if not isinstance(value, dict):
        raise Faulty("must be an object")
    for key, amount in value.items():
        if key not in BY_KEY:
            message = f"names “{key}”, which is no reminder"
            raise Faulty(message)
        if amount is not None and (type(amount) is not int or not 1 <= amount <= BY_KEY[key].most):
            message = f"needs a whole number from 1 to {BY_KEY[key].most}, or null, for {key}"
            raise Faulty(message)
    program.reminders = value


def _said_of_reminders(before: Json, after: Json) -> list[str]:
    changed = [each for key, each in BY_KEY.items() if before.get(key, each.default) != after.get(key, each.default)]
    amounts = {each.key: after.get(each.key, each.default) for each in changed}
    return [f"{each.label}: {'never' if amounts[each.key] is None else amounts[each.key]}." for each in changed]


# The orientation --------------------


def _track(side: Side) -> Setting:
    def read(program: Program) -> Json:
        names = ("title", "text", "question", "key", "id")
        track = program.orientation_pieces.track(side).values(*names) if program.pk else []
        return [{**piece, "id": str(piece["id"])} for piece in track]

    def write(program: Program, value: Json) -> None:
        if not isinstance(value, list) or not 1 <= len(value) <= OrientationPiece.MOST:
            message = f"must be a list of 1 to {OrientationPiece.MOST} pieces"
            raise Faulty(message)
        lengths = {"title": 80, "text": 3000, "question": 200}
        pieces = [
            mapping_in(piece, lengths, more=("key", "id"), at=f"piece {at}: ") for at, piece in enumerate(value, 1)
        ]
        keys = [{name: piece[name] for name in ("key", "id") if isinstance(piece.get(name), str)} for piece in value]
        if any(len(key.get("key", "")) > SHORT for key in keys):
            raise Faulty("has a key that is too long")
        write_track(program, side=side, pieces=[{**piece, **key} for piece, key in zip(pieces, keys, strict=True)])

    return Setting(f"orientation_{side.value}", f"Orientation of the {side.value}s", read, write, _said_of_track)


def _said_of_track(before: Json, after: Json) -> list[str]:
    was, now = ({piece["id"]: piece for piece in track} for track in (before, after))
    what = {
        "added": [piece for key, piece in now.items() if key not in was],
        "taken out": [piece for key, piece in was.items() if key not in now],
        "rewritten": [piece for key, piece in now.items() if key in was and was[key] != piece],
    }
    said = [f"A piece of the orientation was {done}: “{piece['title']}”." for done in what for piece in what[done]]
    return said or ["The pieces of the orientation stand in another order."]


def mapping_in(value: Json, lengths: Mapping[str, int], *, more: Collection[str] = (), at: str = "") -> dict[str, str]:
    """Return the texts of an object that has exactly these names, `more` being allowed beside; raises Faulty."""
    if not isinstance(value, dict):
        message = f"{at}must be an object"
        raise Faulty(message)
    for name in value:
        if name not in lengths and name not in more:
            message = f"{at}knows nothing of “{name}”"
            raise Faulty(message)
    for name, most in lengths.items():
        text = value.get(name)
        if not isinstance(text, str) or len(text) > most or not (text.strip() or name == "unit"):
            message = f"{at}needs a {name} of 1 to {most} characters"
            raise Faulty(message)
    return {name: value[name] for name in lengths}


# Who stands for it --------------------


def _holder(name: str, label: str) -> Setting:
    attribute = f"{name}_id"

    def read(program: Program) -> Json:
        key = getattr(program, attribute)
        return None if key is None else str(key)

    def write(program: Program, value: Json) -> None:
        setattr(program, attribute, cleaned(name, value, program))

    def said(before: Json, after: Json) -> list[str]:
        return [f"{label}: {after or 'nobody'} instead of {before or 'nobody'}."]

    return Setting(name, label, read, write, said, travels=False, names_a_person=True)


# What a change touches, and what people see --------------------


def _touched(program: Program, names: Collection[str]) -> Iterator[str]:
    here = program.participations.filter(state=Participation.State.ENROLLED).count()
    waiting = program.participations.invited().count()
    people = f"{here} {'person who takes' if here == 1 else 'people who take'} part"
    if WORDS & set(names) and here + waiting:
        yield f"{people} and {waiting} who {'was' if waiting == 1 else 'were'} invited read the new words at once."
    if {role.value for role in NAMED_ROLES} & set(names) and here:
        yield f"{people} see from now on whom to ask instead. What they told the one before stays there."
    if "entry" in names and waiting:
        yield f"{waiting} {'invitation waits' if waiting == 1 else 'invitations wait'} for an answer and stay good."
    if any(name.startswith("orientation_") for name in names):
        unread = program.participations.enrolled().filter(oriented_at=None).count()
        yield f"{unread} {'person has' if unread == 1 else 'people have'} still to read the orientation."


def _shown(program: Program) -> Iterator[Shown]:
    kind = kind_named("invitation")
    words = words_for(kind, "", wordings_in_use())
    reader = User(name="Alex Example")
    filled = values_of(kind.allowed, {"program": program, "person": reader, "url": "…"})
    letter = {"subject": fill(words.subject, filled), "text": fill(words.text, filled)}
    yield Shown("The invitation by mail", "programs/_shown_letter.html", letter)
    yield Shown("The page behind it", "programs/_shown_invitation.html", {"program": program})


declare(
    Part(
        "programs",
        "The program",
        settings=(
            *(column(name, is_fixed_once_open=name in FIXED) for name in COLUMNS),
            Setting("outcome", "Measurable outcome", _read_outcome, _write_outcome, _said_of_outcome),
            Setting("reminders", "Reminders", lambda program: program.reminders, _write_reminders, _said_of_reminders),
            *(_holder(role.value, role.label) for role in NAMED_ROLES),
            _holder("co_lead", "Co-lead"),
            *(_track(side) for side in Side),
        ),
        findings=findings_of,
        touched=_touched,
        shown=_shown,
    )
)
