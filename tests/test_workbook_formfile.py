from __future__ import annotations

import json
import os
from collections import Counter
from pathlib import Path

import books
import pytest

from workbook import formfile
from workbook.errors import FormError
from workbook.formfile import all_forms, editions, form_for_year, load_form, read_form

ROOT = Path(__file__).resolve().parent.parent
FACTS = ROOT.parent / "shared" / "forms"

SMALL = """
edition = "small"
name = "小表"
basis = "测试"
years = [2030]
report_title = "{unit}{year}"
tables_stand = "sections"
signoff = [{ key = "head", label = "负责人" }]
sections = [{ number = "一", title = "办理", table = "A" }]

[[tables]]
code = "A"
title = "办理"
section = "一"

[[tables.blocks]]
columns = [{ code = "X", label = "线上" }, { code = "Y", label = "合计" }]
rows = [
  { code = "A.1", label = "收到", kind = "heading" },
  { code = "A.1.1", label = "来信", parent = "A.1" },
]

[[rules]]
code = "T901"
severity = "error"
check = "[A.1.1.Y] = [A.1.1.X]"
says = "合计等于各项"
basis = "测试"

[[phrases]]
codes = ["A.1.1.Y"]
pattern = "来信{n}"
"""

AGAIN = """
[[rules]]
code = "T901"
severity = "note"
check = "[A.1.1.X] >= 0"
says = "x"
basis = "x"

"""

