"""Every page of the demo organisation, looked at as the person it is for: at three widths, in both themes.

The pictures lie in `pictures/` (git-ignored) for whoever changes a page. What a machine can say, it says here: no
accessibility violation in either theme, nothing wider than a phone of 320 px, nothing in the console, no foreign host.
"""

from collections.abc import Callable, Iterator
from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from feedback.models import SurveyRequest
from ideas.models import Idea
from leases.actions import claim
from mentoring.demo import ANSWERED, DRIFTING, ENDED, HANDED_BACK, demo_logins, load_demo
from outbox.links import sign
from pairing.actions import look_at_round, publish_round, recall_round, request_round, rule_pair, run_round
from pairing.models import Pair, Proposal, Round
from people.models import User
from programs.models import Participation, Program
from sessions_app.actions import dispute_meeting, log_meeting, make_feed, put_off_meeting, settle_logged_sessions
from sessions_app.models import Meeting
from sessions_app.queries import certificate_of
from tests.browser.conftest import overflow, take_pictures, violations

pytestmark = [pytest.mark.pictures, pytest.mark.django_db(transaction=True)]

Pages = Iterator[tuple[str, str]]


def organisers(people: dict[str, User]) -> Pages:
    running = Program.objects.get(name="Two-way crossing")
    draft_of = reverse("programs:create_program", args=["reverse_mentoring_classic"])
    here = {"program_id": running.pk}
    round_ = running.rounds.get()
    yield "home of an HR admin", reverse("desk:home")
    yield "people", reverse("people:people")
    yield "roles", reverse("people:roles")
    yield "delivery", reverse("desk:delivery")
    yield "programs", reverse("programs:programs")
    yield "choose a template", reverse("programs:choose_template")
    yield "create a program", draft_of
    yield "program for organisers", reverse("programs:program", kwargs=here)
    yield "edit a program", reverse("programs:edit_program", kwargs=here)
    yield "participants", reverse("programs:participants", kwargs=here)
    piece = running.orientation_pieces.first()
    yield "orientation for organisers", reverse("programs:edit_orientation", kwargs=here)
    yield "preview of an orientation", reverse("programs:preview_orientation", kwargs={**here, "side": "senior"})
    yield "add a piece", reverse("programs:add_piece", kwargs={**here, "side": "senior"})
    yield "edit a piece", reverse("programs:edit_piece", kwargs={**here, "piece_id": piece.pk})
    yield "take out a piece", reverse("programs:remove_piece", kwargs={**here, "piece_id": piece.pk})
    yield "restore an orientation", reverse("programs:restore_orientation", kwargs={**here, "side": "senior"})
    yield "import a roster", reverse("programs:import_roster", kwargs=here)
    yield "rounds", reverse("pairing:rounds", kwargs=here)
    yield "round", reverse("pairing:round", kwargs={**here, "round_id": round_.pk})
    yield "rules of pairing", reverse("pairing:policy", kwargs=here)
    yield "rehearsals", reverse("pairing:rehearsals", kwargs=here)
    yield "pairs", reverse("pairing:pairs", kwargs=here)
    yield "board", reverse("sessions_app:board", kwargs=here)
    slow = pair_at(DRIFTING)
    yield "write to a pair", reverse("sessions_app:write_to_pairs", kwargs=here) + f"?chosen={slow.pk}"
    yield "figures of a running program", reverse("insights:figures", kwargs=here)
    before = {"program_id": Program.objects.get(name="Tools and tides").pk}
    yield "figures before a release", reverse("insights:figures", kwargs=before)
    yield "how figures are divided", reverse("insights:declare_breakdowns", kwargs=here)
    yield "figures of all programs", reverse("insights:all_figures")
    told = Program.objects.exclude(pk=before["program_id"]).values_list("pk", flat=True)
    yield "programs side by side", reverse("insights:compare_programs") + "?" + "&".join(f"chosen={pk}" for pk in told)
    yield "write what was done", reverse("insights:write_reply", kwargs=here)


