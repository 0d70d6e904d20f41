"""PDF files written by hand from pages of letters and lines, well or oddly; no font is embedded."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from converters.readers.paper.page import Box, Page, Piece

_PADDING = bytes.fromhex("28BF4E5E4E758A4164004E56FFFA01082E2E00B6D0683E802F0CA9FE6453697A")
_ID = b"0123456789abcdef"
_CID_FONT = "<< /Type /Font /Subtype /CIDFontType2 /BaseFont /Song /DW 1000 /W [1 95 500] /FontDescriptor 6 0 R"
_DESCRIPTOR = (
    b"<< /Type /FontDescriptor /FontName /Song /Flags 4 /FontBBox [0 -200 1000 900] /ItalicAngle 0 /Ascent 880 "
    b"/Descent -120 /CapHeight 700 /StemV 80 >>"
)


@dataclass(slots=True)
class Ink:
    """How a file is written."""

    twice: bool = False
    hidden: bool = False
    stroked: bool = False
    dashed: bool = False
    doubled: bool = False
    turned: int = 0
    rotated: int = 0
    origin: tuple[float, float] = (0.0, 0.0)
    scale: float = 1.0
    form: bool = False
    nameless: bool = False
    watermark: str = ""
    more: str = ""
    last: str = ""
    catalog: str = ""
    page: str = ""
    objects: list[bytes] = field(default_factory=list)
    user: bytes | None = None
    owner: bytes = b"owner"


def pdf(pages: list[Page], ink: Ink | None = None) -> bytes:
    """A PDF of these pages."""
    ink = ink or Ink()
    font, kids, first = 4, [], 7 + len(ink.objects)
    encoding, order = ("/Identity-H", "Identity") if ink.nameless else ("/UniGB-UTF16-H", "GB1")
    objects = [
        f"<< /Type /Catalog /Pages 2 0 R {ink.catalog} >>".encode(),
        b"",
        b"<< >>",
        f"<< /Type /Font /Subtype /Type0 /BaseFont /Song /Encoding {encoding} /DescendantFonts [5 0 R] >>".encode(),
        f"{_CID_FONT} /CIDSystemInfo << /Registry (Adobe) /Ordering ({order}) /Supplement 2 >> >>".encode(),
        _DESCRIPTOR,
        *ink.objects,
    ]
    for at, page in enumerate(pages):
        number = first + 3 * at
        kids.append(f"{number} 0 R")
        objects += _page(page, ink if at < len(pages) - 1 else replace(ink, more=ink.more + ink.last), number, font)
    objects[1] = f"<< /Type /Pages /Kids [{' '.join(kids)}] /Count {len(kids)} >>".encode()
    return write(objects, ink)


def _page(page: Page, ink: Ink, number: int, font: int) -> list[bytes]:
    width, height = (page.height, page.width) if ink.turned % 180 else (page.width, page.height)
    left, bottom = ink.origin
    k = ink.scale
    box = f"{left} {bottom} {left + width * k:.3f} {bottom + height * k:.3f}"
    resources = f"<< /Font << /F1 {font} 0 R >> /XObject << /X1 {number + 2} 0 R >> >>"
    entry = (
        f"<< /Type /Page /Parent 2 0 R /MediaBox [{box}] /Rotate {ink.rotated} /Resources {resources} "
        f"/Contents {number + 1} 0 R {ink.page} >>"
    )
    drawn = content(page, ink)
    body = f"q 1 0 0 1 {left} {bottom} cm {k} 0 0 {k} 0 0 cm {'/X1 Do' if ink.form else drawn} Q {ink.more}"
    # The form is drawn small within and enlarged by its matrix.
    inner = f"q 2 0 0 2 0 0 cm {drawn} Q"
    form = (
        f"<< /Type /XObject /Subtype /Form /BBox [0 0 9999 9999] /Matrix [0.5 0 0 0.5 0 0] "
        f"/Resources << /Font << /F1 {font} 0 R >> >>"
    )
    return [entry.encode(), stream(b"<<", body.encode("latin-1")), stream(form.encode(), inner.encode("latin-1"))]


def stream(head: bytes, body: bytes) -> bytes:
    return head + b" /Length %d >>\nstream\n%s\nendstream" % (len(body), body)


def content(page: Page, ink: Ink) -> str:
    """What draws the page, turned as the ink says."""
    turn = {
        0: f"1 0 0 1 0 {page.height}",
        90: "0 1 -1 0 0 0",
        180: f"-1 0 0 -1 {page.width} 0",
        270: f"0 -1 1 0 {page.height} {page.width}",
    }[ink.turned]
    # Places are measured downwards from the top: the letters themselves must stay upright.
    words = [_letter(piece, ink) for piece in page.pieces]
    lines = [_rule(rule, ink) for rule in page.rules]
    mark = f"BT /F1 40 Tf 0.7 0.7 -0.7 0.7 100 -500 Tm <{_hex(ink.watermark)}> Tj ET" if ink.watermark else ""
    return f"{turn} cm {' '.join(lines)} {' '.join(words)} {mark}"


def _hex(text: str) -> str:
    return text.encode("utf-16-be").hex()


def _letter(piece: Piece, ink: Ink) -> str:
    size = piece.box.bottom - piece.box.top
    x, y = piece.box.left, -(piece.box.top + 0.86 * size)
    mode = "3 Tr " if ink.hidden else ""
    once = f"BT {mode}/F1 {size:.2f} Tf 1 0 0 1 {x:.3f} {y:.3f} Tm <{_hex(piece.text)}> Tj ET"
    return f"{once} {once.replace(f'{x:.3f}', f'{x + 0.4:.3f}', 1)}" if ink.twice else once


def _rule(rule: Box, ink: Ink) -> str:
    level = rule.right - rule.left > rule.bottom - rule.top
    x, y = (rule.left + rule.right) / 2, -(rule.top + rule.bottom) / 2
    ends = f"{rule.left} {y} m {rule.right} {y} l S" if level else f"{x} {-rule.top} m {x} {-rule.bottom} l S"
    if ink.dashed:
        return f"q [2 2] 0 d 0.5 w {ends} Q" if ink.stroked else _dashes(rule, level=level)
    if ink.stroked:
        return f"0.5 w {ends}"
    filled = f"{rule.left} {-rule.bottom} {rule.right - rule.left} {rule.bottom - rule.top} re f"
    if ink.doubled:
        moved = 1.8
        step = f"1 0 0 1 0 {-moved} cm" if level else f"1 0 0 1 {moved} 0 cm"
        return f"{filled} q {step} {filled} Q"
    return filled


def _dashes(rule: Box, *, level: bool) -> str:
    long = rule.right - rule.left if level else rule.bottom - rule.top
    steps = [at * 4.0 for at in range(int(long / 4) + 1)]
    if level:
        return " ".join(f"{rule.left + at} {-rule.bottom} 2.5 0.5 re f" for at in steps)
    return " ".join(f"{rule.left} {-rule.top - at} 0.5 2.5 re f" for at in steps)


def write(objects: list[bytes], ink: Ink | None = None) -> bytes:
    """Numbered objects as a file; encrypted (40-bit RC4) when the ink names a user's password, be it empty."""
    ink = ink or Ink()
    trailer = f"<< /Size {len(objects) + 1} /Root 1 0 R"
    if ink.user is not None:
        owner = rc4(md5(_padded(ink.owner))[:5], _padded(ink.user))
        rights = -44
        key = md5(_padded(ink.user) + owner + rights.to_bytes(4, "little", signed=True) + _ID)[:5]
        objects = [_encrypted(body, number, key) for number, body in enumerate(objects, 1)]
        trailer += (
            f" /ID [<{_ID.hex()}> <{_ID.hex()}>] /Encrypt << /Filter /Standard /V 1 /R 2 /P {rights} "
            f"/O <{owner.hex()}> /U <{rc4(key, _PADDING).hex()}> >>"
        )
    out = bytearray(b"%PDF-1.6\n%\xe2\xe3\xcf\xd3\n")
    places = []
    for number, body in enumerate(objects, 1):
        places.append(len(out))
        out += b"%d 0 obj\n%s\nendobj\n" % (number, body)
    start = len(out)
    out += b"xref\n0 %d\n0000000000 65535 f \n" % (len(objects) + 1)
    out += b"".join(b"%010d 00000 n \n" % place for place in places)
    out += b"trailer\n%s >>\nstartxref\n%d\n%%%%EOF\n" % (trailer.encode(), start)
    return bytes(out)


def md5(data: bytes) -> bytes:
    return hashlib.md5(data).digest()  # noqa: S324 - the format's own


def _padded(password: bytes) -> bytes:
    return (password + _PADDING)[:32]


def _encrypted(body: bytes, number: int, key: bytes) -> bytes:
    head, mark, rest = body.partition(b"\nstream\n")
    if not mark:
        return body
    text = rest.removesuffix(b"\nendstream")
    own = md5(key + number.to_bytes(3, "little") + b"\0\0")[:10]
    return head + mark + rc4(own, text) + b"\nendstream"


def rc4(key: bytes, data: bytes) -> bytes:
    box = list(range(256))
    j = 0
    for i in range(256):
        j = (j + box[i] + key[i % len(key)]) % 256
        box[i], box[j] = box[j], box[i]
    out, i, j = bytearray(), 0, 0
    for byte in data:
        i = (i + 1) % 256
        j = (j + box[i]) % 256
        box[i], box[j] = box[j], box[i]
        out.append(byte ^ box[(box[i] + box[j]) % 256])
    return bytes(out)
