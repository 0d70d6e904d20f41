"""The workbook of a roll-up: its formulas give what Python wrote, it is valid and reads back like any of ours."""

from __future__ import annotations

import io
import re
from decimal import Decimal

import office
import pytest
from checking import TABLE_2014, changed, whole
from openpyxl import load_workbook
from units import received, report, sum_of, unit

from workbook.check import check
from workbook.content import BookContent
from workbook.errors import InputRefused
from workbook.names import ROLL_UP, ROLL_UP_FIGURES, ROLL_UP_FINDINGS, ROLL_UP_UNITS
from workbook.ours import our_book
from workbook.package import open_package, rezip
from workbook.read import content_of
from workbook.report import Figure, Finding
from workbook.rollup.book import SHEETS as ROLL_UP_SHEETS
from workbook.rollup.book import build_summary, takes, with_summary
from workbook.rollup.received import Unread
from workbook.rollup.roster import Roster, RosterLine
from workbook.sheets import read_book
from workbook.write import build_book, update_book

LIES = ("=1+1", "不详", "约500", "/")


def some_units():
    """A county: bureaus and towns, with blanks, strokes, words, money, and numbers too long for a cell."""
    tables = [dict(TABLE_2014) for _ in range(7)]
    for at, table in enumerate(tables):
        table |= {"9.1": None, "8.4": Decimal("0.1") * at, "9.3": 10**16 + at, "3.1": 13 + at, "7": Decimal("0.25")}
        table |= {"9.2": LIES[at % 4] if at % 2 else at, "6": "/", "1.2.1": 0}
    names = ("财政局", "民政局", "青石镇", "青林镇", "青山乡", "=局", "城关街道办事处")
    wrong = Finding("T101", "error", "=不符", where="统计表!C3", label="收到申请数", expected=13, found=Decimal("1.5"))
    return [
        received(report(f"{name}", table), f"{name} #{at}.xlsx", places=at % 3 > 0, findings=(wrong,))
        for at, (name, table) in enumerate(zip(names, tables, strict=True))
    ]


def some_summary():
    units = some_units()
    lines = [
        RosterLine(one.report.unit, "青禾县" if at % 2 else "青禾市", "乡镇" if at in (2, 3, 4) else "部门")
        for at, one in enumerate(units)
    ]
    roster = Roster((*lines, RosterLine("不在的局", "青禾县", "部门")))
    return sum_of(*units, roster=roster, unread=[Unread("坏.xlsx", "坏.xlsx", "文件不完整")], unit="青禾县")


SUMMARY = some_summary()
FILES = {
    member.received.path: f"units/{member.received.file.replace('#', '%23').replace(' ', '%20')}"
    for member in SUMMARY.members
}
DATA = build_summary(SUMMARY, FILES)


def formulas(data):
    """Every formula of the two sheets of totals with the value beside it."""
    sheets = {sheet.name: sheet for sheet in read_book(data, "汇总.xlsx").sheets}
    return {
        (name, cell.row, cell.column): cell.value
        for name in (ROLL_UP, ROLL_UP_FIGURES)
        for cell in sheets[name].cells.values()
        if cell.formula is not None
    }


def without_results(data):
    """The workbook as if nobody had calculated it."""
    package = open_package(data, "汇总.xlsx")
    parts = {part: package.read(part) for part in package.names}
    forgotten = {
        part: re.sub(rb"(</f>)<v>[^<]*</v>", rb"\1", xml) for part, xml in parts.items() if "worksheets/" in part
    }
    return rezip(parts | forgotten)


def printed(value):
    return "" if value is None or value == "" else value if isinstance(value, str) else f"{float(value):.15g}"


def test_libreoffice_calculates_what_python_wrote(tmp_path):
    path = tmp_path / "汇总.xlsx"
    path.write_bytes(without_results(DATA))
    (tmp_path / "out").mkdir()
    (made,) = office.convert([path], "xlsx", tmp_path / "out")
    ours, theirs = formulas(DATA), formulas(made.read_bytes())
    assert len(ours) > 800
    assert {place: printed(value) for place, value in ours.items()} == {
        place: printed(theirs.get(place)) for place in ours
    }


def test_the_open_xml_validator_accepts_it(tmp_path):
    path = tmp_path / "汇总.xlsx"
    path.write_bytes(DATA)
    assert office.openxml_errors(path) == []


def test_the_same_units_give_the_same_bytes():
    assert build_summary(some_summary(), FILES) == DATA


