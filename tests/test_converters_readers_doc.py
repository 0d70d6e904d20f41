"""Word 97–2003 and WPS documents read as Word shows them; what is read here was written byte by byte."""

from __future__ import annotations

import struct

import makers
import makers_doc
import pytest
from docsamples import random_grid, shown
from figures import consistent
from hypothesis import assume, given, settings
from hypothesis import strategies as st
from makers_doc import (
    DEFINE_ROW,
    DELETED,
    HIDDEN,
    HUGE,
    INSERTED,
    LIST,
    MERGE_DOWN,
    MERGE_RIGHT,
    NINE,
    OUTLINE,
    RUN_STYLE,
    SYMBOL,
    Doc,
    Line,
    doc,
    level,
    lists,
    numbered,
    p,
    row,
    run_style,
    sprm,
    style,
    uses,
)
from makers_labels import OFFICIAL
from makers_ole import compound

from converters.readers import read_bytes_as_document
from converters.readers.docx import DocxReader
from converters.readers.docx_text import NOTE_HIDDEN, NOTE_REVISED
from workbook.formfile import load_form

EDITIONS = ("2014", "2019", "2021")


def read(made, name="年报.doc"):
    return read_bytes_as_document(doc(made) if isinstance(made, Doc) else made, name)


def same(found, expected):
    assert found.blocks == expected.blocks
    assert found.notes == expected.notes


@pytest.mark.parametrize("edition", EDITIONS)
def test_official_tables_are_read_as_the_docx_is(tmp_path, edition):
    form = load_form(edition)
    parts = makers.parts(form, consistent(form, 23), OFFICIAL, "merged")
    for suffix in ("doc", "docx"):
        makers.maker(suffix)(tmp_path / f"x.{suffix}", parts, "")
    same(read((tmp_path / "x.doc").read_bytes()), DocxReader().read((tmp_path / "x.docx").read_bytes(), "x"))


@settings(max_examples=15, deadline=None)
@given(st.integers(0, 10**6), st.integers(2, 30), st.integers(2, 15))
def test_tables_merged_at_random_are_read_as_they_are(seed, height, width):
    grid = random_grid(seed, height, width)
    # A single cell is a frame, no table.
    assume(len(grid.cells) > 1)
    table = read(Doc([*makers_doc.table(grid), p("")])).tables[0]
    # A column in which no cell begins leaves no edge in the file.
    columns = sorted({cell.column for cell in grid.cells})
    expected = [(c.text.strip("　 "), c.row, columns.index(c.column), c.rowspan) for c in grid.cells]
    assert [(c.text, c.row, c.column, c.rowspan) for c in table.cells] == expected


def test_edges_drawn_by_hand_meet():
    lines = [*row("甲", "1", edges=(0, 1500, 3000)), *row("乙", "2", edges=(-12, 1514, 2990)), p("")]
    assert shown(read(Doc(lines))) == [[["甲", "1"], ["乙", "2"]]]


def test_a_table_at_the_very_end_is_a_table():
    assert shown(read(Doc([p("前"), *row("甲", "1"), *row("乙", "2")]))) == ["前", [["甲", "1"], ["乙", "2"]]]


def test_wide_rows_lie_in_the_data_stream():
    cells = [f"第{n}列" for n in range(40)]
    lines = [*row(*cells, edges=tuple(range(0, 8001, 200))), *row("左", "右", edges=(0, 4000, 8000)), p("")]
    assert HUGE.to_bytes(2, "little") in doc(Doc(lines))
    assert shown(read(Doc(lines))) == [[cells, ["左"] * 20 + ["右"] * 20]]


def test_merges_set_after_the_row_was_defined_are_read():
    lines = [
        *row("甲", "", "乙", more=sprm(MERGE_RIGHT, 0x0200)),
        *row("1", "2", "3", more=sprm(MERGE_DOWN, b"\2\3")),
        *row("4", "5", "", more=sprm(MERGE_DOWN, b"\2\1")),
    ]
    assert shown(read(Doc(lines))) == [[["甲", "甲", "乙"], ["1", "2", "3"], ["4", "5", "3"]]]


