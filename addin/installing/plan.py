"""What installing means on a machine: the steps for each office program, what the user does next, what cannot be."""

from __future__ import annotations

from dataclasses import dataclass, field
from importlib import metadata
from pathlib import Path
from typing import TYPE_CHECKING, Literal

from addin.installing import excel, libreoffice
from addin.installing.in_place import xlam_settings
from addin.installing.program import own_folders, own_place, xlwings_fault
from addin.installing.receipt import Entry, load_receipt, receipt_bytes, receipt_file
from addin.installing.steps import MakeFolder, PutExtension, PutFile, Step
from addin.oxt import build_oxt
from addin.ribbon import load_ribbon
from addin.xlam import build_xlam
from addin.xlwings_part import VERSION
from workbook.errors import OutputNotWritten

if TYPE_CHECKING:
    from addin.installing.machine import Machine

Office = Literal["excel", "libreoffice"]
_SCRIPTS = ("Library", "Application Scripts", "com.microsoft.Excel")


@dataclass
class Plan:
    """What will be done.

    Attributes:
        steps: in their order; those that are not needed are left out when it is carried out.
        notes: what to know or to do afterwards, one sentence each.
        refused: why an office program that is there gets nothing.
    """

    steps: list[Step] = field(default_factory=list)
    notes: list[str] = field(default_factory=list)
    refused: list[str] = field(default_factory=list)


def plan_installation(machine: Machine, only: Office | None = None) -> Plan:
    """What to do on a machine, for the office programs that are there, or for one of them.

    Raises:
        OutputNotWritten: this environment has no xlwings of the right version; ``only`` is not there or not fit; a
            file that is not ours stands in the place of the add-in.
    """
    anywhere = only or machine.office or excel.excel_version(machine)
    if anywhere and (fault := xlwings_fault()):
        raise OutputNotWritten(fault)
    plan = Plan()
    if only != "libreoffice":
        _add_excel(plan, machine, asked=only == "excel")
    if only != "excel":
        _add_libreoffice(plan, machine)
    if only and plan.refused:
        raise OutputNotWritten(plan.refused[0])
    if only and not plan.steps:
        message = f"没有找到 {'Excel' if only == 'excel' else 'LibreOffice'}，没有可装的地方。请先安装它，再运行一次。"
        raise OutputNotWritten(message)
    _add_receipt(plan, machine)
    return plan


def _add_excel(plan: Plan, machine: Machine, *, asked: bool) -> None:
    """Where Excel is not found on a system that may have it, the user's word is taken."""
    if machine.system == "linux" or not (asked or excel.excel_version(machine)):
        return
    folder = excel.start_folder(machine)
    target = folder / excel.FILE
    if target.exists() and xlam_settings(target) is None:
        plan.refused.append(f"{target} 已存在，不是 nianbao 的加载项，没有动它。请改名或移走，再运行一次。")
        return
    step = PutFile(target, build_xlam(own_place()), "Excel 加载项")
    running = excel.is_running(machine)
    # Windows lets nobody replace a file that a program has open.
    if running and target.exists() and step.is_needed():
        plan.refused.append("Excel 正开着，换不了它里面的加载项。请全部关闭 Excel，再运行一次。")
        return
    _add_folders(plan, folder)
    plan.steps.append(step)
    if machine.system == "macos":
        _add_mac_script(plan, machine)
    plan.notes += excel.macro_obstacles(machine)
    if fault := excel.automation_fault(machine):
        plan.notes.append(fault)
    again = "Excel 正开着：请全部关闭，再打开" if running else "打开 Excel"
    plan.notes.append(f"{again}，就有选项卡“{load_ribbon().tab.label}”。")


def _add_mac_script(plan: Plan, machine: Machine) -> None:
    """The script through which Excel for Mac may start a program; xlwings ships it."""
    name = f"xlwings-{VERSION}.applescript"
    folder = machine.home.joinpath(*_SCRIPTS)
    if not (folder / name).exists() or _was_ours(machine, folder / name):
        _add_folders(plan, folder)
        shipped = Path(str(metadata.distribution("xlwings").locate_file(f"xlwings/{name}")))
        plan.steps.append(PutFile(folder / name, shipped.read_bytes(), "启动 Python 的脚本"))
    plan.notes.append("Mac 上第一次点按钮时，系统会问是否允许 Excel 控制，请选允许。")


def _add_libreoffice(plan: Plan, machine: Machine) -> None:
    office = machine.office
    if office is None:
        return
    tool = libreoffice.unopkg(office)
    fault = libreoffice.unfit(office)
    if fault or tool is None:
        plan.refused.append(fault)
        return
    data = build_oxt(own_folders(), "share" if machine.administrator else "user", own_place().interpreter)
    plan.steps.append(PutExtension(machine, tool, data, libreoffice.installed_extension(machine, office)))
    again = "LibreOffice 正开着：请全部关闭，再打开" if libreoffice.is_running(machine) else "打开"
    plan.notes.append(f"{again} LibreOffice Calc，就有工具栏和菜单“{load_ribbon().tab.label}”。")


def _add_receipt(plan: Plan, machine: Machine) -> None:
    """Write down first what will be done: a run that is cut off can be taken away like any other."""
    if not plan.steps:
        return
    first = Plan()
    _add_folders(first, machine.state)
    # A folder in both lists is made by the first.
    later = [step for step in plan.steps if step not in first.steps]
    needed = [step.entry for step in (*first.steps, *later) if step.is_needed() or _is_thing(step.entry)]
    entries = list(dict.fromkeys([*load_receipt(machine), *(entry for entry in needed if entry)]))
    note = PutFile(
        receipt_file(machine), receipt_bytes(entries), "安装记录，供 nianbao addin remove 照着卸载：", stays=True
    )
    plan.steps = [*first.steps, note, *later]


def _is_thing(entry: Entry | None) -> bool:
    """Whether an entry is ours even if it was there before: a folder is only when it was made here."""
    return entry is not None and entry.kind != "folder"


def _was_ours(machine: Machine, path: Path) -> bool:
    return Entry("file", str(path)) in load_receipt(machine)


def _add_folders(plan: Plan, folder: Path) -> None:
    """The steps that make a folder and what is missing above it."""
    missing = [path for path in (folder, *folder.parents) if not path.exists()]
    known = [step.path for step in plan.steps if isinstance(step, MakeFolder)]
    plan.steps += [MakeFolder(path) for path in reversed(missing) if path not in known]
