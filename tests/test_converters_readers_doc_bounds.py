"""Binary Word documents that cannot or must not be read: older, encrypted, damaged, hostile ones, and mutated bytes."""

from __future__ import annotations

import struct

import makers_doc
import papers
import pytest
from docsamples import random_grid, shown
from hypothesis import given, settings
from hypothesis import strategies as st
from makers_doc import (
    BOXES,
    DELETED,
    DEPTH,
    HUGE,
    IN_TABLE,
    INSERTED,
    LISTS,
    NINE,
    ROW_END,
    Doc,
    Line,
    doc,
    level,
    lists,
    numbered,
    p,
    row,
    sprm,
    style,
    uses,
)
from makers_ole import compound

from converters import office as office_program
from converters.document import Document
from converters.readers import doc_pieces, read_bytes_as_document
from converters.readers.doc import DocReader
from workbook.errors import InputRefused


def read(made, name="年报.doc"):
    return read_bytes_as_document(doc(made) if isinstance(made, Doc) else made, name)


def patched(made, slot, *values):
    """The document with what its header says of a structure replaced."""
    parts = makers_doc.streams(made)
    main = bytearray(parts["WordDocument"])
    struct.pack_into(f"<{len(values)}I", main, 0x9A + 8 * slot, *values)
    return compound(parts | {"WordDocument": bytes(main)})


@pytest.fixture
def no_office(monkeypatch):
    """A machine without an office program."""
    monkeypatch.setattr(office_program, "find_office", lambda: None)


def test_an_older_or_damaged_document_is_read_through_an_office_program(monkeypatch):
    asked = []

    def convert(*given):
        asked.append(given[1:4])
        return papers.docx(papers.p("转换所得"))

    monkeypatch.setattr(office_program, "convert", convert)
    for data, word in (
        (doc(Doc([p("正文")], version=0x65)), "Word 95"),
        (b"\xdb\xa5\x2d\x00" + bytes(600), "Word 95"),
        (patched(Doc([p("正文")]), makers_doc.PIECES, 0, 0), "损坏"),
    ):
        found = read(data, "旧.doc")
        assert (shown(found), found.kind) == (["转换所得"], "doc")
        assert word in found.notes[0]
        assert "办公软件" in found.notes[0]
    assert set(asked) == {(".doc", "docx", "旧.doc")}


@pytest.mark.parametrize(
    ("rescued", "lost"),
    [("t^¦^¥bJTck‡e", "文字"), ("丂丄丅丆丏丒丗丟", "文字"), ("年度报告甲1乙2", "表格")],
)
def test_what_is_rescued_without_words_or_tables_is_refused(monkeypatch, rescued, lost):
    monkeypatch.setattr(office_program, "convert", lambda *_: papers.docx(papers.p(rescued)))
    broken = patched(Doc([*row("甲", "1"), *row("乙", "2"), p("末")]), makers_doc.PIECES, 0, 0)
    with pytest.raises(InputRefused, match=rf"年报\.doc.*没有读出其中的{lost}"):
        read(broken)


@pytest.mark.usefixtures("no_office")
def test_without_an_office_program_it_says_what_to_do():
    with pytest.raises(InputRefused, match=r"旧\.doc.*Word 95.*LibreOffice.*另存为 \.docx"):
        read(Doc([p("正文")], version=0x65), "旧.doc")


def test_an_encrypted_document_is_named_as_such():
    with pytest.raises(InputRefused, match="文件已加密"):
        read(Doc([p("正文")], flags=0x1300))


def test_a_document_of_another_name_is_read_with_a_note():
    found = read(Doc([p("正文")]), "年报.docx")
    assert found.kind == "doc"
    assert found.notes[0].startswith("扩展名是 .docx，内容是旧版 Word 或 WPS 文档")


def test_a_workbook_with_a_word_document_in_it_is_no_document():
    parts = {"Workbook": b"x", "Embedded": "WordDocument\0".encode("utf-16-le")}
    assert not DocReader().accepts(b"", compound(parts))
    assert DocReader().accepts(b"", doc(Doc([p("内嵌“Workbook”的文档")])) + "Workbook\0".encode("utf-16-le"))


@pytest.mark.usefixtures("no_office")
@pytest.mark.parametrize(
    "data",
    [
        pytest.param(lambda: patched(Doc([p("甲")]), makers_doc.PIECES, 16, 0x7FFFFFFF), id="pieces beyond the stream"),
        pytest.param(lambda: patched(Doc([p("甲")]), makers_doc.PARAGRAPHS, 0, 0), id="no paragraph properties"),
        pytest.param(lambda: doc(Doc([p("甲", sprm(HUGE, 0x7FFFFFFF))])), id="properties beyond the stream"),
        pytest.param(lambda: compound({"WordDocument": b"\xec\xa5\xc1\0"}), id="no header"),
        pytest.param(lambda: doc(Doc([p("甲")]))[:1000], id="no directory"),
        pytest.param(lambda: doc(Doc([p("甲")]))[:44] + b"\xff\xff\xff\x7f" + bytes(4000), id="allocation tables"),
    ],
)
def test_a_document_that_lies_is_refused_at_once(data):
    content = data()
    if b"W\0o\0r\0d\0" not in content:
        content += "WordDocument\0".encode("utf-16-le")
    with pytest.raises(InputRefused, match="损坏"):
        read(content)


