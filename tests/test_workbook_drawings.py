"""Pictures of recognised figures on 来源: written, read back, carried over other changes; 待核 until confirmed."""

from __future__ import annotations

import io
from dataclasses import replace

import office
import pytest
from checking import whole
from openpyxl import load_workbook
from openpyxl.chart import BarChart, Reference

from workbook import marks
from workbook.check import check
from workbook.content import BookContent
from workbook.drawings import lost_by_saving, name_charts, our_pictures, png_size
from workbook.editing import open_to_change
from workbook.errors import InputRefused
from workbook.ours import our_book
from workbook.package import open_package, rezip
from workbook.read import content_of
from workbook.records import CHECKED, DOUBTED, UNCHECKED
from workbook.report import Evidence
from workbook.rules.scanned import doubts
from workbook.template import sources
from workbook.write import build_book, update_book

# A grey dot, 2 × 1 pixels.
DOT = bytes.fromhex(
    "89504e470d0a1a0a0000000d4948445200000002000000010800000000d1492056"
    "0000000b49444154081d636c60000001060082d22168f40000000049454e44ae426082"
)


def scanned(edition="2021", score=0.95, **scores):
    """A faultless report whose figures of table 四 were all recognised from a picture."""
    report = whole(edition, 2023)
    for code, figure in report.figures.items():
        if code.startswith("T4."):
            evidence = Evidence("扫描.pdf", 3, quote=figure.text, score=scores.get(code[3:].replace(".", ""), score))
            report.figures[code] = replace(figure, evidence=replace(evidence, picture=DOT))
    return BookContent(report)


def content(data):
    return content_of(our_book(data, "年报.xlsx"))


def edited(data, edit):
    """A workbook after a user's change to 来源, saved as openpyxl saves it."""
    book = open_to_change(data, "年报.xlsx")
    edit(book["来源"])
    buffer = io.BytesIO()
    book.save(buffer)
    return buffer.getvalue()


def column(sheet, title):
    return next(cell.column for cell in sheet[4] if cell.value == title)


def codes(data):
    return [finding.code for finding in check(content(data)) if finding.code in ("V112", "V113")]


def test_scores_and_pictures_come_back_as_they_were_written():
    wanted = scanned()
    data = build_book(wanted)
    assert data == build_book(wanted)
    for code, figure in content(data).current.figures.items():
        assert figure.evidence == wanted.current.figures[code].evidence
    assert len(our_pictures(data, "年报.xlsx")) == 15
    assert png_size(DOT) == (2, 1)


def test_pictures_survive_an_update_and_the_marking_of_findings():
    wanted = scanned()
    data = build_book(wanted)
    changed = BookContent(replace(wanted.current, title="另一个标题"))
    assert our_pictures(update_book(data, changed, "年报.xlsx"), "") == our_pictures(data, "")
    marked = marks.mark(data, check(content(data)), "年报.xlsx")
    assert our_pictures(marked, "") == our_pictures(data, "")
    assert content(marks.unmark(marked, "年报.xlsx")) == content(data)


def test_a_workbook_with_pictures_is_valid_and_libreoffice_keeps_them(tmp_path):
    path = tmp_path / "年报.xlsx"
    path.write_bytes(build_book(scanned()))
    assert office.openxml_errors(path) == []
    (again,) = office.convert([path], "xlsx", tmp_path / "again")
    assert our_pictures(again.read_bytes(), "") == our_pictures(path.read_bytes(), "")
    assert lost_by_saving(again.read_bytes(), "") == []


def test_every_recognised_figure_is_to_be_checked_and_the_unsure_one_doubted():
    data = build_book(scanned(A1=0.4))
    sheet = load_workbook(io.BytesIO(data))["来源"]
    said = [sheet.cell(row, column(sheet, "核对")).value for row in range(5, sheet.max_row + 1)]
    assert (said.count(UNCHECKED), said.count(DOUBTED)) == (14, 1)
    found = {finding.code: finding for finding in check(content(data))}
    assert len(found["V112"].figures) == 14
    assert found["V113"].figures == ("T4.A.1",)
    assert "0.40" in found["V113"].message


