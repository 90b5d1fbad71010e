"""A world with one of everything, so that every address can be asked for."""

from dataclasses import dataclass
from typing import Any
from uuid import uuid4

import pytest
from django.conf import settings
from django.test import Client
from django.urls import URLPattern, reverse

from counsel.actions import ask_to_talk
from ideas.actions import release_idea, take_idea, write_idea
from ideas.models import Idea
from outbox.links import sign
from outbox.models import Message
from pairing.models import Rehearsal, Waiting, Way
from people.models import User
from programs.models import ProgramChange, RosterImport, Side
from record.models import DeletionRun
from sessions_app.access import CONFIRM
from sessions_app.models import CalendarDelegate, Meeting
from tests.architecture.role_matrix import ANONYMOUS, EVERYONE
from tests.architecture.test_doors import PATTERNS
from tests.conftest import Cast, make_cast
from tests.factories import NOW, make_meeting, make_person, make_proposal, make_pulse


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

    def address(self, name: str, *, unknown: bool = False) -> str | None:
        """Return the address of a view with this world's ids; with random ones, or None where it has no id."""
        pattern: URLPattern = next(pattern for app, view, pattern in PATTERNS if f"{app}:{view}" == name)
        wanted = pattern.pattern.converters
        kwargs = {key: self.ids[key] for key in wanted}
        if unknown:
            uuids = [key for key in wanted if key.endswith("_id")]
            if not uuids:
                return None
            kwargs |= {key: uuid4() for key in uuids}
        return reverse(name, kwargs=kwargs)


def _idea(cast: Cast) -> Idea:
    """Return an idea that has left its pair and that the sponsor answers."""
    idea = write_idea(cast.pair, side=Side.NEWCOMER, title="Title", text="Text", now=NOW)
    for side in Side:
        release_idea(idea, side=side, now=NOW)
    take_idea(idea, owner=cast.sponsor, answer_due=NOW.date(), now=NOW)
    return idea


@pytest.fixture
def world(db: None) -> World:
    return make_world()


def make_world() -> World:
    cast = make_cast()
    talk = ask_to_talk(cast.program, person=cast.senior, text="", now=NOW)
    meeting = make_meeting(cast.pair, state=Meeting.State.LOGGED, logged_by=Side.NEWCOMER, logged_at=NOW)
    proposal = make_proposal(cast.program, cast.pair.newcomer, cast.pair.senior)
    left = cast.program.participations.get(person=cast.bystander)
    waiting = Waiting.objects.create(round=proposal.round, participation=left, why="competition")
    Way.objects.create(waiting=waiting, field=Way.PLACE, requested_at=NOW)
    rehearsal = Rehearsal.objects.create(program=cast.program, requested_at=NOW)
    cast.calendar_delegate = make_person("Ada Assistant")
    CalendarDelegate.objects.create(person=cast.senior, delegate=cast.calendar_delegate, named_at=NOW)
    return World(
        cast,
        {
            "place_id": left.pk,
            "rehearsal_id": rehearsal.pk,
            "number": meeting.number,
            "meeting_id": make_meeting(cast.pair, 9).pk,
            "line_id": uuid4(),
            "run_id": DeletionRun.objects.create(day=NOW.date(), started_at=NOW).pk,
            "name": "dpia",
            "action_id": uuid4(),
            "token": sign(CONFIRM, meeting.pk, meeting.version, Side.SENIOR),
            "program_id": cast.program.pk,
            "person_id": cast.coordinator.pk,
            "role": "coordinator",
            "template": "blank",
            "step": "purpose",
            "change_id": ProgramChange.objects.create(program=cast.program, at=NOW).pk,
            "import_id": RosterImport.objects.create(program=cast.program, requested_at=NOW).pk,
            "pair_id": cast.pair.pk,
            "round_id": proposal.round_id,
            "proposal_id": proposal.pk,
            "ruling": 1,
            "talk_id": talk.pk,
            "message_id": Message.objects.get(kind="talk_asked").pk,
            "key": "no-such-letter",
            "form": "json",
            "kind": "proposal",
            "language": "en",
            "batch": uuid4(),
            "idea_id": _idea(cast).pk,
            "side": Side.NEWCOMER.value,
            "piece_id": cast.program.orientation_pieces.track(Side.NEWCOMER)[0].pk,
            "request_id": make_pulse(meeting, Side.SENIOR).pk,
        },
        {persona: _session_of(getattr(cast, persona)) for persona in EVERYONE},
    )


def _session_of(person: User) -> str:
    client = Client()
    client.force_login(person)
    return client.cookies[settings.SESSION_COOKIE_NAME].value
