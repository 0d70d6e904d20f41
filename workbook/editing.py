"""Open a workbook of ours to change it, and refuse one that would lose something by being saved again."""

from __future__ import annotations

import io
import warnings
from typing import TYPE_CHECKING

from openpyxl import load_workbook

from workbook.chartframes import keep_corners
from workbook.drawings import carry_pictures
from workbook.errors import InputRefused
from workbook.losses import users_loss
from workbook.names import ANCHORS
from workbook.notelooks import keep_looks
from workbook.package import open_package
from workbook.wordfonts import keep_fonts

if TYPE_CHECKING:
    from collections.abc import Sequence

    from openpyxl import Workbook


def open_to_change(data: bytes, name: str) -> Workbook:
    """The workbook, ready to be changed and saved by :func:`workbook.finish.save`.

    Args:
        data: the whole file.
        name: the file's name, for messages.

    Raises:
        InputRefused: it has something of the user's own that openpyxl does not write again: charts, pictures, text
            boxes and shapes, threaded comments, pivot tables, macros. Our own charts are as openpyxl loads them, our
            own pictures as they were.
    """
    if lost := users_loss(data, name):
        message = (
            f"“{name}”里有图表、图片、文本框、图形、会话式批注、透视表或宏（{lost}），改写会使它们丢失，没有改动；"
            "请把它们移到别的文件，或另存一份去掉它们的再试。"
        )
        raise InputRefused(message)
    with warnings.catch_warnings():
        # What openpyxl cannot keep (extensions of newer programs) is not in our sheets.
        warnings.simplefilter("ignore")
        book = load_workbook(io.BytesIO(data), rich_text=True)
    package = open_package(data, name)
    keep_fonts(book)
    keep_looks(book, package)
    keep_corners(book, package)
    carry_pictures(book, data, name)
    return book


def make_room(book: Workbook, titles: Sequence[str], name: str) -> None:
    """Take sheets of ours off a workbook, so that they can be made anew under the same titles.

    Args:
        book: the workbook.
        titles: the sheets, as they are called when they are made; whatever they are called now, their names tell them.
        name: the file's name, for messages.

    Raises:
        InputRefused: a sheet of the user's own has one of the titles.
    """
    for title in titles:
        if defined := book.defined_names.pop(ANCHORS[title], None):
            for sheet, _ in defined.destinations:
                if sheet in book.sheetnames:
                    del book[sheet]
    if twins := [title for title in titles if title in book.sheetnames]:
        message = f"“{name}”里已有自己加的工作表“{'、'.join(twins)}”，与要生成的同名，没有改动；请把它改名后再试。"
        raise InputRefused(message)
