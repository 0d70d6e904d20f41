"""Catalogue of bad inputs 21 to 44: what people and programs do to workbooks, ours and others."""

from __future__ import annotations

import datetime as dt
import io
import re

import openpyxl
import papers
import pytest
from catalogue import CODE, Case, book, cell, edited, expect, figure, parts, patched, put, report, same_figures, typed
from catalogue import TABLE as SHEET
from checking import whole
from openpyxl.utils.datetime import CALENDAR_MAC_1904

from workbook.package import rezip
from workbook.read import read_content

READ, CHECK = "import a.xlsx --json", "check a.xlsx"
NAME = CODE.replace(".", "_")
FAR = '<sheetData><row r="1048576"><c r="XFD1048576"><v>1</v></c></row></sheetData>'
TABLE = whole("2021", 2023).figures
STRAY = '<row r="5000"><c r="B5000" t="inlineStr"><is><t xml:space="preserve">{}</t></is></c></row></sheetData>'
VALUE = TABLE[CODE].value


def case(number, what, change, words, code, *said, look=lambda _folder, _out: True):
    """A case of our own workbook, changed in openpyxl."""
    return Case(number, what, put("a.xlsx", lambda: edited(change)), words, code, said, look)


def raw(number, what, make, words, code, *said, look=lambda _folder, _out: True):
    """A case of a file made some other way."""
    return Case(number, what, put("a.xlsx", make), words, code, said, look)


def keeps(_folder, out):
    """Whether every figure of the workbook is read as it was written."""
    return all(figure(out, code)["value"] == one.value for code, one in TABLE.items() if one.value is not None)


def sheet_parts(change):
    """Our workbook with every sheet's XML changed."""
    found = parts(book())
    return rezip({n: change(data) if n.startswith("xl/worksheets/sheet") else data for n, data in found.items()})


def dimension(reference):
    return lambda: sheet_parts(lambda xml: re.sub(rb'<dimension ref="[^"]*"', b'<dimension ref="%b"' % reference, xml))


def rename(opened):
    opened["统计表"].title = "表格"
    for name in opened.defined_names.values():
        name.attr_text = name.attr_text.replace("'统计表'!", "'表格'!")
    opened.move_sheet("表格", 3)


def shifted(down, right):
    """Insert a row or a column before the first figure as a spreadsheet program does: the names move along."""

    def change(opened):
        sheet, first = opened["统计表"], cell(opened)
        at_row, at_column = first.row, first.column
        area = f"A{at_row}:{sheet.cell(sheet.max_row, sheet.max_column).coordinate}"
        if right:
            area = f"{first.column_letter}1:{sheet.cell(sheet.max_row, sheet.max_column).coordinate}"
        for merged in list(sheet.merged_cells.ranges):
            sheet.unmerge_cells(str(merged))
        sheet.move_range(area, rows=down, cols=right)
        for name in opened.defined_names.values():
            place = re.fullmatch(r"'统计表'!\$([A-Z]+)\$(\d+)", name.attr_text)
            if place:
                column, row = openpyxl.utils.column_index_from_string(place[1]), int(place[2])
                row += down * (row >= at_row)
                column += right * (column >= at_column)
                name.attr_text = f"'统计表'!${openpyxl.utils.get_column_letter(column)}${row}"

    return change


def swap_rows(opened):
    """As sorting the values alone does."""
    one, other = cell(opened), cell(opened, "T3.3.1.C1")
    one.value, other.value = other.value, one.value + 7


def naming(reference):
    """The workbook with the name of a figure pointing elsewhere, or gone."""
    entry = rb'<definedName name="%b"[^>]*>[^<]*</definedName>' % NAME.encode()
    new = b"" if reference is None else f'<definedName name="{NAME}">{reference}</definedName>'.encode()
    return lambda: patched(book(), "xl/workbook.xml", lambda xml: re.sub(entry, new, xml))


