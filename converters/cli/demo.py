"""``nianbao demo``: the main job on the sample that comes with the program."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from converters.cli import report
from converters.cli.check import findings_of
from converters.cli.import_ import summary
from converters.cli.inputs import open_content
from converters.cli.output import make_folder, put, say, typed
from converters.findings import summary as counts
from workbook.files import read_bytes, write_atomically
from workbook.formfile import TEMPLATES
from workbook.write import build_book

if TYPE_CHECKING:
    import argparse

SAMPLE = "suqian-2023.html"
PRACTICE = TEMPLATES / "demo" / "practice"


def run(args: argparse.Namespace) -> int:
    """Import the sample, write the workbook and the report, and say what to open."""
    folder = Path(args.output)
    sample = TEMPLATES / "demo" / SAMPLE
    content, _ = open_content(sample)
    say(summary(sample.name, content.current))
    make_folder(folder)
    book, word = folder / "年报.xlsx", folder / "年报.docx"
    put(book, build_book(content), force=args.force)
    put(word, report.made_from(book), force=args.force)
    say(f"核对结果：{counts(findings_of(book))}（逐条内容：nianbao check {typed(book)}）")
    practice = folder / "练习"
    _lay_out(practice, force=args.force)
    say(f"{practice} 里是“十分钟上手”用的练习文件：两个年度的报告、三个单位的报告和名册。")
    say(f"打开 {book} 看统计表、校验和来源，打开 {word} 看生成的报告。")
    return 0


def _lay_out(folder: Path, *, force: bool) -> None:
    """Copy the practice files; those already there stay as the user has left them unless forced."""
    for source in sorted(path for path in PRACTICE.rglob("*") if path.is_file()):
        target = folder / source.relative_to(PRACTICE)
        if force or not target.exists():
            make_folder(target.parent)
            write_atomically(target, read_bytes(source))
