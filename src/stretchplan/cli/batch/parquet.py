"""Parquet: tables of requests and of answers, as :mod:`stretchplan.batch` has them. It needs the extra ``batch``."""

from __future__ import annotations

from typing import Final

from stretchplan.base.errors import InvalidRequest
from stretchplan.base.text import quoted
from stretchplan.batch import answer_batch, plan_schema, read_requests
from stretchplan.batch.rows import check_columns
from stretchplan.batch.schemas import ID
from stretchplan.cli.batch.formats import Asked
from stretchplan.cli.exits import FileTrouble

import pyarrow as pa  # isort: skip - stretchplan.batch says which extra is missing, and pyarrow does not
import pyarrow.parquet as pq  # isort: skip
from collections.abc import Iterator, Sequence
from pathlib import Path

from stretchplan.cli.batch.formats import Answered

__all__ = ["ParquetReader", "ParquetWriter"]

_READ_ROWS: Final = 1024
_GROUP_PARTS: Final = 8
"""Parts in a row group: many small groups would make the file's index long, and a large one has to be held at once."""


class ParquetReader:
    """Requests from a Parquet file, with the columns of ``stretchplan.batch.REQUEST_SCHEMA``.

    Parameters
    ----------
    path
        The file.
    name
        What the person called it.

    Raises
    ------
    FileTrouble
        When it cannot be read as Parquet.
    InvalidRequest
        When its columns are not those of requests.
    """

    def __init__(self, path: Path, name: str) -> None:
        self._path, self._name = path, name
        try:
            with pq.ParquetFile(path) as file:
                self.size: int = file.metadata.num_rows
                self._groups = [file.metadata.row_group(i).num_rows for i in range(file.num_row_groups)]
                schema = file.schema_arrow
        except (pa.ArrowException, OSError, ValueError) as error:
            raise self._trouble(error) from None
        try:
            check_columns(schema)
        except InvalidRequest as error:
            raise InvalidRequest(*error.problems, source=name) from None
        self.id_type = schema.field(ID).type if ID in schema.names else pa.string()
        if not pa.types.is_integer(self.id_type):
            self.id_type = pa.string()

    def rows(self, row: int, start: int) -> Iterator[Asked]:
        """Yield the request of each row, or what is wrong with it."""
        try:
            yield from self._rows(row)
        except (pa.ArrowException, OSError) as error:
            raise self._trouble(error) from None

    def _rows(self, row: int) -> Iterator[Asked]:
        with pq.ParquetFile(self._path, pre_buffer=False) as file:
            before = 0
            for group, count in enumerate(self._groups):
                passed = min(max(row - before, 0), count)  # rows of this group that were answered before
                before += count
                if passed == count:
                    continue
                for batch in file.iter_batches(_READ_ROWS, row_groups=[group]):
                    skip = min(passed, batch.num_rows)
                    passed -= skip
                    left = batch.slice(skip)
                    for name, request in zip(_ids(left), read_requests(left), strict=True):
                        row += 1
                        yield Asked(name, request, row)

    def _trouble(self, error: Exception) -> FileTrouble:
        words = " ".join(str(error).split())
        return FileTrouble(f"{quoted(self._name)} cannot be read as Parquet: {words[:1].lower()}{words[1:200]}")


def _ids(batch: pa.RecordBatch) -> list[str | int | None]:
    if ID not in batch.schema.names:
        return [None] * batch.num_rows
    try:
        return list(batch[ID].to_pylist())
    except UnicodeDecodeError:
        # What is not text cannot be handed on; the row keeps its place, and its request its answer.
        return [_id(value) for value in batch[ID]]


def _id(value: pa.Scalar) -> str | None:
    try:
        text: str | None = value.as_py()
    except UnicodeDecodeError:
        return None
    return text


class ParquetWriter:
    """Answers as Parquet, with the columns of ``stretchplan.batch.PLAN_SCHEMA``.

    Parameters
    ----------
    id_type
        The type of ``id``; None for text, as which whole numbers are written then.
    """

    def __init__(self, id_type: pa.DataType | None = None) -> None:
        self._id_type = id_type or pa.string()

    def part(self, path: Path, rows: Sequence[Answered]) -> None:
        """Write a part: one row group."""
        as_text = self._id_type == pa.string()
        ids = [str(row.id) if as_text and isinstance(row.id, int) else row.id for row in rows]
        batch = answer_batch(pa.array(ids, type=self._id_type), [row.answer for row in rows])
        pq.write_table(pa.Table.from_batches([batch]), path, compression="zstd")

    def whole(self, path: Path, parts: Sequence[Path]) -> None:
        """Put the parts together, some in each row group."""
        with pq.ParquetWriter(path, plan_schema(self._id_type), compression="zstd") as writer:
            for start in range(0, len(parts), _GROUP_PARTS):
                tables = [pq.ParquetFile(part).read() for part in parts[start : start + _GROUP_PARTS]]
                together = pa.concat_tables(tables)
                writer.write_table(together, row_group_size=together.num_rows)
