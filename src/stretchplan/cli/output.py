"""Standard output and standard error, whatever they are connected to."""

from __future__ import annotations

import json
import shutil
import sys
from collections.abc import Iterable
from typing import Any, Final, TextIO

from rich.console import Console
from rich.text import Text

from stretchplan.cli.exits import FileTrouble
from stretchplan.render.document.as_text import MIN_WIDTH, lay_out, to_text
from stretchplan.render.document.blocks import Block, Role
from stretchplan.render.escape import escape_control_chars

__all__ = ["ask", "finish", "is_terminal", "json_text", "plain_page", "say"]
__all__ += ["write", "write_json", "write_page", "write_ready"]

PLAIN_WIDTH: Final = 80
"""Cells in a line where there is no terminal to ask: files must not depend on the window they were made in."""
_WIDEST: Final = 120

_STYLES: Final[dict[Role, str]] = {
    "plain": "",
    "title": "bold",
    "heading": "bold cyan",
    "strong": "bold",
    "quiet": "dim",
    "good": "green",
    "warn": "yellow",
    "bad": "bold red",
}

_PLAINER: Final = str.maketrans(
    {"×": "x", "\u2013": "-", "\u2014": "-", "\u2026": "...", "\u00b1": "+/-", "\u2018": "'", "\u2019": "'"}
)


def json_text(data: Any, *, ascii_only: bool = False) -> str:
    """Return data as indented JSON with a line break at its end."""
    return json.dumps(data, indent=2, ensure_ascii=ascii_only, allow_nan=False) + "\n"


def plain_page(page: Iterable[Block]) -> str:
    """Return a page as plain text with a line break at its end."""
    return to_text(page, PLAIN_WIDTH) + "\n"


def write_json(data: Any) -> None:
    """Write JSON to standard output; where it cannot carry every character, JSON's own escapes stand for them."""
    text = json_text(data)
    write(text if _carries(_stdout(), text) else json_text(data, ascii_only=True))


def write_page(page: Iterable[Block]) -> None:
    """Write a page to standard output: in colour on a terminal that wants it, else as plain text."""
    out = _stdout()
    console = Console(file=out, highlight=False, markup=False, emoji=False, soft_wrap=True)
    if not console.is_terminal:
        write(plain_page(page))
        return
    width = max(MIN_WIDTH, min(_WIDEST, shutil.get_terminal_size().columns))
    if console.no_color or console.is_dumb_terminal:
        write(to_text(page, width) + "\n")
        return
    for line in lay_out(page, width):
        # Pieces of Text, never markup: what a catalogue writes in brackets is only text.
        pieces = ((_fitting(span.text, out), _STYLES[span.role]) for span in line)
        console.print(Text.assemble(*pieces))


def write(text: str) -> None:
    """Write a text to standard output; a character that it cannot carry is replaced by a plainer one."""
    out = _stdout()
    out.write(_fitting(text, out))


def write_ready(content: str | bytes) -> None:
    """Write what is ready to standard output: a text as :func:`write` does, bytes exactly as they are."""
    if isinstance(content, str):
        write(content)
        return
    out = _stdout()
    out.flush()
    out.buffer.write(content)


def is_terminal() -> bool:
    """Return whether standard output is a terminal, which would take bytes for commands."""
    return sys.stdout is not None and sys.stdout.isatty()


def finish() -> None:
    """Send on what is still held back, so that trouble with it is met here and not at the very end."""
    if sys.stdout is not None:
        sys.stdout.flush()


def ask(text: str) -> None:
    """Write a question to standard error, as it is: standard output is for the answer of the command alone."""
    if sys.stderr is not None:
        sys.stderr.write(_fitting(text, sys.stderr))
        sys.stderr.flush()


def say(sentence: str, *below: str) -> None:
    """Write one line to standard error, whatever the sentence holds, and more lines below it."""
    if sys.stderr is not None:
        lines = "".join(f"{escape_control_chars(line)}\n" for line in (f"stretchplan: {sentence}", *below))
        sys.stderr.write(_fitting(lines, sys.stderr))
        sys.stderr.flush()


def _stdout() -> TextIO:
    if sys.stdout is None:  # closed by the shell: stretchplan >&-
        raise FileTrouble("there is no standard output to write to")
    return sys.stdout


def _carries(out: TextIO, text: str) -> bool:
    try:
        text.encode(out.encoding or "utf-8")
    except UnicodeEncodeError:
        return False
    return True


def _fitting(text: str, out: TextIO) -> str:
    if _carries(out, text):
        return text
    encoding = out.encoding or "utf-8"
    return text.translate(_PLAINER).encode(encoding, "replace").decode(encoding)
