"""The best plan by trying every plan: docs/objective.md and docs/schedule.md, word for word.

Nothing here is clever: every set of stretches, every order of the set, every dose of every stretch. It shares
no code with the library's planning or safety, nor with the CP-SAT oracle: of the library it uses the
catalogue, the request and the policy, as data only. What the conditions rule out is written down here once more.
"""

from __future__ import annotations

from fractions import Fraction
from itertools import combinations, pairwise, permutations, product
from math import ceil
from typing import TYPE_CHECKING, NamedTuple

from tests.support.timing import Timing, timing

if TYPE_CHECKING:
    from collections.abc import Callable

    from stretchplan import Catalog, PlanRequest, Policy
    from stretchplan.catalog.stretch import Stretch

FORBIDDEN_LOADS = {
    "osteoporosis": {"end_range_flexion", "one_leg_balance"},
    "spinal_stenosis": {"end_range_extension"},
    "spondylolisthesis": {"end_range_extension"},
    "hip_replacement": {"deep_hip_flexion", "hip_adduction_or_rotation"},
    "knee_pain": {"deep_knee_flexion"},
    "wrist_pain": {"wrist_push"},
    "pregnancy": {"one_leg_balance"},
    "disc_leg_pain": set(),
}
"""For each condition, the loads that it forbids. A stretch of unknown loads has all of them."""
WITH_CARE = {"disc_leg_pain": {"end_range_flexion"}}
"""For each condition, the loads that allow only the lowest dose."""


class Answer(NamedTuple):
    """The best plan.

    Attributes
    ----------
    doses
        Stretch id to (sets, amount), in catalogue order.
    order
        Stretch ids in the order of the session.
    objective
        Levels 1 to 5: least served, total served (both in quarter-seconds), stretches, stretching seconds,
        changes of position. The last one is better when it is less.
    total_seconds
        Length of the session.
    rested_days
        Days since each stretch of the plan was last done, added up: what decides among equally many stretches.
    """

    doses: dict[str, tuple[int, int]]
    order: tuple[str, ...]
    objective: tuple[int, int, int, int, int]
    total_seconds: int
    rested_days: int = 0


def best(
    catalog: Catalog,
    request: PlanRequest,
    policy: Policy | None = None,
    *,
    counted: set[str] | None = None,
    kept_out: frozenset[str] = frozenset(),
    had: dict[str, int] | None = None,
    rested: dict[str, int] | None = None,
    within: dict[str, set[tuple[int, int]]] | None = None,
    before: dict[str, tuple[int, int]] | None = None,
) -> Answer | None:
    """Return the best plan, or None when there is none.

    Parameters
    ----------
    catalog
        A small one: the time grows with the product of all the numbers of doses.
    request
        Its ``targets`` must be areas of the catalogue.
    policy
        The caller's narrower bounds.
    counted
        The areas that count; None for those that docs/objective.md counts.
    kept_out
        Stretches that may not be in.
    had
        By area, the quarter-seconds of the six days before, which count on levels 1 and 2.
    rested
        By stretch, the days since it was last done: after fewer than seven its seconds count for less.
    within
        By stretch, the doses that the rules over time leave; None where they bound nothing.
    before
        Stretches with their doses of an earlier plan: the best plan of those that keep the most of these stretches, and
        of those the most of these doses.
    """
    allowed = [(s, doses_left(s, request, policy)) for s in catalog.stretches if wanted(s, request)]
    allowed = [(s, doses) for s, doses in allowed if doses]
    counted = counted or counted_areas(catalog, request, policy)
    allowed = [(s, doses) for s, doses in allowed if s.id not in kept_out]
    if within is not None:
        allowed = [(s, [dose for dose in doses if dose in within[s.id]]) for s, doses in allowed]
    moves = timing(catalog, request, policy)
    budget = budget_of(request, policy)
    had, rested, before = had or {}, rested or {}, before or {}

    winner: tuple[tuple[object, ...], Answer] | None = None
    for size in range(1, len(allowed) + 1):
        for chosen in combinations(allowed, size):
            stretches = [s for s, _ in chosen]
            if not all(any(area in areas_of(s, policy) for s in stretches) for area in request.targets):
                continue
            if not request.profile.include <= {s.id for s in stretches}:
                continue
            order = best_order(stretches)  # one order for the set, for all its doses
            if order is None:
                continue
            changes = position_changes(order)
            time_for_doses = budget - moves.moving(order)
            for doses in product(*(doses for _, doses in chosen)):
                seconds = sum(stretch_seconds(s, *dose, moves) for s, dose in zip(stretches, doses, strict=True))
                if seconds > time_for_doses:
                    continue
                plan = dict(zip((s.id for s in stretches), doses, strict=True))
                gets = {area: served_quarter_seconds(area, stretches, doses, policy, rested) for area in counted}
                served = [had.get(area, 0) + gets[area] for area in counted]
                stretching = sum(
                    sides(s) * sets * work_seconds(s, amount)
                    for s, (sets, amount) in zip(stretches, doses, strict=True)
                )
                days = sum(rested.get(s.id, 0) for s in stretches)
                levels = (min(served), sum(served), size, stretching, -changes)
                last = (-sum(sets**2 for sets, _ in doses), tie_break(catalog, plan, rested))
                kept = (len(before.keys() & plan.keys()), len(before.items() & plan.items()))
                key = (*kept, *levels[:3], days, *levels[3:], *last)
                if winner is None or key > winner[0]:
                    objective = (*levels[:4], changes)
                    total = seconds + moves.moving(order)
                    winner = key, Answer(plan, tuple(s.id for s in order), objective, total, days)
    return None if winner is None else winner[1]


