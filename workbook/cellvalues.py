"""What a worksheet's cell texts mean: exact numbers, dates by their number format, references, escaped strings."""

from __future__ import annotations

import datetime as dt
import re
from decimal import Context, Decimal
from functools import lru_cache

LAST_ROW, LAST_COLUMN = 1_048_576, 16_384
LAST_SERIAL = 2_958_465  # 9999-12-31 in the 1900 system

# Excel keeps 15 significant digits and writes 17: the rest is noise of binary fractions.
_FIFTEEN = Context(prec=15)
_NUMBER = re.compile(r"[+-]?(\d+\.?\d*|\.\d+)([eE][+-]?\d{1,3})?")
_REFERENCE = re.compile(r"\$?([A-Za-z]{1,3})\$?(\d{1,7})")
_ESCAPED = re.compile("_x([0-9A-Fa-f]{4})_")
_NOT_A_FORMAT_LETTER = re.compile(r'"[^"]*"|\\.|_.|\*.|\[[^\]]*\]')
# ECMA-376 part 1, 18.8.30, with the ids of the Chinese versions; pure times of day are left as numbers.
_DATE_FORMATS = frozenset((14, 15, 16, 17, 22, *range(27, 32), 36, *range(50, 55), 57, 58))


def number(text: str) -> int | Decimal | None:
    """The exact number a cell's text stands for; None when it is no number."""
    if len(text) < 15 and text.isdecimal():
        return int(text)
    if not _NUMBER.fullmatch(text):
        return None
    value = _FIFTEEN.create_decimal(text)
    return int(value) if value == value.to_integral_value() else value.normalize(_FIFTEEN)


def is_date_format(number_format: int, code: str) -> bool:
    """Whether a number format shows a date.

    Args:
        number_format: the format's id, built-in below 164.
        code: the format's code where the workbook states one, such as ``yyyy"年"m"月"``.
    """
    if not code:
        return number_format in _DATE_FORMATS
    if code.lower() in ("general", "standard"):
        return False
    letters = _NOT_A_FORMAT_LETTER.sub("", code.partition(";")[0]).lower()
    return "y" in letters or "d" in letters or ("m" in letters and "h" not in letters and "s" not in letters)


def date_text(serial: int | Decimal, *, from_1904: bool) -> str | None:
    """A date as YYYY-MM-DD, with HH:MM:SS when it has a time of day; None outside the calendar.

    Args:
        serial: days since the system's first day.
        from_1904: the 1904 date system of old Macintosh workbooks.
    """
    days = int(serial)
    if not 1 <= days <= LAST_SERIAL - 1462 * from_1904:
        return None
    seconds = int(((serial - days) * 86_400).to_integral_value()) if isinstance(serial, Decimal) else 0
    if from_1904:
        first = dt.datetime(1904, 1, 1)  # noqa: DTZ001 - a cell knows no time zone
    elif days == 60:
        # Excel counts a 29 February 1900 that never was.
        return "1900-02-29"
    else:
        first = dt.datetime(1899, 12, 31 if days < 60 else 30)  # noqa: DTZ001 - a cell knows no time zone
    # Rounding must not lead into the next day, which the calendar may not have.
    moment = first + dt.timedelta(days=days, seconds=min(seconds, 86_399))
    return moment.isoformat(" ") if seconds else moment.date().isoformat()


def position(reference: str) -> tuple[int, int] | None:
    """Row and column, from 1, of a reference such as ``B12``; None when there is no such cell."""
    match = _REFERENCE.fullmatch(reference)
    if not match:
        return None
    column = column_number(match[1])
    row = int(match[2])
    return (row, column) if 1 <= row <= LAST_ROW and column <= LAST_COLUMN else None


@lru_cache(maxsize=4096)
def column_number(letters: str) -> int:
    """The number from 1 of a column's letters: AB is 28."""
    column = 0
    for letter in letters.upper():
        column = column * 26 + ord(letter) - 64
    return column


def column_letters(column: int) -> str:
    """The letters of a column counted from 1: 28 is AB."""
    letters = ""
    while column:
        column, rest = divmod(column - 1, 26)
        letters = chr(65 + rest) + letters
    return letters


def unescape(text: str) -> str:
    """Undo Excel's ``_x000D_`` escapes for characters XML cannot hold."""
    return _ESCAPED.sub(lambda match: chr(int(match[1], 16)), text) if "_x" in text else text
