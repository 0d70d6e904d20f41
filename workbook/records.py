"""来源: what was read, one record each, and back; together with the figures' cells it holds a report whole."""

from __future__ import annotations

from dataclasses import replace
from decimal import Decimal
from typing import TYPE_CHECKING

from workbook.cells import exact, pieces
from workbook.names import CONTACT_FIELDS
from workbook.report import Evidence, Figure, FoundIn, OtherFigure, State, Unplaced
from workbook.rules.scanned import CONFIRMED, doubts

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

    from workbook.cells import Content
    from workbook.expression import Number
    from workbook.form import Form
    from workbook.report import AnnualReport

COLUMNS = {
    "年度": 7.0,
    "类别": 9.0,
    "代码": 12.0,
    "名称": 30.0,
    "原文": 24.0,
    "数值": 11.0,
    "核对": 8.0,
    "截图": 21.0,
    "识别分": 8.0,
    "状态": 8.0,
    "计量单位": 9.0,
    "约数": 6.0,
    "来自": 6.0,
    "文件": 22.0,
    "页": 6.0,
    "行": 6.0,
    "位置": 16.0,
    "引文": 44.0,
    "备注": 24.0,
}
FIGURE, STATED, OTHER, UNPLACED, NOTE = "指标", "正文数字", "其他数字", "未归位", "提示"
# Fields that no cell of 封面 is made for, by the record's kind.
SIGNOFF, CONTACT = "落款", "联系方式"
CONTINUED = "续"
# What 核对 says of a figure that was recognised from a picture; any other word, or none, confirms it.
UNCHECKED, DOUBTED, CHECKED = "待核", "存疑", "已核"
STATES: dict[State, str] = {"reported": "数", "blank": "空白", "not_applicable": "不适用", "text": "文字"}
_STATES = {word: state for state, word in STATES.items()}
FOUND_IN: dict[FoundIn, str] = {"table": "表", "narrative": "正文"}
Record = dict[str, "Content"]
_LONG = ("名称", "原文", "引文", "备注", "位置", "文件")


def records_of(report: AnnualReport, form: Form) -> Iterator[Record]:
    """Every record of a report in the order of its columns; long texts run on in records of kind 续."""
    for record in _whole_records(report, form):
        yield from _cut({"年度": report.year, **record})


def _whole_records(report: AnnualReport, form: Form) -> Iterator[Record]:
    order = {code: place for place, code in enumerate(form.items)}
    doubted = doubts(report, form)
    for figure in sorted(report.figures.values(), key=lambda figure: order.get(figure.code, len(order))):
        checked = _check_record(figure.evidence, doubted=figure.code in doubted)
        yield {"类别": FIGURE, "名称": form.describe(figure.code), **_figure_record(figure), **checked}
    for figure in report.stated:
        checked = _check_record(figure.evidence, doubted=False)
        yield {"类别": STATED, "名称": form.describe(figure.code), **_figure_record(figure), **checked}
    for other in report.other_figures:
        marks: Record = {"名称": other.name, "数值": exact(other.value), "计量单位": other.measure}
        marks |= _check_record(other.evidence, doubted=False)
        yield {"类别": OTHER, **marks, "约数": _yes(said=other.approximate), **_evidence_record(other.evidence)}
    for unplaced in report.unplaced:
        yield {"类别": UNPLACED, "原文": unplaced.text, **_evidence_record(unplaced.evidence)}
    for note in report.notes:
        yield {"类别": NOTE, "原文": note}
    signs, contacts = known_fields(form)
    yield from _field_records(SIGNOFF, report.signoff, signs)
    yield from _field_records(CONTACT, report.contact, contacts)


def known_fields(form: Form) -> tuple[frozenset[str], frozenset[str]]:
    """The keys of sign-off and contact that have cells of their own."""
    contacts = frozenset(field.key.removeprefix("contact_") for field in CONTACT_FIELDS)
    return frozenset(field.key for field in form.signoff), contacts


def _field_records(kind: str, values: Mapping[str, str], known: frozenset[str]) -> Iterator[Record]:
    for key, value in values.items():
        # An empty field and a missing one look alike in a cell; the record keeps them apart.
        if key not in known or not value:
            yield {"类别": kind, "代码": key, "原文": value}


def _figure_record(figure: Figure) -> Record:
    return {
        "代码": figure.code,
        "原文": figure.text,
        "数值": None if figure.value is None else exact(figure.value),
        "状态": STATES[figure.state],
        "计量单位": figure.measure,
        "约数": _yes(said=figure.approximate),
        "来自": FOUND_IN[figure.found_in],
        **_evidence_record(figure.evidence),
        "备注": figure.note,
    }


