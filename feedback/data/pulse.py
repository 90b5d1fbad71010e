"""The pulse: three taps and one optional line after a session.

`value` is what is stored, ordered from the least to the most; people read `label` and no number.
"""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Choice:
    """One answer to tap."""

    value: int
    label: str


@dataclass(frozen=True, slots=True)
class Question:
    """One tap; `key` names the answer in exports and releases."""

    key: str
    text: str
    choices: tuple[Choice, ...]


@dataclass(frozen=True, slots=True)
class Words:
    """An optional free text; organisers may read it only where `consent` is ticked."""

    key: str
    text: str
    consent_key: str
    consent: str
    consent_hint: str


TITLE = "How was your session?"

QUESTIONS: tuple[Question, ...] = (
    Question(
        "worth",
        "Was this session worth your time?",
        (
            Choice(1, "No"),
            Choice(2, "Hardly"),
            Choice(3, "Partly"),
            Choice(4, "Mostly"),
            Choice(5, "Fully"),
        ),
    ),
    Question(
        "learned",
        "Did you learn something you will use?",
        (Choice(1, "Not this time"), Choice(2, "Partly"), Choice(3, "Yes")),
    ),
    Question(
        "gave",
        "Could you give something?",
        (Choice(1, "Not this time"), Choice(2, "Partly"), Choice(3, "Yes")),
    ),
)

WORDS = Words(
    key="words",
    text="Anything to add? You can leave this empty.",
    consent_key="organisers_may_read",
    consent="Organisers may read this",
    consent_hint=(
        "They see it only among the words of at least ten people, in mixed order, "
        "without date, team or side. Please leave names out."
    ),
)
