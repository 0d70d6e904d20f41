"""From a document to a report: what the parts make together."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from converters.document import Cell, Document, Paragraph, Place, Table
from converters.importer import recognise
from workbook.errors import InputRefused

if TYPE_CHECKING:
    from workbook.report import AnnualReport

TITLE = "清溪县林业局2012年政府信息公开工作年度报告"
PARTS = (
    "一、概述",
    "本局认真工作，接待来访42人次。",
    "二、依申请公开情况",
    "2012年收到政府信息公开申请3件，已办结3件。",
)


def report_of(*blocks: str | Table, name: str = "年报.txt", kind: str = "text") -> AnnualReport:
    places = enumerate(blocks, 1)
    made = [block if isinstance(block, Table) else Paragraph(block, Place(line=at)) for at, block in places]
    return recognise(Document(name, kind, list(made)))


def rows(*lines: tuple[str, ...], number: int = 1) -> Table:
    cells = tuple(Cell(text, row, column) for row, line in enumerate(lines) for column, text in enumerate(line))
    return Table(cells, len(lines), max(map(len, lines)), Place(table=number))


def test_a_report_without_a_table_holds_its_stated_figures():
    report = report_of(TITLE, *PARTS)
    assert {code: figure.value for code, figure in report.figures.items()} == {"3.1": 3, "3.2": 3}
    assert {figure.found_in for figure in report.figures.values()} == {"narrative"}
    assert report.stated == []
    assert [(other.name, other.value, other.measure) for other in report.other_figures] == [("接待来访", 42, "人次")]
    assert "没有找到统计表，指标取自正文" in report.notes


def test_what_the_text_says_in_two_ways_is_no_figure_but_listed_for_the_user():
    report = report_of(TITLE, *PARTS, "三、其他需要报告的事项", "收到政府信息公开申请5件。")
    assert set(report.figures) == {"3.2"}
    found = [piece for piece in report.unplaced if "收到申请数" in piece.text and "说法不一" in piece.text]
    assert [piece.evidence.quote for piece in found][-1:] == ["收到政府信息公开申请5件。"]
    assert len(found) == 2


def test_figures_of_last_year_are_not_this_years():
    report = report_of(
        TITLE, "一、概述", "2011年收到政府信息公开申请9件。", "二、依申请公开情况", "今年收到政府信息公开申请3件。"
    )
    assert report.figures["3.1"].value == 3


def test_contact_and_sign_off_stand_in_tables_of_their_own():
    contact = rows(("联系地址", "清溪县建设路8号"), ("邮政编码", "353200"), ("联系电话", "0599-7654321"))
    signed = rows(("单位负责人：顾长林", "审核人：叶文秀"), ("填报人：石小满", "填报日期：2013年2月6日"), number=2)
    report = report_of(TITLE, contact, *PARTS, signed)
    assert report.contact == {"address": "清溪县建设路8号", "postcode": "353200", "phone": "0599-7654321"}
    assert report.signoff == {"head": "顾长林", "reviewer": "叶文秀", "preparer": "石小满", "date": "2013-02-06"}
    assert report.unplaced == []


def test_a_table_of_the_units_own_is_listed_and_not_lost():
    report = report_of(TITLE, *PARTS, rows(("栏目", "条数"), ("林业政策", "42")))
    assert [unplaced.text for unplaced in report.unplaced] == ["林业政策\t42"]


def test_the_signature_is_taken_off_the_last_section():
    report = report_of(TITLE, *PARTS, "清溪县林业局", "二〇一三年二月六日", "附件：1.林业政策目录")
    assert report.signoff == {"date": "2013-02-06"}
    assert report.sections[-1].paragraphs == (PARTS[-1], "附件：1.林业政策目录")


def test_the_signature_names_the_unit_when_the_title_does_not():
    report = report_of("2012年政府信息公开工作年度报告", *PARTS, "清溪县林业局", "2013年2月6日")
    assert report.unit == "清溪县林业局"


def test_the_file_name_is_the_last_resort():
    report = report_of("政府信息公开工作年度报告", "一、概述", "我局认真工作。", name="清溪县林业局2012年年报.html")
    assert (report.unit, report.year) == ("清溪县林业局", 2012)


def test_furniture_is_kept_apart():
    chrome = ("当前位置：首页 > 年报", "发布日期：2013-02-06 字体：[大 中 小]", "索引号：QX-2013-7")
    report = report_of(*chrome, TITLE, *PARTS, "【打印】 【关闭】", "版权所有：清溪县人民政府 闽ICP备05000000号")
    assert report.title == TITLE
    assert report.preface == ()
    assert [len(section.paragraphs) for section in report.sections] == [1, 1]
    assert report.unplaced == []
    (note,) = [note for note in report.notes if "未读入正文" in note]
    assert all(word in note for word in ("索引号：QX-2013-7", "【打印】 【关闭】", "闽ICP备05000000号"))


def test_an_advertisement_is_noted_and_kept_out_of_the_title():
    report = report_of(f"凯发app下载{TITLE}", "一、主动公开情况", "主动公开凯发app下载的政府信息20条。")
    assert report.title == TITLE
    assert report.sections[0].paragraphs == ("主动公开凯发app下载的政府信息20条。",)
    assert sum("疑似广告" in note for note in report.notes) == 2


def test_a_heading_within_a_section_says_what_its_paragraphs_are_about():
    report = report_of(
        TITLE, "一、总体情况", "（一）依申请公开情况", "通过平台收到申请3件。", "二、存在的问题", "队伍不稳。"
    )
    assert report.reported() == {"3.1": 3}


def test_the_announced_parts_of_the_opening_are_no_sections():
    opening = "本报告由概述、依申请公开情况等2部分组成。统计期限自2012年1月1日起至2012年12月31日止。"
    report = report_of(TITLE, opening, *PARTS)
    assert report.preface == (opening,)
    assert [section.title for section in report.sections] == ["概述", "依申请公开情况"]
    assert [day.isoformat() for day in report.period or ()] == ["2012-01-01", "2012-12-31"]


def test_what_is_no_report_is_refused():
    with pytest.raises(InputRefused, match="没有找到统计表"):
        report_of("今天天气很好。", "明天也是。")
