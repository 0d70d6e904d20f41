"""Web pages as government sites publish reports: furniture around, layout tables, spans in the cells."""

from __future__ import annotations

from html import escape
from typing import TYPE_CHECKING

from makers_tables import Grid

if TYPE_CHECKING:
    from pathlib import Path

    from makers import Part, Words
    from makers_tables import Cell

_NAVIGATION = (
    '<div class="nav"><ul><li><a href="/">网站首页</a></li><li><a href="/zwgk">政务公开</a></li></ul></div>'
    '<div class="crumbs">当前位置：<a href="/">首页</a> &gt; <a href="/zwgk">信息公开</a> &gt; 年度报告</div>'
)
_METADATA = (
    "<table class='meta'><tr><td>索引号：</td><td>YX031-0204-2024-00017</td><td>主题分类：</td><td>公开年报</td></tr>"
    "<tr><td>发布机构：</td><td>办公室</td><td>发文日期：</td><td>2024年01月18日</td></tr></table>"
    "<div>发布日期：2024-01-18　来源：本站　浏览次数：218　字体：[ 大 中 小 ]</div>"
)
_FOOTER = (
    "<div>【打印】【关闭】</div>"
    "<div class='foot'>主办：云溪县人民政府办公室　备案号：某ICP备10086号　网站标识码：3507000021</div>"
)


def write(path: Path, parts: list[Part], variant: str) -> None:
    """Write the page; ``site`` and ``nested`` are GB18030 bytes that call themselves gb2312."""
    wrap = {"site": _site, "nested": _nested}.get(variant, "<div>{}</div>".format)
    charset = "gb2312" if variant in ("site", "nested") else "utf-8"
    title = next(part.text for part in parts if not isinstance(part, Grid))
    page = (
        f'<html><head><meta http-equiv="Content-Type" content="text/html; charset={charset}">'
        f"<title>{escape(title)}</title></head><body>{wrap(_body(parts, variant))}</body></html>"
    )
    path.write_bytes(page.encode("gb18030" if charset == "gb2312" else charset))


def _site(body: str) -> str:
    return f"{_NAVIGATION}{_METADATA}<div class='content'>{body}</div>{_FOOTER}"


def _nested(body: str) -> str:
    middle = f"<table width='100%'><tr><td>{_METADATA}</td></tr><tr><td>{body}</td></tr></table>"
    return (
        f"<table><tr><td colspan='2'>{_NAVIGATION}</td></tr>"
        f"<tr><td width='20%'><a href='/a'>机构职能</a><br><a href='/b'>年度报告</a></td><td>{middle}</td></tr>"
        f"<tr><td colspan='2'>{_FOOTER}</td></tr></table>"
    )


def _body(parts: list[Part], variant: str) -> str:
    return "".join(_table(part, variant) if isinstance(part, Grid) else _words(part, variant) for part in parts)


def _words(part: Words, variant: str) -> str:
    if variant in ("site", "nested"):
        return f"　　{escape(part.text)}<br>\n"
    tag = f"h{part.heading}" if part.heading else "p"
    return f"<{tag}>{escape(part.text)}</{tag}>\n"


def _table(grid: Grid, variant: str) -> str:
    rows = ["<tr>" + "".join(_cell(cell, variant) for cell in line) + "</tr>\n" for line in grid.rows()]
    if variant == "thead":
        rows = ["<thead>", *rows[: grid.heads], "</thead><tbody>", *rows[grid.heads :], "</tbody>"]
    table = f'<table border="1">{"".join(rows)}</table>\n'
    # Editors of some sites pack a data table into one cell of another table.
    return f"<table><tr><td>{table}</td></tr></table>" if variant == "nested" else table


def _cell(cell: Cell, variant: str) -> str:
    tag = "th" if variant == "thead" and cell.role == "head" else "td"
    spans = f' rowspan="{cell.rowspan}"' * (cell.rowspan > 1) + f' colspan="{cell.colspan}"' * (cell.colspan > 1)
    text = escape(cell.text) or "&nbsp;"
    if variant != "plain":
        text = f'<p align="center"><span style="font-size:12px">{text}</span></p>'
    return f"<{tag}{spans}>{text}</{tag}>"
