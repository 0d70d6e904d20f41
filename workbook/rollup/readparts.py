"""The units of a roll-up, read back from its 汇总."""

from __future__ import annotations

from typing import TYPE_CHECKING

from workbook.names import ANCHORS, ROLL_UP
from workbook.ours import plain
from workbook.rollup.parts import OWN, REGION, Part

if TYPE_CHECKING:
    from decimal import Decimal

    from workbook.cells import Content
    from workbook.ours import OurBook

UNIT, LEVEL = "单位", "级别"
# The name of the cell with the title of the total that 统计表 shows: the whole area, or 本级 alone.
SHOWN = "S_roll_up_total"
# What stands in 级别 of the lines that are totals.
TOTAL = "合计"


def read_units(found: OurBook) -> tuple[Part, ...]:
    """The units that a workbook of ours adds up; none when it is no roll-up.

    Raises:
        InputRefused: the name that 汇总 is found by points nowhere.
    """
    if ANCHORS[ROLL_UP] not in found.book.names:
        return ()
    left_out = _not_added(found)
    own_only = SHOWN in found.book.names and found.value(SHOWN) == OWN
    parts = []
    for _, row in found.list_rows(ROLL_UP):
        name, level = (str(row.get(title) or "") for title in (UNIT, LEVEL))
        if name and level != TOTAL:
            values = {code: number for code, value in row.items() if (number := _number(value)) is not None}
            added = {code: value for code, value in values.items() if code not in left_out}
            parts.append(Part(name, level, added, counted=level == OWN or not own_only))
    return tuple(parts)


def _number(value: Content) -> int | Decimal | None:
    return None if isinstance(value, str) or value is None or hasattr(value, "year") else value


def _not_added(found: OurBook) -> set[str]:
    """The figures whose total says in words that they were not added up."""
    sheet, header, _ = found.at(ANCHORS[ROLL_UP])
    row = next((row for (row, column), cell in sheet.cells.items() if column == 1 and cell.value == REGION), header)
    worded = {
        column
        for (at, column), cell in sheet.cells.items()
        if at == row and cell.formula is None and isinstance(plain(cell), str)
    }
    return {str(cell.value) for (at, column), cell in sheet.cells.items() if at == header and column in worded}
