"""What a second of the session is worth: a bound on every plan, and what each dose loses against it.

Give the seconds of the session a price, the rate. Each stretch then takes the dose that is worth most beyond the
price of its seconds, or none; each position is used when its stretches together are worth more than changing to
it. What all that comes to, and the price of all the seconds there are, is never less than the worth of any plan:
a plan's worth is the surplus of its stretches and positions and the price of the seconds it uses, and none of these
is more than was counted. This holds at any rate (it is the Lagrangian relaxation of the one limit on time), so the
rate is sought at which the bound is least. Positions stay whole in it: once time has a price, they no longer
depend on each other.

The *loss* of a dose is by how much the bound falls when the plan has to have that dose. What a plan with it is worth
lies at least so far below the bound. So when a plan is known, every dose that loses more than the gap between that
plan and the bound can be left out: no better plan has it.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import NamedTuple

from stretchplan.planning.bounds.knapsack import corners
from stretchplan.planning.model.problem import Option

__all__ = ["Candidate", "Losses", "Rates", "Tide", "weighed"]

_PRECISION = 512
"""The rate is found to one part in so many: finer ones hardly lower the bound."""


@dataclass(frozen=True, slots=True)
class Candidate:
    """A stretch that is still in question.

    Attributes
    ----------
    index
        Its place among the items of the problem.
    options
        Its doses, best first by level 6 of the objective.
    weights
        For each counted area 2, 1 or 0.
    position
        As a bit.
    must
        Whether the plan has to have it.
    """

    index: int
    options: tuple[Option, ...]
    weights: tuple[int, ...]
    position: int
    must: bool


def weighed(candidates: Sequence[Candidate], goals: Sequence[Sequence[int]], shares: Sequence[int]) -> list[list[int]]:
    """Return, for each candidate, what its options are worth towards several goals together.

    Parameters
    ----------
    candidates
        The stretches in question.
    goals
        For each candidate and goal, what an effective second is worth towards it.
    shares
        How much each goal counts.
    """
    prices = [sum([x * w for x, w in zip(shares, goal, strict=True)]) for goal in goals]
    return [[price * option.effective for option in c.options] for c, price in zip(candidates, prices, strict=True)]


class Tide(NamedTuple):
    """What is taken at one rate.

    Attributes
    ----------
    bound
        No plan is worth more.
    seconds
        How many are used; they may be more or less than there are.
    taken
        Places of the candidates taken, each with the seconds of its dose.
    """

    bound: int
    seconds: int
    taken: list[tuple[int, int]]


class Losses(NamedTuple):
    """By how much the bound falls for each choice.

    Attributes
    ----------
    bound
        No plan is worth more.
    doses
        For each candidate, the loss of each of its options.
    without
        For each candidate, the loss of leaving it out; None when it has to be in.
    """

    bound: int
    doses: tuple[tuple[int, ...], ...]
    without: tuple[int | None, ...]


class Rates:
    """Finds rates for some candidates.

    Parameters
    ----------
    candidates
        The stretches in question.
    available
        Seconds for their doses and the changes of position.
    change
        Seconds that a change of position takes more than settling.
    """

    def __init__(self, candidates: Sequence[Candidate], available: int, change: int) -> None:
        self.candidates = candidates
        # Every position is charged a change, and the first one is paid back here: a plan has at least one.
        self.seconds = available + change
        self._change = change
        groups: dict[int, list[int]] = {}
        for place, candidate in enumerate(candidates):
            groups.setdefault(candidate.position, []).append(place)
        self._groups = [(members, any(candidates[k].must for k in members)) for members in groups.values()]

    def corners(self, worths: Sequence[Sequence[int]]) -> list[list[tuple[int, int]]]:
        """Return, for each candidate, the doses that are worth most at some rate, as (seconds, worth)."""
        return [
            corners([(option.cost, worth) for option, worth in zip(c.options, worth_of, strict=True)], empty=not c.must)
            for c, worth_of in zip(self.candidates, worths, strict=True)
        ]

    def at(self, rate: int, choices: Sequence[Sequence[tuple[int, int]]], toll: int = 0) -> Tide:
        """Take what is worth most at a rate.

        Parameters
        ----------
        rate
            Worth of a second, 0 or more.
        choices
            What :meth:`corners` returned.
        toll
            Worth that each position costs besides its seconds.
        """
        bound, used = rate * self.seconds, 0
        taken: list[tuple[int, int]] = []
        fare = rate * self._change + toll
        for members, must in self._groups:
            surplus = -fare
            seconds = self._change
            mine = []
            for k in members:
                best = best_cost = -1
                for cost, worth in choices[k]:
                    beyond = worth - rate * cost
                    if beyond > best or best_cost < 0:
                        best, best_cost = beyond, cost
                surplus += best
                if best_cost:
                    seconds += best_cost
                    mine.append((k, best_cost))
            if must or surplus > 0:
                bound += surplus
                used += seconds
                taken += mine
        return Tide(bound, used, taken)

    def least(
        self, choices: Sequence[Sequence[tuple[int, int]]], toll: int = 0, guess: int = 1
    ) -> tuple[int, Tide, Tide]:
        """Find the rate of the least bound.

        Parameters
        ----------
        choices, toll
            As for :meth:`at`.
        guess
            A rate to begin with, at least 1.

        Returns
        -------
        tuple
            A rate, and what is taken just below it (more seconds than there are) and just above it (no more than
            there are); the rate is that of the lower bound of the two. Both are the same when time is no matter, or
            when what has to be in does not fit.
        """
        below_rate, below = 0, self.at(0, choices, toll)
        if below.seconds <= self.seconds:
            return 0, below, below
        above_rate = guess
        above = self.at(above_rate, choices, toll)
        while above.seconds > self.seconds:
            if above.seconds == below.seconds and above_rate > 1 << 100:
                return below_rate, below, below  # nothing gives way: what must be in takes more than there is
            below_rate, below = above_rate, above
            above_rate *= 4
            above = self.at(above_rate, choices, toll)
        while above_rate - below_rate > max(1, above_rate // _PRECISION):
            rate = (below_rate + above_rate) // 2
            tide = self.at(rate, choices, toll)
            if tide.seconds > self.seconds:
                below_rate, below = rate, tide
            else:
                above_rate, above = rate, tide
        return (below_rate if below.bound < above.bound else above_rate), below, above

    def losses(self, worths: Sequence[Sequence[int]], toll: int = 0, guess: int = 1) -> Losses:
        """Return the least bound, and what each choice loses against it.

        Parameters
        ----------
        worths
            For each candidate, what each of its options is worth.
        toll, guess
            As for :meth:`least`.
        """
        choices = self.corners(worths)
        rate, below, above = self.least(choices, toll, guess)
        fare = rate * self._change + toll
        doses: list[tuple[int, ...]] = [()] * len(worths)
        without: list[int | None] = [None] * len(worths)
        for members, must in self._groups:
            beyond = {
                k: [worth - rate * o.cost for o, worth in zip(self.candidates[k].options, worths[k], strict=True)]
                for k in members
            }
            best = {k: max(beyond[k]) if self.candidates[k].must else max(0, *beyond[k]) for k in members}
            surplus = sum(best.values()) - fare
            counted = surplus if must else max(0, surplus)
            for k in members:
                others = surplus - best[k]
                doses[k] = tuple([counted - (others + value) for value in beyond[k]])
                if not self.candidates[k].must:
                    without[k] = counted - (others if must else max(0, others))
        return Losses(min(below.bound, above.bound), tuple(doses), tuple(without))
