"""The VBA that xlwings ships, taken from the installed package so that both are of one version.

Only what is under xlwings' BSD licence is taken: the module for add-ins of one's own, with its licence header, and the
Dictionary class (MIT) that it needs on a Mac.
"""

from __future__ import annotations

import re
from importlib import metadata
from typing import TYPE_CHECKING

from addin.vbaproject.project import Module
from workbook.errors import OutputNotWritten

if TYPE_CHECKING:
    from pathlib import Path

# The engine interface is not documented and changes between releases: pyproject.toml names the same one.
VERSION = "0.37.8"
INSTALL = 'pip install "nianbao[addin]"'
_MODULE = "xlwings/xlwings_custom_addin.bas"
_DICTIONARY = "xlwings/addin/Dictionary.cls"
_NAMED = re.compile(r'^Public Const PROJECT_NAME As String = "(\w+)"$', re.MULTILINE)
_VERSIONED = re.compile(r'^Public Const XLWINGS_VERSION As String = "([\d.]+)"$', re.MULTILINE)
_LICENCE = "distributed under a BSD 3-clause license"
# An exported class begins with lines that are no part of its text, or that stand there in another form.
_EXPORTED = re.compile(r"\AVERSION 1\.0 CLASS\nBEGIN\n(?:.*\n)*?Attribute VB_Exposed = True\n")


def xlwings_modules(project: str) -> list[Module]:
    """The modules of xlwings, knowing the project by ``project``: the settings sheet is called ``project.conf``.

    Raises:
        OutputNotWritten: xlwings is not installed, is of another version, or is not what it was.
    """
    text = _read(_MODULE)
    versions = _VERSIONED.findall(text)
    if _LICENCE not in text or len(_NAMED.findall(text)) != 1 or versions != [VERSION]:
        message = f"装着的 xlwings 与 {VERSION} 版的不一样（{_MODULE}）。请重新安装：{INSTALL} --force-reinstall"
        raise OutputNotWritten(message)
    named = _NAMED.sub(f'Public Const PROJECT_NAME As String = "{project}"', text)
    code = _EXPORTED.sub("", _read(_DICTIONARY))
    return [Module("xlwings", "standard", named), Module("Dictionary", "class", code)]


def _read(name: str) -> str:
    try:
        distribution = metadata.distribution("xlwings")
    except metadata.PackageNotFoundError as error:
        message = f"没有安装 xlwings，不能生成 Excel 加载项。请运行 {INSTALL}"
        raise OutputNotWritten(message) from error
    if distribution.version != VERSION:
        message = f"装着的 xlwings 是 {distribution.version}，要用 {VERSION}。请运行 {INSTALL}"
        raise OutputNotWritten(message)
    return _text(distribution.locate_file(name))  # type: ignore[arg-type]  # a Path wherever files are on a disk


def _text(path: Path) -> str:
    try:
        # Line ends become those of this language, and a byte order mark goes.
        return path.read_text("utf-8-sig")
    except (OSError, UnicodeDecodeError) as error:
        message = f"xlwings 不完整：读不了 {path}。请重新安装：{INSTALL} --force-reinstall"
        raise OutputNotWritten(message) from error
