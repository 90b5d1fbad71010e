"""What counsel keeps about a person."""

from counsel.models import TalkReply, TalkRequest
from record.clocks import SHARED
from record.erasure import when_erased
from record.models import DataKey
from record.registry import COUNSELLOR, ME, After, Line, keep

_WHY = "So that a counsellor can answer you."
_UNTIL = SHARED

keep(
    TalkRequest,
    title="Talks you asked for",
    of=lambda person: TalkRequest.objects.of(person).select_related("data_key"),
    lines=[
        Line("text", "What you wrote", (ME, COUNSELLOR), _WHY, _UNTIL),
        Line("asked_at", "When you asked", (ME, COUNSELLOR), _WHY, _UNTIL),
        Line("state", "Whether it is answered", (ME, COUNSELLOR), _WHY, _UNTIL),
        Line("counsellor", "Whom you asked", (ME, COUNSELLOR), _WHY, _UNTIL),
        Line("program", "In which program", (ME, COUNSELLOR), _WHY, _UNTIL),
    ],
    ends=[After(SHARED, "program__closed_at", "asked_at", "program__ends_on", keys=("data_key",))],
    plumbing=["id", "asked_by", "data_key"],
)
keep(
    TalkReply,
    title="Answers from the counsellor",
    of=lambda person: TalkReply.objects.filter(request__asked_by=person).select_related("request__data_key"),
    lines=[
        Line("text", "What the counsellor answered", (ME, COUNSELLOR), _WHY, _UNTIL),
        Line("sent_at", "When", (ME, COUNSELLOR), _WHY, _UNTIL),
    ],
    ends=[
        After(
            SHARED,
            "request__program__closed_at",
            "request__asked_at",
            "request__program__ends_on",
            keys=("request__data_key",),
        )
    ],
    plumbing=["id", "request"],
)

when_erased(
    TalkRequest,
    goes=TalkRequest.objects.of,
    keys=lambda person: DataKey.objects.filter(pk__in=TalkRequest.objects.of(person).values("data_key")),
)
when_erased(TalkReply, goes=lambda person: TalkReply.objects.filter(request__asked_by=person))
