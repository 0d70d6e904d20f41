"""Any workbook is read cell by cell, whichever program wrote it, and never beyond its bounds."""

from __future__ import annotations

import datetime as dt
import io
import re
import time
from decimal import Decimal

import openpyxl
import pytest
from hypothesis import given
from hypothesis import strategies as st
from papers import S_SPACE, xlsx

from workbook import sheets
from workbook.cellvalues import column_letters, date_text, is_date_format, number, position
from workbook.errors import InputRefused
from workbook.package import open_package, rezip
from workbook.sheets import CellError, read_book


def rows(content, **options):
    book = read_book(xlsx(f"<sheetData>{content}</sheetData>", **options), "表.xlsx")
    return {key: cell.value for key, cell in book.sheets[0].cells.items()}


def looked_at(data):
    return [sheet.cells for sheet in read_book(data, "表.xlsx").sheets]


def refused(*sheets, **options):
    with pytest.raises(InputRefused) as caught:
        looked_at(xlsx(*sheets, **options))
    assert "表.xlsx" in str(caught.value)
    return str(caught.value)


def test_what_openpyxl_writes_is_read_back():
    book = openpyxl.Workbook()
    sheet = book.active
    sheet.title = "统计表"
    sheet.append(["指标", 12, 3.25, True, "=B1*2", dt.date(2018, 1, 3)])
    sheet.merge_cells("A2:B3")
    sheet.row_dimensions[1].hidden = True
    book.create_sheet("隐藏").sheet_state = "veryHidden"
    buffer = io.BytesIO()
    book.save(buffer)
    read = read_book(buffer.getvalue(), "表.xlsx")
    values = [cell.value for cell in read.sheets[0].cells.values()]
    assert values == ["指标", 12, Decimal("3.25"), True, None, "2018-01-03"]
    assert read.sheets[0].cells[1, 5].formula == "B1*2"
    assert read.sheets[0].merges == [(2, 1, 3, 2)]
    assert [(sheet.name, sheet.hidden) for sheet in read.sheets] == [("统计表", False), ("隐藏", True)]
    assert read.properties["creator"] == "openpyxl"


def test_shared_and_rich_strings_are_whole_and_without_phonetic_guides():
    strings = (
        "<si><t>概述</t></si><si><r><t>主动</t></r><r><rPr/><t>公开</t></r>"
        '<rPh sb="0" eb="1"><t>zhudong</t></rPh></si><si><t>甲_x000A_乙</t></si>'
    )
    cells = "".join(f'<c r="A{n}" t="s"><v>{n - 1}</v></c>' for n in (1, 2, 3))
    assert list(rows(f"<row>{cells}</row>", strings=strings).values()) == ["概述", "主动公开", "甲\n乙"]


def test_inline_strings_errors_and_booleans_are_read():
    found = rows(
        '<row><c t="inlineStr"><is><t>行内</t></is></c><c t="e"><v>#REF!</v></c><c t="b"><v>0</v></c>'
        '<c t="str"><f>A1</f><v>结果</v></c><c t="str"><v></v></c></row>'
    )
    assert list(found.values()) == ["行内", CellError("#REF!"), False, "结果"]


def test_cells_without_references_count_on_from_their_neighbours():
    found = rows(
        '<row><c><v>1</v></c><c r="D1"><v>2</v></c><c><v>3</v></c></row>'
        '<row><c><v>4</v></c></row><row r="9"><c/><c><v>5</v></c></row>'
    )
    assert found == {(1, 1): 1, (1, 4): 2, (1, 5): 3, (2, 1): 4, (9, 2): 5}


@pytest.mark.parametrize("claim", ["A1", "A1:XFD1048576"])
def test_the_dimension_is_not_believed(claim):
    data = xlsx(f'<dimension ref="{claim}"/><sheetData><row><c r="C3"><v>7</v></c></row></sheetData>')
    assert read_book(data, "表.xlsx").sheets[0].cells[3, 3].value == 7


def test_strict_files_with_odd_prefixes_are_read():
    data = xlsx("<sheetData><row><c r='B2'><v>7</v></c></row></sheetData>")
    strict = b'xmlns:q="http://purl.oclc.org/ooxml/spreadsheetml/main"'
    parts = open_parts(data)
    sheet = parts["xl/sheet1.xml"].replace(f'xmlns="{S_SPACE}"'.encode(), strict)
    sheet = re.sub(rb"<(/?)(\w)", rb"<\1q:\2", sheet)
    read = read_book(rezip(parts | {"xl/sheet1.xml": sheet}), "表.xlsx")
    assert read.sheets[0].cells[2, 2].value == 7


def open_parts(data):
    package = open_package(data, "表.xlsx")
    return {name: package.read(name) for name in package.names}


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("0.30000000000000004", Decimal("0.3")),
        ("12", 12),
        ("-0", 0),
        ("1E3", 1000),
        ("1.10", Decimal("1.1")),
        ("30000000000000000000", 3 * 10**19),
        ("NaN", None),
        ("1e99999", None),
        ("", None),
    ],
)
def test_numbers_are_exact(text, value):
    assert number(text) == value
    assert type(number(text)) is type(value)


