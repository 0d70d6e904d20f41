"""A click on a button: find what it is for, do it, and say in one Chinese sentence whatever went wrong."""

from __future__ import annotations

import atexit
import importlib
import io
import sys
from typing import TYPE_CHECKING

from workbook.errors import InputRefused, NianbaoError

if TYPE_CHECKING:
    from collections.abc import Callable

    from addin.screen import Desk


def click(button: str, context: object = None) -> None:
    """Do what a button is for.

    Args:
        button: the button's id.
        context: in LibreOffice what it hands to scripts (XSCRIPTCONTEXT); in Excel nothing, for there a click runs in
            a process of its own whose arguments name the workbook.

    Raises:
        SystemExit: in a process of its own, when there is no screen to say anything on: the sentence goes to stderr,
            which Excel shows, and the exit code is 1.
        NianbaoError: the same in LibreOffice, whose script shows it.
    """
    try:
        press(button, _desk_in_excel() if context is None else _desk_in_calc(context))
    except Exception as error:  # noqa: BLE001  # whatever it is, the user gets a sentence and the log the rest
        sentence = sentence_for(button, error)
        if context is None:
            _write_as_vba_reads()
            raise SystemExit(sentence) from None
        raise NianbaoError(sentence) from None


def press(button: str, desk: Desk) -> bool:
    """Do what a button is for at a desk; errors become a message on its screen.

    Returns:
        Whether all went well.

    Raises:
        NianbaoError: the screen cannot show what went wrong, for the program is gone or busy.
    """
    try:
        macro = macro_of(button)
        _expect_book(button, desk)
        macro(desk)
    except Exception as error:  # noqa: BLE001  # as above
        sentence = sentence_for(button, error)
        try:
            desk.screen.warn(sentence)
        except Exception:  # noqa: BLE001  # the first error is the one to be told
            raise NianbaoError(sentence) from None
        return False
    return True


def macro_of(button: str) -> Callable[[Desk], None]:
    """The function that does what a button is for.

    Raises:
        InputRefused: there is no such button, as when the add-in is newer or older than the program.
    """
    from addin.buttons import MACROS  # noqa: PLC0415  # a click loads what it needs and no more
    from addin.ribbon import load_ribbon  # noqa: PLC0415  # the same

    name = load_ribbon().dispatch.get(button, "")
    if name not in MACROS:
        message = f"程序里没有按钮“{button}”：加载项与程序的版本不同。请运行 nianbao addin install 重新安装加载项。"
        raise InputRefused(message)
    return getattr(importlib.import_module(MACROS[name]), name)  # type: ignore[no-any-return]  # a function of that kind


def sentence_for(button: str, error: BaseException) -> str:
    """What the user is told of an error; what is not foreseen goes to the log with all that is known of it."""
    from addin.logfile import write_log  # noqa: PLC0415  # wanted only when something went wrong
    from addin.refusals import refusal_in  # noqa: PLC0415  # the same

    known = refusal_in(error)
    # A refusal by the program may still be a fault of ours: the log has its words.
    log = write_log(button, error) if known is not error else None
    if known:
        return str(known)
    where = f"详情记在 {log}，反映问题时请附上" if log else "详情没有记下（运行记录写不进去）"
    return f"程序出错，这一步没有做完。请保存后重新打开工作簿再试一次；{where}。"


def _desk_in_excel() -> Desk:
    import xlwings  # noqa: PLC0415  # LibreOffice's way and --help do without

    from addin.screen import Desk  # noqa: PLC0415  # as above
    from addin.screens.excel import ExcelScreen  # noqa: PLC0415  # as above
    from addin.xlwings_part import INSTALL, VERSION  # noqa: PLC0415  # as above

    if xlwings.__version__ != VERSION:
        message = f"装着的 xlwings 是 {xlwings.__version__}，加载项要用 {VERSION}，所以没有运行。请运行 {INSTALL}"
        raise InputRefused(message)
    if any("=" in argument.removeprefix("--wb=") for argument in sys.argv if argument.startswith("--wb=")):
        # xlwings would look for a workbook whose name ends there.
        message = "工作簿的文件名里有等号（=），按钮找不到它，没有改动。请另存为没有等号的文件名，再点一次按钮。"
        raise InputRefused(message)
    _leave_programs_alone()
    book = xlwings.Book.caller()
    return Desk(book.app, book, ExcelScreen(book.app))


def _leave_programs_alone() -> None:
    """Do not let xlwings end programs when a click is over.

    On Windows it would end every Excel without a workbook's window: one that another program works with, one that shows
    a file in protected view, that of another user of the machine (xlwings #2001, #2456).
    """
    if windows := sys.modules.get("xlwings._xlwindows"):
        atexit.unregister(windows.cleanup)


def _write_as_vba_reads() -> None:
    """VBA reads what Python says on stderr in the system's code page, whatever the environment asks of Python."""
    if sys.platform == "win32" and isinstance(sys.stderr, io.TextIOWrapper):
        sys.stderr.reconfigure(encoding="mbcs", errors="replace")


def _desk_in_calc(context: object) -> Desk:
    calc = importlib.import_module("addin.screens.calc")
    return calc.desk_at(context)  # type: ignore[no-any-return]  # a desk


def _expect_book(button: str, desk: Desk) -> None:
    """A button that needs a workbook says so when none is open."""
    from addin.ribbon import load_ribbon  # noqa: PLC0415  # as above

    needs = {one.id for one in load_ribbon().buttons if one.enabled == "book"}
    if button in needs and desk.book is None:
        message = "没有打开的工作簿。请先打开或新建一个年报工作簿，再点这个按钮。"
        raise InputRefused(message)
