from __future__ import annotations

import contextlib
from decimal import Decimal
from fractions import Fraction
from itertools import product

import pytest
from hypothesis import given
from hypothesis import strategies as st

from workbook.expression import ERROR, ExpressionError, parse

CODES = ("a", "b", "c", "d", "e")
# Where blanks are tried: halves, as far as the sums of the small tables below can lie apart.
FILLINGS = [Fraction(half, 2) for half in range(81)]


def verdict(text, **values):
    return parse(text).outcome(values).verdict


@pytest.mark.parametrize(
    ("text", "codes"),
    [
        ("[3.1] = [3.1.1] + [3.1.2]", ("3.1", "3.1.1", "3.1.2")),
        ("[T4.A.5]>=[T4.A.1]-[T4.A.2]", ("T4.A.5", "T4.A.1", "T4.A.2")),
        ("  [ a ] = 2 * [b] * 1.5  ", ("a", "b")),
        ("max([a], [b] + 1) <= sum([a], [c])", ("a", "b", "c")),
        ("([a] + [b]) - ([c] - [d]) = 0", ("a", "b", "c", "d")),
        ("min([本年], [上年]) = [合计]", ("本年", "上年", "合计")),
    ],
)
def test_arithmetic_on_codes_parses(text, codes):
    assert parse(text).codes == codes


@pytest.mark.parametrize(
    ("text", "complaint"),
    [
        ("[a] = b", "第 6 个字符起看不懂：'b'"),
        ("[a] = open('x')", "第 6 个字符起看不懂"),
        ("[a] = max.real", "第 10 个字符起看不懂：'.real'"),
        ("[a] = max [b]", "此处应为 (，实为 '[b]'"),
        ("[a].real = 1", "第 4 个字符起看不懂：'.real = 1'"),
        ("[a] = [b] = [c]", "多出的内容：'='"),
        ("[a] + [b]", "此处应为 = 或 "),
        ("[a] = [b] * [c]", "只能乘以一个数，不能两个指标相乘"),
        ("[a] = 2 * [b] * [c]", "只能乘以一个数"),
        ("[a] = [b] / 2", "第 10 个字符起看不懂：'/ 2'"),
        ("[a] = -[b]", "此处应为指标代码或数，实为 '-'"),
        ("[a] = ", "此处应为指标代码或数，实为 '结尾'"),
        ("", "此处应为指标代码或数，实为 '结尾'"),
        ("[a] = ([b]", "此处应为 )，实为 '结尾'"),
        ("[a] = [b])", "多出的内容：')'"),
        ("[a] = max()", "此处应为指标代码或数，实为 ')'"),
        ("[a] = [b", "第 6 个字符起看不懂：'[b'"),
        ("[a] = [[b]]", "第 6 个字符起看不懂"),
        ("[a] = 1e3", "第 8 个字符起看不懂：'e3'"),
        ("[a] [b] = 1", "此处应为 = 或 "),
    ],
)
def test_anything_else_is_refused_with_its_place(text, complaint):
    with pytest.raises(ExpressionError) as refused:
        parse(text)
    assert complaint in str(refused.value)


