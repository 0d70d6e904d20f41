"""Which files count: one report a unit, of one year and one form; every other file is named with the reason."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from pathlib import PurePath
from typing import TYPE_CHECKING, Literal

from workbook.errors import InputRefused
from workbook.rollup.parts import OWN, WHOLE
from workbook.rollup.received import Received, Unread, contents
from workbook.rollup.roster import Roster, RosterLine, level_of, plain_name
from workbook.rollup.totals import Member
from workbook.rules.words import day, long_date

if TYPE_CHECKING:
    import datetime as dt
    from collections.abc import Callable, Sequence

Status = Literal["计入", "公布数", "缺报", "重复", "退回", "名册外", "年度不符", "版式不符"]


@dataclass(frozen=True, slots=True)
class Wishes:
    """What the user wants of a sum.

    ``unit``: who it is for. ``year``: only reports of this year. ``across``: several years and editions, as far as
    they may be compared. ``twice``: of two reports of a unit the ``first`` or ``last`` by file name counts, empty for
    none. ``due``: the day after which a report is late. ``level``: 本级 for a sum of that alone.
    """

    unit: str = ""
    year: int | None = None
    across: bool = False
    twice: Literal["", "first", "last"] = ""
    due: dt.date | None = None
    own_only: bool = False


@dataclass(frozen=True, slots=True)
class Entry:
    """One line of 汇总名单: a unit or a file, whether it counts, and why not.

    ``late`` says when it was filed and when it was due; ``doubt`` what else the reader should look at.
    """

    unit: str
    status: Status
    reason: str = ""
    late: str = ""
    doubt: str = ""
    level: str = ""
    line: RosterLine | None = None
    received: Received | None = None
    unread: Unread | None = None

    @property
    def file(self) -> str:
        """The file's name; empty for a unit without one."""
        known = self.received or self.unread
        return known.file if known else ""


@dataclass(slots=True)
class Choice:
    """Every unit and file in the order of the roster, then of the names."""

    entries: list[Entry] = field(default_factory=list)

    def of(self, *statuses: Status) -> list[Entry]:
        """The entries with one of these statuses."""
        return [entry for entry in self.entries if entry.status in statuses]

    @property
    def members(self) -> list[Member]:
        """The units that count."""
        return [_member(entry, entry.received) for entry in self.of("计入") if entry.received]


def _member(entry: Entry, received: Received) -> Member:
    line = entry.line or RosterLine(entry.unit)
    return Member(entry.unit, entry.level, line.kind, line.superior, received)


def choose(received: Sequence[Received], unread: Sequence[Unread], roster: Roster, wishes: Wishes) -> Choice:
    """Decide over every file.

    Raises:
        InputRefused: reports of several years or editions, and the user did not say what to do about it.
    """
    entries = [_entry(one, roster, wishes) for one in sorted(received, key=lambda one: (one.file, one.path))]
    entries = _of_the_year(entries, wishes)
    if not wishes.across:
        _one_kind(entries)
    entries = _without_twins(entries, wishes)
    entries = _without_roll_ups(entries)
    entries += [_unread_entry(one, roster) for one in unread]
    entries += _missing(entries, roster)
    order = {line.unit: at for at, line in enumerate(roster.lines)}
    entries.sort(key=lambda entry: (order.get(entry.unit, len(order)), entry.unit, _year(entry), entry.file))
    return Choice([_dated(entry, wishes) for entry in entries])


def _entry(received: Received, roster: Roster, wishes: Wishes) -> Entry:
    report = received.report
    line = roster.find(report.unit, received.file)
    name = line.unit if line else plain_name(report.unit) or PurePath(received.file).stem
    # The body that adds up is 本级 itself, however much its name looks like a government's.
    own = plain_name(name) == plain_name(wishes.unit)
    level = line.level if line else OWN if own else level_of(name)
    entry = Entry(name, "计入", level=level, line=line, received=received)
    if line is None and roster.lines:
        return _leave(entry, "名册外", "名册里没有这个单位；请把它加进名册，或改正报告里的单位名称")
    if level == WHOLE:
        return _leave(entry, "公布数", "是汇总数，不再计入，只与各单位之和核对")
    return entry


def _leave(entry: Entry, status: Status, reason: str) -> Entry:
    return replace(entry, status=status, reason=reason)


def _year(entry: Entry) -> int:
    return (entry.received.report.year if entry.received else None) or 0


def _form(entry: Entry) -> str:
    return entry.received.report.form if entry.received else ""


def _of_the_year(entries: list[Entry], wishes: Wishes) -> list[Entry]:
    return [_if_counted(entry, lambda entry: _wrong_year(entry, wishes)) for entry in entries]


def _if_counted(entry: Entry, change: Callable[[Entry], Entry]) -> Entry:
    return change(entry) if entry.status == "计入" else entry


def _wrong_year(entry: Entry, wishes: Wishes) -> Entry:
    year = _year(entry)
    if not year:
        return _leave(entry, "年度不符", "报告里没有年度；请在工作簿的“封面”补上年度")
    if wishes.year and year != wishes.year:
        return _leave(entry, "年度不符", f"是 {year} 年度的，这次只汇总 {wishes.year} 年度")
    return entry


