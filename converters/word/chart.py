"""The chart as Word's own: a drawing in the text, a chart part, and the workbook behind it that Word lets edit."""

from __future__ import annotations

from html import escape
from typing import TYPE_CHECKING

from converters.document import clean
from converters.word.chartbook import chart_book, letter
from converters.word.styles import HEI, LATIN, SONG
from converters.word.text import attribute, paragraph

if TYPE_CHECKING:
    from converters.word.chartdata import Chart, Line
    from converters.word.parts import Parts
    from workbook.report import Value

_PART, _BOOK = "word/charts/nianbao-chart.xml", "word/embeddings/nianbao-chart.xlsx"
_KEY = "rIdNianbaoChart"
_DRAWING_ID = 9001
"""Beyond the numbers of whatever pictures a template may hold."""
_OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
_CHART_TYPE = "application/vnd.openxmlformats-officedocument.drawingml.chart+xml"
_BOOK_TYPE = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
_C = "http://schemas.openxmlformats.org/drawingml/2006/chart"
_A = "http://schemas.openxmlformats.org/drawingml/2006/main"
_EMU_PER_TWIP = 635
_SHAPE = 0.52
"""Height of the drawing over its width."""
# Dark to light, so that a black-and-white print tells them apart.
_FILLS = ("1F4E79", "C55A11", "A5A5A5", "FFD966", "70AD47", "D9D9D9")


def chart_xml(chart: Chart, area: int) -> str:
    """The paragraph that shows the chart, as wide as the text: ``area`` twips."""
    width = area * _EMU_PER_TWIP
    drawing = (
        '<w:drawing><wp:inline xmlns:wp="http://schemas.openxmlformats.org/drawingml/2006/wordprocessingDrawing" '
        'distT="0" distB="0" distL="0" distR="0">'
        f'<wp:extent cx="{width}" cy="{round(width * _SHAPE)}"/>'
        f'<wp:docPr id="{_DRAWING_ID}" name="{attribute(chart.title)}" descr="{attribute(chart.described)}"/>'
        f'<a:graphic xmlns:a="{_A}"><a:graphicData uri="{_C}"><c:chart xmlns:c="{_C}" r:id="{_KEY}"/>'
        "</a:graphicData></a:graphic></wp:inline></w:drawing>"
    )
    return paragraph(f"<w:r>{drawing}</w:r>", "Chart")


def add_chart(parts: Parts, document: str, chart: Chart) -> None:
    """Add the chart part and its workbook to the document's parts."""
    parts.put(_PART, _chart_part(chart).encode(), _CHART_TYPE)
    parts.put(_BOOK, chart_book(chart), _BOOK_TYPE)
    parts.relate(document, _KEY, f"{_OFFICE}/chart", _PART)
    parts.relate(_PART, "rId1", f"{_OFFICE}/package", _BOOK)


def _chart_part(chart: Chart) -> str:
    bars = "".join(_series(chart, line, n) for n, line in enumerate(chart.lines))
    unit = f"（单位：{chart.unit}）" if chart.unit else ""
    return (
        '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'
        f'<c:chartSpace xmlns:c="{_C}" xmlns:a="{_A}" xmlns:r="{_OFFICE}">'
        '<c:date1904 val="0"/><c:lang val="zh-CN"/><c:roundedCorners val="0"/><c:chart>'
        f"<c:title><c:tx><c:rich><a:bodyPr/><a:p><a:pPr>{_face(12, HEI)}</a:pPr><a:r>"
        f'<a:rPr lang="zh-CN" sz="1200" b="0"><a:latin typeface="{HEI}"/><a:ea typeface="{HEI}"/></a:rPr>'
        f"<a:t>{_text(chart.title + unit)}</a:t></a:r></a:p></c:rich></c:tx>"
        '<c:overlay val="0"/></c:title><c:autoTitleDeleted val="0"/><c:plotArea><c:layout/>'
        '<c:barChart><c:barDir val="col"/><c:grouping val="clustered"/><c:varyColors val="0"/>'
        f'{bars}<c:gapWidth val="60"/><c:axId val="1"/><c:axId val="2"/></c:barChart>{_AXES}</c:plotArea>'
        '<c:legend><c:legendPos val="b"/><c:overlay val="0"/></c:legend><c:plotVisOnly val="1"/>'
        '<c:dispBlanksAs val="gap"/></c:chart>'
        f'{_BARE}<c:txPr><a:bodyPr/><a:p><a:pPr>{_face(9, SONG)}</a:pPr><a:endParaRPr lang="zh-CN"/></a:p></c:txPr>'
        '<c:externalData r:id="rId1"><c:autoUpdate val="0"/></c:externalData></c:chartSpace>'
    )


