"""Word on Windows as the office program, where there is no LibreOffice: through PowerShell and Word's COM objects.

Written from Microsoft's reference of ``Documents.Open`` and ``SaveAs2``; never run by the tests of this project, which
have no Word. Word runs as a process of its own: when the time is over PowerShell is stopped, Word may stay open.
"""

from __future__ import annotations

import shutil
import sys
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from pathlib import Path

# WdSaveFormat: wdFormatXMLDocument, wdFormatPDF.
_FORMATS = {"docx": 12, "pdf": 17}
_ENDINGS = frozenset((".doc", ".wps", ".docx", ".rtf", ".odt", ".mht", ".xml"))
# No alerts, macros off (msoAutomationSecurityForceDisable = 3), read only, not in the list of recent files. The
# password that is not one makes Word fail at an encrypted file, where it would wait for an answer otherwise.
_SCRIPT = """
$ErrorActionPreference = 'Stop'
$word = New-Object -ComObject Word.Application
try {{
  $word.Visible = $false
  $word.DisplayAlerts = 0
  $word.AutomationSecurity = 3
  $word.Options.UpdateLinksAtOpen = $false
  $document = $word.Documents.Open('{source}', $false, $true, $false, 'nianbao')
  $document.SaveAs2('{target}', {number})
  $document.Close(0)
}} finally {{ $word.Quit(0) }}
"""


def find_word(suffix: str, to: str) -> str | None:
    """PowerShell's path where Word is registered and can make ``to`` of ``suffix``, else None."""
    if sys.platform != "win32" or suffix not in _ENDINGS or to not in _FORMATS:
        return None
    import winreg  # noqa: PLC0415 - only Windows has it

    try:
        winreg.CloseKey(winreg.OpenKey(winreg.HKEY_CLASSES_ROOT, "Word.Application\\CLSID"))
    except OSError:
        return None
    return shutil.which("powershell")


def command(powershell: str, source: Path, target: Path) -> list[str]:
    """The command that has Word open ``source`` and save it as ``target``, of the format its ending names."""
    number = _FORMATS[target.suffix[1:]]
    script = _SCRIPT.format(source=_quoted(source), target=_quoted(target), number=number)
    return [powershell, "-NoProfile", "-NonInteractive", "-Command", script]


def _quoted(path: Path) -> str:
    return str(path).replace("'", "''")
