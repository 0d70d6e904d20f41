"""``nianbao`` alone: what it can do, and what to do first. Loaded without anything heavy: it answers at once."""

from __future__ import annotations

from converters.cli.parser import columns, display_width, wrap

_INTRODUCTION = "nianbao 年报：往年的政府信息公开工作年度报告读进 Excel 工作簿，核对，再生成 Word 报告。"
_JOBS = (
    ("先看一眼", "nianbao demo"),
    ("新的一年", "nianbao new"),
    ("读入往年报告", "nianbao import 旧.docx -o 年报.xlsx"),
    ("核对", "nianbao check 年报.xlsx"),
    ("生成 Word 报告", "nianbao report 年报.xlsx"),
    ("各单位汇总", "nianbao summarize 各单位 -o 汇总.xlsx"),
    ("历年比较", "nianbao history 年报.xlsx"),
    ("导出数据", "nianbao export 年报.xlsx -o 指标.csv"),
    ("装上按钮", "nianbao addin install"),
)
_NEXT = "下一步：第一次用请运行 nianbao demo；全部命令见 nianbao --help，每条命令的用法见 nianbao 命令 --help。"


def introduction(width: int | None = None) -> str:
    """A dozen lines on a terminal of ``width`` columns; on a narrow one each command gets a line of its own."""
    width = width or columns()
    indent = 2 + max(display_width(name) for name, _ in _JOBS) + 2
    wide = indent + max(display_width(command) for _, command in _JOBS) <= width
    lines = [*wrap(_INTRODUCTION, width), ""]
    for name, command in _JOBS:
        if wide:
            lines.append(f"  {name}{' ' * (indent - 2 - display_width(name))}{command}")
        else:
            lines += [f"{name}：", f"  {command}"]
    return "\n".join([*lines, "", *wrap(_NEXT, width)])
