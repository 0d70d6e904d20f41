"""Pages become paragraphs and tables whatever drew them: letters or lines of text, with rules, with few, with none."""

from __future__ import annotations

import random
from dataclasses import replace

import figures
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from makers import Words, parts
from makers_labels import OFFICIAL
from makers_tables import Cell, Grid
from typeset import Style, letters, random_grid, told, typeset

from converters.document import Table
from converters.readers.paper.blocks import blocks
from converters.readers.paper.lines import lines_of
from converters.readers.paper.official import begins_field, completes
from converters.readers.paper.page import Box, Page, Piece
from converters.readers.paper.rules import level_rulings
from workbook.formfile import load_form

WORDS = "公开工作由办公室牵头各股室指定专人负责栏目更新按月提醒对群众常问事项编成问答在网站和窗口同时发布"
SENTENCE = "栏目更新不够及时，个别股室报送材料偏慢，下一步将按月提醒，并在季度例会上通报各股室的报送情况和采用情况。"


def page(*rows, number=1, rules=()):
    """A page of pieces: each row is text, x, y and perhaps a size."""
    pieces = [piece for text, x, y, *size in rows for piece in letters(text, x, y, *size)]
    return Page(number, 595, 842, pieces, list(rules))


def texts(*pages):
    return [block.text if not isinstance(block, Table) else "表" for block in blocks(pages)]


def level(y, left=74, right=522):
    return Box(left, y - 0.3, right, y + 0.3)


def whole_lines(pages):
    """The same pages with a piece for every line of a cell or paragraph, as recognition gives them."""
    return [replace(p, pieces=[_as_one(run) for line in lines_of(p.pieces, 1) for run in _runs(line)]) for p in pages]


def _runs(line):
    runs = [[]]
    for piece in line.pieces:
        if runs[-1] and piece.box.left - runs[-1][-1].box.right > 0.5:
            runs.append([])
        runs[-1].append(piece)
    return runs


def _as_one(run):
    box = Box(run[0].box.left, run[0].box.top, run[-1].box.right, run[0].box.bottom)
    return Piece("".join(piece.text for piece in run), box, 0.0, 0.97)


STYLES = {
    "rows cut": Style(),
    "rows kept": Style(split=False),
    "no repeated header": Style(repeat=False),
    "margins turned": Style(shift=8),
    "figures in the middle": Style(middle=True),
    "no indent": Style(indent=0),
    "landscape": Style(width=842, height=595, bottom=500, columns=42),
    "no page numbers": Style(folio=""),
    "page of": Style(folio="第{}页"),
}


@pytest.mark.parametrize("edition", ["2014", "2019", "2021"])
@pytest.mark.parametrize("style", STYLES.values(), ids=STYLES)
def test_the_official_tables_are_whole_again(edition, style):
    form = load_form(edition)
    made = parts(form, figures.consistent(form, 5), OFFICIAL, "merged")
    assert told(blocks(typeset(made, style))) == told(made)


@pytest.mark.parametrize("edition", ["2014", "2019", "2021"])
def test_whole_lines_as_pieces_give_the_same(edition):
    form = load_form(edition)
    made = parts(form, figures.consistent(form, 6), OFFICIAL, "merged")
    found = blocks(whole_lines(typeset(made)))
    assert told(found) == told(made)
    scores = {cell.score for block in found if isinstance(block, Table) for cell in block.cells}
    assert scores <= {0.97, None}


@settings(max_examples=25, deadline=None)
@given(st.integers(0, 10**6))
def test_any_table_with_merged_cells_comes_back(seed):
    chance = random.Random(seed)

    def words(count):
        return "".join(chance.choice(WORDS) for _ in range(count))

    grid = random_grid(chance, chance.randint(3, 25), chance.randint(3, 8), words)
    style = Style(middle=chance.random() < 0.5, cell_size=chance.choice((9, 10.5, 12)), cell_leading=15)
    made = [Words(f"{words(9)}。"), grid, Words(f"{words(9)}。")]
    assert told(blocks(typeset(made, replace(style, height=3000, bottom=2900)))) == told(made)


EDGES = st.integers(8, 40).map(lambda at: at * 12.0)
BOXES = st.tuples(EDGES, EDGES, EDGES, EDGES).map(lambda b: (min(b[:2]), min(b[2:]), max(b[:2]), max(b[2:])))
STRETCHES = st.tuples(st.text("公开工作12、：", min_size=1, max_size=12), EDGES, EDGES)


