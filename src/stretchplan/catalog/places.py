"""On which line of a catalogue's text is a value? The readers of TOML and JSON say what a text holds, and not where.

This scans only what its reader has accepted: a text, or the part of one above a mistake. So it knows less of the two
languages than the readers do: names, strings, brackets and what stands between them
(docs/decisions/0059-places-in-a-catalogue.md).
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Callable, Iterator, Mapping, Sequence
from itertools import count
from typing import Final, Literal, NamedTuple

from stretchplan.base.messages import path

__all__ = ["Heading", "Place", "Places", "place_in"]


class Place(NamedTuple):
    """A place in a text, both numbers from 1; ``column`` counts characters, and is None where only a line is known."""

    line: int
    column: int | None


class Heading(NamedTuple):
    """A heading of TOML: its names, whether it has two pairs of brackets, what it heads, and where it begins."""

    names: tuple[str, ...]
    is_list: bool
    where: str
    start: int


_STRING: Final = re.compile(
    r'"""[^"\\]*+(?:(?:\\.|"{1,2}(?!"))[^"\\]*+)*+"{3,5}'
    r"|'''[^']*+(?:'{1,2}(?!')[^']*+)*+'{3,5}"
    r'|"[^"\\]*+(?:\\.[^"\\]*+)*+"'
    r"|'[^']*+'",
    re.DOTALL,
)
_JSON_STRING: Final = re.compile(r'"[^"\\]*+(?:\\.[^"\\]*+)*+"', re.DOTALL)
_BARE: Final = re.compile(r"[A-Za-z0-9_-]+")
_REST: Final = re.compile(r"[^\s,\]}#][^,\]}#\n]*")
"""A number, a date or a word."""
_BLANK: Final = re.compile(r"(?:[ \t\r\n]++|#[^\n]*+)*+")
_LABEL: Final = re.compile(r"(?<=\]) \([a-z0-9_]{1,64}\)")
_LAST_PART: Final = re.compile(r"(?:(?:^|\.)(?:'(?:[^'\\]|\\.)*'|\"[^\"]*\"|['\"].*…|[A-Za-z0-9_-]+)|\[[0-9]+\])$")


class Places:
    """The places of the values of a text.

    Parameters
    ----------
    text
        A text that the reader of its format has accepted, without a byte order mark.
    format
        ``toml`` or ``json``.
    """

    def __init__(self, text: str, format: Literal["toml", "json"]) -> None:  # noqa: A002 - as parse_catalog has it
        self._breaks = [found.start() for found in re.finditer("\n", text)]
        scanner = _Toml(text) if format == "toml" else _Json(text)
        self.starts: Mapping[str, int] = scanner.starts
        self.headings: Sequence[Heading] = scanner.headings
        self._repeated = scanner.repeated

    def repeated(self, is_meant: Callable[[str], bool]) -> Place | None:
        """Return the place of the first name that stands a second time in one table, among those that are meant."""
        return next((self.at(start) for name, start in self._repeated if is_meant(name)), None)

    def of(self, where: str) -> Place:
        """Return the place of a value, which a problem names in ``where``.

        That of a value in a table is the place of its name; that of an entry of a list is where the entry begins, at
        the heading of a table ``[[stretches]]``. For a value that is missing it is the place of what should hold it.
        """
        where = _LABEL.sub("", where)
        while where and where not in self.starts:
            shorter = _LAST_PART.sub("", where)
            where = shorter if shorter != where else ""
        return self.at(self.starts.get(where, 0))

    def at(self, start: int) -> Place:
        """Return the place of a character, by its number from 0."""
        line = bisect_right(self._breaks, start - 1)
        return Place(line + 1, start - (self._breaks[line - 1] + 1 if line else 0) + 1)


def place_in(words: str, text: str) -> Place | None:
    """Return the place that the reader of a format names, such as ``line 3, column 7``; None when it names none."""
    found = re.search(r"\bline ([0-9]+)(?:, column ([0-9]+))?", words)
    if found:
        return Place(int(found[1]), int(found[2]) if found[2] else None)
    return Place(text.count("\n") + 1, None) if words == "end of document" else None


