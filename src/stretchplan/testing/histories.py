"""Strategies for the sessions of the past."""

from __future__ import annotations

from datetime import date, timedelta
from typing import TYPE_CHECKING, Any

from hypothesis import strategies as st

from stretchplan.catalog.catalog import Catalog
from stretchplan.catalog.loader import builtin_catalog
from stretchplan.catalog.stretch import Stretch
from stretchplan.inputs.history import SessionRecord

if TYPE_CHECKING:
    from hypothesis.strategies import DrawFn

__all__ = ["histories"]

_TURNING_DAYS = (0, 1, 2, 6, 7, 8, 9, 13, 14, 15)
"""Days before the session around which the rules over time change."""


@st.composite
def histories(
    draw: DrawFn,
    on: date,
    days_since_injury: int | None = None,
    catalog: Catalog | None = None,
    *,
    most_sessions: int = 6,
) -> tuple[SessionRecord, ...]:
    """Draw the sessions before a day; they shrink to none.

    Every history fits a request for that day: no session is in the future, and those from before the injury say so.
    Stretches may be ones that the catalogue does not have.

    Parameters
    ----------
    on
        The date of the session to plan.
    days_since_injury
        Whole days since the injury on that date; None for no recent injury.
    catalog
        Where most of the stretches come from; the built-in catalogue when None.
    most_sessions
        The most sessions.

    Examples
    --------
    >>> from datetime import date
    >>> from hypothesis import given
    >>> import stretchplan as sp
    >>> from stretchplan.testing import assert_safe, histories
    >>> @given(histories(date(2026, 3, 30)))
    ... def test_a_session_after_any_history_is_safe(history):
    ...     assert_safe(sp.plan(minutes=10, days_since_injury=None, on="2026-03-30", history=history))
    >>> test_a_session_after_any_history_is_safe()
    """
    source = catalog or builtin_catalog()
    ago = st.sampled_from(_TURNING_DAYS) | st.integers(0, 40)
    days = draw(st.lists(ago.filter(lambda some: some < on.toordinal()), max_size=most_sessions))
    return tuple(draw(_sessions(on - timedelta(days=some), some, days_since_injury, source)) for some in sorted(days))[
        ::-1
    ]


@st.composite
def _sessions(draw: DrawFn, on: date, days_ago: int, days_since_injury: int | None, catalog: Catalog) -> SessionRecord:
    pain = st.none() | st.integers(0, 4) | st.integers(0, 10)
    before = False
    if days_since_injury is not None:
        before = days_ago > days_since_injury or (days_ago == days_since_injury and draw(st.booleans()))
    stretches = draw(st.lists(st.sampled_from(catalog.stretches), unique_by=lambda s: s.id, max_size=4))
    entries = [draw(_entries(stretch)) for stretch in stretches]
    if draw(st.booleans()) and "tail_wag" not in catalog.by_id:
        entries.append({"stretch_id": "tail_wag", "done": {"sets": 1, "hold_seconds": 10, "sides": "both"}})
    return SessionRecord(
        on=on,
        stretches=entries,
        stopped_early=draw(st.booleans()),
        pain_before=draw(pain),
        pain_after=draw(pain),
        pain_next_day=draw(pain),
        before_injury=before,
        note=draw(st.sampled_from(["", "felt stiff", "<b>&\u202e"])),
    )


@st.composite
def _entries(draw: DrawFn, stretch: Stretch) -> dict[str, Any]:
    amount = draw(st.sampled_from(list(stretch.dose.amounts)) | st.integers(1, 40))
    counted = "repetitions" if stretch.dose.kind == "repetitions" else "hold_seconds"
    dose = {"sets": draw(st.integers(1, 5)), counted: amount, "sides": stretch.sides}
    done = draw(st.sampled_from([dose, dose, dose, dose | {"sides": "left"}, None]))
    aggravated = draw(st.sampled_from([False, False, False, False, True]))
    return {"stretch_id": stretch.id, "planned": dose, "done": done, "aggravated": aggravated}
