"""Read the TOML of a catalogue, and say to people who are new to TOML what is wrong with it.

The parser's words stand first, so that they can be looked up; what to write instead follows. Most mistakes are in the
brackets of a heading, and the parser notices those late or not at all: here headings are compared with the fields.
"""

from __future__ import annotations

import ast
import re
import tomllib
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from functools import cache
from typing import Any, Final, get_origin

from pydantic import BaseModel

from stretchplan.base.errors import Problem
from stretchplan.base.messages import models_in, path
from stretchplan.base.text import listed, nearest, printable
from stretchplan.catalog.catalog import Catalog
from stretchplan.catalog.places import Heading, Places

__all__ = ["UnreadableTOML", "in_toml", "read_toml"]

MAX_DOTS_IN_A_LINE: Final = 100
"""A dotted key of n parts costs the TOML reader n² steps, and no line of a real catalogue has so many full stops."""

_CLOSE: Final = "close the quotes on the same line"
_ABOVE: Final = "a text that begins above has no end; close its quotes"
_BACKSLASH: Final = r"write \\ for each \, or put the text in single quotes"
_LINE: Final = "a line has the form name = value, and a comment begins with #"
_ONE_PLACE: Final = "it has a value already; write all of it in one place"
_HEADING: Final = "close the heading, such as [[stretches]] for an entry of a list or [stretches.dose] for a table"

_HINTS: Final[Mapping[str, str]] = {
    r"Illegal character '\n'": f'{_CLOSE}; a text of several lines stands in """',
    r"Found invalid character '\n'": f"{_CLOSE}; an apostrophe may stand in a text in double quotes",
    "Illegal character": "leave it out",
    "Found invalid character": "leave it out",
    "Unterminated string": _ABOVE,
    "Expected \"'": _ABOVE,
    "Invalid value": 'a text stands in straight quotes, such as "calves", and true and false are written small',
    "Expected newline": "nothing but a comment may follow here; a number has no unit, and quotes hold a whole text",
    "Invalid hex value": _BACKSLASH,
    "Unescaped '\\'": _BACKSLASH,
    "Escaped character": _BACKSLASH,
    "Unclosed array": "close the list with ], and put a comma between two entries",
    "Unclosed inline table": "close the table with } on the same line, and put a comma between two entries",
    "Invalid initial character": "a name has letters without accents, digits, _ and -; braces close on their line",
    "Invalid statement": _LINE,
    "Expected '='": _LINE,
    "Expected ']'": _HEADING,
    "Expected ']]'": _HEADING,
    "Cannot overwrite a value": "this name has a value already; another entry of a list begins with its own heading, "
    "such as [[stretches]]",
    "Cannot mutate": _ONE_PLACE,
    "Cannot redefine": _ONE_PLACE,
}
"""What to write instead, by how the parser's messages begin; the first that fits. Python 3.11 to 3.13 say the same."""

_MORE: Final[Mapping[tuple[str, str], str]] = {
    ("it must be text", ""): " in quotes",
    ("it must be text", "fact"): '; a name with a full stop stands in quotes, such as "targets.calves"',
    ("it must be a whole number", "text"): " without quotes",
    ("it must be true or false", "text"): " without quotes",
    ("it must be a list", "text"): ' in brackets, such as ["wall"]',
}
"""How a problem goes on in TOML, by how it ends and the kind of value given: empty for a number, date, true or false.

A ``fact`` is a name in the provenance, such as ``targets.calves``, that was read as a table because it has no quotes.
"""

_TWICE: Final = re.compile(r"(Cannot (?:declare|mutate immutable namespace|redefine namespace)) (\(.*\))(?: twice)?")
_LABEL: Final = re.compile(r"(?<=\]) \([^)]*\)")


class UnreadableTOML(ValueError):
    """Why a text is not read, in one sentence, and its place, such as ``line 1, column 2``; empty when unknown."""

    def __init__(self, message: str, where: str = "") -> None:
        self.message = message
        self.where = where
        super().__init__(message)


def read_toml(text: str) -> Any:
    """Return the data of a TOML text; raise UnreadableTOML where it is none, or takes too long to read."""
    for number, line in enumerate(text.split("\n"), start=1):
        if line.count(".") > MAX_DOTS_IN_A_LINE:
            message = f"it has more than {MAX_DOTS_IN_A_LINE} full stops; break the line into several"
            raise UnreadableTOML(message, f"line {number}")
    try:
        return tomllib.loads(text)
    except tomllib.TOMLDecodeError as error:
        # The parser puts the place at the end of its message. It is taken out, so that cutting the message keeps it.
        parts = re.fullmatch(r"(.*) \(at ([^()]*)\)", str(error), re.DOTALL)
        message, where = parts.groups() if parts else (str(error), "")
    except RecursionError:
        raise UnreadableTOML("its tables or lists are nested too deep") from None
    except ValueError:  # Python's limit on digits
        raise UnreadableTOML("a number has too many digits") from None
    wrong = _wrong_heading(text, where) if message.startswith("Cannot") else None
    raise wrong or UnreadableTOML(f"this is not TOML: {_with_hint(message)}", where)


