"""Find the rules that forbid a stretch today, by docs/objective.md and the plan's own policy.

The planner does the same in :mod:`stretchplan.safety.allowed`. They share no code that decides, so a mistake in one
shows as a difference.
"""

from __future__ import annotations

from stretchplan.catalog.catalog import Catalog
from stretchplan.catalog.stretch import Stretch
from stretchplan.results.plan import Plan
from stretchplan.safety.checks import conditions, policy
from stretchplan.safety.checks.demand import unwanted

__all__ = ["forbidden_by", "minutes_forbid"]


def forbidden_by(stretch: Stretch, plan: Plan) -> tuple[str, ...]:
    """Return the ids of the rules, except ``fits-the-minutes``, that forbid every dose of a stretch.

    The caller's own rules are not run here: the plan is believed about the stretches that they forbid.
    """
    rules: list[str] = []
    fewest, bounds, day = stretch.dose.min_sets, plan.policy, plan.request.days_since_injury
    if day is not None:
        if day < max(stretch.first_allowed_day, bounds.first_allowed_days.get(stretch.id, 0)):
            rules.append("recovery-window")
        early = day < bounds.early_until_day
        if day < bounds.repair_until_day and fewest > (bounds.early_max_sets if early else bounds.repair_max_sets):
            rules.append("early-dose")
    # A rule that forbids the fewest sets of the smallest amount forbids every dose.
    most, aim = bounds.max_sets, bounds.aim_seconds_per_side
    if fewest > most or (fewest - 1) * _smallest_set_seconds(stretch) >= aim:
        rules.append("sixty-seconds")
    rules += conditions.forbidding(stretch, plan.request)
    if policy.forbids(bounds, stretch):
        rules.append("caller-policy")
    own = {rule.id for rule in plan.own_rules}
    if own:
        rules += [e.rule_id for e in plan.left_out if e.stretch_id == stretch.id and e.rule_id in own and e.rule_id]
    return tuple(rules)


def minutes_forbid(stretch: Stretch, plan: Plan, catalog: Catalog) -> bool | None:
    """Return whether even the shortest session with a stretch is too long for the minutes.

    A strengthening stretch needs another stretch of the catalogue before it. The answer is None when there is none, and
    so no session, although the stretch alone would fit.
    """
    request = plan.request
    budget = request.budget_seconds
    if plan.policy.max_session_seconds is not None:
        budget = min(budget, plan.policy.max_session_seconds)
    alone = _pause(plan, "get_ready_seconds") + _least_seconds(stretch, plan)
    if alone > budget:
        return True
    if stretch.style != "strengthening":
        return False
    # The shortest session has one stretch before it: of a longer session, the opener alone would do.
    takes = [
        alone
        + _least_seconds(other, plan)
        + _pause(plan, "settle_seconds" if other.position == stretch.position else "change_position_seconds")
        for other in catalog.stretches
        if other.style != "strengthening"
        and not forbidden_by(other, plan)
        and unwanted(other, request) is None
        and stretch.id not in other.ordering.after
        and stretch.id != other.ordering.straight_after
    ]
    return min(takes) > budget if takes else None


def _least_seconds(stretch: Stretch, plan: Plan) -> int:
    """Return the seconds of the smallest dose and its pauses, without the move before them."""
    sets, seconds = stretch.dose.min_sets, _smallest_set_seconds(stretch)
    if stretch.sides == "each":
        return 2 * sets * seconds + (2 * sets - 1) * _pause(plan, "change_side_seconds")
    return sets * seconds + (sets - 1) * _pause(plan, "rest_seconds")


def _pause(plan: Plan, name: str) -> int:
    """Return the seconds of a move or pause: the longer of the request's pace and the policy's."""
    return max(int(getattr(plan.request.pace, name)), int(getattr(plan.policy.least_pace, name)))


def _smallest_set_seconds(stretch: Stretch) -> int:
    dose = stretch.dose
    if dose.kind != "repetitions":
        return dose.min_seconds
    breath = stretch.breath
    return dose.min_repetitions * (breath.inhale_seconds + breath.exhale_seconds if breath is not None else 1)
