"""Write a page as Markdown."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from typing import Final

from stretchplan.render.document.blocks import Block, Bullet, Cell, Column, Entry, Group, Heading, Paragraph, Table
from stretchplan.render.escape import escape_control_chars

__all__ = ["page_to_markdown"]

# Characters that are markup anywhere in a line. The three of HTML become entities: not every reader shows \< as <.
_MARKS: Final = re.compile(r"[\\`*_{}\[\]|~$]")
_HTML: Final = str.maketrans({"&": "&amp;", "<": "&lt;", ">": "&gt;"})
_AT_THE_START: Final = re.compile(r"^([0-9]+(?=[.)])|(?=[-+=#]))(.)")


def page_to_markdown(blocks: Iterable[Block]) -> str:
    """Return a page as Markdown, with one line break at its end."""
    parts: list[str] = []
    before: Block | None = None
    for block in blocks:
        listed = isinstance(block, Bullet | Entry) and isinstance(before, Bullet | Entry)
        parts += [] if before is None or listed else [""]
        parts += _block(block)
        before = block
    return "\n".join(parts) + "\n"


def _block(block: Block) -> Iterator[str]:
    match block:
        case Heading(text, role):
            yield f"{'#' if role in {'title', 'good', 'bad'} else '##'} {_headed(text)}"
        case Paragraph(text):
            yield _started(text)
        case Bullet(text, tag):
            yield f"- {_started(text)}{_tagged(tag)}"
        case Entry(term, tag, lines):
            yield f"- {_strong(term)}{_tagged(tag)}"
            for label, text in lines:
                yield f"  - {_started(label)}: {_inline(text)}" if label else f"  - {_started(text)}"
        case Table(columns, rows):
            yield from _table(columns, rows)


def _table(columns: tuple[Column, ...], rows: tuple[tuple[Cell, ...] | Group, ...]) -> Iterator[str]:
    fresh = True
    for number, row in enumerate(rows):
        if isinstance(row, Group):
            yield from [""] if number else []
            yield f"### {f'{_inline(row.text)} ({_inline(row.tag)})' if row.tag else _headed(row.text)}"
            yield ""
            fresh = True
            continue
        if fresh:
            yield _line(_inline(column.head or column.name) for column in columns)
            yield _line("---:" if column.right else "---" for column in columns)
            fresh = False
        yield _line(_cell(cell, column) for cell, column in zip(row, columns, strict=True))


def _line(cells: Iterable[str]) -> str:
    return f"| {' | '.join(cells)} |"


def _cell(cell: Cell, column: Column) -> str:
    if isinstance(cell, str):
        return _strong(cell) if column.role == "strong" else _inline(cell)
    return " ".join(_inline(span.text) for span in cell if span.text.strip())


def _inline(text: str) -> str:
    """Escape a text within a line."""
    return _MARKS.sub(r"\\\g<0>", escape_control_chars(text)).translate(_HTML).strip()


def _started(text: str) -> str:
    """Escape a text that starts a line, where a list, a heading or a rule could begin."""
    return _AT_THE_START.sub(r"\1\\\2", _inline(text))


def _headed(text: str) -> str:
    """Escape the text of a heading, whose last ``#`` could be the heading's own end mark."""
    return re.sub(r"#$", r"\#", _inline(text))


def _strong(text: str) -> str:
    inner = _inline(text)
    return f"**{inner}**" if inner else ""


def _tagged(tag: str) -> str:
    return rf" \[{_inline(tag)}\]" if tag else ""
