"""The pulse: asked once after a session, answered once, read by nobody but its author."""

import re
from datetime import timedelta
from threading import Barrier, Thread

import pytest
from django.db import connection, connections
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from feedback.actions import AlreadyAnswered, SurveyClosed, ask_surveys
from feedback.data.packs import BY_KEY
from feedback.forms import AnswerForm
from feedback.models import Answer, SurveyRequest
from feedback.queries import answers_of, confidentiality_statement, questions_of, taps_of
from programs.models import Participation, Program, Side
from record.statement import NOTHING
from tests.factories import NOW, answer_pulse, later, make_meeting, make_pair, make_person, make_program, make_pulse

TAPS = {"worth": 4, "learned": 3, "gave": 2}


@pytest.fixture
def meeting(cast):
    return make_meeting(cast.pair, held_at=NOW)


@pytest.fixture
def asked(meeting):
    """Return the newcomer's pulse, open at the real hour too."""
    return make_pulse(meeting, Side.NEWCOMER, asked_at=timezone.now())


def _answer(request, *, choices=TAPS, text="", organisers_may_read=False, now=None):
    answer_pulse(
        request, choices=choices, text=text, organisers_may_read=organisers_may_read, now=now or request.asked_at
    )


def test_ask_pulses_asks_both_once_after_a_session_that_was_held(cast, meeting, told):
    make_meeting(cast.pair, number=2)
    quiet = make_pair(make_program("Quiet", pulse_on=False))
    make_meeting(quiet, held_at=NOW)

    ask_surveys(now=NOW)
    ask_surveys(now=later(hours=1))

    assert told() == [("pulse", cast.newcomer.name), ("pulse", cast.senior.name)]
    assert set(SurveyRequest.objects.values_list("meeting", "participation__person")) == {
        (meeting.pk, cast.newcomer.pk),
        (meeting.pk, cast.senior.pk),
    }


def test_ask_pulses_leaves_old_sessions_alone(cast, told):
    make_meeting(cast.pair, held_at=NOW - timedelta(days=15))

    ask_surveys(now=NOW)

    assert told() == []


def test_ask_surveys_that_has_nothing_to_do_asks_three_queries_a_program(meeting):
    programs = Program.objects.filter(pulse_on=True).count()
    ask_surveys(now=NOW)

    with CaptureQueriesContext(connection) as queries:
        ask_surveys(now=NOW)

    assert len(queries) == 2 + 3 * programs


def test_pulse_mail_is_dropped_once_answered_or_left(cast, meeting, post_round, mailoutbox):
    ask_surveys(now=NOW)
    _answer(SurveyRequest.objects.get(participation__person=cast.newcomer), now=NOW)
    Participation.objects.filter(person=cast.senior).update(state=Participation.State.LEFT)

    assert post_round(mailoutbox, NOW) == []


def test_pulse_mail_carries_the_session_and_a_link_that_answers_once_without_signing_in(
    cast, meeting, post_round, mailoutbox
):
    meeting = make_meeting(cast.pair, number=2, held_at=timezone.now())
    ask_surveys(now=timezone.now())
    letters = post_round(mailoutbox, timezone.now())
    links = {letter.to[0]: re.search(r"https?://[^/]+(/answer/\S+)", letter.body)[1] for letter in letters}
    phone, laptop = Client(), Client()
    mine = links[cast.newcomer.email]

    pages = [browser.get(mine).content.decode() for browser in (phone, laptop)]
    thanks = phone.post(mine, TAPS, follow=True).content.decode()
    second = laptop.post(mine, {**TAPS, "worth": 1}, follow=True).content.decode()

    assert {letter.subject for letter in letters} == {"How was session 2?"}
    assert ["Was this session worth your time?" in page for page in pages] == [True, True]
    assert ("Your answer is kept." in thanks, "Your first answer stands." in second) == (True, True)
    assert dict(Answer.objects.values_list("question", "choice")) == TAPS
    assert phone.get(mine[:-3] + "xxx/").status_code == 404
    assert meeting.number == 2


