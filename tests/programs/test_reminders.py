"""Reminders of a program: what the form keeps, and the one of the orientation."""

from django.urls import reverse

from programs.actions import remind_of_orientations
from programs.data.reminders import REMINDERS
from programs.models import Participation, Program, Side
from tests.factories import NOW, later, make_participation


def test_the_form_keeps_only_what_differs_and_an_empty_number_is_never(cast, as_person):
    told = {each.field: str(each.default) for each in REMINDERS} | {"remind_session_hour": "", "remind_log": "5"}
    page = reverse("programs:edit_step", args=[cast.program.pk, "reminders"])
    browser = as_person(cast.coordinator)
    seen = browser.get(page).context["form"].initial["seen"]

    browser.post(page, {**told, "reminders_on": "on", "seen": seen, "sure": "yes"})

    assert Program.objects.get(pk=cast.program.pk).reminders == {"session_hour": None, "log": 5}


def test_a_number_beyond_its_most_is_refused_and_nothing_is_kept(cast, as_person):
    told = {each.field: str(each.default) for each in REMINDERS} | {"remind_session_hour": "13"}
    page = reverse("programs:edit_step", args=[cast.program.pk, "reminders"])

    answer = as_person(cast.coordinator).post(page, {**told, "reminders_on": "on", "sure": "yes"})

    assert "remind_session_hour" in answer.context["form"].errors
    assert Program.objects.get(pk=cast.program.pk).reminders == {}


def test_whoever_has_not_read_the_orientation_is_reminded_once(cast, told):
    late = make_participation(cast.program, side=Side.SENIOR, oriented_at=None)
    resting = make_participation(cast.program, side=Side.SENIOR, oriented_at=None, paused_at=NOW)

    for days in (1, 3, 4):
        remind_of_orientations(now=later(days=days))

    assert told() == [("orientation_reminder", late.person.name)]
    assert Participation.objects.filter(pk=resting.pk, oriented_at=None).exists()
