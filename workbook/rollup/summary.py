"""The whole roll-up: the form it is made on, every total, the report of the sum and what is wrong with it."""

from __future__ import annotations

import datetime as dt
from collections import Counter
from dataclasses import dataclass, field, replace
from functools import cached_property
from typing import TYPE_CHECKING

from workbook.bridge import Line, comparable
from workbook.check import check_report
from workbook.content import BookContent
from workbook.errors import InputRefused
from workbook.formfile import load_form
from workbook.report import AnnualReport, Evidence, Figure
from workbook.rollup.choose import Choice, Entry, Wishes, choose, some
from workbook.rollup.parts import BELOW, OWN, REGION, Part
from workbook.rollup.roster import Roster, plain_name
from workbook.rollup.totals import Member, Total, forbids, groups, total_of
from workbook.values import shown

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from workbook.form import Form
    from workbook.report import Finding, State, Value
    from workbook.rollup.received import Received, Unread

    Content = Value | str | None

# So many names are told in one line; the lists have them all.
_NAMED = 8


@dataclass(frozen=True, slots=True)
class Group:
    """A row of totals: ``title`` as shown; ``by`` is the column of 汇总 that holds ``value`` for its members."""

    title: str
    by: str
    value: str
    members: tuple[Member, ...]


@dataclass(frozen=True)
class Summary:
    """A roll-up made by :func:`summarise`; ``forms`` are the editions of its units, the newest, ``form``, first."""

    choice: Choice
    forms: tuple[Form, ...]
    unit: str
    own_only: bool = False
    findings: tuple[Finding, ...] = ()
    wholes: tuple[Received, ...] = ()
    explanations: dict[str, str] = field(default_factory=dict)

    @property
    def form(self) -> Form:
        """The edition of the sum."""
        return self.forms[0]

    @cached_property
    def members(self) -> tuple[Member, ...]:
        """The units that count."""
        return tuple(self.choice.members)

    @cached_property
    def years(self) -> tuple[int, ...]:
        """The years of the units that count, newest first."""
        return tuple(sorted({member.received.report.year or 0 for member in self.members}, reverse=True))

    @cached_property
    def lines(self) -> tuple[Line, ...]:
        """What is added up: all figures of the one form, or what all the editions have in common."""
        return comparable(self.forms)

    @cached_property
    def groups(self) -> tuple[Group, ...]:
        """The whole, 本级 and 下级, then every kind and superior, where there are several."""
        found = [Group(REGION, "", "", self.members)]
        for by, key in (("级别", _level), ("类别", _kind), ("上级", _superior)):
            parts = groups(self.members, key)
            known: dict[str, list[Member]] = {OWN: [], BELOW: []} | parts if by == "级别" else parts
            if by == "级别" or len(parts) > 1:
                found += [
                    Group(value if by == "级别" else f"{by}：{value}", by, value, tuple(members))
                    for value, members in known.items()
                ]
        return tuple(found)

    @cached_property
    def cells(self) -> dict[str, tuple[Content, ...]]:
        """What the units' cells show, by the line's key, in the order of the members."""
        return {line.key: tuple(member.content(line) for member in self.members) for line in self.lines}

    @cached_property
    def forbidden(self) -> dict[str, str]:
        """The lines that must not be added up, with the reason."""
        over_years = len(self.years) > 1
        found = {line.key: forbids(line, self.members, over_years=over_years) for line in self.lines}
        return {key: reason for key, reason in found.items() if reason}

    def totals(self, group: Group) -> dict[str, Total]:
        """The totals of a group by the line's key."""
        if group.title not in self._totals:
            self._totals[group.title] = self._add_up(group)
        return self._totals[group.title]

    @cached_property
    def _totals(self) -> dict[str, dict[str, Total]]:
        return {}

    def _add_up(self, group: Group) -> dict[str, Total]:
        wanted = set(map(id, group.members))
        at = [(place, member.name) for place, member in enumerate(self.members) if id(member) in wanted]
        found = {}
        for line in self.lines:
            cells = self.cells[line.key]
            contents = [(name, cells[place]) for place, name in at]
            found[line.key] = total_of(line, contents, self.forbidden.get(line.key, ""))
        return found

    @cached_property
    def totals_of_all(self) -> dict[str, Total]:
        """The totals of the whole area."""
        return self.totals(self.groups[0])

    @cached_property
    def sum(self) -> dict[str, Total]:
        """The totals of the report that this is the sum of: the whole area's, or 本级's."""
        wanted = OWN if self.own_only else REGION
        return self.totals(next(group for group in self.groups if group.title == wanted))

    def statement(self) -> str:
        """What the sum holds and what it leaves out, in one sentence."""
        left = Counter(entry.status for entry in self.choice.entries if entry.status not in ("计入", "公布数"))
        due = len({plain_name(entry.unit) for entry in self.choice.entries if entry.status != "公布数"})
        if not left:
            return f"合计包括全部 {len(self.members)} 个单位。"
        told = "；".join(f"{status} {count}（{some(self.names(status), _NAMED)}）" for status, count in left.items())
        return f"合计不完整：{due} 个单位计入 {len(self.members)} 份，没有包括：{told}。"

    def names(self, status: str) -> list[str]:
        """The units with a status, each once."""
        return list(dict.fromkeys(entry.unit for entry in self.choice.entries if entry.status == status))

    @property
    def complete(self) -> bool:
        """Whether nothing was left out, late, doubtful or wrong."""
        errors = any(finding.severity == "error" for finding in self.findings)
        doubtful = any(entry.status not in ("计入", "公布数") or entry.late for entry in self.choice.entries)
        return not (errors or doubtful or any(entry.doubt for entry in self.choice.entries))

    def content(self) -> BookContent:
        """The workbook's content: the report of the sum, its units and their explanations."""
        return BookContent(self.report(), {}, dict(self.explanations))

    def report(self) -> AnnualReport:
        """The report of the sum, its figures with the place of their total on 汇总."""
        year = self.years[0] if len(self.years) == 1 else None
        made = AnnualReport(
            self.form.edition,
            year,
            self.unit,
            period=(dt.date(year, 1, 1), dt.date(year, 12, 31)) if year else None,
            figures={
                total.line.key: _figure(total) for total in self.sum.values() if total.line.key in self.form.items
            },
            source=f"由 {len(self.members)} 份报告汇总",
        )
        made.notes.append(self.statement())
        if len(self.forms) > 1 or len(self.years) > 1:
            told = "、".join(f"{form.edition} 版" for form in self.forms), "、".join(map(str, self.years))
            made.notes.append(f"跨 {told[0]}，{told[1]} 年度，只汇总含义相同的指标；年末存量不跨年相加。")
        return made

    def parts(self) -> tuple[Part, ...]:
        """The units' numbers in the codes of the sum's form, those left out among them."""
        found = [_part(member, counted=True) for member in self.members]
        left = [entry for entry in self.choice.of("重复", "名册外", "年度不符") if entry.received]
        return (*found, *(_part(_stranger(entry), counted=False) for entry in left))


