"""What one workbook holds: the year being worked on, the years before it, and the unit's explanations."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from workbook.report import AnnualReport
    from workbook.rollup.parts import Part


@dataclass(slots=True)
class BookContent:
    """``current`` fills 封面, 统计表 and 正文; ``history`` holds the older years by year, newest first when shown.

    ``explanations`` are the 说明 of the 校验 sheet, by the rule instance's name (``T301_C1``). ``drafts`` are the
    paragraphs of the current year that nobody has changed yet, by their words, with what they are: 草稿 or 上年稿.
    ``places`` are the cells of its paragraphs, by the section's place (-1 the opening) and the paragraph's in it.
    ``units`` are those whose figures ``current`` is the sum of, as a roll-up's 汇总 lists them.
    """

    current: AnnualReport
    history: dict[int, AnnualReport] = field(default_factory=dict)
    explanations: dict[str, str] = field(default_factory=dict)
    drafts: dict[str, str] = field(default_factory=dict)
    places: dict[tuple[int, int], str] = field(default_factory=dict, compare=False)
    units: tuple[Part, ...] = ()

    @property
    def reports(self) -> list[AnnualReport]:
        """The current year's report, then the older ones."""
        return [self.current, *self.history.values()]
