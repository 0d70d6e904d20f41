"""Dialogs in Excel, through xlwings: its message box, and on Windows Excel's own dialogs for files.

Written after the documents of xlwings and of Excel's object model; no Excel was at hand to try it in.
"""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path
from typing import TYPE_CHECKING, Any

from addin.screen import TITLE
from workbook.errors import InputRefused

if TYPE_CHECKING:
    from collections.abc import Sequence

    import xlwings

# MsoFileDialogType, and what its Show gives when the user has chosen.
_FILES, _FOLDER, _CHOSEN = 3, 4, -1
# Excel takes no more than 255 characters for many of its own texts.
_BAR = 250


class ExcelScreen:
    """The dialogs of a running Excel; see :class:`addin.screen.Screen`.

    Args:
        app: the program.
    """

    def __init__(self, app: xlwings.App) -> None:
        self._app = app

    def say(self, text: str) -> None:
        """Show a message and wait until it is read."""
        self._alert(text, "ok", "info")

    def warn(self, text: str) -> None:
        """Show why something could not be done, and wait until it is read."""
        self._alert(text, "ok", "critical")

    def confirm(self, text: str) -> bool:
        """Ask whether to go on."""
        return self._alert(text, "yes_no", "info") == "yes"

    def ask(self, text: str, default: str = "") -> str | None:
        """Ask for a line of text; None when the user turns back.

        Raises:
            InputRefused: on a Mac, where Excel cannot be asked for its dialogs in this way.
        """
        answer = self._windows().InputBox(text, TITLE, default)
        # A user who turns back answers False, not an empty text.
        return None if isinstance(answer, bool) else str(answer)

    def pick_files(self, text: str, suffixes: Sequence[str], *, several: bool = False) -> list[Path]:
        """Let the user choose files with these suffixes; empty when the user turns back.

        Raises:
            InputRefused: see :meth:`ask`.
        """
        dialog = self._windows().FileDialog(_FILES)
        dialog.Title = text
        dialog.AllowMultiSelect = several
        dialog.Filters.Clear()
        if suffixes:
            dialog.Filters.Add("能读的文件", ";".join(f"*{suffix}" for suffix in suffixes))
        dialog.Filters.Add("所有文件", "*.*")
        return _chosen(dialog)

    def pick_folder(self, text: str) -> Path | None:
        """Let the user choose a folder; None when the user turns back.

        Raises:
            InputRefused: see :meth:`ask`.
        """
        dialog = self._windows().FileDialog(_FOLDER)
        dialog.Title = text
        return next(iter(_chosen(dialog)), None)

    def pick_new_file(self, text: str, proposed: Path) -> Path | None:
        """Let the user choose where a new file goes; None when the user turns back.

        Raises:
            InputRefused: see :meth:`ask`.
        """
        kind = f"{proposed.suffix.removeprefix('.')} 文件 (*{proposed.suffix}),*{proposed.suffix}"
        answer = self._windows().GetSaveAsFilename(str(proposed), kind, 1, text)
        return None if isinstance(answer, bool) else Path(answer)

    def status(self, text: str) -> None:
        """One sentence in the status bar, which the next selection takes off: see ``excel/NianbaoRibbon.bas``."""
        told = f"{TITLE}：{text}"
        self._app.status_bar = told if len(told) <= _BAR else f"{told[: _BAR - 1]}…"

    def show(self, path: Path) -> None:
        """Open a file in the program that the system has for it.

        Raises:
            InputRefused: there is no such program.
        """
        try:
            _open(path)
        except OSError as error:
            message = f"打不开“{path}”：系统里没有打开这种文件的程序。文件已经写好，请到那里自己打开。"
            raise InputRefused(message) from error

    def _alert(self, text: str, buttons: str, mode: str) -> str | None:
        """Show a message over the window in front; xlwings remembers one that is gone once its workbook is closed."""
        program = self._app.impl
        if getattr(program, "_xl", None) is not None:
            program._hwnd = None  # noqa: SLF001  # it asks again then; there is no other way to tell it
        return self._app.alert(text, TITLE, buttons, mode)

    def _windows(self) -> Any:  # noqa: ANN401  # Excel's own object has no types
        """Excel's own object, whose dialogs Windows has."""
        if sys.platform == "darwin":
            message = "在 Mac 上这个按钮还不能选文件、填文字；请改用命令行 nianbao（见 nianbao --help）。"
            raise InputRefused(message)
        return self._app.api


def _chosen(dialog: Any) -> list[Path]:  # noqa: ANN401  # as above
    picked = dialog.SelectedItems if dialog.Show() == _CHOSEN else ()
    return [Path(path) for path in picked]


def _open(path: Path) -> None:
    if sys.platform == "win32":
        os.startfile(path)  # noqa: S606  # a file of the user's own
    else:
        subprocess.run(["open" if sys.platform == "darwin" else "xdg-open", str(path)], check=False)  # noqa: S603  # the same
