"""What one workbook holds: the year being worked on, the years before it, and the unit's explanations."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from workbook.report import AnnualReport


@dataclass(slots=True)
class BookContent:
    """``current`` fills 封面, 统计表 and 正文; ``history`` holds the older years by year, newest first when shown.

    ``explanations`` are the 说明 of the 校验 sheet, by the rule instance's name (``T301_C1``).
    """

    current: AnnualReport
    history: dict[int, AnnualReport] = field(default_factory=dict)
    explanations: dict[str, str] = field(default_factory=dict)
