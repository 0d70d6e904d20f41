"""Workbooks in every other format: binary, OpenDocument, Excel 2003 XML, as LibreOffice writes them."""

from __future__ import annotations

import datetime as dt
import shutil
from html import escape
from itertools import groupby

import figures
import office
import openpyxl
import pytest
from makers import write_report
from makers_odt import document as odt_document
from test_recognition_tables import EDITIONS, compare

from converters.importer import import_report
from converters.readers import read_bytes_as_document, read_document
from converters.readers.excel2003 import Excel2003Reader
from converters.readers.sheet_tables import shown
from converters.readers.xls import XlsReader
from workbook.errors import InputRefused
from workbook.formfile import load_form
from workbook.package import OLE_MAGIC
from workbook.sheets import read_book

FORMATS = ("xls", "ods", "fods")
SS = 'xmlns="urn:schemas-microsoft-com:office:spreadsheet" xmlns:ss="urn:schemas-microsoft-com:office:spreadsheet"'


@pytest.fixture(scope="module")
def made(tmp_path_factory):
    """Reports of every edition and one sheet of odd values, in every format."""
    folder = tmp_path_factory.mktemp("sheets")
    expected = {}
    for edition in EDITIONS:
        form = load_form(edition)
        path = folder / f"report-{edition}.xlsx"
        expected[edition] = write_report(path, form, figures.blanked(figures.consistent(form, 71), 5), variant="one")
    book = openpyxl.Workbook()
    sheet = book.active
    sheet.append(["00012", 12.5, 1234567, -3, True, dt.date(2024, 1, 3), "=B1*2", "１，２０５", "/", None, "a  b"])
    sheet["B3"] = "合并"
    sheet.merge_cells("B3:D5")
    hidden = book.create_sheet("藏")
    hidden["A1"] = "暗"
    hidden.sheet_state = "hidden"
    book.save(folder / "odd.xlsx")
    sources = sorted(folder.glob("*.xlsx"))
    for to in FORMATS:
        office.convert(sources, to, folder)
    for path in (path for path in sources if path.stem != "odd"):
        path.with_suffix(".xml").write_bytes(excel_2003(path))
    return folder, expected


def excel_2003(path):
    """The same sheets as Excel 2003 wrote them."""
    return f'<?xml version="1.0"?><Workbook {SS}>{"".join(map(_worksheet, sheets_of(path)))}</Workbook>'.encode()


def sheets_of(path):
    return read_book(path.read_bytes(), path.name).sheets


def _worksheet(sheet):
    merges = {(r1, c1): (r2 - r1, c2 - c1) for r1, c1, r2, c2 in sheet.merges}
    rows = "".join(
        f'<Row ss:Index="{row}">{"".join(_cell(cell, *merges.get(place, (0, 0))) for place, cell in cells)}</Row>'
        for row, cells in groupby(sorted(sheet.cells.items()), key=lambda entry: entry[0][0])
    )
    return f'<Worksheet ss:Name="{sheet.name}"><Table>{rows}</Table></Worksheet>'


def _cell(cell, down, across):
    kind = "String" if isinstance(cell.value, str) else "Number"
    spans = f' ss:MergeDown="{down}" ss:MergeAcross="{across}"' if down or across else ""
    return f'<Cell ss:Index="{cell.column}"{spans}><Data ss:Type="{kind}">{escape(str(cell.value))}</Data></Cell>'


@pytest.mark.parametrize("edition", EDITIONS)
@pytest.mark.parametrize("ending", ["xls", "ods", "fods", "xml"])
def test_reports_are_read_whole(made, edition, ending):
    folder, expected = made
    lines = compare(import_report(folder / f"report-{edition}.{ending}"), expected[edition])
    assert not lines, "\n".join(lines[:20])


