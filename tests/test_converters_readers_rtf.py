"""Rich text is read as Word shows it, whichever way its Chinese was written."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from makers_rtf import document, letters, paragraph

from converters.readers import read_bytes_as_document
from converters.readers.rtf import RtfReader
from workbook.errors import InputRefused


def read(body, variant="gbk"):
    return RtfReader().read(document(body, variant), "年报.rtf")


def texts(body, variant="gbk"):
    return [block.text for block in read(body, variant).paragraphs]


def cells(body):
    (table,) = read(body).tables
    return [(cell.text, cell.row, cell.column, cell.rowspan, cell.colspan) for cell in table.cells]


def row(*cells, shape="", end=r"\row"):
    edges = shape or "".join(rf"\cellx{1000 * (at + 1)}" for at in range(len(cells)))
    return rf"\trowd{edges}" + "".join(rf"\pard\intbl {letters(text)}\cell" for text in cells) + end


@given(
    st.lists(st.text("甲乙丙丁公开年报〇①…—“”ａ１２３ abc{}\\'", min_size=1), min_size=1),
    st.sampled_from(["gbk", "unicode"]),
)
def test_text_comes_through_in_both_ways_of_writing(lines, variant):
    lines = [line.strip() for line in lines]
    body = "\n".join(paragraph(line, 0, variant) for line in lines)
    assert texts(body, variant) == [line for line in lines if line]


def test_letters_beyond_the_first_plane_are_put_together():
    assert texts(rf"\pard {letters('𠮷田', 'unicode')}\par", "unicode") == ["𠮷田"]


def test_a_lone_half_of_a_letter_is_shown_as_lost():
    assert texts(r"\pard a\u-10240 ?b\par", "unicode") == ["a\ufffdb"]


def test_the_font_says_in_which_code_page_bytes_are():
    fonts = r"{\fonttbl{\f0\fcharset134 x;}{\f1\fcharset136 y;}{\f2\cpg949 z;}}"
    body = "".join(rf"\'{byte:02x}" for byte in "資訊".encode("big5"))
    assert texts(rf"{fonts}\pard\f1 {body}\f0 {letters('公开')}\par") == ["資訊公开"]


def test_the_second_byte_of_a_letter_may_stand_unescaped():
    assert texts("\\pard \\'81A\\par") == [b"\x81A".decode("gbk")]


def test_stand_ins_of_any_number_are_left_out():
    assert texts(r"\pard\uc2\u20844\'b9\'ab\u24320\'bf\'aa\par", "unicode") == ["公开"]
    assert texts(r"\pard\uc0\u20844 \u24320 !\par", "unicode") == ["公开!"]


def test_signs_by_name_are_signs():
    assert texts(r"\pard a\tab b\line c\emdash\ldblquote d\rdblquote\~e\_f\{g\}\par") == ["a\tb\nc—“d”\xa0e-f{g}"]


def test_headings_come_from_styles_and_outline_levels():
    body = paragraph("甲", 1) + paragraph("乙", 2) + rf"\pard\outlinelevel2 {letters('丙')}\par" + paragraph("丁")
    assert [(block.text, block.heading) for block in read(body).paragraphs] == [
        ("甲", 1),
        ("乙", 2),
        ("丙", 3),
        ("丁", 0),
    ]


def test_list_numbers_stand_before_their_paragraphs_and_bullets_do_not():
    numbered = rf"{{\listtext\pard\plain {letters('一、')}\tab}}{letters('概述')}\par"
    digit = r"{\pntext\f0 1.\tab}2023 x\par"
    bullet = r"{\listtext\f3 \'b7\tab}abc\par"
    assert texts(rf"\pard {numbered}\pard {digit}\pard {bullet}") == ["一、概述", "1.2023 x", "abc"]


def test_what_is_not_shown_is_not_read():
    body = (
        r"\pard a{\v hidden}b{\deleted gone}c{\revised new}{\footnote note}{\*\bkmkstart mark}{\*\unknown word}"
        r"{\field{\*\fldinst PAGE}{\fldrslt 7}}{\pict\pngblip 89504e47}{\*\annotation remark}d\par"
    )
    document = read(body)
    assert [block.text for block in document.paragraphs] == ["abcnew7d"]
    assert len(document.notes) == 2


def test_a_paragraph_whose_end_was_deleted_goes_on():
    assert texts(r"\pard a{\deleted \par}b\par") == ["ab"]


def test_the_unicode_version_of_a_destination_is_taken():
    assert texts(r"\pard {\upr{ansi}{\*\ud{\u20844 ?}}}x\par") == ["公x"]


def test_a_text_box_is_read_after_its_paragraph():
    box = r"{\shp{\*\shpinst{\sp{\sn name}{\sv value}}{\shptxt \pard inner\par}}{\shprslt again}}"
    assert texts(rf"\pard before{box} after\par\pard last\par") == ["inner", "before after", "last"]


def test_binary_data_is_passed_over():
    assert texts("\\pard a{\\pict\\bin5 }}{{\\}b\\par") == ["ab"]


def test_merged_cells_are_laid_on_the_grid():
    across = r"\clmgf\cellx1000\clmrg\cellx2000\cellx3000"
    down = (r"\clvmgf\cellx1000\cellx2000\cellx3000", r"\clvmrg\cellx1000\cellx2000\cellx3000")
    body = row("横", "", "a", shape=across) + row("纵", "b", "c", shape=down[0]) + row("", "d", "e", shape=down[1])
    assert cells(body) == [
        ("横", 0, 0, 1, 2),
        ("a", 0, 2, 1, 1),
        ("纵", 1, 0, 2, 1),
        ("b", 1, 1, 1, 1),
        ("c", 1, 2, 1, 1),
        ("d", 2, 1, 1, 1),
        ("e", 2, 2, 1, 1),
    ]


def test_columns_follow_the_edges_of_all_rows():
    body = row("总", shape=r"\cellx3000") + row("甲", "1", shape=r"\cellx1010\cellx3000") + row("乙", "2", "3")
    assert cells(body)[0] == ("总", 0, 0, 1, 3)
    assert cells(body)[1:3] == [("甲", 1, 0, 1, 1), ("1", 1, 1, 1, 2)]


def test_a_table_ends_where_a_paragraph_outside_stands():
    body = row("甲", "1") + row("乙", "2") + paragraph("完") + row("丙", "3") + row("丁", "4")
    document = read(body)
    assert [table.height for table in document.tables] == [2, 2]
    assert [type(block).__name__ for block in document.blocks] == ["Table", "Paragraph", "Table"]


def test_a_nested_table_comes_after_the_outer_one():
    inner = (
        r"\pard\intbl\itap2 x\nestcell\pard\intbl\itap2 y\nestcell"
        r"{\*\nesttableprops\trowd\cellx400\cellx800\nestrow}{\nonesttables\par}"
    )
    outer = rf"\trowd\cellx1000\cellx2000\pard\intbl a\par{inner}\pard\intbl b\cell\pard\intbl c\cell\row"
    first, second = read(outer + row("d", "e")).tables
    assert [cell.text for cell in first.cells] == ["a\nb", "c", "d", "e"]
    assert [cell.text for cell in second.cells] == ["x", "y"]


def test_a_table_without_table_marks_is_a_table():
    assert [
        cell[0] for cell in cells(r"\trowd\cellx1\cellx2000\pard a\cell b\cell\row\trowd\pard c\cell d\cell\row")
    ] == list("abcd")


def test_more_cells_than_the_row_says_are_kept():
    assert [cell[0] for cell in cells(row("a", "b", "c", shape=r"\cellx1000") + row("d"))] == list("abcd")


def test_a_file_that_breaks_off_says_so():
    data = document(paragraph("概述") + paragraph("完"))
    whole = RtfReader().read(data, "年报.rtf")
    cut = RtfReader().read(data[: data.rindex(b"\\'")], "年报.rtf")
    assert not whole.notes
    assert "可能不完整" in cut.notes[0]
    assert cut.paragraphs[0].text == "概述"


def test_nesting_without_end_is_refused():
    with pytest.raises(InputRefused, match="嵌套过深"):
        RtfReader().read(b"{\\rtf1" + b"{" * 100_000, "年报.rtf")


def test_what_is_rich_text_is_told_by_its_content():
    found = read_bytes_as_document(document(paragraph("概述")), "年报.doc")
    assert found.kind == "rtf"
    assert "扩展名是 .doc，内容是RTF 文档" in found.notes[0]


@settings(max_examples=150)
@given(st.data())
def test_damaged_files_are_read_or_refused(data):
    whole = bytearray(document(paragraph("概述", 1) + row("甲", "1") + row("乙", "2") + paragraph("完")))
    for _ in range(data.draw(st.integers(1, 6))):
        at = data.draw(st.integers(0, len(whole) - 1))
        whole[at : at + data.draw(st.integers(0, 3))] = data.draw(
            st.binary(max_size=3) | st.sampled_from([b"{", b"}", b"\\row ", b"\\cell ", b"\\itap9 ", b"\\trowd "])
        )
    try:
        found = RtfReader().read(bytes(whole), "年报.rtf")
    except InputRefused:
        return
    for table in found.tables:
        table.grid()
