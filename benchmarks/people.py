"""A day's requests of an app with many people: varied as real ones are, and the same for the same row every time.

Each row is drawn from its own number, so any part of the rows can be made on its own, in any process. Common
values come often (ten minutes, the back and the hips, no condition), and rare ones sometimes (two conditions, a warning
sign, a stretch that must be in). The shares are this benchmark's own choice; they come from no survey.
"""

from __future__ import annotations

import datetime
import io
import json
from random import Random
from typing import TYPE_CHECKING, Any

import pyarrow as pa
import pyarrow.json

from stretchplan.batch import REQUEST_SCHEMA
from stretchplan.inputs.conditions import CONDITIONS
from stretchplan.inputs.request import PACES
from stretchplan.inputs.screening import QUESTIONS

if TYPE_CHECKING:
    from collections.abc import Iterator

SEED = 20260131
POOL = pa.system_memory_pool()
"""Where rows and digests are made: Arrow's usual pool keeps some 10 MiB, and the library makes nothing there."""

ON = datetime.date(2026, 1, 31)
"""One date for all: such a batch is made the night before."""

_EPOCH = datetime.date(1970, 1, 1)
"""Arrow's JSON has dates as days since this one."""

_MINUTES = ((10, 40), (15, 20), (5, 20), (20, 12), (30, 5), (3, 3))
_TARGETS: tuple[tuple[tuple[str, ...], int], ...] = (
    ((), 30),
    (("lower_back",), 20),
    (("lower_back", "hips"), 20),
    (("hips",), 10),
    (("lower_back", "glutes"), 8),
    (("lower_back", "upper_back"), 6),
    (("hips", "glutes", "lower_back"), 4),
    (("pelvis",), 2),
)
_PAIN = ((0, 8), (1, 14), (2, 20), (3, 18), (4, 8), (5, 5), (6, 2), (7, 1), (8, 1))
_STRETCHES = ("knee_to_chest", "lying_knee_twist", "cat_cow", "cobra_pose", "childs_pose", "glute_bridge")
_UNHURRIED = PACES["unhurried"].model_dump()
_NO = {question.id: "no" for question in QUESTIONS}


def batches(start: int, stop: int, size: int, *, few_repeats: bool = False) -> Iterator[pa.RecordBatch]:
    """Yield the rows from ``start`` to before ``stop`` in record batches of at most ``size``.

    With ``few_repeats`` no two rows are equal: each has a date of its own, and most differ in minutes or seconds too.
    """
    for first in range(start, stop, size):
        numbers = range(first, min(first + size, stop))
        rows = [_row(number) | (_of_its_own(number) if few_repeats else {}) for number in numbers]
        yield _batch(rows)


def _batch(rows: list[dict[str, Any]]) -> pa.RecordBatch:
    """Return rows as Arrow reads them from a file of JSON lines: making them from Python values would import pandas."""
    lines = "\n".join(json.dumps(row | {"on": (row["on"] - _EPOCH).days}) for row in rows).encode()
    table = pyarrow.json.read_json(
        io.BytesIO(lines),
        pyarrow.json.ReadOptions(use_threads=False, block_size=len(lines)),
        pyarrow.json.ParseOptions(explicit_schema=REQUEST_SCHEMA, unexpected_field_behavior="error"),
        memory_pool=POOL,
    )
    (batch,) = table.combine_chunks(POOL).to_batches()
    return batch


def _row(number: int) -> dict[str, Any]:
    draw = Random(SEED * 1_000_003 + number)  # noqa: S311 - nothing here is secret
    injured = draw.random() < 0.5
    return {
        "id": f"person {number}",
        "minutes": _one(draw, _MINUTES),
        # Most sessions come soon after an injury, and few come months later.
        "days_since_injury": min(int(draw.expovariate(1 / 12)), 180) if injured else None,
        "no_recent_injury": not injured,
        "targets": _one(draw, _TARGETS),
        # The batch is made the night before, so pain is mostly unstated; for some people the last stated pain is sent.
        "pain": _one(draw, _PAIN) if draw.random() < 0.1 else None,
        "on": ON,
        "pace": _UNHURRIED if draw.random() < 0.1 else None,
        "screening": _answers(draw),
        "profile": _profile(draw),
    }


def _of_its_own(number: int) -> dict[str, Any]:
    """Return what makes a row different from all others."""
    draw = Random(SEED * 1_000_033 + number)  # noqa: S311 - nothing here is secret
    return {
        "on": ON + datetime.timedelta(days=number),
        "minutes": draw.randint(3, 45),
        "seconds": draw.randrange(60),
        "pace": draw.choice([None, *(pace.model_dump() for pace in PACES.values())]),
    }


def _answers(draw: Random) -> dict[str, str] | None:
    """Return answers about warning signs: most people have answered no, some were not asked, few say yes."""
    if draw.random() < 0.25:
        return None
    chance = draw.random()
    if chance < 0.01:
        return _NO | {draw.choice(QUESTIONS).id: "yes"}
    return _NO | {"not_improving": "unanswered"} if chance < 0.06 else _NO


def _profile(draw: Random) -> dict[str, Any] | None:
    """Return what is stated about a person: nothing for most."""
    chance = draw.random()
    if chance < 0.8:
        return None
    if chance < 0.92:
        return {"conditions": draw.sample(sorted(CONDITIONS), 1 if draw.random() < 0.9 else 2)}
    if chance < 0.96:
        return {"avoid_stretches": [draw.choice(_STRETCHES)]}
    if chance < 0.975:
        return {"avoid_positions": [draw.choice(("prone", "kneeling", "quadruped"))]}
    if chance < 0.99:
        return {"include": [draw.choice(_STRETCHES)]}
    return {"equipment": draw.choice(([], ["mat"], ["mat", "chair"]))}


def _one(draw: Random, weighted: tuple[tuple[Any, int], ...]) -> Any:
    return draw.choices([value for value, _ in weighted], [weight for _, weight in weighted])[0]
