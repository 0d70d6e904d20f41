"""The Excel add-in (.xlam), made without Excel: a workbook with one sheet of settings, the VBA and the ribbon."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING
from xml.sax.saxutils import escape, quoteattr

from addin import customui
from addin.conf import PROJECT, SHEET, Place, conf_rows
from addin.ribbon import load_ribbon
from addin.vbaproject.project import Module, Project
from addin.xlwings_part import xlwings_modules
from workbook.package import rezip

if TYPE_CHECKING:
    from collections.abc import Iterable

_SOURCES = Path(__file__).resolve().parent / "excel"
_GUID = "{8C5A0F3E-7B1D-4E62-9A74-2D6F51B3C9E8}"
_TITLE = "nianbao 信息公开年报"
_ABOUT = "政府信息公开工作年度报告：导入、校验、生成"
_SHEET_MODULE = "NianbaoConf"

_HEAD = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'
_MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
_PACKAGE = "http://schemas.openxmlformats.org/package/2006"
_OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
_MICROSOFT = "http://schemas.microsoft.com/office"
_EXCEL = "application/vnd.openxmlformats-officedocument.spreadsheetml"

_TYPES = {
    "/xl/workbook.xml": "application/vnd.ms-excel.addin.macroEnabled.main+xml",
    "/xl/worksheets/sheet1.xml": f"{_EXCEL}.worksheet+xml",
    "/xl/styles.xml": f"{_EXCEL}.styles+xml",
    "/xl/vbaProject.bin": "application/vnd.ms-office.vbaProject",
    "/docProps/core.xml": "application/vnd.openxmlformats-package.core-properties+xml",
}
_OF_PACKAGE = {
    "xl/workbook.xml": f"{_OFFICE}/officeDocument",
    "docProps/core.xml": f"{_PACKAGE}/relationships/metadata/core-properties",
    customui.PART: f"{_MICROSOFT}/2007/relationships/ui/extensibility",
}
_OF_WORKBOOK = {
    "worksheets/sheet1.xml": f"{_OFFICE}/worksheet",
    "styles.xml": f"{_OFFICE}/styles",
    "vbaProject.bin": f"{_MICROSOFT}/2006/relationships/vbaProject",
}


def build_xlam(place: Place | None = None) -> bytes:
    """The add-in as a file; the same bytes for the same place and the same versions.

    Args:
        place: where the program is on the machine it is for; without it the buttons only say that it is not installed.

    Raises:
        OutputNotWritten: see :func:`addin.xlwings_part.xlwings_modules`.
    """
    vba = Project(PROJECT.capitalize(), _GUID, vba_modules()).packed()
    return rezip(
        {
            "[Content_Types].xml": _content_types(),
            "_rels/.rels": _relations(_OF_PACKAGE),
            "docProps/core.xml": _properties(),
            "xl/workbook.xml": _workbook(),
            "xl/_rels/workbook.xml.rels": _relations(_OF_WORKBOOK),
            "xl/worksheets/sheet1.xml": _sheet(conf_rows(place or Place())),
            "xl/styles.xml": _styles(),
            "xl/vbaProject.bin": vba,
            customui.PART: customui.custom_ui(load_ribbon()),
        }
    )


def vba_modules() -> list[Module]:
    """The modules of the add-in: those of the file, our callbacks, xlwings."""
    return [
        Module("ThisWorkbook", "workbook", (_SOURCES / "ThisWorkbook.cls").read_text("ascii")),
        Module(_SHEET_MODULE, "sheet", ""),
        Module("NianbaoRibbon", "standard", (_SOURCES / "NianbaoRibbon.bas").read_text("ascii")),
        Module("NianbaoNotes", "standard", (_SOURCES / "NianbaoNotes.bas").read_text("ascii")),
        *xlwings_modules(PROJECT),
    ]


def _content_types() -> bytes:
    defaults = {"rels": "application/vnd.openxmlformats-package.relationships+xml", "xml": "application/xml"}
    inside = [f'<Default Extension="{ending}" ContentType="{kind}"/>' for ending, kind in defaults.items()]
    inside += [f'<Override PartName="{part}" ContentType="{kind}"/>' for part, kind in _TYPES.items()]
    return _xml("Types", {"xmlns": f"{_PACKAGE}/content-types"}, *inside)


def _relations(targets: dict[str, str]) -> bytes:
    inside = (
        f'<Relationship Id="rId{number}" Type="{kind}" Target="{target}"/>'
        for number, (target, kind) in enumerate(targets.items(), 1)
    )
    return _xml("Relationships", {"xmlns": f"{_PACKAGE}/relationships"}, *inside)


def _properties() -> bytes:
    """Title and description, which Excel shows in its list of add-ins."""
    names = {"xmlns:cp": f"{_PACKAGE}/metadata/core-properties", "xmlns:dc": "http://purl.org/dc/elements/1.1/"}
    return _xml(
        "cp:coreProperties",
        names,
        f"<dc:title>{_TITLE}</dc:title>",
        "<dc:creator>nianbao</dc:creator>",
        f"<dc:description>{_ABOUT}</dc:description>",
    )


def _workbook() -> bytes:
    return _xml(
        "workbook",
        {"xmlns": _MAIN, "xmlns:r": _OFFICE},
        '<workbookPr codeName="ThisWorkbook"/>',
        '<bookViews><workbookView visibility="hidden"/></bookViews>',
        f'<sheets><sheet name="{SHEET}" sheetId="1" r:id="rId1"/></sheets>',
    )


def _sheet(rows: list[tuple[str, str]]) -> bytes:
    lines = (f'<row r="{number}">{"".join(_cells(number, values))}</row>' for number, values in enumerate(rows, 1))
    return _xml(
        "worksheet",
        {"xmlns": _MAIN},
        f'<sheetPr codeName="{_SHEET_MODULE}"/>',
        f'<dimension ref="A1:B{len(rows)}"/>',
        '<sheetViews><sheetView workbookViewId="0"/></sheetViews>',
        '<sheetFormatPr defaultRowHeight="15"/>',
        '<cols><col min="1" max="2" width="40" customWidth="1"/></cols>',
        f"<sheetData>{''.join(lines)}</sheetData>",
    )


def _cells(row: int, values: tuple[str, str]) -> Iterable[str]:
    for column, value in zip("AB", values, strict=True):
        if value:
            yield f'<c r="{column}{row}" t="inlineStr"><is><t>{escape(value)}</t></is></c>'


def _styles() -> bytes:
    """The least that a workbook must have."""
    return _xml(
        "styleSheet",
        {"xmlns": _MAIN},
        '<fonts count="1"><font><sz val="11"/><name val="Calibri"/></font></fonts>',
        '<fills count="2"><fill><patternFill patternType="none"/></fill>'
        '<fill><patternFill patternType="gray125"/></fill></fills>',
        '<borders count="1"><border><left/><right/><top/><bottom/><diagonal/></border></borders>',
        '<cellStyleXfs count="1"><xf numFmtId="0" fontId="0" fillId="0" borderId="0"/></cellStyleXfs>',
        '<cellXfs count="1"><xf numFmtId="0" fontId="0" fillId="0" borderId="0" xfId="0"/></cellXfs>',
    )


def _xml(root: str, attributes: dict[str, str], *inside: str) -> bytes:
    given = "".join(f" {name}={quoteattr(value)}" for name, value in attributes.items())
    return f"{_HEAD}<{root}{given}>{''.join(inside)}</{root}>".encode()
