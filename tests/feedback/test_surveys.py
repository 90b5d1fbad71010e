"""Surveys: written by organisers, sent on the program's schedule, kept apart by version, answered once."""

import json
from dataclasses import replace
from datetime import timedelta

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from django.utils import timezone

from feedback.actions import (
    SurveyClosed,
    WrittenMeanwhile,
    answer_survey,
    ask_surveys,
    edit_draft,
    furnish,
    load_pack,
    plan_survey,
    remind_of_surveys,
    use_survey,
)
from feedback.models import OPEN_FOR, Answer, Survey, SurveyRequest
from feedback.moments import MOST_DAYS, Moment
from feedback.queries import (
    end_of,
    middle_of,
    pair_hash,
    questions_of,
    surveys_of,
    taps_of,
    version_of,
)
from pairing.models import Pair
from programs.actions import close_program, set_switches
from record.clocks import ANSWERS, STATUS
from tests.factories import NOW, later, make_meeting, make_pulse


def _asked(key):
    return sorted(SurveyRequest.objects.filter(survey__key=key).values_list("participation__person__name", flat=True))


BOTH = ["Nia Newcomer", "Sol Senior"]


def test_ask_surveys_follows_the_schedule_once_each(cast, told):
    for at in (later(hours=23), later(days=1, hours=1), later(days=2)):
        ask_surveys(now=at)
    assert (_asked("start"), _asked("mid")) == (BOTH, [])

    ask_surveys(now=middle_of(cast.program) + timedelta(hours=1))
    ask_surveys(now=end_of(cast.program) + timedelta(hours=1))
    closed = close_program(cast.program, now=later(days=190))
    ask_surveys(now=later(days=190, hours=1))

    assert [_asked(key) for key in ("start", "mid", "end", "later")] == [BOTH] * 4
    assert [kind for kind, _ in told()] == ["survey"] * 8
    waiting = SurveyRequest.objects.get(survey__key="later", participation__person=cast.newcomer)
    assert waiting.asked_at == closed.closed_at + timedelta(days=182)
    assert (waiting.is_closed(later(days=191)), waiting.is_closed(waiting.asked_at)) == (True, False)


def test_the_last_survey_is_answered_after_the_pair_is_gone_and_counts_for_it(cast):
    close_program(cast.program, now=later(days=190))
    ask_surveys(now=later(days=190, hours=1))
    hashed = pair_hash(cast.program, cast.pair)
    Pair.objects.all().delete()

    request = SurveyRequest.objects.with_people().get(participation__person=cast.newcomer, survey__key="later")
    version = version_of(request, None)
    answer_survey(request, content=version.read(), taps={"lasts": [4]}, words={}, now=request.asked_at)

    assert [tap.pair_hash for tap in taps_of(cast.program, batch=None)] == [hashed]


def test_every_length_of_the_clocks_outlasts_the_last_survey():
    last = timedelta(days=MOST_DAYS[Moment.LATER]) + OPEN_FOR

    assert [days for clock in (ANSWERS, STATUS) for days in clock.choices if timedelta(days=days) <= last] == []


def test_switched_off_asks_nothing_and_switched_on_holds_for_what_comes_later(cast):
    furnish(cast.program, now=NOW)
    start = cast.program.surveys.get(key="start")
    plan = {"moment": start.moment, "days": start.days, "by": cast.coordinator}
    plan_survey(start, is_on=False, now=NOW, **plan)
    ask_surveys(now=later(days=2))
    plan_survey(start, is_on=True, now=later(days=3), **plan)
    ask_surveys(now=later(days=4))
    set_switches(cast.program, values={"surveys_on": False}, by=cast.coordinator, now=later(days=5))
    ask_surveys(now=middle_of(cast.program) + timedelta(hours=1))

    assert SurveyRequest.objects.count() == 0


def test_one_reminder_comes_and_none_once_answered(cast, told):
    ask_surveys(now=later(days=1, hours=1))
    SurveyRequest.objects.filter(participation__person=cast.senior).update(is_answered=True)
    for days in (4, 5, 6):
        remind_of_surveys(now=later(days=days, hours=2))

    assert [row for row in told() if row[0] == "survey_reminder"] == [("survey_reminder", "Nia Newcomer")]


def test_a_survey_changed_while_answers_come_in_keeps_them_apart(cast, as_person):
    pulse = make_pulse(make_meeting(cast.pair, held_at=NOW), "newcomer", asked_at=timezone.now())
    survey = pulse.survey
    answered = make_pulse(make_meeting(cast.pair, 2, held_at=NOW), "senior", asked_at=timezone.now())
    taps = {"worth": [4], "learned": [3], "gave": [2]}
    answer_survey(answered, content=version_of(answered, None).read(), taps=taps, words={}, now=timezone.now())
    page = reverse("feedback:answer_survey", args=[pulse.pk])
    browser = as_person(cast.newcomer)
    assert 'name="shown" value="1"' in browser.get(page).content.decode()

    item = version_of(pulse, None).read().item("worth")
    edit_draft(survey, revision=0, change=lambda was: was.with_item(replace(item, text="Was it worth an hour?")))
    with pytest.raises(WrittenMeanwhile):
        edit_draft(survey, revision=0, change=lambda was: was.without("gave"))
    use_survey(survey, revision=1, now=timezone.now())
    late = browser.post(page, {"shown": "1", "worth": 5, "learned": 1, "gave": 1}, follow=True)

    assert "Your answer is kept." in late.content.decode()
    assert list(survey.versions.values_list("number", flat=True)) == [2, 1]
    assert survey.versions.get(number=2).read().items[0].key == "worth_2"
    assert {each.key for each in questions_of(cast.program)} == {"worth", "learned", "gave"}
    assert Answer.objects.filter(question="worth").count() == 2


