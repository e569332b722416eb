"""Read requests from Parquet and write answers to it, in the columns of :mod:`stretchplan.batch`."""

from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path
from typing import Final

from stretchplan.base.errors import InvalidRequest
from stretchplan.base.text import quoted
from stretchplan.batch import answer_batch, plan_schema, read_requests
from stretchplan.batch.rows import check_columns
from stretchplan.batch.schemas import ID
from stretchplan.cli.batch.formats import AnswerRow, Id, RequestRow
from stretchplan.cli.exits import FileTrouble

import pyarrow as pa  # isort: skip - after stretchplan.batch, which says which extra is missing
import pyarrow.parquet as pq  # isort: skip

__all__ = ["ParquetReader", "ParquetWriter"]

_READ_ROWS: Final = 1024
_GROUP_ROWS: Final = 8192
"""Rows in a row group: small groups make the index of the file long, large ones take more memory."""


class ParquetReader:
    """Requests from a Parquet file with the columns of ``REQUEST_SCHEMA``; ``name`` is the name that the user gave."""

    def __init__(self, path: Path, name: str, null_days_mean_no_injury: bool = False) -> None:
        self._path, self._name = path, name
        self._null_days_mean_no_injury = null_days_mean_no_injury
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

    def rows(self, number: int, start: int) -> Iterator[RequestRow]:
        """Yield each row with its request, or the error in it."""
        try:
            yield from self._rows(number)
        except (pa.ArrowException, OSError) as error:
            raise self._trouble(error) from None

    def _rows(self, number: int) -> Iterator[RequestRow]:
        with pq.ParquetFile(self._path, pre_buffer=False) as file:
            before = 0
            for group, count in enumerate(self._groups):
                skipped = min(max(number - before, 0), count)  # rows of this group that were answered before
                before += count
                if skipped == count:
                    continue
                for batch in file.iter_batches(_READ_ROWS, row_groups=[group]):
                    rows = batch.slice(min(skipped, batch.num_rows))
                    skipped -= batch.num_rows - rows.num_rows
                    asked = read_requests(rows, null_days_mean_no_injury=self._null_days_mean_no_injury)
                    for row_id, request in zip(_ids(rows), asked, strict=True):
                        number += 1
                        yield RequestRow(row_id, request, number)

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
    """Answers as Parquet with the columns of ``PLAN_SCHEMA``; without the type of ``id``, ids are written as text."""

    def __init__(self, id_type: pa.DataType | None = None) -> None:
        self._id_type = id_type or pa.string()

    def write_part(self, path: Path, rows: Sequence[AnswerRow]) -> None:
        """Write a part as one row group."""
        as_text = self._id_type == pa.string()
        ids = [str(row.id) if as_text and isinstance(row.id, int) else row.id for row in rows]
        batch = answer_batch(pa.array(ids, type=self._id_type), [row.answer for row in rows])
        pq.write_table(pa.Table.from_batches([batch]), path, compression="zstd")

    def join(self, path: Path, parts: Iterable[Path]) -> None:
        """Join parts, in row groups of one size however many rows each part has."""
        schema = plan_schema(self._id_type)
        waiting = schema.empty_table()
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
