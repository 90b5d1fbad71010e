"""What the people of the demo wrote. A loader deals the lines out in order and starts again."""

from collections.abc import Mapping
from dataclasses import dataclass
from types import MappingProxyType
from typing import Literal

IdeaState = Literal["draft", "in discussion", "under review", "pilot", "adopted", "declined"]


@dataclass(frozen=True, slots=True, kw_only=True)
class DemoIdea:
    """An idea of one pair; days count from loading, so a negative `answer_in_days` is past."""

    title: str
    text: str
    newcomer: str
    senior: str
    state: IdeaState
    written_days_ago: int
    released_by: tuple[str, ...]
    owner: str | None = None
    answer_in_days: int | None = None
    answer: str = ""


SHEET_LINES: Mapping[str, tuple[str, ...]] = MappingProxyType(
    {
        "offer": (
            "I can show the shortcut I use every day, on your own files.",
            "Ask me why we do it this way; I was in the room when it was decided.",
            "I can read a draft of yours and say where I got lost.",
            "I know whom to ring in three of our four ports.",
            "I can sit beside you while you try it, and keep quiet.",
            "I have made most of the mistakes here, and I can tell you what they cost.",
            "I can introduce you to the people who sign.",
            "I can rehearse a talk with you until it feels boring.",
        ),
        "learn": (
            "I want to do it myself, not to have it done faster.",
            "I nod in that meeting and do not follow half of it.",
            "I would like to hear how it looks from your desk.",
            "I keep asking the same colleague, and I would like to stop.",
            "I want to know what happens after I press send.",
            "I would like one small thing to try each time.",
        ),
        "find_hard": (
            "I answer too quickly and listen afterwards.",
            "I put off whatever has a chart in it.",
            "I go quiet when more than five people are in the room.",
            "I explain too much at once. Please stop me.",
            "I still print things to read them.",
            "I say yes first and count the hours later.",
            "I lose the thread when the talk turns to figures.",
        ),
        "off_limits": (
            "My last role and why I left it.",
            "Colleagues who are not in the room.",
            "Health, unless I bring it up.",
            "The reorganisation in the north terminal.",
            "",
        ),
    }
)
"""Lines for the sharing sheet by section; an empty line is a section left empty."""

PLAN_GOALS: Mapping[str, str] = MappingProxyType(
    {
        "Asking a database": "Answer one question of my own from the bookings table.",
        "Automating a routine step": "Hand the Monday list over to a small automatic step.",
        "Charts that say one thing": "Redraw one chart of mine so that it needs no words.",
        "Checking what a language model says": "Check one answer line by line and note what failed.",
        "Choosing what comes first": "Drop two tasks from my list and tell the people concerned.",
        "Counting energy and emissions": "Work out what one crossing costs in fuel and carbon.",
        "Dashboards people open twice": "Make one page of figures that my team opens unasked.",
        "Deciding with half the facts": "Take one decision this month without more data.",
        "Delegating and letting go": "Hand over one whole task and do not look for a fortnight.",
        "Different minds at work": "Change one habit of our meeting so all can follow.",
        "Getting twenty minutes with a decision maker": "Ask one director for a talk, and have it.",
        "Handing over a shift or a task": "Write one handover that raises no question.",
        "Having a difficult conversation": "Have the talk I have put off since spring.",
        "How a budget gets approved": "Follow one request from the first draft to the signature.",
        "How a contract gets signed": "Take one small contract through all its steps.",
        "How a project gets started": "Write the first page of a project of my own.",
        "How a project gets stopped": "Name one thing we should stop, and say why.",
        "How news travels inside": "Find out where our last notice got lost.",
        "Interviewing a customer": "Talk to three passengers and bring back their own words.",
        "Leading a team for the first time": "Run one week of the team with a lead in reserve.",
        "Leading a workshop": "Lead ninety minutes from a question to a decision.",
        "Listening longer than is comfortable": "Ask, count to ten, and write down what came then.",
        "Making a business case": "Put one proposal on a page with its cost and its return.",
        "Negotiating a price": "Prepare and hold one price talk, with a limit in mind.",
        "Online whiteboards": "Run one planning hour on a shared board.",
        "Passwords and passkeys": "Move my ten main sign-ins to a manager or a passkey.",
        "Phone shortcuts and assistants": "Do the morning round with the phone alone.",
        "Prompting a language model": "Draft one answer with a model, then edit by hand.",
        "Reading a balance sheet": "Explain our last accounts in five minutes.",
        "Reading the organisation chart between the lines": "Draw who really advises whom here.",
        "Running a short meeting": "Bring the weekly meeting down to twenty-five minutes.",
        "Saying no kindly": "Decline two requests, and offer something smaller.",
        "Short video for a phone": "Make one minute on the new gangway, filmed and cut by me.",
        "Slides without bullet points": "Give one talk with six pictures and no list.",
        "Small scripts that save an hour": "Read and change the script that renames our files.",
        "Social networks for work": "Post three times about our work and answer every comment.",
        "Speaking in front of a room": "Present our figures at the quarterly gathering.",
        "Spotting a phishing mail": "Tell five true mails from five false ones, and say how.",
        "Spreadsheets beyond sums": "Build the berth table with lookups, alone.",
        "Taking feedback without defending": "Ask two colleagues for criticism, and say thanks.",
        "Team chat with good manners": "Move one mail thread to a channel and keep it tidy.",
        "Telling a story with a beginning": "Open my next talk with one person and one moment.",
        "Testing with real users": "Watch three people buy a ticket, and say nothing.",
        "Unwritten rules of our meetings": "Write down five unwritten rules, and question one.",
        "Who decides what": "Find out who decides on three things that reach my desk.",
        "Words that include": "Rewrite one job advert so that more people feel meant.",
        "Working across cultures": "Ask the other port how our mails sound to them.",
        "Writing a board paper": "Write one decision paper of a page and a half.",
        "Writing plainly": "Cut one notice to half its length and lose nothing.",
    }
)
"""One goal for each gap, in the learner's own voice."""

