"""An xlwings engine without any office: workbooks are files, and openpyxl is the program.

What macros do, they do here as well, but for what only a program can: nothing is calculated. A formula's value is the
one that the file holds as it was opened, as long as the formula is the same; else it is None. Saving keeps everything
or is refused (:mod:`workbook.losses`). The screen's settings are remembered and have no effect.
"""

from __future__ import annotations

import itertools
from typing import TYPE_CHECKING, Any

from addin.engines.files_books import FileBook, FileBookApi, FileBooks
from addin.engines.shared import Engine, macro_name
from addin.notes import MACRO

if TYPE_CHECKING:
    from collections.abc import Sequence

    from addin.engines.files_ranges import FileRange

__all__ = ["FileApp", "FileBook", "FileBookApi", "FileBooks", "files_engine"]

# No process has such an id.
_ids = itertools.count(-1, -1)


def files_engine() -> Engine:
    """An engine of its own, with no program running; ``xlwings.Engine(impl=...)`` takes it."""
    return Engine("files", FileApp)


class FileApp:
    """The program: nothing but its open workbooks and what was set on it.

    Attributes:
        shown: the messages that were to be shown; nobody is there to read them.
    """

    version = "16.0"
    hwnd = 0
    path = ""
    startup_path = ""
    visible = True
    screen_updating = True
    display_alerts = True
    enable_events = True
    interactive = True
    cut_copy_mode: Any = False
    calculation = "automatic"

    def __init__(self, engine: Engine) -> None:
        self.engine = engine
        self.pid = next(_ids)
        self.books = FileBooks(self)
        self.shown: list[str] = []
        self._status: str | bool = False
        # xlwings only asks whether there is something.
        self.api = self

    @property
    def status_bar(self) -> str | bool:
        """The sentence in the status bar; False when it shows the program's own."""
        return self._status

    @status_bar.setter
    def status_bar(self, text: str | bool) -> None:
        self.engine.calls["other"] += 1
        self._status = text

    @property
    def selection(self) -> FileRange | None:
        """What is selected on the active sheet; None when no workbook is open."""
        return self.books.items()[0].sheets.active.selection if len(self.books) else None

    def activate(self, _steal_focus: bool = False) -> None:  # noqa: FBT001, FBT002  # xlwings calls it so
        """Make it the active program."""
        self.engine.apps.put_first(self)

    def calculate(self) -> None:
        """Nothing is calculated here."""
        self.engine.calls["other"] += 1

    def alert(self, prompt: str, *_: object) -> None:
        """Remember a message; nobody answers it."""
        self.shown.append(prompt)

    def run(self, macro: str, arguments: Sequence[Any]) -> None:
        """Run a procedure of our add-in, of which there is one: ``Nianbao_Notes(title, packed)``.

        Raises:
            KeyError: there is no such procedure, or no sheet of that title.
        """
        if macro_name(macro) != macro_name(MACRO):
            raise KeyError(macro)
        title, packed = arguments
        self.books.items()[0].sheets(title).change_notes(packed)

    def quit(self) -> None:
        """End it; what is not saved is lost."""
        for book in self.books.items():
            book.close()
        self.engine.apps.remove(self)

    def kill(self) -> None:
        """End it at once, which is no different here."""
        self.quit()
