"""A Word document is read as Word shows it: numbers of lists, insertions, merges, boxes, and nothing twice."""

from __future__ import annotations

import io

import docx
import pytest
from hypothesis import given
from hypothesis import strategies as st
from papers import W_SPACE, p, relations, tc, tr
from papers import docx as made

from converters.document import Paragraph, Table
from converters.readers.docx import DocxReader
from converters.readers.docx_numbers import number_text
from workbook.errors import InputRefused
from workbook.package import rezip

ALTERNATE = (
    "<mc:AlternateContent><mc:Choice Requires='wps'>{0}</mc:Choice><mc:Fallback>{0}</mc:Fallback></mc:AlternateContent>"
)
BOX = "<w:drawing><wps:txbx><w:txbxContent>{}</w:txbxContent></wps:txbx></w:drawing>"


def read(body, styles="", numbering=""):
    return DocxReader().read(made(body, styles, numbering), "年报.docx")


def texts(body, styles="", numbering=""):
    return [block.text for block in read(body, styles, numbering).blocks if isinstance(block, Paragraph)]


def grid(table):
    return [[cell.text if cell else None for cell in row] for row in table.grid()]


def run(content):
    return f"<w:r>{content}</w:r>"


def t(text):
    return run(f"<w:t>{text}</w:t>")


def test_what_python_docx_writes_is_read_in_order():
    document = docx.Document()
    document.add_heading("年度报告", 1)
    document.add_paragraph("全年公开 12 条。")
    table = document.add_table(2, 3)
    table.cell(0, 0).merge(table.cell(1, 0)).text = "指标"
    table.cell(0, 1).merge(table.cell(0, 2)).text = "数量"
    table.cell(1, 2).text = "7"
    document.add_paragraph("特此报告。")
    buffer = io.BytesIO()
    document.save(buffer)
    found = DocxReader().read(buffer.getvalue(), "年报.docx")
    assert [type(block) for block in found.blocks] == [Paragraph, Paragraph, Table, Paragraph]
    assert (found.blocks[0].text, found.blocks[0].heading) == ("年度报告", 1)
    assert grid(found.tables[0]) == [["指标", "数量", "数量"], ["指标", "", "7"]]
    assert [block.place.line for block in found.paragraphs] == [1, 2, 3]
    assert found.tables[0].place.table == 1


def test_insertions_are_read_and_deletions_are_not():
    found = read(
        f"<w:p>{t('共')}<w:ins>{t('90')}</w:ins><w:del>{run('<w:delText>80</w:delText>')}{t('70')}</w:del>"
        f"<w:moveTo>{t('87')}</w:moveTo><w:moveFrom>{t('60')}</w:moveFrom>{t('件')}</w:p>"
    )
    assert found.blocks[0].text == "共9087件"
    assert "修订" in found.notes[0]


def test_a_deleted_paragraph_mark_joins_two_paragraphs():
    body = p("前半句", "<w:rPr><w:del/></w:rPr>") + p("后半句。") + p("末", "<w:rPr><w:del/></w:rPr>")
    assert texts(body) == ["前半句后半句。", "末"]


def test_a_deleted_row_is_not_read():
    body = (
        f"<w:tbl>{tr(tc('甲'), tc('1'))}{tr(tc('乙'), tc('2'), properties='<w:del/>')}{tr(tc('丙'), tc('3'))}</w:tbl>"
    )
    assert grid(read(body).tables[0]) == [["甲", "1"], ["丙", "3"]]


def test_wrappers_are_seen_through():
    inner = (
        f"<w:smartTag>{t('甲')}</w:smartTag><w:hyperlink>{t('乙')}</w:hyperlink><w:fldSimple>{t('丙')}</w:fldSimple>"
    )
    control = f"<w:sdt><w:sdtPr/><w:sdtContent>{t('丁')}</w:sdtContent></w:sdt>"
    body = f"<w:sdt><w:sdtContent><w:customXml><w:p>{inner}{control}</w:p></w:customXml></w:sdtContent></w:sdt>"
    assert texts(body) == ["甲乙丙丁"]


def test_a_control_that_only_prompts_is_blank():
    prompt = f"<w:sdt><w:sdtPr><w:showingPlcHdr/></w:sdtPr><w:sdtContent>{t('点此输入')}</w:sdtContent></w:sdt>"
    found = read(f"<w:p>{t('数量：')}{prompt}</w:p>")
    assert found.blocks[0].text == "数量："
    assert "提示" in found.notes[0]


