"""PDF as LibreOffice prints it: the same paragraphs, cells and report as in the document it was printed from."""

from __future__ import annotations

import docx
import figures
import office
import openpyxl
import pytest
from docx.oxml import parse_xml
from docx.oxml.ns import nsdecls
from docx.shared import Pt
from makers import Words, write_report
from makers_tables import Cell, Grid
from papers import tc, tr
from typeset import told

from converters.cli import main
from converters.importer import import_report
from converters.readers import read_document
from workbook.formfile import load_form

EDITIONS = ("2014", "2019", "2021")
SENTENCE = "栏目更新不够及时，个别股室报送材料偏慢，下一步将按月提醒，并在季度例会上通报各股室的采用情况。"
LABELS = "公开工作由办公室牵头各股室指定专人负责对群众常问事项编成问答在网站和窗口发布"


@pytest.fixture(scope="module")
def folder(tmp_path_factory):
    """Reports, our own report and statistics sheet, and a three-line table: printed in two calls."""
    folder = tmp_path_factory.mktemp("印")
    sources = [folder / f"{edition}.docx" for edition in EDITIONS]
    for path in sources:
        form = load_form(path.stem)
        write_report(path, form, figures.consistent(form, 61), variant="merged")
    assert main(["import", str(sources[-1]), "-o", str(folder / "本.xlsx")]) == 0
    assert main(["report", str(folder / "本.xlsx"), "-o", str(folder / "报告.docx")]) == 0
    three_lines(folder / "三线.docx")
    print_only(folder / "本.xlsx", folder / "表.xlsx", "统计表")
    office.convert([*sources, folder / "报告.docx", folder / "三线.docx", folder / "表.xlsx"], "pdf", folder)
    return folder


def print_only(book, to, title):
    opened = openpyxl.load_workbook(book)
    for sheet in opened.worksheets:
        sheet.sheet_state = "visible" if sheet.title == title else "hidden"
    opened.active = opened.sheetnames.index(title)
    opened.save(to)


def line_table():
    """Fifty rows, some labels of two lines, over two pages."""
    rows = [("项目", "本年", "上年", "备注")]
    for n in range(1, 51):
        label = (LABELS * 2)[n % 20 : n % 20 + 4 + n * 5 % 17]
        rows.append((label, str(n * 37), ("0", "—", "1,234")[n % 3], "" if n % 4 else "另附"))
    return Grid(tuple(Cell(text, r, c) for r, row in enumerate(rows) for c, text in enumerate(row)), len(rows), 4, 1)


def three_lines(path):
    """A table with a line above, one under its header and one below, nothing upright."""
    document = docx.Document()
    for text in ("一、统计情况", SENTENCE * 3):
        document.add_paragraph(text).paragraph_format.first_line_indent = Pt(22)
    grid = line_table()
    widths = (3200, 1800, 1800, 1800)
    rows = [
        tr(*map(cell, row, widths, [n == 0] * len(row)), properties="<w:tblHeader/>" if n == 0 else "")
        for n, row in enumerate(grid.rows())
    ]
    sides = '<w:tblBorders><w:top w:val="single" w:sz="12"/><w:bottom w:val="single" w:sz="12"/></w:tblBorders>'
    columns = "".join(f'<w:gridCol w:w="{width}"/>' for width in widths)
    properties = f'<w:tblPr><w:tblW w:w="8600" w:type="dxa"/>{sides}<w:tblLayout w:type="fixed"/></w:tblPr>'
    table = f"<w:tbl {nsdecls('w')}>{properties}<w:tblGrid>{columns}</w:tblGrid>{''.join(rows)}</w:tbl>"
    document.element.body.sectPr.addprevious(parse_xml(table))
    document.add_paragraph(SENTENCE).paragraph_format.first_line_indent = Pt(22)
    document.save(str(path))


def cell(found, width, head):
    line = '<w:tcBorders><w:bottom w:val="single" w:sz="6"/></w:tcBorders>' if head else ""
    return tc(found.text, f'<w:tcW w:w="{width}" w:type="dxa"/>{line}')


@pytest.mark.parametrize("name", [*EDITIONS, "报告"])
def test_paragraphs_and_cells_are_those_of_the_printed_document(folder, name):
    written, printed = (read_document(folder / f"{name}.{kind}") for kind in ("docx", "pdf"))
    assert told(printed.blocks) == [block for block in told(written.blocks) if block]
    assert printed.notes == []


def test_a_three_line_table_over_pages_is_read_whole(folder):
    found = read_document(folder / "三线.pdf")
    assert told(found.blocks) == told([Words("一、统计情况"), Words(SENTENCE * 3), line_table(), Words(SENTENCE)])
    assert len(set(found.tables[0].pages)) > 1


@pytest.mark.parametrize("name", [*EDITIONS, "报告"])
def test_the_imported_report_is_the_same(folder, name):
    written, printed = (gist(import_report(folder / f"{name}.{kind}")) for kind in ("docx", "pdf"))
    assert printed == written


def gist(report):
    values = {code: (figure.value, figure.state, figure.text) for code, figure in report.figures.items()}
    head = report.form, report.year, report.unit, "".join(report.title.split()), report.period
    return (*head, values, report.sections, report.preface, report.signoff, report.contact, len(report.unplaced))


def test_our_printed_statistics_sheet_gives_the_book_s_figures(folder):
    book, printed = (import_report(folder / name) for name in ("本.xlsx", "表.pdf"))
    wanted, found = (
        {code: figure.value for code, figure in report.figures.items() if figure.state != "blank"}
        for report in (book, printed)
    )
    assert found == wanted
