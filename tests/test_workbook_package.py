"""Packages that no honest office program writes are refused before they are unpacked."""

from __future__ import annotations

import io
import stat
import time
import zipfile

import pytest

from workbook.errors import InputRefused
from workbook.package import is_encrypted_office, open_package, parse_xml, rezip

OLE = bytes.fromhex("d0cf11e0a1b11ae1")
BOMB = '<!DOCTYPE a [<!ENTITY b "哈"><!ENTITY c "&b;&b;&b;">]><a>&c;</a>'
LEAK = '<!DOCTYPE a [<!ENTITY b SYSTEM "file:///etc/hostname">]><a>&b;</a>'


def zipped(*entries: tuple[zipfile.ZipInfo | str, bytes]) -> bytes:
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as archive:
        for entry, content in entries:
            archive.writestr(entry, content)
    return buffer.getvalue()


def refused(data: bytes) -> str:
    with pytest.raises(InputRefused) as caught:
        open_package(data, "年报.docx")
    assert "年报.docx" in str(caught.value)
    return str(caught.value)


def test_parts_are_read_whatever_the_case_of_their_names():
    package = open_package(zipped(("Word\\Document.xml", "正文".encode())), "年报.docx")
    assert package.names == ["Word/Document.xml"]
    assert "word/document.xml" in package
    assert package.read("word/document.xml").decode() == "正文"


def test_a_missing_part_is_named():
    with pytest.raises(InputRefused, match=r"缺少部件 word/styles\.xml"):
        open_package(zipped(("a.xml", b"")), "年报.docx").read("word/styles.xml")


def test_an_empty_file_says_so():
    assert "为空文件" in refused(b"")


@pytest.mark.parametrize("share", [0.1, 0.5, 0.9, 0.99])
def test_a_truncated_package_is_incomplete(share):
    data = zipped(("a.xml", bytes(range(256)) * 20), ("b.xml", b"x"))
    assert "不完整" in refused(data[: int(len(data) * share)])


def test_a_damaged_part_is_named():
    data = zipped(("a.xml", b"12345678"))
    damaged = data.replace(data[35:40], b"\xff" * 5, 1)
    with pytest.raises(InputRefused, match=r"a\.xml 无法解压"):
        open_package(damaged, "年报.docx").read("a.xml")


def test_a_bomb_is_refused_at_once():
    data = zipped(*((f"{n}.xml", bytes(19 << 20)) for n in range(3)))
    start = time.perf_counter()
    assert "解压后超过 50 MB" in refused(data)
    assert time.perf_counter() - start < 0.05


def test_one_large_part_is_refused():
    assert "解压后超过 20 MB" in refused(zipped(("a.xml", bytes(21 << 20))))


def test_unpacking_stops_where_the_header_lies():
    data = bytearray(zipped(("a.xml", bytes(30 << 20))))
    central = data.rfind(b"PK\x01\x02")
    data[central + 24 : central + 28] = (10).to_bytes(4, "little")
    data[22:26] = (10).to_bytes(4, "little")
    with pytest.raises(InputRefused, match="无法解压"):
        open_package(bytes(data), "年报.docx").read("a.xml")


def test_too_many_entries_are_refused():
    assert "条目超过 2000 个" in refused(zipped(*((f"{n}", b"") for n in range(10_000))))


@pytest.mark.parametrize("name", ["../../x", "a/../../x", "..\\x", "/etc/x", "\\x", "C:\\x", "c:x"])
def test_names_that_lead_out_of_the_package_are_refused(name):
    info = zipfile.ZipInfo("placeholder")
    info.filename = name
    assert "压缩包之外" in refused(zipped((info, b"x")))


@pytest.mark.parametrize("second", ["a.xml", "A.XML"])
def test_duplicate_names_are_refused(second):
    data = zipped(("a.xml", b"1"), ("b.xml", b"2"))
    assert "条目重名" in refused(data.replace(b"b.xml", second.encode()))


def test_a_symbolic_link_is_refused():
    info = zipfile.ZipInfo("a.xml")
    info.external_attr = (stat.S_IFLNK | 0o777) << 16
    assert "符号链接" in refused(zipped((info, b"/etc/passwd")))


def test_encrypted_entries_are_refused():
    data = bytearray(zipped(("a.xml", b"x")))
    data[data.rfind(b"PK\x01\x02") + 8] |= 1
    assert "已加密" in refused(bytes(data))


def test_other_compression_is_refused():
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_BZIP2) as archive:
        archive.writestr("a.xml", b"x")
    assert "压缩方式" in refused(buffer.getvalue())


def test_an_office_password_is_named():
    data = OLE + bytes(600) + "EncryptedPackage".encode("utf-16-le")
    assert is_encrypted_office(data)
    assert "文件已加密" in refused(data)


def test_an_old_binary_file_is_told_what_to_do():
    assert "另存为" in refused(OLE + bytes(600))


@pytest.mark.parametrize("text", [BOMB, LEAK, "<!DOCTYPE a><a/>", BOMB.replace("哈", "ha" * 5000)])
@pytest.mark.parametrize("encoding", ["utf-8", "utf-16"])
def test_document_types_are_refused(text, encoding):
    with pytest.raises(InputRefused, match="含有实体声明"):
        parse_xml(text.encode(encoding), "年报.docx", "document.xml")


def test_a_document_type_in_a_rare_encoding_is_refused():
    data = '<?xml version="1.0" encoding="UTF-32"?><!DOCTYPE a [<!ENTITY b "c">]><a>&b;</a>'.encode("utf-32")
    with pytest.raises(InputRefused):
        parse_xml(data, "年报.docx", "document.xml")


def test_deep_nesting_is_refused():
    with pytest.raises(InputRefused, match="嵌套过深"):
        parse_xml(b"<a>" * 100_000 + b"</a>" * 100_000, "年报.docx", "document.xml")


def test_endless_elements_are_refused():
    with pytest.raises(InputRefused, match="元素过多"):
        parse_xml(b"<a>" + b"<b/>" * 2_000_001 + b"</a>", "年报.docx", "document.xml")


@pytest.mark.parametrize("data", [b"", b"<a>", b"text", b"<a></b>", b"\xff\xfe\x00"])
def test_broken_xml_is_refused(data):
    with pytest.raises(InputRefused, match="XML"):
        parse_xml(data, "年报.docx", "document.xml")


def test_utf16_parts_are_parsed():
    data = '<?xml version="1.0" encoding="UTF-16"?><a>年</a>'.encode("utf-16")
    assert parse_xml(data, "年报.docx", "document.xml").text == "年"


def test_rezip_gives_the_same_bytes_and_keeps_the_order():
    parts = {"b.xml": b"1", "a/中.xml": b"2" * 999}
    assert rezip(parts) == rezip(dict(parts))
    with zipfile.ZipFile(io.BytesIO(rezip(parts))) as archive:
        assert archive.namelist() == list(parts)
        assert {info.date_time for info in archive.infolist()} == {(1980, 1, 1, 0, 0, 0)}
        assert archive.read("a/中.xml") == parts["a/中.xml"]