def _level(member: Member) -> str:
    return member.level


def _kind(member: Member) -> str:
    return member.kind


def _superior(member: Member) -> str:
    return member.superior


def _figure(total: Total) -> Figure:
    blank = f"空白 {len(total.blank)} 个单位：{some(total.blank, _NAMED)}" if total.blank else ""
    worded = "、".join(f"{name}“{text}”" for name, text in total.worded[:_NAMED])
    other = f"不是确数 {len(total.worded)} 个单位：{worded}" if worded else ""
    note = "；".join(filter(None, (total.reason, blank, other)))
    words = shown(total.value)
    evidence = Evidence(place="汇总", quote=f"{total.counted} 个单位相加") if total.counted else Evidence()
    state: State = "blank" if total.value is None else "reported"
    line = total.line
    return Figure(line.key, state, total.value, words, measure=line.unit, evidence=evidence, note=note)


def _part(member: Member, *, counted: bool) -> Part:
    report = member.received.report
    values = {code: figure.value for code, figure in report.figures.items() if figure.value is not None}
    sure = {code: value for code, value in values.items() if not report.figures[code].approximate}
    return Part(member.name, member.level, sure, counted)


def _stranger(entry: Entry) -> Member:
    assert entry.received is not None  # noqa: S101  # the caller's condition, for the type checker
    return Member(entry.unit, entry.level, "", "", entry.received)


