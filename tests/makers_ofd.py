"""OFD files built part by part: pages of pieces and rules as any program might write them, and odd ones."""

from __future__ import annotations

from dataclasses import dataclass, field
from itertools import groupby, pairwise
from typing import TYPE_CHECKING
from xml.sax.saxutils import escape

from workbook.package import rezip

if TYPE_CHECKING:
    from converters.readers.paper.page import Box, Page, Piece

NEW_SPACE, OLD_SPACE = "http://www.ofdspec.org/2016", "http://www.ofdspec.org"
MILLIMETRE = 25.4 / 72
ABOVE = 0.88


@dataclass(slots=True)
class Style:
    """How a file is written: one object for each letter or line, in layers, in composite units, on a template."""

    space: str = NEW_SPACE
    by_line: bool = True
    runs: bool = True
    composite: bool = False
    template: bool = False
    slashes: str = "/"
    wrong_case: bool = False
    filled_rules: bool = False
    extras: dict[str, bytes] = field(default_factory=dict)


def ofd(pages: list[Page], style: Style | None = None, pictures: dict[int, bytes] | None = None) -> bytes:
    """An OFD file of these pages; ``pictures`` fill whole pages, by the page's number."""
    style = style or Style()
    parts = {"OFD.xml": _entry(style), "Doc_0/Document.xml": _document(pages, style)}
    units: list[str] = []
    media: list[str] = []
    for page in pages:
        letters, lines, below = _texts(page, style), _rules(page, style), ""
        if image := (pictures or {}).get(page.number):
            parts[f"Doc_0/Res/page{page.number}.png"] = image
            media.append(_medium(page))
            letters += _image(page)
        if style.composite:
            units.append(_unit(page, letters))
            place = 'Boundary="10 20 210 297" CTM="1 0 0 1 -10 -20"'
            letters = f'<ofd:CompositeObject ID="6" {place} ResourceID="7{page.number:03}"/>'
        if style.template:
            parts[f"Doc_0/Tpls/Tpl_{page.number}/Content.xml"] = _content(lines, "", style)
            below, lines = f'<ofd:Template TemplateID="8{page.number:03}" ZOrder="Background"/>', ""
        area = f"<ofd:Area><ofd:PhysicalBox>0 0 {_size(page)}</ofd:PhysicalBox></ofd:Area>"
        parts[f"Doc_0/Pages/Page_{page.number}/Content.xml"] = _content(letters + lines, below + area, style)
    parts["Doc_0/DocumentRes.xml"] = (
        f'<ofd:Res xmlns:ofd="{style.space}" BaseLoc="Res"><ofd:MultiMedias>{"".join(media)}</ofd:MultiMedias>'
        f"<ofd:CompositeGraphicUnits>{''.join(units)}</ofd:CompositeGraphicUnits></ofd:Res>"
    ).encode()
    return rezip(parts | style.extras)


def _size(page: Page) -> str:
    return f"{page.width * MILLIMETRE} {page.height * MILLIMETRE}"


def _medium(page: Page) -> str:
    file = f"<ofd:MediaFile>page{page.number}.png</ofd:MediaFile>"
    return f'<ofd:MultiMedia ID="9{page.number:03}" Type="Image">{file}</ofd:MultiMedia>'


def _image(page: Page) -> str:
    ctm = f"{page.width * MILLIMETRE} 0 0 {page.height * MILLIMETRE} 0 0"
    return f'<ofd:ImageObject ID="5" Boundary="0 0 {_size(page)}" CTM="{ctm}" ResourceID="9{page.number:03}"/>'


def _unit(page: Page, objects: str) -> str:
    content = f"<ofd:Content><ofd:PageBlock>{objects}</ofd:PageBlock></ofd:Content>"
    size = 'Width="210" Height="297"'
    return f'<ofd:CompositeGraphicUnit ID="7{page.number:03}" {size}>{content}</ofd:CompositeGraphicUnit>'


def _entry(style: Style) -> bytes:
    root = f"Doc_0{style.slashes}Document.xml"
    body = f"<ofd:DocBody><ofd:DocRoot>{root.upper() if style.wrong_case else root}</ofd:DocRoot></ofd:DocBody>"
    return f'<ofd:OFD xmlns:ofd="{style.space}" Version="1.0" DocType="OFD">{body}</ofd:OFD>'.encode()


