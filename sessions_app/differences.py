"""What changed between two texts, line by line."""

from dataclasses import dataclass
from difflib import SequenceMatcher


@dataclass(frozen=True)
class DiffLine:
    """One line of a comparison: "same", "removed" or "added"."""

    state: str
    text: str


def difference(before: str, after: str) -> list[DiffLine]:
    """Return both texts as one list of lines, what was removed before what took its place; empty lines are left out."""
    old, new = ([line for line in text.splitlines() if line.strip()] for text in (before, after))
    lines: list[DiffLine] = []
    for what, old_from, old_to, new_from, new_to in SequenceMatcher(None, old, new, autojunk=False).get_opcodes():
        if what == "equal":
            lines += [DiffLine("same", text) for text in old[old_from:old_to]]
            continue
        lines += [DiffLine("removed", text) for text in old[old_from:old_to]]
        lines += [DiffLine("added", text) for text in new[new_from:new_to]]
    return lines
