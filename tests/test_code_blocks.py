"""Is each block of code in the documents run, read or parsed by a test?

Python with ``>>>`` is run by Sybil (conftest.py), the pages of docs/start/ by tests/test_tutorial.py. What is left is
parsed here: data is loaded, commands are held against the command line, and Python that cannot run here is compiled
and belongs to a test that runs it.
"""

import ast
import json
import re
import shlex
import sys
import tomllib
from pathlib import Path
from typing import NamedTuple

import click
import pytest

import stretchplan as sp
from stretchplan.cli.app import app
from stretchplan.testing import assert_safe

ROOT = Path(__file__).parents[1]
DOCUMENTS = sorted({*ROOT.glob("*.md"), *ROOT.glob("docs/**/*.md"), *ROOT.glob("examples/*/*.md")})
EXTRAS = set(tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]["optional-dependencies"])

RUN_ELSEWHERE = {
    ("docs/batch.md", "pl.read_ndjson("): "tests/batch/test_readers.py",
    ("docs/readers.md", "pl.read_ndjson("): "tests/batch/test_readers.py",
    ("docs/batch.md", "from dask"): "tests/batch/test_dask.py",
    ("docs/batch.md", "from pyspark"): "tests/batch/test_spark.py",
    ("docs/calendar.md", "import urllib"): "tests/render/test_caldav.py",
    ("docs/embedding.md", "from fastapi"): "tests/test_frameworks.py",
    ("docs/explorer.md", "explorer"): "tests/test_explorer.py",
    ("examples/mcp/README.md", "import asyncio"): "examples/mcp/tests/test_server.py",
}
"""The test that runs a block of Python, by its document and how the block begins."""

SHOWN_BY = {
    "CONTRIBUTING.md": "tests/test_documents.py",
    "docs/day-after-day.md": "tests/cli/test_day_after_day.py",
    "docs/figures.md": "tests/render/test_figure.py",
    "docs/reference/command-line.md": "tests/test_documents.py",
    "examples/downstream_app/README.md": "tests/test_code_blocks.py",
}
"""The test that compares the blocks of plain text of a document."""

TOOLS = {
    *(".ci/run", ".venv/bin/uv"),
    *(".venv/bin/just", ".venv/bin/pip", ".venv/bin/python", ".venv/bin/stretch-mcp", ".venv/bin/stretchplan"),
    *(".venv/bin/uvicorn", "cd", "curl", "git", "just", "npm", "rm", "pip", "python", "python3", "."),
}
"""The other commands of the documents."""


class Block(NamedTuple):
    """A block of code: its document, its language, its title if it has one, and its text."""

    document: str
    language: str
    title: str
    code: str


def blocks() -> list[Block]:
    """Return every block of every document."""
    found = []
    for path in DOCUMENTS:
        text = path.read_text(encoding="utf-8")
        for _, language, title, code in re.findall(
            r"^( *)```(\w*)([^\n]*)\n(.*?)^ *```$", text, re.MULTILINE | re.DOTALL
        ):
            found.append(Block(path.relative_to(ROOT).as_posix(), language, title.strip(), code))
    return found


BLOCKS = blocks()
TUTORIAL = tuple(path for path in {block.document for block in BLOCKS} if path.startswith("docs/start/"))


def of(*languages: str) -> list[Block]:
    """Return the blocks in some languages."""
    return [block for block in BLOCKS if block.language in languages]


def commands(block: Block) -> list[list[str]]:
    """Return the commands of a block of a shell, each as its words."""
    lines = block.code.replace("\\\n", " ").splitlines()
    if block.language == "console":
        lines = [line[2:] for line in lines if line.startswith("$ ")]
    words: list[list[str]] = [[]]
    for line in lines:
        lexer = shlex.shlex(line, posix=True, punctuation_chars="|&;<>")
        lexer.whitespace_split = True
        for word in lexer:
            if set(word) <= set("|&;"):
                words.append([])
            else:
                words[-1].append(word)
        words.append([])
    return [command for command in words if command]


def test_every_block_says_its_language_and_has_a_test():
    for block in BLOCKS:
        assert block.language in ("python", "console", "sh", "toml", "json", "text"), block
        if block.language == "text":
            assert (ROOT / SHOWN_BY[block.document]).exists(), block
        if block.title:
            assert block.document in TUTORIAL, block


@pytest.mark.parametrize("block", of("python"), ids=lambda block: f"{block.document}:{block.code[:20]!r}")
def test_python_is_run_by_a_test(block: Block):
    if block.code.lstrip().startswith(">>>") or block.document in TUTORIAL:
        return
    tests = [
        test
        for (page, begins), test in RUN_ELSEWHERE.items()
        if page == block.document and block.code.startswith(begins)
    ]
    (test,) = tests
    assert (ROOT / test).exists()
    for node in ast.walk(ast.parse(block.code)):
        if isinstance(node, ast.Attribute) and isinstance(node.value, ast.Name) and node.value.id == "sp":
            assert hasattr(sp, node.attr), node.attr


@pytest.mark.parametrize("block", of("json", "toml"), ids=lambda block: f"{block.document}:{block.code[:20]!r}")
def test_data_can_be_read(block: Block):
    assert (json.loads if block.language == "json" else tomllib.loads)(block.code)


@pytest.mark.parametrize("block", of("console", "sh"), ids=lambda block: f"{block.document}:{block.code[:30]!r}")
def test_commands_are_those_that_there_are(block: Block):
    for words in commands(block):
        program, *given = words
        for extras in re.findall(r"\[([a-z,]+)\]", " ".join(given)):
            assert set(extras.split(",")) <= EXTRAS, words
        if program.endswith("stretchplan"):
            parse(given)
        elif block.document not in TUTORIAL:
            assert program in TOOLS or program in ("echo", "cat"), words
        for word in given:
            if word.startswith("{") and program == "curl":
                sp.parse_request(word)


def parse(given: list[str]) -> None:
    """Hold words against the options and arguments of the command line; the values are not looked at."""
    command: click.Command = app
    context = click.Context(app, info_name="stretchplan", **app.context_settings)
    words = [word for word in given if word != "…"]
    while isinstance(command, click.Group) and words and not words[0].startswith("-"):
        inner = command.get_command(context, words[0])
        if inner is None and command is not app:
            return  # a group such as catalog takes an argument of its own, too
        assert inner is not None, given
        command, words = inner, words[1:]
        context = click.Context(command, info_name=command.name, parent=context)
    if ">" in words:
        words = words[: words.index(">")]
    command.make_parser(context).parse_args([*words])


@pytest.mark.parametrize("line", ["plan --minuets 10", "plans --minutes 10", "schema plan catalog --long"])
def test_a_command_that_there_is_not_is_noticed(line: str):
    with pytest.raises((AssertionError, click.UsageError)):
        parse(line.split())


def test_the_message_of_the_example_app_is_the_one_that_its_planner_gets(monkeypatch: pytest.MonkeyPatch):
    folder = ROOT / "examples/downstream_app"
    (block,) = [block for block in of("text") if block.document == "examples/downstream_app/README.md"]
    monkeypatch.setattr(sys, "path", [str(folder / "src"), str(folder / "tests"), *sys.path])
    from deskbreak import CATALOG, RULES
    from wrong_planner import quick_break

    request = sp.PlanRequest(minutes=1, days_since_injury=None)
    wrong = quick_break(request, forgets="second sides")
    with pytest.raises(AssertionError) as caught:
        assert_safe(wrong, request=request, catalog=CATALOG, rules=RULES)
    assert block.code == f"for PlanRequest(minutes=1, days_since_injury=None)\n{caught.value}\n"
