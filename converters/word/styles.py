"""The report's styles: typefaces, sizes, indents and line pitch of GB/T 9704-2012, one row for each style.

They stand in the template, where an office may change them; a template that lacks one gets it from here.
"""

from __future__ import annotations

from dataclasses import dataclass

from converters.word.text import indent

SONG, HEI, KAI, FANGSONG, TITLE = "宋体", "黑体", "楷体_GB2312", "仿宋_GB2312", "方正小标宋简体"
LATIN = "Times New Roman"
# What stands in where a typeface is not installed: newer systems have 仿宋 and 楷体 under these names.
_INSTEAD = {FANGSONG: "仿宋", KAI: "楷体", TITLE: "小标宋", HEI: "SimHei", SONG: "SimSun"}
BODY_SIZE = 16.0
LINE_PITCH = 28.95
"""Points; 22 lines in the type area's 225 mm are 28.99 (clause 5.2.3), rounded down so that all 22 stay on the page."""

_HANGING = "<w:overflowPunct/>"
"""What Word does anyway: a mark may hang beyond the margin. LibreOffice reads the switch the other way round.

Said outright it keeps every mark of a PDF within the type area.
"""
_UNSPACED = '<w:autoSpaceDE w:val="0"/><w:autoSpaceDN w:val="0"/>'
_NARROWER = '<w:w w:val="98"/>'
"""28 characters of 16 pt must go into 156 mm, which hold 27.6 (clause 5.2.3).

Characters 2 % narrower, not closer: where closer ones are justified LibreOffice loses marks at line ends.
"""


@dataclass(frozen=True, slots=True)
class Style:
    """A paragraph style; ``pitch`` is the exact line spacing in points, 0 for single spacing off the page's grid.

    ``latin`` is the typeface of letters and digits; in a heavy Chinese title they would look pale in a text face.
    ``spaced`` leaves Word its small gap between digits and characters; a date that is placed by its width has none.
    """

    key: str
    name: str
    font: str = FANGSONG
    size: float = BODY_SIZE
    latin: str = LATIN
    align: str = "left"
    first_line: float = 0
    pitch: float = LINE_PITCH
    outline: int | None = None
    keep: bool = False
    page_before: bool = False
    tabs: tuple[int, ...] = ()
    frame: str = ""
    spaced: bool = True


STYLES = (
    Style("Title", "Title", TITLE, 22, TITLE, "center", pitch=33),
    Style("Heading1", "heading 1", HEI, latin=HEI, first_line=2, outline=0, keep=True),
    Style("Heading2", "heading 2", KAI, first_line=2, outline=1, keep=True),
    Style("Level3", "三级标题", align="both", first_line=2, keep=True),
    Style("Level4", "四级标题", align="both", first_line=2),
    Style("ReportBody", "公文正文", align="both", first_line=2),
    Style("SignedBy", "落款", align="right", spaced=False),
    Style("Attachment", "附件标志", HEI, latin=HEI, keep=True, page_before=True),
    Style("AttachmentTitle", "附件标题", TITLE, 22, TITLE, "center", pitch=33, keep=True),
    Style("Year", "表年度", align="center", keep=True),
    Style("Unit", "填报单位", size=12, pitch=24, keep=True),
    Style("Persons", "填报人员", size=12, pitch=24, tabs=(3402, 6123)),
    Style("TableText", "表格文字", SONG, 10.5, align="center", pitch=0),
    Style("TableSmall", "表格小字", SONG, 9, align="center", pitch=0),
    Style("AfterTable", "表后空行", pitch=14),
    Style("Chart", "图表", align="center", pitch=0),
    Style("TemplateNote", "模板说明", KAI, 10.5, pitch=0, frame="7F7F7F"),
    Style("Odd", "单页码", SONG, 14, SONG, "right", pitch=0),
    Style("Even", "双页码", SONG, 14, SONG, "left", pitch=0),
)

CLAUSE_LOOK = '<w:rStyle w:val="Clause"/>'
"""The look of a heading sentence that runs on into its paragraph."""
HEAD_LOOK = '<w:rStyle w:val="TableHead"/>'
"""The look of a table's headers and dividing rows."""
NOTE_STYLE = "模板说明"
"""Paragraphs of this style explain a template to its user and are left out of the report."""


def fonts(east: str, latin: str = LATIN) -> str:
    """The typefaces of a run or a style; Chinese text asks for ``w:eastAsia``, not for ``w:ascii``."""
    return f'<w:rFonts w:ascii="{latin}" w:hAnsi="{latin}" w:eastAsia="{east}" w:cs="{latin}"/>'


def size(points: float) -> str:
    """The size of a run in half points."""
    return f'<w:sz w:val="{round(points * 2)}"/><w:szCs w:val="{round(points * 2)}"/>'


