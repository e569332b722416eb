"""The best plan by trying every plan: docs/objective.md and docs/schedule.md read out loud.

Nothing here is clever: every set of stretches, every order of the set, every dose of every stretch. It shares
no code with the library's planning or safety, nor with the CP-SAT oracle: of the library it uses the
catalogue and the request, as data only.
"""

from __future__ import annotations

from itertools import combinations, pairwise, permutations, product
from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from stretchplan import Catalog, PlanRequest
    from stretchplan.catalog.models import Stretch


class Answer(NamedTuple):
    """The best plan.

    Attributes
    ----------
    doses
        Stretch id to (sets, amount), in catalogue order.
    order
        Stretch ids in the order of the session.
    objective
        Levels 1 to 5: least served, total served (both in half-seconds), stretches, stretching seconds,
        changes of position. The last one is better when it is less.
    total_seconds
        Length of the session.
    """

    doses: dict[str, tuple[int, int]]
    order: tuple[str, ...]
    objective: tuple[int, int, int, int, int]
    total_seconds: int


def best(catalog: Catalog, request: PlanRequest) -> Answer | None:
    """Return the best plan, or None when there is none.

    Parameters
    ----------
    catalog
        A small one: the time grows with the product of all the numbers of doses.
    request
        Its ``targets`` must be areas of the catalogue.
    """
    allowed = [(s, doses_left(s, request.days_since_injury)) for s in catalog.stretches]
    allowed = [(s, doses) for s, doses in allowed if doses]
    counted = request.targets or {area for s, _ in allowed for area in areas_of(s)}

    winner: tuple[tuple[object, ...], Answer] | None = None
    for size in range(1, len(allowed) + 1):
        for chosen in combinations(allowed, size):
            stretches = [s for s, _ in chosen]
            if not all(any(area in areas_of(s) for s in stretches) for area in request.targets):
                continue
            order = best_order(stretches)  # once for the set, whatever the doses
            if order is None:
                continue
            changes = position_changes(order)
            time_for_doses = request.budget_seconds - moving_seconds(order, request)
            for doses in product(*(doses for _, doses in chosen)):
                seconds = sum(stretch_seconds(s, *dose, request) for s, dose in zip(stretches, doses, strict=True))
                if seconds > time_for_doses:
                    continue
                plan = dict(zip((s.id for s in stretches), doses, strict=True))
                served = [served_half_seconds(area, stretches, doses) for area in counted]
                stretching = sum(
                    sides(s) * sets * work_seconds(s, amount)
                    for s, (sets, amount) in zip(stretches, doses, strict=True)
                )
                levels = (min(served), sum(served), size, stretching, -changes)
                key = (*levels, tie_break(catalog, plan))
                if winner is None or key > winner[0]:
                    objective = (*levels[:4], changes)
                    total = seconds + moving_seconds(order, request)
                    winner = key, Answer(plan, tuple(s.id for s in order), objective, total)
    return None if winner is None else winner[1]


def doses_left(stretch: Stretch, day: int | None) -> list[tuple[int, int]]:
    """Return the (sets, amount) that the rules leave of a stretch on a day."""
    if day is not None and day < stretch.first_allowed_day:
        return []
    dose = stretch.dose
    if dose.kind == "repetitions":
        amounts = list(range(dose.min_repetitions, dose.max_repetitions + 1))
    else:
        amounts = list(range(dose.min_seconds, dose.max_seconds + 1, dose.step_seconds))
    lowest, highest = min(amounts), max(amounts)
    if day is None or day >= 42:
        most_sets, most_amount = 4, highest
    elif day >= 7:
        most_sets, most_amount = 3, (lowest + highest) // 2
    else:
        most_sets, most_amount = 2, lowest
    return [
        (sets, amount)
        for sets in range(dose.min_sets, dose.max_sets + 1)
        for amount in amounts
        if sets <= most_sets and amount <= most_amount and (sets - 1) * work_seconds(stretch, amount) < 60
    ]