@pytest.mark.parametrize(
    ("modifier", "expected"),
    [
        pytest.param(struct.pack("<HBBh", 0x7621, 1, 1, 500), [0, 1500, 2000, 3500, 5000], id="insert"),
        pytest.param(struct.pack("<HBB", 0x5622, 0, 1), [0, 1500, 3000], id="delete"),
        pytest.param(struct.pack("<HBBh", 0x7623, 1, 2, 500), [0, 1500, 2000, 3500], id="widen"),
        pytest.param(struct.pack("<HhHh", 0x9602, 100, 0x9601, 300), [200, 1700, 3200, 4700], id="shift"),
        pytest.param(struct.pack("<HHHH", 0x5624, 0x0200, 0x5625, 0x0200), [0, 1500, 3000, 4500], id="split"),
    ],
)
def test_columns_changed_after_the_row_was_defined_stand_where_they_then_are(modifier, expected):
    cells = [str(edge) for edge in expected[:-1]]
    lines = [*row(*cells, edges=(0, 1500, 3000, 4500), more=modifier), *row(*cells, edges=tuple(expected)), p("")]
    assert shown(read(Doc(lines))) == [[cells, cells]]


def test_a_row_without_a_definition_has_a_column_for_each_cell():
    lines = [*row("甲", "1"), *row("乙", "2")]
    for line in lines:
        line.properties = line.properties.partition(DEFINE_ROW.to_bytes(2, "little"))[0]
    assert shown(read(Doc([*lines, p("")]))) == [[["甲", "1"], ["乙", "2"]]]


def test_a_row_whose_end_is_missing_is_kept():
    lines = [*row("甲", "1"), *row("乙", "2")[:-1], p("后")]
    assert shown(read(Doc(lines))) == [[["甲", "1"], ["乙", "2"]], "后"]


def test_insertions_are_read_and_deletions_are_not():
    line = Line([("共", b""), ("90", sprm(INSERTED)), ("80", sprm(DELETED)), ("87", b""), ("件", b"")])
    found = read(Doc([line]))
    assert (shown(found), found.notes) == (["共9087件"], [NOTE_REVISED])


def test_a_deleted_mark_joins_paragraphs_and_takes_a_row_away():
    gone = row("乙", "2")
    gone[-1].mark_properties = sprm(DELETED)
    joined = Line([("前半句", b"")], mark_properties=sprm(DELETED))
    found = read(Doc([joined, p("后半句。"), *row("甲", "1"), *gone, *row("丙", "3"), p("")]))
    assert shown(found) == ["前半句后半句。", [["甲", "1"], ["丙", "3"]]]


def test_hidden_text_is_left_out_whatever_hides_it():
    styles = [style("Normal", 0), style("暗段", base=0, run=sprm(HIDDEN)), run_style("暗字", sprm(HIDDEN))]
    lines = [
        Line([("见", b""), ("甲", sprm(HIDDEN)), ("乙", sprm(RUN_STYLE, 2)), ("丙", sprm(HIDDEN, 0x81)), ("明", b"")]),
        p("整段", style=1),
        Line([("没", b""), ("出", sprm(HIDDEN, 0)), ("反", sprm(HIDDEN, 0x81)), ("同", sprm(HIDDEN, 0x80))], style=1),
    ]
    found = read(Doc(lines, styles))
    assert (shown(found), found.notes) == (["见明", "出反"], [NOTE_HIDDEN])


def test_fields_show_their_results_only():
    text = "前\x13 REF x \x13内码\x14内果\x15\x14结果\x13Y\x14里\x15\x15后"
    assert shown(read(Doc([p(text), p("\x13 没有完"), p("正文")]))) == ["前结果里后", "正文"]


def test_signs_are_shown():
    symbol = sprm(SYMBOL, 0xF0FE0002)
    line = Line([("甲\t乙\x0b丙\x1e丁\x1f\x02\x05戊", b""), ("(", symbol), ("\uf0a8", b"")])
    assert shown(read(Doc([line, p("𠮷野")]))) == ["甲\t乙\n丙-丁戊☑□", "𠮷野"]


def test_a_page_break_is_no_paragraph_and_a_section_is():
    lines = [p("同段前\x0c同段后"), Line([("节末", b"")], mark="\x0c"), p("新节")]
    assert shown(read(Doc(lines))) == ["同段前同段后", "节末", "新节"]


def test_headings_come_from_the_paragraph_its_style_and_ancestors():
    styles = [
        style("Normal", 0),
        style("heading 2", 2, 0),
        style("部分", base=1),
        style("列出", base=0, paragraph=sprm(OUTLINE, 3)),
        style("自己", base=4),
    ]
    lines = [p("a"), p("b", style=1), p("c", style=2), p("d", style=3), p("e", sprm(OUTLINE, 9), 1), p("f", style=4)]
    assert [block.heading for block in read(Doc(lines, styles)).paragraphs] == [0, 2, 2, 4, 0, 0]


