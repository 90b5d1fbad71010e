"""What people write is planted through the verbs and then looked for everywhere else.

Looked through are a stolen dump, the sessions, the queue, the log, the letters, and every page of every other person.
"""

import base64
import io
import json
import logging
import re
from collections.abc import Iterable, Iterator
from dataclasses import replace
from typing import Any

import pytest
from celery import current_app
from django.apps import apps
from django.contrib.sessions.models import Session
from django.db import connection, transaction
from django.http import HttpResponse
from django.test import Client
from django.test.utils import CaptureQueriesContext
from openpyxl import load_workbook
from pytest_django.plugin import DjangoDbBlocker

from counsel.actions import ask_to_talk, reply_to_talk, write_counsel_note
from desk.diary import PAGES
from feedback.models import SurveyRequest
from ideas.actions import write_idea
from outbox.actions import deliver, set_channel
from pairing.actions import answer_proposal, request_round, tell_wishes
from pairing.models import Proposal, Reason
from profiles.actions import tell_gaps
from profiles.models import Skill, Urgency
from programs.models import Side
from record.exports import XLSX
from record.models import DataKey, SealedField
from record.sealing import open_one, seal
from sessions_app.actions import (
    Entry,
    agree_plan,
    open_workspace,
    propose_plan,
    say_where_i_stand,
    share_sheet,
    sign_agreement,
    write_action,
    write_agreement,
    write_draft,
    write_note,
)
from sessions_app.models import Closing, FitCheck, GoalWords, Meeting
from tests.architecture.conftest import World, make_world
from tests.architecture.test_doors import PATTERNS
from tests.factories import NOW, answer_pulse, later, make_meeting, make_pulse

TAPS = {"worth": 4, "learned": 3, "gave": 2}
NAMES = [f"{app}:{view}" for app, view, _ in PATTERNS]
OTHERS = (
    "hr_admin", "coordinator", "sponsor", "counsellor", "bystander", "superuser", "ex_partner", "stranger",
    "calendar_delegate",
)  # fmt: skip
# What one of the two writes and the other must never read: "canary-private-newcomer" is looked for as a whole.
ALONE = ("gap", "kept", "private", "draft", "talk", "reply", "pulse", "reason")
SEALED = {
    f"{model._meta.label}.{field.name}": (model, field.name)
    for model in apps.get_models()
    for field in model._meta.get_fields()
    if isinstance(field, SealedField)
}
# Sealed fields that hold no words, only what was tapped or chosen out of lists: no canary fits in.
CHOSEN = {
    "profiles.Gap.want", "pairing.Wishes.asks", "pairing.Wishes.not_with", "pairing.Wishes.likes",
    "sessions_app.Closing.answer", "sessions_app.FitCheck.answer", "sessions_app.GoalWords.before",
    "sessions_app.GoalWords.after", "counsel.TalkRequest.wish",
}  # fmt: skip


