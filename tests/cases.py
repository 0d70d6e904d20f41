"""The corpus of cases: for every rule a report with the fault, and one that only looks like having it."""

from __future__ import annotations

import dataclasses
import datetime as dt
from dataclasses import dataclass, field
from decimal import Decimal

from checking import changed, whole

from workbook.report import AnnualReport, Evidence, Figure, OtherFigure, Section, Unplaced
from workbook.rollup.parts import BELOW, OWN, Part
from workbook.rules.likeness import Library

BASE = {"2014": whole("2014", 2016), "2019": whole("2019", 2020), "2021": whole("2021", 2023)}
SECTIONS = {edition: report.sections for edition, report in BASE.items()}


def text(value: str) -> Figure:
    return Figure("", "text", text=value)


def said(code: str, value: int | Decimal, words: str = "", measure: str = "件") -> Figure:
    return Figure(code, "reported", value, words or str(value), approximate=bool(words), measure=measure)


def recognised(code: str, value: int, score: float) -> Figure:
    """A figure out of a picture."""
    return Figure(code, "reported", value, str(value), evidence=Evidence("扫描.pdf", 1, score=score))


def five(*paragraphs: str, title: str = "存在的主要问题和改进情况") -> dict[str, object]:
    """The six sections with another fifth."""
    *before, _, last = SECTIONS["2021"]
    return {"sections": [*before, Section("五", title, paragraphs), last]}


def signed(**fields: str) -> dict[str, object]:
    return {"signoff": BASE["2014"].signoff | fields}


def opening(*paragraphs: str) -> dict[str, object]:
    return {"preface": paragraphs}


def first(*paragraphs: str) -> dict[str, object]:
    """The 2014 sections with other words in the first."""
    section, *rest = SECTIONS["2014"]
    return {"sections": [Section(section.number, section.title, paragraphs), *rest]}


GOVERNMENT = five("考核、评议、责任追究都有结果。") | {"unit": "青禾市人民政府"}


@dataclass(frozen=True)
class Try:
    """A report that differs from a faultless one by ``figures`` and ``changes``; ``at`` is where the fault is."""

    code: str
    edition: str = "2014"
    figures: dict[str, object] = field(default_factory=dict)
    changes: dict[str, object] = field(default_factory=dict)
    at: str = ""
    severity: str = ""
    last: dict[str, object] | None = None
    also: tuple[str, ...] = ()
    last_text: str = ""
    others: Library | None = None
    units: tuple[Part, ...] = ()

    @property
    def report(self) -> AnnualReport:
        return changed(BASE[self.edition], self.figures, **self.changes)

    @property
    def previous(self) -> AnnualReport | None:
        if self.last is None:
            return None
        # Last year's table as it must have been for this year's to follow from it.
        now = BASE[self.edition].reported()
        follows = {} if self.edition == "2014" else {f"T3.4.C{n}": now[f"T3.2.C{n}"] for n in range(1, 8)}
        if self.edition == "2021":
            follows |= {f"T2.1.{r}.3": now[f"T2.1.{r}.3"] - now[f"T2.1.{r}.1"] + now[f"T2.1.{r}.2"] for r in "ab"}
        elif self.edition == "2019":
            rows = ("5.a", "5.b", "6.a", "6.b", "8.a")
            follows |= {f"T2.{r}.1": now[f"T2.{r}.1"] - 1 for r in rows} | {f"T2.{r}.2": 1 for r in rows}
        year = BASE[self.edition].year - 1
        words = {"preface": (self.last_text,)} if self.last_text else {}
        return changed(BASE[self.edition], follows | self.last, year=year, **words)


