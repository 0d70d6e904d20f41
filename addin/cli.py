"""``nianbao addin``: make the add-in for Excel and the extension for LibreOffice."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from addin.addons import PACKAGE_FILE
from addin.oxt import build_oxt
from addin.xlam import build_xlam
from converters.cli.output import make_folder, put, say

if TYPE_CHECKING:
    import argparse
    from collections.abc import Callable

_FILES: dict[str, tuple[str, Callable[[], bytes]]] = {
    "xlam": ("nianbao.xlam", build_xlam),
    "oxt": (PACKAGE_FILE, build_oxt),
}


def run(args: argparse.Namespace) -> int:
    """Build what was asked for and put it in the folder."""
    folder = Path(args.output)
    wanted = [file for kind, file in _FILES.items() if args.only in (None, kind)]
    # Both are made before either is written: a folder with one of two looks complete.
    made = [(folder / name, build()) for name, build in wanted]
    make_folder(folder)
    for path, data in made:
        put(path, data, force=args.force)
    say("按钮的宏还没有：装上后看得到按钮，点了还不起作用。见 docs/addin.md。")
    return 0
