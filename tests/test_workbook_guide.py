"""封面 tells what is done and leads to what is not, 填报说明 tells of each row; recalculated by a real LibreOffice."""

from __future__ import annotations

import io
import re
from dataclasses import dataclass
from functools import cache

import books
import office
import openpyxl
import pytest
import randomtables

from workbook import carry
from workbook.content import BookContent
from workbook.draftfile import load_drafts
from workbook.drafts import drafted
from workbook.formfile import load_form
from workbook.layout import layout_of
from workbook.names import FIXED_FIELDS, REPORT_FIELDS, sign_fields
from workbook.passages import CONFIRMED, GAPS
from workbook.report import AnnualReport, Section
from workbook.template import guide, steps
from workbook.write import make_book, save_book, update_book

STEPS = ("封面填完", "统计表填完", "正文写完", "校验无错误", "生成报告")


@dataclass
class Cover:
    """The states of the five steps, and where each leads, as LibreOffice works them out."""

    states: list[str]
    targets: list[str]
    book: openpyxl.Workbook


def opened(data):
    return openpyxl.load_workbook(io.BytesIO(data))


@cache
def empty(edition):
    """An edition's empty workbook, not to be changed."""
    return made(AnnualReport(form=edition))


def made(report):
    return make_book(BookContent(report))


def done(edition, **changed):
    """A report with nothing missing: table, text, sign-off."""
    form = load_form(edition)
    report = books.report(edition, **changed)
    report.signoff = {field.key: "李四" for field in form.signoff}
    report.sections = [Section(spec.number, spec.title, ("写好了。",)) for spec in form.sections]
    return report


def with_text(report, *paragraphs, section=-1):
    """The report with these paragraphs in one of its sections."""
    old = report.sections[section]
    report.sections[section] = Section(old.number, old.title, paragraphs)
    return report


def gone(report, *codes):
    """The report without these figures."""
    for code in codes:
        del report.figures[code]
    return report


def faults():
    """Something missing at each step."""
    report = gone(done("2021", T3__1__C7="999999"), "T3.3.4.2.C3", "T4.B.1", "T2.6.a.1")
    del report.signoff["reviewer"]
    return made(with_text(report))


def allowances():
    """What is no fault: a stroke for a figure, text below its title's line as an empty workbook has it, a warning."""
    book = made(with_text(done("2021", T2__1__a__1="900000")))
    sheet = book["正文"]
    row = next(row for row in range(5, 40) if sheet.cell(row, 3).value == "其他需要报告的事项")
    sheet.cell(row + 2, 4).value = "写在下一行"
    book["统计表"][layout_cell("2021", "T2.6.a.1")] = "/"
    return book


def lines():
    """A gap in a line without a state, which a user has put there; a finding that marking wrote below the rules."""
    book = made(with_text(done("2021"), section=2))
    book["正文"]["D20"] = "共【请填写：次数】次。"
    book["校验"]["B70"] = "错误"
    return book


def renamed():
    book = made(with_text(done("2021", T3__1__C7="999999"), "好。", "共【请填写：次数】次。"))
    books.rename(book, "正文", "文字 部分")
    books.rename(book, "校验", "核对")
    return book


def confirmed(content):
    """Drafts, every one of them confirmed, their gaps filled."""
    book = make_book(content)
    sheet = book["正文"]
    for row in range(5, sheet.max_row + 1):
        if sheet.cell(row, 4).value:
            sheet.cell(row, 4).value = re.sub("【.*?】", "已补上", sheet.cell(row, 4).value)
            sheet.cell(row, 5).value = CONFIRMED
    return book


def cases():
    drafts = drafted(randomtables.content("2014", 2))
    return {
        **{f"empty-{edition}": made(AnnualReport(form=edition)) for edition in books.EDITIONS},
        **{f"done-{edition}": made(done(edition)) for edition in ("2014", "2021")},
        "faults": faults(),
        "allowances": allowances(),
        "lines": lines(),
        "renamed": renamed(),
        "drafts": make_book(drafts),
        "carried": make_book(carry.carried(BookContent(books.report("2014")), done("2014"), [])),
        "confirmed": confirmed(drafts),
    }


def layout_cell(edition, code):
    return layout_of(load_form(edition)).where(code).rpartition("!")[2]


def first_argument(formula):
    """A formula in which each link gives where it leads in the place of its words."""
    while "HYPERLINK(" in formula:
        start = formula.index("HYPERLINK(") + len("HYPERLINK(")
        depth, quoted, cuts = 0, False, []
        for at in range(start, len(formula)):
            sign = formula[at]
            quoted ^= sign == '"'
            if quoted:
                continue
            depth += (sign == "(") - (sign == ")")
            if (sign == "," and depth == 0) or depth < 0:
                cuts.append(at)
                if depth < 0:
                    break
        formula = formula[: start - len("HYPERLINK(")] + f"({formula[start : cuts[0]]})" + formula[cuts[-1] + 1 :]
    return formula


