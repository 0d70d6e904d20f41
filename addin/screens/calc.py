"""Dialogs in LibreOffice Calc."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import xlwings

from addin.engines.calc import engine_at
from addin.engines.calc.books import Book, is_spreadsheet
from addin.engines.calc.boxes import message_box
from addin.engines.calc.office import expect, place_of, url_of
from addin.engines.calc.questions import ask_line
from addin.screen import TITLE, Desk

if TYPE_CHECKING:
    from collections.abc import Sequence

    from addin.engines.calc.app import App
    from addin.engines.calc.office import Uno

# com.sun.star.ui.dialogs.TemplateDescription.
_OPEN, _SAVE = 0, 10
_EXECUTED = 1
_ALL_FILES = "所有文件"
# LibreOffice has no command to enter what is being typed; computing (F9) does it.
_ENTER = ".uno:Calculate"


def desk_at(context: Uno) -> Desk:
    """What a macro works at when a button was clicked in LibreOffice.

    A cell that is being edited is entered first: a macro would not see what stands in it, and would not be kept from
    working, as it is in Excel.

    Args:
        context: what LibreOffice hands to scripts (XSCRIPTCONTEXT).
    """
    app = next(iter(engine_at(context.getComponentContext()).impl.apps))
    document = context.getDocument()
    if not is_spreadsheet(document):
        return Desk(xlwings.App(impl=app), None, CalcScreen(app))
    dispatcher = app.service("com.sun.star.frame.DispatchHelper")
    dispatcher.executeDispatch(document.CurrentController.Frame, _ENTER, "", 0, ())
    return Desk(xlwings.App(impl=app), xlwings.Book(impl=Book(app, document)), CalcScreen(app))


class CalcScreen:
    """The dialogs of a running LibreOffice; see :class:`addin.screen.Screen`.

    Args:
        app: the program.
    """

    def __init__(self, app: App) -> None:
        self._app = app

    def say(self, text: str) -> None:
        """Show a message and wait until it is read."""
        message_box(self._app.desktop, text, TITLE)

    def warn(self, text: str) -> None:
        """Show why something could not be done, and wait until it is read."""
        message_box(self._app.desktop, text, TITLE, kind="warning")

    def confirm(self, text: str) -> bool:
        """Ask whether to go on."""
        return message_box(self._app.desktop, text, TITLE, "yes_no", "question") == "yes"

    def ask(self, text: str, default: str = "") -> str | None:
        """Ask for a line of text; None when the user turns back."""
        return ask_line(self._app, text, TITLE, default)

    def pick_files(self, text: str, suffixes: Sequence[str], *, several: bool = False) -> list[Path]:
        """Let the user choose files with these suffixes; empty when the user turns back."""
        picker = self._file_picker(_OPEN, text)
        picker.setMultiSelectionMode(several)
        if suffixes:
            picker.appendFilter(text, ";".join(f"*{suffix}" for suffix in suffixes))
        picker.appendFilter(_ALL_FILES, "*.*")
        return [Path(place_of(url)) for url in picker.getSelectedFiles()] if _done(picker) else []

    def pick_folder(self, text: str) -> Path | None:
        """Let the user choose a folder; None when the user turns back."""
        picker = self._app.service("com.sun.star.ui.dialogs.FolderPicker")
        picker.setTitle(text)
        picker.setDisplayDirectory(url_of(str(Path.home())))
        return Path(place_of(picker.getDirectory())) if _done(picker) else None

    def pick_new_file(self, text: str, proposed: Path) -> Path | None:
        """Let the user choose where a new file goes; None when the user turns back."""
        picker = self._file_picker(_SAVE, text)
        picker.setDisplayDirectory(url_of(str(proposed.parent.absolute())))
        picker.setDefaultName(proposed.name)
        picker.appendFilter(f"*{proposed.suffix}", f"*{proposed.suffix}")
        if not _done(picker):
            return None
        chosen = Path(place_of(picker.getSelectedFiles()[0]))
        return chosen if chosen.suffix.lower() == proposed.suffix.lower() else Path(f"{chosen}{proposed.suffix}")

    def status(self, text: str) -> None:
        """One sentence in the status bar."""
        self._app.status_bar = text

    def show(self, path: Path) -> None:
        """Open a file in the program that the system has for it.

        Raises:
            OfficeRefused: there is no such program.
        """
        opener = self._app.service("com.sun.star.system.SystemShellExecute")
        message = f"打不开“{path}”：系统里没有打开这种文件的程序。文件已经写好，请到那里自己打开。"
        expect(lambda: opener.execute(url_of(str(path.absolute())), "", 0), message)

    def _file_picker(self, kind: int, title: str) -> Uno:
        picker = self._app.service("com.sun.star.ui.dialogs.FilePicker")
        picker.initialize((kind,))
        picker.setTitle(title)
        return picker


def _done(picker: Uno) -> bool:
    return bool(picker.execute() == _EXECUTED)
