"""The sentences a draft is made of, out of ``drafts/<edition>.toml`` beside the form's own file.

A section has paragraphs, a paragraph pieces, a piece one or more wordings of which the first that fits is taken.
A wording fits when its conditions hold, every figure it uses can be told, and what it lists is not all nothing.
"""

from __future__ import annotations

import tomllib
from dataclasses import dataclass
from functools import cache
from typing import TYPE_CHECKING, Any

from workbook.errors import FormError
from workbook.expression import ExpressionError, parse
from workbook.formfile import editions

if TYPE_CHECKING:
    from pathlib import Path

    from workbook.expression import Comparison

# Where the listed figures go in a wording.
LIST_HERE = "[]"


@dataclass(frozen=True, slots=True)
class Wording:
    """One way to say something: ``parts`` are listed at ``[]`` where their first figure is above zero.

    ``zero`` names the figures that the wording says to be nothing without a number.
    """

    say: str
    when: tuple[Comparison, ...] = ()
    parts: tuple[str, ...] = ()
    zero: tuple[str, ...] = ()


Piece = tuple[Wording, ...]
Paragraph = tuple[Piece, ...]


@dataclass(frozen=True, slots=True)
class SectionDraft:
    """The paragraphs of a section and what the user is asked to write there."""

    paragraphs: tuple[Paragraph, ...] = ()
    ask: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Drafts:
    """An edition's drafts: the opening and the sections by number."""

    preface: SectionDraft
    sections: dict[str, SectionDraft]


@cache
def load_drafts(edition: str) -> Drafts | None:
    """The drafts of an edition; None where it has none.

    Raises:
        FormError: a file that is no TOML, or says something unknown.
    """
    path = editions()[edition].parent / "drafts" / f"{edition}.toml"
    return read_drafts(path) if path.is_file() else None


def read_drafts(path: Path) -> Drafts:
    """Read a file of drafts.

    Raises:
        FormError: naming the file and the section in which something is wrong.
    """
    try:
        data = tomllib.loads(path.read_text("utf-8"))
        preface = _section(data.get("preface", {}))
        return Drafts(preface, {entry["number"]: _section(entry) for entry in data.get("sections", [])})
    except (tomllib.TOMLDecodeError, UnicodeDecodeError, ExpressionError, KeyError, TypeError) as error:
        message = f"{path}：初稿的写法有误（{error}）；请对照自带版式的 drafts 文件夹改正。"
        raise FormError(message) from error


def _section(entry: dict[str, Any]) -> SectionDraft:
    paragraphs = tuple(
        tuple(_piece(piece) for piece in paragraph["pieces"]) for paragraph in entry.get("paragraphs", [])
    )
    return SectionDraft(paragraphs, tuple(entry.get("ask", ())))


def _piece(entry: Any) -> Piece:  # noqa: ANN401  # as TOML gives it: a wording, its plain words, or a list of wordings
    return tuple(map(_wording, entry)) if isinstance(entry, list) else (_wording(entry),)


def _wording(entry: str | dict[str, Any]) -> Wording:
    if isinstance(entry, str):
        return Wording(entry)
    if unknown := set(entry) - {"say", "when", "list", "zero"}:
        message = f"多出 {'、'.join(sorted(unknown))}"
        raise TypeError(message)
    conditions = entry.get("when", [])
    checks = [conditions] if isinstance(conditions, str) else conditions
    return Wording(entry["say"], tuple(map(parse, checks)), tuple(entry.get("list", ())), tuple(entry.get("zero", ())))
