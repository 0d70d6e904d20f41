"""Figures over the years: bridged where the meaning is the same, broken by a new edition, tied to last year."""

from __future__ import annotations

import io
import re
from decimal import Decimal

import office
import pytest
from checking import changed, whole
from openpyxl import load_workbook
from yearsbook import book_of, some_years

from workbook import finish, marks
from workbook.changes import timeline_of
from workbook.check import check
from workbook.compare import compare
from workbook.content import BookContent
from workbook.editing import open_to_change
from workbook.errors import InputRefused
from workbook.historybook import with_history
from workbook.names import CHANGES, CHARTS, HISTORY_LABELS, ON_DEMAND
from workbook.ours import our_book
from workbook.package import open_package, rezip
from workbook.read import content_of
from workbook.report import AnnualReport
from workbook.sheets import read_book
from workbook.write import build_book, update_book

CONTENT = some_years()
TIMELINE = timeline_of(CONTENT)
PLAIN = build_book(CONTENT)
BOOK = book_of(CONTENT)
FEW = BookContent(whole("2014", 2018), {2016: whole("2014", 2016)})
SMALL = book_of(FEW)


def again(data, content):
    timeline = timeline_of(content)
    return with_history(data, timeline, compare(content.current, content.current), "年报.xlsx")


def changes(key):
    return {change.year: change for change in TIMELINE.changes() if change.track.key == key}


def cells(data, sheet):
    return next(one for one in read_book(data, "年报.xlsx").sheets if one.name == sheet).cells


def row_of(data, label):
    """The cells of a row of 同比 by the titles of their columns."""
    found = cells(data, CHANGES)
    row = next(row for (row, column), cell in sorted(found.items()) if column == 2 and cell.value == label)
    return {str(cell.value): found.get((row, column)) for (at, column), cell in found.items() if at == 4}


def told(data, label, title):
    cell = row_of(data, label)[title]
    return cell.value if cell else None


def test_a_series_goes_on_over_three_editions():
    received = changes("requests")
    assert {year: change.value for year, change in received.items()} == {
        2016: 10, 2018: 20, 2019: 30, 2020: 25, 2021: 0, 2022: 40, 2023: 50,
    }  # fmt: skip
    assert [change.change for change in received.values()] == [None, 10, 10, -5, -25, 40, 10]
    assert [change.rate for change in received.values()][-3:] == [Decimal(-1), None, Decimal("0.25")]
    assert "+".join(changes("lawsuits")[2019].track.codes[2019]) == "T4.B.5+T4.C.5"


def test_a_sum_of_series_needs_every_number():
    lawsuits = changes("lawsuits")
    assert (lawsuits[2019].value, lawsuits[2019].change) == (5, None)
    assert lawsuits[2018].value is None
    assert (lawsuits[2020].value, lawsuits[2020].change, lawsuits[2021].change) == (None, None, None)


def test_neither_blank_nor_stroke_nor_word_is_taken_for_nothing():
    assert (changes("T2.5.a.1")[2023].value, changes("T2.5.a.1")[2023].change) == (None, None)
    assert (changes("T4.A.1")[2023].value, changes("T4.A.1")[2023].change) == ("/", None)
    assert (changes("T2.6.a.1")[2023].value, changes("T2.6.a.1")[2023].rate) == ("不详", None)


def test_a_change_is_against_the_year_before_in_the_book():
    assert {year: change.since for year, change in changes("7").items()} == {2016: None, 2018: 2016}
    assert changes("7")[2018].change == Decimal("0.75")


def test_breaks_are_told_on_both_sides():
    assert changes("3.1")[2018].broken == "自2019年起版式改变，此后无此项"
    assert changes("3.1")[2016].broken == ""
    assert changes("T3.1.C7")[2019].broken == "自2019年起版式改变，此前无此项"
    new, old = (
        TIMELINE.remark(track) for track in TIMELINE.tracks if track.name in {
            ("T2.1.b.3", "行政规范性文件·现行有效件数"), ("T2.1.b.3", "规范性文件·对外公开总数量"),
        }
    )  # fmt: skip
    assert new == "自2021年起版式改变，此前无此项"
    assert old == "自2019年起版式改变，此前无此项；自2021年起版式改变，此后无此项"


