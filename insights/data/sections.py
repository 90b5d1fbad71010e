"""The sections of a report: which figures stand together, under which plot."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Section:
    """One section, for the figures of one group.

    `plot` says how the plot above its table is drawn (static/js/plots.js), `row` of which figure where it draws one;
    `within` is the breakdown whose groups stand in the table itself, as rows of the plot. Where it `is_paired`, a
    question that was asked before stands beside the same one asked after.
    """

    key: str
    title: str
    plot: str = "spans"
    row: str = ""
    within: str = ""
    is_paired: bool = False

    @property
    def is_mirror(self) -> bool:
        """Whether two breakdowns stand back to back, and nothing is told over everybody."""
        return self.plot == "mirror"


SECTIONS = (
    Section("reach", "Taking part, and sessions held against planned", "time", row="sessions"),
    Section("goals", "Gaps closed, both ways", within="side"),
    Section("radar", "What people would like to learn, and what others could show", "mirror"),
    Section("pulse", "What people say after their sessions"),
    Section("confidence", "Saying what one thinks, before and after", is_paired=True),
    Section("recommend", "Would people recommend it?", is_paired=True),
    Section("ideas", "From idea to change", "counts", within="state"),
)
_PLACES = {section.key: place for place, section in enumerate(SECTIONS)}


def section_of(group: str) -> Section:
    """Return the section of a group of figures; a group without one makes its own, under its own name."""
    return SECTIONS[_PLACES[group]] if group in _PLACES else Section(group, group.replace("-", " ").capitalize())


def place_of(section: Section) -> int:
    """Return where a section stands on the page."""
    return _PLACES.get(section.key, len(SECTIONS))
