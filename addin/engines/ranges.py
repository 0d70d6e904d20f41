"""A range of cells as xlwings asks for it, apart from how its program is asked: where it is, and the ways around it."""

from __future__ import annotations

from abc import ABC, abstractmethod
from typing import TYPE_CHECKING, Any, ClassVar, Generic, Protocol, TypeAlias, TypeVar

import xlwings

from addin.engines.geometry import one_cell, parse_box

if TYPE_CHECKING:
    from collections.abc import Sequence

    from addin.engines.geometry import Box
    from addin.engines.grid import Grid
    from addin.engines.shared import Rows

Color: TypeAlias = tuple[int, int, int]


class SheetLike(Protocol):
    """What a range needs to know of its sheet."""

    book: Any
    name: str

    def range(self, first: Place, last: Place | None = None) -> Any:  # noqa: ANN401  # a range of the same engine
        """Some of its cells."""

    def named(self, name: str) -> Box | None:
        """Where on this sheet a defined name is; None when it is elsewhere or there is none."""

    def grid(self) -> Grid:
        """The values from A1 on as far as the sheet is used: one read."""


Place: TypeAlias = "str | tuple[int, ...] | CellRange[Any]"
Whose = TypeVar("Whose", bound=SheetLike)


def box_of(sheet: SheetLike, first: Place, last: Place | None = None) -> Box:
    """The box that ``Sheet.range`` is asked for.

    Args:
        sheet: the sheet.
        first: an address, a defined name, a range, (row, column), or (row, column, rows, columns).
        last: the same for the opposite corner; None when ``first`` says it all.

    Raises:
        xlwings.NoSuchObjectError: neither an address nor a name on this sheet.
        IndexError: beyond the sheet, or no cells at all.
    """
    box = _one_box(sheet, first)
    return box if last is None else box.with_box(_one_box(sheet, last))


def _one_box(sheet: SheetLike, place: Place) -> Box:
    if isinstance(place, CellRange):
        return place.box
    if isinstance(place, tuple):
        row, column, rows, columns = (*place, 1, 1)[:4]
        return one_cell(row, column).with_box(one_cell(row + rows - 1, column + columns - 1))
    box = parse_box(place) or sheet.named(place)
    if box is None:
        message = f"The address/named range '{place}' doesn't exist."
        raise xlwings.NoSuchObjectError(message)
    return box


class CellRange(ABC, Generic[Whose]):
    """Cells of a sheet: where they are, and the reading and writing of their values in one call.

    Attributes:
        sheet: the sheet.
        box: where they are on it.
    """

    # xlwings asks for these: no limits and no array formulas here.
    api: Any = True
    has_array = False
    max_cells_per_read: ClassVar[int | None] = None
    max_cells_per_write: ClassVar[int | None] = None

    def __init__(self, sheet: Whose, box: Box) -> None:
        self.sheet = sheet
        self.box = box
        self.options: dict[str, Any] = {}

    @abstractmethod
    def read(self) -> Rows:
        """The values, row by row."""

    @abstractmethod
    def write(self, rows: Sequence[Sequence[Any]]) -> None:
        """Put values in, row by row; as many rows and columns as there are cells."""

    @property
    def raw_value(self) -> Rows:
        """The values, row by row, also of a single cell."""
        return self.read()

    @raw_value.setter
    def raw_value(self, value: object) -> None:
        self.write(filled_up(value, self.box))

    @property
    def row(self) -> int:
        """The first row, from 1."""
        return self.box.top

    @property
    def column(self) -> int:
        """The first column, from 1."""
        return self.box.left

    @property
    def shape(self) -> tuple[int, int]:
        """How many rows and columns."""
        return self.box.shape

    @property
    def coords(self) -> tuple[str, int, int, int, int]:
        """The sheet's name, the first row and column, and how many of each."""
        return self.sheet.name, self.row, self.column, *self.shape

    @property
    def address(self) -> str:
        """The address with all its dollars."""
        return self.box.address()

    def get_address(self, row_absolute: bool = True, col_absolute: bool = True, external: bool = False) -> str:  # noqa: FBT001, FBT002  # xlwings calls it so
        """The address; an external one with the workbook and the sheet before it."""
        address = self.box.address(row_absolute=row_absolute, column_absolute=col_absolute)
        return f"'[{self.sheet.book.name}]{self.sheet.name}'!{address}" if external else address

    def __len__(self) -> int:
        return self.box.size

    def __call__(self, row: int, column: int | None = None) -> Any:  # noqa: ANN401  # a range of the same engine
        """One of the cells, from 1: by row and column, or by its number row by row; also beyond the edges."""
        return self.sheet.range(self.box.cell(row, column)[:2])

    def end(self, direction: str) -> Any:  # noqa: ANN401  # a range of the same engine
        """The cell that Ctrl and an arrow lead to: ``down``, ``up``, ``right`` or ``left``."""
        return self.sheet.range(self.sheet.grid().end(self.row, self.column, direction))

    def expand(self, mode: str) -> Any:  # noqa: ANN401  # a range of the same engine
        """The range made as large as the values that go on from its first cell."""
        return self._at(self.sheet.grid().expanded(self.box, mode))

    @property
    def current_region(self) -> Any:  # noqa: ANN401  # a range of the same engine
        """The block of values around it."""
        return self._at(self.sheet.grid().region(self.box))

    def _at(self, box: Box) -> Any:  # noqa: ANN401  # a range of the same engine
        return self.sheet.range((box.top, box.left, *box.shape))


def filled_up(value: object, box: Box) -> list[list[Any]]:
    """A value to be written, as rows that fill a box: a single one is repeated, what is missing stays empty.

    Args:
        value: a single value, a row, or rows.
        box: where it goes; what reaches beyond it is left out.
    """
    rows, columns = box.shape
    if not isinstance(value, (list, tuple)):
        return [[value] * columns for _ in range(rows)]
    lines = value if value and isinstance(value[0], (list, tuple)) else [value]
    return [[*line, *[None] * columns][:columns] for line in [*lines, *[()] * rows][:rows]]


def rgb(color: Color | str | int) -> Color:
    """A colour from any form that xlwings takes: red, green and blue, ``#RRGGBB``, or Excel's number, blue first."""
    if isinstance(color, str):
        red, green, blue = bytes.fromhex(color.removeprefix("#"))
        return red, green, blue
    return (color & 255, color >> 8 & 255, color >> 16 & 255) if isinstance(color, int) else color
