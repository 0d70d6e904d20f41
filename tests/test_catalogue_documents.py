"""Catalogue of bad inputs 59 to 75: how reports are laid out, changed, encoded and decorated."""

from __future__ import annotations

import json
import re

import papers
import pytest
from catalogue import (
    FORM,
    Case,
    expect,
    figure,
    patched,
    put,
    report,
    same_figures,
)
from figures import consistent
from makers import UNIT, Words
from makers import parts as report_parts
from makers_labels import OFFICIAL
from makers_pdf import Ink, pdf
from typeset import typeset

from converters.readers.decode import decode
from converters.readers.paper.page import Page

READ = "import a.{} --json"
DOCUMENT = "word/document.xml"
PICTURE = "q 500 0 0 700 40 40 cm BI /W 1 /H 1 /CS /G /BPC 8 ID \x80 EI Q"
PERIOD = "数据的统计期限为2023年1月1日至2023年12月31日。"
TITLE = f"{UNIT}2023年政府信息公开工作年度报告"


def all_parts(seed=1, variant="merged"):
    return report_parts(FORM, consistent(FORM, seed), OFFICIAL, variant)


def whole(number, what, ending, make, *said, look=lambda _folder, out: same_figures(out)):
    """A report that is read whole whatever was done to it."""
    return Case(number, what, put(f"a.{ending}", make), READ.format(ending), 0, said, look)


def finding(number, what, change, *said):
    """A web page changed in its words, about which the rules have something to say."""
    return Case(number, what, put("a.html", lambda: change(report("html").decode()).encode()), "check a.html", 1, said)


def in_document(change):
    return lambda: patched(report("docx"), DOCUMENT, lambda xml: change(xml.decode()).encode())


def marked_text(before):
    """The docx with markup put in front of the text of the first narrative paragraph."""
    return in_document(lambda xml: xml.replace("本局把公开", before + "本局把公开", 1))


def run_of(markup):
    """Close the run that is open, put markup in, open another."""
    return f"</w:t></w:r>{markup}<w:r><w:t>"


INSERTED = run_of('<w:ins w:id="1" w:author="甲"><w:r><w:t>新增一句。</w:t></w:r></w:ins>')
DELETED = run_of('<w:del w:id="2" w:author="甲"><w:r><w:delText>删去一句。</w:delText></w:r></w:del>')
HIDDEN = run_of("<w:r><w:rPr><w:vanish/></w:rPr><w:t>藏着一句。</w:t></w:r>")
CONTROL = run_of("<w:sdt><w:sdtContent><w:r><w:t>控件一句。</w:t></w:r></w:sdtContent></w:sdt>")
FIELD = run_of(
    '<w:r><w:fldChar w:fldCharType="begin"/></w:r><w:r><w:instrText>AUTHOR</w:instrText></w:r>'
    '<w:r><w:fldChar w:fldCharType="separate"/></w:r><w:r><w:t>域里一句。</w:t></w:r>'
    '<w:r><w:fldChar w:fldCharType="end"/></w:r>'
)
BOX = run_of(
    '<w:r><w:pict><v:shape xmlns:v="urn:schemas-microsoft-com:vml"><v:textbox><w:txbxContent><w:p><w:r><w:t>框里一句。'
    "</w:t></w:r></w:p></w:txbxContent></v:textbox></v:shape></w:pict></w:r>"
)


def says(*present, absent=()):
    """Whether the narrative has these words and not those."""

    def look(_folder, out):
        told = json.dumps(json.loads(out)["sections"], ensure_ascii=False)
        return all(words in told for words in present) and not any(words in told for words in absent)

    return look


def table_last():
    """Without the sign-off the last table ends the document."""
    from makers_doc import Doc, doc, p, table  # noqa: PLC0415  # one of many makers

    lines = []
    for part in all_parts()[: -1 - 5]:
        lines += [p(part.text)] if isinstance(part, Words) else table(part)
    return doc(Doc(lines))


def words_only():
    lines = [
        "某县2011年政府信息公开工作年度报告",
        "一、概述",
        "本县重视公开工作。",
        "二、主动公开情况",
        "全年共主动公开政府信息120条。",
        "三、依申请公开情况",
        "全年共收到政府信息公开申请15件，答复15件。",
    ]
    return "\n".join(lines).encode()


def picture_of_table():
    """The narrative as text, every table as a picture."""
    found = [part for part in all_parts() if isinstance(part, Words)]
    shown = '<w:p><w:r><w:drawing><a:blip xmlns:a="urn:a"/></w:drawing></w:r></w:p>'
    return papers.docx(shown.join(papers.p(part.text) for part in found))


def plain(variant, encoding, ends="\n"):
    def make():
        text = decode(report("txt", variant=variant), "a.txt").text
        return ends.join(text.splitlines()).encode(encoding)

    return make


def mixed_ends():
    lines = decode(report("txt", variant="tabs"), "a.txt").text.splitlines()
    return "".join(line + ("\r\n", "\n", "\r")[at % 3] for at, line in enumerate(lines)).encode()


def with_last_year():
    """Last year's tables behind this year's, each under the name of its year."""
    page = report("html").decode()
    other = report("html", seed=2).decode()
    tables = "".join(re.findall(r"<table.*?</table>", other, re.DOTALL))
    return page.replace("</body>", f"<p>附：2022年度统计表（对照）</p>{tables}</body>").encode()


def page(encoding, declared):
    """A page in one encoding that declares another, or none."""
    text = report("html", variant="site").decode("gb18030")
    text = re.sub(r"<meta[^>]*charset[^>]*>", f'<meta charset="{declared}">' if declared else "", text)
    return lambda: text.encode(encoding)