def _with_hint(message: str) -> str:
    twice = _TWICE.fullmatch(message)
    if twice:
        names = ast.literal_eval(twice[2])
        table = printable(path(names))
        if twice[1] == "Cannot declare":
            above = (path(names[:length]) for length in range(len(names), 0, -1))
            entry = printable(next((name for name in above if _headings().get(name)), path(names[:1])))
            return f"the table [{table}] stands twice in one entry; the next entry of the list begins with [[{entry}]]"
        message = f"{twice[1]} [{table}]"
    hint = next((hint for beginning, hint in _HINTS.items() if message.startswith(beginning)), "")
    return printable(message) + (f"; {hint}" if hint else "")


def _wrong_heading(text: str, where: str) -> UnreadableTOML | None:
    """Return what is wrong with the first wrong heading at or above a place; None where all are right.

    ``Cannot …`` is said of a name that does not fit what stands above it: all up to there is good TOML.
    """
    line = re.match("line ([0-9]+)", where)
    try:
        places = Places("\n".join(text.split("\n")[: int(line[1])]) if line else text, "toml")
    except ValueError:  # the rest of that line is no TOML
        return None
    for heading in places.headings:
        fault, _ = _fault(heading)
        if fault:
            place = places.at(heading.start)
            return UnreadableTOML(fault, f"line {place.line}, column {place.column}")
    return None


def in_toml(found: Sequence[Problem], text: str) -> tuple[Problem, ...]:
    """Return the problems of a catalogue's data, with what is wrong in the TOML that it was read from."""
    headings: dict[str, Heading] = {}
    if any(_may_be_a_heading(problem) for problem in found):
        for heading in Places(text, "toml").headings:
            headings.setdefault(heading.where, heading)
    return tuple(_in_toml(problem, headings) for problem in found)


def _may_be_a_heading(problem: Problem) -> bool:
    return problem.message.endswith(("it must be a list", "it must be a table")) or _is_unknown(problem)


def _is_unknown(problem: Problem) -> bool:
    """Return whether a problem is a name that is not known and like no other beside it."""
    return problem.message.startswith("this field is not known") and problem.suggestion is None


def _in_toml(problem: Problem, headings: Mapping[str, Heading]) -> Problem:
    heading = headings.get(_LABEL.sub("", problem.where)) if _may_be_a_heading(problem) else None
    fault, suggestion = _fault(heading) if heading else ("", None)
    if fault and (suggestion is not None or not _is_unknown(problem)):
        return replace(problem, message=fault, suggestion=suggestion)
    kind = {"'": "text", '"': "text", "[": "list", "{": "table"}.get(problem.value[:1], "")
    if kind == "table" and re.search(r"\.provenance\.[^.]+$", problem.where):
        kind = "fact"
    more = next(
        (more for (ending, given), more in _MORE.items() if given == kind and problem.message.endswith(ending)), ""
    )
    return replace(problem, message=f"{problem.message}{more}") if more else problem


def _fault(heading: Heading) -> tuple[str, str | None]:
    """Return what is wrong with a heading, empty if nothing is, and the name that is nearest to it if it is unknown."""
    name = path(heading.names)
    written = _written(name, heading.is_list)
    known = _headings()
    if name not in known:
        suggestion = _meant(name)
        every = listed(_written(other, is_list) for other, is_list in known.items() if "." not in other)
        hint = f"known: {every}" if suggestion is None else f"did you mean {_written(suggestion, known[suggestion])}?"
        return f"a catalogue has no heading {printable(written)}; {hint}", suggestion
    if known[name] == heading.is_list:
        return "", None
    right = _written(name, known[name])
    if heading.is_list:
        told = f"{written} has two pairs of brackets, for an entry of a list; a single table begins with one, {right}"
    else:
        told = f"{written} has one pair of brackets, for a single table; each entry of a list begins with two, {right}"
    return told, None


def _meant(name: str) -> str | None:
    """Return the heading that one with an unknown name may be meant for: beside it, or else anywhere."""
    above, _, last = name.rpartition(".")
    if above and above not in _headings():
        above = _meant(above) or ""
    places = [other.rpartition(".") for other in _headings()]
    near = nearest(last, [field for over, _, field in places if over == above])
    if near is not None:
        return f"{above}.{near}" if above else near
    elsewhere = {field: f"{over}.{field}" for over, _, field in reversed(places) if over}
    return elsewhere.get(nearest(last, elsewhere) or "")


def _written(name: str, is_list: bool) -> str:
    return f"[[{name}]]" if is_list else f"[{name}]"


@cache
def _headings() -> Mapping[str, bool]:
    """Return the names that a heading may have, and whether each is an entry of a list."""
    return dict(_headings_of(Catalog))


def _headings_of(model: type[BaseModel], above: str = "") -> Iterator[tuple[str, bool]]:
    for field, info in model.model_fields.items():
        inside = models_in(info.annotation)
        if inside or get_origin(info.annotation) is Mapping:
            yield f"{above}{field}", get_origin(info.annotation) is tuple
        for part in inside:
            yield from _headings_of(part, f"{above}{field}.")
