from __future__ import annotations

import io
from unittest.mock import Mock

import docx
import pypdfium2
import pytest
from commandline import report_file
from wordfile import edited, with_places

from converters import office
from converters.cli.report import made_from
from converters.importer import import_report
from converters.word import STORED
from converters.word.pdf import timeless
from workbook.content import BookContent
from workbook.errors import InputRefused
from workbook.read import read_content
from workbook.report import AnnualReport, Section
from workbook.write import build_book


def test_the_template_is_handed_out_and_taken_back(run, book, tmp_path):
    code, out, err = run("report", "--write-template", "报告模板.docx")
    assert (code, out) == (0, "")
    assert "--template 报告模板.docx" in err
    assert (tmp_path / "报告模板.docx").read_bytes() == STORED.read_bytes()
    assert run("report", book, "--template", "报告模板.docx", "-o", "甲.docx")[0] == 0
    assert run("report", book, "-o", "乙.docx")[0] == 0
    assert (tmp_path / "甲.docx").read_bytes() == (tmp_path / "乙.docx").read_bytes()


def test_an_edited_template_is_not_overwritten(run, tmp_path):
    (tmp_path / "报告模板.docx").write_bytes(b"edited")
    assert run("report", "--write-template", "报告模板.docx")[0] == 4
    assert run("report", "--write-template", "报告模板.docx", "--force")[0] == 0


def test_the_report_follows_the_template(run, book, tmp_path):
    (tmp_path / "模板.docx").write_bytes(
        with_places("{{标提}}", "{{落款}}", "{{附件}}", "{{正文}}", "{{前言}}", "{{标题}}")
    )
    code, _, err = run("report", book, "--template", "模板.docx", "-o", "报告.docx")
    assert code == 0
    assert "{{标提}}不是 nianbao 的位置" in err
    texts = [p.text for p in docx.Document(tmp_path / "报告.docx").paragraphs if p.text]
    assert texts[0] == "{{标提}}"
    assert "报告" in texts[-1]


@pytest.mark.parametrize(
    ("data", "said"),
    [(with_places("{{标题}}"), "{{正文}}"), (b"no zip", "损坏"), (edited({}, {"word/vbaProject.bin": b""}), "宏")],
)
def test_a_template_that_cannot_be_used_is_an_input_refused(run, book, tmp_path, data, said):
    (tmp_path / "模板.docx").write_bytes(data)
    code, _, err = run("report", book, "--template", "模板.docx", "-o", "报告.docx")
    assert code == 3
    assert said in err
    assert "模板.docx" in err
    assert not (tmp_path / "报告.docx").exists()


def test_what_a_template_links_to_is_left_out_with_a_word(run, book, tmp_path):
    link = (
        '<Relationship Id="rIdX" Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/hyperlink" '
        'Target="https://www.example.gov.cn/" TargetMode="External"/></Relationships>'
    )
    change = {"word/_rels/document.xml.rels": lambda text: text.replace("</Relationships>", link)}
    (tmp_path / "模板.docx").write_bytes(edited(change))
    code, _, err = run("report", book, "--template", "模板.docx", "-o", "报告.docx")
    assert code == 0
    assert "https://www.example.gov.cn/" in err


@pytest.mark.parametrize(
    "words",
    [
        ("report",),
        ("report", "年报.xlsx", "--write-template", "模板.docx"),
        ("report", "--write-template", "模板.txt"),
        ("report", "年报.xlsx", "-o", "报告.doc"),
        ("report", "年报.xlsx", "-o", "报告.html", "--template", "模板.docx"),
    ],
)
@pytest.mark.usefixtures("book")
def test_words_that_do_not_fit_together_are_a_usage_error(run, words):
    assert run(*words)[0] == 2


def test_the_page_for_the_website_says_what_the_workbook_says(run, book, tmp_path):
    assert run("report", book, "-o", "年报.html")[0] == 0
    page, kept = import_report(tmp_path / "年报.html"), read_content(book).current
    assert {code: f.value for code, f in page.figures.items()} == {code: f.value for code, f in kept.figures.items()}


