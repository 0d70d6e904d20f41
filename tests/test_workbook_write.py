from __future__ import annotations

import io
import re

import books
import office
import openpyxl
import openpyxl.chart
import pytest

from workbook.content import BookContent
from workbook.errors import InputRefused
from workbook.formfile import load_form
from workbook.layout import layout_of
from workbook.names import SHEETS
from workbook.read import read_content
from workbook.report import AnnualReport, Figure
from workbook.sheets import read_book
from workbook.write import build_book, update_book


def _empty(edition):
    return build_book(BookContent(AnnualReport(form=edition)))


def _open(data):
    return openpyxl.load_workbook(io.BytesIO(data))


def _saved(book):
    buffer = io.BytesIO()
    book.save(buffer)
    return buffer.getvalue()


def _figure_cell(book, code, edition="2014"):
    at = layout_of(load_form(edition)).figures[code].at
    return book["统计表"].cell(at.row, at.column)


@pytest.mark.parametrize("edition", books.EDITIONS)
def test_the_ready_made_workbooks_are_what_the_program_builds(edition):
    stored = office.ROOT / "templates" / f"nianbao-{edition}.xlsx"
    assert stored.read_bytes() == _empty(edition), "rebuild them: python -m workbook.template"


def test_two_builds_give_the_same_bytes():
    content = BookContent(books.report("2021"), {2022: books.report("2021", 2, 2022)}, {"T301_C1": "说明"})
    assert build_book(content) == build_book(content)


@pytest.mark.parametrize("edition", books.EDITIONS)
def test_workbooks_are_valid_open_xml(edition, tmp_path):
    content = BookContent(books.damaged(edition, 3), {2015: books.report("2014", 2, 2015)}, {"X1": "其他说明"})
    data = build_book(content)
    made = {"empty": _empty(edition), "filled": data, "updated": update_book(data, content, "x.xlsx")}
    for name, file in made.items():
        path = tmp_path / f"{name}.xlsx"
        path.write_bytes(file)
        assert office.openxml_errors(path) == [], name


def test_the_sheets_stand_in_order_and_properties_name_the_edition():
    book = read_book(_empty("2019"), "x")
    assert [sheet.name for sheet in book.sheets if not sheet.hidden] == list(SHEETS)
    assert book.properties["nianbao-form"] == "2019"
    assert "form=2019" in book.properties["keywords"]


@pytest.mark.parametrize("edition", books.EDITIONS)
def test_every_figure_has_its_defined_name(edition):
    book = read_book(_empty(edition), "x")
    layout = layout_of(load_form(edition))
    assert {cell.name for cell in layout.figures.values()} <= set(book.names)
    assert {row.name for row in layout.rules.values()} <= set(book.names)


def test_inputs_are_open_and_formulas_locked():
    book = _open(_empty("2014"))
    assert book["统计表"].protection.sheet
    assert not book["统计表"].protection.password
    assert _figure_cell(book, "3.1").protection.locked
    assert not _figure_cell(book, "3.1.1").protection.locked
    assert _figure_cell(book, "1").protection.locked
    assert _figure_cell(book, "3.1").fill.start_color.rgb != _figure_cell(book, "3.1.1").fill.start_color.rgb


def test_only_functions_that_every_program_knows_are_used():
    known = {"IF", "COUNT", "SUM", "MAX", "MIN", "ROUND", "OR", "AND", "IFERROR", "INDEX", "MATCH", "HYPERLINK"}
    known |= {"COUNTIF", "N", "COUNTA", "ISNUMBER", "TEXT", "YEAR", "MONTH", "DAY", "DATEVALUE"}
    known |= {"ABS", "CELL", "COUNTIF", "EXACT", "FIND", "LEFT", "LEN", "MID", "MOD", "ROW", "SUBSTITUTE"}
    known |= {"SUMPRODUCT", "CHAR"}
    for edition in books.EDITIONS:
        book = read_book(_empty(edition), "x")
        formulas = [cell.formula or "" for sheet in book.sheets for cell in sheet.cells.values()]
        outside_words = [re.sub('"[^"]*"', "", formula) for formula in formulas]
        assert {name for formula in outside_words for name in re.findall(r"([A-Z]+)\(", formula)} <= known


