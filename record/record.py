"""What the record app itself keeps."""

from record.clocks import AUDIT
from record.erasure import when_erased
from record.models import Change, ClockSetting, DataKey, DeletionRun, MasterKey
from record.registry import HR, ME, After, Line, Stays, impersonal, keep

_WHY = "So that nobody widens what is asked, shown or kept without a trace."

impersonal(DataKey, "A wrapped key; which person it belongs to is said by the row that points at it.")
impersonal(MasterKey, "When a master key came and went; not the key, and nobody’s.")
keep(
    ClockSetting,
    title="Clocks you have set",
    of=lambda person: ClockSetting.objects.filter(set_by=person),
    lines=[
        Line("clock", "Which clock", (ME, HR), _WHY, "as long as what it holds for"),
        Line("days", "To how many days", (ME, HR), _WHY, "as long as what it holds for"),
        Line("since", "When", (ME, HR), _WHY, "as long as what it holds for"),
    ],
    ends=[Stays("What was entered under a setting is kept by it; your name goes with you.")],
    plumbing=["id", "set_by"],
)
keep(
    Change,
    title="Changes you made to what is asked, shown or kept",
    of=lambda person: Change.objects.filter(made_by=person),
    lines=[
        Line("sentence", "What you changed", (ME, HR, "those it touches"), _WHY, AUDIT),
        Line("made_at", "When", (ME, HR, "those it touches"), _WHY, AUDIT),
    ],
    ends=[After(AUDIT, "made_at", "made_at")],
    plumbing=["id", "program", "keys", "widens", "made_by", "told_at"],
)
impersonal(DeletionRun, "The certificate of one night’s deletion: when, and how many rows by which clock.")

when_erased(ClockSetting, Change, stays="It still holds for everyone; your name is taken off.")
