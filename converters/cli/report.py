"""``nianbao report``: the report of a workbook's current year, for Word, for the printer or for the website."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from converters.cli.drafting import drafted_for
from converters.cli.inputs import open_content
from converters.cli.output import put, say
from converters.word import STORED, read_template, unknown_places, write_report
from workbook.errors import UsageError
from workbook.files import read_bytes
from workbook.formfile import load_form

if TYPE_CHECKING:
    import argparse

    from converters.word import Template
    from workbook.content import BookContent
    from workbook.report import AnnualReport

_NEXT = {
    ".docx": "用 Word 或 WPS 打开，核对正文、统计表和落款。",
    ".pdf": "打开看一遍版面；字体不全的电脑上，请用 Word 或 WPS 另存 PDF。",
    ".html": "用浏览器打开核对，再交网站发布。",
    ".htm": "用浏览器打开核对，再交网站发布。",
}


def run(args: argparse.Namespace) -> int:
    """Write the report; an edited one that stands in its place is kept unless forced."""
    if args.write_template:
        return _write_template(args)
    if not args.book:
        message = "请给出工作簿；只要取一份模板，请用 --write-template 文件.docx。"
        raise UsageError(message)
    book = Path(args.book)
    output = Path(args.output) if args.output else book.with_suffix(".docx")
    _expect_kind(output, template=args.template)
    if output.resolve() == book.resolve():
        message = f"报告会盖住读入的文件“{book.name}”；请用 -o 给报告另取文件名。"
        raise UsageError(message)
    template = _template(Path(args.template)) if args.template else None
    put(output, made_from(book, output.name, template, draft=args.draft), force=args.force)
    say(f"下一步：{_NEXT[output.suffix.lower()]}")
    return 0


def made_from(book: Path, name: str = ".docx", template: Template | None = None, *, draft: bool = False) -> bytes:
    """The bytes of the report of a workbook or report file.

    Args:
        book: the workbook, or a report in any format that can be read.
        name: the name of the file to be written; its ending says which kind.
        template: an office's own template; None takes the one that comes with the program.
        draft: write drafts for the sections without text, and put them into the workbook, too.

    Raises:
        InputRefused: the file cannot be read, or the template lacks a place for what it holds.
        OutputNotWritten: a PDF is wanted and no office program can make it.
    """
    content, ours = open_content(book)
    if draft:
        content = drafted_for(book, content, ours=ours)
    report = _with_figures(content) if ours or draft else content.current
    form = load_form(report.form)
    if name.lower().endswith((".html", ".htm")):
        from converters.webpage import write_page  # noqa: PLC0415  # one kind does not load what the other needs

        return write_page(report, form)
    if template is not None:
        _say_unknown(template, unknown_places(template, form))
    made = write_report(report, form, history=content.history, template=template)
    if not name.lower().endswith(".pdf"):
        return made
    from converters.word.pdf import pdf_of  # noqa: PLC0415  # only a PDF needs an office program

    return pdf_of(made, name)


def _with_figures(content: BookContent) -> AnnualReport:
    """The current year with the figures that its text refers to put in; braces in other files are plain text."""
    from workbook.references import expand  # noqa: PLC0415  # a report file has no references

    return expand(content)


def _expect_kind(output: Path, *, template: str | None) -> None:
    kind = output.suffix.lower()
    if kind not in _NEXT:
        message = f"-o 的文件名应以 .docx、.pdf 或 .html 结尾，现在是“{output.name}”。"
        raise UsageError(message)
    if template and kind not in (".docx", ".pdf"):
        message = "--template 是 Word 模板，只用于 .docx 和 .pdf；写网页请去掉它。"
        raise UsageError(message)


def _template(path: Path) -> Template:
    template = read_template(read_bytes(path), path.name)
    for note in template.notes:
        say(note)
    return template


def _say_unknown(template: Template, names: list[str]) -> None:
    if names:
        marks = "、".join(f"{{{{{name}}}}}" for name in names)
        say(f"模板“{template.name}”里的{marks}不是 nianbao 的位置，原样留在报告里；各个位置的写法见 --write-template。")


def _write_template(args: argparse.Namespace) -> int:
    """Hand out the template that comes with the program, to be edited."""
    path = Path(args.write_template)
    if args.book or args.template or args.output:
        message = "--write-template 只写出模板，不能同时给工作簿、-o 或 --template；请分两次运行。"
        raise UsageError(message)
    if path.suffix.lower() != ".docx":
        message = f"--write-template 的文件名应以 .docx 结尾，现在是“{path.name}”。"
        raise UsageError(message)
    put(path, STORED.read_bytes(), force=args.force)
    say(f"下一步：用 Word 或 WPS 修改样式和次序，再用 nianbao report 工作簿 --template {path.name} 生成报告。")
    return 0
