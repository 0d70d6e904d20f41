"""``nianbao addin``: its help, and ``nianbao addin build``, which makes the two files without installing them."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from converters.cli.output import make_folder, put, say

if TYPE_CHECKING:
    import argparse
    from collections.abc import Callable


def run(args: argparse.Namespace) -> int:
    """Build what was asked for and put it in the folder; without an action, show what there is."""
    if not args.action:
        args.show_help()
        return 0
    folder = Path(args.output)
    # Both are made before either is written: a folder with one of two looks complete.
    made = [(folder / name, data) for name, data in _files(args.only)]
    make_folder(folder)
    for path, data in made:
        put(path, data, force=args.force)
    say("这两种文件不知道程序在哪里。要在本机用按钮，请运行 nianbao addin install。")
    return 0


def _files(only: str | None) -> list[tuple[str, bytes]]:
    """Name and content of what was asked for; help needs none of what makes them."""
    from addin.addons import PACKAGE_FILE  # noqa: PLC0415  # see above
    from addin.installing.excel import FILE  # noqa: PLC0415  # the same
    from addin.oxt import build_oxt  # noqa: PLC0415  # the same
    from addin.xlam import build_xlam  # noqa: PLC0415  # the same

    makers: dict[str, tuple[str, Callable[[], bytes]]] = {
        "xlam": (FILE, build_xlam),
        "oxt": (PACKAGE_FILE, build_oxt),
    }
    return [(name, make()) for kind, (name, make) in makers.items() if only in (None, kind)]
