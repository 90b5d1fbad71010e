"""The agreement's default text: one page, in plain words, with named placeholders.

Each section is filled with `string.Template.substitute`, which can name a value and do nothing
else; `PLACEHOLDERS` lists the names, so that an edited text can be checked before anyone signs.
Both people see `confidentiality` and `limits` before the first field that takes their own words.
"""

from dataclasses import dataclass
from types import MappingProxyType


@dataclass(frozen=True, slots=True)
class Section:
    """One paragraph of the agreement; `key` stays the same when the words change."""

    key: str
    heading: str
    text: str


TITLE = "Our agreement"

PLACEHOLDERS = MappingProxyType(
    {
        "program": "the program's title",
        "purpose": "the program's purpose, a paragraph",
        "newcomer": "the newcomer's name",
        "senior": "the senior's name",
        "meetings": "number of sessions",
        "minutes": "length of a session in minutes",
        "months": "duration in months",
        "cadence_weeks": "weeks from one session to the next",
        "agenda_driver": "name of the person who drives the agenda (default: the newcomer)",
        "slot_owner": "name of the person who owns the slot (default: the senior)",
        "preparation_minutes": "minutes of preparation each",
        "contact": "how the two may reach each other between sessions",
        "counsellor": "the counsellor's name",
    }
)

DRIVES_AGENDA = "newcomer"
OWNS_SLOT = "senior"
PREPARATION_MINUTES = 10
CONTACT = (
    "We may send each other a short message on working days. Nobody has to answer the same day, "
    "and nobody writes at night."
)

SECTIONS: tuple[Section, ...] = (
    Section(
        "purpose",
        "What we are here for",
        "$newcomer and $senior meet in $program. $purpose We both teach and we both learn.",
    ),
    Section(
        "rhythm",
        "Our rhythm",
        "We meet $meetings times, $minutes minutes each, about every $cadence_weeks weeks, "
        "within $months months. Each session has two halves, one for each direction.",
    ),
    Section(
        "agenda",
        "Who drives the agenda",
        "$agenda_driver proposes what we talk about, two days ahead. The other adds to it.",
    ),
    Section(
        "slot",
        "Who owns the slot",
        "$slot_owner keeps the slot free and finds us a quiet place. "
        "Whoever has to cancel proposes a new date in the same step.",
    ),
    Section(
        "preparation",
        "Preparation",
        "Each of us takes about $preparation_minutes minutes before a session: "
        "what did I try, what do I bring, what do I ask?",
    ),
    Section(
        "contact",
        "Between sessions",
        "$contact",
    ),
    Section(
        "confidentiality",
        "What stays between us",
        "What we say and write here stays between us. Each of us may retell what is our own, "
        "and nothing that would point to the other. "
        "Nothing said here is offered to appraisal, promotion or pay.",
    ),
    Section(
        "limits",
        "Where that ends",
        "There are limits: someone is in danger, safety is at risk, or the law obliges us "
        "to report. If so, we tell each other first where that is safe, "
        "and tell only those who must know. In doubt, either of us asks $counsellor, who is "
        "outside the program's chain. Our texts are stored sealed; the people who run the "
        "server hold its keys and could technically open them.",
    ),
    Section(
        "record",
        "What may be recorded",
        "The organisers see which step we are at, how many sessions we have held and whether the "
        "next one has a date. They never see our notes, sheets or plans. "
        "We make no sound or video recording and let no tool transcribe or summarise us.",
    ),
    Section(
        "ending",
        "How we end",
        "Either of us may stop at any time, without a reason and without fault. "
        "The organisers are told that the pair has ended, not by whom. "
        "Otherwise we close with the last session: we look back, thank each other, "
        "and each decides alone whether to continue.",
    ),
)
