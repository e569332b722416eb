"""What would be otherwise: the best plan with a stretch forced in or kept out, found by solving again.

Never guessed: where the search for it was not made, or did not end, the reason says nothing of it.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Final, Literal, get_args

from stretchplan.planning.model.problem import Value
from stretchplan.planning.search.depth_first import NodeBudgetSpent
from stretchplan.planning.search.select import Selection
from stretchplan.results.plan import Objective
from stretchplan.results.reasons import Difference, MeasureName

__all__ = [
    "EXPLAIN_NODE_BUDGET",
    "Otherwise",
    "Outcome",
    "Solve",
    "compared",
    "difference",
    "lost",
    "otherwise",
    "value_of",
]

EXPLAIN_NODE_BUDGET: Final = 20_000
"""Values that all the searches behind one plan's reasons may try together."""

Outcome = Literal["worse", "tie", "impossible", "not_worked_out"]
Otherwise = tuple[Outcome, Difference | None]
"""How the best plan with one stretch forced in or kept out compares, and by what it is worse."""

Solve = Callable[[int, int, int], Selection | None]
"""Searches with required and excluded items, as bits, and a node budget."""

_MEASURES: Final[tuple[MeasureName, ...]] = get_args(MeasureName)


def difference(here: Value, there: Value) -> Difference | None:
    """Return the first level of the objective at which two plans differ, or None when they score the same.

    Parameters
    ----------
    here, there
        Levels 1 to 5 of this plan and of the other one.
    """
    for measure, mine, other in zip(_MEASURES, here, there, strict=True):
        if mine != other:
            # The search counts changes of position below zero, so that more is better on every level.
            sign = -1 if measure == "position_changes" else 1
            return Difference(measure=measure, here=sign * mine, there=sign * other)
    return None


def lost(otherwise: Otherwise) -> tuple[Outcome | Literal["better"], Difference | None]:
    """Return what leaving a stretch out does, where it may be for the better: the stretch was asked for.

    Parameters
    ----------
    otherwise
        How the best plan without it compares.
    """
    outcome, gap = otherwise
    if gap is not None and (gap.here < gap.there) != (gap.measure == "position_changes"):
        return "better", gap
    return outcome, gap


def value_of(objective: Objective) -> Value:
    """Return an objective as the search counts it."""
    return objective.rank


def otherwise(solve: Solve, selection: Selection, items: int, required: int) -> dict[int, Otherwise]:
    """Return, for every item, how the best plan compares that has it otherwise than the best plan of all.

    Parameters
    ----------
    solve
        Searches with items forced in and kept out.
    selection
        The best plan of all.
    items
        How many items there are.
    required
        Items that the request forces in, as bits.

    Returns
    -------
    dict
        By item: for those that are in, what keeping them out does; for the others, what forcing them in does. Nothing
        is worked out when the plan is not proved the best: there is nothing to compare with.
    """
    chosen = sum(1 << i for i, _ in selection.doses)
    left = EXPLAIN_NODE_BUDGET
    found: dict[int, Otherwise] = {}
    # What is in comes first: its reasons are read first, and there are fewer of them.
    for i in sorted(range(items), key=lambda i: (not chosen >> i & 1, i)):
        keep_out = chosen >> i & 1
        need = required & ~(1 << i) if keep_out else required | 1 << i
        found[i], nodes = compared(solve, selection, need, keep_out << i, left)
        left -= nodes
    return found


def compared(
    solve: Solve, selection: Selection, required: int, excluded: int, node_budget: int
) -> tuple[Otherwise, int]:
    """Return how the best plan with items forced in and kept out compares, and the nodes that took.

    Parameters
    ----------
    solve
        Searches with items forced in and kept out.
    selection
        The best plan of all.
    required, excluded
        The items, as bits.
    node_budget
        For the search; with none left, nothing is worked out.
    """
    if not selection.optimal or node_budget < 1:
        return ("not_worked_out", None), 0
    try:
        other = solve(required, excluded, node_budget)
    except NodeBudgetSpent:
        return ("not_worked_out", None), node_budget
    if other is None:
        return ("impossible", None), 1
    if not other.optimal:
        return ("not_worked_out", None), max(1, other.nodes)
    gap = difference(selection.value, other.value)
    return (("tie", None) if gap is None else ("worse", gap)), max(1, other.nodes)
