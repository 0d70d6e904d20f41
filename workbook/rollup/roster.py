"""The roster: which units are to report, to whom, of what kind; and whose report a file is."""

from __future__ import annotations

import re
import tomllib
import unicodedata
from dataclasses import dataclass, field
from functools import cache
from typing import TYPE_CHECKING, Any

from workbook.errors import InputRefused
from workbook.formfile import TEMPLATES
from workbook.merge import same_unit
from workbook.rollup.parts import OWN
from workbook.rules.words import day

if TYPE_CHECKING:
    import datetime as dt
    from collections.abc import Iterable, Mapping, Sequence

# Signs that a spreadsheet's SUMIF takes for a pattern or a comparison, and their full-width twins that it does not.
_PATTERN_SIGNS = str.maketrans("*?~<>=", "＊？～＜＞＝")


@dataclass(frozen=True, slots=True)
class RosterLine:
    """A unit that is to report; ``level`` is 本级, 下级 or 汇总, the last for a report that others add up to."""

    unit: str
    superior: str = ""
    kind: str = ""
    due: dt.date | None = None

    @property
    def level(self) -> str:
        """Worked out from 类别, else from the name."""
        return level_of(self.unit, self.kind)


@dataclass(frozen=True)
class Roster:
    """The units in the roster's order."""

    lines: tuple[RosterLine, ...] = ()
    by_name: Mapping[str, RosterLine] = field(init=False)

    def __post_init__(self) -> None:
        object.__setattr__(self, "by_name", {plain_name(line.unit): line for line in self.lines})

    def find(self, unit: str, file: str) -> RosterLine | None:
        """The line of a report: by its unit's name, a near name that is no one else's, or the name of its file."""
        if exact := self.by_name.get(plain_name(unit)):
            return exact
        if plain_name(unit):
            near = [line for line in self.lines if same_unit(line.unit, unit)]
            return near[0] if len(near) == 1 else None
        named = [line for name, line in self.by_name.items() if name in plain_name(file)]
        return max(named, key=lambda line: len(line.unit), default=None)

    @property
    def top(self) -> str:
        """The one superior that is nobody's subordinate, empty where there is none or several."""
        superiors = dict.fromkeys(line.superior for line in self.lines if line.superior)
        tops = [name for name in superiors if not getattr(self.by_name.get(plain_name(name)), "superior", "")]
        return tops[0] if len(tops) == 1 else ""


def plain_name(unit: str) -> str:
    """A unit's name without blanks and differences of width."""
    return "".join(unicodedata.normalize("NFKC", unit).split())


@cache
def words() -> Mapping[str, Mapping[str, str]]:
    """How kinds, names and columns are told, from ``templates/rollup.toml``."""
    found: dict[str, Any] = tomllib.loads((TEMPLATES / "rollup.toml").read_text("utf-8"))
    return found


def level_of(unit: str, kind: str = "") -> str:
    """本级, 下级 or 汇总, by the roster's word for the unit, else by its name."""
    for known, text in ((words()["kinds"], kind), (words()["names"], plain_name(unit))):
        for level, pattern in known.items():
            if text and re.search(pattern, text):
                return level
    return OWN


def read_roster(rows: Iterable[Sequence[str]], file: str) -> Roster:
    """A roster out of the rows of a table; its header is the first row that has a 单位.

    Raises:
        InputRefused: no such header, no unit, a unit twice, or a deadline that is no date.
    """
    lines: dict[str, RosterLine] = {}
    columns: dict[str, int] = {}
    for number, row in enumerate(rows, 1):
        cells = [plain_name(cell) for cell in row]
        if not columns:
            columns = _header(cells)
            continue
        told = {title: cells[at] if at < len(cells) else "" for title, at in columns.items()}
        if unit := told["单位"]:
            if unit in lines:
                message = f"名册“{file}”第 {number} 行的单位“{unit}”前面已经有了；请删去一行，或把名称写全以便区分。"
                raise InputRefused(message)
            lines[unit] = _line(unit, told, f"名册“{file}”第 {number} 行")
    if not lines:
        what = "没有单位" if columns else "没有“单位”一列"
        message = (
            f"名册“{file}”{what}；第一行请写列名“单位、上级、类别”（上级、类别、截止可以没有），下面每行一个单位。"
        )
        raise InputRefused(message)
    return Roster(tuple(lines.values()))


def _header(cells: Sequence[str]) -> dict[str, int]:
    known = words()["roster"]
    found: dict[str, int] = {}
    for title, pattern in known.items():
        at = next((at for at, cell in enumerate(cells) if re.search(pattern, cell)), None)
        if at is not None:
            found[title] = at
    return found if "单位" in found else {}


def _line(unit: str, told: Mapping[str, str], place: str) -> RosterLine:
    written = told.get("截止", "")
    due = day(written)
    if written and due is None:
        message = f"{place}的截止日期“{written}”看不懂；请写成 2024-01-31 这样。"
        raise InputRefused(message)
    superior, kind = (told.get(title, "").translate(_PATTERN_SIGNS) for title in ("上级", "类别"))
    return RosterLine(unit, superior, kind, due)
