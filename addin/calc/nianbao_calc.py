"""Runs inside LibreOffice: a click on the toolbar goes to the same macro as a click in Excel, in the same process.

The three values at the top are written when the extension is made. LibreOffice may run an older Python than nianbao
needs (3.8 and up), so this file keeps to what that knows.
"""
# ruff: noqa: INP001  # a script that is copied into the extension, not a module of ours

from __future__ import annotations

import importlib
import sys

# Not from typing, which this file needs for nothing else. XSCRIPTCONTEXT is what LibreOffice puts here: the desktop and
# the document that the click was in.
TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable

BUTTONS: tuple[str, ...] = ()
FOLDERS: tuple[str, ...] = ()
INTERPRETER = ""

NEEDED = (3, 11)
TITLE = "信息公开年报"
TOO_OLD = "LibreOffice 自带的 Python 是 {}.{}，nianbao 要 {}.{} 或更新的；请换较新的 LibreOffice，或用命令行 nianbao。"
MISSING = "找不到 nianbao：这个扩展没有经过安装，或程序已经移走。可以先用命令行 nianbao。"


def run_button(button: str) -> None:
    """Do what the button is for, or say in one sentence why it cannot be done."""
    if sys.version_info < NEEDED:
        _say(TOO_OLD.format(*sys.version_info[:2], *NEEDED))
        return
    sys.path.extend(folder for folder in FOLDERS if folder not in sys.path)
    if INTERPRETER:
        # What Python takes for itself here may be LibreOffice; helper processes need a Python.
        importlib.import_module("multiprocessing.spawn").set_executable(INTERPRETER)
    try:
        addin, errors = map(importlib.import_module, ("addin", "workbook.errors"))
    except ImportError:
        _say(MISSING)
        return
    try:
        addin.click(button, XSCRIPTCONTEXT)  # type: ignore[name-defined]  # noqa: F821  # see above
    except errors.NianbaoError as error:
        # It could not even get at its dialogs.
        _say(str(error))


def _say(message: str) -> None:
    frame = XSCRIPTCONTEXT.getDesktop().getCurrentFrame()  # type: ignore[name-defined]  # noqa: F821  # see above
    window = frame.getContainerWindow()
    kind = importlib.import_module("uno").Enum("com.sun.star.awt.MessageBoxType", "ERRORBOX")
    window.getToolkit().createMessageBox(window, kind, 1, TITLE, message).execute()


def _script(button: str) -> Callable[..., None]:
    def click(*_: object) -> None:
        run_button(button)

    click.__name__ = button
    return click


g_exportedScripts = tuple(map(_script, BUTTONS))  # noqa: N816  # the name that LibreOffice looks for
# It lists these, and calls them by the module's names.
globals().update(zip(BUTTONS, g_exportedScripts))  # noqa: B905  # Python 3.8 knows no strict