def participant(people: dict[str, User]) -> Pages:
    me = people["newcomer"]
    pair = Pair.objects.live().of(me).get(program__state=Program.State.OPEN)
    program = {"program_id": pair.program_id}
    here = {"pair_id": pair.pk}
    yield "home of a newcomer", reverse("desk:home")
    yield "programs of a newcomer", reverse("programs:programs")
    yield "program for a participant", reverse("programs:program", kwargs=program)
    yield "what is on record", reverse("desk:on_record")
    for step in ("offers", "interests", "gaps", "rhythm"):
        yield f"profile {step}", reverse(f"profiles:{step}", kwargs=program)
    yield "orientation", reverse("programs:orientation", kwargs=program)
    yield "orientation to its end", reverse("programs:orientation", kwargs=program) + "?step=6"
    yield "pair", reverse("sessions_app:pair", kwargs=here)
    yield "sheet", reverse("sessions_app:sheet", kwargs=here)
    yield "my plan", reverse("sessions_app:my_plan", kwargs=here)
    yield "their plan", reverse("sessions_app:their_plan", kwargs=here)
    yield "agreement", reverse("sessions_app:agreement", kwargs=here)
    yield "change the agreement", reverse("sessions_app:write_agreement", kwargs=here)
    yield "session held", reverse("sessions_app:meeting", kwargs={**here, "number": 1})
    coming = pair.meetings.planned().filter(starts_at__gt=timezone.now()).first()
    yield "session to come", reverse("sessions_app:meeting", kwargs={**here, "number": coming.number})
    yield "move a session", reverse("sessions_app:move_meeting", kwargs={**here, "number": coming.number})
    yield "calendar without an address", reverse("sessions_app:calendar")
    make_feed(me, now=timezone.now())
    yield "calendar with an address", reverse("sessions_app:calendar")
    yield from unusual_sessions(pair, coming, here)
    yield "ideas of a pair", reverse("ideas:pair_ideas", kwargs=here)
    yield "write an idea", reverse("ideas:write_idea", kwargs=here)
    yield "ideas", reverse("ideas:ideas")
    yield "idea", reverse("ideas:idea", kwargs={"idea_id": Idea.objects.released().first().pk})
    yield "ask to talk", reverse("counsel:ask_to_talk", kwargs=program)
    yield "leave a program", reverse("pairing:leave", kwargs=program)
    pulse = SurveyRequest.objects.filter(participation__person=me).first()
    yield "pulse", reverse("feedback:answer_survey", kwargs={"request_id": pulse.pk})


def pairing_by_hand(people: dict[str, User]) -> Pages:
    """Pages of a round that nobody has been told of, with a pair kept together, one exchange and one kept apart."""
    program, now = Program.objects.get(name="Tools and tides"), timezone.now()
    here, by = {"program_id": program.pk}, program.coordinator
    recall_round(program.rounds.get(published_at__isnull=False), now=now)
    round_ = request_round(program, by=by, now=now)
    run_round(claim(Round, now=now), now=now)
    round_.refresh_from_db()
    yield "before a look", reverse("pairing:round", kwargs={**here, "round_id": round_.pk})
    yield "look at the pairs", reverse("pairing:look_at_round", kwargs={**here, "round_id": round_.pk})
    look_at_round(round_, by=by, now=now)
    first, second, third, fourth = round_.proposals.with_people().order_by("newcomer__person__name")[:4]
    rule_pair(program, newcomer=first.newcomer, senior=first.senior, kind="together", by=by, now=now)
    rule_pair(program, newcomer=fourth.newcomer, senior=fourth.senior, kind="apart", by=by, now=now)
    drafts = {**here, "round_id": round_.pk}
    yield "round to decide on", reverse("pairing:round", kwargs=drafts)
    yield "one draft", reverse("pairing:draft", kwargs={**drafts, "proposal_id": first.pk})
    yield "exchange", reverse("pairing:swap_pairs", kwargs=drafts) + f"?chosen={second.pk}&chosen={third.pk}"
    yield "publish a round", reverse("pairing:publish_round", kwargs=drafts)
    yield "pairs by hand", reverse("pairing:by_hand", kwargs=here)
    yield "bring in pairs", reverse("pairing:import_pairs", kwargs=here)
    yield "late joiners", reverse("pairing:late_joiners", kwargs=here)
    yield "wishes that a program takes", reverse("pairing:edit_wishes", kwargs=here)
    publish_round(round_, now=now)
    yield "recall a round", reverse("pairing:recall_round", kwargs=drafts)


def unusual_sessions(pair: Pair, coming: Meeting, here: dict[str, object]) -> Pages:
    """Show a session that is logged and not answered, and then put off one without a date."""
    now = coming.starts_at + timedelta(hours=2)
    session = reverse("sessions_app:meeting", kwargs={**here, "number": coming.number})
    log_meeting(coming, side=pair.side_of(pair.senior.person), now=now)
    yield "session to confirm", session
    settle_logged_sessions(now=now + Meeting.ANSWER_WITHIN)
    yield "session logged by one", session
    dispute_meeting(coming, now=now)
    put_off_meeting(coming, version=coming.version + 1, now=now)
    yield "session without a date", session
    yield "a new date", reverse("sessions_app:move_meeting", kwargs={**here, "number": coming.number})
    yield "pair without a next date", reverse("sessions_app:pair", kwargs=here)


def candidate(people: dict[str, User]) -> Pages:
    proposal = Proposal.objects.open().of(people["candidate"]).get()
    yield "home of a candidate", reverse("desk:home")
    yield "proposal", reverse("pairing:proposal", kwargs={"proposal_id": proposal.pk})
    senior = proposal.senior.person.first_name
    yield "wishes", reverse("pairing:wishes", args=[proposal.round.program_id]) + f"?find={senior}"


def closing(people: dict[str, User]) -> Pages:
    here = {"pair_id": pair_at(ANSWERED).pk}
    yield "closing answered by one", reverse("sessions_app:closing", kwargs=here)
    yield "pair that closes", reverse("sessions_app:pair", kwargs=here)


