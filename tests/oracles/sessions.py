"""Is there any session? Every set of stretches and every order is tried, under some of the rules and some demands.

Rules and demands that are lifted are ignored. This oracle shares no code with the library's planning or safety, or with
the other oracles. It uses the library's catalogue, request and policy, as data only.
"""

from __future__ import annotations

from itertools import combinations, permutations
from typing import TYPE_CHECKING, NamedTuple

from tests.support.timing import Timing, timing

if TYPE_CHECKING:
    from collections.abc import Collection, Iterator

    from stretchplan import Catalog, PlanRequest, Policy
    from stretchplan.catalog.stretch import Stretch

CONDITION_RULES = (
    "osteoporosis",
    "spinal-stenosis",
    "spondylolisthesis",
    "hip-replacement",
    "knee-pain",
    "wrist-pain",
    "pregnancy",
    "recent-spinal-surgery",
    "disc-leg-pain",
)
LIFTABLE = (
    "recovery-window",
    "early-dose",
    "sixty-seconds",
    "gentle-first",
    "pain-stop",
    "caller-policy",
    *CONDITION_RULES,
)
"""Every rule that can be lifted. The seconds of moves, and the demands of a request, are not rules."""


class Asked(NamedTuple):
    """The demands on a session; none by default.

    Attributes
    ----------
    areas, include
        Areas to work, and stretches that must be in.
    avoid_stretches, avoid_positions, missing
        Stretches and positions to avoid, and equipment that is not at hand.
    seconds
        The most that the session may take; None for no limit.
    """

    areas: frozenset[str] = frozenset()
    include: frozenset[str] = frozenset()
    avoid_stretches: frozenset[str] = frozenset()
    avoid_positions: frozenset[str] = frozenset()
    missing: frozenset[str] = frozenset()
    seconds: int | None = None


def asked_by(catalog: Catalog, request: PlanRequest) -> Asked:
    """Return all demands of a request."""
    profile = request.profile
    needed = {piece for stretch in catalog.stretches for piece in stretch.needs}
    return Asked(
        areas=request.targets,
        include=profile.include,
        avoid_stretches=profile.avoid_stretches,
        avoid_positions=profile.avoid_positions,
        missing=frozenset() if profile.equipment is None else frozenset(needed - profile.equipment),
        seconds=60 * request.minutes + request.seconds,
    )


def least_seconds(
    catalog: Catalog,
    request: PlanRequest,
    policy: Policy,
    rules: Collection[str] = LIFTABLE,
    asked: Asked | None = None,
) -> int | None:
    """Return the seconds of the shortest session, or None when there is none.

    Parameters
    ----------
    catalog
        A small one.
    request
        The day, the pain, the conditions and the pace. Its demands are not read; ``asked`` holds them.
    policy
        The caller's narrower bounds.
    rules
        The rules that hold; all others are lifted.
    asked
        The demands on the session; None for those of the request.
    """
    asked = asked_by(catalog, request) if asked is None else asked
    moves = timing(catalog, request, policy)
    quickest = {}
    for stretch in catalog.stretches:
        lengths = [
            _seconds(stretch, sets, amount, moves)
            for sets, amount in _doses(stretch)
            if not set(_against(stretch, sets, amount, request, policy)) & set(rules)
        ]
        if lengths and not _unwanted(stretch, asked):
            quickest[stretch.id] = min(lengths)
    limits = [asked.seconds, policy.max_session_seconds if "caller-policy" in rules else None]
    most = min((limit for limit in limits if limit is not None), default=None)

    found = []
    left = [stretch for stretch in catalog.stretches if stretch.id in quickest]
    for size in range(1, len(left) + 1):
        for chosen in combinations(left, size):
            named = policy.named_targets or "caller-policy" not in rules
            worked = {area for s in chosen for area in (*s.targets.primary, *s.targets.secondary)}
            worked |= {area for s in chosen for area in s.targets.named if named}
            if not (asked.areas <= worked and asked.include <= {s.id for s in chosen}):
                continue
            found += [
                sum(quickest[s.id] for s in chosen) + moves.moving(order)
                for order in permutations(chosen)
                if "gentle-first" not in rules or _in_order(order)
            ]
    shortest = min(found, default=None)
    return None if shortest is None or (most is not None and shortest > most) else shortest


def _doses(stretch: Stretch) -> Iterator[tuple[int, int]]:
    """Yield every (sets, amount) of the catalogue."""
    dose = stretch.dose
    if dose.kind == "repetitions":
        amounts = range(dose.min_repetitions, dose.max_repetitions + 1)
    else:
        amounts = range(dose.min_seconds, dose.max_seconds + 1, dose.step_seconds)
    if dose.choices is not None:
        amounts = dose.choices
    for sets in range(dose.min_sets, dose.max_sets + 1):
        for amount in amounts:
            yield sets, amount


