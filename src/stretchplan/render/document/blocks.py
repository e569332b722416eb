"""Define the kinds of block that a page is made of."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Literal, Self

from stretchplan.words.languages import Phrase

__all__ = ["Block", "Bullet", "Cell", "Column", "Entry", "Group", "Heading", "Line", "Paragraph", "Role", "Span"]
__all__ += ["Table", "Worded"]

Role = Literal["plain", "title", "heading", "strong", "quiet", "good", "warn", "bad"]
"""What a span is for; the terminal chooses a colour for it."""


class Worded(str):
    """A text with the language of each of its phrases; other texts are in this library's language."""

    phrases: tuple[Phrase, ...]

    def __new__(cls, phrases: Iterable[Phrase]) -> Self:
        """Join phrases with a space between them."""
        parts = tuple(phrases)
        text = super().__new__(cls, " ".join(phrase.text for phrase in parts))
        text.phrases = parts
        return text


@dataclass(frozen=True, slots=True)
class Span:
    """A piece of text with a role."""

    text: str
    role: Role = "plain"


Line = tuple[Span, ...]
Cell = str | tuple[Span, ...]
"""The content of a table's cell: a text in the role of its column, or spans that each start a line."""


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
    """A term with a tag, then lines about it: pairs of a label, which may be empty, and a text."""

    term: str
    tag: str
    lines: tuple[tuple[str, str], ...]


@dataclass(frozen=True, slots=True)
class Column:
    """A column of a table; the last column takes the remaining width.

    Formats that need a head for every column use ``name`` when ``head`` is empty.
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
    """Rows with a cell for each column; the line of heads is left out if every head is empty.

    If a terminal has fewer than ``least_room`` cells for the last column, a longer text goes below its row.
    """

    columns: tuple[Column, ...]
    rows: tuple[tuple[Cell, ...] | Group, ...]
    least_room: int = 24


Block = Heading | Paragraph | Bullet | Entry | Table
