"""Write answers to standard output and messages to standard error: to a terminal, a file or a pipe."""

from __future__ import annotations

import json
import shutil
import sys
from collections.abc import Iterable
from typing import TYPE_CHECKING, Any, Final, TextIO

from stretchplan.cli.exits import FileTrouble

if TYPE_CHECKING:  # what lays out a page is imported where one is written: --help loads no models
    from pydantic import BaseModel

    from stretchplan.render.document.blocks import Block

__all__ = ["ask", "can_encode", "encodable", "finish", "is_terminal", "json_text", "plain_page", "say"]
__all__ += ["write_content", "write_json", "write_page"]

PLAIN_WIDTH: Final = 80
"""Cells in a line of a file or pipe, whatever the width of the window."""
_MAX_WIDTH: Final = 120
_PLAINER: Final = str.maketrans(
    {"×": "x", "\u2013": "-", "\u2014": "-", "\u2026": "...", "\u00b1": "+/-", "\u2018": "'", "\u2019": "'"}
)


def json_text(data: Any, *, ascii_only: bool = False) -> str:
    """Return data, and the models in it, as indented JSON with a line break at its end."""

    def model_data(model: BaseModel) -> Any:
        return model.model_dump(mode="json")

    return json.dumps(data, indent=2, ensure_ascii=ascii_only, allow_nan=False, default=model_data) + "\n"


def plain_page(page: Iterable[Block]) -> str:
    """Return a page as plain text with a line break at its end."""
    from stretchplan.render.document.as_text import to_text

    return to_text(page, PLAIN_WIDTH) + "\n"


def write_json(data: Any) -> None:
    """Write JSON to standard output.

    If the encoding lacks a character, or a terminal would obey one, all non-ASCII characters are escaped.
    """
    from stretchplan.render.escape import escape_control_chars

    text = json_text(data)
    obeyed = is_terminal() and any(escape_control_chars(line) != line for line in text.split("\n"))
    write_content(json_text(data, ascii_only=True) if obeyed or not can_encode(_stdout(), text) else text)


def write_page(page: Iterable[Block]) -> None:
    """Write a page to standard output: in colour on a terminal that wants it, else as plain text."""
    from rich.console import Console

    from stretchplan.render.document.as_rich import page_to_rich
    from stretchplan.render.document.as_text import MIN_WIDTH, to_text

    out = _stdout()
    width = max(MIN_WIDTH, min(_MAX_WIDTH, shutil.get_terminal_size().columns))
    # rich is told the width: with COLUMNS=0 it would print nothing at all, without an error.
    console = Console(file=out, width=width, highlight=False, markup=False, emoji=False, soft_wrap=True)
    if not console.is_terminal:
        write_content(plain_page(page))
        return
    if console.no_color or console.is_dumb_terminal:
        write_content(to_text(page, width) + "\n")
        return
    for line in page_to_rich(page, width, lambda text: encodable(text, out)):
        console.print(line)


def write_content(content: str | bytes) -> None:
    """Write to standard output: bytes unchanged, and text with plainer characters if the encoding needs them."""
    out = _stdout()
    if isinstance(content, str):
        out.write(encodable(content, out))
    else:
        out.flush()
        out.buffer.write(content)


def is_terminal() -> bool:
    """Return whether standard output is a terminal."""
    return sys.stdout is not None and sys.stdout.isatty()


def finish() -> None:
    """Flush standard output, so that an error is reported here and not when Python ends."""
    if sys.stdout is not None:
        sys.stdout.flush()


def ask(text: str) -> None:
    """Write a question to standard error; standard output is for the command's answer alone."""
    if sys.stderr is not None:
        sys.stderr.write(encodable(text, sys.stderr))
        sys.stderr.flush()


def say(sentence: str, *below: str) -> None:
    """Write a sentence to standard error as one line with escaped control characters, and more lines below it."""
    from stretchplan.render.escape import escape_control_chars

    ask("".join(f"{escape_control_chars(line)}\n" for line in (f"stretchplan: {sentence}", *below)))


def _stdout() -> TextIO:
    if sys.stdout is None:  # closed by the shell: stretchplan >&-
        raise FileTrouble("there is no standard output to write to")
    return sys.stdout


def can_encode(out: TextIO, text: str) -> bool:
    """Return whether an output has all characters of a text."""
    try:
        text.encode(out.encoding or "utf-8")
    except UnicodeEncodeError:
        return False
    return True


def encodable(text: str, out: TextIO) -> str:
    """Return a text with plainer characters where an output lacks some."""
    if can_encode(out, text):
        return text
    encoding = out.encoding or "utf-8"
    return text.translate(_PLAINER).encode(encoding, "replace").decode(encoding)
