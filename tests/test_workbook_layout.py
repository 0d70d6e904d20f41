from __future__ import annotations

import itertools
import re

import books
import pytest

from workbook.errors import FormError
from workbook.formfile import load_form, read_form
from workbook.layout import layout_of
from workbook.names import figure_name, rule_instance
from workbook.rules.live import live_rules


def _cells(part):
    return itertools.product(range(part.row, part.row + part.rows), range(part.column, part.column + part.columns))


@pytest.mark.parametrize("edition", books.EDITIONS)
def test_no_two_printed_cells_overlap_and_none_leaves_the_grid(edition):
    layout = layout_of(load_form(edition))
    covered = [cell for part in layout.placed for cell in _cells(part)]
    assert len(covered) == len(set(covered))
    assert max(column for _, column in covered) == layout.width


@pytest.mark.parametrize("edition", books.EDITIONS)
def test_each_line_of_a_table_is_filled_from_edge_to_edge(edition):
    layout = layout_of(load_form(edition))
    covered = {cell for part in layout.placed for cell in _cells(part)}
    rows = range(min(row for row, _ in covered), layout.last_row + 1)
    assert len(covered) == len(rows) * layout.width


@pytest.mark.parametrize("edition", books.EDITIONS)
def test_every_figure_to_be_filled_in_has_a_cell_and_a_valid_name(edition):
    form = load_form(edition)
    layout = layout_of(form)
    assert {item.code for item in form.values()} <= set(layout.figures)
    for cell in layout.figures.values():
        assert re.fullmatch(r"[A-Z]\w*", cell.name)
        assert not re.fullmatch(r"[A-Z]{1,3}\d+", cell.name)


def test_names_follow_the_codes():
    assert [figure_name(code) for code in ("3.1.2", "T3.1.C7", "T4", "R1.C1")] == [
        "F_3_1_2",
        "T3_1_C7",
        "F_T4",
        "R1_C1",
    ]


def test_the_2014_form_has_all_printed_rows_and_headings_have_cells():
    layout = layout_of(load_form("2014"))
    assert len({cell.at.row for cell in layout.figures.values()}) == 65
    assert layout.width == 3
    assert layout.figures["1"].item.kind == "heading"


def test_table_three_stands_on_the_grid_of_the_printed_form():
    layout = layout_of(load_form("2021"))
    groups = {part.row_code: part for part in layout.placed if part.role == "group"}
    assert (groups["T3.3"].column, groups["T3.3"].columns, groups["T3.3"].rows) == (1, 1, 22)
    assert (groups["T3.3.3"].column, groups["T3.3.3"].columns, groups["T3.3.3"].rows) == (2, 2, 8)
    assert layout.figures["T3.1.C1"].at.column == 9
    assert layout.figures["T3.1.C7"].at.column == layout.width == 15
    assert layout.figures["T2.1.a.1"].width == 3
    assert layout.figures["T2.5.a.1"].width == 9


def test_side_columns_stand_outside_the_printed_table():
    layout = layout_of(load_form("2021"))
    for cell in layout.figures.values():
        assert layout.state_column < cell.last_year.column < cell.change.column
        assert cell.last_year.row == cell.at.row


def test_a_cell_that_two_rules_fill_takes_the_first():
    assert layout_of(load_form("2021")).fills["T3.3.7.C7"].code == "T302"


def test_rule_instances_have_names_and_their_own_rows():
    layout = layout_of(load_form("2021"))
    assert layout.rules["T301_C1"].name == "R_T301_C1"
    assert {"T302_C7", "T303_T3_3_7"} == {row.instance for row in layout.about("T3.3.7.C7")}
    assert len({row.row for row in layout.rules.values()}) == len(live_rules(load_form("2021")))
    assert rule_instance(load_form("2014").rules[0]) == "T101"


def test_where_names_the_cell_as_a_user_reads_it():
    assert layout_of(load_form("2014")).where("3.1") == "统计表!C26"
    assert layout_of(load_form("2021")).where("T3.3.3.C7") == ""


@pytest.fixture
def own_form(tmp_path, monkeypatch):
    yield books.own_form(tmp_path, monkeypatch)
    books.forget_forms()


def test_an_own_form_with_nested_groups_falls_into_place(own_form):
    layout = layout_of(own_form)
    headers = {part.text: part for part in layout.placed if part.role == "header"}
    assert (headers["群众"].columns, headers["直接"].columns, headers["合计"].rows) == (3, 2, 3)
    labels = {part.text: part for part in layout.placed if part.role in ("label", "group")}
    assert labels["其中：延期"].indent == 1
    assert labels["（二）\n退回"].rows == 2
    assert layout.figures["B1"].name == "F_B1"


def test_codes_that_would_share_a_name_are_refused(tmp_path):
    text = books.OWN_FORM.replace("A.2.2.2", "A.2_2.1")
    path = tmp_path / "twins.toml"
    path.write_text(text, "utf-8")
    with pytest.raises(FormError, match="同一个单元格名称"):
        layout_of(read_form(path))
