from __future__ import annotations

import contextlib
import io
import zipfile

import docx
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from wordfile import W, edited, full_report, paragraphs, part, with_body, with_places, words

from converters.word import STORED, read_template, unknown_places, write_report
from converters.word.blank import template_file
from workbook.errors import InputRefused
from workbook.formfile import load_form
from workbook.package import rezip
from workbook.report import AnnualReport, Section

FORM = load_form("2021")
ALL = ("{{标题}}", "{{前言}}", "{{正文}}", "{{落款}}", "{{附件}}")
REPORT = AnnualReport(
    "2021",
    2022,
    "云水县",
    title="云水县年报",
    preface=("前言一句。",),
    sections=[Section(number, f"第{number}部分事", (f"{number}的话。",)) for number in "一二三"],
    signoff={"date": "2023-01-09", "preparer": "方三"},
)


def made(data, report=REPORT):
    return write_report(report, load_form(report.form), template=read_template(data, "本单位.docx"))


def shown(data, report=REPORT):
    return [text for _, text in paragraphs_of(made(data, report))]


def paragraphs_of(data):
    body = part(data).find(f"{W}body")
    found = [(p.find(f"{W}pPr/{W}pStyle"), words(p)) for p in body.iter(f"{W}p")]
    return [("" if style is None else style.get(f"{W}val"), text) for style, text in found if text]


def refusal(data, report=REPORT):
    with pytest.raises(InputRefused) as refused:
        made(data, report)
    assert "本单位.docx" in str(refused.value)
    return str(refused.value)


def named():
    with zipfile.ZipFile(STORED) as archive:
        return {name: archive.read(name) for name in archive.namelist()}


def without(name):
    return rezip({other: data for other, data in named().items() if other != name})


def test_the_template_handed_out_is_the_one_that_the_program_makes():
    # python -m converters.word.blank
    assert STORED.read_bytes() == template_file()


def test_the_template_explains_itself_and_the_report_does_not():
    notes = [text for style, text in paragraphs(STORED.read_bytes()) if style == "TemplateNote"]
    assert any("--template" in note for note in notes)
    assert not any(style == "TemplateNote" for style, _ in paragraphs(write_report(REPORT, FORM)))


def test_parts_stand_in_the_order_of_the_template():
    data = with_places("{{落款}}", "{{第三部分}}", "本页以下为正文", "{{正文}}", "{{前言}}", "{{标题}}", "{{第九部分}}")
    assert shown(data) == [
        "云水县",
        "2023年1月9日",
        "填报人：方三",
        "三、第三部分事",
        "三的话。",
        "本页以下为正文",
        "一、第一部分事",
        "一的话。",
        "二、第二部分事",
        "二的话。",
        "前言一句。",
        "云水县年报",
    ]


def test_words_go_into_the_middle_of_lines_headers_and_footers():
    line = "<w:p><w:r><w:t>{{单位}}（{{年度}}）报于{{日期}}，{{填报人}}</w:t></w:r></w:p>"
    data = edited({"word/footer1.xml": lambda text: text.replace("</w:p>", "</w:p>" + line)})
    footer = part(made(data), "word/footer1.xml")
    assert words(footer.findall(f"{W}p")[1]) == "云水县（2022）报于2023年1月9日，方三"


def test_a_place_that_word_cut_into_pieces_is_found_and_keeps_the_look_of_its_beginning():
    cut = (
        "<w:p><w:r><w:t>由{</w:t></w:r><w:proofErr w:type='spellStart'/><w:r><w:rPr><w:b/></w:rPr><w:t>{单</w:t></w:r>"
        "<w:r><w:t>位}}编</w:t></w:r></w:p>"
    )
    rest = "".join(f"<w:p><w:r><w:t>{place}</w:t></w:r></w:p>" for place in ALL)
    found = part(made(with_body(cut + rest))).find(f"{W}body/{W}p")
    assert [words(run) for run in found.findall(f"{W}r")] == ["由云水县", "", "编"]


@pytest.mark.parametrize("place", ["{{ 标题 }}", "｛｛标题｝｝", "{{　标题}}"])
def test_a_place_may_be_typed_with_blanks_or_full_width_braces(place):
    assert shown(with_places(place, *ALL[1:]))[0] == "云水县年报"


