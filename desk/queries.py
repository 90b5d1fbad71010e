"""What is next for a person, composed from every app below, the most urgent first."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import IntEnum
from typing import Any
from uuid import UUID

from django.db.models import DateTimeField, Exists, F, Max, OuterRef, Q, QuerySet, Subquery, TextField, Value
from django.db.models.functions import Cast
from django.urls import reverse
from django.utils import timezone
from django.utils.formats import date_format

from counsel.models import TalkRequest
from feedback.models import PulseRequest
from ideas.models import Idea
from insights.models import Release
from pairing.models import Pair, Proposal, Round
from people.models import User
from profiles.queries import missing_steps, ready, told_steps
from programs.access import ORGANISERS, SPONSOR, roles_with
from programs.data.orientation import MINUTES
from programs.models import Participation, Program, RosterImport, Side, named_in_a_role_of
from sessions_app.models import Drift, FitCheck, waits_for_fit
from sessions_app.queries import Hint, Step, Workspace, next_step, workspaces_of

SOON = timedelta(days=4)
FRESH = timedelta(days=14)
# The steps of the profile, as home asks for them.
ASKS = {
    "offers": "Say what you could show somebody",
    "gaps": "Say what you would like to get better at",
    "rhythm": "Say when you can meet",
}


class Urgency(IntEnum):
    """What goes first: what keeps another person waiting, then what runs out, then what can be done any day."""

    OTHERS_WAIT = 1
    RUNS_OUT = 2
    NOW = 3
    WORK = 4
    NEWS = 5
    ANY_DAY = 6
    WAITING = 7


@dataclass(frozen=True)
class NextStep:
    """One thing to do: a title, a sentence, the minutes it takes (0: none of them yours), and where."""

    urgency: Urgency
    title: str
    text: str
    url: str
    label: str
    minutes: int = 0
    due: str = ""

    @property
    def waits(self) -> bool:
        """Whether there is nothing to do but know it."""
        return self.urgency is Urgency.WAITING


@dataclass(frozen=True)
class Stones:
    """How far a pair has come."""

    title: str
    url: str
    held: int
    total: int


def desk_of(person: User, *, pairs: list[Pair], now: datetime) -> tuple[list[NextStep], list[Stones]]:
    """Return the next steps, the most urgent first, and a row of stones a live pair."""
    workspaces = workspaces_of(pairs)
    stones = [
        Stones(
            f"{pair.program.name}, with {pair.partner_of(person).person.name}",
            reverse("sessions_app:pair", args=[pair.pk]),
            workspaces[pair.pk].held,
            workspaces[pair.pk].total,
        )
        for pair in pairs
    ]
    return next_steps(person, workspaces=workspaces.values(), now=now), stones


def next_steps(person: User, *, workspaces: Iterable[Workspace], now: datetime) -> list[NextStep]:
    """Return what waits for a person; equal urgencies stay in the order of a program's life."""
    workspaces = list(workspaces)
    steps = [
        *_joining(person, {workspace.pair.program_id for workspace in workspaces}),
        *_waiting_rows(person, now=now),
        *(_pair_step(workspace, person, now=now) for workspace in workspaces),
        *_organising(person, now=now),
        *_listening(person),
    ]
    return sorted(steps, key=lambda step: step.urgency)


# Joining and the profile --------------------


def _joining(person: User, paired: set[UUID]) -> Iterator[NextStep]:
    """Yield what an invitation or an unfinished profile asks."""
    proposed = _open_proposals(person).filter(round__program=OuterRef("program"))
    mine = (
        Participation.objects.of(person)
        .filter(program__state=Program.State.OPEN)
        .exclude(state=Participation.State.LEFT)
        .select_related("program")
        .annotate(**told_steps(), is_proposed=Exists(proposed))
        .order_by("invited_at")
    )
    for participation in mine:
        if participation.is_invited:
            yield step_of_invitation(participation)
        elif participation.has_asked or participation.is_waiting:
            yield _step_in_line(participation)
        elif participation.is_enrolled and participation.program_id not in paired and not participation.is_proposed:
            yield _step_of_profile(participation)


def step_of_invitation(participation: Participation) -> NextStep:
    """Return what an invitation asks."""
    program = participation.program
    return NextStep(
        Urgency.NOW,
        f"You are invited to {program.name}",
        "Read what it is and what it asks. Whether you join is up to you.",
        reverse("programs:enrol", args=[program.pk]),
        "Look at the invitation",
        minutes=2,
    )