@pytest.fixture(scope="module")
def covers(tmp_path_factory):
    folder = tmp_path_factory.mktemp("covers")
    (folder / "out").mkdir()
    paths = {}
    for name, book in cases().items():
        cover = book["封面"]
        for at in range(5, 10):
            cover[f"G{at}"] = first_argument(cover[f"D{at}"].value)
            cover[f"H{at}"] = first_argument(cover[f"B{at}"].value)
        paths[name] = folder / f"{name}.xlsx"
        book.save(paths[name])
    office.convert(list(paths.values()), "xlsx", folder / "out")
    found = {}
    for name, path in paths.items():
        book = openpyxl.load_workbook(folder / "out" / path.name, data_only=True)
        column = [[str(book["封面"][f"{letter}{at}"].value or "") for at in range(5, 10)] for letter in "DG"]
        found[name] = Cover(*column, book)
    return found


def state(covers, name, step):
    return covers[name].states[STEPS.index(step)]


def target(covers, name, step):
    place = covers[name].targets[STEPS.index(step)].removeprefix("#").replace("$", "").replace("'", "")
    # LibreOffice parts sheet and cell by a point or a mark, by its settings.
    return re.sub(r"[.!](?=[A-Z]+\d+$)", "!", place)


@pytest.mark.parametrize("edition", books.EDITIONS)
def test_an_empty_workbook_has_everything_to_be_done(covers, edition):
    states = covers[f"empty-{edition}"].states
    assert [text[0] for text in states] == ["✗", "✗", "✗", "○", "○"]
    fields = steps.required_fields(load_form(edition))
    assert states[0] == f"✗ 还缺 {len(fields)} 项，先填“填报单位”"
    assert target(covers, f"empty-{edition}", "封面填完") == "M_unit"


@pytest.mark.parametrize("edition", ["2014", "2021"])
def test_a_complete_workbook_has_a_tick_at_every_step(covers, edition):
    assert [text[0] for text in covers[f"done-{edition}"].states] == ["✓"] * 5


def test_each_step_leads_to_its_sheet():
    cover = empty("2021")["封面"]
    names = [re.search('#([A-Za-z_]+)"', str(cover[f"B{at}"].value)) for at in range(5, 9)]
    assert [name[1] for name in names] == ["M_unit", "S_statistics", "S_narrative", "S_checks"]
    assert all(name[1] in cover.parent.defined_names for name in names)


def test_the_first_field_that_is_missing_is_named(covers):
    assert state(covers, "faults", "封面填完") == "✗ 还缺 1 项，先填“审核人”"
    assert target(covers, "faults", "封面填完") == "M_reviewer"


def test_the_first_empty_cell_of_the_table_is_led_to(covers):
    assert state(covers, "faults", "统计表填完") == "✗ 还有 3 行有空白格"
    assert target(covers, "faults", "统计表填完") == "T2_6_a_1"


def test_each_row_of_the_table_names_its_first_empty_cell(covers):
    sheet = covers["faults"].book["统计表"]
    layout = layout_of(load_form("2021"))
    column = layout.state_column + 2 + 2 * layout.side_columns
    at = layout.figures["T3.3.4.2.C3"].at.row
    assert sheet.cell(at, column).value == "空：T3_3_4_2_C3"
    assert not sheet.cell(at - 1, column).value


def test_a_stroke_is_no_blank(covers):
    assert state(covers, "allowances", "统计表填完").startswith("✓")


def test_a_section_without_text_is_told_and_led_to(covers):
    assert state(covers, "faults", "正文写完") == "✗ 1 部分未写"
    sheet = covers["faults"].book["正文"]
    row = next(row for row in range(5, 30) if sheet.cell(row, 5).value == "未写")
    assert sheet.cell(row, 3).value == "其他需要报告的事项"
    assert target(covers, "faults", "正文写完").endswith(f"正文!D{row}")


def test_text_may_begin_below_the_line_of_the_title(covers):
    rows = [row[2:5] for row in covers["allowances"].book["正文"].iter_rows(min_row=5, max_row=25, values_only=True)]
    assert (None, "写在下一行", None) in [tuple(cell or None for cell in row) for row in rows]
    assert state(covers, "allowances", "正文写完").startswith("✓")


@pytest.mark.parametrize("name", ["renamed", "lines"])
def test_a_gap_in_the_text_is_told_but_no_section_that_is_a_table(covers, name):
    assert state(covers, name, "正文写完") == "✗ 1 处待填"


