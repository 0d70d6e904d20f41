"""Open a workbook of ours to change it, and refuse one that would lose something by being saved again."""

from __future__ import annotations

import io
import warnings
from typing import TYPE_CHECKING

from openpyxl import load_workbook

from workbook.drawings import carry_pictures, lost_by_saving
from workbook.errors import InputRefused
from workbook.names import ANCHORS
from workbook.package import peek_names

if TYPE_CHECKING:
    from collections.abc import Sequence

    from openpyxl import Workbook

# Parts that openpyxl does not carry over: a workbook with them is better left alone. Charts and pictures that are
# ours (workbook.drawings) are no loss.
_LOST = ("xl/pivot", "xl/vbaproject", "xl/slicers/")


def open_to_change(data: bytes, name: str) -> Workbook:
    """The workbook, ready to be changed and saved.

    Args:
        data: the whole file.
        name: the file's name, for messages.

    Raises:
        InputRefused: it has charts, pictures, pivot tables or macros of the user's own. Our own charts are as openpyxl
            loads them, our own pictures as they were.
    """
    lost = [part for part in peek_names(data) if part.lower().startswith(_LOST)]
    if lost := lost or lost_by_saving(data, name):
        message = (
            f"“{name}”里有图表、图片、透视表或宏（{lost[0]}），改写会使它们丢失，没有改动；"
            "请把它们移到别的文件，或另存一份去掉它们的再试。"
        )
        raise InputRefused(message)
    with warnings.catch_warnings():
        # What openpyxl cannot keep (extensions of newer programs) is not in our sheets.
        warnings.simplefilter("ignore")
        book = load_workbook(io.BytesIO(data))
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
