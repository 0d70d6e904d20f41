"""What each command takes and says of itself; the module that does the work is loaded only when it is called.

Each function here declares one command: its docstring is for us, what it hands to argparse is for the user.
"""

from __future__ import annotations

from converters.cli import commands_bundle
from converters.cli.arguments import add_batch_options, examples, year

# Not from typing, which is slow to import; see parser.py.
TYPE_CHECKING = False
if TYPE_CHECKING:
    import argparse
    from collections.abc import Callable

    Adder = Callable[..., argparse.ArgumentParser]

_SEVERAL = "装有它们的文件夹（含下级）或压缩包（.zip），或 @名单.txt（每行一个文件）"


def declare(add: Adder) -> None:
    """Declare every command, in the order in which a user meets them; ``add`` is argparse's ``add_parser``."""
    for command in (
        _new,
        _import,
        _check,
        _explain,
        _report,
        _history,
        _summarize,
        _export,
        _formats,
        _addin,
        _doctor,
        commands_bundle.declare,
        _demo,
        _completion,
    ):
        command(add)


def _new(add: Adder) -> None:
    """A workbook to be filled in by hand."""
    parser = add(
        "new",
        help="新建空白工作簿，可带入往年数据",
        description="新建一个空白的年报工作簿。带上 --last，上年的工作簿或报告就进入“历年”，单位和年度随之填好。"
        "在终端里没有写单位和年度时，会逐项询问，直接回车就是不填或用提议的。",
        epilog=examples(
            "nianbao new --unit 青松县档案局 --year 2025 -o 年报2025.xlsx",
            "nianbao new --last 年报2024.xlsx",
        ),
    )
    parser.set_defaults(module="converters.cli.new")
    parser.add_argument("--unit", metavar="单位", help="填报单位名称；不写时取自 --last")
    parser.add_argument("--year", type=year, metavar="年度", help="年报的年度，如 2025；不写时为 --last 的下一年")
    parser.add_argument("--form", metavar="版式", help="统计表版式，如 2021；不写时按年度选")
    parser.add_argument("--last", metavar="文件", help="上年的工作簿或年报，放进“历年”")
    parser.add_argument(
        "-o", "--output", metavar="工作簿", help="要写的 .xlsx 文件；不写时为“年报”加年度，如 年报2025.xlsx"
    )
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
        epilog=examples(
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
        epilog=examples(
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
        epilog=examples("nianbao explain T301", "nianbao explain H101 X101"),
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
        epilog=examples(
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
        epilog=examples(
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
        "--years", nargs=2, type=year, metavar="年度", help="对比哪两个年度的正文；不写时为最近的两个年度"
    )
    parser.add_argument("--force", action="store_true", help="覆盖内容不同的 -o 文件")


def _summarize(add: Adder) -> None:
    """Many units into one."""
    parser = add(
        "summarize",
        help="把各单位的年报汇总成一份",
        description="把任意多份工作簿、年报相加，写出一个工作簿：汇总数的统计表，和“汇总”（各单位逐项，合计是公式）、"
        "“汇总指标”“汇总名单”“汇总问题”。缺报、迟报、重复、读不了的都列出，合计写明没有包括什么；各单位的文件不改动。",
        epilog=examples(
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
    parser.add_argument("--year", type=year, metavar="年度", help="只汇总这一年度的")
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
        epilog=examples(
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


def _formats(add: Adder) -> None:
    """What can be read on this machine."""
    parser = add(
        "formats",
        help="列出能读的格式，和本机还缺什么",
        description="列出能读入的格式、常见扩展名，以及本机是否齐备；缺少的写明怎样补上。格式按内容辨认，扩展名不作数。",
        epilog=examples("nianbao formats", "nianbao formats --json"),
    )
    parser.set_defaults(module="converters.cli.formats")
    parser.add_argument("--json", action="store_true", help="结果以 JSON 写到标准输出，每种格式一行")


def _addin(add: Adder) -> None:
    """The buttons in Excel and in LibreOffice Calc."""
    parser = add(
        "addin",
        help="把按钮装进 Excel 和 LibreOffice，或卸下",
        description="在 Excel 和 LibreOffice Calc 里用按钮校验、导入、汇总、生成报告。install 装上，remove 卸下，"
        "build 只生成文件、不装。装在当前用户名下，不要管理员权限；装过的可以再装，就换成这一版。",
        epilog=examples("nianbao addin install --dry-run", "nianbao addin install", "nianbao addin build -o 加载项"),
    )
    parser.set_defaults(module="addin.cli", action="", show_help=parser.print_help)
    known = parser.add_subparsers(title="动作", metavar="动作")
    for action in (_addin_install, _addin_remove, _addin_build):
        action(known.add_parser)


def _addin_install(add: Adder) -> None:
    """Put the buttons where the office programs look for them."""
    parser = add(
        "install",
        help="装上按钮",
        description="找到本机的 Excel 和 LibreOffice，先逐条说明要做什么，再照做；有一步不成，已做的都退回。",
        epilog=examples("nianbao addin install --dry-run", "nianbao addin install --office libreoffice"),
    )
    parser.set_defaults(module="addin.installing.cli", action="install")
    parser.add_argument(
        "--office",
        choices=("excel", "libreoffice"),
        metavar="软件",
        help="只装进一个：excel 或 libreoffice；不写时找到的都装",
    )
    parser.add_argument("--dry-run", action="store_true", help="只说要做什么，不改动任何东西")


def _addin_remove(add: Adder) -> None:
    """Take the buttons away."""
    parser = add(
        "remove",
        help="卸下按钮",
        description="照安装时的记录卸下加载项和扩展，不留下文件；没有记录时，把找到的卸下。",
        epilog=examples("nianbao addin remove --dry-run", "nianbao addin remove"),
    )
    parser.set_defaults(module="addin.installing.cli", action="remove")
    parser.add_argument("--dry-run", action="store_true", help="只说要做什么，不改动任何东西")


def _addin_build(add: Adder) -> None:
    """Only the files."""
    parser = add(
        "build",
        help="只生成加载项的文件",
        description="由同一张按钮表生成 Excel 加载项 nianbao.xlam 和 LibreOffice 扩展 nianbao.oxt，不需要 Excel。"
        "这样的文件不知道程序在哪里；要用按钮，请用 install。",
        epilog=examples("nianbao addin build -o 加载项", "nianbao addin build --only oxt -o 加载项 --force"),
    )
    parser.set_defaults(module="addin.cli", action="build")
    parser.add_argument("-o", "--output", required=True, metavar="文件夹", help="放结果的文件夹")
    parser.add_argument("--only", choices=("xlam", "oxt"), metavar="哪个", help="只生成一个：xlam 或 oxt")
    parser.add_argument("--force", action="store_true", help="覆盖内容不同的已有文件")


def _doctor(add: Adder) -> None:
    """What is in order on this machine, and what is not."""
    parser = add(
        "doctor",
        help="检查本机是否齐备，说明怎样修好",
        description="检查程序和部件的版本、办公软件、加载项、字体、模板、能否写文件、终端的编码，"
        "有问题的写明怎么办。有要修的，退出码为 1；本机没有而不碍事的（如 Linux 上的 Excel）只说“没有”。",
        epilog=examples("nianbao doctor", "nianbao doctor --json"),
    )
    parser.set_defaults(module="addin.doctor.cli")
    parser.add_argument("--json", action="store_true", help="结果以 JSON 写到标准输出，每项一行")


def _demo(add: Adder) -> None:
    """The main job on the sample that comes with the program."""
    parser = add(
        "demo",
        help="用自带的一份年报走一遍",
        description="读入程序自带的一份年报，写出工作簿和 Word 报告，看看每一步得到什么。",
        epilog=examples("nianbao demo", "nianbao demo -o 试用 --force"),
    )
    parser.set_defaults(module="converters.cli.demo")
    parser.add_argument(
        "-o", "--output", default="年报示例", metavar="文件夹", help="放结果的文件夹；不写时为 ./年报示例"
    )
    parser.add_argument("--force", action="store_true", help="覆盖内容不同的已有文件")


def _completion(add: Adder) -> None:
    """Tab in a shell."""
    parser = add(
        "completion",
        help="让命令行按 Tab 键补全",
        description="写出让命令行补全命令、选项、规则代码和文件名的脚本。bash、zsh 把 "
        'eval "$(nianbao completion bash)" 这一行加进启动文件，fish 用 nianbao completion fish | source，'
        "PowerShell 用 nianbao completion powershell | Out-String | Invoke-Expression。",
        epilog=examples("nianbao completion bash", "nianbao completion powershell"),
    )
    parser.set_defaults(module="converters.cli.completion")
    parser.add_argument(
        "shell", choices=("bash", "zsh", "fish", "powershell"), metavar="命令行", help="bash、zsh、fish 或 powershell"
    )
