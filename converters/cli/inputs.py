"""The files a command was given: folders opened up, each file read as a workbook of ours or as a report.

A file is called by its name: a path, the path of a file in an archive (``来文.zip/甲.docx``), or an address that
fsspec knows (``s3://…``). Whatever holds several files (a folder, an archive, a list) is opened up by
:func:`expand_names`, whatever holds one is read by :func:`read_named`; no command knows more of it.
"""

from __future__ import annotations

import glob
import os
from pathlib import Path, PurePosixPath
from typing import TYPE_CHECKING

from converters import archives
from converters.batch.remote import files_at, is_address, read_address
from converters.cli.lists import is_list, listed
from converters.cli.output import say
from converters.importer import recognise
from converters.readers import endings, read_bytes_as_document
from workbook.content import BookContent
from workbook.errors import InputRefused, UsageError
from workbook.files import read_bytes
from workbook.formfile import editions
from workbook.ours import find_our_book
from workbook.read import content_of

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from workbook.report import AnnualReport

# In a folder these are notes, logs and lists, not reports; given by name they are read like any text.
_BESIDE = (".csv", ".log", ".markdown", ".md")
READABLE = tuple(ending for ending in endings() if ending not in _BESIDE)
# What a reader could not open, but may hold reports; found in a folder these are named, not passed over in silence.
PACKED = (".7z", ".gz", ".rar", ".tar", ".zip")
_ARCHIVE = ".zip"
_HIDDEN = ("~$", ".", "__MACOSX")
_FIT = "能读 .docx、.doc、.pdf、.html、.xlsx 等，见 nianbao formats。请核对是不是给错了。"
# Nobody files reports deeper; a folder that leads back into itself ends here.
_DEEPEST, _MOST_FOLDERS = 16, 20_000


def expand(names: Sequence[str]) -> Iterator[Path]:
    """Files on this machine as given; of a folder or an archive its readable files, of a list what it names.

    A folder or an archive without any is given as it is: reading it fails like that of any other file.

    Raises:
        InputRefused: a list cannot be read.
    """
    for name in names:
        if is_list(name):
            yield from (path for one in listed(name) for path in _opened(Path(one)))
        else:
            yield from _opened(Path(name))


def _opened(path: Path) -> Iterator[Path]:
    if os.path.isdir(path):  # noqa: PTH112  # Path's raises for names that are too long
        yield from _inside(path)
    elif archives.is_archive(path):
        yield from map(Path, _packed(path))
    elif matching := _matching(path):
        for one in matching:
            yield from _opened(one)
    else:
        yield path


def _matching(path: Path) -> list[Path]:
    """What a pattern (``各单位/*.docx``) stands for: the shells of Windows hand it on as it was typed."""
    if not {"*", "?"} & set(str(path)) or os.path.lexists(path):
        return []
    # Brackets are common in the names of documents: 青政〔2024〕, 附件[1].
    found = map(Path, sorted(glob.glob(str(path).replace("[", "[[]"))))  # noqa: PTH207  # Path's needs a folder apart
    return [one for one in found if not one.name.startswith(_HIDDEN)]


def _packed(path: Path) -> list[str]:
    """The readable files of an archive; the archive itself when it is not to be opened: reading it says why."""
    try:
        entries = archives.open_archive(path).entries
    except InputRefused:
        return [str(path)]
    return _readable(str(path), [f"{path}/{entry}" for entry in entries], archive=True)


def expand_names(names: Sequence[str]) -> list[str]:
    """The names of the files, as :func:`expand` gives them; folders at an address are opened up in the same way.

    Raises:
        InputRefused: a list cannot be read.
        UsageError: an address, but fsspec is not installed or knows no such protocol.
    """
    plain = [one for name in names for one in (listed(name) if is_list(name) else [name])]
    return [file for name in plain for file in (_at(name) if is_address(name) else map(str, _opened(Path(name))))]


def _at(name: str) -> list[str]:
    try:
        files = files_at(name)
    except InputRefused:
        # Reading it will say why.
        return [name]
    if files is None:
        return [name]
    return _readable(name, [file for file in files if not PurePosixPath(file).name.startswith(_HIDDEN)])


def _inside(folder: Path) -> Iterator[Path]:
    """The files of a folder and those below it, archives opened up, each folder's files before its folders."""
    files, folders, cut = _below(folder)
    found = _readable(str(folder), list(map(str, files)))
    if folders:
        say(f"{folder}：含下级文件夹 {folders} 个，共 {0 if found == [str(folder)] else len(found)} 份能读的文件。")
    if cut:
        say(f"{folder}：下级文件夹超过 {_DEEPEST} 层或 {_MOST_FOLDERS} 个，更多的没有读；请分开给出。")
    for name in found:
        path = Path(name)
        if path.suffix.lower() == _ARCHIVE and archives.is_archive(path):
            yield from map(Path, _packed(path))
        else:
            yield path