def definitions() -> dict[str, str]:
    """The markup of every style a report uses, by the style's name as Word shows it."""
    found = {style.name: _style(style) for style in STYLES}
    for key, name, face in (("Clause", "二级标题句", KAI), ("TableHead", "表格标题", HEI)):
        found[name] = (
            f'<w:style w:type="character" w:customStyle="1" w:styleId="{key}"><w:name w:val="{name}"/><w:qFormat/>'
            f"<w:rPr>{fonts(face)}</w:rPr></w:style>"
        )
    return found | {"Table Grid": _GRID}


def styles_xml(namespaces: str) -> str:
    """The whole ``w:styles`` part of our own template."""
    defaults = f'{fonts(FANGSONG)}{size(BODY_SIZE)}<w:lang w:val="en-US" w:eastAsia="zh-CN" w:bidi="ar-SA"/>'
    return (
        f"<w:styles {namespaces}>"
        f"<w:docDefaults><w:rPrDefault><w:rPr>{defaults}</w:rPr></w:rPrDefault><w:pPrDefault/></w:docDefaults>"
        f'<w:style w:type="paragraph" w:default="1" w:styleId="Normal"><w:name w:val="Normal"/><w:qFormat/>'
        f"<w:rPr>{fonts(FANGSONG)}{size(BODY_SIZE)}</w:rPr></w:style>"
        f'<w:style w:type="character" w:default="1" w:styleId="Letters"><w:name w:val="Default Paragraph Font"/>'
        f"<w:semiHidden/></w:style>"
        '<w:style w:type="table" w:default="1" w:styleId="PlainTable"><w:name w:val="Normal Table"/><w:semiHidden/>'
        '<w:tblPr><w:tblInd w:w="0" w:type="dxa"/></w:tblPr></w:style>'
        f"{''.join(definitions().values())}</w:styles>"
    )


def fonts_xml(namespaces: str) -> str:
    """The ``w:fonts`` part: every typeface asked for, with what may stand in for it; none is embedded."""
    chinese = "".join(
        f'<w:font w:name="{face}"><w:altName w:val="{other}"/><w:charset w:val="86"/>'
        f'<w:family w:val="auto"/><w:pitch w:val="variable"/></w:font>'
        for face, other in _INSTEAD.items()
    )
    latin = f'<w:font w:name="{LATIN}"><w:charset w:val="00"/><w:family w:val="roman"/><w:pitch w:val="variable"/>'
    return f"<w:fonts {namespaces}>{chinese}{latin}</w:font></w:fonts>"


def _style(style: Style) -> str:
    custom = "" if style.name.isascii() else ' w:customStyle="1"'
    flags = "<w:keepNext/>" * style.keep + "<w:pageBreakBefore/>" * style.page_before + '<w:widowControl w:val="0"/>'
    tabs = "".join(f'<w:tab w:val="left" w:pos="{place}"/>' for place in style.tabs)
    narrower = _NARROWER if style.size == BODY_SIZE else ""
    outline = "" if style.outline is None else f'<w:outlineLvl w:val="{style.outline}"/>'
    color = f'<w:color w:val="{style.frame}"/>' if style.frame else ""
    return (
        f'<w:style w:type="paragraph"{custom} w:styleId="{style.key}"><w:name w:val="{style.name}"/>'
        f"<w:qFormat/>"
        f"<w:pPr>{flags}{_frame(style)}{f'<w:tabs>{tabs}</w:tabs>' if tabs else ''}"
        f"{_HANGING * (style.align == 'both')}{_UNSPACED * (not style.spaced)}"
        f"{_pitch(style)}"
        f"{indent('firstLine', style.first_line, style.size) if style.first_line else ''}"
        f'<w:jc w:val="{style.align}"/>{outline}</w:pPr>'
        f"<w:rPr>{fonts(style.font, style.latin)}{color}{narrower}{size(style.size)}</w:rPr>"
        f"</w:style>"
    )


def _frame(style: Style) -> str:
    sides = ("top", "left", "bottom", "right")
    lines = "".join(f'<w:{side} w:val="dashed" w:sz="4" w:space="4" w:color="{style.frame}"/>' for side in sides)
    return f"<w:pBdr>{lines}</w:pBdr>" if style.frame else ""


def _pitch(style: Style) -> str:
    off_grid = "" if style.pitch == LINE_PITCH else '<w:snapToGrid w:val="0"/>'
    if style.pitch:
        return f'{off_grid}<w:spacing w:before="0" w:after="0" w:line="{round(style.pitch * 20)}" w:lineRule="exact"/>'
    return f'{off_grid}<w:spacing w:before="10" w:after="10" w:line="240" w:lineRule="auto"/>'


_BORDERS = "".join(
    f'<w:{side} w:val="single" w:sz="4" w:space="0" w:color="auto"/>'
    for side in ("top", "left", "bottom", "right", "insideH", "insideV")
)
_GRID = (
    '<w:style w:type="table" w:styleId="GridTable"><w:name w:val="Table Grid"/>'
    f"<w:tblPr><w:tblBorders>{_BORDERS}</w:tblBorders></w:tblPr></w:style>"
)
