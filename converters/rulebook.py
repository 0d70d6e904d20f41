"""The pages about the rules (``docs/rules.md``, ``docs/rules``), made from the forms and the registry.

``python -m converters.rulebook`` writes them anew, so that they can't drift.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from converters.findings import SEVERITIES
from workbook.formfile import all_forms
from workbook.rules import REGISTRY
from workbook.rules.arithmetic import phrases
from workbook.rules.live import live_rules

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from workbook.form import Rule
    from workbook.rules import RuleSpec

FAMILIES = {
    "T": "表内数字的勾稽",
    "V": "数值",
    "S": "结构",
    "X": "文表一致",
    "H": "与上一年度的衔接",
    "D": "日期与落款",
    "Q": "文字",
    "R": "几份报告之间",
}
SCOPES = {"figure": "指标", "table": "统计表", "report": "报告", "history": "前后年度", "rollup": "几份报告之间"}
_MADE = "<!-- 本页由 converters/rulebook.py 依据 templates/forms/*.toml 和 templates/rules.toml 生成，请勿手改。 -->"
_HEAD = f"""# 校验规则

{_MADE}

每条规则有一个代码，代码的含义公布后不再改变。级别分三种：**错误**（应当改正）、**警告**（请核实）、**提示**（供参考）。
依据后注**原文**的，要求见于表格、法规或格式的文字；注**推定**的，由表格结构或审核惯例得出。
空白不等于 0：有空白而无法断定的勾稽关系不报问题。点代码看这条规则的说明，也可以用 `nianbao explain 代码`。

数字属实而与规则不符的，请在工作簿“校验”表的说明栏写明原因；问题仍会列出，并附上说明。
级别、阈值可以改，规则可以停用，也可以加自己的，见[自己的规则文件](own-rules.md)。
"""


@dataclass(frozen=True, slots=True)
class Entry:
    """A rule as its page tells it; ``severities`` begin with the usual one, ``forms`` is empty for all forms."""

    code: str
    severities: tuple[str, ...]
    scope: str
    says: str
    basis: str
    seen: bool
    hint: str
    forms: tuple[str, ...] = ()
    checks: tuple[str, ...] = ()
    messages: tuple[str, ...] = ()
    numbers: tuple[tuple[str, float], ...] = ()


def entries() -> list[Entry]:
    """Every rule, by family and code."""
    families = "".join(FAMILIES)
    found = (*_of_forms(), *(_of_spec(spec) for spec in REGISTRY.specs.values()))
    return sorted(found, key=lambda entry: (families.index(entry.code[0]), entry.code))


def pages() -> Mapping[str, str]:
    """The whole of the documents by path below ``docs``: the list of all rules, and a page for each."""
    return {"rules.md": rules_markdown()} | {f"rules/{entry.code}.md": rule_markdown(entry) for entry in entries()}


def rules_markdown() -> str:
    """The list of all rules in Markdown."""
    parts = [_HEAD]
    for letter, title in FAMILIES.items():
        rows = [_row(entry) for entry in entries() if entry.code.startswith(letter)]
        parts.append(
            "\n".join((f"## {letter} {title}\n", "| 代码 | 要求 | 级别 | 版式 |", "|---|---|---|---|", *rows, ""))
        )
    return "\n".join(parts)


def _row(entry: Entry) -> str:
    levels = "、".join(SEVERITIES[severity] for severity in dict.fromkeys(entry.severities))
    return f"| [{entry.code}](rules/{entry.code}.md) | {entry.says} | {levels} | {'、'.join(entry.forms) or '全部'} |"


def rule_markdown(entry: Entry) -> str:
    """The page of one rule in Markdown."""
    level = "，视情形为".join(SEVERITIES[severity] for severity in dict.fromkeys(entry.severities))
    lines = [
        f"# {entry.code} {entry.says}\n",
        f"- 类别：{entry.code[0]} {FAMILIES[entry.code[0]]}",
        f"- 级别：{level}",
        f"- 范围：{SCOPES[entry.scope]}",
        f"- 适用版式：{'、'.join(entry.forms) or '全部'}",
        f"- 依据：{entry.basis}（{'原文' if entry.seen else '推定'}）",
        *(f"- 算式：{check}" for check in entry.checks),
        *(f"- 报出的话：{message}" for message in entry.messages),
        f"- 怎么办：{entry.hint}",
        *(f"- 可改的阈值：`{key}`，现为 {value}" for key, value in entry.numbers),
    ]
    return "\n".join(lines) + "\n"


def rule_text(code: str) -> str:
    """What a rule demands, why, and what to do, in a few lines of plain text; empty for a rule of the user's own."""
    entry = next((entry for entry in entries() if entry.code == code), None)
    if entry is None:
        return ""
    lines = [
        f"要求：{entry.says}",
        f"依据：{entry.basis}（{'原文' if entry.seen else '推定'}）",
        *(f"算式：{check.replace('`', '')}" for check in entry.checks),
        f"怎么办：{entry.hint}",
    ]
    return "\n".join(lines)


def _of_forms() -> Iterator[Entry]:
    """The arithmetic rules, those that several editions share told once."""
    forms: dict[str, list[str]] = {}
    rules: dict[str, list[Rule]] = {}
    for form in all_forms():
        for rule in form.rules:
            rules.setdefault(rule.code, []).append(rule)
            if form.edition not in forms.setdefault(rule.code, []):
                forms[rule.code].append(form.edition)
    for code, instances in rules.items():
        first = instances[0]
        yield Entry(
            code,
            (first.severity,),
            "table",
            first.says,
            first.basis,
            first.seen,
            first.hint or phrases()["hint"],
            tuple(forms[code]),
            _checks(instances),
        )


def _checks(instances: list[Rule]) -> tuple[str, ...]:
    """The first instance's expression stands for those of the other rows or columns."""
    texts = list(dict.fromkeys(rule.check.text for rule in instances))
    more = f"（另有 {len(texts) - 1} 式，各列或各行同样）" if len(texts) > 1 else ""
    return (f"`{texts[0]}`{more}",)


def _of_spec(spec: RuleSpec) -> Entry:
    others = (variant["severity"] for variant in spec.variants.values() if "severity" in variant)
    messages = (spec.message, *(variant.get("message", "") for variant in spec.variants.values()))
    data = ((key, value) for key, value in spec.data.items() if isinstance(value, int | float))
    alive = {form.edition: [rule for rule in live_rules(form) if rule.code == spec.code] for form in all_forms()}
    instances = [rule for rules in alive.values() for rule in rules]
    # An expression is for the editions that have its figures.
    forms = tuple(edition for edition, rules in alive.items() if rules) if spec.check else spec.editions
    return Entry(
        spec.code,
        (spec.severity, *others),
        spec.scope,
        spec.says,
        spec.basis,
        spec.seen,
        spec.hint,
        forms,
        _checks(instances) if instances else (),
        tuple(_readable(message) for message in dict.fromkeys(messages) if message),
        tuple(data),
    )


def _readable(message: str) -> str:
    """A message with its places for words left open."""
    return re.sub(r"\{\w+\}", "…", message)


def main() -> None:
    """Write every page, and take away those of rules that are no more."""
    docs = Path(__file__).resolve().parent.parent / "docs"
    (docs / "rules").mkdir(exist_ok=True)
    made = pages()
    for path in (docs / "rules").glob("*.md"):
        if f"rules/{path.name}" not in made:
            path.unlink()
    for name, text in made.items():
        (docs / name).write_text(text, "utf-8", newline="\n")


if __name__ == "__main__":
    main()
