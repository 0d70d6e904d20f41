"""The made reports hold what they claim: read back by the formats' own libraries, without nianbao's readers."""

from __future__ import annotations

import docx
import figures
import lxml.html
import openpyxl
import pytest
from makers import VARIANTS, parts, write_report
from makers_labels import OFFICIAL, Damage
from makers_tables import Grid

from workbook.formfile import load_form

DAMAGES = (
    OFFICIAL,
    Damage(short=True, enumerators="none"),
    Damage(seed=4, torn=True, lookalike=True),
    Damage(serial=True, remark=True, subtotal=True, inner_title=True),
    Damage(only_total=True, unit_column=False),
    Damage(missing=frozenset({"T3.3.4.1", "T3.3.4.2", "T3.3.4.3", "3.1", "T2.1.a"})),
)


def docx_tables(path):
    return [[[cell.text for cell in row.cells] for row in table.rows] for table in docx.Document(str(path)).tables]


def html_tables(path):
    page = path.read_bytes()
    text = page.decode("gb18030" if b"gb2312" in page else "utf-8")
    tables = lxml.html.fromstring(text).xpath("//table[not(.//table)][not(@class)]")
    return [html_table(table) for table in tables]


def html_table(table):
    spots = {}
    for row, line in enumerate(table.iter("tr")):
        column = 0
        for cell in line:
            while (row, column) in spots:
                column += 1
            across, down = int(cell.get("colspan", 1)), int(cell.get("rowspan", 1))
            covered = {(row + y, column + x) for y in range(down) for x in range(across)}
            assert not covered & spots.keys(), "cells overlap"
            spots |= dict.fromkeys(covered, cell.text_content().replace("\xa0", ""))
    height, width = max(spots)[0] + 1, max(column for _, column in spots) + 1
    return [[spots[row, column] for column in range(width)] for row in range(height)]


@pytest.mark.parametrize("edition", ["2014", "2019", "2021"])
@pytest.mark.parametrize(
    ("kind", "variant", "read"),
    [("docx", variant, docx_tables) for variant in VARIANTS["docx"]]
    + [("html", variant, html_tables) for variant in VARIANTS["html"]],
)
def test_merged_cells_cover_what_they_should(tmp_path, edition, kind, variant, read):
    form, path = load_form(edition), tmp_path / f"report.{kind}"
    table = figures.blanked(figures.wild(form, 3), 4, share=0.2)
    for damage in DAMAGES:
        write_report(path, form, table, damage, variant)
        grids = [part for part in parts(form, table, damage, variant) if isinstance(part, Grid)]
        assert read(path) == [[[cell.text for cell in line] for line in grid.covering()] for grid in grids]


@pytest.mark.parametrize("edition", ["2014", "2019", "2021"])
@pytest.mark.parametrize("variant", VARIANTS["xlsx"])
def test_every_figure_stands_on_a_sheet(tmp_path, edition, variant):
    form, path = load_form(edition), tmp_path / "report.xlsx"
    expected = write_report(path, form, figures.wild(form, 5), variant=variant)
    values = [cell.value for sheet in openpyxl.load_workbook(path) for row in sheet.iter_rows() for cell in row]
    numbers = [value for value in values if isinstance(value, int | float)]
    printed = sorted(float(value) for _, value in expected.cells.values())
    texts = {str(value) for value in values}
    if variant == "text":
        assert not numbers
        assert set(figures.wild(form, 5).values()) <= texts
    else:
        assert sorted(map(float, numbers)) == printed


@pytest.mark.parametrize("edition", ["2014", "2019", "2021"])
@pytest.mark.parametrize("variant", VARIANTS["txt"])
def test_every_filled_cell_stands_in_the_text(tmp_path, edition, variant):
    form, path = load_form(edition), tmp_path / "report.txt"
    table = figures.blanked(figures.wild(form, 6), 7)
    write_report(path, form, table, variant=variant)
    words = path.read_bytes().decode("gb18030" if variant == "tabs" else "utf-8").split()
    assert all(words.count(text) >= list(table.values()).count(text) for text in table.values())
