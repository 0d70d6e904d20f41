"""The font of cells of a file, and colours as openpyxl has them."""

from __future__ import annotations

from copy import copy
from typing import TYPE_CHECKING, Any, TypeVar

from openpyxl.styles import Color

from addin.engines.ranges import rgb

if TYPE_CHECKING:
    from addin.engines.files_looks import FileLooks
    from addin.engines.ranges import Color as Rgb

Value = TypeVar("Value")


class FileFont:
    """The font of a range."""

    def __init__(self, cells: FileLooks) -> None:
        self._cells = cells
        self.api = cells

    @property
    def bold(self) -> bool | None:
        """Whether it is bold; None when it is not alike in all cells."""
        return self._common("b")  # type: ignore[no-any-return]  # a bool

    @bold.setter
    def bold(self, bold: bool) -> None:
        self._set(b=bold)

    @property
    def italic(self) -> bool | None:
        """Whether it is italic; None when it is not alike in all cells."""
        return self._common("i")  # type: ignore[no-any-return]  # a bool

    @italic.setter
    def italic(self, italic: bool) -> None:
        self._set(i=italic)

    @property
    def size(self) -> float | None:
        """Its size in points; None when it is not alike in all cells."""
        return self._common("sz")  # type: ignore[no-any-return]  # a number

    @size.setter
    def size(self, size: float) -> None:
        self._set(sz=size)

    @property
    def name(self) -> str | None:
        """Its name; None when it is not alike in all cells."""
        return self._common("name")  # type: ignore[no-any-return]  # a text

    @name.setter
    def name(self, name: str) -> None:
        # A font of the theme would win over the name.
        self._set(name=name, scheme=None)

    @property
    def color(self) -> Rgb | None:
        """Its colour in the first cell; None when it depends on the theme."""
        self._cells.sheet.book.count("read")
        return color_of(self._cells.first.font.color)

    @color.setter
    def color(self, color: Rgb | str | int) -> None:
        self._set(color=Color(rgb=argb(color)))

    def _common(self, name: str) -> Any:  # noqa: ANN401  # of the attribute's kind
        self._cells.sheet.book.count("read")
        return common([getattr(cell.font, name) for cell in self._cells.each()])

    def _set(self, **changes: object) -> None:
        self._cells.changing_looks()
        for cell in self._cells.each():
            font: Any = copy(cell.font)
            for name, value in changes.items():
                setattr(font, name, value)
            cell.font = font


def color_of(color: Any) -> Rgb | None:  # noqa: ANN401  # openpyxl's types call it something else
    """A colour of openpyxl as red, green and blue; None when it depends on the theme or is the program's own."""
    if color is None or color.type != "rgb" or not isinstance(color.rgb, str):
        return None
    red, green, blue = bytes.fromhex(color.rgb[-6:])
    return red, green, blue


def argb(color: Rgb | str | int) -> str:
    """A colour as openpyxl takes it."""
    return "FF" + bytes(rgb(color)).hex().upper()


def common(values: list[Value]) -> Value | None:
    """The value that all have; None when they differ."""
    return values[0] if values and all(value == values[0] for value in values) else None