def test_a_published_total_that_differs_overwrites_its_formula():
    report = books.report("2014", **{"3__1": "999999"})
    cell = _figure_cell(_open(build_book(BookContent(report))), "3.1")
    assert cell.value == 999999
    assert not cell.protection.locked
    agreeing = _figure_cell(_open(build_book(BookContent(books.report("2014")))), "3.1")
    assert str(agreeing.value).startswith("=IF(COUNT(F_3_1_1")


def test_a_total_never_published_is_not_invented():
    form = load_form("2014")
    report = AnnualReport(form="2014", figures={"3.1.1": books.figure(form, "3.1.1", "4")})
    assert _figure_cell(_open(build_book(BookContent(report))), "3.1").value is None


@pytest.mark.parametrize("text", ["=1+1", "+86", "-5天", "@甲", "\t缩进", "=cmd|' /C calc'!A0", "_x0041_"])
def test_text_is_never_a_formula(text):
    report = AnnualReport(form="2014", unit=text, figures={"1.1": Figure("1.1", "text", text=text)})
    book = read_book(build_book(BookContent(report)), "x")
    texts = [cell for sheet in book.sheets for cell in sheet.cells.values() if cell.value == text]
    assert len(texts) >= 2
    assert not any(cell.formula for cell in texts)


def test_characters_that_xml_cannot_hold_are_replaced(tmp_path):
    report = AnnualReport(form="2014", unit="甲\x00乙\x1f丙\ud800")
    (tmp_path / "odd.xlsx").write_bytes(build_book(BookContent(report)))
    assert read_content(tmp_path / "odd.xlsx").current.unit == "甲\ufffd乙\ufffd丙\ufffd"


def test_updating_keeps_what_the_user_added(tmp_path):
    book = _open(build_book(BookContent(books.report("2021"))))
    book.create_sheet("我的草稿")["B2"] = "记一笔"
    book["统计表"].column_dimensions["A"].width = 17
    book["正文"]["Q6"] = "旁注"
    books.rename(book, "来源", "出处")
    content = BookContent(books.report("2021", 5), {2022: books.report("2021", 6, 2022)})
    data = update_book(_saved(book), content, "x.xlsx")
    again = _open(data)
    assert again["我的草稿"]["B2"].value == "记一笔"
    assert again["统计表"].column_dimensions["A"].width == 17
    assert again["正文"]["Q6"].value == "旁注"
    (tmp_path / "again.xlsx").write_bytes(data)
    assert read_content(tmp_path / "again.xlsx") == content


def test_a_workbook_saved_by_another_program_can_be_filled_again(tmp_path):
    content = BookContent(books.damaged("2021", 4), {2022: books.report("2021", 3, 2022)}, {"T303_T3_1": "口径不同"})
    (tmp_path / "saved.xlsx").write_bytes(build_book(content))
    (tmp_path / "office").mkdir()
    (saved,) = office.convert([tmp_path / "saved.xlsx"], "xlsx", tmp_path / "office")
    again = tmp_path / "again.xlsx"
    again.write_bytes(update_book(saved.read_bytes(), content, saved.name))
    assert read_content(again) == content
    assert office.openxml_errors(again) == []


def test_an_explanation_stands_beside_its_rule_under_either_name():
    found = {}
    for name in ("T303_T3.1", "T303_T3_1"):
        book = _open(build_book(BookContent(AnnualReport(form="2021"), explanations={name: "口径不同"})))
        at = layout_of(load_form("2021")).rules["T303_T3_1"].row
        found[name] = book["校验"].cell(at, 10).value
    assert set(found.values()) == {"口径不同"}