@settings(max_examples=60, deadline=None)
@given(st.lists(st.tuples(st.lists(STRETCHES, max_size=15), st.lists(BOXES, max_size=8)), min_size=1, max_size=3))
def test_no_letter_is_lost_or_doubled_whatever_is_drawn(drawn):
    pages = [
        page(
            *((text, x, 110 + y, 10) for text, x, y in stretches), number=n, rules=[s for b in boxes for s in sides(b)]
        )
        for n, (stretches, boxes) in enumerate(drawn, 1)
    ]
    wanted = sorted(piece.text for one in pages for piece in one.pieces)
    found = blocks(pages)
    cells = [cell.text for block in found if isinstance(block, Table) for cell in block.cells]
    words = [block.text for block in found if not isinstance(block, Table)]
    assert sorted("".join("".join([*cells, *words]).split())) == wanted
    for block in found:
        if isinstance(block, Table):
            spots = [
                (row, column)
                for cell in block.cells
                for row in range(cell.row, cell.row + cell.rowspan)
                for column in range(cell.column, cell.column + cell.colspan)
            ]
            assert len(spots) == len(set(spots))
            assert all(row < block.height and column < block.width for row, column in spots)


def sides(box):
    left, top, right, bottom = box
    levels = [Box(left, y - 0.2, right, y + 0.2) for y in (110 + top, 110 + bottom)]
    return levels + [Box(x - 0.2, 110 + top, x + 0.2, 110 + bottom) for x in (left, right)]


def test_a_cell_has_the_least_score_of_its_pieces_and_a_lone_piece_s_picture():
    sides = [Box(x, 100, x + 0.5, 140) for x in (80, 180, 280)] + [level(y, 80, 280) for y in (100, 120, 140)]
    pieces = [
        Piece("收到", Box(85, 103, 115, 117), 0, 0.9),
        Piece("数量", Box(118, 103, 148, 117), 0, 0.7),
        Piece("125", Box(190, 103, 220, 117), 0, 0.8, b"png"),
    ]
    (table,) = blocks([Page(1, 595, 842, pieces, sides)])
    first, second, *empty = table.cells
    assert (first.text, first.score, first.picture) == ("收到数量", 0.7, b"")
    assert (second.text, second.score, second.picture) == ("125", 0.8, b"png")
    assert {(cell.text, cell.score) for cell in empty} == {("", None)}


def test_a_page_s_frame_and_an_underline_are_no_table():
    frame = [level(40, 40, 555), level(800, 40, 555), Box(40, 40, 40.5, 800), Box(555, 40, 555.5, 800)]
    assert texts(page(("一、概述", 74, 100), rules=[*frame, level(118, 74, 140)])) == ["一、概述"]


def test_an_underline_in_a_cell_makes_no_row():
    sides = [Box(x, 100, x + 0.5, 150) for x in (80, 200, 280)] + [level(y, 80, 280) for y in (100, 125, 150)]
    rows = (("单位", 85, 103, 12), ("甲", 205, 103, 12), ("数", 85, 128, 12), ("12", 205, 128, 12))
    (table,) = blocks([page(*rows, rules=[*sides, level(116, 205, 230)])])
    assert (table.height, table.width) == (2, 2)


def test_a_table_within_a_cell_stands_for_itself():
    outer = [Box(x, 100, x + 0.5, 300) for x in (80, 300, 500)] + [level(y, 80, 500) for y in (100, 300)]
    inner = [Box(x, 150, x + 0.5, 200) for x in (320, 400, 480)] + [level(y, 320, 480) for y in (150, 175, 200)]
    rows = (("外", 90, 110), ("内一", 325, 154), ("内二", 405, 154), ("3", 325, 179), ("4", 405, 179))
    first, second = blocks([page(*rows, rules=outer + inner)])
    assert [cell.text for cell in first.cells] == ["外", ""]
    assert [cell.text for cell in second.cells] == ["内一", "内二", "3", "4"]


def test_lines_are_one_line_however_they_are_drawn():
    dashes = [level(100, 74 + 4 * at, 76.5 + 4 * at) for at in range(100)]
    assert len(level_rulings([*dashes, level(102), level(300), Box(74, 400, 500, 500)])) == 2


def test_tables_one_under_the_other_on_two_pages_are_two_when_there_was_room():
    def box_at(top, words):
        sides = [Box(x, top, x + 0.5, top + 50) for x in (80, 200 + 40 * words.count("。"), 480)]
        return sides + [level(top + at, 80, 480) for at in (0, 25, 50)]

    first = page(("甲", 85, 105), ("1", 300, 105), ("乙", 85, 130), ("2", 300, 130), rules=box_at(100, ""))
    second = page(("丙", 85, 105), ("3", 300, 105), rules=box_at(100, "。"), number=2)
    full = page(("正文。", 74, 700), number=3)
    assert texts(first, second, full) == ["表", "表", "正文。"]


def test_a_mark_that_the_table_goes_on_is_no_paragraph():
    def boxes(top):
        sides = [Box(x, top, x + 0.5, top + 50) for x in (80, 200, 480)]
        return sides + [level(top + at, 80, 480) for at in (0, 25, 50)]

    first = page(("甲", 85, 705), ("1", 205, 705), ("乙", 85, 730), ("2", 205, 730), rules=boxes(700))
    second = page(("（续表）", 420, 80), ("丙", 85, 105), ("3", 205, 105), ("丁", 85, 130), rules=boxes(100), number=2)
    (table,) = blocks([first, second])
    assert [cell.text for cell in table.cells] == ["甲", "1", "乙", "2", "丙", "3", "丁", ""]
    assert table.pages == (1, 1, 2, 2)


