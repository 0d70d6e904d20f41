from __future__ import annotations

import datetime as dt
import io
import re
from decimal import Decimal

import docx
import office
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from wordfile import FOURTH_FORM, W, full_report, paragraphs, part, printed_at, sheets, words

from converters.document import clean
from converters.readers import read_bytes_as_document
from converters.word import write_report
from workbook.formfile import load_form, read_form
from workbook.report import AnnualReport, Figure, Section

EDITIONS = ("2014", "2019", "2021")


@pytest.fixture(scope="module")
def fourth(tmp_path_factory):
    path = tmp_path_factory.mktemp("forms") / "fourth.toml"
    path.write_text(FOURTH_FORM, "utf-8")
    return read_form(path)


def with_figure(form, code, **values):
    sections = [Section(spec.number, spec.title) for spec in form.sections]
    return AnnualReport(
        form.edition, form.years[0], "云水县", figures={code: Figure(code, **values)}, sections=sections
    )


def cell(report, form, code):
    item = form.items[code]
    return printed_at(sheets(write_report(report, form))[form.tables.index(item.table)], item)


def has_cell(item):
    return item.kind != "heading" or len(item.block.columns) == 1


@pytest.mark.parametrize("edition", EDITIONS)
@settings(max_examples=5, deadline=None)
@given(seed=st.integers(0, 10**6))
def test_every_figure_stands_where_its_row_meets_its_column(edition, seed):
    form = load_form(edition)
    report = full_report(form, seed)
    found = dict(zip((table.code for table in form.tables), sheets(write_report(report, form)), strict=True))
    for item in filter(has_cell, form.items.values()):
        assert printed_at(found[item.table.code], item) == str(report.figures[item.code].value), item.code


@pytest.mark.parametrize(
    ("edition", "code", "values", "shown"),
    [
        ("2014", "3.1", {"state": "blank"}, ""),
        ("2014", "3.1", {"state": "not_applicable", "text": "—"}, "—"),
        ("2014", "3.1", {"state": "not_applicable"}, "/"),
        ("2014", "3.1", {"state": "text", "text": "另行公布"}, "另行公布"),
        ("2014", "3.1", {"state": "reported", "value": 0, "text": "0"}, "0"),
        ("2014", "3.1", {"state": "reported", "value": 1205, "text": "1,205件", "measure": "件"}, "1205"),
        ("2014", "3.1", {"state": "reported", "value": 500, "text": "500多", "approximate": True}, "500多"),
        ("2014", "7", {"state": "reported", "value": Decimal("12.50"), "text": "12.50"}, "12.50"),
        ("2014", "7", {"state": "reported", "value": Decimal("1E+3"), "text": "1000"}, "1000"),
        ("2014", "1", {"state": "reported", "value": 87, "text": "87"}, "87"),
        ("2019", "T2.5.a.2", {"state": "reported", "value": 36, "text": "+36"}, "+36"),
        ("2019", "T2.5.a.2", {"state": "reported", "value": -4, "text": "－4"}, "-4"),
        ("2019", "T2.9.a.2", {"state": "reported", "value": 25, "text": "250000元", "measure": "元"}, "250000元"),
    ],
)
def test_a_figure_is_printed_as_published(edition, code, values, shown):
    form = load_form(edition)
    assert cell(with_figure(form, code, **values), form, code) == shown


def test_a_figure_the_narrative_alone_states_is_not_put_into_the_table():
    form = load_form("2014")
    report = with_figure(form, "3.1", state="reported", value=9, text="9", found_in="narrative")
    report.figures["3.2"] = Figure("3.2", "reported", 1, "1")
    assert cell(report, form, "3.1") == ""


