"""The page of a session: prepare, meet, debrief; questions, actions; a text that cannot be kept is not lost."""

from datetime import date, timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from feedback.actions import SurveyClosed
from feedback.models import SurveyRequest
from programs.models import Side
from sessions_app.actions import (
    ChangedMeanwhile,
    TooManyActions,
    dispute_meeting,
    log_meeting,
    settle_logged_sessions,
    tick_action,
    write_action,
    write_note,
)
from sessions_app.actions.tasks import MOST_TO_DO
from sessions_app.data.prompts import PROMPTS, THEMES, Phase, prompts_for
from sessions_app.models import Action, MeetingNote
from sessions_app.queries import notes_of, part_of, tasks_of
from tests.factories import NOW, answer_pulse, later, make_meeting, make_pulse

# Questions --------------------


def test_there_are_sixty_questions_of_at_most_eighteen_words_each_once():
    texts = [prompt.text for prompt in PROMPTS]

    assert [text for text in texts if len(text.split()) > 18 or not text.endswith("?")] == []
    assert (len(texts) >= 60, len(set(texts)) == len(texts)) == (True, True)


def test_each_phase_has_three_and_each_theme_two_in_either_half():
    for phase in Phase:
        assert len({prompt.text for prompt in prompts_for(phase)}) == 3
    for theme in THEMES:
        for phase in (Phase.HALF_ONE, Phase.HALF_TWO):
            assert [prompt.theme for prompt in prompts_for(phase, theme=theme)][:2] == [theme, theme]


def test_others_are_other_ones():
    first, second = prompts_for(Phase.CLOSE), prompts_for(Phase.CLOSE, turn=1)

    assert {prompt.text for prompt in first} & {prompt.text for prompt in second} == set()
    assert prompts_for(Phase.CLOSE, turn=2) == first


# Its three parts --------------------


@pytest.mark.parametrize(
    ("minutes", "part"), [(-60, "prepare"), (-5, "meet"), (30, "meet"), (61, "debrief"), (10000, "debrief")]
)
def test_the_part_whose_hour_it_is_is_shown_first(cast, minutes, part):
    meeting = make_meeting(cast.pair, starts_at=NOW)

    assert part_of(meeting, asked="nonsense", now=later(minutes=minutes)) == part
    assert part_of(meeting, asked="prepare", now=later(minutes=minutes)) == "prepare"


def test_the_page_shows_each_part_and_prints_the_minutes_without_script(cast, as_person):
    make_meeting(cast.pair)
    address = reverse("sessions_app:meeting", args=[cast.pair.pk, 1])
    browser = as_person(cast.newcomer)

    pages = {part: browser.get(address, {"part": part, "turn": "x"}).content.decode() for part in ("prepare", "meet")}

    assert ("data-timer" in pages["prepare"], pages["meet"].count('data-timer="30" hidden')) == (False, 2)
    assert pages["meet"].count("15 min") == 2
    assert browser.get(address, {"part": "meet", "theme": "data", "turn": "9999999"}).status_code == 200


# What we will try --------------------


def test_an_action_comes_back_in_each_later_session_until_it_is_done(cast):
    first, second = make_meeting(cast.pair, 1), make_meeting(cast.pair, 2)
    action = write_action(first, owner=Side.SENIOR, text="canary-try", due_on=date(2026, 4, 1), now=NOW)

    (task,) = tasks_of(second, side=Side.NEWCOMER)
    assert (task.text, task.is_mine, task.due_on, task.from_session) == ("canary-try", False, date(2026, 4, 1), 1)
    assert b"canary" not in bytes(Action.objects.get().text)
    for _ in range(2):
        tick_action(second, action=action.pk, is_done=True, now=later(days=1))

    assert (tasks_of(second, side=Side.SENIOR), [t.is_done for t in tasks_of(first, side=Side.SENIOR)]) == ([], [True])
    tick_action(first, action=action.pk, is_done=False, now=later(days=2))
    assert [task.is_done for task in tasks_of(second, side=Side.SENIOR)] == [False]


