from __future__ import annotations

import io
import zipfile
from dataclasses import replace

import openpyxl
import pytest
from wordfile import W, earlier_years, full_report, part, with_figure, with_places

from converters.word import read_template, write_report
from converters.word.chartdata import Line, chart_of
from workbook.formfile import load_form
from workbook.report import AnnualReport, Figure

FORM = load_form("2021")
C = "{http://schemas.openxmlformats.org/drawingml/2006/chart}"
CHART = "word/charts/nianbao-chart.xml"


def this_year(year=2023):
    report = full_report(FORM, 1, year=year)
    values = {"T3.1.C7": 12, "T4.A.5": 3, "T4.B.5": 1, "T4.C.5": 1}
    report.figures |= {code: Figure(code, "reported", value, str(value)) for code, value in values.items()}
    return report


def parts_of(data):
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        return {name: archive.read(name) for name in archive.namelist()}


def test_years_of_different_forms_stand_side_by_side():
    chart = chart_of(this_year(), FORM, earlier_years(2023, 5))
    assert chart.years == (2018, 2019, 2020, 2021, 2022, 2023)
    assert chart.lines == (
        Line("收到政府信息公开申请数", (18, 19, 20, 21, 22, 12)),
        Line("行政复议数", (19, 20, 21, 22, 23, 3)),
        # The sum of two cells from 2019 on, one cell before.
        Line("行政诉讼数", (20, 21 + 22, 22 + 23, 23 + 24, 24 + 25, 2)),
    )


def test_only_the_latest_six_years_are_shown_and_none_after_the_report_s_own():
    years = chart_of(this_year(), FORM, earlier_years(2026, 12)).years
    assert years == (2018, 2019, 2020, 2021, 2022, 2023)


@pytest.mark.parametrize(
    "other",
    [
        {"state": "blank"},
        {"state": "text", "text": "若干"},
        {"state": "reported", "value": 30, "text": "30余", "approximate": True},
    ],
)
def test_what_a_year_does_not_say_is_a_gap(other):
    history = earlier_years(2023, 2)
    history[2022].figures["T4.B.5"] = Figure("T4.B.5", **other)
    chart = chart_of(this_year(), FORM, history)
    assert [line.values[1] for line in chart.lines] == [22, 23, None]
    root = part(write_report(this_year(), FORM, history=history), CHART)
    assert [pt.get("idx") for pt in root.findall(f".//{C}ser")[2].find(f"{C}val").iter(f"{C}pt")] == ["0", "2"]


@pytest.mark.parametrize(
    ("report", "history"),
    [
        (this_year(), {}),
        (this_year(), {2022: AnnualReport("2021", 2022, "云水县")}),
        (replace(this_year(), year=None), earlier_years(2023, 3)),
        (
            with_figure(FORM, "T3.1.C7", state="reported", value=0, text="0"),
            {2020: with_figure(load_form("2019"), "T3.1.C7", state="reported", value=0, text="0")},
        ),
    ],
)
def test_fewer_than_two_years_or_nothing_but_zeros_make_no_chart(report, history):
    data = write_report(report, FORM, history=history)
    assert CHART not in parts_of(data)
    assert part(data).find(f".//{W}drawing") is None


def test_the_chart_stands_after_the_first_section_and_is_told_in_words():
    body = part(write_report(this_year(), FORM, history=earlier_years(2023, 1))).find(f"{W}body")
    styles = [p.find(f"{W}pPr/{W}pStyle").get(f"{W}val") for p in body.findall(f"{W}p")]
    assert styles[: styles.index("Chart")].count("Heading1") == 1
    told = next(body.iter("{http://schemas.openxmlformats.org/drawingml/2006/wordprocessingDrawing}docPr"))
    assert told.get("descr") == (
        "柱形图“近两年主要数据”。收到政府信息公开申请数2022年22件，2023年12件；"
        "行政复议数2022年23件，2023年3件；行政诉讼数2022年49件，2023年2件。"
    )


def test_the_numbers_can_be_edited_in_the_workbook_behind_the_chart():
    history = earlier_years(2023, 2)
    history[2022].figures["T4.A.5"] = Figure("T4.A.5", "blank")
    parts = parts_of(write_report(this_year(), FORM, history=history))
    sheet = openpyxl.load_workbook(io.BytesIO(parts["word/embeddings/nianbao-chart.xlsx"]))["Sheet1"]
    assert list(sheet.values) == [
        ("年度", "收到政府信息公开申请数", "行政复议数", "行政诉讼数"),
        ("2021年", 21, 22, 47),
        ("2022年", 22, None, 49),
        ("2023年", 12, 3, 2),
    ]
    references = [f.text for f in part(write_report(this_year(), FORM, history=history), CHART).iter(f"{C}f")]
    assert references[-3:] == ["Sheet1!$D$1", "Sheet1!$A$2:$A$4", "Sheet1!$D$2:$D$4"]


def test_a_template_without_a_place_for_the_chart_gets_none():
    template = read_template(with_places("{{标题}}", "{{前言}}", "{{正文}}", "{{落款}}"), "本单位.docx")
    data = write_report(this_year(), FORM, history=earlier_years(2023, 3), template=template)
    assert CHART not in parts_of(data)


def test_the_same_history_gives_the_same_bytes():
    first, again = (write_report(this_year(), FORM, history=earlier_years(2023, 3)) for _ in range(2))
    assert first == again