# What is changed in the small form, and what the complaint must say: the place, then the fault.
FAULTS = {
    "unknown parent": ('parent = "A.1"', 'parent = "A.7"', "A › A.1.1：上级 A.7 不存在，或排在它之后"),
    "parent after its child": ('kind = "heading" }', 'kind = "heading", parent = "A.1.1" }', "上级 A.1.1 不存在"),
    "row code twice": ('"A.1.1", label', '"A.1", label', "A › A.1：代码重复"),
    "column code twice": ('code = "Y"', 'code = "X"', "A.1.X、A.1.1.X：两个单元格的代码相同"),
    "row and column codes that meet": (
        'code = "X", label',
        'code = "1.Y", label',
        "A.1.1.Y：两个单元格的代码相同",
    ),
    "rule naming no such figure": ("[A.1.1.X]", "[A.9.X]", "rules › T901：没有指标 A.9.X"),
    "rule naming no figure": ("[A.1.1.Y] = [A.1.1.X]", "1 = 2", "rules › T901：算式里没有指标代码"),
    "rule that does not parse": ("[A.1.1.Y] =", "[A.1.1.Y] ==", "rules › T901：此处应为指标代码或数，实为 '='"),
    "rule pointing at no figure": ('says = "', 'target = "B"\nsays = "', "rules › T901：没有指标 B"),
    "rule for the columns of no table": ('says = "', 'each = { c = "columns B" }\nsays = "', "rules › T901：没有表 B"),
    "rule with an unknown key": ('says = "', 'because = "x"\nsays = "', "rules › T901：多出 because"),
    "rule without a basis": ('basis = "测试"\n\n[[phrases', "\n[[phrases", "rules › T901：缺少 basis"),
    "rule code twice": ("[[phrases]]", f"{AGAIN}[[phrases]]", "rules › T901：规则代码重复"),
    "bad severity": ('"error"', '"fatal"', "rules › T901：severity 应为 error、warning 或 note，实为 'fatal'"),
    "fills that is no truth": ('says = "', 'fills = "false"\nsays = "', "rules › T901：fills 的值写得不对"),
    "fills on an inequality": ('] = [A.1.1.X]"', '] <= [A.1.1.X]"\nfills = true', "rules › T901：fills 只能用于"),
    "fills on a sum": ("[A.1.1.Y] = ", "[A.1.1.Y] + 1 = ", "fills 只能用于"),
    "fills with itself": ("= [A.1.1.X]", "= [A.1.1.X] + [A.1.1.Y]", "fills 只能用于"),
    "fills with a number": ("= [A.1.1.X]", "= 3", "fills 只能用于"),
    "unknown key of a row": ('label = "来信"', 'label = "来信", colour = "red"', "blocks[1].rows[2]：多出 colour"),
    "row without a label": ('label = "来信", ', "", "tables[1].blocks[1].rows[2]：缺少 label"),
    "unknown key of the head": ('basis = "测试"\nyears', 'note = "x"\nyears', "（文件头）：多出 note"),
    "head without a name": ('name = "小表"', "", "（文件头）：缺少 name"),
    "label that is a number": ('label = "来信"', "label = 5", "rows[2]：label 应为文字，实为 5"),
    "variants that are one word": ('label = "来信"', 'label = "来信", variants = "信"', "variants 应为文字的列表"),
    "row that is a word": ('{ code = "A.1", label = "收到", kind = "heading" }', '"A.1"', "rows：应为一项一项的列表"),
    "unknown kind of a row": ('kind = "heading"', 'kind = "text"',
                              "A › A.1：kind 应为 heading、count、signed 或 money，实为 'text'"),
    "unknown kind of a column": ('label = "线上"', 'label = "线上", kind = "sum"', "A › X：kind 应为 heading、count"),
    "tables that stand nowhere": ('"sections"', '"inside"', "tables_stand 应为 sections 或 attachment，实为 'inside'"),
    "section naming no table": ('table = "A"', 'table = "B"', "sections › 一：没有表 B"),
    "table naming no section": ('section = "一"', 'section = "二"', "A：没有第 二 部分"),
    "block without columns": ('[{ code = "X", label = "线上" }, { code = "Y", label = "合计" }]', "[]",
                              "tables[1].blocks[1]：columns 和 rows 都不能为空"),
    "sign-off key that is no name": ('key = "head"', 'key = "负责 人"', "signoff › 负责 人：key 应以字母开头"),
    "sign-off key of the cover": ('key = "head"', 'key = "unit"', "signoff › unit：key 应以字母开头"),
    "phrase with a bad pattern": ('"来信{n}"', '"来信({n}"', "phrases › A.1.1.Y：pattern 不是正确的正则表达式"),
    "phrase without a number": ('"来信{n}"', '"来信"', "phrases › A.1.1.Y：pattern 里没有 {n}"),
    "phrase naming no figure": ('["A.1.1.Y"]', '["A.3"]', "phrases › A.3：没有指标 A.3"),
    "years in words": ("[2030]", '["2030"]', "years：应为 [起始年度] 或 [起始年度, 截止年度]，实为 ['2030']"),
    "years that are one number": ("[2030]", "2030", "years：应为 [起始年度]"),
    "years backwards": ("[2030]", "[2030, 2029]", "years：应为 [起始年度]"),
    "three years": ("[2030]", "[2030, 2031, 2032]", "years：应为 [起始年度]"),
    "no years": ("years = [2030]", "", "years：应为 [起始年度]"),
    "broken TOML": ('name = "小表"', 'name = "小表', "第 3 行第 11 列：不合 TOML 的写法"),
}  # fmt: skip  # one fault a line reads as a table


@pytest.fixture
def forms_folder(tmp_path, monkeypatch):
    """An empty folder in which nianbao looks for forms."""
    folder = tmp_path / "版式"
    folder.mkdir()
    monkeypatch.setenv("NIANBAO_FORMS", str(folder))
    books.forget_forms()
    yield folder
    books.forget_forms()


def written(folder, text, name="small.toml"):
    path = folder / name
    path.write_text(text, "utf-8")
    return path


def small(edition, years):
    return SMALL.replace('"small"', f'"{edition}"').replace("[2030]", years)


@pytest.mark.parametrize(
    ("edition", "rows", "items", "values"), [("2014", 65, 65, 58), ("2019", 36, 226, 198), ("2021", 37, 235, 200)]
)
def test_the_three_forms_have_the_size_of_the_printed_ones(edition, rows, items, values):
    form = load_form(edition)
    assert (len(form.rows), len(form.items), len(list(form.values()))) == (rows, items, values)


@pytest.mark.parametrize(("edition", "rows"), [("2019", 23), ("2021", 25)])
def test_the_identities_of_table_three_are_stated_for_each_row_and_column(edition, rows):
    counted = Counter(rule.code for rule in load_form(edition).rules)
    assert [counted[code] for code in ("T301", "T302", "T303", "T401")] == [7, 7, rows, 3]


