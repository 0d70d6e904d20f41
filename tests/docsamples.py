"""Word documents (.docx) of everything that LibreOffice carries over to .doc, and tables merged at random."""

from __future__ import annotations

import random
from typing import TYPE_CHECKING

from makers_tables import Cell, Grid
from papers import docx, p, tc, tr

from converters.document import Paragraph

if TYPE_CHECKING:
    from converters.document import Document

WORDS = (
    "",
    "—",
    "/",
    "1,234",
    "　　缩进",
    "全角　空格",
    "0",
    "－",
    "无",
    "增长３％",
    "A&B<C>",
    "𠮷野",
    "〇",
    "1 234",
    "N/A",
)

_TYPE = "application/vnd.openxmlformats-officedocument.wordprocessingml."
_TYPES = (
    '<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types">'
    '<Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/>'
    '<Default Extension="xml" ContentType="application/xml"/>'
    + "".join(
        f'<Override PartName="/word/{part}.xml" ContentType="{_TYPE}{kind}+xml"/>'
        for part, kind in (("document", "document.main"), ("styles", "styles"), ("numbering", "numbering"))
    )
    + "</Types>"
)


def _style(style_id: str, name: str, inner: str, kind: str = "paragraph") -> str:
    based = '<w:basedOn w:val="n"/>' if kind == "paragraph" and style_id != "n" else ""
    return f'<w:style w:type="{kind}" w:styleId="{style_id}"><w:name w:val="{name}"/>{based}{inner}</w:style>'


STYLES = (
    '<w:style w:type="paragraph" w:default="1" w:styleId="n"><w:name w:val="Normal"/></w:style>'
    + _style("h1", "heading 1", '<w:pPr><w:outlineLvl w:val="0"/></w:pPr>')
    + _style("h2", "heading 2", '<w:pPr><w:outlineLvl w:val="1"/></w:pPr>')
    + _style("listed", "编号段", '<w:pPr><w:numPr><w:numId w:val="1"/></w:numPr></w:pPr>')
    + _style("dark", "暗段", "<w:rPr><w:vanish/></w:rPr>")
    + _style("darkrun", "暗字", "<w:rPr><w:vanish/></w:rPr>", "character")
)


def _level(index: int, number_format: str, text: str) -> str:
    counting = f'<w:start w:val="1"/><w:numFmt w:val="{number_format}"/><w:lvlText w:val="{text}"/>'
    return f'<w:lvl w:ilvl="{index}">{counting}</w:lvl>'


NUMBERING = (
    '<w:abstractNum w:abstractNumId="0"><w:multiLevelType w:val="multilevel"/>'
    + _level(0, "chineseCounting", "%1、")
    + _level(1, "chineseCountingThousand", "（%2）")
    + _level(2, "decimal", "%3.")
    + _level(3, "decimalEnclosedCircle", "%4")
    + '</w:abstractNum><w:abstractNum w:abstractNumId="1">'
    + _level(0, "bullet", "●")
    + '</w:abstractNum><w:abstractNum w:abstractNumId="2">'
    + _level(0, "ideographTraditional", "%1、")
    + _level(1, "upperRoman", "%1-%2")
    + "</w:abstractNum>"
    + "".join(f'<w:num w:numId="{n + 1}"><w:abstractNumId w:val="{n}"/></w:num>' for n in range(3))
)
_CHANGE = 'w:id="9" w:author="某人" w:date="2024-01-01T00:00:00Z"'
_BOX = (
    '<w:r><w:pict><v:shape id="b{}" style="position:absolute;margin-left:200pt;width:180pt;height:60pt">'
    "<v:textbox><w:txbxContent>{}</w:txbxContent></v:textbox></v:shape></w:pict></w:r>"
)
_FIELD = "<w:r><w:fldChar w:fldCharType='{}'/></w:r>"


def document(body: str) -> bytes:
    """A whole .docx of this body, which LibreOffice opens too."""
    return docx(body, STYLES, NUMBERING, **{"[Content_Types].xml": _TYPES.encode()})


def _run(text: str, properties: str = "") -> str:
    return f'<w:r><w:rPr>{properties}</w:rPr><w:t xml:space="preserve">{text}</w:t></w:r>'


def _inserted(text: str) -> str:
    return f"<w:ins {_CHANGE}>{_run(text)}</w:ins>"


def _deleted(text: str) -> str:
    return f"<w:del {_CHANGE}><w:r><w:delText>{text}</w:delText></w:r></w:del>"


def _numbered(number: int, *lines: tuple[int, str]) -> str:
    return "".join(
        p(text, f'<w:numPr><w:ilvl w:val="{level}"/><w:numId w:val="{number}"/></w:numPr>') for level, text in lines
    )


def _table(*rows: str, columns: int = 2) -> str:
    head = '<w:tblPr><w:tblW w:w="8000" w:type="dxa"/></w:tblPr>'
    grid = '<w:gridCol w:w="4000"/>' * columns
    return f"<w:tbl>{head}<w:tblGrid>{grid}</w:tblGrid>{''.join(rows)}</w:tbl>"


def _cell(inner: str) -> str:
    return f"<w:tc><w:tcPr/>{inner}</w:tc>"


