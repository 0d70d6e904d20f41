"""A workbook filled in its XML holds what openpyxl would have written: cells, looks, names, rules of input, links."""

from __future__ import annotations

from dataclasses import replace

import books
import office
import openpyxl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from lxml import etree

from workbook import patch, write
from workbook.content import BookContent
from workbook.formfile import load_form
from workbook.layout import layout_of
from workbook.openxml import local_name, within
from workbook.ours import our_book
from workbook.package import open_package
from workbook.patch import fill_book
from workbook.patchsheet import pattern_of
from workbook.read import content_of
from workbook.report import AnnualReport, Evidence, Section

TEXT = "全年收到申请 5 件，上年结转 0 件。"


def stating(edition):
    """A report whose text states figures of the table and needs escaping."""
    made = books.report(edition)
    codes = [code for code in layout_of(load_form(edition)).figures if code in made.figures][:9]
    stated = [replace(made.figures[code], evidence=Evidence("样本.docx", quote=TEXT)) for code in codes]
    paragraphs = ("第一段 <甲> & “乙”\n第二行", f"{TEXT}其中网上 3 件。", " -开头像算式", "_x0041_", "长" * 40_000)
    return replace(made, sections=[Section("一", "总体情况", paragraphs)], stated=stated)


def looks(styles):
    """What every number of a look stands for."""
    lists = {
        local_name(child): [etree.tostring(one, method="c14n") for one in child]
        for child in styles
        if local_name(child) in ("fonts", "fills", "borders")
    }
    formats = {one.get("numFmtId"): one.get("formatCode") for one in within(styles, "numFmt")}
    found = []
    for xf in next(within(styles, "cellXfs")):
        kept = {key: value for key, value in xf.items() if not key.endswith("Id")}
        parts = [lists[name][int(xf.get(key))] for name, key in PARTS.items()]
        number = formats.get(xf.get("numFmtId"), xf.get("numFmtId"))
        found.append((*parts, number, sorted(kept.items()), *(etree.tostring(one, method="c14n") for one in xf)))
    return found


PARTS = {"fonts": "fontId", "fills": "fillId", "borders": "borderId"}


def parts_of(data):
    """Every part as parsed; rows as cells with their looks, without the rows that have none; names in order."""
    package = open_package(data, "表.xlsx")
    styles = looks(package.xml("xl/styles.xml"))
    found = {}
    for part in package.names:
        root = package.xml(part)
        if local_name(root) == "worksheet":
            rows = next(within(root, "sheetData"))
            found[part, "rows"] = [
                (dict(row.items()), [cell_of(cell, styles) for cell in row]) for row in rows if len(row)
            ]
            rows.clear()
            # Columns have looks too.
            for column in within(root, "col"):
                column.set("style", str(styles[int(column.get("style", "0"))]))
        if local_name(root) == "workbook":
            names = next(within(root, "definedNames"))
            names[:] = sorted(names, key=lambda name: sorted(name.items()))
        if part != "xl/styles.xml":
            found[part] = etree.tostring(root, method="c14n")
    return found


def cell_of(cell, styles):
    words = [(local_name(one), one.text or "") for one in cell.iter() if one is not cell]
    kind = cell.get("t", "n") if words else ""
    return cell.get("r"), styles[int(cell.get("s", "0"))], kind if kind != "n" else "", words


def assert_the_same(report):
    content = BookContent(report)
    filled = fill_book(content)
    mine, its = parts_of(filled), parts_of(write.build_book(content))
    assert list(mine) == list(its)
    for part, held in its.items():
        assert mine[part] == held, part


@pytest.mark.parametrize("edition", books.EDITIONS)
@pytest.mark.parametrize("make", [stating, lambda edition: books.damaged(edition, 3)], ids=["stating", "damaged"])
def test_it_holds_what_openpyxl_writes(edition, make):
    assert_the_same(make(edition))


@settings(max_examples=6)
@given(st.sampled_from(books.EDITIONS).flatmap(lambda edition: books.some_report(edition, 2022)))
def test_any_report_is_filled_the_same(report):
    assert_the_same(report)


def test_a_report_without_anything_is_the_empty_workbook():
    assert_the_same(AnnualReport(form="2021"))


def test_it_reads_back_as_what_it_was_filled_with():
    report = books.damaged("2021", 5)
    assert content_of(our_book(fill_book(BookContent(report)), "样本.docx")).current == report


def test_the_same_report_gives_the_same_bytes_whatever_was_filled_before():
    report = books.damaged("2019", 1)
    before = fill_book(BookContent(report))
    fill_book(BookContent(stating("2019")))
    assert fill_book(BookContent(report)) == before
    assert write.build_book(BookContent(AnnualReport(form="2019"))) != before


@pytest.mark.parametrize(
    "change",
    [
        lambda content: content.history.update({2020: AnnualReport(form="2019", year=2020)}),
        lambda content: content.explanations.update(T301_C1="已核实"),
        lambda content: content.drafts.update({"第一段。": "草稿"}),
        lambda content: content.current.sections.append(Section("二", "数", ("共 {年度} 年",))),
        lambda content: content.current.figures.update(pictured(content.current)),
    ],
    ids=["years", "explanations", "drafts", "references", "pictures"],
)
def test_what_is_not_plain_is_written_by_openpyxl(change, monkeypatch):
    content = BookContent(books.report("2021"))
    change(content)
    monkeypatch.setattr(patch, "build_book", lambda given: given)
    assert fill_book(content) is content


def pictured(report):
    code, figure = next(iter(report.figures.items()))
    return {code: replace(figure, evidence=replace(figure.evidence, picture=b"PNG"))}


def test_it_is_valid_and_libreoffice_reckons_the_same(tmp_path):
    paths = {edition: tmp_path / f"{edition}.xlsx" for edition in books.EDITIONS}
    for edition, path in paths.items():
        path.write_bytes(fill_book(BookContent(stating(edition))))
        assert office.openxml_errors(path) == []
    built = tmp_path / "built.xlsx"
    built.write_bytes(write.build_book(BookContent(stating("2021"))))
    (tmp_path / "out").mkdir()
    mine, its = (
        openpyxl.load_workbook(path, data_only=True)
        for path in office.convert([paths["2021"], built], "xlsx", tmp_path / "out")
    )
    for one, other in zip(mine, its, strict=True):
        assert [[cell.value for cell in row] for row in one] == [[cell.value for cell in row] for row in other]
    assert any(cell.value == "通过" for row in mine["校验"] for cell in row)


def test_a_filled_workbook_can_be_filled_again():
    other = BookContent(books.report("2021", 7))
    again = write.update_book(fill_book(BookContent(stating("2021"))), other, "表.xlsx")
    assert content_of(our_book(again, "样本.docx")).current == other.current


def test_rows_that_differ_in_more_than_their_number_have_no_pattern():
    assert pattern_of('<c r="A5"><f>B5+$C$1</f></c>', '<c r="A6"><f>B6+$C$1</f></c>', 5) == (
        '<c r="A\0"><f>B\0+$C$1</f></c>'
    )
    with pytest.raises(ValueError, match="not alike"):
        pattern_of("A5+1", "A6+2", 5)