@pytest.mark.parametrize(
    ("target", "says"),
    [
        ("3.1", "[3.1] = [3.1.1] + [3.1.2] + [3.1.3] + [3.1.4]"),
        ("3.2", "[3.2] = [3.2.1] + [3.2.2]"),
        ("5", "[5] = [5.1] + [5.2] + [5.3]"),
        ("8.3", "[8.3] = [8.3.1] + [8.3.2]"),
    ],
)
def test_the_sums_of_2014_are_those_of_the_printed_nesting(target, says):
    filling = [rule.check.text for rule in load_form("2014").rules if rule.fills and rule.target == target]
    assert filling == [says]


def facts(edition):
    path = FACTS / f"{edition}.json"
    if not path.exists():
        pytest.skip(f"the facts of the forms are not beside this repository ({path})")
    return json.loads(path.read_text("utf-8"))


def test_the_rows_of_2014_are_those_of_the_facts():
    rows = load_form("2014").rows.values()
    told = [(r["code"], r["num"] or "", r["label"], r["parent"] or "", r["unit"] or "") for r in facts("2014")["rows"]]
    assert [(row.code, row.num, f"{row.label}{row.note}", row.parent, row.unit) for row in rows] == told
    kinds = [(r["code"], r["kind"], r["relation"] or "") for r in facts("2014")["rows"]]
    assert [(row.code, row.kind, row.relation) for row in rows] == kinds


@pytest.mark.parametrize("edition", ["2019", "2021"])
def test_table_two_is_that_of_the_facts(edition):
    blocks = load_form(edition).tables[0].blocks
    told = [(b["clause"], b["columns"], [(r["code"], r["label"]) for r in b["rows"]]) for b in facts(edition)["table2"]]
    found = [
        (b.title, [b.corner, *(f"{c.label}{c.note}" for c in b.columns)], [(r.code, r.label) for r in b.rows])
        for b in blocks
    ]
    assert found == told


@pytest.mark.parametrize("edition", ["2019", "2021"])
def test_table_three_is_that_of_the_facts(edition):
    table, told = load_form(edition).tables[1], facts(edition)["table3"]
    (block,) = table.blocks
    assert (table.corner_note, block.column_title) == (told["corner_note"], told["column_group_title"])
    columns = [(c["code"], c["label"], (c["group"],) if c["group"] else ()) for c in told["columns"]]
    assert [(c.code, c.label, c.groups) for c in block.columns] == columns
    rows = [(r["code"], r["num"], r["label"], r["parent"] or "", r["unit"]) for r in told["rows"]]
    assert [(r.code, r.num, f"{r.label}{r.note}", r.parent, r.unit) for r in block.rows] == rows
    headings = [r["code"] for r in told["rows"] if r["kind"] == "heading"]
    assert [r.code for r in block.rows if r.kind == "heading"] == headings


@pytest.mark.parametrize("edition", ["2019", "2021"])
def test_table_four_and_the_sections_are_those_of_the_facts(edition):
    form, told = load_form(edition), facts(edition)
    columns = [column for block in told["table4"]["blocks"] for column in block["columns"]]
    items = [item for item in form.values() if item.table.code == "T4"]
    assert [(item.code, item.column.label, item.unit) for item in items] == [
        (column["code"], column["label"], column["unit"]) for column in columns
    ]
    sections = [(f"{s.number}、{s.title}", s.table) for s in form.sections]
    assert sections == [(section["title"], section.get("table", "")) for section in told["sections"]]


@pytest.mark.parametrize("fault", FAULTS)
def test_a_form_that_contradicts_itself_is_refused_with_file_and_place(fault, tmp_path):
    before, after, complaint = FAULTS[fault]
    text = SMALL.replace(before, after)
    assert text != SMALL
    if fault in ("fills on a sum", "fills with itself", "fills with a number"):
        text = text.replace('severity = "error"', 'severity = "error"\nfills = true')
    path = written(tmp_path, text)
    with pytest.raises(FormError) as refused:
        read_form(path)
    assert str(refused.value).startswith(str(path))
    assert complaint in str(refused.value)
    assert refused.value.exit_code == 3


def test_the_small_form_itself_is_sound(tmp_path):
    form = read_form(written(tmp_path, SMALL))
    assert [item.code for item in form.values()] == ["A.1.1.X", "A.1.1.Y"]
    assert form.rules[0].target == "A.1.1.Y"
    assert form.years == (2030, None)


