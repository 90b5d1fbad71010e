"""What sessions, the notes on them and the actions out of them keep about a person."""

from django.db.models import Q, QuerySet

from people.models import User
from record.erasure import when_erased
from record.registry import COORDINATOR, HR, ME, PAIR, Line, keep, on_pairs, share
from sessions_app.models import Action, Draft, Meeting, MeetingNote
from sessions_app.record.pairs import JOINT, UNTIL, made_by, on_their_pairs, with_pair

# Whoever one of the two has named; shown to both of them.
DELEGATE = "who looks after the calendar of one of you, if anybody does"
_MEETING = "To find your dates, to remind you, and to count the sessions held."
_NOTE = "So that you can come back to it."
_DRAFT = "So that nothing you type is lost."
_ACTION = "So that what you meant to try is not forgotten."

keep(
    Meeting,
    title="Your sessions",
    of=lambda person: Meeting.objects.filter(on_their_pairs(person)),
    lines=[
        Line("number", "Which session", (PAIR,), _MEETING, UNTIL),
        Line("state", "Whether it has a date, is logged or held", (PAIR, COORDINATOR, HR), _MEETING, UNTIL),
        Line(
            "starts_at",
            "When, or the date that fell through; organisers see only whether the next has a date",
            (PAIR, DELEGATE),
            _MEETING,
            UNTIL,
        ),
        Line("minutes", "How long", (PAIR, DELEGATE), _MEETING, UNTIL),
        Line("place", "Where, in your invites too", (PAIR, DELEGATE), _MEETING, UNTIL),
        Line("zone", "By whose clock", (PAIR,), _MEETING, UNTIL),
        Line("logged_by", "Who logged it", (PAIR,), _MEETING, UNTIL),
        Line("logged_at", "When it was logged", (PAIR,), _MEETING, UNTIL),
        Line("confirmed_at", "When it came to count as held", (PAIR,), _MEETING, UNTIL),
        Line("is_logged_by_one", "Whether it counts because 72 hours passed", (PAIR,), _MEETING, UNTIL),
    ],
    ends=[with_pair("pair")],
    plumbing=["id", "pair", "version", "dating"],
)
keep(
    MeetingNote,
    title="Your notes on sessions",
    of=lambda person: MeetingNote.objects.filter(author__person=person).select_related(
        "author__data_key", "meeting__pair__data_key"
    ),
    lines=[
        Line("text", "The note", (ME, "your partner, if it is a shared note"), _NOTE, UNTIL),
        Line("is_private", "Whether you alone read it", (ME,), _NOTE, UNTIL),
        Line("written_at", "When you wrote it", (ME,), _NOTE, UNTIL),
    ],
    ends=[with_pair("meeting__pair", "author__data_key", "meeting__pair__data_key")],
    plumbing=["id", "meeting", "author"],
)
keep(
    Draft,
    title="What you have typed and not given yet",
    of=lambda person: Draft.objects.filter(author__person=person).select_related("author__data_key"),
    lines=[
        Line("text", "The draft of an agreement, or of a note for both", (ME,), _DRAFT, UNTIL),
        Line("typed_at", "When you typed it", (ME,), _DRAFT, UNTIL),
    ],
    ends=[with_pair("pair", "author__data_key")],
    plumbing=["id", "pair", "author", "meeting"],
)
keep(
    Action,
    title="Actions of your pairs",
    of=lambda person: Action.objects.filter(on_their_pairs(person)).with_keys(),
    lines=[
        Line("text", "What one of you will try", (PAIR,), _ACTION, UNTIL),
        Line("owner", "Whose it is", (PAIR,), _ACTION, UNTIL),
        Line("due_on", "By when", (PAIR,), _ACTION, UNTIL),
        Line("written_at", "When it was written", (PAIR,), _ACTION, UNTIL),
        Line("done_at", "When it was ticked", (PAIR,), _ACTION, UNTIL),
    ],
    ends=[with_pair("pair", "pair__data_key")],
    plumbing=["id", "pair", "meeting"],
)

when_erased(Meeting, stays=JOINT)
when_erased(MeetingNote, goes=lambda person: MeetingNote.objects.filter(author__person=person))
when_erased(Draft, goes=lambda person: Draft.objects.filter(author__person=person))
when_erased(
    Action,
    goes=lambda person: Action.objects.filter(made_by("owner")(person)),
    stays="What your partner meant to try is theirs.",
)
on_pairs({Meeting: "pair", MeetingNote: "meeting__pair", Draft: "pair", Action: "pair"})


def _partners_notes(person: User) -> QuerySet[MeetingNote]:
    """Choose the notes that partners wrote for both."""
    mine = Q(meeting__pair__newcomer__person=person) | Q(meeting__pair__senior__person=person)
    others = MeetingNote.objects.filter(mine, is_private=False).exclude(author__person=person)
    return others.select_related("author__data_key", "meeting__pair__data_key")


share(MeetingNote, title="Notes your partners shared with you", rows=_partners_notes)
