"""Writing surveys: packs, drafts, versions, when they are sent."""

import json
from collections.abc import Callable
from datetime import datetime

from django.db import transaction
from django.db.models import F
from django.utils.text import slugify

from feedback.content import FILE_KIND, FILE_VERSION, Content, Faulty, read, settled, written
from feedback.data.packs import BY_KEY, PACKS
from feedback.models import Answer, Survey, SurveyRequest, SurveyVersion
from feedback.moments import MOST_DAYS, Moment
from people.models import User
from programs.models import Program
from record.actions import note_change

MOST_SURVEYS = 30


class WrittenMeanwhile(Exception):
    """Somebody else has changed the survey since it was opened; nothing was changed now."""


class NoDraft(Exception):
    """There is no draft to use or to drop."""


class AlreadyAsked(Exception):
    """People were asked this survey, so it stays; it can be switched off."""


class TooMany(Exception):
    """A program has as many surveys as it may have."""


@transaction.atomic
def furnish(program: Program, *, now: datetime) -> None:
    """Give a program the surveys that ship with every program, once."""
    Program.objects.select_for_update().get(pk=program.pk)
    if program.surveys.exists():
        return
    usual = [pack for pack in PACKS if pack.is_usual]
    surveys = Survey.objects.bulk_create(
        Survey(
            program=program,
            key=pack.key,
            pack=pack.key,
            title=pack.content.title,
            moment=pack.moment,
            days=pack.days,
            is_on=True,
            created_at=now,
        )
        for pack in usual
    )
    SurveyVersion.objects.bulk_create(
        SurveyVersion(survey=survey, number=1, content=written(pack.content), used_from=now)
        for survey, pack in zip(surveys, usual, strict=True)
    )


@transaction.atomic
def add_survey(
    program: Program, *, content: Content, moment: str, days: int, now: datetime, pack: str = "", key: str = ""
) -> Survey:
    """Add a survey that is switched off, as a draft; raises TooMany."""
    Program.objects.select_for_update().get(pk=program.pk)
    taken = set(program.surveys.values_list("key", flat=True))
    if len(taken) >= MOST_SURVEYS:
        raise TooMany
    # A key that answers already carry is never given again.
    taken |= set(Answer.objects.filter(program=program).values_list("survey", flat=True).distinct())
    stem = key or slugify(content.title).replace("-", "_")[:34].strip("_") or "survey"
    free = stem if stem not in taken else next(f"{stem}_{n}" for n in range(2, 999) if f"{stem}_{n}" not in taken)
    survey = Survey.objects.create(
        program=program, key=free, pack=pack, title=content.title, moment=moment, days=days, created_at=now
    )
    SurveyVersion.objects.create(survey=survey, number=1, content=written(content))
    return survey


def load_pack(program: Program, *, pack: str, now: datetime) -> Survey:
    """Add one of the shipped surveys, switched off; raises KeyError and TooMany."""
    shipped = BY_KEY[pack]
    return add_survey(
        program,
        content=shipped.content,
        moment=shipped.moment,
        days=shipped.days,
        now=now,
        pack=pack,
        key=shipped.key,
    )


def copy_survey(survey: Survey, *, content: Content, now: datetime) -> Survey:
    """Add the same survey once more, switched off, to be changed; raises TooMany."""
    return add_survey(
        survey.program, content=content, moment=survey.moment, days=survey.days, now=now, pack=survey.pack
    )


def import_survey(program: Program, *, text: str, now: datetime) -> Survey:
    """Add the survey of a file, switched off; raises Faulty, naming the place, and TooMany."""
    try:
        told = json.loads(text)
    except ValueError as fault:
        at = f" (line {fault.lineno}, column {fault.colno})" if isinstance(fault, json.JSONDecodeError) else ""
        raise Faulty(f"The file is not JSON{at}.") from None
    if not isinstance(told, dict) or told.get("kind") != FILE_KIND:
        raise Faulty(f"The file is no survey: its kind must be “{FILE_KIND}”.")
    if told.get("version") != FILE_VERSION:
        raise Faulty(f"The file has version {told.get('version')}, and this program reads version {FILE_VERSION}.")
    for name in told:
        if name not in {"kind", "version", "moment", "days", "survey"}:
            raise Faulty(f"The file knows nothing of “{name}”.")
    moment, days = told.get("moment"), told.get("days")
    if moment not in Moment.values:
        raise Faulty(f"The file’s moment must be one of {', '.join(Moment.values)}.")
    if type(days) is not int or not 0 <= days <= MOST_DAYS[Moment(moment)]:
        raise Faulty(f"The file’s days must be a whole number from 0 to {MOST_DAYS[Moment(moment)]}.")
    return add_survey(program, content=read(told.get("survey")), moment=moment, days=days, now=now)


