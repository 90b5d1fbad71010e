"""The four documents: what each says around the facts."""

from collections.abc import Callable
from datetime import datetime

from desk.documents import facts as the
from desk.documents.blocks import Bullets, Document, Section, Text
from desk.documents.facts import Facts
from record.clocks import day_in_words

NOTICE, DPIA, PROCESSING, COUNCIL = "privacy-notice", "dpia", "record-of-processing", "works-council"

_PURPOSE = Section(
    "What it is for",
    (
        Text("Two people learn from each other in a defined number of sessions. Taking part is everyone’s own choice."),
        Text("Nothing in it is used for appraisal, promotion or pay. Nobody is scored or ranked."),
    ),
)
_RIGHTS = Section(
    "What you can do",
    (
        Bullets(
            (
                "Read every line about you, with its readers and its end, on your record page.",
                "Change your profile and your messages at any time, or leave a program without giving a reason.",
                "Take your record with you, or have it erased. What others wrote stays theirs.",
                "Talk to a counsellor, who stands outside the program’s chain.",
            )
        ),
    ),
)


def _notice(facts: Facts) -> Document:
    return Document(
        NOTICE,
        "Privacy notice",
        f"What {facts.organisation} stores about people who take part, who reads it, and until when.",
        (
            _PURPOSE,
            the.roles(facts),
            the.switches(facts),
            the.figures(facts),
            the.clocks(facts),
            the.channels(facts),
            the.protection(facts),
            _RIGHTS,
            the.inventory(facts),
        ),
    )


def _dpia(facts: Facts) -> Document:
    return Document(
        DPIA,
        "Data protection impact assessment",
        "A template, filled with what this installation does. The lines in brackets are yours to complete.",
        (
            _PURPOSE,
            Section(
                "Why it is needed, and in proportion",
                (
                    Text("[Say which outcome the programs serve, and why a lighter way would not do.]"),
                    Text("[Name the legal basis. Consent alone is rarely free where people are employed.]"),
                ),
            ),
            the.programs(facts),
            the.roles(facts),
            the.switches(facts),
            the.inventory(facts),
            the.clocks(facts),
            the.channels(facts),
            Section(
                "Risks, and what stands against them",
                (
                    Bullets(
                        (
                            (
                                "Somebody’s gaps become known to HR: gaps are sealed, and organisers see nothing "
                                "derived from them."
                            ),
                            "A small group is recognised in a figure: limits on every release, checked for sums too.",
                            "Status turns into appraisal: organisers see dates and counts, never content.",
                            "A leaked database: sealed fields stay closed without the master keys.",
                            (
                                "Somebody feels pressed to take part: joining and leaving are the person’s own, "
                                "and a decline looks like silence."
                            ),
                            "[Add risks of your own organisation.]",
                        )
                    ),
                ),
            ),
            the.figures(facts),
            the.protection(facts),
            Section(
                "Opinion and decision",
                (
                    Text("[Opinion of the data protection officer, with date.]"),
                    Text("[Views of those concerned or of their representatives.]"),
                    Text("[Decision, by whom, and the day on which it is looked at again.]"),
                ),
            ),
        ),
    )


def _processing(facts: Facts) -> Document:
    return Document(
        PROCESSING,
        "Record of processing",
        f"Reverse mentoring at {facts.organisation}, as this installation does it today.",
        (
            Section(
                "Who is responsible",
                (
                    Text(f"Controller: {facts.organisation}. [Address and contact.]"),
                    Text("[Data protection officer, if there is one.]"),
                    Text("People concerned: those in the roster, and among them those who take part."),
                ),
            ),
            _PURPOSE,
            the.programs(facts),
            the.roles(facts),
            the.channels(facts),
            Section("Transfers", (Text("None by the software. [Name where servers and mail are run, and by whom.]"),)),
            the.clocks(facts),
            the.protection(facts),
            the.figures(facts),
            the.switches(facts),
            the.inventory(facts),
        ),
    )


def _council(facts: Facts) -> Document:
    return Document(
        COUNCIL,
        "Sheet for the works council",
        "What the software could tell about people’s conduct or work, what is switched on, and what is ruled out.",
        (
            Section(
                "What is ruled out",
                (
                    Bullets(
                        (
                            "No use for appraisal, promotion or pay.",
                            "No scores or ranks of people, and no reading of what pairs write.",
                            "No live counters of answers, and no figure about a small group.",
                            "Nobody can sign in as somebody else.",
                            "A change that widens any of this holds for later entries only. People are told by mail.",
                        )
                    ),
                ),
            ),
            the.switches(facts),
            the.figures(facts),
            the.programs(facts),
            the.roles(facts),
            the.clocks(facts),
            the.channels(facts),
            the.protection(facts),
            the.inventory(facts),
        ),
    )


DOCUMENTS: dict[str, tuple[str, Callable[[Facts], Document]]] = {
    NOTICE: ("For everyone who signs in.", _notice),
    DPIA: ("For the data protection officer: a template, filled with what is configured.", _dpia),
    PROCESSING: ("For the register that the organisation keeps.", _processing),
    COUNCIL: ("For the employees’ representatives.", _council),
}


def write(name: str, *, now: datetime) -> Document:
    """Write a document as things stand now; raises KeyError for a name there is not."""
    facts = the.read_facts(now=now)
    document = DOCUMENTS[name][1](facts)
    stand = Section("As of", (Text(f"Written on {day_in_words(now)} from the settings in force."),))
    return Document(document.name, document.title, document.lead, (*document.sections, stand))
