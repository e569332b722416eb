"""Read requests from JSON Lines and write answers to them, one on each line."""

import json
import re
import shutil
from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path
from typing import Any, Final

from stretchplan.base.errors import InvalidRequest, Problem, StretchPlanError
from stretchplan.base.models import read
from stretchplan.base.strict_json import MAX_BYTES, read_strictly
from stretchplan.base.text import quoted
from stretchplan.cli.batch.formats import AnswerRow, Id, RequestRow
from stretchplan.cli.exits import FileTrouble
from stretchplan.cli.files import what_went_wrong
from stretchplan.inputs.injury import with_stated_injury
from stretchplan.inputs.request import PlanRequest
from stretchplan.results.plan import Plan

__all__ = ["LinesReader", "LinesWriter"]

_BYTE_ORDER_MARK: Final = b"\xef\xbb\xbf"
_INT64: Final = range(-(2**63), 2**63)
_SURROGATE: Final = re.compile("[\ud800-\udfff]")


class LinesReader:
    """Requests as JSON Lines: on each line an object with the fields of a request and an optional ``id``."""

    def __init__(self, path: Path, null_days_mean_no_injury: bool = False) -> None:
        self._path = path
        self._null_days_mean_no_injury = null_days_mean_no_injury
        self.size: int = path.stat().st_size

    def rows(self, number: int, start: int) -> Iterator[RequestRow]:
        """Yield a row for each line, whatever is on it: its request, or the error in it."""
        try:
            yield from self._rows(number, start)
        except OSError as error:
            raise FileTrouble(f"{quoted(str(self._path))} cannot be read: {what_went_wrong(error)}") from None

    def _rows(self, number: int, start: int) -> Iterator[RequestRow]:
        with self._path.open("rb") as file:
            file.seek(start)
            while line := file.readline(MAX_BYTES + 2):
                number += 1
                too_long = len(line) > MAX_BYTES + 1 and not line.endswith(b"\n")
                while too_long and (rest := file.readline(MAX_BYTES)) and not rest.endswith(b"\n"):
                    pass  # skip the rest of the line without holding it
                if number == 1:
                    line = line.removeprefix(_BYTE_ORDER_MARK)
                yield RequestRow(*_read(line, number, too_long, self._null_days_mean_no_injury), file.tell())


def _read(
    line: bytes, number: int, too_long: bool, null_days_mean_no_injury: bool
) -> tuple[Id, PlanRequest | InvalidRequest]:
    row_id: Id = None
    try:
        if too_long:
            raise ValueError(f"it is longer than {MAX_BYTES:,} bytes, the most that is read")
        if not line.strip():
            raise ValueError("it is empty")
        fields = read_strictly(line)
        if not isinstance(fields, dict):
            raise ValueError(f'{quoted(fields)} is no request; give an object, such as {{"id": "a", "minutes": 10, …}}')
        row_id = _id(fields.pop("id", None))
        fields = with_stated_injury(fields, null_days_mean_no_injury=null_days_mean_no_injury)
        return row_id, read(PlanRequest, fields)
    except InvalidRequest as error:
        return row_id, error.with_traceback(None)
    except ValueError as error:
        return None, InvalidRequest(
            Problem(f"line {number}", "", str(error).replace(" at line 1, column", " at column"))
        )


def _id(value: Any) -> Id:
    if value is None or (type(value) is int and value in _INT64):
        return value
    if isinstance(value, str) and not _SURROGATE.search(value):
        return value
    raise ValueError(f"the id is {quoted(value)}; it must be text, a whole number of at most 64 bits, or null")


class LinesWriter:
    """Answers as JSON Lines: on each line ``id``, ``plan`` and ``error``; one of the last two is null."""

    def write_part(self, path: Path, rows: Sequence[AnswerRow]) -> None:
        """Write a part, one answer a line."""
        texts: dict[int, str] = {}  # equal requests share one answer, so each is made into text once
        with path.open("w", encoding="utf-8", newline="\n") as file:
            for row_id, answer in rows:
                text = texts.get(id(answer))
                if text is None:
                    text = texts[id(answer)] = _answer_text(answer)
                file.write(f'{{"id":{json.dumps(row_id, ensure_ascii=False)},{text}}}\n')

    def join(self, path: Path, parts: Iterable[Path]) -> None:
        """Join parts, in order."""
        with path.open("wb") as file:
            for part in parts:
                with part.open("rb") as lines:
                    shutil.copyfileobj(lines, file, 2**20)


def _answer_text(answer: Plan | StretchPlanError) -> str:
    if isinstance(answer, Plan):
        return f'"plan":{answer.model_dump_json()},"error":null'
    details = json.dumps(answer.to_dict(), ensure_ascii=False, separators=(",", ":"), allow_nan=False)
    return f'"plan":null,"error":{details}'
