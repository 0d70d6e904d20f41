"""What recognition works out: figures with their evidence, what was used up, and what found no place."""

from __future__ import annotations

from dataclasses import dataclass, field, replace

from workbook.report import Evidence, Figure, Unplaced
from workbook.values import read_cell

TYPE_CHECKING = False
if TYPE_CHECKING:
    from converters.document import Document
    from workbook.form import Item
    from workbook.report import AnnualReport


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


def keep_scores(report: AnnualReport, document: Document) -> None:
    """Give the figures that were read in the text of a scan the score of their paragraph; cells have theirs already."""
    lines: dict[tuple[int | None, int | None], float] = {}
    pages: dict[int | None, float] = {}
    for paragraph in document.paragraphs:
        if paragraph.score is not None:
            page, line = paragraph.place.page, paragraph.place.line
            lines[page, line] = min(paragraph.score, lines.get((page, line), 1))
            pages[page] = min(paragraph.score, pages.get(page, 1))

    def scored(evidence: Evidence) -> Evidence:
        # A line joined out of several paragraphs is as sure as the least sure one of its page.
        score = lines.get((evidence.page, evidence.line), pages.get(evidence.page))
        return evidence if evidence.score is not None or score is None else replace(evidence, score=score)

    if not pages:
        return
    for code, figure in report.figures.items():
        if figure.value is not None:
            report.figures[code] = replace(figure, evidence=scored(figure.evidence))
    report.stated = [replace(figure, evidence=scored(figure.evidence)) for figure in report.stated]
    report.other_figures = [replace(other, evidence=scored(other.evidence)) for other in report.other_figures]
