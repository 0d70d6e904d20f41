"""The workbook for all eyes and for paper: prompts, titles, tables with names, words for pictures, A4 pages."""

from __future__ import annotations

import io
import re
from dataclasses import replace
from functools import cache

import books
import office
import openpyxl
import pytest
import units
import yearsbook
from openpyxl.utils import get_column_letter, range_boundaries

from workbook.content import BookContent
from workbook.formfile import load_form
from workbook.layout import layout_of
from workbook.names import CONTACT_FIELDS, REPORT_FIELDS, SHEETS, sign_fields
from workbook.openxml import within
from workbook.package import open_package
from workbook.patch import fill_book
from workbook.report import AnnualReport
from workbook.rollup.book import build_summary
from workbook.template import prompts
from workbook.write import build_book, update_book

TABLES = {"填报说明": "list_guide", "正文": "list_texts", "来源": "list_sources"}


@cache
def file_of(name):
    """A workbook by name: an edition's empty one, a filled one, the roll-up of units, one of many years."""
    if name in books.EDITIONS:
        return fill_book(BookContent(AnnualReport(form=name)))
    if name == "filled":
        return fill_book(BookContent(books.report("2021")))
    if name == "years":
        return yearsbook.book_of(yearsbook.some_years())
    reports = [replace(books.report("2014", seed), unit=f"第{seed}局") for seed in range(1, 4)]
    parts = [units.received(report, f"{report.unit}.xlsx") for report in reports]
    return build_summary(units.sum_of(*parts), {})


@cache
def opened(name):
    """A workbook by name, not to be changed."""
    return openpyxl.load_workbook(io.BytesIO(file_of(name)))


def visible(book):
    return [sheet for sheet in book if sheet.sheet_state == "visible"]


def prompted(sheet):
    """The prompts of a sheet by the blocks of cells they stand at."""
    return [
        (block, rule) for rule in sheet.data_validations.dataValidation for block in rule.sqref.ranges if rule.prompt
    ]


def has_prompt(sheet, cell):
    return any(
        block.min_row <= cell.row <= block.max_row and block.min_col <= cell.column <= block.max_col
        for block, _ in prompted(sheet)
    )


def named(book, name):
    sheet, _, place = book.defined_names[name].attr_text.rpartition("!")
    return book[sheet.strip("'")][place.replace("$", "")]


@pytest.mark.parametrize("edition", books.EDITIONS)
def test_every_cell_that_is_typed_into_says_what_is_wanted(edition):
    book = opened(edition)
    for sheet in (book["封面"], book["统计表"]):
        cells = [cell for row in sheet for cell in row if not cell.protection.locked]
        cells = [cell for cell in cells if not isinstance(cell, openpyxl.cell.cell.MergedCell)]
        assert cells
        assert [cell.coordinate for cell in cells if not has_prompt(sheet, cell)] == []


def test_lists_say_what_is_wanted_in_each_column_of_theirs():
    book = opened("filled")
    for sheet, cells in {"正文": "A5 B5 C5 D5 E5", "校验": "J5 J80", "历年": "E4 E5 W300", "来源": "G5 G300"}.items():
        for cell in cells.split():
            assert has_prompt(book[sheet], book[sheet][cell]), f"{sheet}!{cell}"


@pytest.mark.parametrize("name", [*books.EDITIONS, "filled", "rolled up"])
def test_no_prompt_is_longer_than_a_file_can_hold(name):
    rules = [rule for sheet in opened(name) for _, rule in prompted(sheet)]
    assert max(len(rule.prompt) for rule in rules) <= prompts.LONGEST
    assert max(len(rule.promptTitle) for rule in rules) <= prompts.LONGEST_TITLE
    assert all(rule.prompt.endswith(("。", "）")) for rule in rules), "a prompt has been cut"


def test_a_prompt_repeats_what_the_form_says_of_the_row():
    book = opened("2014")
    rules = dict(prompted(book["统计表"]))
    cell = named(book, layout_of(load_form("2014")).figures["8.3.1"].name)
    prompt = next(rule.prompt for block, rule in rules.items() if cell.coordinate in block.coord.split(":"))
    assert "不包括政府公报及政府网站工作人员数" in prompt


