"""Find the rules that forbid a stretch today, by docs/objective.md and the plan's own policy.

The planner does the same in :mod:`stretchplan.safety.allowed`. They share no code that decides, so a mistake in one
shows as a difference.
"""

from collections.abc import Mapping, Sequence
from typing import NamedTuple

from stretchplan.catalog.catalog import Catalog
from stretchplan.catalog.stretch import Stretch
from stretchplan.results.plan import Plan, StepKind
from stretchplan.safety.checks import conditions, over_time, policy
from stretchplan.safety.checks.demand import unwanted
from stretchplan.safety.checks.pace import lengths
from stretchplan.safety.checks.words_in_time import said_before, said_in_change

__all__ = ["Shortest", "budget_seconds", "forbidden_by", "session_places", "shortest_sessions", "standing_by"]


def forbidden_by(stretch: Stretch, plan: Plan) -> tuple[str, ...]:
    """Return the ids of the rules, except ``fits-the-minutes``, that forbid every dose of a stretch.

    The caller's own rules are not run here: the plan is believed about the stretches that they forbid.
    """
    rules: list[str] = []
    fewest, bounds, day = stretch.dose.min_sets, plan.policy, plan.request.days_since_injury
    if _stopped(plan):
        rules.append("pain-stop")
    if day is not None:
        if day < max(stretch.first_allowed_day, bounds.first_allowed_days.get(stretch.id, 0)):
            rules.append("recovery-window")
        early = day < bounds.early_until_day
        if day < bounds.repair_until_day and fewest > (bounds.early_max_sets if early else bounds.repair_max_sets):
            rules.append("early-dose")
    if over_time.aggravated_on(stretch, plan.request) is not None:
        rules.append("aggravating-leave")
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


def _stopped(plan: Plan) -> bool:
    """Return whether pain rules out every stretch, and the plan says so of each that it leaves out.

    No plan is allowed with such pain, so what another one says of the stretches that it leaves out is no second defect.
    """
    pain = plan.request.pain
    strong = pain is not None and pain >= plan.policy.pain_stop_from
    return strong and all(entry.rule_id == "pain-stop" for entry in plan.left_out)


def standing_by(plan: Plan) -> frozenset[str]:
    """Return the ids of the stretches that a plan says stand by."""
    return frozenset(entry.stretch_id for entry in plan.left_out if entry.kind == "standing_by")


def session_places(plan: Plan, catalog: Catalog) -> frozenset[str]:
    """Return the places that the moves of a session are long enough for.

    Those of the whole catalogue; of one with stand-ins, those of the stretches that may be planned and do not stand by.
    """
    if not any(stretch.stands_in for stretch in catalog.stretches):
        return frozenset(stretch.place for stretch in catalog.stretches)
    waiting = standing_by(plan)
    return frozenset(
        stretch.place
        for stretch in catalog.stretches
        if stretch.id not in waiting and unwanted(stretch, plan.request) is None and not forbidden_by(stretch, plan)
    )


class Shortest(NamedTuple):
    """The shortest session with a stretch."""

    seconds: int
    possible: bool  # whether there is such a session: a strengthening stretch needs another stretch before it

    def too_long(self, budget_seconds: int) -> bool | None:
        """Return whether the session is too long; None when there is none, although the stretch alone would fit."""
        too_long = self.seconds > budget_seconds
        return too_long if too_long or self.possible else None


def budget_seconds(plan: Plan) -> int:
    """Return the most seconds of a session: the request's, or the plan's policy's if those are fewer."""
    asked, most = plan.request.budget_seconds, plan.policy.max_session_seconds
    return asked if most is None else min(asked, most)


def shortest_sessions(plan: Plan, catalog: Catalog, stretches: Sequence[Stretch]) -> dict[str, Shortest]:
    """Return the shortest session with each of some stretches, by id; the seconds of the stretch alone without one.

    A strengthening stretch needs another stretch of the catalogue before it. One is enough: of a longer session, the
    opener alone would do.
    """
    least = lengths(plan.request, plan.policy, session_places(plan, catalog))
    extra = least.beyond_settling

    def with_settling(stretch: Stretch) -> int:
        settling = max(least.pace["settle"], *said_before(stretch, plan.request, plan.policy).values())
        return settling + _least_seconds(stretch, least.pace, said_in_change(stretch, plan.request, plan.policy))

    openers: list[tuple[Stretch, int]] = []
    if any(stretch.style == "strengthening" for stretch in stretches):
        waiting = standing_by(plan)
        openers = [
            (stretch, with_settling(stretch))
            for stretch in catalog.stretches
            if stretch.style != "strengthening"
            and stretch.id not in waiting
            and not forbidden_by(stretch, plan)
            and unwanted(stretch, plan.request) is None
        ]
    found = {}
    for stretch in stretches:
        alone = extra["get_ready"] + with_settling(stretch) + least.get_up
        before = [0]
        if stretch.style == "strengthening":
            before = [
                seconds + (0 if opener.place == stretch.place else extra["change_position"])
                for opener, seconds in openers
                if stretch.id not in opener.ordering.after and stretch.id != opener.ordering.straight_after
            ]
        found[stretch.id] = Shortest(alone + min(before, default=0), possible=bool(before))
    return found


def _least_seconds(stretch: Stretch, pace: Mapping[StepKind, int], change_words: int) -> int:
    """Return the seconds of the smallest dose and its pauses, without the move before them."""
    sets, seconds = stretch.dose.min_sets, _smallest_set_seconds(stretch)
    if stretch.sides == "each":
        return 2 * sets * seconds + (2 * sets - 1) * max(pace["change_side"], change_words)
    return sets * seconds + (sets - 1) * pace["rest"]


def _smallest_set_seconds(stretch: Stretch) -> int:
    dose = stretch.dose
    if dose.kind != "repetitions":
        return dose.min_seconds
    breath = stretch.breath
    return dose.min_repetitions * (breath.inhale_seconds + breath.exhale_seconds if breath is not None else 1)