def test_a_roll_up_is_a_workbook_like_any_other():
    content = content_of(our_book(DATA, "汇总.xlsx"))
    assert content.current.unit == "青禾县"
    assert {code: figure.value for code, figure in content.current.figures.items()} == {
        code: figure.value for code, figure in SUMMARY.report().figures.items()
    }
    assert [(part.name, part.own) for part in content.units] == [(m.name, m.level == "本级") for m in SUMMARY.members]
    assert not [finding for finding in check(content) if finding.code.startswith("R1")]
    again = content_of(our_book(update_book(DATA, content, "汇总.xlsx"), "汇总.xlsx"))
    assert again.units == content.units


def test_a_sum_changed_by_hand_is_found_with_the_unit_that_it_lacks():
    content = content_of(our_book(DATA, "汇总.xlsx"))
    town = next(part for part in content.units if part.name == "青林镇")
    found = content.current.figures["3.2"].value - town.values["3.2"]
    received = content.current.figures["3.1"].value - town.values["3.1"]
    content.current = changed(content.current, {"3.1": received, "3.2": found})
    lacking = [finding for finding in check(content) if finding.code == "R103"]
    assert [(finding.figures[0], finding.found) for finding in lacking] == [("3.1", received), ("3.2", found)]
    assert "可能漏了“青林镇”" in lacking[0].message


def test_links_lead_from_a_total_to_its_cells_and_from_a_unit_to_its_file():
    package = open_package(DATA, "汇总.xlsx")
    xml = package.read("xl/worksheets/sheet2.xml").decode()
    relations = package.read("xl/worksheets/_rels/sheet2.xml.rels").decode()
    assert re.search(r'<hyperlink ref="G8" location="汇总!G15:G21"/>', xml)
    target = re.search(r'<hyperlink ref="H16" r:id="(\w+)" location="(统计表![A-Z]+\d+)"/>', xml)
    assert target
    assert f'Id="{target[1]}" Type' in relations
    assert 'Target="units/民政局%20%231.xlsx" TargetMode="External"' in relations
    # A report that is no workbook of ours has no cells to lead to.
    assert 'ref="H15"' not in xml


def test_nothing_a_unit_wrote_becomes_a_formula():
    book = read_book(DATA, "汇总.xlsx")
    texts = [cell for sheet in book.sheets for cell in sheet.cells.values() if cell.value in ("=1+1", "=局", "=不符")]
    assert len(texts) > 3
    assert all(cell.formula is None for cell in texts)


def test_the_sheets_say_what_is_left_out_and_what_is_wrong():
    sheets = {sheet.name: sheet for sheet in read_book(DATA, "汇总.xlsx").sheets}
    top = sheets[ROLL_UP].cells[2, 1].value
    assert top == "合计不完整：9 个单位计入 7 份，没有包括：缺报 1（不在的局）；退回 1（坏）。"
    listed = {(cell.value) for cell in sheets[ROLL_UP_UNITS].cells.values() if cell.column == 6}
    assert {"计入", "缺报", "退回"} <= listed
    assert len({cell.row for cell in sheets[ROLL_UP_FINDINGS].cells.values() if cell.value == "T101"}) == 7
    blank = {str(cell.value) for cell in sheets[ROLL_UP_FIGURES].cells.values() if cell.column == 9}
    assert any(text.startswith("空白：") and "青石镇" in text for text in blank)


def test_across_editions_the_sheet_has_what_may_be_compared_and_the_table_no_more():
    old, new = (
        unit("甲局", {"3.1": 5, "5": 2, "9.1": 1}),
        unit("乙局", {"T3.1.C7": 7, "T4.B.5": 1, "T4.C.5": 3}, "2021"),
    )
    summary = sum_of(old, new, across=True, unit="青禾市")
    content = content_of(our_book(build_summary(summary, {}), "汇总.xlsx"))
    assert {line.key: summary.sum[line.key].value for line in summary.lines} == {
        "requests": 12,
        "reconsiderations": None,
        "lawsuits": 6,
    }
    assert content.current.form == "2021"
    assert not [finding for finding in check(content) if finding.code.startswith("R1")]


def test_a_roll_up_whose_list_was_moved_away_is_refused():
    package = open_package(DATA, "汇总.xlsx")
    parts = {part: package.read(part) for part in package.names}
    parts["xl/workbook.xml"] = re.sub(rb"(name=\"S_roll_up\">)[^<]*", rb"\1#REF!", parts["xl/workbook.xml"])
    with pytest.raises(InputRefused, match="S_roll_up"):
        content_of(our_book(rezip(parts), "汇总.xlsx"))


def test_every_report_of_the_sum_can_be_made_again_from_whole_units():
    units = [received(changed(whole("2021", 2023), unit=f"第{at}局")) for at in range(3)]
    content = content_of(our_book(build_summary(sum_of(*units, unit="青禾市"), {}), "汇总.xlsx"))
    once = whole("2021", 2023).reported()
    assert content.current.reported() == {code: 3 * value for code, value in once.items()}