def _against(stretch: Stretch, sets: int, amount: int, request: PlanRequest, policy: Policy) -> Iterator[str]:
    """Yield every rule that forbids a dose of a stretch."""
    day, pain, dose = request.days_since_injury, request.pain, stretch.dose
    moved = dose.kind == "repetitions"
    low, high = (dose.min_repetitions, dose.max_repetitions) if moved else (dose.min_seconds, dose.max_seconds)
    lowest = (sets, amount) == (dose.min_sets, low)
    if day is not None:
        if day < stretch.first_allowed_day or day < policy.first_allowed_days.get(stretch.id, 0):
            yield "recovery-window"
        if day < policy.early_until_day:
            if sets > policy.early_max_sets or amount > low:
                yield "early-dose"
        elif day < policy.repair_until_day and (sets > policy.repair_max_sets or 2 * amount > low + high):
            yield "early-dose"
    if sets > policy.max_sets or (sets - 1) * _work(stretch, amount) >= policy.aim_seconds_per_side:
        yield "sixty-seconds"
    if pain is not None and (pain >= policy.pain_stop_from or (pain >= policy.pain_lowest_doses_from and not lowest)):
        yield "pain-stop"
    limit = policy.max_repetitions if moved else policy.max_hold_seconds
    if (
        stretch.id in policy.forbidden_stretches
        or stretch.position in policy.forbidden_positions
        or (limit is not None and amount > limit)
    ):
        yield "caller-policy"
    yield from _conditions_against(stretch, lowest, request)


def _conditions_against(stretch: Stretch, lowest: bool, request: PlanRequest) -> Iterator[str]:
    profile = request.profile
    stated = set(profile.conditions)
    if request.screening is not None and request.screening.pregnancy == "yes":
        stated.add("pregnancy")
    cleared = {one.condition for one in profile.cleared if one.stretch_id == stretch.id}

    def asks(*loads: str) -> bool:
        return stretch.loads is None or any(load in stretch.loads for load in loads)

    after_the_first = profile.trimester in (None, 2, 3)
    forbids = {
        "osteoporosis": asks("end_range_flexion", "one_leg_balance"),
        "spinal_stenosis": asks("end_range_extension"),
        "spondylolisthesis": asks("end_range_extension"),
        "hip_replacement": asks("deep_hip_flexion", "hip_adduction_or_rotation"),
        "knee_pain": asks("deep_knee_flexion"),
        "wrist_pain": asks("wrist_push"),
        "pregnancy": stretch.position == "prone"
        or (after_the_first and (stretch.position == "supine" or asks("one_leg_balance"))),
        "recent_spinal_surgery": True,
        "disc_leg_pain": asks(),
    }
    for condition in stated:
        if forbids[condition] and condition not in cleared:
            yield condition.replace("_", "-")
    if "disc_leg_pain" in stated and not lowest and asks("end_range_flexion"):
        yield "disc-leg-pain"
    if "recent_spinal_surgery" in stated and not lowest:
        yield "recent-spinal-surgery"


def _unwanted(stretch: Stretch, asked: Asked) -> bool:
    return (
        stretch.id in asked.avoid_stretches
        or stretch.position in asked.avoid_positions
        or any(piece in asked.missing for piece in stretch.needs)
    )


def _work(stretch: Stretch, amount: int) -> int:
    if stretch.dose.kind != "repetitions":
        return amount
    return amount * (stretch.breath.inhale_seconds + stretch.breath.exhale_seconds)


def _seconds(stretch: Stretch, sets: int, amount: int, moves: Timing) -> int:
    """Return how long a dose takes, each set but the first after a pause."""
    if stretch.sides == "each":
        return 2 * sets * (_work(stretch, amount) + moves.changing[stretch.id]) - moves.changing[stretch.id]
    return sets * (_work(stretch, amount) + moves.pace["rest_seconds"]) - moves.pace["rest_seconds"]


def _in_order(order: tuple[Stretch, ...]) -> bool:
    """Return whether an order is one that ``gentle-first`` and the catalogue's hints allow."""
    names = [s.id for s in order]
    first = order[0]
    if first.style == "strengthening" or (not first.ordering.opens and any(s.ordering.opens for s in order)):
        return False
    return all(
        not set(s.ordering.after) & set(names[place:])
        and (s.ordering.straight_after not in names or names[place - 1 : place] == [s.ordering.straight_after])
        for place, s in enumerate(order)
    )
