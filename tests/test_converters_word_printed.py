from __future__ import annotations

import itertools
import re
from dataclasses import replace

import office
import pytest
from pdflines import pages_of
from wordfile import (
    FOURTH_FORM,
    W,
    earlier_years,
    full_report,
    has_cell,
    merges,
    paragraphs,
    part,
    printed_at,
    sheets,
    words,
)

from converters.readers import read_bytes_as_document
from converters.word import STORED, read_template, write_report
from workbook.formfile import load_form, read_form

EDITIONS = ("2014", "2019", "2021")


@pytest.fixture(scope="module")
def fourth(tmp_path_factory):
    path = tmp_path_factory.mktemp("forms") / "fourth.toml"
    path.write_text(FOURTH_FORM, "utf-8")
    return read_form(path)


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


PLAIN = "全部来件当日登记逐件编号专人保管办理时限提前三天提醒到期未结的报分管领导督办定期抽查" * 25
MARKED = "为贯彻《条例》，本机关按季核对台账；（2021年以来）收到“来件”12件，办结11件，均已答复。" * 12


def long_report(form, **given):
    """A report with more than a full page of plain text, words with marks and numbers, and headings of each level."""
    report = full_report(form, 2, **given)
    first = report.sections[0]
    report.sections[0] = replace(first, paragraphs=(PLAIN, "（一）组织领导", MARKED, "1.登记", "（1）来件", "照办。"))
    return report


@pytest.fixture(scope="module")
def printed(tmp_path_factory, fourth):
    """Each edition, a narrative alone and the invented form, as .docx and, by LibreOffice, as PDF.

    One more is made on our template as LibreOffice saves it, with style ids of its own.
    """
    folder = tmp_path_factory.mktemp("printed")
    (resaved,) = office.convert([STORED], "docx", folder)
    reports = {form.edition: (long_report(form), form) for form in (*map(load_form, EDITIONS), fourth)}
    reports["narrative"] = (long_report(load_form("2014"), year=2011), load_form("2014"))
    reports["resaved"] = (long_report(load_form("2021")), load_form("2021"))
    paths = {name: folder / f"{name}.docx" for name in reports}
    for name, (report, form) in reports.items():
        template = read_template(resaved.read_bytes(), "另存.docx") if name == "resaved" else None
        history = {} if name == "narrative" else earlier_years(report.year, 3)
        paths[name].write_bytes(write_report(report, form, history=history, template=template))
    pdfs = dict(zip(paths, office.convert(list(paths.values()), "pdf", folder), strict=True))
    return {name: (*reports[name], paths[name], pdfs[name]) for name in reports}


NAMES = [*EDITIONS, "试用", "narrative", "resaved"]


@pytest.mark.parametrize("name", NAMES)
def test_the_file_is_valid_open_xml(printed, name):
    assert office.openxml_errors(printed[name][2]) == []


def test_the_template_is_valid_open_xml():
    assert office.openxml_errors(STORED) == []


@pytest.mark.parametrize("name", NAMES)
def test_libreoffice_prints_every_word_of_the_report(printed, name):
    _, form, path, pdf = printed[name]
    text = re.sub(r"—\d+—", "", "".join(office.pdf_text(pdf, "-raw").split()))
    for said in (words(p) for p in part(path.read_bytes()).find(f"{W}body").findall(f"{W}p")):
        assert "".join(said.split()) in text, said
    if name != "narrative":
        lost = [row.label for row in form.rows.values() if not set(row.label) <= set(text)]
        assert lost == []


@pytest.mark.parametrize("name", NAMES)
def test_a_full_page_has_22_lines_of_28_characters_within_the_type_area(printed, name):
    pages = pages_of(printed[name][3])
    full = [line for line in pages[1] if set(line.text) <= set(PLAIN)][:22]
    assert [len(line.text) for line in full] == [28] * 22
    assert len(pages[1]) == 23  # the page number is the last
    assert {(round(line.left), round(line.right)) for line in full} == {(28, 184)}
    # The first line stands below 37 mm, the last above 262 mm, all 10.2 mm apart.
    assert 37 < full[0].base < 48
    assert full[-1].base < 262
    assert {round(below.base - above.base, 1) for above, below in itertools.pairwise(full)} <= {10.2, 10.3}


# LibreOffice does not keep the switch for hanging marks when it saves a template.
@pytest.mark.parametrize("name", NAMES[:-1])
def test_no_line_of_text_is_longer_or_leaves_the_type_area(printed, name):
    lines = [line for page in pages_of(printed[name][3]) for line in page]
    assert max(len(line.text) for line in lines if 16.0 in line.sizes and line.text.isalpha()) == 28
    assert min(line.left for line in lines) > 27.5
    assert max(line.right for line in lines) < 184.5


@pytest.mark.parametrize("name", NAMES)
def test_page_numbers_stand_outside(printed, name):
    for number, page in enumerate(pages_of(printed[name][3]), 1):
        last = page[-1]
        assert (last.text, last.sizes) == (f"—{number}—", {14.0})
        # One character of 14 pt in from the edge of the type area; 7 mm below it.
        assert abs((184 - last.right if number % 2 else last.left - 28) - 4.94) < 0.5
        assert 269 <= last.base <= 275


# The stand-ins of tests/fonts.conf for the typefaces asked for.
SONG_TITLE, HEI, KAI, FANGSONG = "NotoSerifCJK", "NotoSansCJK", "GBZenKai", "BousungEG"


@pytest.mark.parametrize(
    ("opening", "face", "size"),
    [
        ("云水县档案局", SONG_TITLE, 22.0),
        ("一、", HEI, 16.0),
        ("（一）组织领导", KAI, 16.0),
        ("1.登记", FANGSONG, 16.0),
        ("全部来件当日登记", FANGSONG, 16.0),
    ],
)
@pytest.mark.parametrize("name", EDITIONS)
def test_titles_and_levels_are_set_in_their_typefaces(printed, name, opening, face, size):
    lines = [line for page in pages_of(printed[name][3]) for line in page]
    line = next(line for line in lines if line.text.startswith(opening))
    assert {found for found in line.faces if "Liberation" not in found}.pop().startswith(face)
    assert line.sizes == {size}
    if size == 16.0:
        # Two characters of 15.7 pt in.
        assert abs(line.left - 28 - 11.3) < 0.5


def test_the_chart_is_printed_with_its_numbers(printed):
    for name in EDITIONS:
        text = office.pdf_text(printed[name][3])
        assert "近四年主要数据（单位：件）" in "".join(text.split())


def test_a_table_that_fits_on_a_page_is_not_torn(printed):
    pages = office.pdf_text(printed["2021"][3], "-raw").split("\f")
    torn = [page for page in pages if "本年新收政府信息公开申请数量" in page]
    assert len(torn) == 1
    assert "结转下年度继续办理" in torn[0]


def test_a_table_over_two_pages_repeats_its_header_and_stands_on_pages_of_its_own(printed):
    pages = ["".join(page.split()) for page in office.pdf_text(printed["2014"][3], "-raw").split("\f")]
    first = next(at for at, page in enumerate(pages) if page.startswith("附件"))
    assert [page.count("统计指标") for page in pages[first : first + 2]] == [1, 1]
    assert "云水县档案局2022年1月9日" in pages[first - 1]
