"""``nianbao formats``: what can be read, and what this machine lacks for it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from converters.cli.output import print_json
from converters.cli.parser import columns, display_width
from converters.office import find_office
from converters.readers.formats import FORMATS
from converters.readers.scan.engine import has_engine

if TYPE_CHECKING:
    import argparse

    from converters.readers.formats import Format, Help

_COLUMN = 38
_READY = "可读"
_INSTALL_OCR = '运行 pip install "nianbao[ocr]" 安装文字识别组件'
_INSTALL_OFFICE = "安装 LibreOffice"
# What is said of a format where its helper is missing.
_WITHOUT: dict[Help, str] = {
    "office": f"可读；损坏的、没有计算结果的要{_INSTALL_OFFICE}",
    "ocr for scans": f"可读；扫描件要{_INSTALL_OCR}",
    "ocr": f"还不能读：{_INSTALL_OCR}",
}


def run(args: argparse.Namespace) -> int:
    """Print one line for each format."""
    there = {"": True, "office": find_office() is not None}
    there["ocr"] = there["ocr for scans"] = has_engine()
    told = [(one, _READY if there[one.help] else _WITHOUT[one.help]) for one in FORMATS]
    if args.json:
        for one, state in told:
            print_json({"kind": one.kind, "name": one.name, "endings": list(one.endings), "state": state})
        return 0
    for one, state in told:
        print(f"{_padded(one)}{' '.join(one.endings)}\n  {state}")
    return 0


def _padded(one: Format) -> str:
    """The name in a column of its own; on a narrow terminal on a line of its own."""
    return one.name + (" " * max(1, _COLUMN - display_width(one.name)) if columns() >= 2 * _COLUMN else "\n  ")
