"""What recognition works out: figures with their evidence, what was used up, and what found no place."""

from __future__ import annotations

from dataclasses import dataclass, field

from workbook.report import Evidence, Figure, Unplaced
from workbook.values import read_cell

TYPE_CHECKING = False
if TYPE_CHECKING:
    from workbook.form import Item


@dataclass(slots=True)
class Reading:
    """Figures by code; ``used`` lines (of a text) and table rows (table number, row) belong to a table."""

    figures: dict[str, Figure] = field(default_factory=dict)
    unplaced: list[Unplaced] = field(default_factory=list)
    notes: list[str] = field(default_factory=list)
    used: set[tuple[int, int]] = field(default_factory=set)

    def put(self, item: Item, text: str, evidence: Evidence) -> None:
        """Keep a cell as the figure of ``item``; the first reading of a figure stays, a second is listed."""
        printed = read_cell(text, item.unit)
        if item.kind == "heading" and printed.state == "blank":
            return
        shown = text.strip()
        figure = Figure(
            item.code,
            printed.state,
            printed.value,
            shown,
            approximate=printed.approximate,
            measure=printed.measure or item.unit,
            evidence=evidence,
            note=printed.note,
        )
        known = self.figures.get(item.code)
        if known is None or known.state == "blank":
            self.figures[item.code] = figure
        elif not figure.same_as(known) and printed.state != "blank":
            self.unplaced.append(Unplaced(f"{item.name}：{shown}", evidence))
