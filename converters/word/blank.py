"""Our own template of the Word report, laid out as GB/T 9704-2012 asks: ``python -m converters.word.blank``.

The file made here stands in ``templates/`` and is what an office starts from when it wants another look.
"""

from __future__ import annotations

from converters.word.places import NEEDED_WORDS
from converters.word.styles import LINE_PITCH, fonts_xml, styles_xml
from converters.word.template import STORED
from converters.word.text import NAMESPACES, TWIPS_PER_MM, indent, paragraph, run
from workbook.package import rezip

# Millimetres of clause 5.2.1; the page number's dash stands 7 mm below the type area, its line is 5 mm high (7.5).
_TOP, _RIGHT, _BOTTOM, _LEFT = 37, 26, 35, 28
_FOOTER = _BOTTOM - 7 - 5
_NUMBER_SIZE = 14.0

_NOTES = (
    "本模板由 nianbao 填写。带“模板说明”样式的段落（就是这几段）只给编辑模板的人看，不会进报告。",
    "双花括号是填入内容的位置。单独成段的位置可以整段挪动，它们的次序就是报告的次序：前言、第一部分、图表、正文、落款、附件。",
    "第一部分、第二部分、第三部分等都可以单独放；没有单独放的各部分在“正文”的位置。统计表跟着它所在的部分或附件走。",
    "可以写在文字中间（页眉页脚里也可以）的位置：标题、单位、年度、日期，以及落款各项的名称，如填报人、联系电话。",
    f"报告里有内容的位置不能少：{'、'.join(NEEDED_WORDS)}；图表可以删去。",
    "要改字体、字号、行距，请修改样式：标题、标题 1、标题 2、三级标题、公文正文、表格文字等；页边距、页码照常修改。",
    "用法：nianbao report 年报.xlsx --template 本文件",
)
_BODY = (
    ("Title", "标题"),
    ("ReportBody", ""),
    ("ReportBody", "前言"),
    ("ReportBody", "第一部分"),
    ("Chart", "图表"),
    ("ReportBody", "正文"),
    ("ReportBody", "落款"),
    ("ReportBody", "附件"),
)
# doNotExpandShiftReturn: a line ended by hand is not stretched to the right edge.
_SETTINGS = f"""<w:settings {NAMESPACES}><w:zoom w:percent="100"/><w:defaultTabStop w:val="640"/><w:evenAndOddHeaders/>
<w:characterSpacingControl w:val="compressPunctuation"/>
<w:compat><w:doNotExpandShiftReturn/><w:useFELayout/>
<w:compatSetting w:name="compatibilityMode" w:uri="http://schemas.microsoft.com/office/word" w:val="15"/></w:compat>
<w:themeFontLang w:val="en-US" w:eastAsia="zh-CN"/></w:settings>"""

_OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
_WORD = "application/vnd.openxmlformats-officedocument.wordprocessingml"
# Name of the part, last word of its relationship type, its content type without the common beginning.
_PARTS = (
    ("styles.xml", "styles", "styles"),
    ("settings.xml", "settings", "settings"),
    ("fontTable.xml", "fontTable", "fontTable"),
    ("footer1.xml", "footer", "footer"),
    ("footer2.xml", "footer", "footer"),
)


def template_file() -> bytes:
    """The template as a .docx, always the same bytes."""
    made = {
        "[Content_Types].xml": _content_types(),
        "_rels/.rels": _relations([("rId1", "officeDocument", "word/document.xml")]),
        "word/document.xml": _document(),
        "word/_rels/document.xml.rels": _relations(
            [(f"rId{n}", kind, name) for n, (name, kind, _) in enumerate(_PARTS, 1)]
        ),
        "word/styles.xml": styles_xml(NAMESPACES),
        "word/settings.xml": _SETTINGS,
        "word/fontTable.xml": fonts_xml(NAMESPACES),
        "word/footer1.xml": _page_number("Odd", "right"),
        "word/footer2.xml": _page_number("Even", "left"),
    }
    return rezip({part: f"{_DECLARATION}\n{markup}".encode() for part, markup in made.items()})


_DECLARATION = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>'


def _document() -> str:
    notes = "".join(paragraph(run(note), "TemplateNote") for note in _NOTES)
    places = "".join(paragraph(run(f"{{{{{place}}}}}" if place else ""), style) for style, place in _BODY)
    return f"<w:document {NAMESPACES}><w:body>{notes}{places}{_section()}</w:body></w:document>"


def _section() -> str:
    margins = {"top": _TOP, "right": _RIGHT, "bottom": _BOTTOM, "left": _LEFT, "header": 15, "footer": _FOOTER}
    edges = " ".join(f'w:{side}="{round(length * TWIPS_PER_MM)}"' for side, length in margins.items())
    return (
        '<w:sectPr><w:footerReference w:type="default" r:id="rId4"/><w:footerReference w:type="even" r:id="rId5"/>'
        f'<w:pgSz w:w="{round(210 * TWIPS_PER_MM)}" w:h="{round(297 * TWIPS_PER_MM)}"/>'
        f'<w:pgMar {edges} w:gutter="0"/><w:cols w:space="425"/>'
        f'<w:docGrid w:type="lines" w:linePitch="{round(LINE_PITCH * 20)}"/></w:sectPr>'
    )


def _page_number(style: str, side: str) -> str:
    """The number between dashes, one character in from the outer edge (clause 7.5)."""
    field = '<w:fldSimple w:instr=" PAGE "><w:r><w:t>1</w:t></w:r></w:fldSimple>'
    number = paragraph(run("— ") + field + run(" —"), style, indent(side, 1, _NUMBER_SIZE))
    return f"<w:ftr {NAMESPACES}>{number}</w:ftr>"


def _content_types() -> str:
    xml, rels = "application/xml", "application/vnd.openxmlformats-package.relationships+xml"
    parts = [("document.xml", f"{_WORD}.document.main+xml"), *((name, f"{_WORD}.{t}+xml") for name, _, t in _PARTS)]
    overrides = "".join(f'<Override PartName="/word/{name}" ContentType="{kind}"/>' for name, kind in parts)
    return (
        '<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types">'
        f'<Default Extension="rels" ContentType="{rels}"/><Default Extension="xml" ContentType="{xml}"/>'
        f"{overrides}</Types>"
    )


def _relations(links: list[tuple[str, str, str]]) -> str:
    lines = "".join(
        f'<Relationship Id="{key}" Type="{_OFFICE}/{kind}" Target="{target}"/>' for key, kind, target in links
    )
    return (
        f'<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">{lines}</Relationships>'
    )


def main() -> None:
    """Write the template into ``templates/``."""
    STORED.write_bytes(template_file())


if __name__ == "__main__":
    main()
