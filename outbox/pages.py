"""The pages of a letter, plain and in HTML. Styles are written beside the elements once, not once a letter."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from string import Template

from css_inline import CSSInliner
from django.template.loader import render_to_string
from django.utils.html import escape

from outbox.texts import Paragraph

CUT = "<!--cut-->"
_ADDRESS = re.compile(r"""(https?://[^\s<>"']*[^\s<>"'.,;:!?)\]])""")


@dataclass(frozen=True)
class _Pieces:
    """A page cut into what stands around the words, its styles inlined."""

    head: Template
    paragraph: Template
    link: Template
    button: Template
    middle: Template
    foot_line: Template
    foot_link: Template
    tail: Template


def text_of(body: str, foot: Sequence[Paragraph]) -> str:
    """Return the plain page: the body, and the last lines under a rule."""
    lines = [f"{line.label}: {line.text}" if line.label else line.text for line in foot]
    return "\n".join([body.strip(), "", "--", *lines, ""])


def html_of(
    paragraphs: Sequence[Paragraph],
    foot: Sequence[Paragraph],
    *,
    language: str,
    frame: str = "emails/worded.html",
    **around: str,
) -> str:
    """Return the page in HTML. `around` is plain text for what else the frame shows."""
    pieces = _pieces(frame)
    values = {"language": language} | {name: escape(text) for name, text in around.items()}
    body = "".join(_paragraph(paragraph, pieces) for paragraph in paragraphs)
    lines = "".join(
        pieces.foot_link.substitute(url=escape(line.text), words=escape(line.label))
        if line.label
        else pieces.foot_line.substitute(words=escape(line.text))
        for line in foot
    )
    around_both = (pieces.head.substitute(values), pieces.middle.substitute(values), pieces.tail.substitute(values))
    return f"{around_both[0]}{body}{around_both[1]}{lines}{around_both[2]}"


def inlined(html: str) -> str:
    """Return a letter's HTML with its styles beside each element: mail programs drop what stands in the head.

    Only what cannot be inlined, the colours of the dark, stays there for the programs that read it.
    """
    return _inliner().inline(html)


def _paragraph(paragraph: Paragraph, pieces: _Pieces) -> str:
    if paragraph.label:
        return pieces.button.substitute(url=escape(paragraph.text), words=escape(paragraph.label))
    parts = _ADDRESS.split(paragraph.text) if "://" in paragraph.text else [paragraph.text]
    words = (
        pieces.link.substitute(url=escape(part), words=escape(part)) if number % 2 else escape(part)
        for number, part in enumerate(parts)
    )
    return pieces.paragraph.substitute(words="".join(words).replace("\n", "<br>"))


@cache
def _pieces(frame: str) -> _Pieces:
    return _Pieces(*map(Template, inlined(render_to_string(frame, {"language": "$language"})).split(CUT)))


@cache
def _inliner() -> CSSInliner:
    return CSSInliner(keep_at_rules=True, load_remote_stylesheets=False)