def test_carried_over_requests_are_tied_to_last_year_s():
    carried = changes("T3.2.C1")
    assert {year: (change.expected, change.difference) for year, change in carried.items()} == {
        2019: (None, None),
        2020: (4, 0),
        2021: (7, -2),
        2022: (None, None),
        2023: (changes("T3.4.C1")[2022].value, 0),
    }


def test_documents_in_force_follow_from_last_year_s():
    in_force = {year: change for year, change in changes("T2.1.b.3").items() if change.edition == "2021"}
    assert [in_force[year].expected for year in (2021, 2022, 2023)] == [None, 13, 16]
    assert [in_force[year].difference for year in (2021, 2022, 2023)] == [None, 0, -1]


def test_years_that_do_not_follow_each_other_are_not_tied():
    content = BookContent(whole("2021", 2023), {2021: whole("2021", 2021)})
    assert timeline_of(content).ties == ()


def test_a_figure_s_line_for_machines_has_numbers_and_words_apart():
    line = changes("T4.A.1")[2023].to_json("某局")
    assert (line["value"], line["text"], line["since"], line["break"]) == (None, "/", 2022, "")
    line = changes("T2.8.a.1")[2021].to_json("某局")
    assert (line["value"], line["measure"], line["edition"], line["code"]) == (100.5, "万元", "2021", "T2.8.a.1")


def test_a_book_without_a_year_is_refused():
    with pytest.raises(InputRefused, match="没有填报告年度"):
        timeline_of(BookContent(AnnualReport("2021"), {2022: whole("2021", 2022)}))


def test_libreoffice_calculates_what_python_wrote_also_after_newer_years_were_merged_in(tmp_path):
    content = content_of(our_book(BOOK, "年报.xlsx"))
    history = {**content.history, 2023: content.current, 2017: whole("2014", 2017)}
    newer = BookContent(changed(whole("2021", 2024), {"T3.1.C7": 99}), history)
    paths = [tmp_path / "年报.xlsx", tmp_path / "下一年.xlsx"]
    paths[0].write_bytes(without_results(BOOK))
    paths[1].write_bytes(without_results(update_book(BOOK, newer, "年报.xlsx")))
    (tmp_path / "out").mkdir()
    for made in office.convert(paths, "xlsx", tmp_path / "out"):
        data = made.read_bytes()
        for sheet in (CHANGES, CHARTS):
            found = cells(data, sheet)
            # The column of rows and the row of columns lead to places of 历年, which move.
            ours = {at: cell for at, cell in cells(BOOK, sheet).items() if cell.formula and at[0] != 3 and at[1] != 4}
            assert len(ours) > (1_000 if sheet == CHANGES else 50)
            assert {at: printed(found.get(at)) for at in ours} == {at: printed(cell) for at, cell in ours.items()}


def without_results(data):
    """The workbook as if nobody had calculated it."""
    package = open_package(data, "年报.xlsx")
    parts = {part: package.read(part) for part in package.names}
    forgotten = {p: re.sub(rb"(</f>)<v>[^<]*</v>", rb"\1", xml) for p, xml in parts.items() if "worksheets/" in p}
    return rezip(parts | forgotten)


def printed(cell):
    value = None if cell is None else cell.value
    return "" if value is None or value == "" else value if isinstance(value, str) else f"{float(value):.12g}"


