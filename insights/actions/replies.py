"""Verbs of what was done about what people said."""

from datetime import datetime

from django.db import transaction

from insights.models import Release, Reply
from people.models import User
from programs.models import Program


@transaction.atomic
def write_reply(program: Program, *, said: str, did: str, release: Release | None, by: User, now: datetime) -> Reply:
    """Tell everybody in the program what was done about something; the same words are told once."""
    Program.objects.select_for_update().get(pk=program.pk)
    same = program.replies.filter(said=said, did=did).first()
    if same is not None:
        return same
    return program.replies.create(said=said, did=did, release=release, written_by=by, written_at=now)


def edit_reply(reply: Reply, *, said: str, did: str, release: Release | None, now: datetime) -> None:
    """Say it in other words; the page tells that it was changed."""
    if (reply.said, reply.did, reply.release) != (said, did, release):
        Reply.objects.filter(pk=reply.pk).update(said=said, did=did, release=release, changed_at=now)


def remove_reply(reply: Reply) -> None:
    """Take it off the page; twice is harmless."""
    Reply.objects.filter(pk=reply.pk).delete()
