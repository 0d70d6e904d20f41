"""Words for who cannot see a chart: its kind, title and series, written beside its name when a workbook is saved.

openpyxl writes the frame of a chart anew at each saving, so that nothing said there would last; what the chart itself
says does.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from lxml import etree

from workbook.drawings import OURS
from workbook.openxml import attribute, relations, within

if TYPE_CHECKING:
    from collections.abc import Iterator

    from lxml.etree import _Element

    from workbook.package import Package

_KINDS = {("bar", "clustered"): "条形图", ("bar", "stacked"): "堆积条形图", ("col", "stacked"): "堆积柱形图"}


def described(package: Package, drawings: dict[str, bytes]) -> dict[str, bytes]:
    """The drawings with an alternative text for each of our charts.

    Args:
        package: the saved workbook.
        drawings: its drawings as they are to be written, by part; those without a chart come back as they are.
    """
    return {part: _with_words(package, part, xml) for part, xml in drawings.items()}


def _with_words(package: Package, part: str, xml: bytes) -> bytes:
    charts = {identity: target for identity, kind, target in relations(package, part) if kind == "chart"}
    if not charts:
        return xml
    root = etree.fromstring(xml)
    for frame in within(root, "graphicFrame"):
        target = next((charts.get(attribute(chart, "id")) for chart in within(frame, "chart")), None)
        for properties in within(frame, "cNvPr"):
            if target and properties.get("name", "").startswith(OURS):
                properties.set("descr", _words(package.xml(target)))
    return etree.tostring(root, xml_declaration=True, encoding="UTF-8", standalone=True)


def _words(chart: _Element) -> str:
    title = "".join(_texts(next(within(chart, "title"), None), "t"))
    shape, grouping = (next((e.get("val", "") for e in within(chart, name)), "") for name in ("barDir", "grouping"))
    series = [name for one in within(chart, "ser") for name in _texts(next(within(one, "tx"), None), "v")]
    kind = _KINDS.get((shape, grouping), "柱形图")
    return f"{kind}“{title}”：{'、'.join(series)}。数见图上方的表。"


def _texts(element: _Element | None, name: str) -> Iterator[str]:
    """The texts of the elements of this name; no element has none."""
    if element is not None:
        yield from (found.text or "" for found in within(element, name))