def merges(table):
    """Text, row, column, rows and columns of each merged cell."""
    found, open_cells = [], {}
    for row, tr in enumerate(table.findall(f"{W}tr")):
        column = 0
        for tc in tr.findall(f"{W}tc"):
            properties = tc.find(f"{W}tcPr")
            span, merge = properties.find(f"{W}gridSpan"), properties.find(f"{W}vMerge")
            width = 1 if span is None else int(span.get(f"{W}val"))
            if merge is not None and merge.get(f"{W}val") is None:
                open_cells[column][3] += 1
            else:
                entry = ["".join(words(tc).split()), row, column, 1, width]
                open_cells[column] = entry
                found.append(entry)
            column += width
    return [tuple(entry) for entry in found if entry[3] > 1 or entry[4] > 1]


def word_tables(form):
    return list(part(write_report(full_report(form, 1), form)).iter(f"{W}tbl"))


@pytest.mark.parametrize(("edition", "results"), [("2019", 20), ("2021", 22)])
def test_the_table_of_requests_is_merged_as_the_official_one(edition, results):
    form = load_form(edition)
    found = merges(word_tables(form)[1])
    assert [entry for entry in found if entry[1] < 3] == [
        (form.tables[1].corner_note, 0, 0, 3, 3),
        ("申请人情况", 0, 3, 1, 7),
        ("自然人", 1, 3, 2, 1),
        ("法人或其他组织", 1, 4, 1, 5),
        ("总计", 1, 9, 2, 1),
    ]
    assert ("三、本年度办理结果", 5, 0, results, 1) in found
    assert ("（三）不予公开", 7, 1, 8, 1) in found
    assert ("（一）予以公开", 5, 1, 1, 2) in found
    assert ("四、结转下年度继续办理", 5 + results, 0, 1, 3) in found


def test_a_merged_heading_has_its_number_on_a_line_of_its_own():
    table = word_tables(load_form("2021"))[1]
    cells = [words(tc) for tc in table.iter(f"{W}tc")]
    assert [text for text in cells if "\n" in text] == [
        "三、\n本年度办理结果",
        "（三）\n不予公开",
        "（四）\n无法提供",
        "（五）\n不予处理",
        "（六）\n其他处理",
    ]


@pytest.mark.parametrize("edition", ["2019", "2021"])
def test_the_table_of_reviews_and_lawsuits_is_merged_as_the_official_one(edition):
    assert merges(word_tables(load_form(edition))[2]) == [
        ("行政复议", 0, 0, 2, 5),
        ("行政诉讼", 0, 5, 1, 10),
        ("未经复议直接起诉", 1, 5, 1, 5),
        ("复议后起诉", 1, 10, 1, 5),
    ]


def test_a_clause_of_table_two_covers_all_columns_and_a_single_value_column_covers_three():
    form = load_form("2021")
    values = full_report(form, 1).figures
    assert merges(word_tables(form)[0]) == [
        ("第二十条第（一）项", 0, 0, 1, 4),
        ("第二十条第（五）项", 4, 0, 1, 4),
        ("本年处理决定数量", 5, 1, 1, 3),
        (str(values["T2.5.a.1"].value), 6, 1, 1, 3),
        ("第二十条第（六）项", 7, 0, 1, 4),
        ("本年处理决定数量", 8, 1, 1, 3),
        (str(values["T2.6.a.1"].value), 9, 1, 1, 3),
        (str(values["T2.6.b.1"].value), 10, 1, 1, 3),
        ("第二十条第（八）项", 11, 0, 1, 4),
        ("本年收费金额（单位：万元）", 12, 1, 1, 3),
        (str(values["T2.8.a.1"].value), 13, 1, 1, 3),
    ]


@pytest.mark.parametrize("edition", EDITIONS)
def test_every_table_fills_the_type_area_and_every_row_its_grid(edition):
    for table in word_tables(load_form(edition)):
        columns = [int(column.get(f"{W}w")) for column in table.iter(f"{W}gridCol")]
        assert sum(columns) == 8844
        for tr in table.findall(f"{W}tr"):
            assert sum(int(width.get(f"{W}w")) for width in tr.iter(f"{W}tcW")) == 8844
            assert tr.find(f"{W}trPr/{W}cantSplit") is not None


