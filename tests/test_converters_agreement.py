from __future__ import annotations

import openpyxl
import pytest

from converters.agreement import listened
from converters.cli.check import findings_of
from workbook.content import BookContent
from workbook.read import read_content
from workbook.report import AnnualReport, Evidence, Figure, Section
from workbook.write import build_book

TITLE = "依申请公开政府信息办理情况"


def book(*texts):
    evidence = Evidence("旧.docx", quote="旧的话")
    figures = {code: Figure(code, "reported", value) for code, value in {"3.1": 5, "3.1.1": 5, "4": 1}.items()}
    stated = [Figure("4", "reported", 9, "9件", found_in="narrative", evidence=evidence)]
    report = AnnualReport(
        "2014", 2016, "青岗县", figures=figures, stated=stated, sections=[Section("三", TITLE, texts)]
    )
    return BookContent(report)


def test_what_the_text_states_now_counts_not_what_was_imported(tmp_path):
    path = tmp_path / "a.xlsx"
    path.write_bytes(build_book(book("共收到政府信息公开申请7件。", "共收到政府信息公开申请{3.1}件。")))
    stated = listened(read_content(path)).current.stated
    assert [(figure.code, figure.value, figure.evidence.place) for figure in stated if figure.value == 7] in (
        [],
        [("3.1", 7, "正文!D6")],
    )
    path.write_bytes(build_book(book("共收到政府信息公开申请7件。")))
    stated = listened(read_content(path)).current.stated
    assert [(figure.code, figure.value, figure.evidence.place) for figure in stated] == [("3.1", 7, "正文!D6")]


def test_text_against_table_names_both_cells(tmp_path):
    path = tmp_path / "a.xlsx"
    path.write_bytes(build_book(book("共收到政府信息公开申请7件。")))
    (finding,) = [finding for finding in findings_of(path) if finding.code == "X101"]
    assert finding.where == "正文!D6、统计表!C26"


def test_a_text_that_refers_to_the_table_agrees_with_it(tmp_path):
    path = tmp_path / "a.xlsx"
    path.write_bytes(build_book(book("共收到政府信息公开申请{3.1}件，其中当面申请{当面申请数}件。")))
    assert not [finding for finding in findings_of(path) if finding.code.startswith("X")]


@pytest.mark.parametrize("moved", [1, 3])
def test_the_place_is_where_the_paragraph_stands_now(tmp_path, moved):
    path = tmp_path / "a.xlsx"
    path.write_bytes(build_book(book("共收到政府信息公开申请7件。")))
    opened = openpyxl.load_workbook(path)
    opened["正文"].insert_rows(6, moved)
    opened.save(path)
    (finding,) = [finding for finding in findings_of(path) if finding.code == "X101"]
    assert finding.where == f"正文!D{6 + moved}、统计表!C26"
