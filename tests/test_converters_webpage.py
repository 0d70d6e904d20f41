from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from lxml import html
from wordfile import full_report, with_figure

from converters.document import clean
from converters.importer import import_report
from converters.webpage import write_page
from workbook.formfile import load_form
from workbook.report import AnnualReport, Section

EDITIONS = ("2014", "2019", "2021")
FORM = load_form("2021")


def page(report, form=FORM):
    return html.document_fromstring(write_page(report, form).decode())


def spread(table):
    """The cells of a table on its grid; fails where two cells overlap or a place is empty."""
    grid = {}
    rows = table.findall(".//tr")
    for y, tr in enumerate(rows):
        x = 0
        for cell in tr:
            while (y, x) in grid:
                x += 1
            for dy in range(int(cell.get("rowspan", 1))):
                for dx in range(int(cell.get("colspan", 1))):
                    assert (y + dy, x + dx) not in grid
                    grid[y + dy, x + dx] = cell
    width = max(x for _, x in grid) + 1
    assert len(grid) == len(rows) * width
    return grid


@pytest.mark.parametrize("edition", EDITIONS)
def test_the_page_read_again_says_the_same(edition, tmp_path):
    form = load_form(edition)
    report = full_report(form, 4)
    path = tmp_path / "年报.html"
    path.write_bytes(write_page(report, form))
    again = import_report(path)
    assert (again.form, again.year, again.unit, again.signoff) == (
        form.edition,
        report.year,
        report.unit,
        report.signoff,
    )
    cells = {item.code for item in form.items.values() if item.kind != "heading" or len(item.block.columns) == 1}
    assert {code: again.figures[code].value for code in cells} == {code: report.figures[code].value for code in cells}
    assert [(s.number, s.title, s.paragraphs) for s in again.sections] == [
        (s.number, s.title, s.paragraphs) for s in report.sections
    ]


@pytest.mark.parametrize("edition", EDITIONS)
def test_tables_are_whole_and_every_number_has_headers(edition):
    form = load_form(edition)
    tables = page(full_report(form, 1), form).findall(".//table")
    assert [table.find("caption").text.split("（")[0] for table in tables] == [table.title for table in form.tables]
    for table in tables:
        grid = spread(table)
        assert {cell.get("scope") for cell in grid.values() if cell.tag == "th"} <= {
            "col",
            "colgroup",
            "row",
            "rowgroup",
        }
        for (y, x), cell in grid.items():
            if cell.tag == "td" and cell.text and cell.text.replace(".", "").isdigit():
                assert any(grid[above, x].tag == "th" for above in range(y))


def test_rows_and_columns_are_told_apart():
    first = page(full_report(FORM, 1)).findall(".//table")[1]
    scopes = {cell.text: cell.get("scope") for cell in first.iter("th")}
    assert scopes["申请人情况"] == "colgroup"
    assert scopes["自然人"] == "col"
    assert scopes["一、本年新收政府信息公开申请数量"] == "row"
    assert scopes["三、"] == "rowgroup"
    assert len(first.findall("thead/tr")) == 3


@settings(max_examples=40, deadline=None)
@given(st.text(st.characters(exclude_characters="\r\n\t\x0c"), min_size=1).filter(str.strip))
def test_any_text_is_shown_as_it_is(text):
    report = AnnualReport("2021", 2022, text, title=text, preface=(text,), sections=[Section("一", text, (text,))])
    data = write_page(report, FORM)
    found = html.document_fromstring(data.decode())
    assert [p.text_content() for p in found.iter("p")] == [clean(text)] * 2
    assert found.find(".//h1").text_content() == clean(text)


def test_markup_in_a_text_is_no_markup():
    text = '<script>alert(1)</script><img src=x onerror=y>"&lt;'
    report = AnnualReport("2021", 2022, text, sections=[Section("一", text, (text,))])
    found = page(report)
    assert not list(found.iter("script", "img"))
    assert found.find(".//meta[@name='author']").get("content") == text


def test_the_page_stands_alone():
    found = page(full_report(FORM, 1))
    assert found.get("lang") == "zh-CN"
    assert not list(found.iter("script", "link", "img", "iframe"))
    assert {name for element in found.iter() for name in element.attrib} <= {
        "lang", "charset", "name", "content", "class", "scope", "rowspan", "colspan"
    }  # fmt: skip
    assert [h.tag for h in found.iter("h1", "h2", "h3")] == ["h1"] + ["h2"] * 6


def test_a_narrative_without_tables_has_none():
    form = load_form("2014")
    report = with_figure(form, "3.1", state="reported", value=5, text="5", found_in="narrative")
    report.year, report.signoff = 2011, {"date": "2012-02-07"}
    found = page(report, form)
    assert found.find(".//table") is None
    assert [p.text for p in found.iter("p")] == ["云水县", "2012年2月7日"]