@pytest.mark.parametrize("ending", ["xls", "ods", "fods"])
def test_values_of_every_kind_are_as_in_xlsx(made, ending):
    folder, _ = made
    table, hidden = read_document(folder / f"odd.{ending}").tables
    texts = [cell.text for cell in table.cells]
    assert texts[:4] == ["00012", "12.5", "1234567", "-3"]
    # OpenDocument has truth values as numbers with a format.
    assert texts[4] in {"TRUE", "1"}
    assert texts[5:7] == ["2024-01-03", "25"]
    assert [text.split() for text in texts[7:10]] == [["１，２０５"], ["/"], ["a", "b"]]
    assert [(cell.row, cell.column) for cell in table.cells if cell.text == "合并"] == [(2, 1)]
    assert hidden.place.sheet == "藏"


@pytest.mark.parametrize("ending", ["xls", "ods"])
def test_what_programs_call_otherwise_is_told_by_content(made, tmp_path, ending):
    folder, _ = made
    path = tmp_path / "年报.docx"
    shutil.copy(folder / f"odd.{ending}", path)
    found = read_document(path)
    assert found.kind == ending
    assert "扩展名是 .docx" in found.notes[0]


def test_a_cut_workbook_is_refused(made):
    folder, _ = made
    data = (folder / "odd.xls").read_bytes()
    with pytest.raises(InputRefused):
        read_bytes_as_document(data[: len(data) // 2], "表.xls")


def test_a_compound_file_that_only_names_a_workbook_is_refused():
    data = OLE_MAGIC.ljust(600, b"\0") + "Workbook".encode("utf-16-le") + b"\0\0"
    with pytest.raises(InputRefused, match="不是完整的工作簿"):
        read_bytes_as_document(data, "表.xls")


def test_a_password_is_named(made):
    folder, _ = made
    data = (folder / "odd.xls").read_bytes()
    # The record after the first is overwritten by the one that announces encryption.
    begin = data.index(b"\x09\x08\x10\x00\x00\x06\x05\x00")
    locked = data[: begin + 20] + b"\x2f\x00" + data[begin + 22 :]
    with pytest.raises(InputRefused, match="已加密"):
        XlsReader().read(locked, "表.xls")


def test_rows_and_cells_of_excel_2003_may_state_their_place():
    rows = (
        '<Row ss:Index="2"><Cell ss:Index="3"><Data ss:Type="String">甲</Data></Cell>'
        '<Cell ss:MergeAcross="1" ss:MergeDown="1"><Data ss:Type="Number">1.50</Data></Cell>'
        '<Cell><Data ss:Type="Boolean">1</Data></Cell></Row>'
        '<Row><Cell><Data ss:Type="DateTime">2024-01-03T00:00:00.000</Data></Cell></Row>'
    )
    data = f'<?xml version="1.0"?><Workbook {SS}><Worksheet ss:Name="表"><Table>{rows}</Table></Worksheet></Workbook>'
    (table,) = Excel2003Reader().read(data.encode(), "表.xls").tables
    assert [(cell.text, cell.row, cell.column, cell.rowspan, cell.colspan) for cell in table.cells] == [
        ("甲", 0, 2, 1, 1),
        ("1.5", 0, 3, 2, 2),
        ("TRUE", 0, 5, 1, 1),
        ("2024-01-03", 1, 0, 1, 1),
    ]
    assert (table.place.row, table.place.column) == (2, 1)


def test_a_far_cell_is_refused():
    row = '<Row ss:Index="1048576"><Cell ss:Index="16384"><Data ss:Type="String">远</Data></Cell></Row>'
    data = f'<?xml version="1.0"?><Workbook {SS}><Worksheet ss:Name="表"><Table>{row}</Table></Worksheet></Workbook>'
    with pytest.raises(InputRefused, match="第1048576行"):
        read_bytes_as_document(data.encode(), "表.xls")


def test_a_text_document_is_no_spreadsheet():
    assert read_bytes_as_document(odt_document("<text:p>概述</text:p>"), "年报.ods").kind == "odt"


@pytest.mark.parametrize(
    ("value", "text"),
    [(0.1 + 0.2, "0.3"), (3.0, "3"), (1e15, "1000000000000000"), (True, "TRUE"), (None, ""), (" 甲 ", "甲"), (7, "7")],
)
def test_values_are_shown_as_spreadsheets_show_them(value, text):
    assert shown(value) == text
