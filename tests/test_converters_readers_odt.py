"""OpenDocument texts are read as shown: numbers of lists, merges, boxes, without what was deleted or hidden."""

from __future__ import annotations

import pytest
from makers_odt import MIMETYPE, document, flat

from converters.readers import read_bytes_as_document
from converters.readers.odt import OdtReader
from workbook.errors import InputRefused
from workbook.package import rezip


def read(body, styles=""):
    return OdtReader().read(document(body, styles), "年报.odt")


def texts(body, styles=""):
    return [block.text for block in read(body, styles).paragraphs]


def levels(*formats):
    inner = "".join(
        f'<text:list-level-style-number text:level="{at}" style:num-format="{kind}" style:num-prefix="{prefix}"'
        f' style:num-suffix="{suffix}" text:display-levels="{shown}"/>'
        for at, (kind, prefix, suffix, shown) in enumerate(formats, 1)
    )
    return f'<text:list-style style:name="L">{inner}</text:list-style>'


STYLES = levels(("一, 二, 三, ...", "", "、", 1), ("一, 二, 三, ...", "（", "）", 1), ("1", "", ".", 1))


def items(*contents, more=""):
    entries = "".join(f"<text:list-item>{content}</text:list-item>" for content in contents)
    return f'<text:list text:style-name="L"{more}>{entries}</text:list>'


def p(text):
    return f"<text:p>{text}</text:p>"


def test_lists_are_numbered_level_by_level():
    inner = items(p("甲") + items(p("子"), p("丑")), p("乙") + items(p("寅")))
    assert texts(items(p("概述") + inner, p("情况")), STYLES) == [
        "一、概述",
        "（一）甲",
        "1.子",
        "2.丑",
        "（二）乙",
        "1.寅",
        "二、情况",
    ]


def test_a_list_goes_on_where_it_says_so():
    first = items(p("甲"), more=' xml:id="one"')
    between = items(p("乙"), more=' xml:id="two"')
    on = items(p("丙"), more=' text:continue-numbering="true"')
    back = items(p("丁"), more=' text:continue-list="one"')
    assert texts(first + p("文") + between + on + back, STYLES) == ["一、甲", "文", "一、乙", "二、丙", "二、丁"]


def test_only_the_first_paragraph_of_an_item_is_numbered():
    head = "<text:list-header><text:p>引</text:p></text:list-header>"
    listed = f'<text:list text:style-name="L">{head}<text:list-item>{p("甲")}{p("续")}</text:list-item></text:list>'
    assert texts(listed, STYLES) == ["引", "一、甲", "续"]


def test_numbers_of_higher_levels_are_shown_where_asked():
    styles = levels(("1", "", ".", 1), ("1", "第", "条", 2))
    assert texts(items(p("甲") + items(p("乙"), p("丙"))), styles) == ["1.甲", "第1.1条乙", "第1.2条丙"]


def test_an_item_may_state_its_number_and_bullets_show_none():
    listed = (
        f'<text:list text:style-name="L"><text:list-item text:start-value="5">{p("戊")}</text:list-item></text:list>'
    )
    bullet = '<text:list-level-style-bullet text:level="1" text:bullet-char="•"/>'
    bullets = f'<text:list-style style:name="L">{bullet}</text:list-style>'
    assert texts(listed, STYLES) == ["五、戊"]
    assert texts(listed, bullets) == ["戊"]


def test_headings_have_levels_and_outline_numbers():
    styles = (
        '<text:outline-style style:name="Outline"><text:outline-level-style text:level="1"'
        ' style:num-format="一, 二, 三, ..." style:num-suffix="、"/></text:outline-style>'
    )
    found = read(
        '<text:h text:outline-level="1">概述</text:h><text:h text:outline-level="2">小节</text:h>', styles
    ).paragraphs
    assert [(block.text, block.heading) for block in found] == [("一、概述", 1), ("小节", 2)]


def test_blanks_are_elements_and_the_files_own_white_space_is_not():
    assert texts("<text:p>a\n   b<text:s text:c='3'/>c<text:tab/>d<text:line-break/>e　f</text:p>") == [
        "a b   c\td\ne　f"
    ]


def test_what_is_not_shown_is_not_read():
    styles = (
        '<style:style style:name="H" style:family="text"><style:text-properties text:display="none"/></style:style>'
    )
    body = (
        "<text:tracked-changes><text:changed-region><text:deletion><text:p>删</text:p></text:deletion></text:changed-region>"
        "</text:tracked-changes><text:p>甲<text:note><text:note-body><text:p>注</text:p></text:note-body></text:note>"
        "<text:span text:style-name='H'>藏</text:span><text:span>乙</text:span><office:annotation><text:p>批</text:p>"
        "</office:annotation>丙</text:p><text:section text:display='none'><text:p>隐</text:p></text:section>"
    )
    found = read(body, styles)
    assert [block.text for block in found.paragraphs] == ["甲乙丙"]
    assert len(found.notes) == 2


def test_text_boxes_come_after_their_paragraph():
    box = "<draw:frame><draw:text-box><text:p>框</text:p></draw:text-box></draw:frame>"
    assert texts(f"<text:p>前{box}后</text:p><text:p>末</text:p>") == ["前后", "框", "末"]


def cell(content="", **spans):
    marks = "".join(f' table:number-{name.replace("_", "-")}="{count}"' for name, count in spans.items())
    return f"<table:table-cell{marks}>{content}</table:table-cell>"


def table(*rows):
    return f"<table:table>{''.join(rows)}</table:table>"


def row(*cells, repeated=1):
    return f'<table:table-row table:number-rows-repeated="{repeated}">{"".join(cells)}</table:table-row>'


def test_merges_repeats_and_nested_tables():
    head = row(cell(p("头"), columns_spanned=2), "<table:covered-table-cell/>")
    nested = table(row(cell(p("x")), cell()))
    last = row(cell(p("a") + nested), cell(p("1")))
    heads = f"<table:table-header-rows>{head}</table:table-header-rows>"
    outer, inner = read(table(heads, row(cell(columns_repeated=2), repeated=2), last)).tables
    assert (outer.height, outer.width) == (4, 2)
    assert [(one.text, one.row, one.colspan) for one in outer.cells if one.text] == [
        ("头", 0, 2),
        ("a", 3, 1),
        ("1", 3, 1),
    ]
    assert [one.text for one in inner.cells] == ["x", ""]


def test_flat_files_are_the_same():
    body = items(p("概述")) + "<text:p>文</text:p>"
    assert [block.text for block in OdtReader().read(flat(body), "年报.fodt").paragraphs] == ["概述", "文"]
    assert read_bytes_as_document(flat(body), "年报.xml").kind == "odt"


def test_an_encrypted_text_is_named_as_such():
    manifest = b"<manifest><encryption-data/></manifest>"
    parts = {"mimetype": MIMETYPE.encode(), "content.xml": b"\x00\x01", "META-INF/manifest.xml": manifest}
    with pytest.raises(InputRefused, match="已加密"):
        read_bytes_as_document(rezip(parts), "年报.odt")


def test_repeats_without_end_are_bounded():
    with pytest.raises(InputRefused, match="表格过大"):
        read(table(row(cell(columns_repeated=99_999_999), repeated=999_999_999)))
