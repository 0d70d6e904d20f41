"""Report files for the tests: title, narrative, official tables and sign-off, in every format nianbao reads."""

from __future__ import annotations

from dataclasses import dataclass, field
from importlib import import_module
from typing import TYPE_CHECKING

from figures import meaning
from makers_labels import OFFICIAL, Damage, words
from makers_tables import Grid, block_grids, broken, table_grid, unmerged

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from figures import Printed

    from workbook.form import Form, Item, SectionSpec, Table
    from workbook.report import State, Value

UNIT = "云溪县城乡建设局"
YEARS = {"2014": 2016, "2019": 2020, "2021": 2023}
SIGNOFF = {"单位负责人": "顾长林", "审核人": "叶文秀", "填报人": "石小满", "联系电话": "0599-7654321"}
NARRATIVE = (
    "本局把公开工作同业务工作一并安排，由办公室牵头，各股室指定专人负责。",
    "对群众常问的房屋修缮、物业管理等事项，编成问答在网站和窗口同时发布。",
    "栏目更新不够及时，个别股室报送材料偏慢，下一步将按月提醒并通报。",
    "没有需要另行说明的事项。",
)
VARIANTS = {
    "docx": ("merged", "broken", "broken-blank", "blocks", "flat", "flat-first"),
    "html": ("plain", "thead", "site", "nested"),
    "rtf": ("gbk", "unicode"),
    "odt": ("zip", "flat"),
    "mht": ("quoted", "base64"),
    "xml": ("2003", "flat"),
    "xlsx": ("sheets", "one", "offset", "text"),
    "txt": ("tabs", "cells", "spaces", "wrapped", "between", "vertical", "middle", "paged", "columns", "layout"),
}
# Text without tabs or positions: where a blank cell stood in a row cannot be known.
WORDS_ONLY = ("spaces", "wrapped", "between", "vertical", "middle", "paged")


@dataclass(frozen=True, slots=True)
class Words:
    """A paragraph; ``heading`` is 1 for the report's title, 2 for a section's."""

    text: str
    heading: int = 0


Part = Words | Grid


@dataclass(frozen=True, slots=True)
class Expected:
    """What an importer owes: ``cells`` are the printed ones; ``loose`` codes may be unplaced instead of placed."""

    form: str
    year: int
    cells: dict[str, tuple[State, Value | None]]
    loose: frozenset[str] = field(default=frozenset())


def write_report(path: Path, form: Form, figures: Printed, damage: Damage = OFFICIAL, variant: str = "") -> Expected:
    """Write a report in the format of the path's suffix; returns what is to be read from it."""
    kind = path.suffix[1:]
    variant = variant or VARIANTS[kind][0]
    maker(kind)(path, parts(form, figures, damage, variant), variant)
    return expected(form, figures, damage, variant)


def maker(kind: str) -> Callable[[Path, list[Part], str], None]:
    """The writer of a format."""
    write: Callable[[Path, list[Part], str], None] = import_module(f"makers_{'text' if kind == 'txt' else kind}").write
    return write


def expected(form: Form, figures: Printed, damage: Damage, variant: str) -> Expected:
    """What the file says, cell by cell; blank and absent cells are owed nothing but silence."""
    printed = [item for item in form.values() if _is_printed(item, damage)]
    cells = {item.code: meaning(figures.get(item.code, "")) for item in printed}
    filled = {code: said for code, said in cells.items() if said[0] != "blank"}
    loose = _gappy(printed, filled) if variant in WORDS_ONLY else frozenset()
    return Expected(form.edition, YEARS[form.edition], filled, loose)


def _is_printed(item: Item, damage: Damage) -> bool:
    hidden = damage.only_total and item.table.code == "T3" and item.column.code != "C7"
    return item.row.code not in damage.missing and not hidden


def _gappy(printed: list[Item], filled: dict[str, tuple[State, Value | None]]) -> frozenset[str]:
    rows: dict[str, list[str]] = {}
    for item in printed:
        rows.setdefault(item.row.code, []).append(item.code)
    return frozenset(code for codes in rows.values() if not filled.keys() >= set(codes) for code in codes)


def parts(form: Form, figures: Printed, damage: Damage, variant: str) -> list[Part]:
    """The report in reading order."""
    year, attached = YEARS[form.edition], form.tables_stand == "attachment"
    found: list[Part] = [Words(f"{UNIT}{year}年政府信息公开工作年度报告", 1)]
    found.append(Words(f"根据《中华人民共和国政府信息公开条例》有关规定，编制{UNIT}{year}年度报告。"))
    for section in form.sections:
        found.append(Words(f"{section.number}、{section.title}", 2))
        found += _body(form, section, figures, damage, variant)
    if attached:
        found += [Words("附件"), Words(form.name), Words(f"（{year}年度）"), Words(f"填报单位（盖章）：{UNIT}")]
        found += _grids(form, form.tables[0], figures, damage, variant)
    found += [Words(f"{name}：{text}") for name, text in SIGNOFF.items()] + [Words(f"填报日期：{year + 1}年1月16日")]
    return [Words(words(part.text, damage), part.heading) if isinstance(part, Words) else part for part in found]


def _body(form: Form, section: SectionSpec, figures: Printed, damage: Damage, variant: str) -> list[Part]:
    if not section.table:
        return [Words(NARRATIVE[form.sections.index(section) % len(NARRATIVE)])]
    table = next(table for table in form.tables if table.code == section.table)
    return _grids(form, table, figures, damage, variant)


def _grids(form: Form, table: Table, figures: Printed, damage: Damage, variant: str) -> list[Part]:
    grid = table_grid(form, table, figures, damage)
    if variant == "blocks" and len(table.blocks) > 1:
        return list(block_grids(grid))
    if variant in ("broken", "broken-blank") and grid.height > 12 and len(table.blocks) == 1:
        return list(broken(grid, repeat=variant == "broken"))
    if variant in ("flat", "flat-first"):
        return [unmerged(grid, repeat=variant == "flat")]
    return [grid]