def in_table(old, new):
    """The workbook with something replaced in the XML of 统计表, where it must be found."""

    def change(xml):
        changed, count = re.subn(old, new, xml)
        assert count
        return changed

    return lambda: patched(book(), SHEET, change)


def hide(opened):
    first = cell(opened)
    opened["统计表"].row_dimensions[first.row].hidden = True
    opened["统计表"].column_dimensions[first.column_letter].hidden = True
    opened["统计表"].sheet_state = "veryHidden"


def filtered(opened):
    opened["统计表"].auto_filter.ref = "A1:H40"
    opened["统计表"].row_dimensions[cell(opened).row].hidden = True


def merge(opened):
    first = cell(opened)
    opened["统计表"].merge_cells(
        start_row=first.row, end_row=first.row, start_column=first.column, end_column=first.column + 1
    )


def writing(value, code=CODE):
    return lambda: typed(value, code)


def stale():
    """A total whose stored result is another than that of its formula."""
    return sheet_parts(lambda xml: re.sub(rb"(</f><v>)\d+(</v>)", rb"\g<1>999\g<2>", xml))


def macros():
    found = parts(book())
    types = "[Content_Types].xml"
    main = b"application/vnd.openxmlformats-officedocument.spreadsheetml.sheet.main+xml"
    found[types] = found[types].replace(main, b"application/vnd.ms-excel.sheet.macroEnabled.main+xml")
    return rezip(found | {"xl/vbaProject.bin": b"\xcc\x61 macros"})


def foreign():
    buffer = io.BytesIO()
    made = openpyxl.Workbook()
    made.active.append(["品名", "数量"])
    made.active.append(["办公用纸", 12])
    made.save(buffer)
    return buffer.getvalue()


def version(value):
    def change(opened):
        sheet, place = opened.defined_names["M_template_version"].attr_text.replace("$", "").replace("'", "").split("!")
        opened[sheet][place].value = value

    return change


def bare(xml):
    """A sheet as WPS may write it: cells without their places, in full rows, texts in line."""

    def row(found):
        cells, at = [], 0
        for one in re.finditer(rb'<c r="([A-Z]+)\d+"([^>]*?)(/>|>.*?</c>)', found[2]):
            column = openpyxl.utils.column_index_from_string(one[1].decode())
            cells += [b"<c/>"] * (column - at - 1) + [b"<c" + one[2] + one[3]]
            at = column
        return found[1] + b"".join(cells) + b"</row>"

    return re.sub(rb"(<row [^>]*>)(.*?)</row>", row, xml, flags=re.DOTALL)


def as_wps():
    found = parts(report("xlsx"))
    return rezip({n: bare(data) if n.startswith("xl/worksheets/sheet") else data for n, data in found.items()})


def mac_dates(opened):
    opened.epoch = CALENDAR_MAC_1904
    sheet, place = opened.defined_names["M_period_start"].attr_text.replace("$", "").replace("'", "").split("!")
    opened[sheet][place].value = dt.date(2023, 1, 1)


def period(out):
    return '"period": ["2023-01-01", "2023-12-31"]' in out


def dangerous(folder):
    """A unit and a sentence that a spreadsheet program would take for formulas."""
    page = report("html").decode()
    page = page.replace("云溪县城乡建设局", "=HYPERLINK(1)局").replace("本局把公开", "+cmd|' /C calc'!A0 把公开")
    (folder / "a.html").write_text(page, "utf-8")


def is_plain(folder, _out):
    """Whether no cell of the workbook is a formula of the report's making."""
    opened = openpyxl.load_workbook(folder / "b.xlsx")
    formulas = [one.value for sheet in opened for row in sheet for one in row if one.data_type == "f"]
    texts = [str(one.value) for sheet in opened for row in sheet for one in row if one.data_type == "s"]
    return not [f for f in formulas if "calc" in str(f) or "HYPERLINK(1)" in str(f)] and any(
        text.startswith("+cmd|") for text in texts
    )


