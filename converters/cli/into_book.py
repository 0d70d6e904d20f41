"""Reports into a workbook of one unit: what is there is kept, what differs is told."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from converters.cli.output import say, typed
from workbook.errors import OutputNotWritten
from workbook.files import read_bytes, write_atomically
from workbook.formfile import load_form
from workbook.merge import merge
from workbook.patch import fill_book
from workbook.read import is_our_book, read_content
from workbook.write import update_book

if TYPE_CHECKING:
    from pathlib import Path

    from workbook.content import BookContent
    from workbook.merge import Difference, Merged


@dataclass(slots=True)
class Outcome:
    """What came of it: ``said`` for the user, ``table`` the differences; ``code`` is 1 when some are left."""

    code: int = 0
    said: list[str] = field(default_factory=list)
    table: list[str] = field(default_factory=list)

    def tell(self) -> None:
        """The differences to stdout, the words to the user."""
        for line in self.table:
            print(line)
        for line in self.said:
            say(line)


def merge_into(path: Path, contents: list[BookContent], *, force: bool, dry_run: bool) -> Outcome:
    """Merge what was read into a workbook, which need not exist.

    Raises:
        UsageError: reports of different units, or one year on two form editions.
        InputRefused: a year is needed to place a report and none was found.
        OutputNotWritten: another file stands there, or the place cannot be written to.
    """
    before = _existing(path)
    # A new workbook made from one of ours keeps the explanations written in it.
    base = read_content(path) if before else next((content for content in contents if content.explanations), None)
    reports = [report for content in contents for report in content.reports]
    merged = merge(base, reports, force=force)
    outcome = _tell(merged, force=force)
    if before and not merged.changed:
        outcome.said.append(f"{path}：无变化。")
    elif dry_run:
        outcome.said.append(f"试运行：{path} 会{'更新' if before else '新建'}，这次没有写。")
    else:
        data = update_book(before, merged.content, path.name) if before else fill_book(merged.content)
        write_atomically(path, data)
        book = typed(path)
        outcome.said.append(f"已写出 {path}。下一步：nianbao check {book} 核对，nianbao report {book} 生成 Word 报告。")
    return outcome


def _existing(path: Path) -> bytes | None:
    if not path.exists():
        return None
    before = read_bytes(path)
    if not is_our_book(before):
        message = f"{path} 已存在，但不是 nianbao 的工作簿，没有改动它。请用 -o 换一个文件名。"
        raise OutputNotWritten(message)
    return before


def _tell(merged: Merged, *, force: bool) -> Outcome:
    outcome = Outcome(said=list(merged.notes))
    if not merged.differences:
        return outcome
    form = load_form(merged.content.current.form)
    outcome.table.append("年度\t指标\t原值\t新值")
    outcome.table += [_row(difference, form.describe(difference.code)) for difference in merged.differences]
    done = "已改为新值" if force else "保留了原值；要以导入的为准请加 --force"
    outcome.said.append(f"与工作簿不一致 {len(merged.differences)} 处，{done}。")
    outcome.code = int(not force)
    return outcome


def _row(difference: Difference, name: str) -> str:
    label = difference.code if name == difference.code else f"{difference.code} {name}"
    return f"{difference.year or ''}\t{label}\t{_short(difference.kept)}\t{_short(difference.offered)}"


def _short(text: str) -> str:
    line = " ".join(text.split())
    return line if len(line) <= 40 else f"{line[:39]}…"
