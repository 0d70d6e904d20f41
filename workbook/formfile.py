"""Read a form edition from its TOML file and check that it agrees with itself before anyone uses it."""

from __future__ import annotations

import itertools
import os
import re
import tomllib
from dataclasses import MISSING, fields
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Any, TypeVar

from workbook import expression
from workbook.errors import FormError
from workbook.form import Block, Column, Form, Phrase, Row, Rule, SectionSpec, SignField, Table, figure_code

if TYPE_CHECKING:
    from collections.abc import Iterator

TEMPLATES = Path(__file__).resolve().parent.parent / "templates"
T = TypeVar("T")
_RULE_KEYS = {"code", "severity", "check", "says", "basis", "seen", "fills", "each", "target"}


@cache
def editions() -> dict[str, Path]:
    """Edition → file: the shipped forms, then those in the folders that ``NIANBAO_FORMS`` names."""
    folders = [TEMPLATES / "forms", *map(Path, filter(None, os.environ.get("NIANBAO_FORMS", "").split(os.pathsep)))]
    found: dict[str, Path] = {}
    for path in (path for folder in folders for path in sorted(folder.glob("*.toml"))):
        edition = str(_toml(path).get("edition", path.stem))
        if edition in found:
            message = f"{path}：版式 {edition} 与 {found[edition]} 重复，请改 edition。"
            raise FormError(message)
        found[edition] = path
    return found


@cache
def load_form(edition: str) -> Form:
    """The form of this edition.

    Raises:
        FormError: no such edition, or a file that contradicts itself.
    """
    path = editions().get(edition)
    if path is None:
        known = "、".join(editions())
        message = f"没有版式“{edition}”；现有：{known}。请核对版式名称，或在 NIANBAO_FORMS 指的文件夹里放入它。"
        raise FormError(message)
    return read_form(path)


def all_forms() -> tuple[Form, ...]:
    """Every known form, oldest first."""
    return tuple(sorted((load_form(edition) for edition in editions()), key=lambda form: form.years[0]))


def form_for_year(year: int) -> Form:
    """The national edition that a report for this year is made on: the latest one that covers it.

    Raises:
        FormError: no edition covers the year.
    """
    covering = [form for form in all_forms() if form.covers(year)]
    if not covering:
        message = f"没有适用于 {year} 年度的统计表版式；请用 --form 指定版式，现有：{'、'.join(editions())}。"
        raise FormError(message)
    # A province's extended form shares its years with the national one; the plain name of a year goes first.
    return max(covering, key=lambda form: (form.years[0], form.edition == str(form.years[0])))


def read_form(path: Path) -> Form:
    """Load one form file and check it.

    Raises:
        FormError: with file and place, in Chinese.
    """
    return _Reader(path).form()


def _toml(path: Path) -> dict[str, Any]:
    try:
        return tomllib.loads(path.read_text("utf-8"))
    except (OSError, UnicodeDecodeError, tomllib.TOMLDecodeError) as error:
        message = f"{path}：版式文件读不出（{error}）。"
        raise FormError(message) from error