def test_controls_around_rows_and_cells_are_seen_through():
    control = "<w:sdt><w:sdtContent>{}</w:sdtContent></w:sdt>"
    body = f"<w:tbl>{control.format(tr(tc('甲'), control.format(tc('1'))))}{tr(tc('乙'), tc('2'))}</w:tbl>"
    assert grid(read(body).tables[0]) == [["甲", "1"], ["乙", "2"]]


def test_text_boxes_follow_their_paragraph_and_are_read_once():
    box = ALTERNATE.format(BOX.format(p("框内文字") + p("第二行")))
    assert texts(f"<w:p>{t('正文')}{run(box)}</w:p>{p('后文')}") == ["正文", "框内文字", "第二行", "后文"]


def test_a_box_within_a_box_is_read_once():
    inner = f"<w:p>{t('外框')}{run(BOX.format(p('内框')))}</w:p>"
    assert texts(f"<w:p>{run(BOX.format(inner))}</w:p>") == ["外框", "内框"]


def test_hidden_text_is_dropped_with_a_note():
    styles = (
        '<w:style w:type="character" w:styleId="h"><w:rPr><w:vanish/></w:rPr></w:style>'
        '<w:style w:type="paragraph" w:styleId="hp"><w:rPr><w:vanish/></w:rPr></w:style>'
    )
    marked = "<w:r><w:rPr><w:{}/></w:rPr><w:t>{}</w:t></w:r>"
    runs = (
        marked.format("vanish", "一")
        + marked.format("rStyle w:val='h'", "二")
        + marked.format("vanish w:val='0'", "三")
    )
    body = f"<w:p>{t('见')}{runs}</w:p>"
    found = read(body + p("四", '<w:pStyle w:val="hp"/>'), styles)
    assert [block.text for block in found.blocks] == ["见三"]
    assert found.notes == ["文档中有隐藏文字，未读入"]


def test_fields_show_their_results_only():
    field = (
        "<w:r><w:fldChar w:fldCharType='begin'/></w:r><w:r><w:instrText>PAGEREF x</w:instrText></w:r>"
        "<w:r><w:t>代码</w:t></w:r><w:r><w:fldChar w:fldCharType='separate'/></w:r><w:r><w:t>结果</w:t></w:r>"
        "<w:r><w:fldChar w:fldCharType='end'/></w:r>"
    )
    assert texts(f"<w:p>{t('前')}{field}{t('后')}</w:p>") == ["前结果后"]


def test_an_unfinished_field_hides_no_other_paragraph():
    assert texts("<w:p><w:r><w:fldChar w:fldCharType='begin'/></w:r></w:p>" + p("正文")) == ["正文"]


def test_special_characters_are_shown():
    pieces = (
        "<w:t>甲</w:t><w:tab/><w:t>乙</w:t><w:br/><w:t>丙</w:t><w:noBreakHyphen/><w:t>丁</w:t><w:br w:type='page'/>"
        "<w:softHyphen/><w:sym w:font='Wingdings' w:char='F0FE'/><w:sym w:char='2460'/><w:sym w:char='zz'/>"
    )
    assert texts(f"<w:p>{run(pieces)}</w:p>") == ["甲\t乙\n丙-丁☑①\ufffd"]


def test_heading_levels_come_from_outline_style_and_ancestors():
    styles = (
        '<w:style w:type="paragraph" w:styleId="a"><w:name w:val="标题 2"/></w:style>'
        '<w:style w:type="paragraph" w:styleId="b"><w:basedOn w:val="a"/></w:style>'
        '<w:style w:type="paragraph" w:styleId="c"><w:name w:val="heading 1"/><w:basedOn w:val="c"/></w:style>'
        '<w:style w:type="paragraph" w:styleId="d"><w:pPr><w:outlineLvl w:val="3"/></w:pPr></w:style>'
    )
    body = "".join(p(style, f'<w:pStyle w:val="{style}"/>') for style in "abcdz")
    body += p("o", '<w:outlineLvl w:val="0"/>') + p("n", '<w:pStyle w:val="a"/><w:outlineLvl w:val="9"/>')
    assert [block.heading for block in read(body, styles).paragraphs] == [2, 2, 1, 4, 0, 1, 0]


def level(index, number_format, text, more=""):
    counting = f'<w:start w:val="1"/><w:numFmt w:val="{number_format}"/>{more}<w:lvlText w:val="{text}"/>'
    return f'<w:lvl w:ilvl="{index}">{counting}</w:lvl>'


