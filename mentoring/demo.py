"""The demo organisation, walked through the product's own verbs at the hours when it all happened.

Every verb is called with a `now` of the past, so that the three programs stand where a real one would: one open, one
in its fourth session, one closed with a release.
"""

from collections.abc import Iterator, Mapping, Sequence
from datetime import datetime, time, timedelta
from itertools import cycle
from uuid import UUID
from zoneinfo import ZoneInfo

from django.db import transaction
from django.db.models import QuerySet

from counsel.actions import ask_to_talk, reply_to_talk
from feedback.actions import Words, answer_survey, ask_surveys
from feedback.content import Content
from feedback.models import SurveyRequest
from feedback.moments import Moment
from ideas.actions import answer_idea, release_idea, take_idea, write_idea
from ideas.models import Idea
from insights.actions import compute_release, request_release, write_reply
from insights.models import Release
from leases.actions import run_waiting
from mentoring.demo_data import (
    ACTIONS,
    IDEAS,
    LOGINS,
    ORGANISATION,
    PEOPLE,
    PLAN_GOALS,
    PRIVATE_NOTES,
    PROFILES,
    PROGRAMS,
    PULSE_ANSWERS,
    PULSE_WORDS,
    REPLIES,
    SHARED_NOTES,
    SHEET_LINES,
    TALK_REQUESTS,
    DemoIdea,
    DemoParticipation,
    DemoProfile,
    DemoProgram,
    DemoReply,
)
from outbox.actions import drop_overdue, set_preferences
from pairing.actions import answer_proposal, end_pair, publish_round, request_round, run_round
from pairing.engine.ready import make_ready
from pairing.models import Pair, Proposal, Round
from people.actions import grant_role, set_up_organisation, upsert_people
from people.models import Organisation, Role, User
from profiles.actions import load_skills, set_interests, set_offers, set_rhythm, tell_gaps
from profiles.models import Level, Skill, Urgency
from programs.actions import close_program, create_program, enrol, invite_people, open_program, read_pieces
from programs.data.shipped import TEMPLATES
from programs.models import Participation, Program, Side
from sessions_app.actions import (
    Entry,
    agree_plan,
    answer_closing,
    confirm_meeting,
    date_meetings,
    log_meeting,
    notice_drift,
    open_workspace,
    place_meetings,
    propose_plan,
    put_off_meeting,
    return_plan,
    share_sheet,
    sign_agreement,
    take_a_break,
    write_action,
    write_note,
)
from sessions_app.models import Closing, Meeting, SheetLine
from sessions_app.queries import first_draft, lines_of

PREPARED = timedelta(weeks=6)
ENROLLED = timedelta(weeks=5)
PAIRED = timedelta(weeks=4)
PAPERS = timedelta(weeks=3)
# Letters younger than this are still delivered, so that the mailbox has something to follow.
FRESH = timedelta(days=10)
HALF_HOUR = timedelta(minutes=30)
# Pairs of the running program, in the order of the newcomers' names, that stand elsewhere than the rest.
ENDING, ANSWERED, HANDED_BACK, DRIFTING, ENDED, RESTING = range(1, 7)
LAST_SESSION = {ENDING: timedelta(days=2), ANSWERED: timedelta(days=-1)}
THANKS = "You asked until I knew what I meant. I shall keep doing that."
HANDED_BACK_GOAL = "Explain one decision of the board to my team, in ten minutes."
BEFORE, AFTER = ("beginner", "curious", "beginner"), ("can_do", "beginner", "can_do")
PULSE_QUESTIONS = ("worth", "learned", "gave")
# Sheet lines that the profile does not already say.
OWN_WORDS = {"find_hard": SheetLine.Kind.NOT_GOOD_AT, "off_limits": SheetLine.Kind.OFF_LIMITS}
STATES = {"adopted": Idea.State.ADOPTED, "declined": Idea.State.DECLINED, "pilot": Idea.State.ADOPTED}

People = Mapping[str, User]
# The number of each skill by its name.
Skills = Mapping[str, int]


