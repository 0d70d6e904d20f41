"""The help page, made from the table of buttons: what each does, in which order to go on, where to read more."""

from __future__ import annotations

from html import escape
from importlib.metadata import version
from typing import TYPE_CHECKING

from addin.ribbon import load_ribbon

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from addin.ribbon import Button

_STYLE = """
body { margin: 0; color: #222; background: #fff; line-height: 1.8;
  font-family: "Microsoft YaHei", "PingFang SC", "Noto Sans CJK SC", sans-serif; }
main { max-width: 52em; margin: 0 auto; padding: 1.5em 1em 4em; }
h1 { font-size: 1.5em; } h2 { font-size: 1.15em; margin: 1.6em 0 .4em; border-bottom: 1px solid #bcc7d6; }
table { border-collapse: collapse; width: 100%; }
th, td { padding: .4em .6em; text-align: left; vertical-align: top; border-bottom: 1px solid #e3e8ef; }
th { width: 8em; font-weight: bold; }
.tip { display: block; } .more { color: #555; }
"""
_STEPS = (
    "没有工作簿：点“新建年报”，填单位和年度；有上年的工作簿或报告时一并选上。",
    "有往年的年报：点“导入往年报告”，先看列出的内容，再点“是”。",
    "填“封面”和“统计表”，“正文”里可以用花括号引用统计表的数。",
    "点“校验”，用“下一处”逐处改；不必改的，在“校验”表里写说明。",
    "点“预览正文”看一遍，再点“生成 Word 报告”。",
    "要汇总的单位：点“汇总下级”，选放各单位年报的文件夹。",
)


def help_page(log: Path) -> bytes:
    """The page, in UTF-8.

    Args:
        log: where what goes wrong is noted.
    """
    ribbon = load_ribbon()
    lines = [
        "<!DOCTYPE html>",
        '<html lang="zh-CN">',
        '<head><meta charset="utf-8"><meta name="viewport" content="width=device-width, initial-scale=1">',
        f"<title>{escape(ribbon.tab.label)}：帮助</title><style>{_STYLE}</style></head>",
        "<body><main>",
        f"<h1>{escape(ribbon.tab.label)}</h1>",
        "<h2>怎样开始</h2>",
        f"<ol>{''.join(f'<li>{escape(step)}</li>' for step in _STEPS)}</ol>",
        *(line for group, buttons in ribbon.grouped for line in _group(group.label, buttons)),
        "<h2>出了问题</h2>",
        f"<p>按钮做不成时会用一句话说明怎么办；详情记在 {escape(str(log))}，反映问题时请附上。</p>",
        "<p>在命令行运行 nianbao doctor，会检查程序、加载项和字体，并说明怎样修好。</p>",
        "<h2>更多</h2>",
        "<p>怎样填写见“填报说明”表。命令行的 nianbao --help 列出全部命令，nianbao explain 规则代码 说明一条规则。</p>",
        f"<p>nianbao {escape(version('nianbao'))}</p>",
        "</main></body></html>",
        "",
    ]
    return "\n".join(lines).encode()


def _group(title: str, buttons: list[Button]) -> Iterator[str]:
    yield f"<h2>{escape(title)}</h2>"
    yield "<table>"
    for button in buttons:
        tip, more = escape(button.tip), escape(button.more)
        yield f'<tr><th scope="row">{escape(button.label)}</th><td><span class="tip">{tip}</span>'
        yield f'<span class="more">{more}</span></td></tr>'
    yield "</table>"
