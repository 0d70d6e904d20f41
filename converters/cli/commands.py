"""What each command takes and says of itself; the module that does the work is loaded only when it is called.

Each function here declares one command: its docstring is for us, what it hands to argparse is for the user.
"""

from __future__ import annotations

import argparse

# Not from typing, which is slow to import; see parser.py.
TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable

    Adder = Callable[..., argparse.ArgumentParser]


def declare(add: Adder) -> None:
    """Declare every command, in the order in which a user meets them; ``add`` is argparse's ``add_parser``."""
    for command in (_new, _import, _check, _explain, _report, _demo):
        command(add)


def _new(add: Adder) -> None:
    """A workbook to be filled in by hand."""
    parser = add(
        "new",
        help="新建空白工作簿，可带入往年数据",
        description="新建一个空白的年报工作簿。带上 --last，上年的工作簿或报告就进入“历年”，单位和年度随之填好。",
        epilog=_examples(
            "nianbao new --unit 青松县档案局 --year 2025 -o 年报2025.xlsx",
            "nianbao new --last 年报2024.xlsx -o 年报2025.xlsx",
        ),
    )
    parser.set_defaults(module="converters.cli.new")
    parser.add_argument("--unit", metavar="单位", help="填报单位名称；不写时取自 --last")
    parser.add_argument("--year", type=_year, metavar="年度", help="年报的年度，如 2025；不写时为 --last 的下一年")
    parser.add_argument("--form", metavar="版式", help="统计表版式，如 2021；不写时按年度选")
    parser.add_argument("--last", metavar="文件", help="上年的工作簿或年报，放进“历年”")
    parser.add_argument("-o", "--output", required=True, metavar="工作簿", help="要写的 .xlsx 文件")
    parser.add_argument("--force", action="store_true", help="覆盖已有的文件")


def _import(add: Adder) -> None:
    """Reports into a workbook or JSON."""
    parser = add(
        "import",
        help="读入年报，填进工作簿或输出 JSON",
        description="读入年报（.docx、.html、.txt、.xlsx），把每个指标填进工作簿的对应单元格。一次可以给同一单位的"
        "几个年度：最新的一年成为当前年度，其余进入“历年”。再次导入不会改动已有内容；"
        "不一致的逐条列出，加 --force 才以导入的为准。",
        epilog=_examples(
            "nianbao import 2023年报.docx 2022年报.html -o 年报.xlsx",
            "nianbao import 往年报告 --json",
        ),
    )
    parser.set_defaults(module="converters.cli.import_")
    parser.add_argument("files", nargs="+", metavar="文件", help="年报文件，或装有年报的文件夹")
    target = parser.add_mutually_exclusive_group(required=True)
    target.add_argument("-o", "--output", metavar="工作簿", help="要写的 .xlsx；已存在时把新内容并进去")
    target.add_argument("--json", action="store_true", help="结果以 JSON 写到标准输出，每份报告一行")
    parser.add_argument("--form", metavar="版式", help="指定统计表版式，不自动判断")
    parser.add_argument("--force", action="store_true", help="与工作簿不一致时以导入的为准")
    parser.add_argument("--dry-run", action="store_true", help="只说会怎样，不写文件")


def _check(add: Adder) -> None:
    """The rules over workbooks and reports."""
    parser = add(
        "check",
        help="核对工作簿或年报，列出问题",
        description="按统计表的勾稽关系和填报要求核对，逐条说明在哪里、填了多少、应为多少、依据什么。"
        "有“错误”级问题时退出码为 1。",
        epilog=_examples(
            "nianbao check 年报.xlsx",
            "nianbao check 年报.xlsx --only T --mark",
        ),
    )
    parser.set_defaults(module="converters.cli.check")
    parser.add_argument("files", nargs="+", metavar="文件", help="工作簿、年报文件，或装有它们的文件夹")
    shape = parser.add_mutually_exclusive_group()
    shape.add_argument("--json", action="store_true", help="结果以 JSON 写到标准输出，每个文件一行")
    shape.add_argument("--lines", action="store_true", help="每条问题一行，全部列出")
    for option, word in (("--only", "只看"), ("--ignore", "不看")):
        parser.add_argument(
            option, action="append", metavar="代码", help=f"{word}这条规则（T301）或这一类（T）；可以写几次"
        )
    parser.add_argument(
        "--min-severity",
        choices=("error", "warning", "note"),
        default="note",
        metavar="级别",
        help="只看这一级和更重的：error 错误、warning 警告、note 提示",
    )
    parser.add_argument("--rules", metavar="规则文件", help="自己的规则文件；不写时用文件旁的 nianbao-rules.toml")
    marks = parser.add_mutually_exclusive_group()
    marks.add_argument("--mark", action="store_true", help="把问题标在工作簿里：单元格颜色、批注、“校验”表")
    marks.add_argument("--unmark", action="store_true", help="去掉 --mark 标上的，恢复原样；不核对")


def _explain(add: Adder) -> None:
    """The page of a rule."""
    parser = add(
        "explain",
        help="说明一条规则",
        description="说明规则的要求、级别、依据、算式和怎么办。不写代码时列出全部规则。",
        epilog=_examples("nianbao explain T301", "nianbao explain H101 X101"),
    )
    parser.set_defaults(module="converters.cli.explain")
    parser.add_argument("codes", nargs="*", metavar="代码", help="规则的代码，如 T301")


def _report(add: Adder) -> None:
    """The Word report of a workbook."""
    parser = add(
        "report",
        help="由工作簿生成 Word 报告",
        description="由工作簿当前年度的正文和统计表生成 Word 报告。也可以直接给一份年报文件，按统一格式重新排版。",
        epilog=_examples(
            "nianbao report 年报.xlsx",
            "nianbao report 年报.xlsx -o 2023年度报告.docx --force",
        ),
    )
    parser.set_defaults(module="converters.cli.report")
    parser.add_argument("book", metavar="工作簿", help="nianbao 工作簿，或能读入的年报文件")
    parser.add_argument("-o", "--output", metavar="报告", help="要写的 .docx；不写时与工作簿同名同处")
    parser.add_argument("--force", action="store_true", help="覆盖内容不同的已有文件")


def _demo(add: Adder) -> None:
    """The main job on the sample that comes with the program."""
    parser = add(
        "demo",
        help="用自带的一份年报走一遍",
        description="读入程序自带的一份年报，写出工作簿和 Word 报告，看看每一步得到什么。",
        epilog=_examples("nianbao demo", "nianbao demo -o 试用 --force"),
    )
    parser.set_defaults(module="converters.cli.demo")
    parser.add_argument(
        "-o", "--output", default="年报示例", metavar="文件夹", help="放结果的文件夹；不写时为 ./年报示例"
    )
    parser.add_argument("--force", action="store_true", help="覆盖内容不同的已有文件")


def _examples(*lines: str) -> str:
    return "\n".join(("例子：", *(f"  {line}" for line in lines)))


def _year(text: str) -> int:
    """A year in which there are such reports; argparse shows the complaint."""
    if not (text.isascii() and text.isdigit() and 2008 <= int(text) <= 2099):
        message = f"年度应是 2008 到 2099 的四位数，现在是“{text}”"
        raise argparse.ArgumentTypeError(message)
    return int(text)
