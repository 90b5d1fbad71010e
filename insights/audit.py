"""The audit of a release: about which few people something can be reckoned out of everything published.

Pure and exact; no rows, no clock. What was published is a list of sums over sets of people. Whatever can be reckoned
from them by adding and subtracting is a vector of the row space of their membership matrix, and it is *about* the
people at which that vector is not zero. `leaks` finds every smallest set of people that such a vector is about and
that is too few. The method, its limits and its cost stand in docs/decisions/0033-disclosure-audit.md.

Three steps, each cheaper than the next is needed:

1. People with the same memberships always come together: they are one *atom*. An atom that is large enough by itself
   can be in no leak, so only vectors that are zero at all large atoms matter. In most releases none is left.
2. If the remaining space has q disjoint information sets (columns that determine a vector), a vector at no more than w
   atoms has no more than w // q of them in one of the sets (Zimmermann's bound for linear codes). For w // q up to 2
   those few combinations are looked through.
3. Otherwise the minimal dependent sets of the dual vectors are searched: each atom and pair of atoms is divided out in
   turn, modulo a prime after a projection that loses no dependence, and what has become parallel is checked exactly.
"""

from collections import Counter
from collections.abc import Callable, Hashable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from itertools import combinations
from typing import cast

import numpy as np
import numpy.typing as npt

PRIME = 2**31 - 1
# Elementary steps after which the audit gives up; well under a minute on one slow core.
MOST_WORK = 4_000_000_000
# Entries from which on a row is divided by what its numbers share, and from which on 64 bits may not hold a product.
_LARGE, _SAFE = 2**15, 2**30

Matrix = npt.NDArray[np.int64] | npt.NDArray[np.object_]
Vectors = npt.NDArray[np.int64]
Ids = tuple[int, ...]
Home = Callable[[int], Hashable]


class Unfinished(Exception):
    """The audit would take too long to end; what is asked about must then not be published."""


def leaks(
    published: Sequence[frozenset[int]], pair_of: Mapping[int, int], k: int = 5, pairs: int = 3
) -> list[frozenset[int]]:
    """Return the smallest sets of people, too few to hide one another, about whom the published sums tell something.

    `published`: for each sum the people it counts. `pair_of`: person → pair; whoever has none counts as one of their
    own. A set is too few with fewer than `k` people or people of fewer than `pairs` pairs. Empty means safe; sets that
    contain another returned one are left out. Sorted by size, then by ids. Raises Unfinished.
    """
    atoms = _atoms(published)

    def home_of(person: int) -> Hashable:
        return pair_of.get(person, (person,))

    open_ = [at for at, atom in enumerate(atoms) if len(atom) < k or len(set(map(home_of, atom))) < pairs]
    if not open_:
        return []
    closed = sorted(set(range(len(atoms))) - set(open_))
    rows = _membership(published, atoms)[:, closed + open_]
    space, pivots = _echelon(rows)
    space = space[[row for row, pivot in enumerate(pivots) if pivot >= len(closed)]][:, len(closed) :]
    if not len(space):
        return []
    atoms = [atoms[at] for at in open_]
    sizes = [len(atom) for atom in atoms]

    def few_people(chosen: Ids) -> bool:
        return sum(sizes[at] for at in chosen) < k

    def few_pairs(chosen: Ids) -> bool:
        return len({home_of(person) for at in chosen for person in atoms[at]}) < pairs

    search = _Search(space)
    found = search.light([at for at, size in enumerate(sizes) if size < k], few_people, most=_most(sizes, k))
    for inside in _neighbourhoods(atoms, home_of, k, pairs):
        found |= search.dependent(inside, few_pairs, most=len(inside))
    return _smallest(frozenset[int]().union(*(atoms[at] for at in chosen)) for chosen in found)


