"""A world with one of everything, so that every address can be asked for."""

from dataclasses import dataclass
from typing import Any
from uuid import uuid4

import pytest
from django.conf import settings
from django.test import Client
from django.urls import URLPattern, reverse

from counsel.actions import ask_to_talk
from counsel.models import CheckIn, Hour
from ideas.actions import release_idea, take_idea, write_idea
from ideas.models import Idea
from insights.models import Release
from outbox.links import sign
from outbox.models import Message
from pairing.models import Pair, Rehearsal, Waiting, Way
from people.models import User
from profiles.models import SkillImport
from programs.models import InvitationRun, Participation, ProgramChange, RosterImport, Side
from record.models import DeletionRun
from sessions_app.access import CONFIRM
from sessions_app.models import CalendarDelegate, Meeting
from tests.architecture.role_matrix import ANONYMOUS, EVERYONE
from tests.architecture.test_doors import PATTERNS
from tests.conftest import Cast, make_cast
from tests.factories import NOW, make_meeting, make_pair, make_participation, make_person, make_proposal, make_pulse


def keys_of(name: str) -> list[str]:
    """Return what stands in the address of a view: the keys of its ids, numbers and words."""
    pattern: URLPattern = next(pattern for app, view, pattern in PATTERNS if f"{app}:{view}" == name)
    return list(pattern.pattern.converters)


@dataclass
class World:
    """The cast, the ids that stand in addresses, and a signed-in browser for each persona."""

    cast: Cast
    ids: dict[str, Any]
    sessions: dict[str, str]

    def person(self, persona: str) -> User:
        return getattr(self.cast, persona)

    def browser(self, persona: str) -> Client:
        """Return a new browser in which a persona is signed in already."""
        client = Client(raise_request_exception=False)
        if persona != ANONYMOUS:
            client.cookies[settings.SESSION_COOKIE_NAME] = self.sessions[persona]
        return client

    def address(self, name: str, *, unknown: bool = False, ids: dict[str, Any] | None = None) -> str | None:
        """Return the address of a view with this world's ids, or others; with random ones, None without any id."""
        kwargs = {key: (ids or self.ids)[key] for key in keys_of(name)}
        wanted = kwargs
        if unknown:
            uuids = [key for key in wanted if key.endswith("_id")]
            if not uuids:
                return None
            kwargs |= {key: uuid4() for key in uuids}
        return reverse(name, kwargs=kwargs)


def _idea(pair: Pair) -> Idea:
    """Return an idea that has left its pair and that the sponsor answers."""
    idea = write_idea(pair, side=Side.NEWCOMER, title="Title", text="Text", now=NOW)
    for side in Side:
        release_idea(idea, side=side, now=NOW)
    take_idea(idea, owner=pair.program.sponsor, answer_due=NOW.date(), now=NOW)
    return idea


@pytest.fixture
def world(db: None) -> World:
    return make_world()


def make_world() -> World:
    cast = make_cast()
    cast.calendar_delegate = make_person("Ada Assistant")
    CalendarDelegate.objects.create(person=cast.senior, delegate=cast.calendar_delegate, named_at=NOW)
    earlier = make_pair(cast.program, newcomer=cast.pair.newcomer)
    Pair.objects.filter(pk=earlier.pk).update(ended_at=NOW)
    cast.ex_partner = earlier.senior.person
    ids = ids_around(cast.pair, left=cast.program.participations.get(person=cast.bystander))
    return World(cast, ids, {persona: _session_of(getattr(cast, persona)) for persona in EVERYONE})


def make_elsewhere(cast: Cast) -> dict[str, Any]:
    """Return the ids of a second program with one of everything, the stranger's home."""
    home = cast.stranger.participations.get()
    pair = make_pair(home.program, newcomer=home)
    return ids_around(pair, left=make_participation(home.program, side=Side.NEWCOMER))


def ids_around(pair: Pair, *, left: Participation) -> dict[str, Any]:
    """Make one of everything around a pair of a program and return the ids; `left` is left over by its round."""
    program = pair.program
    talk = ask_to_talk(program, person=pair.senior.person, text="", now=NOW)
    meeting = make_meeting(pair, state=Meeting.State.LOGGED, logged_by=Side.NEWCOMER, logged_at=NOW)
    proposal = make_proposal(program, pair.newcomer, pair.senior)
    waiting = Waiting.objects.create(round=proposal.round, participation=left, why="competition")
    Way.objects.create(waiting=waiting, field=Way.PLACE, requested_at=NOW)
    rehearsal = Rehearsal.objects.create(program=program, requested_at=NOW)
    Release.objects.create(program=program, number=meeting.number, state="done", requested_at=NOW, finished_at=NOW)
    pulse = make_pulse(meeting, Side.SENIOR)
    return {
        "place_id": left.pk,
        "rehearsal_id": rehearsal.pk,
        "number": meeting.number,
        "meeting_id": make_meeting(pair, 9).pk,
        "line_id": uuid4(),
        "run_id": (DeletionRun.objects.first() or DeletionRun.objects.create(day=NOW.date(), started_at=NOW)).pk,
        "name": "dpia",
        "action_id": uuid4(),
        "token": sign(CONFIRM, meeting.pk, meeting.version, Side.SENIOR),
        "program_id": program.pk,
        "person_id": program.coordinator.pk,
        "role": "coordinator",
        "template": "blank",
        "step": "purpose",
        "change_id": ProgramChange.objects.create(program=program, at=NOW).pk,
        "import_id": RosterImport.objects.create(program=program, requested_at=NOW).pk,
        "pair_id": pair.pk,
        "round_id": proposal.round_id,
        "proposal_id": proposal.pk,
        "ruling": 1,
        "talk_id": talk.pk,
        "hour_id": Hour.objects.create(
            counsellor=program.counsellor, starts_at=NOW, minutes=30, zone="Europe/London"
        ).pk,
        "check_in_id": CheckIn.objects.create(
            participation=pair.senior, counsellor=program.counsellor, step="before", due_at=NOW
        ).pk,
        "message_id": Message.objects.get(kind="talk_asked", to=program.counsellor).pk,
        "key": "no-such-letter",
        "merge_id": uuid4(),
        "bulk_id": InvitationRun.objects.create(program=program, requested_at=NOW).pk,
        "list_id": SkillImport.objects.create(file_name="list.csv", requested_at=NOW).pk,
        "form": "json",
        "file_type": "csv",
        "kind": "proposal",
        "language": "en",
        "batch": uuid4(),
        "idea_id": _idea(pair).pk,
        "side": Side.NEWCOMER.value,
        "reply_id": program.replies.create(said="Said", did="Done", written_at=NOW).pk,
        "piece_id": program.orientation_pieces.track(Side.NEWCOMER)[0].pk,
        "request_id": pulse.pk,
        "survey_id": pulse.survey_id,
        "item": "worth",
    }


def _session_of(person: User) -> str:
    client = Client()
    client.force_login(person)
    return client.cookies[settings.SESSION_COOKIE_NAME].value