def test_a_pdf_is_laid_out_by_an_office_program_and_always_the_same(run, book, tmp_path, monkeypatch):
    asked = []

    def convert(data, suffix, to, name):
        asked.append((suffix, to, name, docx.Document(io.BytesIO(data)).core_properties.language))
        return b"%PDF-1.7 /CreationDate(D:20261122125735Z')>> /ID [ <0A1B>\n<0A1B> ] %%EOF"

    monkeypatch.setattr("converters.word.pdf.convert", convert)
    assert run("report", book, "-o", "年报.pdf")[0] == 0
    assert asked == [(".docx", "pdf", "年报.pdf", "zh-CN")]
    assert (tmp_path / "年报.pdf").read_bytes() == (
        b"%PDF-1.7 /CreationDate(D:19800101000000Z')>> /ID [ <0000>\n<0000> ] %%EOF"
    )


def test_times_in_a_pdf_are_overwritten_in_place():
    made = b"/CreationDate(D:20261122125735+08'00')/ModDate (D:20261122) /DocChecksum /ABCDEF12 rest"
    assert len(timeless(made)) == len(made)
    assert b"2026" not in timeless(made)
    assert timeless(made).endswith(b"/DocChecksum /00000000 rest")


def test_without_an_office_program_the_pdf_is_not_written_and_a_way_is_shown(run, book, tmp_path, monkeypatch):
    refused = Mock(side_effect=InputRefused("没有 LibreOffice"))
    monkeypatch.setattr("converters.word.pdf.convert", refused)
    code, _, err = run("report", book, "-o", "年报.pdf")
    assert code == 4
    assert "另存为 PDF" in err
    assert not (tmp_path / "年报.pdf").exists()


def test_figures_that_the_text_of_a_workbook_refers_to_are_put_in(tmp_path):
    report = import_report(report_file(tmp_path / "来文.html", T3_1_C7="12"))
    report.sections = [Section("一", "总体情况", ("收到申请{T3.1.C7}件，{{x}}。",))]
    (tmp_path / "年报.xlsx").write_bytes(build_book(BookContent(report)))
    texts = [p.text for p in docx.Document(io.BytesIO(made_from(tmp_path / "年报.xlsx"))).paragraphs]
    assert "收到申请12件，{{x}}。" in texts


def test_braces_in_a_report_file_are_plain_text(tmp_path):
    document = docx.Document()
    for text in ("云水县2022年政府信息公开工作年度报告", "一、总体情况", "收到申请{T3.1.C7}件，按{标题}办理。"):
        document.add_paragraph(text)
    document.save(str(tmp_path / "来文.docx"))
    texts = [p.text for p in docx.Document(io.BytesIO(made_from(tmp_path / "来文.docx"))).paragraphs]
    assert "收到申请{T3.1.C7}件，按{标题}办理。" in texts


def test_the_years_of_the_workbook_become_a_chart(run, tmp_path):
    run("import", report_file(tmp_path / "2023.html", T3_1_C7="9"), "-o", "年报.xlsx")
    content = read_content(tmp_path / "年报.xlsx")
    earlier = AnnualReport("2021", content.current.year - 1, content.current.unit, figures=content.current.figures)
    (tmp_path / "两年.xlsx").write_bytes(build_book(BookContent(content.current, {earlier.year: earlier})))
    data = made_from(tmp_path / "两年.xlsx")
    assert "/word/charts/nianbao-chart.xml" in {
        str(p.partname) for p in docx.Document(io.BytesIO(data)).part.package.parts
    }


@pytest.mark.skipif(office.find_office() is None, reason="no office program here; .ci/run installs one")
def test_a_real_pdf_has_the_words_of_the_report_and_no_time(run, book, tmp_path):
    assert run("report", book, "-o", "年报.pdf")[0] == 0
    first = (tmp_path / "年报.pdf").read_bytes()
    document = pypdfium2.PdfDocument(first)
    text = "".join("".join(page.get_textpage().get_text_range().split()) for page in document)
    title = "".join(read_content(book).current.title.split())
    assert not title or title in text
    assert "结转下年度继续办理" in text
    assert document.get_metadata_dict()["CreationDate"].startswith("D:19800101")
    document.close()
