"""``nianbao export``: the figures of any number of files as data, for DuckDB, pandas, R and Excel."""

from __future__ import annotations

from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Any

from converters.batch import Refused, each
from converters.cli.inputs import expand_names, expect_edition, expect_report, open_content
from converters.cli.many import Tally, base_folder, batch_options, forget_journal, interruptible, located
from converters.cli.output import say
from converters.export import data_rows
from converters.export_files import FORMATS, data_file, expect_writable
from workbook.errors import OutputNotWritten

if TYPE_CHECKING:
    import argparse

    from converters.batch import BatchOptions


def run(args: argparse.Namespace) -> int:
    """Read every file and write the rows of all, in the order of the files."""
    output = Path(args.output)
    _expect_target(output, force=args.force)
    expect_edition(args.form)
    names = expand_names(args.files)
    ending = output.suffix.lower()
    options = batch_options(args, len(names), task=f"export {ending} {args.form}", words="导出", output=output)
    work = partial(piece_of, ending=ending, edition=args.form, base=base_folder(args))
    tally = Tally()
    with interruptible(options):
        rows = _write(output, work, names, options, tally)
    if tally.read:
        say(f"已写出 {output}：{tally.read} 份，{rows} 行。列的含义和用法见 docs/data.md。")
        forget_journal(args, options)
    return tally.close()


def _expect_target(output: Path, *, force: bool) -> None:
    expect_writable(output)
    if output.is_file() and not force:
        message = f"{output} 已存在，没有改动它。要重新导出请加 --force，或用 -o 换一个文件名。"
        raise OutputNotWritten(message)
    if not output.parent.is_dir():
        message = f"{output} 所在的文件夹“{output.parent}”不存在，没有写出。请先建好文件夹，或用 -o 换一个位置。"
        raise OutputNotWritten(message)


def _write(output: Path, work: partial[Any], names: list[str], options: BatchOptions, tally: Tally) -> int:
    rows = 0
    # The name is the same at every attempt, so that a killed one leaves nothing that the next does not take over;
    # the journal keeps a second run of the same command away from it.
    part = output.with_name(f".{output.name}.nianbao-part") if options.journal else None
    with data_file(output, part) as put:
        for _, found in each(work, names, options):
            if isinstance(found, Refused):
                tally.refuse(found)
                continue
            count, piece = found
            tally.take({})
            rows += count
            put(piece)
    return rows


def piece_of(name: str, *, ending: str, edition: str | None, base: str) -> tuple[int, Any]:
    """How many rows a file has, and the rows as the format wants them; runs in a worker.

    Raises:
        InputRefused: the file cannot be read, or says nothing.
    """
    content, _ = open_content(located(name, base), edition)
    rows = list(data_rows(expect_report(content), name))
    return len(rows), FORMATS[ending][0](rows)