def test_either_ticks_on_the_page_and_an_empty_action_is_refused_in_words(cast, as_person):
    make_meeting(cast.pair)
    write, browser = reverse("sessions_app:write_action", args=[cast.pair.pk, 1]), as_person(cast.newcomer)

    said = browser.post(write, {"text": "", "owner": "senior"}).content.decode()
    browser.post(write, {"text": "Write it plainly", "owner": "senior", "due_on": ""})
    action = Action.objects.get()
    tick = reverse("sessions_app:tick_action", args=[cast.pair.pk, 1, action.pk])
    as_person(cast.senior).post(tick, {"done": "yes"})

    action.refresh_from_db()
    assert ("This field is required." in said, action.owner, action.is_done) == (True, "senior", True)


def test_the_list_of_actions_has_an_end(cast):
    meeting = make_meeting(cast.pair)
    for number in range(MOST_TO_DO):
        write_action(meeting, owner=Side.SENIOR, text=f"{number}", now=NOW)

    with pytest.raises(TooManyActions):
        write_action(meeting, owner=Side.SENIOR, text="one more", now=NOW)


# A text that cannot be kept is not lost --------------------


def test_a_note_of_a_megabyte_is_refused_calmly_and_comes_back_as_typed(cast, as_person):
    make_meeting(cast.pair)
    text = "x" * 1_000_000

    page = as_person(cast.senior).post(
        reverse("sessions_app:write_note", args=[cast.pair.pk, 1]), {"shared-text": text, "version": "0"}
    )

    said = page.content.decode()
    assert ("It has 1000000 characters of at most 8000. Nothing is lost" in said, text in said) == (True, True)
    assert MeetingNote.objects.count() == 0


def test_a_note_written_over_a_newer_one_is_refused_and_both_texts_are_shown(cast, as_person):
    meeting = make_meeting(cast.pair)
    browser, address = as_person(cast.senior), reverse("sessions_app:write_note", args=[cast.pair.pk, 1])
    browser.post(address, {"shared-text": "first", "version": "0"})

    page = browser.post(address, {"shared-text": "second", "version": "0"}).content.decode()

    assert "The text has changed since you opened it" in page
    assert (">\nsecond</textarea>" in page, "<p>first</p>" in page) == (True, True)
    assert notes_of(meeting, side=Side.SENIOR) == {"mine": "first"}
    seen = MeetingNote.objects.get().version
    browser.post(address, {"shared-text": "second", "version": seen})
    assert notes_of(meeting, side=Side.SENIOR) == {"mine": "second"}
    with pytest.raises(ChangedMeanwhile):
        write_note(meeting, side=Side.SENIOR, text="", is_private=False, version=seen, now=NOW)


# A late dispute --------------------


def test_a_late_dispute_closes_the_pulse_and_a_new_log_opens_it_again(cast, told):
    meeting = make_meeting(cast.pair, starts_at=later(hours=-1))
    log_meeting(meeting, side=Side.NEWCOMER, now=NOW)
    settle_logged_sessions(now=later(hours=72))
    pulse = make_pulse(meeting, Side.SENIOR)
    assert list(SurveyRequest.objects.open(NOW)) == [pulse]

    dispute_meeting(meeting, now=later(hours=73))

    asked = SurveyRequest.objects.with_people().get()
    assert (SurveyRequest.objects.open(NOW).count(), asked.is_closed(NOW)) == (0, True)
    with pytest.raises(SurveyClosed):
        answer_pulse(asked, choices={}, text="", organisers_may_read=False, now=NOW)


def test_hours_are_counted(cast, as_person):
    make_meeting(cast.pair, 1, held_at=NOW)
    make_meeting(cast.pair, 2, held_at=NOW, minutes=90)
    make_meeting(cast.pair, 3, starts_at=timezone.now() + timedelta(days=1))

    page = as_person(cast.senior).get(reverse("sessions_app:pair", args=[cast.pair.pk])).content.decode()

    assert "2 of 3 sessions held, 2.5 hours together" in page
