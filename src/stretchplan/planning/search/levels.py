"""The best selection, level by level: for more stretches than can be gone through one by one.

First the least-served area is given the most (:mod:`fairest`). With that as a demand on every area, the levels after it
are solved together (:mod:`fullest`). Each time the needs are weighed into one bound (:mod:`balance`), choices are
priced against it (:mod:`rates`), and the core of what could still be better is searched (:mod:`core`), at first
narrowly, for a good selection soon, then as widely as the gap between that selection and the bound asks.
"""

from __future__ import annotations

from bisect import bisect_right

from stretchplan.planning.bounds.knapsack import most_items, most_within
from stretchplan.planning.model.problem import Found, Score
from stretchplan.planning.search.budget import Effort
from stretchplan.planning.search.later_levels import fill
from stretchplan.planning.search.least_served import raise_least_served
from stretchplan.planning.search.state import Answer, Progress, Query

__all__ = ["by_levels", "root_bound"]


def by_levels(query: Query, effort: Effort, start: Found | None = None) -> Answer:
    """Find the best selection.

    Parameters
    ----------
    query
        What is to be selected.
    effort
        What the search may do.
    start
        A selection that is known already.
    """
    progress = Progress(query, effort, start)
    if not progress.candidates:
        return Answer(None, True, (0, 0, 0, 0, 0))
    least, total, stretches, work, _ = root_bound(query)
    areas = len(query.counted)
    proved, weights = True, (0,) * areas
    if areas > 1:
        proved, most, weights = raise_least_served(progress)
        least = min(least, most)
    finished, most = fill(progress, weights)
    best = progress.best
    if best is not None and proved:  # the bound on the sum holds for plans that serve the least-served area no less
        least, total = best.score[0], min(total, most)
    if proved and finished and not progress.passed_over:
        return Answer(best, True, best.score if best else (0, 0, 0, 0, 0))
    return Answer(best, False, (least, total, stretches, work, 0))


def root_bound(query: Query) -> Score:
    """Return a bound on each level by itself, with the time shared out as a liquid.

    Parameters
    ----------
    query
        What is to be selected.
    """
    items, seconds = query.problem.items, query.available_seconds

    def most(areas: tuple[int, ...]) -> int:
        weights = [sum(item.weights[area] for area in areas) for item in items]
        return most_within(
            [[(o.cost, w * o.effective) for o in item.options] for item, w in zip(items, weights, strict=True) if w],
            seconds,
        )

    total = most(query.counted)
    return (
        min(total // len(query.counted), *(most((area,)) for area in query.counted)),
        total,
        bisect_right(most_items(items)[0], seconds),
        most_within([[(o.cost, o.work) for o in item.options] for item in items], seconds),
        0,
    )