def _atoms(published: Sequence[frozenset[int]]) -> list[frozenset[int]]:
    """Return the groups of people who are in exactly the same published sets."""
    memberships: dict[int, list[int]] = {}
    for at, people in enumerate(dict.fromkeys(published)):
        for person in people:
            memberships.setdefault(person, []).append(at)
    groups: dict[Ids, list[int]] = {}
    for person in sorted(memberships):
        groups.setdefault(tuple(memberships[person]), []).append(person)
    return [frozenset(group) for group in groups.values()]


def _membership(published: Sequence[frozenset[int]], atoms: Sequence[frozenset[int]]) -> npt.NDArray[np.int64]:
    """Return which published set (row) holds which atom (column), as 0 and 1."""
    atom_of = {person: at for at, atom in enumerate(atoms) for person in atom}
    distinct = list(dict.fromkeys(published))
    rows = np.zeros((len(distinct), len(atoms)), np.int64)
    for row, people in enumerate(distinct):
        rows[row, sorted({atom_of[person] for person in people})] = 1
    return rows


def _most(sizes: Sequence[int], k: int) -> int:
    """Return how many atoms a set of fewer than k people can have at most."""
    people = count = 0
    for size in sorted(sizes):
        people += size
        if people >= k:
            break
        count += 1
    return count


def _neighbourhoods(atoms: Sequence[frozenset[int]], home_of: Home, k: int, pairs: int) -> Iterator[list[int]]:
    """Give the atoms that lie within one choice of too few pairs, wherever they are k people or more.

    Where they are fewer, the search for few people has seen them.
    """
    within: dict[frozenset[Hashable], list[int]] = {}
    for at, atom in enumerate(atoms):
        home = frozenset(map(home_of, atom))
        if len(home) < pairs:
            within.setdefault(home, []).append(at)
    people = Counter(home_of(person) for ats in within.values() for at in ats for person in atoms[at])
    most_first = [one for one, _ in people.most_common()]
    few = min(pairs - 1, len(most_first))
    if few == 0:
        return
    for chosen in combinations(most_first, few):
        # The first of a choice is its largest, so once even that many times it is too few, so are all that follow.
        if people[chosen[0]] * few < k:
            return
        if sum(people[one] for one in chosen) < k:
            continue
        parts = (frozenset(part) for size in range(1, pairs) for part in combinations(chosen, size))
        inside = sorted(at for part in parts for at in within.get(part, ()))
        if sum(len(atoms[at]) for at in inside) >= k:
            yield inside


def _smallest(sets: Iterable[frozenset[int]]) -> list[frozenset[int]]:
    """Return the sets that contain no other one, by size and ids."""
    kept: list[frozenset[int]] = []
    for people in sorted(set(sets), key=lambda people: (len(people), sorted(people))):
        if not any(smaller <= people for smaller in kept):
            kept.append(people)
    return kept


def _echelon(rows: Matrix, order: Sequence[int] | None = None) -> tuple[Matrix, list[int]]:
    """Return a reduced echelon basis of the row space in whole numbers, and its pivot columns, row by row.

    Pivots are taken from the columns in `order`, left to right unless given. Exact: numbers that outgrow 64 bits go on
    as Python's own.
    """
    work: Matrix = rows.copy()
    pivots: list[int] = []
    for column in range(work.shape[1]) if order is None else order:
        rank = len(pivots)
        if rank == len(work):
            break
        below = np.flatnonzero(work[rank:, column])
        if not len(below):
            continue
        work[[rank, rank + below[0]]] = work[[rank + below[0], rank]]
        others = np.flatnonzero(work[:, column])
        others = others[others != rank]
        if len(others):
            if work.dtype != object and np.abs(work).max() >= _SAFE:
                work = work.astype(object)
            factors, pivot = work[others, column], work[rank, column]
            work[others] = work[others] * pivot - factors[:, None] * work[rank]
            grown = others[np.abs(work[others]).max(axis=1) >= _LARGE]
            if len(grown):
                common = np.gcd.reduce(work[grown], axis=1)
                work[grown] //= np.where(common == 0, 1, common)[:, None]
        pivots.append(column)
    return work[: len(pivots)], pivots


