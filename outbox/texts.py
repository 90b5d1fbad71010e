"""The language of mail texts: plain words with `{variables}`, and nothing else.

People write these texts in the browser, so no template engine ever sees them: there is nothing to call, to follow or
to open. A text is read into pieces once; a value is put in as it is, and never read again.
"""

import re
from collections.abc import Collection, Mapping
from dataclasses import dataclass

LINK = "link"
_PIECE = re.compile(r"\{([a-z_]*)\}|\{[^{}\n]*\}|([{}])")
_BLANK_LINES = re.compile(r"\n\s*\n")


@dataclass(frozen=True)
class Paragraph:
    """A part of the HTML letter: words, or the button that leads on (then `label` is what it says)."""

    text: str
    label: str = ""


def faults_in(
    text: str, *, allowed: Collection[str], needs_link: bool = False, needs_lines: Collection[str] = ()
) -> list[str]:
    """Return a sentence for each thing that cannot stand in a text: where, what, and what may stand there instead.

    `needs_lines` names the variables that must end a line each, as in a footer.
    """
    faults = [
        f"Line {number}: {sentence}"
        for number, line in enumerate(_lines(text), start=1)
        for sentence in _faults_of(line, allowed)
    ]
    if needs_link and not faults:
        lines = [line.strip() for line in _lines(text)]
        if sum(line.count(_braced(LINK)) for line in lines) != 1 or _braced(LINK) not in lines:
            faults = ["Write {link} once, on a line of its own: it becomes the button, named by the line above it."]
    for name in needs_lines if not faults else ():
        ends = [line for line in _lines(text) if line.strip().endswith(f" {_braced(name)}")]
        if len(ends) != 1 or text.count(_braced(name)) != 1:
            faults.append(f"Write {_braced(name)} once, at the end of a line: the words before it name the link.")
    return faults


def fill(text: str, values: Mapping[str, str]) -> str:
    """Return the text with its variables replaced; raises KeyError for one that has no value."""
    filled = re.sub(r"\{([a-z_]+)\}", lambda found: values[found.group(1)], "\n".join(_lines(text)))
    return re.sub(r"\n{3,}", "\n\n", filled)


def paragraphs_of(text: str, values: Mapping[str, str]) -> list[Paragraph]:
    """Return the filled text as paragraphs; the one that ends in the link becomes a button."""
    parts = [part.strip() for part in _BLANK_LINES.split("\n".join(_lines(text)))]
    filled = (_paragraph(part, values) for part in parts)
    return [paragraph for paragraph in filled if paragraph.text]


def lines_of(text: str, values: Mapping[str, str], *, links: Collection[str]) -> list[Paragraph]:
    """Return the filled lines of a footer; one that ends in an address is named by the words before it.

    Where there is no such address, the line is left out.
    """
    found = (_foot_line(line.strip(), values, links) for line in _lines(text))
    return [line for line in found if line.text]


def _foot_line(line: str, values: Mapping[str, str], links: Collection[str]) -> Paragraph:
    words, _, last = line.rpartition(" ")
    if last.strip("{}") in links:
        return Paragraph(fill(last, values), label=fill(words, values).strip().rstrip(":"))
    return Paragraph(fill(line, values))


def _paragraph(part: str, values: Mapping[str, str]) -> Paragraph:
    words, _, last = part.rpartition("\n")
    if last.strip() == _braced(LINK):
        return Paragraph(values[LINK], label=fill(words, values).strip().rstrip(":") or values[LINK])
    return Paragraph(fill(part, values))


def _faults_of(line: str, allowed: Collection[str]) -> list[str]:
    faults = []
    for found in _PIECE.finditer(line.replace("{{", "{ {").replace("}}", "} }")):
        name, brace = found.group(1), found.group(2)
        if brace is not None:
            faults.append(f"a {brace} stands alone. Write a variable as {_words(allowed)}.")
            break
        if name is None or name not in allowed:
            faults.append(f"{found.group()} is not known here. You can use {_words(allowed)}.")
    return faults


def _words(allowed: Collection[str]) -> str:
    return ", ".join(_braced(name) for name in allowed)


def _braced(name: str) -> str:
    return "{" + name + "}"


def _lines(text: str) -> list[str]:
    return text.replace("\r\n", "\n").replace("\r", "\n").split("\n")
