"""The workspace's share of a program: the agenda of a session, its questions, and the papers of a pair."""

from collections.abc import Collection, Iterator
from datetime import date

from pairing.models import Pair
from programs.models import Program
from programs.parts import Faulty, Finding, Json, Part, Setting, Shown, Weight, declare
from sessions_app.data.prompts import Phase
from sessions_app.forms import AgendaForm
from sessions_app.models import Meeting
from sessions_app.queries import agenda_of, example_agreement

_PHASES = {phase.value for phase in Phase}


def _read_agenda(program: Program) -> Json:
    return [{**half, "steps": list(half["steps"])} for half in agenda_of(program)]


def _write_agenda(program: Program, value: Json) -> None:
    try:
        halves = {str(half["teaches"]): half for half in value}
        told = [[f"{int(step['minutes'])} {step['text']}" for step in half["steps"]] for half in halves.values()]
        titles = [half["title"] for half in halves.values()]
    except (TypeError, KeyError, ValueError):
        raise Faulty("must be two halves with teaches, title and steps") from None
    if halves.keys() != {"newcomer", "senior"} or len(value) != len(halves):
        raise Faulty("must have one half that the newcomer teaches and one that the senior does")
    data = {f"title_{at}": title for at, title in enumerate(titles, 1)}
    form = AgendaForm(data | {f"steps_{at}": "\n".join(lines) for at, lines in enumerate(told, 1)}, program=program)
    if not form.is_valid() or not all(told):
        said = " ".join(str(words) for each in form.errors.values() for words in each)
        raise Faulty(f"is refused: {said or 'a half has no steps'}")
    program.agenda = [{**half, "teaches": teaches} for half, teaches in zip(form.halves(), halves, strict=True)]


def _read_prompts(program: Program) -> Json:
    return program.prompts


def _write_prompts(program: Program, value: Json) -> None:
    if not isinstance(value, dict) or not value.keys() <= {"off", "own"}:
        raise Faulty("must be an object with off and own")
    off, own = value.get("off", []), value.get("own", {})
    if not _are_texts(off) or not isinstance(own, dict) or not own.keys() <= _PHASES:
        raise Faulty("must hold texts in off, and phases in own")
    if not all(_are_texts(texts) and len(texts) <= 10 for texts in own.values()):
        raise Faulty("must hold at most ten texts of 160 characters a phase")
    program.prompts = value


def _are_texts(value: Json) -> bool:
    return isinstance(value, list) and all(isinstance(text, str) and 0 < len(text) <= 160 for text in value)


def _said_of_agenda(_before: Json, _after: Json) -> list[str]:
    return ["The agenda of a session was rewritten."]


def _said_of_prompts(before: Json, after: Json) -> list[str]:
    was, now = (len(value.get("off", ())) for value in (before, after))
    own = sum(len(texts) for texts in after.get("own", {}).values())
    return [f"Questions to begin with: {now} switched off instead of {was}, {own} of your own."]


def _findings(program: Program, _today: date) -> Iterator[Finding]:
    """Say where the agenda does not fill the session."""
    minutes = sum(step["minutes"] for half in agenda_of(program) for step in half["steps"])
    if minutes != program.session_minutes:
        words = f"The agenda takes {minutes} minutes, and a session has {program.session_minutes}."
        yield Finding(Weight.HINT, words, "sessions_app:edit_agenda", (program.pk,), "Look at the agenda")


def _touched(program: Program, names: Collection[str]) -> Iterator[str]:
    ahead = Meeting.objects.planned().filter(pair__program=program)
    if {"agenda", "prompts"} & set(names) and ahead.exists():
        count = ahead.count()
        yield f"{count} {'session that has' if count == 1 else 'sessions that have'} a date will be held by it."
    if "cadence_weeks" in names and ahead.exists():
        yield "Sessions that have a date keep it; new dates go by the new weeks."
    if {"reminders", "reminders_on"} & set(names) and ahead.exists():
        yield f"Reminders of {ahead.count()} sessions that have a date follow it, unless they have left."
    if {"purpose", "ends_on", "name"} & set(names):
        pairs = Pair.objects.live().filter(program=program).count()
        if pairs:
            yield f"{pairs} {'agreement keeps' if pairs == 1 else 'agreements keep'} the words they began with."


def _shown(program: Program) -> Iterator[Shown]:
    yield Shown(
        "The agreement of a pair", "sessions_app/_shown_agreement.html", {"sections": example_agreement(program)}
    )
    halves = [
        {**half, "direction": "offer" if half["teaches"] == "newcomer" else "learn"} for half in agenda_of(program)
    ]
    yield Shown("The agenda of a session", "sessions_app/_shown_agenda.html", {"halves": halves})


declare(
    Part(
        "sessions_app",
        "Sessions",
        settings=(
            Setting("agenda", "Agenda of a session", _read_agenda, _write_agenda, _said_of_agenda),
            Setting("prompts", "Questions to begin with", _read_prompts, _write_prompts, _said_of_prompts),
        ),
        findings=_findings,
        touched=_touched,
        shown=_shown,
    )
)
