"""Letters: the MIME message of an outbox row, written at the moment of sending."""

from collections.abc import Sequence
from email.mime.text import MIMEText
from typing import Any

from django.core.mail import EmailMultiAlternatives
from django.template.loader import render_to_string
from django.utils import timezone

from outbox.kinds import Attachment, Context, Kind
from outbox.links import absolute
from outbox.models import Message


def write_letter(
    message: Message, kind: Kind, context: Context, connection: Any, attachments: Sequence[Attachment] = ()
) -> EmailMultiAlternatives:
    """Return text and HTML in the reader's time zone; the Message-ID is the row's, so a repeat is recognisable."""
    values = {**context, "person": message.to, "kind": kind, "record_url": absolute("desk:on_record")}
    with timezone.override(message.to.time_zone):
        subject = kind.subject.format_map(values)
        text = render_to_string(f"emails/{kind.name}.txt", values)
        html = render_to_string(f"emails/{kind.name}.html", values)
    letter = EmailMultiAlternatives(
        subject=" ".join(subject.split()),
        body=text,
        to=[message.to.email],
        connection=connection,
        headers={"Message-ID": f"<{message.pk}@viceversa>", "Auto-Submitted": "auto-generated"},
    )
    letter.attach_alternative(html, "text/html")
    for attachment in attachments:
        letter.attach(_part(attachment))
    return letter


def _part(attachment: Attachment) -> MIMEText:
    """Return an attachment as a part of the letter, its parameters in the Content-Type."""
    part = MIMEText(attachment.text, attachment.subtype, "utf-8")
    for name, value in attachment.parameters.items():
        part.set_param(name, value)
    part.add_header("Content-Disposition", "attachment", filename=attachment.name)
    return part
