"""Figures of one unit over its years: what may stand side by side, how it changed, where a series breaks.

A figure goes on from one edition to the next where both print it under the same code and name; a series that the
forms declare goes on under other codes. What ought to equal last year's figures are the arithmetic rules of family H.
"""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal
from functools import cached_property
from typing import TYPE_CHECKING

from workbook.bridge import exact_sum
from workbook.change import Change, Track, less
from workbook.errors import InputRefused
from workbook.expression import LAST
from workbook.formfile import load_form
from workbook.history import older, rows_for
from workbook.layout import layout_of
from workbook.rules.live import live_rules
from workbook.shown import shown
from workbook.values import exact

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from workbook.content import BookContent
    from workbook.form import Form, Rule
    from workbook.report import AnnualReport, Value
    from workbook.shown import Shown

# Money is kept to ten-thousandths of 万元; rates are told to a ten-thousandth of a per cent.
_PLACES = 6


@dataclass(frozen=True, slots=True)
class Tie:
    """A figure that follows from last year's: the rule of each year that has it."""

    code: str
    label: str
    rules: Mapping[int, Rule]

    @property
    def says(self) -> str:
        """What the rule demands."""
        return next(iter(self.rules.values())).says


@dataclass(frozen=True)
class Timeline:
    """The reports of one unit by year, oldest first. Built by :func:`timeline_of`."""

    reports: Mapping[int, AnnualReport]

    @cached_property
    def years(self) -> tuple[int, ...]:
        """The years, oldest first."""
        return tuple(self.reports)

    @cached_property
    def forms(self) -> dict[int, Form]:
        """The edition of each year."""
        return {year: load_form(report.form) for year, report in self.reports.items()}

    @cached_property
    def editions(self) -> tuple[Form, ...]:
        """The editions, the newest year's first."""
        return tuple(dict.fromkeys(reversed(self.forms.values())))

    @property
    def unit(self) -> str:
        """The unit's name in its newest report that has one."""
        return next((report.unit for report in reversed(list(self.reports.values())) if report.unit), "")

    def base(self, year: int) -> int | None:
        """The year that ``year`` is compared with: the one before it in the book."""
        return max((other for other in self.years if other < year), default=None)

    @cached_property
    def tracks(self) -> tuple[Track, ...]:
        """Series first, then every figure of every edition, each once."""
        return (*self._series(), *self._figures())

    def _series(self) -> Iterator[Track]:
        known = {one.key: one for form in reversed(self.editions) for one in form.series}
        for key, one in known.items():
            codes = {year: _codes_of(form, key) for year, form in self.forms.items()}
            if any(codes.values()):
                yield Track(key, one.label, one.unit, "主要指标（各版式可比）", codes, note=_bridged(codes))

    def _figures(self) -> Iterator[Track]:
        block = ""
        members = {code: one.label for form in self.editions for one in form.series for code in one.codes}
        for row in rows_for(self.editions):
            if row.item is None:
                # The fields of the report come first and have no figures.
                block = row.label
                continue
            codes = {
                year: (row.code,) if form.describe(row.code) == row.label and row.code in form.items else ()
                for year, form in self.forms.items()
            }
            broken = row.code in members and not all(codes.values())
            note = f"跨版式的比较见“{members[row.code]}”" if broken else ""
            yield Track(row.code, row.label, row.unit, block, codes, row.item.kind, note)

    @cached_property
    def track_of(self) -> dict[tuple[int, str], Track]:
        """The track of a figure, by year and code."""
        return {
            (year, track.key): track
            for track in self.tracks
            for year in track.years
            if (track.key,) == track.codes[year]
        }

    @cached_property
    def ties(self) -> tuple[Tie, ...]:
        """What follows from last year's report in any of the years."""
        found: dict[tuple[str, str, str], dict[int, Rule]] = {}
        for year, form in self.forms.items():
            for rule in live_rules(form):
                if _is_tie(rule) and self._has_figures(year, rule):
                    found.setdefault((rule.code, rule.key, form.describe(rule.target)), {})[year] = rule
        return tuple(Tie(code, label, rules) for (code, _, label), rules in found.items())

    def _has_figures(self, year: int, rule: Rule) -> bool:
        """Whether both years' editions have what the rule looks at, last year's under the same name."""
        mine = [(year, code) for code in rule.codes if not code.startswith(LAST)]
        form, last = self.forms[year], self.forms.get(year - 1)
        others = [(year - 1, code.removeprefix(LAST)) for code in rule.codes if code.startswith(LAST)]
        known = all(place in self.track_of for place in (*mine, *others))
        return known and last is not None and all(last.describe(code) == form.describe(code) for _, code in others)

    def number(self, year: int, code: str) -> Value | None:
        """A figure's number; None for a blank, a stroke, a text and a figure that is not there."""
        figure = self.reports[year].figures.get(code)
        return figure.value if figure else None

    def value(self, track: Track, year: int) -> Shown:
        """What a cell shows for the quantity: of several figures their sum where every one is a number."""
        codes = track.codes[year]
        figure = self.reports[year].figures.get(codes[0]) if len(codes) == 1 else None
        if figure is not None:
            return shown(figure)
        values = [value for code in codes if (value := self.number(year, code)) is not None]
        return exact_sum(values) if values and len(values) == len(codes) else None

    def change(self, track: Track, year: int) -> tuple[Value | None, Decimal | None]:
        """The change against the year before in the book, and its rate; None where either has no number."""
        base = self.base(year)
        now, before = self.value(track, year), None if base is None else self.value(track, base)
        if isinstance(now, str) or isinstance(before, str) or now is None or before is None:
            return None, None
        change = less(now, before)
        # Of a number that may be negative, as 本年增/减, a share says nothing.
        known = before != 0 and track.kind != "signed"
        return change, round(Decimal(change) / abs(Decimal(before)), _PLACES) if known else None

    def expected(self, tie: Tie, year: int) -> Value | None:
        """What a tied figure ought to be; None where a number is missing."""
        rule = tie.rules.get(year)
        if rule is None:
            return None
        values = {code: self._number_of(year, code) for code in rule.check.right.named}
        numbers = {code: Decimal(value) for code, value in values.items() if value is not None}
        return exact(rule.check.right.evaluate(numbers)) if len(numbers) == len(values) else None

    def _number_of(self, year: int, code: str) -> Value | None:
        return self.number(year - 1, code.removeprefix(LAST)) if code.startswith(LAST) else self.number(year, code)

    def broken(self, track: Track, year: int) -> str:
        """In words, that the series begins or ends with this year because the edition changed."""
        at, years = self.years.index(year), track.years
        words = []
        if year == years[0] and at:
            words.append(f"自{year}年起版式改变，此前无此项")
        if year == years[-1] and year != self.years[-1]:
            words.append(f"自{self.years[at + 1]}年起版式改变，此后无此项")
        return "；".join(words)

    def remark(self, track: Track) -> str:
        """All that is to be said beside the quantity: breaks, other codes, numbers that are only about right."""
        years = track.years
        breaks = [self.broken(track, year) for year in dict.fromkeys((years[0], years[-1]))]
        gaps = [year for year in self.years if years[0] < year < years[-1] and year not in years]
        gap = f"{'、'.join(map(str, gaps))}年的版式无此项" if gaps else ""
        about = [year for year in years if any(self._is_about(year, code) for code in track.codes[year])]
        rough = f"{'、'.join(map(str, about))}年为约数" if about else ""
        return "；".join(filter(None, (*breaks, gap, track.note, rough)))

    def _is_about(self, year: int, code: str) -> bool:
        figure = self.reports[year].figures.get(code)
        return figure is not None and figure.approximate

    def changes(self) -> Iterator[Change]:
        """Every quantity in every year whose edition has it."""
        due = {(year, rule.target): tie for tie in self.ties for year, rule in tie.rules.items()}
        for track in self.tracks:
            for year in track.years:
                tie = due.get((year, track.key))
                yield Change(
                    track,
                    year,
                    self.forms[year].edition,
                    self.value(track, year),
                    self.base(year),
                    *self.change(track, year),
                    self.broken(track, year),
                    self.expected(tie, year) if tie else None,
                )


