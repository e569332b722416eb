"""Does the PySpark recipe of docs/batch.md give the same answers? Skipped without PySpark or Java."""

import os
import shutil
import sys
from collections.abc import Iterator
from importlib.util import find_spec

import pyarrow as pa
import pytest

from stretchplan.batch import PLAN_SCHEMA, BatchPlanner, request_batch
from tests.support.requests import varied

pytestmark = [
    pytest.mark.spark,
    pytest.mark.skipif(find_spec("pyspark") is None, reason="PySpark is not installed"),
    pytest.mark.skipif(not (shutil.which("java") or os.environ.get("JAVA_HOME")), reason="there is no Java"),
    pytest.mark.filterwarnings("ignore"),  # Spark's own, about its dependencies
]


@pytest.fixture(scope="module")
def spark() -> Iterator[object]:
    """Return a session of Spark in local mode, with this Python for its workers."""
    before = {name: os.environ.get(name) for name in ("PYSPARK_PYTHON", "SPARK_LOCAL_IP")}
    os.environ.update(PYSPARK_PYTHON=sys.executable, SPARK_LOCAL_IP="127.0.0.1")
    from pyspark.sql import SparkSession

    session = (
        SparkSession.builder.master("local[2]")
        .config("spark.ui.enabled", "false")
        .config("spark.driver.bindAddress", "127.0.0.1")
        .getOrCreate()
    )
    yield session
    session.stop()
    for name, value in before.items():
        os.environ.pop(name) if value is None else os.environ.update({name: value})


@pytest.mark.parametrize("partitions", [1, 7])
def test_map_in_arrow_gives_the_same_answers(spark, partitions: int):
    from pyspark.sql.pandas.types import from_arrow_schema

    planner = BatchPlanner(explain=False)
    asked = request_batch(varied(60), [f"{place:02}" for place in range(60)])
    frame = spark.createDataFrame(pa.Table.from_batches([asked])).repartition(partitions)
    answered = frame.mapInArrow(planner.each, from_arrow_schema(PLAN_SCHEMA))
    got = answered.toArrow().sort_by("id").to_pylist()
    assert got == planner(asked).to_pylist()