def _face(points: float, east: str) -> str:
    latin = east if east == HEI else LATIN
    return (
        f'<a:defRPr sz="{round(points * 100)}" b="0"><a:latin typeface="{latin}"/><a:ea typeface="{east}"/></a:defRPr>'
    )


def _series(chart: Chart, line: Line, number: int) -> str:
    column, last = letter(number + 1), len(chart.years) + 1
    name = _points([line.name])
    years = _points([f"{year}年" for year in chart.years])
    shows = "".join(
        f'<c:show{what} val="{int(what == "Val")}"/>'
        for what in ("LegendKey", "Val", "CatName", "SerName", "Percent", "BubbleSize")
    )
    fill = f'<a:solidFill><a:srgbClr val="{_FILLS[number % len(_FILLS)]}"/></a:solidFill>'
    return (
        f'<c:ser><c:idx val="{number}"/><c:order val="{number}"/>'
        f"<c:tx><c:strRef><c:f>Sheet1!${column}$1</c:f><c:strCache>{name}</c:strCache></c:strRef></c:tx>"
        f'<c:spPr>{fill}</c:spPr><c:invertIfNegative val="0"/><c:dLbls>{shows}</c:dLbls>'
        f"<c:cat><c:strRef><c:f>Sheet1!$A$2:$A${last}</c:f><c:strCache>{years}</c:strCache></c:strRef></c:cat>"
        f"<c:val><c:numRef><c:f>Sheet1!${column}$2:${column}${last}</c:f>"
        f"<c:numCache><c:formatCode>General</c:formatCode>{_points(line.values)}</c:numCache></c:numRef></c:val></c:ser>"
    )


def _points(values: tuple[Value | None, ...] | list[str]) -> str:
    points = "".join(
        f'<c:pt idx="{n}"><c:v>{_text(str(value))}</c:v></c:pt>' for n, value in enumerate(values) if value is not None
    )
    return f'<c:ptCount val="{len(values)}"/>{points}'


def _text(text: str) -> str:
    return escape(clean(text), quote=False)


_GRAY = '<c:spPr><a:ln w="6350"><a:solidFill><a:srgbClr val="BFBFBF"/></a:solidFill></a:ln></c:spPr>'
_BARE = "<c:spPr><a:ln><a:noFill/></a:ln></c:spPr>"
_TICKS = '<c:majorTickMark val="none"/><c:minorTickMark val="none"/><c:tickLblPos val="nextTo"/>'
_SCALE = '<c:scaling><c:orientation val="minMax"/></c:scaling><c:delete val="0"/>'
_NUMBERS = '<c:numFmt formatCode="General" sourceLinked="0"/>'
_AXES = (
    f'<c:catAx><c:axId val="1"/>{_SCALE}<c:axPos val="b"/>{_NUMBERS}{_TICKS}{_GRAY}'
    '<c:crossAx val="2"/><c:crosses val="autoZero"/></c:catAx>'
    f'<c:valAx><c:axId val="2"/>{_SCALE}<c:axPos val="l"/><c:majorGridlines>{_GRAY}</c:majorGridlines>'
    f'{_NUMBERS}{_TICKS}{_BARE}<c:crossAx val="1"/><c:crosses val="autoZero"/></c:valAx>'
)
