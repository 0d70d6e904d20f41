"""The narrative as passages: table lines and page furniture taken out, broken paragraphs made whole."""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from converters.document import Paragraph

if TYPE_CHECKING:
    from collections.abc import Sequence

    from converters.document import Document
    from converters.recognise.textlines import TextLine

# What content systems print around an article; matched against the whole line.
FURNITURE = re.compile(
    r"\s*(?:[\[【(]?(?:发布|发文|成文|生成|更新|公开|添加)(?:日期|时间)[:]?.*|(?:信息)?来源[:].*|(?:作者|责任编辑|编辑|浏览(?:次数|量)?|点击(?:数|率|次数|量)?|阅读(?:次数)?|访问(?:次数|量)?|字体|字号)[:\s\[【(].*"
    r"|(?:打印|关闭|分享|收藏|纠错|返回)(?:本页|窗口|顶部|首页)?(?:\s.*)?|【?(?:大|中|小)(?:\s+(?:大|中|小))*】?|当前位置[:].*|您(?:现在|当前)?(?:的|所在)?(?:位置|在).{0,6}[:].*|首页\s*[>»/].*|(?:上一篇|下一篇|上一条|下一条)[:].*"
    r"|索\s*引\s*号[:]?.*|(?:发文|公开)(?:机构|机关|单位|字号)[:]?.{0,30}|(?:主办|承办|技术支持)(?:单位)?[:].*|.*(?:ICP备|公网安备|版权所有|网站标识码|网站地图).*|分享到[:]?.*|扫一扫.*|相关(?:文档|附件|链接|阅读)[:]?)\s*"
)
_TITLE = re.compile(r"[^，。；]{0,60}(?:年度报告|年报|工作报告|年度工作报告)\s*")
_ENDS = re.compile(r"[。！？；：:;!?…]['\"”’）)]*\s*$")
_OPENS = re.compile(
    r"\s*(?:第?[一二三四五六七八九十]{1,3}(?:[、.．]|部分|章)|[（(][一二三四五六七八九十]{1,3}[)）]|\d{1,2}[、.．)）](?!\d)|[（(]\d{1,2}[)）]|附件|附表|附[:：])"
)


@dataclass(frozen=True, slots=True)
class Passage:
    """A paragraph of the narrative: its text with broken lines joined, where it begins, its heading level."""

    text: str
    line: int | None
    page: int | None
    heading: int = 0


def is_furniture(text: str) -> bool:
    """Whether a line is the page's, not the report's."""
    return bool(FURNITURE.fullmatch(unicodedata.normalize("NFKC", text)))


def passages(document: Document, lines: Sequence[TextLine]) -> list[Passage]:
    """The paragraphs of the narrative, made of the lines that belong to no table."""
    lines = [line for line in lines if not is_furniture(line.text)]
    width = wrap_width(lines) if document.kind == "text" else None
    found: list[Passage] = []
    before = lines[0] if lines else None
    for line in lines:
        text = tidy(line.text)
        block = document.blocks[line.block]
        heading = block.heading if isinstance(block, Paragraph) else 0
        last = found[-1] if found else None
        if last and before and not heading and not last.heading and goes_on(last.text, text, before, width):
            found[-1] = replace(last, text=_join(last.text, text))
        else:
            found.append(Passage(text, line.number, line.page, heading))
        before = line
    return found


def tidy(text: str) -> str:
    """A line without indentation and invisible characters; the words stay as printed."""
    return text.replace("\u00a0", " ").replace("\u200b", "").strip()


def goes_on(before: str, text: str, line: TextLine, width: int | None) -> bool:
    """Whether ``text`` continues the paragraph ``before`` whose last printed line is ``line``."""
    if _OPENS.match(text) or is_short_heading(before) or _TITLE.fullmatch(before):
        return False
    if width is not None and display_width(line.text) >= width:
        return True
    unfinished = not _ENDS.search(before) and len(before) > 20
    return unfinished or text[:1] in "，。；、：）”"


def is_short_heading(text: str) -> bool:
    """Whether a paragraph stands alone as a heading: an enumerator, few words, no full stop."""
    return bool(_OPENS.match(text)) and len(text) <= 40 and not re.search(r"[，。；]", text)


def wrap_width(lines: Sequence[TextLine]) -> int | None:
    """The width at which a hard-wrapped text breaks its lines (less two characters), None for a text that is not."""
    widths = sorted((display_width(line.text) for line in lines if display_width(line.text) > 30), reverse=True)
    if len(widths) < 12:
        return None
    full = widths[len(widths) // 10]
    alike = sum(1 for width in widths if full - 6 <= width <= full + 4)
    return full - 6 if alike >= 0.5 * len(widths) and full <= 120 else None


def display_width(text: str) -> int:
    """The columns a line takes; a Chinese character, its quotation marks included, takes two."""
    return sum(2 if unicodedata.east_asian_width(char) in "WFA" else 1 for char in text.strip())


def _join(before: str, text: str) -> str:
    blank = " " if before[-1:].isascii() and text[:1].isascii() and before[-1:].isalpha() and text[:1].isalpha() else ""
    return f"{before}{blank}{text}"


def table_words(document: Document, used: set[tuple[int, int]]) -> list[tuple[str, str]]:
    """The rows of tables that are no part of an official table: each as one line with its place in Chinese.

    They hold titles, the sign-off, a page's metadata, or tables of the unit's own.
    """
    found: list[tuple[str, str]] = []
    for number, table in enumerate(document.tables, 1):
        rows: dict[int, list[str]] = {}
        for cell in table.cells:
            if (number, cell.row) not in used and cell.text.strip():
                rows.setdefault(cell.row, []).append(" ".join(cell.text.split()))
        found += [("\t".join(cells), f"表{number}第{row + 1}行") for row, cells in sorted(rows.items())]
    return found