def counted_areas(catalog: Catalog, request: PlanRequest, policy: Policy | None = None) -> set[str]:
    """Return the demanded areas; without any, the areas that some stretch allowed today is for."""
    return set(request.targets) or {
        area
        for s in catalog.stretches
        if wanted(s, request) and doses_left(s, request, policy)
        for area in (*s.targets.primary, *s.targets.secondary)
    }


def wanted(stretch: Stretch, request: PlanRequest) -> bool:
    """Return whether the request has no wish against a stretch."""
    profile = request.profile
    if stretch.id in profile.avoid_stretches or stretch.position in profile.avoid_positions:
        return False
    return profile.equipment is None or set(stretch.needs) <= profile.equipment


def doses_left(stretch: Stretch, request: PlanRequest, policy: Policy | None = None) -> list[tuple[int, int]]:
    """Return the (sets, amount) that the rules allow of a stretch."""
    day, pain = request.days_since_injury, request.pain
    if day is not None and day < first_day(stretch, policy):
        return []
    if pain is not None and pain >= narrowed(6, policy, "pain_stop_from", min):
        return []
    if any(excludes(condition, stretch, request) for condition in stated(request)):
        return []
    if policy and (stretch.id in policy.forbidden_stretches or stretch.position in policy.forbidden_positions):
        return []

    dose = stretch.dose
    if dose.kind == "repetitions":
        amounts = list(range(dose.min_repetitions, dose.max_repetitions + 1))
    else:
        amounts = list(range(dose.min_seconds, dose.max_seconds + 1, dose.step_seconds))
    if dose.choices is not None:
        amounts = list(dose.choices)
    lowest, highest = min(amounts), max(amounts)
    if day is None or day >= narrowed(42, policy, "repair_until_day", max):
        most_sets, most_amount = 4, highest
    elif day >= narrowed(7, policy, "early_until_day", max):
        most_sets, most_amount = narrowed(3, policy, "repair_max_sets", min), (lowest + highest) // 2
    else:
        most_sets, most_amount = narrowed(2, policy, "early_max_sets", min), lowest
    most_sets = min(most_sets, narrowed(4, policy, "max_sets", min))
    limit = "max_repetitions" if dose.kind == "repetitions" else "max_hold_seconds"
    most_amount = narrowed(most_amount, policy, limit, min)
    aim = narrowed(60, policy, "aim_seconds_per_side", min)
    left = [
        (sets, amount)
        for sets in range(dose.min_sets, dose.max_sets + 1)
        for amount in amounts
        if sets <= most_sets and amount <= most_amount and (sets - 1) * work_seconds(stretch, amount) < aim
    ]
    sore = pain is not None and pain >= narrowed(4, policy, "pain_lowest_doses_from", min)
    asked = {"end_range_flexion"} if stretch.loads is None else {*stretch.loads}  # unknown: with care
    with_care = any(WITH_CARE.get(condition, set()) & asked for condition in stated(request))
    with_care |= "recent_spinal_surgery" in stated(request)  # whatever the loads
    if sore or with_care:
        left = [(sets, amount) for sets, amount in left if (sets, amount) == (dose.min_sets, lowest)]
    return left


def narrowed(bound: int, policy: Policy | None, name: str, narrower: Callable[[int, int], int]) -> int:
    """Return a bound of the rules, or the policy's if that is narrower."""
    own = None if policy is None else getattr(policy, name)
    return bound if own is None else narrower(bound, own)


def first_day(stretch: Stretch, policy: Policy | None) -> int:
    """Return the first day on which a stretch may be planned."""
    return max(stretch.first_allowed_day, policy.first_allowed_days.get(stretch.id, 0) if policy else 0)


def stated(request: PlanRequest) -> set[str]:
    """Return the stated conditions; a yes to the question about pregnancy states pregnancy."""
    screened = request.screening is not None and request.screening.pregnancy == "yes"
    return {*request.profile.conditions, *(["pregnancy"] if screened else [])}