def furniture_is_left_out(_folder, out):
    told = json.dumps(json.loads(out)["sections"], ensure_ascii=False)
    return same_figures(out) and "首页" not in told and "版权" not in told


def wrapped_labels():
    return report("txt", variant="wrapped")


def hostile_page(text):
    text = text.replace(UNIT, f"{UNIT}&lt;script&gt;alert(1)&lt;/script&gt;", 1)
    bad = '<script>alert(2)</script><style>p{}</style><p onclick="alert(3)"><a href="javascript:alert(4)">看</a></p>'
    return text.replace("<body>", f"<body>{bad}", 1)


def hostile_result(folder):
    (folder / "a.html").write_text(hostile_page(report("html").decode()), "utf-8")


def harmless(folder, _out):
    made = (folder / "b.html").read_text("utf-8")
    return not re.search(r"<script|javascript:|onclick|alert\([234]\)", made)


CASES = [
    whole(61, "split", "docx", lambda: report("docx", variant="broken")),
    whole(61, "pdf", "pdf", lambda: pdf(typeset(all_parts()))),
    whole(62, "wrapped label", "pdf", lambda: pdf(typeset(all_parts()), Ink(scale=0.8))),
    Case(
        62,
        "value below",
        put("a.txt", wrapped_labels),
        READ.format("txt"),
        0,
        (),
        lambda _, out: figure(out)["value"] is not None,
    ),
    whole(63, "last year", "html", with_last_year, "2022 年度的统计表"),
    # The narrative is read and the missing table told: better than refusing what can be had.
    Case(64, "picture", put("a.docx", picture_of_table), READ.format("docx"), 0, ("没有找到统计表",)),
    whole(65, "nested", "html", lambda: report("html", variant="nested")),
    whole(66, "inserted", "docx", marked_text(INSERTED), "修订", look=says("新增一句。")),
    whole(66, "deleted", "docx", marked_text(DELETED), "修订", look=says("本局把公开", absent=("删去一句。",))),
    whole(67, "hidden", "docx", marked_text(HIDDEN), "隐藏", look=says("本局把公开", absent=("藏着一句。",))),
    whole(67, "control", "docx", marked_text(CONTROL), look=says("控件一句。")),
    whole(67, "field", "docx", marked_text(FIELD), look=says("域里一句。", absent=("AUTHOR",))),
    whole(67, "box", "docx", marked_text(BOX), look=says("框里一句。")),
    whole(68, "last element", "doc", table_last),
    Case(
        69,
        "words only",
        put("a.txt", words_only),
        READ.format("txt"),
        0,
        ("没有找到统计表，指标取自正文",),
        lambda _, out: (
            [f["found_in"] for f in json.loads(out)["figures"].values() if f["value"] == 120] == ["narrative"]
        ),
    ),
    *[
        whole(70, f"{encoding} as {declared}", "html", page(encoding, declared), look=furniture_is_left_out)
        for encoding, declared in (("gb18030", "utf-8"), ("gb18030", ""), ("utf-8", "gb2312"))
    ],
    *[
        whole(71, f"{encoding}", "txt", plain("tabs", encoding))
        for encoding in ("gb18030", "utf-16", "utf-8-sig", "utf-16-le")
    ],
    whole(71, "line ends", "txt", mixed_ends),
    whole(71, "columns", "txt", plain("columns", "utf-8", "\r\n")),
    whole(
        72,
        "variants",
        "html",
        lambda: (
            report("html").decode().replace("工作年度报告", "工作年报").replace("（", "(").replace("）", ")").encode()
        ),
    ),
    finding(
        73,
        "other year",
        lambda page: page.replace(TITLE, TITLE.replace("2023", "2022")).replace("编制", f"{PERIOD}编制"),
        "D102",
    ),
    finding(
        73,
        "reversed",
        lambda page: page.replace("编制", PERIOD.replace("至2023", "至2022") + "编制"),
        "D102",
    ),
    Case(
        75,
        "reproduced",
        hostile_result,
        "report a.html -o b.html",
        0,
        (),
        harmless,
    ),
]


@pytest.mark.parametrize("case", CASES, ids=str)
def test_the_catalogue_of_documents(run, tmp_path, case):
    expect(run, tmp_path, case)


@pytest.mark.parametrize(
    "data",
    [
        pytest.param(lambda: pdf([Page(1, 595, 842)] * 2, Ink(more=PICTURE)), id="59-scan"),
        pytest.param(lambda: pdf(typeset(all_parts()), Ink(nameless=True)), id="60-garbled"),
    ],
)
def test_pages_without_text_are_refused_where_nothing_recognises_them(run, tmp_path, monkeypatch, data):
    monkeypatch.setattr("converters.readers.scan.engine.has_engine", lambda: False)
    (tmp_path / "a.pdf").write_bytes(data())
    code, out, err = run("import", "a.pdf", "--json")
    assert (code, out) == (3, "")
    assert "a.pdf" in err
    assert "nianbao[ocr]" in err


def test_a_unit_that_differs_between_title_and_table_is_told(run, tmp_path):
    form_line = f"填报单位（盖章）：{UNIT}"
    text = report("docx", "2014")
    (tmp_path / "a.docx").write_bytes(
        patched(text, DOCUMENT, lambda xml: xml.decode().replace(form_line, "填报单位（盖章）：别处的一个局").encode())
    )
    # Told and read: which of the two names is right is not for a program to decide, and no reason to send it back.
    code, _, err = run("import", "a.docx", "--json")
    assert code == 0
    assert f"标题的单位是“{UNIT}”，填报单位是“别处的一个局”" in err


BESIDE = (59, 60, 74)
