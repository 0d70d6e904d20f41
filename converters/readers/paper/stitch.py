"""Parts of tables from page to page into whole ones: edges unified, repeated headers dropped, cut rows glued."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from converters.document import Cell, Place, Table, clean
from converters.readers.paper.fragment import DIGIT
from converters.readers.paper.official import begins_row, completes, is_number
from converters.readers.paper.rules import NEAR, clusters, nearest

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from converters.readers.paper.fragment import Fragment, Slot

# A line of text with what stands around it.
_ROW = 14.0


def whole_table(fragments: Sequence[Fragment], number: int) -> Table:
    """The table whose parts these are.

    Args:
        fragments: its parts, in the order of their pages.
        number: which table of the document it is, from 1.
    """
    stitcher = Stitcher(fragments)
    for fragment in fragments:
        stitcher.add(fragment)
    place = Place(page=fragments[0].page, table=number)
    cells = sorted(stitcher.slots, key=lambda slot: (slot.row, slot.column))
    return Table(tuple(map(_cell, cells)), len(stitcher.pages), stitcher.width, place, (), tuple(stitcher.pages))


def repeated_rows(first: Fragment, fragment: Fragment) -> int:
    """How many rows at the top of a part repeat the top of the first part: its header."""
    count = _repeated(first.slots, fragment.slots)
    return count if count < first.height else 0


def _repeated(slots: Sequence[Slot], arrived: Sequence[Slot]) -> int:
    """How many rows say the same in words, from the top, no merged cell reaching further down."""
    count = 0
    while (texts := _texts(slots, count)) and texts == _texts(arrived, count):
        if all(not text or is_number(text) for text in texts):
            break
        count += 1
    while any(slot.row < count < slot.row + slot.rowspan for slot in arrived):
        count -= 1
    return count


def _texts(slots: Sequence[Slot], row: int) -> list[str]:
    return [_plain(slot) for slot in sorted(slots, key=lambda slot: slot.column) if slot.row == row]


def _plain(slot: Slot) -> str:
    return "".join(slot.text.split())


def _cell(slot: Slot) -> Cell:
    return Cell(clean(slot.text), slot.row, slot.column, slot.rowspan, slot.colspan, slot.score, slot.picture)


class Stitcher:
    """A table as it grows from page to page; ``slots`` stand on the grid of the whole table."""

    def __init__(self, fragments: Sequence[Fragment]) -> None:
        # Measured from the table's own left edge: odd and even pages may have different margins.
        self.xs = clusters(x - fragment.box.left for fragment in fragments for x in fragment.xs)
        self.slots: list[Slot] = []
        self.pages: list[int | None] = []

    @property
    def width(self) -> int:
        """The number of columns over all pages."""
        return len(self.xs) - 1

    def add(self, fragment: Fragment) -> None:
        """Put the part on the next page under what there is."""
        arrived = self.placed(fragment)
        heads = _repeated(self.slots, arrived)
        arrived = [slot for slot in arrived if slot.row >= heads]
        offset = len(self.pages) - heads
        top = [slot for slot in arrived if slot.row == heads]
        if self.pages and top:
            if self.is_cut(top):
                offset -= 1
                self.glue(top, spread=-1)
                arrived = [slot for slot in arrived if slot.row > heads]
            else:
                kept = self.merged_on(top)
                arrived = kept + [slot for slot in arrived if slot.row > heads]
        for slot in arrived:
            slot.row += offset
        self.slots += arrived
        self.pages += [fragment.page] * (offset + fragment.height - len(self.pages))

    def placed(self, fragment: Fragment) -> list[Slot]:
        """The part's cells on the whole table's columns; what stands in a column too thin to be one goes beside it."""
        left = fragment.box.left
        found: list[Slot] = []
        for slot in sorted(fragment.slots, key=lambda slot: (slot.row, slot.column)):
            start, end = nearest(self.xs, slot.box.left - left), nearest(self.xs, slot.box.right - left)
            if end > start:
                pieces = [*slot.pieces]
                found.append(replace(slot, column=start, colspan=end - start, pieces=pieces))
            elif found and slot.pieces:
                found[-1].pieces += slot.pieces
        return found

    def above(self, slot: Slot) -> Slot | None:
        """The cell of the last row that stands over exactly this cell's columns."""
        last = len(self.pages)
        return next(
            (
                one
                for one in self.slots
                if one.row + one.rowspan == last and (one.column, one.colspan) == (slot.column, slot.colspan)
            ),
            None,
        )

    def is_cut(self, top: list[Slot]) -> bool:
        """Whether the page cut a row in two, and these cells are its rest."""
        written = [slot for slot in top if slot.text]
        if not written:
            # Nothing is lost: rows without a word stand at the top of a page when the space behind a text was cut.
            return True
        pairs = [(above, slot) for slot in written if (above := self.above(slot))]
        if len(pairs) < len(written):
            return False
        figures = [above for above, slot in pairs if above.text and is_number(above.text) and is_number(slot.text)]
        if not all(above.is_full(above.lines()[-1], DIGIT) for above in figures):
            return False
        said = [completes(above.text, slot.text) for above, slot in pairs if above.text and not is_number(slot.text)]
        if any(one is not None for one in said):
            return True in said
        if figures and not any(slot.text for slot in top if slot.column == 0):
            # Figures that filled their column go on, and no label says that this is another row.
            return not any(begins_row(slot.text) for slot in written)
        return all(above in figures or _runs_on(above, slot) for above, slot in pairs)

    def glue(self, top: Iterable[Slot], spread: int) -> None:
        """Add cells to those above them, which grow by the rows below the first."""
        for slot in top:
            above = self.above(slot) or _nearest(self.slots, len(self.pages) - 1, slot)
            above.take(slot)
            if (above.column, above.colspan) == (slot.column, slot.colspan):
                above.rowspan += slot.rowspan + spread

    def merged_on(self, top: list[Slot]) -> list[Slot]:
        """Let merged cells go on over the page; the cells that begin anew are given back."""
        pairs = [(slot, self.above(slot)) for slot in top]
        going = [slot for slot, above in pairs if above and self.goes_on(above, slot, top)]
        self.glue(going, spread=0)
        return [slot for slot in top if slot not in going]

    def goes_on(self, above: Slot, slot: Slot, top: list[Slot]) -> bool:
        """Whether a cell is the rest of a merged one that began on an earlier page."""
        if above.text and slot.text:
            return above.rowspan + slot.rowspan > 2 and completes(above.text, slot.text) is True
        if slot.text or not any(s.text for s in top):
            return False
        if above.rowspan + slot.rowspan > 2:
            return True
        if is_number(above.text) or not any(s.text and s.column > slot.column for s in top):
            return False
        column = [one for one in self.slots if one.column == slot.column and one.row >= len(self.pages) // 4]
        return (
            bool(above.text)
            and any(one.rowspan > 1 for one in column)
            and all(one.text for one in column if one.rowspan == 1)
        )


def _nearest(slots: Sequence[Slot], row: int, slot: Slot) -> Slot:
    """The cell of a row over the column in which a cell begins, or the last one before it."""
    over = [one for one in slots if one.row <= row < one.row + one.rowspan]
    return max(over or slots, key=lambda one: (one.column <= slot.column, one.column, one.row))


def _runs_on(above: Slot, slot: Slot) -> bool:
    """Whether a text broke off where its line was full and the other could be what follows."""
    lines, bottom = above.lines(), above.parts[-1].box.bottom
    if not lines or begins_row(slot.text) or is_number(slot.text):
        return False
    return above.is_full(lines[-1]) and bottom - lines[-1].box.bottom < 1.5 * lines[-1].size


def continues(last: Fragment, fragment: Fragment, first: Fragment, bottom: float) -> bool:
    """Whether a part at the top of a page goes on with the table at the end of the page before.

    Args:
        last: the part at the end of the page before.
        fragment: the part at the top of the page.
        first: the first part of the table, with its header.
        bottom: how far down text reaches on the pages.
    """
    if fragment.page != last.page + 1 or last.ruled != fragment.ruled:
        return False
    if abs((last.box.right - last.box.left) - (fragment.box.right - fragment.box.left)) > 2 * NEAR:
        return False
    if repeated_rows(first, fragment):
        return True
    if _inner(last) == _inner(fragment):
        return True
    # A new table would have begun where there was room for its first row.
    return bottom - last.box.bottom < fragment.ys[1] - fragment.ys[0] + _ROW


def _inner(fragment: Fragment) -> list[int]:
    return [round((x - fragment.box.left) / NEAR) for x in fragment.xs]