def _step_in_line(participation: Participation) -> NextStep:
    program = participation.program
    return NextStep(
        Urgency.WAITING,
        f"You wait for a place in {program.name}" if participation.is_waiting else f"You asked to join {program.name}",
        "You get a mail when that changes. Nothing is asked of you until then.",
        reverse("programs:program", args=[program.pk]),
        "See where I stand",
    )


def _step_of_profile(participation: Participation) -> NextStep:
    program, missing = participation.program, missing_steps(participation)
    if participation.is_paused or program.is_paused:
        mine = participation.is_paused
        return NextStep(
            Urgency.WAITING,
            f"You take a break from {program.name}" if mine else f"{program.name} rests",
            "Nothing is asked of you meanwhile.",
            reverse("sessions_app:take_a_break" if mine else "programs:program", args=[program.pk]),
            "I am back" if mine else "See the program",
        )
    if not missing and not participation.is_oriented:
        return NextStep(
            Urgency.NOW,
            "Read the orientation",
            f"Your profile for {program.name} is complete. Each side reads this before its first session.",
            reverse("programs:orientation", args=[program.pk]),
            "Open the orientation",
            minutes=MINUTES,
        )
    if not missing:
        waits = "You will get a mail when somebody is proposed to you."
        return NextStep(
            Urgency.WAITING,
            f"Your profile for {program.name} is complete",
            waits if participation.is_looking else "Nobody is proposed to you until you say so.",
            reverse("pairing:look_for_partner", args=[program.pk]),
            "See what comes next",
        )
    return NextStep(
        Urgency.NOW,
        ASKS[missing[0]],
        f"{program.name} needs it to find you a partner.",
        reverse(f"profiles:{missing[0]}", args=[program.pk]),
        "Go on with my profile",
        minutes=len(missing),
    )


# What waits for an answer: one union of small reads --------------------


def _open_proposals(person: User) -> QuerySet[Proposal]:
    """Choose proposals that this person has not answered."""
    return Proposal.objects.open().filter(
        Q(newcomer__person=person, newcomer_says=None) | Q(senior__person=person, senior_says=None)
    )


def _waiting_rows(person: User, *, now: datetime) -> Iterator[NextStep]:
    """Yield a step for each proposal, pulse, talk and idea that waits, read in one query."""
    talks = TalkRequest.objects.of(person).order_by().annotate(last_reply=Max("replies__sent_at"))
    answered = talks.filter(state=TalkRequest.State.ANSWERED, last_reply__gt=now - FRESH)
    asked = TalkRequest.objects.order_by().filter(counsellor=person, state=TalkRequest.State.OPEN)
    pulses = PulseRequest.objects.of(person).open()
    awake = Pair.objects.awake().of(person).filter(program__drift_on=True)
    drifts = Drift.objects.filter(pair__in=awake)
    fits = FitCheck.objects.filter(waits_for_fit(person, now=now))
    owned = Idea.objects.order_by().filter(owner=person, answered_at=None)
    rows = _rows("proposal", _open_proposals(person), "round__program__name", "lapses_at").union(
        _rows("pulse", pulses, "meeting__pair__program__name", "asked_at", "meeting__number"),
        _rows("fit", fits, "pair__program__name", "asked_at", key="pair"),
        _rows("drift", drifts, "pair__program__name", "noticed_at", "sign", key="pair"),
        _rows("talk_asked", asked, "program__name", "asked_at"),
        _rows("talk_answered", answered, "program__name", "last_reply", "counsellor__name"),
        _rows("idea", owned, "program__name", "answer_due", "title"),
        all=True,
    )
    words = {
        "proposal": _step_of_proposal,
        "pulse": _step_of_pulse,
        "fit": _step_of_fit,
        "drift": _step_of_drift,
        "talk_asked": _step_of_request,
        "talk_answered": _step_of_answer,
        "idea": _step_of_idea,
    }
    for row in sorted(rows, key=lambda row: row["at"]):
        yield words[row["kind"]](row, now)


def _rows(
    kind: str, rows: QuerySet[Any], program: str, at: str, name: str | None = None, *, key: str = "pk"
) -> QuerySet[Any]:
    """Return rows of one shape: kind, key, program, at, name."""
    return rows.order_by().values(
        kind=Value(kind, TextField()),
        key=F(key),
        program_name=Cast(program, TextField()),
        at=Cast(at, DateTimeField()),
        name=Cast(name, TextField()) if name else Value("", TextField()),
    )