@pytest.mark.parametrize(
    ("text", "values", "wanted"),
    [
        # All there.
        ("[a] = [b] + [c]", {"a": 5, "b": 2, "c": 3}, "通过"),
        ("[a] = [b] + [c]", {"a": 6, "b": 2, "c": 3}, "不符"),
        ("[a] <= [b]", {"a": 2, "b": 2}, "通过"),
        ("[a] <= [b]", {"a": 3, "b": 2}, "不符"),
        ("[a] >= [b]", {"a": 1, "b": 2}, "不符"),
        ("[a] - [b] + [c] = 4", {"a": 9, "b": 7, "c": 2}, "通过"),
        ("[a] - ([b] - [c]) = 4", {"a": 9, "b": 7, "c": 2}, "通过"),
        ("2 * [a] = [b]", {"a": 3, "b": 6}, "通过"),
        # A blank part: nothing to object where the others give the total, unless they exceed it.
        ("[a] = [b] + [c]", {"a": 6, "c": 6}, "通过"),
        ("[a] = [b] + [c]", {"a": 6, "b": None, "c": 4}, "未填"),
        ("[a] = [b] + [c]", {"a": 6, "c": 8}, "不符"),
        # A blank total, a side without any number.
        ("[a] = [b] + [c]", {"b": 1, "c": 2}, "未填"),
        ("[a] = [b] + [c]", {"a": 4}, "未填"),
        ("[a] = [b] + [c]", {}, "未填"),
        ("[a] + [d] = [b]", {"a": 1, "b": 4}, "未填"),
        ("[a] + [d] = [b]", {"a": 5, "b": 4}, "不符"),
        # What is subtracted saves in the other direction.
        ("[a] = [b] - [c]", {"a": 3, "b": 5}, "未填"),
        ("[a] = [b] - [c]", {"a": 6, "b": 5}, "不符"),
        ("[a] - [b] <= [c]", {"a": 5, "c": 2}, "未填"),
        ("[a] - [b] >= [c]", {"a": 1, "c": 2}, "不符"),
        ("[a] - ([b] - [c]) = [d]", {"a": 5, "b": 3, "d": 4}, "未填"),
        ("[a] - ([b] - [c]) = [d]", {"a": 5, "b": 3, "d": 1}, "不符"),
        # The greatest and the least of what is there.
        ("max([a], [b]) <= [c]", {"a": 4, "c": 5}, "通过"),
        ("max([a], [b]) <= [c]", {"a": 6, "c": 5}, "不符"),
        ("[c] = max([a], [b])", {"a": 4, "c": 5}, "未填"),
        ("[c] = min([a], [b])", {"a": 4, "c": 3}, "未填"),
        ("[c] = min([a], [b])", {"a": 4, "b": 4, "c": 3}, "不符"),
        ("[c] = min([a], [b])", {"a": 4, "c": 4}, "通过"),
        ("[c] <= sum([a], [b])", {"a": 4, "b": 1, "c": 5}, "通过"),
        # A side without any code has its value.
        ("[a] >= 0", {"a": 3}, "通过"),
        ("[a] <= 100", {"a": 101}, "不符"),
        ("0 <= [a]", {"a": 0}, "通过"),
        ("[a] >= 0", {}, "未填"),
        ("[a] = 1 + 1", {"a": 2}, "通过"),
    ],
)
def test_blanks_are_unknown_numbers_not_below_zero(text, values, wanted):
    assert verdict(text, **values) == wanted


def test_a_cell_with_an_error_leaves_everything_open():
    assert verdict("[a] = [b] + [c]", a=9, b=1, c=ERROR) == "未填"
    assert verdict("[a] >= 0", a=ERROR) == "未填"
    assert verdict("[a] = [b]", a=1, b=1, c=ERROR) == "通过"


def test_text_is_a_blank():
    assert verdict("[a] = [b] + [c]", a=6, b="约2", c=4) == "未填"
    assert verdict("[a] = [b]", a=6, b="/") == "未填"


def test_decimals_are_compared_exactly_to_six_places():
    assert verdict("[a] = [b] + [c]", a=Decimal("0.3"), b=Decimal("0.1"), c=Decimal("0.2")) == "通过"
    assert verdict("[a] = [b]", a=Decimal("0.3"), b=Decimal("0.30000000004")) == "通过"
    assert verdict("[a] = [b]", a=Decimal("0.3"), b=Decimal("0.300001")) == "不符"
    assert verdict("[a] = 1.5 * [b]", a=3, b=2) == "通过"


def test_numbers_of_thirty_digits_are_compared():
    assert verdict("[a] = [b]", a=10**30, b=1) == "不符"


def test_an_outcome_tells_both_sides():
    told = parse("[a] = [b] + [c]").outcome({"a": 7, "b": 2})
    assert (told.verdict, told.actual, told.expected) == ("未填", 7, 2)
    told = parse("[a] <= 9").outcome({})
    assert (told.actual, told.expected) == (None, 9)


def test_rescuers_are_the_codes_that_move_the_gap_back():
    check = parse("[a] + [b] = [c] - [d]")
    assert check.rescuers(1) == ("c",)
    assert check.rescuers(-1) == ("a", "b", "d")
    assert parse("[a] = min([b], [c])").rescuers(-1) == ("a", "b", "c")