class _Reader:
    """One form file on its way to a :class:`Form`; every complaint names the place in the file."""

    def __init__(self, path: Path) -> None:
        self.path = path
        self.data = _toml(path)

    def fail(self, place: str, what: str) -> FormError:
        return FormError(f"{self.path} › {place}：{what}")

    def form(self) -> Form:
        data = dict(self.data)
        tables = tuple(self.table(f"tables[{n}]", entry) for n, entry in enumerate(data.pop("tables", []), 1))
        rules = data.pop("rules", [])
        years = data.pop("years", [])
        if not years or not all(isinstance(year, int) for year in years):
            place = "years"
            raise self.fail(place, "应为 [起始年度] 或 [起始年度, 截止年度]")
        form = self.build(
            Form,
            "（文件头）",
            data,
            years=(years[0], years[1] if len(years) > 1 else None),
            tables=tables,
            sections=self.many(SectionSpec, "sections", data.pop("sections", [])),
            signoff=self.many(SignField, "signoff", data.pop("signoff", [])),
            phrases=self.many(Phrase, "phrases", data.pop("phrases", [])),
        )
        self.check_rows(form)
        self.check_places(form)
        return Form(**{**_shallow(form), "rules": tuple(self.rules(form, rules))})

    def build(self, kind: type[T], place: str, entry: dict[str, Any], **given: Any) -> T:  # noqa: ANN401  # TOML values
        """Make a dataclass out of a TOML table; unknown and missing keys are errors."""
        known = {spec.name: spec for spec in fields(kind)}  # type: ignore[arg-type]  # every kind is a dataclass
        values = {key: tuple(value) if isinstance(value, list) else value for key, value in entry.items()} | given
        unknown = sorted(set(values) - set(known))
        missing = [
            name
            for name, spec in known.items()
            if name not in values and spec.default is MISSING and spec.default_factory is MISSING
        ]
        if unknown or missing:
            parts = [f"多出 {'、'.join(unknown)}"] * bool(unknown) + [f"缺少 {'、'.join(missing)}"] * bool(missing)
            raise self.fail(place, "；".join(parts))
        return kind(**values)

    def many(self, kind: type[T], place: str, entries: list[dict[str, Any]]) -> tuple[T, ...]:
        return tuple(self.build(kind, f"{place}[{n}]", entry) for n, entry in enumerate(entries, 1))

    def table(self, place: str, entry: dict[str, Any]) -> Table:
        entry = dict(entry)
        blocks = tuple(self.block(f"{place}.blocks[{n}]", block) for n, block in enumerate(entry.pop("blocks", []), 1))
        return self.build(Table, place, entry, blocks=blocks)

    def block(self, place: str, entry: dict[str, Any]) -> Block:
        entry = dict(entry)
        columns = self.many(Column, f"{place}.columns", entry.pop("columns", []))
        rows = self.many(Row, f"{place}.rows", entry.pop("rows", []))
        if not columns or not rows:
            raise self.fail(place, "columns 和 rows 都不能为空")
        return self.build(Block, place, entry, columns=columns, rows=rows)

    def check_rows(self, form: Form) -> None:
        seen: set[str] = set()
        for table in form.tables:
            for row in table.rows:
                place = f"{table.code} › {row.code}"
                if row.code in seen:
                    raise self.fail(place, "代码重复")
                if row.parent and row.parent not in seen:
                    raise self.fail(place, f"上级 {row.parent} 不存在，或排在它之后")
                if row.kind not in ("heading", "count", "signed", "money"):
                    raise self.fail(place, f"kind 应为 heading、count、signed 或 money，实为 {row.kind!r}")
                seen.add(row.code)
            codes = [figure_code(r.code, c.code) for b in table.blocks for r in b.rows for c in b.columns]
            if len(codes) != len(set(codes)):
                raise self.fail(table.code, "同一表内有两个单元格代码相同")

    def check_places(self, form: Form) -> None:
        codes = {table.code for table in form.tables}
        numbers = {section.number for section in form.sections}
        for section in form.sections:
            place = f"sections › {section.number}"
            if section.table and section.table not in codes:
                raise self.fail(place, f"没有表 {section.table}")
        for table in form.tables:
            if table.section and table.section not in numbers:
                raise self.fail(table.code, f"没有第 {table.section} 部分")
        for phrase in form.phrases:
            self.check_phrase(form, phrase)

    def check_phrase(self, form: Form, phrase: Phrase) -> None:
        place = f"phrases › {'、'.join(phrase.codes)}"
        unknown = [code for code in phrase.codes if code not in form.items]
        if unknown:
            raise self.fail(place, f"没有指标 {'、'.join(unknown)}")
        try:
            re.compile(phrase.pattern)
        except re.error as error:
            raise self.fail(place, f"表达式有误（{error}）") from error

    def rules(self, form: Form, entries: list[dict[str, Any]]) -> Iterator[Rule]:
        seen: set[str] = set()
        for n, entry in enumerate(entries, 1):
            place = f"rules › {entry.get('code', n)}"
            if unknown := sorted(set(entry) - _RULE_KEYS):
                raise self.fail(place, f"多出 {'、'.join(unknown)}")
            if missing := [key for key in ("code", "severity", "check", "says", "basis") if key not in entry]:
                raise self.fail(place, f"缺少 {'、'.join(missing)}")
            if entry["code"] in seen:
                raise self.fail(place, "规则代码重复")
            seen.add(entry["code"])
            for key, names in self.instances(form, place, entry.get("each", {})):
                yield self.rule(form, place, entry, key, names)

    def instances(self, form: Form, place: str, each: dict[str, str]) -> Iterator[tuple[str, dict[str, str]]]:
        """The values that stand for ``{name}`` in a rule, once for each instance."""
        choices = [[(name, value) for value in self.choice(form, place, text)] for name, text in each.items()]
        for combination in itertools.product(*choices):
            yield "_".join(value for _, value in combination), dict(combination)

    def choice(self, form: Form, place: str, text: str) -> list[str]:
        """``columns T3`` and ``rows T3`` mean those of the table; anything else is a list of words."""
        words = text.split()
        if words[:1] not in (["columns"], ["rows"]):
            return words
        table = next((table for table in form.tables if table.code == words[-1]), None)
        if table is None:
            raise self.fail(place, f"没有表 {words[-1]}")
        if words[0] == "rows":
            return [row.code for row in table.rows if row.kind != "heading"]
        return [column.code for column in table.blocks[0].columns]

    def rule(self, form: Form, place: str, entry: dict[str, Any], key: str, names: dict[str, str]) -> Rule:
        text = str(entry["check"])
        for name, value in names.items():
            text = text.replace(f"{{{name}}}", value)
        try:
            check = expression.parse(text)
        except expression.ExpressionError as error:
            raise self.fail(place, f"{error}（{text}）") from error
        if unknown := [code for code in check.codes if code not in form.items]:
            raise self.fail(place, f"没有指标 {'、'.join(unknown)}")
        if entry["severity"] not in ("error", "warning", "note"):
            raise self.fail(place, f"severity 应为 error、warning 或 note，实为 {entry['severity']!r}")
        fills = bool(entry.get("fills", False))
        if fills and (check.left.op != "code" or check.op != "="):
            raise self.fail(place, "fills 只能用于“[合计] = …”的规则")
        return Rule(
            code=entry["code"],
            key=key,
            severity=entry["severity"],
            check=check,
            says=entry["says"],
            basis=entry["basis"],
            seen=bool(entry.get("seen", False)),
            fills=fills,
            target=entry.get("target", check.codes[0]),
        )


def _shallow(form: Form) -> dict[str, Any]:
    return {spec.name: getattr(form, spec.name) for spec in fields(form)}