@pytest.mark.parametrize("edition", books.EDITIONS)
def test_the_tab_key_walks_the_inputs_in_the_order_of_filling(edition):
    book, form = opened(edition), load_form(edition)
    layout = layout_of(form)
    fields = [field.name for field in (*REPORT_FIELDS, *sign_fields(form), *CONTACT_FIELDS)]
    inputs = [
        cell.name for code, cell in layout.figures.items() if code not in layout.fills and cell.item.kind != "heading"
    ]
    for sheet, names in (("封面", fields), ("统计表", inputs)):
        assert book[sheet].protection.sheet
        open_cells = [
            (cell.row, cell.column)
            for row in book[sheet]
            for cell in row
            if not cell.protection.locked and not isinstance(cell, openpyxl.cell.cell.MergedCell)
        ]
        assert open_cells == [(named(book, name).row, named(book, name).column) for name in names]
    assert book["封面"].sheet_view.selection[0].activeCell == named(book, "M_unit").coordinate


@pytest.mark.parametrize("name", [*books.EDITIONS, "rolled up", "years"])
def test_every_sheet_has_its_title_in_its_first_cell(name):
    assert [sheet.title for sheet in visible(opened(name)) if not sheet["A1"].value] == []


@pytest.mark.parametrize("name", ["2014", "filled", "rolled up", "years"])
def test_lists_are_tables_with_names_and_whole_headers(name):
    book = opened(name)
    tables = {table.displayName: (sheet, table) for sheet in book for table in sheet.tables.values()}
    assert set(TABLES.values()) <= set(tables)
    for sheet, table in tables.values():
        left, top, right, bottom = range_boundaries(table.ref)
        header = [sheet.cell(top, column).value for column in range(left, right + 1)]
        assert [column.name for column in table.tableColumns] == header
        assert len(set(header)) == len(header)
        assert bottom > top
        assert not any(merge.min_row <= bottom and merge.max_row >= top for merge in sheet.merged_cells.ranges)
        assert not sheet.auto_filter.ref
        assert not set(book.defined_names) & set(tables)
    if name == "rolled up":
        assert {"list_roll_up_figures", "list_roll_up_units", "list_roll_up_findings"} <= set(tables)


def test_a_table_reaches_as_far_as_its_list():
    book = opened("filled")
    for title, name in TABLES.items():
        bottom = range_boundaries(book[title].tables[name].ref)[3]
        assert book[title].cell(bottom, 1).value
        assert not book[title].cell(bottom + 1, 1).value


def test_a_list_that_the_user_has_merged_cells_of_stays_plain():
    book = openpyxl.load_workbook(io.BytesIO(build_book(BookContent(books.report("2021")))))
    book["来源"].merge_cells("A6:B6")
    buffer = io.BytesIO()
    book.save(buffer)
    again = openpyxl.load_workbook(io.BytesIO(update_book(buffer.getvalue(), BookContent(books.report("2021")), "x")))
    assert not again["来源"].tables
    assert again["来源"].auto_filter.ref


def test_the_document_says_its_language():
    assert opened("filled").properties.language == "zh-CN"
    assert opened("2014").properties.language == "zh-CN"


@pytest.mark.parametrize("name", ["rolled up", "years"])
def test_every_chart_is_told_in_words(name):
    package = open_package(file_of(name), "x.xlsx")
    drawings = [package.xml(part) for part in package.names if re.fullmatch("xl/drawings/[^/]+[.]xml", part)]
    told = [one.get("descr", "") for root in drawings for one in within(root, "cNvPr")]
    assert told
    assert all(len(words) > 10 for words in told)


def test_colour_never_speaks_alone():
    for sheet in visible(opened("2021")):
        for rules in sheet.conditional_formatting:
            for rule in rules.rules:
                coloured = rule.dxf is not None and rule.dxf.fill is not None
                font = rule.dxf.font if rule.dxf else None
                # Bold or italic beside it, or a word that the cell itself shows.
                shown = "LEFT(" in rule.formula[0] or '="待核"' in rule.formula[0] or '<>""' in rule.formula[0]
                assert not coloured or shown or (font and (font.b or font.i)), f"{sheet.title} {rule.formula}"


