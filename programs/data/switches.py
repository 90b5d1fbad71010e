"""The evaluative functions of a program: what each does, who sees what, and what is left when it is off."""

from dataclasses import dataclass


@dataclass(frozen=True)
class Switch:
    """One function with a switch of its own: the program's field, its name, and three plain sentences."""

    field: str
    title: str
    does: str
    seen_by: str
    when_off: str


SWITCHES = (
    Switch(
        "drift_on",
        "A colour for pairs that lose their rhythm",
        "Reads dates alone: nothing booked, nothing moved, sessions left without a date.",
        "The pair first. Organisers see a colour three days later, never the reason.",
        "No colour is worked out, and nobody is told that a pair is slow.",
    ),
    Switch(
        "reminders_on",
        "Reminders",
        "Writes to people about sessions that come and about what waits for them.",
        "Only the person who is reminded.",
        "Nobody is reminded. Dates stay in the calendar.",
    ),
    Switch(
        "pulse_on",
        "A pulse after each session",
        "Asks both people three taps and an optional line.",
        "Nobody reads a single answer. Figures need at least the smallest group.",
        "Nothing is asked, and open pulses close.",
    ),
    Switch(
        "surveys_on",
        "Surveys at the start, half-way, at the end and later",
        "Asks everyone in a pair a few taps at fixed moments of the program.",
        "Nobody reads a single answer. Figures need at least the smallest group.",
        "Nothing is asked, and open surveys close.",
    ),
    Switch(
        "fit_on",
        "The fit check after the first session",
        "Asks both once whether it fits, so that a pair can part without fault.",
        "Only the person who answers.",
        "Nobody is asked. A pair can still end at any time.",
    ),
    Switch(
        "words_on",
        "Self-words before and after",
        "Asks people where they stand in their own goals, at the start and at the closing.",
        "Only the person. Leadership sees how many goals rose, in large groups.",
        "Nobody is asked where they stand. Plans work without it.",
    ),
    Switch(
        "figures_on",
        "Figures and dashboards",
        "Counts answers and sessions into releases that no small group can be read out of.",
        "Leadership and organisers, in releases only.",
        "Nothing is counted, no release can be asked for, and none is shown.",
    ),
)