@dataclass
class _Search:
    """Looks for vectors of a space (rows in reduced echelon form) that are zero at all but a few columns."""

    space: Matrix
    work: int = 0

    @cached_property
    def _dual(self) -> Matrix:
        return _dual_of(*_echelon(self.space))

    def light(self, columns: Sequence[int], admits: Callable[[Ids], bool], *, most: int) -> set[Ids]:
        """Return minimal supports among `columns` of at most `most` that `admits`; supersets may come with them."""
        if not most:
            return set()
        sets = self._information_sets(enough=most + 1)
        few = most // len(sets)
        if few == 0:
            return set()
        if few > 2:
            return self.dependent(columns, admits, most=most)
        found = {support for basis, _ in sets for support in self._combined(basis, few, most)}
        return {support for support in found if admits(support)}

    def dependent(self, columns: Sequence[int], admits: Callable[[Ids], bool], *, most: int) -> set[Ids]:
        """Return the supports among `columns` of up to `most` that `admits`, by dividing out chosen columns in turn."""
        if not columns:
            return set()
        vectors = _projection(self._dual[list(columns)], most + 2)
        found = self._divided_out(vectors, np.asarray(columns, np.intp), (), most=most, admits=admits)
        return {support for support in found if admits(support) and self._is_dependent(support)}

    def _information_sets(self, *, enough: int) -> list[tuple[Matrix, list[int]]]:
        """Return a basis for each of several disjoint sets of columns that determine a vector; at least one."""
        rank, width = self.space.shape
        free = list(range(width))
        sets: list[tuple[Matrix, list[int]]] = []
        while len(free) >= rank and len(sets) < enough:
            self._spend(self.space.size * rank)
            used = set(range(width)) - set(free)
            basis, pivots = _echelon(self.space, [*free, *sorted(used)])
            if used & set(pivots):
                break
            sets.append((basis, pivots))
            free = [column for column in free if column not in set(pivots)]
        return sets

    def _combined(self, basis: Matrix, few: int, most: int) -> Iterator[Ids]:
        """Give the supports of at most `most` columns of the rows and, with `few` of 2, of combinations of two."""
        there = basis != 0
        for row in np.flatnonzero(there.sum(axis=1) <= most):
            yield _ids(there[row])
        if few < 2:
            return
        self._spend(len(basis) ** 2 * basis.shape[1])
        counts = there.astype(np.float32)
        both = np.rint(counts @ counts.T).astype(np.int64)
        alone = both.diagonal()[:, None] + both.diagonal()[None, :] - 2 * both
        for one, two in zip(*np.nonzero(np.triu(alone <= most, 1) & (both > 0)), strict=True):
            yield from _without_a_ratio(basis[one], basis[two], most)

    def _divided_out(
        self,
        vectors: Vectors,
        columns: npt.NDArray[np.intp],
        chosen: Ids,
        *,
        most: int,
        admits: Callable[[Ids], bool],
    ) -> Iterator[Ids]:
        """Give what is dependent together with the chosen columns, which have been divided out of `vectors`."""
        self._spend(40 * vectors.size)
        is_zero = ~vectors.any(axis=1)
        yield from ((*chosen, at) for at in columns[is_zero].tolist())
        vectors, columns = vectors[~is_zero], columns[~is_zero]
        if len(chosen) + 2 > most:
            return
        for group in _parallel(vectors):
            self._spend(len(group) ** 2)
            yield from ((*chosen, *pair) for pair in combinations(columns[group].tolist(), 2))
        if len(chosen) + 3 > most:
            return
        for at in range(len(columns) - 2):
            following = (*chosen, int(columns[at]))
            if admits(following):
                rest = _divided(vectors[at + 1 :], vectors[at])
                yield from self._divided_out(rest, columns[at + 1 :], following, most=most, admits=admits)

    def _is_dependent(self, support: Ids) -> bool:
        """Whether some vector of the space is zero outside `support`; exact."""
        return len(_echelon(self._dual[list(support)])[1]) < len(support)

    def _spend(self, steps: int) -> None:
        self.work += steps
        if self.work > MOST_WORK:
            raise Unfinished


