from __future__ import annotations

import pytest
from wordfile import W, full_report, merges, part, words

from converters.word import write_report
from workbook.formfile import load_form

EDITIONS = ("2014", "2019", "2021")


def word_tables(form):
    return list(part(write_report(full_report(form, 1), form)).iter(f"{W}tbl"))


@pytest.mark.parametrize(("edition", "results"), [("2019", 20), ("2021", 22)])
def test_the_table_of_requests_is_merged_as_the_official_one(edition, results):
    form = load_form(edition)
    found = merges(word_tables(form)[1])
    assert [entry for entry in found if entry[1] < 3] == [
        (form.tables[1].corner_note, 0, 0, 3, 3),
        ("申请人情况", 0, 3, 1, 7),
        ("自然人", 1, 3, 2, 1),
        ("法人或其他组织", 1, 4, 1, 5),
        ("总计", 1, 9, 2, 1),
    ]
    assert ("三、本年度办理结果", 5, 0, results, 1) in found
    assert ("（三）不予公开", 7, 1, 8, 1) in found
    assert ("（一）予以公开", 5, 1, 1, 2) in found
    assert ("四、结转下年度继续办理", 5 + results, 0, 1, 3) in found


def test_a_merged_heading_has_its_number_on_a_line_of_its_own():
    table = word_tables(load_form("2021"))[1]
    cells = [words(tc) for tc in table.iter(f"{W}tc")]
    assert [text for text in cells if "\n" in text] == [
        "三、\n本年度办理结果",
        "（三）\n不予公开",
        "（四）\n无法提供",
        "（五）\n不予处理",
        "（六）\n其他处理",
    ]


@pytest.mark.parametrize("edition", ["2019", "2021"])
def test_the_table_of_reviews_and_lawsuits_is_merged_as_the_official_one(edition):
    assert merges(word_tables(load_form(edition))[2]) == [
        ("行政复议", 0, 0, 2, 5),
        ("行政诉讼", 0, 5, 1, 10),
        ("未经复议直接起诉", 1, 5, 1, 5),
        ("复议后起诉", 1, 10, 1, 5),
    ]


def test_a_clause_of_table_two_covers_all_columns_and_a_single_value_column_covers_three():
    form = load_form("2021")
    values = full_report(form, 1).figures
    assert merges(word_tables(form)[0]) == [
        ("第二十条第（一）项", 0, 0, 1, 4),
        ("第二十条第（五）项", 4, 0, 1, 4),
        ("本年处理决定数量", 5, 1, 1, 3),
        (str(values["T2.5.a.1"].value), 6, 1, 1, 3),
        ("第二十条第（六）项", 7, 0, 1, 4),
        ("本年处理决定数量", 8, 1, 1, 3),
        (str(values["T2.6.a.1"].value), 9, 1, 1, 3),
        (str(values["T2.6.b.1"].value), 10, 1, 1, 3),
        ("第二十条第（八）项", 11, 0, 1, 4),
        ("本年收费金额（单位：万元）", 12, 1, 1, 3),
        (str(values["T2.8.a.1"].value), 13, 1, 1, 3),
    ]


@pytest.mark.parametrize("edition", EDITIONS)
def test_every_table_fills_the_type_area_and_every_row_its_grid(edition):
    for table in word_tables(load_form(edition)):
        columns = [int(column.get(f"{W}w")) for column in table.iter(f"{W}gridCol")]
        assert sum(columns) == 8845
        for tr in table.findall(f"{W}tr"):
            assert sum(int(width.get(f"{W}w")) for width in tr.iter(f"{W}tcW")) == 8845
            assert tr.find(f"{W}trPr/{W}cantSplit") is not None


def test_a_table_under_one_header_repeats_it_on_each_page():
    def repeated(table):
        return sum(tr.find(f"{W}trPr/{W}tblHeader") is not None for tr in table.findall(f"{W}tr"))

    assert [repeated(table) for table in word_tables(load_form("2014"))] == [1]
    assert [repeated(table) for table in word_tables(load_form("2021"))] == [0, 3, 3]


def test_labels_of_the_list_are_indented_by_their_depth():
    table = word_tables(load_form("2014"))[0]
    first = [tr.find(f"{W}tc/{W}p") for tr in table.findall(f"{W}tr")[1:6]]
    indents = [int(p.find(f"{W}pPr/{W}ind").get(f"{W}leftChars")) for p in first]
    assert indents == [30, 130, 230, 230, 130]