@transaction.atomic
def load_demo(*, now: datetime) -> bool:
    """Load the demo organisation; False, and nothing changed, where an organisation exists already."""
    if Organisation.objects.exists():
        return False
    load_skills()
    skills = dict(Skill.objects.values_list("name", "pk"))
    people = _staff(now=now - timedelta(weeks=60))
    for key, profile in PROFILES.items():
        _fill_in(people[key], profile, skills, now=now - timedelta(weeks=50))
    make_ready()  # compiled beside until here, where people are paired
    programs = {demo.phase: _walk(demo, people, skills, now=now) for demo in PROGRAMS}
    for idea in IDEAS:
        _share(idea, people, now=now)
    _close(programs["closed"], now=program_end(programs["closed"]))
    for reply in REPLIES:
        _reply(programs[reply.phase], reply)
    _counsel(programs["running"], now=now)
    _turn_out(programs["running"], now=now)
    request_round(programs["open"], by=programs["open"].coordinator, now=now - timedelta(days=1))
    run_waiting(Round, run_round, clock=lambda: now - timedelta(days=1))
    drop_overdue(before=now - FRESH, outcome="It was due before this demonstration began.", now=now)
    return True


def demo_logins() -> Iterator[tuple[str, User]]:
    """Yield (role in words, person) of one login per role; the newcomer and the senior are a pair."""
    pairs = Pair.objects.live().with_people().filter(program__state=Program.State.OPEN)
    pair = pairs.order_by("newcomer__person__name").first()
    for role, key in LOGINS:
        if pair is not None and role in set(Side):
            yield role, pair.place_of(role).person
        else:
            yield role, User.objects.get(email__startswith=f"{key}@")


def _staff(*, now: datetime) -> People:
    by_key = {person.key: person for person in PEOPLE}
    holders = {role: by_key[key] for role, key in LOGINS}
    set_up_organisation(
        name=ORGANISATION,
        holders=[(Role.Name.HR_ADMIN, holders["HR admin"].name, holders["HR admin"].email)],
        now=now,
    )
    User.objects.create_superuser(holders["operator"].email, name=holders["operator"].name)
    upserted = upsert_people(
        [
            {
                "email": person.email,
                "name": person.name,
                "manager": person.manager_key and by_key[person.manager_key].email,
                "grade": person.grade,
                "grade_name": person.grade_name,
                "team": person.team,
                "department": person.department,
                "location": person.location,
                "zone": person.zone,
            }
            for person in PEOPLE
        ]
    )
    people = dict(zip(by_key, upserted.people, strict=True))
    for demo in PROGRAMS:
        grant_role(people[demo.coordinator], role=Role.Name.COORDINATOR, now=now)
        grant_role(people[demo.sponsor], role=Role.Name.SPONSOR, now=now)
        grant_role(people[demo.counsellor], role=Role.Name.COUNSELLOR, now=now)
    return people


def _half_hours(clock: str) -> int:
    hour, minute = map(int, clock.split(":"))
    return hour * 2 + minute // 30


def _fill_in(person: User, profile: DemoProfile, skills: Skills, *, now: datetime) -> None:
    words = {level.label: level for level in Level}
    set_offers(person, levels={skills[name]: words[word] for name, word in profile.offers.items()}, now=now)
    set_interests(person, names=profile.interests, now=now)
    set_rhythm(
        person,
        languages=profile.languages,
        workdays=[day - 1 for day in profile.days],
        work_from=_half_hours(profile.start),
        work_to=_half_hours(profile.end),
        zone=person.zone,
        now=now,
    )


# One program, from its draft to where it stands today ----------


def _walk(demo: DemoProgram, people: People, skills: Skills, *, now: datetime) -> Program:
    begins = now + timedelta(weeks=demo.starts_in_weeks)
    # Nothing of the open program may lie in the future.
    prepared = min(begins - PREPARED, now - timedelta(days=9))
    program = _prepare(demo, people, begins=begins, now=prepared)
    for index, row in enumerate(demo.participations):
        place = _take_part(program, people[row.person], row, skills, now=prepared + timedelta(days=5))
        if demo.phase != "open" or index % 3:
            pieces = program.orientation_pieces.track(row.side)
            read_pieces(place, pieces=pieces, now=prepared + timedelta(days=6))
    if demo.phase == "open":
        return program
    for index, pair in enumerate(_pair_up(program, begins=begins)):
        is_running = demo.phase == "running"
        _write_papers(pair, index, is_handed_back=is_running and index == HANDED_BACK, now=begins - PAPERS)
        if is_running and index in LAST_SESSION:
            _meet_briskly(pair, index, last=now + LAST_SESSION[index], now=now)
            continue
        _meet(pair, index, held=demo.pairs[index % len(demo.pairs)].held, first=begins, now=now)
    _answer_surveys(program, first=begins, now=now)
    if demo.phase == "closed":
        _look_back(program, now=program_end(program) - timedelta(days=1))
    return program


