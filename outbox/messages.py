"""The outbox's own kinds: the daily digest, and a text that HR tries out on themselves."""

from datetime import datetime

from outbox.actions.digests import digest_context
from outbox.kinds import ASKED_FOR, DIGESTS, FOOTER, Context, Kind, declare, kind_named
from outbox.links import absolute
from outbox.models import Message, Wording
from outbox.texts import Paragraph, fill, lines_of, paragraphs_of
from outbox.variables import examples_of


def _tried(message: Message, _now: datetime) -> Context | None:
    """True while the text is the last one this person has tried out."""
    wording = Wording.objects.filter(pk=message.about, number__isnull=True).first()
    if wording is None:
        return None
    texts = absolute("desk:message_texts")
    if wording.kind == FOOTER.name:
        values = examples_of(FOOTER.allowed, first_name=message.to.first_name, link=texts)
        foot = lines_of(wording.text, values, links=FOOTER.links)
        return {"subject": wording.subject, "text": "…", "paragraphs": [Paragraph("…")], "foot": foot}
    values = examples_of(kind_named(wording.kind).allowed, first_name=message.to.first_name, link=texts)
    return {
        "subject": fill(wording.subject, values),
        "text": fill(wording.text, values),
        "paragraphs": paragraphs_of(wording.text, values),
        "language": wording.language,
    }


declare(Kind("tried_text", "A text you tried out", "{subject}", _tried, group=ASKED_FOR))


declare(
    Kind(
        "digest",
        "Your daily digest",
        "What waits for you today",
        digest_context,
        group=DIGESTS,
        variables=("items",),
    )
)
