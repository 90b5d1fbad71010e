"""Switches: off is nothing asked and nothing counted; on holds for what comes later, and people are told once."""

from datetime import timedelta

import pytest
from django.urls import reverse

from feedback.actions import ask_surveys
from feedback.models import SurveyRequest
from insights.actions import SwitchedOff, request_release, tally_programs
from insights.models import Tally
from outbox.actions import set_channel
from programs.actions import set_switches, tell_changes
from programs.data.switches import SWITCHES
from programs.models import Program
from record.models import Change
from sessions_app.actions import ask_fits, notice_drift, send_session_reminders
from sessions_app.models import Drift, FitCheck
from tests.factories import NOW, later, make_meeting, make_pulse

ALL_OFF = {switch.field: False for switch in SWITCHES}


@pytest.fixture
def all_off(cast):
    set_switches(cast.program, values=ALL_OFF, by=cast.coordinator, now=NOW)
    return cast


def test_every_switch_is_a_field_and_every_field_a_switch():
    dates = {"starts_on", "ends_on"}
    stored = {field.name for field in Program._meta.get_fields() if field.name.endswith("_on")} - dates

    assert {switch.field for switch in SWITCHES} == stored
    assert [switch.title for switch in SWITCHES if not (switch.does and switch.seen_by and switch.when_off)] == []


def test_with_all_off_nothing_is_asked_computed_or_sent(all_off, told):
    make_meeting(all_off.pair, 1, held_at=later(days=1))
    make_meeting(all_off.pair, 2, starts_at=later(days=41))
    night = later(days=40, hours=2)

    ask_surveys(now=later(days=2))
    ask_fits(now=later(days=2))
    for sweep in (notice_drift, send_session_reminders, tally_programs):
        sweep(now=night)

    assert [model.objects.count() for model in (SurveyRequest, FitCheck, Drift)] == [0, 0, 0]
    assert not Tally.objects.filter(program=all_off.program).exists()
    assert [kind for kind, _ in told() if kind != "talk_offered"] == []
    with pytest.raises(SwitchedOff):
        request_release(Program.objects.get(pk=all_off.program.pk), by=all_off.coordinator, now=night)


def test_with_all_off_nothing_is_shown(all_off, as_person):
    pulse = make_pulse(make_meeting(all_off.pair, 1, held_at=NOW), "newcomer")

    figures = as_person(all_off.sponsor).get(reverse("insights:figures", args=[all_off.program.pk])).content.decode()
    home = as_person(all_off.newcomer).get(reverse("desk:home")).content.decode()

    assert "Figures are switched off" in figures
    assert "Prepare a release" not in figures
    assert reverse("feedback:answer_survey", args=[pulse.pk]) not in home
    assert (
        "This survey is closed"
        in as_person(all_off.newcomer).get(reverse("feedback:answer_survey", args=[pulse.pk])).content.decode()
    )


def test_a_pulse_switched_on_asks_about_later_sessions_only(all_off):
    make_meeting(all_off.pair, 1, held_at=later(days=1))
    later_one = make_meeting(all_off.pair, 2, held_at=later(days=3))

    set_switches(all_off.program, values={"pulse_on": True}, by=all_off.coordinator, now=later(days=2))
    ask_surveys(now=later(days=4))

    assert set(SurveyRequest.objects.values_list("meeting", flat=True)) == {later_one.pk}


def test_drift_switched_on_begins_its_clocks_anew(all_off):
    set_switches(all_off.program, values={"drift_on": True}, by=all_off.coordinator, now=later(days=40))

    notice_drift(now=later(days=41))
    assert Drift.objects.count() == 0
    notice_drift(now=later(days=60))
    assert Drift.objects.count() == 1


def test_what_widens_is_told_once_to_those_it_touches(all_off, told, post_round, mailoutbox):
    assert tell_changes(now=NOW) == 0
    set_switches(all_off.program, values={"fit_on": True}, by=all_off.coordinator, now=later(days=1))
    set_switches(all_off.program, values={"fit_on": True}, by=all_off.coordinator, now=later(days=1))

    assert tell_changes(now=later(days=1)) == 1
    assert tell_changes(now=later(days=1)) == 0

    assert told() == [("terms_changed", name) for name in ("Bo Bystander", "Nia Newcomer", "Sol Senior")]
    letter = post_round(mailoutbox, later(days=1))[0]
    assert "“The fit check after the first session” was switched on." in letter.body


def test_a_change_for_all_is_told_in_every_program(cast, told):
    Change.objects.create(sentence="Longer.", widens=True, made_at=NOW)

    tell_changes(now=NOW)

    assert [name for _, name in told()] == ["Bo Bystander", "Nia Newcomer", "Sol Senior", "Stu Stranger"]


def test_a_chat_that_is_switched_on_is_a_change_and_one_that_stays_on_is_not(cast):
    for hours in (1, 2):
        set_channel(
            cast.program.pk,
            address=f"https://hooks.slack.com/services/T123ABC45/B123ABC45/{'a' * 24}",
            kinds=["program_open"],
            is_on=True,
            by=cast.coordinator,
            now=NOW + timedelta(hours=hours),
        )

    assert [(change.keys, change.widens) for change in Change.objects.all()] == [(["chat"], True)]


def test_switches_page_sets_them_and_says_what_was_changed(cast, as_person):
    page = reverse("desk:switches", args=[cast.program.pk])
    organiser = as_person(cast.coordinator)

    organiser.post(page, {field: "on" for field in ALL_OFF if field != "pulse_on"})
    organiser.post(page, {field: "on" for field in ALL_OFF if field != "pulse_on"})

    program = Program.objects.get(pk=cast.program.pk)
    assert {field: getattr(program, field) for field in ALL_OFF} == {field: field != "pulse_on" for field in ALL_OFF}
    assert [change.sentence for change in Change.objects.all()] == ["“A pulse after each session” was switched off."]
    assert "“A pulse after each session” was switched off." in organiser.get(page).content.decode()


def test_record_page_says_what_was_widened_and_when(all_off, as_person):
    set_switches(all_off.program, values={"fit_on": True}, by=all_off.coordinator, now=NOW)

    pages = [
        as_person(person).get(reverse("desk:on_record")).content.decode()
        for person in (all_off.newcomer, all_off.stranger)
    ]

    said = "Changed on 2 March 2026 in Two Ways: “The fit check after the first session” was switched on."
    assert [said in page for page in pages] == [True, False]
