"""The defined names of a file, or those of one of its sheets."""

from __future__ import annotations

from typing import TYPE_CHECKING

from openpyxl.workbook.defined_name import DefinedName

from addin.engines.geometry import parse_reference
from addin.engines.shared import Collection

if TYPE_CHECKING:
    from openpyxl.workbook.defined_name import DefinedNameDict

    from addin.engines.files_books import FileBook
    from addin.engines.files_ranges import FileRange


class FileNames(Collection["FileName"]):
    """Names and what they refer to; every look into them is a call.

    Args:
        book: the workbook.
        names: openpyxl's names, of the workbook or of a sheet.
    """

    def __init__(self, book: FileBook, names: DefinedNameDict) -> None:
        self.book = book
        self.names = names

    def items(self) -> list[FileName]:
        """The names."""
        self.book.count("read")
        return [FileName(self, name) for name in self.names.values()]

    def snapshot(self) -> list[tuple[str, FileName]]:
        """The names with what they are called."""
        return [(name.name, name) for name in self.items()]

    def contains(self, key: str | int) -> bool:
        """Whether there is such a name."""
        return key in self if isinstance(key, str) else 1 <= key <= len(self)

    def add(self, name: str, refers_to: str) -> FileName:
        """Define a name, also one that there is already."""
        self.book.count("write")
        for old in [old for old in self.names if old.casefold() == name.casefold()]:
            del self.names[old]
        self.names[name] = DefinedName(name, attr_text=refers_to.removeprefix("="))
        return FileName(self, self.names[name])


class FileName:
    """A defined name.

    Attributes:
        api: openpyxl's name.
    """

    def __init__(self, names: FileNames, name: DefinedName) -> None:
        self._names = names
        self.api = name

    @property
    def name(self) -> str:
        """What it is called."""
        return str(self.api.name)

    @property
    def refers_to(self) -> str:
        """What it refers to, as a formula."""
        return f"={self.api.attr_text}"

    @refers_to.setter
    def refers_to(self, formula: str) -> None:
        self._names.book.count("write")
        self.api.attr_text = formula.removeprefix("=")

    @property
    def refers_to_range(self) -> FileRange | None:
        """The range it refers to; None when it refers to none."""
        place = parse_reference(self.refers_to)
        return self._names.book.range_at(*place) if place else None

    def delete(self) -> None:
        """Take it away; formulas with it are lost then."""
        self._names.book.count("write")
        del self._names.names[self.name]