def test_a_table_under_one_header_repeats_it_on_each_page():
    def repeated(table):
        return sum(tr.find(f"{W}trPr/{W}tblHeader") is not None for tr in table.findall(f"{W}tr"))

    assert [repeated(table) for table in word_tables(load_form("2014"))] == [1]
    assert [repeated(table) for table in word_tables(load_form("2021"))] == [0, 3, 3]


def test_labels_of_the_list_are_indented_by_their_depth():
    table = word_tables(load_form("2014"))[0]
    first = [tr.find(f"{W}tc/{W}p") for tr in table.findall(f"{W}tr")[1:6]]
    indents = [int(p.find(f"{W}pPr/{W}ind").get(f"{W}leftChars")) for p in first]
    assert indents == [30, 130, 230, 230, 130]


def test_a_number_too_long_for_its_column_is_set_smaller():
    form = load_form("2021")
    report = with_figure(form, "T4.A.1", state="reported", value=123456789, text="123456789")
    # Half points: nine digits of 5.5 pt go into 10 mm.
    assert [int(size.get(f"{W}val")) for size in part(write_report(report, form)).iter(f"{W}sz")] == [11]


@pytest.mark.parametrize(
    "text",
    [
        "100<200",
        "A&B",
        "{{x}}",
        "=1+1",
        "鱼🐟塘",
        "  前后有空格  ",
        "第一行\n第二行",
        "甲\t乙",
        "]]>",
        "&amp;",
        "　　缩进",
    ],
)
def test_a_text_comes_through_unharmed(text):
    form = load_form("2014")
    report = AnnualReport("2014", 2012, "云水县", preface=(text,), sections=[Section("一", text, (text, text))])
    assert [shown for _, shown in paragraphs(write_report(report, form))][1:] == [text, f"一、{text}", text, text]


@settings(max_examples=60, deadline=None)
@given(st.text(st.characters(exclude_characters="\r"), min_size=1))
def test_any_text_can_be_printed_and_read_back(text):
    report = AnnualReport("2014", 2012, "云水县", sections=[Section("一", "概述", (text,))])
    assert paragraphs(write_report(report, load_form("2014")))[2:] == [("ReportBody", clean(text))]


def test_what_no_document_can_hold_is_replaced():
    report = AnnualReport("2014", 2012, "甲\ud800乙", title="题\x07目", preface=("一\x0b二\ufffe三",))
    data = write_report(report, load_form("2014"))
    assert [text for _, text in paragraphs(data)] == ["题\ufffd目", "一\ufffd二\ufffd三"]
    assert docx.Document(io.BytesIO(data)).core_properties.author == "甲\ufffd乙"


@pytest.mark.parametrize("edition", EDITIONS)
def test_the_same_report_gives_the_same_bytes(edition):
    form = load_form(edition)
    assert write_report(full_report(form, 3), form) == write_report(full_report(form, 3), form)


def test_headings_are_real_headings_with_their_numbers_typed():
    found = paragraphs(write_report(full_report(load_form("2021"), 1), load_form("2021")))
    assert [text for style, text in found if style == "Heading1"] == [
        "一、总体情况",
        "二、主动公开政府信息情况",
        "三、收到和处理政府信息公开申请情况",
        "四、政府信息公开行政复议、行政诉讼情况",
        "五、存在的主要问题及改进情况",
        "六、其他需要报告的事项",
    ]


@pytest.mark.parametrize(
    ("text", "style", "heading"),
    [
        ("（一）加强领导", "Heading2", ""),
        ("（十二）加强领导。", "Heading2", ""),
        ("（一）加强领导。由主要负责人牵头，专人办理。", "ReportBody", "（一）加强领导。"),
        ("（一）答复不够规范；", "ReportBody", ""),
        ("（一）" + "建立台账" * 11 + "。随后核对。", "ReportBody", ""),
        ("1.登记", "ReportBody", ""),
    ],
)
def test_a_paragraph_that_opens_with_a_clause_number_is_or_begins_with_a_heading(text, style, heading):
    report = AnnualReport("2014", 2012, "云水县", sections=[Section("一", "概述", (text,))])
    data = write_report(report, load_form("2014"))
    assert paragraphs(data)[-1] == (style, text)
    looked = [words_of.getparent().getparent() for words_of in part(data).iter(f"{W}rStyle")]
    assert "".join(run.findtext(f"{W}t") for run in looked) == heading


