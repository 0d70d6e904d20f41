"""Web pages of any age: decoded by what the bytes say, cut into lines, the report kept and the site left out."""

from __future__ import annotations

import re
from itertools import islice
from typing import TYPE_CHECKING

from lxml import etree
from lxml import html as lxml_html

from converters.document import Document, Paragraph, Place, clean
from converters.readers.decode import decode
from converters.readers.html_body import article, headline
from converters.readers.html_lines import lines_of
from converters.readers.html_tables import RawTable, data_tables, read_table
from workbook.errors import InputRefused

if TYPE_CHECKING:
    from converters.readers.html_lines import Line

MAX_PAGE = 20 * 1024 * 1024
MAX_TAGS = 500_000
MAX_LINES = 20_000
# The parser itself drops what is nested 2048 deep: such a page is refused rather than cut.
MAX_DEPTH = 1000

_TAGS = (
    rb"!doctype|html|head|body|meta|title|table|tr|td|div|p|h[1-6]|br|span|font|center|ul|ol|li|style|script|section"
)
_BEGINS_AS_PAGE = re.compile(
    rb"\s*(?:<\?xml[^>]*>\s*)?(?:<!--.*?-->\s*)*<(?:" + _TAGS + rb")\b[^>]*>", re.IGNORECASE | re.DOTALL
)
_TAG = re.compile(rb"</?(?:" + _TAGS + rb")\b[^>]*>", re.IGNORECASE)
_FEW_TAGS = 3
_CHARSET = re.compile(rb"""(?:charset|encoding)\s*=\s*["']?\s*([\w.:-]+)""", re.IGNORECASE)
_XML_DECLARATION = re.compile(r"\s*<\?xml[^>]*\?>")


class HtmlReader:
    """Reads .html in whatever dress it comes: pages saved as .doc or .xls are among them."""

    kind = "html"

    def accepts(self, head: bytes, data: bytes) -> bool:
        """Markup at the beginning, or enough of it near there."""
        del data
        # UTF-16 pages show their tags once the empty bytes are gone.
        plain = (
            head.replace(b"\0", b"").removeprefix(b"\xef\xbb\xbf").removeprefix(b"\xff\xfe").removeprefix(b"\xfe\xff")
        )
        return bool(_BEGINS_AS_PAGE.match(plain)) or len(_TAG.findall(plain)) >= _FEW_TAGS

    def read(self, data: bytes, name: str) -> Document:
        """The headline, then the report's paragraphs and tables; raises as :func:`read_page` does."""
        return read_page(data, name, self.kind)


def read_page(data: bytes, name: str, kind: str, charset: str = "") -> Document:
    """Read a web page.

    Args:
        data: the whole page.
        name: the file's name, for messages.
        kind: the format of the file that holds the page.
        charset: the encoding that whoever sent the page named, if any; what the page itself says comes first.

    Raises:
        InputRefused: too large, too deep, or in no readable encoding.
    """
    if len(data) > MAX_PAGE or data.count(b"<") > MAX_TAGS:
        raise InputRefused(_too_large(name))
    found = _CHARSET.search(data[:4096].replace(b"\0", b""))
    decoded = decode(data, name, found[1].decode("ascii", "replace") if found else charset)
    document = Document(name, kind, notes=[decoded.note] if decoded.note else [])
    root = _parse(decoded.text, name)
    if root is not None:
        tables = data_tables(root)
        lines = list(islice(lines_of(root, tables), MAX_LINES + 1))
        if len(lines) > MAX_LINES:
            raise InputRefused(_too_large(name))
        _fill(document, article(root, lines), headline(lines, _title(root)), tables)
    return document


def _too_large(name: str) -> str:
    return f"“{name}”过大，不像一份年报网页，已拒绝读取。请另存为 .docx 后再试。"


def _parse(text: str, name: str) -> etree._Element | None:
    """The page's root element; None for a page without any element."""
    parser = lxml_html.HTMLParser(encoding="utf-8", huge_tree=True, remove_comments=True, remove_pis=True)
    content = clean(_XML_DECLARATION.sub("", text, count=1)).encode()
    try:
        root = lxml_html.document_fromstring(content, parser=parser)
    except (etree.ParserError, etree.XMLSyntaxError):
        return None
    depth = deepest = 0
    for event, _ in etree.iterwalk(root, events=("start", "end")):
        depth += 1 if event == "start" else -1
        deepest = max(deepest, depth)
    if deepest > MAX_DEPTH:
        message = f"“{name}”嵌套过深，已拒绝读取。请在浏览器中打开，复制到 Word 另存为 .docx 后再试。"
        raise InputRefused(message)
    return root


def _title(root: etree._Element) -> str:
    found = next(root.iter("title"), None)
    return " ".join("".join(map(str, found.itertext())).split()) if found is not None else ""


def _fill(document: Document, lines: list[Line], title: str, tables: dict[etree._Element, RawTable]) -> None:
    opening = "".join("".join(line.text.split()) for line in lines[:8])
    plain = "".join(title.split())
    repeated = next((line for line in lines[:8] if "".join(line.text.split()) == plain), None)
    # A headline over two lines is left as it stands.
    if plain and (repeated is not None or plain not in opening):
        document.blocks.append(Paragraph(title, Place(line=1), 1))
    paragraphs, found = len(document.blocks), 0
    for line in lines:
        if line.table is not None:
            found += 1
            document.blocks.append(read_table(tables[line.table], document.name, Place(table=found)))
        elif line is not repeated:
            paragraphs += 1
            document.blocks.append(Paragraph(line.text, Place(line=paragraphs), line.heading))
