from __future__ import annotations

from decimal import Decimal

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from wordfile import W, cell, full_report, has_cell, part, printed_at, sheets, with_figure

from converters.word import write_report
from workbook.formfile import load_form
from workbook.report import Figure

EDITIONS = ("2014", "2019", "2021")


@pytest.mark.parametrize("edition", EDITIONS)
@settings(max_examples=5, deadline=None)
@given(seed=st.integers(0, 10**6))
def test_every_figure_stands_where_its_row_meets_its_column(edition, seed):
    form = load_form(edition)
    report = full_report(form, seed)
    found = dict(zip((table.code for table in form.tables), sheets(write_report(report, form)), strict=True))
    for item in filter(has_cell, form.items.values()):
        assert printed_at(found[item.table.code], item) == str(report.figures[item.code].value), item.code


@pytest.mark.parametrize(
    ("edition", "code", "values", "shown"),
    [
        ("2014", "3.1", {"state": "blank"}, ""),
        ("2014", "3.1", {"state": "not_applicable", "text": "—"}, "—"),
        ("2014", "3.1", {"state": "not_applicable"}, "/"),
        ("2014", "3.1", {"state": "text", "text": "另行公布"}, "另行公布"),
        ("2014", "3.1", {"state": "reported", "value": 0, "text": "0"}, "0"),
        ("2014", "3.1", {"state": "reported", "value": 1205, "text": "1,205件", "measure": "件"}, "1205"),
        ("2014", "3.1", {"state": "reported", "value": 500, "text": "500多", "approximate": True}, "500多"),
        ("2014", "7", {"state": "reported", "value": Decimal("12.50"), "text": "12.50"}, "12.50"),
        ("2014", "7", {"state": "reported", "value": Decimal("1E+3"), "text": "1000"}, "1000"),
        ("2014", "1", {"state": "reported", "value": 87, "text": "87"}, "87"),
        ("2019", "T2.5.a.2", {"state": "reported", "value": 36, "text": "+36"}, "+36"),
        ("2019", "T2.5.a.2", {"state": "reported", "value": -4, "text": "－4"}, "-4"),
        ("2019", "T2.9.a.2", {"state": "reported", "value": 25, "text": "250000元", "measure": "元"}, "250000元"),
    ],
)
def test_a_figure_is_printed_as_published(edition, code, values, shown):
    form = load_form(edition)
    assert cell(with_figure(form, code, **values), form, code) == shown


def test_a_figure_the_narrative_alone_states_is_not_put_into_the_table():
    form = load_form("2014")
    report = with_figure(form, "3.1", state="reported", value=9, text="9", found_in="narrative")
    report.figures["3.2"] = Figure("3.2", "reported", 1, "1")
    assert cell(report, form, "3.1") == ""


def test_a_number_too_long_for_its_column_is_set_smaller():
    form = load_form("2021")
    report = with_figure(form, "T4.A.1", state="reported", value=123456789, text="123456789")
    # Half points: nine digits of 5.5 pt go into 10 mm.
    assert [int(size.get(f"{W}val")) for size in part(write_report(report, form)).iter(f"{W}sz")] == [11]
