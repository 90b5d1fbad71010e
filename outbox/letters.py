"""Letters: the MIME message of an outbox row, written at the moment of sending."""

from collections.abc import Mapping, Sequence
from email.charset import BASE64, Charset
from email.mime.text import MIMEText
from functools import cache
from typing import Any

from css_inline import CSSInliner
from django.conf import settings
from django.core.mail import EmailMultiAlternatives
from django.template.loader import render_to_string
from django.utils import timezone, translation

from outbox.kinds import Attachment, Context, Kind
from outbox.links import absolute, sign_lasting
from outbox.models import Message
from outbox.texts import fill, paragraphs_of
from outbox.variables import values_of
from outbox.wordings import Wordings, Words, wordings_in_use, words_for

UNSUBSCRIBE = "unsubscribe"


def write_letter(
    message: Message,
    kind: Kind,
    context: Context,
    connection: Any,
    attachments: Sequence[Attachment] = (),
    *,
    language: str,
    wordings: Wordings,
) -> EmailMultiAlternatives:
    """Return text and HTML in the reader's language and time zone; a repeat is recognisable by its Message-ID.

    The Message-ID is the row's. What may be stopped says how in its head (RFC 2369, RFC 8058).
    """
    headers = {"Message-ID": f"<{message.pk}@viceversa>", "Auto-Submitted": "auto-generated"}
    values = {**context, "person": message.to, "kind": kind, **_addresses()}
    if kind.group.may_be_stopped:
        values["unsubscribe_url"] = absolute("desk:unsubscribe", token=unsubscribe_token(message.to_id, kind.name))
        headers["List-Unsubscribe"] = f"<{values['unsubscribe_url']}>"
        headers["List-Unsubscribe-Post"] = "List-Unsubscribe=One-Click"
    words = words_for(kind, language, wordings) if kind.is_worded else None
    with (
        timezone.override(message.to.time_zone),
        translation.override(words.language if words else settings.LANGUAGE_CODE),
    ):
        subject, text, html = _worded(kind, words, values) if words else _templated(kind, values)
    letter = EmailMultiAlternatives(
        subject=" ".join(subject.split()), body=text, to=[message.to.email], connection=connection, headers=headers
    )
    letter.attach_alternative(html, "text/html")
    for attachment in attachments:
        letter.attach(_part(attachment))
    return letter


def subject_of(message: Message, kind: Kind, context: Context) -> str:
    """Return the subject a message would have as a letter of its own."""
    values = {**context, "person": message.to}
    language = getattr(getattr(message.to, "message_preference", None), "language", "")
    if not kind.is_worded:
        return kind.subject.format_map(values)
    words = words_for(kind, language, wordings_in_use())
    with timezone.override(message.to.time_zone), translation.override(words.language):
        return fill(words.subject, values_of(kind.variables or (), values))


def pages_of(
    words: Words, filled: Mapping[str, str], values: Context, *, frame: str = "emails/worded.html"
) -> tuple[str, str, str]:
    """Return subject, text and HTML of words, their variables filled in; `values` go into the frame around them."""
    subject = fill(words.subject, filled)
    text = render_to_string("emails/worded.txt", {**values, "text": fill(words.text, filled)})
    page = {**values, "subject": subject, "text": text, "language": words.language}
    html = render_to_string(frame, {**page, "paragraphs": paragraphs_of(words.text, filled)})
    return subject, text, inlined(html)


def inlined(html: str) -> str:
    """Return a letter's HTML with its styles beside each element: mail programs drop what stands in the head.

    Only what cannot be inlined, the colours of the dark, stays there for the programs that read it.
    """
    return _inliner().inline(html)


def unsubscribe_token(person_id: object, kind: str) -> str:
    """Return the token with which one person stops one kind."""
    return sign_lasting(UNSUBSCRIBE, f"{person_id}:{kind}")


@cache
def _inliner() -> CSSInliner:
    return CSSInliner(keep_at_rules=True, load_remote_stylesheets=False)


def _addresses() -> dict[str, str]:
    return {
        "record_url": absolute("desk:on_record"),
        "preferences_url": absolute("desk:message_preferences"),
    }


def _worded(kind: Kind, words: Words, values: Context) -> tuple[str, str, str]:
    return pages_of(words, values_of(kind.variables or (), values), values)


def _templated(kind: Kind, values: Context) -> tuple[str, str, str]:
    return (
        kind.subject.format_map(values),
        render_to_string(f"emails/{kind.name}.txt", dict(values)),
        inlined(render_to_string(f"emails/{kind.name}.html", dict(values))),
    )


def _part(attachment: Attachment) -> MIMEText:
    """Return an attachment as a part of the letter, its parameters in the Content-Type."""
    # Named here, since a library may change for the whole process how texts are written, and lose their line ends.
    charset = Charset("utf-8")
    charset.body_encoding = BASE64
    part = MIMEText(attachment.text, attachment.subtype, charset)  # type: ignore[arg-type]
    for name, value in attachment.parameters.items():
        part.set_param(name, value)
    part.add_header("Content-Disposition", "attachment", filename=attachment.name)
    return part
