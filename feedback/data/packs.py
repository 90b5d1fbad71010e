"""The surveys that ship: short, calm, and only what somebody will act upon.

Those of `PACKS` with `is_usual` belong to every program from the start; the others are loaded by its organisers. The
fit check after session 1 is no survey: its answer opens a way out, so it is linked and lives with the pair
(sessions_app.FitCheck).
"""

from dataclasses import dataclass

from feedback.content import GIVEN, USUAL_SCALE, Choice, Content, Item, Kind, numbered
from feedback.moments import Moment

PULSE = "pulse"
CONSENT = "Organisers may read this"
CONSENT_HINT = (
    "They see it only among the words of at least ten people, in mixed order, without date, team or side. "
    "Please leave names out."
)


@dataclass(frozen=True, slots=True)
class Pack:
    """A survey that ships: when it is sent, what it asks, and where its words come from, if they are not ours."""

    key: str
    moment: Moment
    days: int
    content: Content
    about: str
    is_usual: bool = False
    source: str = ""


_AGREES = ("Not at all", "Rather not", "Partly", "Mostly", "Fully")
_EASE = ("Very hard", "Hard", "Neither", "Easy", "Very easy")
_LESS_OR_MORE = ("Not this time", "Partly", "Yes")


def _scale(key: str, text: str, labels: tuple[str, ...] = _AGREES, *, side: str = "") -> Item:
    return Item(key, Kind.SCALE, text, numbered(labels), is_required=True, side=side)


def _choice(key: str, text: str, labels: tuple[str, ...]) -> Item:
    return Item(key, Kind.CHOICE, text, numbered(labels), is_required=True)


def _words(key: str, text: str, hint: str = "") -> Item:
    return Item(key, Kind.TEXT, text, hint=hint)


def _section(key: str, text: str) -> Item:
    return Item(key, Kind.SECTION, text)


# Asked at the start and at the end in the same words, so that the two can be compared.
_SPEAK_UP = (
    _scale("speak_up", "How easy is it to say what you think to people far above or below you?", _EASE),
    _scale("ask_for_help", "How easy is it to ask somebody far above or below you for help?", _EASE),
)
_MORE_OF_IT = (
    _scale("say_not_knowing", "How easy is it to say “I do not know” in front of others?", _EASE),
    _scale("bring_bad_news", "How easy is it to bring bad news early?", _EASE),
)

PACKS: tuple[Pack, ...] = (
    Pack(
        PULSE,
        Moment.EACH_SESSION,
        0,
        Content(
            "How was your session?",
            "",
            (
                _scale("worth", "Was this session worth your time?", ("No", "Hardly", "Partly", "Mostly", "Fully")),
                _choice("learned", "Did you learn something you will use?", _LESS_OR_MORE),
                _choice("gave", "Could you give something?", _LESS_OR_MORE),
                _words("words", "Anything to add? You can leave this empty."),
            ),
        ),
        "Three taps and an optional line, after each session.",
        is_usual=True,
    ),
    Pack(
        "start",
        Moment.START,
        1,
        Content(
            "Before you begin",
            "Four taps. The same questions come back at the end.",
            (
                *_SPEAK_UP,
                _scale("know_others_work", "How well do you know how people far from your grade work?", USUAL_SCALE),
                Item(
                    "expect",
                    Kind.MULTIPLE,
                    "What do you hope for?",
                    numbered(
                        (
                            "To learn something I can use",
                            "To be asked for what I know",
                            "To understand the organisation",
                            "To meet somebody new",
                            "I do not know yet",
                        )
                    ),
                ),
            ),
        ),
        "Where people stand before their first session.",
        is_usual=True,
    ),
    Pack(
        "mid",
        Moment.MID,
        0,
        Content(
            "Half-way",
            "Three taps and a line, if you like.",
            (
                _scale("both_ways", "Do both of you learn from each other?", USUAL_SCALE),
                _scale("time", "Do you find the time for your sessions?", USUAL_SCALE),
                _choice("help", "Would help from the organisers be good?", ("No", "Later, maybe", "Yes")),
                _words("change", "What should the program change now?", "Organisers can still change it."),
            ),
        ),
        "Whether it works both ways, while something can still be changed.",
        is_usual=True,
    ),
    Pack(
        "end",
        Moment.END,
        0,
        Content(
            "Looking back",
            "About one minute. It is the last survey before the program closes.",
            (
                _section("for_you", "What it was to you"),
                _words("differently", "What do you now do differently?", "One thing, however small."),
                Item(
                    "recommend",
                    Kind.TEN,
                    "Would you recommend it to somebody you like?",
                    GIVEN[Kind.TEN],
                    "0 is not at all, 10 is without a doubt.",
                    is_required=True,
                ),
                _section("saying", "Saying what you think"),
                *_SPEAK_UP,
                _scale("know_others_work", "How well do you know how people far from your grade work?", USUAL_SCALE),
            ),
        ),
        "What people now do differently, and whether they would recommend it.",
        is_usual=True,
    ),
    Pack(
        "later",
        Moment.LATER,
        182,
        Content(
            "Six months later",
            "Two taps and a line. Nothing follows after this.",
            (
                _scale("lasts", "Do you still use what you learned?", USUAL_SCALE),
                _choice("in_touch", "Are you still in touch with your partner?", ("No", "Now and then", "Yes")),
                _words("differently", "What do you now do differently?", "One thing, however small."),
            ),
        ),
        "What has lasted, half a year after the program closed.",
        is_usual=True,
    ),
    Pack(
        "speak_up",
        Moment.AFTER_FIRST,
        3,
        Content(
            "Saying what you think",
            "Four taps about everyday work, not about your partner.",
            (*_SPEAK_UP, *_MORE_OF_IT),
        ),
        "How easy it is to speak up. Load it twice to compare two moments.",
    ),
    Pack(
        "safety",
        Moment.MID,
        0,
        Content(
            "Your team",
            "Seven sentences about the team you work in. How accurate is each?",
            tuple(
                Item(
                    f"team_{number}",
                    Kind.CHOICE,
                    text,
                    tuple(
                        Choice(8 - step if is_reversed else step, label)
                        for step, label in enumerate(
                            ("1, very inaccurate", "2", "3", "4", "5", "6", "7, very accurate"), start=1
                        )
                    ),
                    is_required=True,
                )
                for number, (text, is_reversed) in enumerate(
                    (
                        ("If you make a mistake on this team, it is often held against you.", True),
                        ("Members of this team are able to bring up problems and tough issues.", False),
                        ("People on this team sometimes reject others for being different.", True),
                        ("It is safe to take a risk on this team.", False),
                        ("It is difficult to ask other members of this team for help.", True),
                        (
                            "No one on this team would deliberately act in a way that undermines my efforts.",
                            False,
                        ),
                        (
                            "Working with members of this team, my unique skills and talents are valued and utilized.",
                            False,
                        ),
                    ),
                    start=1,
                )
            ),
        ),
        "The seven published items on psychological safety in a team, with their seven steps.",
        source=(
            "Amy C. Edmondson, Psychological Safety and Learning Behavior in Work Teams, "
            "Administrative Science Quarterly 44 (1999), 350–383. Items 1, 3 and 5 are stored turned round."
        ),
    ),
)
BY_KEY = {pack.key: pack for pack in PACKS}
