"""新建年报 and 导入往年报告: a new workbook, and past reports read into the open one."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from addin.copies import copy_of
from addin.swap import SUFFIX, file_of, ground_of, swap
from converters.blank import blank
from converters.cli.asking import due_year, year_answer
from converters.cli.import_ import summary
from converters.cli.inputs import READABLE, expect_report, open_content, short
from converters.cli.many import doubts_of
from workbook.errors import InputRefused
from workbook.filenames import safe_name
from workbook.files import write_atomically
from workbook.formfile import load_form
from workbook.merge import merge
from workbook.names import SOURCES, YEARS
from workbook.ours import find_our_book
from workbook.read import content_of
from workbook.write import build_book, update_book

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from addin.screen import Desk
    from workbook.content import BookContent
    from workbook.merge import Merged

# A message box has no room for more.
_MOST_FILES, _MOST_NOTES, _MOST_DIFFERENCES = 8, 2, 5


class _TurnedBack(Exception):  # noqa: N818  # no error: the user has thought better of it
    """The user closed a dialog that had to be answered."""


def new_book(desk: Desk) -> None:
    """A new workbook for a unit and a year, with last year's data where the user wants them."""
    try:
        content = _asked(desk)
        path = _new_place(desk, content)
    except _TurnedBack:
        return
    write_atomically(path, build_book(content))
    desk.app.books.open(str(path))
    carried = f"；历年：{'、'.join(map(str, content.history))}" if content.history else ""
    desk.screen.status(f"已新建“{path.name}”，{content.current.form} 版{carried}。请从“封面”开始填写。")


def _asked(desk: Desk) -> BookContent:
    """The new workbook's content, as the user wants it."""
    last = _last_year(desk)
    unit = desk.screen.ask("填报单位的全称（可以先空着，以后在“封面”填）：", last.current.unit if last else "")
    if unit is None:
        raise _TurnedBack
    return blank(unit.strip() or None, _year(desk, last), None, last)


def _last_year(desk: Desk) -> BookContent | None:
    """Last year's data: of the open workbook, or of a file that the user chooses."""
    known = _open_report(desk)
    if known:
        current = known.current
        whose = f"{current.unit or '单位没有填'}，{current.year} 年度"
        question = f"把现在打开的工作簿（{whose}）作为上年的数据带进新工作簿吗？"
        if desk.screen.confirm(question):
            return known
    another = "另选一份上年的工作簿或报告" if known else "有上年的工作簿或报告，要带进新工作簿"
    if not desk.screen.confirm(f"{another}吗？选“是”，下一步选文件；选“否”，新工作簿从空白开始。"):
        return None
    paths = desk.screen.pick_files("上年的工作簿或报告", READABLE)
    if not paths:
        raise _TurnedBack
    return expect_report(open_content(paths[0])[0])


def _open_report(desk: Desk) -> BookContent | None:
    """What the open workbook holds, if it is one of ours and of a year."""
    if desk.book is None:
        return None
    try:
        found = find_our_book(copy_of(desk.book), desk.book.name)
        content = content_of(found) if found else None
    except Exception:  # noqa: BLE001  # a workbook that cannot be read is not proposed: a new one needs none
        return None
    return content if content and content.current.year else None


def _year(desk: Desk, last: BookContent | None) -> int:
    newest = max((report.year for report in last.reports if report.year), default=None) if last else None
    proposed = str(newest + 1 if newest else due_year())
    complaint = ""
    while True:
        typed = desk.screen.ask(f"{complaint}报告的年度（四位数字）：", proposed)
        if typed is None:
            raise _TurnedBack
        try:
            return year_answer(typed)
        except ValueError as error:
            complaint = f"{error}。"


def _new_place(desk: Desk, content: BookContent) -> Path:
    """Where the user wants the new workbook; never in the place of one that is open."""
    beside = file_of(desk.book) if desk.book else None
    name = safe_name(f"{content.current.unit}{content.current.year}年报")
    path = desk.screen.pick_new_file("新工作簿放在哪里", (beside.parent if beside else Path.home()) / f"{name}{SUFFIX}")
    if path is None:
        raise _TurnedBack
    path = path if path.suffix.lower() == SUFFIX else path.with_name(f"{path.name}{SUFFIX}")
    if _is_open(desk, path):
        message = (
            f"“{path.name}”正打开着（同名的工作簿不能同时打开两个），没有改动它。请先关闭它，或给新工作簿另取文件名。"
        )
        raise InputRefused(message)
    if path.exists() and not desk.screen.confirm(f"“{path}”已经有了。要用新的空白工作簿换掉它吗？"):
        raise _TurnedBack
    return path


