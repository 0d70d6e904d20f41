"""The LibreOffice extension (.oxt): toolbar and menu in Calc, and the script that they call."""

from __future__ import annotations

from importlib.metadata import version
from pathlib import Path
from typing import TYPE_CHECKING

from addin.addons import IDENTIFIER, SCRIPT, addons, window_state
from addin.ribbon import load_ribbon
from workbook.package import rezip

if TYPE_CHECKING:
    from collections.abc import Sequence

    from addin.addons import Location
    from addin.ribbon import Ribbon

_SCRIPT_SOURCE = Path(__file__).resolve().parent / "calc" / SCRIPT
_MANIFEST = """\
<?xml version="1.0" encoding="UTF-8"?>
<manifest:manifest xmlns:manifest="http://openoffice.org/2001/manifest">
  <manifest:file-entry manifest:full-path="Addons.xcu"
    manifest:media-type="application/vnd.sun.star.configuration-data"/>
  <manifest:file-entry manifest:full-path="CalcWindowState.xcu"
    manifest:media-type="application/vnd.sun.star.configuration-data"/>
  <manifest:file-entry manifest:full-path="python/" manifest:media-type="application/vnd.sun.star.framework-script"/>
</manifest:manifest>
"""
_DESCRIPTION = """\
<?xml version="1.0" encoding="UTF-8"?>
<description xmlns="http://openoffice.org/extensions/description/2006">
  <identifier value="{identifier}"/>
  <version value="{version}"/>
  <display-name>
    <name lang="en">nianbao 信息公开年报</name>
  </display-name>
</description>
"""


def build_oxt(folders: Sequence[str] = (), location: Location = "user", interpreter: str = "") -> bytes:
    """The extension as a file; the same bytes for the same arguments and version.

    Args:
        folders: where nianbao and its packages are on the machine it is for; without them the buttons find it only
            where LibreOffice's own Python does.
        location: see :func:`addin.addons.addons`.
        interpreter: the Python that they belong to, which helper processes are started with.
    """
    ribbon = load_ribbon()
    parts = {
        "META-INF/manifest.xml": _MANIFEST,
        "description.xml": _DESCRIPTION.format(identifier=IDENTIFIER, version=version("nianbao")),
        f"python/{SCRIPT}": _script(ribbon, folders, interpreter),
    }
    settings = {"Addons.xcu": addons(ribbon, location), "CalcWindowState.xcu": window_state(ribbon)}
    return rezip({name: text.encode() for name, text in parts.items()} | settings)


def _script(ribbon: Ribbon, folders: Sequence[str], interpreter: str) -> str:
    """The script with its three values written in."""
    text = _SCRIPT_SOURCE.read_text("utf-8")
    values = {
        "BUTTONS: tuple[str, ...] = ()": f"BUTTONS = {tuple(button.id for button in ribbon.buttons)!r}",
        "FOLDERS: tuple[str, ...] = ()": f"FOLDERS = {tuple(folders)!r}",
        'INTERPRETER = ""': f"INTERPRETER = {interpreter!r}",
    }
    for empty, filled in values.items():
        text = text.replace(f"\n{empty}\n", f"\n{filled}\n")
    return text