def program_end(program: Program) -> datetime:
    """Return noon of a program's last day, in UTC."""
    return datetime.combine(program.ends_on, time(12), tzinfo=ZoneInfo("UTC"))


def _prepare(demo: DemoProgram, people: People, *, begins: datetime, now: datetime) -> Program:
    template = next(each for each in TEMPLATES if each.key == demo.template)
    coordinator = people[demo.coordinator]
    program = create_program(
        template=demo.template,
        values={
            "name": demo.title,
            "purpose": template.purpose,
            "starts_on": begins.date(),
            "ends_on": begins.date() + timedelta(weeks=template.meetings * template.cadence_weeks + 2),
            "session_count": template.meetings,
            "session_minutes": template.minutes,
            "cadence_weeks": template.cadence_weeks,
            "newcomer_label": template.newcomer_label,
            "senior_label": template.senior_label,
            "ground_rules": "\n".join(template.ground_rules),
            "policy": dict(template.policy),
            "coordinator": coordinator,
            "sponsor": people[demo.sponsor],
            "counsellor": people[demo.counsellor],
        },
        outcome={
            "text": template.outcome.text,
            "unit": template.outcome.unit,
            "baseline": demo.baseline,
            "target": demo.target,
            "latest": demo.now,
        },
        by=coordinator,
        now=now,
    )
    open_program(program, now=now)
    asked = [people[row.person] for row in demo.participations] + [people[key] for key in demo.invited]
    invite_people(program, people=asked, now=now)
    return program


def _take_part(
    program: Program, person: User, row: DemoParticipation, skills: Skills, *, now: datetime
) -> Participation:
    place = Participation.objects.with_people().get(program=program, person=person)
    enrol(place, side=row.side, capacity=row.capacity, now=now)
    words = {urgency.label: urgency for urgency in Urgency}
    tell_gaps(place, urgencies={skills[name]: words[word] for name, word in row.gaps.items()}, now=now)
    return place


def _pair_up(program: Program, *, begins: datetime) -> list[Pair]:
    """Run a round, publish it, and let everybody say yes."""
    now = begins - PAIRED
    request_round(program, by=program.coordinator, now=now)
    run_waiting(Round, run_round, clock=lambda: now)
    publish_round(program.rounds.get(), now=now)
    for proposal in Proposal.objects.open().filter(round__program=program):
        for side in Side:
            answer_proposal(proposal, side=side, yes=True, now=now + timedelta(days=2))
    return list(Pair.objects.filter(program=program).with_people().order_by("newcomer__person__name"))


def _write_papers(pair: Pair, index: int, *, is_handed_back: bool, now: datetime) -> None:
    open_workspace(pair, now=now)
    for side in Side:
        share_sheet(pair, side=side, lines=_sheet(pair, side, index), now=now)
    for side in Side:
        goals, themes = first_draft(pair, designer=side)
        words = [PLAN_GOALS.get(goal, goal) for goal in goals] or ["Show one thing that I use every day."]
        propose_plan(pair, side=side, goals=words, themes=themes, now=now)
        if is_handed_back and side == Side.NEWCOMER:
            changed = [*words[:-1], HANDED_BACK_GOAL]
            mine, back = BEFORE[: len(changed)], now + timedelta(days=1)
            return_plan(pair, side=side.other, designer=side, goals=changed, themes=themes, words=mine, now=back)
            continue
        agree_plan(pair, side=side.other, goals=words, themes=themes, words=BEFORE[: len(words)], now=now)
    for side in Side:
        sign_agreement(pair, side=side, version=1, now=now)


def _sheet(pair: Pair, side: Side, index: int) -> list[Entry]:
    """Return what the profile says already and a line of one's own for the rest."""
    sheet = pair.sheets.get(author=pair.place_of(side))
    sheet.pair = pair
    known = [Entry(line.kind, text) for line, text in lines_of(sheet)]
    at = 2 * index + (side == Side.SENIOR)
    own = [Entry(kind, SHEET_LINES[name][at % len(SHEET_LINES[name])]) for name, kind in OWN_WORDS.items()]
    return known + own