def test_pulse_opens_to_the_one_asked_and_to_nobody_else(cast, as_person, asked):
    address = reverse("feedback:answer_survey", args=[asked.pk])
    roles = ("newcomer", "senior", "coordinator", "hr_admin", "sponsor", "counsellor", "stranger", "superuser")

    for _ in ("open", "answered"):
        answers = {role: as_person(getattr(cast, role)).get(address).status_code for role in roles}
        assert answers == dict.fromkeys(roles, 404) | {"newcomer": 200}
        as_person(cast.newcomer).post(address, TAPS)


def test_pulse_takes_three_taps(cast, as_person, asked):
    client, address = as_person(cast.newcomer), reverse("feedback:answer_survey", args=[asked.pk])

    response = client.post(address, TAPS, follow=True)

    assert dict(Answer.objects.values_list("question", "choice")) == TAPS
    assert "Your answer is kept." in response.content.decode()
    assert "You have answered" in response.content.decode()


def test_pulse_keeps_what_was_typed_when_a_tap_is_missing(cast, as_person, asked):
    client, address = as_person(cast.newcomer), reverse("feedback:answer_survey", args=[asked.pk])

    response = client.post(address, {"worth": 4, "gave": 2, "words": "half a thought"})

    assert response.status_code == 200
    assert "half a thought" in response.content.decode()
    assert response.context["form"].errors == {"learned": ["One tap is missing here."]}
    assert not Answer.objects.exists()


@pytest.mark.parametrize("choice", [0, 4, -1, "x", 2.5])
def test_pulse_refuses_a_choice_that_does_not_exist(choice):
    assert list(AnswerForm({**TAPS, "gave": choice}, content=BY_KEY["pulse"].content, number=1).errors) == ["gave"]


def test_answer_pulse_twice_keeps_the_first(cast, as_person, asked):
    _answer(asked)

    with pytest.raises(AlreadyAnswered):
        _answer(asked, choices={"worth": 1, "learned": 1, "gave": 1})
    page = as_person(cast.newcomer).post(reverse("feedback:answer_survey", args=[asked.pk]), TAPS, follow=True)

    assert dict(Answer.objects.values_list("question", "choice")) == TAPS
    assert "Your first answer stands." in page.content.decode()


