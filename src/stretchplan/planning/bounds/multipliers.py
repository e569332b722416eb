"""Which weights of several needs give the tightest bound? Kelley's cutting planes over a matrix game.

A plan that meets every need also meets every weighted sum of the needs. So if no plan reaches one weighted sum, no plan
meets all needs. The best weights are those with the lowest bound. Each bound comes with a mixture of two relaxed plans
that reaches it. A matrix game gives the weights that do best against all mixtures so far; a small simplex solves it. To
damp the steps, the next weights to try are between these and the best ones so far.

Any weights give a valid bound, so nothing here can make an answer wrong, only slow. Everything is done in whole numbers
and in sums, products and quotients of floating-point numbers, which every machine rounds alike.

Reference: J. E. Kelley, The cutting-plane method for solving convex programs, Journal of SIAM 8 (1960).
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from math import fsum
from typing import NamedTuple

from stretchplan.planning.bounds.lagrangian import LagrangianBound, PricedChoice, weighted_prices

__all__ = ["SCALE", "WEIGHTS_PART", "Weights", "solve_matrix_game", "tightest_weights"]

SCALE = 4096
"""The weights add up to about this number."""

WEIGHTS_PART = 8
"""One part in so many of a budget may go to one search for weights."""

_ROUNDS = 60
_CLOSE = 2
"""Weights are good enough when their bound is at most this many quarter-seconds above the least possible one."""

_CELLS_PER_NODE = 200
"""Entries of a game, times its columns, that take about as long as one node: a pivot goes through all of them."""

_PIVOTS = 500
"""The most simplex steps; a game takes about as many as it has weights and rows."""

_TINY = 1e-11


class Weights(NamedTuple):
    """Weights of some needs, 0 or more and not all 0."""

    weights: tuple[int, ...]
    bound: int  # no plan has a larger weighted sum
    enough: bool  # whether the search ended because parts of doses meet the needs by as much as was enough


def tightest_weights(
    lagrangian: LagrangianBound,
    goals: Sequence[Sequence[int]],
    needs: Sequence[int],
    start: Sequence[int],
    afford: Callable[[int], bool],
    enough: int | None = None,
) -> Weights:
    """Return weights of some needs under which the bound of their weighted sum is low: 0 or more, not all 0.

    ``goals`` has the worth of an effective second for each candidate and need; ``needs`` are in quarter-seconds. The
    search begins with the weights ``start``. It calls ``afford`` with the nodes that its next round counts as, and ends
    when that returns False. It also ends when parts of doses meet each need and ``enough`` quarter-seconds more, since
    then no weights have a bound below ``enough``.

    Where not even the first round is affordable, these are the weights ``start``.
    """
    candidates = lagrangian.candidates
    effective_by_cost = [{option.cost: 0 for option in c.options} for c in candidates]
    for by_cost, candidate in zip(effective_by_cost, candidates, strict=True):
        for option in candidate.options:
            by_cost[option.cost] = max(by_cost[option.cost], option.effective)
    worths = [[c.count * worth for worth in goal] for c, goal in zip(candidates, goals, strict=True)]
    weights = tuple(start)
    best: Weights | None = None
    best_bound = 0.0
    mixtures: list[list[float]] = []
    for _ in range(_ROUNDS):
        if not afford(2 * len(goals) + len(needs) * (len(needs) + len(mixtures) + 1) ** 2 // _CELLS_PER_NODE):
            break
        priced = lagrangian.priced_hulls(weighted_prices(goals, weights))
        _, below, above = lagrangian.minimum(priced)
        needed = sum([x * need for x, need in zip(weights, needs, strict=True)])
        least = min(below.bound, above.bound)
        bound = (least - needed) / sum(weights)
        if best is None or bound < best_bound:
            best, best_bound = Weights(weights, least, False), bound
        served = [_served(choice, effective_by_cost, worths, len(needs)) for choice in (below, above)]
        mixtures.append(_mix(lagrangian.seconds, (below, above), served, needs))
        played, value = solve_matrix_game(mixtures)
        if enough is not None and value >= enough:
            return best._replace(enough=True)
        if best_bound - value <= _CLOSE:
            break
        whole = sum(best.weights)
        weights = tuple([round(SCALE * (0.7 * x / whole + 0.3 * y)) for x, y in zip(best.weights, played, strict=True)])
    return best or Weights(weights, lagrangian.bound(weighted_prices(goals, weights)), False)


def _served(
    choice: PricedChoice, effective_by_cost: Sequence[dict[int, int]], worths: Sequence[Sequence[int]], needs: int
) -> list[int]:
    """Return how much of each need a relaxed plan meets."""
    served = [0] * needs
    for k, cost in choice.taken:
        effective = effective_by_cost[k][cost]
        for need, worth in enumerate(worths[k]):
            served[need] += worth * effective
    return served


def _mix(
    seconds: int, choices: tuple[PricedChoice, PricedChoice], served: list[list[int]], needs: Sequence[int]
) -> list[float]:
    """Mix two relaxed plans so that they use exactly the available seconds; return the surplus for each need."""
    below, above = choices
    over = below.seconds - above.seconds
    share = min(1.0, max(0.0, (seconds - above.seconds) / over)) if over else 1.0
    return [share * more + (1 - share) * less - need for more, less, need in zip(*served, needs, strict=True)]


def solve_matrix_game(payoffs: Sequence[Sequence[float]]) -> tuple[list[float], float]:
    """Return the weights, adding up to 1, under which the largest weighted payoff is smallest, and that payoff.

    ``payoffs`` has a row for each choice of the other player and a column for each weight.
    """
    columns, rows = len(payoffs[0]), len(payoffs)
    shift = 1.0 - min([min(row) for row in payoffs])  # a game of positive payoffs has a positive value to divide by
    table = [
        [payoff + shift for payoff in row] + [1.0 if i == j else 0.0 for i in range(rows)] + [1.0]
        for j, row in enumerate(payoffs)
    ]
    goal = [-1.0] * columns + [0.0] * (rows + 1)
    basis = list(range(columns, columns + rows))
    for _ in range(_PIVOTS):
        entering = min(range(columns + rows), key=goal.__getitem__)
        ratios = [
            (row[-1] / row[entering], place)
            for place, row in enumerate(table)
            if goal[entering] < -_TINY and row[entering] > _TINY
        ]
        if not ratios:
            break
        leaving = min(ratios)[1]
        pivot = table[leaving][entering]
        pivot_row = table[leaving] = [x / pivot for x in table[leaving]]
        for place, row in enumerate(table):
            factor = row[entering]
            if place != leaving and factor:
                table[place] = [x - factor * y for x, y in zip(row, pivot_row, strict=True)]
        factor = goal[entering]
        goal = [x - factor * y for x, y in zip(goal, pivot_row, strict=True)]
        basis[leaving] = entering
    plays = [0.0] * columns
    for place, variable in enumerate(basis):
        if variable < columns:
            plays[variable] = max(0.0, table[place][-1])
    total = fsum(plays)
    if total <= 0:
        return [1 / columns] * columns, max([fsum(row) / columns for row in payoffs])
    return [play / total for play in plays], 1 / total - shift
