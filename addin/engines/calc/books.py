"""Workbooks open in LibreOffice, as xlwings asks for them."""

from __future__ import annotations

from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING

from addin.engines.calc.formulas import Formulas
from addin.engines.calc.looks import NumberFormats
from addin.engines.calc.names import Names
from addin.engines.calc.office import expect, name_of, place_of, properties, url_of
from addin.engines.calc.sheets import Sheets
from addin.engines.shared import Collection
from addin.refusals import OfficeRefused

if TYPE_CHECKING:
    from collections.abc import Callable

    from addin.engines.calc.app import App
    from addin.engines.calc.office import Uno

_SPREADSHEET = "com.sun.star.sheet.SpreadsheetDocument"
_XLSX = "Calc MS Excel 2007 XML"
_FILTERS = {".xlsx": _XLSX, ".xlsm": "Calc MS Excel 2007 VBA XML", ".ods": "calc8", ".pdf": "calc_pdf_Export"}


class BookApi:
    """What the macros ask of a workbook in Excel's own words, which xlwings has no words for."""

    def __init__(self, book: Book) -> None:
        self._book = book

    def SaveCopyAs(self, path: str) -> None:  # noqa: N802  # Excel's name
        """Write the workbook as it is now to another file, as .xlsx; it stays open, unsaved and where it was.

        Raises:
            OfficeRefused: LibreOffice cannot write it.
        """
        self._book.count("read")
        _store(self._book.document.storeToURL, path, _XLSX)

    @property
    def ReadOnly(self) -> bool:  # noqa: N802  # Excel's name
        """Whether it cannot be saved to its file."""
        self._book.count("other")
        return bool(self._book.document.isReadonly())

    @property
    def Saved(self) -> bool:  # noqa: N802  # Excel's name
        """Whether its file holds what it holds."""
        self._book.count("other")
        return not self._book.document.isModified()

    @property
    def FullName(self) -> str:  # noqa: N802  # Excel's name
        """The path of its file, or its URL on a server."""
        return self._book.fullname


class Book:
    """A workbook.

    Args:
        app: the program.
        document: LibreOffice's object.
    """

    def __init__(self, app: App, document: Uno) -> None:
        self.app = app
        self.document = document
        self.api = BookApi(self)

    def count(self, kind: str) -> None:
        """Count a call that goes to the program."""
        self.app.engine.calls[kind] += 1

    @cached_property
    def formats(self) -> NumberFormats:
        """Its number formats."""
        return NumberFormats(self.document)

    @cached_property
    def formulas(self) -> Formulas:
        """The translator of its formulas."""
        return Formulas(self.document)

    @property
    def name(self) -> str:
        """The name of its file; its title as long as it has none."""
        self.count("other")
        return name_of(self.document.URL) or str(self.document.Title)

    @property
    def fullname(self) -> str:
        """The path of its file, or its URL on a server; its title as long as it has none."""
        self.count("other")
        return place_of(self.document.URL) or str(self.document.Title)

    @property
    def sheets(self) -> Sheets:
        """Its sheets."""
        return Sheets(self)

    @property
    def names(self) -> Names:
        """Its defined names."""
        return Names(self)

    def save(self, path: str | None = None, password: str | None = None) -> None:
        """Save it, from now on under another path if one is given.

        Raises:
            OfficeRefused: LibreOffice cannot write it.
        """
        self.count("other")
        if path is None and self.document.hasLocation():
            _store(lambda *_: self.document.store(), place_of(self.document.URL))
            return
        target = Path(path or self.name).absolute()
        target = target if target.suffix else target.with_suffix(".xlsx")
        extra = {"Password": password} if password else {}
        _store(self.document.storeAsURL, str(target), _FILTERS[target.suffix.lower()], **extra)

    def to_pdf(self, path: str, *_: object) -> None:
        """Write it as a PDF."""
        self.count("read")
        _store(self.document.storeToURL, str(Path(path).absolute()), _FILTERS[".pdf"])

    def close(self) -> None:
        """Close it without saving."""
        self.count("other")
        self.document.setModified(False)
        self.document.close(True)  # noqa: FBT003  # UNO takes no names

    def activate(self) -> None:
        """Bring its window to the front."""
        self.count("other")
        frame = self.document.CurrentController.Frame
        frame.activate()
        frame.ContainerWindow.toFront()


class Books(Collection[Book]):
    """The workbooks that are open.

    Args:
        app: the program.
    """

    def __init__(self, app: App) -> None:
        self.app = app

    def items(self) -> list[Book]:
        """The workbooks, the active one first."""
        self.app.engine.calls["other"] += 1
        documents, found = self.app.desktop.Components.createEnumeration(), []
        while documents.hasMoreElements():
            document = documents.nextElement()
            if is_spreadsheet(document):
                found.append(document)
        current = self.app.desktop.CurrentComponent
        return [Book(self.app, one) for one in sorted(found, key=lambda document: document != current)]

    @property
    def active(self) -> Book | None:
        """The workbook in the active window; the first one when that is none."""
        return next(iter(self.items()), None)

    def open(self, fullname: str, update_links: object = None, read_only: object = None, *more: object) -> Book:  # noqa: ARG002  # xlwings passes it
        """Open a file.

        Args:
            fullname: its path or URL.
            update_links: Excel's; not used.
            read_only: open it so that it cannot be saved.
            more: the format (not used) and the password, as xlwings passes them.

        Raises:
            OfficeRefused: LibreOffice cannot open it.
        """
        self.app.engine.calls["other"] += 1
        password = more[1] if len(more) > 1 else None
        wanted = {"ReadOnly": bool(read_only), "Password": password, "Hidden": not self.app.visible}
        url = fullname if "://" in fullname else url_of(str(Path(fullname).absolute()))
        given = properties(**{name: value for name, value in wanted.items() if value})
        message = f"LibreOffice 打不开“{fullname}”：文件可能不在、正被别的程序使用，或不是工作簿。请检查后再试。"
        document = expect(lambda: self.app.desktop.loadComponentFromURL(url, "_blank", 0, given), message)
        if document is None:
            raise OfficeRefused(message)
        return Book(self.app, document)

    def add(self) -> Book:
        """Open a new, empty workbook."""
        self.app.engine.calls["other"] += 1
        hidden = properties(Hidden=not self.app.visible)
        return Book(self.app, self.app.desktop.loadComponentFromURL("private:factory/scalc", "_blank", 0, hidden))


def is_spreadsheet(document: Uno) -> bool:
    """Whether something open in LibreOffice is a workbook."""
    return hasattr(document, "supportsService") and bool(document.supportsService(_SPREADSHEET))


def _store(how: Callable[[str, tuple[Uno, ...]], None], path: str, kind: str | None = None, **more: object) -> None:
    message = f"LibreOffice 写不了“{path}”：磁盘可能已满，或没有写入的权限。请换一个位置再试。"
    expect(lambda: how(url_of(path), properties(FilterName=kind, Overwrite=True, **more)), message)