_DARK = '<w:rStyle w:val="darkrun"/>'
_PAGE = '<w:r><w:br w:type="page"/></w:r>'
BODIES = {
    "lists": _numbered(1, (0, "总体"), (1, "概况"), (2, "主动公开"), (2, "依申请"), (3, "圈"), (1, "平台"), (2, "又一"))
    + p("中间的正文。")
    + _numbered(1, (0, "其次"), (1, "之一"))
    + _numbered(2, (0, "点"))
    + _numbered(3, (0, "甲类"), (0, "乙类"), (1, "下级"))
    + p("随样式编号", '<w:pStyle w:val="listed"/>')
    + _table(tr(_cell(_numbered(1, (1, "格中一"))), tc("1")), tr(_cell(_numbered(1, (1, "格中二"))), tc("2")))
    + _numbered(1, (0, "末")),
    "revised": f"<w:p>{_run('共')}{_inserted('90')}{_deleted('80')}{_run('件')}</w:p>"
    + p("前半句", f"<w:rPr><w:del {_CHANGE}/></w:rPr>")
    + p("后半句。")
    + _table(tr(tc("甲"), _cell(f"<w:p>{_run('1')}{_deleted('7')}{_inserted('2')}</w:p>")), tr(tc("乙"), tc("3")))
    + p("末"),
    "hidden": f"<w:p>{_run('见')}{_run('暗', '<w:vanish/>')}{_run('也暗', _DARK)}{_run('明')}</w:p>"
    + p("整段", '<w:pStyle w:val="dark"/>')
    + p("后"),
    "headings": p("报告", '<w:pStyle w:val="h1"/>')
    + p("部分", '<w:pStyle w:val="h2"/>')
    + p("直接", '<w:outlineLvl w:val="2"/>')
    + p("除去", '<w:pStyle w:val="h1"/><w:outlineLvl w:val="9"/>')
    + p("正文"),
    "boxes": f"<w:p>{_run('锚段')}{_BOX.format(1, p('框内甲') + p('框内乙'))}</w:p>"
    + p("中间")
    + _table(tr(_cell(f"<w:p>{_run('格')}{_BOX.format(2, p('格中框'))}</w:p>"), tc("1")), tr(tc("乙"), tc("2")))
    + p("后"),
    "nested": _table(
        tr(_cell(p("外甲") + _table(tr(tc("内一"), tc("内二")), tr(tc("内三"), tc("内四"))) + p("尾")), tc("外乙")),
        tr(tc("外丙"), tc("外丁")),
    )
    + p("后")
    + _table(tr(_cell(p("框中") + _table(tr(tc("甲"), tc("1")), tr(tc("乙"), tc("2"))) + p("框尾"))), columns=1)
    + p("末"),
    "pages": p("页前")
    + f"<w:p>{_PAGE}</w:p>"
    + p("次页")
    + f"<w:p><w:pPr><w:sectPr><w:pgSz w:w='11906' w:h='16838'/></w:sectPr></w:pPr>{_run('节末')}</w:p>"
    + _table(tr(tc("甲"), _cell(f"<w:p>{_run('上')}{_PAGE}{_run('下')}</w:p>")), tr(tc("乙"), tc("2")))
    + f"<w:p>{_run('行一')}<w:r><w:br/></w:r>{_run('行二')}<w:r><w:tab/></w:r>{_run('列')}"
    + f"<w:r><w:noBreakHyphen/></w:r>{_run('连')}</w:p>",
    "words": _table(tr(_cell(p("第一段") + p("") + p("第二段")), tc("　1,234　")), tr(tc("𠮷字"), tc("—")))
    + p("𠮷野家")
    + p(" 前后空格 ")
    + p("plain ascii")
    + f"<w:p>{_run('第')}{_FIELD.format('begin')}<w:r><w:instrText> PAGE </w:instrText></w:r>"
    + f"{_FIELD.format('separate')}{_run('1')}{_FIELD.format('end')}{_run('页')}</w:p>",
}


def random_grid(seed: int, height: int, width: int) -> Grid:
    """A table merged at random, with cells that run over many rows."""
    draw = random.Random(f"{seed}-{height}-{width}")
    taken: set[tuple[int, int]] = set()
    cells = []
    for line in range(height):
        for column in range(width):
            if (line, column) in taken:
                continue
            kind, down, across = draw.random(), 1, 1
            if kind < 0.12:
                across = draw.randint(1, width - column)
            elif kind < 0.24:
                down = draw.randint(1, min(height - line, 40))
            elif kind < 0.3:
                across, down = draw.randint(1, min(3, width - column)), draw.randint(1, min(3, height - line))
            while any((line, place) in taken for place in range(column, column + across)):
                across -= 1
            text = draw.choice(WORDS) + str(draw.randint(0, 9999)) * (draw.random() < 0.4)
            cells.append(Cell(text, line, column, down, across))
            taken |= {(r, c) for r in range(line, line + down) for c in range(column, column + across)}
    return Grid(tuple(cells), height, width, 1)


def shown(document: Document) -> list[str | list[list[str | None]]]:
    """Paragraphs as their texts, tables as rows of texts."""
    return [
        block.text if isinstance(block, Paragraph) else [[cell and cell.text for cell in line] for line in block.grid()]
        for block in document.blocks
    ]