def test_a_table_of_the_own_level_alone_is_held_to_the_own_level_alone():
    summary = sum_of(unit("甲局", {"9.1": 1}), unit("青石镇", {"9.1": 2}), unit="青禾市", own_only=True)
    content = content_of(our_book(build_summary(summary, {}), "汇总.xlsx"))
    assert content.current.figures["9.1"].value == 1
    assert [part.counted for part in content.units] == [True, False]
    assert not [finding for finding in check(content) if finding.code.startswith("R1")]


def book_with(figures=None, *sheets, year=2016, edition="2014"):
    """A workbook of a county with these figures and sheets of its own."""
    made = changed(whole(edition, year), unit="青禾县")
    made.figures = {code: Figure(code, "reported", value, str(value)) for code, value in (figures or {}).items()}
    book = load_workbook(io.BytesIO(build_book(BookContent(made, explanations={"T101": "已核对"}))))
    for title in sheets:
        book.create_sheet(title)["B2"] = "=统计表!A1"
    return saved(book)


def saved(book):
    buffer = io.BytesIO()
    book.save(buffer)
    return buffer.getvalue()


def titles(data):
    return [sheet.name for sheet in read_book(data, "年报.xlsx").sheets]


def test_the_sheets_go_into_a_workbook_behind_its_cover_and_give_way_to_those_made_again():
    data = book_with({"3.1": 5}, "自己的表")
    once = with_summary(data, SUMMARY, FILES, "年报.xlsx")
    assert titles(once) == [titles(data)[0], *ROLL_UP_SHEETS, *titles(data)[1:]]
    again = with_summary(once, SUMMARY, FILES, "年报.xlsx")
    # However often it is made: no looks pile up in the file.
    assert with_summary(again, SUMMARY, FILES, "年报.xlsx") == again
    fewer = with_summary(once, sum_of(*some_units()[:2], unit="青禾县"), {}, "年报.xlsx")
    content = content_of(our_book(fewer, "年报.xlsx"))
    assert [part.name for part in content.units] == ["民政局", "财政局"]
    assert (content.current.figures["3.1"].value, content.explanations) == (5, {"T101": "已核对"})
    assert load_workbook(io.BytesIO(fewer))["自己的表"]["B2"].value == "=统计表!A1"


def test_a_sum_in_a_workbook_says_the_same_as_one_of_its_own():
    alone, within = (
        {title: sheet.cells for sheet in read_book(data, "汇总.xlsx").sheets if (title := sheet.name) in ROLL_UP_SHEETS}
        for data in (DATA, with_summary(book_with(), SUMMARY, FILES, "年报.xlsx"))
    )
    for title, cells in alone.items():
        assert {at: (cell.value, cell.formula) for at, cell in cells.items()} == {
            at: (cell.value, cell.formula) for at, cell in within[title].items()
        }, title


def test_an_empty_table_takes_the_sums_and_keeps_what_else_was_written():
    data = book_with()
    before = content_of(our_book(data, "年报.xlsx"))
    assert takes(before, SUMMARY)
    content = content_of(our_book(with_summary(data, SUMMARY, FILES, "年报.xlsx", fill=True), "年报.xlsx"))
    sums = {code: figure.value for code, figure in SUMMARY.report().figures.items() if figure.value is not None}
    assert {code: figure.value for code, figure in content.current.figures.items() if figure.value is not None} == sums
    assert (content.current.unit, content.current.sections) == ("青禾县", before.current.sections)
    assert content.explanations["T101"] == "已核对"
    assert not [finding for finding in check(content) if finding.code.startswith("R1")]


@pytest.mark.parametrize(
    "given",
    [{"figures": {"3.1": 0}}, {"year": 2017}, {"edition": "2021", "year": 2023}],
    ids=["figure", "year", "form"],
)
def test_a_table_with_a_figure_or_of_another_year_or_form_is_not_filled(given):
    assert not takes(content_of(our_book(book_with(**given), "年报.xlsx")), SUMMARY)


@pytest.mark.parametrize("title", [ROLL_UP, ROLL_UP_UNITS])
def test_a_sheet_of_the_user_s_with_the_same_name_keeps_the_sums_out(title):
    with pytest.raises(InputRefused, match=f"“{title}”.*同名"):
        with_summary(book_with({}, title), SUMMARY, FILES, "年报.xlsx")


def test_a_workbook_of_a_unit_with_the_sums_is_valid(tmp_path):
    path = tmp_path / "年报.xlsx"
    path.write_bytes(with_summary(book_with({"3.1": 5}), SUMMARY, FILES, "年报.xlsx"))
    assert office.openxml_errors(path) == []
