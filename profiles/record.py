"""What profiles keep about a person."""

import json

from django.db.models import Count, Q

from profiles.models import Gap, Interest, Profile, Skill, SkillImport, SkillMerge, SkillOffered, Urgency
from profiles.words import DAYS, LANGUAGES, clock
from record.clocks import AUDIT, ROSTERS, SHARED
from record.erasure import when_erased
from record.registry import (
    COORDINATOR,
    HR,
    MATCHER,
    ME,
    PARTNER_ONCE_PROPOSED,
    PARTNER_ONCE_SHARED,
    SPONSOR_IN_RELEASES,
    After,
    Line,
    Stays,
    impersonal,
    keep,
)
from record.sealing import open_one

_OPEN = (ME, PARTNER_ONCE_PROPOSED, COORDINATOR, HR, SPONSOR_IN_RELEASES)
_WHY = "To find you a partner, and something to talk about."
_RHYTHM = (ME, PARTNER_ONCE_PROPOSED, COORDINATOR, HR)
_WHY_RHYTHM = "So that you are paired with somebody you can talk to at an hour when both work."
_WHY_LIST = "So that a change of the skill list can be understood and taken back."
_UNTIL = "As long as you work here, or until you change it"
_MINE = Stays("It follows you from program to program, until you change it or leave.")


def _say_profile(profile: Profile, line: Line) -> str | None:
    value = getattr(profile, line.field)
    if line.field == "workdays":
        return ", ".join(DAYS[day] for day in value)
    if line.field == "languages":
        return ", ".join(LANGUAGES.get(code, code) for code in value)
    if line.field in {"work_from", "work_to"}:
        return clock(value)
    return None


def _say_gap(gap: Gap, _line: Line) -> str:
    want = json.loads(open_one(gap, "want"))
    what = want["word"] if "word" in want else Skill.objects.filter(pk=want["skill"]).first()
    return f"{what or 'A skill that is no longer on the list'}, {Urgency(want['urgency']).label}"


impersonal(Skill, "The organisation's list of skills and people's own words; it says nothing about who has one.")
keep(
    SkillImport,
    title="Skill lists you uploaded",
    of=lambda person: SkillImport.objects.filter(requested_by=person),
    lines=[
        Line("file_name", "The name of the file", (ME, HR), _WHY_LIST, ROSTERS),
        Line("requested_at", "When", (ME, HR), _WHY_LIST, ROSTERS),
    ],
    ends=[After(ROSTERS, "requested_at", "requested_at", only=~Q(state__in=SkillImport.UNDER_WAY))],
    plumbing=[
        *("id", "state", "requested_by", "lease", "leased_until", "tries", "stage", "progress_done", "progress_total"),
        *("finished_at", "failure", "content", "applies", "rows_read", "skills_new", "skills_known", "examples"),
        *("faults", "fault_count", "undone_at"),
    ],
)
keep(
    SkillMerge,
    title="Skills you merged",
    of=lambda person: SkillMerge.objects.filter(made_by=person).select_related("into"),
    lines=[
        Line("into", "The skill that stands for the others", (ME, HR), _WHY_LIST, AUDIT),
        Line("made_at", "When", (ME, HR), _WHY_LIST, AUDIT),
    ],
    ends=[After(AUDIT, "made_at", "made_at")],
    plumbing=["id", "skills", "made_by"],
)
keep(
    Profile,
    title="When you can meet",
    of=lambda person: Profile.objects.filter(person=person),
    lines=[
        Line("languages", "Languages", _RHYTHM, _WHY_RHYTHM, _UNTIL),
        Line("workdays", "Working days", _RHYTHM, _WHY_RHYTHM, _UNTIL),
        Line("work_from", "Your day begins", _RHYTHM, _WHY_RHYTHM, _UNTIL),
        Line("work_to", "Your day ends", _RHYTHM, _WHY_RHYTHM, _UNTIL),
        Line("updated_at", "When you last saved your profile", (ME,), "So that you can go on where you left.", _UNTIL),
    ],
    ends=[_MINE],
    plumbing=["person"],
    show=_say_profile,
)
keep(
    SkillOffered,
    title="What you offer",
    of=lambda person: SkillOffered.objects.filter(person=person).select_related("skill"),
    lines=[
        Line("skill", "What you could show somebody", _OPEN, _WHY, _UNTIL),
        Line("level", "Your own word for it", _OPEN, _WHY, _UNTIL),
    ],
    ends=[_MINE],
    plumbing=["id", "person"],
)
keep(
    Interest,
    title="What you like",
    of=lambda person: Interest.objects.filter(person=person),
    lines=[Line("name", "An interest", _OPEN, _WHY, _UNTIL)],
    ends=[_MINE],
    plumbing=["id", "person"],
)
keep(
    Gap,
    title="What you would like to get better at",
    of=lambda person: Gap.objects.of(person).with_keys(),
    lines=[
        Line(
            "want",
            "What, and when",
            (ME, MATCHER, PARTNER_ONCE_SHARED),
            "To find somebody who can show you. It is told to one program and stored sealed.",
            SHARED,
        ),
    ],
    ends=[
        After(
            SHARED,
            "participation__program__closed_at",
            "participation__invited_at",
            "participation__program__ends_on",
            keys=("participation__data_key",),
        )
    ],
    plumbing=["id", "participation"],
    show=_say_gap,
)

when_erased(Profile, goes=lambda person: Profile.objects.filter(person=person))
# People's own words that only they offer; before the offers, which go with them.
when_erased(
    Skill,
    goes=lambda person: Skill.objects.filter(
        pk__in=Skill.objects.own().alias(people=Count("offers")).filter(people=1, offers__person=person).values("pk")
    ),
)
when_erased(SkillImport, SkillMerge, stays="It was done for the organisation; your name is taken off.")
when_erased(SkillOffered, goes=lambda person: SkillOffered.objects.filter(person=person))
when_erased(Interest, goes=lambda person: Interest.objects.filter(person=person))
when_erased(Gap, goes=Gap.objects.of)
