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

_SEVERAL = "装有它们的文件夹（含下级）或压缩包（.zip），或 @名单.txt（每行一个文件）"


def declare(add: Adder) -> None:
    """Declare every command, in the order in which a user meets them; ``add`` is argparse's ``add_parser``."""
    for command in (_new, _import, _check, _explain, _report, _history, _summarize, _export, _formats, _addin, _demo):
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
        description="读入年报（Word、WPS、PDF、OFD、网页、表格等，见 nianbao formats），把每个指标填进工作簿的对应"
        "单元格。一次可以给同一单位的"
        "几个年度：最新的一年成为当前年度，其余进入“历年”。再次导入不会改动已有内容；"
        "不一致的逐条列出，加 --force 才以导入的为准。",
        epilog=_examples(
            "nianbao import 2023年报.docx 2022年报.html -o 年报.xlsx",
            "nianbao import 往年报告 来文.zip --json",
            "nianbao import @名单.txt -o 各单位/",
        ),
    )
    parser.set_defaults(module="converters.cli.import_")
    parser.add_argument("files", nargs="+", metavar="文件", help=f"年报文件，{_SEVERAL}")
    target = parser.add_mutually_exclusive_group(required=True)
    target.add_argument(
        "-o",
        "--output",
        metavar="工作簿",
        help="要写的 .xlsx，已存在时把新内容并进去；写文件夹（以 / 结尾）时每个单位一个工作簿",
    )
    target.add_argument("--json", action="store_true", help="结果以 JSON 写到标准输出，每份报告一行")
    parser.add_argument("--form", metavar="版式", help="指定统计表版式，不自动判断")
    parser.add_argument("--force", action="store_true", help="与工作簿不一致时以导入的为准")
    parser.add_argument("--dry-run", action="store_true", help="只说会怎样，不写文件")
    add_batch_options(parser)


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
    parser.add_argument("files", nargs="+", metavar="文件", help=f"工作簿、年报文件，{_SEVERAL}")
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
    """The report of a workbook: for Word, for the printer, for the website."""
    parser = add(
        "report",
        help="由工作簿生成 Word 报告、PDF 或网页",
        description="由工作簿当前年度的正文和统计表生成报告，按 -o 的扩展名写成 Word、PDF（要有 LibreOffice）或网页。"
        "“历年”有上年数据时，Word 报告里带一张可以编辑的图表。也可以直接给一份年报文件，按统一格式重新排版。",
        epilog=_examples(
            "nianbao report 年报.xlsx",
            "nianbao report 年报.xlsx -o 2023年度报告.docx --force",
        ),
    )
    parser.set_defaults(module="converters.cli.report")
    parser.add_argument("book", nargs="?", metavar="工作簿", help="nianbao 工作簿，或能读入的年报文件")
    parser.add_argument("-o", "--output", metavar="报告", help="要写的 .docx、.pdf 或 .html；不写时为工作簿旁的 .docx")
    parser.add_argument("--draft", action="store_true", help="没有写的部分由统计表的数写成初稿，也放进工作簿的“正文”")
    parser.add_argument("--template", metavar="模板", help="本单位的 Word 模板；不写时用程序自带的")
    parser.add_argument("--write-template", metavar="模板", help="写出自带的模板（.docx），供修改；不生成报告")
    parser.add_argument("--force", action="store_true", help="覆盖内容不同的已有文件")


def _history(add: Adder) -> None:
    """The years of a workbook side by side."""
    parser = add(
        "history",
        help="历年同比、图表和正文对比",
        description="把工作簿里各年度的数并排放进“同比”（增减、同比、与上年的衔接、版式改变造成的中断），画成“图表”，"
        "把两个年度的正文逐句对照成“正文对比”。这三张表写进工作簿，每次重做；不写别处时改写工作簿本身。",
        epilog=_examples(
            "nianbao history 年报.xlsx",
            "nianbao history 年报.xlsx --years 2021 2023 -o 历年分析.xlsx",
        ),
    )
    parser.set_defaults(module="converters.cli.history")
    parser.add_argument("book", metavar="工作簿", help="nianbao 工作簿，“历年”里要有以前的年度")
    target = parser.add_mutually_exclusive_group()
    target.add_argument("-o", "--output", metavar="工作簿", help="写到另一个 .xlsx；不写时写进原工作簿")
    target.add_argument(
        "--json", action="store_true", help="各指标各年度的增减以 JSON 写到标准输出，每行一个；不写文件"
    )
    parser.add_argument(
        "--years", nargs=2, type=_year, metavar="年度", help="对比哪两个年度的正文；不写时为最近的两个年度"
    )
    parser.add_argument("--force", action="store_true", help="覆盖内容不同的 -o 文件")


