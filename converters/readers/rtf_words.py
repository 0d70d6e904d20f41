"""The words of rich text that stand for destinations and signs (RTF 1.9.1)."""

from __future__ import annotations

# Groups whose text is shown elsewhere, or is none; so are all that begin with \* and are not known here.
SKIPPED = frozenset(
    (
        *("header", "headerl", "headerr", "headerf", "footer", "footerl", "footerr", "footerf", "footnote"),
        *("annotation", "pict", "nonshppict", "object", "shprslt", "sp", "fldinst", "datafield", "formfield"),
        *("info", "colortbl", "listtable", "listoverridetable", "revtbl", "rsidtbl", "filetbl", "template"),
        *("upr", "nonesttables", "bkmkstart", "bkmkend", "xe", "tc", "themedata", "colorschememapping"),
        *("latentstyles", "datastore", "xmlnstbl", "generator", "pgdsctbl", "mmathPr"),
        *("ftnsep", "ftnsepc", "ftncn", "aftnsep", "aftnsepc", "aftncn"),
    )
)
BOXES = frozenset(("shptxt", "dptxbxtext"))
LABELS = frozenset(("listtext", "pntext"))
KEPT = frozenset((*BOXES, *LABELS, "shp", "shpinst", "do", "ud", "nesttableprops", "fldrslt"))
SIGNS = {
    "tab": "\t",
    "line": "\n",
    "lbr": "\n",
    "emdash": "—",
    "endash": "–",
    "lquote": "‘",
    "rquote": "’",
    "ldblquote": "“",
    "rdblquote": "”",
    "bullet": "•",
    "emspace": "\u2003",
    "enspace": "\u2002",
    "qmspace": "\u2005",
}
SYMBOLS = {b"~": "\xa0", b"_": "-", b"\\": "\\", b"{": "{", b"}": "}", b"\t": "\t"}
