"""``nianbao addin install`` and ``nianbao addin remove``: say what will be done, then do it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from addin.installing.carry_out import in_place, install, removal_lines, remove
from addin.installing.machine import this_machine
from addin.installing.plan import plan_installation
from converters.cli.output import say
from workbook.errors import OutputNotWritten

if TYPE_CHECKING:
    import argparse

    from addin.installing.machine import Machine

FINDINGS = 1


def run(args: argparse.Namespace) -> int:
    """Install or remove, as the words of the call say."""
    machine = this_machine()
    if args.action == "remove":
        return remove_from(machine, dry_run=args.dry_run)
    return install_on(machine, args.office, dry_run=args.dry_run)


def install_on(machine: Machine, only: str | None, *, dry_run: bool) -> int:
    """Install on a machine; 1 when an office program that is there could not be served.

    Raises:
        OutputNotWritten: see :func:`addin.installing.plan.plan_installation`, and any step that fails.
    """
    plan = plan_installation(machine, "excel" if only == "excel" else "libreoffice" if only else None)
    lines = [step.said for step in plan.steps if step.is_needed()]
    for sentence in plan.refused:
        say(f"注意：{sentence}")
    if not plan.steps:
        if not plan.refused:
            say("没有找到 Excel 或 LibreOffice，没有可装的地方；命令行照常能用。装了它们以后再运行一次。")
        return FINDINGS if plan.refused else 0
    _announce(lines, "已经装好，是这一版，没有要改的。")
    if dry_run:
        say("只是看看，什么也没有改；去掉 --dry-run 就照做。")
        return FINDINGS if plan.refused else 0
    try:
        install(plan)
    except OutputNotWritten:
        say("没有装成，已经做的都退回了。")
        raise
    for note in plan.notes:
        say(note)
    if lines:
        say("装好了。不放心可以运行 nianbao doctor，要卸下运行 nianbao addin remove。")
    return FINDINGS if plan.refused else 0


def remove_from(machine: Machine, *, dry_run: bool) -> int:
    """Take away from a machine what was installed.

    Raises:
        OutputNotWritten: see :func:`addin.installing.carry_out.remove`.
    """
    entries = in_place(machine)
    _announce(removal_lines(entries), "没有装过加载项，没有要卸的。")
    if dry_run and entries:
        say("只是看看，什么也没有改；去掉 --dry-run 就照做。")
    elif entries:
        remove(machine, entries)
        say("卸下了。开着的 Excel、LibreOffice 重新打开后，按钮就没有了。")
    return 0


def _announce(lines: list[str], nothing: str) -> None:
    say("要做的事：" if lines else nothing)
    for number, line in enumerate(lines, 1):
        say(f"  {number}. {line}")
