"""A line of text is parted into its label and its values, and a number that tells nothing is left alone."""

from __future__ import annotations

import pytest

from converters.document import Cell, Document, Paragraph, Place, Table
from converters.recognise.textlines import Row, TextLine, Values, joined, take_apart, text_lines, tokens_of

LABELS = frozenset({"收到申请数", "不同方式公开相同信息计1条", "结转下年度继续办理", "办结数", "网络申请数"})


def parted(text):
    row = take_apart(TextLine(text, 1, None, 0), LABELS)
    return [piece.folded for piece in row.pieces], [token.text for token in row.values.tokens] if row.values else []


@pytest.mark.parametrize(
    ("line", "labels", "values"),
    [
        ("（一）收到申请数 件 41", ["收到申请数"], ["41"]),
        ("收到申请数\t41\t—\t1,200", ["收到申请数"], ["41", "—", "1,200"]),
        ("收到申请数41", ["收到申请数"], ["41"]),
        ("收到申请数", ["收到申请数"], []),
        ("12 0 3", [], ["12", "0", "3"]),
        ("不同方式公开相同信息计 1 条） 9", ["不同方式公开相同信息计1条"], ["9"]),
        ("（一）收到申请数 1.网络申请数 5", ["收到申请数", "网络申请数"], ["5"]),
        ("3 网络申请数 5", ["网络申请数"], ["5"]),
        ("收到申请数 41 较上年略有增加", ["收到申请数"], ["41"]),
    ],
)
def test_label_and_values_come_apart(line, labels, values):
    assert parted(line) == (labels, values)


def test_a_number_before_words_that_are_no_label_is_stray():
    row = take_apart(TextLine("41 见附表说明", 1, None, 0), LABELS)
    assert row.stray
    assert not row.pieces


def test_words_keep_their_columns_where_a_character_takes_two():
    first, second = tokens_of("申请数  41")
    assert (first.columns, first.characters) == ((0, 6), (0, 3))
    assert (second.columns, second.characters) == ((8, 10), (5, 7))


def test_page_numbers_and_empty_lines_are_left_out():
    lines = ("收到申请数 3", "", "— 12 —", "第 3 页 共 8 页", "3/8", "办结数 2")
    found = text_lines(Document("年报.txt", "text", [Paragraph(line, Place(line=n)) for n, line in enumerate(lines)]))
    assert [(line.text, line.number) for line in found] == [("收到申请数 3", 0), ("办结数 2", 5)]


def test_prose_in_a_frame_is_read_as_lines_and_a_table_is_not():
    prose = "本年度我局共收到公民、法人和其他组织提出的申请三件，均在规定期限内答复。"
    frame = Table((Cell(prose, 0, 0), Cell("办公室", 1, 0)), 2, 1)
    table = Table((Cell("收到申请数", 0, 0), Cell("3", 0, 1)), 1, 2)
    assert [line.text for line in text_lines(Document("年报.html", "html", [frame, table]))] == [prose, "办公室"]


def test_values_that_a_narrow_page_broke_are_put_together():
    rows = [take_apart(TextLine(text, n, None, 0), LABELS) for n, text in enumerate(("办结数 1 2 3 4", "5 6 7", "8"))]
    found = joined(rows, 7)
    assert [len(row.values.tokens) for row in found] == [7, 1]


def test_full_rows_are_never_put_together():
    full = Row(TextLine("", 1, None, 0), "", (), Values(tuple(tokens_of("1 2"))))
    assert joined([full, full], 2) == [full, full]