def test_a_long_title_is_broken_within_its_line():
    report = AnnualReport("2021", 2022, "云水县住房和城乡建设局")
    title = part(made(with_places("（{{标题}}）", "{{正文}}"), report)).find(f"{W}body/{W}p")
    assert words(title) == "（云水县住房和城乡建设局\n2022年政府信息公开工作年度报告）"


@pytest.mark.parametrize(
    "code",
    [
        "{{ x.__class__ }}",
        "{% for x in y %}",
        "{{标题.__class__}}",
        "{{7*7}}",
        "${env}",
        "{# 注 #}",
        "=1+1",
        "{{self}}",
    ],
)
def test_code_in_a_template_does_nothing(code):
    assert shown(with_places(code, *ALL))[0] == code


def test_names_that_are_no_place_are_told():
    data = with_places("{{标提}}", "{{单位}}", "{{x.y}}", "{{标提}}", *ALL)
    assert unknown_places(read_template(data, "本单位.docx"), FORM) == ["标提", "x.y"]


def test_a_place_for_paragraphs_in_a_footer_is_told_as_none():
    line = "<w:p><w:r><w:t>{{图表}}{{单位}}</w:t></w:r></w:p>"
    data = edited({"word/footer1.xml": lambda text: text.replace("</w:p>", "</w:p>" + line)})
    assert unknown_places(read_template(data, "本单位.docx"), FORM) == ["图表"]
    assert words(part(made(data), "word/footer1.xml").findall(f"{W}p")[1]) == "{{图表}}云水县"


def test_sections_that_say_the_same_are_not_taken_for_one():
    twice = AnnualReport("2021", 2022, "云水县", sections=[Section("", "附记", ("见上。",))] * 2)
    assert shown(with_places("{{标题}}", "{{第二部分}}", "{{正文}}"), twice)[1:] == ["附记", "见上。"] * 2


def test_more_sections_than_places_stand_with_the_rest():
    many = AnnualReport("2021", 2022, "云水县", sections=[Section("", f"附记{n}", ("话。",)) for n in range(23)])
    assert len(shown(with_places("{{标题}}", "{{正文}}", "{{第二十部分}}"), many)) == 1 + 2 * 23


@pytest.mark.parametrize("text", ["{{标题}}", "{{单位}} {{ x.__class__ }}", "{% raw %}", "{{正文}}"])
def test_places_in_the_report_s_own_words_are_plain_text(text):
    report = AnnualReport("2021", 2022, text, title=text, sections=[Section("一", "事", (text,))])
    assert shown(with_places("{{单位}}：{{标题}}", "{{正文}}"), report) == [f"{text}：{text}", "一、事", text]


@pytest.mark.parametrize("lost", ALL)
def test_a_template_that_lacks_a_place_for_what_the_report_says_is_refused(lost):
    report = full_report(load_form("2014"), 1)
    message = refusal(with_places(*(place for place in ALL if place != lost)), report)
    assert lost in message
    assert sum(place in message for place in ALL) == 1
    assert "--write-template" in message


def test_a_template_needs_no_place_for_what_the_report_lacks():
    report = AnnualReport("2021", 2022, "云水县", sections=[Section("一", "事", ("话。",))])
    assert shown(with_places("{{标题}}", "{{第一部分}}"), report)[1:] == ["一、事", "话。"]


def test_the_office_s_own_line_with_the_date_stands_for_the_sign_off():
    assert shown(with_places("{{标题}}", "{{前言}}", "{{正文}}", "{{单位}}{{日期}}"))[-1] == "云水县2023年1月9日"


@pytest.mark.parametrize(
    ("lines", "said"),
    [
        (("{{标题}}", "见{{正文}}"), "单独成段"),
        (("{{标题}}", "{{正文}}", "{{正文}}"), "不止一次"),
    ],
)
def test_a_place_for_paragraphs_stands_alone_and_once(lines, said):
    assert said in refusal(with_places(*lines))


