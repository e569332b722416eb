"""What would another plan give up? The best plan with a stretch forced in or kept out, found by solving again.

Nothing is guessed: when a search was not made or did not finish, the reason makes no comparison.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from functools import lru_cache
from typing import Final, Literal

from stretchplan.planning.search.budget import NodeBudgetSpent
from stretchplan.planning.search.select import Selection
from stretchplan.results.plan import Objective
from stretchplan.results.reasons import Difference, MeasureName

__all__ = [
    "EXPLAIN_NODE_BUDGET",
    "NOT_WORKED_OUT",
    "Comparison",
    "Comparisons",
    "Outcome",
    "Solve",
    "as_loss",
    "compare",
    "compare_each",
    "compare_objectives",
    "compare_scores",
    "comparison_for",
    "difference",
]

EXPLAIN_NODE_BUDGET: Final = 20_000
"""Nodes for all the searches behind one plan's reasons together."""

Outcome = Literal["worse", "tie", "impossible", "not_worked_out"]
Comparison = tuple[Outcome, Difference | None]
"""How the best plan with one stretch forced in or kept out compares, and the difference if it is worse."""

Comparisons = Mapping[str, Comparison]
"""By stretch id: for a planned stretch, how the best plan without it compares; for any other, the best plan with it."""

Solve = Callable[[int, int, int], Selection | None]
"""Searches with required and excluded items, as bits, and a node budget."""

NOT_WORKED_OUT: Final[Comparison] = ("not_worked_out", None)
_MEASURES: Final[tuple[MeasureName, ...]] = (
    "least_served_quarter_seconds",
    "total_served_quarter_seconds",
    "stretches",
    "stretching_seconds",
    "position_changes",
)
"""The levels of the objective that reasons speak of."""


def comparison_for(stretch_id: str, comparisons: Comparisons) -> Comparison:
    """Return the comparison for a stretch; one that was not made is "not worked out"."""
    return comparisons.get(stretch_id, NOT_WORKED_OUT)


def difference(here: Sequence[int], there: Sequence[int], unit: int = 1) -> Difference | None:
    """Return the first of levels 1 to 5 of the objective at which two plans differ, or None when there is none.

    Level 3 is two numbers in one: a stretch counts ``unit``, and what is less than that is days of rest.
    """
    for measure, ours, other in zip(_MEASURES, here, there, strict=False):
        if ours != other:
            if measure == "stretches":
                (ours, rested), (other, rested_there) = divmod(ours, unit), divmod(other, unit)
                if ours == other:
                    return _difference("rested_days", rested, rested_there)
            # Changes of position are negative in a score, so that more is better on every level.
            sign = -1 if measure == "position_changes" else 1
            return _difference(measure, sign * ours, sign * other)
    return None


@lru_cache(maxsize=4096)  # many plans differ by the same, and a model takes half a kilobyte
def _difference(measure: MeasureName, here: int, there: int) -> Difference:
    return Difference(measure=measure, here=here, there=there)


@lru_cache(maxsize=4096)
def _worse_by(measure: MeasureName, here: int, there: int) -> Comparison:
    """Return one object for each difference: a day's reasons hold one for each stretch."""
    return ("worse", _difference(measure, here, there))


def compare_scores(best: Sequence[int], other: Sequence[int], unit: int = 1) -> Comparison:
    """Return how a plan compares with the best one: it scores the same, or is worse by the first level that differs.

    ``unit`` is as for :func:`difference`.
    """
    gap = difference(best, other, unit)
    return ("tie", None) if gap is None else _worse_by(gap.measure, gap.here, gap.there)


def compare_objectives(best: Objective, other: Objective) -> Comparison:
    """Return how a plan compares with the best one, as :func:`compare_scores` does."""
    rested = best.rested_days or 0, other.rested_days or 0
    unit = 1 + max(rested)
    ours, theirs = (
        (*rank[:2], rank[2] * unit + days, *rank[3:])
        for rank, days in zip((best.rank, other.rank), rested, strict=True)
    )
    return compare_scores(ours, theirs, unit)


def as_loss(without: Comparison) -> tuple[Outcome | Literal["better"], Difference | None]:
    """Return how leaving a stretch out changes the best plan: for a demanded stretch it may be "better"."""
    outcome, gap = without
    if gap is not None and (gap.here < gap.there) != (gap.measure == "position_changes"):
        return "better", gap
    return outcome, gap


def compare_each(solve: Solve, best: Selection, items: int, required: int) -> dict[int, Comparison]:
    """For each item, compare the best selection with the best one without it, or with it if it is not selected.

    ``items`` is the number of items; ``required`` has those that the request forces in, as bits.
    """
    selected = sum(1 << i for i, _ in best.doses)
    nodes_left = EXPLAIN_NODE_BUDGET
    comparisons: dict[int, Comparison] = {}
    # Selected items first: people read those reasons first.
    for i in sorted(range(items), key=lambda i: (not selected >> i & 1, i)):
        keep_out = selected >> i & 1
        force_in = required & ~(1 << i) if keep_out else required | 1 << i
        comparisons[i], nodes = compare(solve, best, force_in, keep_out << i, nodes_left)
        nodes_left -= nodes
    return comparisons


def compare(solve: Solve, best: Selection, required: int, excluded: int, node_budget: int) -> tuple[Comparison, int]:
    """Compare the best selection with the best one that has some items (as bits) forced in and others kept out.

    Return the comparison and the nodes to count for it. No search is made when ``best`` is not proved the best, or when
    the budget is below 1.
    """
    if not best.optimal or node_budget < 1:
        return NOT_WORKED_OUT, 0
    try:
        other = solve(required, excluded, node_budget)
    except NodeBudgetSpent:
        return NOT_WORKED_OUT, node_budget
    if other is None:
        return ("impossible", None), 1
    if not other.optimal:
        return NOT_WORKED_OUT, max(1, other.nodes)
    return compare_scores(best.score, other.score, best.unit), max(1, other.nodes)