def _below(folder: Path) -> tuple[list[Path], int, bool]:
    """The files in a folder and below, the number of folders below it, and whether there were too many."""
    files: list[Path] = []
    waiting, folders, cut = [(folder, 0)], 0, False
    while waiting:
        place, depth = waiting.pop()
        try:
            inside = sorted(path for path in place.iterdir() if not path.name.startswith(_HIDDEN))
            files += [path for path in inside if path.is_file()]
            # A link may lead back up.
            below = [path for path in inside if path.is_dir() and not path.is_symlink()]
        except OSError:
            # A folder that is closed to us has no file that we could read.
            continue
        if depth == _DEEPEST or folders + len(below) > _MOST_FOLDERS:
            cut = cut or bool(below)
            continue
        folders += len(below)
        waiting += [(path, depth + 1) for path in reversed(below)]
    return files, folders, cut


def _readable(place: str, files: list[str], *, archive: bool = False) -> list[str]:
    """The files of a folder or an archive that can be read; the place itself where there is none.

    Archives in a folder on this machine are kept: they are opened up next.
    """
    openable = () if archive or is_address(place) else (_ARCHIVE,)
    readable = [file for file in files if PurePosixPath(file).suffix.lower() in (*READABLE, *openable)]
    packed = [ending for ending in PACKED if ending not in openable]
    if passed := [file for file in files if PurePosixPath(file).suffix.lower() in packed]:
        say(f"{place}：未读 {'、'.join(PurePosixPath(file).name for file in passed)}（压缩包，请先解压）。")
    return readable or [place]


def short(name: str) -> str:
    """The last part of a path or an address, as messages and evidence name the file; an archive's name stays."""
    return PurePosixPath(name).name if is_address(name) else archives.short_name(Path(name))


def read_named(name: str) -> bytes:
    """The content of a file, at a path, in an archive or at an address.

    Raises:
        InputRefused: it cannot be read.
        UsageError: an address, but fsspec is not installed or knows no such protocol.
    """
    if is_address(name):
        return read_address(name)
    path = Path(name)
    if found := archives.split(path):
        return archives.open_archive(found[0]).read(found[1])
    if archives.is_archive(path):
        archives.open_archive(path)
        message = f"压缩包“{path.name}”里没有能读的文件；{_FIT}"
        raise InputRefused(message)
    if os.path.isdir(path):  # noqa: PTH112  # Path's raises for names that are too long
        message = f"文件夹“{path.name}”里没有能读的文件；{_FIT}"
        raise InputRefused(message)
    return read_bytes(path)


def expect_edition(edition: str | None) -> None:
    """Refuse the name of a form edition that is not known; None is the user's silence.

    Raises:
        UsageError: no such edition.
    """
    if edition is not None and edition not in editions():
        message = (
            f"没有版式“{edition}”；现有：{'、'.join(editions())}。自定义的版式放在环境变量 NIANBAO_FORMS 指的文件夹里。"
        )
        raise UsageError(message)


def open_content(file: Path | str, edition: str | None = None) -> tuple[BookContent, bool]:
    """What a file holds, and whether it is one of our workbooks; a report is content of one year.

    Args:
        file: a workbook of ours or a report in any format that can be read; a path, or an address.
        edition: the form to read a report by; None leaves that to its labels.

    Raises:
        InputRefused: the file cannot be read.
    """
    data, name = read_named(str(file)), short(str(file))
    if found := find_our_book(data, name):
        return content_of(found), True
    return BookContent(recognise(read_bytes_as_document(data, name), edition)), False


def expect_report(content: BookContent) -> BookContent:
    """Refuse a file that says nothing: most likely it is no annual report at all.

    Raises:
        InputRefused: no figure and no sentence in any year.
    """
    if says_nothing(content.current) and not content.history:
        message = "没有找到任何指标，也没有找到正文。工作簿请先填写再用；年报请核对是不是给错了文件。"
        raise InputRefused(message)
    return content


def says_nothing(report: AnnualReport) -> bool:
    """Whether a report has neither a figure nor a sentence: most likely no annual report at all."""
    return all(figure.state == "blank" for figure in report.figures.values()) and not any(
        section.paragraphs for section in report.sections
    )
