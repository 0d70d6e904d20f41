from __future__ import annotations

import pytest
from wordfile import edited, part, with_body, words

from converters.word import read_template, write_report
from workbook.errors import InputRefused
from workbook.formfile import load_form
from workbook.report import AnnualReport, Section

OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
REPORT = AnnualReport("2021", 2022, "云水县", sections=[Section("一", "事", ("话。",))])
PLACES = "<w:p><w:r><w:t>{{标题}}</w:t></w:r></w:p><w:p><w:r><w:t>{{正文}}</w:t></w:r></w:p>"


def linked(kind, target, *, external=True, of="word/_rels/document.xml.rels"):
    """Our template with one more relationship."""
    mode = ' TargetMode="External"' if external else ""
    link = f'<Relationship Id="rIdX" Type="{OFFICE}/{kind}" Target="{target}"{mode}/></Relationships>'
    return {of: lambda text: text.replace("</Relationships>", link)}


def refusal(data):
    with pytest.raises(InputRefused) as refused:
        read_template(data, "本单位.docx")
    return str(refused.value)


@pytest.mark.parametrize(
    ("kind", "said"),
    [
        ("vbaProject", "宏"),
        ("control", "控件"),
        ("oleObject", "嵌入的对象"),
        ("package", "嵌入的对象"),
        ("aFChunk", "嵌入的文件"),
        ("subDocument", "子文档"),
    ],
)
def test_a_template_that_could_run_or_load_something_is_refused(kind, said):
    message = refusal(edited(linked(kind, "thing.bin", external=False), {"word/thing.bin": b"x"}))
    assert said in message
    assert "--write-template" in message


def test_a_template_with_macros_is_refused_by_its_type():
    def macros(text):
        return text.replace(
            "vnd.openxmlformats-officedocument.wordprocessingml.document.main", "vnd.ms-word.document.macroEnabled.main"
        )

    assert "宏" in refusal(edited({"[Content_Types].xml": macros}))


def test_a_template_in_word_s_own_sense_is_taken():
    def template(text):
        return text.replace("wordprocessingml.document.main", "wordprocessingml.template.main")

    data = write_report(
        REPORT, load_form("2021"), template=read_template(edited({"[Content_Types].xml": template}), "本单位.dotx")
    )
    assert b"template.main" not in b"".join(
        element.get("ContentType", "").encode() for element in part(data, "[Content_Types].xml")
    )


@pytest.mark.parametrize("kind", ["image", "frame", "oleLink"])
def test_a_template_that_fetches_files_is_refused(kind):
    assert "外部" in refusal(edited(linked(kind, "http://192.0.2.1/x.png")))


@pytest.mark.parametrize(
    "field",
    [
        '<w:fldSimple w:instr=" DDEAUTO cmd x "/>',
        "<w:r><w:instrText> INCLUDE</w:instrText></w:r><w:r><w:instrText>TEXT x.docx </w:instrText></w:r>",
        "<w:r><w:instrText>includepicture &quot;http://192.0.2.1/a.png&quot;</w:instrText></w:r>",
    ],
)
def test_a_template_with_commands_in_its_fields_is_refused(field):
    assert "域" in refusal(with_body(f"<w:p>{field}</w:p>"))


def test_links_to_pages_are_taken_out_their_words_stay_and_the_user_is_told():
    link = "<w:p><w:r><w:t>见</w:t></w:r><w:hyperlink r:id='rIdX'><w:r><w:t>官网</w:t></w:r></w:hyperlink></w:p>"
    change = linked("hyperlink", "https://www.example.gov.cn/") | {
        "word/document.xml": lambda text: text.replace("<w:body>", f"<w:body>{link}")
    }
    template = read_template(edited(change), "本单位.docx")
    assert "https://www.example.gov.cn/" in template.notes[0]
    data = write_report(REPORT, load_form("2021"), template=template)
    assert words(part(data)[0][0]) == "见官网"
    assert b"example" not in data
    assert not [r for r in part(data, "word/_rels/document.xml.rels") if r.get("TargetMode")]


def test_the_template_that_a_template_is_based_on_is_not_fetched():
    relations = (
        '<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships"><Relationship Id="rId1" '
        f'Type="{OFFICE}/attachedTemplate" Target="http://192.0.2.1/x.dotm" TargetMode="External"/></Relationships>'
    )
    data = edited(
        {"word/settings.xml": lambda text: text.replace("<w:default", '<w:attachedTemplate r:id="rId1"/><w:default')},
        {"word/_rels/settings.xml.rels": relations.encode()},
    )
    template = read_template(data, "本单位.docx")
    assert "另一个模板" in template.notes[0]
    assert b"attachedTemplate" not in template.parts["word/settings.xml"]
