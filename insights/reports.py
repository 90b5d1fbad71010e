"""A release as its readers see it: one set of cells, told alike by the page, its plots, the print and both files.

Pure: what is released goes in, what is shown comes out; nothing is counted here.
"""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from insights.data.definitions import SESSIONS, WORTH, Block, Cell
from insights.data.sections import Section, place_of, section_of
from insights.models import Release
from insights.queries import blocks_of

# Releases beside each other, earlier ones have their own page; and programs beside each other.
MOST_RELEASES = 6
MOST_BESIDE = 4
# How answers to a question of choices are divided: there is nothing to tell over everybody.
CHOICE = "choice"
HEADER = ("Release", "Day", "Figure", "Definition", "Counted", "By", "Group", "Value", "Out of", "Why it is hidden")


@dataclass(frozen=True, slots=True)
class Source:
    """A set of blocks that were told together, under the head of their column."""

    label: str
    day: date | None
    blocks: Sequence[Block]

    def find(self, key: str) -> Block | None:
        """Return one figure; None where it was not told then."""
        return next((block for block in self.blocks if block["key"] == key), None)


@dataclass(frozen=True, slots=True)
class Told:
    """One cell with what it is about; without a cell where its source does not tell that figure."""

    source: Source
    block: Block
    cell: Cell | None
    divided_by: str = ""

    @property
    def label(self) -> str:
        """Of whom it tells."""
        return self.cell["label"] if self.cell else ""

    @property
    def is_hidden(self) -> bool:
        """Whether it says why nothing is told."""
        return self.cell is not None and "hidden" in self.cell

    @property
    def has_step(self) -> bool:
        """Whether it is told as one of the figure's steps."""
        return self.cell is not None and "step" in self.cell

    @property
    def is_count(self) -> bool:
        """Whether it is told as a plain count."""
        return self.cell is not None and "value" in self.cell and "step" not in self.cell

    @property
    def steps(self) -> int:
        """How many steps the figure has."""
        return len(self.block["steps"])

    @property
    def segments(self) -> list[dict[str, Any]]:
        """The segments of its bar in percent of the width, of which the step that is told is filled."""
        width, told = 100 / self.steps, self.cell["step"] if self.cell else None
        return [{"x": f"{at * width:g}", "width": f"{width - 1:g}", "is_told": at == told} for at in range(self.steps)]

    def row(self) -> tuple[str, ...]:
        """Return it as a file tells it, in the order of HEADER."""
        block, day = self.block, self.source.day
        cell: Cell = self.cell or {"label": ""}
        what = (block["title"], block["definition"], block["about"], self.divided_by, cell["label"])
        told = (cell.get("value", ""), cell.get("of", ""), cell.get("hidden", ""))
        return (self.source.label, day.isoformat() if day else "", *what, *told)


Lines = list[tuple[list[str], Told]]


@dataclass(frozen=True, slots=True)
class Shown:
    """One figure: over everybody in each source and in the first one's groups.

    The groups `within` stand in the table itself, those in `by` below it.
    """

    block: Block
    overall: list[Told]
    within: list[Told]
    by: list[tuple[str, list[Told]]]

    @property
    def lines(self) -> Lines:
        """The cells below the table under what they are divided by; what is hidden for one reason stands together."""
        lines: Lines = []
        hidden: dict[str, list[str]] = {}
        for title, cells in self.by:
            for told in cells:
                why = told.cell.get("hidden") if told.cell else None
                if why in hidden:
                    hidden[why].append(title)
                    continue
                lines.append(([title], told))
                if why:
                    hidden[why] = lines[-1][0]
        return lines


@dataclass(frozen=True, slots=True)
class Part:
    """The figures that belong together, under one plot."""

    section: Section
    figures: list[Shown] = field(default_factory=list)

    @property
    def divided(self) -> list[tuple[list[str], Lines]]:
        """What is told by group, each under its figure; figures of which all is hidden alike stand together."""
        found: list[tuple[list[str], Lines]] = []
        together: dict[tuple[object, ...], list[str]] = {}
        for figure in () if self.section.is_mirror else self.figures:
            lines, title = figure.lines, figure.block["title"]
            alike = tuple((*ways, told.cell.get("hidden")) for ways, told in lines if told.cell and told.is_hidden)
            if lines and len(alike) == len(lines):
                if alike in together:
                    together[alike].append(title)
                    continue
                together[alike] = titles = [title]
                found.append((titles, lines))
            elif lines:
                found.append(([title], lines))
        return found

    @property
    def told_by(self) -> str:
        """Which source tells what is mirrored."""
        return self.mirrored[0][1][0].source.label

    @property
    def mirrored(self) -> list[tuple[str, list[Told]]]:
        """Each kind with what both breakdowns tell of it, in the order of the first."""
        if not self.figures[0].by:
            return []
        (_, one), (_, other) = self.figures[0].by
        beside = {told.label: told for told in other}
        return [(told.label, [told, beside[told.label]]) for told in one if told.label in beside]


