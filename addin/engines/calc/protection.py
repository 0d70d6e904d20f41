"""Protected sheets: what Excel refuses, LibreOffice often does, or skips without a word. So it is asked beforehand."""

from __future__ import annotations

from contextlib import contextmanager
from typing import TYPE_CHECKING

from addin.engines.calc.office import expect
from addin.engines.calc.values import locked
from addin.refusals import OfficeRefused

if TYPE_CHECKING:
    from collections.abc import Iterator

    from addin.engines.calc.office import Uno


def expect_unlocked(sheet: Uno, cells: Uno) -> None:
    """Refuse to go on when one of the cells is locked.

    Raises:
        OfficeRefused: the sheet is protected and not all cells are open for input.
    """
    if sheet.isProtected() and locked(cells):
        raise OfficeRefused.locked()


def expect_open(protected: Uno) -> None:
    """Refuse to go on with a protected sheet, or with the sheets of a protected workbook.

    Raises:
        OfficeRefused: it is protected.
    """
    if protected.isProtected():
        raise OfficeRefused.locked()


@contextmanager
def lifted(sheet: Uno) -> Iterator[None]:
    """Take away a protection without a password for the moment: Excel changes notes under it, LibreOffice does not.

    Raises:
        OfficeRefused: the protection has a password.
    """
    was_protected = sheet.isProtected()
    if was_protected:
        expect(lambda: sheet.unprotect(""), str(OfficeRefused.locked()))
        expect_open(sheet)
    try:
        yield
    finally:
        if was_protected:
            sheet.protect("")
