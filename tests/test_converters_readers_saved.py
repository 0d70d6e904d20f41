"""Pages and documents saved in one file: .mht, Word 2003 XML, flat packages."""

from __future__ import annotations

import pytest
from makers import Words
from makers_docx import write as write_docx
from makers_mht import message
from makers_xml import document, flat

from converters.readers import read_bytes_as_document
from converters.readers.mht import MhtReader
from converters.readers.word2003 import Word2003Reader
from workbook.errors import InputRefused
from workbook.package import open_package

PAGE = "<html><body><p>一、概述</p><p>本局公开信息一百条。</p></body></html>"


def read(body, **options):
    return Word2003Reader().read(document(body, **options), "年报.xml")


def p(text, properties=""):
    return f"<w:p><w:pPr>{properties}</w:pPr><w:r><w:t>{text}</w:t></w:r></w:p>"


@pytest.mark.parametrize("variant", ["quoted", "base64"])
@pytest.mark.parametrize("charset", ["gb18030", "utf-8", "utf-16"])
def test_the_page_in_a_message_is_read(variant, charset):
    data = message(PAGE.encode(charset), variant, charset)
    found = read_bytes_as_document(data, "年报.mht")
    assert found.kind == "mht"
    assert [block.text for block in found.paragraphs] == ["一、概述", "本局公开信息一百条。"]


def test_of_a_page_of_frames_all_pages_are_read():
    def part(page):
        return f"--b\nContent-Type: text/html; charset=utf-8\nContent-Transfer-Encoding: 8bit\n\n{page}\n".encode()

    head = b"MIME-Version: 1.0\nContent-Type: multipart/related; boundary=b\n\n"
    pages = ["<frameset><frame src='a'></frameset>", "<p>甲篇</p>", "<p>乙篇</p>"]
    found = MhtReader().read(head + b"".join(map(part, pages)) + b"--b--\n", "年报.mht")
    assert [block.text for block in found.paragraphs] == ["甲篇", "乙篇"]


def test_a_message_without_a_page_is_refused():
    data = b"MIME-Version: 1.0\nContent-Type: text/plain\n\nhello\n"
    with pytest.raises(InputRefused, match="没有网页正文"):
        read_bytes_as_document(data, "年报.mht")


def test_a_message_of_endless_parts_is_refused():
    data = b"MIME-Version: 1.0\nContent-Type: multipart/related; boundary=b\n\n" + b"\n--b\n\nx" * 3000
    with pytest.raises(InputRefused, match="过大"):
        MhtReader().read(data, "年报.mht")


def test_word_2003_lists_are_counted():
    level = '<w:lvl w:ilvl="0"><w:start w:val="1"/><w:nfc w:val="37"/><w:lvlText w:val="%1、"/></w:lvl>'
    definition = f'<w:listDef w:listDefId="0">{level}</w:listDef>'
    lists = f'<w:lists>{definition}<w:list w:ilfo="3"><w:ilst w:val="0"/></w:list></w:lists>'
    entry = '<w:listPr><w:ilvl w:val="0"/><w:ilfo w:val="3"/></w:listPr>'
    assert [block.text for block in read(p("甲", entry) + p("乙", entry), lists=lists).paragraphs] == [
        "一、甲",
        "二、乙",
    ]


def test_word_2003_headings_and_revisions():
    def revision(kind, run):
        content = f"<aml:content><w:r>{run}</w:r></aml:content>"
        return f'<aml:annotation w:type="Word.{kind}">{content}</aml:annotation>'

    inserted = revision("Insertion", "<w:t>加</w:t>")
    deleted = revision("Deletion", "<w:delText>减</w:delText>")
    body = p("概述", '<w:pStyle w:val="Heading1"/>') + f"<w:p>{inserted}{deleted}<w:r><w:t>留</w:t></w:r></w:p>"
    found = read(f"<wx:sub-section>{body}</wx:sub-section>")
    assert [(block.text, block.heading) for block in found.paragraphs] == [("概述", 1), ("加留", 0)]
    assert "修订" in found.notes[0]


def test_word_2003_tables_with_merges():
    def tc(text, properties=""):
        return f"<w:tc><w:tcPr>{properties}</w:tcPr>{p(text)}</w:tc>"

    first = tc("纵", '<w:vmerge w:val="restart"/>') + tc("横", '<w:gridSpan w:val="2"/>')
    second = tc("", "<w:vmerge/>") + tc("1") + tc("2")
    (table,) = read(f"<w:tbl><w:tr>{first}</w:tr><w:tr>{second}</w:tr></w:tbl>").tables
    assert [(cell.text, cell.rowspan, cell.colspan) for cell in table.cells] == [
        ("纵", 2, 1),
        ("横", 1, 2),
        ("1", 1, 1),
        ("2", 1, 1),
    ]


def test_flat_packages_are_read_as_the_package(tmp_path):
    path = tmp_path / "年报.docx"
    write_docx(path, [Words("标题", 1), Words("正文")], "")
    data = flat(open_package(path.read_bytes(), path.name))
    found = read_bytes_as_document(data, "年报.xml")
    assert found.kind == "word2003"
    assert [(block.text, block.heading) for block in found.paragraphs] == [("标题", 1), ("正文", 0)]


def test_entities_in_word_xml_are_refused():
    data = b'<?xml version="1.0"?><!DOCTYPE w [<!ENTITY a "b">]><w:wordDocument xmlns:w="x">&a;</w:wordDocument>'
    with pytest.raises(InputRefused, match="实体声明"):
        read_bytes_as_document(data, "年报.doc")
