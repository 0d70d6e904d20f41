"""Every file is read by what it is; what cannot be read is named; nothing readable is never a success."""

from __future__ import annotations

import io
import zipfile

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from papers import docx, p, tc, tr, xlsx

from converters.document import Document
from converters.readers import read_bytes_as_document, read_document
from workbook.errors import InputRefused

OLE = bytes.fromhex("d0cf11e0a1b11ae1") + bytes(600)
ROWS = "<tr><td>甲</td><td>1</td></tr><tr><td>乙</td><td>2</td></tr>"
PAGE = f"<html><body><p>全年主动公开政府信息十二条。</p><table>{ROWS}</table>"
LIST = '<w:numPr><w:ilvl w:val="0"/><w:numId w:val="1"/></w:numPr>'
LEVEL = '<w:lvl w:ilvl="0"><w:numFmt w:val="chineseCounting"/><w:lvlText w:val="%1、"/></w:lvl>'
NUMBERING = (
    f'<w:abstractNum w:abstractNumId="0">{LEVEL}</w:abstractNum><w:num w:numId="1"><w:abstractNumId w:val="0"/></w:num>'
)
WORD = docx(
    p("概述", LIST) + f"<w:tbl>{tr(tc('甲', '<w:vMerge/>'), tc('1'))}{tr(tc('乙'), tc('2'))}</w:tbl>", "", NUMBERING
)
BOOK = xlsx("<sheetData><row><c r='A1'><v>1</v></c><c t='str'><v>甲</v></c></row></sheetData>")
TEXT = "一、概述\n全年主动公开政府信息十二条。\n| 甲 | 1 |\n| 乙 | 2 |\n"
SAMPLES = {"docx": WORD, "xlsx": BOOK, "html": PAGE.encode("gb18030"), "text": TEXT.encode()}


def zipped(*names, content=b"x"):
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w") as archive:
        for name in names:
            archive.writestr(name, content)
    return buffer.getvalue()


def refused(data, name="年报.doc"):
    with pytest.raises(InputRefused) as caught:
        read_bytes_as_document(data, name)
    assert name in str(caught.value)
    return str(caught.value)


@pytest.mark.parametrize("kind", SAMPLES)
def test_each_format_is_read_from_a_file(kind, tmp_path):
    path = tmp_path / "没有扩展名"
    path.write_bytes(SAMPLES[kind])
    found = read_document(path)
    assert (found.kind, found.name, found.notes) == (kind, "没有扩展名", [])
    assert found.tables


@pytest.mark.parametrize("ending", [".doc", ".wps", ".xls", ".pdf"])
@pytest.mark.parametrize("kind", SAMPLES)
def test_a_lying_ending_is_noted_and_changes_nothing(kind, ending):
    found = read_bytes_as_document(SAMPLES[kind], f"年报{ending}")
    assert found.kind == kind
    assert found.notes[0].startswith(f"扩展名是 {ending}，内容是")


def test_the_note_says_what_it_was_read_as():
    assert read_bytes_as_document(SAMPLES["html"], "年报.doc").notes == ["扩展名是 .doc，内容是网页，按网页读取"]


@pytest.mark.parametrize(
    ("data", "named"),
    [
        (OLE, "旧版二进制文档"),
        (zipped("ppt/presentation.xml"), "演示文稿"),
        (zipped("年报.docx"), "压缩包"),
        (b"Rar!\x1a\x07", "RAR"),
    ],
)
def test_known_formats_that_are_not_read_are_named_with_advice(data, named):
    message = refused(data)
    assert named in message
    assert "请" in message


@pytest.mark.parametrize(
    "data",
    [
        OLE + "EncryptedPackage".encode("utf-16-le"),
        OLE[:8].ljust(512, b"\0") + b"\xec\xa5" + bytes(9) + b"\x01" + bytes(500),
    ],
)
def test_a_password_is_named(data):
    assert "已加密" in refused(data)


@pytest.mark.parametrize(
    ("data", "words"),
    [
        (b"", "为空文件"),
        (WORD[: len(WORD) // 2], "不完整"),
        (BOOK[:-30], "不完整"),
        (b"\x7fELF" + bytes(500), "二进制"),
        (b"<html><body><img src=x></body></html>", "没有可读的文字"),
        (b"<html><frameset><frame src=a></frameset></html>", "没有可读的文字"),
        (b" \n\n ", "没有可读的文字"),
        (docx("<w:p/>"), "没有可读的文字"),
        (docx("<w:tbl><w:tr><w:tc><w:p/></w:tc><w:tc><w:p/></w:tc></w:tr></w:tbl>"), "没有可读的文字"),
        (xlsx("<sheetData/>"), "没有可读的文字"),
        (zipped("word/document.xml", content=b"<!DOCTYPE a []><a/>"), "含有实体声明"),
        (zipped("xl/workbook.xml", content=b'<!DOCTYPE a [<!ENTITY b SYSTEM "http://x/">]><a>&b;</a>'), "含有实体声明"),
        (zipped("word/document.xml", content=b"<a>" * 100_000), "嵌套过深"),
        (zipped("word/document.xml", "word/../../x"), "压缩包之外"),
    ],
)
def test_what_gives_no_text_is_refused(data, words):
    assert words in refused(data)


def test_the_same_file_gives_the_same_document():
    for data in SAMPLES.values():
        assert read_bytes_as_document(data, "年报") == read_bytes_as_document(data, "年报")


@st.composite
def damaged(draw):
    """One of the samples, cut, with bytes changed, or with one piece of its XML changed before it was packed."""
    kind = draw(st.sampled_from(list(SAMPLES)))
    data = bytearray(SAMPLES[kind])
    if kind in ("docx", "xlsx") and draw(st.booleans()):
        return repacked(bytes(data), draw)
    for _ in range(draw(st.integers(0, 4))):
        data[draw(st.integers(0, len(data) - 1))] = draw(st.integers(0, 255))
    return bytes(data[: draw(st.integers(0, len(data)))] if draw(st.booleans()) else data)


def repacked(data, draw):
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        parts = {name: bytearray(archive.read(name)) for name in archive.namelist()}
    part = parts[draw(st.sampled_from(list(parts)))]
    values = [index for index, byte in enumerate(part) if byte in b'0123456789"/<>:.']
    for _ in range(draw(st.integers(1, 3))):
        part[draw(st.sampled_from(values))] = draw(st.sampled_from(list(b'09"/<>-: aZ\xff')))
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w") as archive:
        for name, content in parts.items():
            archive.writestr(name, bytes(content))
    return buffer.getvalue()


@settings(max_examples=1500, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(damaged())
def test_damaged_bytes_give_a_document_or_a_refusal_and_nothing_else(data):
    try:
        found = read_bytes_as_document(data, "年报.docx")
    except InputRefused:
        return
    assert isinstance(found, Document)
    assert found.blocks
