from __future__ import annotations

import io

import books
import openpyxl
import pytest
import randomtables

from workbook.content import BookContent
from workbook.drafts import DRAFT, drafted
from workbook.merge import merge
from workbook.names import PREVIEW
from workbook.ours import our_book
from workbook.passages import CONFIRMED
from workbook.read import read_content
from workbook.report import Section
from workbook.template.narrative import COLUMNS
from workbook.write import build_book, update_book


def opened(data):
    return openpyxl.load_workbook(io.BytesIO(data))


def saved(book, path):
    book.save(path)
    return read_content(path)


@pytest.fixture
def draft_book(tmp_path):
    content = drafted(randomtables.content("2021", 2))
    path = tmp_path / "草稿.xlsx"
    path.write_bytes(build_book(content))
    return content, path


@pytest.mark.parametrize("edition", books.EDITIONS)
def test_drafts_come_back_as_drafts(edition, tmp_path):
    content = drafted(randomtables.content(edition, 3))
    path = tmp_path / "a.xlsx"
    path.write_bytes(build_book(content))
    assert read_content(path) == content
    assert update_book(path.read_bytes(), content, "a.xlsx")


def test_a_changed_draft_is_the_users(draft_book):
    content, path = draft_book
    book = openpyxl.load_workbook(path)
    old = book["正文"]["D5"].value
    book["正文"]["D5"] = old + "改。"
    found = saved(book, path)
    assert old + "改。" in found.current.preface
    assert found.drafts == {text: kind for text, kind in content.drafts.items() if text != old}


def test_a_draft_that_the_user_confirms_is_the_users(draft_book):
    content, path = draft_book
    book = openpyxl.load_workbook(path)
    book["正文"]["E5"] = CONFIRMED
    found = saved(book, path)
    assert found.current.preface == content.current.preface
    assert found.current.preface[0] not in found.drafts
    again = opened(update_book(path.read_bytes(), found, "x.xlsx"))["正文"]
    assert str(again["E5"].value).startswith("=")


def test_places_follow_inserted_rows(draft_book):
    _, path = draft_book
    book = openpyxl.load_workbook(path)
    book["正文"].insert_rows(7, 2)
    assert saved(book, path).places[0, 1] == "正文!D9"


def test_the_working_columns_and_the_sheet_behind_are_hidden(draft_book):
    book = openpyxl.load_workbook(draft_book[1])
    sheet = book["正文"]
    assert [cell.value for cell in sheet[4]] == list(COLUMNS)
    assert sheet.column_dimensions["M"].hidden
    assert sheet.column_dimensions["N"].hidden
    assert book[PREVIEW].sheet_state == "hidden"
    assert our_book(draft_book[1].read_bytes(), "x").foreign_sheets() == []


def test_a_workbook_without_the_new_columns_gets_them_right_of_the_users_own(tmp_path):
    content = BookContent(books.report("2014"))
    book = opened(build_book(content))
    sheet = book["正文"]
    sheet.delete_cols(5, 20)
    sheet["F4"], sheet["F6"] = "我的栏", "旁注"
    book.save(tmp_path / "old.xlsx")
    again = opened(update_book((tmp_path / "old.xlsx").read_bytes(), drafted(content), "old.xlsx"))["正文"]
    titles = [cell.value for cell in again[4]]
    assert titles[:6] == ["年度", "编号", "标题", "段落", None, "我的栏"]
    assert titles[6:] == list(COLUMNS)[4:]
    assert again["F6"].value == "旁注"


def test_a_paragraph_in_digits_leads_to_the_cells_it_states_and_back():
    report = books.report("2014")
    said = "全年收到政府信息公开申请5件。"
    report.sections = [Section("三", "依申请公开政府信息办理情况", (said,))]
    evidence = report.figures["3.1"].evidence
    report.stated = [
        type(report.figures["3.1"])("3.1", "reported", 5, evidence=type(evidence)("样本.docx", quote=said))
    ]
    book = opened(build_book(BookContent(report)))
    link = book["正文"]["G6"]
    assert (link.value, link.hyperlink.location) == ("C26", "F_3_1")
    assert book.defined_names["P_6"].attr_text == "'正文'!$D$6"
    assert "#P_6" in book["统计表"]["H26"].value
    assert "P_6" not in book["统计表"]["H27"].value


def test_older_texts_are_kept_as_they_were_printed(tmp_path):
    older = books.report("2014", 4, 2015)
    older.sections = [Section("三", "依申请公开", ("收到{3.1}件",))]
    content = BookContent(books.report("2014", 3, 2016), {2015: older})
    (tmp_path / "a.xlsx").write_bytes(build_book(content))
    found = read_content(tmp_path / "a.xlsx").history[2015].sections[0].paragraphs
    assert found == (f"收到{older.figures['3.1'].value}件",)


def test_an_imported_report_takes_the_place_of_drafts_and_of_nothing_else():
    content = drafted(randomtables.content("2021", 2))
    content.current.sections[4] = Section("五", "存在的主要问题及改进情况", ("我写的。",))
    offered = randomtables.table("2021", 2, 2023)
    offered.sections = [Section("三", "收到和处理政府信息公开申请情况", ("已公布的话。",))]
    merged = merge(content, [offered], force=False)
    texts = {section.number: section.paragraphs for section in merged.content.current.sections}
    assert texts["三"] == ("已公布的话。",)
    assert texts["五"] == ("我写的。",)
    assert not merged.differences
    assert {merged.content.drafts[text] for text in texts["四"]} == {DRAFT}


def test_the_same_report_again_changes_no_draft():
    content = drafted(randomtables.content("2021", 2))
    again = merge(content, [randomtables.table("2021", 2, 2023)], force=False)
    assert not again.changed
