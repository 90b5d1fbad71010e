"""What is counted of each question: a mean of its scale, a share who agree, or how often each choice was taken."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import pairwise

from django.utils.text import slugify

from feedback.queries import Asked
from insights.data.definitions import ANSWERED, GAVE, LEARNED, SHARES, WORTH, Definition

PULSE_SURVEY = "pulse"
# What stands together whichever survey asked it: the same words before and after, and whether people recommend it.
_SPEAKING = ("speak_up", "ask_for_help", "say_not_knowing", "bring_bad_news")
_GROUPS = {**dict.fromkeys(_SPEAKING, "confidence"), "recommend": "recommend"}
_RECOMMENDS = 8


@dataclass(frozen=True, slots=True)
class Measure:
    """A figure about one question of one survey.

    It is the mean of values that begin at `begins`, or the share of answers of at least `agrees`, or where there are
    `choices` (value, label), the share of people who took each.
    """

    definition: Definition
    survey: str
    question: str
    begins: int = 1
    agrees: int | None = None
    choices: tuple[tuple[int, str], ...] = ()

    @property
    def place(self) -> tuple[str, str]:
        """What names the question."""
        return self.survey, self.question


PULSE_MEASURES = (
    Measure(WORTH, PULSE_SURVEY, "worth"),
    Measure(LEARNED, PULSE_SURVEY, "learned", agrees=3),
    Measure(GAVE, PULSE_SURVEY, "gave", agrees=3),
)


def measures_for(questions: Iterable[Asked]) -> list[Measure]:
    """Return what is counted: the pulse always, then every other question that was ever tapped, in its order."""
    known = {measure.place for measure in PULSE_MEASURES}
    others = (_measure(asked) for asked in questions if (asked.survey, asked.key) not in known and asked.choices)
    return [*PULSE_MEASURES, *others]


def _measure(asked: Asked) -> Measure:
    place = (asked.survey, asked.key)
    if asked.kind == "ten":
        says = f"People who tapped {_RECOMMENDS} or more out of 10."
        return Measure(_definition(asked, says, SHARES), *place, agrees=_RECOMMENDS)
    if asked.kind in {"scale", "self_word"}:
        values = [value for value, _ in asked.choices]
        says = "Averaged for each person, then over people."
        return Measure(_definition(asked, says, _between(asked.choices)), *place, begins=min(values))
    says = "Of those who answered, how many took each choice."
    return Measure(_definition(asked, says, SHARES), *place, choices=asked.choices)


def _definition(asked: Asked, says: str, steps: tuple[str, ...]) -> Definition:
    group = _GROUPS.get(asked.key) or slugify(asked.survey_title) or asked.survey
    return Definition(
        f"{asked.survey}.{asked.key}", group, f"{asked.title} ({asked.survey_title})", says, ANSWERED, steps
    )


def _between(choices: Sequence[tuple[int, str]]) -> tuple[str, ...]:
    """Return the steps of a mean in the words of its scale: each end takes in the choice beside it."""
    words = [label[:1].lower() + label[1:] for _, label in choices]
    inner = [f"{low} to {high}" for low, high in pairwise(words[1:-1])]
    return (f"{words[0]} or {words[1]}", *inner, f"{words[-2]} or {words[-1]}")
