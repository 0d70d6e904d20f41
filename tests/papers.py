"""Small documents built part by part, so that a test can say exactly what stands in the file."""

from __future__ import annotations

from workbook.package import rezip

W_SPACE = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
S_SPACE = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
_RELATION = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
_PACKAGE = "http://schemas.openxmlformats.org/package/2006/relationships"
_SPACES = (
    f'xmlns:w="{W_SPACE}" xmlns:mc="http://schemas.openxmlformats.org/markup-compatibility/2006" '
    'xmlns:v="urn:schemas-microsoft-com:vml" xmlns:wps="http://schemas.microsoft.com/office/word/2010/wordprocessingShape"'
)


def relations(**targets: str) -> bytes:
    """A relations part: the keyword is the last word of the type, a number behind it makes it unique."""
    entries = "".join(
        f'<Relationship Id="r{index}" Type="{_RELATION}/{kind.rstrip("0123456789")}" Target="{target}"/>'
        for index, (kind, target) in enumerate(targets.items(), 1)
    )
    return f'<Relationships xmlns="{_PACKAGE}">{entries}</Relationships>'.encode()


def docx(body: str, styles: str = "", numbering: str = "", **parts: bytes) -> bytes:
    """A .docx of this body, with the given content of styles.xml and numbering.xml."""
    return rezip(
        {
            "_rels/.rels": relations(officeDocument="word/document.xml"),
            "word/_rels/document.xml.rels": relations(styles="styles.xml", numbering="numbering.xml"),
            "word/document.xml": f"<w:document {_SPACES}><w:body>{body}</w:body></w:document>".encode(),
            "word/styles.xml": f"<w:styles {_SPACES}>{styles}</w:styles>".encode(),
            "word/numbering.xml": f"<w:numbering {_SPACES}>{numbering}</w:numbering>".encode(),
        }
        | parts
    )


def p(text: str, properties: str = "") -> str:
    """A Word paragraph of one run."""
    return f"<w:p><w:pPr>{properties}</w:pPr><w:r><w:t>{text}</w:t></w:r></w:p>"


def tc(text: str, properties: str = "") -> str:
    """A Word table cell of one paragraph."""
    return f"<w:tc><w:tcPr>{properties}</w:tcPr>{p(text)}</w:tc>"


def tr(*cells: str, properties: str = "") -> str:
    """A Word table row."""
    return f"<w:tr><w:trPr>{properties}</w:trPr>{''.join(cells)}</w:tr>"


def xlsx(*sheets: str, strings: str = "", styles: str = "", book: str = "", states: tuple[str, ...] = ()) -> bytes:
    """A .xlsx of these sheets, named 表1, 表2 …; ``book`` goes into workbook.xml before the list of sheets."""
    entries = "".join(
        f'<sheet name="表{n}" sheetId="{n}" r:id="r{n}"{f" state={states[n - 1]!r}" if n <= len(states) else ""}/>'
        for n in range(1, len(sheets) + 1)
    )
    targets = {f"worksheet{n}": f"sheet{n}.xml" for n in range(1, len(sheets) + 1)}
    parts = {
        "_rels/.rels": relations(officeDocument="xl/workbook.xml"),
        "xl/_rels/workbook.xml.rels": relations(**targets, sharedStrings="strings.xml", styles="styles.xml"),
        "xl/workbook.xml": (
            f'<workbook xmlns="{S_SPACE}" xmlns:r="{_RELATION}">{book}<sheets>{entries}</sheets></workbook>'.encode()
        ),
        "xl/strings.xml": f'<sst xmlns="{S_SPACE}">{strings}</sst>'.encode(),
        "xl/styles.xml": f'<styleSheet xmlns="{S_SPACE}">{styles}</styleSheet>'.encode(),
    }
    for number, content in enumerate(sheets, 1):
        parts[f"xl/sheet{number}.xml"] = f'<worksheet xmlns="{S_SPACE}">{content}</worksheet>'.encode()
    return rezip(parts)
