"""Questions to begin with, by phase of a session and by theme: an offer, never a list to work through.

Each is one question of at most 18 words. Halves have a theme; the other phases fit any.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import Any

SHOWN = 3


class Phase(StrEnum):
    """The parts of a session, in their order."""

    PREPARE = "prepare"
    OPEN = "open"
    HALF_ONE = "half_one"
    HALF_TWO = "half_two"
    CLOSE = "close"
    DEBRIEF = "debrief"


THEMES = {
    "tools": "Technology and tools",
    "decisions": "Leadership and decisions",
    "culture": "Culture and belonging",
    "customers": "Customers",
    "career": "Career",
    "feedback": "Feedback",
    "data": "Data and AI",
    "ways": "Ways of working",
}


@dataclass(frozen=True, slots=True)
class Prompt:
    """One question; `theme` is empty where it fits any."""

    phase: Phase
    text: str
    theme: str = ""


def _any(phase: Phase, *texts: str) -> tuple[Prompt, ...]:
    return tuple(Prompt(phase, text) for text in texts)


def _halves(theme: str, one: Sequence[str], two: Sequence[str]) -> tuple[Prompt, ...]:
    first = tuple(Prompt(Phase.HALF_ONE, text, theme) for text in one)
    return first + tuple(Prompt(Phase.HALF_TWO, text, theme) for text in two)


PROMPTS: tuple[Prompt, ...] = (
    *_any(
        Phase.PREPARE,
        "What did I try since last time, and what came of it?",
        "Which piece of real work could I bring and show?",
        "What do I want to understand by the end of the hour?",
        "Where did I get stuck this month, and whom did I ask?",
        "What would I like to be asked about?",
        "Which question have I put off, because it seemed too simple?",
        "What could I show that the other cannot look up anywhere?",
        "What has changed in my work since we last met?",
    ),
    *_any(
        Phase.OPEN,
        "What is on your mind today that would get in the way?",
        "What went differently from what you expected since last time?",
        "What did you try, and what did you leave out?",
        "Who noticed something new in how you work?",
        "What would make this hour worth your time?",
        "Which small thing went well this week?",
    ),
    *_halves(
        "tools",
        (
            "Could you do it once, slowly, and say aloud what you look at first?",
            "Which three steps of this would you teach somebody on their first day?",
        ),
        (
            "Which tool came in here and stayed, and what made people keep it?",
            "What do you still do by hand, and what would you miss if it changed?",
        ),
    ),
    *_halves(
        "decisions",
        (
            "Which decision of this year looked odd from where you sit?",
            "What would you need to know to decide this yourself?",
        ),
        (
            "Which decision would you take differently today, and what do you know now?",
            "Who was in the room, who was missing, and what did that change?",
        ),
    ),
    *_halves(
        "culture",
        (
            "What do people here do that nobody explained to you?",
            "When did you last hold something back in a meeting, and why?",
        ),
        (
            "Which unwritten rule did you break early on, and how did you notice?",
            "Who helped you to belong here, and what exactly did they do?",
        ),
    ),
    *_halves(
        "customers",
        (
            "What do customers say to you that never reaches the people who decide?",
            "Could you show one case from the first contact to the last?",
        ),
        (
            "Which customer taught you most, and what did it cost?",
            "What did we once promise that we no longer do, and why?",
        ),
    ),
    *_halves(
        "career",
        (
            "Which part of your work would you like to do more of?",
            "What do you do well that your role does not ask for?",
        ),
        (
            "Which step of yours was chance, and which was a choice?",
            "What did you have to unlearn to do the work you do now?",
        ),
    ),
    *_halves(
        "feedback",
        (
            "Which feedback helped you, and how was it said?",
            "What would you tell somebody above you, if it were easy to say?",
        ),
        (
            "When did somebody last disagree with you openly, and what did you do?",
            "Which feedback did you need longest to accept?",
        ),
    ),
    *_halves(
        "data",
        (
            "Which task did you hand to a machine, and how do you check it?",
            "Could you show where such a tool was confidently wrong?",
        ),
        (
            "Which figure do you trust, and how did it earn that?",
            "Which judgement would you never leave to a model, and why?",
        ),
    ),
    *_halves(
        "ways",
        (
            "How do you keep a whole afternoon free for one thing?",
            "Which meeting would you drop tomorrow, and who would mind?",
        ),
        (
            "How do you find out what is really going on in a project?",
            "What do you write down, what do you keep in your head, and why?",
        ),
    ),
    *_any(
        Phase.CLOSE,
        "What will each of us try before we meet again?",
        "What surprised you in the last hour?",
        "What should we do differently next time?",
        "Whom else should one of us talk to about this?",
        "Which of this may leave the room, and which stays here?",
        "What would you like the other to bring next time?",
    ),
    *_any(
        Phase.DEBRIEF,
        "What did I learn that I could use this week?",
        "When did I listen, and when did I only wait to speak?",
        "What did I show of my own unfinished work?",
        "Which of my assumptions no longer holds?",
        "What was left unsaid, and would it help to say it?",
        "What do I want to thank the other for?",
        "What did I promise, and by when?",
        "Is there an idea here that others should hear of, if we both agree?",
    ),
)


def offered(chosen: Mapping[str, Any]) -> tuple[Prompt, ...]:
    """Return the questions of a program: the shipped ones it has not switched off, then its own.

    `chosen` is {"off": [texts], "own": {phase: [texts]}}.
    """
    off = set(chosen.get("off", ()))
    own = [Prompt(Phase(phase), text) for phase, texts in chosen.get("own", {}).items() for text in texts]
    return (*(prompt for prompt in PROMPTS if prompt.text not in off), *own)


def prompts_for(phase: Phase, *, theme: str = "", turn: int = 0, among: Sequence[Prompt] = PROMPTS) -> list[Prompt]:
    """Return three questions of a phase, other ones with each `turn`; of one theme first, where one is chosen."""
    found = [prompt for prompt in among if prompt.phase == phase]
    if not found:
        return []
    found.sort(key=lambda prompt: bool(theme) and prompt.theme != theme)
    begin = turn * SHOWN % len(found)
    return (found + found)[begin : begin + min(SHOWN, len(found))]
