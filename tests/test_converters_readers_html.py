"""Web pages of every age give the report whole: its headline, its paragraphs, each of its tables, and no furniture."""

from __future__ import annotations

import pytest

from converters.document import Paragraph
from converters.readers.html import HtmlReader
from workbook.errors import InputRefused

OPENING = "本报告依据条例编制，所列数据统计期限为全年十二个月。"
CLOSING = "下一步将继续改进工作，欢迎社会各界监督。"
FIGURES = "<table border=1><tr><td>指标</td><td>数量</td></tr><tr><td>主动公开数</td><td>12</td></tr></table>"


def read(content, encoding="utf-8"):
    return HtmlReader().read(content.encode(encoding), "年报.html")


def texts(content):
    return [block.text for block in read(content).blocks if isinstance(block, Paragraph)]


def grids(content):
    return [[[cell.text if cell else None for cell in row] for row in table.grid()] for table in read(content).tables]


def page(body, title="", head=""):
    return f"<!DOCTYPE html><html><head><title>{title}</title>{head}</head><body>{body}</body></html>"


OLD_PAGE = page(
    "<table width=980><tr><td><a href=/>首页</a></td><td><a href=/a>政务公开</a></td></tr></table>"
    "<table width=980><tr><td width=200 valign=top><a href=1>栏目甲</a><br><a href=2>栏目乙</a></td><td>"
    "<table><tr><td align=center><b>某县2011年政府信息公开年度报告</b></td></tr>"
    "<tr><td>发布日期：2012-02-28 字体[<a>大</a> <a>中</a> <a>小</a>]</td></tr>"
    f"<tr><td>&nbsp;&nbsp;&nbsp;&nbsp;{OPENING}<br>　　一、概述<br>全年共公开信息\n十二条，群众满意。<br><br>{FIGURES}"
    f"{CLOSING}<br>某县人民政府办公室</td></tr></table></td></tr></table>"
    "<table width=980><tr><td>版权所有：某县人民政府</td></tr><tr><td>某ICP备0000号</td></tr></table>",
    "某县2011年政府信息公开年度报告-某县政府网",
)
MODERN_PAGE = page(
    "<header><div class=logo><h1>某市门户</h1></div><nav><ul><li><a>首页</a><li><a>公开</a></ul></nav></header>"
    "<div class='breadcrumb'>当前位置：首页 &gt; 信息公开 &gt; 年报</div>"
    "<h1>某市2023年政府信息公开工作年度报告</h1><div class=info>来源：办公室 浏览次数：35</div>"
    f"<article><p>{OPENING}</p><h2>一、总体情况</h2><p>全年工作平稳，主动公开十二条。</p>{FIGURES}<p>{CLOSING}</p>"
    "<p>某市人民政府</p><p><a href=x.xls>附件：统计表</a></p></article>"
    "<div class='comments'><p>网友甲：写得很详细，希望以后继续公开。</p></div>"
    "<footer><p>主办单位：某市政府办</p><p>本站内容未经允许请勿使用，谢谢各位网友配合。</p></footer>",
    "某市2023年政府信息公开工作年度报告_某市门户",
    "<style>p{color:red}</style><script>alert('脚本')</script>",
)


def test_an_old_page_of_layout_tables_gives_the_report_alone():
    assert texts(OLD_PAGE) == [
        "某县2011年政府信息公开年度报告",
        OPENING,
        "一、概述",
        "全年共公开信息十二条，群众满意。",
        CLOSING,
        "某县人民政府办公室",
    ]
    assert grids(OLD_PAGE) == [[["指标", "数量"], ["主动公开数", "12"]]]


def test_a_modern_page_gives_the_report_alone():
    assert texts(MODERN_PAGE) == [
        "某市2023年政府信息公开工作年度报告",
        OPENING,
        "一、总体情况",
        "全年工作平稳，主动公开十二条。",
        CLOSING,
        "某市人民政府",
        "附件：统计表",
    ]
    assert [block.heading for block in read(MODERN_PAGE).paragraphs[:3]] == [1, 0, 2]


def test_places_count_paragraphs_and_tables():
    found = read(MODERN_PAGE)
    assert [block.place.line for block in found.paragraphs] == [1, 2, 3, 4, 5, 6, 7]
    assert found.tables[0].place.table == 1


def test_a_headline_in_the_title_alone_comes_first_without_the_site():
    body = f"<p>{OPENING}</p><p>{CLOSING}</p>"
    assert texts(page(body, "某局2020年政府信息公开年报 - 某局网站"))[0] == "某局2020年政府信息公开年报"


def test_a_headline_over_two_lines_is_left_as_it_stands():
    body = f"<p>某局</p><p>2020年政府信息公开年报</p><p>{OPENING}</p>"
    assert texts(page(body, "某局2020年政府信息公开年报")) == ["某局", "2020年政府信息公开年报", OPENING]


def test_a_page_that_is_only_a_table_is_read():
    assert grids(FIGURES) == [[["指标", "数量"], ["主动公开数", "12"]]]
    assert texts(FIGURES) == []


def test_several_tables_are_all_kept_wherever_they_stand():
    middle = f"<div class=article><p>{OPENING}</p><p>{CLOSING}</p><p>完</p></div>"
    assert len(grids(page(f"<div>{FIGURES}</div>{middle}<div class=footer>{FIGURES}</div>"))) == 2


def test_spans_are_laid_on_the_grid():
    table = (
        "<table><tr><th rowspan=2>类</th><th colspan='2'>数</th></tr><tr><td>甲</td><td>乙</td></tr>"
        "<tr><td rowspan=0>末</td><td>1</td><td>&nbsp;</td></tr>"
        "<tr><td rowspan=99>2</td><td colspan=9>3</td></tr></table>"
    )
    assert grids(table) == [[["类", "数", "数"], ["类", "甲", "乙"], ["末", "1", ""], ["末", "2", "3"]]]