def test_list_numbers_are_counted_as_word_shows_them():
    table = lists(NINE, [level(23, "●")], [level(0, "\0", start=3)])
    used = uses((100, []), (101, []), (100, [(5, 0, b"")]), (102, [(0, 0, level(1, "\0-"))]))
    lines = [
        *(numbered(1, *line) for line in ((0, "总体"), (1, "概况"), (2, "点"), (2, "点"), (3, "圈"), (1, "平台"))),
        *(numbered(1, *line) for line in ((2, "又"), (0, "其次"))),
        *(
            numbered(2, 0, "圆点"),
            numbered(3, 0, "从五"),
            numbered(1, 0, "续"),
            numbered(4, 0, "罗马"),
            p("无", sprm(LIST, 0)),
        ),
    ]
    expected = "一、总体 （一）概况 1.点 2.点 ①圈 （二）平台 1.又 二、其次 圆点 五、从五 六、续 I-罗马 无"
    assert shown(read(Doc(lines, lists=table, uses=used))) == expected.split()


def test_a_style_brings_its_list_and_level():
    table = lists([level(39, "第\0部分 ")], style_of=1)
    styles = [style("Normal", 0), style("部分", base=0, paragraph=sprm(LIST, 1)), style("子", base=1)]
    lines = [p("甲", style=1), p("乙", sprm(LIST, 0), 1), p("丙", style=2)]
    assert shown(read(Doc(lines, styles, table, uses((100, []))))) == ["第一部分 甲", "乙", "第二部分 丙"]


def test_a_damaged_list_table_costs_the_numbers_and_is_noted():
    table, behind = lists(NINE)
    found = read(Doc([numbered(1, 0, "总体"), p("正文")], lists=(table, behind[:40]), uses=uses((100, []))))
    assert shown(found) == ["总体", "正文"]
    assert "编号" in found.notes[0]


def test_text_boxes_follow_their_paragraph_or_the_body():
    boxes = {7: [p("框内"), *row("甲", "1"), p("")], 9: [p("组合中的框")]}
    found = read(Doc([p("锚\x08"), p("中"), p("末")], boxes=boxes, shapes={7: 1}))
    assert shown(found) == ["锚", "框内", [["甲", "1"]], "中", "末", "组合中的框"]


def test_a_text_box_in_a_deleted_run_is_left_out_of_its_place():
    made = Doc([Line([("锚", b""), ("\x08", sprm(DELETED))]), p("末")], boxes={7: [p("框内")]}, shapes={7: 1})
    assert shown(read(made)) == ["锚", "末"]


def test_a_table_in_a_cell_follows_the_table_around_it():
    inner = [p("外甲"), *row("内一", "内二", depth=2), *row("内三", "内四", depth=2), p("外甲尾")]
    expected = [[["外甲\n外甲尾", "外乙"], ["丙", "丁"]], [["内一", "内二"], ["内三", "内四"]], "后"]
    assert shown(read(Doc([*row(inner, "外乙"), *row("丙", "丁"), p("后")]))) == expected


def test_a_frame_around_everything_is_no_table():
    lines = row([p("标题"), *row("甲", "1", depth=2), p("正文")])
    assert shown(read(Doc([*lines, p("后")]))) == ["标题", [["甲", "1"]], "正文", "后"]


@pytest.mark.parametrize("pieces", [2, 7])
def test_text_stored_in_pieces_is_put_together(pieces):
    lines = [p("第一段文字"), *row("甲", "一二三"), p("末段文字")]
    assert shown(read(Doc(lines, pieces=pieces))) == ["第一段文字", [["甲", "一二三"]], "末段文字"]


def test_a_piece_can_change_its_text():
    lines = [p("甲甲甲甲"), p("乙乙乙乙")]
    assert shown(read(Doc(lines, pieces=2, modifiers={1: sprm(DELETED)}))) == ["甲甲甲甲"]


def test_text_of_one_byte_a_letter_is_read():
    lines = [p("plain “text” €"), *row("a", "1"), p("end")]
    assert shown(read(Doc(lines, narrow=True, pieces=2))) == ["plain “text” €", [["a", "1"]], "end"]


@pytest.mark.parametrize("cut", [1, 100, 511])
def test_what_wps_writes_otherwise_is_read(cut):
    parts = makers_doc.streams(Doc([p("正文"), *row("甲", "1"), *row("乙", "2"), p("")]))
    # Its class in the header, and the last sector no longer than the stream needs it.
    data = compound({name: parts[name] for name in ("WordDocument", "1Table", "Data")}, bytes(range(1, 17)))
    assert data[-cut:] == bytes(cut)
    assert shown(read(data[:-cut], "年报.wps")) == ["正文", [["甲", "1"], ["乙", "2"]]]