@pytest.mark.django_db(transaction=True)
def test_answer_pulse_twice_at_once_has_one_effect(asked):
    start, refused = Barrier(2), []

    def answer():
        start.wait()
        try:
            _answer(SurveyRequest.objects.with_people().get(pk=asked.pk))
        except AlreadyAnswered:
            refused.append(1)
        connections.close_all()

    threads = [Thread(target=answer) for _ in range(2)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()

    assert (Answer.objects.count(), refused) == (3, [1])


def test_answer_pulse_after_its_time_stores_nothing(asked):
    with pytest.raises(SurveyClosed):
        _answer(asked, now=asked.asked_at + timedelta(days=31))

    asked.refresh_from_db()
    assert (asked.is_answered, Answer.objects.count()) == (False, 0)


def test_answers_carry_no_person_pair_session_or_time():
    fields = {field.name: field for field in Answer._meta.get_fields()}

    assert set(fields) == {
        "id",
        "program",
        "person_hash",
        "pair_hash",
        "survey",
        "question",
        "choice",
        "text",
        "organisers_may_read",
        "batch",
    }
    assert {field.related_model for field in fields.values() if field.is_relation} == {Program}


def test_hashes_are_the_same_for_a_person_and_tell_nothing_without_the_key(cast, asked):
    other = make_pulse(make_meeting(cast.pair, number=2, held_at=NOW), Side.NEWCOMER)
    partner = make_pulse(asked.meeting, Side.SENIOR)
    for request in (asked, other, partner):
        _answer(request)

    people = set(Answer.objects.values_list("person_hash", flat=True))
    pairs = set(Answer.objects.values_list("pair_hash", flat=True))
    assert (len(people), len(pairs)) == (2, 1)
    assert people & pairs == set()
    with connection.cursor() as cursor:
        cursor.execute("SELECT row_to_json(feedback_answer)::text FROM feedback_answer")
        rows = "".join(row[0] for row in cursor.fetchall())
    for row in (cast.newcomer, cast.senior, cast.pair, asked, asked.meeting, asked.participation):
        assert str(row.pk) not in rows


def test_hashes_of_one_person_differ_between_programs(cast, asked):
    elsewhere = make_pair(make_program("Second"))
    elsewhere.newcomer.person = cast.newcomer
    elsewhere.newcomer.save()
    _answer(asked)
    _answer(make_pulse(make_meeting(elsewhere, held_at=NOW), Side.NEWCOMER))

    assert Answer.objects.values("person_hash").distinct().count() == 2
    assert answers_of(cast.newcomer).count() == 6


def test_answers_of_finds_the_authors_own_and_nobody_elses(cast, asked):
    _answer(asked, text="canary-words")

    assert {answer.question for answer in answers_of(cast.newcomer)} == {"worth", "learned", "gave", "words"}
    for person in (cast.senior, cast.hr_admin, cast.bystander, make_person()):
        assert list(answers_of(person)) == []


def test_on_record_words_the_answers(cast, asked, recorded):
    _answer(asked, text="canary-words", organisers_may_read=True)

    assert sorted(recorded(cast.newcomer, Answer)) == [
        (
            "How was your session?",
            "Anything to add? You can leave this empty.",
            NOTHING,
            "canary-words",
            "yes",
            NOTHING,
        ),
        ("How was your session?", "Could you give something?", "Partly", NOTHING, "no", NOTHING),
        ("How was your session?", "Did you learn something you will use?", "Yes", NOTHING, "no", NOTHING),
        ("How was your session?", "Was this session worth your time?", "Mostly", NOTHING, "no", NOTHING),
    ]


def test_free_words_are_sealed_and_appear_nowhere(cast, as_person, asked, post_round, mailoutbox):
    ask_surveys(now=NOW)
    _answer(asked, text="canary-words", organisers_may_read=True)

    with connection.cursor() as cursor:
        cursor.execute("SELECT row_to_json(feedback_answer)::text FROM feedback_answer")
        rows = "".join(row[0] for row in cursor.fetchall())
    assert "canary" not in rows
    assert b"canary".hex() not in rows
    assert "canary" not in "".join(letter.message().as_string() for letter in post_round(mailoutbox, NOW))
    page = as_person(cast.newcomer).get(reverse("feedback:answer_survey", args=[asked.pk])).content.decode()
    assert "canary" not in page


def test_confidentiality_statement_follows_the_settings_in_force(cast, asked, settings):
    settings.SMALLEST_GROUP = 8
    settings.FEWEST_PAIRS = 4

    before = " ".join(confidentiality_statement(cast.program))
    _answer(asked)
    unreleased = " ".join(confidentiality_statement(cast.program))
    Answer.objects.update(batch=1)
    after = " ".join(confidentiality_statement(cast.program))

    assert "confidential, not anonymous" in before
    assert "at least 8 people from at least 4 pairs. Nothing has been released yet." in before
    assert unreleased == before
    assert "The newest one is release 1." in after


def test_taps_of_gives_the_release_job_each_tap_of_a_batch_and_questions_of_what_was_answered(cast, asked):
    assert (list(taps_of(cast.program, batch=None)), questions_of(cast.program)) == ([], [])
    _answer(asked, text="canary-words")

    taps = list(taps_of(cast.program, batch=None))

    assert {tap.question: tap.choice for tap in taps if tap.survey == "pulse"} == TAPS
    assert len({(tap.person_hash, tap.pair_hash) for tap in taps}) == 1
    known = [(each.survey, each.key, each.kind, len(each.choices)) for each in questions_of(cast.program)]
    assert known[0] == ("pulse", "worth", "scale", 5)
    assert [key for _, key, _, _ in known] == ["worth", "learned", "gave", "words"]
    Answer.objects.update(batch=1)
    assert (len(list(taps_of(cast.program, batch=1))), list(taps_of(cast.program, batch=None))) == (3, [])