def _meet(pair: Pair, index: int, *, held: int, first: datetime, now: datetime) -> None:
    """Date all sessions and hold the first of them; who logs takes turns."""
    senior = pair.senior.person
    zone = ZoneInfo(senior.zone)
    day = (first + timedelta(days=1 + index % 4)).astimezone(zone).date()
    day += timedelta(days=max(0, 7 - day.weekday()) if day.weekday() > 4 else 0)
    meetings = date_meetings(
        pair,
        first_date=day,
        local_time=time(14, 30 * (index % 2)),
        zone=senior.zone,
        now=first - timedelta(days=2),
    )
    _hold(meetings[:held], index, now=now)


def _meet_briskly(pair: Pair, index: int, *, last: datetime, now: datetime) -> None:
    """Date all sessions a fortnight apart up to a last one near today, and hold those before it."""
    hour = last.astimezone(ZoneInfo(pair.senior.person.zone)).replace(hour=14, minute=0, second=0, microsecond=0)
    starts = [hour - timedelta(weeks=2 * step) for step in range(pair.program.session_count)]
    meetings = place_meetings(pair, starts=starts, zone=pair.senior.person.zone, now=min(starts) - timedelta(days=9))
    _hold(meetings[:-1], index, now=now)


def _hold(meetings: Sequence[Meeting], index: int, *, now: datetime) -> None:
    """Log and confirm sessions, with a note on each and an action out of every second."""
    notes = cycle(SHARED_NOTES[index % len(SHARED_NOTES) :] + SHARED_NOTES[: index % len(SHARED_NOTES)])
    for meeting in meetings:
        over = meeting.starts_at + timedelta(minutes=meeting.minutes)
        if over > now:
            break
        logs = Side.NEWCOMER if (meeting.number + index) % 2 else Side.SENIOR
        log_meeting(meeting, side=logs, now=over)
        confirm_meeting(meeting, side=logs.other, now=over + HALF_HOUR)
        write_note(meeting, side=logs, text=next(notes), is_private=False, now=over)
        if not meeting.number % 2:
            text = ACTIONS[(index + meeting.number) % len(ACTIONS)]
            write_action(meeting, owner=logs, text=text, due_on=(over + timedelta(weeks=4)).date(), now=over)
        if not index % 5:
            text = PRIVATE_NOTES[meeting.number % len(PRIVATE_NOTES)]
            write_note(meeting, side=Side.NEWCOMER, text=text, is_private=True, now=over)


