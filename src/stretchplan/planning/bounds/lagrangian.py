"""How good can any plan be, and what does each dose lose? Lagrangian relaxation of the time limit.

Give each second a price, the rate. The surplus of a dose is its worth minus the price of its seconds. Each stretch
takes the dose with the largest surplus, or none. A position is used if the surpluses of its stretches are together more
than the price of changing to it. Once time has a price, positions no longer depend on each other. At any rate, the
total surplus plus the price of all available seconds bounds every plan. Bisection finds the rate of the least bound.

The *loss* of a dose is how far the bound falls when a plan must have that dose (in other words: its reduced cost). A
plan with the dose is at least that far below the bound. So once a plan is known, every dose that loses more than the
gap between that plan and the bound can be ruled out: no better plan has it.

Reference: M. L. Fisher, The Lagrangian relaxation method for solving integer programming problems, Management Science
27 (1981).
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import NamedTuple

from stretchplan.planning.bounds.knapsack import concave_hull
from stretchplan.planning.model.problem import Option

__all__ = ["Candidate", "LagrangianBound", "Losses", "PricedChoice", "weighted_prices"]

_PRECISION = 512
"""Bisection ends when the rate is known to one part in 512; a more exact rate hardly lowers the bound."""

_STEPS = 16
"""Each step from the likely rate is so many times as long as the one before, and at least one part in so many of it."""

_DEAR = 1 << 100
"""A higher rate than that of any bound."""

_NONE = -1 << 200
"""Less than any surplus."""

_DOSES_PER_NODE = 8
"""Doses whose losses take about as long as one node."""


@dataclass(frozen=True, slots=True)
class Candidate:
    """A stretch that the search may take, or several that nothing tells apart."""

    indices: tuple[int, ...]  # their places among the items of the problem
    options: tuple[Option, ...]  # best first by level 7 of the objective
    weights: tuple[int, ...]  # for each counted area 4, 2, 1 or 0
    position: int  # as a bit
    must: bool  # whether the plan must have each of them

    @property
    def count(self) -> int:
        """How many stretches they are."""
        return len(self.indices)


def weighted_prices(goals: Sequence[Sequence[int]], shares: Sequence[int]) -> list[int]:
    """Return, for each candidate, what an effective second is worth towards several goals together.

    ``goals`` has the worth of an effective second for each candidate and goal; ``shares`` are the goals' weights.
    """
    return [sum([x * w for x, w in zip(shares, goal, strict=True)]) for goal in goals]


_Priced = list[tuple[list[tuple[int, int, Sequence[tuple[int, int]]]], bool]]
"""For each position its candidates (place, how many it stands for, hull), and whether it must be used."""


class PricedChoice(NamedTuple):
    """The relaxed plan at one rate."""

    bound: int  # no plan is worth more
    seconds: int  # how many it uses, perhaps more than are available
    taken: list[tuple[int, int]]  # places of the candidates taken (all alike), with the seconds of the dose


class Losses(NamedTuple):
    """How far the bound falls for each choice."""

    bound: int  # no plan is worth more
    doses: tuple[tuple[int, ...], ...]  # for each candidate, the loss of each of its doses, taken once
    without: tuple[int | None, ...]  # for each candidate, the loss of leaving one out; None: it must be in
    rate: int = 0  # the price of a second


class LagrangianBound:
    """The Lagrangian bound for some candidates and any worths of their doses.

    ``available`` seconds are for doses and changes of position; a change takes ``change`` seconds beyond settling.
    ``charge`` is called with the nodes that bounds and losses take.
    """

    def __init__(
        self,
        candidates: Sequence[Candidate],
        available: int,
        change: int,
        charge: Callable[[int], None] | None = None,
    ) -> None:
        self.candidates = candidates
        self._charge = charge
        # Every position is charged a change. The first one needs none, so its seconds are added here.
        self.seconds: int = available + change
        self._change = change
        groups: dict[int, list[tuple[int, int]]] = {}
        for place, candidate in enumerate(candidates):
            groups.setdefault(candidate.position, []).append((place, candidate.count))
        self._effective: list[list[tuple[int, int]] | None] = [None] * len(candidates)
        self._groups = [(members, any(candidates[k].must for k, _ in members)) for members in groups.values()]

    def hulls(self, worths: Sequence[Sequence[int]]) -> list[list[tuple[int, int]]]:
        """Return, for each candidate, the doses with the largest surplus at some rate, as ``(seconds, worth)``."""
        return [
            concave_hull(
                [(option.cost, worth) for option, worth in zip(c.options, worth_of, strict=True)], from_zero=not c.must
            )
            for c, worth_of in zip(self.candidates, worths, strict=True)
        ]

    def _effective_hull(self, place: int) -> list[tuple[int, int]]:
        """Return the hull of a candidate where each effective second is worth one; it is worked out once."""
        hull = self._effective[place]
        if hull is None:
            candidate = self.candidates[place]
            doses = [(option.cost, option.effective) for option in candidate.options]
            hull = self._effective[place] = concave_hull(doses, from_zero=not candidate.must)
        return hull

    def priced_hulls(self, prices: Sequence[int]) -> list[list[tuple[int, int]]]:
        """Return the hulls where an effective second of each candidate has a price, 0 or more."""
        hulls = []
        for place, price in enumerate(prices):
            candidate = self.candidates[place]
            if price:
                hulls.append([(cost, price * worth) for cost, worth in self._effective_hull(place)])
            else:
                hulls.append([(min([option.cost for option in candidate.options]) if candidate.must else 0, 0)])
        return hulls

    def by_position(self, hulls: Sequence[Sequence[tuple[int, int]]]) -> _Priced:
        """Return for each position its candidates with their hulls, without those that are worth nothing."""
        groups: _Priced = []
        for places, must in self._groups:
            members = [(k, count, hulls[k]) for k, count in places if len(hulls[k]) > 1 or hulls[k][0][0]]
            if members:
                groups.append((members, must))
        return groups

    def at(self, rate: int, groups: _Priced, position_penalty: int = 0) -> PricedChoice:
        """Return the relaxed plan at a rate, 0 or more; each position used takes off ``position_penalty`` of worth."""
        bound, used = rate * self.seconds, 0
        taken: list[tuple[int, int]] = []
        position_price = rate * self._change + position_penalty
        for members, must in groups:
            surplus = -position_price
            seconds = self._change
            in_position = []
            for k, count, hull in members:
                best, best_cost = _NONE, 0
                for cost, worth in hull:
                    beyond = worth - rate * cost
                    if beyond <= best:
                        break  # a hull rises less and less
                    best, best_cost = beyond, cost
                if best_cost:
                    surplus += count * best
                    seconds += count * best_cost
                    in_position.append((k, best_cost))
            if must or surplus > 0:
                bound += surplus
                used += seconds
                taken += in_position
        return PricedChoice(bound, used, taken)

    def minimum(
        self, hulls: Sequence[Sequence[tuple[int, int]]], position_penalty: int = 0
    ) -> tuple[int, PricedChoice, PricedChoice]:
        """Find the rate of the least bound; each position used takes off ``position_penalty`` of worth.

        The search begins at a likely rate, finds one on the other side, and goes on by bisection.

        Returns
        -------
        tuple
            The rate, and the relaxed plans at the two ends of the last interval. The first takes too many seconds, the
            second fits. The rate is that of the plan with the lower bound. Both plans are the same when time does not
            limit the plan, or when the stretches that it must have do not fit.
        """
        groups = self.by_position(hulls)
        shortest = sum([self._change + sum([n * hull[0][0] for _, n, hull in group]) for group, must in groups if must])
        if shortest > self.seconds:  # the stretches that must be in do not fit, at any price
            choice = self.at(_DEAR, groups, position_penalty)
            return _DEAR, choice, choice
        rate, step = self._likely_rate(groups), 1
        below_rate = above_rate = 0
        below: PricedChoice | None = None
        above: PricedChoice | None = None
        while below is None or above is None:  # in growing steps, up or down
            choice = self.at(rate, groups, position_penalty)
            if choice.seconds > self.seconds:
                below_rate, below = rate, choice
                rate += step
            else:
                above_rate, above = rate, choice
                if not rate:
                    return 0, above, above
                rate = max(0, rate - step)
            step = max(_STEPS * step, rate // _STEPS)
        while above_rate - below_rate > max(1, above_rate // _PRECISION):
            # Each end gives a tangent of the bound, a convex function of the rate: where they meet, it is least.
            short, spare = below.seconds - self.seconds, self.seconds - above.seconds
            rate = (below.bound + short * below_rate - above.bound + spare * above_rate) // (short + spare)
            rate = min(max(rate, below_rate + 1), above_rate - 1)
            choice = self.at(rate, groups, position_penalty)
            known = choice.seconds in (below.seconds, above.seconds)
            if choice.seconds > self.seconds:
                below_rate, below = rate, choice
            else:
                above_rate, above = rate, choice
            if known:  # the tangents meet here, but for rounding: no rate has a lower bound
                break
        return (below_rate if below.bound < above.bound else above_rate), below, above

    def _likely_rate(self, groups: _Priced) -> int:
        """Return the rate at which the doses would fill the time if every position were used."""
        seconds = self.seconds
        pieces = []
        for members, _ in groups:
            seconds -= self._change
            for _, count, hull in members:
                seconds -= count * hull[0][0]
                pieces += [((y1 - y0) // (x1 - x0), count * (x1 - x0)) for (x0, y0), (x1, y1) in pairwise(hull)]
        pieces.sort(reverse=True)
        for rate, length in pieces:
            seconds -= length
            if seconds < 0:
                return rate
        return 0

    def bound(self, prices: Sequence[int]) -> int:
        """Return the least bound: no plan is worth more; ``prices`` of an effective second by candidate."""
        if self._charge is not None:
            self._charge(1 + len(prices))
        _, below, above = self.minimum(self.priced_hulls(prices))
        return min(below.bound, above.bound)

    def priced_losses(self, prices: Sequence[int]) -> Losses:
        """Return the least bound, and what each choice loses against it; ``prices`` as for :meth:`bound`."""
        worths = [
            [price * option.effective for option in c.options] for c, price in zip(self.candidates, prices, strict=True)
        ]
        return self._losses(worths, self.priced_hulls(prices), 0)

    def losses(self, worths: Sequence[Sequence[int]], position_penalty: int = 0) -> Losses:
        """Return the least bound, and what each choice loses against it; ``worths`` by candidate and dose."""
        return self._losses(worths, self.hulls(worths), position_penalty)

    def _losses(
        self,
        worths: Sequence[Sequence[int]],
        hulls: Sequence[Sequence[tuple[int, int]]],
        position_penalty: int,
    ) -> Losses:
        if self._charge is not None:
            self._charge(1 + len(worths) + sum(map(len, worths)) // _DOSES_PER_NODE)
        rate, below, above = self.minimum(hulls, position_penalty)
        position_price = rate * self._change + position_penalty
        doses: list[tuple[int, ...]] = [()] * len(worths)
        without: list[int | None] = [None] * len(worths)
        for members, must in self._groups:
            beyond = {
                k: [worth - rate * o.cost for o, worth in zip(self.candidates[k].options, worths[k], strict=True)]
                for k, _ in members
            }
            best = {k: max(beyond[k]) if self.candidates[k].must else max(0, *beyond[k]) for k, _ in members}
            surplus = sum([count * best[k] for k, count in members]) - position_price
            counted = surplus if must else max(0, surplus)
            for k, _ in members:
                others = surplus - best[k]
                doses[k] = tuple([counted - (others + value) for value in beyond[k]])
                if not self.candidates[k].must:
                    without[k] = counted - (others if must else max(0, others))
        return Losses(min(below.bound, above.bound), tuple(doses), tuple(without), rate)
