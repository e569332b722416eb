"""Do rows, CSV and data frames hold the same columns, values and types, and nothing that a spreadsheet would run?"""

import csv
import io
from typing import Any

import pandas as pd
import polars as pl
import pytest
from hypothesis import given
from hypothesis import strategies as st

from stretchplan.render.escape import escape_control_chars
from stretchplan.render.formats.rows import COLUMNS
from tests.support.hostile_texts import HOSTILE, NARROWED, PLAN, changed

FORMULAS = ("=", "+", "-", "@", "\t", "\r", "＝", "＋", "－", "＠")  # noqa: RUF001
NUMBERS = {"step", "start_seconds", "seconds", "set_number", "sets", "repetitions", "breaths"}
NUMBERS |= {"inhale_seconds", "exhale_seconds"}


def cued(text: str) -> Any:
    """Return the plan with one cue everywhere."""
    return changed(schedule=tuple(one.model_copy(update={"cue": text}) for one in PLAN.schedule))


def table(text: str) -> list[list[str]]:
    """Return what a strict reader of CSV finds."""
    return list(csv.reader(io.StringIO(text, newline=""), strict=True))


@pytest.mark.parametrize("plan", [PLAN, NARROWED], ids=["plan", "narrowed"])
def test_a_row_is_its_step(plan: Any):
    named = {one.stretch_id: one for one in plan.prescriptions}
    for number, (row, step) in enumerate(zip(plan.to_rows(), plan.schedule, strict=True)):
        data = step.model_dump()
        breathing = data.pop("breathing") or {}
        assert {name: row[name] for name in data} == data
        assert row["step"] == number
        stretch = named.get(step.stretch_id or "")
        assert (stretch is None) == (step.kind == "get_up")
        assert (row["name"], row["position"]) == ((stretch.name, stretch.position) if stretch else (None, None))
        assert row["breaths"] == breathing.get("cycles")
        for name in ("inhale_seconds", "exhale_seconds", "inhale_cue", "exhale_cue"):
            assert row[name] == breathing.get(name)
        assert tuple(row) == COLUMNS
        assert all(type(row[name]) in ({int, type(None)} if name in NUMBERS else {str, type(None)}) for name in row)


def test_changing_a_row_changes_no_other_row():
    rows = PLAN.to_rows()
    rows[0]["cue"] = "mine"
    assert PLAN.to_rows()[0]["cue"] == PLAN.schedule[0].cue != "mine"


def test_step_of_an_unknown_stretch():
    steps = (PLAN.schedule[0].model_copy(update={"stretch_id": None}),)
    (row,) = changed(schedule=steps).to_rows()
    assert (row["stretch_id"], row["name"], row["position"]) == (None, None, None)
    assert table(changed(schedule=steps).to_csv())[1][4:7] == ["", "", ""]


def test_csv_has_crlf_a_head_and_a_line_for_each_step():
    text = PLAN.to_csv()
    assert text.count("\r\n") == text.count("\n") == len(PLAN.schedule) + 1
    assert text.endswith("\r\n")
    head, *records = table(text)
    assert tuple(head) == COLUMNS
    assert {len(record) for record in records} == {len(COLUMNS)}
    for record, row in zip(records, PLAN.to_rows(), strict=True):
        assert record == ["" if value is None else str(value) for value in row.values()]


@given(st.text(st.characters(exclude_categories=["Cs"]), max_size=20) | st.sampled_from(HOSTILE))
def test_csv_fields_are_no_formulas_and_can_be_read_back(text: str):
    for record in table(cued(text).to_csv())[1:]:
        field = record[COLUMNS.index("cue")]
        assert not field.startswith(FORMULAS)
        assert not field.lstrip(" ").startswith(FORMULAS)
        if field.startswith("'") and text.lstrip(" '").startswith((*FORMULAS, "\n")):
            field = field[1:]
        assert field == escape_control_chars(text)


def test_negative_numbers_are_no_formulas():
    steps = (PLAN.schedule[0].model_copy(update={"start_seconds": -5}),)
    assert table(changed(schedule=steps).to_csv())[1][1] == "-5"


def test_pandas_types_hold_missing_values():
    for plan in (PLAN, changed(schedule=())):
        frame = plan.to_pandas()
        assert tuple(frame.columns) == COLUMNS
        for name in COLUMNS:
            assert str(frame[name].dtype) == ("Int64" if name in NUMBERS else "string")
    frame = PLAN.to_pandas()
    assert frame["repetitions"][0] is pd.NA
    assert frame["seconds"].sum() == PLAN.total_seconds


def test_polars_types_hold_missing_values():
    for plan in (PLAN, changed(schedule=())):
        frame = plan.to_polars()
        assert frame.schema == {name: pl.Int64 if name in NUMBERS else pl.String for name in COLUMNS}
    assert PLAN.to_polars().to_dicts() == list(PLAN.to_rows())


def test_frames_hold_the_largest_numbers_a_plan_can_hold():
    steps = (PLAN.schedule[0].model_copy(update={"seconds": 2**53 - 1, "start_seconds": 1 - 2**53}),)
    plan = changed(schedule=steps)
    assert plan.to_pandas()["seconds"].tolist() == plan.to_polars()["seconds"].to_list() == [2**53 - 1]
