"""What counsel keeps about a person."""

from django.db.models import Q

from counsel.models import CheckIn, CounselNote, Hour, TalkReply, TalkRequest
from record.clocks import SHARED
from record.erasure import when_erased
from record.models import DataKey
from record.registry import COUNSELLOR, ME, After, Line, keep

_WHY = "So that a counsellor can answer you."
_UNTIL = SHARED
_END = ("program__closed_at", "asked_at", "program__ends_on")
_END_OF_TALK = ("request__program__closed_at", "request__asked_at", "request__program__ends_on")

keep(
    TalkRequest,
    title="Talks you asked for",
    of=lambda person: TalkRequest.objects.of(person).select_related("data_key", "program", "counsellor", "suggested"),
    lines=[
        Line("text", "What you wrote", (ME, COUNSELLOR), _WHY, _UNTIL),
        Line("purpose", "How it began", (ME, COUNSELLOR), _WHY, _UNTIL),
        Line("wish", "What you would like to happen", (ME, COUNSELLOR), _WHY, _UNTIL),
        Line("asked_at", "When you asked", (ME, COUNSELLOR), _WHY, _UNTIL),
        Line("state", "Whether it is answered", (ME, COUNSELLOR), _WHY, _UNTIL),
        Line("counsellor", "Whom you asked", (ME, COUNSELLOR), _WHY, _UNTIL),
        Line("suggested", "Who could take over", (ME, COUNSELLOR), "So that you decide who goes on with it.", _UNTIL),
        Line("program", "In which program", (ME, COUNSELLOR), _WHY, _UNTIL),
    ],
    ends=[After(SHARED, *_END, keys=("data_key",))],
    plumbing=["id", "asked_by", "data_key"],
)
keep(
    TalkReply,
    title="What was said in your talks",
    of=lambda person: TalkReply.objects.filter(request__asked_by=person).select_related("request__data_key"),
    lines=[
        Line("text", "What was said", (ME, COUNSELLOR), _WHY, _UNTIL),
        Line("is_by_counsellor", "Whether the counsellor said it", (ME, COUNSELLOR), _WHY, _UNTIL),
        Line("sent_at", "When", (ME, COUNSELLOR), _WHY, _UNTIL),
    ],
    ends=[After(SHARED, *_END_OF_TALK, keys=("request__data_key",))],
    plumbing=["id", "request"],
)
keep(
    CounselNote,
    title="Notes you keep as a counsellor",
    of=lambda person: CounselNote.objects.filter(author=person).select_related("request__data_key"),
    lines=[
        Line("text", "What you noted", (ME,), "So that you can prepare the next talk.", _UNTIL),
        Line("written_at", "When", (ME,), "So that you can prepare the next talk.", _UNTIL),
    ],
    ends=[After(SHARED, *_END_OF_TALK)],
    plumbing=["id", "request", "author"],
)
_HOUR = "So that you can find an hour for a talk."
_BOOKABLE = (ME, COUNSELLOR, "whoever may book it, while it is free")
keep(
    Hour,
    title="Hours in which you can talk",
    of=lambda person: Hour.objects.filter(Q(counsellor=person) | Q(talk__asked_by=person)).select_related("counsellor"),
    lines=[
        Line("counsellor", "With whom", _BOOKABLE, _HOUR, _UNTIL),
        Line("starts_at", "When", _BOOKABLE, _HOUR, _UNTIL),
        Line("minutes", "How many minutes", _BOOKABLE, _HOUR, _UNTIL),
        Line("place", "Where", _BOOKABLE, _HOUR, _UNTIL),
        Line("zone", "By the clock of", (ME, COUNSELLOR), _HOUR, _UNTIL),
        Line("is_withdrawn", "Whether it was taken back", (ME, COUNSELLOR), _HOUR, _UNTIL),
    ],
    ends=[After(SHARED, "starts_at", "starts_at")],
    plumbing=["id", "talk", "version"],
)
_ASKS = "So that the counsellor asks you how it goes."
keep(
    CheckIn,
    title="When the counsellor asks how it goes",
    of=lambda person: CheckIn.objects.filter(participation__person=person).select_related("counsellor"),
    lines=[
        Line("step", "Which step you have reached", (ME, COUNSELLOR), _ASKS, _UNTIL),
        Line("due_at", "When you reached it", (ME, COUNSELLOR), _ASKS, _UNTIL),
        Line("counsellor", "Who asks", (ME, COUNSELLOR), _ASKS, _UNTIL),
        Line("state", "What became of it", (ME, COUNSELLOR), _ASKS, _UNTIL),
        Line("settled_at", "When", (ME, COUNSELLOR), _ASKS, _UNTIL),
    ],
    ends=[
        After(
            SHARED,
            "participation__program__closed_at",
            "due_at",
            "participation__program__ends_on",
        )
    ],
    plumbing=["id", "participation", "talk"],
)

when_erased(
    TalkRequest,
    goes=TalkRequest.objects.of,
    keys=lambda person: DataKey.objects.filter(pk__in=TalkRequest.objects.of(person).values("data_key")),
)
when_erased(TalkReply, goes=lambda person: TalkReply.objects.filter(request__asked_by=person))
when_erased(CounselNote, goes=lambda person: CounselNote.objects.filter(Q(author=person) | Q(request__asked_by=person)))
when_erased(
    Hour,
    goes=Hour.objects.of,
    stays="The hour is the counsellor’s. That it was yours goes with the talk.",
)
when_erased(CheckIn, goes=lambda person: CheckIn.objects.filter(participation__person=person))
