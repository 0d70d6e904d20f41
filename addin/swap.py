"""An open workbook exchanged for a changed one: closed, its file replaced in one step, and opened again.

Sheets with charts are made in the file, by the code that the command line uses. Whatever goes wrong before the workbook
is closed leaves everything as it was; whatever goes wrong afterwards puts back what was there.
"""

from __future__ import annotations

import contextlib
import itertools
import os
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from addin.copies import copy_of
from addin.logfile import log_folder
from workbook.errors import InputRefused, NianbaoError, OutputNotWritten
from workbook.files import read_bytes, replacing, telling, write_atomically
from workbook.names import ANCHORS
from workbook.ours import our_book
from workbook.read import content_of

if TYPE_CHECKING:
    import xlwings

    from addin.screen import Desk
    from workbook.content import BookContent

SUFFIX = ".xlsx"
RESCUED = "未保存的改动"


@dataclass(frozen=True)
class Ground:
    """The open workbook that a change begins with.

    Attributes:
        book: the workbook.
        path: its file.
        data: what it holds now, as a file.
        content: the same, as read.
        saved: whether its file holds the same, so that nothing is lost by closing it.
    """

    book: xlwings.Book
    path: Path
    data: bytes
    content: BookContent
    saved: bool


def book_of(desk: Desk) -> xlwings.Book:
    """The workbook that the click was in.

    Raises:
        InputRefused: none is open.
    """
    if desk.book is None:
        message = "没有打开的工作簿；请先打开年报工作簿，再点一次。"
        raise InputRefused(message)
    return desk.book


def file_of(book: xlwings.Book) -> Path | None:
    """The workbook's file on this machine; None for one that was never saved, or that lies on a server with an address.

    Excel's own words are asked for where it has them: xlwings would guess where a folder of OneDrive is.
    """
    told = getattr(book.api, "FullName", None)
    name = told if isinstance(told, str) else str(book.fullname)
    if "://" in name or not Path(name).is_absolute() or not Path(name).is_file():
        return None
    return Path(name)


def ground_of(desk: Desk) -> Ground:
    """The workbook, if it is one of ours and can be exchanged.

    Raises:
        InputRefused: none is open, or one that is not ours, of another format, never saved, on a server, or open for
            reading only.
    """
    book = book_of(desk)
    path = file_of(book)
    if path and path.suffix.lower() != SUFFIX:
        message = f"“{path.name}”不是 {SUFFIX} 格式，没有改动；请先另存为“Excel 工作簿（{SUFFIX}）”，再点一次。"
        raise InputRefused(message)
    # As nianbao has written it, where the program says that it has not been touched since: it may write it otherwise.
    saved = path is not None and getattr(book.api, "Saved", False) is True
    data = _file_or_copy(book, path if saved else None)
    content = content_of(our_book(data, book.name))
    if path is None:
        message = (
            f"“{book.name}”不在这台电脑的文件夹里（还没有保存过，或在 OneDrive、SharePoint 等网址上），"
            "这个按钮要重写它的文件，没有改动。请先另存到本机的文件夹，再点一次。"
        )
        raise InputRefused(message)
    # The administrator may write anything: the owner's wish is asked, too.
    writable = os.access(path, os.W_OK) and path.stat().st_mode & 0o222
    if bool(getattr(book.api, "ReadOnly", False)) or not writable:
        message = (
            f"“{path.name}”是以只读方式打开的（文件只读，或别人正打开着），没有改动；请取消只读，或另存一份，再点一次。"
        )
        raise InputRefused(message)
    return Ground(book, path, data, content, saved)


def _file_or_copy(book: xlwings.Book, path: Path | None) -> bytes:
    """What the file holds; what the program saves where the file is not to be read while it is open."""
    with contextlib.suppress(InputRefused):
        if path:
            return read_bytes(path)
    return copy_of(book)


def swap(desk: Desk, ground: Ground, made: bytes, sheet: str) -> xlwings.Book:
    """Put a changed workbook in the place of the open one.

    Args:
        desk: where the click was.
        ground: the workbook as it is.
        made: the changed file.
        sheet: the sheet of ours that is shown afterwards, as it is called in :data:`workbook.names.ANCHORS`.

    Returns:
        The workbook, open again.

    Raises:
        OutputNotWritten: the file cannot be replaced, or not be opened afterwards; the workbook is open as it was.
        Exception: what the program raised before it closed the workbook.
    """
    closed = False
    try:
        with replacing(ground.path, held=True) as stream:
            with telling(ground.path):
                stream.write(made)
                stream.flush()
                # A disk that is full says so now, not after the workbook was closed.
                os.fsync(stream.fileno())
            ground.book.close()
            closed = True
    except Exception as error:
        if closed:
            _open_untouched(desk, ground, error)
        raise
    book = _opened(desk, ground)
    activate(book, sheet)
    return book


def activate(book: xlwings.Book, sheet: str) -> None:
    """Show a sheet of ours, whatever it is called now."""
    book.names[ANCHORS[sheet]].refers_to_range.sheet.activate()


def _open_untouched(desk: Desk, ground: Ground, error: Exception) -> None:
    """The file could not be replaced: open it again; what was not saved is kept beside it."""
    rescued = None if ground.saved else _rescued(ground)
    try:
        desk.app.books.open(str(ground.path))
    except Exception as other:
        raise _lost(ground, rescued) from other
    if rescued:
        message = f"{error}工作簿已重新打开；关闭前没有保存的改动在“{rescued}”里，请打开它核对。"
        raise OutputNotWritten(message) from error


def _opened(desk: Desk, ground: Ground) -> xlwings.Book:
    try:
        return desk.app.books.open(str(ground.path))
    except Exception as error:
        try:
            write_atomically(ground.path, ground.data)
            desk.app.books.open(str(ground.path))
        except Exception as other:
            raise _lost(ground, None if ground.saved else _rescued(ground)) from other
        message = (
            f"改好的“{ground.path.name}”打不开，已换回原来的内容并重新打开，没有改动。"
            "请保存其他文件，重新启动表格程序再试一次。"
        )
        raise OutputNotWritten(message) from error


def _rescued(ground: Ground) -> Path | None:
    """Write what was not saved to a new file, beside the workbook or in the folder of the log."""
    for folder in (ground.path.parent, log_folder()):
        names = (f"{ground.path.stem}（{RESCUED}{number or ''}）{SUFFIX}" for number in itertools.count())
        target = next(path for path in map(folder.joinpath, names) if not path.exists())
        try:
            if folder != ground.path.parent:
                folder.mkdir(parents=True, exist_ok=True)
            write_atomically(target, ground.data)
        except (NianbaoError, OSError):
            continue
        return target
    return None


def _lost(ground: Ground, rescued: Path | None) -> OutputNotWritten:
    where = f"；关闭前没有保存的改动在“{rescued}”里" if rescued else ""
    message = f"“{ground.path}”已关闭，没能重新打开{where}。请用表格程序打开它核对，再点一次按钮。"
    return OutputNotWritten(message)
