"""Read a form edition from its TOML file and check that it agrees with itself before anyone uses it."""

from __future__ import annotations

import os
import re
import tomllib
from collections import Counter
from dataclasses import MISSING, fields
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Any, TypeVar

from workbook.errors import FormError
from workbook.form import Block, Column, Form, Phrase, Row, SectionSpec, Series, SignField, Table, figure_code
from workbook.names import CONTACT_FIELDS, FIXED_FIELDS, REPORT_FIELDS
from workbook.rulereader import RuleReader

if TYPE_CHECKING:
    from collections.abc import Callable

TEMPLATES = Path(__file__).resolve().parent.parent / "templates"
T = TypeVar("T")
_KINDS = ("heading", "count", "signed", "money")
_ADDS = ("always", "units", "never")
_COVER_KEYS = {field.key for field in (*REPORT_FIELDS, *CONTACT_FIELDS, *FIXED_FIELDS)}
# What a TOML value must be for a field of the form, by the field's annotation.
_FITS: dict[str, tuple[Callable[[Any], bool], str]] = {
    "str": (lambda value: isinstance(value, str), "文字"),
    "bool": (lambda value: isinstance(value, bool), "true 或 false"),
    "int | None": (lambda value: type(value) is int, "整数"),
    "tuple[str, ...]": (
        lambda value: isinstance(value, tuple) and all(isinstance(v, str) for v in value),
        "文字的列表",
    ),
}


@cache
def editions() -> dict[str, Path]:
    """Edition → file: the shipped forms, then those in the folders that ``NIANBAO_FORMS`` names.

    Raises:
        FormError: a folder that is not there, a file that is no TOML, two files with one edition.
    """
    folders = [TEMPLATES / "forms", *map(Path, filter(None, os.environ.get("NIANBAO_FORMS", "").split(os.pathsep)))]
    found: dict[str, Path] = {}
    if missing := [str(folder) for folder in folders if not folder.is_dir()]:
        # Passed over, a mistyped folder would let a province's report be read by the national form.
        message = f"NIANBAO_FORMS 指的文件夹 {'、'.join(missing)} 不存在；请改正这个环境变量，或去掉它。"
        raise FormError(message)
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
    """Every known form: those of provinces, then the national ones, each oldest first.

    A national form is called by the plain year it starts in. A province's own shares its years, so that a year
    alone never means it, however late it starts.
    """
    forms = [load_form(edition) for edition in editions()]
    return tuple(sorted(forms, key=lambda form: (form.edition == str(form.years[0]), form.years[0], form.edition)))


def form_for_year(year: int) -> Form:
    """The national edition that a report for this year is made on: the latest one that covers it.

    Raises:
        FormError: no edition covers the year.
    """
    covering = [form for form in all_forms() if form.covers(year)]
    if not covering:
        message = f"没有适用于 {year} 年度的统计表版式；请用 --form 指定版式，现有：{'、'.join(editions())}。"
        raise FormError(message)
    return covering[-1]


def read_form(path: Path) -> Form:
    """Load one form file and check it.

    Raises:
        FormError: with file and place, in Chinese.
    """
    return _Reader(path).form()