def plant(world: World) -> World:
    """Let both write a canary wherever anything can be written, agree on all of it, and tap what can be tapped."""
    cast, pair = world.cast, world.cast.pair
    kept_apart = make_meeting(pair, 2)
    for side in Side:
        place = pair.place_of(side)
        skill = Skill.objects.create(name=f"canary-gap-{side}", kind="craft", search_text="")
        tell_gaps(place, urgencies={skill.pk: Urgency.NOW}, now=NOW)
        reason = {"learn": [f"canary-reason-{side}"], "share": [], "offer": []}
        seal(Reason.objects.get(told_to=place), text=json.dumps(reason)).save()
    open_workspace(pair, now=NOW)
    for side in Side:
        lines = [Entry("learn", f"canary-sheet-{side}"), Entry("off_limits", f"canary-kept-{side}", is_kept_back=True)]
        share_sheet(pair, side=side, lines=lines, now=NOW)
    for side in Side:
        propose_plan(pair, side=side, goals=[f"canary-goal-{side}"], themes=[f"canary-theme-{side}"], now=NOW)
    for side in Side:
        lines = {"goals": [f"canary-goal-{side.other}"], "themes": [f"canary-theme-{side.other}"]}
        agree_plan(pair, side=side, **lines, now=NOW)
        say_where_i_stand(pair, side=side, words=["curious"], now=NOW)
    for said in GoalWords.objects.select_related("plan__pair__data_key"):
        seal(said, after=json.dumps(["can_do"])).save()
    write_agreement(pair, side=Side.SENIOR, text="canary-agreement", now=NOW)
    for side in Side:
        sign_agreement(pair, side=side, version=2, now=NOW)
        write_note(kept_apart, side=side, text=f"canary-private-{side}", is_private=True, now=NOW)
        write_note(kept_apart, side=side, text=f"canary-shared-{side}", is_private=False, now=NOW)
        for about in (None, kept_apart):
            write_draft(pair, side=side, meeting=about, text=f"canary-draft-{side}", now=NOW)
        talk = ask_to_talk(
            cast.program, person=pair.place_of(side).person, text=f"canary-talk-{side}", wish="listen", now=NOW
        )
        reply_to_talk(talk, text=f"canary-reply-{side}", now=NOW)
        write_counsel_note(talk, text=f"canary-counsel-note-{side}", now=NOW)
        write_idea(pair, side=side, title=f"canary-idea-{side}", text=f"canary-words-{side}", now=NOW)
        write_action(kept_apart, owner=side, text=f"canary-action-{side}", now=NOW)
    make_pulse(Meeting.objects.get(pair=pair, number=1), Side.NEWCOMER)
    Meeting.objects.filter(pair=pair, number=1).update(state=Meeting.State.HELD)
    for asked in SurveyRequest.objects.with_people():
        side = pair.side_of(asked.participation.person)
        answer_pulse(asked, choices=TAPS, text=f"canary-pulse-{side}", organisers_may_read=True, now=NOW)
    last = cast.program.surveys.get(key="later")
    place = cast.program.participations.get(person=cast.bystander)
    mark = SurveyRequest(survey=last, participation=place, asked_at=NOW, is_answered=True)
    seal(mark, pair_mark="canary-mark").save(force_insert=True)
    # The newcomer's wishes, fit and closing come later, to see whether their coming shows.
    tell_wishes(pair.senior, asks=[str(cast.coordinator.pk)], not_with=[], likes=["far_grade"])
    seal(FitCheck(pair=pair, participation=pair.senior, asked_at=NOW), answer="fits").save(force_insert=True)
    closing = Closing(pair=pair, author=pair.senior, keeps_copy=True, answered_at=NOW)
    answer = json.dumps({"choice": "stop", "more": 0})
    seal(closing, answer=answer, thanks="canary-thanks-senior").save(force_insert=True)
    channel = {"address": "discord://123456789012345678/canary-channel", "kinds": [], "is_on": False}
    set_channel(cast.program.pk, **channel, by=cast.coordinator, now=NOW)
    world.ids |= {"talk_id": talk.pk, "number": 2}
    return world


@pytest.fixture(scope="module")
def lasting(django_db_setup: None, django_db_blocker: DjangoDbBlocker) -> Iterator[World]:
    """The planted world, made once for all; what a test changes in it goes with that test's savepoint."""
    with django_db_blocker.unblock(), transaction.atomic():
        yield plant(make_world())
        transaction.set_rollback(True)


@pytest.fixture
def planted(lasting, db) -> World:
    return replace(lasting, ids=dict(lasting.ids))


def ask_all(world: World, persona: str, names: Iterable[str] = NAMES) -> Iterator[tuple[str, HttpResponse]]:
    """Yield each page and its answer to a person."""
    browser = Client()
    browser.force_login(world.person(persona))
    for name in names:
        yield name, browser.get(world.address(name))


def pages_of(world: World, persona: str) -> dict[str, str]:
    """Return every page that a person gets, by its name, files in the form in which they are read."""
    return {name: _read(answer) for name, answer in ask_all(world, persona)}