CHINESE = (
    '<w:abstractNum w:abstractNumId="0">'
    + level(0, "chineseCounting", "%1、", '<w:pStyle w:val="部分"/>')
    + level(1, "chineseCountingThousand", "（%2）")
    + level(2, "decimal", "%1.%3", "<w:isLgl/>")
    + level(3, "bullet", "\uf0b7")
    + '</w:abstractNum><w:abstractNum w:abstractNumId="1"><w:numStyleLink w:val="列表"/></w:abstractNum>'
    '<w:num w:numId="1"><w:abstractNumId w:val="0"/></w:num>'
    '<w:num w:numId="2"><w:abstractNumId w:val="0"/>'
    '<w:lvlOverride w:ilvl="0"><w:startOverride w:val="5"/></w:lvlOverride></w:num>'
    '<w:num w:numId="3"><w:abstractNumId w:val="1"/></w:num>'
)
LISTS = (
    '<w:style w:type="paragraph" w:styleId="部分"><w:pPr><w:numPr><w:numId w:val="1"/></w:numPr></w:pPr></w:style>'
    '<w:style w:type="numbering" w:styleId="列表"><w:pPr><w:numPr><w:numId w:val="1"/></w:numPr></w:pPr></w:style>'
)


def item(text, number, depth=0):
    return p(text, f'<w:numPr><w:ilvl w:val="{depth}"/><w:numId w:val="{number}"/></w:numPr>')


def test_automatic_numbers_stand_before_the_text():
    body = item("概述", 1) + item("甲", 1, 1) + item("乙", 1, 1) + item("2023年", 1, 2) + item("点", 1, 3)
    body += item("问题", 1) + item("丙", 1, 1)
    assert texts(body, LISTS, CHINESE) == [
        "一、概述",
        "（一）甲",
        "（二）乙",
        "1.1 2023年",
        "点",
        "二、问题",
        "（一）丙",
    ]


def test_a_style_numbers_its_paragraphs_and_a_paragraph_may_step_out():
    styled = '<w:pStyle w:val="部分"/>'
    out = '<w:pStyle w:val="部分"/><w:numPr><w:numId w:val="0"/></w:numPr>'
    assert texts(p("甲", styled) + p("无", out) + p("乙", styled), LISTS, CHINESE) == ["一、甲", "无", "二、乙"]


def test_a_start_override_counts_anew_once():
    assert texts(item("甲", 1) + item("乙", 2) + item("丙", 2), LISTS, CHINESE) == ["一、甲", "五、乙", "六、丙"]


def test_a_list_linked_through_a_style_takes_its_formats():
    assert texts(item("甲", 3), LISTS, CHINESE) == ["一、甲"]


def test_numbers_in_cells_are_counted_too():
    cell = f"<w:tc>{item('主动公开', 1)}</w:tc>"
    body = f"<w:tbl>{tr(cell, tc('1'))}{tr(cell, tc('2'))}</w:tbl>"
    assert grid(read(body, LISTS, CHINESE).tables[0]) == [["一、主动公开", "1"], ["二、主动公开", "2"]]


@pytest.mark.parametrize(
    ("number_format", "shown"),
    [
        ("decimal", "1 10 12 20 105"),
        ("decimalZero", "01 10 12 20 105"),
        ("chineseCounting", "一 十 十二 二十 一百零五"),
        ("chineseCountingThousand", "一 十 十二 二十 一百零五"),
        ("japaneseCounting", "一 十 十二 二十 一百零五"),
        ("chineseLegalSimplified", "壹 壹拾 壹拾贰 贰拾 壹佰零伍"),
        ("ideographTraditional", "甲 癸 乙 癸 戊"),
        ("ideographZodiac", "子 酉 亥 未 申"),
        ("ideographDigital", "一 一〇 一二 二〇 一〇五"),
        ("decimalFullWidth", "１ １０ １２ ２０ １０５"),
        ("decimalEnclosedCircle", "① ⑩ ⑫ ⑳ 105"),
        ("decimalEnclosedParen", "⑴ ⑽ ⑿ ⒇ 105"),
        ("decimalEnclosedFullstop", "⒈ ⒑ ⒓ ⒛ 105"),
        ("upperRoman", "I X XII XX CV"),
        ("lowerLetter", "a j l t aaaaa"),
        ("unknown", "1 10 12 20 105"),
    ],
)
def test_number_formats(number_format, shown):
    assert [number_text(n, number_format) for n in (1, 10, 12, 20, 105)] == shown.split()


@given(st.integers(0, 10**6), st.sampled_from(["chineseCounting", "upperRoman", "upperLetter", "ideographTraditional"]))
def test_every_number_has_a_text(value, number_format):
    assert number_text(value, number_format)


