"""Charts of a workbook and of a roll-up: what they show is data, bars are numbers only, words say what is shown."""

from __future__ import annotations

import io
import re
from decimal import Decimal

import office
import pytest
from books import EDITIONS
from checking import changed, table_wide, whole
from openpyxl import load_workbook
from units import sum_of, unit
from yearsbook import book_of

from workbook import chartfile
from workbook.chartfile import charts
from workbook.content import BookContent
from workbook.drawings import lost_by_saving
from workbook.editing import open_to_change
from workbook.errors import FormError
from workbook.formfile import load_form
from workbook.names import CHARTS, ROLL_UP_CHARTS
from workbook.ours import our_book
from workbook.package import open_package
from workbook.read import content_of
from workbook.rollup.book import build_summary
from workbook.sheets import read_book
from workbook.template.charts import MOST_UNITS
from workbook.write import update_book

# Three years over two editions: an outcome crossed out, a sum with a blank in it, money.
YEARS = BookContent(
    changed(whole("2021", 2022), {"T3.3.1.C7": None, "T3.1.C7": 12}),
    {
        2021: changed(whole("2021", 2021), {"T3.3.3.2.C7": None, "T3.1.C7": 0}),
        2020: changed(whole("2019", 2020), {"T3.3.6.C7": 7, "T3.1.C7": 30}),
    },
)
BOOK = book_of(YEARS)


def table(data, title, sheet=CHARTS):
    """The table of a chart: category → label → value."""
    cells = next(one for one in read_book(data, "年报.xlsx").sheets if one.name == sheet).cells
    (row,) = (row for (row, column), cell in cells.items() if column == 1 and cell.value == title)
    labels = {column: cell.value for (at, column), cell in cells.items() if at == row + 1 and cell.value}
    found = {}
    at = row + 2
    while (at, 1) in cells and any((at, column) in cells for column in labels):
        found[cells[at, 1].value] = {
            label: cells[at, column].value for column, label in labels.items() if (at, column) in cells
        }
        at += 1
    return found


def drawings(data):
    package = open_package(data, "年报.xlsx")
    return [package.read(part).decode() for part in package.names if re.fullmatch(r"xl/drawings/drawing\d+\.xml", part)]


@pytest.mark.parametrize("edition", EDITIONS)
def test_each_edition_has_charts_of_requests_outcomes_cases_and_disclosure(edition):
    form = load_form(edition)
    drawn = [chart.title for chart in charts() if all(line.codes_on(form) for line in chart.lines)]
    assert len(drawn) >= 4
    assert drawn[0] == "收到政府信息公开申请数"
    assert "行政复议、行政诉讼" in drawn


def test_every_code_and_edition_named_is_known():
    for line in (line for chart in charts() for line in chart.lines):
        assert set(line.editions) <= set(EDITIONS)
        for edition in line.editions:
            assert line.codes_on(load_form(edition)), (line, edition)


def test_a_chart_that_is_incomplete_is_refused(tmp_path, monkeypatch):
    path = tmp_path / "charts.toml"
    monkeypatch.setattr(chartfile, "CHARTS_FILE", path)
    for text in (
        'title = "甲"\nkind = "pie"\nunit = ""\nlines = [{ label = "乙", series = "a" }]',
        'title = "甲"\nkind = "columns"\nunit = ""\nlines = [{ label = "乙", codes = ["1"] }]',
        'title = "甲"\nkind = "columns"\nunit = ""\nlines = []',
    ):
        path.write_text(f"[[charts]]\n{text}\n", "utf-8")
        with pytest.raises(FormError, match="图表“甲”"):
            chartfile.charts.__wrapped__()


def test_a_line_goes_on_over_the_editions_that_it_names():
    found = table(BOOK, "收到政府信息公开申请数（单位：件）")
    assert found == {"2020年": {"收到申请数": 30}, "2021年": {"收到申请数": 0}, "2022年": {"收到申请数": 12}}
    outcomes = table(BOOK, "政府信息公开申请办理结果（单位：件）")
    rows = [f"T3.3.6.{n}.C7" for n in (1, 2, 3)]
    assert outcomes["2020年"]["其他处理"] == 7
    assert outcomes["2022年"]["其他处理"] == sum(YEARS.current.figures[row].value for row in rows)


