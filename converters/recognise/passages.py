"""The narrative as passages: table lines and page furniture taken out, broken paragraphs made whole."""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from converters.document import Paragraph
from converters.recognise.labels import fold
from converters.recognise.spoken import mainland

if TYPE_CHECKING:
    from collections.abc import Sequence

    from converters.document import Document
    from converters.recognise.textlines import TextLine
    from workbook.form import Form

# What content systems print around an article; matched against the whole line. A line of the report must never
# match: words that a sentence may open with (公开时间) count only with a colon, a date or next to nothing behind them.
FURNITURE = re.compile(
    r"\s*(?:"
    r"[\[【(]?(?:发布|发文|成文|公文生成|生成|更新|公开|添加|编辑|信息)?(?:日期|时间)\s*(?:[:]|\d{4}[-年./]).*"
    r"|(?:信息|文章|稿件)?来源\s*[:].*|[\[【(]?(?:作者|责任编辑|编辑|浏览(?:次数|量)?|点击(?:数|率|次数|量)?|阅读(?:次数|量)?|访问(?:次数|量)?|字体|字号|分享|朗读|保护视力色)\s*(?:[:\[【(].*|[大中小]?)"
    r"|(?:打印|关闭|分享|收藏|纠错|返回|下载|我要)(?:本页|窗口|顶部|首页|页面|本文|打印|纠错)?(?:\s+\S{1,6})*|【?(?:大|中|小)(?:\s+(?:大|中|小))*】?"
    r"|[\[【(](?:打印|关闭|收藏|返回)[^。]{0,20}|当前位置\s*[:].*|您(?:现在|当前)?(?:的|所在的?)?(?:位置|在).{0,6}[:].*|首页\s*[>»/›].*|(?:上|下)一(?:篇|条)\s*[:].*"
    r"|索\s*引\s*号\s*[:\s].*|(?:发文|公开|发布)(?:机构|机关|单位|字号)\s*[:\t].{0,40}|(?:(?:备注/)?文号|时效|有效性|主题分类|主题词|信息分类|体裁|关键词|标题)\s*[:].{0,80}|(?:主办|承办|技术支持)(?:单位)?\s*[:].*"
    r"|[^。]*(?:ICP备|公网安备|版权所有|网站标识码)[^。]*|网站地图.{0,20}|分享到\s*[:]?.{0,20}|扫一扫.{0,30}|相关(?:文档|附件|链接|阅读|信息|文章)\s*[:]?"
    r"|[-—–]+\s*\d{1,4}\s*[-—–]+|第\s*\d{1,4}\s*页(?:[,/]?\s*共\s*\d{1,4}\s*页)?|\d{1,3}\s*/\s*\d{1,3}|[^\w(。,;:!?)”’》、…]+|\{\{[^}]*\}\}"
    r")\s*",
    re.IGNORECASE,
)
# What a site prints on every page: words of its menus, its settings, its footer.
_MENU = (
    r"(?:无障碍(?:阅读|浏览|模式)?|长者(?:模式|专版|版|助手)|关怀版|适老(?:化|版|模式)|简体(?:中文|版)?|繁[体體](?:中文|版)?|English|智能问答"
    r"|登[录陆]|注册|设为首页|加入收藏|收藏本站|手机版|移动版|电脑版|网站首页|首页|搜索|检索|RSS|微信|微博|QQ空间|朋友圈|联系我们|网站地图"
    r"|隐私(?:声明|政策|保护)|法律声明|关于我们|网站声明|政务(?:公开|服务)|互动交流|新闻中心|机构(?:概况|职能)|解读回应|数据开放)"
)
_PAGE = re.compile(
    rf"\s*(?:{_MENU}(?:[\s|·/>»-]+{_MENU})*|字[体号](?:大小|设置)?\s*:.*|主\s*题\s*词\s*:.{{0,60}}|您是第\s*\d+\s*位.{{0,12}}"
    r"|(?:今日|总|本页|页面)?访问(?:量|人数|次数)\s*:.{0,20}|[^。]*(?:Copyright|©|All\sRights\sReserved)[^。]*"
    r"|[\[【]下载[^。]{0,40}|[^。]*IPv6[^。]{0,20}支持[^。]*|微信扫一扫.{0,20}|用微信.{0,20}扫.{0,20})\s*",
    re.IGNORECASE,
)
_TITLE = re.compile(r"[^，。；]{0,60}(?:报告|年报)\s*(?:[\s_|\-]+(?:发布|来源|字体|\S{2,20}(?:网站?|政府)\s*$).*)?")
_ENDS = re.compile(r"[。！？；：:;!?…]['\"”’）)]*\s*$")
_OPENS = re.compile(
    r"\s*(?:第?[一二三四五六七八九十]{1,3}(?:[、.．]|部分|章)|[（(][一二三四五六七八九十]{1,3}[)）]|[㈠-㈩]|\d{1,2}[、.．)）](?!\d)|[（(]\d{1,2}[)）]|[①-⑳⑴-⒇]|附件|附表|附[:：])"
)
# A line of these labels stands for itself: contact blocks and sign-offs printed one item a line.
_ITEM = re.compile(r"\s*[\u4e00-\u9fff]{1,4}(?:\s*[\u4e00-\u9fff]){1,7}\s*[:：]\s*\S{0,40}\s*")
_SENTENCE = 20
# The longest line of a page's own: a menu on one line.
_LONGEST = 300
# A table's first heading and its column titles stand above its first row of figures.
_ABOVE = 3


