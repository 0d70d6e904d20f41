"""Notes on the cells of a file; what they look like is kept by :mod:`workbook.notelooks`."""

from __future__ import annotations

from typing import TYPE_CHECKING

from openpyxl.comments import Comment

if TYPE_CHECKING:
    from openpyxl.cell.cell import Cell

    from addin.engines.files_ranges import FileRange
    from addin.notes import NoteChange


class FileNote:
    """The note on a cell.

    Attributes:
        location: the cell.
        api: openpyxl's note.
    """

    def __init__(self, location: FileRange, comment: Comment) -> None:
        self.location = location
        self.api = comment

    @property
    def text(self) -> str:
        """Its words."""
        return str(self.api.text)

    @text.setter
    def text(self, text: str) -> None:
        self.location.sheet.changing()
        self.api.text = text

    @property
    def author(self) -> str:
        """Whose it is."""
        return str(self.api.author or "")

    def delete(self) -> None:
        """Take it off."""
        self.location.sheet.changing()
        self.location.first.comment = None


def change_note(cell: Cell, change: NoteChange, author: str) -> None:
    """Do to a cell's note what :mod:`addin.notes` says; a new one is by ``author``."""
    old = cell.comment
    text = change.applied(old.text if old else None)
    if text is None:
        cell.comment = None
    elif old and change.keep:
        old.text = text
    else:
        cell.comment = Comment(text, author)