def test_places_work_within_tables_and_content_controls():
    line = "<w:p><w:r><w:t>{{正文}}</w:t></w:r></w:p>"
    cell = f"<w:tbl><w:tblGrid><w:gridCol w:w='900'/></w:tblGrid><w:tr><w:tc>{line}</w:tc></w:tr></w:tbl>"
    control = "<w:sdt><w:sdtContent><w:p><w:r><w:t>{{前言}}</w:t></w:r></w:p></w:sdtContent></w:sdt>"
    lines = "".join(f"<w:p><w:r><w:t>{place}</w:t></w:r></w:p>" for place in ("{{标题}}", "{{落款}}"))
    data = made(with_body(lines + control + cell))
    assert part(data).find(f".//{W}sdt") is None
    inside = part(data).find(f".//{W}tc")
    assert [words(p) for p in inside.iter(f"{W}p")] == [
        text for s in REPORT.sections for text in (f"{s.number}、{s.title}", *s.paragraphs)
    ]
    empty = made(with_body(lines + cell.replace("正文", "图表") + control + cell))
    assert [len(tc) for tc in part(empty).iter(f"{W}tc")] == [1, 6]


def test_a_place_that_ends_a_section_keeps_the_end_of_the_section():
    wide = (
        '<w:pPr><w:sectPr><w:pgSz w:w="16838" w:h="11906"/><w:pgMar w:left="1000" w:right="1000"/></w:sectPr></w:pPr>'
    )
    lines = "".join(f"<w:p><w:r><w:t>{place}</w:t></w:r></w:p>" for place in ("{{标题}}", "{{前言}}", "{{落款}}"))
    report = full_report(FORM, 1)
    root = part(made(with_body(f"<w:p>{wide}<w:r><w:t>{{{{正文}}}}</w:t></w:r></w:p>{lines}"), report))
    assert len(root.findall(f".//{W}sectPr")) == 2
    # The tables fill the page they stand on.
    assert {table.find(f"{W}tblPr/{W}tblW").get(f"{W}w") for table in root.iter(f"{W}tbl")} == {"14838"}


def test_styles_are_known_by_name_whatever_their_ids():
    def renamed(text):
        return text.replace('"Heading1"', '"3"').replace('"ReportBody"', '"a1"').replace('"Clause"', '"b2"')

    data = made(edited({"word/styles.xml": renamed, "word/document.xml": renamed}))
    styles = dict(reversed(pair) for pair in paragraphs_of(data))
    assert (styles["一、第一部分事"], styles["一的话。"]) == ("3", "a1")
    assert docx.Document(io.BytesIO(data)).paragraphs[2].style.name == "公文正文"


def test_a_style_the_office_changed_stays_changed_and_one_it_lacks_is_added():
    def other(text):
        return text.replace('w:eastAsia="黑体"', 'w:eastAsia="华文中宋"').replace(
            'w:val="公文正文"', 'w:val="本局正文"'
        )

    styles = docx.Document(io.BytesIO(made(edited({"word/styles.xml": other})))).styles
    assert styles["Heading 1"].element.find(f".//{W}rFonts").get(f"{W}eastAsia") == "华文中宋"
    assert styles["公文正文"].style_id == "NianbaoReportBody"


@pytest.mark.parametrize(
    ("data", "said"),
    [
        (b"", "0 字节"),
        (b"PK\x03\x04 nothing", "损坏"),
        (rezip({"[Content_Types].xml": b"<Types/>"}), "不是 Word 文档"),
        (STORED.read_bytes()[:3000], "损坏"),
        (edited({"word/document.xml": lambda text: text[:900]}), "word/document.xml"),
        (edited({"word/document.xml": lambda text: text.replace("?>", "?><!DOCTYPE d [<!ENTITY e 'x'>]>", 1)}), "实体"),
        (without("word/styles.xml"), "word/styles.xml"),
    ],
)
def test_a_damaged_template_is_refused_in_plain_words(data, said):
    assert said in refusal(data)


SCRAPS = ("<w:p/>", "x", "<!-- c -->", "<?pi x?>", "{{", "}}", '"', "</w:p>", "<w:sectPr/>")


@settings(max_examples=80, deadline=None)
@given(name=st.sampled_from(sorted(named())), at=st.floats(0, 1), cut=st.integers(0, 60), scrap=st.sampled_from(SCRAPS))
def test_a_template_damaged_anywhere_is_filled_or_refused(name, at, cut, scrap):
    text = named()[name].decode()
    begin = int(at * len(text))
    data = rezip(named() | {name: (text[:begin] + scrap + text[begin + cut :]).encode()})
    with contextlib.suppress(InputRefused):
        assert made(data).startswith(b"PK")
