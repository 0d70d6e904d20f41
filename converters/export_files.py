"""The files that ``nianbao export`` writes: pieces of rows come in as workers made them, bytes go out as they come."""

from __future__ import annotations

from contextlib import ExitStack, contextmanager
from importlib import import_module
from typing import TYPE_CHECKING, Any, Protocol

from converters.export import DataRow, columns, csv_text, json_lines
from workbook.errors import UsageError
from workbook.files import replacing, telling

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator
    from pathlib import Path
    from typing import BinaryIO

# Rows of a row group: what a reader takes at once, and all that is held in memory here.
ROW_GROUP = 65_536


class Sink(Protocol):
    """What turns pieces into bytes on a stream."""

    def put(self, piece: Any) -> None:  # noqa: ANN401  # what the format's own function made
        """Write the piece of one file."""
        ...

    def close(self) -> None:
        """Write what is left; the stream stays open."""
        ...


class CsvSink:
    """UTF-8 with the mark by which Excel knows it, a header, lines ended as RFC 4180 has it."""

    def __init__(self, stream: BinaryIO) -> None:
        self.stream = stream
        self.stream.write(b"\xef\xbb\xbf" + csv_text([DataRow._fields]).encode())

    def put(self, piece: str) -> None:
        """Write lines."""
        self.stream.write(piece.encode("utf-8", "replace"))

    def close(self) -> None:
        """Nothing is held back."""


class LinesSink:
    """JSON Lines in UTF-8, without a mark."""

    def __init__(self, stream: BinaryIO) -> None:
        self.stream = stream

    def put(self, piece: str) -> None:
        """Write lines."""
        self.stream.write(piece.encode("utf-8", "replace"))

    def close(self) -> None:
        """Nothing is held back."""


class ParquetSink:
    """Parquet by row groups of equal size, wherever one file's rows end and the next one's begin."""

    def __init__(self, stream: BinaryIO) -> None:
        self.arrow = _pyarrow()
        kinds = {"year": self.arrow.int32(), "page": self.arrow.int32(), "value": self.arrow.float64()}
        kinds["approximate"] = self.arrow.bool_()
        fields = [(name, kinds.get(name, self.arrow.string())) for name in DataRow._fields]
        self.schema = self.arrow.schema(fields)
        parquet = import_module("pyarrow.parquet")
        self.writer = parquet.ParquetWriter(stream, self.schema, compression="zstd")
        # As tables of Arrow, which take a tenth of what lists of Python's would.
        self.held: list[Any] = []
        self.rows = 0

    def put(self, piece: list[list[Any]]) -> None:
        """Take columns in, and write the row groups that are full."""
        arrays = [self.arrow.array(column, field.type) for column, field in zip(piece, self.schema, strict=True)]
        self.held.append(self.arrow.Table.from_arrays(arrays, schema=self.schema))
        self.rows += len(piece[0])
        while self.rows >= ROW_GROUP:
            self._write(ROW_GROUP)

    def close(self) -> None:
        """Write the last rows and the footer."""
        if self.rows:
            self._write(self.rows)
        self.writer.close()

    def _write(self, rows: int) -> None:
        # In one piece: where the pages of the file begin must not depend on what came together.
        whole = self.arrow.concat_tables(self.held).combine_chunks()
        self.writer.write_table(whole.slice(0, rows))
        self.rows -= rows
        self.held = [whole.slice(rows)] if self.rows else []


# By the ending of the file: what makes a piece of rows (in a worker), and what writes it (in this process).
FORMATS: dict[str, tuple[Callable[[Iterable[DataRow]], Any], Callable[[BinaryIO], Sink]]] = {
    ".csv": (csv_text, CsvSink),
    ".jsonl": (json_lines, LinesSink),
    ".parquet": (columns, ParquetSink),
}


@contextmanager
def data_file(path: Path, part: Path | None = None) -> Iterator[Callable[[Any], None]]:
    """A file on its way: begun with the first piece put in, in its place when the body ends without error.

    Args:
        path: the file; its ending tells the format.
        part: where to write until then, see :func:`workbook.files.replacing`.

    Raises:
        OutputNotWritten: the place cannot be written to.
    """
    sink: Sink | None = None
    with ExitStack() as opened:

        def put(piece: Any) -> None:  # noqa: ANN401  # see Sink
            nonlocal sink
            if sink is None:
                stream = opened.enter_context(replacing(path, part))
                with telling(path):
                    sink = FORMATS[path.suffix.lower()][1](stream)
            with telling(path):
                sink.put(piece)

        yield put
        if sink:
            with telling(path):
                sink.close()


def expect_writable(path: Path) -> None:
    """Refuse a file whose ending names no format that can be written here, before anything is read.

    Raises:
        UsageError: another ending, or Parquet without pyarrow.
    """
    if path.suffix.lower() not in FORMATS:
        message = f"-o 的文件名应以 {'、'.join(FORMATS)} 结尾，现在是“{path.name}”。"
        raise UsageError(message)
    if path.suffix.lower() == ".parquet":
        _pyarrow()


def _pyarrow() -> Any:  # noqa: ANN401  # pyarrow is not typed
    try:
        return import_module("pyarrow")
    except ImportError as error:
        message = "写 .parquet 需要 pyarrow，请先安装：pip install 'nianbao[parquet]'；或导出为 .csv、.jsonl。"
        raise UsageError(message) from error
