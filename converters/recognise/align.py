"""Align what a table prints, piece by piece, with the form's rows in their order.

Labels may be broken over lines, shortened, misprinted, repeated or missing, and a group's vertical label may stand
between the halves of another. So pieces are not looked up one by one: a beam search finds the best order-keeping
assignment of all pieces and value groups to rows. A value group belongs to the row of the label it stands with.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from functools import lru_cache
from typing import TYPE_CHECKING, Generic, NamedTuple, TypeVar

from converters.recognise.columns import head_words
from converters.recognise.labels import Piece, common_length, label_of, score

if TYPE_CHECKING:
    from collections.abc import Sequence

    from workbook.form import Row, Table

V = TypeVar("V")
# Assignments kept alive at each step; wider changes nothing on the cases met.
BEAM = 32
_SKIPPED_ROW = 0.15
_LOST_VALUES = 2.0
# Pieces whose fits are kept; a document has a few hundred.
_REMEMBERED = 5_000


@dataclass(frozen=True, slots=True)
class Line(Generic[V]):
    """A printed line or table row: its label pieces in order, and its values (None: it has none at all)."""

    pieces: tuple[Piece, ...]
    values: V | None = None


@dataclass(slots=True)
class Aligned(Generic[V]):
    """What belongs where.

    ``rows``: for each line the index of the row its values belong to, or None. ``labels``: for each line that holds
    labels, the indices of their rows, in order.
    """

    rows: list[int | None]
    labels: dict[int, list[int]] = field(default_factory=dict)


class _State(NamedTuple):
    """One way to read what came so far."""

    # Gains only: what every way alike would pay for leaving a piece or a value aside is given to those that use it.
    score: float
    row: int
    filled: bool
    # The part of the current row's label that is still to come, when it was met in part.
    left: str
    # The line whose piece opened the current row.
    line: int
    past: _State | None
    # What this step did: ("piece", line, row) or ("values", line, row); None for the start.
    step: tuple[str, int, int] | None


@lru_cache(maxsize=64)
def aligner_of(table: Table) -> Aligner:
    """The labelled rows of an official table; what it learns of labels serves every document."""
    return Aligner([row for row in table.rows if row.label], head_words(table))


class Aligner:
    """The rows of one official table, ready to be found in what a document prints.

    Args:
        rows: the form's rows, in printed order.
        heads: folded labels of column headers, which are no row labels where they repeat.
    """

    def __init__(self, rows: Sequence[Row], heads: frozenset[str]) -> None:
        self.rows = tuple(rows)
        self.labels = tuple(label_of(row) for row in rows)
        self._heads = heads
        self._groups = tuple(label.whole for label in self.labels if label.heading)
        self._known_fits: dict[Piece, tuple[tuple[int, float, str], ...]] = {}
        self._known_noise: dict[str, float] = {}

    def align(self, lines: Sequence[Line[V]], *, together: bool = False) -> Aligned[V]:
        """The best assignment of lines, in reading order, to rows.

        ``together``: values stand in one row with (a part of) their label, as on a grid; in running text they may
        also follow on a line of their own.
        """
        states = [_State(0.0, -1, filled=True, left="", line=-1, past=None, step=None)]
        for number, line in enumerate(lines):
            for found in line.pieces:
                states = _keep(self._after_piece(states, found, number))
            if line.values is not None:
                gain = 0.0 if together else 0.5 if line.pieces else 1.0
                states = _keep(self._after_values(states, number, gain))
        return _trace(max(states, key=lambda state: state.score), lines)

    def fits(self, found: Piece) -> tuple[tuple[int, float, str], ...]:
        """Rows that the piece may open: index, gain in characters, and what is left of the row's label."""
        known = self._known_fits.get(found)
        if known is None:
            if len(self._known_fits) >= _REMEMBERED:
                self._known_fits.clear()
            scored = [(score(found, label), -index) for index, label in enumerate(self.labels)]
            best = sorted((fit for fit in scored if fit[0] > 0), reverse=True)[:8]
            known = tuple((-index, gain, _left(found.folded, self.labels[-index].whole)) for gain, index in best)
            self._known_fits[found] = known
        return known

    def _after_piece(self, states: list[_State], found: Piece, line: int) -> list[_State]:
        noise = self._noise(found.folded)
        after = list(states)
        if found.folded and found.mark is None:
            after += [_go_on(state, found.folded, noise, line) for state in states if found.folded in state.left]
        for row, gain, left in self.fits(found):
            # Whatever was read before a row is opened, only the best of it can win.
            before = [state for state in states if state.row < row]
            best = max(before, key=_worth_at_next_row, default=None)
            if best is not None:
                total = best.score + noise + gain - _SKIPPED_ROW * (row - best.row - 1)
                step = ("piece", line, row)
                after.append(_State(total, row, filled=False, left=left, line=line, past=best, step=step))
        return after

    def _after_values(self, states: list[_State], line: int, apart: float) -> list[_State]:
        """``apart``: what values gain on a line without their label; 0 where they may not stand there."""
        after = list(states)
        for state in states:
            beside = state.line == line
            if state.filled or state.row < 0 or (not beside and (not apart or self.labels[state.row].heading)):
                continue
            gain = _LOST_VALUES + (3.0 if beside else apart)
            # A heading takes values only when nothing better can: that is a fault of the source, kept and flagged.
            gain -= 1.0 if self.labels[state.row].heading else 0.0
            step = ("values", line, state.row)
            after.append(state._replace(score=state.score + gain, filled=True, past=state, step=step))
        return after

    def _noise(self, folded: str) -> float:
        """What it costs to take a piece for nothing; parts of group labels and headers cost next to nothing."""
        known = self._known_noise.get(folded)
        if known is None:
            if len(self._known_noise) >= _REMEMBERED:
                self._known_noise.clear()
            head = not folded or any(folded in text for text in self._heads)
            group = any(folded in text for text in self._groups)
            known = 0.1 if head else 0.2 if group else 0.3 * min(len(folded), 10)
            self._known_noise[folded] = known
        return known


def _go_on(state: _State, folded: str, noise: float, line: int) -> _State:
    """The piece as one more part of the row's label."""
    gain = noise + 0.9 * len(folded) + (0.3 if state.left.startswith(folded) else 0.0)
    left = state.left.split(folded, 1)[1]
    return _State(state.score + gain, state.row, state.filled, left, line, state, ("piece", line, state.row))


def _worth_at_next_row(state: _State) -> float:
    return state.score + _SKIPPED_ROW * state.row


def _left(found: str, whole: str) -> str:
    """What a label still wants after a piece of it; nothing when the piece is whole or past its end."""
    if found in whole:
        return whole.split(found, 1)[1]
    # A misprinted first half: what follows its length in the printed label.
    return whole[len(found) :] if common_length(found, whole[: len(found) + 1]) >= 0.7 * len(found) else ""


def _keep(states: list[_State]) -> list[_State]:
    best: dict[tuple[int, bool, str], _State] = {}
    for state in states:
        key = (state.row, state.filled, state.left)
        if key not in best or state.score > best[key].score:
            best[key] = state
    return sorted(best.values(), key=lambda state: -state.score)[:BEAM]


def _trace(state: _State, lines: Sequence[Line[V]]) -> Aligned[V]:
    found: Aligned[V] = Aligned([None] * len(lines))
    current: _State | None = state
    while current is not None:
        if current.step is not None:
            kind, line, row = current.step
            if kind == "piece":
                found.labels.setdefault(line, []).insert(0, row)
            else:
                found.rows[line] = row
        current = current.past
    return found
