"""A round's figures in words wide enough that nobody can be read out of them (rule P33 of the privacy rules).

A share is shown only where at least k people stand between the ends of its band, the others only from k pairs on;
where the round is smaller, nothing is. The ends of the bands are moved a little (`shift_of`), by what only the input
decides: nobody can lay a round out so that one person's answer tips it over (docs/decisions/0026).
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from django.conf import settings

_QUARTERS = (
    "In fewer than a quarter of the pairs, both can learn from each other.",
    "In a quarter to half of the pairs, both can learn from each other.",
    "In half to three quarters of the pairs, both can learn from each other.",
    "In three quarters of the pairs or more, both can learn from each other.",
)
_HALVES = (
    "In fewer than half of the pairs, both can learn from each other.",
    "In half of the pairs or more, both can learn from each other.",
)
_DIFFER = ("Fewer than a quarter", "A quarter to half", "Half to three quarters", "Three quarters or more")
FAR_MORE, MORE = 2.0, 1.2
GAIN_A_SHIFT = 0.05
SOME, MUCH = 0.1, 0.25


def shift_of(input_hash: str) -> int:
    """Return by how many pairs a round's bands are moved, at most half a smallest group either way.

    It follows from the keyed hash of the input, so the same input says the same, and nobody can foretell it.
    """
    most = settings.SMALLEST_GROUP // 2
    return int(input_hash[:8] or "0", 16) % (2 * most + 1) - most if input_hash else 0


def two_way_band(headline: Mapping[str, int], *, shift: int = 0) -> str | None:
    """Say in how many pairs both can learn; None where a quarter or half of the pairs would be too few people."""
    placed = headline["placed"]
    two_way = min(max(headline["two_way"] + shift, 0), placed)
    for words in (_QUARTERS, _HALVES):
        if 2 * (placed // len(words)) >= settings.SMALLEST_GROUP:
            return words[min(two_way * len(words) // placed, len(words) - 1)]
    return None


def share_of(placed: int, others: int, *, shift: int) -> str:
    """Say how many of some pairs are others; nothing where a quarter of the pairs would be too few people."""
    if 2 * (placed // len(_DIFFER)) < settings.SMALLEST_GROUP:
        return ""
    band = min(max(others + shift, 0), placed) * len(_DIFFER) // placed
    return f"{_DIFFER[min(band, len(_DIFFER) - 1)]} of the pairs"


def low_of(weaker: Iterable[int], *, shift: int) -> int:
    """Return what the weaker side of the worst-served two-way pairs gets, leaving out about k of them; 0 for too few.

    The very least would be one person's.
    """
    left = sorted(weaker)[settings.SMALLEST_GROUP + shift :]
    return left[0] if left else 0


def weakest_band(headline: Mapping[str, int]) -> str | None:
    """Say how much the worst-served side of nearly all two-way pairs gets; None where they are too few to hide one."""
    low = headline.get("low", 0)
    if headline["placed"] < settings.SMALLEST_GROUP or not low:
        return None
    if low > 1:
        return "In nearly all pairs where both can learn, the one who gets less still gets a good deal."
    return "In nearly all pairs where both can learn, the one who gets less gets at least something."


def gain_band(headline: Mapping[str, int], at_random: Mapping[str, int], *, shift: int = 0) -> str | None:
    """Compare the whole round with pairs drawn at random under the same rules; None where it is too small."""
    if headline["placed"] < settings.SMALLEST_GROUP:
        return None
    total = headline["total"] * (1 + GAIN_A_SHIFT * shift)
    if not at_random["total"] or total >= FAR_MORE * at_random["total"]:
        return "People can learn more than twice as much as in pairs drawn at random."
    if total >= MORE * at_random["total"]:
        return "People can learn clearly more than in pairs drawn at random."
    return "People can learn about as much as in pairs drawn at random."


def price_band(headline: Mapping[str, int], left: int) -> str | None:
    """Say what all changes by hand cost a round; `left` is the sum that remains. None where the round is small.

    It is asked after every k changes only, so that no single one can be priced.
    """
    if headline["placed"] < settings.SMALLEST_GROUP or not headline["total"]:
        return None
    lost = 1 - left / headline["total"]
    if lost < SOME:
        return "All changes by hand together cost less than a tenth of what people can learn."
    if lost < MUCH:
        return "All changes by hand together cost between a tenth and a quarter of what people can learn."
    return "All changes by hand together cost more than a quarter of what people can learn."


def bands(headline: Mapping[str, int], compared: Mapping[str, Mapping[str, int]], *, shift: int = 0) -> list[str]:
    """Return every sentence that may be said about a finished round, its bands moved by `shift`."""
    said = [
        two_way_band(headline, shift=shift),
        weakest_band(headline),
        gain_band(headline, compared["random"], shift=shift),
    ]
    return [sentence for sentence in said if sentence]


@dataclass(frozen=True)
class Beside:
    """One way of pairing the same people, in words that organisers may read."""

    label: str
    places: str
    two_way: str


def side_by_side(
    headline: Mapping[str, int], compared: Mapping[str, Mapping[str, int]], *, shift: int = 0
) -> list[Beside]:
    """Say what the simpler ways would have reached on the same people under the same rules."""
    ways = (("Pairs drawn at random", compared["random"]), ("The best pair first, then the next", compared["greedy"]))
    return [Beside(label, _places(other, headline), two_way_band(other, shift=shift) or "") for label, other in ways]


def _places(other: Mapping[str, int], headline: Mapping[str, int]) -> str:
    if other["placed"] == headline["placed"]:
        return "As many people have a partner."
    return "Fewer people have a partner." if other["placed"] < headline["placed"] else "More people have a partner."