@given(st.decimals(-(10**9), 10**9, places=4))
def test_binary_noise_never_shows(value):
    assert number(f"{float(value):.17g}") == value


@pytest.mark.parametrize(
    ("serial", "from_1904", "text"),
    [
        (1, False, "1900-01-01"),
        (59, False, "1900-02-28"),
        (60, False, "1900-02-29"),
        (61, False, "1900-03-01"),
        (43103, False, "2018-01-03"),
        (41641, True, "2018-01-03"),
        (Decimal("43103.5"), False, "2018-01-03 12:00:00"),
        (Decimal("2958465.9999999"), False, "9999-12-31 23:59:59"),
        (0, False, None),
        (-5, False, None),
        (2958466, False, None),
        (2957010, True, None),
    ],
)
def test_serial_days_become_dates(serial, from_1904, text):
    assert date_text(serial, from_1904=from_1904) == text


@pytest.mark.parametrize("code", ["yyyy-mm-dd", 'yyyy"年"m"月"d"日"', "[$-804]m月d日;@", "[Red]d/m"])
def test_date_formats_are_seen(code):
    assert is_date_format(164, code)


@pytest.mark.parametrize("code", ["General", "0.00", "#,##0_);[Red](#,##0)", "h:mm", '0"day"', "[h]:mm:ss", "mm:ss"])
def test_other_formats_are_no_dates(code):
    assert not is_date_format(164, code)


@pytest.mark.parametrize(("system", "day"), [("", "2018-01-03"), ('<workbookPr date1904="1"/>', "2022-01-04")])
def test_dates_follow_the_workbooks_system(system, day):
    styles = '<cellXfs><xf numFmtId="0"/><xf numFmtId="31"/></cellXfs>'
    found = rows('<row><c s="1"><v>43103</v></c><c s="0"><v>43103</v></c></row>', styles=styles, book=system)
    assert list(found.values()) == [day, 43103]


def test_a_cell_at_the_far_corner_is_refused_at_once():
    start = time.perf_counter()
    far = '<row r="1048576"><c r="XFD1048576"><v>1</v></c></row>'
    message = refused(f'<sheetData><row><c r="A1"><v>1</v></c></row>{far}</sheetData>')
    assert "第1048576行" in message
    assert "XFD1048576" in message
    assert time.perf_counter() - start < 0.1


def test_blank_cells_at_the_far_corner_do_no_harm():
    assert rows('<row><c r="A1"><v>1</v></c><c r="XFD1048576" s="0"/></row>') == {(1, 1): 1}


@pytest.mark.parametrize("reference", ["A0", "XFE1", "A1048577", "乱", "", "A1:B2"])
def test_impossible_references_are_refused(reference):
    assert "引用" in refused(f'<sheetData><row><c r="{reference}"><v>1</v></c></row></sheetData>')


def test_too_many_cells_are_refused_with_the_place(monkeypatch):
    monkeypatch.setattr(sheets, "MAX_CELLS", 20_000)
    line = "<row>" + "<c><v>1</v></c>" * 1000 + "</row>"
    assert "A21" in refused(f"<sheetData>{line * 21}</sheetData>")


def test_merges_are_bounded():
    many = '<mergeCell ref="A1:B2"/>' * 20_001
    assert "合并单元格超过" in refused(f"<sheetData/><mergeCells>{many}</mergeCells>")
    assert "A1:XFE9" in refused('<sheetData/><mergeCells><mergeCell ref="A1:XFE9"/></mergeCells>')


def test_a_missing_shared_string_is_refused():
    assert "A1" in refused('<sheetData><row><c r="A1" t="s"><v>5</v></c></row></sheetData>')


def test_names_of_the_workbook_win_over_those_of_a_sheet():
    names = (
        "<definedNames><definedName name='年份'>表1!$A$1</definedName>"
        "<definedName name='年份' localSheetId='0'>表1!$B$2</definedName>"
        "<definedName name='坏'>#REF!</definedName></definedNames>"
    )
    book = read_book(xlsx("<sheetData/>", book=names), "表.xlsx")
    assert book.names == {"年份": "表1!$A$1", "坏": "#REF!"}


def test_a_sheet_without_its_part_is_refused():
    parts = open_parts(xlsx("<sheetData/>"))
    del parts["xl/sheet1.xml"]
    with pytest.raises(InputRefused, match=r"缺少部件 xl/sheet1\.xml"):
        looked_at(rezip(parts))


@given(st.integers(1, 1_048_576), st.integers(1, 16_384))
def test_references_and_positions_are_each_others_inverse(row, column):
    assert position(f"{column_letters(column)}{row}") == (row, column)
