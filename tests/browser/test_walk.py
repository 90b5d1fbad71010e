"""One program walked from end to end by hand: five people at five browsers, tapping what they see.

No address is typed but the first page's; all others come out of mails. The same story walks over HTTP in
`tests/journeys/test_whole_walk.py`.
"""

from datetime import timedelta

import pytest
from django.utils import timezone

from counsel.tasks import offer_talks
from feedback.tasks import send_feedback_surveys
from insights.tasks import compute_releases
from pairing.models import Proposal
from pairing.tasks import run_rounds
from people.models import Role
from profiles.actions import load_skills
from programs.models import Side
from programs.tasks import run_roster_imports
from sessions_app.tasks import send_session_reminders
from tests.browser.hands import Hands
from tests.factories import make_organisation, make_participation, make_person, make_program, make_proposal
from tests.journeys import story
from tests.journeys.story import NIA, SOL, letters, link_in

pytestmark = [pytest.mark.pictures, pytest.mark.django_db(transaction=True)]

PHONE, DESK = 390, 1440
PATIENCE = 10_000


@pytest.fixture
def sit_down(open_browser, settings, live_server):
    """Return a function that seats somebody at a fresh browser; links in mails lead to this server."""
    settings.SITE_URL = live_server.url

    def sit(name: str, *, width: int = PHONE, scripts: bool = True) -> Hands:
        page = open_browser(width=width, scripts=scripts)
        page.set_default_timeout(PATIENCE)
        return Hands(name, page, has_scripts=scripts)

    return sit


def sign_in(hands: Hands, email: str) -> None:
    """Sign in by a mailed code, from the first page."""
    hands.page.goto("/")
    hands.write("Your work e-mail address", email)
    hands.tap("Mail me a code")
    hands.reads("It works for a few minutes only.")
    hands.write("Code", story.newest_code())
    hands.tap("Confirm the code")


def pick(hands: Hands, search: str, skill: str) -> None:
    """Search for a skill by one word and tap it; without scripts the search has a button."""
    hands.write("Find a skill", search)
    if not hands.has_scripts:
        hands.tap("Search")
    hands.tap(skill)
    hands.page.get_by_role("group", name=skill).wait_for()


def join(hands: Hands, address: str, side: str) -> None:
    """Follow an invitation to a yes."""
    hands.open_mail(address)
    hands.tap("Go on, without a password")
    hands.tick(side)
    hands.tick("I take part because I want to")
    hands.tap("Take part")


def fill_in(hands: Hands, *, offers: dict[str, str], gaps: dict[str, str]) -> None:
    """Go through the four steps of the profile."""
    for search, skill in offers.items():
        pick(hands, search, skill)
    hands.tap("Continue")
    hands.tick("Sailing")
    hands.tick("Yoga")
    hands.tap("Continue")
    for search, skill in gaps.items():
        pick(hands, search, skill)
    hands.tap("Continue")
    hands.tick("English")
    hands.tap("Finish")
    hands.reads("Your profile is complete.")


def read_through(hands: Hands) -> None:
    """Read the orientation that home offers next."""
    hands.tap("Open the orientation")
    for step in range(1, 6):
        hands.reads(f"Step {step} of 6")
        hands.tap("Next")
    hands.reads("Step 6 of 6")
    hands.tap("Finish")
    hands.reads("You have read the orientation.")


def home(hands: Hands) -> None:
    """Go home by the name at the top of every page."""
    hands.page.get_by_role("link", name="Viceversa").first.click()
    hands.taps += 1


def share(hands: Hands, gap: str) -> None:
    """Write and share the sheet, from home."""
    home(hands)
    hands.tap("Open my sheet")
    hands.write("What I am not good at, line 1", gap)
    hands.tap("Share my sheet")
    hands.reads("Your sheet is shared.")


def design(hands: Hands, goal: str) -> None:
    """Write and propose the plan for the other, from home."""
    home(hands)
    hands.tap("Design the plan")
    hands.write("Goal 1", goal)
    hands.tap("Propose this plan")
    hands.reads("Your plan is proposed.")