def timeline_of(content: BookContent) -> Timeline:
    """The years of a workbook.

    Raises:
        InputRefused: the current report has no year, or its year is among the older ones.
    """
    if content.current.year is None:
        message = "工作簿没有填报告年度，排不出先后；请在“封面”填上年度后再试。"
        raise InputRefused(message)
    return Timeline(dict(sorted((*older(content), (content.current.year, content.current)))))


def _codes_of(form: Form, key: str) -> tuple[str, ...]:
    """The figures that make a series up on this form; none where it has no such series, or no cells for it."""
    codes = next((one.codes for one in form.series if one.key == key), ())
    return codes if all(code in layout_of(form).figures for code in codes) else ()


def _is_tie(rule: Rule) -> bool:
    check = rule.check
    return check.op == "=" and check.left.op == "code" and check.needs_last and check.when is None


def _bridged(codes: Mapping[int, Sequence[str]]) -> str:
    """Which figures a series is made of, where that is not the same in every year."""
    spans: list[tuple[int, int, Sequence[str]]] = []
    for year, mine in codes.items():
        if spans and spans[-1][2] == mine:
            spans[-1] = (spans[-1][0], year, mine)
        else:
            spans.append((year, year, mine))
    known = [span for span in spans if span[2]]
    if len(known) == 1 and len(known[0][2]) == 1:
        return ""
    told = [f"{_span(first, last)}取 {' + '.join(mine)}" for first, last, mine in known]
    return "；".join(told) + ("，含义相同" if len(known) > 1 else "")


def _span(first: int, last: int) -> str:
    return f"{first}年" if first == last else f"{first}—{last}年"
