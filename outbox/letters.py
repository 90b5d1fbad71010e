"""Letters: the MIME message of an outbox row, written at the moment of sending."""

from collections.abc import Mapping, Sequence
from email.charset import BASE64, Charset
from email.mime.text import MIMEText
from functools import cache
from typing import Any

from django.conf import settings
from django.template.loader import render_to_string
from django.utils import timezone, translation

from outbox.kinds import FOOTER, Attachment, Context, Kind
from outbox.links import absolute, sign_lasting
from outbox.mime import Letter
from outbox.models import Message
from outbox.pages import html_of, inlined, text_of
from outbox.texts import Paragraph, fill, lines_of, paragraphs_of
from outbox.variables import examples_of, values_of
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
) -> Letter:
    """Return text and HTML in the reader's language and time zone; a repeat is recognisable by its Message-ID.

    The Message-ID is the row's. What may be stopped says how in its head (RFC 2369, RFC 8058).
    """
    headers = {"Message-ID": f"<{message.pk}@viceversa>", "Auto-Submitted": "auto-generated"}
    values = {**context, "person": message.to, "kind": kind, **_addresses(settings.SITE_URL)}
    if kind.group.may_be_stopped:
        values["unsubscribe_url"] = absolute("desk:unsubscribe", token=unsubscribe_token(message.to_id, kind.name))
        headers["List-Unsubscribe"] = f"<{values['unsubscribe_url']}>"
        headers["List-Unsubscribe-Post"] = "List-Unsubscribe=One-Click"
    words = words_for(kind, language, wordings) if kind.is_worded else None
    with (
        timezone.override(message.to.time_zone),
        translation.override(words.language if words else settings.LANGUAGE_CODE),
    ):
        foot = values.get("foot") or foot_of(words_for(FOOTER, words.language if words else "", wordings), values)
        subject, text, html = _worded(kind, words, values, foot) if words else _templated(kind, values, foot)
    letter = Letter(
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
        return fill(words.subject, values_of(kind.allowed, values))


def foot_of(words: Words, values: Context) -> list[Paragraph]:
    """Return the last lines of a letter; a line whose address there is not is left out."""
    return lines_of(words.text, values_of(FOOTER.allowed, values), links=FOOTER.links)


def pages_of(words: Words, filled: Mapping[str, str], foot: Sequence[Paragraph]) -> tuple[str, str, str]:
    """Return subject, text and HTML of words, their variables filled in, over the last lines."""
    html = html_of(paragraphs_of(words.text, filled), foot, language=words.language)
    return fill(words.subject, filled), text_of(fill(words.text, filled), foot), html


def shown_letter(kind: Kind, words: Words, *, first_name: str, link: str, frame: str) -> str:
    """Return the page of a letter with invented names, every link leading to `link`."""
    examples = examples_of(kind.allowed, first_name=first_name, link=link)
    if kind.links:
        body, text, foot = [], "", lines_of(words.text, examples, links=kind.links)
    else:
        around = {"kind": kind, "unsubscribe_url": link * kind.group.may_be_stopped}
        foot = foot_of(
            words_for(FOOTER, words.language, wordings_in_use()),
            around | dict.fromkeys(_addresses(settings.SITE_URL), link),
        )
        body, text = paragraphs_of(words.text, examples), fill(words.text, examples)
    told = {"subject": fill(words.subject, examples), "text": text_of(text, foot)}
    return html_of(body, foot, language=words.language, frame=frame, **told)


def unsubscribe_token(person_id: object, kind: str) -> str:
    """Return the token with which one person stops one kind."""
    return sign_lasting(UNSUBSCRIBE, f"{person_id}:{kind}")


@cache
def _addresses(_site: str) -> dict[str, str]:
    return {
        "record_url": absolute("desk:on_record"),
        "preferences_url": absolute("desk:message_preferences"),
    }


def _worded(kind: Kind, words: Words, values: Context, foot: Sequence[Paragraph]) -> tuple[str, str, str]:
    return pages_of(words, values_of(kind.allowed, values), foot)


def _templated(kind: Kind, values: Context, foot: Sequence[Paragraph]) -> tuple[str, str, str]:
    around = {**values, "foot": foot}
    return (
        kind.subject.format_map(values),
        text_of(render_to_string(f"emails/{kind.name}.txt", around), foot),
        inlined(render_to_string(f"emails/{kind.name}.html", around)),
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