def _evidence_record(evidence: Evidence) -> Record:
    place: Record = {"文件": evidence.file, "页": evidence.page, "行": evidence.line}
    return place | {"位置": evidence.place, "引文": evidence.quote}


def _check_record(evidence: Evidence, *, doubted: bool) -> Record:
    """Whether a recognised figure has still to be checked, and how sure its recognition was."""
    score = evidence.score
    if score is None:
        return {}
    word = CHECKED if score >= CONFIRMED else DOUBTED if doubted else UNCHECKED
    return {"核对": word, "识别分": Decimal(f"{score:.3f}")}


def picture_name(year: Content, code: Content) -> str:
    """The name of a figure's picture among our drawings; the year is the one in its record."""
    return f"{'' if year is None else year} {code}"


def _yes(*, said: bool) -> str:
    return "是" if said else ""


def _cut(record: Record) -> Iterator[Record]:
    texts = {column: pieces(str(record.get(column) or "")) for column in _LONG}
    yield record | {column: cut[0] for column, cut in texts.items() if column in record}
    for more in range(1, max(map(len, texts.values()))):
        rest: Record = {column: cut[more] for column, cut in texts.items() if more < len(cut)}
        yield {"年度": record["年度"], "类别": CONTINUED, **rest}


def join(records: Iterable[Record]) -> list[Record]:
    """Put the continued texts back to where they began."""
    whole: list[Record] = []
    for record in records:
        if record.get("类别") == CONTINUED and whole:
            for column in _LONG:
                if record.get(column):
                    whole[-1][column] = _text(whole[-1], column) + _text(record, column)
        else:
            whole.append(dict(record))
    return whole


def gather(records: Iterable[Record], report: AnnualReport, pictures: Mapping[str, bytes] | None = None) -> None:
    """Put joined records of one year back into its report; ``pictures`` by :func:`picture_name`."""
    for record in records:
        kind = record.get("类别")
        if kind == FIGURE:
            figure = _figure(record)
            picture = (pictures or {}).get(picture_name(record.get("年度"), figure.code), b"")
            figure = replace(figure, evidence=replace(figure.evidence, picture=picture)) if picture else figure
            report.figures[figure.code] = figure
        elif kind == STATED:
            report.stated.append(_figure(record))
        elif kind == OTHER:
            report.other_figures.append(_other(record))
        elif kind == UNPLACED:
            report.unplaced.append(Unplaced(_text(record, "原文"), _evidence(record)))
        elif kind == NOTE:
            report.notes.append(_text(record, "原文"))
        elif kind in (SIGNOFF, CONTACT):
            fields = report.signoff if kind == SIGNOFF else report.contact
            fields[_text(record, "代码")] = _text(record, "原文")


def _figure(record: Record) -> Figure:
    value = _number(record.get("数值"))
    fallback: State = "reported" if value is not None else "blank"
    return Figure(
        code=_text(record, "代码"),
        state=_STATES.get(_text(record, "状态"), fallback),
        value=value,
        text=_text(record, "原文"),
        approximate=bool(record.get("约数")),
        measure=_text(record, "计量单位"),
        found_in="narrative" if record.get("来自") == FOUND_IN["narrative"] else "table",
        evidence=_evidence(record),
        note=_text(record, "备注"),
    )


def _other(record: Record) -> OtherFigure:
    return OtherFigure(
        name=_text(record, "名称"),
        value=_number(record.get("数值")) or 0,
        measure=_text(record, "计量单位"),
        approximate=bool(record.get("约数")),
        evidence=_evidence(record),
    )


def _evidence(record: Record) -> Evidence:
    page, line = (_number(record.get(column)) for column in ("页", "行"))
    return Evidence(
        file=_text(record, "文件"),
        page=None if page is None else int(page),
        line=None if line is None else int(line),
        quote=_text(record, "引文"),
        place=_text(record, "位置"),
        score=_score(record),
    )


def _score(record: Record) -> float | None:
    """How sure a recognised figure is; 1 as soon as 核对 no longer says that it has to be checked."""
    score = _number(record.get("识别分"))
    if score is None:
        return None
    return float(score) if _text(record, "核对").strip() in (UNCHECKED, DOUBTED) else CONFIRMED


def _text(record: Mapping[str, Content], column: str) -> str:
    value = record.get(column)
    return "" if value is None else str(value)


def _number(value: Content) -> Number | None:
    """A number, also one kept as text because a cell would have cut its digits."""
    if isinstance(value, str):
        digits = value.strip().lstrip("+-")
        if not digits.replace(".", "", 1).isdecimal():
            return None
        return Decimal(value) if "." in digits else int(value)
    return value if isinstance(value, int | Decimal) else None