def certified(people: dict[str, User]) -> Pages:
    pair = Pair.objects.of(people["certified"]).get(program__state=Program.State.CLOSED)
    yield "certificate", reverse("sessions_app:certificate", kwargs={"pair_id": pair.pk})


def handed_back(people: dict[str, User]) -> Pages:
    yield "plan that came back", reverse("sessions_app:my_plan", kwargs={"pair_id": pair_at(HANDED_BACK).pk})


def drifting(people: dict[str, User]) -> Pages:
    yield "pair that drifts", reverse("sessions_app:pair", kwargs={"pair_id": pair_at(DRIFTING).pk})


def ended(people: dict[str, User]) -> Pages:
    yield "pair that ended", reverse("sessions_app:pair", kwargs={"pair_id": pair_at(ENDED).pk})


def pair_at(place: int) -> Pair:
    """Return the pair of the running program that stands at a place in the order of names."""
    pairs = Pair.objects.filter(program__name="Two-way crossing").with_people().order_by("newcomer__person__name")
    return pairs[place]


def certified_pair() -> Pair:
    """Return a pair of the closed program that held all its sessions."""
    pairs = Pair.objects.filter(program__state=Program.State.CLOSED).with_people()
    return next(pair for pair in pairs if certificate_of(pair))


def sponsor(people: dict[str, User]) -> Pages:
    yield "home of a sponsor", reverse("desk:home")
    yield "program for a sponsor", reverse("programs:program", args=[Program.objects.get(sponsor=people["sponsor"]).pk])


def closed_sponsor(people: dict[str, User]) -> Pages:
    closed = Program.objects.get(state=Program.State.CLOSED)
    yield "figures of a release", reverse("insights:figures", args=[closed.pk])
    yield "you said, we did", reverse("insights:said_and_done", args=[closed.pk])


def counsellor(people: dict[str, User]) -> Pages:
    yield "home of a counsellor", reverse("desk:home")
    yield "talks", reverse("counsel:queue")


def anonymous(people: dict[str, User]) -> Pages:
    invited = Participation.objects.filter(state=Participation.State.INVITED).first()
    yield "sign in", reverse("account_request_login_code")
    yield "invitation", reverse("programs:invitation", args=[sign("invitation", invited.pk)])
    yield "no such page", "/nowhere/"


ROLES: dict[str, tuple[str, Callable[[dict[str, User]], Pages]]] = {
    "organisers": ("HR admin", organisers),
    "pairing_by_hand": ("HR admin", pairing_by_hand),
    "participant": ("newcomer", participant),
    "candidate": ("candidate", candidate),
    "closing": ("closing", closing),
    "certified": ("certified", certified),
    "handed_back": ("handed back", handed_back),
    "drifting": ("drifting", drifting),
    "ended": ("ended", ended),
    "sponsor": ("sponsor", sponsor),
    "closed_sponsor": ("closed sponsor", closed_sponsor),
    "counsellor": ("counsellor", counsellor),
    "anonymous": ("", anonymous),
}


def demo_people() -> dict[str, User]:
    """Load the demo, publish a round in its open program, and return who looks at the pages."""
    now = timezone.now()
    load_demo(now=now)
    program = Program.objects.get(name="Tools and tides")
    round_ = request_round(program, by=program.coordinator, now=now)
    run_round(claim(type(round_), now=now), now=now)
    publish_round(round_, now=now)
    first = Proposal.objects.open().with_people().order_by("newcomer__person__name").first()
    return {
        **dict(demo_logins()),
        "candidate": first.newcomer.person,
        "closing": pair_at(ANSWERED).newcomer.person,
        "handed back": pair_at(HANDED_BACK).newcomer.person,
        "drifting": pair_at(DRIFTING).senior.person,
        "ended": pair_at(ENDED).senior.person,
        "certified": certified_pair().newcomer.person,
        "closed sponsor": Program.objects.get(state=Program.State.CLOSED).sponsor,
    }


@pytest.mark.parametrize(
    "roles",
    [
        ("organisers", "counsellor"),
        ("participant",),
        ("closing", "certified", "handed_back", "drifting", "ended"),
        ("candidate", "sponsor", "closed_sponsor", "anonymous"),
        ("pairing_by_hand",),
    ],
)
def test_pages_are_fit_to_be_seen(roles, open_browser):
    people = demo_people()
    wrong = {}

    for role in roles:
        who, pages = ROLES[role]
        page = open_browser(people.get(who), tolerates=["404"] if role == "anonymous" else [])
        for title, address in pages(people):
            page.set_viewport_size({"width": 390, "height": 900})
            response = page.goto(address)
            take_pictures(page, title)
            found = violations(page)
            if found:
                wrong[title] = found
            if wide := overflow(page):
                wrong[f"{title} at 320 px"] = wide
            if response.status != (404 if title == "no such page" else 200):
                wrong[f"{title} status"] = response.status

    assert wrong == {}
