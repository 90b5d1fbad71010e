"""The mail of insights: once a month, what is released, for the sponsor."""

from datetime import datetime
from uuid import UUID

from insights.models import Release
from insights.queries import month_in_figures
from outbox.announcements import Announced, Announcement, declare_announcement
from outbox.kinds import NEWS, Context, Kind, declare
from outbox.links import absolute
from outbox.models import Message
from programs.models import Program


def _month(message: Message, _now: datetime) -> Context | None:
    program: Program = message.row
    if not (program.is_open and program.figures_on) or message.to_id != program.sponsor_id:
        return None
    told = month_in_figures(program)
    if not told:
        return None
    url = absolute("insights:figures", program_id=program.pk)
    return {"program": program, "items": "\n".join(told), "url": url}


declare(
    Kind(
        "sponsor_month",
        "The month in figures",
        "Where {program} stands",
        _month,
        group=NEWS,
        rows=Program.objects.all,
        variables=("program", "items"),
    )
)


def _is_released(release_id: UUID) -> Announced | None:
    release = Release.objects.done().filter(pk=release_id).select_related("program").first()
    return None if release is None else Announced(release.program.name, absolute("desk:home"))


declare_announcement(
    Announcement(
        "figures_released",
        "New figures are out",
        "New figures of “{program}” are out. Whoever may read them finds them here:",
        _is_released,
    )
)
