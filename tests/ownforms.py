"""Forms that nianbao was not shipped with: a fourth national edition and a province's extension of the third."""

from __future__ import annotations

from typing import TYPE_CHECKING

import books

from workbook.formfile import TEMPLATES, load_form

if TYPE_CHECKING:
    from pathlib import Path

    from workbook.form import Form

FOURTH, EXTENDED = "2027", "青岭省扩展"
YEARS = {FOURTH: 2027, EXTENDED: 2024}

# A national form of the future, with every kind of table and of rule that the language has.
_FOURTH = """
edition = "2027"
name = "政府信息公开工作年度报告格式（四版样例）"
basis = "测试用文件"
years = [2027]
report_title = "{unit}{year}年政府信息公开工作年度报告"
tables_stand = "sections"
signoff = [
  { key = "head", label = "签发人" },
  { key = "preparer", label = "经办人" },
  { key = "date", label = "填报日期" },
]
sections = [
  { number = "一", title = "年度概况" },
  { number = "二", title = "公开渠道情况", table = "Q" },
  { number = "三", title = "申请办理情况", table = "S" },
  { number = "四", title = "困难与打算" },
]

[[tables]]
code = "Q"
title = "公开渠道情况"
section = "二"

[[tables.blocks]]
title = "（甲）发布平台"
corner = "平台名称"
columns = [
  { code = "1", label = "年内发布篇数", unit = "篇" },
  { code = "2", label = "年内撤下篇数", unit = "篇" },
  { code = "3", label = "年末在线篇数", unit = "篇" },
]
rows = [
  { code = "Q.a.web", label = "门户网站" },
  { code = "Q.a.app", label = "移动客户端" },
  { code = "Q.a.video", label = "短视频账号" },
]

[[tables.blocks]]
title = "（乙）线下场所"
corner = "场所名称"
columns = [
  { code = "1", label = "接待人次", unit = "人次" },
  { code = "2", label = "投入经费", unit = "万元", kind = "money" },
]
rows = [{ code = "Q.b.hall", label = "政务大厅查阅点" }, { code = "Q.b.lib", label = "公共图书馆查阅点" }]

[[tables]]
code = "S"
title = "申请办理情况"
section = "三"
corner_note = "（收到数等于办结数与在办数之和）"

[[tables.blocks]]
column_title = "申请渠道"
columns = [
  { code = "W", label = "网上申请", groups = ["自助渠道"] },
  { code = "M", label = "信函申请", groups = ["自助渠道"] },
  { code = "F", label = "窗口申请" },
  { code = "Z", label = "渠道合计" },
]
rows = [
  { code = "S.1", num = "一、", label = "年内收到申请", unit = "件" },
  { code = "S.2", num = "二、", label = "年内办结申请", kind = "heading" },
  { code = "S.2.1", num = "（一）", label = "全部提供", unit = "件", parent = "S.2" },
  { code = "S.2.2", num = "（二）", label = "遮盖后提供", unit = "件", parent = "S.2" },
  { code = "S.2.3", num = "（三）", label = "未能提供", kind = "heading", parent = "S.2" },
  { code = "S.2.3.1", num = "1.", label = "经检索没有", unit = "件", parent = "S.2.3" },
  { code = "S.2.3.2", num = "2.", label = "依法不能提供", unit = "件", parent = "S.2.3" },
  { code = "S.2.4", num = "（四）", label = "办结合计", unit = "件", parent = "S.2" },
  { code = "S.3", num = "三、", label = "年末在办申请", unit = "件" },
]

[[rules]]
code = "T901"
severity = "error"
each = { r = "rows S" }
check = "[{r}.Z] = [{r}.W] + [{r}.M] + [{r}.F]"
says = "渠道合计等于三种渠道之和"
basis = "表二“渠道合计”列"
fills = true

[[rules]]
code = "T902"
severity = "error"
each = { c = "W M F Z" }
check = "[S.2.4.{c}] = sum([S.2.1.{c}], [S.2.2.{c}], [S.2.3.1.{c}], [S.2.3.2.{c}])"
says = "办结合计等于各项办理结果之和"
basis = "表二（四）"
fills = true

[[rules]]
code = "T903"
severity = "error"
each = { c = "columns S" }
check = "[S.1.{c}] = [S.2.4.{c}] + [S.3.{c}]"
says = "收到数等于办结数与在办数之和"
basis = "表二表注"

[[rules]]
code = "T904"
severity = "warning"
each = { r = "Q.a.web Q.a.app Q.a.video" }
check = "[{r}.3] >= [{r}.1] - [{r}.2]"
says = "年末在线篇数不少于发布与撤下之差"
basis = "表一栏目含义"

[[rules]]
code = "T905"
severity = "warning"
each = { c = "W M F" }
check = "[S.3.{c}] <= 500"
says = "年末在办申请一般不超过500件"
basis = "测试用上限"

[[rules]]
code = "T906"
severity = "note"
check = "[S.3.Z] >= min([S.3.W], [S.3.M], [S.3.F])"
says = "渠道合计不少于最少的渠道"
basis = "表二“渠道合计”列"
"""

