"""Count what the days before today brought, without the planner's count."""

from __future__ import annotations

from stretchplan.catalog.catalog import Catalog
from stretchplan.catalog.stretch import Stretch
from stretchplan.inputs.history import RecordedDose
from stretchplan.results.plan import Plan
from stretchplan.rulebook.bounds import AIM_SECONDS_PER_SIDE, LONGEST_REST_DAYS, WEEK_DAYS

__all__ = ["last_days"]


def last_days(plan: Plan, catalog: Catalog) -> tuple[dict[str, int], dict[str, int]]:
    """Return the quarter-seconds that each area had in the last six days, and for each stretch the days of rest.

    A stretch that is missing in the second table was not done for 14 days or more.
    """
    had: dict[str, int] = {}
    rest: dict[str, int] = {}
    today = plan.request.on
    for record in plan.request.history or ():
        ago = 0 if today is None else today.toordinal() - record.on.toordinal()
        for entry in record.stretches:
            stretch = catalog.find(entry.stretch_id)
            if stretch is None or entry.done is None:
                continue
            if ago < LONGEST_REST_DAYS:
                rest[stretch.id] = min(ago, rest.get(stretch.id, ago))
            if ago > WEEK_DAYS:
                continue
            targets = stretch.targets
            worth = [(4, area) for area in targets.primary] + [(2, area) for area in targets.secondary]
            worth += [(1, area) for area in targets.named] if plan.policy.named_targets else []
            for quarters, area in worth:
                full = quarters * _seconds(entry.done, stretch)
                one_side = stretch.sides == "each" and entry.done.sides not in ("each", "both")
                had[area] = had.get(area, 0) + (full // 2 if one_side else full)
    return had, rest


def _seconds(done: RecordedDose, stretch: Stretch) -> int:
    """Return the effective seconds per side of a dose."""
    breath = stretch.breath
    of_a_repetition = 1 if breath is None else breath.inhale_seconds + breath.exhale_seconds
    in_a_set = done.hold_seconds if done.hold_seconds is not None else (done.repetitions or 0) * of_a_repetition
    return min(done.sets * in_a_set, AIM_SECONDS_PER_SIDE)
