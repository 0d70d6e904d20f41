"""The workbooks that are open without an office: files, and what is not saved of them."""

from __future__ import annotations

import itertools
from pathlib import Path
from typing import TYPE_CHECKING

from openpyxl import Workbook

from addin.engines.files_names import FileNames
from addin.engines.files_ranges import FileRange
from addin.engines.files_saving import open_file, saved
from addin.engines.files_tabs import FileSheets
from addin.engines.files_values import Results
from addin.engines.shared import Collection
from workbook.errors import OutputNotWritten
from workbook.files import read_bytes, write_atomically

if TYPE_CHECKING:
    from addin.engines.files import FileApp
    from addin.engines.geometry import Box


class FileBooks(Collection["FileBook"]):
    """The open workbooks, the active one first."""

    def __init__(self, app: FileApp) -> None:
        self.app = app
        self._open: list[FileBook] = []

    def items(self) -> list[FileBook]:
        """The open workbooks."""
        return list(self._open)

    @property
    def active(self) -> FileBook:
        """The active one.

        Raises:
            IndexError: none is open.
        """
        return self._open[0]

    def open(self, fullname: str, update_links: object = None, read_only: object = None, *_: object) -> FileBook:
        """Open a file; Excel's other arguments have no meaning here.

        Raises:
            InputRefused: not an .xlsx file, damaged, protected by a password, or unsafe.
        """
        del update_links
        self.app.engine.calls["other"] += 1
        path = Path(fullname)
        data = read_bytes(path)
        book = FileBook(self.app, str(path), open_file(data, path.name), data)
        book.read_only = bool(read_only)
        self.put_first(book)
        return book

    def add(self) -> FileBook:
        """A new workbook of one sheet."""
        self.app.engine.calls["other"] += 1
        taken = {book.name for book in self._open}
        name = next(name for number in itertools.count(1) if (name := f"Book{number}") not in taken)
        made = Workbook()
        made.worksheets[0].title = "Sheet1"
        self.put_first(FileBook(self.app, name, made, b""))
        return self._open[0]

    def put_first(self, book: FileBook) -> None:
        """Make a workbook the active one."""
        self._open = [book, *(other for other in self._open if other is not book)]

    def remove(self, book: FileBook) -> None:
        """Forget a workbook that was closed."""
        self._open = [other for other in self._open if other is not book]


class FileBook:
    """An open workbook.

    Attributes:
        fullname: the path of its file, or its name as long as it has none.
        data: the file as it was opened or saved last; empty as long as there is none.
        results: what its formulas came to when it was opened.
        changed: whether there is something to be saved.
        read_only: whether it was opened to be read only.
    """

    def __init__(self, app: FileApp, fullname: str, book: Workbook, data: bytes) -> None:
        self.app = app
        self.fullname = fullname
        self.book = book
        # What it had then is what may be lost; all that came later openpyxl knows.
        self._opened = self.data = data
        self.changed = not data
        self.read_only = False
        self.results = Results(book, data)
        self.api = FileBookApi(self)
        self.sheets = FileSheets(self)
        self.names = FileNames(self, book.defined_names)

    @property
    def name(self) -> str:
        """The name of its file."""
        return Path(self.fullname).name

    def count(self, kind: str) -> None:
        """Note a call, and that something is changed if it is a ``write``."""
        self.app.engine.calls[kind] += 1
        self.changed |= kind == "write"

    def content(self) -> bytes:
        """The workbook as a file, with what is not saved yet.

        Raises:
            OutputNotWritten: something would be lost.
        """
        if not self.changed:
            return self.data
        return saved(self.book, self._opened, self.name)

    def save(self, path: str | None = None, password: str | None = None) -> None:
        """Save it, under another name from now on if one is given.

        Raises:
            OutputNotWritten: something would be lost, the file is read-only or of another format, the disk refuses.
        """
        self.count("other")
        target = Path(path or self.fullname).absolute()
        target = target if target.suffix else target.with_suffix(".xlsx")
        if password or target.suffix.lower() != ".xlsx":
            message = f"没有办公软件，只能存成不加密的 .xlsx，没有写“{target.name}”；请在 Excel 或 LibreOffice 里另存。"
            raise OutputNotWritten(message)
        if self.read_only and not path:
            message = f"“{self.name}”是以只读方式打开的，没有保存；请另存为别的文件名。"
            raise OutputNotWritten(message)
        data = self.content()
        write_atomically(target, data)
        self.fullname, self.data, self.changed = str(target), data, False

    def close(self) -> None:
        """Close it; what is not saved is lost."""
        self.count("other")
        self.app.books.remove(self)

    def activate(self) -> None:
        """Make it the active one."""
        self.count("other")
        self.app.books.put_first(self)

    def range_at(self, title: str, box: Box) -> FileRange | None:
        """Cells of one of its sheets; None when there is no such sheet."""
        return FileRange(self.sheets(title), box) if title in self.sheets else None

    def __repr__(self) -> str:
        return f"<{type(self).__name__} {self.name}>"


class FileBookApi:
    """The few members of Excel's own Workbook object that macros use."""

    def __init__(self, book: FileBook) -> None:
        self._book = book

    def SaveCopyAs(self, path: str) -> None:  # noqa: N802  # Excel's name
        """Write a copy with what is not saved yet; the workbook stays as it is.

        Raises:
            OutputNotWritten: something would be lost, or the disk refuses.
        """
        self._book.count("read")
        write_atomically(Path(path), self._book.content())

    @property
    def Saved(self) -> bool:  # noqa: N802  # Excel's name
        """Whether its file holds what it holds."""
        return not self._book.changed

    @property
    def FullName(self) -> str:  # noqa: N802  # Excel's name
        """The path of its file, or its name as long as it has none."""
        return self._book.fullname

    @property
    def ReadOnly(self) -> bool:  # noqa: N802  # Excel's name
        """Whether it can only be saved under another name."""
        path = Path(self._book.fullname)
        # The administrator may write anything: the owner's wish is asked, not the system.
        return self._book.read_only or (path.is_file() and not path.stat().st_mode & 0o222)
