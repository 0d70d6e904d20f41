"""How much of a text stands in another: both cut into overlapping stretches of characters, then counted.

Digits and punctuation are left out, so that a text copied with new figures is still the same. Exact comparison of
long texts (difflib) takes quadratic time; this takes linear.
"""

from __future__ import annotations

import re
import unicodedata
import zlib
from collections import Counter
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from workbook.report import AnnualReport, Value

# Long enough that set phrases of the trade are no copies, short enough to survive an edited word.
WIDTH = 12
# Of the stretches of a text the memory keeps one in so many, the same ones in every text.
KEEP_ONE_OF = 8
# A stretch found in more reports than this is quoted law, not a copy.
COMMON = 20
# Two small offices may well have the same few figures; with this many above 0 one table is the other's.
TELLING = 12


def narrative(report: AnnualReport) -> str:
    """The Chinese characters of a report's text, headings left out."""
    words = "".join((*report.preface, *(text for section in report.sections for text in section.paragraphs)))
    return "".join(re.findall(r"[\u4e00-\u9fff]+", unicodedata.normalize("NFKC", words)))


def stretches(text: str) -> list[str]:
    """Every stretch of :data:`WIDTH` characters, in order."""
    return [text[at : at + WIDTH] for at in range(len(text) - WIDTH + 1)]


def share(text: str, other: str) -> tuple[float, str]:
    """How much of ``text`` stands in ``other``, from 0 to 1, and the first stretch that does."""
    mine, theirs = stretches(text), set(stretches(other))
    same = [stretch for stretch in mine if stretch in theirs]
    return (len(same) / len(mine), same[0]) if same else (0.0, "")


@dataclass
class Library:
    """The texts of reports seen in one call, so that each new one can be compared with all of them in linear time."""

    names: list[tuple[str, str]] = field(default_factory=list)
    years: dict[tuple[str, int], str] = field(default_factory=dict)
    tables: dict[frozenset[tuple[str, Value]], tuple[str, str]] = field(default_factory=dict)
    found_in: dict[int, list[int]] = field(default_factory=dict)

    def add(self, report: AnnualReport, name: str) -> None:
        """Remember a report; ``name`` is what to call it."""
        self.names.append((report.unit, name))
        if report.unit and report.year:
            self.years.setdefault((report.unit, report.year), name)
        if table := self._table(report):
            self.tables.setdefault(table, (report.unit, name))
        for mark in set(self._marks(narrative(report))):
            holders = self.found_in.setdefault(mark, [])
            if len(holders) <= COMMON:
                holders.append(len(self.names) - 1)

    def same_year(self, report: AnnualReport) -> str:
        """The name of a report of the same unit for the same year, empty when there was none."""
        return self.years.get((report.unit, report.year), "") if report.unit and report.year else ""

    def same_table(self, report: AnnualReport) -> str:
        """Another unit's report that gives every figure alike, empty when there was none."""
        unit, name = self.tables.get(self._table(report), (report.unit, ""))
        return f"“{unit or name}”的报告（{name}）" if unit != report.unit else ""

    def _table(self, report: AnnualReport) -> frozenset[tuple[str, Value]]:
        """What tells a table from others; too few figures above 0 tell nothing."""
        numbers = frozenset(report.reported().items())
        return numbers if sum(1 for _, value in numbers if value) >= TELLING else frozenset()

    def nearest(self, report: AnnualReport) -> tuple[float, str]:
        """The largest share of the report's text that another unit's holds, about, and that one's name."""
        marks = self._marks(narrative(report))
        count = Counter(
            holder
            for mark in marks
            if len(holders := self.found_in.get(mark, [])) <= COMMON
            for holder in holders
            if self.names[holder][0] != report.unit
        )
        if not count:
            return 0.0, ""
        holder, same = min(count.items(), key=lambda entry: (-entry[1], entry[0]))
        unit, name = self.names[holder]
        return same / len(marks), f"“{unit or name}”的报告（{name}）"

    def _marks(self, text: str) -> list[int]:
        codes = (zlib.crc32(stretch.encode()) for stretch in stretches(text))
        return [code for code in codes if code % KEEP_ONE_OF == 0]
