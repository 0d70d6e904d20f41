"""The pages about the form editions (``docs/forms``), made from the form files.

``python -m converters.formbook`` writes them anew, so that they can't drift.
"""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from converters.findings import SEVERITIES
from workbook.form import figure_code
from workbook.formfile import TEMPLATES, editions, load_form

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from workbook.form import Block, Form, Row, Rule, Table

_MADE = "<!-- 本页由 converters/formbook.py 依据 templates/forms/*.toml 生成，请勿手改。 -->"
_KINDS = {"heading": "只是标题，不填数", "count": "个数", "signed": "个数，可为负", "money": "金额"}
_ADDS = {"units": "年末的存量，只在单位之间相加", "never": "不相加"}
_STANDS = {"sections": "在正文各部分里", "attachment": "作附件"}


def pages() -> Mapping[str, str]:
    """The pages of the forms that come with the program, by path below ``docs``."""
    shipped = [edition for edition, path in editions().items() if path.is_relative_to(TEMPLATES)]
    return {f"forms/{edition}.md": form_markdown(load_form(edition)) for edition in shipped}


def form_markdown(form: Form) -> str:
    """The page of one form in Markdown."""
    return "\n".join((*_head(form), *_sections(form), *_tables(form), *_rules(form), *_series(form)))


def _head(form: Form) -> Iterator[str]:
    first, last = form.years
    yield f"# {form.edition} 版\n"
    yield f"{_MADE}\n"
    yield f"{form.name}（{form.basis}），用于 {first}{f'—{last}' if last else ''} 年度{'' if last else '起'}的年报。"
    if form.narrative_from:
        yield f"{form.narrative_from} 年度起、没有统计表的叙述式报告也放进它的指标。"
    values = sum(1 for _ in form.values())
    yield f"要填的指标 {values} 个，校验的算式 {len(form.rules)} 个；统计表{_STANDS[form.tables_stand]}。"
    yield f"落款：{'、'.join(field.label for field in form.signoff)}。\n"


def _sections(form: Form) -> Iterator[str]:
    titles = {table.code: table.title for table in form.tables}
    yield "## 正文的各部分\n"
    yield "| 编号 | 标题 | 其中的统计表 |\n|---|---|---|"
    yield from (f"| {one.number} | {one.title} | {titles.get(one.table, '')} |" for one in form.sections)
    yield ""


def _tables(form: Form) -> Iterator[str]:
    yield "## 指标\n"
    yield "指标的代码由行和列的代码用点相连；正文里的引用、`nianbao export` 和规则的算式都用它。\n"
    for table in form.tables:
        yield f"### {table.title}\n"
        if table.corner_note:
            yield f"{table.corner_note}\n"
        for block in table.blocks:
            yield from _block(table, block)


def _block(table: Table, block: Block) -> Iterator[str]:
    if block.title:
        yield f"**{block.title}**\n"
    if len(block.columns) > 1:
        yield "| 列 | 名称 |\n|---|---|"
        yield from (f"| `{one.code}` | {'·'.join((*one.groups, one.label))} |" for one in block.columns)
        yield ""
    yield "| 行 | 名称 | 计量单位 | 填什么 |\n|---|---|---|---|"
    yield from (_row(row, block, table) for row in block.rows)
    yield ""


def _row(row: Row, block: Block, table: Table) -> str:
    only = block.columns[0] if len(block.columns) == 1 else None
    code = figure_code(row.code, only.code) if only else row.code
    kind = row.kind if row.kind == "heading" or only is None else only.kind or row.kind
    adds = (only and only.adds) or row.adds
    told = "；".join(filter(None, (_KINDS[kind], _ADDS.get(adds, ""))))
    measure = (only and only.unit) or row.unit
    return f"| `{code}` | {row.printed or table.title} | {measure} | {told} |"


def _rules(form: Form) -> Iterator[str]:
    told: dict[str, Rule] = {}
    for rule in form.rules:
        told.setdefault(rule.code, rule)
    yield "## 勾稽关系\n"
    yield "| 规则 | 要求 | 级别 |\n|---|---|---|"
    yield from (
        f"| [{code}](../rules/{code}.md) | {one.says} | {SEVERITIES[one.severity]} |" for code, one in told.items()
    )
    yield ""


def _series(form: Form) -> Iterator[str]:
    if form.series:
        yield "## 跨版式可比的指标\n"
        yield "| 名称 | 本版式里的代码 |\n|---|---|"
        yield from (f"| {one.label} | {' + '.join(f'`{code}`' for code in one.codes)} |" for one in form.series)
        yield ""


def main() -> None:
    """Write every page, and take away those of forms that are no more."""
    docs = Path(__file__).resolve().parent.parent / "docs"
    (docs / "forms").mkdir(exist_ok=True)
    made = pages()
    for path in (docs / "forms").glob("*.md"):
        if f"forms/{path.name}" not in made:
            path.unlink()
    for name, text in made.items():
        (docs / name).write_text(text, "utf-8", newline="\n")


if __name__ == "__main__":
    main()
