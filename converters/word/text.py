"""WordprocessingML for words: runs and paragraphs as markup, escaped in one place."""

from __future__ import annotations

import html
import re

from converters.document import clean

TWIPS_PER_MM = 1440 / 25.4
"""Word measures in twentieths of a point."""


NAMESPACES = (
    'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main" '
    'xmlns:r="http://schemas.openxmlformats.org/officeDocument/2006/relationships"'
)
"""What the markup made here declares on its outermost element."""
W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
R = "{http://schemas.openxmlformats.org/officeDocument/2006/relationships}"


def attribute(text: str) -> str:
    """Text for an attribute's value, cleaned and escaped."""
    return html.escape(clean(text), quote=True)


def run(text: str, look: str = "") -> str:
    """A run; line breaks and tabs within ``text`` become Word's own. ``look`` is the inside of ``w:rPr``."""
    lines = html.escape(clean(re.sub(r"\r\n?", "\n", text)), quote=False).split("\n")
    inside = "<w:br/>".join("<w:tab/>".join(map(_words, line.split("\t"))) for line in lines)
    return f"<w:r>{f'<w:rPr>{look}</w:rPr>' if look else ''}{inside}</w:r>"


def _words(text: str) -> str:
    return f'<w:t xml:space="preserve">{text}</w:t>' if text else ""


def paragraph(runs: str, style: str, direct: str = "") -> str:
    """A paragraph of finished runs; ``direct`` is formatting beside the style's, in the schema's order."""
    return f'<w:p><w:pPr><w:pStyle w:val="{style}"/>{direct}</w:pPr>{runs}</w:p>'


def indent(side: str, characters: float, size: float) -> str:
    """An indent in characters of ``size`` points; the twips beside them are for programs that know no characters."""
    twips = round(characters * size * 20)
    return f'<w:ind w:{side}Chars="{round(characters * 100)}" w:{side}="{twips}"/>'


def ems(text: str) -> float:
    """The width of a line in characters: Latin letters and digits take half of one."""
    return sum(0.5 if ord(char) < 0x2E80 and char not in "—…“”‘’" else 1 for char in text)