@pytest.mark.parametrize("word", [CHECKED, None, "对"])
def test_a_user_confirms_by_changing_or_emptying_the_word(word):
    def confirm(sheet):
        for row in range(5, sheet.max_row + 1):
            if sheet.cell(row, column(sheet, "核对")).value:
                sheet.cell(row, column(sheet, "核对")).value = word

    data = build_book(scanned())
    assert codes(data) == ["V112"]
    confirmed = edited(data, confirm)
    assert codes(confirmed) == []
    figure = content(confirmed).current.figures["T4.A.1"]
    assert (figure.evidence.score, figure.evidence.picture) == (1.0, DOT)
    again = load_workbook(io.BytesIO(update_book(confirmed, content(confirmed), "年报.xlsx")))["来源"]
    words = {again.cell(row, column(again, "核对")).value for row in range(5, again.max_row + 1)}
    assert words == {None, CHECKED}


def test_a_broken_sum_points_at_its_least_sure_figure():
    report = scanned(B2=0.9).current
    total = report.figures["T4.B.5"]
    report.figures["T4.B.5"] = replace(total, value=total.value + 5, text=str(total.value + 5))
    from workbook.formfile import load_form  # noqa: PLC0415  # one line of one test

    found = doubts(report, load_form("2021"))
    assert list(found) == ["T4.B.2"]
    assert "T401" in found["T4.B.2"]


def test_where_row_and_column_are_both_wrong_the_figure_they_share_is_meant():
    report = whole("2021", 2023)
    for code, figure in report.figures.items():
        if code.startswith("T3."):
            report.figures[code] = replace(figure, evidence=Evidence("扫描.pdf", 2, score=0.99))
    figure = report.figures["T3.3.1.C2"]
    report.figures["T3.3.1.C2"] = replace(figure, value=figure.value + 3)
    from workbook.formfile import load_form  # noqa: PLC0415  # one line of one test

    assert list(doubts(report, load_form("2021"))) == ["T3.3.1.C2"]


def test_a_chart_of_the_users_own_is_not_ours_and_one_named_as_ours_is():
    book = load_workbook(io.BytesIO(build_book(BookContent(whole("2021", 2023)))))
    chart = BarChart()
    chart.add_data(Reference(book["历年"], min_col=4, min_row=4, max_row=6))
    book["历年"].add_chart(chart)
    buffer = io.BytesIO()
    book.save(buffer)
    with pytest.raises(InputRefused, match="图表、图片"):
        open_to_change(buffer.getvalue(), "年报.xlsx")
    package = open_package(buffer.getvalue(), "")
    parts = {part: package.read(part) for part in package.names}
    parts["xl/drawings/drawing1.xml"] = name_charts(parts["xl/drawings/drawing1.xml"])
    assert len(open_to_change(rezip(parts), "年报.xlsx")["历年"]._charts) == 1


def test_an_older_list_gets_the_new_columns_and_keeps_the_users_words(monkeypatch):
    with monkeypatch.context() as before:
        old = {title: width for title, width in sources.COLUMNS.items() if title not in sources._NEW}
        before.setattr(sources, "COLUMNS", old)
        before.setattr(sources, "_offer_words", lambda *_: None)
        data = build_book(BookContent(replace(whole("2021", 2023), figures={})))
    updated = update_book(data, scanned(), "年报.xlsx")
    assert len(our_pictures(updated, "")) == 15
    assert content(updated).current.figures["T4.A.1"].evidence.score == 0.95

    def write_beside(sheet):
        sheet.cell(9, len(old) + 2).value = "我的批注"

    beside = edited(data, write_beside)
    with pytest.raises(InputRefused, match=r"来源.*没有改动"):
        update_book(beside, scanned(), "年报.xlsx")
    kept = update_book(beside, BookContent(whole("2021", 2023)), "年报.xlsx")
    assert load_workbook(io.BytesIO(kept))["来源"].cell(9, len(old) + 2).value == "我的批注"
