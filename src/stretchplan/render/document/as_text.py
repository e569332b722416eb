"""Write a page as text in a given width.

A page is laid out as lines of spans, each with a role. Plain text joins the spans; a terminal gives each role a colour.
Every text passes :func:`~stretchplan.render.escape.escape_control_chars`.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from typing import Final

from stretchplan.render.document.blocks import (
    Block,
    Bullet,
    Cell,
    Column,
    Entry,
    Group,
    Heading,
    Line,
    Paragraph,
    Span,
    Table,
)
from stretchplan.render.document.cells import padded, pieces, width_of
from stretchplan.render.escape import escape_control_chars

__all__ = ["MIN_WIDTH", "lay_out", "to_text"]

MIN_WIDTH: Final = 20
_INDENT: Final = 2
_GAP: Final = 2
_BELOW: Final = 4


def to_text(blocks: Iterable[Block], width: int) -> str:
    """Return a page as plain text, without a line break at its end."""
    return "\n".join("".join(span.text for span in line) for line in lay_out(blocks, width))


def lay_out(blocks: Iterable[Block], width: int) -> Iterator[Line]:
    """Yield the lines of a page, at most ``width`` cells wide (20 or more); none ends with a space."""
    before: Block | None = None
    for block in blocks:
        if (isinstance(block, Heading) and before) or (isinstance(block, Entry) and isinstance(before, Entry)):
            yield ()
        before = block
        yield from map(_trimmed, _block(block, width))


def _block(block: Block, width: int) -> Iterator[Line]:
    inside = width - _INDENT
    match block:
        case Heading(text, role):
            yield from _flowed((Span(text, role),), width)
        case Paragraph(text, role):
            yield from _moved(_flowed((Span(text, role),), inside), _INDENT)
        case Bullet(text, tag, marker, role):
            spans = (Span(text), *_tagged(tag))
            body = _flowed(spans, inside - len(marker) - 1)
            yield from _hung(Span(f"{marker} ", role), body, _INDENT)
        case Entry(term, tag, lines):
            yield from _moved(_flowed((Span(term, "strong"), *_tagged(tag)), inside), _INDENT)
            for label, text in lines:
                spans = (Span(f"{label}:", "quiet"), Span(text)) if label else (Span(text),)
                yield from _moved(_flowed(spans, inside - _INDENT), 2 * _INDENT)
        case Table():
            yield from _moved(_table(block, inside), _INDENT)


def _tagged(tag: str) -> Line:
    return (Span(f"[{tag}]", "quiet"),) if tag else ()


def _flowed(spans: Iterable[Span], width: int) -> Iterator[Line]:
    """Break spans, joined by spaces, into lines at spaces; cut a word that is longer than a line."""
    line: list[Span] = []
    room = width
    for word in (piece for span in spans for piece in _words(span, width)):
        size = width_of(word.text)
        if line and size + 1 > room:
            yield tuple(line)
            line, room = [], width
        if line:
            room -= 1
            if line[-1].role == word.role:
                line[-1] = Span(f"{line[-1].text} {word.text}", word.role)
            else:
                line += (Span(" "), word)
        else:
            line.append(word)
        room -= size
    yield tuple(line)


def _words(span: Span, width: int) -> Iterator[Span]:
    for word in escape_control_chars(span.text).split(" "):
        for piece in pieces(word, width):
            yield Span(piece, span.role)


def _moved(lines: Iterable[Line], indent: int) -> Iterator[Line]:
    return ((Span(" " * indent), *line) for line in lines)


def _hung(marker: Span, lines: Iterable[Line], indent: int) -> Iterator[Line]:
    hang = width_of(marker.text)
    for number, line in enumerate(lines):
        yield (Span(" " * indent), Span(" " * hang) if number else marker, *line)


def _trimmed(line: Line) -> Line:
    while line and not line[-1].text.strip(" "):
        line = line[:-1]
    return (*line[:-1], Span(line[-1].text.rstrip(" "), line[-1].role)) if line else line


def _table(table: Table, width: int) -> Iterator[Line]:
    columns = table.columns
    rows = [None if isinstance(row, Group) else _spans(row, columns) for row in table.rows]
    widths = [_natural(column, [row[i] for row in rows if row]) for i, column in enumerate(columns)]
    used = sum(widths[:-1]) + _GAP * (len(columns) - 1)
    if used > width:
        shape = "list"  # the columns before the last one do not fit
    elif used + min(widths[-1], table.least_room) > width:
        shape = "below"
    else:
        shape = "beside"
    if shape != "list" and any(column.head for column in columns):
        heads = tuple((Span(column.head, "heading"),) for column in columns)
        yield from _row(heads[:-1] if shape == "below" else heads, columns, widths, width)
    for number, (row, source) in enumerate(zip(rows, table.rows, strict=True)):
        if row is None:
            assert isinstance(source, Group)
            if number:
                yield ()
            tag = (Span(f"({source.tag})", "quiet"),) if source.tag else ()
            yield from _flowed((Span(source.text, "strong"), *tag), width)
        elif shape == "beside":
            yield from _row(row, columns, widths, width)
        elif shape == "below":
            yield from _row(row[:-1], columns, widths, width)
            yield from _moved(_flowed_cell(row[-1], width - _BELOW), _BELOW)
        else:
            yield from _listed(row, columns, width)


def _spans(row: tuple[Cell, ...], columns: Sequence[Column]) -> tuple[Line, ...]:
    pairs = zip(row, columns, strict=True)
    return tuple((Span(cell, column.role),) if isinstance(cell, str) else cell for cell, column in pairs)


def _natural(column: Column, cells: Iterable[Line]) -> int:
    texts = (escape_control_chars(span.text) for cell in cells for span in cell)
    return max(width_of(column.head), *map(width_of, texts), 0)


def _row(row: Sequence[Line], columns: Sequence[Column], widths: Sequence[int], width: int) -> Iterator[Line]:
    """Lay out cells side by side; the text of the last column, if the row has one, wraps in the remaining width."""
    fixed = row[: len(columns) - 1]
    start: list[Span] = []
    for cell, column, size in zip(fixed, columns, widths, strict=False):
        text = padded(escape_control_chars(cell[0].text) if cell else "", size, right=column.right)
        start += (Span(text, cell[0].role if cell else "plain"), Span(" " * _GAP))
    used = sum(width_of(span.text) for span in start)
    last = row[-1] if len(row) == len(columns) else ()
    for number, line in enumerate(list(_flowed_cell(last, width - used)) or [()]):
        yield (*([Span(" " * used)] if number else start), *line)


def _flowed_cell(cell: Line, width: int) -> Iterator[Line]:
    for span in cell:
        if span.text.strip():
            yield from _flowed((span,), width)


def _listed(row: Sequence[Line], columns: Sequence[Column], width: int) -> Iterator[Line]:
    """Write a row as a paragraph, with its last cell as another paragraph below."""
    spans: list[Span] = []
    for cell, column in zip(row[:-1], columns, strict=False):
        if spans and column.head and column.role != "strong":  # a number needs its column's head, a name does not
            if not any(span.text.strip() for span in cell):
                continue
            spans[-1] = replace(spans[-1], text=f"{spans[-1].text.rstrip(',')},")
            spans.append(Span(f"{column.head}:", "quiet"))
        spans += cell
    yield from _flowed(spans, width)
    yield from _moved(_flowed_cell(row[-1], width - _INDENT), _INDENT)