def test_merges_of_all_kinds_are_laid_on_the_grid():
    restart, go_on = '<w:vMerge w:val="restart"/>', "<w:vMerge/>"
    two = '<w:gridSpan w:val="2"/>'
    body = "<w:tbl>{}{}{}{}</w:tbl>".format(
        tr(tc("类", restart), tc("合计", two), tc("注")),
        tr(tc("不显示", go_on), tc("1"), tc("2"), tc("3")),
        tr(tc("4"), tc("5"), properties='<w:gridBefore w:val="2"/>'),
        tr(tc("横", '<w:hMerge w:val="restart"/>'), tc("藏", "<w:hMerge/>"), tc("6"), tc("7")),
    )
    table = read(body).tables[0]
    assert grid(table) == [
        ["类", "合计", "合计", "注"],
        ["类", "1", "2", "3"],
        [None, None, "4", "5"],
        ["横", "横", "6", "7"],
    ]


def test_merges_that_do_not_fit_overlap_nothing():
    wide, go_on = '<w:gridSpan w:val="2"/><w:vMerge w:val="restart"/>', "<w:vMerge/>"
    table = read(
        f"<w:tbl>{tr(tc('宽', wide))}{tr(tc('甲', go_on), tc('乙'))}{tr(tc('丙', go_on), tc('丁'))}</w:tbl>"
    ).tables[0]
    assert grid(table) == [["宽", "宽"], ["甲", "乙"], ["甲", "丁"]]


def test_a_nested_table_follows_its_outer_table():
    inner = f"<w:tbl>{tr(tc('内一'), tc('内二'))}{tr(tc('内三'), tc('内四'))}</w:tbl>"
    outer = f"<w:tbl>{tr(tc('外一'), tc('外二').replace('</w:tc>', inner + '</w:tc>'))}</w:tbl>"
    found = read(outer)
    assert [grid(table) for table in found.tables] == [[["外一", "外二"]], [["内一", "内二"], ["内三", "内四"]]]
    assert [table.place.table for table in found.tables] == [1, 2]


def test_a_frame_of_one_cell_is_no_table():
    inner = f"<w:tbl>{tr(tc('甲'), tc('1'))}</w:tbl>"
    cell = f"<w:tc>{p('框中一段')}{inner}{p('又一段')}</w:tc>"
    found = read(f"<w:tbl>{tr(cell)}</w:tbl>")
    assert [block.text for block in found.paragraphs] == ["框中一段", "又一段"]
    assert grid(found.tables[0]) == [["甲", "1"]]


def test_enormous_spans_are_cut_and_enormous_tables_refused():
    wide = tc("宽", '<w:gridSpan w:val="9999999"/>')
    assert read(f"<w:tbl>{tr(wide)}{tr(tc('甲'), tc('乙'))}</w:tbl>").tables[0].width == 2
    with pytest.raises(InputRefused, match="表格过大"):
        read("<w:tbl>" + tr(*[wide] * 1100) + tr(tc("甲")) + "</w:tbl>")


def test_embedded_documents_are_noted():
    assert "另一份文档" in read(p("正文") + "<w:altChunk/>").notes[0]


def test_strict_documents_and_odd_part_names_are_read():
    strict = "http://purl.oclc.org/ooxml/wordprocessingml/main"
    body = f'<x:document xmlns:x="{strict}"><x:body><x:p><x:r><x:t>严格</x:t></x:r></x:p></x:body></x:document>'
    data = rezip({"_rels/.rels": relations(officeDocument="/word/document2.xml"), "word/document2.xml": body.encode()})
    assert DocxReader().read(data, "年报.docx").blocks[0].text == "严格"


def test_utf16_parts_are_read():
    body = f'<w:document xmlns:w="{W_SPACE}"><w:body>{p("宽字符")}</w:body></w:document>'
    body = '<?xml version="1.0" encoding="UTF-16"?>' + body
    data = made("", **{"word/document.xml": body.encode("utf-16")})
    assert DocxReader().read(data, "年报.docx").blocks[0].text == "宽字符"


def test_hundreds_of_table_styles_change_nothing():
    table = '<w:style w:type="table" w:styleId="t{}"><w:name w:val="表"/></w:style>'
    heading = '<w:style w:type="paragraph" w:styleId="x"><w:name w:val="heading 3"/></w:style>'
    styles = "".join(map(table.format, range(60))) + heading + "".join(map(table.format, range(60)))
    assert read(p("小节", '<w:pStyle w:val="x"/>'), styles).blocks[0].heading == 3


def test_headers_notes_and_comments_are_left_alone():
    more = "<w:r><w:footnoteReference w:id='1'/><w:commentReference w:id='1'/><w:t>正文</w:t></w:r>"
    assert texts(f"<w:p>{more}</w:p><w:sectPr><w:headerReference/></w:sectPr>") == ["正文"]
