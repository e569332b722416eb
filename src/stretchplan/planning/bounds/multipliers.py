"""How to weigh several needs against each other, so that one bound speaks for all of them.

A plan that meets every need also meets every weighted sum of them. So a bound on one weighted sum rules out what
cannot meet them all, whatever the weights; the best weights are those under which the bound lies lowest. They are
found by Kelley's cutting planes: each bound comes with a mixture of plans that reaches it; the weights that do best
against all mixtures seen so far are those of a matrix game, which a small simplex solves exactly; and the next
weights tried lie between them and the best ones so far, which keeps the steps from swinging.

Any weights give a valid bound, so nothing here can make an answer wrong, only slow. All of it is in whole numbers
and in the four operations of floating-point arithmetic, which every machine carries out alike.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from math import fsum

from stretchplan.planning.bounds.lagrangian import Rates, Tide

__all__ = ["SCALE", "balance", "game"]

SCALE = 4096
"""What the weights add up to, about."""

_ROUNDS = 60
_CLOSE = 1
"""How near to the best weights is near enough, in half-seconds of the bound."""

_PIVOTS = 500
"""As many steps as a game may take; it takes about as many as it has weights and rows."""

_TINY = 1e-11


def balance(
    rates: Rates,
    weights: Sequence[Sequence[int]],
    needs: Sequence[int],
    start: Sequence[int],
    charge: Callable[[int], None],
) -> tuple[int, ...]:
    """Return weights for some needs under which the bound of their weighted sum lies low.

    Parameters
    ----------
    rates
        Of the candidates.
    weights
        For each candidate and need, what an effective second is worth towards it.
    needs
        How much of each is needed, in half-seconds.
    start
        Weights to begin with.
    charge
        Called with the work done, in nodes.

    Returns
    -------
    tuple
        Whole numbers, 0 or more, not all 0.
    """
    effective = rates.corners([[option.effective for option in c.options] for c in rates.candidates])
    given = [{option.cost: 0 for option in c.options} for c in rates.candidates]
    for had, candidate in zip(given, rates.candidates, strict=True):
        for option in candidate.options:
            had[option.cost] = max(had[option.cost], option.effective)
    now = tuple(start)
    best, best_bound = now, None
    mixtures: list[list[float]] = []
    guess = SCALE
    for _ in range(_ROUNDS):
        prices = [sum([w * x for w, x in zip(of, now, strict=True)]) for of in weights]
        choices = [
            [(cost, price * worth) for cost, worth in line] for line, price in zip(effective, prices, strict=True)
        ]
        rate, below, above = rates.least(choices, guess=guess)
        charge(len(weights))
        guess = max(1, rate + rate // 4)
        total = sum(now)
        bound = (min(below.bound, above.bound) - sum([x * need for x, need in zip(now, needs, strict=True)])) / total
        if best_bound is None or bound < best_bound:
            best, best_bound = now, bound
        mixtures.append(_mixture(rates, below, above, given, weights, needs))
        played, value = game(mixtures)
        if best_bound - value <= _CLOSE:
            break
        whole = sum(best)
        now = tuple([round(SCALE * (0.7 * x / whole + 0.3 * y)) for x, y in zip(best, played, strict=True)])
    return best


def _mixture(
    rates: Rates,
    below: Tide,
    above: Tide,
    given: Sequence[dict[int, int]],
    weights: Sequence[Sequence[int]],
    needs: Sequence[int],
) -> list[float]:
    """Return by how much the mixture of two tides that uses just the seconds there are exceeds each need."""
    over = below.seconds - above.seconds
    share = min(1.0, max(0.0, (rates.seconds - above.seconds) / over)) if over else 1.0
    totals = []
    for tide in (below, above):
        served = [0] * len(needs)
        for k, cost in tide.taken:
            effective = given[k][cost]
            for need, weight in enumerate(weights[k]):
                served[need] += weight * effective
        totals.append(served)
    return [share * one + (1 - share) * other - need for one, other, need in zip(*totals, needs, strict=True)]


def game(payoffs: Sequence[Sequence[float]]) -> tuple[list[float], float]:
    """Solve a matrix game: weights, adding up to 1, that keep the largest weighted payoff smallest.

    Parameters
    ----------
    payoffs
        One row for each thing the other player may choose, one column for each weight.

    Returns
    -------
    tuple
        The weights, and the largest weighted payoff under them.
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
