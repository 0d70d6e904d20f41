"""Which lines of a web page are the report: the article stays, the furniture of the site goes.

Nothing that reads like a sentence and no data table is dropped for standing in the wrong place.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable

    from lxml import etree

    from converters.readers.html_lines import Line

# Share of the article's weight that its block must hold; sentences outside it are kept all the same.
_MAIN_SHARE = 0.9
_FEW_LINES = 3
_PARAGRAPHS = ("p", "li", "dd", "blockquote", "pre", "tr", "tbody")
# A block with more of the page's text than this is no furniture, whatever it is called.
_FURNITURE_SHARE = 0.4
_FURNITURE_TAGS = ("nav", "footer", "aside")
_FURNITURE_NAMES = re.compile(
    r"(?:^|[\s_-])(?:nav|navbar|menu|breadcrumbs?|crumbs?|footer|foot|copyright|sidebar|share|toolbar|toolbox|pagination"
    r"|pager|comments?|pinglun|related|friendlinks?|links?|dqwz|weizhi|position|location|topbar|banner|logo)\d*(?:$|[\s_-])",
    re.IGNORECASE,
)
_FURNITURE_LINE = re.compile(
    r"(?:您?(?:现在|当前)?(?:所在)?的?位置|当前位置|首页\s*[>›»/]|[【\[（(]?\s*(?:打印|关闭|收藏|返回顶部|返回首页)"
    r"|字(?:体|号)[:：\s]*[\[【（(]?\s*[大小]|(?:发布|发文|更新|生成)(?:日期|时间)[:：]|(?:信息)?来源[:：]|浏览(?:次数|量)|点击(?:数|次数|率)"
    r"|阅读(?:次数|量)|上一[篇条]|下一[篇条]|相关(?:链接|文章|新闻|附件)[:：]?$|分享(?:到|至)|扫一扫|手机版|无障碍|网站地图|联系我们"
    r"|版权所有|(?:主办|承办|维护)单位[:：]|网站标识码|技术支持|建议使用|[\u4e00-\u9fff]?ICP备|.{0,12}公网安备|未经.{0,12}(?:转载|许可))"
)
_RECORD_NUMBER = re.compile(r"ICP备|公网安备|网站标识码")
_ATTACHMENT = re.compile("附件|附表|年报|年度报告")
_SENTENCE = re.compile("[\u4e00-\u9fff].*[。；：！？]")
_REPORT = re.compile("年报|年度报告|信息公开")
_NAMED_REPORT = re.compile("年报|报告")
_SITE_MARK = re.compile(r"\s*(?:_|\||—{1,2}|–|>>?|»|\s-|-\s|-(?=[^\d]*$))\s*")


def article(root: etree._Element, lines: list[Line]) -> list[Line]:
    """The lines of the report itself, data tables included, in reading order.

    Args:
        root: the page.
        lines: all lines of the page.
    """
    # Held while this runs: lxml knows an element again only as long as someone keeps it.
    elements = list(root.iter())
    furniture = _furniture(elements, lines)
    kept = [line for line in lines if line.table is not None or not _is_furniture(line, furniture)]
    main = _main_block(elements, kept)
    inside = set(main.iter()) if main is not None else set(elements)
    return [line for line in kept if line.table is not None or line.element in inside or _is_sentence(line)]


def headline(lines: list[Line], title: str) -> str:
    """The report's headline: the first h1 that is not the site's own, else the title without the site's name.

    Args:
        lines: all lines of the page.
        title: the content of ``<title>``.
    """
    first = [line for line in lines if line.heading == 1][:_FEW_LINES]
    highest = [line.text for line in first if not _in_named_furniture(line.element)]
    parts = [part.strip() for part in _SITE_MARK.split(title) if part.strip()]
    about = [text for text in highest if _REPORT.search(text)] or [part for part in parts if _REPORT.search(part)]
    if about:
        return max(about, key=lambda text: (_NAMED_REPORT.search(text) is not None, len(text)))
    return next(iter(highest or parts), "")


def _totals(elements: list[etree._Element], own: dict[etree._Element, float]) -> dict[etree._Element, float]:
    """What each element and all below it hold together, by one pass upwards."""
    totals = dict(own)
    for element in reversed(elements):
        held = totals.get(element)
        parent = element.getparent()
        if held and parent is not None:
            totals[parent] = totals.get(parent, 0) + held
    return totals


def _by_block(lines: list[Line], weigh: Callable[[Line], float]) -> dict[etree._Element, float]:
    own: dict[etree._Element, float] = {}
    for line in lines:
        own[line.element] = own.get(line.element, 0) + weigh(line)
    return own


def _furniture(elements: list[etree._Element], lines: list[Line]) -> set[etree._Element]:
    """All elements within blocks that are furniture by name, but hold neither data tables nor much of the page."""
    limit = _FURNITURE_SHARE * sum(len(line.text) for line in lines)
    own = _by_block(lines, lambda line: len(line.text) if line.table is None else float("inf"))
    totals = _totals(elements, own)
    inside: set[etree._Element] = set()
    for element in elements:
        if element.getparent() in inside or (_is_named_furniture(element) and totals.get(element, 0) <= limit):
            inside.add(element)
    return inside


def _in_named_furniture(element: etree._Element) -> bool:
    return any(map(_is_named_furniture, (element, *element.iterancestors())))


def _is_named_furniture(element: etree._Element) -> bool:
    if element.tag in ("html", "body"):
        return False
    if element.tag in _FURNITURE_TAGS:
        return True
    return (
        bool(element.attrib)
        and _FURNITURE_NAMES.search(f"{element.get('class', '')} {element.get('id', '')}") is not None
    )


def _is_furniture(line: Line, furniture: set[etree._Element]) -> bool:
    length = len("".join(line.text.split()))
    if line.linked >= 0.8 * length and not _ATTACHMENT.search(line.text):
        return True
    if length <= 80 and (_FURNITURE_LINE.match(line.text) or _RECORD_NUMBER.search(line.text)):
        return True
    return line.element in furniture


def _is_sentence(line: Line) -> bool:
    return len(line.text) >= 15 and _SENTENCE.search(line.text) is not None


def _main_block(elements: list[etree._Element], lines: list[Line]) -> etree._Element | None:
    """The smallest block that holds nearly all sentences; None where there is none."""
    weights = _totals(elements, _by_block(lines, lambda line: len(line.text) * _is_sentence(line)))
    counts = _totals(elements, _by_block(lines, lambda _: 1))
    least = _MAIN_SHARE * max(weights.values(), default=0)
    if not least:
        return None
    # One long paragraph is not the article: its headings and its signature stand beside it.
    heavy = [
        element
        for element in elements
        if weights.get(element, 0) >= least and counts[element] >= _FEW_LINES and element.tag not in _PARAGRAPHS
    ]
    # They stand within each other, the smallest last.
    return heavy[-1] if heavy else None
