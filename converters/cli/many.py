"""What the commands for many files have in common: their options, the journal beside the output, what is said."""

from __future__ import annotations

import hashlib
from collections import Counter
from contextlib import contextmanager
from importlib.metadata import version
from pathlib import Path
from typing import TYPE_CHECKING

from converters.batch import BatchOptions
from converters.batch.remote import is_address
from converters.cli.output import reason, say, say_refused
from workbook.errors import InputRefused, NianbaoError
from workbook.formfile import editions, load_form
from workbook.records import DOUBTED, UNCHECKED, UNPLACED
from workbook.rules.scanned import CONFIRMED, doubts

if TYPE_CHECKING:
    import argparse
    from collections.abc import Iterator

    from converters.batch import Refused
    from workbook.report import AnnualReport

# Fewer files are done again sooner than a person has noticed that they were not finished.
_WORTH_A_JOURNAL = 16
# A person reads no more at the end; all of them are said as they come.
_MOST_REASONS = 50


def batch_options(
    args: argparse.Namespace, files: int, *, task: str, words: str, output: Path | None = None
) -> BatchOptions:
    """How the user wants many files done.

    Args:
        args: with what :func:`converters.cli.arguments.add_batch_options` declares.
        files: how many there are.
        task: the command and those of its options on which the results depend.
        words: what goes on, for a person at a terminal (``读入``).
        output: the file that is to be written; the journal lies beside it unless the user names another.
    """
    journal = Path(args.journal) if args.journal else None
    if journal is None and output is not None and files >= _WORTH_A_JOURNAL:
        journal = output.with_name(f"{output.name}.nianbao-journal")
    if journal and journal.exists():
        say(f"发现进度文件 {journal}：已做完的文件不再读，接着做其余的。")
    return BatchOptions(
        jobs=args.jobs,
        time_limit=args.time_limit,
        journal=journal,
        task=f"{task}\n{_knowledge()}" if journal else "",
        scheduler=args.scheduler or "",
        progress=words,
    )


def _knowledge() -> str:
    """What the results depend on besides the files: the program and the forms."""
    forms = hashlib.sha256()
    for path in editions().values():
        forms.update(path.read_bytes())
    return f"{version('nianbao')} {forms.hexdigest()}"


def forget_journal(args: argparse.Namespace, options: BatchOptions) -> None:
    """Remove the journal once the output is in its place; one that the user named stays, for the next files."""
    if options.journal and not args.journal:
        options.journal.unlink(missing_ok=True)


@contextmanager
def interruptible(options: BatchOptions) -> Iterator[None]:
    """After Ctrl-C in the body, tell how to go on."""
    try:
        yield
    except KeyboardInterrupt:
        if options.journal:
            say("再运行一次同样的命令，就从停下的地方接着做。")
        raise


def base_folder(args: argparse.Namespace) -> str:
    """Where paths begin for whoever reads the files: the workers of a cluster stand in folders of their own."""
    return str(Path.cwd()) if args.scheduler else ""


def located(name: str, base: str) -> str:
    """A file's name for a worker: a path begins at ``base``, an address is whole already."""
    return name if is_address(name) or not base else str(Path(base, name))


class Tally:
    """How many files were read, doubtful or refused; each refusal is said as it comes and once more at the end."""

    def __init__(self) -> None:
        self.read = self.refused = self.faults = self.doubtful = 0
        self.doubts: Counter[str] = Counter()
        self.reasons: list[str] = []

    def take(self, doubts: dict[str, int]) -> None:
        """Count a file that was read, and what in it a person should look at."""
        self.read += 1
        self.doubtful += any(doubts.values())
        self.doubts.update(doubts)

    def refuse(self, refused: Refused) -> None:
        """Count a refused file and say why."""
        self.refused += 1
        self.faults += refused.why == "fault"
        if len(self.reasons) < _MOST_REASONS:
            self.reasons.append(reason(Path(refused.name), InputRefused(refused.message)))
        say_refused(Path(refused.name), InputRefused(refused.message))

    def close(self, code: int = 0) -> int:
        """Say what became of the files where there were several; the exit code, ``code`` where none was refused."""
        if self.read + self.refused > 1 or self.refused:
            self._tell()
        if not self.refused:
            return code
        return NianbaoError.exit_code if self.faults else InputRefused.exit_code

    def _tell(self) -> None:
        found = "，".join(f"{name} {count} 处" for name, count in self.doubts.items() if count)
        doubtful = f"，其中 {self.doubtful} 份有要核对的（{found}）" if found else ""
        counts = [f"退回 {self.refused} 份"] if self.refused else []
        say(f"{'，'.join([*counts, f'读入 {self.read} 份'])}{doubtful}。")
        if self.read + self.refused > 1:
            for words in self.reasons:
                say(f"  · {words}")
            if self.refused > len(self.reasons):
                say(f"  · 另有 {self.refused - len(self.reasons)} 份退回，原因见上。")


def doubts_of(report: AnnualReport) -> dict[str, int]:
    """How many places of a report a person should look at, by kind; none of it keeps the report out."""
    form = load_form(report.form)
    scores = [figure.evidence.score for figure in report.figures.values()]
    doubted = len(doubts(report, form))
    unchecked = sum(score is not None and score < CONFIRMED for score in scores)
    return {
        UNCHECKED: unchecked - doubted,
        DOUBTED: doubted,
        UNPLACED: len(report.unplaced),
        "不是数的格": sum(figure.state == "text" for figure in report.figures.values()),
    }
