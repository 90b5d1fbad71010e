"""Mails of ideas: that something waits or has happened, never its words."""

from datetime import datetime
from uuid import UUID

from ideas.models import Idea
from outbox.announcements import Announced, Announcement, declare_announcement
from outbox.kinds import NEWS, STEPS, Context, Kind, declare
from outbox.links import absolute
from outbox.models import Message


def _released(message: Message, _now: datetime) -> Context | None:
    idea = Idea.objects.released().select_related("program").filter(pk=message.about).first()
    if idea is None:
        return None
    return {"idea": idea, "program": idea.program, "url": absolute("ideas:idea", idea_id=idea.pk)}


def _waits(message: Message, _now: datetime) -> Context | None:
    drafts = Idea.objects.of(message.to).filter(released_at__isnull=True)
    idea = drafts.select_related("pair__newcomer__person", "pair__senior__person").filter(pk=message.about).first()
    if idea is None or not idea.waits_for(idea.pair.side_of(message.to)):
        return None
    return {
        "partner": idea.pair.partner_of(message.to).person,
        "url": absolute("ideas:release_idea", pair_id=idea.pair_id, idea_id=idea.pk),
    }


def _owned(message: Message, now: datetime) -> Context | None:
    context = _released(message, now)
    if context is None or context["idea"].owner_id != message.to_id or context["idea"].is_answered:
        return None
    return context


declare(
    Kind(
        "idea_waits",
        "An idea waits for you",
        "An idea of your pair waits for you",
        _waits,
        group=STEPS,
        variables=("partner",),
    )
)
declare(
    Kind(
        "idea_released",
        "An idea has left its pair",
        "An idea has left its pair",
        _released,
        group=NEWS,
        variables=("program",),
    )
)
declare(
    Kind("idea_owned", "An idea to answer", "You are asked to answer an idea", _owned, variables=("program", "due"))
)
declare(
    Kind(
        "idea_answered",
        "Your idea has its answer",
        "Your idea has its answer",
        _released,
        at_most_once=False,
        group=NEWS,
        variables=("program",),
    )
)


def _is_open(idea_id: UUID) -> Announced | None:
    idea = Idea.objects.released().select_related("program").filter(pk=idea_id).first()
    return None if idea is None else Announced(idea.program.name, absolute("ideas:idea", idea_id=idea.pk))


declare_announcement(
    Announcement("idea_open", "An idea is open to everyone", "An idea from “{program}” is open to everyone:", _is_open)
)