def order(report, form):
    """Headings and tables (by their first cell) in the order of the document."""
    body = part(write_report(report, form)).find(f"{W}body")
    blocks = [
        block for block in body if block.tag == f"{W}tbl" or block.find(f".//{W}pStyle[@{W}val='Heading1']") is not None
    ]
    return [words(block) if block.tag == f"{W}p" else words(next(block.iter(f"{W}tc"))) for block in blocks]


def test_a_section_the_report_lacks_is_added_where_its_table_has_figures():
    form = load_form("2021")
    report = with_figure(form, "T4.A.1", state="reported", value=2, text="2")
    report.sections = [Section("一", "总体情况"), Section("二", "存在的主要问题和改进情况"), Section("三", "附记")]
    assert order(report, form) == [
        "一、总体情况",
        "四、政府信息公开行政复议、行政诉讼情况",
        "行政复议",
        "二、存在的主要问题和改进情况",
        "三、附记",
    ]


def test_a_section_of_another_wording_is_known_by_its_number():
    form = load_form("2021")
    report = with_figure(form, "T3.1.C1", state="reported", value=2, text="2")
    report.sections = [Section("三", "收到、处理公开申请情况")]
    assert order(report, form) == ["三、收到、处理公开申请情况", form.tables[1].corner_note]


def test_sections_keep_the_reports_own_order_and_carry_their_tables_by_title():
    form = load_form("2021")
    report = with_figure(form, "T4.A.1", state="reported", value=2, text="2")
    report.sections = [Section("一", "政府信息公开行政复议、行政诉讼情况"), Section("二", "总体情况")]
    assert order(report, form) == ["一、政府信息公开行政复议、行政诉讼情况", "行政复议", "二、总体情况"]


@pytest.mark.parametrize("found_in", ["table", "narrative"])
def test_a_narrative_of_the_years_before_the_table_gets_none(found_in):
    form = load_form("2014")
    report = with_figure(form, "3.1", state="reported", value=5, text="5", found_in=found_in)
    report.year = 2011
    report.sections = [Section("一", "概述", ("全年收到申请5件。",))]
    report.signoff = {"date": "2012-02-07"}
    data = write_report(report, form)
    assert sheets(data) == []
    assert [text for _, text in paragraphs(data)[1:]] == ["一、概述", "全年收到申请5件。", "云水县", "2012年2月7日"]


def test_the_attachment_stands_on_its_own_page_with_the_sign_off_below():
    form = load_form("2014")
    report = full_report(form, 1, signoff={"head": "方一", "phone": "0100-1234567", "date": "2015-01-09"})
    found = paragraphs(write_report(report, form))
    start = found.index(("Attachment", "附件"))
    assert [text for _, text in found[start:]] == [
        "附件",
        "政府信息公开情况统计表",
        "（2014年度）",
        "填报单位（盖章）：云水县档案局",
        "单位负责人：方一\t审核人：\t填报人：",
        "联系电话：0100-1234567\t填报日期：2015年1月9日",
    ]


def right_indents(data):
    found = part(data).findall(f".//{W}p")
    signed = [p for p in found if p.find(f"{W}pPr/{W}pStyle").get(f"{W}val") == "SignedBy"]
    return [(words(p), int(p.find(f"{W}pPr/{W}ind").get(f"{W}rightChars"))) for p in signed]


