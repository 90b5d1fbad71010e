"""Chat: where a program announces itself, and what it said. At most once each; a doubt is shown, never repeated."""

from collections.abc import Collection
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from django.db import transaction

from leases.actions import wake
from leases.clock import running_from
from outbox.announcements import announcement_named
from outbox.chat import BadAddress, say, service_of
from outbox.models import ChatChannel, ChatPost
from record.actions import note_change
from record.keys import Unreadable, create_data_key, destroy
from record.models import DataKey
from record.sealing import open_one, seal

# Far longer than the time limits of one call.
ABANDONED = timedelta(minutes=5)
TEST = "test"
State = ChatPost.State


@transaction.atomic
def set_channel(
    program: UUID, *, address: str, kinds: Collection[str], is_on: bool, by: Any, now: datetime
) -> ChatChannel:
    """Store where a program announces itself; an empty address keeps the one that is stored. Raises BadAddress."""
    channel = ChatChannel.objects.select_for_update().filter(program=program).first()
    if channel is None:
        channel = ChatChannel(program=program, data_key=create_data_key(now=now))
    if address:
        channel.service = service_of(address)
        seal(channel, address=address)
    elif channel._state.adding:
        sentence = "Give the address of the channel."
        raise BadAddress(sentence)
    was_on = channel.is_on and not channel._state.adding
    channel.kinds, channel.is_on, channel.set_by, channel.set_at = sorted(kinds), is_on, by, now
    widens = is_on and not was_on
    channel.save()
    if widens:
        sentence = f"Announcements of where the program stands go to a chat ({channel.service}), without names."
        note_change([sentence], keys=["chat"], widens=True, by=by, now=now, program=program)
    return channel


@transaction.atomic
def remove_channel(program: UUID, *, now: datetime) -> None:
    """Forget a program's channel and its address, and destroy its key."""
    for channel in ChatChannel.objects.filter(program=program):
        channel.delete()
        destroy(DataKey.objects.filter(pk=channel.data_key_id), now=now)


def announce(kind: str, *, program: UUID, about: UUID, fact: str, now: datetime) -> None:
    """Post an announcement where the program wants this kind; the same fact is announced once."""
    announcement_named(kind)
    channel = ChatChannel.objects.filter(program=program, is_on=True, kinds__contains=[kind]).first()
    if channel is not None:
        _post(channel, kind, about=about, fact=fact, now=now)


def try_channel(channel: ChatChannel, *, now: datetime) -> None:
    """Post a test, at most one a minute, switched on or not."""
    _post(channel, TEST, about=channel.pk, fact=f"{now:%Y-%m-%d %H:%M}", now=now)


def send_chat_posts(*, now: datetime) -> int:
    """Say what waits, one after the other; return how many were taken up."""
    clock = running_from(now)
    doubt = "The chat may or may not have it: the sender stopped in between."
    abandoned = ChatPost.objects.filter(state=State.SENDING, started_at__lt=now - ABANDONED)
    abandoned.update(state=State.IN_DOUBT, outcome=doubt, finished_at=now)
    count = 0
    for post in ChatPost.objects.filter(state=State.WAITING).select_related("channel__data_key").order_by("posted_at"):
        taken = ChatPost.objects.filter(pk=post.pk, state=State.WAITING)
        if taken.update(state=State.SENDING, started_at=clock()):
            count += 1
            state, outcome = _said(post)
            mine = ChatPost.objects.filter(pk=post.pk, state=State.SENDING)
            mine.update(state=state, outcome=outcome, finished_at=clock())
    return count


def _post(channel: ChatChannel, kind: str, *, about: UUID, fact: str, now: datetime) -> None:
    post = ChatPost(channel=channel, kind=kind, about=about, dedupe_key=f"{kind}:{channel.pk}:{fact}", posted_at=now)
    ChatPost.objects.bulk_create([post], ignore_conflicts=True)
    wake("outbox.send_chat_posts")


def _said(post: ChatPost) -> tuple[str, str]:
    """Say one announcement; return its state and why."""
    text = _text(post)
    if text is None:
        return State.DROPPED, "It was no longer true, or no longer wanted."
    try:
        is_taken = say(open_one(post.channel, "address"), title="Viceversa", text=text)
    except BadAddress as refusal:
        return State.FAILED, refusal.sentence
    except Unreadable:
        return State.FAILED, "The stored address cannot be opened. Enter it again."
    if is_taken:
        return State.SENT, ""
    return State.FAILED, "The chat service refused it, or did not answer in time."


def _text(post: ChatPost) -> str | None:
    if post.kind == TEST:
        return "This is a test. Announcements of a program will stand here."
    if not post.channel.is_on:
        return None
    kind = announcement_named(post.kind)
    told = kind.told(post.about)
    return None if told is None else f"{kind.sentence.format(program=told.program)}\n{told.url}"
