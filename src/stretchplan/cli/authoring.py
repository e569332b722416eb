"""``stretchplan catalog new`` and ``catalog validate``: for people who write a catalogue."""

from __future__ import annotations

import json
import os
import re
import shlex
from collections.abc import Sequence
from dataclasses import asdict, replace
from importlib.resources import files
from pathlib import Path
from typing import Any, Final

from stretchplan.base.errors import CatalogError, Problem
from stretchplan.base.text import quoted
from stretchplan.catalog.catalog import Catalog
from stretchplan.catalog.loader import (
    BUILTIN,
    SCHEMA_OF_JSON,
    Text,
    as_written,
    data_of,
    open_catalog,
    parse_catalog,
    with_drawings,
)
from stretchplan.catalog.looser import looser_facts
from stretchplan.catalog.places import Place, Places, place_in
from stretchplan.catalog.validation import unstated_loads
from stretchplan.cli import output
from stretchplan.cli.exits import BadUsage, Exit
from stretchplan.cli.files import write_file
from stretchplan.cli.result import CommandResult
from stretchplan.planning.validate import catalog_problems
from stretchplan.render.escape import escape_control_chars
from stretchplan.results.schema import catalog_schema
from stretchplan.words.phrases import counted

__all__ = ["new", "validate"]

SCHEMA_FILE: Final = "stretchplan-catalog.schema.json"
"""The name of the JSON Schema beside a new catalogue; new.toml has it too."""

Placed = tuple[Place | None, Problem]
"""A problem and its place in the file, where that is known."""


def new(file: str | None, catalog_id: str | None, title: str | None) -> CommandResult:
    """Write a catalogue to begin with, and its JSON Schema beside it."""
    if file is None:
        raise BadUsage("name the file to write, such as mine.toml")
    path = Path(file)
    if path.suffix.lower() not in (".toml", ".json"):
        raise BadUsage(f"FILE: {quoted(file)} is not the name of a catalogue; let it end in .toml or .json")
    text = _beginning(_id_of(path) if catalog_id is None else catalog_id, title)
    if path.suffix.lower() == ".json":
        data = parse_catalog(text, format="toml").model_dump(mode="json", exclude_unset=True)
        text = output.json_text({SCHEMA_OF_JSON: f"./{SCHEMA_FILE}", **data})
    schema = path.with_name(SCHEMA_FILE)
    if os.path.lexists(file):
        raise BadUsage(f"FILE: {quoted(file)} is there already; give another name, or remove it first")
    if os.path.lexists(schema) and not _is_ours(schema):
        raise BadUsage(f"FILE: {quoted(str(schema))} is there already and is no schema of a catalogue; move it away")
    write_file(str(schema), output.json_text(catalog_schema()))
    write_file(file, text)
    output.say(f"wrote {file} and {schema}")
    named = shlex.quote(file)
    lines = (
        f"{file} has two stretches, to change as you like. Then validate it, plan from it, and look at it:",
        f"  stretchplan catalog validate {named}",
        f"  stretchplan plan --minutes 5 --no-recent-injury --catalog {named}",
        f"  stretchplan catalog show --catalog {named} --output {shlex.quote(f'{path.stem}.html')}",
    )
    return CommandResult(content="".join(f"{escape_control_chars(line)}\n" for line in lines))


def _id_of(path: Path) -> str:
    """Return an id made from the name of a file."""
    name = re.sub("[^a-z0-9]+", "_", path.stem.lower()).strip("_")[:64].strip("_")
    return name if re.search("[a-z]", name) and name not in BUILTIN.values() else "my_catalogue"


def _beginning(catalog_id: str, title: str | None) -> str:
    """Return the text of a catalogue to begin with, with an id and a title."""
    text = files("stretchplan.catalog").joinpath("new.toml").read_text(encoding="utf-8")
    text = text.replace('"my_catalogue"', json.dumps(catalog_id), 1)
    if title is not None:
        text = text.replace('"My stretches"', json.dumps(title, ensure_ascii=False), 1)
    try:
        parse_catalog(text, format="toml")
    except CatalogError as error:
        problem = error.problems[0]
        raise BadUsage(f"--{problem.where}: {problem.message}") from None
    if catalog_id in BUILTIN.values():
        raise BadUsage(f"--id: {quoted(catalog_id)} is the id of a built-in catalogue; give another one")
    return text


