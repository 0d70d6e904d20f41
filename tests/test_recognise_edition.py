"""The edition is told by the labels that stand in the document; the year only breaks a tie."""

from __future__ import annotations

import pytest

from converters.document import Cell, Document, Paragraph, Table
from converters.recognise.edition import decide, document_words
from workbook.formfile import all_forms, load_form


def printed(edition, tables=None, misprint=None):
    """A document that prints the labels of an edition, a cell each; ``misprint`` changes a label."""
    blocks = []
    for table in load_form(edition).tables:
        if tables is None or table.code in tables:
            labels = [row.printed for row in table.rows]
            labels += [column.label for block in table.blocks for column in block.columns]
            cells = [Cell(misprint(label) if misprint else label, row, 0) for row, label in enumerate(labels)]
            blocks.append(Table(tuple(cells), len(cells), 1))
    return Document("年报.docx", "docx", blocks)


def edition_of(document, year=None):
    form = decide(document, all_forms(), year)
    return form.edition if form else None


@pytest.mark.parametrize("year", [None, 2016, 2020, 2023])
@pytest.mark.parametrize("edition", ["2014", "2019", "2021"])
def test_the_labels_decide_whatever_the_year_says(edition, year):
    assert edition_of(printed(edition), year) == edition


@pytest.mark.parametrize(("year", "edition"), [(2020, "2019"), (2023, "2021")])
def test_where_the_labels_are_the_same_the_year_decides(year, edition):
    assert edition_of(printed("2021", {"T4"}), year) == edition


@pytest.mark.parametrize("edition", ["2014", "2019", "2021"])
def test_misprints_do_not_hide_an_edition(edition):
    document = printed(edition, misprint=lambda label: f"{label[:-3]}×{label[-2:]}" if len(label) > 7 else label)
    assert edition_of(document) == edition


def test_a_document_without_a_table_has_no_edition():
    words = "本年收到公民申请三件，均已按时办结。"
    assert edition_of(Document("年报.txt", "text", [Paragraph(words)]), 2023) is None
    budget = Table((Cell("项目", 0, 0), Cell("金额", 0, 1), Cell("会议费", 1, 0), Cell("3", 1, 1)), 2, 2)
    assert edition_of(Document("年报.docx", "docx", [budget]), 2023) is None


def test_labels_in_lines_of_text_count_without_their_numbers():
    document = Document("年报.txt", "text", [Paragraph("（一）收到申请数 件 41\n1.当面申请数7")])
    assert {"收到申请数", "当面申请数"} <= document_words(document)
