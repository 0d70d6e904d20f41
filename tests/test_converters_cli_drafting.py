from __future__ import annotations

import commandline
import docx
import pytest

from converters.cli import main
from workbook.carry import CARRIED
from workbook.drafts import DRAFT, NOTICE
from workbook.errors import OutputNotWritten
from workbook.read import read_content


@pytest.fixture
def book(tmp_path):
    path = tmp_path / "年报.xlsx"
    report = commandline.report_file(tmp_path / "年报.html", "2021", 3)
    assert main(["import", str(report), "-o", str(path)]) == 0
    return path


def texts(path):
    return [paragraph.text for paragraph in docx.Document(str(path)).paragraphs]


def test_a_draft_goes_into_the_report_and_into_the_workbook(book, capsys):
    assert main(["report", str(book), "--draft"]) == 0
    printed = texts(book.with_suffix(".docx"))
    assert NOTICE in printed
    assert not [text for text in printed if "{" in text]
    assert "状态为“草稿”" in capsys.readouterr().err
    content = read_content(book)
    assert set(content.drafts.values()) == {DRAFT}
    assert any("{T3.1.C7}" in text for section in content.current.sections for text in section.paragraphs)


def test_a_second_draft_changes_nothing(book, capsys):
    assert main(["report", str(book), "--draft"]) == 0
    before = book.read_bytes()
    assert main(["report", str(book), "--draft"]) == 0
    assert book.read_bytes() == before
    assert "无变化" in capsys.readouterr().err


def test_without_the_option_nothing_is_drafted(book):
    before = book.read_bytes()
    assert main(["report", str(book)]) == 0
    assert NOTICE not in texts(book.with_suffix(".docx"))
    assert book.read_bytes() == before


def test_a_workbook_that_cannot_be_rewritten_is_still_printed(book, monkeypatch, capsys):
    def refuse(*_):
        message = "磁盘只读"
        raise OutputNotWritten(message)

    monkeypatch.setattr("workbook.files.write_atomically", refuse)
    before = book.read_bytes()
    assert main(["report", str(book), "--draft"]) == 0
    assert book.read_bytes() == before
    assert "没有放进工作簿，只写进报告：磁盘只读" in capsys.readouterr().err


def test_a_new_year_takes_last_years_text_with_it(book, tmp_path, capsys):
    assert main(["report", str(book), "--draft"]) == 0
    assert main(["new", "--last", str(book), "-o", str(tmp_path / "新.xlsx")]) == 0
    assert "上年稿" in capsys.readouterr().err
    content = read_content(tmp_path / "新.xlsx")
    assert set(content.drafts.values()) == {CARRIED}
    assert main(["check", str(tmp_path / "新.xlsx"), "--only", "X111"]) in (0, 1)
    assert "仍是上年稿" in capsys.readouterr().out