def _document(pages: list[Page], style: Style) -> bytes:
    slash = style.slashes
    templates = "".join(
        f'<ofd:TemplatePage ID="8{page.number:03}" BaseLoc="Tpls{slash}Tpl_{page.number}{slash}Content.xml"/>'
        for page in pages
        if style.template
    )
    entries = "".join(
        f'<ofd:Page ID="{page.number}" BaseLoc="Pages{slash}Page_{page.number}{slash}Content.xml"/>' for page in pages
    )
    area = "<ofd:PageArea><ofd:PhysicalBox>0 0 210 297</ofd:PhysicalBox></ofd:PageArea>"
    common = f"{area}<ofd:DocumentRes>DocumentRes.xml</ofd:DocumentRes>{templates}"
    return (
        f'<ofd:Document xmlns:ofd="{style.space}"><ofd:CommonData>{common}</ofd:CommonData>'
        f"<ofd:Pages>{entries}</ofd:Pages></ofd:Document>"
    ).encode()


def _content(objects: str, before: str, style: Style) -> bytes:
    return (
        f'<ofd:Page xmlns:ofd="{style.space}">{before}<ofd:Content><ofd:Layer ID="1">{objects}</ofd:Layer>'
        "</ofd:Content></ofd:Page>"
    ).encode()


def _texts(page: Page, style: Style) -> str:
    """Text objects; letters of one baseline that stand close together share one where lines are wanted."""
    ordered = sorted(page.pieces, key=lambda piece: (round(_baseline(piece), 1), piece.box.left))
    groups: list[list[Piece]] = []
    for piece in ordered:
        last = groups[-1][-1] if groups else None
        near = (
            last
            and abs(_baseline(last) - _baseline(piece)) < 0.2
            and 0 <= piece.box.left - last.box.left < 3 * piece.size
        )
        if style.by_line and last and near and last.size == piece.size:
            groups[-1].append(piece)
        else:
            groups.append([piece])
    return "".join(_text(group, style) for group in groups)


def _baseline(piece: Piece) -> float:
    return piece.box.top + ABOVE * (piece.box.bottom - piece.box.top)


def _text(group: list[Piece], style: Style) -> str:
    first = group[0]
    height = first.box.bottom - first.box.top
    left, top, size = (value * MILLIMETRE for value in (first.box.left, first.box.top, height))
    steps = [f"{(b.box.left - a.box.left) * MILLIMETRE:.3f}" for a, b in pairwise(group)]
    if style.runs:
        runs = [(value, len(list(same))) for value, same in groupby(steps)]
        steps = [f"g {count} {value}" if count > 1 else value for value, count in runs]
    boundary = f"{left:.3f} {top:.3f} {(group[-1].box.right - first.box.left) * MILLIMETRE:.3f} {size:.3f}"
    text = escape("".join(piece.text for piece in group))
    delta = f' DeltaX="{" ".join(steps)}"' if steps else ""
    code = f'<ofd:TextCode X="0" Y="{ABOVE * size:.3f}"{delta}>{text}</ofd:TextCode>'
    return f'<ofd:TextObject ID="2" Boundary="{boundary}" Font="3" Size="{size:.3f}">{code}</ofd:TextObject>'


def _rules(page: Page, style: Style) -> str:
    return "".join(_rule(rule, style) for rule in page.rules)


def _rule(rule: Box, style: Style) -> str:
    left, top, right, bottom = (value * MILLIMETRE for value in rule)
    width, height = right - left, bottom - top
    if style.filled_rules:
        data, marks = (
            f"M 0 0 L {width:.3f} 0 L {width:.3f} {height:.3f} L 0 {height:.3f} C",
            'Stroke="false" Fill="true"',
        )
    elif width > height:
        data, marks = f"S 0 {height / 2:.3f} L {width:.3f} {height / 2:.3f}", 'LineWidth="0.2"'
    else:
        data, marks = f"M {width / 2:.3f} 0 L {width / 2:.3f} {height:.3f}", 'LineWidth="0.2"'
    boundary = f"{left:.3f} {top:.3f} {width:.3f} {height:.3f}"
    return (
        f'<ofd:PathObject ID="4" Boundary="{boundary}" {marks}>'
        f"<ofd:AbbreviatedData>{data}</ofd:AbbreviatedData></ofd:PathObject>"
    )