def _one_kind(entries: list[Entry]) -> None:
    """Refuse reports of several years or editions."""
    counted = [entry for entry in entries if entry.status == "计入"]
    _refuse_several(counted, "年度", lambda entry: f"{_year(entry)} 年度", "用 --year 只汇总一个年度")
    _refuse_several(counted, "版式", lambda entry: f"{_form(entry)} 版", "请这些单位改用同一版式重报")


def _refuse_several(counted: list[Entry], what: str, kind: Callable[[Entry], str], advice: str) -> None:
    kinds: dict[str, list[str]] = {}
    for entry in sorted(counted, key=kind):
        kinds.setdefault(kind(entry), []).append(entry.file)
    if len(kinds) > 1:
        told = "；".join(f"{one} {len(files)} 份（{some(files, 3)}）" for one, files in kinds.items())
        message = f"要汇总的报告不是同一{what}：{told}。{advice}，或加 --across 只汇总可比的指标。"
        raise InputRefused(message)


def some(names: Sequence[str], most: int) -> str:
    """A few names, and how many there are when that is not all."""
    return "、".join(names[:most]) + (f" 等 {len(names)} 个" if len(names) > most else "")


def _without_twins(entries: list[Entry], wishes: Wishes) -> list[Entry]:
    """Two reports of one unit: none counts, or the one the user chose. One table under two names is doubtful."""
    counted = [entry for entry in entries if entry.status == "计入"]
    changed: dict[int, Entry] = {}
    by_unit: dict[tuple[str, int], list[Entry]] = {}
    for entry in counted:
        by_unit.setdefault((plain_name(entry.unit), _year(entry)), []).append(entry)
    for twins in by_unit.values():
        changed |= _settle(twins, wishes) if len(twins) > 1 else {}
    left = [entry for entry in counted if id(entry) not in changed]
    owner = {id(entry.received): entry for entry in left}
    for same in contents([entry.received for entry in left if entry.received]).values():
        twins = [owner[id(one)] for one in same]
        if len({plain_name(entry.unit) for entry in twins}) > 1:
            changed |= _settle(twins, wishes) if wishes.twice else _doubt(twins)
    return [changed.get(id(entry), entry) for entry in entries]


def _settle(twins: list[Entry], wishes: Wishes) -> dict[int, Entry]:
    kept = {"": None, "first": twins[0], "last": twins[-1]}[wishes.twice]
    found = {}
    for entry in twins:
        others = "、".join(other.file for other in twins if other is not entry)
        same_unit = len({plain_name(other.unit) for other in twins}) == 1
        what = "同一单位另有" if same_unit else "统计表的每个数都相同的另有"
        if kept is None:
            advice = "都没有计入；请去掉多余的一份，或加 --duplicates first 或 last 只计一份"
            found[id(entry)] = _leave(entry, "重复", f"{what} {others}，{advice}")
        elif entry is not kept:
            found[id(entry)] = _leave(entry, "重复", f"{what} {others}，计入的是 {kept.file}")
        else:
            found[id(entry)] = replace(entry, doubt=f"{what} {others}，计入的是这一份")
    return found


def _doubt(twins: list[Entry]) -> dict[int, Entry]:
    told = {}
    for entry in twins:
        others = "、".join(f"“{other.unit}”（{other.file}）" for other in twins if other is not entry)
        doubt = f"统计表的每个数都与{others}相同，两份都已计入；请核对是否同一份文件用了两个单位名称"
        told[id(entry)] = replace(entry, doubt=doubt)
    return told


def _without_roll_ups(entries: list[Entry]) -> list[Entry]:
    """A roll-up and the units it adds up must not both count: all of them given, they count; else the roll-up."""
    for whole in [entry for entry in entries if entry.status == "计入" and entry.received and entry.received.units]:
        inside = {plain_name(unit) for unit in (whole.received.units if whole.received else ())}
        given = {plain_name(entry.unit) for entry in entries if entry.status == "计入" and entry is not whole}
        if inside <= given:
            reason = f"它汇总的 {len(inside)} 个单位都另有报告，按各单位的报告计入"
            entries = [_leave(entry, "重复", reason) if entry is whole else entry for entry in entries]
        else:
            reason = f"已包含在 {whole.file} 的汇总数里"
            entries = [
                _leave(entry, "重复", reason)
                if entry is not whole and entry.status == "计入" and plain_name(entry.unit) in inside
                else entry
                for entry in entries
            ]
    return entries


def _unread_entry(unread: Unread, roster: Roster) -> Entry:
    line = roster.find("", unread.file)
    name = line.unit if line else PurePath(unread.file).stem
    return Entry(name, "退回", unread.reason, level=line.level if line else "", line=line, unread=unread)


def _missing(entries: list[Entry], roster: Roster) -> list[Entry]:
    known = {plain_name(entry.unit) for entry in entries}
    return [
        Entry(line.unit, "缺报", "名册里有，没有收到报告", level=line.level, line=line)
        for line in roster.lines
        if line.level != WHOLE and plain_name(line.unit) not in known
    ]


def _dated(entry: Entry, wishes: Wishes) -> Entry:
    due = entry.line.due if entry.line and entry.line.due else wishes.due
    if due is None or entry.received is None:
        return entry
    filed = day(entry.received.report.signoff.get("date", ""))
    if filed is None:
        doubt = "；".join(filter(None, (entry.doubt, "没有填报日期，不能判断是否迟报")))
        return replace(entry, doubt=doubt)
    late = f"{long_date(filed)}填报，截止 {long_date(due)}" if filed > due else ""
    return replace(entry, late=late)
