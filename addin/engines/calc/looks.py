"""How cells look: number formats, colours and fonts, in Excel's words."""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING

from addin.engines.calc.office import choice, struct
from addin.engines.ranges import rgb

if TYPE_CHECKING:
    from collections.abc import Callable

    from addin.engines.calc.office import Uno
    from addin.engines.ranges import Color

_NORMAL, _BOLD = 100.0, 150.0
_NO_COLOR = -1


class NumberFormats:
    """The number formats of one document.

    Args:
        document: LibreOffice's document.
    """

    def __init__(self, document: Uno) -> None:
        self._formats = document.NumberFormats
        self._english = struct("lang.Locale", Language="en", Country="US")
        self._kinds: dict[int, int] = {}
        first = document.NullDate
        self.first_day = dt.datetime(first.Year, first.Month, first.Day)  # noqa: DTZ001  # a cell knows no time zone

    def key(self, code: str) -> int:
        """The number of the format with an English code, which is added when the document has none."""
        key = int(self._formats.queryKey(code, self._english, True))  # noqa: FBT003  # UNO takes no names
        return key if key >= 0 else int(self._formats.addNew(code, self._english))

    def code(self, key: int) -> str:
        """The English code of a format."""
        english = self._formats.getFormatForLocale(key, self._english)
        return str(self._formats.getByKey(english).FormatString)

    def kind(self, key: int) -> int:
        """What a format shows: the sum of com.sun.star.util.NumberFormat's flags."""
        if key not in self._kinds:
            self._kinds[key] = int(self._formats.getByKey(key).Type)
        return self._kinds[key]


def to_color(number: int) -> Color | None:
    """Red, green and blue of LibreOffice's number; None for no colour of its own."""
    return None if number == _NO_COLOR else (number >> 16 & 255, number >> 8 & 255, number & 255)


def from_color(color: Color | str | int | None) -> int:
    """LibreOffice's number for a colour in any form that xlwings takes."""
    if color is None:
        return _NO_COLOR
    red, green, blue = rgb(color)
    return red << 16 | green << 8 | blue


class Font:
    """The font of some cells; what is changed is changed for all of them.

    Args:
        cells: LibreOffice's range.
        change: called before every change; it refuses what Excel would refuse.
    """

    def __init__(self, cells: Uno, change: Callable[[], None]) -> None:
        self.api = cells
        self._change = change

    @property
    def bold(self) -> bool:
        """Whether it is bold."""
        return bool(self.api.CharWeight >= _BOLD)

    @bold.setter
    def bold(self, value: bool) -> None:
        self._set("CharWeight", _BOLD if value else _NORMAL)

    @property
    def italic(self) -> bool:
        """Whether it is italic."""
        return bool(self.api.CharPosture.value == "ITALIC")

    @italic.setter
    def italic(self, value: bool) -> None:
        self._set("CharPosture", choice("awt.FontSlant", "ITALIC" if value else "NONE"))

    @property
    def size(self) -> float:
        """Its size in points."""
        return float(self.api.CharHeight)

    @size.setter
    def size(self, value: float) -> None:
        self._set("CharHeight", float(value))

    @property
    def name(self) -> str:
        """The name of its family."""
        return str(self.api.CharFontName)

    @name.setter
    def name(self, value: str) -> None:
        self._set("CharFontName", value)

    @property
    def color(self) -> Color | None:
        """The colour of its text; None for the one that the program chooses."""
        return to_color(self.api.CharColor)

    @color.setter
    def color(self, value: Color | str | int | None) -> None:
        self._set("CharColor", from_color(value))

    def _set(self, name: str, value: object) -> None:
        self._change()
        self.api.setPropertyValue(name, value)
