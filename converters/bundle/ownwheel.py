"""The wheel of this very nianbao, put together again from what is installed here.

No build tool and no network are needed, and the same installation gives the same bytes.
"""

from __future__ import annotations

import base64
import hashlib
import io
import zipfile
from importlib import metadata
from pathlib import Path

from workbook.errors import OutputNotWritten

PACKAGES = ("addin", "converters", "templates", "workbook")
# What of the folder beside the packages belongs to the wheel; the rest tells of this installation only.
_ABOUT = ("METADATA", "WHEEL", "entry_points.txt")
_EARLIEST = (1980, 1, 1, 0, 0, 0)
_REINSTALL = "请重新安装 nianbao 再试。"


def own_wheel() -> tuple[str, bytes]:
    """The file name and the bytes of the wheel.

    Raises:
        OutputNotWritten: the installation is incomplete, or of a kind that cannot be packed.
    """
    try:
        installed = metadata.distribution("nianbao")
    except metadata.PackageNotFoundError as error:
        message = f"nianbao 没有安装成软件包，不能装进安装包。{_REINSTALL}"
        raise OutputNotWritten(message) from error
    about = f"nianbao-{installed.version}.dist-info"
    parts = {name: _content(path) for name, path in (_modules(installed) | _about(installed, about)).items()}
    if f"{about}/METADATA" not in parts or "converters/cli/__init__.py" not in parts:
        message = f"找不到 nianbao 自己的文件，不能装进安装包。{_REINSTALL}"
        raise OutputNotWritten(message)
    record = f"{about}/RECORD"
    parts[record] = _record(parts, record)
    return f"nianbao-{installed.version}-py3-none-any.whl", _zipped(parts)


def _modules(installed: metadata.Distribution) -> dict[str, Path]:
    """The packages' files by their name in the wheel: those installed, or in a checkout those of the tree."""
    listed = {str(path).replace("\\", "/"): Path(str(path.locate())) for path in installed.files or ()}
    found = {name: path for name, path in listed.items() if name.startswith(tuple(f"{one}/" for one in PACKAGES))}
    root = Path(__file__).resolve().parents[2]
    if not found:
        files = (path for package in PACKAGES for path in (root / package).rglob("*") if path.is_file())
        found = {path.relative_to(root).as_posix(): path for path in files}
    return {name: path for name, path in found.items() if not _is_passing(name)}


def _is_passing(name: str) -> bool:
    """Whether a file comes and goes with use: what Python compiled, what an editor hid."""
    return any(part == "__pycache__" or part.startswith(".") for part in name.split("/"))


def _about(installed: metadata.Distribution, folder: str) -> dict[str, Path]:
    paths = {str(path).replace("\\", "/"): Path(str(path.locate())) for path in installed.files or ()}
    wanted = {f"{folder}/{name}" for name in _ABOUT}
    return {name: path for name, path in paths.items() if name in wanted or name.startswith(f"{folder}/licenses/")}


def _content(path: Path) -> bytes:
    try:
        return path.read_bytes()
    except OSError as error:
        message = f"读不到 nianbao 自己的文件“{path}”，不能装进安装包。{_REINSTALL}"
        raise OutputNotWritten(message) from error


def _record(parts: dict[str, bytes], record: str) -> bytes:
    """The wheel's list of its files; none of our names needs quoting in it."""
    lines = [f"{name},sha256={_digest(data)},{len(data)}" for name, data in sorted(parts.items())]
    return "\n".join([*lines, f"{record},,", ""]).encode()


def _digest(data: bytes) -> str:
    return base64.urlsafe_b64encode(hashlib.sha256(data).digest()).rstrip(b"=").decode()


def _zipped(parts: dict[str, bytes]) -> bytes:
    """The parts in one .zip; what is about the wheel comes last, as the format recommends."""
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED) as archive:
        for name in sorted(parts, key=lambda name: (".dist-info/" in name, name.endswith("/RECORD"), name)):
            entry = zipfile.ZipInfo(name, _EARLIEST)
            entry.external_attr = 0o644 << 16
            entry.compress_type = zipfile.ZIP_DEFLATED
            archive.writestr(entry, parts[name])
    return stream.getvalue()
