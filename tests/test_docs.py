"""The documents agree with the program: commands, options, exit codes, examples, names."""

from __future__ import annotations

import argparse
import re
import shlex
from pathlib import Path

import pytest
from commandline import commands, help_examples

from converters.cli.parser import build_parser
from workbook import errors

ROOT = Path(__file__).resolve().parent.parent
PAGES = sorted([ROOT / "README.md", ROOT / "CHANGELOG.md", *(ROOT / "docs").glob("*.md")])
COMMANDS_PAGE = (ROOT / "docs" / "commands.md").read_text("utf-8")


def options(parser):
    """The options of a command and of its actions."""
    inner = [one for a in parser._actions if isinstance(a, argparse._SubParsersAction) for one in a.choices.values()]
    own = {option for action in parser._actions for option in action.option_strings}
    return own.union(*map(options, inner))


def examples():
    """Every ``nianbao …`` line of a code block in the documents and of the commands' own help."""
    for page in PAGES:
        for block in re.findall(r"^```\w*\n(.*?)^```", page.read_text("utf-8"), re.MULTILINE | re.DOTALL):
            yield from ((page.name, line) for line in block.splitlines() if line.startswith("nianbao "))
    yield from ((line.split()[1], line) for line in help_examples())


def chapter(name):
    """The part of docs/commands.md about one command."""
    return COMMANDS_PAGE.split(f"## nianbao {name}\n")[1].split("\n## ")[0]


def test_the_commands_page_has_a_chapter_for_each_command_and_no_other():
    assert re.findall(r"^## nianbao (.+)$", COMMANDS_PAGE, re.MULTILINE) == [*commands()]


def test_each_option_is_in_its_command_s_chapter_and_no_other_option_is():
    for name, parser in commands().items():
        known = options(parser) - {"-h", "--help"}
        cells = re.findall(r"^\| (`-[^|]+) \|", chapter(name), re.MULTILINE)
        assert {option for cell in cells for option in re.findall(r"`(--?[a-z-]+)", cell)} == known, name


def test_the_exit_codes_are_in_the_help_and_on_the_commands_page():
    codes = {error.exit_code for error in vars(errors).values() if isinstance(error, type)} | {0, 1, 130, 141}
    on_page = COMMANDS_PAGE.split("## 退出码\n")[1].split("\n## ")[0]
    for page in (on_page, (ROOT / "docs" / "messages.md").read_text("utf-8")):
        assert {int(code) for code in re.findall(r"^\| (\d+) \|", page, re.MULTILINE)} == codes
    assert {int(code) for code in re.findall(r"^  (\d+) ", build_parser().format_help(), re.MULTILINE)} == codes


def test_each_command_s_help_has_at_least_two_examples():
    for name, parser in commands().items():
        lines = [line for line in parser.epilog.splitlines() if line.startswith(f"  nianbao {name}")]
        assert len(lines) >= 2, name


@pytest.mark.parametrize(("where", "line"), list(examples()))
def test_an_example_parses(where, line):
    args = build_parser().parse_args(shlex.split(line)[1:])
    assert args.module.startswith(("converters.cli.", "addin.")), where


def test_readme_names_the_two_commands_that_set_everything_up():
    readme = (ROOT / "README.md").read_text("utf-8")
    assert "\npython3 .ci/go.py demo\npython3 .ci/go.py test\n" in readme


def test_links_between_the_documents_lead_somewhere():
    for page in PAGES:
        for link in re.findall(r"\]\(([^)#:]+)\)", page.read_text("utf-8")):
            assert (page.parent / link).exists(), f"{page.name}: {link}"


def test_the_glossary_s_names_are_names_in_the_code():
    folders = [ROOT / name for name in ("addin", "converters", "workbook")]
    code = "\n".join(path.read_text("utf-8") for folder in folders for path in folder.rglob("*.py"))
    rows = re.findall(
        r"^\| [^|]+ \| [^|]+ \| ([^|]+) \|", (ROOT / "docs" / "glossary.md").read_text("utf-8"), re.MULTILINE
    )
    names = [name for row in rows for name in re.findall(r"`(\w+)`", row)]
    assert len(names) > 25
    assert [name for name in names if not re.search(rf"\b{name}\b", code)] == []


def test_every_module_that_the_architecture_names_exists():
    page = (ROOT / "docs" / "architecture.md").read_text("utf-8")
    named = re.findall(r"`((?:workbook|converters|addin)/[\w/]+)`", page)
    missing = [name for name in named if not (ROOT / name).is_dir() and not (ROOT / f"{name}.py").exists()]
    assert named
    assert missing == []
