from __future__ import annotations

from decimal import Decimal

import pytest
from books import EDITIONS, OWN_FORM
from units import report

from workbook.bridge import comparable, exact_sum
from workbook.errors import FormError
from workbook.formfile import load_form, read_form


def lines(*editions):
    return {line.key: line for line in comparable(map(load_form, editions))}


def test_one_edition_is_comparable_with_itself_in_every_figure():
    for edition in EDITIONS:
        form = load_form(edition)
        assert list(lines(edition)) == [item.code for item in form.values()]


@pytest.mark.parametrize("editions", [("2014", "2019"), ("2014", "2021"), ("2021", "2019", "2014")])
def test_with_the_oldest_form_only_what_the_forms_declare_is_comparable(editions):
    found = lines(*editions)
    assert list(found) == ["requests", "reconsiderations", "lawsuits"]
    assert found["lawsuits"].codes["2014"] == ("5",)
    assert found["lawsuits"].codes[editions[1] if editions[0] == "2014" else "2021"] == ("T4.B.5", "T4.C.5")
    assert all(line.is_series for line in found.values())


def test_a_code_that_changed_its_meaning_is_not_comparable():
    found = lines("2019", "2021")
    assert {"T3.1.C7", "T3.4.C1", "T4.C.5"} <= set(found)
    # 2019 prints other columns in table 二, and one row where 2021 has three.
    assert not {code for code in found if code.startswith(("T2.", "T3.3.6"))}
    assert not any(line.is_series for line in found.values())


def test_a_quantity_of_two_cells_is_known_only_when_both_are():
    lawsuits = lines("2014", "2021")["lawsuits"]
    assert lawsuits.value(report("甲局", {"T4.B.5": 2, "T4.C.5": 3}, "2021")) == 5
    assert lawsuits.value(report("甲局", {"T4.B.5": 2, "T4.C.5": None}, "2021")) is None
    assert lawsuits.value(report("甲局", {"5": "约4"})) is None


def test_sums_are_exact():
    assert exact_sum([10**40, 1]) == 10**40 + 1
    assert exact_sum([Decimal("0.1")] * 10) == 1
    assert exact_sum([Decimal("0.07"), 2, Decimal("1e-30")]) == Decimal(f"2.07{1:028}")


@pytest.mark.parametrize(
    ("old", "new", "words"),
    [
        ('kind = "money" }', 'kind = "money", adds = "sometimes" }', "B › B1：adds 应为 always、units 或 never"),
        ('label = "合计" }', 'label = "合计", adds = "no" }', "A › X4：adds 应为 always、units 或 never"),
        ('basis = "测试依据"', 'basis = "x"\nseries = [{ key = "a", label = "b", codes = ["Z"] }]', "没有指标 Z"),
        ('basis = "测试依据"', 'basis = "x"\nseries = [{ key = "a", label = "b", codes = [] }]', "codes 不能为空"),
    ],
)
def test_a_form_that_says_something_else_of_adding_is_refused(tmp_path, old, new, words):
    path = tmp_path / "own.toml"
    path.write_text(OWN_FORM.replace(old, new), "utf-8")
    with pytest.raises(FormError, match=words):
        read_form(path)