def work_seconds(stretch: Stretch, amount: int) -> int:
    """Return the seconds of one piece of work: repetitions take one breath each."""
    if stretch.dose.kind == "repetitions":
        assert stretch.breath is not None
        return amount * (stretch.breath.inhale_seconds + stretch.breath.exhale_seconds)
    return amount


def sides(stretch: Stretch) -> int:
    """Return how many times a set is done."""
    return {"each": 2, "both": 1}[stretch.sides]


def areas_of(stretch: Stretch) -> set[str]:
    """Return every area that a stretch works."""
    return {*stretch.targets.primary, *stretch.targets.secondary}


def effective_seconds(stretch: Stretch, sets: int, amount: int) -> int:
    """Return the seconds per side over all sets, at most 60."""
    return min(60, sets * work_seconds(stretch, amount))


def served_half_seconds(area: str, stretches: list[Stretch], doses: tuple[tuple[int, int], ...]) -> int:
    """Return what an area gets: 2 for each effective second as a primary target, 1 as a secondary one."""
    served = 0
    for stretch, (sets, amount) in zip(stretches, doses, strict=True):
        if area in stretch.targets.primary:
            served += 2 * effective_seconds(stretch, sets, amount)
        elif area in stretch.targets.secondary:
            served += effective_seconds(stretch, sets, amount)
    return served


def stretch_seconds(stretch: Stretch, sets: int, amount: int, request: PlanRequest) -> int:
    """Return how long a stretch takes with its changes of side or its rests, without the move into it."""
    work = work_seconds(stretch, amount)
    if stretch.sides == "each":
        return 2 * sets * work + (2 * sets - 1) * request.pace.change_side_seconds
    return sets * work + (sets - 1) * request.pace.rest_seconds


def moving_seconds(order: tuple[Stretch, ...], request: PlanRequest) -> int:
    """Return the seconds of getting ready and of the moves between stretches."""
    seconds = request.pace.get_ready_seconds
    for one, next_one in pairwise(order):
        if one.position == next_one.position:
            seconds += request.pace.settle_seconds
        else:
            seconds += request.pace.change_position_seconds
    return seconds


def position_changes(order: tuple[Stretch, ...]) -> int:
    """Return how many stretches start in another position than the one before them."""
    return sum(one.position != next_one.position for one, next_one in pairwise(order))


def tie_break(catalog: Catalog, plan: dict[str, tuple[int, int]]) -> tuple[tuple[int, ...], ...]:
    """Return level 6, stretch by stretch in catalogue order; more is better, and not being in is least."""
    places: list[tuple[int, ...]] = []
    for stretch in catalog.stretches:
        if stretch.id not in plan:
            places.append(())
        else:
            sets, amount = plan[stretch.id]
            stretching = sides(stretch) * sets * work_seconds(stretch, amount)
            places.append((effective_seconds(stretch, sets, amount), stretching, -sets))
    return tuple(places)


def best_order(stretches: list[Stretch]) -> tuple[Stretch, ...] | None:
    """Return the order of a set of stretches given in catalogue order, or None when none keeps the rules."""
    # permutations() go on from the order given, place by place, and min() keeps the first of equals.
    orders = [order for order in permutations(stretches) if may_be_done_in(order)]
    return min(orders, key=position_changes, default=None)


def may_be_done_in(order: tuple[Stretch, ...]) -> bool:
    """Return whether an order keeps the rules."""
    if order[0].style == "strengthening":
        return False
    if any(s.ordering.opens for s in order) and not order[0].ordering.opens:
        return False
    place = {s.id: i for i, s in enumerate(order)}
    for stretch in order:
        if any(place[other] > place[stretch.id] for other in stretch.ordering.after if other in place):
            return False
        before = stretch.ordering.straight_after
        if before in place and place[stretch.id] != place[before] + 1:
            return False
    return True