def test_updating_leaves_nothing_of_the_old_content(tmp_path):
    full = BookContent(books.report("2021"), {2022: books.report("2021", 6, 2022)}, {"T301_C1": "旧", "X9": "旧"})
    empty = BookContent(AnnualReport(form="2021"))
    (tmp_path / "b.xlsx").write_bytes(update_book(build_book(full), empty, "x.xlsx"))
    assert read_content(tmp_path / "b.xlsx") == empty


def test_updating_twice_gives_the_same_bytes():
    content = BookContent(books.report("2019"))
    once = update_book(_empty("2019"), content, "x.xlsx")
    assert update_book(once, content, "x.xlsx") == update_book(once, content, "x.xlsx")


def test_another_edition_is_built_anew():
    content = BookContent(books.report("2021"))
    assert update_book(_empty("2019"), content, "x.xlsx") == build_book(content)


def test_another_edition_is_refused_when_own_sheets_would_be_lost():
    book = _open(_empty("2019"))
    book.create_sheet("我的草稿")
    with pytest.raises(InputRefused, match="我的草稿"):
        update_book(_saved(book), BookContent(books.report("2021")), "旧.xlsx")


def test_a_year_cannot_be_current_and_older_at_once():
    with pytest.raises(InputRefused, match="2023 年度既是本年又在“历年”里"):
        build_book(BookContent(books.report("2021"), {2023: books.report("2021", 2)}))


def test_a_foreign_workbook_is_not_filled():
    with pytest.raises(InputRefused, match="不是 nianbao 的工作簿"):
        update_book(_saved(openpyxl.Workbook()), BookContent(books.report("2021")), "别的.xlsx")


@pytest.fixture(scope="module")
def printed(tmp_path_factory):
    """Edition → the words of each page of 统计表 and all words, filled with long numbers."""
    folder = tmp_path_factory.mktemp("print")
    paths = []
    for edition in books.EDITIONS:
        report = books.report(edition)
        form = load_form(edition)
        for item in form.values():
            report.figures[item.code] = books.figure(
                form, item.code, "59237.2449" if item.kind == "money" else "1808595"
            )
        paths.append(folder / f"{edition}.xlsx")
        paths[-1].write_bytes(build_book(BookContent(report)))
    return {path.stem: office.pdf_text(path, "-layout").split("\f") for path in office.convert(paths, "pdf", folder)}


@pytest.mark.parametrize(("edition", "most"), [("2014", 2), ("2019", 3), ("2021", 3)])
def test_the_table_prints_on_few_pages_with_all_its_labels(printed, edition, most):
    form = load_form(edition)
    row = form.tables[0].rows[-1].label
    start = next(n for n, page in enumerate(printed[edition]) if "年度）" in page and "填报单位" in page)
    end = next(n for n, page in enumerate(printed[edition]) if "段落" in page)
    assert end - start <= most
    words = re.sub(r"\s", "", "".join(printed[edition][start:end]))
    assert row in words
    # Longer labels are set in two lines beside their figures.
    rows = {item.row.code: item.row.label for item in form.values()}
    missing = [code for code, label in rows.items() if len(label) < 12 and label not in words]
    assert missing == []


def test_no_number_is_too_wide_for_its_cell(printed):
    for pages in printed.values():
        assert not any("###" in page for page in pages)


def test_side_columns_are_not_printed(printed):
    assert not any("上年数" in page and "增减" in page and "填报单位" in page for page in printed["2021"])


def test_a_workbook_with_a_chart_of_the_user_s_is_not_rewritten():
    content = BookContent(books.report("2021"))
    book = openpyxl.load_workbook(io.BytesIO(build_book(content)))
    own = book.create_sheet("自用")
    chart = openpyxl.chart.BarChart()
    own.add_chart(chart, "B2")
    saved = io.BytesIO()
    book.save(saved)
    with pytest.raises(InputRefused, match=r"图表、图片.*没有改动"):
        update_book(saved.getvalue(), content, "年报.xlsx")
