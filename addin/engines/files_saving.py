"""Opening and saving a file for the engine without an office: nothing is lost by it, or it is refused."""

from __future__ import annotations

import io
import warnings
import zipfile
from typing import TYPE_CHECKING

from lxml import etree
from openpyxl import load_workbook
from openpyxl.utils.exceptions import InvalidFileException

from addin.engines.files_charts import chart_names, keep_names
from workbook import finish
from workbook.chartframes import keep_corners
from workbook.drawings import carry_pictures
from workbook.errors import InputRefused, OutputNotWritten
from workbook.losses import lost_by_openpyxl
from workbook.notelooks import keep_looks
from workbook.openxml import relations, sheet_parts, within
from workbook.package import open_package, rezip

if TYPE_CHECKING:
    from lxml.etree import _Element
    from openpyxl import Workbook

    from workbook.package import Package

_FITTED = "nianbao_fitted"
# openpyxl has no error of its own for what it cannot make sense of.
_UNREADABLE = (
    InvalidFileException,
    zipfile.BadZipFile,
    OSError,
    KeyError,
    ValueError,
    TypeError,
    AttributeError,
    IndexError,
)


def open_file(data: bytes, name: str) -> Workbook:
    """A workbook as openpyxl reads it, its notes' looks and our pictures with it.

    Args:
        data: the whole file.
        name: the file's name, for messages.

    Raises:
        InputRefused: not an .xlsx file, damaged, protected by a password, or unsafe.
    """
    package = open_package(data, name)
    try:
        with warnings.catch_warnings():
            # What it does not carry over is looked for when the workbook is saved.
            warnings.simplefilter("ignore")
            book = load_workbook(io.BytesIO(data), rich_text=True)
    except _UNREADABLE as error:
        kind = "不是 .xlsx 工作簿" if "xl/workbook.xml" not in package else "已损坏或不是正常的 .xlsx 工作簿"
        message = f"“{name}”{kind}，无法打开；请用原软件打开后另存为 .xlsx 再试。"
        raise InputRefused(message) from error
    keep_looks(book, package)
    keep_corners(book, package)
    keep_names(book, package)
    _keep_heights(book, package)
    carry_pictures(book, data, name)
    return book


def saved(book: Workbook, data: bytes, name: str) -> bytes:
    """A workbook as a file; the same content gives the same bytes.

    Args:
        book: the workbook.
        data: the file that it was opened from; empty for a new one.
        name: the file's name, for messages.

    Raises:
        OutputNotWritten: something would be lost.
    """
    if lost := lost_by_openpyxl(data, name) if data else "":
        message = (
            f"“{name}”里有不用办公软件就保存不下来的内容（{lost}），没有保存，文件没有变；"
            "请在 Excel 或 LibreOffice 里打开再做。"
        )
        raise OutputNotWritten(message)
    package = open_package(finish.save(book, ()), name)
    parts = {part: package.read(part) for part in package.names}
    return rezip(parts | _with_names(package, book) | _with_heights(package, book))


def _keep_heights(book: Workbook, package: Package) -> None:
    """Remember the rows whose heights follow their texts: openpyxl makes every height a wish of the user's."""
    parts = sheet_parts(package)
    for sheet in book.worksheets:
        rows = within(package.xml(parts[sheet.title]), "row")
        fitted = {row.get("r"): sheet.row_dimensions[int(row.get("r", "1"))].height for row in rows if _follows(row)}
        setattr(sheet, _FITTED, fitted)


def _follows(row: _Element) -> bool:
    return row.get("ht") is not None and row.get("customHeight") not in ("1", "true")


def _with_heights(package: Package, book: Workbook) -> dict[str, bytes]:
    changed = {}
    for number, sheet in enumerate(book.worksheets, 1):
        part = f"xl/worksheets/sheet{number}.xml"
        fitted = getattr(sheet, _FITTED, {})
        root = package.xml(part)
        for row in within(root, "row"):
            if row.get("ht") and fitted.get(row.get("r")) == float(row.get("ht", "0")):
                row.attrib.pop("customHeight", "")
        if fitted:
            changed[part] = etree.tostring(root, xml_declaration=True, encoding="UTF-8", standalone=True)
    return changed


def _with_names(package: Package, book: Workbook) -> dict[str, bytes]:
    """The drawings with the names that their charts were given."""
    changed = {}
    for number, sheet in enumerate(book.worksheets, 1):
        names = chart_names(sheet)
        for _, kind, part in relations(package, f"xl/worksheets/sheet{number}.xml") if names else ():
            if kind == "drawing":
                root = package.xml(part)
                for properties in within(root, "cNvPr"):
                    properties.set("name", names.get(properties.get("name", ""), properties.get("name", "")))
                changed[part] = etree.tostring(root, xml_declaration=True, encoding="UTF-8", standalone=True)
    return changed
