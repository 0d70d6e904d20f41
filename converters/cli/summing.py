"""What the sum of many units is made from: each unit's file read and checked, and told of in the sum's workbook."""

from __future__ import annotations

import os
from pathlib import Path
from typing import TYPE_CHECKING, Any
from urllib.parse import quote

from converters.archives import on_disk
from converters.batch.remote import is_address
from converters.cli.inputs import expect_report, open_content, short
from converters.cli.many import located
from workbook.check import check
from workbook.formfile import load_form
from workbook.layout import layout_of
from workbook.rollup.received import Received, slim, to_plain
from workbook.rules.settings import DEFAULT
from workbook.rules.settingsfile import FILE_NAME, read_settings

if TYPE_CHECKING:
    from workbook.rollup.choose import Status
    from workbook.rollup.summary import Summary
    from workbook.rules.settings import Settings

# Chinese letters are written as they are only by newer programs; every program reads them as percent signs.
_KEPT = "/:~!$&'()*+,;=@"
_STATUSES: tuple[Status, ...] = ("计入", "退回", "重复", "名册外", "年度不符", "缺报")


def read_unit(name: str, *, edition: str | None, base: str = "") -> dict[str, Any]:
    """A unit's report as plain data; runs in a worker.

    Args:
        name: a path, a file in an archive, or an address.
        edition: the form to read it by; None leaves that to its labels.
        base: where a path begins.

    Raises:
        InputRefused: the file cannot be read, or says nothing.
    """
    return to_plain(received(name, edition=edition, base=base))


def received(name: str, *, edition: str | None, base: str = "") -> Received:
    """A unit's report with what the rules find in it; see :func:`read_unit`."""
    path = located(name, base)
    content, ours = open_content(path, edition)
    report = expect_report(content).current
    # A layout is looked up by all of its form, which takes longer than to ask it.
    layout = layout_of(load_form(report.form))
    places = {code: layout.where(code) for code in report.figures} if ours else None
    findings = check(content, places, settings=_settings(path))
    return Received(name, short(name), slim(report), tuple(findings), ours, tuple(part.name for part in content.units))


def _settings(path: str) -> Settings:
    """What the rules file beside the reports says, as for nianbao check."""
    file = Path(path).with_name(FILE_NAME)
    return read_settings(file) if not is_address(path) and file.is_file() else DEFAULT


def addresses(summary: Summary, output: Path) -> dict[str, str]:
    """The addresses of the units' files seen from the sum's workbook, by their path as given."""
    paths = [member.received.path for member in summary.members]
    paths += [known.path for entry in summary.choice.entries if (known := entry.received or entry.unread)]
    return {path: _address(path, output) for path in dict.fromkeys(paths)}


def _address(path: str, output: Path) -> str:
    """Seen from the workbook's folder, so that both can be moved together."""
    if is_address(path):
        return quote(path, safe=_KEPT)
    try:
        relative = os.path.relpath(on_disk(path).resolve(), output.resolve().parent)
    except ValueError:
        # Another drive of a Windows machine.
        return Path(path).resolve().as_uri()
    return quote(relative.replace(os.sep, "/"), safe=_KEPT)


def counted(summary: Summary) -> str:
    """How many files came to what: 计入 30，退回 1，迟报 2."""
    counts = {status: len(summary.choice.of(status)) for status in _STATUSES}
    late = sum(bool(entry.late) for entry in summary.choice.entries)
    return "，".join(f"{status} {count}" for status, count in (counts | {"迟报": late}).items() if count)
