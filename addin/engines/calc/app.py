"""The running LibreOffice, as xlwings asks for a program."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, ClassVar

from addin.engines.calc.books import Books
from addin.engines.calc.boxes import message_box
from addin.engines.calc.notes import change_notes
from addin.engines.shared import macro_name
from addin.notes import MACRO
from addin.refusals import OfficeRefused

if TYPE_CHECKING:
    from addin.engines.calc.office import Uno
    from addin.engines.calc.ranges import Range
    from addin.engines.shared import Engine

_AUTOMATIC, _MANUAL = "automatic", "manual"


class App:
    """The program.

    Args:
        engine: the engine that counts what goes to it.
        context: LibreOffice's component context.
        pid: what xlwings tells programs apart by.

    Attributes:
        visible: whether workbooks are opened in windows.
    """

    # Excel's version that LibreOffice is nearest to; xlwings wants one.
    version = "16.0"
    # Excel has these; a macro may set them, and nothing follows here.
    screen_updating = True
    display_alerts = True
    enable_events = True
    interactive = True
    cut_copy_mode = None
    hwnd = 0
    api: Any = True
    # Shared by the clicks of a session, each with a program object of its own: the sentence of the last one goes.
    _indicator: ClassVar[Uno] = None
    _status: ClassVar[str | None] = None

    def __init__(self, engine: Engine, context: Uno, pid: int) -> None:
        self.engine = engine
        self.context = context
        self.pid = pid
        self.visible = True
        self.desktop = self.service("com.sun.star.frame.Desktop")
        self.books = Books(self)

    def service(self, name: str) -> Uno:
        """One of LibreOffice's services."""
        return self.context.ServiceManager.createInstanceWithContext(name, self.context)

    @property
    def selection(self) -> Range | None:
        """The cells selected in the active workbook, the first area of several; None when something else is."""
        book = self.books.active
        if book is None:
            return None
        selected = book.document.CurrentSelection
        if hasattr(selected, "RangeAddresses"):
            selected = selected.getByIndex(0) if selected.Count else None
        if not hasattr(selected, "RangeAddress"):
            return None
        area = selected.RangeAddress
        return book.sheets.of(selected.Spreadsheet).range(
            (area.StartRow + 1, area.StartColumn + 1), (area.EndRow + 1, area.EndColumn + 1)
        )

    @property
    def status_bar(self) -> str | None:
        """The sentence in the status bar; None when it is the program's own."""
        return self._status

    @status_bar.setter
    def status_bar(self, text: str | None) -> None:
        self.engine.calls["other"] += 1
        if App._indicator is not None:
            App._indicator.end()
        App._indicator, App._status = None, text or None
        frame = self.desktop.CurrentFrame
        if text and frame is not None:
            App._indicator = frame.createStatusIndicator()
            App._indicator.start(text, 0)

    @property
    def calculation(self) -> str:
        """``automatic`` or ``manual``, of the active workbook."""
        book = self.books.active
        return _AUTOMATIC if book is None or book.document.isAutomaticCalculationEnabled() else _MANUAL

    @calculation.setter
    def calculation(self, value: str) -> None:
        for book in self.books:
            book.document.enableAutomaticCalculation(value != _MANUAL)

    def calculate(self) -> None:
        """Compute all formulas of all workbooks anew."""
        for book in self.books:
            book.count("other")
            book.document.calculateAll()

    def range(self, address: str) -> Range:
        """Cells of the active sheet, or those that a name stands for.

        Raises:
            OfficeRefused: no workbook is open.
        """
        book = self.books.active
        if book is None:
            raise OfficeRefused.gone()
        return book.sheets.active.range(address)

    def activate(self, steal_focus: bool = False) -> None:  # noqa: FBT001, FBT002  # xlwings calls it so
        """Bring the program to the front when that is wanted."""
        if steal_focus and self.desktop.CurrentFrame is not None:
            self.desktop.CurrentFrame.ContainerWindow.toFront()

    def run(self, macro: str, arguments: list[Any]) -> None:
        """Run a procedure of the add-in: the one that changes notes, on the active workbook.

        Raises:
            KeyError: another one, for there is no VBA here.
        """
        if macro_name(macro) != macro_name(MACRO):
            raise KeyError(macro)
        book = self.books.active
        if book is None:
            raise OfficeRefused.gone()
        book.count("write")
        title, packed = arguments
        change_notes(book.sheets(title).api, packed)

    def alert(self, prompt: str, title: str | None, buttons: str, mode: str | None, _callback: object) -> str:
        """Show a message and wait; the name of the button pressed."""
        self.engine.calls["other"] += 1
        return message_box(self.desktop, prompt, title or "", buttons, mode or "info")

    def quit(self) -> None:
        """End the program; what is not saved is lost."""
        for book in self.books:
            book.close()
        self.engine.apps.remove(self)
        self.desktop.terminate()

    def kill(self) -> None:
        """End the program."""
        self.quit()