def test_a_program_is_walked_by_hand(sit_down):  # noqa: PLR0915 - one story is read in one piece
    holders = story.cast_of_the_story()
    email = {role: person.email for role, person in holders.items()}
    today = timezone.localdate()

    # 1. HR signs in by a mailed code and creates a program from a template.
    hr = sit_down("hr", width=DESK)
    sign_in(hr, email[Role.Name.HR_ADMIN])
    hr.look("home at first")
    hr.tap("Choose a template")
    hr.tap("Begin with this : Reverse mentoring classic")
    hr.write("Name of the program", story.PROGRAM)
    for role in (Role.Name.COORDINATOR, Role.Name.SPONSOR, Role.Name.COUNSELLOR):
        hr.choose(role.label, holders[role].name)
    hr.tap("Begin the draft")
    hr.write("What should be measurably different at the end?", story.OUTCOME)
    hr.write("Today", "40")
    hr.write("Target", "60")
    hr.write("Counted in", "%")
    hr.look("first step of a program")
    hr.tap("Continue")
    hr.reads("Step 2 of 5")
    hr.tap(story.PROGRAM)
    hr.tap(story.PROGRAM)
    hr.look("draft")
    hr.tap("Open the program")
    hr.look("open asked")
    hr.tap("Open the program")
    hr.look("program open")

    # 2. HR imports a roster; the bad row is told with its line, the good ones are invited.
    hr.tap("Bring in a roster")
    roster = {"name": "roster.csv", "mimeType": "text/csv", "buffer": story.ROSTER.encode()}
    hr.page.get_by_label("Roster as a spreadsheet (XLSX) or CSV file").set_input_files(roster)
    hr.tap("Upload this roster")
    hr.reads("Nothing has changed yet")
    hr.look("summary of a roster")
    hr.tap("Apply this roster")
    hr.reads("Waiting to start")
    run_roster_imports()
    hr.reads("1 fault in the file")
    hr.look("roster")
    hr.tap("See who is invited")
    hr.reads(NIA)
    invitations = letters()

    # 3. Two people follow their invitations without a password and fill in their profiles.
    nia, sol = sit_down("nia"), sit_down("sol")
    join(nia, link_in(invitations, NIA, "invited"), "Newcomer")
    nia.look("profile begun")
    fill_in(
        nia,
        offers={"charts": story.CHARTS, "excel": "Spreadsheets beyond sums", "SQL": "Asking a database"},
        gaps={"decides": story.DECIDES, "budget": "How a budget gets approved"},
    )
    assert (nia.taps, nia.words) == (22, 5)
    nia.look("home with a profile")
    join(sol, link_in(invitations, SOL, "invited"), "Senior")
    fill_in(sol, offers={"decides": story.DECIDES}, gaps={"charts": story.CHARTS})
    for hands in (nia, sol):
        read_through(hands)
    sol.look("home after the orientation")

    # 4. HR runs a round, sees nothing derived from gaps, publishes; each person reads their own reason.
    home(hr)
    hr.look("home before a round")
    hr.tap(f"People in {story.PROGRAM} can be paired")
    hr.tap("Run a round")
    hr.reads("Waiting for its turn")
    run_rounds()
    hr.reads("We checked every possible pairing under your rules")
    hr.look("round")
    hr.tap("Publish")
    hr.tap("Publish 1 proposal")
    hr.reads("This round is published.")
    proposals = letters()
    for hands, person, learns in ((nia, NIA, story.DECIDES), (sol, SOL, story.CHARTS)):
        hands.open_mail(link_in(proposals, person, "proposed"))
        hands.reads(f"could show you what you asked for: {learns}")

    # 5. Both accept; sheets, plans, agreement, dates.
    nia.look("proposal")
    nia.tap("Yes, let us meet")
    nia.look("proposal answered")
    sol.tap("Yes, let us meet")
    sol.look("pair made")
    sol.tap("See what comes next")
    sol.look("home with a pair")
    share(nia, story.NIAS_GAP)
    share(sol, story.SOLS_GAP)
    sol.reads(story.NIAS_GAP)
    sol.look("sheets open")
    design(nia, story.NIAS_GOAL)
    design(sol, story.SOLS_GOAL)
    for hands in (nia, sol):
        home(hands)
        hands.tap("Read the plan")
        hands.tap("Agree to this plan")
        hands.reads("The plan is agreed by both of you.")
    for hands in (nia, sol):
        home(hands)
        hands.tap("Read it")
        hands.tap("Sign the agreement")
        hands.reads("You have signed")
    sol.look("agreement signed")
    home(nia)
    nia.tap("Find the dates")
    nia.look("dates suggested")
    nia.tap("Date all 6 sessions")
    nia.reads("All sessions have their dates.")
    nia.look("pair with dates")

    # 6. The reminder comes once; the session is logged by one and confirmed by the other from the mail.
    letters()
    story.let_first_session_be_in(hours=20)
    send_session_reminders()
    send_session_reminders()
    reminders = letters()
    assert sorted(letter.to[0] for letter in reminders) == [NIA, SOL]
    nia.open_mail(link_in(reminders, NIA, "session 1", under="Prepare the session:"))
    nia.write("Only for me", story.NIAS_NOTE)
    nia.tap("Save my private note")
    nia.look("session to come")
    story.let_first_session_be_in(hours=-2)
    home(nia)
    nia.look("home after a session")
    nia.start_counting()
    nia.tap("Log the session")
    nia.tap("It took place")
    nia.reads("You have logged this session.")
    assert nia.taps == 2
    anyone = sit_down("anyone")
    anyone.open_mail(link_in(letters(), SOL, "took place"))
    anyone.look("asked to confirm")
    anyone.start_counting()
    anyone.tap("Yes, it took place")
    anyone.reads("Session 1 counts as held")
    assert anyone.taps == 1
    anyone.look("confirmed")
    home(nia)
    nia.reads("1 of 6 sessions held")

    # 7. The pulse comes and is answered; one pair is too few, so leadership is told why there is no figure.
    send_feedback_surveys()
    nia.open_mail(link_in(letters(), NIA, "session 1"))
    nia.look("pulse")
    nia.start_counting()
    nia.tick("Fully")
    nia.tick("Yes", under="Did you learn something you will use?")
    nia.tap("Yes")
    nia.reads("Your answer is kept.")
    assert nia.taps == 3
    nia.look("pulse answered")
    home(hr)
    hr.tap("Programs")
    hr.tap(story.PROGRAM)
    hr.look("program running")
    hr.tap("See the figures")
    hr.tap("Prepare a release")
    hr.tap("Prepare the release")
    hr.reads("A release is asked for")
    compute_releases()
    hr.reads("No release was made")
    hr.look("figures refused")
    hr.tap(story.PROGRAM)
    for page, words in (
        ("See how far they are", "1 of 6"),
        ("See the pairs", "Nia Newcomer"),
        ("See who takes part", NIA),
    ):
        hr.tap(page)
        hr.reads(words)
        hr.look(page)
        hr.tap(story.PROGRAM)
    leader = sit_down("leader", width=DESK)
    sign_in(leader, email[Role.Name.SPONSOR])
    leader.look("home")
    leader.tap("Programs")
    leader.tap(story.PROGRAM)
    leader.tap("See the figures")
    leader.reads(story.OUTCOME)
    leader.look("figures")

    # 8. What is on record: every line, with who reads it.
    nia.tap("What is on record")
    nia.unfold("Lines of your sharing sheets")
    for words in (story.DECIDES, story.NIAS_GAP, story.NIAS_NOTE):
        nia.reads(words)

    # 9. A talk is offered to the senior and asked for; the counsellor answers, HR sees nothing.
    offer_talks()
    sol.open_mail(link_in(letters(), SOL, "half an hour"))
    sol.write("What would you like to talk about?", story.SOLS_ASKING)
    sol.tap("Ask to talk")
    sol.look("talk asked")
    ear = sit_down("ear", width=DESK)
    sign_in(ear, email[Role.Name.COUNSELLOR])
    ear.look("home")
    ear.tap("Read and answer")
    ear.reads(story.SOLS_ASKING)
    ear.write("Your answer", story.REPLY)
    ear.tap("Send my answer")
    ear.look("answered")
    home(sol)
    sol.tap("Counsellor has answered you")
    sol.reads(story.REPLY)

    # 10. An idea leaves the pair when both release it, gets an owner and an answer.
    home(nia)
    nia.tap(f"{story.PROGRAM}, with Sol Senior")
    nia.tap("Our ideas")
    nia.tap("Write an idea")
    nia.write("Your idea in one line", story.IDEA)
    nia.write("What would change, and for whom?", "Before the form.")
    nia.tap("Keep it in our pair")
    nia.tap("Release it")
    nia.tap("Release it for my side")
    nia.look("idea waits")
    sol.open_mail(link_in(letters(), SOL, "let an idea out"))
    sol.tap("Release it for my side")
    sol.reads("The idea has left your pair.")
    home(hr)
    hr.tap("Ideas")
    hr.tap(story.IDEA)
    hr.tap("Name who answers")
    hr.write("Who answers it?", email[Role.Name.SPONSOR])
    hr.pick_day("Answer by", (today + timedelta(days=20)).isoformat())
    hr.tap("Name the owner")
    hr.look("idea owned")
    home(leader)
    leader.tap("Answer it")
    leader.tap("Answer this idea")
    leader.tick("Adopted: we do it")
    leader.write("Why?", story.ANSWER)
    leader.tap("Publish the answer")
    leader.reads("Everyone can read your answer now.")
    nia.open_mail(link_in(letters(), NIA, "has its answer"))
    nia.reads(story.ANSWER)
    nia.look("idea answered")


def test_the_core_works_without_scripts(sit_down):
    load_skills()
    make_organisation()
    program = make_program()
    newcomer = make_participation(program, make_person("Nia Newcomer", email=NIA), side=Side.NEWCOMER)
    senior = make_participation(program, make_person("Sol Senior", email=SOL), side=Side.SENIOR)
    nia = sit_down("nia", scripts=False)

    sign_in(nia, NIA)
    nia.tap("Go on with my profile")
    fill_in(nia, offers={"charts": story.CHARTS}, gaps={"decides": story.DECIDES})
    make_proposal(program, newcomer, senior)
    Proposal.objects.update(senior_says=True)
    home(nia)
    nia.tap("Read the reason")
    nia.tap("Yes, let us meet")
    nia.reads("You and Sol Senior are a pair")
    share(nia, story.NIAS_GAP)

    nia.reads("Both sheets open when both of you have shared.")
    nia.tap("See what comes next")
    nia.reads("Both sheets open when both of you have shared")
