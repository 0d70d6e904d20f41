"""The short way through a sheet's rows gives what the XML parser gives, or leaves the sheet to it."""

from __future__ import annotations

import io
from html import escape

import openpyxl
import pytest
from hypothesis import given
from hypothesis import strategies as st
from papers import xlsx

from workbook import sheets
from workbook.formfile import TEMPLATES, editions
from workbook.package import open_package
from workbook.rowscan import scan
from workbook.sheets import read_book

HEAD = '<worksheet xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main">'


def sheet(rows):
    return f"{HEAD}<sheetData>{rows}</sheetData></worksheet>".encode()


def contents(data):
    return [
        {at: (cell.value, cell.formula) for at, cell in one.cells.items()} for one in read_book(data, "表.xlsx").sheets
    ]


def both_ways(data, monkeypatch):
    short = contents(data)
    monkeypatch.setattr(sheets, "scan", lambda *_: None)
    return short, contents(data)


def saved_again(data):
    stream = io.BytesIO()
    openpyxl.load_workbook(io.BytesIO(data)).save(stream)
    return stream.getvalue()


@pytest.mark.parametrize("edition", editions())
@pytest.mark.parametrize("change", [lambda data: data, saved_again], ids=["ours", "openpyxl"])
def test_whole_workbooks_are_the_same_both_ways(edition, change, monkeypatch):
    data = change((TEMPLATES / f"nianbao-{edition}.xlsx").read_bytes())
    package = open_package(data, "表.xlsx")
    assert all(scan(package.read(part)) for part in package.names if part.startswith("xl/worksheets/sheet"))
    short, parsed = both_ways(data, monkeypatch)
    assert short == parsed
    assert sum(map(len, short)) > 500


CELLS = st.lists(
    st.one_of(
        st.integers(-(10**17), 10**17).map(lambda number: f"<v>{number}</v>"),
        st.text(st.characters(codec="utf-8", exclude_categories=("Cc",), exclude_characters="\ufffe\uffff")).map(
            lambda text: f'<is><t xml:space="preserve">{escape(text)}</t></is>'
        ),
        st.sampled_from(
            ["", "<v/>", "<f>A1&amp;B1</f><v>3</v>", "<f/>", '<f t="shared" si="0"/><v>1</v>', "<is><t/></is>"]
        ),
    ),
    max_size=12,
)


@given(CELLS, st.sampled_from(["", "\n", " "]))
def test_generated_rows_are_the_same_both_ways(cells, gap):
    def cell(at, content):
        kind = ' t="inlineStr"' if content.startswith("<is>") else ""
        return f'<c r="{chr(65 + at)}3" s="{at}"{kind}>{content}</c>' if content else f'<c r="{chr(65 + at)}3" s="1"/>'

    row = gap.join(cell(at, content) for at, content in enumerate(cells))
    data = xlsx(f'<sheetData>{gap}<row r="1"/>{gap}<row r="3" spans="1:9">{gap}{row}</row>{gap}</sheetData>')
    assert scan(open_package(data, "表.xlsx").read("xl/sheet1.xml"))
    with pytest.MonkeyPatch.context() as patch:
        short, parsed = both_ways(data, patch)
    assert short == parsed


@pytest.mark.parametrize(
    "rows",
    [
        '<row><c r="A1"><v>1</v></c><!-- 注 --></row>',
        '<row><c r="A1"><v><![CDATA[1]]></v></c></row>',
        '<row><c r="A1"><v>1</v></c><c><v>2</v></c></row>',
        "<row><c r='A1'><v>1</v></c></row>",
        '<row><c r="A1" s="1" s="2"><v>1</v></c></row>',
        '<row><c r="A1"><v>&unknown;</v></c></row>',
        '<row><c r="A1"><v>&#0;</v></c></row>',
        '<row><c r="A1"><v>1 & 2</v></c></row>',
        '<row><c r="A1"><is><r><t>1</t></r></is></c></row>',
        '<row><c r="A1"><v>1</v></c></row><c r="A2"><v>2</v></c>',
        '<row><row><c r="A1"><v>1</v></c></row></row>',
        '<row><c r="A1"><v>1</v></c>',
        '<c r="A1"><v>1</v></c></row>',
        '<row><c r="A1"><v>1</v></c></row></row>',
        '<row><c r="XFE1"><v>1</v></c></row>',
        '<row><c r="A1048577"><v>1</v></c></row>',
        '<row><c r="A1"><v>1\r\n2</v></c></row>',
        '<row><c r="A1"><v>]]></v></c></row>',
        '<row><c r="A1"><v>1</v></c>文字</row>',
    ],
)
def test_rows_outside_the_grammar_are_left_to_the_parser(rows):
    assert scan(sheet(rows)) is None


def test_other_encodings_are_left_to_the_parser():
    rows = '<row><c r="A1" t="str"><v>甲</v></c></row>'
    text = sheet(rows).decode()
    assert scan(f'<?xml version="1.0" encoding="GB18030"?>{text}'.encode("gb18030")) is None
    assert scan(sheet(rows).replace("甲".encode(), "甲".encode("gb18030"))) is None
    assert scan(sheet(rows)) == (
        [(1, 1, "str", "0", "甲", None, None)],
        f"{HEAD}<sheetData></sheetData></worksheet>".encode(),
    )


def test_a_sheet_without_cells_has_none():
    assert scan(sheet(""))[0] == []
    assert scan(sheet('<row r="1"><c r="A1" s="1"/></row><row r="2"/>'))[0] == []