CASES = [
    raw(21, "xlsx", lambda: papers.xlsx(FAR), READ, 3, "1048576"),
    raw(22, "small", dimension(b"A1"), READ, 0, look=keeps),
    raw(22, "large", dimension(b"A1:XFD1048576"), READ, 0, look=keeps),
    case(23, "renamed and moved", rename, READ, 0, look=keeps),
    case(23, "missing", lambda opened: opened.remove(opened["统计表"]), READ, 3, "统计表"),
    case(24, "row inserted", shifted(1, 0), READ, 0, look=keeps),
    raw(24, "row deleted", naming("#REF!"), READ, 3, NAME, "#REF!"),
    case(24, "sorted", swap_rows, CHECK, 1, "T301"),
    case(25, "column inserted", shifted(0, 1), READ, 0, look=keeps),
    raw(26, "gone", naming(None), READ, 3, NAME, "已被删除"),
    raw(26, "broken", naming("没有!$A$1"), READ, 3, NAME, "已失效"),
    case(27, "merged", merge, CHECK, 1, "T30"),
    case(28, "hidden", hide, READ, 0, look=keeps),
    case(29, "filter", filtered, READ, 0, look=keeps),
    raw(30, "constant", writing(999999, "T3.1.C7"), CHECK, 1, "V108"),
    raw(31, "agreeing constant", writing(TABLE["T3.1.C7"].value, "T3.1.C7"), CHECK, 0, "V108"),
    case(32, "no results", lambda _: None, READ, 0, look=keeps),
    case(32, "no complaint", lambda _: None, CHECK, 0),
    raw(33, "old results", stale, READ, 0, look=keeps),
    *[raw(34, value, writing(value), CHECK, 1, "V104", value) for value in ("#REF!", "#VALUE!", "#DIV/0!", "#N/A")],
    raw(35, "link", writing("='[1]Sheet1'!A1"), CHECK, 1, "V104", "[1]Sheet1"),
    *[
        raw(36, value[:6], writing(value), CHECK, 1, "V104", value[:6])
        for value in ("=cmd|' /C calc'!A0", '=HYPERLINK("http://192.0.2.1/x","1")', '=WEBSERVICE("http://192.0.2.1/x")')
    ],
    Case(37, "texts", dangerous, "import a.html -o b.xlsx", 0, (), is_plain),
    Case(38, "macros", put("a.xlsm", macros), "import a.xlsm --json", 0, (), keeps),
    Case(38, "written", put("a.xlsm", macros), "import a.xlsm -o b.xlsm", 2, (".xlsx",)),
    case(39, "newer", version(99), READ, 3, "99", "升级"),
    raw(40, "foreign", foreign, READ, 3, "a.xlsx"),
    Case(40, "target", put("b.xlsx", foreign), "import b.xlsx -o b.xlsx", 3, ("b.xlsx",)),
    raw(41, "unprotected", in_table(rb"<sheetProtection[^>]*/>", b""), READ, 0, look=keeps),
    *[
        raw(42, text.strip(), in_table(b"</sheetData>", STRAY.format(text).encode()), READ, 0, look=keeps)
        for text in (" ", "记一笔 12")
    ],
    raw(43, "WPS", as_wps, READ, 0, look=lambda _, out: same_figures(out)),
    case(44, "1904", mac_dates, READ, 0, look=lambda _, out: period(out)),
]


@pytest.mark.parametrize("case", CASES, ids=str)
def test_the_catalogue_of_worksheets(run, tmp_path, case):
    expect(run, tmp_path, case)


def test_the_usual_workbook_has_nothing_to_say(run, tmp_path):
    (tmp_path / "a.xlsx").write_bytes(book())
    assert run(*CHECK.split())[0] == 0
    assert read_content(tmp_path / "a.xlsx").current.figures[CODE].value == VALUE
