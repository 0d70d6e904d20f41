"""Notes of cells in LibreOffice: one of them as xlwings asks for it, and many put on a sheet at once."""

from __future__ import annotations

from typing import TYPE_CHECKING

from addin.engines.calc.office import struct
from addin.engines.calc.protection import lifted
from addin.engines.geometry import parse_box
from addin.notes import unpack

if TYPE_CHECKING:
    from collections.abc import Mapping

    from addin.engines.calc.office import Uno
    from addin.engines.calc.ranges import Range


class Note:
    """The note of a cell.

    Args:
        location: the cell.
        annotation: LibreOffice's object.
    """

    def __init__(self, location: Range, annotation: Uno) -> None:
        self.location = location
        self.api = annotation

    @property
    def text(self) -> str:
        """Its words."""
        self.location.sheet.book.count("read")
        return str(self.api.String)

    @text.setter
    def text(self, value: str) -> None:
        self._put(value)

    @property
    def author(self) -> str:
        """Who wrote it."""
        self.location.sheet.book.count("read")
        return str(self.api.Author)

    def delete(self) -> None:
        """Take it away."""
        self._put(None)

    def _put(self, text: str | None) -> None:
        self.location.sheet.book.count("write")
        put_notes(self.location.sheet.api, {(self.location.row, self.location.column): text})


def find_note(sheet: Uno, row: int, column: int) -> Uno | None:
    """The note of a cell, counted from 1; None when it has none."""
    found = sheet.getCellByPosition(column - 1, row - 1).Annotation
    return found if found is not None and found.String else None


def put_notes(sheet: Uno, notes: Mapping[tuple[int, int], str | None]) -> None:
    """Give cells their notes, or take them away, also on a sheet that is protected without a password.

    A note that is there keeps its author and its looks: only its words change.

    Args:
        sheet: LibreOffice's sheet.
        notes: (row, column), from 1 → the words; None for no note.
    """
    with lifted(sheet):
        annotations = sheet.Annotations
        standing = _standing(annotations)
        for number in sorted((standing[key] for key, text in notes.items() if key in standing and not text))[::-1]:
            annotations.removeByIndex(number)
        for (row, column), text in notes.items():
            if text and (row, column) in standing:
                sheet.getCellByPosition(column - 1, row - 1).Annotation.setString(text)
            elif text:
                place = struct("table.CellAddress", Sheet=sheet.RangeAddress.Sheet, Row=row - 1, Column=column - 1)
                annotations.insertNew(place, text)


def change_notes(sheet: Uno, packed: str) -> None:
    """What the add-in's procedure ``Nianbao_Notes`` does in Excel; see :mod:`addin.notes`."""
    notes = {}
    for change in unpack(packed):
        box = parse_box(change.address)
        if box:
            found = find_note(sheet, box.top, box.left)
            notes[box.top, box.left] = change.applied(found.String if found else None)
    put_notes(sheet, notes)


def _standing(annotations: Uno) -> dict[tuple[int, int], int]:
    """Where notes are, each with its number among all."""
    places = [annotations.getByIndex(number).Position for number in range(annotations.Count)]
    return {(place.Row + 1, place.Column + 1): number for number, place in enumerate(places)}