# What a province adds to the national form of 2021: text to look for, text to put there.
_EXTENSION = {
    'edition = "2021"': f'edition = "{EXTENDED}"',
    "years = [2021]": "years = [2022]",
    '{ number = "六", title = "其他需要报告的事项" },': (
        '{ number = "六", title = "基层公开专区情况", table = "T9" },\n'
        '  { number = "七", title = "其他需要报告的事项" },'
    ),
    '{ code = "C7", label = "总计"': '{ code = "C8", label = "境外申请人" },\n  { code = "C7", label = "总计"',
    '{ code = "T3.3.7", num = "（七）"': (
        '{ code = "T3.3.6.4", num = "4.", label = "转送有权机关办理", unit = "件", parent = "T3.3.6" },\n'
        '  { code = "T3.3.7", num = "（七）"'
    ),
    '{ code = "T2.6.b", label = "行政强制", kind = "count" },': (
        '{ code = "T2.6.b", label = "行政强制", kind = "count" },\n'
        '  { code = "T2.6.c", label = "行政检查", kind = "count" },'
    ),
    "+ [T3.3.6.3.{c}]": "+ [T3.3.6.3.{c}] + [T3.3.6.4.{c}]",
    "+ [{r}.C6]": "+ [{r}.C6] + [{r}.C8]",
}
_EXTRA_TABLE = """
[[tables]]
code = "T9"
title = "基层公开专区情况"
section = "六"

[[tables.blocks]]
columns = [
  { code = "1", label = "乡镇专区", groups = ["专区数量"] },
  { code = "2", label = "街道专区", groups = ["专区数量"] },
  { code = "3", label = "专区合计", groups = ["专区数量"] },
  { code = "4", label = "服务群众", unit = "人次" },
]
rows = [{ code = "T9", label = "", unit = "个" }]

[[rules]]
code = "T951"
severity = "error"
check = "[T9.3] = [T9.1] + [T9.2]"
says = "专区合计等于乡镇专区与街道专区之和"
basis = "青岭省扩展表"

[[rules]]
code = "T952"
severity = "warning"
check = "[T3.3.6.4.C7] <= [T3.3.7.C7]"
says = "转送有权机关办理的不多于办理结果总计"
basis = "青岭省扩展表"
"""


def put_forms(folder: Path, monkeypatch) -> None:
    """Write both forms where nianbao looks for them; the tests must call ``books.forget_forms`` in the end."""
    (folder / "fourth.toml").write_text(_FOURTH, "utf-8")
    (folder / "extended.toml").write_text(_extended(), "utf-8")
    monkeypatch.setenv("NIANBAO_FORMS", str(folder))
    books.forget_forms()


def _extended() -> str:
    text = (TEMPLATES / "forms" / "2021.toml").read_text("utf-8")
    for before, after in _EXTENSION.items():
        assert before in text, before
        text = text.replace(before, after)
    head, mark, rules = text.partition("[[rules]]")
    table, again, more = _EXTRA_TABLE.partition("[[rules]]")
    return f"{head}{table}{again}{more}\n{mark}{rules}"


def consistent(edition: str) -> dict[str, int]:
    """A number for every figure of the form, all different enough, in which each of the form's sums holds."""
    form = load_form(edition)
    values = {item.code: 3 + 7 * n % 41 for n, item in enumerate(form.values())}
    values |= _quiet_ends(form)
    sums = [rule for rule in form.rules if rule.fills or rule.code in ("T951", "T903", "T301")]
    for _ in range(len(form.tables) + 2):
        for rule in sums:
            left = rule.check.codes[0]
            others = rule.check.left.codes()
            beside = sum(values[code] for code, _ in others if code != left)
            values[left] = int(rule.check.right.evaluate(values)) - beside
    return values


def _quiet_ends(form: Form) -> dict[str, int]:
    """Nothing carried over and much on stock, so that the bounds of the forms hold as well."""
    carried = {item.code: 0 for item in form.values() if item.row.code in ("T3.2", "T3.4")}
    stock = {item.code: 400 for item in form.values() if item.table.code in ("T2", "Q") and item.column.code == "3"}
    return carried | stock
