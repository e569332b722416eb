"""Why there is no plan: the smallest sets of demands and rules that cannot be had together.

QuickXplain (Junker 2004) finds one minimal set by asking again and again whether some of the demands, under some of
the rules, have a session. What is asked is the whole question anew each time, so no reason is guessed from what
failed first.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace
from typing import Final

from stretchplan.catalog.vocabulary import POSITIONS
from stretchplan.inputs.request import PlanRequest
from stretchplan.planning.explain.feasible import Shortest
from stretchplan.planning.model.allowed import sort_out
from stretchplan.results.refusals import Conflict, KeptOut, Member
from stretchplan.rulebook.rules import RULES
from stretchplan.words import reasons as english

__all__ = ["conflicts", "demands_of", "relieved"]

_KEEPS_OUT: Final = {"recovery-window", "early-dose", "sixty-seconds", "gentle-first", "pain-stop", "caller-policy"}
_LIFTABLE: Final = tuple(rule.id for rule in RULES if rule.id in _KEEPS_OUT or rule.family == "person")
"""Rules that can leave a request without a plan, in rule order; the minutes are a demand."""
_MOST_CONFLICTS: Final = 12


def conflicts(shortest: Shortest, request: PlanRequest) -> tuple[Conflict, ...]:
    """Return minimal conflicts of a request that has no plan, no demand but the minutes in two of them.

    Parameters
    ----------
    shortest
        Answers whether there is a session.
    request
        What was asked; it has been shown to have no plan.

    Returns
    -------
    tuple of Conflict
        The first one whatever it holds, and after it those that remain when its demands are left aside.

    Raises
    ------
    NodeBudgetSpent
        When a search ended before its answer was known.
    """
    if request.pain is not None and request.pain >= shortest.policy.pain_stop_from:
        # Whatever else is asked: nothing is planned today, and that is all there is to say.
        return (_described(shortest, request, [Member("rule", "pain-stop", "pain-stop")]),)
    everything = _members(shortest, request)
    members = everything
    found: list[Conflict] = []
    while len(found) < _MOST_CONFLICTS and not _has_session(shortest, request, everything, members):
        # Rules come first there: what can be said of a rule need not be blamed on one more demand.
        rules_first = sorted(members, key=lambda member: member.kind != "rule")
        core = _quickxplain(lambda some: not _has_session(shortest, request, everything, some), rules_first)
        core = [member for member in members if member in core]
        found.append(_described(shortest, request, core))
        demands = [member for member in core if member.kind not in ("rule", "minutes")]
        if not demands:
            break
        members = [member for member in members if member not in demands]
    return tuple(found)


def demands_of(shortest: Shortest, request: PlanRequest) -> list[Member]:
    """Return everything that a request asks and could do without, the minutes left aside."""
    return [member for member in _members(shortest, request) if member.kind not in ("rule", "minutes")]


def relieved(request: PlanRequest, dropped: Sequence[Member]) -> PlanRequest:
    """Return a request without some of its demands; minutes and rules are not the request's to drop.

    Parameters
    ----------
    request
        What was asked.
    dropped
        The demands to leave aside.
    """
    profile = request.profile
    names: dict[str, set[str]] = {}
    for member in dropped:
        names.setdefault(member.kind, set()).add(member.id)
    changes: dict[str, object] = {}
    if "include" in names:
        changes["include"] = profile.include - names["include"]
    if "avoid_stretch" in names:
        changes["avoid_stretches"] = profile.avoid_stretches - names["avoid_stretch"]
    if "avoid_position" in names:
        changes["avoid_positions"] = profile.avoid_positions - names["avoid_position"]
    if "equipment" in names and profile.equipment is not None:
        changes["equipment"] = profile.equipment | names["equipment"]
    fields: dict[str, object] = {}
    if "area" in names:
        fields["targets"] = request.targets - names["area"]
    if changes:
        fields["profile"] = profile.model_copy(update=changes)
    return request.model_copy(update=fields) if fields else request


def _members(shortest: Shortest, request: PlanRequest) -> list[Member]:
    """Return every demand and every rule that could be part of a conflict, those best said first."""
    catalog, profile = shortest.catalog, request.profile
    stretches = catalog.by_id
    found = [Member("area", area.id, area.name) for area in catalog.areas if area.id in request.targets]
    found += [Member("include", s.id, s.name) for s in catalog.stretches if s.id in profile.include]
    found += [Member("rule", rule_id, rule_id) for rule_id in (*_LIFTABLE, *(rule.id for rule in shortest.own))]
    found += [Member("avoid_stretch", n, stretches[n].name) for n in stretches if n in profile.avoid_stretches]
    found += [
        Member("avoid_position", name, POSITIONS[name].partition(",")[0]) for name in sorted(profile.avoid_positions)
    ]
    if profile.equipment is not None:
        needed = {piece for stretch in catalog.stretches for piece in stretch.needs}
        found += [Member("equipment", piece, piece) for piece in sorted(needed - profile.equipment)]
    return [*found, Member("minutes", "minutes", "minutes")]


def _has_session(
    shortest: Shortest, request: PlanRequest, everything: Sequence[Member], members: Sequence[Member]
) -> bool:
    """Return whether there is a session that does what some members of everything ask, all others left aside."""
    kept = set(members)
    without = frozenset(m.id for m in everything if m.kind == "rule" and m not in kept)
    asked = relieved(request, [m for m in everything if m not in kept])
    limits = [request.budget_seconds] if any(m.kind == "minutes" for m in members) else []
    most = shortest.policy.max_session_seconds
    if most is not None and "caller-policy" not in without:
        limits.append(most)
    return shortest.session(asked, without, request, within=min(limits, default=None), any_will_do=True) is not None


def _quickxplain(conflicting: Callable[[Sequence[Member]], bool], members: Sequence[Member]) -> list[Member]:
    """Return a minimal part of the members that still conflicts, in their order.

    Parameters
    ----------
    conflicting
        Whether some members cannot be had together.
    members
        Conflicting; those that come first are kept first.
    """

    def explain(background: list[Member], added: bool, rest: Sequence[Member]) -> list[Member]:
        if added and conflicting(background):
            return []
        if len(rest) == 1:
            return list(rest)
        half = len(rest) // 2
        first, second = list(rest[:half]), list(rest[half:])
        of_second = explain(background + first, bool(first), second)
        of_first = explain(background + of_second, bool(of_second), first)
        return of_first + of_second

    # Nothing at all may be asked and still conflict: an empty catalogue cannot be made, so that never happens.
    core = explain([], False, members)
    return [member for member in members if member in core]


def _described(shortest: Shortest, request: PlanRequest, core: list[Member]) -> Conflict:
    """Return a conflict with what there is to say of it."""
    everything = _members(shortest, request)
    rules = frozenset(m.id for m in core if m.kind == "rule")
    lifted = frozenset(m.id for m in everything if m.kind == "rule") - rules
    asked = relieved(request, [m for m in everything if m not in core])
    # Below that, the rule only keeps doses low.
    stopped = "pain-stop" in rules and (request.pain or 0) >= shortest.policy.pain_stop_from
    timed = any(m.kind == "minutes" for m in core)
    policy_limit = shortest.policy.max_session_seconds if "caller-policy" in rules else None
    least = None
    if timed or policy_limit is not None:
        # The time that people would need, under all of the rules, where there is such a session. It is longer than
        # there is time for: what is left of the members, rules and wishes makes no session shorter.
        wishes = [m for m in everything if m.kind in ("area", "include") and m not in core]
        least = shortest.session(relieved(request, wishes), asked=request) or shortest.session(asked, lifted, request)
        if not timed and least is None:
            policy_limit = None
    conflict = Conflict(
        members=tuple(core),
        kept_out=() if stopped else _kept_out(shortest, request, asked, core, lifted),
        days_since_injury=request.days_since_injury,
        pain=request.pain if stopped else None,
        pain_stop_from=shortest.policy.pain_stop_from if stopped else None,
        budget_seconds=request.budget_seconds if policy_limit is None else min(request.budget_seconds, policy_limit),
        least_seconds=None if least is None else least[0],
        session=() if least is None else least[1],
    )
    return replace(conflict, message=english.conflict_sentence(conflict))


def _kept_out(
    shortest: Shortest, request: PlanRequest, asked: PlanRequest, core: list[Member], lifted: frozenset[str]
) -> tuple[KeptOut, ...]:
    """Return the stretches that could do what a conflict demands, and what in the conflict keeps each out."""
    areas = {m.id for m in core if m.kind == "area"}
    included = {m.id for m in core if m.kind == "include"}
    rules = {m.id for m in core if m.kind == "rule"}
    anything = (not areas and not included) or "gentle-first" in rules
    today = sort_out(shortest.catalog, asked, shortest.policy, shortest.own, lifted, request)
    found = []
    for stretch in shortest.catalog.stretches:
        serves = bool(areas & {*stretch.targets.primary, *stretch.targets.secondary}) or stretch.id in included
        if not serves and not anything:
            continue
        by = ""
        if stretch.id in today.refusals:
            by = today.refusals[stretch.id].rule_id
        elif stretch.id in today.unwanted:
            by = "wish"
        found.append(KeptOut(stretch.id, stretch.name, serves, by))
    return tuple(found)