@dataclass(frozen=True, slots=True)
class Passage:
    """A paragraph of the narrative: its text with broken lines joined, where it begins, its heading level.

    ``block`` is the paragraph of the file it begins in: lines parted by a line break within it share the number.
    """

    text: str
    line: int | None
    page: int | None
    heading: int = 0
    block: int = -1


def is_furniture(text: str) -> bool:
    """Whether a line is the page's, not the report's."""
    if len(text) > _LONGEST:
        return False
    plain = mainland(unicodedata.normalize("NFKC", text)).lstrip("•·●▪ \t")
    return bool(FURNITURE.fullmatch(plain) or _PAGE.fullmatch(plain))


def passages(document: Document, lines: Sequence[TextLine]) -> list[Passage]:
    """The paragraphs of the narrative, made of the lines that belong to no table."""
    lines = [line for line in lines if line.text.strip() and not is_furniture(line.text)]
    width = wrap_width(lines)
    found: list[Passage] = []
    before = lines[0] if lines else None
    for line in lines:
        text = tidy(line.text)
        block = document.blocks[line.block]
        heading = block.heading if isinstance(block, Paragraph) else 0
        last = found[-1] if found else None
        # Only plain text breaks its lines anywhere; elsewhere a new paragraph is one, unless it plainly goes on.
        loose = document.kind == "text" or (before is not None and before.block == line.block)
        if (
            last
            and before
            and not heading
            and not last.heading
            and goes_on(last.text, text, before, width, loose=loose)
        ):
            found[-1] = replace(last, text=_join(last.text, text))
        else:
            found.append(Passage(text, line.number, line.page, heading, line.block))
        before = line
    return found


def tidy(text: str) -> str:
    """A line without indentation and invisible characters; the words stay as printed."""
    return text.replace("\u00a0", " ").replace("\u200b", "").replace("\ufeff", "").strip()


def goes_on(before: str, text: str, line: TextLine, width: int | None, *, loose: bool = True) -> bool:
    """Whether ``text`` continues the paragraph ``before`` whose last printed line is ``line``.

    Args:
        before: the paragraph so far.
        text: the next line.
        line: the line that ``before`` ends with, for its width.
        width: the width at which the text breaks its lines, None where it does not.
        loose: whether a paragraph without a closing mark goes on with the next line.
    """
    if _OPENS.match(text) or is_short_heading(before):
        return False
    if width is not None and display_width(line.text) >= width:
        return True
    if _TITLE.fullmatch(before) or _ITEM.fullmatch(text):
        return False
    if text[:1] in "，。；、：）”":
        return True
    if before[-1:] in "，、,":
        return True
    return loose and not _ENDS.search(before) and len(before) > _SENTENCE and not _ITEM.fullmatch(before)


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
    text = text.strip()
    return 2 * len(text) - len(text.encode("ascii", "ignore"))


def _join(before: str, text: str) -> str:
    blank = " " if before[-1:].isascii() and text[:1].isascii() and before[-1:].isalpha() and text[:1].isalpha() else ""
    return f"{before}{blank}{text}"


def inner_labels(document: Document, used: set[tuple[int, int]], form: Form) -> set[tuple[int, str]]:
    """Headings within official tables, as block and text: rows without figures between rows that hold some."""
    labels = {fold(f"{row.num}{row.label}") for table in form.tables for row in table.rows}
    labels |= {fold(block.title) for table in form.tables for block in table.blocks}
    labels |= {fold(table.corner_note) for table in form.tables}
    numbers = [at for at, block in enumerate(document.blocks) if not isinstance(block, Paragraph)]
    found: set[tuple[int, str]] = set()
    for number, (at, table) in enumerate(zip(numbers, document.tables, strict=True), 1):
        rows = [row for owner, row in used if owner == number]
        inside = (cell for cell in table.cells if rows and min(rows) - _ABOVE <= cell.row <= max(rows))
        found |= {(at, cell.text.strip()) for cell in inside if fold(cell.text) in labels - {""}}
    return found


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