def _toml(path: Path) -> dict[str, Any]:
    try:
        return tomllib.loads(path.read_text("utf-8"))
    except OSError as error:
        message = f"{path}：版式文件读不出（{error.strerror}）。请检查文件和权限。"
        raise FormError(message) from error
    except UnicodeDecodeError as error:
        message = f"{path}：版式文件不是 UTF-8 编码。请用 UTF-8 另存。"
        raise FormError(message) from error
    except tomllib.TOMLDecodeError as error:
        at = re.search(r"line (\d+), column (\d+)", str(error))
        place = f"第 {at[1]} 行第 {at[2]} 列" if at else "末尾"
        message = f"{path} › {place}：不合 TOML 的写法（{error}）。请对照随程序带的版式文件改正。"
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
        entries = self.entries("tables", data.pop("tables", []))
        tables = tuple(self.table(f"tables[{n}]", entry) for n, entry in enumerate(entries, 1))
        rules = self.entries("rules", data.pop("rules", []))
        years = self.years(data.pop("years", []))
        form = self.build(
            Form,
            "（文件头）",
            data,
            years=years,
            tables=tables,
            sections=self.many(SectionSpec, "sections", data.pop("sections", [])),
            signoff=self.many(SignField, "signoff", data.pop("signoff", [])),
            phrases=self.many(Phrase, "phrases", data.pop("phrases", [])),
            series=self.many(Series, "series", data.pop("series", [])),
        )
        self.check_rows(form)
        self.check_places(form)
        return Form(**{**_shallow(form), "rules": tuple(RuleReader(form, self.fail).rules(rules))})

    def years(self, years: list[int]) -> tuple[int, int | None]:
        whole = isinstance(years, list) and all(type(year) is int for year in years)
        if not whole or len(years) not in (1, 2) or years[0] > years[-1]:
            place = "years"
            raise self.fail(place, f"应为 [起始年度] 或 [起始年度, 截止年度]，实为 {years!r}")
        return years[0], years[1] if len(years) > 1 else None

    def entries(self, place: str, found: list[dict[str, Any]]) -> list[dict[str, Any]]:
        if not isinstance(found, list) or not all(isinstance(entry, dict) for entry in found):
            raise self.fail(place, "应为一项一项的列表，每项写成 { 键 = 值, … }")
        return found

    def build(self, kind: type[T], place: str, entry: dict[str, Any], **given: Any) -> T:  # noqa: ANN401  # TOML values
        """Make a dataclass out of a TOML table; unknown and missing keys and values of a wrong type are errors."""
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
        for name, value in values.items():
            fits, wanted = _FITS.get(str(known[name].type), (None, ""))
            if fits and not fits(value):
                raise self.fail(place, f"{name} 应为{wanted}，实为 {entry.get(name)!r}")
        return kind(**values)

    def many(self, kind: type[T], place: str, entries: list[dict[str, Any]]) -> tuple[T, ...]:
        return tuple(
            self.build(kind, f"{place}[{n}]", entry) for n, entry in enumerate(self.entries(place, entries), 1)
        )

    def table(self, place: str, entry: dict[str, Any]) -> Table:
        entry = dict(entry)
        entries = self.entries(f"{place}.blocks", entry.pop("blocks", []))
        blocks = tuple(self.block(f"{place}.blocks[{n}]", block) for n, block in enumerate(entries, 1))
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
                self.one_of(place, "kind", row.kind, _KINDS)
                self.one_of(place, "adds", row.adds, _ADDS)
                seen.add(row.code)
            for column in (column for block in table.blocks for column in block.columns):
                self.one_of(f"{table.code} › {column.code}", "kind", column.kind, (None, *_KINDS))
                self.one_of(f"{table.code} › {column.code}", "adds", column.adds, (None, *_ADDS))
        codes = Counter(
            figure_code(r.code, c.code) for t in form.tables for b in t.blocks for r in b.rows for c in b.columns
        )
        if twins := [code for code, times in codes.items() if times > 1]:
            raise self.fail("、".join(twins), "两个单元格的代码相同")

    def one_of(self, place: str, key: str, value: object, known: tuple[str | None, ...]) -> None:
        if value not in known:
            words = [word for word in known if word]
            raise self.fail(place, f"{key} 应为 {'、'.join(words[:-1])} 或 {words[-1]}，实为 {value!r}")

    def check_places(self, form: Form) -> None:
        if not form.tables or not all(table.blocks for table in form.tables):
            place = "tables"
            raise self.fail(place, "至少要有一张表，每张表至少要有一块 [[tables.blocks]]")
        self.one_of("（文件头）", "tables_stand", form.tables_stand, ("sections", "attachment"))
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
        for one in form.series:
            place = f"series › {one.key}"
            if unknown := [code for code in one.codes if code not in form.items]:
                raise self.fail(place, f"没有指标 {'、'.join(unknown)}")
            if not one.codes:
                raise self.fail(place, "codes 不能为空")
        self.check_signoff(form)

    def check_signoff(self, form: Form) -> None:
        """Each key becomes the defined name of a cell of 封面, beside those that every form has there."""
        taken = set(_COVER_KEYS)
        for field in form.signoff:
            if field.key in taken or not re.fullmatch(r"[A-Za-z]\w*", field.key):
                place = f"signoff › {field.key}"
                raise self.fail(place, "key 应以字母开头，只含字母、数字和下划线，且不与别的项重复")
            taken.add(field.key)

    def check_phrase(self, form: Form, phrase: Phrase) -> None:
        place = f"phrases › {'、'.join(phrase.codes)}"
        unknown = [code for code in phrase.codes if code not in form.items]
        if unknown:
            raise self.fail(place, f"没有指标 {'、'.join(unknown)}")
        if "{n}" not in phrase.pattern and not phrase.zero:
            raise self.fail(place, "pattern 里没有 {n}（数的位置），也没有写 zero = true")
        if self.path.parent == TEMPLATES / "forms":
            # Compiling hundreds of expressions takes longer than reading a report; the shipped ones are tested.
            return
        try:
            re.compile(phrase.pattern.replace("{n}", r"(?P<number>\d+)"))
            for pattern in (phrase.measure, phrase.about, phrase.unless):
                re.compile(pattern)
        except re.error as error:
            raise self.fail(place, f"pattern 不是正确的正则表达式（{error}）：{phrase.pattern}") from error


def _shallow(form: Form) -> dict[str, Any]:
    return {spec.name: getattr(form, spec.name) for spec in fields(form)}
