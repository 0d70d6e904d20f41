"""Carrying out an installation, wholly or not at all, and taking away what was installed."""

from __future__ import annotations

import contextlib
from pathlib import Path
from typing import TYPE_CHECKING

from addin.addons import IDENTIFIER
from addin.installing import excel, libreoffice
from addin.installing.in_place import xlam_settings
from addin.installing.receipt import Entry, load_receipt, receipt_bytes, receipt_file
from addin.installing.steps import reason
from addin.logfile import NAME
from workbook.errors import OutputNotWritten
from workbook.files import write_atomically

if TYPE_CHECKING:
    from addin.installing.machine import Machine
    from addin.installing.plan import Plan
    from addin.installing.steps import Step


def install(plan: Plan) -> None:
    """Do every step that is needed; when one fails those before it are taken back.

    Raises:
        OutputNotWritten: a step failed; the machine is as it was before.
    """
    done: list[Step] = []
    try:
        for step in plan.steps:
            if step.is_needed():
                step.do()
                done.append(step)
    except BaseException:
        for step in reversed(done):
            with contextlib.suppress(OSError, OutputNotWritten):
                step.undo()
        raise


def in_place(machine: Machine) -> list[Entry]:
    """What there is to take away: what the receipt says, what is found without one, and what clicks have left.

    Raises:
        OutputNotWritten: the receipt cannot be understood.
    """
    return list(dict.fromkeys([*load_receipt(machine), *_add_in(machine), *_extension(machine), *_logs(machine)]))


def _add_in(machine: Machine) -> list[Entry]:
    path = excel.start_folder(machine) / excel.FILE
    found = machine.system != "linux" and xlam_settings(path) is not None
    return [Entry("file", str(path))] if found else []


def _extension(machine: Machine) -> list[Entry]:
    office = machine.office
    tool = libreoffice.unopkg(office) if office else None
    there = libreoffice.installed_extension(machine, office) if office else None
    if tool is None or there is None:
        return []
    return [Entry("extension", str(tool), shared=not there.is_relative_to(libreoffice.profile(machine)))]


def _logs(machine: Machine) -> list[Entry]:
    """The log and the older one beside it, with their folder: it goes when nothing else is in it."""
    found = [Entry("file", str(path)) for path in sorted(machine.logs.glob(f"{Path(NAME).stem}*.log"))]
    return [Entry("folder", str(machine.logs)), *found] if found else []


def removal_lines(entries: list[Entry]) -> list[str]:
    """What removing will do, one line each; folders go only when nothing is left in them."""
    words = {"file": "删去 {}", "extension": "卸下 LibreOffice 扩展（由 {}）", "folder": "文件夹空了就删去 {}"}
    order = [entry for kind in ("extension", "file", "folder") for entry in entries if entry.kind == kind]
    return [words[entry.kind].format(entry.path) for entry in order]


def remove(machine: Machine, entries: list[Entry]) -> None:
    """Take away what was put in place; what is gone already is passed over.

    Raises:
        OutputNotWritten: something could not be taken away; the rest is, and the receipt says what is left.
    """
    folders = [entry for entry in entries if entry.kind == "folder"]
    faults = {entry: fault for entry in entries if entry not in folders and (fault := _take(machine, entry))}
    note = receipt_file(machine)
    if faults:
        if note.parent.is_dir():
            write_atomically(note, receipt_bytes([*folders, *faults]))
        raise OutputNotWritten("\n".join(faults.values()))
    note.unlink(missing_ok=True)
    for folder in reversed(folders):
        with contextlib.suppress(OSError):
            Path(folder.path).rmdir()


def _take(machine: Machine, entry: Entry) -> str:
    """Why a file or an extension could not be taken away, and what to do; empty when it is gone."""
    path = Path(entry.path)
    if entry.kind == "extension":
        return _take_extension(machine, path, shared=entry.shared)
    if path.name == excel.FILE and path.exists() and xlam_settings(path) is None:
        return f"{path} 已不是 nianbao 的加载项，没有动它。请看过以后自己删去，再运行一次。"
    try:
        path.unlink(missing_ok=True)
    except OSError:
        return f"删不去 {path}，它正被打开或没有权限。请全部关闭 Excel，再运行一次。"
    return ""


def _take_extension(machine: Machine, tool: Path, *, shared: bool) -> str:
    # Without LibreOffice nobody loads the extension; what is left of it goes with LibreOffice's own folder.
    if not tool.is_file() or machine.office is None:
        return ""
    if libreoffice.installed_extension(machine, machine.office) is None:
        return ""
    done = libreoffice.remove_extension(machine, tool, IDENTIFIER, shared=shared)
    if done.code == 0:
        return ""
    told = f"LibreOffice 没有卸下扩展（{reason(done.said)}）。"
    return f"{told}{libreoffice.CLOSE_IT}；给所有用户装的要由管理员来卸。"
