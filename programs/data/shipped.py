"""The program templates that ship: where HR starts, never what a program is bound to.

A program copies its template once, so a later edit here moves no running program.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from types import MappingProxyType
from typing import Literal

Side = Literal["newcomer", "senior"]


@dataclass(frozen=True, slots=True)
class Outcome:
    """One measurable change; the hints help HR to find their own two figures."""

    text: str
    unit: str
    baseline_hint: str
    target_hint: str


@dataclass(frozen=True, slots=True)
class Step:
    """One step of a half, in minutes."""

    minutes: int
    text: str


@dataclass(frozen=True, slots=True)
class Half:
    """One direction of a session: `teaches` gives, the other side learns."""

    teaches: Side
    title: str
    steps: tuple[Step, ...]

    @property
    def minutes(self) -> int:
        """The length of the half in minutes, so that two halves can be checked to fill it."""
        return sum(step.minutes for step in self.steps)


@dataclass(frozen=True, slots=True, kw_only=True)
class Template:
    """A whole program's defaults; `policy` names the fields of the engine's Policy that the template decides."""

    key: str
    title: str
    description: str
    purpose: str
    outcome: Outcome
    meetings: int
    minutes: int
    months: int
    cadence_weeks: int
    newcomer_label: str
    senior_label: str
    ground_rules: tuple[str, str, str, str, str]
    agenda: tuple[Half, Half]
    policy: Mapping[str, int | str | None]


GROUND_RULES = (
    "Both come to learn, and both come to give.",
    "What we hear here stays here, unless someone could come to harm.",
    "A question is welcome before an answer.",
    "We keep the date, or set a new one when we cancel.",
    "Either of us may stop at any time, without a reason.",
)

AGENDA = (
    Half(
        "newcomer",
        "First half: the newcomer shows",
        (
            Step(5, "Arrive. What has each of us tried since last time?"),
            Step(15, "The newcomer shows one thing, on a real task of the senior."),
            Step(10, "The senior does it alone and says aloud what is unclear."),
        ),
    ),
    Half(
        "senior",
        "Second half: the senior shows",
        (
            Step(15, "The senior opens up one real case, with what went wrong in it."),
            Step(10, "The newcomer says what they would do, and asks what they do not see yet."),
            Step(5, "Close. What will each of us try before we meet again?"),
        ),
    ),
)

TWO_GRADES_APART: Mapping[str, int | str | None] = MappingProxyType({"grade_distance_min": 2})

REVERSE_MENTORING_CLASSIC = Template(
    key="reverse_mentoring_classic",
    title="Reverse mentoring classic",
    description="Newcomers and seniors meet six times, and each teaches the other.",
    purpose=(
        "People who decide a lot here hear too little from people who joined recently. "
        "Newcomers in turn rarely see how decisions come about. In six sessions each pair "
        "closes at least one gap on either side. It also brings us one idea worth trying."
    ),
    outcome=Outcome(
        text="People who say they can raise an unwelcome point with someone senior",
        unit="% of participants",
        baseline_hint="Ask everyone in the start survey; many organisations begin near half.",
        target_hint="Fifteen points above your own start is ambitious and possible.",
    ),
    meetings=6,
    minutes=60,
    months=6,
    cadence_weeks=4,
    newcomer_label="Newcomer",
    senior_label="Senior",
    ground_rules=GROUND_RULES,
    agenda=AGENDA,
    policy=TWO_GRADES_APART,
)

MUTUAL_MENTORING = Template(
    key="mutual_mentoring",
    title="Mutual mentoring",
    description="Colleagues from different departments trade what they know, whatever their grade.",
    purpose=(
        "Much of what one department needs is known in another. Pairs across departments "
        "trade one skill each way. People then know whom to ask, and work gets easier "
        "where departments touch."
    ),
    outcome=Outcome(
        text="People who know someone by name to ask in at least three other departments",
        unit="% of participants",
        baseline_hint="Ask in the start survey, with your own list of departments.",
        target_hint="Four people in five at the end survey.",
    ),
    meetings=6,
    minutes=60,
    months=6,
    cadence_weeks=4,
    newcomer_label="Visitor",
    senior_label="Host",
    ground_rules=(
        "Neither of us is the expert for the whole hour.",
        "We each show real work, finished or not.",
        "What we hear here stays here, unless someone could come to harm.",
        "We keep the date, or set a new one when we cancel.",
        "Either of us may stop at any time, without a reason.",
    ),
    agenda=(
        Half(
            "newcomer",
            "First half: the visitor shows",
            (
                Step(5, "Arrive. What reminded you of our last session?"),
                Step(20, "The visitor shows a piece of their own work and how it is made."),
                Step(5, "The host says what their own department could take from it."),
            ),
        ),
        Half(
            "senior",
            "Second half: the host shows",
            (
                Step(20, "The host shows a piece of theirs, or a problem that is stuck."),
                Step(5, "The visitor says what surprised them."),
                Step(5, "Close. Whom else should each of us talk to?"),
            ),
        ),
    ),
    policy=MappingProxyType({"grade_distance_min": None, "department": "different"}),
)

DIGITAL_SKILLS_UP = Template(
    key="digital_skills_up",
    title="Digital skills up",
    description=("Eight short sessions on everyday tools, traded for knowledge of how things get done here."),
    purpose=(
        "New tools arrive faster than courses. Pairs learn them on the work that is on the desk "
        "today. Whoever teaches a tool learns in return how this place works. "
        "Either person may be the one who knows the tool."
    ),
    outcome=Outcome(
        text="Digital tasks that people now do alone and used to hand on",
        unit="tasks per participant",
        baseline_hint="Let each person name three such tasks at the start; the baseline is 0.",
        target_hint="Two of the three by the last session.",
    ),
    meetings=8,
    minutes=45,
    months=4,
    cadence_weeks=2,
    newcomer_label="Newcomer",
    senior_label="Senior",
    ground_rules=(
        "The hand on the keyboard is the learner's.",
        "No task is too small, and no question is asked too late.",
        "We use our own tools and no one else's data.",
        "We keep the date, or set a new one when we cancel.",
        "Either of us may stop at any time, without a reason.",
    ),
    agenda=(
        Half(
            "newcomer",
            "First half: a task and a tool",
            (
                Step(5, "Arrive. Which task did you do alone since last time?"),
                Step(20, "One real task: the newcomer explains, the senior's hands do it."),
            ),
        ),
        Half(
            "senior",
            "Second half: the story behind the task",
            (
                Step(15, "The senior tells where the task comes from and who depends on it."),
                Step(5, "Close. Which task is next, for each of us?"),
            ),
        ),
    ),
    policy=TWO_GRADES_APART,
)

INCLUSION = Template(
    key="inclusion",
    title="Inclusion",
    description=(
        "Leaders learn from colleagues whose experience of work differs from theirs, and open doors in return."
    ),
    purpose=(
        "Some colleagues meet barriers that others never notice. Pairs talk about real "
        "situations at work; leaders change one practice they are responsible for, and "
        "newcomers gain insight and contacts. Nobody speaks for a group, and nobody has to "
        "tell anything private."
    ),
    outcome=Outcome(
        text="Working practices that leaders changed because of what they learned",
        unit="changed practices",
        baseline_hint="0: count from the first session on.",
        target_hint="One for each senior who takes part.",
    ),
    meetings=6,
    minutes=75,
    months=8,
    cadence_weeks=5,
    newcomer_label="Newcomer",
    senior_label="Leader",
    ground_rules=(
        "Nobody speaks for a group, and nobody has to tell anything.",
        "We listen to the end before we explain or defend.",
        "What is told here is never retold, not even without a name.",
        "Doubt about what is safe to say goes to the counsellor.",
        "Either of us may stop at any time, without a reason.",
    ),
    agenda=(
        Half(
            "newcomer",
            "First half: one situation at work",
            (
                Step(5, "Arrive. How are we today, and what is off limits?"),
                Step(20, "The newcomer describes a situation; the leader asks and listens."),
                Step(15, "The leader says what they heard, and what they had not seen."),
            ),
        ),
        Half(
            "senior",
            "Second half: one door",
            (
                Step(20, "The leader explains how a decision in their area really comes about."),
                Step(10, "Together: which practice could change, and who must agree?"),
                Step(5, "Close. What will each of us try before we meet again?"),
            ),
        ),
    ),
    policy=MappingProxyType({"grade_distance_min": 2, "department": "different"}),
)

ONBOARDING = Template(
    key="onboarding",
    title="Onboarding",
    description=("New colleagues learn how things get done here and tell us what we no longer notice."),
    purpose=(
        "The first months show new colleagues our habits, good and bad, and nobody asks them. "
        "Each pair helps a new colleague to find their feet. It brings the fresh view to "
        "someone who can act on it."
    ),
    outcome=Outcome(
        text="Weeks until new colleagues say they can do their main task without asking",
        unit="weeks",
        baseline_hint="Ask the people who joined last year and take the middle answer.",
        target_hint="A quarter less than that.",
    ),
    meetings=5,
    minutes=45,
    months=3,
    cadence_weeks=2,
    newcomer_label="New colleague",
    senior_label="Guide",
    ground_rules=(
        "The fresh view is a gift; we write it down before it fades.",
        "Not knowing is expected, on both sides.",
        "Nothing said here counts in the probation period.",
        "We keep the date, or set a new one when we cancel.",
        "Either of us may stop at any time, without a reason.",
    ),
    agenda=(
        Half(
            "newcomer",
            "First half: the fresh view",
            (
                Step(5, "Arrive. What was the best and the oddest moment since last time?"),
                Step(10, "The new colleague shows how they did something elsewhere."),
                Step(5, "The guide says what we could borrow, and where."),
            ),
        ),
        Half(
            "senior",
            "Second half: how it works here",
            (
                Step(15, "The guide explains one thing that no handbook says."),
                Step(5, "Together: whom should the new colleague meet next?"),
                Step(5, "Close. What will each of us try before we meet again?"),
            ),
        ),
    ),
    policy=MappingProxyType({"grade_distance_min": 1}),
)

BLANK = Template(
    key="blank",
    title="Blank",
    description="Start with the product's defaults and write the purpose and outcome yourself.",
    purpose="",
    outcome=Outcome(
        text="",
        unit="",
        baseline_hint="What can you count today, before anyone has met?",
        target_hint="What would make you say that it was worth the time?",
    ),
    meetings=6,
    minutes=60,
    months=6,
    cadence_weeks=4,
    newcomer_label="Newcomer",
    senior_label="Senior",
    ground_rules=GROUND_RULES,
    agenda=AGENDA,
    policy=TWO_GRADES_APART,
)

TEMPLATES: tuple[Template, ...] = (
    REVERSE_MENTORING_CLASSIC,
    MUTUAL_MENTORING,
    DIGITAL_SKILLS_UP,
    INCLUSION,
    ONBOARDING,
    BLANK,
)