@pytest.mark.parametrize("span", ["999999999", "-3", "x", ""])
def test_senseless_spans_do_no_harm(span):
    table = f"<table><tr><td colspan='{span}' rowspan='{span}'>甲</td></tr><tr><td>乙</td><td>1</td></tr></table>"
    assert "甲" in str(grids(table))


def test_a_table_of_enormous_spans_is_refused():
    row = "<tr>" + "<td colspan=1000>1</td>" * 40 + "</tr>"
    with pytest.raises(InputRefused, match="表格过大"):
        read(f"<table>{row * 40}</table>")


def test_lines_within_a_cell_stay_apart():
    assert grids(FIGURES.replace("主动公开数", "<p>主动</p><p>公开数</p>甲<br>乙"))[0][1][0] == "主动\n公开数\n甲\n乙"


def test_a_data_table_with_a_small_table_in_a_cell_stays_whole():
    inner = "<table><tr><td>主动</td></tr><tr><td>公开数</td></tr></table>"
    assert grids(FIGURES.replace("主动公开数", inner)) == [[["指标", "数量"], ["主动\n公开数", "12"]]]


def test_a_data_table_within_a_layout_table_is_read_once():
    assert len(grids(f"<table><tr><td>左</td><td>{FIGURES}</td></tr><tr><td>甲</td><td>乙</td></tr></table>")) == 1


def test_an_article_laid_out_in_a_table_is_cut_into_paragraphs():
    body = "".join(f"<p>第{n}段：{OPENING}</p>" for n in range(20))
    table = f"<table><tr><td>左栏</td><td>{body}</td></tr><tr><td>左下</td><td>右下</td></tr></table>"
    assert grids(table) == []
    assert sum(OPENING in text for text in texts(table)) == 20


def test_hidden_parts_and_hidden_rows_are_dropped():
    table = FIGURES.replace("</table>", "<tr style='display: none'><td>藏</td><td>9</td></tr></table>")
    hidden = "<div hidden>藏一</div><p style='DISPLAY:none'>藏二</p><span style='mso-hide:all'>藏三</span>"
    assert "藏" not in str(read(page(f"<p>{OPENING}</p>{hidden}{table}")).blocks)
    assert grids(table) == grids(FIGURES)
    assert texts(f"<body style='display:none'><p>{OPENING}</p></body>") == [OPENING]


def test_scripts_handlers_and_addresses_never_come_through():
    body = f"<p onclick='evil()'>{OPENING}</p><script>evil()</script><a href='javascript:evil()'>附件</a>"
    assert "evil" not in str(read(page(body + "<noscript>evil</noscript>")).blocks)


@pytest.mark.parametrize(
    ("declared", "encoding", "noted"),
    [
        ("gb2312", "gb18030", False),
        ("GBK", "gb18030", False),
        ("utf-8", "utf-8", False),
        ("utf-8", "utf-8-sig", False),
        ("utf-8", "gb18030", True),
        ("gb2312", "utf-8", True),
        ("", "gb18030", False),
        ("", "utf-16", False),
        ("utf-8", "utf-16-le", True),
        ("nonsense", "utf-8", False),
    ],
)
def test_the_bytes_decide_the_encoding(declared, encoding, noted):
    meta = f"<meta http-equiv=Content-Type content='text/html; charset={declared}'>" if declared else ""
    # 镕 and 喆 are in GB18030, not in GB2312.
    found = read(page(f"<p>{OPENING}镕喆</p>", head=meta), encoding)
    assert found.paragraphs[0].text == f"{OPENING}镕喆"
    assert bool(found.notes) == noted


def test_a_traditional_page_is_read():
    text = "本報告依據條例編製，所列數據統計期限為全年，主動公開政府資訊十二條。"
    assert read(page(f"<p>{text}</p>", head="<meta charset=big5>"), "big5").paragraphs[0].text == text


def test_a_page_cut_within_a_character_is_read_with_a_note():
    data = page(f"<p>{OPENING}</p>" * 9).encode()[:-20]
    cut = data[: data.rfind("监".encode()) + 1] if "监".encode() in data else data[: data.rfind("月".encode()) + 1]
    assert "无法解码" in HtmlReader().read(cut, "年报.html").notes[0]


def test_deep_nesting_is_refused_and_broken_markup_is_not():
    with pytest.raises(InputRefused, match="嵌套过深"):
        read("<div>" * 100_000 + OPENING)
    assert texts("<font>" * 400 + f"<p>{OPENING}")[0] == OPENING


def test_endless_pages_are_refused():
    with pytest.raises(InputRefused, match="过大"):
        read("<br>" * 500_001)
    with pytest.raises(InputRefused, match="过大"):
        read("<p>的" * 20_001)


@pytest.mark.parametrize(
    "head",
    [
        b"<!DOCTYPE html>",
        b"\xef\xbb\xbf<html>",
        "<html>".encode("utf-16"),
        b"<?xml version='1.0'?><html xmlns='x'>",
        b"<!-- saved from url --><HTML>",
        b"title<br>a<br>b<br>",
        b"\r\n <table border=1>",
    ],
)
def test_pages_are_recognised_by_their_markup(head):
    assert HtmlReader().accepts(head, head)


@pytest.mark.parametrize("head", ["一、概述".encode(), b"PK\x03\x04", "<2023年报>\n第一段".encode(), b"a < b > c", b""])
def test_other_content_is_no_page(head):
    assert not HtmlReader().accepts(head, head)