def test_more_text_than_any_report_has_is_refused():
    parts = makers_doc.streams(Doc([p("甲")]))
    main = bytearray(parts["WordDocument"])
    struct.pack_into("<I", main, 0x4C, 0x7FFFFFFF)
    with pytest.raises(InputRefused, match="超过"):
        read(compound(parts | {"WordDocument": bytes(main)}))


def test_more_paragraphs_than_any_report_has_are_refused(monkeypatch):
    monkeypatch.setattr(doc_pieces, "MAX_PARAGRAPHS", 3)
    with pytest.raises(InputRefused, match=r"段落.*超过 3 个"):
        read(Doc([p("甲"), *row("乙", "丙")]))


def test_list_numbers_as_long_as_a_book_are_cut():
    table = lists([level(0, "长" * 5000)])
    found = read(Doc([numbered(1, 0, "甲")], lists=table, uses=uses((100, []))))
    assert shown(found) == ["长" * 100 + "甲"]


@pytest.mark.usefixtures("no_office")
def test_text_boxes_that_lie_over_one_another_are_damage():
    made = makers_doc.streams(Doc([p("甲")], boxes={7: [p("一")], 8: [p("二")]}, shapes={7: 0}))
    bounds = struct.pack("<III", 0, 2, 4)
    assert made["1Table"].count(bounds) == 1
    with pytest.raises(InputRefused, match="损坏"):
        read(compound(made | {"1Table": made["1Table"].replace(bounds, struct.pack("<III", 2, 0, 4))}))


def test_properties_that_refer_to_themselves_end():
    lines = [p("甲", sprm(HUGE, 16)), p("乙" * 10)]
    made = makers_doc.streams(Doc(lines))
    data = made["Data"][:16] + struct.pack("<H", 6) + sprm(HUGE, 16)
    assert shown(read(compound(made | {"Data": data}))) == ["甲", "乙" * 10]


def test_depths_without_end_are_cut():
    lines = [p("甲", sprm(IN_TABLE) + sprm(DEPTH, 0x7FFFFFFF)), p("后")]
    assert shown(read(Doc(lines))) == ["甲", "后"]


def test_lists_outside_of_their_stream_cost_the_numbers_alone():
    made = Doc([numbered(1, 0, "甲")], lists=lists(NINE), uses=uses((100, [])))
    found = read(patched(made, LISTS, 0xFFFFFF00, 0x200))
    assert shown(found) == ["甲"]
    assert "编号" in found.notes[0]


@pytest.mark.usefixtures("no_office")
def test_text_boxes_outside_of_their_stream_are_damage():
    with pytest.raises(InputRefused, match="损坏"):
        read(patched(Doc([p("甲")]), BOXES, 0xFFFFFF00, 0x200))


SAMPLE = Doc(
    [
        p("年度报告", style=1),
        *[numbered(1, index, "部分") for index in (0, 1, 0)],
        Line([("共", b""), ("9", sprm(INSERTED)), ("8", sprm(DELETED)), ("\x13 X \x14件\x15\x08", b"")]),
        *makers_doc.table(random_grid(5, 12, 10)),
        *row([p("外"), *row("内", "表", depth=2), p("尾")], "右", edges=(0, 4000, 9000)),
        p("末段", sprm(ROW_END, 0)),
    ],
    [style("Normal", 0), style("heading 1", 1, 0)],
    lists(NINE),
    uses((100, [(5, 0, b"")])),
    {7: [p("框")]},
    {7: 40},
    pieces=3,
)


def outcome(content):
    """The document or the refusal; any other error is the test's failure."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(office_program, "find_office", lambda: None)
        try:
            return read(content)
        except InputRefused as error:
            return error


CONTENT = doc(SAMPLE)
# Where a change tells most: the headers of the file and of the document, and anywhere else.
PLACES = st.one_of(st.integers(0, 0x600), st.integers(0, len(CONTENT) - 4))
CHANGES = st.lists(st.tuples(PLACES, st.binary(min_size=1, max_size=4)), max_size=12)


@settings(max_examples=200, deadline=None)
@given(CHANGES, st.one_of(st.none(), st.integers(0, len(CONTENT))))
def test_mutated_and_cut_bytes_give_a_document_or_are_refused(changes, end):
    content = bytearray(CONTENT)
    for at, put in changes:
        content[at : at + len(put)] = put
    found = outcome(bytes(content[:end]))
    assert isinstance(found, Document) or "年报.doc" in str(found)
