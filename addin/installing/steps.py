"""The steps of an installation: each says what it will do, does it, and can take it back."""

from __future__ import annotations

import contextlib
import tempfile
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, Protocol

from addin.addons import IDENTIFIER, PACKAGE_FILE
from addin.installing.in_place import same_extension
from addin.installing.libreoffice import CLOSE_IT, add_extension, remove_extension
from addin.installing.receipt import Entry
from workbook.errors import OutputNotWritten
from workbook.files import telling, write_atomically

if TYPE_CHECKING:
    from addin.installing.machine import Machine


class Step(Protocol):
    """One change of the machine."""

    @property
    def said(self) -> str:
        """What it will do, for the user."""

    @property
    def entry(self) -> Entry | None:
        """What a receipt must say of it; None when there is nothing to take away later."""

    def is_needed(self) -> bool:
        """Whether the machine is not as it should be already."""

    def do(self) -> None:
        """Do it, wholly or not at all."""

    def undo(self) -> None:
        """Put back what was there before :meth:`do`."""


@dataclass
class MakeFolder:
    """A folder that is not there, in one that is, or that an earlier step makes."""

    path: Path

    @property
    def said(self) -> str:
        """See :class:`Step`."""
        return f"建立文件夹 {self.path}"

    @property
    def entry(self) -> Entry | None:
        """See :class:`Step`."""
        return Entry("folder", str(self.path))

    def is_needed(self) -> bool:
        """See :class:`Step`."""
        return not self.path.is_dir()

    def do(self) -> None:
        """See :class:`Step`."""
        with telling(self.path):
            self.path.mkdir()

    def undo(self) -> None:
        """See :class:`Step`."""
        with contextlib.suppress(OSError):
            self.path.rmdir()


@dataclass
class PutFile:
    """A file, written or replaced; ``what`` names it for the user, ``stays`` says that no receipt need name it."""

    path: Path
    data: bytes
    what: str
    stays: bool = False
    _before: bytes | None = field(default=None, init=False)

    @property
    def said(self) -> str:
        """See :class:`Step`."""
        return f"{'换掉' if self.path.exists() else '写入'}{self.what} {self.path}"

    @property
    def entry(self) -> Entry | None:
        """See :class:`Step`."""
        return None if self.stays else Entry("file", str(self.path))

    def is_needed(self) -> bool:
        """See :class:`Step`."""
        return self._now() != self.data or _blocked(self.path).exists()

    def do(self) -> None:
        """See :class:`Step`."""
        self._before = self._now()
        write_atomically(self.path, self.data)
        # Excel opens nothing that carries the mark of having come from the internet.
        with contextlib.suppress(OSError):
            _blocked(self.path).unlink()

    def undo(self) -> None:
        """See :class:`Step`."""
        if self._before is None:
            self.path.unlink(missing_ok=True)
        else:
            write_atomically(self.path, self._before)

    def _now(self) -> bytes | None:
        try:
            return self.path.read_bytes()
        except OSError:
            return None


@dataclass
class PutExtension:
    """The extension in LibreOffice; ``tool`` is LibreOffice's program for extensions, ``there`` the one it has."""

    machine: Machine
    tool: Path
    data: bytes
    there: Path | None

    @property
    def said(self) -> str:
        """See :class:`Step`."""
        whom = "所有用户" if self.machine.administrator else "当前用户"
        return f"{'换掉' if self.there else '装上'} LibreOffice 扩展 {PACKAGE_FILE}（{whom}，由 {self.tool}）"

    @property
    def entry(self) -> Entry | None:
        """See :class:`Step`."""
        return Entry("extension", str(self.tool), self.machine.administrator)

    def is_needed(self) -> bool:
        """See :class:`Step`."""
        return self.there is None or not same_extension(self.there, self.data)

    def do(self) -> None:
        """See :class:`Step`."""
        with tempfile.TemporaryDirectory(prefix="nianbao-", ignore_cleanup_errors=True) as folder:
            file = Path(folder) / PACKAGE_FILE
            with telling(file):
                file.write_bytes(self.data)
            done = add_extension(self.machine, self.tool, file)
        if done.code:
            message = f"LibreOffice 没有收下扩展（{reason(done.said)}）。{CLOSE_IT}。"
            raise OutputNotWritten(message)

    def undo(self) -> None:
        """See :class:`Step`; an extension of an older version that was replaced does not come back."""
        remove_extension(self.machine, self.tool, IDENTIFIER, shared=self.machine.administrator)


def reason(said: str) -> str:
    """The line that matters of what LibreOffice's program for extensions said."""
    lines = [line.removeprefix("ERROR: ").strip() for line in said.splitlines() if line.strip()]
    return lines[0] if lines else "它没有说原因"


def _blocked(path: Path) -> Path:
    """Where Windows keeps the mark of a file that came from the internet."""
    return path.with_name(f"{path.name}:Zone.Identifier")
