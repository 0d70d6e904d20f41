"""MkDocs hooks: anchors in Chinese, and the words of every section for a search that needs no server."""

from __future__ import annotations

import html
import json
import re
from pathlib import Path
from typing import Any

_HEADING = re.compile(r'<h[123] id="([^"]+)">(.*?)</h[123]>', re.DOTALL)
_PERMALINK = re.compile(r'<a class="headerlink".*?</a>', re.DOTALL)
_PRE = re.compile(r"(<pre>.*?</pre>)", re.DOTALL)
_CHINESE = "\u2014-\u2026\u3000-\u303f\u4e00-\u9fff\uff00-\uffef"
_LINE_END = re.compile(rf"(?<=[{_CHINESE}])\n(?=[{_CHINESE}])")
_TAG = re.compile(r"<[^>]+>")
# A code block's file, which the host of the repository leaves out and Python-Markdown does not know.
_TITLED = re.compile(r'^```(\w+) title="([^"]+)"$', re.MULTILINE)
# The site ends where docs/ ends: what lies outside is named, not linked.
_OUTSIDE = re.compile(r"\[([^\]]+)\]\(\.\./[^)]+\)")
_pages: dict[str, dict[str, Any]] = {}


def on_config(config: Any) -> Any:  # noqa: ANN401  # MkDocs' own class
    """Anchors keep their Chinese."""
    config["mdx_configs"]["toc"]["slugify"] = slug
    return config


def slug(text: str, separator: str) -> str:
    """The anchor of a heading, Chinese kept, made as the host of the repository makes it."""
    return re.sub(r"\s", separator, re.sub(r"[^\w\- ]", "", text).strip().lower())


def on_page_markdown(markdown: str, page: Any, **_: object) -> str:  # noqa: ANN401  # MkDocs' own class
    """Say above a code block which file it is of, and take off links that lead out of the site."""
    folder = page.file.src_uri.count("/")
    markdown = markdown if folder else _OUTSIDE.sub(r"\1", markdown)
    return _TITLED.sub(r"`\2`：\n\n```\1", markdown)


def on_page_content(content: str, page: Any, **_: object) -> str:  # noqa: ANN401  # MkDocs' own class
    """Close the gaps that line ends leave between Chinese characters, and note the sections of the page."""
    pieces = _PRE.split(content)
    content = "".join(piece if at % 2 else _LINE_END.sub("", piece) for at, piece in enumerate(pieces))
    parts = _HEADING.split(content)
    sections = [[anchor, _words(heading), _words(text)] for anchor, heading, text in zip(*[iter(parts[1:])] * 3)]  # noqa: B905  # as many as there are
    _pages[page.file.url] = {"url": page.file.url, "title": page.title, "sections": sections}
    return content


def on_post_build(config: Any, **_: object) -> None:  # noqa: ANN401  # MkDocs' own class
    """Write the words as a script: a page opened from a file path may load scripts and nothing else."""
    told = json.dumps(list(_pages.values()), ensure_ascii=False, separators=(",", ":"))
    Path(config["site_dir"], "words.js").write_text(f"const WORDS={told}\n", encoding="utf-8")
    _pages.clear()


def _words(text: str) -> str:
    return " ".join(html.unescape(_TAG.sub(" ", _PERMALINK.sub("", text))).split())
