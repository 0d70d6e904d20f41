"""One arithmetic expression, two engines: a rule's text becomes a Python verdict and an Excel formula.

The language has codes in square brackets, numbers, ``+ - *``, ``max(...)``, ``min(...)``, ``sum(...)`` and one
comparison ``= <= >= < >``, before which may stand a condition: ``if [7] > 0 then [3.1] > 0``. Nothing else parses: no
names, no calls, no attributes. ``[last T3.4.C1]`` is the figure of last year's report.

Blanks: a blank is an unknown number not below zero. A comparison that fails with blanks read as 0 but could hold
for some value of them is *undecided*; it is *wrong* only when no value of the blanks can save it. A comparison whose
condition is wrong *does not apply*.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from decimal import Decimal
from functools import cached_property
from typing import TYPE_CHECKING, Literal

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping

Verdict = Literal["通过", "不符", "未填", "不适用"]
Operator = Literal["=", "<=", ">=", "<", ">"]
Number = int | Decimal

_TOKEN = re.compile(
    r"\s*(?:(?P<code>\[[^\[\]]+\])|(?P<number>\d+(?:\.\d+)?)|(?P<word>max|min|sum|if|then)"
    r"|(?P<op><=|>=|[=<>+\-*(),]))"
)
# Money is kept to ten-thousandths of 万元; six places swallow binary noise without hiding a cent.
PLACES = 6
# What stands before the code of a figure of last year's report.
LAST = "last "


class ExpressionError(ValueError):
    """A rule's text that is not arithmetic on codes; the message names the place."""


class ErrorValue:
    """A cell that holds an error (``#REF!``): every comparison that touches it is undecided."""


ERROR = ErrorValue()
Cell = Number | ErrorValue | None


@dataclass(frozen=True)
class Term:
    """A node of the expression: a code, a constant, or an operation on other nodes."""

    op: Literal["code", "const", "+", "-", "*", "max", "min"]
    code: str = ""
    value: Decimal = Decimal(0)
    args: tuple[Term, ...] = ()

    def codes(self, sign: int = 1) -> Iterator[tuple[str, int]]:
        """Every code with the direction (+1, -1) in which it moves the term, once filled."""
        if self.op == "code":
            yield self.code, sign
        for place, arg in enumerate(self.args):
            yield from arg.codes(-sign if self.op == "-" and place else sign)
            if self.op == "min" and arg.op == "code":
                # A blank falls out of a minimum: filled, it can lower what the others left.
                yield arg.code, -sign

    @cached_property
    def named(self) -> tuple[str, ...]:
        """Every code in it, as often as it is named."""
        return tuple(code for code, _ in self.codes())

    def evaluate(self, values: Mapping[str, Decimal]) -> Decimal:
        """The term's value; a code that is not in ``values`` counts as nothing."""
        if self.op == "code":
            return values.get(self.code, Decimal(0))
        if self.op == "const":
            return self.value
        if self.op in ("max", "min"):
            given = [arg.evaluate(values) for arg in self.args if arg.op != "code" or arg.code in values]
            pick = max if self.op == "max" else min
            return pick(given, default=Decimal(0))
        parts = [arg.evaluate(values) for arg in self.args]
        if self.op == "+":
            return sum(parts, Decimal(0))
        return parts[0] - parts[1] if self.op == "-" else parts[0] * parts[1]

    def formula(self, name: Callable[[str], str]) -> str:
        """The same term for a spreadsheet; ``name`` turns a code into a cell's name."""
        if self.op == "code":
            return f"SUM({name(self.code)})"
        if self.op == "const":
            return f"{self.value.normalize():f}"
        if self.op in ("max", "min", "+"):
            function = "SUM" if self.op == "+" else self.op.upper()
            # A bare cell inside SUM and MAX lets text and blanks fall out, as they do in Python.
            parts = [name(arg.code) if arg.op == "code" else arg.formula(name) for arg in self.args]
            return f"{function}({','.join(parts)})"
        left, right = (arg.formula(name) for arg in self.args)
        return f"({left}{self.op}{right})"