def _is_open(desk: Desk, path: Path) -> bool:
    """Whether a workbook of that name is open, in whatever folder, or the file under another name."""
    return any(
        book.name.lower() == path.name.lower() or ((file := file_of(book)) and path.exists() and file.samefile(path))
        for book in desk.app.books
    )


def import_report(desk: Desk) -> None:
    """Past reports into the open workbook: shown first, then put in where the user says yes."""
    ground = ground_of(desk)
    paths = desk.screen.pick_files("往年的年报（可以选几份）", READABLE, several=True)
    if not paths:
        return
    contents, told = _read(paths)
    merged = merge(ground.content, [report for content in contents for report in content.reports], force=False)
    told += _differences(merged)
    if not merged.changed:
        desk.screen.say("\n".join([*told, "文件里的内容工作簿里都有，没有改动。"]))
        return
    place, sheet = _destination(ground.content, merged)
    question = f"{place}。放进去吗？工作簿会保存，关闭后重新打开。"
    if desk.screen.confirm("\n".join([*told, *merged.notes, question])):
        swap(desk, ground, update_book(ground.data, merged.content, ground.path.name), sheet)
        desk.screen.status(f"已导入 {len(contents)} 份：{place}。每个数的出处见“来源”；请点“校验”核对。")


def _read(paths: Sequence[Path]) -> tuple[list[BookContent], list[str]]:
    """What the files hold, and what to say of each; one that cannot be read does not keep the others out.

    Raises:
        InputRefused: none of them can be read.
    """
    contents, told, refused = [], [], []
    for path in paths:
        try:
            contents.append(expect_report(open_content(path)[0]))
        except InputRefused as error:
            refused.append(str(error) if path.name in str(error) else f"{path.name}：{error}")
        else:
            told.append(_found(path, contents[-1]))
    if not contents:
        raise InputRefused("\n".join(refused))
    return contents, [*_first(told, _MOST_FILES, "份"), *(f"没有读：{words}" for words in refused)]


def _found(path: Path, content: BookContent) -> str:
    """What was found in a file, and what of it a person should look at."""
    line, *notes = summary(short(str(path)), content.current).split("\n")
    doubts = "，".join(f"{name} {count} 处" for name, count in doubts_of(content.current).items() if count)
    return "\n".join([line, *_first(notes, _MOST_NOTES, "条"), *([f"  · 要核对：{doubts}"] if doubts else [])])


def _first(lines: Sequence[str], most: int, measure: str) -> Iterator[str]:
    yield from lines[:most]
    if len(lines) > most:
        yield f"  · 另有 {len(lines) - most} {measure}"


def _differences(merged: Merged) -> list[str]:
    """Where the files say something else than the workbook, which is kept."""
    if not merged.differences:
        return []
    form = load_form(merged.content.current.form)
    lines = [
        f"  · {one.year or ''} {form.describe(one.code)}：工作簿“{_short(one.kept)}”，文件“{_short(one.offered)}”"
        for one in merged.differences
    ]
    return [f"与工作簿不一致 {len(lines)} 处，保留工作簿里的：", *_first(lines, _MOST_DIFFERENCES, "处")]


def _short(text: str) -> str:
    line = " ".join(text.split())
    return line if len(line) <= 20 else f"{line[:19]}…"


def _destination(before: BookContent, merged: Merged) -> tuple[str, str]:
    """Where what was read goes, in words, and the sheet to show."""
    after = merged.content
    older = [year for year, report in after.history.items() if report != before.history.get(year)]
    parts = []
    if after.current != before.current:
        parts.append(f"{after.current.year or ''} 年度进“统计表”“正文”")
    if older:
        parts.append(f"{'、'.join(map(str, older))} 年度进“历年”")
    return "，".join(parts) or "补充“来源”里的记录", YEARS if older else SOURCES
