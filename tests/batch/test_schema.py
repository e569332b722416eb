"""Are the Arrow schemas published, complete and in agreement with the models?"""

import io
from pathlib import Path

import pyarrow as pa
import pyarrow.parquet as pq
import pytest

import stretchplan as sp
from stretchplan.batch import (
    PLAN_SCHEMA,
    REQUEST_SCHEMA,
    BatchPlanner,
    plan_schema,
    request_batch,
    request_schema,
    schema_text,
)
from stretchplan.batch.types import arrow_type, fields_of
from stretchplan.results.plan import Plan, Prescription, Step
from tests.support.requests import varied

PUBLISHED = Path(__file__).parents[2] / "docs/batch.schema.txt"


def published() -> str:
    """Return the text of both schemas; ``python -m tests.regenerate`` writes it."""
    return (
        f"# What goes in: stretchplan.batch.REQUEST_SCHEMA\n{schema_text(REQUEST_SCHEMA)}"
        f"\n# What comes out: stretchplan.batch.PLAN_SCHEMA\n{schema_text(PLAN_SCHEMA)}"
    )


def test_the_committed_schemas_are_the_current_ones():
    """On drift: ``python -m tests.regenerate``, then read what git says has changed."""
    assert PUBLISHED.read_text(encoding="utf-8") == published()


def test_every_field_of_the_models_has_its_column():
    assert set(REQUEST_SCHEMA.names) == {"id", "no_recent_injury", "injured_on", *sp.PlanRequest.model_fields}
    assert {name for name in PLAN_SCHEMA.names if not name.startswith("error_")} == {"id", *Plan.model_fields}
    for model, name in ((Step, "schedule"), (Prescription, "prescriptions")):
        assert [field.name for field in PLAN_SCHEMA.field(name).type.value_type] == list(model.model_fields)


def test_the_schema_names_the_version_of_plans():
    assert PLAN_SCHEMA.metadata == {b"stretchplan.plan_schema_version": b"2.0"}


def test_the_request_schema_can_have_other_ids_and_columns():
    assert plan_schema(pa.int64()).set(0, pa.field("id", pa.string())) == PLAN_SCHEMA
    with_it = request_schema(pa.int32())
    assert with_it.field("no_recent_injury").type == pa.bool_()
    assert REQUEST_SCHEMA.names[3:5] == ["no_recent_injury", "injured_on"]
    assert with_it.names == ["id", "minutes", "days_since_injury", *REQUEST_SCHEMA.names[3:]]


def test_a_parquet_file_keeps_schema_and_values():
    for batch in (request_batch(varied(50)), BatchPlanner(explain=False)(request_batch(varied(50)))):
        file = io.BytesIO()
        pq.write_table(pa.Table.from_batches([batch]), file)
        again = pq.read_table(file)
        assert (again.schema, again.schema.metadata) == (batch.schema, batch.schema.metadata)
        assert again.equals(pa.Table.from_batches([batch]))


@pytest.mark.parametrize("annotation", [float, int | str, dict, list[int], object])
def test_a_type_without_a_column_is_an_error(annotation: object):
    with pytest.raises((TypeError, ValueError, IndexError)):
        arrow_type(annotation)


def test_two_models_with_one_name_of_two_types_are_an_error():
    with pytest.raises(TypeError, match="has two Arrow types"):
        fields_of(Step, _Clashing)


class _Clashing(Plan):
    kind: int
