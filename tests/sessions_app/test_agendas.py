"""What organisers write for the sessions of a program: the agenda's halves, and the questions to begin with."""

from django.urls import reverse

from programs.models import Program
from sessions_app.data.prompts import PROMPTS, Phase, offered, prompts_for
from sessions_app.queries import agenda_of
from tests.factories import later, make_meeting


def agenda_form(browser, program, **values):
    form = browser.get(reverse("sessions_app:edit_agenda", args=[program.pk])).context["form"]
    return {name: form[name].value() for name in form.fields} | {"save": "yes", **values}


def test_edit_agenda_reads_lines_and_keeps_history(cast, as_person):
    browser, address = as_person(cast.coordinator), reverse("sessions_app:edit_agenda", args=[cast.program.pk])
    form = agenda_form(browser, cast.program, steps_1="5 Arrive\n20 min: Show one thing\n")

    answer = browser.post(address, form)

    program = Program.objects.get(pk=cast.program.pk)
    assert answer.url == address
    assert [(step["minutes"], step["text"]) for step in agenda_of(program)[0]["steps"]] == [
        (5, "Arrive"),
        (20, "Show one thing"),
    ]
    assert (program.changes.get().by, list(program.changes.get().after)) == (cast.coordinator, ["agenda"])
    browser.post(reverse("sessions_app:restore_agenda", args=[cast.program.pk]))
    assert len(agenda_of(Program.objects.get(pk=cast.program.pk))[0]["steps"]) == 3


def test_edit_agenda_says_what_does_not_fit(cast, as_person):
    browser, address = as_person(cast.coordinator), reverse("sessions_app:edit_agenda", args=[cast.program.pk])

    wrong = browser.post(address, agenda_form(browser, cast.program, steps_1="Arrive")).context["form"].errors
    long = browser.post(address, agenda_form(browser, cast.program, steps_1="90 Arrive")).context["form"].errors

    assert wrong == {"steps_1": ["“Arrive” needs its minutes first, then what happens."]}
    assert long == {"__all__": ["These steps take 120 minutes, and a session has 60."]}
    assert not cast.program.changes.exists()


def test_edit_agenda_asks_first_where_sessions_have_dates_and_overwrites_nothing(cast, as_person):
    make_meeting(cast.pair, starts_at=later(days=9999))
    browser, address = as_person(cast.coordinator), reverse("sessions_app:edit_agenda", args=[cast.program.pk])
    form = agenda_form(browser, cast.program, title_1="Mine")

    asked = browser.post(address, form)
    as_person(cast.hr_admin).post(address, {**form, "title_1": "Theirs", "sure": "yes"})
    second = browser.post(address, {**form, "sure": "yes"})

    assert asked.context["touched"] == ["1 session that has a date will be held by it."]
    assert Program.objects.get(pk=cast.program.pk).agenda[0]["title"] == "Theirs"
    assert (second.context["theirs"][0]["title"], second.context["form"]["title_1"].value()) == ("Theirs", "Mine")


def test_edit_prompts_switches_questions_off_and_adds_own(cast, as_person):
    browser, address = as_person(cast.coordinator), reverse("sessions_app:edit_prompts", args=[cast.program.pk])
    form = browser.get(address).context["form"]
    closing = [prompt.text for prompt in PROMPTS if prompt.phase == Phase.CLOSE]
    told = {name: form[name].value() for name in form.fields} | {"on_close": [], "own_close": "What now?"}

    browser.post(address, told)
    nothing = browser.post(address, told | {"own_close": ""}).context["form"].errors

    program = Program.objects.get(pk=cast.program.pk)
    assert program.prompts == {"off": sorted(closing), "own": {"close": ["What now?"]}}
    among = offered(program.prompts)
    assert [prompt.text for prompt in prompts_for(Phase.CLOSE, turn=3, among=among)] == ["What now?"]
    assert len(prompts_for(Phase.OPEN, among=among)) == 3
    assert nothing == {"on_close": ["Leave at least one question, or write your own."]}
