"""The kinds of block that a page is made of."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final, Literal

__all__ = [
    "Block",
    "Bullet",
    "Cell",
    "Column",
    "Entry",
    "Group",
    "Heading",
    "Line",
    "Paragraph",
    "Role",
    "Span",
    "Table",
]


Role = Literal["plain", "title", "heading", "strong", "quiet", "good", "warn", "bad"]
"""What a span is for; which colour that is, if any, is the terminal's to say."""


_LEAST_ROOM: Final = 24


@dataclass(frozen=True, slots=True)
class Span:
    """A piece of text with a role."""

    text: str
    role: Role = "plain"


Line = tuple[Span, ...]


Cell = str | tuple[Span, ...]
"""What stands in a table: a text in the role of its column, or spans that each start a line."""


@dataclass(frozen=True, slots=True)
class Heading:
    """A heading; the first one on a page is its title."""

    text: str
    role: Role = "heading"


@dataclass(frozen=True, slots=True)
class Paragraph:
    """A paragraph below a heading."""

    text: str
    role: Role = "plain"


@dataclass(frozen=True, slots=True)
class Bullet:
    """An entry of a list, with a marker before it and a quiet tag after it."""

    text: str
    tag: str = ""
    marker: str = "-"
    role: Role = "plain"


@dataclass(frozen=True, slots=True)
class Entry:
    """A term with what is to be said of it: paragraphs, each with a label or without one."""

    term: str
    tag: str
    lines: tuple[tuple[str, str], ...]


@dataclass(frozen=True, slots=True)
class Column:
    """A column of a table. The last one of a table takes the room that the others leave.

    Without a ``head`` it has none; ``name`` is what formats call it that cannot do without.
    """

    head: str = ""
    role: Role = "plain"
    right: bool = False
    name: str = ""


@dataclass(frozen=True, slots=True)
class Group:
    """A line within a table that names the rows below it."""

    text: str
    tag: str = ""


@dataclass(frozen=True, slots=True)
class Table:
    """Rows of cells, as many in each as there are columns; without any head, no line of heads.

    With fewer cells than ``least_room`` left for it, and less than it needs, the last column goes below its row.
    """

    columns: tuple[Column, ...]
    rows: tuple[tuple[Cell, ...] | Group, ...]
    least_room: int = _LEAST_ROOM


Block = Heading | Paragraph | Bullet | Entry | Table
