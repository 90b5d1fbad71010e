"""One program walked from end to end over HTTP: every step by the right person, every letter read from the mail."""

import re
from datetime import timedelta

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from counsel.models import TalkRequest
from feedback.models import Answer
from feedback.tasks import send_feedback_surveys
from ideas.models import Idea
from insights.tasks import compute_releases
from pairing.models import Pair, Proposal, Round
from pairing.tasks import run_rounds
from people.models import Role, User
from profiles.models import Skill
from programs.models import Program, RosterImport
from programs.tasks import run_roster_imports
from sessions_app.models import Meeting
from sessions_app.tasks import send_session_reminders
from tests.journeys.story import (
    ANSWER,
    CANARIES,
    CHARTS,
    DECIDES,
    IDEA,
    NIA,
    NIAS_GAP,
    NIAS_GOAL,
    NIAS_NOTE,
    OUTCOME,
    PROGRAM,
    REPLY,
    ROSTER,
    SOL,
    SOLS_ASKING,
    SOLS_GAP,
    SOLS_GOAL,
    cast_of_the_story,
    let_first_session_be_in,
    letters,
    link_in,
    newest_code,
)


def sign_in(email: str) -> Client:
    """Sign in by a mailed code, as everyone does."""
    client = Client()
    client.post(reverse("account_request_login_code"), {"email": email})
    response = client.post(reverse("account_confirm_login_code"), {"code": newest_code()})
    assert response.status_code == 302
    return client


def follow_invitation(path: str, *, side: str) -> Client:
    """Open the invitation, come in without a password, and take part."""
    client = Client()
    assert client.get(path).status_code == 200
    enrol = client.post(path).url
    client.post(enrol, {"side": side, "capacity": "1", "terms": "on"})
    return client


def fill_in(client: Client, program: Program, *, offer: str, gap: str) -> None:
    """Go through the four steps of the profile."""
    step = {name: reverse(f"profiles:{name}", args=[program.pk]) for name in ("offers", "interests", "gaps", "rhythm")}
    skills = dict(Skill.objects.filter(name__in=[offer, gap]).values_list("name", "pk"))
    client.post(step["offers"], {"add": skills[offer]})
    client.post(step["interests"], {"own": "Sailing, Chess"})
    client.post(step["gaps"], {"add": skills[gap]})
    response = client.post(
        step["rhythm"],
        {"languages": ["en"], "workdays": ["0", "1", "2"], "work_from": "18", "work_to": "34", "zone": "Europe/London"},
    )
    assert response.url == reverse("desk:home")


def read_through(client: Client, program: Program) -> None:
    """Read the orientation that home offers next, piece by piece."""
    here = reverse("programs:orientation", args=[program.pk])
    assert here in client.get(reverse("desk:home")).content.decode()
    page = client.get(here)
    while page.request["PATH_INFO"] == here:
        page = client.post(here, {"piece": page.context["reading"].piece.pk}, follow=True)
    assert here not in page.content.decode()


def sheet_data(page: str, *, extra: str) -> dict[str, str]:
    """Return the sheet's form as it stands, with one more line about what one is not good at."""
    data = dict(re.findall(r'name="(lines-[\w-]+)"[^>]*?value="([^"]*)"', page))
    kinds = {key: value for key, value in data.items() if key.endswith("-kind")}
    free = next(key.removesuffix("-kind") for key, kind in kinds.items() if kind == "not_good_at")
    return {**data, f"{free}-text": extra, "version": "0"}