@dataclass(frozen=True)
class Comparison:
    """``left op right``, the whole of a rule's check; ``when`` is the condition under which it applies."""

    text: str
    left: Term
    op: Operator
    right: Term
    when: Comparison | None = None

    @cached_property
    def codes(self) -> tuple[str, ...]:
        """Every code named, each once, in order, those of the condition last."""
        return tuple(dict.fromkeys((*self._own, *(self.when.codes if self.when else ()))))

    @cached_property
    def _own(self) -> tuple[str, ...]:
        return self.left.named + self.right.named

    @cached_property
    def needs_last(self) -> bool:
        """Whether it compares with last year's report; without one it does not apply."""
        return any(code.startswith(LAST) for code in self.codes)

    @property
    def gives_left(self) -> bool:
        """Whether it says what one code is, by other codes: then a cell can be filled with the right side."""
        given = {code for code, _ in self.right.codes()}
        plain = self.left.op == "code" and self.op == "=" and not self.when
        return plain and bool(given) and self.left.code not in given

    def rescuers(self, excess: int) -> tuple[str, ...]:
        """Codes whose blank, once filled, lowers the excess of left over right (``excess`` > 0) or raises it."""
        moves = [*self.left.codes(), *((code, -sign) for code, sign in self.right.codes())]
        return tuple(dict.fromkeys(code for code, sign in moves if sign * excess < 0))

    def outcome(self, values: Mapping[str, Cell]) -> Outcome:
        """Compare with the values at hand; ``None`` and absence are blanks."""
        given = {code: values.get(code) for code in self._own}
        numbers = {code: Decimal(value) for code, value in given.items() if isinstance(value, int | Decimal)}
        left, right = (_side(term, numbers) for term in (self.left, self.right))
        met = self.when.outcome(values).verdict if self.when else "通过"
        if met != "通过":
            return Outcome("不适用" if met == "不符" else "未填", left, right)
        if any(isinstance(value, ErrorValue) for value in given.values()) or left is None or right is None:
            return Outcome("未填", left, right)
        gap = left - right
        # Not quantize(): a mistyped number of thirty digits would overflow it.
        if abs(gap) < Decimal(5).scaleb(-PLACES - 1):
            gap = Decimal(0)
        if self.holds(sign := (gap > 0) - (gap < 0)):
            return Outcome("通过", left, right)
        saved = any(code not in numbers for code in self.rescuers(self.excess(sign)))
        return Outcome("未填" if saved else "不符", left, right)

    def holds(self, sign: int) -> bool:
        """Whether the comparison holds where left minus right has this sign (-1, 0, 1)."""
        return {"=": sign == 0, "<=": sign <= 0, ">=": sign >= 0, "<": sign < 0, ">": sign > 0}[self.op]

    def excess(self, sign: int) -> int:
        """Which side is too large where the comparison fails with this sign: 1 the left, -1 the right."""
        return sign or (1 if self.op == "<" else -1)


@dataclass(frozen=True, slots=True)
class Outcome:
    """A verdict with the two sides it was made from; a side is None when it has cells and all are blank."""

    verdict: Verdict
    actual: Decimal | None
    expected: Decimal | None


def _side(term: Term, numbers: Mapping[str, Decimal]) -> Decimal | None:
    given = [code in numbers for code in term.named]
    return term.evaluate(numbers) if any(given) or not given else None


def parse(text: str) -> Comparison:
    """Read a rule's check.

    Raises:
        ExpressionError: anything but arithmetic and one comparison on codes.
    """
    parser = _Parser(text)
    when = None
    if parser.peek() == "if":
        parser.take("if")
        when = parser.comparison()
        parser.take("then")
    check = parser.comparison(when)
    parser.end()
    return check


class _Parser:
    """Recursive descent over the tokens of one rule."""

    def __init__(self, text: str) -> None:
        self.text = text
        self.tokens = list(self._tokens())
        self.at = 0

    def _tokens(self) -> Iterator[tuple[str, str]]:
        at = 0
        end = len(self.text.rstrip())
        while at < end:
            match = _TOKEN.match(self.text, at)
            if not match or match.lastgroup is None:
                message = f"第 {at + 1} 个字符起看不懂：{self.text[at : at + 12].strip()!r}"
                raise ExpressionError(message)
            yield match.lastgroup, match[match.lastgroup]
            at = match.end()

    def peek(self) -> str:
        return self.tokens[self.at][1] if self.at < len(self.tokens) else ""

    def take(self, *wanted: str) -> str:
        found = self.peek()
        if found not in wanted:
            message = f"此处应为 {' 或 '.join(wanted)}，实为 {found or '结尾'!r}"
            raise ExpressionError(message)
        self.at += 1
        return found

    def end(self) -> None:
        if self.at < len(self.tokens):
            message = f"多出的内容：{self.peek()!r}"
            raise ExpressionError(message)

    def comparison(self, when: Comparison | None = None) -> Comparison:
        left = self.sum()
        op = self.take("=", "<=", ">=", "<", ">")
        right = self.sum()
        return Comparison(self.text, left, op, right, when)  # type: ignore[arg-type]  # take() returned one of the five

    def sum(self) -> Term:
        term = self.product()
        while self.peek() in ("+", "-"):
            if self.take("+", "-") == "+":
                more = self.product()
                parts = (*term.args, more) if term.op == "+" else (term, more)
                term = Term("+", args=parts)
            else:
                term = Term("-", args=(term, self.product()))
        return term

    def product(self) -> Term:
        term = self.atom()
        while self.peek() == "*":
            self.take("*")
            factor = self.atom()
            if "const" not in (term.op, factor.op):
                message = "只能乘以一个数，不能两个指标相乘"
                raise ExpressionError(message)
            term = Term("*", args=(term, factor))
        return term

    def atom(self) -> Term:
        kind, text = self.tokens[self.at] if self.at < len(self.tokens) else ("", "")
        self.at += 1
        if kind == "code":
            return Term("code", code=" ".join(text[1:-1].split()))
        if kind == "number":
            return Term("const", value=Decimal(text))
        if kind == "word" and text not in ("if", "then"):
            self.take("(")
            args = [self.sum()]
            while self.peek() == ",":
                self.take(",")
                args.append(self.sum())
            self.take(")")
            return Term("+" if text == "sum" else text, args=tuple(args))  # type: ignore[arg-type]  # max or min
        if text == "(":
            term = self.sum()
            self.take(")")
            return term
        message = f"此处应为指标代码或数，实为 {text or '结尾'!r}"
        raise ExpressionError(message)
