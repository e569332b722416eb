"""A plan as flat rows, one a step, and as CSV and data frames of the same columns."""

from __future__ import annotations

import csv
import io
from typing import TYPE_CHECKING, Any, Final, TypedDict

from stretchplan.base.errors import MissingExtra
from stretchplan.catalog.vocabulary import Position
from stretchplan.render.escape import inert
from stretchplan.results.plan import Breathing, Plan, Side, StepKind

if TYPE_CHECKING:
    import pandas as pd
    import polars as pl

__all__ = ["COLUMNS", "Row", "plan_to_csv", "plan_to_pandas", "plan_to_polars", "plan_to_rows"]


class Row(TypedDict):
    """One step of a session, flat: its fields, its stretch's name and position, and its breathing.

    ``step`` counts from 0, as the schedule does. ``breaths`` are the cycles of the breathing. None is what the step
    does not have, and an empty cell in CSV.
    """

    step: int
    start_seconds: int
    seconds: int
    kind: StepKind
    stretch_id: str | None
    name: str | None
    position: Position | None
    side: Side | None
    set_number: int | None
    sets: int | None
    repetitions: int | None
    cue: str
    breaths: int | None
    inhale_seconds: int | None
    exhale_seconds: int | None
    inhale_cue: str | None
    exhale_cue: str | None


COLUMNS: Final = tuple(Row.__annotations__)
"""The columns, in order. More may come at the end; none is renamed within a major version."""

_TEXTS: Final = frozenset(["kind", "stretch_id", "name", "position", "side", "cue", "inhale_cue", "exhale_cue"])
_FORMULA: Final = ("=", "+", "-", "@", "\t", "\r", "\n", "＝", "＋", "－", "＠")  # noqa: RUF001 - spreadsheets take them


def plan_to_rows(plan: Plan) -> tuple[Row, ...]:
    """Return the steps of a plan as flat rows.

    Parameters
    ----------
    plan
        Any plan, also one read from a file: its texts stand in the rows as they are.

    Returns
    -------
    tuple of Row
        One for each step, in order; whole numbers stay whole numbers.

    Examples
    --------
    >>> import stretchplan as sp
    >>> rows = sp.plan(minutes=1, days_since_injury=3, targets={"hips"}).to_rows()
    >>> [(row["start_seconds"], row["seconds"], row["kind"], row["side"]) for row in rows]
    [(0, 12, 'get_ready', None), (12, 30, 'hold', 'both')]
    """
    named = {one.stretch_id: one for one in plan.prescriptions}
    rows = []
    for number, step in enumerate(plan.schedule):
        one = named.get(step.stretch_id or "")
        breathing: Breathing | None = step.breathing
        rows.append(
            Row(
                step=number,
                start_seconds=step.start_seconds,
                seconds=step.seconds,
                kind=step.kind,
                stretch_id=step.stretch_id,
                name=one.name if one else None,
                position=one.position if one else None,
                side=step.side,
                set_number=step.set_number,
                sets=step.sets,
                repetitions=step.repetitions,
                cue=step.cue,
                breaths=breathing.cycles if breathing else None,
                inhale_seconds=breathing.inhale_seconds if breathing else None,
                exhale_seconds=breathing.exhale_seconds if breathing else None,
                inhale_cue=breathing.inhale_cue if breathing else None,
                exhale_cue=breathing.exhale_cue if breathing else None,
            )
        )
    return tuple(rows)


def plan_to_csv(plan: Plan) -> str:
    r"""Return the steps of a plan as CSV (RFC 4180): a line of heads, then a line for each step, each ended by CRLF.

    Written to a file, it needs ``newline=""``, or the line ends double on Windows. Control characters and direction
    overrides are written out as escapes, so that a record is one line. A text that a spreadsheet would take for a
    formula (it starts with ``=``, ``+``, ``-`` or ``@``, also after spaces or an apostrophe) gets an apostrophe before
    it; without the apostrophe it is the text again.

    Parameters
    ----------
    plan
        Any plan.

    Examples
    --------
    >>> import stretchplan as sp
    >>> print(sp.plan(minutes=1, days_since_injury=3, targets={"hips"}).to_csv().splitlines()[1])
    0,0,12,get_ready,childs_pose,Child's Pose,kneeling,,,,,Kneel with your big toes touching and your knees apart.,,,,,
    """
    out = io.StringIO()
    writer = csv.writer(out, lineterminator="\r\n")
    writer.writerow(COLUMNS)
    for row in plan_to_rows(plan):
        writer.writerow([_harmless(value) if isinstance(value, str) else value for value in row.values()])
    return out.getvalue()


def _harmless(text: str) -> str:
    """Return a text that no spreadsheet runs; one that was marked already is marked again, so nothing is ambiguous."""
    shown = inert(text)
    return f"'{shown}" if text.lstrip(" '").startswith(_FORMULA) else shown


def plan_to_pandas(plan: Plan) -> pd.DataFrame:
    """Return the steps of a plan as a pandas data frame: ``Int64`` for whole numbers, ``string`` for texts.

    Raises
    ------
    MissingExtra
        When pandas is not installed.
    """
    try:
        import pandas as pd
    except ModuleNotFoundError:
        raise MissingExtra("pandas", "a pandas data frame") from None
    frame = pd.DataFrame(list(plan_to_rows(plan)), columns=list(COLUMNS))
    return frame.astype({name: "string" if name in _TEXTS else "Int64" for name in COLUMNS})


def plan_to_polars(plan: Plan) -> pl.DataFrame:
    """Return the steps of a plan as a polars data frame: ``Int64`` for whole numbers, ``String`` for texts.

    Raises
    ------
    MissingExtra
        When polars is not installed.
    """
    try:
        import polars as pl
    except ModuleNotFoundError:
        raise MissingExtra("polars", "a polars data frame") from None
    rows: tuple[Any, ...] = plan_to_rows(plan)
    return pl.DataFrame(list(rows), schema={n: pl.String if n in _TEXTS else pl.Int64 for n in COLUMNS})
