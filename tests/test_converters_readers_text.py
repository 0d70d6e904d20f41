"""Plain text in any encoding is read line by line, with the line and page each stands on."""

from __future__ import annotations

import codecs

import pytest

from converters.document import Paragraph, Table
from converters.readers.text import TextReader
from workbook.errors import InputRefused

REPORT = "某局2016年政府信息公开工作年度报告\n\n一、概述\n全年主动公开信息 87 条，依申请公开 2 件。\n"
TRADITIONAL = "某局2016年政府資訊公開工作報告\n全年主動公開資訊 87 條，處理申請 2 件，沒有行政訴訟。\n"


def read(data):
    return TextReader().read(data if isinstance(data, bytes) else data.encode(), "年报.txt")


def texts(data):
    return [block.text for block in read(data).blocks]


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "gb18030", "utf-16", "utf-16-le", "utf-16-be"])
@pytest.mark.parametrize("text", [REPORT, "一、概述", "联通", "公开数\t12", "主动公开政府信息"])
def test_every_encoding_is_recognised(text, encoding):
    assert texts(text.encode(encoding)) == [line for line in text.split("\n") if line]


def test_big_endian_with_a_mark_is_read():
    assert texts(codecs.BOM_UTF16_BE + REPORT.encode("utf-16-be")) == texts(REPORT)


@pytest.mark.parametrize("encoding", ["big5", "gb18030", "utf-8", "utf-16-le"])
def test_traditional_text_is_read(encoding):
    assert texts(TRADITIONAL.encode(encoding)) == TRADITIONAL.splitlines()


def test_mixed_line_ends_and_blank_lines_keep_the_line_numbers():
    found = read("甲\r\n\r\n乙\r丙\n　 \n丁\u2028戊").blocks
    assert [(block.text, block.place.line) for block in found] == [
        ("甲", 1),
        ("乙", 3),
        ("丙", 4),
        ("丁", 6),
        ("戊", 7),
    ]
    assert found[0].place.page is None


def test_tabs_and_blanks_in_front_are_kept_for_they_may_mark_columns():
    assert texts("　　收到申请数\t件\t\t12 　\n\t空\t3\n    12") == ["　　收到申请数\t件\t\t12", "\t空\t3", "    12"]


def test_a_form_feed_begins_a_page():
    found = read("第一页\n末行\f第二页\n\f\n第三页").blocks
    places = [(block.text, block.place.page, block.place.line) for block in found]
    assert places == [("第一页", 1, 1), ("末行", 1, 2), ("第二页", 2, 2), ("第三页", 3, 4)]


def test_markdown_tables_become_tables():
    found = read("前\n  | 指标 | 数量 |\n|:---|---:|\n| 公开数 | 12 |\n| a\\|b | 上<br>下 |\n后\n| 单行 |").blocks
    assert [type(block) for block in found] == [Paragraph, Table, Paragraph, Paragraph]
    cells = [[cell.text for cell in row if cell] for row in found[1].grid()]
    assert cells == [["指标", "数量"], ["公开数", "12"], ["a|b", "上\n下"]]
    assert (found[1].place.line, found[1].place.table) == (2, 1)


def test_control_characters_do_not_come_through():
    assert texts("公开" * 400 + "\x01") == ["公开" * 400 + "\ufffd"]


def test_a_cut_text_is_read_with_a_note():
    found = read((REPORT * 9).encode()[:-2])
    assert "无法解码" in found.notes[0]
    assert found.blocks[-1].text.endswith("件\ufffd")


@pytest.mark.parametrize("data", [bytes(range(256)) * 20, b"\0" * 500, b"\x7fELF\x02\x01\x01" + b"\0\x01\x02" * 300])
def test_binary_content_is_refused(data):
    with pytest.raises(InputRefused, match="不是可识别的文字文件"):
        read(data)


def test_text_of_no_chinese_encoding_is_refused():
    with pytest.raises(InputRefused, match="编码无法辨认"):
        read("Привет мир, это не китайский текст вовсе".encode("koi8-r") * 9)


def test_an_enormous_text_is_refused():
    with pytest.raises(InputRefused, match="超过 20 MB"):
        read(b"a" * (20 * 1024 * 1024 + 1))