def _read(answer: HttpResponse) -> str:
    if answer.headers.get("Content-Type") == XLSX:
        cells = [row for sheet in load_workbook(io.BytesIO(answer.content)) for row in sheet.values]
        return "\n".join(str(cell) for row in cells for cell in row)
    return answer.content.decode()


def found(pages: dict[str, str], *canaries: str) -> list[tuple[str, str]]:
    return [(name, canary) for name, page in pages.items() for canary in canaries if canary in page]


def test_every_sealed_field_holds_a_canary(planted):
    words = {
        label: [open_one(row, field) for row in model._base_manager.exclude(**{f"{field}__isnull": True})]
        for label, (model, field) in SEALED.items()
    }

    assert [label for label, texts in words.items() if not texts] == [], "Let `plant` fill each sealed field."
    without = {label for label, texts in words.items() if not any("canary" in text for text in texts)}
    assert without == CHOSEN, "Let `plant` write a canary into it; CHOSEN is for what holds no words."


def test_a_stolen_dump_holds_no_words(planted, dumped):
    Skill.objects.filter(name__startswith="canary").delete()

    assert (dumped("canary"), dumped(base64.b64encode(b"canary").decode())) == (0, 0)
    assert [session for session in Session.objects.all() if "canary" in str(session.get_decoded())] == []


def test_the_queue_holds_names_of_sweeps_only(planted, django_capture_on_commit_callbacks):
    cast, pair = planted.cast, planted.cast.pair
    with django_capture_on_commit_callbacks(execute=True):
        ask_to_talk(cast.program, person=cast.newcomer, text="canary-talk-later", now=NOW)
        write_agreement(pair, side=Side.SENIOR, text="canary-agreement-later", now=NOW)
        request_round(cast.program, by=cast.coordinator, now=NOW)
    with current_app.connection_for_read() as broker:
        rows = [row for queue in ("clock", "long") for row in broker.default_channel.client.lrange(queue, 0, -1)]
    queued = [json.loads(row) for row in rows]
    sent = [json.loads(base64.b64decode(each["body"]))[:2] for each in queued]

    assert len(sent) > 0
    assert [arguments for arguments in sent if arguments != [[], {}]] == []


def test_no_letter_holds_a_word(planted, mailoutbox):
    for days in range(12):
        while deliver(now=later(days=days)):
            pass

    parts = [part for letter in mailoutbox for part in letter.message().walk() if not part.is_multipart()]
    read = [f"{letter.subject}" for letter in mailoutbox] + [part.get_payload(decode=True).decode() for part in parts]
    assert len(mailoutbox) > 8
    assert [text for text in read if "canary" in text] == []


CLOCK = re.compile(r"\b\d{1,2}:\d{2}\b")


@pytest.mark.parametrize("persona", OTHERS)
def test_no_page_of_anybody_else_holds_a_word(planted, persona, caplog):
    caplog.set_level(logging.DEBUG)

    pages = pages_of(planted, persona)

    heard = ["counsel:talk"] if persona == "counsellor" else []
    if persona == "counsellor":  # whose notes they are
        pages = {name: page.replace("canary-counsel-note", "") for name, page in pages.items()}
    assert found({name: page for name, page in pages.items() if name not in heard}, "canary") == []
    assert [canary in pages["counsel:talk"] for canary in ("canary-talk", "canary-reply")] == [bool(heard)] * 2
    assert "canary" not in caplog.text


@pytest.mark.parametrize("side", Side)
def test_no_page_of_the_partner_holds_what_is_mine_alone(planted, side, caplog):
    caplog.set_level(logging.DEBUG)
    planted.ids |= {"request_id": SurveyRequest.objects.get(participation=planted.cast.pair.place_of(side)).pk}

    pages = pages_of(planted, side)

    theirs = [f"canary-{what}-{side.other}" for what in ALONE]
    mine = [f"canary-{what}-{side}" for what in ALONE]
    pickers = {"profiles:offers", "profiles:gaps", "profiles:skill_search"}  # they show the list of skills to all
    assert found({name: page for name, page in pages.items() if name not in pickers}, *theirs) == []
    assert [canary for canary in mine if ("desk:on_record", canary) not in found(pages, canary)] == []
    assert f"canary-shared-{side.other}" in pages["sessions_app:meeting"]
    assert "canary" not in caplog.text


