"""Why is there no plan? The smallest sets of demands and rules that no session satisfies together.

QuickXplain (Junker, "QUICKXPLAIN: preferred explanations and relaxations for over-constrained problems", AAAI 2004)
finds one minimal set by asking again and again whether a session satisfies some of the demands under some of the
rules. Each question is solved in full, so no reason is guessed from what failed first.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace
from typing import Final

from stretchplan.base.translation import say
from stretchplan.catalog.vocabulary import EQUIPMENT, Equipment
from stretchplan.inputs.request import PlanRequest
from stretchplan.inputs.screening import open_questions
from stretchplan.planning.explain.feasible import Feasibility
from stretchplan.planning.model.day import Day
from stretchplan.planning.model.stand_by import could_stand_in
from stretchplan.planning.model.terms import Terms
from stretchplan.planning.search.budget import NodeBudgetSpent
from stretchplan.results.conflicts import Conflict, KeptOut, Member
from stretchplan.rulebook.rules import RULES
from stretchplan.words import reasons
from stretchplan.words.moves import position_words

__all__ = ["conflicts", "demands_of", "relaxed"]

_LIMITING: Final = {
    "aggravating-leave",
    "recovery-window",
    "early-dose",
    "sixty-seconds",
    "gentle-first",
    "pain-stop",
    "caller-policy",
}
_LIFTABLE: Final = tuple(rule.id for rule in RULES if rule.id in _LIMITING or rule.family == "person")
"""Rules that can leave a request without a plan, in rule order; the minutes count as a demand."""
_NOT_ONLY_DOSES: Final = frozenset({"gentle-first", "caller-policy"})
"""Rules that bound more than doses: the order, the minutes, and what counts as worked."""
_MAX_CONFLICTS: Final = 12


def conflicts(feasibility: Feasibility, request: PlanRequest) -> tuple[tuple[Conflict, ...], bool]:
    """Return minimal conflicts of a request that has no plan, and whether the nodes were enough to look for all.

    The first one is of the whole request. Its demands other than the minutes are then dropped, and the next conflict is
    found without them. So rules and the minutes may be in several conflicts, and any other demand is in at most one.
    """
    finder = _ConflictFinder(feasibility, request)
    if request.pain is not None and request.pain >= feasibility.terms.policy.pain_stop_from:
        return (finder.described([Member("rule", "pain-stop", "pain-stop")]),), True  # nothing else matters today
    members = finder.members
    found: list[Conflict] = []
    try:
        while len(found) < _MAX_CONFLICTS and not finder.has_session(members):
            # Rules first, so that a conflict names a rule rather than an extra demand.
            rules_first = sorted(members, key=lambda member: member.kind != "rule")
            core = _quickxplain(lambda some: not finder.has_session(some), rules_first)
            core = [member for member in members if member in core]
            found.append(finder.described(core))
            demands = [member for member in core if member.kind not in ("rule", "minutes")]
            if not demands:
                break
            members = [member for member in members if member not in demands]
    except NodeBudgetSpent:
        return tuple(found), False
    return tuple(found), True


def demands_of(request: PlanRequest, terms: Terms) -> list[Member]:
    """Return every demand that a request could drop, apart from the minutes."""
    return [member for member in _members(request, terms) if member.kind not in ("rule", "minutes")]


def relaxed(request: PlanRequest, dropped: Sequence[Member]) -> PlanRequest:
    """Return a request without some of its demands; minutes and rules stay as they are."""
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


def _members(request: PlanRequest, terms: Terms) -> list[Member]:
    """Return every demand and rule that could be part of a conflict; a conflict lists its members in this order."""
    catalog, profile = terms.catalog, request.profile
    members = [Member("area", area.id, area.name) for area in catalog.areas if area.id in request.targets]
    members += [Member("include", s.id, s.name) for s in catalog.stretches if s.id in profile.include]
    members += [Member("rule", rule_id, rule_id) for rule_id in (*_LIFTABLE, *(rule.id for rule in terms.own_rules))]
    members += [Member("avoid_stretch", s.id, s.name) for s in catalog.stretches if s.id in profile.avoid_stretches]
    members += [Member("avoid_position", name, position_words(name)) for name in sorted(profile.avoid_positions)]
    if profile.equipment is not None:
        needed: set[Equipment] = {piece for stretch in catalog.stretches for piece in stretch.needs}
        members += [Member("equipment", piece, say(EQUIPMENT[piece])) for piece in sorted(needed - profile.equipment)]
    return [*members, Member("minutes", "minutes", "minutes")]


def _quickxplain(conflicting: Callable[[Sequence[Member]], bool], members: Sequence[Member]) -> list[Member]:
    """Return a minimal set of conflicting members, in their order; earlier members are preferred."""

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

    # The empty set of members conflicts only in an empty catalogue, and no catalogue is empty.
    core = explain([], False, members)
    return [member for member in members if member in core]


class _ConflictFinder:
    """Finds which demands and rules (its members) of one request conflict."""

    def __init__(self, feasibility: Feasibility, request: PlanRequest) -> None:
        self._feasibility = feasibility
        self._terms = feasibility.terms
        self._request = request
        self.members = _members(request, feasibility.terms)
        self._advised: frozenset[str] = frozenset()  # the rules whose advice a conflict has given
        self._matter = feasibility.rules_about(request) | _NOT_ONLY_DOSES
        self._known: dict[frozenset[Member], bool] = {}  # by members, without rules that change nothing today

    def has_session(self, members: Sequence[Member]) -> bool:
        """Return whether a session satisfies some of the members when all others are dropped."""
        asked = frozenset(member for member in members if member.kind != "rule" or member.id in self._matter)
        known = self._known.get(asked)
        if known is None:
            known = self._known[asked] = self._has_session(members)
        return known

    def _has_session(self, members: Sequence[Member]) -> bool:
        kept = set(members)
        dropped = [member for member in self.members if member not in kept]
        without_rules = _rules(dropped)
        day = self._feasibility.day(relaxed(self._request, dropped), without_rules, self._request)
        limits = [self._request.budget_seconds] if any(m.kind == "minutes" for m in members) else []
        most = self._terms.policy.max_session_seconds
        if most is not None and "caller-policy" not in without_rules:
            limits.append(most)
        return self._feasibility.shortest(day, limit=min(limits, default=None), first_only=True) is not None

    def described(self, core: list[Member]) -> Conflict:
        """Return a conflict with its numbers, the stretches it is about, and its sentence."""
        request, policy, rules = self._request, self._terms.policy, _rules(core)
        # Below pain_stop_from, the rule only keeps doses low.
        stopped = "pain-stop" in rules and (request.pain or 0) >= policy.pain_stop_from
        timed = any(member.kind == "minutes" for member in core)
        policy_limit = policy.max_session_seconds if "caller-policy" in rules else None
        least = self._least(core) if timed or policy_limit is not None else None
        if not timed and least is None:
            policy_limit = None
        budget = request.budget_seconds if policy_limit is None else min(request.budget_seconds, policy_limit)
        seconds, session = least or (None, ())
        kept_out = () if stopped else self._kept_out(core)
        stand_ins = {} if least else self._stand_ins(core, kept_out)
        conflict = Conflict(
            members=tuple(core),
            kept_out=kept_out,
            days_since_injury=request.days_since_injury,
            pain=request.pain if stopped else None,
            pain_stop_from=policy.pain_stop_from if stopped else None,
            budget_seconds=budget,
            least_seconds=seconds,
            session=session,
            stand_ins=tuple(stand_ins),
        )
        screened = not open_questions(request.screening)
        message = reasons.conflict_sentence(
            conflict, self._advised, screened=screened, stand_ins=tuple(stand_ins.values())
        )
        self._advised |= rules
        return replace(conflict, message=message)

    def _least(self, core: list[Member]) -> tuple[int, tuple[str, ...]] | None:
        """Return the shortest session that meets the demands of a conflict about time; it is too long for the day.

        It keeps all rules if some session does, because that is the time a person would need. If none does, it keeps
        the rules of the conflict.
        """
        feasibility, request = self._feasibility, self._request
        other_wishes = [m for m in self.members if m.kind in ("area", "include") and m not in core]
        under_all_rules = feasibility.day(relaxed(request, other_wishes), original=request)
        return feasibility.shortest(under_all_rules) or feasibility.shortest(self._core_day(core))

    def _core_day(self, core: list[Member]) -> Day:
        """Return the day with the demands and rules of a conflict alone."""
        dropped = [member for member in self.members if member not in core]
        return self._feasibility.day(relaxed(self._request, dropped), _rules(dropped), self._request)

    def _kept_out(self, core: list[Member]) -> tuple[KeptOut, ...]:
        """Return the stretches that could satisfy a conflict's demands, and what in the conflict excludes each."""
        areas = {member.id for member in core if member.kind == "area"}
        included = {member.id for member in core if member.kind == "include"}
        any_stretch = (not areas and not included) or "gentle-first" in _rules(core)
        day = self._core_day(core)
        allowed = day.allowed
        kept_out = []
        for stretch in self._terms.catalog.stretches:
            serves = bool(areas & stretch.targets.areas()) or stretch.id in included
            if not serves and not any_stretch:
                continue
            by = ""
            if stretch.id in allowed.refusals:
                by = allowed.refusals[stretch.id].rule_id
            elif stretch.id in allowed.unwanted:
                by = "wish"
            elif not day.named and not areas & stretch.targets.areas(named=False) and stretch.id not in included:
                by = "caller-policy"  # it would only be named for them
            kept_out.append(KeptOut(stretch.id, stretch.name, serves, by))
        return tuple(kept_out)

    def _stand_ins(self, core: list[Member], kept_out: Sequence[KeptOut]) -> dict[str, str]:
        """Return the names of what could stand in, from the built-in catalogue for anywhere, and meets the demand.

        They are by the id of the stretch.
        """
        areas = {member.id for member in core if member.kind == "area"}
        return {
            stretch.id: stretch.name
            for out in kept_out
            if out.by
            for stretch in could_stand_in(out.stretch_id, self._request, self._terms)
            if not areas or areas & stretch.targets.areas()
        }


def _rules(members: Sequence[Member]) -> frozenset[str]:
    return frozenset(member.id for member in members if member.kind == "rule")