def test_what_is_no_number_has_no_bar_and_is_named():
    outcomes = table(BOOK, "政府信息公开申请办理结果（单位：件）")
    assert "予以公开" not in outcomes["2022年"]
    assert "不予公开" not in outcomes["2021年"]
    cells = next(one for one in read_book(BOOK, "年报.xlsx").sheets if one.name == CHARTS).cells
    notes = [cell.value for (_, column), cell in cells.items() if column == 1]
    assert (
        "没有确定的数，未画：2021年不予公开、2022年予以公开。“其他处理”2021年版式起分成三行，这里是三行之和。" in notes
    )


def test_charts_are_ours_named_described_and_drawn_as_every_program_needs_it():
    (drawing,) = drawings(BOOK)
    names = re.findall(r'cNvPr id="\d+" name="([^"]+)" descr="([^"]+)"', drawing)
    assert len(names) >= 5
    assert all(name.startswith("nianbao ") for name, _ in names)
    assert names[0][1] == "柱形图“收到政府信息公开申请数（件）”：收到申请数。数见图上方的表。"
    assert names[1][1].startswith("堆积柱形图“政府信息公开申请办理结果（件）”：予以公开、部分公开、")
    assert lost_by_saving(BOOK, "年报.xlsx") == []
    package = open_package(BOOK, "年报.xlsx")
    parts = [package.read(part).decode() for part in package.names if part.startswith("xl/charts/chart")]
    for chart in parts:
        assert re.findall(r'<(?:c:)?delete val="(\d)"', chart) == ["0", "0"]
        assert chart.count('showVal val="1"') == chart.count("<tx><v>") > 0
        assert 'dispBlanksAs val="gap"' in chart


def test_charts_keep_their_look_and_words_when_the_book_is_saved_again():
    content = content_of(our_book(BOOK, "年报.xlsx"))
    again = update_book(BOOK, content, "年报.xlsx")
    assert re.findall('descr="[^"]+"', drawings(again)[0]) == re.findall('descr="[^"]+"', drawings(BOOK)[0])
    before, after = (open_to_change(data, "年报.xlsx")[CHARTS]._charts for data in (BOOK, again))
    assert [[series.val.numRef.f for series in chart.series] for chart in before] == [
        [series.val.numRef.f for series in chart.series] for chart in after
    ]


def a_county(count):
    units = []
    for at in range(count):
        made = {code: value * (at % 5) for code, value in table_wide("2021").items()} | {"T3.1.C7": at, "T3.3.1.C7": 1}
        if at == 3:
            made |= {"T3.1.C7": None, "T3.3.3.1.C7": "/"}
        units.append(unit(f"青禾市{at}号街道办事处", made, "2021"))
    return sum_of(*units, unit="青禾市")


def test_a_roll_up_shows_its_largest_units(tmp_path):
    data = build_summary(a_county(MOST_UNITS + 6), {})
    received = table(data, "收到政府信息公开申请数（单位：件）", ROLL_UP_CHARTS)
    assert list(received)[:2] == ["青禾市25号街道办事处", "青禾市24号街道办事处"]
    assert len(received) == MOST_UNITS
    assert received["青禾市25号街道办事处"] == {"收到申请数": 25}
    path = tmp_path / "汇总.xlsx"
    path.write_bytes(data)
    assert office.openxml_errors(path) == []
    sheet = load_workbook(io.BytesIO(data))[ROLL_UP_CHARTS]
    assert len(sheet._charts) == 2
    assert "'汇总'!" in sheet["B6"].value


def test_a_roll_up_with_nothing_to_draw_says_so():
    nothing = dict.fromkeys(table_wide("2021"), 0)
    data = build_summary(sum_of(unit("青禾市甲局", nothing, "2021"), unit="青禾市"), {})
    assert load_workbook(io.BytesIO(data))[ROLL_UP_CHARTS]["A2"].value == "没有可以画的数。"


def test_a_roll_up_over_editions_shows_what_they_have_in_common():
    old = unit("青禾市甲局", {"3.1": 5, "7": Decimal(1)}, "2014")
    new = unit("青禾市乙局", {"T3.1.C7": 9}, "2021")
    data = build_summary(sum_of(old, new, unit="青禾市", across=True), {})
    found = table(data, "收到政府信息公开申请数（单位：件）", ROLL_UP_CHARTS)
    assert found == {"青禾市乙局": {"收到申请数": 9}, "青禾市甲局": {"收到申请数": 5}}