def test_whether_there_is_a_private_note_a_wish_or_a_no_shows_nowhere_to_anybody_else(planted):
    looked_at = set(PAGES)  # the diary of looks is written at the first look of a day
    list(ask_all(planted, "hr_admin", looked_at))
    before = {persona: _marks_of(planted, persona) for persona in ("senior", "hr_admin")}
    pair = planted.cast.pair
    meeting = Meeting.objects.with_pairs().get(pair=pair, number=2)

    write_note(meeting, side=Side.NEWCOMER, text="", is_private=True, now=NOW)
    tell_wishes(pair.newcomer, asks=[], not_with=[pair.senior.person_id], likes=[])
    proposal = Proposal.objects.get(pk=planted.ids["proposal_id"])
    answer_proposal(proposal, side=Side.NEWCOMER, yes=False, likes=["far_grade"], now=NOW)

    after = {persona: _marks_of(planted, persona) for persona in ("senior", "hr_admin")}
    changed = [(who, name) for who in before for name in before[who] if before[who][name] != after[who][name]]
    assert changed == []


def _marks_of(world: World, persona: str) -> dict[str, tuple[object, ...]]:
    """Return what each page gives away: its status, headers, lines, and how much it asks of the database.

    Left out is what differs each time a page is served: tokens, ages, the hour that it is.
    """
    marks: dict[str, tuple[object, ...]] = {}
    skipped = ("csrf", "second", "minute", "dtstamp")
    browser = Client()
    browser.force_login(world.person(persona))
    for name in NAMES:
        with CaptureQueriesContext(connection) as queries:
            answer = browser.get(world.address(name))
        lines = [line for line in _read(answer).splitlines() if not any(word in line.lower() for word in skipped)]
        headers = {key: value for key, value in answer.headers.items() if key != "Expires"}
        marks[name] = (answer.status_code, headers, len(queries), [CLOCK.sub("", line) for line in lines])
    return marks


@pytest.mark.parametrize(
    ("view", "post"),
    [
        ("sessions_app:write_note", {"private-text": "canary-new"}),
        ("sessions_app:sheet", {"share": "yes"}),
        ("profiles:gaps", {"q": "canary-new"}),
        ("pairing:proposal", {"answer": "canary-new"}),
    ],
)
def test_a_page_that_does_not_open_tells_neither_reader_nor_log_a_word(planted, view, post: Any, caplog, mailoutbox):
    caplog.set_level(logging.DEBUG)
    DataKey.objects.update(wrapped=b"not what it was")
    Proposal.objects.update(state="open", lapses_at=later(days=3650))
    browser = Client(raise_request_exception=False)
    browser.force_login(planted.cast.newcomer)

    page = browser.post(planted.address(view), post)

    assert (page.status_code, "This does not open at present" in page.content.decode()) == (500, True)
    assert ("Internal Server Error" in caplog.text, "canary" in caplog.text + page.content.decode()) == (True, False)
    assert mailoutbox == []


def test_a_page_that_breaks_tells_neither_reader_nor_log_what_was_written(planted, caplog, mailoutbox):
    caplog.set_level(logging.DEBUG)
    for plan in planted.cast.pair.plans.all():
        seal(plan, goals="canary, and no JSON").save()
    browser = Client(raise_request_exception=False)
    browser.force_login(planted.cast.newcomer)

    page = browser.get(planted.address("sessions_app:my_plan"))

    assert (page.status_code, "Something broke on our side" in page.content.decode()) == (500, True)
    assert ("JSONDecodeError" in caplog.text, "canary" in caplog.text + page.content.decode()) == (True, False)
    assert mailoutbox == []
