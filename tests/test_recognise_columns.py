"""Printed columns are bound by header words, groups and order; a header that says too little binds nothing."""

from __future__ import annotations

from converters.recognise.columns import bind, head_words, is_head
from workbook.form import Block, Column, Row, Table

RESULTS = ("结果维持", "结果纠正", "总计")
GROUPS = ("行政复议", "行政诉讼")
COURT = Block(tuple(Column(f"{g}{r}", r, groups=(g,)) for g in GROUPS for r in RESULTS), (Row("T4", ""),))
PEOPLE = Block(
    (
        Column("C1", "自然人"),
        Column("C2", "商业企业", groups=("法人或其他组织",)),
        Column("C3", "科研机构", groups=("法人或其他组织",)),
        Column("C4", "总计", variants=("合计",)),
    ),
    (Row("1", "本年新收"),),
    corner="申请情况",
)


def stacks(*columns):
    """Header stacks, each written from the outermost cell inwards: "行政复议/总计"."""
    return [[cell for cell in column.split("/") if cell] for column in columns]


def test_columns_are_bound_by_their_words_with_columns_of_no_concern_between():
    found = bind(stacks("序号", "项目", "自然人", "商业企业", "小计", "科研机构", "合计", "备注"), PEOPLE)
    assert found == {2: 0, 3: 1, 5: 2, 6: 3}


def test_repeated_labels_go_by_the_groups_above_them():
    printed = [f"{group}/{result}" for group in GROUPS for result in RESULTS]
    assert bind(stacks(*printed), COURT) == {n: n for n in range(6)}
    assert bind(stacks(*printed[3:]), COURT) == {0: 3, 1: 4, 2: 5}


def test_repeated_labels_without_groups_are_bound_only_when_all_are_there():
    assert bind(stacks(*RESULTS, *RESULTS), COURT) == {n: n for n in range(6)}
    assert bind(stacks(*RESULTS), COURT) == {}


def test_a_misprinted_header_is_still_bound():
    assert bind(stacks("自然人", "商业企亚", "科研构", "总计"), PEOPLE) == {0: 0, 1: 1, 2: 2, 3: 3}


def test_a_header_lost_in_the_middle_is_bound_by_its_place():
    assert bind(stacks("项目", "自然人", "商业企业", "", "总计"), PEOPLE) == {1: 0, 2: 1, 3: 2, 4: 3}


def test_a_foreign_word_in_the_middle_is_not_bound_by_its_place():
    assert 1 not in bind(stacks("自然人", "办理时长", "科研机构", "总计"), PEOPLE)


def test_columns_out_of_order_are_never_crossed():
    found = bind(stacks("总计", "自然人", "商业企业", "科研机构"), PEOPLE)
    assert list(found.values()) == sorted(found.values())


def test_header_words_are_known_with_misprints_and_labels_are_none():
    words = head_words(Table("T3", "收到和处理申请情况", (PEOPLE,)))
    assert all(
        is_head(text, words) for text in ("自然人", "法人 或其他组织", "合计", "申请情况", "法人或其它组织", "备注")
    )
    assert not any(is_head(text, words) for text in ("本年新收", "其他处理", "12"))