def test_a_form_needs_a_table_and_a_table_a_block(tmp_path):
    head = SMALL.partition("[[tables]]")[0].replace(', table = "A"', "")
    for text in (head, head + '[[tables]]\ncode = "A"\ntitle = "办理"\n'):
        with pytest.raises(FormError, match="至少要有一张表"):
            read_form(written(tmp_path, text))


def test_a_file_of_another_encoding_is_refused(tmp_path):
    path = tmp_path / "gb.toml"
    path.write_bytes(SMALL.encode("gb18030"))
    with pytest.raises(FormError, match="不是 UTF-8 编码"):
        read_form(path)


def test_a_file_that_is_not_there_is_refused(tmp_path):
    with pytest.raises(FormError, match="版式文件读不出"):
        read_form(tmp_path / "none.toml")


def test_a_rule_stands_for_each_row_and_column_it_names(tmp_path):
    rule = '[[rules]]\ncode = "T902"\nseverity = "note"\nsays = "x"\nbasis = "x"\ncheck = "[{r}.{c}] >= 0"\n'
    each = 'each = { r = "rows A", c = "columns A" }\n'
    form = read_form(written(tmp_path, f"{SMALL}\n{rule}{each}"))
    made = [(one.key, one.target) for one in form.rules if one.code == "T902"]
    assert made == [("A.1.1_X", "A.1.1.X"), ("A.1.1_Y", "A.1.1.Y")]


def test_folders_of_own_forms_add_editions(forms_folder, tmp_path, monkeypatch):
    other = tmp_path / "另一处"
    other.mkdir()
    written(forms_folder, small("甲省", "[2030]"))
    written(other, small("乙省", "[2031]"))
    monkeypatch.setenv("NIANBAO_FORMS", os.pathsep.join((str(forms_folder), "", str(other))))
    assert list(editions()) == ["2014", "2019", "2021", "甲省", "乙省"]
    assert load_form("乙省").years == (2031, None)


def test_two_files_cannot_be_one_edition(forms_folder):
    path = written(forms_folder, small("2019", "[2019]"))
    with pytest.raises(FormError) as refused:
        editions()
    assert str(path) in str(refused.value)
    assert f"版式 2019 与 {formfile.TEMPLATES / 'forms' / '2019.toml'} 重复，请改 edition。" in str(refused.value)


def test_a_folder_that_is_not_there_is_told(forms_folder):
    forms_folder.rmdir()
    with pytest.raises(FormError, match=r"NIANBAO_FORMS 指的文件夹 .*版式 不存在"):
        editions()


def test_an_unknown_edition_is_told_with_those_that_are_known():
    with pytest.raises(FormError, match="没有版式“1999”；现有：2014、2019、2021。"):
        load_form("1999")


@pytest.mark.parametrize(
    ("year", "edition"),
    [(2008, "2014"), (2013, "2014"), (2014, "2014"), (2018, "2014"), (2019, "2019"), (2020, "2019"), (2021, "2021"),
     (2030, "2021")],
)  # fmt: skip
def test_a_year_has_its_national_form(year, edition):
    assert form_for_year(year).edition == edition


def test_a_year_before_all_forms_is_told():
    with pytest.raises(FormError, match="没有适用于 2007 年度的统计表版式；请用 --form 指定版式"):
        form_for_year(2007)


def test_a_provinces_form_never_takes_a_year_from_the_national_one(forms_folder):
    written(forms_folder, small("某省", "[2022]"), "1.toml")
    written(forms_folder, small("另一省", "[2000, 2005]"), "2.toml")
    assert [form_for_year(year).edition for year in (2021, 2022, 2030)] == ["2021"] * 3
    assert all_forms()[-1].edition == "2021"
    # A year that no national form knows is another matter.
    assert form_for_year(2003).edition == "另一省"


def test_the_next_national_form_takes_over_from_its_year(forms_folder):
    written(forms_folder, small("2027", "[2027]"))
    assert [form_for_year(year).edition for year in (2026, 2027, 2030)] == ["2021", "2027", "2027"]
    assert all_forms()[-1].edition == "2027"