def excludes(condition: str, stretch: Stretch, request: PlanRequest) -> bool:
    """Return whether a stated condition rules a stretch out, and no clinician has cleared it for that condition."""
    if any((one.stretch_id, one.condition) == (stretch.id, condition) for one in request.profile.cleared):
        return False
    if condition == "recent_spinal_surgery":
        return True
    if condition == "pregnancy":
        if stretch.position == "prone" or request.profile.trimester == 1:
            return stretch.position == "prone"
        if stretch.position == "supine":
            return True
    return stretch.loads is None or bool(FORBIDDEN_LOADS[condition] & {*stretch.loads})


def budget_of(request: PlanRequest, policy: Policy | None) -> int:
    """Return the seconds that a session may take."""
    return narrowed(60 * request.minutes + request.seconds, policy, "max_session_seconds", min)


def work_seconds(stretch: Stretch, amount: int) -> int:
    """Return the seconds of one piece of work: repetitions take one breath each."""
    if stretch.dose.kind == "repetitions":
        assert stretch.breath is not None
        return amount * (stretch.breath.inhale_seconds + stretch.breath.exhale_seconds)
    return amount


def sides(stretch: Stretch) -> int:
    """Return how many times a set is done."""
    return {"each": 2, "both": 1}[stretch.sides]


def named_for(stretch: Stretch, policy: Policy | None) -> set[str]:
    """Return the areas that a stretch is only named for, if they count at all."""
    return set() if policy is not None and not policy.named_targets else {*stretch.targets.named}


def areas_of(stretch: Stretch, policy: Policy | None) -> set[str]:
    """Return every area that a stretch works."""
    return {*stretch.targets.primary, *stretch.targets.secondary} | named_for(stretch, policy)


def effective_seconds(stretch: Stretch, sets: int, amount: int, rested: dict[str, int]) -> int:
    """Return what counts: the seconds per side over all sets, at most 60; a seventh of them for each day of rest."""
    seconds = min(60, sets * work_seconds(stretch, amount))
    days = rested.get(stretch.id, 7)
    return seconds if days >= 7 else ceil(Fraction(seconds * (1 if days == 0 else days), 7))


def served_quarter_seconds(
    area: str,
    stretches: list[Stretch],
    doses: tuple[tuple[int, int], ...],
    policy: Policy | None,
    rested: dict[str, int],
) -> int:
    """Return what an area gets: for each effective second 4 as a primary, 2 as a secondary and 1 as a named target."""
    served = 0
    for stretch, (sets, amount) in zip(stretches, doses, strict=True):
        if area in stretch.targets.primary:
            served += 4 * effective_seconds(stretch, sets, amount, rested)
        elif area in stretch.targets.secondary:
            served += 2 * effective_seconds(stretch, sets, amount, rested)
        elif area in named_for(stretch, policy):
            served += effective_seconds(stretch, sets, amount, rested)
    return served


def stretch_seconds(stretch: Stretch, sets: int, amount: int, moves: Timing) -> int:
    """Return how long a stretch takes with its changes of side or its rests, without the move into it."""
    work = work_seconds(stretch, amount)
    if stretch.sides == "each":
        return 2 * sets * work + (2 * sets - 1) * moves.changing[stretch.id]
    return sets * work + (sets - 1) * moves.pace["rest_seconds"]


def position_changes(order: tuple[Stretch, ...]) -> int:
    """Return how many stretches start in another position than the one before them."""
    return sum(one.position != next_one.position for one, next_one in pairwise(order))


def tie_break(
    catalog: Catalog, plan: dict[str, tuple[int, int]], rested: dict[str, int]
) -> tuple[tuple[int, ...], ...]:
    """Return level 7, stretch by stretch in catalogue order; more is better, and a stretch left out counts least."""
    places: list[tuple[int, ...]] = []
    for stretch in catalog.stretches:
        if stretch.id not in plan:
            places.append(())
        else:
            sets, amount = plan[stretch.id]
            stretching = sides(stretch) * sets * work_seconds(stretch, amount)
            places.append((effective_seconds(stretch, sets, amount, rested), stretching, -sets))
    return tuple(places)


def best_order(stretches: list[Stretch]) -> tuple[Stretch, ...] | None:
    """Return the order of a set of stretches given in catalogue order, or None when none keeps the rules."""
    place = {s.id: i for i, s in enumerate(stretches)}

    def key(order: tuple[Stretch, ...]) -> tuple[object, ...]:
        return position_changes(order), [(turn(s), place[s.id]) for s in order]

    return min(filter(may_be_done_in, permutations(stretches)), key=key, default=None)


def turn(stretch: Stretch) -> tuple[bool, int]:
    """Return what comes first where several may: lying and kneeling before sitting and standing.

    Among each of these an opening movement is 0, what is not done on the back 1, what is 2, strengthening 3.
    """
    up = stretch.position in {"seated", "standing"}
    if stretch.style == "strengthening":
        return up, 3
    if stretch.ordering.opens and stretch.style == "dynamic":
        return up, 0
    return up, 1 + (stretch.position == "supine")


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