def _step_of_proposal(row: Mapping[str, Any], _now: datetime) -> NextStep:
    return NextStep(
        Urgency.OTHERS_WAIT,
        "Somebody is proposed to you",
        f"See why, and say whether you would like to meet. It is for {row['program_name']}.",
        reverse("pairing:proposal", args=[row["key"]]),
        "Read the reason",
        minutes=2,
        due=f"Before {_day(row['at'])}",
    )


def _step_of_pulse(row: Mapping[str, Any], _now: datetime) -> NextStep:
    return NextStep(
        Urgency.RUNS_OUT,
        f"How was session {row['name']}?",
        f"Three taps about {row['program_name']}. Nobody sees your answer by itself.",
        reverse("feedback:pulse", args=[row["key"]]),
        "Answer three questions",
        minutes=1,
    )


def _step_of_fit(row: Mapping[str, Any], _now: datetime) -> NextStep:
    return NextStep(
        Urgency.RUNS_OUT,
        "How does it fit?",
        f"One tap about {row['program_name']}. Nobody reads your answer.",
        reverse("sessions_app:fit_check", args=[row["key"]]),
        "Answer one question",
        minutes=1,
    )


def _step_of_drift(row: Mapping[str, Any], _now: datetime) -> NextStep:
    return NextStep(
        Urgency.WORK,
        Drift.Sign(row["name"]).label,
        f"{Hint.TEXT} It is about {row['program_name']}.",
        reverse("sessions_app:pair", args=[row["key"]]),
        "See the one thing to do",
        minutes=2,
    )


def _step_of_request(row: Mapping[str, Any], _now: datetime) -> NextStep:
    return NextStep(
        Urgency.OTHERS_WAIT,
        "Somebody would like to talk",
        f"They asked on {_day(row['at'])}, in {row['program_name']}.",
        reverse("counsel:talk", args=[row["key"]]),
        "Read and answer",
        minutes=5,
    )


def _step_of_answer(row: Mapping[str, Any], _now: datetime) -> NextStep:
    return NextStep(
        Urgency.NEWS,
        f"{row['name']} has answered you",
        "Only the two of you can read it.",
        reverse("counsel:talk", args=[row["key"]]),
        "Read the answer",
        minutes=1,
    )


def _step_of_idea(row: Mapping[str, Any], now: datetime) -> NextStep:
    soon = row["at"] - now < SOON
    return NextStep(
        Urgency.RUNS_OUT if soon else Urgency.ANY_DAY,
        f"Answer the idea “{row['name']}”",
        "You own it: say what becomes of it, and why.",
        reverse("ideas:idea", args=[row["key"]]),
        "Answer it",
        minutes=10,
        due=f"Before {_day(row['at'])}",
    )


# The pair --------------------


def _pair_step(workspace: Workspace, person: User, *, now: datetime) -> NextStep:
    """Word the workspace's own next step for this side."""
    pair = workspace.pair
    step = next_step(workspace, pair.side_of(person), now=now)
    meeting = workspace.next_meeting()
    due = ""
    if step.is_about_a_meeting and meeting is not None and meeting.starts_at > now:
        due = _hour(meeting.starts_at)
    return NextStep(
        _urgency_of(step, workspace, now=now),
        step.title,
        step.text or f"With {pair.partner_of(person).person.name}, in {pair.program.name}.",
        step.url,
        step.label,
        minutes=step.minutes,
        due=due,
    )


def _urgency_of(step: Step, workspace: Workspace, *, now: datetime) -> Urgency:
    if step.waits_for_partner or not step.minutes:
        return Urgency.WAITING
    if step.name in {"log", "confirm"}:
        return Urgency.OTHERS_WAIT
    meeting = workspace.next_meeting()
    if step.name == "meeting" and meeting is not None and meeting.starts_at - now > SOON:
        return Urgency.ANY_DAY
    return Urgency.WORK


# Programs one stands for --------------------


def _organising(person: User, *, now: datetime) -> Iterator[NextStep]:
    """Yield what the programs ask of those who run or sponsor them."""
    programs = Program.objects.order_by("starts_on", "name").exclude(state=Program.State.CLOSED)
    rows = list(_with_facts(programs if person.is_hr_admin else programs.filter(named_in_a_role_of(person)), now=now))
    if not rows and person.is_hr_admin:
        yield NextStep(
            Urgency.WORK,
            "Create your first program",
            "Choose a template; everything in it can be changed.",
            reverse("programs:choose_template"),
            "Choose a template",
            minutes=10,
        )
    for program in rows:
        roles = roles_with(program, person, None)
        if roles & set(ORGANISERS):
            yield from _step_of_program(program)
        elif SPONSOR in roles:
            yield from _step_of_release(program)