@dataclass(frozen=True, slots=True)
class Report:
    """What sources tell beside each other, part by part."""

    heads: Sequence[Source]
    parts: list[Part]

    def told(self) -> Iterator[Told]:
        """Yield every cell that is shown, in the order of the page."""
        for part in self.parts:
            for figure in part.figures:
                overall = figure.overall[:1] if part.section.is_mirror else figure.overall
                yield from (told for told in overall if told.cell is not None)
                yield from figure.within
                for _, cells in figure.by:
                    yield from cells

    @property
    def headline(self) -> str:
        """What the first source says first, in a sentence or two; empty where it tells nothing of sessions."""
        told = {block["key"]: block["overall"].get("value", "") for block in self.heads[0].blocks}
        held, worth = told.get(SESSIONS.key), told.get(WORTH.key)
        sentences = [
            f"Of the planned sessions, {held} were held." if held else "",
            f"Were they worth people’s time? {worth.capitalize()}." if worth else "",
        ]
        return " ".join(filter(None, sentences))


def report_of(releases: Iterable[Release]) -> Report:
    """Return what a release tells beside those before it, the newest first; the groups are the first one's."""
    beside = list(releases)[:MOST_RELEASES]
    return told_beside([_source(f"Release {release.number}", release) for release in beside])


def programs_beside(releases: Iterable[Release]) -> Report:
    """Return what the releases of several programs tell of everybody."""
    return told_beside([_source(release.program.name, release) for release in releases], divided=False)


def told_beside(sources: Sequence[Source], *, divided: bool = True) -> Report:
    """Put every figure of the sources in its part; the first source's by group as well, where they are `divided`."""
    parts: dict[str, Part] = {}
    for key, block in {block["key"]: block for source in reversed(sources) for block in source.blocks}.items():
        section = section_of(block["group"])
        found = [source.find(key) for source in sources]
        overall = [
            Told(source, one or block, one["overall"] if one else None)
            for source, one in zip(sources, found, strict=True)
        ]
        if section.is_mirror and not divided:
            continue
        by = _by_group(_telling(sources, key) if section.is_mirror else sources[0], key) if divided else {}
        within = _taken_in(by, (section.within, CHOICE))
        parts.setdefault(section.key, Part(section)).figures.append(Shown(block, overall, within, list(by.values())))
    for part in parts.values():
        if part.section.is_paired:
            part.figures.sort(key=lambda figure: figure.block["key"].partition(".")[2])
    return Report(sources, sorted(parts.values(), key=lambda part: place_of(part.section)))


def _taken_in(by: dict[str, tuple[str, list[Told]]], ways: Iterable[str]) -> list[Told]:
    """Take those groups out that stand in the table itself; where they are hidden they stay below it."""
    for way in ways:
        if way in by and not any(told.is_hidden for told in by[way][1]):
            return by.pop(way)[1]
    return []


def _telling(sources: Sequence[Source], key: str) -> Source:
    """Return the newest source that tells a figure by group; what is counted only once stays to be seen."""
    found = ((source, source.find(key)) for source in sources)
    telling = (source for source, block in found if block and any(way["cells"] for way in block["by"]))
    return next(telling, sources[0])


def _by_group(source: Source, key: str) -> dict[str, tuple[str, list[Told]]]:
    """Return a figure's cells by each way of dividing people: by its key, its title and the cells."""
    block = source.find(key)
    if block is None:
        return {}
    return {
        way["key"]: (way["title"], [Told(source, block, cell, way["title"]) for cell in way["cells"]])
        for way in block["by"]
    }


def _source(label: str, release: Release) -> Source:
    """Return what a finished release tells."""
    return Source(label, release.finished_at.date() if release.finished_at else None, blocks_of(release))