WORDS = ("写了一句。",)
STROKE = Figure("", "not_applicable", text="/")
BARE = {"title": "", "period": None, "preface": ()}
OLD = BARE | {"year": 2011, "signoff": {}}
NARRATIVE = {"1.1": Figure("1.1", "reported", 500, "500多", approximate=True, found_in="narrative")}
# One town with nothing but zeros, another with all of it.
UNITS = tuple(
    Part(name, BELOW, {code: value * times for code, value in BASE["2014"].reported().items()})
    for name, times in (("青石镇", 0), ("青林镇", 1))
)
BLANK_T4 = {f"T4.{block}.{n}": None for block in "ABC" for n in range(1, 6)}
SWAPPED = [*SECTIONS["2021"][:3], SECTIONS["2021"][4], SECTIONS["2021"][3], SECTIONS["2021"][5]]

LAST = SECTIONS["2014"][-1]
EIGHT = [Section("一", "概述", WORDS), Section("8", "其他", WORDS)]
TABLE_ONLY = Section("三", SECTIONS["2021"][2].title)
SUITS = sum(BASE["2021"].figures[f"T4.{block}.5"].value for block in "BC")
EIGHTH = Section("八", *dataclasses.astuple(SECTIONS["2021"][5])[1:])
LONG_TEXT = "".join(map(chr, range(0x4E00, 0x4E00 + 400)))
LIBRARY = Library()
LIBRARY.add(changed(BASE["2014"], {"9.1": 7}, unit="红叶县档案局", preface=(LONG_TEXT,)), "红叶县.docx")
TWIN, SELF = Library(), Library()
TWIN.add(changed(BASE["2014"], unit="红叶县档案局"), "红叶县.docx")
SELF.add(changed(BASE["2014"], {"9.1": 7}), "旧稿.docx")