def test_drafts_and_last_years_text_are_not_done_until_they_are_confirmed(covers):
    assert re.match(r"✗ .*\d+ 段草稿未核", state(covers, "drafts", "正文写完"))
    assert re.match(r"✗ .*\d+ 段草稿未核", state(covers, "carried", "正文写完"))
    assert state(covers, "confirmed", "正文写完") == "✓ 已写完"


def test_an_error_is_told_and_led_to(covers):
    assert re.match("✗ 错误 2 项", state(covers, "faults", "校验无错误"))
    sheet = covers["faults"].book["校验"]
    row = next(row for row in range(5, 70) if sheet.cell(row, 8).value == "不符")
    assert target(covers, "faults", "校验无错误").endswith(f"校验!H{row}")
    assert covers["faults"].states[4].startswith("○")


def test_a_warning_is_no_error(covers):
    assert state(covers, "allowances", "校验无错误") == "✓ 没有错误，警告或提示 1 项"


def test_an_error_that_marking_wrote_below_the_rules_counts(covers):
    assert state(covers, "lines", "校验无错误") == "✗ 错误 1 项"
    assert target(covers, "lines", "校验无错误").endswith("校验!B70")


def test_links_follow_a_sheet_that_is_renamed(covers):
    assert "文字 部分!D" in target(covers, "renamed", "正文写完")
    assert "核对!H" in target(covers, "renamed", "校验无错误")


def test_no_formula_of_the_cover_is_longer_than_excel_takes():
    for edition in books.EDITIONS:
        book = empty(edition)
        formulas = [str(cell.value) for sheet in book for row in sheet for cell in row if str(cell.value)[:1] == "="]
        assert max(map(len, formulas)) < 8192


def test_the_gaps_looked_for_are_those_that_are_left():
    asked = [
        text for edition in books.EDITIONS for draft in load_drafts(edition).sections.values() for text in draft.ask
    ]
    assert asked
    assert all(GAPS[0] in text for text in asked)
    assert carry.MARK.startswith(GAPS[1])


def test_a_workbook_filled_again_keeps_its_steps():
    content = BookContent(done("2021"))
    again = opened(update_book(save_book(made(AnnualReport(form="2021"))), content, "x.xlsx"))
    first = make_book(content)
    for name in ("S_narrative_texts", "S_narrative_states", "S_statistics_empty", "V_verdicts"):
        assert again.defined_names[name].attr_text == first.defined_names[name].attr_text


@pytest.mark.parametrize("edition", books.EDITIONS)
def test_the_guide_tells_of_every_row(edition):
    form = load_form(edition)
    sheet = empty(edition)["填报说明"]
    told = {row[1]: row for row in sheet.iter_rows(min_row=guide.HEADER_ROW + 1, values_only=True)}
    assert list(told) == [row.code for table in form.tables for row in table.rows]
    assert all(row[0] and row[2] and row[4] for row in told.values())
    for table in form.tables:
        for row in table.rows:
            assert not row.note or row.note.strip("（）") in told[row.code][4]
            assert row.kind != "heading" or "不填数" in told[row.code][4]


def test_the_guide_says_what_a_row_is_to_the_one_above():
    sheet = empty("2014")["填报说明"]
    how = {row[1]: row[4] for row in sheet.iter_rows(min_row=guide.HEADER_ROW + 1, values_only=True)}
    assert how["1.1.1"] == "“主动公开政府信息数”的其中项，已含在内。"
    assert how["1.1.2"] == "另行统计，不是“主动公开政府信息数”的一部分。"
    assert how["3.1"].startswith("合计，由公式算出。")
    assert how["6"] == guide.UNEXPLAINED


def test_words_of_the_law_come_with_their_article():
    for edition in ("2019", "2021"):
        rows = load_form(edition).rows.values()
        assert all(re.search("《政府信息公开条例》第.+条）$", row.meaning) for row in rows if row.meaning)
        assert sum(1 for row in rows if row.meaning) == 9


def test_the_checks_of_a_row_are_those_of_the_sheet():
    layout = layout_of(load_form("2021"))
    sheet = empty("2021")["填报说明"]
    checks = {row[1]: row[5] or "" for row in sheet.iter_rows(min_row=guide.HEADER_ROW + 1, values_only=True)}
    assert {rule.rule.code for rule in layout.rules.values()} == set(
        re.findall("[A-Z]\\d{3}", " ".join(checks.values()))
    )


def test_required_fields_are_those_of_the_cover():
    form = load_form("2021")
    keys = {field.key for field in (*REPORT_FIELDS, *sign_fields(form))}
    assert {field.key for field in steps.required_fields(form)} == keys - {"title"}
    assert not keys & {field.key for field in FIXED_FIELDS}
