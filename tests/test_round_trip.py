"""Round trip: what was imported, written as a Word report and imported again says the same; also through a workbook."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

import figures
import makers
import office
import pytest
from office import ROOT
from wordfile import edited

from converters.importer import import_report
from converters.webpage import write_page
from converters.word import default_title, read_template, write_report
from workbook.content import BookContent
from workbook.formfile import load_form
from workbook.write import build_book

if TYPE_CHECKING:
    from pathlib import Path

    from workbook.report import AnnualReport

SHARED = ROOT.parent / "shared" / "reports"
DEMO = ROOT / "templates" / "demo" / "suqian-2023.html"
NARRATIVE = """清溪县林业局
2012年政府信息公开工作年度报告
根据《中华人民共和国政府信息公开条例》的规定，编制本报告。统计期限自2012年1月1日至2012年12月31日。
请与清溪县林业局办公室联系（地址：清溪县建设路8号；邮编：353200；电话：0599-7654321）。
一、概述
2012年，我局指定专人负责公开工作。
（一）加强领导
局务会议两次听取汇报，解决了3个难题。
（二）完善制度。修订了保密审查制度，明确"先审查、后公开"。
二、主动公开政府信息情况
全年主动公开政府信息186条，其中林业政策类42条、行政许可类31条。
1、政府网站公开政府信息120条。
2、公告栏。张贴告示66张。
三、依申请公开政府信息办理情况
2012年收到政府信息公开申请3件，已办结3件。
四、政府信息公开收费及减免情况
全年未收取任何费用。
五、因政府信息公开申请行政复议、提起行政诉讼情况
没有因政府信息公开引起的行政复议、行政诉讼，也没有收到举报投诉。
六、存在的主要问题及改进措施
公开内容还不够丰富，A&B两类栏目更新偏慢（<10%），下一步将改进。
清溪县林业局
2013年2月6日
"""


def said(report: AnnualReport) -> dict[str, object]:
    """What a round trip must keep: figures by what they say, words by their letters."""
    table = {code: (f.state, f.value, f.approximate) for code, f in report.figures.items() if f.state != "blank"}
    return {
        "form": report.form,
        "year": report.year,
        "unit": report.unit,
        # Where a report prints no title, the Word report has the form's own.
        "title": report.title or default_title(report, load_form(report.form)),
        "period": report.period,
        "figures": table,
        "stated": {figure.code: figure.value for figure in report.stated},
        "preface": report.preface,
        "sections": [(s.number, s.title, s.paragraphs) for s in report.sections],
        "signoff": report.signoff,
        "contact": report.contact,
    }


def sources(folder: Path) -> dict[str, Path]:
    made = {"demo": DEMO}
    made |= {f"shared-{path.stem}": path for path in sorted(SHARED.glob("*-20*.txt"))}
    for edition in ("2014", "2019", "2021"):
        form = load_form(edition)
        for suffix in ("docx", "html", "txt"):
            path = folder / f"年报-{edition}.{suffix}"
            makers.write_report(path, form, figures.consistent(form, 3))
            made[f"{edition}-{suffix}"] = path
    narrative = folder / "清溪县林业局2012.txt"
    narrative.write_text(NARRATIVE, "utf-8")
    return made | {"narrative": narrative}


NAMES = [
    "demo",
    *(f"{edition}-{suffix}" for edition in ("2014", "2019", "2021") for suffix in ("docx", "html", "txt")),
    "narrative",
]
NAMES += [f"shared-{path.stem}" for path in sorted(SHARED.glob("*-20*.txt"))]


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Path]:
    return sources(tmp_path_factory.mktemp("sources"))


@pytest.mark.parametrize("name", NAMES)
def test_a_word_report_says_what_was_imported(name, made, tmp_path):
    first = import_report(made[name])
    path = tmp_path / "报告.docx"
    path.write_bytes(write_report(first, load_form(first.form)))
    assert said(import_report(path)) == said(first)


def own_look() -> bytes:
    """A template as an office may make it: other ids of styles, parts set one by one, the chart at the end."""

    def restyled(text: str) -> str:
        return text.replace('"Heading1"', '"1"').replace('"ReportBody"', '"a0"').replace('"TableText"', '"a9"')

    def reordered(text: str) -> str:
        chart = "{{图表}}"
        text = text.replace(chart, "{{第二部分}}").replace("{{落款}}", "{{第九部分}}").replace("{{附件}}", "{{落款}}")
        end = f"<w:p><w:r><w:t>{{{{附件}}}}</w:t></w:r></w:p><w:p><w:r><w:t>{chart}</w:t></w:r></w:p>"
        return restyled(text.replace("<w:sectPr>", f"{end}<w:sectPr>", 1))

    return edited({"word/styles.xml": restyled, "word/document.xml": reordered})


@pytest.mark.parametrize("name", NAMES)
def test_a_report_on_an_office_s_own_template_says_what_was_imported(name, made, tmp_path):
    first = import_report(made[name])
    path = tmp_path / "报告.docx"
    history = {(first.year or 2013) - 1: first}
    template = read_template(own_look(), "本单位.docx")
    path.write_bytes(write_report(first, load_form(first.form), history=history, template=template))
    assert said(import_report(path)) == said(first)


@pytest.mark.parametrize("name", NAMES)
def test_a_web_page_says_what_was_imported(name, made, tmp_path):
    first = import_report(made[name])
    path = tmp_path / "报告.html"
    path.write_bytes(write_page(first, load_form(first.form)))
    assert said(import_report(path)) == said(first)


def without_blanks(report: AnnualReport) -> str:
    """What a PDF can keep: between characters and digits it has gaps, no blanks."""
    return re.sub(r"\s", "", repr(said(report)))


def test_a_printed_report_says_what_was_imported(made, tmp_path):
    names = [name for name in NAMES if not name.endswith(("-html", "-txt"))]
    reports = {name: import_report(made[name]) for name in names}
    paths = [tmp_path / f"{name}.docx" for name in names]
    for path, report in zip(paths, reports.values(), strict=True):
        path.write_bytes(write_report(report, load_form(report.form)))
    for name, pdf in zip(names, office.convert(paths, "pdf", tmp_path), strict=True):
        assert without_blanks(import_report(pdf)) == without_blanks(reports[name]), name


@pytest.mark.parametrize("name", NAMES)
def test_the_workbook_between_changes_nothing(name, made, tmp_path):
    first = import_report(made[name])
    book, path = tmp_path / "年报.xlsx", tmp_path / "报告.docx"
    book.write_bytes(build_book(BookContent(first)))
    kept = import_report(book)
    assert said(kept) == said(first)
    path.write_bytes(write_report(kept, load_form(kept.form)))
    assert said(import_report(path)) == said(first)


def test_the_narrative_report_is_read_whole(made):
    report = import_report(made["narrative"])
    assert (report.title, report.unit, report.year) == (
        "清溪县林业局2012年政府信息公开工作年度报告",
        "清溪县林业局",
        2012,
    )
    assert {code: figure.value for code, figure in report.figures.items()} == {
        "1.1": 186, "1.2.2": 120, "3.1": 3, "3.2": 3, "4": 0, "5": 0, "6": 0, "7": 0
    }  # fmt: skip
    assert report.signoff == {"date": "2013-02-06"}
    assert report.contact["postcode"] == "353200"
    assert [len(section.paragraphs) for section in report.sections] == [4, 3, 1, 1, 1, 1]
