"""Addresses, references and the ways of Ctrl and the arrows, against plain definitions of them."""

from __future__ import annotations

import openpyxl.utils
import pytest
import xlwings
from hypothesis import given
from hypothesis import strategies as st
from openpyxl.formula import Tokenizer

from addin.engines.geometry import Box, one_cell, parse_box, parse_reference, quoted, reference_to
from addin.engines.grid import Grid
from addin.engines.ranges import filled_up, rgb

rows, columns = st.integers(1, 1_048_576), st.integers(1, 16_384)
boxes = st.builds(lambda a, b, c, d: Box(min(a, c), min(b, d), max(a, c), max(b, d)), rows, columns, rows, columns)
small = st.lists(st.lists(st.sampled_from([None, "", 1]), min_size=5, max_size=5), min_size=1, max_size=6)


@given(boxes)
def test_an_address_leads_back_to_its_box_and_is_openpyxls(box):
    assert parse_box(box.address()) == parse_box(box.address(row_absolute=False, column_absolute=False)) == box
    left, top, right, bottom = openpyxl.utils.range_boundaries(box.address())
    assert (top, left, bottom, right) == box


@pytest.mark.parametrize(
    "address", ["", "甲", "A", "1", "A0", "XFE1", "A1048577", "A1:", ":A1", "A1:B2:C3", "A:1", "F_x", "0:1"]
)
def test_what_is_no_address_has_no_box(address):
    assert parse_box(address) is None


def test_whole_columns_and_rows_are_boxes():
    assert parse_box("$C:A") == Box(1, 1, 1_048_576, 3)
    assert parse_box("4:$2") == Box(2, 1, 4, 16_384)
    assert parse_box("B3:A1") == Box(1, 1, 3, 2)


@given(
    st.text(st.characters(exclude_characters="[]:\\/?*", exclude_categories=("C", "Z")), min_size=1, max_size=31), boxes
)
def test_a_reference_leads_back_to_its_sheet_and_box(title, box):
    assert parse_reference(reference_to(title, box)) == (title, box)


@pytest.mark.parametrize("title", ["A1", "R1C1", "r2", "c", "2024", "a b", "it's", "a-b", "TRUE", "1表", "（一）", ""])
def test_titles_that_look_like_something_else_are_quoted(title):
    assert quoted(title).startswith("'")


@pytest.mark.parametrize("title", ["统计表", "Sheet1_", "表.1", "年报2024"])
def test_plain_titles_are_not_quoted(title):
    assert quoted(title) == title
    assert Tokenizer(f"={quoted(title)}!A1").items[0].subtype == "RANGE"


@pytest.mark.parametrize(
    "reference", ["=#REF!$A$1", "=1+1", "=A1", "=统计表!A1+1", "='x!A1", '="统计表!A1"', "=SUM(表!A1)"]
)
def test_what_refers_to_no_cells_leads_nowhere(reference):
    assert parse_reference(reference) is None


@given(small, st.integers(1, 8), st.integers(1, 7), st.sampled_from(["down", "up", "left", "right"]))
def test_ctrl_and_an_arrow_go_to_the_edge_of_a_run_or_to_the_next_value(values, row, column, direction):
    grid = Grid(values)
    down, right = {"down": (1, 0), "up": (-1, 0), "right": (0, 1), "left": (0, -1)}[direction]
    last = {"down": 1_048_576, "up": 1, "right": 16_384, "left": 1}[direction]
    there = grid.end(row, column, direction)
    steps = max((there[0] - row) * down, (there[1] - column) * right)
    way = [grid.filled(row + down * step, column + right * step) for step in range(1, min(steps, 20) + 1)]
    assert there == (row + down * steps, column + right * steps)
    if grid.filled(row, column) and way and way[0]:
        assert all(way)
        assert not grid.filled(there[0] + down, there[1] + right)
    else:
        assert not any(way[:-1])
        assert grid.filled(*there) or (there[0] if down else there[1]) == last


@given(small, st.integers(1, 8), st.integers(1, 7))
def test_a_region_has_nothing_around_it_and_nothing_smaller_would_do(values, row, column):
    grid = Grid(values)
    box = grid.region(one_cell(row, column))
    around = Box(box.top - 1, box.left - 1, box.bottom + 1, box.right + 1)
    outside = [
        (r, c)
        for r in range(around.top, around.bottom + 1)
        for c in range(around.left, around.right + 1)
        if not box.common(Box(r, c, r, c))
    ]
    assert not any(grid.filled(*cell) for cell in outside)
    edges = [
        [(box.top, c) for c in range(box.left, box.right + 1)],
        [(box.bottom, c) for c in range(box.left, box.right + 1)],
        [(r, box.left) for r in range(box.top, box.bottom + 1)],
        [(r, box.right) for r in range(box.top, box.bottom + 1)],
    ]
    assert all((row, column) in edge or any(grid.filled(*cell) for cell in edge) for edge in edges)


def test_cells_of_a_box_are_counted_row_by_row_and_may_be_beyond_it():
    box = Box(2, 2, 4, 5)
    assert [box.cell(1), box.cell(5), box.cell(13)] == [Box(2, 2, 2, 2), Box(3, 2, 3, 2), Box(5, 2, 5, 2)]
    assert box.cell(2, 1) == Box(3, 2, 3, 2)
    with pytest.raises(IndexError):
        box.cell(0, 1 - 2)


def test_values_fill_the_box_that_they_are_written_to():
    assert filled_up(1, Box(1, 1, 2, 2)) == [[1, 1], [1, 1]]
    assert filled_up([1, 2, 3], Box(1, 1, 2, 2)) == [[1, 2], [None, None]]
    assert filled_up([[1], [2], [3]], Box(1, 1, 2, 2)) == [[1, None], [2, None]]
    assert filled_up([], Box(1, 1, 1, 1)) == [[None]]


@pytest.mark.parametrize("color", [(1, 2, 250), "#0102FA", "0102fa", xlwings.utils.rgb_to_int((1, 2, 250))])
def test_a_colour_is_known_in_all_its_forms(color):
    assert rgb(color) == (1, 2, 250)