def test_several_choices_are_a_row_each_and_nothing_is_taken_after_closing(cast):
    ask_surveys(now=later(days=1, hours=1))
    request = SurveyRequest.objects.with_people().get(participation__person=cast.newcomer)
    content = version_of(request, None).read()

    answer_survey(request, content=content, taps={"expect": [1, 3]}, words={}, now=later(days=2))

    assert sorted(Answer.objects.values_list("survey", "question", "choice")) == [
        ("start", "expect", 1),
        ("start", "expect", 3),
    ]
    other = SurveyRequest.objects.with_people().get(participation__person=cast.senior)
    with pytest.raises(SurveyClosed):
        answer_survey(other, content=content, taps={}, words={}, now=later(days=40))


def test_an_organiser_writes_orders_previews_copies_exports_and_brings_in(cast, as_person):
    hr, at = as_person(cast.coordinator), {"program_id": cast.program.pk}
    assert "Half-way" in hr.get(reverse("feedback:surveys", kwargs=at)).content.decode()
    hr.post(reverse("feedback:add_survey", kwargs=at), {"title": "Our own", "question": "Is the room good?"})
    survey = Survey.objects.get(key="our_own")
    at["survey_id"] = survey.pk
    item = {"kind": "choice", "text": "Tea?", "choices": "No\nYes", "side": "senior", "is_required": "on"}

    def post(view, data, **more):
        survey.refresh_from_db()
        return hr.post(
            reverse(f"feedback:{view}", kwargs=at | more), {"revision": survey.revision, **data}, follow=True
        )

    post("write_item", item, item="new")
    short = post("write_item", item | {"choices": "Only one"}, item="new")
    post("write_item", {"kind": "section", "text": "A heading"}, item="new")
    for _ in range(3):
        post("move_item", {"direction": "up"}, item="a_heading")
    post("remove_item", {}, item="a_heading")
    post("edit_survey", {"title": "Our own words", "intro": "Short."})
    early = post("plan_survey", {"is_on": "on", "moment": "mid", "days": 1})
    used = post("use_survey", {})
    post("plan_survey", {"is_on": "on", "moment": "mid", "days": 1})

    assert "2 to 10 lines." in short.content.decode()
    assert "Use its draft first" in early.content.decode()
    assert "This is what people are asked from now on." in used.content.decode()
    content = survey.versions.get().read()
    assert (content.title, [each.key for each in content.items]) == ("Our own words", ["is_the_room_good", "tea"])
    survey.refresh_from_db()
    assert (survey.is_on, survey.days) == (True, 1)
    frames = [hr.get(reverse("feedback:preview_frame", kwargs=at | {"side": side})) for side in ("newcomer", "senior")]
    assert ["Tea?" in frame.content.decode() for frame in frames] == [False, True]
    assert "frame-ancestors 'self'; form-action 'none'" in frames[0].headers["Content-Security-Policy"]
    file = hr.get(reverse("feedback:export_survey", kwargs=at)).content
    broken = json.loads(file) | {"days": -1}
    here = reverse("feedback:import_survey", args=[cast.program.pk])
    hr.post(here, {"file": SimpleUploadedFile("a.json", file)})
    refused = hr.post(here, {"file": SimpleUploadedFile("a.json", json.dumps(broken).encode())}).content.decode()
    hr.post(reverse("feedback:copy_survey", kwargs=at))
    assert "must be a whole number from 0 to 60. Nothing was added." in refused
    assert sorted(cast.program.surveys.filter(key__startswith="our").values_list("key", "is_on")) == [
        ("our_own", True),
        ("our_own_words", False),
        ("our_own_words_2", False),
    ]


def test_a_pack_comes_twice_under_two_keys_and_what_was_asked_stays(cast, as_person):
    furnish(cast.program, now=NOW)
    for _ in range(2):
        load_pack(cast.program, pack="safety", now=NOW)
    asked = make_pulse(make_meeting(cast.pair, held_at=NOW), "senior").survey

    hr = as_person(cast.hr_admin)
    hr.post(reverse("feedback:remove_survey", args=[cast.program.pk, asked.pk]))
    hr.post(reverse("feedback:remove_survey", args=[cast.program.pk, cast.program.surveys.get(key="safety").pk]))

    assert set(cast.program.surveys.values_list("key", flat=True)) == {
        "pulse",
        "start",
        "mid",
        "end",
        "later",
        "safety_2",
    }


def test_the_list_of_surveys_takes_as_many_queries_with_more(cast, as_person, queries_of):
    furnish(cast.program, now=NOW)
    hr, page = as_person(cast.coordinator), reverse("feedback:surveys", args=[cast.program.pk])
    before = queries_of(hr, page)
    for _ in range(2):
        load_pack(cast.program, pack="speak_up", now=NOW)

    assert queries_of(hr, page) == before
    assert len(surveys_of(cast.program)) == 7
