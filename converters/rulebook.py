"""The page about the rules (``docs/rules.md``), made from the forms and the registry so that it can't drift."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from converters.findings import SEVERITIES
from workbook.formfile import all_forms
from workbook.rules import REGISTRY
from workbook.rules.arithmetic import phrases

if TYPE_CHECKING:
    from collections.abc import Iterator

    from workbook.form import Rule

FAMILIES = {
    "T": "表内数字的勾稽",
    "V": "数值",
    "S": "结构",
    "X": "文表一致",
    "H": "与上一年度的衔接",
    "D": "日期与落款",
    "Q": "文字",
}
_HEAD = """# 校验规则

<!-- 本页由 converters/rulebook.py 依据 templates/forms/*.toml 和 templates/rules.toml 生成，请勿手改。 -->

每条规则有一个代码，代码的含义公布后不再改变。级别分三种：**错误**（应当改正）、**警告**（请核实）、**提示**（供参考）。
依据后注**原文**的，要求见于表格、法规或格式的文字；注**推定**的，由表格结构或审核惯例得出。
空白不等于 0：有空白而无法断定的勾稽关系不报问题。

数字属实而与规则不符的，请在工作簿“校验”表的说明栏写明原因；问题仍会列出，并附上说明。
"""


@dataclass(frozen=True, slots=True)
class Entry:
    """A rule as the page tells it; ``severities`` begin with the usual one, ``forms`` is empty for all forms."""

    code: str
    severities: tuple[str, ...]
    says: str
    basis: str
    seen: bool
    hint: str
    forms: tuple[str, ...] = ()


def rules_markdown() -> str:
    """The whole page in Markdown, rules by family and code."""
    entries = sorted((*_of_forms(), *_of_registry()), key=lambda entry: entry.code)
    parts = [_HEAD]
    for letter, title in FAMILIES.items():
        parts.append(f"## {letter} {title}\n")
        parts += [_section(entry) for entry in entries if entry.code.startswith(letter)]
    return "\n".join(parts)


def _of_forms() -> Iterator[Entry]:
    """The arithmetic rules, those that several editions share told once."""
    forms: dict[str, list[str]] = {}
    rules: dict[str, Rule] = {}
    for form in all_forms():
        for rule in form.rules:
            rules.setdefault(rule.code, rule)
            if form.edition not in forms.setdefault(rule.code, []):
                forms[rule.code].append(form.edition)
    for code, rule in rules.items():
        hint = phrases()["hint"]
        yield Entry(code, (rule.severity,), rule.says, rule.basis, rule.seen, hint, tuple(forms[code]))


def _of_registry() -> Iterator[Entry]:
    for spec in REGISTRY.specs.values():
        others = (variant["severity"] for variant in spec.variants.values() if "severity" in variant)
        severities = (spec.severity, *others)
        yield Entry(spec.code, severities, spec.says, spec.basis, spec.seen, spec.hint, spec.editions)


def _section(entry: Entry) -> str:
    level = "，视情形为".join(SEVERITIES[severity] for severity in dict.fromkeys(entry.severities))
    return (
        f"### {entry.code} {entry.says}\n\n"
        f"- 级别：{level}\n"
        f"- 适用版式：{'、'.join(entry.forms) or '全部'}\n"
        f"- 依据：{entry.basis}（{'原文' if entry.seen else '推定'}）\n"
        f"- 怎么办：{entry.hint}\n"
    )