SHARED_NOTES: tuple[str, ...] = (
    "We rebuilt the berth table together. The lookup works; the colours can wait.",
    "First half ran over by ten minutes. Next time we set a clock.",
    "The map of who advises whom surprised us both.",
    "Draft talk rehearsed twice. The second opening was better: start with the storm night.",
    "Looked at last year's budget request and marked where it nearly failed.",
    "We tried three ways to ask the model. Giving an example helped most.",
    "Agreed to bring one real mail each, and to rewrite it on the spot.",
    "The tender took nine signatures. We both thought it was four.",
    "Tested the ticket page with two passengers at the pier. Both missed the button.",
    "We swapped desks for an hour. Noise was the first thing we both noted.",
)

ACTIONS: tuple[str, ...] = (
    "Send the table to the other port and ask what is missing.",
    "Ask for ten minutes at the next section meeting.",
    "Try the shortcut for a week and count how often it helped.",
    "Read two old decision papers and mark the turning point.",
    "Record one minute on the phone and show it.",
    "Say no once, kindly, and note what happened.",
)

CLOSING_MINUTES: tuple[str, ...] = (
    "I will ask one more question before I answer.",
    "I will build the next table without help.",
    "I will show the draft before it is finished.",
    "I will let someone else open the meeting.",
)

PRIVATE_NOTES: tuple[str, ...] = (
    "I talked too much today. Next time: questions first.",
    "It was easier to say than I had expected.",
    "Remember to ask how the talk with the board went.",
)

PULSE_WORDS: tuple[str, ...] = (
    "An hour is just right.",
    "The second half deserves more time than we gave it.",
    "I finally asked the question I had carried around for a year.",
    "A quiet room would help; the canteen was too loud.",
    "We laughed a lot and still got through the list.",
    "I was tired after a night shift and got less out of it.",
    "The two-halves agenda kept us honest.",
    "More examples of plans from other pairs, please.",
    "I had not known how much work sits behind that signature.",
    "Time zones make it hard, but mornings work.",
    "I would have liked to prepare a little more.",
    "Trying it on my own file made the difference.",
)
"""Free texts of twelve different people, all ticked for the organisers to read."""

PULSE_ANSWERS: tuple[tuple[int, int, int], ...] = (
    (5, 3, 3),
    (4, 3, 2),
    (4, 2, 3),
    (5, 3, 2),
    (3, 2, 2),
    (4, 3, 3),
    (5, 2, 3),
    (2, 1, 2),
    (4, 3, 1),
    (5, 3, 3),
    (3, 2, 3),
)
"""Answers to the pulse (worth, learned, gave); eleven, so that they never fall into step."""