def summarise(
    received: Sequence[Received],
    unread: Sequence[Unread],
    roster: Roster,
    wishes: Wishes,
    published: Sequence[Received] = (),
) -> Summary:
    """Add reports up.

    Args:
        received: the reports that were read, in any order.
        unread: the files that could not be.
        roster: the units that are to report; empty for whoever did.
        wishes: what the user wants.
        published: totals that were published, to be compared with the sum.

    Raises:
        InputRefused: reports of several years or editions that the user did not ask for, or none that counts.
    """
    choice = choose(received, unread, roster, wishes)
    members = choice.members
    if not members:
        reasons = "；".join(f"{entry.file or entry.unit}：{entry.reason}" for entry in choice.entries[:_NAMED])
        message = f"没有一份报告可以计入，没有写出汇总。{reasons}"
        raise InputRefused(message)
    editions = {member.received.report.form for member in members}
    forms = tuple(sorted(map(load_form, editions), key=lambda form: (form.years[0], form.edition), reverse=True))
    years = {member.received.report.year for member in members}
    for whole in published:
        _expect_comparable(whole, editions, years)
    unit = wishes.unit or roster.top
    wholes = (*published, *(entry.received for entry in choice.of("公布数") if entry.received))
    made = Summary(choice, forms, unit, wishes.own_only, wholes=wholes)
    return replace(made, findings=tuple(_findings(made)), explanations=_explanations(made))


def _expect_comparable(whole: Received, editions: set[str], years: set[int | None]) -> None:
    """Refuse a published total that is of another year or edition than the units."""
    report = whole.report
    if editions != {report.form} or (report.year and years != {report.year}):
        wanted = "、".join(map(str, sorted(filter(None, years)))), "、".join(sorted(editions))
        message = (
            f"“{whole.file}”是 {report.year or '年度不明'} 年度、{report.form} 版的，要汇总的是 {wanted[0]} 年度、"
            f"{wanted[1]} 版的，不能互相核对；请给出同一年度、同一版式的汇总数。"
        )
        raise InputRefused(message)


def _findings(made: Summary) -> Iterator[Finding]:
    """What is wrong with the published totals; the sum itself is right by construction."""
    if len(made.forms) > 1 or len(made.years) > 1:
        return
    for whole in made.wholes:
        report = whole.report
        if report.form == made.form.edition and report.year in (None, *made.years):
            parts = made.parts() if not _roster_superior(made, whole) else _below(made, whole)
            found = check_report(report, made.form, units=parts)
            yield from (replace(one, where=f"{whole.file} › {one.where}") for one in found if one.code in ROLL_UP_CODES)


ROLL_UP_CODES = ("R103", "R104")


def _roster_superior(made: Summary, whole: Received) -> bool:
    return bool(_below(made, whole))


def _below(made: Summary, whole: Received) -> tuple[Part, ...]:
    """The units that report to a whole which the roster has; none where the whole is everyone's."""
    name = next((entry.unit for entry in made.choice.of("公布数") if entry.received is whole), "")
    return tuple(
        _part(member, counted=True)
        for member in made.members
        if name and plain_name(member.superior) == plain_name(name)
    )


def _explanations(made: Summary) -> dict[str, str]:
    """What units said of a finding goes along to the same finding of the sum."""
    said: dict[str, list[str]] = {}
    for member in made.members:
        for finding in member.received.findings:
            if finding.explanation:
                said.setdefault(finding.instance, []).append(f"{member.name}：{finding.explanation}")
    broken = {finding.instance for finding in check_report(made.report(), made.form)}
    return {instance: "；".join(texts) for instance, texts in said.items() if instance in broken}