BAD = [
    Try("V101", figures={"1": 87}, at="1", severity="error"),
    Try("V101", "2021", {"T3.3.3.C1": 2}, at="T3.3.3.C1"),
    Try("V102", figures={"9.1": -1}, at="9.1"),
    Try("V102", figures={"9.1": Decimal("2.5")}, at="9.1"),
    Try("V102", figures={"8.4": Decimal("-0.1")}, at="8.4"),
    Try("V103", figures={"9.1": text("1，204")}, at="9.1"),
    Try("V104", figures={"9.1": text("两三次")}, at="9.1"),
    Try("V104", figures={"9.1": text("#REF!")}, at="9.1"),
    Try("V105", figures={"9.3": said("9.3", 60, "60余")}, at="9.3"),
    Try("V105", figures={"9.3": text("约60")}, at="9.3"),
    Try("V106", figures={"9.1": None, "9.2": None}, at="9.1", severity="note"),
    Try("V106", "2021", BLANK_T4, at="T4.A.1", severity="warning"),
    Try("V106", changes={"figures": {}}, at="1.1", severity="warning"),
    Try("V107", figures={"9.1": STROKE}, at="9.1"),
    Try("V108", figures={"3.1": Figure("3.1", "reported", 13, "13", note="公式被改写")}, at="3.1"),
    Try("V109", figures={"9.3": 10**30}, at="9.3"),
    Try("V110", figures={"8.4": Decimal(25000)}, at="8.4"),
    Try("V110", figures={"8.4": Figure("8.4", "reported", Decimal("0.9"), measure="元")}, at="8.4"),
    Try("V111", "2021", {"T2.1.a.1": 3, "T2.1.a.3": 3}, at="T2.1.a.1", severity="note"),
    Try("V112", figures={"9.3": recognised("9.3", 40, 0.99)}, at="9.3"),
    Try("V113", figures={"9.3": recognised("9.3", 40, 0.5)}, at="9.3"),
    Try("S101", changes={"notes": ["政府信息公开情况统计表（样表）"]}),
    Try("S101", changes={"title": "青禾市民政局2016年政府信息公开情况统计表( 样表 )"}),
    Try("S101", changes={"unplaced": [Unplaced("（样表）")]}),
    Try("S102", changes=opening("本报告由概述等 ９ 部分组成。")),
    Try("S102", changes=opening("年报共分为十一个方面。")),
    Try("S103", "2021", changes={"sections": SECTIONS["2021"][:5], "preface": ()}, severity="error"),
    Try("S103", "2021", changes={"sections": SWAPPED}, severity="error"),
    Try("S103", changes={"sections": EIGHT, "preface": ()}, severity="warning", also=("Q107",)),
    Try("S104", "2021", changes=five()),
    Try("S104", "2021", changes=five("无。", title="问题")),
    Try("S105", "2021", changes=five("考核不严。") | {"unit": "青禾市"}),
    Try("S106", "2021", changes={"sections": [Section(s.number, s.title, WORDS) for s in SECTIONS["2021"]]}),
    Try("S103", "2021", changes={"sections": [*SECTIONS["2021"][:5], EIGHTH]}, severity="warning"),
    Try("S107", changes={"sections": [*SECTIONS["2014"][:-1], Section(LAST.number, LAST.title)]}),
    Try("X101", changes={"stated": [said("3.1", 12)]}, at="3.1", severity="error"),
    Try("X101", "2021", changes={"stated": [said("T3.3.3.C1", 99)]}, at="T3.3.3.C1", severity="error"),
    Try("X101", figures={"1.1": 40}, changes={"stated": [said("1.1", 50, "50余")]}, at="1.1", severity="warning"),
    Try("X101", changes={"stated": [said("1.1", 100, "约100")]}, at="1.1", severity="warning"),
    Try("X101", changes={"stated": [said("8.4", 150, measure="元")]}, at="8.4"),
    Try("X102", figures={"6": STROKE}, changes={"stated": [said("6", 3)]}, at="6", also=("V107",)),
    Try("X103", "2021", changes=five("本年未发出收费通知。"), at="T3.3.6.2.C7"),
    Try("X104", changes=first("全年收到申请12件，其中网络7件、信函8件。"), severity="warning"),
    Try("X104", changes=first("培训40人次，分别为干部10人次、职工9人次、其他8人次。"), severity="note"),
    Try("X105", changes=first("全年调解78件，调解成功42件，成功率68.9%。")),
    Try("X105", changes=first("受理86件，结案78件，结案率90.7%，调解42件，调解率68.9%。")),
    Try("X105", changes=first("收到申请50件，其中个人40件，占90%。")),
    Try("X106", changes=first("大厅设28个窗口。", "改造后的27个业务窗口全部启用。")),
    Try("X106", changes={"other_figures": [OtherFigure("公开窗口", n, "个") for n in (28, 27)]}),
    Try(
        "X106",
        changes={"unplaced": [Unplaced("“3件”可能是“收到申请数”；正文前后说法不一（“3件”、“5件”），没有取数")]},
    ),
    Try("X107", "2021", changes=five("收到的公开申请均已按期办结。")),
    Try("X107", figures={"3.2": 11, "3.2.1": 9}, changes=first("申请全部办结。"), also=("T118", "T120")),
    Try("X108", "2021", changes=five("行政诉讼共 900 件。"), at="T4.B.5", severity="error"),
    Try("X109", changes=first("全年共{没有这一项}件。")),
    Try("X109", changes=first("全年共{被依法纠错数}件。")),
    Try("X110", changes=first("上年为{3.1:上年}件。"), at="3.1"),
    Try("X111", changes=first("全年共【上年：3】件。"), severity="error"),
    Try("H101", "2021", last={"T3.4.C7": 3}, at="T3.2.C7"),
    Try("H102", "2021", last={"T2.1.b.3": 9}, at="T2.1.b.3"),
    Try("H103", "2019", last={"T2.5.a.2": 30}, at="T2.5.a.1"),
    Try("H104", last={"8.4": Decimal(15000)}, at="8.4", also=("H107",)),
    Try("H105", "2021", last={"T4.A.4": 50}, at="T4.A.5", severity="note"),
    Try("H106", last={}, at="1.1"),
    Try("H107", last={"1.1": 100}, at="1.1", severity="note"),
    Try("H108", last={"9.1": 0}, at="9.1", severity="note"),
    Try("D101", changes=signed(reviewer=" "), severity="warning"),
    Try("D101", changes={"unit": ""}),
    Try("D101", "2021", changes={"signoff": {}}, severity="note"),
    Try("D102", changes={"title": "青禾市民政局2015年政府信息公开工作年度报告"}),
    Try("D102", changes={"period": (dt.date(2015, 1, 1), dt.date(2016, 12, 31))}),
    Try("D102", changes=opening("本报告的统计期间为2010年1月1日起至2009年12月31日。") | {"year": None}),
    Try("D103", changes=signed(date="2016年11月30日")),
    Try("D103", changes=signed(date="2017.4.1"), severity="warning"),
    Try("D103", "2021", changes=signed(date="2024-02-01")),
    Try("D103", changes=signed(date="年初"), severity="note"),
    Try("D104", "2021", changes=BARE | {"year": 2020} | signed(date="2021-01-04")),
    Try("Q101", changes=first("全年办了两场讲座，凯发app下载的都有记录。")),
    Try("Q101", changes=first("本局概况，真人娱乐平台登录。")),
    Try("Q102", changes=first("全年开会××次。")),
    Try("Q102", changes={"title": "某某局2016年政府信息公开工作年度报告"}),
    Try("Q103", changes=opening(LONG_TEXT), last={"1.1": 41}, last_text=LONG_TEXT[:380]),
    Try("Q104", changes=opening(LONG_TEXT), others=LIBRARY),
    Try("Q105", changes=first("加强了了工作指导。")),
    Try("Q105", changes=first("组织组织学习。")),
    Try("Q105", changes=first("工作扎实，，成效明显。")),
    Try("Q106", changes=first("工作扎实,成效明显。")),
    Try("Q107", changes={"sections": [Section("一", "概述", WORDS), Section("2", "其他", WORDS)], "preface": ()}),
    Try("R101", others=SELF),
    Try("R102", others=TWIN),
    Try("R103", figures={"9.1": 7}, at="9.1", units=UNITS),
    Try("R104", at="9.1", units=(*UNITS, Part("甲局", OWN, {"9.1": 3})), also=("R103",)),
]  # fmt: skip

