"""The settings sheet in the add-in: where Python is, for xlwings, and the words that our VBA shows.

xlwings looks for a setting in the open workbook, then here, then in files beside the workbook; every setting that it
knows is written here, so that a file beside a workbook cannot say what is run.
"""

from __future__ import annotations

from dataclasses import dataclass

PROJECT = "nianbao"
SHEET = f"{PROJECT}.conf"
_TITLE = "信息公开年报"
_MESSAGES = {
    "TITLE": _TITLE,
    "NO_WORKBOOK": "没有打开的工作簿。请先打开或新建一个，再点这个按钮；在“受保护的视图”里的，请先点“启用编辑”。",
    "FOREIGN_SETTINGS": "这个工作簿里有名为“nianbao.conf”或以“.py”结尾的工作表，它会改变要运行的程序，所以没有运行。"
    "请先删去或改名，再点这个按钮。",
    "COMMAND_SIGNS": "工作簿的文件名或所在文件夹的名称里有 ; ^ 或两个 %（在 Mac 上是 ; | $ ` \\ 和双引号），"
    "系统会把它们当作命令，所以没有运行。请另存为没有这些符号的名称，再点这个按钮。",
    "NOT_INSTALLED": "这个加载项没有经过安装，不知道程序在哪里，所以没有运行。"
    "请在命令行运行 nianbao addin install，再重新打开 Excel。",
    "OTHER_XLWINGS": "程序里的 xlwings 与加载项的不是一个版本，所以没有运行。"
    "请在命令行运行 nianbao addin install，再重新打开 Excel。",
}
# Blank rows are there on purpose: see above. A licence key would let xlwings run code that lies in a workbook.
_CLOSED = (
    "INTERPRETER",
    "PYTHONPATH",
    "CONDA PATH",
    "CONDA ENV",
    "UDF MODULES",
    "LICENSE_KEY",
    "ONEDRIVE_CONSUMER_WIN",
    "ONEDRIVE_CONSUMER_MAC",
    "ONEDRIVE_COMMERCIAL_WIN",
    "ONEDRIVE_COMMERCIAL_MAC",
    "SHAREPOINT_WIN",
    "SHAREPOINT_MAC",
)


@dataclass(frozen=True)
class Place:
    """Where the program is on one machine; empty in an add-in that nobody has installed.

    Attributes:
        interpreter: the absolute path of its Python.
        packages: the absolute path of the folder that holds its packages.
    """

    interpreter: str = ""
    packages: str = ""


def conf_rows(place: Place) -> list[tuple[str, str]]:
    """The rows of the sheet: name and value."""
    return [
        ("INTERPRETER_WIN", place.interpreter),
        ("INTERPRETER_MAC", place.interpreter),
        ("PACKAGES", place.packages),
        # Code must not come from the folder of a workbook.
        ("ADD_WORKBOOK_TO_PYTHONPATH", "False"),
        # Its server needs a DLL of the same version beside Python; a process for each click needs nothing.
        ("USE UDF SERVER", "False"),
        ("DEBUG UDFS", "False"),
        ("SHOW CONSOLE", "False"),
        # The path of a log that goes into a command line: a file beside a workbook must not say what stands there.
        ("TEMP DIR", "%TEMP%"),
        ("SHOW_ERROR_POPUPS", "True"),
        *((name, "") for name in _CLOSED),
        *_MESSAGES.items(),
    ]
