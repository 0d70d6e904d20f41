"""What the charts show, as ``templates/charts.toml`` has it: which figures of which editions make one line."""

from __future__ import annotations

import tomllib
from dataclasses import dataclass
from functools import cache
from typing import TYPE_CHECKING, Any, Literal

from workbook.errors import FormError
from workbook.formfile import TEMPLATES
from workbook.referencenames import referable

if TYPE_CHECKING:
    from collections.abc import Mapping

    from workbook.form import Form

ChartKind = Literal["columns", "stacked"]
CHARTS_FILE = TEMPLATES / "charts.toml"
_KEYS = {"title", "kind", "unit", "lines", "units", "note"}


@dataclass(frozen=True, slots=True)
class ChartLine:
    """One line of a chart: of the forms' ``series``, or of ``codes`` on these ``editions``, added up."""

    label: str
    series: str = ""
    codes: tuple[str, ...] = ()
    editions: tuple[str, ...] = ()

    def codes_on(self, form: Form) -> tuple[str, ...]:
        """The figures that make the line up on this form; none where it has no such line."""
        codes = self.codes if form.edition in self.editions else ()
        codes += next((one.codes for one in form.series if self.series and one.key == self.series), ())
        parts = [referable(form).get(code, ()) for code in codes]
        return tuple(code for part in parts for code in part) if all(parts) else ()


@dataclass(frozen=True, slots=True)
class Chart:
    """A chart: ``units`` says that a roll-up shows it unit by unit, too."""

    title: str
    kind: ChartKind
    unit: str
    lines: tuple[ChartLine, ...]
    units: bool = False
    note: str = ""


@cache
def charts() -> tuple[Chart, ...]:
    """Every chart, in the order of the file.

    Raises:
        FormError: a chart that is incomplete, or says something unknown.
    """
    found = tomllib.loads(CHARTS_FILE.read_text("utf-8"))
    return tuple(_chart(entry) for entry in found["charts"])


def _chart(entry: Mapping[str, Any]) -> Chart:
    title = str(entry.get("title", "?"))
    lines = tuple(_line(title, line) for line in entry.get("lines", ()))
    if set(entry) - _KEYS or not lines or entry.get("kind") not in ("columns", "stacked") or "unit" not in entry:
        message = f"{CHARTS_FILE.name}：图表“{title}”的写法不对，要有 title、kind、unit、lines，可以有 units、note。"
        raise FormError(message)
    return Chart(title, entry["kind"], entry["unit"], lines, entry.get("units", False), entry.get("note", ""))


def _line(title: str, line: Mapping[str, Any]) -> ChartLine:
    made = ChartLine(
        str(line.get("label", "")),
        line.get("series", ""),
        tuple(line.get("codes", ())),
        tuple(line.get("editions", ())),
    )
    if not made.label or bool(made.series) == bool(made.codes) or bool(made.codes) != bool(made.editions):
        message = f"{CHARTS_FILE.name}：图表“{title}”的一行要有 label，以及 series，或 codes 和 editions。"
        raise FormError(message)
    return made