@transaction.atomic
def plan_survey(survey: Survey, *, moment: str, days: int, is_on: bool, by: User, now: datetime) -> bool:
    """Set when a survey is sent, and whether; return whether anything changed.

    Once people were asked, its moment stays. What is switched on in a running program is told, and holds for later.
    Raises NoDraft where there is no version to send, AlreadyAsked for another moment.
    """
    held = Survey.objects.select_for_update().select_related("program").get(pk=survey.pk)
    if is_on and not held.versions.filter(used_from__isnull=False).exists():
        raise NoDraft
    if moment != held.moment and held.requests.exists():
        raise AlreadyAsked
    if (held.moment, held.days, held.is_on) == (moment, days, is_on):
        return False
    Survey.objects.filter(pk=held.pk).update(moment=moment, days=days, is_on=is_on)
    if is_on != held.is_on and not held.program.is_draft:
        sentence = f"The survey “{held.title}” was switched {'on' if is_on else 'off'}."
        note_change([sentence], keys=[f"survey:{held.key}"], widens=is_on, by=by, now=now, program=held.program_id)
    return True


@transaction.atomic
def edit_draft(survey: Survey, *, revision: int, change: Callable[[Content], Content]) -> Content:
    """Change the draft, which begins as a copy of the version in use; return it as it is now.

    `revision` is the one the editor saw. Raises WrittenMeanwhile, and Faulty for what cannot stand in a survey.
    """
    if not Survey.objects.filter(pk=survey.pk, revision=revision).update(revision=F("revision") + 1):
        raise WrittenMeanwhile
    newest = survey.versions.all()[0]
    content = change(newest.read())
    told = written(read(written(content)))
    if newest.is_draft:
        SurveyVersion.objects.filter(pk=newest.pk).update(content=told)
    else:
        SurveyVersion.objects.create(survey=survey, number=newest.number + 1, content=told)
    return content


@transaction.atomic
def use_survey(survey: Survey, *, revision: int, now: datetime) -> SurveyVersion:
    """Ask the draft from now on; the versions before it stay as they were, and so do their answers.

    A question that means something else than before gets a key of its own. Raises NoDraft and WrittenMeanwhile.
    """
    held = Survey.objects.select_for_update().get(pk=survey.pk)
    if held.revision != revision:
        raise WrittenMeanwhile
    draft = held.versions.filter(used_from__isnull=True).first()
    if draft is None:
        raise NoDraft
    earlier = [version.read() for version in held.versions.exclude(pk=draft.pk).order_by("number")]
    content = settled(draft.read(), earlier)
    draft.content, draft.used_from = written(content), now
    draft.save(update_fields=["content", "used_from"])
    Survey.objects.filter(pk=held.pk).update(title=content.title, revision=F("revision") + 1)
    return draft


@transaction.atomic
def drop_draft(survey: Survey) -> None:
    """Forget the draft; raises NoDraft where it is all there is."""
    held = Survey.objects.select_for_update().get(pk=survey.pk)
    drafts = held.versions.filter(used_from__isnull=True)
    if not drafts.exists() or held.versions.count() == 1:
        raise NoDraft
    drafts.delete()
    Survey.objects.filter(pk=held.pk).update(revision=F("revision") + 1)


@transaction.atomic
def remove_survey(survey: Survey) -> None:
    """Take a survey out that nobody was ever asked; raises AlreadyAsked."""
    Survey.objects.select_for_update().get(pk=survey.pk)
    if SurveyRequest.objects.filter(survey=survey).exists():
        raise AlreadyAsked
    Survey.objects.filter(pk=survey.pk).delete()
