"""What a document is made of, and how it is written as Markdown."""

from dataclasses import dataclass


@dataclass(frozen=True)
class Text:
    """One paragraph."""

    text: str
    kind: str = "text"


@dataclass(frozen=True)
class Bullets:
    """A list of sentences."""

    items: tuple[str, ...]
    kind: str = "bullets"


@dataclass(frozen=True)
class Table:
    """A table with a head; each row has as many cells."""

    head: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]
    kind: str = "table"

    @property
    def titled_rows(self) -> list[list[tuple[str, str]]]:
        """The rows with each cell's head beside it, as a phone shows them."""
        return [list(zip(self.head, row, strict=True)) for row in self.rows]


Block = Text | Bullets | Table


@dataclass(frozen=True)
class Section:
    """A heading with what stands below it."""

    title: str
    blocks: tuple[Block, ...]


@dataclass(frozen=True)
class Document:
    """A document: its name in the address, title, first sentence, and sections."""

    name: str
    title: str
    lead: str
    sections: tuple[Section, ...]


def as_markdown(document: Document) -> str:
    """Return the document as Markdown."""
    parts = [f"# {document.title}", document.lead]
    for section in document.sections:
        parts.append(f"## {section.title}")
        parts += [_written(block) for block in section.blocks]
    return "\n\n".join(parts) + "\n"


def _written(block: Block) -> str:
    match block:
        case Text():
            return block.text
        case Bullets():
            return "\n".join(f"- {item}" for item in block.items)
        case Table():
            rows = [block.head, tuple("---" for _ in block.head), *block.rows]
            return "\n".join(f"| {' | '.join(_cell(cell) for cell in row)} |" for row in rows)


def _cell(text: str) -> str:
    """Return a cell that stays one cell."""
    return text.replace("|", "\\|").replace("\n", " ")