THREE_LINES = Grid(
    tuple(
        Cell(text, row, column, role="head" if row == 0 else "value")
        for row in range(41)
        for column, text in enumerate(
            ("项目", "本年", "上年", "备注")
            if row == 0
            else (WORDS[row : row + 4 + row % 9], str(row * 7), str(row % 5), "无")
        )
    ),
    41,
    4,
    1,
)


@pytest.mark.parametrize("drawn", ["three lines", "every row", "no line"])
def test_a_table_without_upright_lines_has_its_columns_and_rows(drawn):
    style = Style(ruled=False, pad_down=3, shares=(2.2, 1, 1, 1), cell_size=12, cell_leading=15)
    pages = typeset([Words("统计如下："), THREE_LINES, Words(SENTENCE)], style)
    for sheet in pages:
        tops = sorted({round(piece.box.top) for piece in sheet.pieces if piece.size == 12})
        if drawn == "every row":
            sheet.rules = [level(top - 4) for top in tops] + [level(tops[-1] + 17)]
        elif drawn == "three lines":
            sheet.rules = [level(tops[0] - 4), level(tops[0] + 15)] + (
                [level(tops[-1] + 17)] if sheet is pages[-1] else []
            )
    assert told(blocks(pages)) == told([Words("统计如下："), THREE_LINES, Words(SENTENCE)])


def test_a_sign_off_in_columns_is_no_table():
    rows = [("单位负责人：顾长林", 74), ("审核人：叶文秀", 330)], [("填报人：石小满", 74), ("电话：7654321", 330)]
    lines = [(text, x, 100 + 28 * at) for at, row in enumerate((*rows, *rows)) for text, x in row]
    assert texts(page(*lines)) == ["单位负责人：顾长林  审核人：叶文秀", "填报人：石小满  电话：7654321"] * 2


def test_paragraphs_end_where_a_line_ends_early_or_the_next_is_indented():
    made = [Words(SENTENCE), Words("短句。"), Words(SENTENCE * 3), Words("二、主动公开情况"), Words(SENTENCE)]
    assert told(blocks(typeset(made))) == told(made)


def test_words_of_letters_keep_a_blank_and_chinese_gets_none():
    assert texts(page(("邮箱 gk@example.cn 开通", 74, 100))) == ["邮箱gk@example.cn开通"]
    assert texts(page(("open data", 74, 100))) == ["open data"]


def test_a_title_over_two_lines_is_one_and_a_heading():
    rows = (("云溪县城乡建设局", 209, 100, 22), ("2023年政府信息公开工作年度报告", 122, 140, 22))
    body = [(SENTENCE[:26], 106 if at % 2 == 0 else 74, 220 + 28 * at) for at in range(10)]
    first = blocks([page(*rows, *body)])[0]
    assert (first.text, first.heading) == ("云溪县城乡建设局2023年政府信息公开工作年度报告", 1)


@pytest.mark.parametrize("folio", ["— {} —", "- {} -", "{}", "第{}页 共3页", "{}/3", "·{}·"])
def test_page_numbers_are_dropped(folio):
    pages = [page((f"第{n}段正文。", 106, 100), (folio.format(n), 290, 770, 12), number=n) for n in (1, 2, 3)]
    assert texts(*pages) == ["第1段正文。", "第2段正文。", "第3段正文。"]


def test_a_number_that_may_be_none_of_the_page_is_kept():
    assert texts(page(("正文。", 106, 100), ("12", 290, 770)), page(("末段。", 106, 100), number=2))[1] == "12"
    assert texts(page(("正文。", 106, 100), ("3", 290, 400))) == ["正文。", "3"]


def test_running_heads_are_left_out_and_told():
    notes = []
    pages = [page(("云溪县年报", 250, 40, 9), (f"第{n}段正文。", 106, 100), number=n) for n in (1, 2, 3)]
    found = blocks(pages, notes)
    assert [block.text for block in found] == ["第1段正文。", "第2段正文。", "第3段正文。"]
    assert notes == ["每页重复的页眉或页脚“云溪县年报”没有作为正文读入"]


@pytest.mark.parametrize(
    ("first", "second", "answer"),
    [
        ("1.本机关不掌握", "相关政府信息", True),
        ("4.无正当理由大量", "反复申请", True),
        ("2.重复申请", "3.要求提供公开出版物", False),
        ("其他", "总计", False),
        ("东区", "一号窗口", None),
        ("（二）部分公开（区分处理的，", "只计这一情形，不计其他情形）", True),
    ],
)
def test_the_forms_labels_tell_what_a_page_cut(first, second, answer):
    assert completes(first, second) is answer


def test_fields_of_the_sign_off_are_known():
    assert begins_field("审核人：叶文秀")
    assert not begins_field("审核：叶文秀等人提出的意见")
