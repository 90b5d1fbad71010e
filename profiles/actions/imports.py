"""Verbs of an uploaded skill list: keep it, compare it, bring it in, stop it, take it back.

Bringing in stores everything in the transaction that finishes the work, so a stopped one has changed nothing.
"""

from collections.abc import Iterator
from datetime import datetime

from django.db import transaction

from leases import actions as leases
from leases.clock import Clock, running_from
from people.models import User
from profiles.actions.skills import Compared, compare_skills, store_skills
from profiles.models import Skill, SkillImport
from profiles.taxonomies import Fault, Listed, UnknownTaxonomy, read_taxonomy

CHECKED_AT_ONCE = 256 * 1024  # bytes
FAULTS_KEPT, EXAMPLES = 200, 12
REPORT_EVERY = 2_000
State = SkillImport.State


@transaction.atomic
def upload_skills(*, file_name: str, content: bytes, by: User, now: datetime) -> SkillImport:
    """Keep an uploaded list; compare it at once if it is small, else let a sweep do that. Raises UnknownTaxonomy."""
    next(read_taxonomy(content), None)
    work = SkillImport(file_name=file_name[-200:], content=content, requested_by=by, requested_at=now)
    if len(content) <= CHECKED_AT_ONCE:
        _note(work, compare_skills(read_taxonomy(content)))
        work.state = State.CHECKED
    else:
        leases.wake("profiles.run_skill_imports")
    work.save()
    return work


@transaction.atomic
def apply_skills(work: SkillImport) -> bool:
    """Let the next sweep bring a compared list in; a second time changes nothing."""
    checked = SkillImport.objects.filter(pk=work.pk, state=State.CHECKED)
    if checked.update(state=State.REQUESTED, applies=True, tries=0):
        leases.wake("profiles.run_skill_imports")
        return True
    return False


def cancel_skills(work: SkillImport) -> bool:
    """Stop a list that is not in yet, also while a worker reads it; False when it was too late."""
    going = SkillImport.objects.filter(pk=work.pk, state__in=[State.CHECKED, *SkillImport.UNDER_WAY])
    return bool(going.update(state=State.CANCELLED, content=b"", lease=None, leased_until=None))


def run_skill_import(work: SkillImport, *, now: datetime) -> None:
    """Compare a claimed list, or bring it in. Raises LeaseLost when somebody stopped it or another took over."""
    clock = running_from(now)
    try:
        told = compare_skills(_counted(work, clock=clock))
    except UnknownTaxonomy as fault:
        leases.fail(work, sentence=str(fault)[:300], now=clock())
        return
    with transaction.atomic():
        _note(work, told)
        leases.finish(work, now=clock())
        if work.applies:
            work.skills_new, work.content = store_skills(told, came_with=work), b""
        else:
            work.state, work.finished_at = State.CHECKED, None
        work.save()


def _counted(work: SkillImport, *, clock: Clock) -> Iterator[Listed | Fault]:
    """Yield the rows of a list, and say now and then how many were read."""
    content = bytes(work.content)
    lines = content.count(b"\n")
    for count, row in enumerate(read_taxonomy(content), start=1):
        if count % REPORT_EVERY == 0:
            leases.report(work, stage="Reading", done=count, total=max(lines, count), now=clock())
        yield row


def _note(work: SkillImport, told: Compared) -> None:
    work.rows_read, work.skills_new, work.skills_known = told.rows_read, len(told.new), told.known
    work.examples = [each.name for each in told.new[:EXAMPLES]]
    work.faults = [[fault.line, fault.sentence] for fault in told.faults[:FAULTS_KEPT]]
    work.fault_count = len(told.faults)


@transaction.atomic
def undo_skill_import(work: SkillImport, *, now: datetime) -> int:
    """Take the skills off the list that came with an import; whoever has one keeps it. Return how many."""
    SkillImport.objects.filter(pk=work.pk).update(undone_at=now)
    came = Skill.objects.filter(came_with=work, state=Skill.State.LISTED)
    return came.update(state=Skill.State.OFF)
