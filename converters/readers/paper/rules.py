"""Ruling lines as drawn, broken, doubled and thick, into straight ones that meet."""

from __future__ import annotations

from bisect import bisect_left
from dataclasses import dataclass, field
from itertools import groupby
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from converters.readers.paper.page import Box

# What is thicker is a shaded area, no line.
THICK = 4.0
# Lines nearer to each other than this are one, drawn twice; ends nearer than this meet. No row is that low.
NEAR = 3.0
_SHORT = 8.0
# A page with more lines than this is a drawing; its longest lines are looked at.
_MOST = 2000


@dataclass(slots=True)
class Ruling:
    """A straight line: ``at`` is its height on the page (level) or its distance from the left (upright)."""

    at: float
    start: float
    end: float


@dataclass(slots=True)
class Network:
    """Lines that hang together."""

    levels: list[Ruling] = field(default_factory=list)
    uprights: list[Ruling] = field(default_factory=list)


def level_rulings(rules: Iterable[Box]) -> list[Ruling]:
    """The level lines of a page, broken ones mended, double ones made one."""
    flat = [r for r in rules if r.bottom - r.top <= THICK]
    return _mended(Ruling((r.top + r.bottom) / 2, r.left, r.right) for r in flat)


def upright_rulings(rules: Iterable[Box]) -> list[Ruling]:
    """The upright lines of a page, broken ones mended, double ones made one."""
    thin = [r for r in rules if r.right - r.left <= THICK]
    return _mended(Ruling((r.left + r.right) / 2, r.top, r.bottom) for r in thin)


def clusters(values: Iterable[float], near: float = NEAR) -> list[float]:
    """Values with those that lie together replaced by their middle, ascending."""
    found: list[list[float]] = []
    for value in sorted(values):
        if found and value - found[-1][0] <= near:
            found[-1].append(value)
        else:
            found.append([value])
    return [sum(group) / len(group) for group in found]


def nearest(edges: list[float], value: float) -> int:
    """The index of the edge nearest to a value; ``edges`` ascends and is not empty."""
    at = bisect_left(edges, value)
    if at == len(edges) or (at and value - edges[at - 1] <= edges[at] - value):
        return at - 1
    return at


def networks(levels: list[Ruling], uprights: list[Ruling]) -> list[Network]:
    """Lines grouped by touching one another, directly or through others."""
    levels = sorted(levels, key=lambda ruling: ruling.at)
    heights = [ruling.at for ruling in levels]
    parents = list(range(len(levels) + len(uprights)))

    def root(at: int) -> int:
        while parents[at] != at:
            parents[at] = parents[parents[at]]
            at = parents[at]
        return at

    for number, upright in enumerate(uprights, len(levels)):
        first = bisect_left(heights, upright.start - NEAR)
        for at in range(first, bisect_left(heights, upright.end + NEAR)):
            if levels[at].start - NEAR <= upright.at <= levels[at].end + NEAR:
                parents[root(at)] = root(number)
    found: dict[int, Network] = {}
    for at, ruling in enumerate([*levels, *uprights]):
        network = found.setdefault(root(at), Network())
        (network.levels if at < len(levels) else network.uprights).append(ruling)
    return list(found.values())


def _mended(rulings: Iterable[Ruling]) -> list[Ruling]:
    ordered = sorted(rulings, key=lambda ruling: ruling.at)
    edges = clusters(ruling.at for ruling in ordered)
    mended: list[Ruling] = []
    for at, group in groupby(ordered, key=lambda ruling: edges[nearest(edges, ruling.at)]):
        mended += (Ruling(at, start, end) for start, end in _joined((r.start, r.end) for r in group))
    long = [ruling for ruling in mended if ruling.end - ruling.start >= _SHORT]
    return sorted(long, key=lambda ruling: ruling.start - ruling.end)[:_MOST]


def _joined(spans: Iterable[tuple[float, float]]) -> Iterator[tuple[float, float]]:
    """Spans with those that touch or nearly touch made one."""
    current: tuple[float, float] | None = None
    for start, end in sorted(spans):
        if current and start <= current[1] + NEAR:
            current = (current[0], max(current[1], end))
        else:
            if current:
                yield current
            current = (start, end)
    if current:
        yield current
