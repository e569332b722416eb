"""Read requests from Parquet and write answers to it, in the columns of :mod:`stretchplan.batch`."""

from collections.abc import Iterable, Iterator, Sequence
from functools import partial
from itertools import chain
from pathlib import Path
from typing import Final

from stretchplan.base.errors import InvalidRequest
from stretchplan.base.text import quoted
from stretchplan.batch import plan_schema, read_requests
from stretchplan.batch.arrays import array_of
from stretchplan.batch.columns import Columns
from stretchplan.batch.keys import row_keys
from stretchplan.batch.rows import check_columns
from stretchplan.batch.schemas import ID
from stretchplan.cli.batch.formats import AnswerRow, Id, RequestRow, Slice
from stretchplan.cli.exits import FileTrouble
from stretchplan.inputs.request import PlanRequest
from stretchplan.planning.answer_table import AnswerTable

import pyarrow as pa  # isort: skip - after stretchplan.batch, which says which extra is missing
import pyarrow.parquet as pq  # isort: skip

__all__ = ["ParquetReader", "ParquetWriter"]

_READ_ROWS: Final = 1024
_GROUP_ROWS: Final = 2048
"""Rows in a row group: small groups make the index of the file long, large ones take more memory."""


class ParquetReader:
    """Requests from a Parquet file with the columns of ``REQUEST_SCHEMA``; ``name`` is the name that the user gave."""

    def __init__(self, path: Path, name: str, null_days_mean_no_injury: bool = False) -> None:
        self._path, self._name = path, name
        self._null_days_mean_no_injury = null_days_mean_no_injury
        self._at: tuple[int, Iterator[tuple[int, pa.RecordBatch]]] | None = None
        """The row that the reader has come to, and the batches from there on."""
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
        id_type = schema.field(ID).type if ID in schema.names else pa.string()
        self.id_type: pa.DataType = id_type if pa.types.is_integer(id_type) else pa.string()

    def slices(self, first: int, start: int, end: int, most: int) -> Iterator[Slice]:
        """Yield the rows between two positions, which are numbers of rows, in slices."""
        for begin in range(start, end, most):
            until = min(begin + most, end)
            yield Slice(begin, begin, until, until - begin)

    def rows(self, number: int, start: int) -> Iterator[RequestRow]:
        """Yield each row."""
        try:
            for rows in self._batches(number):
                asked = rows.drop_columns([ID]) if ID in rows.schema.names else rows
                for place, (row_id, key) in enumerate(zip(_ids(rows), row_keys(asked), strict=True)):
                    number += 1
                    yield RequestRow(row_id, key, partial(self._request, asked, place), number)
        except (pa.ArrowException, OSError) as error:
            raise self._trouble(error) from None

    def _request(self, rows: pa.RecordBatch, place: int) -> PlanRequest | InvalidRequest:
        (request,) = read_requests(rows.slice(place, 1), null_days_mean_no_injury=self._null_days_mean_no_injury)
        return request

    def _batches(self, number: int) -> Iterator[pa.RecordBatch]:
        """Yield the rows after the first ``number`` ones.

        A row group can only be read from its start. So the reader goes on where it was when the rows lie ahead of it,
        and a large group is read once, however many slices it is answered in.
        """
        at, batches = self._at if self._at is not None and self._at[0] <= number else (0, self._from_start(number))
        self._at = None
        for start, batch in batches:
            at = start + batch.num_rows
            if at <= number:
                continue
            skipped = max(number - start, 0)
            self._at = (start, chain([(start, batch)], batches))  # the next slice may begin in the middle of it
            yield batch.slice(skipped)

    def _from_start(self, number: int) -> Iterator[tuple[int, pa.RecordBatch]]:
        """Yield batches and the number of rows before each, from the row group that holds a row on."""
        with pq.ParquetFile(self._path, pre_buffer=False) as file:
            before = 0
            for group, count in enumerate(self._groups):
                start, before = before, before + count
                if before <= number:
                    continue
                for batch in file.iter_batches(_READ_ROWS, row_groups=[group]):
                    yield start, batch
                    start += batch.num_rows

    def _trouble(self, error: Exception) -> FileTrouble:
        words = " ".join(str(error).split())
        return FileTrouble(f"{quoted(self._name)} cannot be read as Parquet: {words[:1].lower()}{words[1:200]}")


def _ids(batch: pa.RecordBatch) -> list[Id]:
    return [_id(value) for value in batch[ID]] if ID in batch.schema.names else [None] * batch.num_rows


def _id(value: pa.Scalar) -> Id:
    try:
        row_id: Id = value.as_py()
    except UnicodeDecodeError:  # bytes that are not UTF-8
        return None
    return row_id


class ParquetWriter:
    """Answers as Parquet with the columns of ``PLAN_SCHEMA``; without their type, ids are written as text."""

    def __init__(self, table: AnswerTable, id_type: pa.DataType | None = None) -> None:
        self._columns = Columns(table)
        self._id_type = id_type or pa.string()

    def write_part(self, path: Path, rows: Sequence[AnswerRow]) -> None:
        """Write a part as one row group."""
        as_text = self._id_type == pa.string()
        ids = [str(row.id) if as_text and isinstance(row.id, int) else row.id for row in rows]
        batch = self._columns.batch(array_of(ids, self._id_type), [row.answer for row in rows])
        pq.write_table(pa.Table.from_batches([batch]), path, compression="zstd")

    def make_room(self) -> None:
        """Forget the columns of parts."""
        self._columns.clear()

    def join(self, path: Path, parts: Iterable[Path]) -> None:
        """Join parts, in row groups of one size however many rows each part has."""
        schema = plan_schema(self._id_type)
        waiting = pa.Table.from_batches([], schema)
        with pq.ParquetWriter(path, schema, compression="zstd") as writer:

            def write_group() -> None:
                # in one chunk, because the pages of a group would show where a part ended
                writer.write_table(waiting.slice(0, _GROUP_ROWS).combine_chunks(), row_group_size=_GROUP_ROWS)

            for part in parts:
                waiting = pa.concat_tables([waiting, pq.ParquetFile(part).read()])
                while waiting.num_rows >= _GROUP_ROWS:
                    write_group()
                    waiting = waiting.slice(_GROUP_ROWS)
            if waiting.num_rows:
                write_group()