def _dual_of(space: Matrix, pivots: Sequence[int]) -> Matrix:
    """Return a vector for each column, such that columns carry a vector of `space` exactly if theirs are dependent.

    A row with entry d at its pivot is scaled to y · row, so each other column f holds Σ y · row[f]: the vector of a
    pivot is its row at the other columns, that of another column the negative unit vector.
    """
    width = space.shape[1]
    others = sorted(set(range(width)) - set(pivots))
    dual = np.zeros((width, len(others)), space.dtype)
    dual[pivots] = space[:, others]
    dual[others, range(len(others))] = -1
    return cast("Matrix", dual)


def _projection(vectors: Matrix, dimensions: int) -> npt.NDArray[np.int64]:
    """Return the vectors modulo the prime in few dimensions: what was dependent stays so, other things hardly ever."""
    reduced: npt.NDArray[np.int64] = (vectors % PRIME).astype(np.int64)
    if vectors.shape[1] <= dimensions:
        return reduced
    fold = np.random.default_rng(0).integers(1, PRIME, (vectors.shape[1], dimensions), dtype=np.int64)
    folded = np.zeros((len(vectors), dimensions), np.int64)
    for at in range(vectors.shape[1]):
        some = np.flatnonzero(reduced[:, at])
        folded[some] = (folded[some] + reduced[some, at][:, None] * fold[at]) % PRIME
    return folded


def _inverse(numbers: npt.NDArray[np.int64]) -> npt.NDArray[np.int64]:
    """Return each number's inverse modulo the prime (Fermat)."""
    result, power, exponent = np.ones_like(numbers), numbers.copy(), PRIME - 2
    while exponent:
        if exponent & 1:
            result = result * power % PRIME
        power = power * power % PRIME
        exponent >>= 1
    return result


def _divided(vectors: npt.NDArray[np.int64], by: npt.NDArray[np.int64]) -> npt.NDArray[np.int64]:
    """Return the vectors modulo the line of `by`, which is not zero."""
    pivot = int(np.flatnonzero(by)[0])
    line = by * pow(int(by[pivot]), PRIME - 2, PRIME) % PRIME
    return (vectors - vectors[:, pivot, None] * line) % PRIME


def _parallel(vectors: npt.NDArray[np.int64]) -> list[npt.NDArray[np.intp]]:
    """Return the groups of two or more vectors, none of them zero, that are multiples of each other."""
    if len(vectors) < 2:
        return []
    first = vectors[np.arange(len(vectors)), (vectors != 0).argmax(axis=1)]
    scaled = vectors * _inverse(first)[:, None] % PRIME
    order = np.lexsort(scaled.T)
    same = (scaled[order[1:]] == scaled[order[:-1]]).all(axis=1)
    if not same.any():
        return []
    starts = np.flatnonzero(np.concatenate(([True], ~same)))
    return [group for group in np.split(order, starts[1:]) if len(group) > 1]


def _without_a_ratio(one: Matrix, two: Matrix, most: int) -> Iterator[Ids]:
    """Give the supports of the combinations of two rows that become zero somewhere both are not."""
    both = np.flatnonzero((one != 0) & (two != 0))
    top, bottom = one[both].astype(object), two[both].astype(object)
    common = np.gcd(top, bottom) * np.where(bottom < 0, -1, 1)
    ratios: dict[tuple[int, int], list[int]] = {}
    for at, pair in zip(both.tolist(), zip(top // common, bottom // common, strict=True), strict=True):
        ratios.setdefault(pair, []).append(at)
    support = (one != 0) | (two != 0)
    for gone in ratios.values():
        if support.sum() - len(gone) <= most:
            left = support.copy()
            left[gone] = False
            yield _ids(left)


def _ids(there: npt.NDArray[np.bool_]) -> Ids:
    return tuple(np.flatnonzero(there).tolist())