@pytest.mark.parametrize(
    ("unit", "name_indent", "date_indent"),
    # 2022年1月9日 is six characters wide: the date starts two after the name, or stands two from the edge itself.
    [("云水县人民政府办公室", 200, 400), ("云水县", 700, 200), ("云水县档案局", 200, 0)],
)
def test_unit_and_date_sign_the_report_as_the_standard_places_them(unit, name_indent, date_indent):
    form = load_form("2021")
    data = write_report(full_report(form, 1, unit=unit), form)
    assert right_indents(data) == [(unit, name_indent), ("2022年1月9日", date_indent)]
    assert [text for _, text in paragraphs(data)[-2:]] == [
        "单位负责人：方一\t审核人：方二\t填报人：方三",
        "联系电话：0100-1234567",
    ]


def test_an_undated_report_is_not_signed():
    form = load_form("2021")
    assert paragraphs(write_report(full_report(form, 1, signoff={}), form))[-1][0] == "ReportBody"


@pytest.mark.parametrize(
    ("unit", "year", "title", "shown"),
    [
        ("云水县", 2022, "", "云水县2022年政府信息公开工作年度报告"),
        ("云水县", None, "", "云水县政府信息公开工作年度报告"),
        ("云水县", 2022, "云水县公开年报", "云水县公开年报"),
        ("云水县住房和城乡建设局", 2022, "", "云水县住房和城乡建设局\n2022年政府信息公开工作年度报告"),
    ],
)
def test_the_title_is_the_reports_or_the_forms_and_a_long_one_is_broken_by_sense(unit, year, title, shown):
    report = AnnualReport("2021", year, unit, title=title)
    assert paragraphs(write_report(report, load_form("2021"))) == [("Title", shown)]


def test_page_and_line_pitch_are_those_of_the_standard():
    document = docx.Document(io.BytesIO(write_report(AnnualReport("2021", 2022, "云水县"), load_form("2021"))))
    section = document.sections[0]
    page = (section.page_width, section.page_height, section.top_margin, section.right_margin, section.left_margin)
    assert [round(length.mm) for length in page] == [210, 297, 37, 26, 28]
    grid = section._sectPr.find(f"{W}docGrid")
    assert (grid.get(f"{W}type"), grid.get(f"{W}linePitch")) == ("lines", "579")
    body = document.styles["公文正文"].paragraph_format
    assert (body.line_spacing.pt, document.styles["公文正文"].font.size.pt) == (28.95, 16)


def test_page_numbers_stand_right_on_odd_and_left_on_even_pages():
    document = docx.Document(io.BytesIO(write_report(AnnualReport("2021", 2022, "云水县"), load_form("2021"))))
    section = document.sections[0]
    assert document.settings.odd_and_even_pages_header_footer
    assert [footer.paragraphs[0].style.name for footer in (section.footer, section.even_page_footer)] == [
        "单页码",
        "双页码",
    ]
    assert words(section.footer._element) == "— 1 —"


def test_every_style_names_its_chinese_typeface():
    styles = part(write_report(AnnualReport("2021", 2022, "云水县"), load_form("2021")), "word/styles.xml")
    named = {
        style.find(f"{W}name").get(f"{W}val"): style.find(f"{W}rPr/{W}rFonts").get(f"{W}eastAsia")
        for style in styles.iter(f"{W}style")
        if style.find(f"{W}rPr") is not None
    }
    assert {name: named[name] for name in ("Title", "heading 1", "heading 2", "公文正文", "表格文字", "单页码")} == {
        "Title": "方正小标宋简体",
        "heading 1": "黑体",
        "heading 2": "楷体_GB2312",
        "公文正文": "仿宋_GB2312",
        "表格文字": "宋体",
        "单页码": "宋体",
    }
    assert all(
        style.find(f"{W}rPr/{W}rFonts") is not None
        for style in styles.iter(f"{W}style")
        if style.get(f"{W}type") == "paragraph"
    )
    assert styles.find(f".//{W}lang").get(f"{W}eastAsia") == "zh-CN"


