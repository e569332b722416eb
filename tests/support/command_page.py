"""Write docs/reference/command-line.md from the help of the command line: ``python -m tests.regenerate``."""

import inspect
import re
from collections.abc import Iterator
from pathlib import Path

import click

from stretchplan.cli.app import app

PAGE = Path(__file__).parents[2] / "docs/reference/command-line.md"

INTRODUCTION = """# Every command and option

<!-- `just golden` writes this page -->

Every command with its arguments and options, in the words of its own `--help`.
[The command line](../command-line.md) in the guide shows what each answers, and how pipes, files and errors behave.
"""


def page() -> str:
    """Return the page: the command itself, then a heading for each of its commands."""
    return "\n".join(
        [INTRODUCTION, *_sections(app, click.Context(app, info_name="stretchplan", **app.context_settings))]
    )


def _sections(command: click.Command, context: click.Context) -> Iterator[str]:
    yield f"## {context.command_path}\n"
    yield _helped(command, context)
    if not isinstance(command, click.Group):
        return
    inner = {name: command.get_command(context, name) for name in command.list_commands(context)}
    below = {
        name: (one, click.Context(one, info_name=name, parent=context, **one.context_settings))
        for name, one in inner.items()
        if one is not None
    }
    rows = [
        f"| [`{name}`](#{within.command_path.replace(' ', '-')}) | {_cell(one.get_short_help_str(200))} |"
        for name, (one, within) in below.items()
    ]
    yield "\n".join(["| command | what it does |", "|---|---|", *rows]) + "\n"
    for one, within in below.values():
        yield from _sections(one, within)


def _helped(command: click.Command, context: click.Context) -> str:
    usage = command.get_usage(context).removeprefix("Usage: ")
    parts = [f"```text\n{' '.join(usage.split())}\n```\n", *map(_paragraph, _paragraphs(command.help or ""))]
    records = [param.get_help_record(context) for param in command.get_params(context)]
    rows = [f"| {_code(names)} | {_cell(said)} |" for names, said in filter(None, records) if said]
    if rows:
        parts.append("\n".join(["| option | what it says |", "|---|---|", *rows]) + "\n")
    return "\n".join(parts)


def _paragraphs(text: str) -> list[str]:
    return inspect.cleandoc(text).split("\n\n")


def _paragraph(text: str) -> str:
    if not text.startswith("\b\n"):
        return _cell(" ".join(text.split())) + "\n"
    title, *lines = text.removeprefix("\b\n").splitlines()
    if not title.endswith(":"):
        title, lines = "", [title, *lines]
    shown = inspect.cleandoc("\n".join(lines))
    before = f"{_cell(title)}\n\n" if title else ""
    return f"{before}```text\n{shown}\n```\n"


def _code(names: str) -> str:
    return "`" + names.replace("|", "\\|") + "`"


def _cell(text: str) -> str:
    # Options in the text are shown as code, so that no typographer changes their dashes.
    text = text.replace("|", "\\|").replace("<", "&lt;")
    return re.sub(r"(?<![\w`-])(--[a-z][a-z-]*|-[a-z])(?![\w-])", r"`\1`", text)
