"""The whole report as a page to be looked at, with what is still missing listed on top and marked in the text."""

from __future__ import annotations

import re
from html import escape
from typing import TYPE_CHECKING

from converters.webpage import write_page
from workbook.carry import MARK
from workbook.check import check
from workbook.formfile import load_form
from workbook.references import expand

if TYPE_CHECKING:
    from collections.abc import Sequence

    from workbook.content import BookContent

# References that cannot be told, what is left of last year's text, sections without a word.
_RULES = ("X109", "X110", "X111", "S104", "S107")
_ASKED = "【请填写：[^】]*】"
# What stays in the printed text where something is missing; doubled braces are text.
_LEFT = re.compile(rf"{MARK}|{_ASKED}|(?<!\{{)\{{[^{{}}<]*\}}(?!\}})")
_STYLE = """
aside { max-width: 58em; margin: 1em auto 0; padding: .6em 1em; background: #fff7e0; border: 1px solid #d9a300; }
aside p, aside li { margin: .2em 0; text-indent: 0; }
mark { background: #ffe08a; border-bottom: 2px solid #b36b00; }
"""


def gaps(content: BookContent) -> list[str]:
    """What the text still lacks, each with its place."""
    found = [f"{one.where}：{one.message}" for one in check(content) if one.code in _RULES]
    sections = (("导语", content.current.preface), *((one.title, one.paragraphs) for one in content.current.sections))
    for number, (title, texts) in enumerate(sections, -1):
        for at, text in enumerate(texts):
            place = content.places.get((number, at), title)
            found += [f"{place}：还没有写{asked}" for asked in re.findall(_ASKED, text)]
    return found


def preview_page(content: BookContent, missing: Sequence[str]) -> bytes:
    """The current year's report as a web page in UTF-8.

    Args:
        content: what the workbook holds.
        missing: what is listed on top, as :func:`gaps` gives it.
    """
    report = expand(content)
    head, article, rest = write_page(report, load_form(report.form)).decode().partition("<article>")
    marked = _LEFT.sub(lambda match: f"<mark>{match[0]}</mark>", rest)
    return "".join((head.replace("</style>", f"{_STYLE}</style>"), _aside(missing), article, marked)).encode()


def _aside(missing: Sequence[str]) -> str:
    if not missing:
        return "<aside><p>预览：正文里的引用都换成了统计表的数，没有发现空着的地方。</p></aside>\n"
    items = "".join(f"<li>{escape(one)}</li>" for one in missing)
    return f"<aside><p>预览：还有 {len(missing)} 处没有写好，正文里标出了颜色。</p><ol>{items}</ol></aside>\n"
