"""The picture of the layers (``docs/pictures/layers.svg``), drawn from the imports; ``python .ci/layers.py``.

An arrow goes from what imports to what is imported. Where a way over other arrows says the same, none is drawn.
"""

from __future__ import annotations

import ast
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator

ROOT = Path(__file__).resolve().parent.parent
PICTURE = ROOT / "docs" / "pictures" / "layers.svg"

# What stands in a box: its name, what it does, and where: column and row of the drawing, columns it is wide.
BOXES = {
    "addin": ("addin", "Excel、Calc 里的按钮", 1, 0, 1),
    "cli": ("converters/cli", "命令行", 1, 1, 1),
    "jobs": ("converters/*.py", "导入、核对、汇总、导出……", 1, 2, 1),
    "readers": ("converters/readers", "各种格式读成段落和表格", 0, 3, 1),
    "word": ("converters/word", "Word 报告", 1, 3, 1),
    "batch": ("converters/batch", "很多文件", 2, 3, 1),
    "recognise": ("converters/recognise", "认版式，取指标", 0, 4, 1),
    "base": ("converters/document、office", "文档的样子；本机的 LibreOffice", 0, 5, 2),
    "workbook": ("workbook", "版式、报告、规则、工作簿", 0, 6, 3),
}
_BASE = {"document", "office", "office_word"}
_PARTS = {"cli", "readers", "recognise", "word", "batch"}
WIDTH, HEIGHT, ACROSS, DOWN, EDGE = 240, 54, 272, 92, 14


def box_of(module: str) -> str | None:
    """The box that a module is in; None for what is not ours."""
    package, _, rest = module.partition(".")
    part = rest.partition(".")[0]
    if package in ("addin", "workbook"):
        return package
    if package != "converters":
        return None
    if part == "__main__":
        return "cli"
    return part if part in _PARTS else "base" if part in _BASE else "jobs"


def imports() -> dict[tuple[str, str], list[str]]:
    """Every pair of boxes of which one imports the other, with the modules that do."""
    found: dict[tuple[str, str], list[str]] = {}
    for path in sorted(file for name in ("addin", "converters", "workbook") for file in (ROOT / name).rglob("*.py")):
        module = ".".join(path.relative_to(ROOT).with_suffix("").parts)
        for imported in _imported(ast.parse(path.read_text("utf-8"))):
            one, other = box_of(module), box_of(imported)
            if one and other and one != other:
                found.setdefault((one, other), []).append(f"{module} → {imported}")
    return found


def _imported(tree: ast.Module) -> Iterator[str]:
    for node in ast.walk(tree):
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom) and node.module:
            # The package itself says nothing yet of which of its parts is meant.
            whole = node.module in ("converters", "workbook", "addin")
            yield from (f"{node.module}.{alias.name}" if whole else node.module for alias in node.names)


def arrows() -> list[tuple[str, str]]:
    """The imports without those that a longer way already shows."""
    pairs = sorted(imports())
    below: dict[str, set[str]] = {name: {other for one, other in pairs if one == name} for name in BOXES}
    ways = {name: reached(name, below) for name in BOXES}
    return [(a, b) for a, b in pairs if not any(b in ways[c] for c in below[a] if c not in (a, b))]


def reached(start: str, below: dict[str, set[str]]) -> set[str]:
    """Every box that arrows lead to from a box."""
    found: set[str] = set()
    ahead = list(below[start])
    while ahead:
        name = ahead.pop()
        if name not in found:
            found.add(name)
            ahead += below[name]
    return found


def drawing() -> str:
    """The picture as SVG."""
    bottom = max(row for *_, row, _ in BOXES.values())
    width, height = 2 * ACROSS + WIDTH + 2 * EDGE, bottom * DOWN + HEIGHT + 2 * EDGE
    body = [_arrow(one, other) for one, other in arrows()] + [_box(name) for name in BOXES]
    size = f'viewBox="0 0 {width} {height}" width="{width}" height="{height}"'
    look = 'font-family="Noto Sans CJK SC,Microsoft YaHei,PingFang SC,sans-serif" text-anchor="middle"'
    marker = '<marker id="tip" viewBox="0 0 8 8" refX="8" refY="4" markerWidth="8" markerHeight="8" orient="auto">'
    return "\n".join(
        (
            f'<svg xmlns="http://www.w3.org/2000/svg" {size}>',
            "<title>程序的各层，箭头指向被用到的</title>",
            f'<defs>{marker}<path d="M0 0L8 4L0 8z" fill="#566366"/></marker></defs>',
            f'<rect width="{width}" height="{height}" fill="#fff"/>',
            f"<g {look}>",
            *body,
            "</g></svg>\n",
        )
    )


def _frame(name: str) -> tuple[int, int, int]:
    """Left, top and width of a box."""
    *_, column, row, wide = BOXES[name]
    return EDGE + column * ACROSS, EDGE + row * DOWN, WIDTH + (wide - 1) * ACROSS


def _box(name: str) -> str:
    title, about, *_ = BOXES[name]
    x, y, width = _frame(name)
    middle = x + width // 2
    colour = {"addin": "#e7f0fb", "workbook": "#e3f4f1"}.get(name, "#f6f3e8")
    return (
        f'<rect x="{x}" y="{y}" width="{width}" height="{HEIGHT}" rx="6" fill="{colour}" stroke="#566366"/>'
        f'<text x="{middle}" y="{y + 22}" font-size="15" font-weight="bold">{title}</text>'
        f'<text x="{middle}" y="{y + 42}" font-size="13" fill="#3c484b">{about}</text>'
    )


def _arrow(one: str, other: str) -> str:
    """Straight down where the boxes overlap; else aslant, past a box between them from the side."""
    (x1, y1, width1), (x2, y2, width2) = _frame(one), _frame(other)
    left, right, top = max(x1, x2), min(x1 + width1, x2 + width2), y1 + HEIGHT
    start = end = (left + right) // 2
    if left > right:
        start, end = (x1 + width1 - 40, x2 + 40) if x2 > x1 else (x1 + 40, x2 + width2 - 40)
        if y2 - y1 > DOWN:
            start, top, end = x1 + (width1 if x2 > x1 else 0), y1 + HEIGHT // 2, x2 + width2 // 2
    return f'<path d="M{start} {top}L{end} {y2}" stroke="#566366" stroke-width="1.5" marker-end="url(#tip)"/>'


if __name__ == "__main__":
    PICTURE.write_text(drawing(), "utf-8", newline="\n")
