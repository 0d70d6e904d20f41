"""Tables on a grid give their figures by header and label; what fits nowhere is listed, never guessed."""

from __future__ import annotations

from converters.document import Cell, Place, Table
from converters.recognise.grid import read_grids
from workbook.formfile import load_form

FORM = load_form("2021")
KINDS = [column.label for column in FORM.tables[1].blocks[0].columns]
HEAD = ["", "", "", *KINDS]


def grid(*rows, merged=(), place=None):
    """A table of texts; ``merged`` cells are (row, column, rowspan, colspan), a "^" is covered by one of them."""
    spans = {(row, column): (down, across) for row, column, down, across in merged}
    cells = [
        Cell(text, r, c, *spans.get((r, c), (1, 1)))
        for r, row in enumerate(rows)
        for c, text in enumerate(row)
        if text != "^"
    ]
    return Table(tuple(cells), len(rows), max(map(len, rows)), place or Place())


def read(*grids, skipped=frozenset()):
    return read_grids(FORM, grids, "年报.docx", skipped)


def values(reading):
    return {code: figure.value for code, figure in reading.figures.items() if figure.state == "reported"}


NEW = ["一、本年新收政府信息公开申请数量", "^", "^"]
OLD = ["二、上年结转政府信息公开申请数量", "^", "^"]
WIDE = (1, 0, 1, 3), (2, 0, 1, 3)


def test_each_value_goes_under_its_header():
    found = read(grid(HEAD, [*NEW, *"1234567"], [*OLD, *"0000001"], merged=WIDE))
    assert values(found) == {f"T3.1.C{n}": n for n in range(1, 8)} | {f"T3.2.C{n}": int(n == 7) for n in range(1, 8)}
    assert not found.unplaced


def test_a_column_of_the_units_own_is_listed_with_its_header():
    head = [*HEAD[:-1], "小计", HEAD[-1]]
    found = read(grid(head, [*NEW, *"12345697"], merged=WIDE[:1]))
    assert values(found)["T3.1.C7"] == 7
    assert [(piece.text, piece.evidence.quote[-1]) for piece in found.unplaced] == [
        ("一、本年新收政府信息公开申请数量·小计：9", "7")
    ]


def test_without_a_header_the_columns_count_when_they_are_as_many():
    found = read(grid([*NEW, *"1234567"], [*OLD, *"0000001"], merged=((0, 0, 1, 3), (1, 0, 1, 3))))
    assert values(found)["T3.2.C7"] == 1
    assert any("没有可认的表头" in note for note in found.notes)


def test_without_a_header_too_few_columns_are_listed_and_not_placed():
    found = read(grid([*NEW, *"123"], [*OLD, *"456"], merged=((0, 0, 1, 3), (1, 0, 1, 3))))
    assert not values(found)
    assert "".join(piece.text[-1] for piece in found.unplaced) == "123456"


def test_two_numbers_under_one_header_are_not_added_up_or_chosen_from():
    head = ["", "", "", "自然人", "^", *KINDS[1:]]
    found = read(grid(head, [*NEW, *"82", *"234567"], merged=((0, 3, 1, 2), *WIDE[:1])))
    assert "T3.1.C1" not in values(found)
    assert any(piece.text.endswith("8、2") for piece in found.unplaced)


def test_a_table_goes_on_over_a_page_without_its_header():
    found = read(grid(HEAD, [*NEW, *"1234567"], merged=WIDE[:1]), grid([*OLD, *"0000001"], merged=((0, 0, 1, 3),)))
    assert values(found)["T3.2.C7"] == 1


def test_skipped_rows_are_not_read():
    found = read(grid(HEAD, [*NEW, *"1234567"], [*OLD, *"0000001"], merged=WIDE), skipped={(1, 2)})
    assert {code[:4] for code in values(found)} == {"T3.1"}


def test_a_blank_cell_is_blank_and_a_stroke_does_not_apply():
    found = read(grid(HEAD, [*NEW, "1", "", "/", *"4567"], merged=WIDE[:1]))
    assert [found.figures[f"T3.1.C{n}"].state for n in (1, 2, 3)] == ["reported", "blank", "not_applicable"]


def test_a_figure_knows_its_row_and_where_it_stands():
    figure = read(grid(HEAD, [*NEW, *"1234567"], merged=WIDE[:1])).figures["T3.1.C2"]
    assert figure.evidence.place == "表1第2行第5列"
    assert figure.evidence.quote.startswith("一、本年新收政府信息公开申请数量 | 1 | 2")


def test_in_a_workbook_a_figure_knows_its_cell():
    place = Place(sheet="统计表", row=4, column=2)
    figure = read(grid(HEAD, [*NEW, *"1234567"], merged=WIDE[:1], place=place)).figures["T3.1.C2"]
    assert figure.evidence.place == "统计表!F5"


def test_a_foreign_table_gives_nothing():
    found = read(grid(["项目", "预算", "决算"], ["会议费", "3", "2"], ["培训费", "5", "4"]))
    assert not found.figures
    assert not found.used