OPERATORS = st.sampled_from(("=", "<=", ">="))


class Linear:
    """A comparison of two sums, and the tests' own way to tell whether it can hold."""

    def __init__(self, sides, op, constant):
        self.op, self.constant = op, constant
        self.left, self.right = sides

    @property
    def text(self):
        sides = (self.left, self.right)
        left, right = (" ".join(self._part(n, *part) for n, part in enumerate(side)) for side in sides)
        return f"{left} {self.op} {right} + {self.constant}"

    @staticmethod
    def _part(nth, code, factor):
        sign = ("+ " if factor > 0 else "- ") if nth else ""
        return f"{sign}{abs(factor)} * [{code}]"

    def holds(self, values):
        left, right = (sum(factor * values[code] for code, factor in side) for side in (self.left, self.right))
        gap = left - right - self.constant
        return {"=": gap == 0, "<=": gap <= 0, ">=": gap >= 0}[self.op]

    def can_hold(self, values, fillings):
        blanks = sorted({code for code, _ in (*self.left, *self.right)} - values.keys())
        return any(
            self.holds(values | dict(zip(blanks, filling, strict=True)))
            for filling in product(fillings, repeat=len(blanks))
        )


def split(codes_and_factors, at):
    """Two sides out of one list; a side begins with what is added, for the language has no leading minus."""
    sides = (codes_and_factors[:at], codes_and_factors[at:])
    return tuple([(code, abs(factor) if not n else factor) for n, (code, factor) in enumerate(side)] for side in sides)


FACTORS = st.sampled_from((1, 1, 1, 2, -1, -1, -2))
PARTS = st.lists(FACTORS, min_size=2, max_size=len(CODES)).map(lambda factors: list(zip(CODES, factors, strict=False)))
LINEAR = st.builds(
    lambda parts, at, op, constant: Linear(split(parts, 1 + at % (len(parts) - 1)), op, constant),
    PARTS,
    st.integers(0, 9),
    OPERATORS,
    st.integers(0, 5),
)
# At most two blanks, so that all fillings can be tried.
VALUES = st.tuples(
    st.lists(st.integers(0, 4), min_size=5, max_size=5), st.sets(st.sampled_from(CODES), max_size=2)
).map(lambda drawn: {code: n for code, n in zip(CODES, drawn[0], strict=True) if code not in drawn[1]})


@given(LINEAR, VALUES)
def test_a_verdict_says_what_trying_every_filling_says(linear, values):
    told = parse(linear.text).outcome(values)
    if told.verdict == "不符":
        assert not linear.can_hold(values, FILLINGS)
    elif told.verdict == "通过":
        assert linear.can_hold(values, FILLINGS[:1])
    elif told.actual is not None and told.expected is not None:
        assert not linear.can_hold(values, FILLINGS[:1])
        assert linear.can_hold(values, FILLINGS)


@given(LINEAR, VALUES, st.lists(st.integers(0, 9), min_size=5, max_size=5))
def test_filling_the_blanks_never_saves_what_is_wrong(linear, values, filling):
    check = parse(linear.text)
    if check.outcome(values).verdict == "不符":
        filled = dict(zip(CODES, filling, strict=True)) | values
        assert check.outcome(filled).verdict == "不符"


@given(st.sampled_from(("max", "min")), OPERATORS, VALUES, st.integers(0, 9), st.integers(0, 9))
def test_the_greatest_and_the_least_are_never_wrong_where_a_filling_saves_them(which, op, values, first, second):
    check = parse(f"[a] {op} {which}([b], [c] + [d], [e])")
    filled = dict(zip([code for code in CODES if code not in values], (first, second), strict=False)) | values
    if check.outcome(filled).verdict == "通过":
        assert check.outcome(values).verdict != "不符"


@given(st.text("[]ab1.+-*()=<> maxminsu,/'_", max_size=25))
def test_any_text_parses_or_is_refused(text):
    with contextlib.suppress(ExpressionError):
        assert parse(text).text == text