class _Scanner:
    """Goes through the values of a text, and notes where each begins."""

    string = _STRING
    between = "="

    def __init__(self, text: str) -> None:
        self.text = text
        self.at = 0
        self.starts: dict[str, int] = {}
        self.repeated: list[tuple[str, int]] = []
        self.headings: list[Heading] = []

    def skip(self) -> str:
        """Go on to the next character that is no blank and in no comment, and return it; empty at the end."""
        blank = _BLANK.match(self.text, self.at)
        self.at = blank.end() if blank else self.at
        return self.text[self.at : self.at + 1]

    def name(self) -> str:
        found = self.string.match(self.text, self.at) or _BARE.match(self.text, self.at)
        if found is None:
            raise ValueError("no name stands here")
        self.at = found.end()
        return self.unquoted(found[0]) if found[0][0] in "\"'" else found[0]

    def unquoted(self, name: str) -> str:
        raise NotImplementedError

    def names(self) -> list[str]:
        """Go past a name, or past several with dots between them."""
        raise NotImplementedError

    def value(self, where: str) -> None:
        """Go past a value and note what is in it. Its own place has been noted."""
        # What is open is in a list, because the readers may go deeper than a recursion here could.
        within: list[tuple[str, Iterator[int] | None]] = []
        while True:
            char = self.skip()
            may_begin = char in ("[", "{")  # whether an entry may come next
            if may_begin:
                self.at += 1
                within.append((where, count() if char == "[" else None))
            else:
                self.single()
            while within:
                char = self.skip()
                if char in ("]", "}"):
                    within.pop()
                    may_begin = False
                elif char == "," and not may_begin:
                    may_begin = True
                elif char and may_begin:
                    break
                else:
                    raise ValueError("a bracket is not closed, or a comma is missing")
                self.at += 1
            if not within:
                return
            table, numbers = within[-1]
            if numbers is None:
                where = self.entry(table)
            else:
                where = path((next(numbers),), table)
                self.starts.setdefault(where, self.at)

    def single(self) -> None:
        """Go past a string, a number, a date or a word."""
        found = self.string.match(self.text, self.at) or _REST.match(self.text, self.at)
        if found is None:
            raise ValueError("no value stands here")
        self.at = found.end()

    def entry(self, where: str) -> str:
        """Go past the names of a value in a table and the sign after them, and return where the value is."""
        start = self.at
        for name in self.names():
            where = path((name,), where)
            if self.starts.setdefault(where, start) != start:
                self.repeated.append((name, start))
        if self.skip() != self.between:
            raise ValueError(f"{self.between} does not stand here")
        self.at += 1
        return where


class _Json(_Scanner):
    string = _JSON_STRING
    between = ":"

    def __init__(self, text: str) -> None:
        super().__init__(text)
        self.value("")

    def unquoted(self, name: str) -> str:
        import json

        found: str = json.loads(name)
        return found

    def names(self) -> list[str]:
        return [self.name()]


class _Toml(_Scanner):
    def __init__(self, text: str) -> None:
        super().__init__(text)
        self.counts: dict[str, int] = {}  # how many tables each [[list]] has so far
        table = ""
        while self.skip():
            if self.text[self.at] == "[":
                table = self.heading()
            else:
                self.value(self.entry(table))

    def unquoted(self, name: str) -> str:
        if name[0] == "'" or "\\" not in name:
            return name[1:-1]
        import tomllib

        found: str = tomllib.loads(f"name = {name}")["name"]
        return found

    def names(self) -> list[str]:
        found = [self.name()]
        while self.skip() == ".":
            self.at += 1
            self.skip()
            found.append(self.name())
        return found

    def heading(self) -> str:
        """Go past the heading of a table, and return where the table is."""
        start = self.at
        is_list = self.text.startswith("[[", start)
        self.at += 2 if is_list else 1
        self.skip()
        *before, last = self.names()
        where = ""
        for name in before:
            where = path((name,), where)
            self.starts.setdefault(where, start)
            if where in self.counts:
                where = path((self.counts[where] - 1,), where)
        where = path((last,), where)
        self.headings.append(Heading((*before, last), is_list, where, start))
        if is_list:
            self.starts.setdefault(where, start)
            number = self.counts.get(where, 0)
            self.counts[where] = number + 1
            where = path((number,), where)
        self.starts[where] = start
        if self.skip() != "]":
            raise ValueError("a heading is not closed")
        self.at += 2 if is_list else 1
        return where