def _is_ours(schema: Path) -> bool:
    """Return whether a file is a JSON Schema that this command has written, perhaps in an earlier version."""
    try:
        found = json.loads(schema.read_bytes())
    except (OSError, ValueError):
        return False
    return isinstance(found, dict) and str(found.get("$id")).startswith("urn:stretchplan:schema:catalog:")


def validate(file: str | None, format_name: str) -> CommandResult:
    """Say everything that is wrong with a catalogue."""
    if file is None:
        raise BadUsage("name the file of a catalogue, such as mine.toml")
    if file in BUILTIN:
        raise BadUsage(f"{file} is a built-in catalogue; name the file of one of your own, such as mine.toml")
    problems, warnings, catalog = _looked_through(file)
    code = Exit.OK if catalog is not None else Exit.VIOLATIONS
    if format_name == "json":
        data = {
            "file": file,
            "valid": catalog is not None,
            "problems": [_data(place, problem) for place, problem in problems],
            "warnings": [_data(place, problem) for place, problem in warnings],
        }
        return CommandResult(data, format_name=format_name, exit=code)
    lines = [_line(file, place, "error", problem) for place, problem in problems]
    lines += [_line(file, place, "warning", problem) for place, problem in warnings]
    if catalog is None:
        lines.append(f"{counted(len(problems), 'problem')} in {file}")
    else:
        has = f"{counted(len(catalog.stretches), 'stretch', 'stretches')} and {counted(len(catalog.areas), 'area')}"
        lines.append(f"{file} is valid: {catalog.id} {catalog.version}, {has}")
    return CommandResult(content="".join(f"{escape_control_chars(line)}\n" for line in lines), exit=code)


def _data(place: Place | None, problem: Problem) -> dict[str, Any]:
    line, column = (None, None) if place is None else place
    return {"line": line, "column": column, **asdict(problem)}


def _looked_through(file: str) -> tuple[Sequence[Placed], Sequence[Placed], Catalog | None]:
    """Return the problems of a file and, where there are none, its warnings and the catalogue."""
    text = None
    try:
        text = open_catalog(file)
        data, troubles = with_drawings(data_of(text), text.folder)
    except CatalogError as error:
        problem = error.problems[0]
        if text is None and not problem.where:  # there is no such file, or it is too large
            raise
        return [(_place_of_syntax(problem, text), replace(problem, where=""))], (), None
    found, catalog = catalog_problems(data)
    found = as_written(found, text)
    if troubles:  # their pictures have no content, which is no further problem
        without = {trouble.where.replace(".file", ".svg") for trouble in troubles}
        without |= {trouble.where for trouble in troubles}
        found = (*troubles, *(one for one in found if re.sub(r" \([^)]*\)", "", one.where) not in without))
    warned = () if catalog is None else (*looser_facts(catalog), *unstated_loads(catalog.stretches))
    return _placed(found, text), _placed(warned, text), None if found else catalog


def _place_of_syntax(problem: Problem, text: Text | None) -> Place | None:
    if problem.where or text is None or text.format != "json":
        return place_in(problem.where, "" if text is None else text.text)
    try:
        places = Places(text.text, "json")
    except ValueError:  # the strict reader refused it early, and after that it is no JSON
        return None
    return places.repeated(lambda name: quoted(name) in problem.message)


def _placed(found: Sequence[Problem], text: Text) -> list[Placed]:
    """Return problems with their places, the first line first; a note that there are more comes last."""
    if not found:
        return []
    places = Places(text.text, text.format)
    notes = [problem for problem in found if not problem.where and not problem.value]
    placed = [(places.of(problem.where), problem) for problem in found if problem not in notes]
    placed.sort(key=lambda pair: (pair[0].line, pair[0].column or 0))
    return [*placed, *((None, note) for note in notes[:1])]


def _line(file: str, place: Place | None, kind: str, problem: Problem) -> str:
    numbers = [] if place is None else [place.line] if place.column is None else [place.line, place.column]
    return f"{':'.join([file, *map(str, numbers)])}: {kind}: {problem}"