def test_headers_stay_in_sight_and_are_printed_on_each_page():
    book = opened("filled")
    for title in ("填报说明", "正文", "校验", "历年", "来源"):
        row = int(re.search(r"\d+", book[title].freeze_panes)[0]) - 1
        assert book[title].print_title_rows == f"${row}:${row}"


@pytest.mark.parametrize("name", [*books.EDITIONS, "filled", "rolled up", "years"])
def test_every_sheet_is_set_up_for_a4_and_numbered(name):
    for sheet in visible(opened(name)):
        assert sheet.page_setup.paperSize == 9, sheet.title
        assert sheet.page_setup.fitToWidth >= 1
        assert sheet.sheet_properties.pageSetUpPr.fitToPage
        assert "&P" in sheet.oddFooter.center.text
        # Less than half its size nothing can be read.
        assert scale(sheet) > 0.5, sheet.title


def scale(sheet):
    """How much a sheet is made smaller to fit the width of its pages, estimated from its columns."""
    area = sheet.print_area.rpartition("!")[2].replace("$", "")
    last = max(cell.column for row in sheet for cell in row if cell.value is not None)
    right = range_boundaries(area)[2] if area else last
    columns = [sheet.column_dimensions[get_column_letter(column)] for column in range(1, right + 1)]
    wide = sum(column.width for column in columns if not column.hidden)
    page = 141 if sheet.page_setup.orientation == "landscape" else 94
    return page * sheet.page_setup.fitToWidth / wide


@pytest.fixture(scope="module")
def pages(tmp_path_factory):
    """The words of each page, and what poppler says of the sizes, by name of the workbook."""
    folder = tmp_path_factory.mktemp("pages")
    paths = [folder / f"{name}.xlsx" for name in ("2014", "filled", "rolled up")]
    for path in paths:
        path.write_bytes(file_of(path.stem))
    made = office.convert(paths, "pdf", folder)
    return {path.stem: office.pdf_text(path, "-layout").split("\f")[:-1] for path in made}


def with_header(pages, *words):
    """The numbers of the pages that show all the words in one line."""
    return [
        at for at, page in enumerate(pages) if any(all(word in line for word in words) for line in page.split("\n"))
    ]


HEADERS = {
    "封面": (("步骤", "做什么"), 1, 1),
    "填报说明": (("编号", "怎么填"), 2, 3),
    "正文": (("标题", "段落"), 1, 2),
    "校验": (("结论", "依据"), 2, 5),
    "历年": (("代码", "指标", "单位"), 2, 7),
}


@pytest.mark.parametrize(("sheet", "name"), [(sheet, name) for sheet in HEADERS for name in ("2014", "filled")])
def test_a_sheet_takes_few_pages_and_shows_its_header_on_each(pages, sheet, name):
    words, least, most = HEADERS[sheet]
    found = with_header(pages[name], *words)
    assert least <= len(found) <= most
    assert found == list(range(found[0], found[0] + len(found)))


def test_every_page_says_something_and_has_its_number(pages):
    for name, texts in pages.items():
        for at, text in enumerate(texts, 1):
            words = re.sub(r"\s", "", text)
            assert f"第{at}页，共{len(texts)}页" in words, name
            # The lists whose length is the data's may be empty, or end anywhere.
            assert len(words) > 150 or any(word in words for word in ("引文", "原文", "怎么办")), (
                f"{name} {at}: {words}"
            )


def test_nothing_is_cut_off_or_shown_as_marks(pages):
    for texts in pages.values():
        assert not any("###" in text or "_x00" in text for text in texts)


def test_the_sources_are_printed_in_pairs_of_pages(pages):
    left, right = with_header(pages["filled"], "原文", "数值"), with_header(pages["filled"], "引文", "备注")
    assert [at + 1 for at in left] == right
    assert with_header(pages["2014"], "原文", "引文")


def test_the_sheets_of_the_base_are_in_order():
    assert [sheet.title for sheet in visible(opened("2021"))] == list(SHEETS)
