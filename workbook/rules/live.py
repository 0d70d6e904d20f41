"""The arithmetic rules of a form: those in its file and those of the registry; alive on 校验 and in Python alike."""

from __future__ import annotations

from functools import cache
from typing import TYPE_CHECKING

from workbook.rulereader import RuleReader
from workbook.rules.registry import REGISTRY, RULES_FILE, RegistryError

if TYPE_CHECKING:
    from workbook.form import Form, Rule
    from workbook.rules.registry import RuleSpec


@cache
def live_rules(form: Form) -> tuple[Rule, ...]:
    """Every arithmetic rule for reports on this form.

    Raises:
        RegistryError: a form that uses a code of the registry for a rule of its own.
    """
    if twice := sorted({rule.code for rule in form.rules} & REGISTRY.specs.keys()):
        message = f"版式 {form.edition} 的规则代码 {'、'.join(twice)} 已经另有含义，请改用别的代码"
        raise RegistryError(message)
    entries = [_entry(spec) for spec in REGISTRY.specs.values() if spec.check and spec.covers(form.edition)]
    return (*form.rules, *RuleReader(form, _fail, lenient=True).rules(entries))


def _entry(spec: RuleSpec) -> dict[str, object]:
    keys = ("code", "severity", "check", "says", "basis", "seen", "hint")
    return {key: getattr(spec, key) for key in keys} | {"each": dict(spec.each)}


def _fail(place: str, what: str) -> RegistryError:
    return RegistryError(f"{RULES_FILE} › {place}：{what}")
