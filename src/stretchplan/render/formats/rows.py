"""Write a plan as flat rows, one for each step, and as CSV and data frames with the same columns."""

from __future__ import annotations

import csv
import io
from typing import TYPE_CHECKING, Any, Final, TypedDict, cast

from stretchplan.base.errors import MissingExtra
from stretchplan.catalog.doses import BreathHalf
from stretchplan.catalog.vocabulary import Position
from stretchplan.render.escape import escape_control_chars
from stretchplan.results.plan import Plan, Side, StepKind

if TYPE_CHECKING:
    import pandas as pd
    import polars as pl

__all__ = ["COLUMNS", "Row", "plan_to_csv", "plan_to_pandas", "plan_to_polars", "plan_to_rows"]


class Row(TypedDict):
    """One step of a session, flat: its fields, its stretch's name, position and form, and its breathing.

    ``step`` counts from 0, as the schedule does. ``breaths`` is the number of breathing cycles. A field that the step
    does not have is None, and an empty cell in CSV.
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
    feel: str | None
    form: str | None
    begins_with: BreathHalf | None


COLUMNS: Final = tuple(Row.__annotations__)
"""The columns, in order. More may come at the end; none is renamed within a major version."""

_TEXTS: Final = frozenset(
    ["kind", "stretch_id", "name", "position", "side", "cue", "inhale_cue", "exhale_cue", "feel", "form", "begins_with"]
)
_FORMULA: Final = ("=", "+", "-", "@", "\t", "\r", "\n", "＝", "＋", "－", "＠")  # noqa: RUF001 - spreadsheets take them


def plan_to_rows(plan: Plan) -> tuple[Row, ...]:
    """Return the steps of a plan as flat rows.

    Parameters
    ----------
    plan
        Any plan, also one read from a file; its texts are not changed.

    Returns
    -------
    tuple of Row
        One for each step, in order; whole numbers stay whole numbers.

    Examples
    --------
    >>> import stretchplan as sp
    >>> rows = sp.plan(minutes=2, days_since_injury=3, targets={"hips"}).to_rows()
    >>> [(row["start_seconds"], row["seconds"], row["kind"], row["side"]) for row in rows]
    [(0, 42, 'get_ready', None), (42, 30, 'hold', 'both'), (72, 30, 'get_up', None)]
    """
    prescriptions = {prescription.stretch_id: prescription for prescription in plan.prescriptions}
    rows: list[Row] = []
    for number, step in enumerate(plan.schedule):
        prescription = prescriptions.get(step.stretch_id or "")
        fields = vars(step) | (vars(step.breathing) if step.breathing else {}) | {"step": number}
        fields["breaths"] = step.breathing and step.breathing.cycles
        fields["name"] = prescription and prescription.name
        fields["position"] = prescription and prescription.position
        fields["form"] = prescription and prescription.form
        rows.append(cast("Row", {column: fields.get(column) for column in COLUMNS}))
    return tuple(rows)


def plan_to_csv(plan: Plan) -> str:
    r"""Return the steps of a plan as CSV (RFC 4180): a header, then a line for each step, each ended by CRLF.

    Open the file with ``newline=""``, or Windows doubles the line ends. Control characters and direction overrides are
    written out as escapes, so that a record is one line. A text that a spreadsheet would read as a formula (it starts
    with ``=``, ``+``, ``-`` or ``@``, also after spaces or an apostrophe) gets an apostrophe before it; remove that to
    get the text back.

    Parameters
    ----------
    plan
        Any plan.

    Examples
    --------
    >>> import stretchplan as sp
    >>> print(sp.plan(minutes=2, days_since_injury=3, targets={"hips"}).to_csv().splitlines()[1][:44])
    0,0,42,get_ready,childs_pose,Child's Pose,kn
    """
    out = io.StringIO()
    writer = csv.writer(out, lineterminator="\r\n")
    writer.writerow(COLUMNS)
    for row in plan_to_rows(plan):
        writer.writerow([_no_formula(value) if isinstance(value, str) else value for value in row.values()])
    return out.getvalue()


def _no_formula(text: str) -> str:
    """Return a text that no spreadsheet runs; a text with an apostrophe before a formula gets another one."""
    shown = escape_control_chars(text)
    return f"'{shown}" if text.lstrip(" '").startswith(_FORMULA) else shown


def plan_to_pandas(plan: Plan) -> pd.DataFrame:
    """Return the steps of a plan as a pandas data frame: ``Int64`` for whole numbers, ``string`` for texts.

    Parameters
    ----------
    plan
        Any plan.

    Returns
    -------
    pandas.DataFrame
        A row for each step, with the columns of :func:`plan_to_rows`.

    Raises
    ------
    MissingExtra
        When pandas is not installed.

    Examples
    --------
    >>> import stretchplan as sp
    >>> from stretchplan.render import plan_to_pandas
    >>> frame = plan_to_pandas(sp.plan(minutes=10, days_since_injury=3))
    >>> int(frame["seconds"].sum())
    582
    """
    try:
        import pandas as pd
    except ModuleNotFoundError:
        raise MissingExtra("pandas", "a pandas data frame") from None
    frame = pd.DataFrame(list(plan_to_rows(plan)), columns=list(COLUMNS))
    return frame.astype({name: "string" if name in _TEXTS else "Int64" for name in COLUMNS})


def plan_to_polars(plan: Plan) -> pl.DataFrame:
    """Return the steps of a plan as a polars data frame: ``Int64`` for whole numbers, ``String`` for texts.

    Parameters
    ----------
    plan
        Any plan.

    Returns
    -------
    polars.DataFrame
        A row for each step, with the columns of :func:`plan_to_rows`.

    Raises
    ------
    MissingExtra
        When polars is not installed.

    Examples
    --------
    >>> import stretchplan as sp
    >>> from stretchplan.render import plan_to_polars
    >>> frame = plan_to_polars(sp.plan(minutes=10, days_since_injury=3))
    >>> int(frame["seconds"].sum())
    582
    """
    try:
        import polars as pl
    except ModuleNotFoundError:
        raise MissingExtra("polars", "a polars data frame") from None
    rows: tuple[Any, ...] = plan_to_rows(plan)
    return pl.DataFrame(list(rows), schema={n: pl.String if n in _TEXTS else pl.Int64 for n in COLUMNS})