def _summarize(add: Adder) -> None:
    """Many units into one."""
    parser = add(
        "summarize",
        help="把各单位的年报汇总成一份",
        description="把任意多份工作簿、年报相加，写出一个工作簿：汇总数的统计表，和“汇总”（各单位逐项，合计是公式）、"
        "“汇总指标”“汇总名单”“汇总问题”。缺报、迟报、重复、读不了的都列出，合计写明没有包括什么；各单位的文件不改动。",
        epilog=_examples(
            "nianbao summarize 各单位 -o 汇总.xlsx",
            "nianbao summarize 各单位 --roster 名册.xlsx --due 2024-01-31 --returns 退回单 -o 汇总.xlsx",
        ),
    )
    parser.set_defaults(module="converters.cli.summarize")
    parser.add_argument("files", nargs="+", metavar="文件", help=f"各单位的工作簿、年报，{_SEVERAL}")
    parser.add_argument("-o", "--output", required=True, metavar="工作簿", help="要写的 .xlsx")
    parser.add_argument("--unit", metavar="单位", help="为哪个单位汇总；不写时取名册里最上一级的上级")
    parser.add_argument(
        "--roster", metavar="名册", help=".xlsx 或 .csv，列名：单位、上级、类别，可以有“截止”；缺报的按它列出"
    )
    parser.add_argument("--due", metavar="日期", help="截止日期，如 2024-01-31；填报日期在这之后的列为迟报")
    parser.add_argument("--year", type=_year, metavar="年度", help="只汇总这一年度的")
    parser.add_argument("--across", action="store_true", help="不同年度、不同版式一起汇总，只加含义相同的指标")
    parser.add_argument(
        "--duplicates",
        choices=("first", "last"),
        metavar="哪份",
        help="同一单位有几份时计入文件名在前（first）还是在后（last）的一份；不写时都不计入",
    )
    parser.add_argument("--own-level", action="store_true", help="统计表填本级的合计；不写时填行政区域汇总")
    parser.add_argument("--published", metavar="文件", help="已公布的汇总数，与各单位之和逐项核对")
    parser.add_argument("--returns", metavar="文件夹", help="给有问题的单位各写一份退回单，放进这个文件夹")
    parser.add_argument(
        "--returns-as", choices=("xlsx", "docx"), metavar="格式", help="退回单的格式：xlsx（不写时）或 docx"
    )
    parser.add_argument("--form", metavar="版式", help="指定统计表版式，不自动判断")
    parser.add_argument("--force", action="store_true", help="覆盖内容不同的已有文件")
    add_batch_options(parser)


def _export(add: Adder) -> None:
    """The figures of many files as data."""
    parser = add(
        "export",
        help="导出全部指标，供数据分析",
        description="把任意多份工作簿、年报的指标导出成一张长表：每个指标一行，有单位、年度、版式、代码、名称、数值、"
        "状态、出处。按扩展名写 .csv、.jsonl 或 .parquet；列的含义和 DuckDB、pandas、R 的例子见 docs/data.md。",
        epilog=_examples(
            "nianbao export 各单位年报 -o 全部指标.csv",
            "nianbao export 历年 各单位 -o 全部指标.parquet --jobs 8 --force",
        ),
    )
    parser.set_defaults(module="converters.cli.export")
    parser.add_argument("files", nargs="+", metavar="文件", help=f"工作簿、年报，{_SEVERAL}，或 s3:// 之类的地址")
    parser.add_argument("-o", "--output", required=True, metavar="文件", help="要写的 .csv、.jsonl 或 .parquet")
    parser.add_argument("--form", metavar="版式", help="指定统计表版式，不自动判断")
    parser.add_argument("--force", action="store_true", help="覆盖已有的文件")
    add_batch_options(parser)


def add_batch_options(parser: argparse.ArgumentParser) -> None:
    """Declare the options of a command that works through many files; see :mod:`converters.cli.many`."""
    group = parser.add_argument_group("文件很多时")
    group.add_argument("--jobs", type=_count, metavar="个数", help="同时用几个进程；不写时按文件和处理器的多少定")
    group.add_argument("--time-limit", type=_seconds, metavar="秒", help="一份文件最多处理多久，超过的退回")
    group.add_argument("--journal", metavar="进度文件", help="记下做完的文件；再次运行时不再读它们，只读新的和改过的")
    group.add_argument(
        "--scheduler", metavar="地址", help="在 Dask 集群上做，如 tcp://主机:8786；文件要各台机器都能读到"
    )


def _formats(add: Adder) -> None:
    """What can be read on this machine."""
    parser = add(
        "formats",
        help="列出能读的格式，和本机还缺什么",
        description="列出能读入的格式、常见扩展名，以及本机是否齐备；缺少的写明怎样补上。格式按内容辨认，扩展名不作数。",
        epilog=_examples("nianbao formats", "nianbao formats --json"),
    )
    parser.set_defaults(module="converters.cli.formats")
    parser.add_argument("--json", action="store_true", help="结果以 JSON 写到标准输出，每种格式一行")


def _addin(add: Adder) -> None:
    """The buttons in Excel and in LibreOffice Calc."""
    parser = add(
        "addin",
        help="生成 Excel 加载项和 LibreOffice 扩展",
        description="动作是 build：由同一张按钮表生成 Excel 加载项 nianbao.xlam 和 LibreOffice 扩展 nianbao.oxt，"
        "不需要 Excel。按钮的宏还没有，装上后点了还不起作用。",
        epilog=_examples("nianbao addin build -o 加载项", "nianbao addin build --only oxt -o 加载项 --force"),
    )
    parser.set_defaults(module="addin.cli")
    parser.add_argument("action", choices=("build",), metavar="动作", help="build 生成")
    parser.add_argument("-o", "--output", required=True, metavar="文件夹", help="放结果的文件夹")
    parser.add_argument("--only", choices=("xlam", "oxt"), metavar="哪个", help="只生成一个：xlam 或 oxt")
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


def _count(text: str) -> int:
    """A number of processes."""
    if not (text.isascii() and text.isdigit() and 1 <= int(text) <= 1024):
        message = f"应是 1 到 1024 的整数，现在是“{text}”"
        raise argparse.ArgumentTypeError(message)
    return int(text)


def _seconds(text: str) -> float:
    """A time; a tenth of a second is less than any reader needs."""
    try:
        seconds = float(text)
    except ValueError:
        seconds = 0.0
    if not 0.1 <= seconds <= 86400:
        message = f"应是 0.1 到 86400 之间的秒数，现在是“{text}”"
        raise argparse.ArgumentTypeError(message)
    return seconds
