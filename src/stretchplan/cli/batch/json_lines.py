"""Read requests from JSON Lines and write answers to them, one on each line."""

import json
import re
import shutil
from collections.abc import Iterable, Iterator, Sequence
from functools import partial
from pathlib import Path
from typing import Any, Final

from stretchplan.base.errors import InvalidRequest, Problem
from stretchplan.base.models import read
from stretchplan.base.strict_json import MAX_BYTES, read_strictly
from stretchplan.base.text import quoted
from stretchplan.cli.batch.formats import AnswerRow, Id, RequestRow, Slice
from stretchplan.cli.exits import FileTrouble
from stretchplan.cli.files import what_went_wrong
from stretchplan.inputs.injury import with_stated_injury
from stretchplan.inputs.request import PlanRequest
from stretchplan.planning.answer_table import PLAN, Answer, AnswerTable, answer_text

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

    def slices(self, first: int, start: int, end: int, most: int) -> Iterator[Slice]:
        """Yield the lines between two positions in slices."""
        rows, begin, place = 0, start, start
        for _, _, place in self._lines(start):
            rows += 1
            if rows == most or place >= end:
                yield Slice(first, begin, place, rows)
                first, begin, rows = first + rows, place, 0
            if place >= end:
                return
        if rows:
            yield Slice(first, begin, place, rows)

    def rows(self, number: int, start: int) -> Iterator[RequestRow]:
        """Yield a row for each line, whatever is on it."""
        for line, too_long, end in self._lines(start):
            number += 1
            text = line.removeprefix(_BYTE_ORDER_MARK) if number == 1 else line
            yield _row(text, number, too_long, self._null_days_mean_no_injury, end)

    def _lines(self, start: int) -> Iterator[tuple[bytes, bool, int]]:
        """Yield each line from a position on, whether it is too long to be whole, and where the next one starts."""
        try:
            with self._path.open("rb") as file:
                file.seek(start)
                while line := file.readline(MAX_BYTES + 2):
                    too_long = len(line) > MAX_BYTES + 1 and not line.endswith(b"\n")
                    while too_long and (rest := file.readline(MAX_BYTES)) and not rest.endswith(b"\n"):
                        pass  # skip the rest of the line without holding it
                    yield line, too_long, file.tell()
        except OSError as error:
            raise FileTrouble(f"{quoted(str(self._path))} cannot be read: {what_went_wrong(error)}") from None


def _row(line: bytes, number: int, too_long: bool, null_days_mean_no_injury: bool, end: int) -> RequestRow:
    try:
        if too_long:
            raise ValueError(f"it is longer than {MAX_BYTES:,} bytes, the most that is read")
        if not line.strip():
            raise ValueError("it is empty")
        fields = read_strictly(line)
        if not isinstance(fields, dict):
            raise ValueError(f'{quoted(fields)} is no request; give an object, such as {{"id": "a", "minutes": 10, …}}')
        row_id = _id(fields.pop("id", None))
    except ValueError as error:
        message = str(error).replace(" at line 1, column", " at column")
        wrong = InvalidRequest(Problem(f"line {number}", "", message))
        return RequestRow(None, None, lambda: wrong, end)
    key = repr(fields).encode("utf-8", "surrogatepass")
    return RequestRow(row_id, key, partial(_request, fields, null_days_mean_no_injury), end)


def _request(fields: dict[str, Any], null_days_mean_no_injury: bool) -> PlanRequest | InvalidRequest:
    try:
        return read(PlanRequest, with_stated_injury(fields, null_days_mean_no_injury=null_days_mean_no_injury))
    except InvalidRequest as error:
        return error.with_traceback(None)


def _id(value: Any) -> Id:
    if value is None or (type(value) is int and value in _INT64):
        return value
    if isinstance(value, str) and not _SURROGATE.search(value):
        return value
    raise ValueError(f"the id is {quoted(value)}; it must be text, a whole number of at most 64 bits, or null")


class LinesWriter:
    """Answers of a table as JSON Lines: on each line ``id``, ``plan`` and ``error``; one of the last two is null."""

    def __init__(self, table: AnswerTable) -> None:
        self._table = table

    def write_part(self, path: Path, rows: Sequence[AnswerRow]) -> None:
        """Write a part, one answer a line."""
        texts: dict[int, str] = {}  # equal requests share one answer, so each is made into text once
        with path.open("w", encoding="utf-8", newline="\n") as file:
            for row_id, answer in rows:
                text = texts.get(id(answer))
                if text is None:
                    text = texts[id(answer)] = self._text(answer)
                file.write(f'{{"id":{json.dumps(row_id, ensure_ascii=False)},{text}}}\n')

    def _text(self, answer: Answer) -> str:
        text = answer_text(self._table, answer)
        return f'"plan":{text},"error":null' if answer.kind == PLAN else f'"plan":null,"error":{text}'

    def make_room(self) -> None:
        """Do nothing: the texts of parts are the table's."""

    def join(self, path: Path, parts: Iterable[Path]) -> None:
        """Join parts, in order."""
        with path.open("wb") as file:
            for part in parts:
                with part.open("rb") as lines:
                    shutil.copyfileobj(lines, file, 2**20)
