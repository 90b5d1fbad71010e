"""Verbs of the skill list: ship it, add to it, bring published lists in, say that two skills are one."""

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import datetime

from django.db import transaction

from people.models import User
from profiles.data.shipped import skill_rows
from profiles.models import Skill, SkillImport, SkillMerge
from profiles.taxonomies import Fault, Listed

ROWS_AT_ONCE = 2_000
LONGEST_SEARCH = 600
State = Skill.State


class MergedMeanwhile(Exception):
    """Somebody has merged one of these skills meanwhile, or taken it off; nothing was changed."""


class CannotUndoMerge(Exception):
    """A later merge stands on this one: that one is to be taken back first."""


@dataclass(frozen=True)
class Compared:
    """What a list holds beside ours: its skills that are new, how many we know, its faulty rows."""

    new: list[Listed]
    known: int
    rows_read: int
    faults: list[Fault]


def load_skills() -> int:
    """Add the shipped skills and refresh their kinds and aliases; return how many skills there are now."""
    Skill.objects.bulk_create(
        [Skill(**row) for row in skill_rows()],
        update_conflicts=True,
        unique_fields=["name"],
        update_fields=["kind", "aliases", "search_text", "state"],
    )
    _index(Skill.objects.filter(merged__isnull=False).distinct())
    return Skill.objects.listed().count()


def add_skills(names: Iterable[str], *, kind: str) -> dict[str, int]:
    """Put skills of one kind on the organisation's list, those on it stay as they are; return name → id."""
    wanted = sorted(set(names))
    Skill.objects.bulk_create(
        [Skill(name=name, kind=kind, search_text=f"{name} {kind}".casefold()) for name in wanted], ignore_conflicts=True
    )
    return dict(Skill.objects.filter(name__in=wanted).values_list("name", "pk"))


def compare_skills(rows: Iterable[Listed | Fault]) -> Compared:
    """Compare the rows of a list with ours, and change nothing.

    What is here, however its letters are cased, stays as it is, also what was merged; what is somebody's own word, or
    was taken off, counts as new. A name that the list holds twice counts once.
    """
    known = dict(Skill.objects.values_list("name", "state"))
    listed = {name.casefold() for name, state in known.items() if state == State.LISTED}
    fresh: dict[str, Listed] = {}
    faults, met, count = [], set(), 0
    for row in rows:
        count += 1
        if isinstance(row, Fault):
            faults.append(row)
        elif row.name.casefold() in listed:
            met.add(row.name.casefold())
        else:
            fresh.setdefault(row.name.casefold(), row)
    return Compared(list(fresh.values()), len(met), count, faults)


@transaction.atomic
def store_skills(told: Compared, *, came_with: SkillImport | None = None) -> int:
    """Put what is new of a compared list on ours; return how many that were."""
    waiting = {skill.name.casefold(): skill.pk for skill in Skill.objects.exclude(state=State.LISTED)}
    rows: list[Skill] = []
    again: list[Skill] = []
    for each in told.new:
        skill = Skill(
            pk=waiting.get(each.name.casefold()),
            name=each.name,
            kind=each.kind,
            aliases=";".join(each.aliases),
            search_text=" ".join([each.name, *each.aliases, each.kind]).casefold()[:LONGEST_SEARCH],
            came_with=came_with,
        )
        (again if skill.pk else rows).append(skill)
    before = Skill.objects.count()
    Skill.objects.bulk_create(rows, ignore_conflicts=True, batch_size=ROWS_AT_ONCE)
    Skill.objects.bulk_update(again, ["kind", "aliases", "search_text", "state", "came_with"], batch_size=ROWS_AT_ONCE)
    return Skill.objects.count() - before + len(again)


def import_skills(rows: Iterable[Listed | Fault]) -> tuple[int, Compared]:
    """Bring a published list in at once; return how many skills are new, and what was read. Twice changes nothing."""
    told = compare_skills(rows)
    return store_skills(told), told


@transaction.atomic
def accept_words(skills: Collection[int], *, kind: str) -> int:
    """Put people's own words on the list under a kind; return how many that were."""
    accepted = list(Skill.objects.own().filter(pk__in=skills).select_for_update())
    for skill in accepted:
        skill.kind, skill.state = kind, State.LISTED
    Skill.objects.bulk_update(accepted, ["kind", "state"])
    _index(accepted)
    return len(accepted)


@transaction.atomic
def merge_skills(skills: Collection[int], *, into: int, by: User, now: datetime) -> SkillMerge:
    """Let one skill of the list stand for others; whoever offers or wants one of those, offers or wants this one.

    Gaps and offers keep what they hold; only what it means changes, so undoing loses nothing. Raises MergedMeanwhile.
    """
    wanted = sorted({*skills, into})
    found = {skill.pk: skill for skill in Skill.objects.select_for_update().filter(pk__in=wanted).order_by("pk")}
    others = [skill for skill in found.values() if skill.pk != into]
    is_fit = into in found and found[into].state == State.LISTED
    if not is_fit or not others or any(skill.merged_into_id for skill in found.values()):
        raise MergedMeanwhile
    moved = [*others, *Skill.objects.select_for_update().filter(merged_into__in=others).order_by("pk")]
    merge = SkillMerge.objects.create(
        into=found[into], skills=[[skill.pk, skill.merged_into_id] for skill in moved], made_by=by, made_at=now
    )
    Skill.objects.filter(pk__in=[skill.pk for skill in moved]).update(merged_into=into)
    _index([found[into]])
    return merge


@transaction.atomic
def undo_merge(merge: SkillMerge) -> None:
    """Let merged skills stand for themselves again; a second time changes nothing. Raises CannotUndoMerge."""
    held = SkillMerge.objects.select_for_update().filter(pk=merge.pk).first()
    if held is None:
        return
    before = dict(held.skills)
    moved = list(Skill.objects.select_for_update().filter(pk__in=before).order_by("pk"))
    if any(skill.merged_into_id != held.into_id for skill in moved):
        raise CannotUndoMerge
    for skill in moved:
        skill.merged_into_id = before[skill.pk]
    Skill.objects.bulk_update(moved, ["merged_into"])
    into = Skill.objects.get(pk=held.into_id)
    held.delete()
    _index([into, *Skill.objects.filter(pk__in=[back for back in before.values() if back])])


def _index(skills: Iterable[Skill]) -> None:
    """Write anew what type-ahead looks through: a skill is also found by the names of those it stands for."""
    skills = list(skills)
    for skill in skills:
        others = " ".join(skill.merged.order_by("name").values_list("name", flat=True))
        words = f"{skill.name} {others} {skill.aliases.replace(';', ' ')} {skill.kind}"
        skill.search_text = " ".join(words.split()).casefold()[:LONGEST_SEARCH]
    Skill.objects.bulk_update(skills, ["search_text"])
