"""What was installed here, written down so that exactly that can be taken away again."""

from __future__ import annotations

import json
from dataclasses import asdict, dataclass
from typing import TYPE_CHECKING, Literal

from workbook.errors import OutputNotWritten

if TYPE_CHECKING:
    from pathlib import Path

    from addin.installing.machine import Machine

FORMAT = 1
Kind = Literal["folder", "file", "extension"]
_KINDS: dict[str, Kind] = {"folder": "folder", "file": "file", "extension": "extension"}


@dataclass(frozen=True)
class Entry:
    """One thing that was put in place.

    Attributes:
        kind: a folder that was made, a file that was written, or an extension of LibreOffice.
        path: the folder or the file; for an extension LibreOffice's program for extensions.
        shared: whether the extension is there for all users.
    """

    kind: Kind
    path: str
    shared: bool = False


def receipt_file(machine: Machine) -> Path:
    """Where the receipt is kept."""
    return machine.state / "addin.json"


def load_receipt(machine: Machine) -> list[Entry]:
    """What was put in place, in that order; empty when nothing was.

    Raises:
        OutputNotWritten: there is a receipt that cannot be understood.
    """
    path = receipt_file(machine)
    try:
        told = json.loads(path.read_text("utf-8"))
        if told["format"] == FORMAT:
            return [Entry(_KINDS[row["kind"]], str(row["path"]), row["shared"] is True) for row in told["entries"]]
    except FileNotFoundError:
        return []
    except (OSError, ValueError, LookupError, TypeError) as error:
        message = f"安装记录 {path} 读不出来（损坏或没有权限）。请删去它，再运行一次。"
        raise OutputNotWritten(message) from error
    message = f"安装记录 {path} 是较新的 nianbao 写的。请用那一版的 nianbao 来装或卸。"
    raise OutputNotWritten(message)


def receipt_bytes(entries: list[Entry]) -> bytes:
    """The receipt as JSON."""
    told = {"format": FORMAT, "entries": [asdict(entry) for entry in entries]}
    return (json.dumps(told, ensure_ascii=False, indent=1) + "\n").encode()
