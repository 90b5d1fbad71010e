"""What the outbox keeps about a person."""

from outbox.models import Message
from record.registry import HR, ME, Line, keep

_WHY = "To tell you things once, and to be able to say what you were told."
_UNTIL = "12 months after it was posted"

keep(
    Message,
    title="Messages to you",
    of=lambda person: Message.objects.filter(to=person).order_by("-posted_at"),
    lines=[
        Line("kind", "What kind of message", (ME,), _WHY, _UNTIL),
        Line("state", "Whether it was sent", (ME, HR), _WHY, _UNTIL),
        Line("due_at", "When it was due", (ME,), _WHY, _UNTIL),
        Line("finished_at", "When it left", (ME,), _WHY, _UNTIL),
        Line("outcome", "Why it did not leave", (ME, HR), _WHY, _UNTIL),
    ],
    plumbing=[
        "id",
        "to",
        "about",
        "dedupe_key",
        "next_try_at",
        "expires_at",
        "posted_at",
        "lease",
        "leased_until",
        "started_at",
        "tries",
    ],
)