@pytest.mark.parametrize("all_on", [True, False], ids=["all switched on", "all switched off"])
@pytest.mark.django_db(transaction=True)
def test_a_program_is_walked_from_end_to_end(all_on):  # noqa: C901, PLR0915 - one story is read in one piece
    holders = cast_of_the_story()
    counsellor, sponsor = holders[Role.Name.COUNSELLOR], holders[Role.Name.SPONSOR]

    # 1. HR signs in by a mailed code and creates a program from a template.
    hr = sign_in(holders[Role.Name.HR_ADMIN].email)
    today = timezone.localdate()
    begin = {
        "name": PROGRAM,
        "starts_on": today.isoformat(),
        "coordinator": holders[Role.Name.COORDINATOR].pk,
        "sponsor": sponsor.pk,
        "counsellor": counsellor.pk,
    }
    purpose = {
        "name": PROGRAM,
        "purpose": "Seniors learn how newcomers work, newcomers learn how things get done.",
        "outcome_text": OUTCOME,
        "outcome_unit": "%",
        "outcome_baseline": "40",
        "outcome_target": "60",
    }
    hr.post(reverse("programs:create_program", args=["reverse_mentoring_classic"]), begin)
    program = Program.objects.get()
    step = reverse("programs:edit_step", args=[program.pk, "purpose"])
    hr.post(step, purpose | {"seen": hr.get(step).context["form"].initial["seen"]})
    asked = {"reminders_on": "on", "pulse_on": "on", "drift_on": "on", "remind_session_day": "24"}
    step = reverse("programs:edit_step", args=[program.pk, "reminders"])
    hr.post(step, asked | {"seen": hr.get(step).context["form"].initial["seen"]})
    if not all_on:
        hr.post(reverse("desk:switches", args=[program.pk]), {})
    hr.post(reverse("programs:open_program", args=[program.pk]))

    # 2. HR imports a roster; the bad row is told with its line, the good ones are invited.
    roster = SimpleUploadedFile("roster.csv", ROSTER.encode())
    summary = hr.post(reverse("programs:import_roster", args=[program.pk]), {"roster": roster}).url
    hr.post(f"{summary}apply/")
    run_roster_imports()
    work = RosterImport.objects.get()
    assert (work.people_new, work.invited) == (3, 3)
    assert [fault.line for fault in work.errors.all()] == [5]
    invitations = letters()

    # 3. Two people follow their invitations without a password and fill in their profiles.
    nia = follow_invitation(link_in(invitations, NIA, "invited"), side="newcomer")
    sol = follow_invitation(link_in(invitations, SOL, "invited"), side="senior")
    fill_in(nia, program, offer=CHARTS, gap=DECIDES)
    fill_in(sol, program, offer=DECIDES, gap=CHARTS)
    for client in (nia, sol):
        read_through(client, program)

    # 4. HR runs a round, sees nothing derived from gaps, publishes; each person reads their own reason.
    hr.post(reverse("pairing:rounds", args=[program.pk]))
    run_rounds()
    round_ = Round.objects.get()
    page = hr.get(reverse("pairing:round", args=[program.pk, round_.pk])).content.decode()
    assert round_.headline == {
        "placed": 1,
        "two_way": 1,
        **{key: round_.headline[key] for key in ("weakest", "total", "low")},
    }
    assert "We checked every possible pairing under your rules" in page
    hr.post(reverse("pairing:publish_round", args=[program.pk, round_.pk]))
    proposals = letters()
    reasons = {
        client: client.get(link_in(proposals, email, "proposed")).content.decode()
        for client, email in ((nia, NIA), (sol, SOL))
    }
    assert DECIDES in reasons[nia]
    assert CHARTS in reasons[sol]

    # 5. Both accept; sheets, plans, agreement, dates.
    proposal = Proposal.objects.get()
    for client in (nia, sol):
        client.post(reverse("pairing:proposal", args=[proposal.pk]), {"answer": "yes"})
    pair = Pair.objects.get()
    at = {
        name: reverse(f"sessions_app:{name}", args=[pair.pk])
        for name in (
            "pair",
            "sheet",
            "my_plan",
            "their_plan",
            "agreement",
            "date_meetings",
        )
    }
    for client, own in ((nia, NIAS_GAP), (sol, SOLS_GAP)):
        draft = client.get(at["sheet"]).content.decode()
        client.post(at["sheet"], {**sheet_data(draft, extra=own), "share": "yes"})
        if client is nia:
            assert own not in sol.get(at["sheet"]).content.decode()
    assert NIAS_GAP in sol.get(at["sheet"]).content.decode()
    for client, goal in ((nia, NIAS_GOAL), (sol, SOLS_GOAL)):
        client.post(at["my_plan"], {"goal_1": goal, "propose": "yes", "version": "0"})
    for client, goal in ((nia, SOLS_GOAL), (sol, NIAS_GOAL)):
        client.post(at["their_plan"], {"goal_1": goal, "agree": "yes", "version": "1"})
    for client in (nia, sol):
        client.post(at["agreement"], {"version": "1"})
    first = today + timedelta(days=(7 - today.weekday()))
    dates = {"first_date": first.isoformat(), "local_time": "10:00", "zone": "Europe/London"}
    said = nia.get(at["date_meetings"], dates).context["form"].shown_clashes
    nia.post(at["date_meetings"], {**dates, "kept": said})
    assert pair.meetings.count() == 6

    # 6. The reminder comes once; the session is logged by one and confirmed by the other from the mail.
    letters()
    let_first_session_be_in(hours=20)
    send_session_reminders()
    send_session_reminders()
    reminders = letters()
    assert sorted(letter.to[0] for letter in reminders) == ([NIA, SOL] if all_on else [])
    let_first_session_be_in(hours=-2)
    session = reverse("sessions_app:meeting", args=[pair.pk, 1])
    nia.post(reverse("sessions_app:write_note", args=[pair.pk, 1]), {"private-text": NIAS_NOTE})
    nia.post(reverse("sessions_app:log_meeting", args=[pair.pk, 1]))
    link = link_in(letters(), SOL, "took place")
    anyone = Client()
    assert anyone.get(link).status_code == 200
    assert Meeting.objects.held().count() == 0
    anyone.post(link)
    assert Meeting.objects.held().count() == 1
    assert "1 of 6" in nia.get(at["pair"]).content.decode()
    assert NIAS_NOTE in nia.get(session).content.decode()
    assert NIAS_NOTE not in sol.get(session).content.decode()

    # 7. The pulse comes and is answered; one pair is too few, so leadership is told why there is no figure.
    send_feedback_surveys()
    pulses = letters()
    if all_on:
        nia.post(link_in(pulses, NIA, "session"), {"worth": "5", "learned": "3", "gave": "3", "text": ""})
    assert Answer.objects.count() == (3 if all_on else 0)
    hr.post(reverse("insights:request_release", args=[program.pk]))
    compute_releases()
    leader = sign_in(sponsor.email)
    figures = leader.get(reverse("insights:figures", args=[program.pk])).content.decode()
    assert (OUTCOME in figures, "Figures are switched off" in figures) == (all_on, not all_on)
    assert not program.releases.filter(state="done").exists()

    # 8. What is on record: every line, with who reads it.
    record = nia.get(reverse("desk:on_record")).content.decode()
    assert all(words in record for words in (DECIDES, NIAS_GAP, NIAS_NOTE))

    # 9. "I'd like to talk": the counsellor answers, HR sees nothing.
    sol.post(reverse("counsel:ask_to_talk", args=[program.pk]), {"text": SOLS_ASKING})
    talk = TalkRequest.objects.get()
    ear = sign_in(counsellor.email)
    assert "Sol Senior" in ear.get(reverse("counsel:queue")).content.decode()
    ear.post(reverse("counsel:talk", args=[talk.pk]), {"text": REPLY})
    assert REPLY in sol.get(reverse("counsel:talk", args=[talk.pk])).content.decode()
    assert hr.get(reverse("counsel:talk", args=[talk.pk])).status_code == 404

    # 10. An idea leaves the pair when both release it, gets an owner and an answer.
    nia.post(reverse("ideas:write_idea", args=[pair.pk]), {"title": IDEA, "text": "Before the form."})
    idea = Idea.objects.get()
    for client in (nia, sol):
        assert hr.get(reverse("ideas:idea", args=[idea.pk])).status_code == 404
        client.post(reverse("ideas:release_idea", args=[pair.pk, idea.pk]))
    due = (today + timedelta(days=20)).isoformat()
    hr.post(reverse("ideas:take_idea", args=[idea.pk]), {"owner": sponsor.email, "answer_due": due})
    leader.post(reverse("ideas:answer_idea", args=[idea.pk]), {"state": "adopted", "answer": ANSWER})
    assert ANSWER in nia.get(reverse("ideas:idea", args=[idea.pk])).content.decode()

    # Nothing of what the two told each other has left the pair: not in a letter, not on a page of HR's.
    told = "".join(letter.subject + letter.body for letter in letters())
    seen = "".join(
        hr.get(address).content.decode()
        for address in (
            reverse("programs:program", args=[program.pk]),
            reverse("programs:participants", args=[program.pk]),
            reverse("pairing:pairs", args=[program.pk]),
            reverse("sessions_app:board", args=[program.pk]),
            reverse("insights:figures", args=[program.pk]),
            reverse("people:people"),
        )
    )
    assert [words for words in CANARIES if words in told + seen] == []
    assert User.objects.filter(email__endswith="@quay.example").count() == 3
