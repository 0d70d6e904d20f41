"""A workbook that is not nianbao's own is read sheet by sheet, as tables of what its cells show."""

from __future__ import annotations

import io
import shutil

import openpyxl
from office import need
from papers import xlsx

from converters import office
from converters.readers.xlsx import XlsxReader


def read(*sheets, **options):
    return XlsxReader().read(xlsx(*sheets, **options), "表.xlsx")


def sheet(rows, merges=()):
    merged = "".join(f'<mergeCell ref="{reference}"/>' for reference in merges)
    return f"<sheetData>{rows}</sheetData><mergeCells>{merged}</mergeCells>"


def grid(table):
    return [[cell.text if cell else None for cell in row] for row in table.grid()]


def test_cells_show_plain_numbers_and_words():
    cells = (
        "<c><v>1200000</v></c><c><v>0.30000000000000004</v></c><c><v>1E+15</v></c><c t='b'><v>1</v></c>"
        "<c t='e'><v>#DIV/0!</v></c><c t='str'><v> 未收到 </v></c>"
    )
    assert grid(read(sheet(f"<row>{cells}</row>")).tables[0]) == [
        ["1200000", "0.3", "1000000000000000", "TRUE", "#DIV/0!", "未收到"]
    ]


def test_the_table_is_the_box_of_used_cells_with_merges():
    rows = '<row r="3"><c r="B3"><v>1</v></c><c r="D3"><v>2</v></c></row><row r="5"><c r="C5"><v>3</v></c></row>'
    table = read(sheet(rows, ["B3:C4", "D3:XFD3", "A9:B9"])).tables[0]
    assert grid(table) == [["1", "1", "2"], ["1", "1", None], [None, "3", None]]
    assert (table.place.sheet, table.place.table) == ("表1", 1)


def test_what_stands_under_a_merge_is_not_shown():
    rows = "<row><c><v>1</v></c><c><v>2</v></c></row><row><c><v>3</v></c><c><v>4</v></c></row>"
    assert grid(read(sheet(rows, ["A1:B1", "A1:A2", "B1:B2"])).tables[0])[0] == ["1", "1"]


def test_hidden_sheets_come_last_with_a_note_and_empty_ones_not_at_all():
    one = sheet("<row><c><v>1</v></c></row>")
    found = read(one, sheet("<row><c t='str'><v> </v></c></row>"), one, states=("hidden", "visible", "visible"))
    assert [table.place.sheet for table in found.tables] == ["表3", "表1"]
    assert found.notes == ["工作表“表1”是隐藏的，也已读入"]


def uncomputed():
    book = openpyxl.Workbook()
    book.active.append(["合计", "=1+1"])
    buffer = io.BytesIO()
    book.save(buffer)
    return XlsxReader().read(buffer.getvalue(), "表.xlsx")


def test_formulas_without_results_are_blank_with_a_note_where_no_office_is(monkeypatch):
    monkeypatch.setattr(office, "find_office", lambda: None)
    found = uncomputed()
    assert grid(found.tables[0]) == [["合计"]]
    assert "1 个公式没有计算结果" in found.notes[0]


def test_formulas_without_results_are_computed_by_an_office():
    need("LibreOffice", shutil.which("soffice"))
    found = uncomputed()
    assert grid(found.tables[0]) == [["合计", "2"]]
    assert "重新计算" in found.notes[0]


def test_thousands_of_merges_are_read_quickly():
    cells = "".join(f'<row r="{n}"><c r="A{n}"><v>{n}</v></c></row>' for n in range(1, 5001))
    table = read(sheet(cells, [f"A{n}:ZZ{n}" for n in range(1, 5001)])).tables[0]
    assert (table.height, table.width) == (5000, 1)