def test_the_properties_say_title_unit_and_the_last_day_of_the_year():
    report = AnnualReport("2021", 2022, "云水县", title="题" * 300)
    properties = docx.Document(io.BytesIO(write_report(report, load_form("2021")))).core_properties
    assert (properties.title, properties.author, properties.language) == ("题" * 255, "云水县", "zh-CN")
    assert properties.created == properties.modified == dt.datetime(2022, 12, 31, tzinfo=dt.UTC)


def test_a_form_nobody_has_seen_is_printed_from_its_data_alone(fourth):
    report = full_report(fourth, 5)
    data = write_report(report, fourth)
    found = dict(zip(("甲", "乙"), sheets(data), strict=True))
    for item in filter(has_cell, fourth.items.values()):
        assert printed_at(found[item.table.code], item) == str(report.figures[item.code].value), item.code
    assert merges(next(part(data).iter(f"{W}tbl")))[:6] == [
        ("事项", 0, 0, 3, 2),
        ("渠道", 0, 2, 1, 3),
        ("合计", 0, 5, 3, 1),
        ("远程", 1, 2, 1, 2),
        ("一、收件", 3, 0, 1, 2),
        ("二、办件", 4, 0, 3, 1),
    ]
    assert [text for _, text in paragraphs(data)[-7:]] == [
        "2022年1月9日",
        "负责同志：方一",
        "附件",
        "机构情况表",
        "（2031年度）",
        "填报单位（盖章）：云水县档案局",
        "负责同志：方一\t日期：2022年1月9日",
    ]


@pytest.mark.parametrize("edition", EDITIONS)
def test_our_own_reader_finds_the_same_paragraphs_and_tables(edition):
    form = load_form(edition)
    data = write_report(full_report(form, 4), form)
    document = read_bytes_as_document(data, "年报.docx")
    assert [block.text for block in document.paragraphs if block.text] == [text for _, text in paragraphs(data)]
    for table, sheet in zip(document.tables, sheets(data), strict=True):
        assert [["".join(cell.text.split()) if cell else None for cell in row] for row in table.grid()] == sheet


@pytest.fixture(scope="module")
def printed(tmp_path_factory, fourth):
    """Each edition, a narrative alone and the invented form, as .docx and, by LibreOffice, as PDF."""
    folder = tmp_path_factory.mktemp("printed")
    reports = {form.edition: (full_report(form, 2), form) for form in (*map(load_form, EDITIONS), fourth)}
    reports["narrative"] = (full_report(load_form("2014"), 2, year=2011), load_form("2014"))
    paths = {name: folder / f"{name}.docx" for name in reports}
    for name, (report, form) in reports.items():
        paths[name].write_bytes(write_report(report, form))
    pdfs = dict(zip(paths, office.convert(list(paths.values()), "pdf", folder), strict=True))
    return {name: (*reports[name], paths[name], pdfs[name]) for name in reports}


@pytest.mark.parametrize("name", [*EDITIONS, "试用", "narrative"])
def test_the_file_is_valid_open_xml(printed, name):
    assert office.openxml_errors(printed[name][2]) == []


@pytest.mark.parametrize("name", [*EDITIONS, "试用", "narrative"])
def test_libreoffice_prints_the_whole_report_on_numbered_a4_pages(printed, name):
    _, form, path, pdf = printed[name]
    text = "".join(office.pdf_text(pdf, "-raw").split())
    for _, said in paragraphs(path.read_bytes()):
        assert "".join(said.split()) in re.sub(r"—\d+—", "", text), said
    pages = office.pdf_text(pdf).split("\f")[:-1]
    assert all(f"— {number} —" in page for number, page in enumerate(pages, 1))
    if name != "narrative":
        lost = [row.label for row in form.rows.values() if not set(row.label) <= set(text)]
        assert lost == []


def test_a_table_that_fits_on_a_page_is_not_torn(printed):
    pages = office.pdf_text(printed["2021"][3], "-raw").split("\f")
    torn = [page for page in pages if "本年新收政府信息公开申请数量" in page]
    assert len(torn) == 1
    assert "结转下年度继续办理" in torn[0]
