"""Requests for the tests of batches: a fixed varied set, and wrong rows."""

import datetime
import random

import pyarrow as pa

import stretchplan as sp
from stretchplan.batch import REQUEST_SCHEMA
from stretchplan.inputs.conditions import CONDITIONS

CATALOG = sp.builtin_catalog()


def varied(count: int, seed: int = 5) -> list[sp.PlanRequest]:
    """Return requests of all kinds: short and long, early and late, with and without a person's state."""
    draw = random.Random(seed)  # noqa: S311 - nothing here is secret
    return [_one(draw) for _ in range(count)]


def _one(draw: random.Random) -> sp.PlanRequest:
    profile: dict[str, object] = {}
    if draw.random() < 0.3:
        profile["conditions"] = draw.sample(sorted(CONDITIONS), 1)
    if draw.random() < 0.2:
        profile["avoid_stretches"] = draw.sample(list(CATALOG.by_id), 1)
    screening = None
    if draw.random() < 0.4:
        screening = {question.id: "no" for question in sp.screening_questions()}
        if draw.random() < 0.2:
            screening[draw.choice(list(screening))] = "yes"
    return sp.PlanRequest(
        minutes=draw.choice([1, 3, 5, 5, 10, 12]),
        days_since_injury=draw.choice([None, 0, 3, 8, 30, 60]),
        targets=draw.sample(CATALOG.area_ids, draw.choice([0, 1, 2])),
        pain=draw.choice([None, 2, 4, 6]),
        on=draw.choice([None, datetime.date(2026, 1, 31)]),
        pace=draw.choice(["usual", "slow"]),
        screening=screening,
        profile=profile,
    )


WRONG_ROWS = [
    {"minutes": 0, "days_since_injury": 3},
    {"minutes": None, "days_since_injury": 3},
    {"minutes": 2**62, "days_since_injury": -(2**62)},
    {"minutes": 5, "days_since_injury": 3, "targets": ["hipz"]},
    {"minutes": 5, "days_since_injury": 3, "targets": [None]},
    {"minutes": 5, "days_since_injury": 3, "targets": ["\x1b[2J", "<script>", "=1+1", ""]},
    {"minutes": 5, "days_since_injury": 3, "targets": ["a" * 10_000]},
    {"minutes": 5, "days_since_injury": 3, "screening": {"chest_pain": "perhaps"}},
    {"minutes": 5, "days_since_injury": 3, "profile": {"cleared": [{"stretch_id": None, "condition": "knee_pain"}]}},
    {"minutes": 5, "days_since_injury": 3, "profile": {"trimester": 2}},
    {"minutes": 5, "days_since_injury": 3, "pace": {"settle_seconds": 1}},
]
"""Rows that fit the schema but are wrong requests, or name what the built-in catalogue does not have."""


def wrong_batch() -> pa.RecordBatch:
    """Return the wrong rows, each followed by a right one."""
    rows = []
    for place, row in enumerate(WRONG_ROWS):
        rows += [{"id": f"wrong {place}", **row}, {"id": f"right {place}", "minutes": 5, "days_since_injury": 3}]
    return pa.RecordBatch.from_pylist(rows, schema=REQUEST_SCHEMA)