def _with_facts(programs: QuerySet[Program], *, now: datetime) -> QuerySet[Program]:
    """Annotate what decides the organisers' next step."""
    imports = RosterImport.objects.filter(program=OuterRef("pk")).order_by("-requested_at")
    rounds = Round.objects.filter(program=OuterRef("pk")).order_by("-requested_at")
    releases = Release.objects.done().filter(program=OuterRef("pk")).order_by("-number")
    held = Proposal.objects.open().filter(Q(newcomer=OuterRef("pk")) | Q(senior=OuterRef("pk")))
    free = ready(Participation.objects.looking().with_places().filter(~Exists(held), program=OuterRef("pk")))
    newest_import = RosterImport.objects.filter(pk=OuterRef("import_id"), finished_at__gt=now - FRESH)
    return programs.annotate(
        has_people=Exists(Participation.objects.filter(program=OuterRef("pk"))),
        import_id=Subquery(imports.values("pk")[:1]),
        import_is_faulty=Exists(newest_import.filter(Q(errors__isnull=False) | Q(state=RosterImport.State.FAILED))),
        round_id=Subquery(rounds.values("pk")[:1]),
        round_state=Subquery(rounds.values("state")[:1]),
        round_is_under_way=Exists(Round.objects.filter(program=OuterRef("pk"), state__in=Round.UNDER_WAY)),
        round_published_at=Subquery(rounds.values("published_at")[:1]),
        newcomers_free=Exists(free.on(Side.NEWCOMER)),
        seniors_free=Exists(free.on(Side.SENIOR)),
        release_number=Subquery(releases.values("number")[:1]),
    )


def _step_of_program(program: Any) -> Iterator[NextStep]:
    """Yield what a program asks of its organisers."""
    name, here = program.name, [program.pk]
    if program.is_draft:
        text = "Nobody is invited before it is open."
        yield NextStep(Urgency.WORK, f"Open {name}", text, reverse("programs:program", args=here), "Check it", 5)
        return
    if not program.has_people:
        url = reverse("programs:import_roster", args=here)
        text = "It is open, and nobody is invited yet."
        yield NextStep(Urgency.WORK, f"Invite people to {name}", text, url, "Bring in a roster", 5)
        return
    if program.import_is_faulty:
        url = reverse("programs:roster_import", args=[*here, program.import_id])
        text = f"The good rows are in {name}; each other row says what to mend."
        yield NextStep(Urgency.WORK, "Some rows of the roster could not be used", text, url, "See which rows", 5)
    if program.round_state == Round.State.DONE and program.round_published_at is None:
        url = reverse("pairing:round", args=[*here, program.round_id])
        text = "Nobody is told before you publish it."
        yield NextStep(Urgency.WORK, f"A round of {name} is ready to publish", text, url, "Look at the round", 10)
    elif program.newcomers_free and program.seniors_free and not program.round_is_under_way:
        url = reverse("pairing:rounds", args=here)
        text = "People on both sides have a complete profile and no partner."
        yield NextStep(Urgency.WORK, f"People in {name} can be paired", text, url, "Run a round", 5)


def _step_of_release(program: Any) -> Iterator[NextStep]:
    """Yield the newest release to its sponsor, who sees nothing else."""
    if program.release_number is None:
        return
    yield NextStep(
        Urgency.NEWS,
        f"Release {program.release_number} of {program.name}",
        "The newest figures that may be told.",
        reverse("insights:figures", args=[program.pk]),
        "See the figures",
        minutes=3,
    )


def _listening(person: User) -> Iterator[NextStep]:
    """Yield the queue of somebody who listens; each request that waits in it is a step of its own."""
    if person.is_counsellor:
        text = "You get a mail when somebody would like to talk."
        yield NextStep(Urgency.WAITING, "Talks", text, reverse("counsel:queue"), "Look at the talks")


# Dates in the reader's own zone --------------------


def _day(moment: datetime) -> str:
    return date_format(timezone.localtime(moment), "D j F")


def _hour(moment: datetime) -> str:
    return date_format(timezone.localtime(moment), "D j F, H:i") + " (your time)"
