"""The data that comes with the program: forms, the ready-made workbooks, the template of the Word report."""

from __future__ import annotations

from typing import TYPE_CHECKING

from addin.doctor.check import Check
from workbook.errors import NianbaoError
from workbook.files import read_bytes
from workbook.formfile import TEMPLATES, editions, load_form
from workbook.names import TEMPLATE_VERSION
from workbook.ours import our_book
from workbook.package import open_package

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

TOPIC = "模板和版式"
WORD = "nianbao-report.docx"
_AGAIN = "请重新安装：pip install --force-reinstall nianbao，或再运行一次离线包里的安装。"


def check_data(folder: Path = TEMPLATES) -> Iterator[Check]:
    """Every form, the own ones of the user among them; every workbook and the Word template in ``folder``."""
    yield _forms()
    books = sorted(folder.glob("nianbao-*.xlsx"))
    yield _books(books)
    yield _word(folder / WORD)


def _forms() -> Check:
    try:
        known = [load_form(edition).edition for edition in editions()]
    except NianbaoError as error:
        return Check(TOPIC, "统计表版式", "broken", str(error), f"自己的版式请照这句话改正；自带的{_AGAIN}")
    return Check(TOPIC, "统计表版式", "fine", "、".join(known))


def _books(books: list[Path]) -> Check:
    """Each opens as ours and is of this program's template version."""
    try:
        found = {str(our_book(read_bytes(book), book.name).value("M_template_version")) for book in books}
    except NianbaoError as error:
        return Check(TOPIC, "空白工作簿", "broken", str(error), _AGAIN)
    if found != {str(TEMPLATE_VERSION)}:
        told = f"模板版本是 {'、'.join(sorted(found)) or '（没有文件）'}，要 {TEMPLATE_VERSION}"
        return Check(TOPIC, "空白工作簿", "broken", told, _AGAIN)
    return Check(TOPIC, "空白工作簿", "fine", f"{len(books)} 个，模板版本 {TEMPLATE_VERSION}")


def _word(path: Path) -> Check:
    try:
        open_package(read_bytes(path), path.name).xml("word/document.xml")
    except NianbaoError as error:
        return Check(TOPIC, "Word 报告模板", "broken", str(error), _AGAIN)
    return Check(TOPIC, "Word 报告模板", "fine", path.name)
