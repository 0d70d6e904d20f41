"""The registry: what each rule demands is data (``templates/rules.toml``); how it looks, an expression or a function.

A function is bound to its rule by the code.
"""

from __future__ import annotations

import re
import tomllib
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, Literal, get_args

from workbook.errors import FormError
from workbook.expression import ExpressionError, parse
from workbook.form import Severity
from workbook.formfile import TEMPLATES

if TYPE_CHECKING:
    from pathlib import Path

    from workbook.content import BookContent
    from workbook.form import Form
    from workbook.report import AnnualReport, Value
    from workbook.rollup.parts import Part
    from workbook.rules.likeness import Library

Scope = Literal["figure", "table", "report", "history", "rollup"]
_NEEDED = {"code", "severity", "scope", "says", "basis", "seen", "message", "hint"}
_KNOWN = _NEEDED | {"editions", "variants", "data", "check", "each"}


@dataclass(frozen=True, slots=True)
class RuleSpec:
    """A rule as the data states it; ``variants`` override severity, message, hint or basis in a named case.

    ``check`` is the expression of a rule that needs no function, ``each`` the values of its ``{names}``.
    """

    code: str
    severity: Severity
    scope: Scope
    says: str
    basis: str
    seen: bool
    message: str
    hint: str
    editions: tuple[str, ...] = ()
    variants: Mapping[str, Mapping[str, str]] = field(default_factory=dict)
    data: Mapping[str, Any] = field(default_factory=dict)
    check: str = ""
    each: Mapping[str, str] = field(default_factory=dict)

    def covers(self, edition: str) -> bool:
        """Whether the rule is for reports on this form."""
        return not self.editions or edition in self.editions


@dataclass(frozen=True, slots=True)
class Case:
    """What a rule's function looks at; ``previous`` is last year's report, ``data`` the rule's own data.

    ``others`` are texts of other units, as the memory of :mod:`workbook.rules.likeness` keeps them; ``units`` those
    whose figures the report is the sum of; ``book`` is the workbook that the report is the current year of, its text
    with the references still in it.
    """

    report: AnnualReport
    form: Form
    previous: AnnualReport | None = None
    data: Mapping[str, Any] = field(default_factory=dict)
    others: Library | None = None
    units: Sequence[Part] = ()
    book: BookContent | None = None


@dataclass(frozen=True, slots=True)
class Hit:
    """One place where a rule is broken: ``words`` fill the message, ``others`` are figures that took part.

    ``where`` names the place when the hit is at no figure, or away from the figure's own cell; ``named`` is False
    when the hit is about more than its first figure.
    """

    figure: str = ""
    found: Value | str | None = None
    expected: Value | str | None = None
    where: str = ""
    variant: str = ""
    words: Mapping[str, str] = field(default_factory=dict)
    others: tuple[str, ...] = ()
    named: bool = True


RuleFunction = Callable[[Case], Iterable[Hit]]


class RegistryError(FormError):
    """Rules and functions that do not match each other."""


class Registry:
    """Rules by code, each with its function."""

    def __init__(self, specs: Iterable[RuleSpec]) -> None:
        self.specs: dict[str, RuleSpec] = {}
        self.functions: dict[str, RuleFunction] = {}
        for spec in specs:
            if spec.code in self.specs:
                message = f"规则 {spec.code} 重复"
                raise RegistryError(message)
            self.specs[spec.code] = spec

    def rule(self, code: str) -> Callable[[RuleFunction], RuleFunction]:
        """Bind the decorated function to a rule.

        Raises:
            RegistryError: the data has no such rule, or it has a function already.
        """
        if code not in self.specs or code in self.functions:
            message = f"规则 {code} 重复绑定" if code in self.functions else f"规则数据里没有 {code}"
            raise RegistryError(message)

        def bind(function: RuleFunction) -> RuleFunction:
            self.functions[code] = function
            return function

        return bind

    def complete(self) -> None:
        """Make sure that every rule has a function or an expression that reads, and none both.

        Raises:
            RegistryError: naming the rules of which that is not so.
        """
        if unbound := [code for code, spec in self.specs.items() if not spec.check and code not in self.functions]:
            message = f"规则没有实现：{'、'.join(unbound)}"
            raise RegistryError(message)
        if twice := [code for code, spec in self.specs.items() if spec.check and code in self.functions]:
            message = f"规则 {'、'.join(twice)} 既有算式又有函数"
            raise RegistryError(message)
        for code, spec in self.specs.items():
            try:
                # Any word will do for {c}: the figures themselves are looked up in each form.
                _ = parse(re.sub(r"\{\w+\}", "0", spec.check)) if spec.check else None
            except ExpressionError as error:
                message = f"规则 {code} 的算式有误：{error}"
                raise RegistryError(message) from error


def read_specs(path: Path) -> list[RuleSpec]:
    """The rules of a data file, in its order.

    Raises:
        RegistryError: an entry that is incomplete or says something unknown.
    """
    return [_spec(path, entry) for entry in tomllib.loads(path.read_text("utf-8"))["rules"]]


def _spec(path: Path, entry: dict[str, Any]) -> RuleSpec:
    # An expression tells both its sides by itself.
    needed = _NEEDED - {"message"} if "check" in entry else _NEEDED
    wrong = sorted(needed - set(entry)) + sorted(set(entry) - _KNOWN)
    severities = [entry.get("severity"), *(v.get("severity", "note") for v in entry.get("variants", {}).values())]
    wrong += [str(severity) for severity in severities if severity not in get_args(Severity)]
    wrong += [str(entry.get("scope"))] * (entry.get("scope") not in get_args(Scope))
    if wrong:
        message = f"{path} › {entry.get('code', '（无代码）')}：缺少、多出或有误：{'、'.join(wrong)}"
        raise RegistryError(message)
    return RuleSpec(**{"message": "", **entry, "editions": tuple(entry.get("editions", ()))})


RULES_FILE = TEMPLATES / "rules.toml"
REGISTRY = Registry(read_specs(RULES_FILE))
rule = REGISTRY.rule