def _answer_surveys(program: Program, *, first: datetime, now: datetime) -> None:
    """Ask once a week, answer most of it, and release the first half of the sessions; one in seven stays open.

    In the first half of a program that goes on, in the second of one that has ended, twelve people add a line.
    """
    ask_surveys(now=first - PAIRED + timedelta(days=4))
    for week in range((min(now, program_end(program)) - first).days // 7 + 1):
        ask_surveys(now=first + timedelta(weeks=week + 1))
    requests = SurveyRequest.objects.filter(participation__program=program).with_people()
    contents = {survey.pk: survey.versions.all()[0].read() for survey in program.surveys.all()}
    _answer_by_turns(requests.filter(survey__key="start"), contents)
    writers: set[object] = set()
    lines, half = iter(PULSE_WORDS), program.session_count // 2
    pulses = requests.filter(meeting__isnull=False).order_by("meeting__number", "participation__person__name")
    for index, request in enumerate(pulses):
        is_later = request.meeting is not None and request.meeting.number > half
        if is_later and not program.releases.exists():
            _release(program, now=request.asked_at)
        if index % 7 == 6:
            continue
        writer = request.participation_id
        may_write = is_later == (program_end(program) < now) and writer not in writers
        text = next(lines, "") if may_write else ""
        if may_write:
            writers.add(writer)
        tapped = zip(PULSE_QUESTIONS, PULSE_ANSWERS[index % len(PULSE_ANSWERS)], strict=True)
        answer_survey(
            request,
            content=contents[request.survey_id],
            taps={key: [tap] for key, tap in tapped},
            words={"words": Words(text, organisers_may_read=bool(text))},
            now=request.asked_at + timedelta(hours=3),
        )
    _answer_by_turns(requests.filter(survey__key__in=["mid", "end"]), contents)


def _answer_by_turns(requests: QuerySet[SurveyRequest], contents: Mapping[UUID, Content]) -> None:
    """Answer what is asked at fixed moments, three choices in turn, low ones at the start; one in seven stays open."""
    for index, request in enumerate(requests.order_by("participation__person__name")):
        if index % 7 != 6:
            content = contents[request.survey_id].of_side(request.participation.side)
            chosen = [(item.key, item.choices) for item in content.questions if item.choices]
            first = request.survey.moment == Moment.START
            taps = {
                key: [choices[(index + at) % 3 if first else -1 - (index + at) % 3].value]
                for at, (key, choices) in enumerate(chosen)
            }
            answer_survey(request, content=content, taps=taps, words={}, now=request.asked_at + timedelta(hours=5))


def _release(program: Program, *, now: datetime) -> None:
    request_release(program, by=program.coordinator, now=now)
    run_waiting(Release, compute_release, clock=lambda: now)


def _close(program: Program, *, now: datetime) -> None:
    _release(program, now=now)
    close_program(program, now=now)


def _look_back(program: Program, *, now: datetime) -> None:
    """Let each pair that held its last session answer the closing; most stay in touch."""
    held = Meeting.objects.held().filter(number=program.session_count).values("pair")
    pairs = Pair.objects.filter(program=program, pk__in=held).with_people().order_by("newcomer__person__name")
    for index, pair in enumerate(pairs):
        for side in Side:
            choice = Closing.Choice.CONTINUE if (index + (side == Side.SENIOR)) % 4 else Closing.Choice.STOP
            words = AFTER[:: -1 if index % 3 == 0 else 1]
            answer_closing(pair, side=side, choice=choice, thanks=THANKS, keeps_copy=True, words=words, now=now)


def _reply(program: Program, reply: DemoReply) -> None:
    """Tell everybody in a program what was done, five days after its first release."""
    first = program.releases.last()
    if first is None or first.finished_at is None:
        return
    later = first.finished_at + timedelta(days=5)
    write_reply(program, said=reply.said, did=reply.did, release=first, by=program.coordinator, now=later)


def _turn_out(program: Program, *, now: datetime) -> None:
    """Let some pairs of the running program turn out otherwise: answered, drifting, ended, on a break."""
    pairs = list(Pair.objects.filter(program=program).with_people().order_by("newcomer__person__name"))
    answer_closing(
        pairs[ANSWERED],
        side=Side.NEWCOMER,
        choice=Closing.Choice.EXTEND,
        more=2,
        thanks=THANKS,
        keeps_copy=True,
        words=AFTER,
        now=now,
    )
    for meeting in pairs[DRIFTING].meetings.planned():
        put_off_meeting(meeting, version=meeting.version, side=Side.SENIOR, now=now - timedelta(days=6))
    end_pair(pairs[ENDED], side=Side.NEWCOMER, now=now - timedelta(days=4))
    take_a_break(pairs[RESTING].senior, until=(now + timedelta(weeks=3)).date(), moves=False, now=now - FRESH)
    notice_drift(now=now - timedelta(days=4))
    set_preferences(pairs[0].newcomer.person, daily_digest=True, now=now)


# Beside the sessions ----------


def _share(idea: DemoIdea, people: People, *, now: datetime) -> None:
    """Write an idea in the newcomer's pair and take it as far as it went."""
    written = now - timedelta(days=idea.written_days_ago)
    pair = Pair.objects.with_people().filter(newcomer__person=people[idea.newcomer]).first()
    if pair is None:
        return
    entry = write_idea(pair, side=Side.NEWCOMER, title=idea.title, text=idea.text, now=written)
    release_idea(entry, side=Side.NEWCOMER, now=written)
    if len(idea.released_by) < len(Side):
        return
    entry = release_idea(entry, side=Side.SENIOR, now=written + timedelta(days=2))
    if idea.owner is None or idea.answer_in_days is None:
        return
    due = now + timedelta(days=idea.answer_in_days)
    take_idea(entry, owner=people[idea.owner], answer_due=due.date(), now=written + timedelta(days=5))
    if idea.answer:
        answer_idea(entry, state=STATES[idea.state], answer=idea.answer, now=min(due, now))


def _counsel(program: Program, *, now: datetime) -> None:
    seniors = Participation.objects.enrolled().on(Side.SENIOR).filter(program=program).with_people()
    talks = [
        ask_to_talk(program, person=senior.person, text=text, now=now - timedelta(days=3))
        for senior, text in zip(seniors.order_by("person__name"), TALK_REQUESTS, strict=False)
    ]
    reply_to_talk(talks[0], text="Gladly. Thursday at four, in the old pilot house?", now=now - timedelta(days=2))