TALK_REQUESTS: tuple[str, ...] = (
    "I would like to talk about how much of my own doubts I should show.",
    "Something was said that I cannot place. Could we speak before the next session?",
)

IDEAS: tuple[DemoIdea, ...] = (
    DemoIdea(
        title="One page before every budget round",
        text=(
            "Requests come in forms of eleven pages, and most are sent back. One page with "
            "purpose, cost and who gains would be read first. The form follows only after a yes."
        ),
        newcomer="jonas.behrmann",
        senior="oyinkan.balogun",
        state="adopted",
        written_days_ago=170,
        released_by=("jonas.behrmann", "oyinkan.balogun"),
        owner="simeon.wachira",
        answer_in_days=-120,
        answer=(
            "Tried with nine requests in spring: seven were decided within a week. "
            "From the autumn round on the page is the rule."
        ),
    ),
    DemoIdea(
        title="A photo instead of a fault form",
        text=(
            "Faults on the quay are reported on paper and read the next day. A photo with the "
            "place, sent from the phone, would reach maintenance in minutes."
        ),
        newcomer="dylan.meisner",
        senior="graham.tregear",
        state="pilot",
        written_days_ago=140,
        released_by=("dylan.meisner", "graham.tregear"),
        owner="kenneth.oduya",
        answer_in_days=-60,
        answer="We try it on berths 3 and 4 for six weeks and count the hours until repair.",
    ),
    DemoIdea(
        title="Swap a shift from the phone",
        text=(
            "Two people who agree on a swap still need three calls. Let both confirm on the "
            "phone, and let planning only look at rest times."
        ),
        newcomer="michal.gruca",
        senior="harpreet.sandhu",
        state="under review",
        written_days_ago=95,
        released_by=("michal.gruca", "harpreet.sandhu"),
        owner="ewa.malinowska",
        answer_in_days=9,
    ),
    DemoIdea(
        title="Captions on every safety film",
        text=(
            "On the car deck nobody hears the film, and some passengers never would. "
            "Captions in four languages cost a day of work."
        ),
        newcomer="imran.sheikh-lowe",
        senior="denise.provo",
        state="in discussion",
        written_days_ago=30,
        released_by=("imran.sheikh-lowe", "denise.provo"),
        owner="gwen.ashcombe",
        answer_in_days=16,
    ),
    DemoIdea(
        title="One chat channel for all ports",
        text="The ports tell each other about delays by mail. One channel would be faster.",
        newcomer="theo.brackley",
        senior="agnieszka.bielak",
        state="declined",
        written_days_ago=60,
        released_by=("theo.brackley", "agnieszka.bielak"),
        owner="dariusz.wilk",
        answer_in_days=-14,
        answer=(
            "Delays must reach people who are not at a screen, and traffic control needs one "
            "source. We will shorten the existing alert to one line instead. Thank you for "
            "showing us how long it had become."
        ),
    ),
    DemoIdea(
        title="Two guest chairs at the price meeting",
        text=(
            "Whoever is curious may sit in once, listen, and ask one question at the end. "
            "It would cost nothing and explain a lot."
        ),
        newcomer="lena.dierksen",
        senior="volker.steenken",
        state="draft",
        written_days_ago=6,
        released_by=("lena.dierksen",),
    ),
)


@dataclass(frozen=True, slots=True)
class DemoReply:
    """What was done in one program about what people said."""

    phase: Literal["running", "closed"]
    said: str
    did: str


REPLIES: tuple[DemoReply, ...] = (
    DemoReply(
        phase="closed",
        said="It is hard to find a quiet place for an hour.",
        did="Two meeting rooms in each port are kept free for pairs, from two to four every Thursday.",
    ),
    DemoReply(
        phase="closed",
        said="You would like to see plans of other pairs.",
        did="We keep plans private, so we shall not show any. Three invented ones lie with the coordinator.",
    ),
    DemoReply(
        phase="running",
        said="The second half of a session comes too short.",
        did="Sessions may last 75 minutes now. Whoever began the last time comes second the next time.",
    ),
)
"""The newest first within a program."""