GOOD = [
    Try("V101", figures={"1": Figure("1", "blank")}),
    Try("V102", "2019", {"T2.5.b.2": -4}),
    Try("V102", figures={"8.4": Decimal("0.25")}),
    Try("V103", figures={"9.1": Decimal("3.0")}),
    Try("V104", "2021", {"T3.3.3.C1": text("—")}),
    Try("V105", changes=OLD | {"figures": NARRATIVE}),
    Try("V106", changes=OLD | {"figures": {}}),
    Try("V107", figures={"9.1": 0}),
    Try("V108", figures={"3.1": Figure("3.1", "reported", 13, "13", note="由“13件”读出")}),
    Try("V109", figures={"9.3": 10**9}),
    Try("V110", figures={"8.4": Decimal("999.5")}),
    Try("V111", "2021", {"T2.1.a.1": 3, "T2.1.a.3": 3}, changes=GOVERNMENT),
    Try("V112", figures={"9.3": recognised("9.3", 40, 1.0)}),
    Try("V113", figures={"9.3": recognised("9.3", 40, 1.0)}),
    Try("S101", changes=first("印发了统一的样表。")),
    Try("S102", changes=opening("本报告由概述等七个方面组成。报告期内，我局从三个方面做了改进。")),
    Try("S102", changes=opening("全文由概述、附件等8部分组成。")),
    Try("S103", "2021", changes=five("人手少。")),
    Try("S103", changes={"sections": [Section("1", "概述", WORDS), Section("２", "其他", WORDS)], "preface": ()}),
    Try("S104", "2021", changes=five("无专职人员，已申请编制。", title="问题")),
    Try("S105", "2021", changes=GOVERNMENT),
    Try("S105", changes={"unit": "青禾市人民政府"}),
    Try("S106", "2021"),
    Try("S107", "2021", changes={"sections": [*SECTIONS["2021"][:2], TABLE_ONLY, *SECTIONS["2021"][3:]]}),
    Try("X101", changes={"stated": [said("1.1", 40, "40余"), said("1.1", 40, "约40"), said("1.1", 50, "近50")]}),
    Try("X101", changes={"stated": [said("8.4", 15000, measure="元")]}),
    Try("X101", changes={"stated": [said("3.1", 13)]}),
    Try("X102", changes={"stated": [said("6", 0)]}),
    Try("X103", "2021", changes=five("发出收费通知后逾期未缴的见表三。")),
    Try("X104", changes=first("全年收到申请12件，其中网络7件（含转来2件）、信函5件，按时办结12件。")),
    Try("X104", changes=first("全年开会约30次，其中局务会20次、专题会15次。")),
    Try("X105", changes=first("全年调解78件，调解成功42件，成功率53.8%。申请9件，办结4件，同比下降30%。")),
    Try("X105", changes=first("受理86件，结案78件，及时结案率100%，好评率95%。")),
    Try("X106", changes={"other_figures": [OtherFigure("公开窗口", 28, "个"), OtherFigure("公开窗口", 28, "个")]}),
    Try("X106", changes={"other_figures": [OtherFigure("同比增长", 7, "%"), OtherFigure("同比增长", 8, "%")]}),
    Try("X106", changes={"unplaced": [Unplaced("“行政诉讼3件”可能是“未经复议直接起诉”与“复议后起诉”的合计")]}),
    Try("X107", "2021", changes=five("申请人反映的问题均已解决。上年结转的申请全部办结。")),
    Try("X108", "2021", changes=five("行政诉讼方面，未经复议直接提起行政诉讼 1 件，去年行政诉讼 9 件。")),
    Try("X108", "2021", changes=five(f"行政诉讼共 {SUITS} 件，其中未经复议直接起诉的见表四。")),
    Try("X109", changes=first("全年共{{没有这一项}}件。")),
    Try("X110", changes=first("全年共{3.1}件。")),
    Try("X111", changes=first("比上年多。")),
    Try("H101", "2021", last={}),
    Try("H101", "2021", last={"T3.4.C3": None}),
    Try("H102", "2021", last={"T2.1.a.3": None}),
    Try("H103", "2019", last={}),
    Try("H104", last={"8.4": Decimal("0.9"), "1.1": 41}),
    Try("H105", "2021", last={"T4.A.4": 2}),
    Try("H106", last={"1.1": 41}),
    Try("H107", last={"1.1": 58, "9.1": 4}),
    Try("H108", last={"1.1": 41, "3.3.7": 0}),
    Try("D101", "2021", changes=signed(date="2024年1月5日")),
    Try("D102", changes={"title": "青禾市民政局二〇一六年年报"}),
    Try("D102", changes=first("规划期为2011年1月1日至2015年12月31日。")),
    Try("D103", "2021", changes=GOVERNMENT | signed(date="2024-03-31")),
    Try("D103", changes=signed(date="2017-3-31")),
    Try("D104", changes=BARE | {"year": 2014} | signed(date="2015-01-04")),
    Try("Q101", changes=first("公开体育彩票公益金、棋牌室整治、惠民APP下载量等信息，打击网络赌博。")),
    Try("Q102", changes=first("MAXXAM公司等待补贴，待核实的线索 3 条，某些事项见附表。")),
    Try("Q103", changes=opening(LONG_TEXT), last={"1.1": 41}, last_text=LONG_TEXT[:200]),
    Try("Q104", changes=opening(LONG_TEXT[:250] + LONG_TEXT[200::-1]), others=LIBRARY),
    Try("Q105", changes=first("一项一项落实，目的的确达到，方方面面满意。")),
    Try("Q106", changes=first("收发邮件,wlzx 3,000 封，见 a,b 两表。")),
    Try("Q107"),
    Try("R101", others=TWIN, figures={"9.1": 7}),
    Try("R102", others=SELF, changes={"unit": "青松县档案局"}),
    Try("R103", units=(*UNITS, Part("没有计入的局", BELOW, {"9.1": 5}, counted=False))),
    Try("R104", units=(Part("局", OWN, UNITS[1].values), UNITS[0])),
]  # fmt: skip
