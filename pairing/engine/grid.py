"""Which pairs are being looked at: a block of rows with all columns, or pairs named one by one.

Rules and scores are written once for both. Every answer has the grid's shape: (rows, columns) or (pairs,).
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np

from pairing.engine.codes import Codes, Field, Ints, Mask, Shelf, Small


@dataclass(frozen=True)
class Block:
    """These rows (ascending) with every column."""

    codes: Codes
    rows: Ints

    @property
    def shape(self) -> tuple[int, ...]:
        return len(self.rows), self.codes.shape[1]

    def newcomers(self, values: Small) -> Small:
        return values[self.rows][:, None]

    def seniors(self, values: Small) -> Small:
        return values[None, :]

    def shared(self, shelf: Shelf) -> Small:
        """The shelf's sum for each pair."""
        asks, asked = shelf.asks[self.rows], shelf.asked[self.rows]
        total = np.zeros(self.shape, dtype=shelf.rows.dtype)
        some = np.empty_like(total)
        for place in range(int(asked.max(initial=0))):
            have = np.flatnonzero(asked > place)
            if 2 * len(have) < len(asked):
                total[have] += shelf.rows[asks[have, place]]
            else:
                np.take(shelf.rows, asks[:, place], axis=0, out=some, mode="clip")
                total += some
        return total

    def together(self, told: Callable[[Ints], Small]) -> Small:
        """What `told` makes of the half-hours a week in which both work."""
        week = self.codes.week
        patterns, own = np.unique(week.of_newcomers[self.rows], return_inverse=True)
        half_hours = (week.newcomers[patterns] @ week.seniors.T).astype(np.int64)
        return np.take(np.take(told(half_hours), week.of_seniors, axis=1), own, axis=0)

    def marks(self, pairs: Ints) -> Mask:
        """True where a pair is among these sorted (row, column)."""
        marked = np.zeros(self.shape, dtype=np.bool_)
        low, high = np.searchsorted(pairs[:, 0], self.rows), np.searchsorted(pairs[:, 0], self.rows, side="right")
        for at in np.flatnonzero(high > low):
            marked[at, pairs[low[at] : high[at], 1]] = True
        return marked


@dataclass(frozen=True)
class Several:
    """Pairs one by one: rows[k] with columns[k]."""

    codes: Codes
    rows: Ints
    columns: Ints

    @property
    def shape(self) -> tuple[int, ...]:
        return self.rows.shape

    def newcomers(self, values: Small) -> Small:
        return values[self.rows]

    def seniors(self, values: Small) -> Small:
        return values[self.columns]

    def shared(self, shelf: Shelf) -> Small:
        """The shelf's sum for each pair."""
        total = np.zeros(self.shape, dtype=shelf.rows.dtype)
        for place in range(shelf.asks.shape[1]):
            total += shelf.rows[shelf.asks[self.rows, place], self.columns]
        return total

    def together(self, told: Callable[[Ints], Small]) -> Small:
        """What `told` makes of the half-hours a week in which both work."""
        week = self.codes.week
        one, other = week.newcomers.astype(np.bool_), week.seniors.astype(np.bool_)
        half_hours = np.zeros(self.shape, dtype=np.int64)
        for start in range(0, len(half_hours), 4096):
            some = slice(start, start + 4096)
            both = one[week.of_newcomers[self.rows[some]]] & other[week.of_seniors[self.columns[some]]]
            half_hours[some] = np.count_nonzero(both, axis=1)
        return told(half_hours)

    def marks(self, pairs: Ints) -> Mask:
        """True where a pair is among these sorted (row, column)."""
        m = self.codes.shape[1]
        return np.isin(self.rows * m + self.columns, pairs[:, 0] * m + pairs[:, 1])


Grid = Block | Several


def equal(grid: Grid, field: Field) -> Mask:
    """Both have this value, known or not: `known` tells apart."""
    same: Mask = grid.newcomers(field.newcomers) == grid.seniors(field.seniors)
    return same


def known(grid: Grid, field: Field) -> Mask:
    """The value is known of both."""
    both: Mask = grid.newcomers(field.newcomers >= 0) & grid.seniors(field.seniors >= 0)
    return both