def test_the_sheet_shows_changes_rates_and_what_is_missing():
    label = "收到政府信息公开申请数"
    assert (told(BOOK, label, "2016"), told(BOOK, label, "2023")) == (10, 50)
    assert (told(BOOK, label, "增减（比2022年）"), told(BOOK, label, "同比")) == (10, Decimal("0.25"))
    assert told(BOOK, label, "说明") == "2016—2018年取 3.1；2019—2023年取 T3.1.C7，含义相同"
    assert (told(BOOK, "行政事业性收费", "增减（比2022年）"), told(BOOK, "行政事业性收费", "同比")) == (
        Decimal("0.1"),
        "—",
    )
    assert told(BOOK, "行政许可", "2018") == "无此项"
    assert told(BOOK, "行政处罚", "2023") == "不详"
    assert told(BOOK, "行政处罚", "增减（比2022年）") is None


def test_a_gap_is_not_called_a_year_on_year_change():
    assert told(SMALL, "（一）收到申请数", "比2016年") == 0
    assert "同比" not in row_of(SMALL, "（一）收到申请数")


def test_every_number_is_a_formula_that_can_be_followed():
    found = cells(BOOK, CHANGES)
    numbers = [
        cell for (row, column), cell in found.items() if row > 4 and column > 4 and not isinstance(cell.value, str)
    ]
    assert len(numbers) > 1_000
    assert all(cell.formula is not None for cell in numbers)


def test_the_open_xml_validator_accepts_it(tmp_path):
    path = tmp_path / "年报.xlsx"
    path.write_bytes(BOOK)
    assert office.openxml_errors(path) == []


def test_the_same_book_gives_the_same_bytes():
    assert book_of(FEW) == SMALL


def test_the_sheets_are_ours_and_nothing_in_them_is_read_back():
    found = our_book(BOOK, "年报.xlsx")
    assert found.foreign_sheets() == []
    before, after = content_of(our_book(PLAIN, "年报.xlsx")), content_of(found)
    assert after == before
    assert check(after) == check(before)


def test_a_second_call_puts_new_sheets_in_the_place_of_the_old():
    made = again(SMALL, FEW)
    names = load_workbook(io.BytesIO(made)).sheetnames
    assert [names.count(title) for title in ON_DEMAND] == [1, 1, 1]
    assert names == load_workbook(io.BytesIO(SMALL)).sheetnames


def test_marks_leave_the_sheets_as_they_were():
    wrong = BookContent(changed(FEW.current, {"3.1": 99}), FEW.history)
    made = book_of(wrong)
    marked = marks.mark(made, check(wrong), "年报.xlsx")
    assert marked != made
    for sheet in ON_DEMAND:
        before, after = (
            {place: cell.formula or cell.value for place, cell in cells(data, sheet).items()} for data in (made, marked)
        )
        assert before == after
    charts = [len(open_to_change(data, "年报.xlsx")[CHARTS]._charts) for data in (made, marked)]
    assert charts[0] == charts[1] > 2


def test_a_sheet_that_was_deleted_is_made_again():
    book = open_to_change(SMALL, "年报.xlsx")
    del book[CHANGES]
    left = finish.save(book, [])
    assert our_book(left, "年报.xlsx").foreign_sheets() == []
    assert CHANGES in load_workbook(io.BytesIO(again(left, FEW))).sheetnames


def test_a_sheet_of_the_user_s_own_with_such_a_name_is_left_alone():
    book = load_workbook(io.BytesIO(build_book(FEW)))
    book.create_sheet(CHARTS)
    buffer = io.BytesIO()
    book.save(buffer)
    with pytest.raises(InputRefused, match="自己加的工作表“图表”"):
        again(buffer.getvalue(), FEW)


def test_a_workbook_made_before_the_names_of_figures_had_a_name_gets_it():
    book = load_workbook(io.BytesIO(build_book(FEW)))
    del book.defined_names[HISTORY_LABELS]
    buffer = io.BytesIO()
    book.save(buffer)
    area = load_workbook(io.BytesIO(again(buffer.getvalue(), FEW))).defined_names[HISTORY_LABELS].attr_text
    assert re.fullmatch(r"'?历年'?!\$B\$5:\$B\$\d+", area)
