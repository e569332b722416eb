"""Which doses can be in no plan that gives each area what it needs? Each area by itself tells.

An area's Lagrangian bound says how much it can get at most. What loses more against that bound than the area can spare
is in no such plan: a dose is ruled out, or a stretch must be in. An area that few stretches serve is settled that way.
"""

from __future__ import annotations

from collections.abc import Sequence

from stretchplan.planning.bounds.lagrangian import Candidate
from stretchplan.planning.search.state import SearchState

__all__ = ["reduced"]

_CANDIDATES_PER_NODE = 2
"""Candidates that take about as long as one node to look at for one area."""


def reduced(state: SearchState, needs: Sequence[int]) -> list[Candidate] | None:
    """Return the candidates with the doses that may be in a plan that meets the needs; None when there is no such plan.

    ``needs`` has the quarter-seconds that each counted area must get today. Each area is looked at once, with what the
    ones before it have left; a second look hardly ever rules out more.
    """
    left, untouched = list(state.candidates), True
    for area, need in enumerate(needs):
        if need <= 0:
            continue
        if untouched:
            losses = state.losses_of_area(area)
        else:
            state.budget.check()
            losses = state.bound_of(left).priced_losses([c.weights[area] for c in left])
        state.budget.spend_up_to(len(left) // _CANDIDATES_PER_NODE)
        spare = losses.bound - need
        if spare < 0:
            return None
        kept = []
        for candidate, of_doses, without in zip(left, losses.doses, losses.without, strict=True):
            options = tuple([o for o, loss in zip(candidate.options, of_doses, strict=True) if loss <= spare])
            must = candidate.must or (without is not None and without > spare)
            if not options and must:
                return None
            if len(options) == len(candidate.options) and must == candidate.must:
                kept.append(candidate)
            elif options:
                kept.append(Candidate(candidate.indices, options, candidate.weights, candidate.position, must))
        if not kept:
            return None
        if kept != left:
            left, untouched = kept, False
    return left
