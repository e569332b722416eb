"""Which rules stand against a stretch today: the checker's own reading of docs/objective.md.

It is worked out here from the bounds, and not asked of :mod:`stretchplan.safety.allowed.doses`, so that a slip in one
reading shows against the other. The bounds are those of the plan's own policy: what was out when it was made.
"""

from __future__ import annotations

from stretchplan.catalog.catalog import Catalog
from stretchplan.catalog.stretch import Stretch
from stretchplan.results.plan import Plan
from stretchplan.safety.checks import conditions as person
from stretchplan.safety.checks import policy
from stretchplan.safety.checks.demand import unwanted

__all__ = ["forbidden_by", "minutes_forbid"]


def forbidden_by(stretch: Stretch, plan: Plan) -> tuple[str, ...]:
    """Return the rules that forbid a stretch, the minutes left aside.

    Of the caller's own rules, which only the caller knows, the plan's own word is taken.

    Parameters
    ----------
    stretch
        An entry of the catalogue.
    plan
        Its request, and the policy and the own rules that it says it was made under.

    Returns
    -------
    tuple of str
        Rule ids; empty when some dose is left.
    """
    rules: list[str] = []
    fewest, bounds, day = stretch.dose.min_sets, plan.policy, plan.request.days_since_injury
    if day is not None:
        if day < max(stretch.first_allowed_day, bounds.first_allowed_days.get(stretch.id, 0)):
            rules.append("recovery-window")
        early = day < bounds.early_until_day
        if day < bounds.repair_until_day and fewest > (bounds.early_max_sets if early else bounds.repair_max_sets):
            rules.append("early-dose")
    # The fewest sets of the smallest amount are the least there is: what forbids them forbids every dose.
    most, aim = bounds.max_sets, bounds.aim_seconds_per_side
    if fewest > most or (fewest - 1) * _smallest_set_seconds(stretch) >= aim:
        rules.append("sixty-seconds")
    rules += person.forbidding(stretch, plan.request)
    if policy.forbidding(stretch, bounds):
        rules.append("caller-policy")
    own = {rule.id for rule in plan.own_rules}
    if own:
        rules += [e.rule_id for e in plan.left_out if e.stretch_id == stretch.id and e.rule_id in own and e.rule_id]
    return tuple(rules)


def minutes_forbid(stretch: Stretch, plan: Plan, catalog: Catalog) -> bool | None:
    """Return whether even the shortest session with a stretch is too long for the minutes.

    Parameters
    ----------
    stretch
        An entry of the catalogue that no other rule forbids and no wish keeps out.
    plan
        Its request: the minutes, the pace and the day.
    catalog
        Where a strengthening stretch, which never opens a session, finds another one to open it.

    Returns
    -------
    bool or None
        None when the smallest dose fits and no other stretch may go before it, so that there is no session to time.
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
    # One stretch before it is enough: the opener of any longer session with it can go before it alone.
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
    """Return what the smallest dose takes with its pauses, the move to it left aside."""
    sets, seconds = stretch.dose.min_sets, _smallest_set_seconds(stretch)
    if stretch.sides == "each":
        return 2 * sets * seconds + (2 * sets - 1) * _pause(plan, "change_side_seconds")
    return sets * seconds + (sets - 1) * _pause(plan, "rest_seconds")


def _pause(plan: Plan, name: str) -> int:
    """Return how long a moment takes: as the request says, or as the plan's policy says when that is longer."""
    return max(int(getattr(plan.request.pace, name)), int(getattr(plan.policy.least_pace, name)))


def _smallest_set_seconds(stretch: Stretch) -> int:
    dose = stretch.dose
    if dose.kind != "repetitions":
        return dose.min_seconds
    breath = stretch.breath
    return dose.min_repetitions * (breath.inhale_seconds + breath.exhale_seconds if breath is not None else 1)
