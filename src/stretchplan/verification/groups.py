"""Which situations can the rules not tell apart? They are one group, and are planned once.

A situation is a day, pain, conditions and a pace. Those of one group have the same allowed doses, refusals, pace,
effects, forms and cautions, by :class:`stretchplan.planning.alike.Alike`. Own rules may read anything, so what they
read of a situation is noted; where they read the minutes or the areas, the situation is a group by itself.
"""

from __future__ import annotations

from collections.abc import Hashable, Iterable
from dataclasses import dataclass, replace
from typing import Final, NamedTuple

from stretchplan.base.errors import PolicyError
from stretchplan.planning.alike import Alike
from stretchplan.planning.model.allowed import AllowedToday, allowed_today
from stretchplan.planning.model.terms import Terms
from stretchplan.results.reasons import ConditionForbids
from stretchplan.safety.allowed.doses import active_cautions
from stretchplan.safety.allowed.forms import form_of, rules_of_today
from stretchplan.verification.grid import Axes
from stretchplan.verification.watched import watched

__all__ = ["FORBIDDEN", "UNKNOWN_LOADS", "Part", "SituationGroup", "group_situations", "make_parts"]
__all__ += ["failure", "standing_of"]

FORBIDDEN: Final = "forbidden by "
UNKNOWN_LOADS: Final = ", its loads being unknown"
"""How a standing says that a rule forbids a stretch, and that it does because its loads are not stated."""

_OF_ONE_PROBLEM: Final = frozenset({"minutes", "seconds", "targets"})
"""The fields of a request that are not part of its situation."""

_WORK_OF_A_PART: Final = 48
"""How many groups times sets of areas a part has at most: some seconds of work."""


@dataclass(frozen=True)
class SituationGroup:
    """Situations that are alike."""

    members: tuple[int, ...]  # their numbers, smallest first
    standing: tuple[str, ...]  # of each stretch: its doses, or the rule that forbids it; see `by_itself`
    manner: tuple[str, ...]  # of each stretch: its form and its cautions
    rules: frozenset[str]  # the rules about days, pain and conditions that forms may name
    key: Hashable  # groups with equal keys have the same searches
    by_itself: bool = False  # whether its doses may differ with the minutes or the areas: these are of the smallest
    failed: tuple[str, str] | None = None  # the own rule that failed on it, and how


class Part(NamedTuple):
    """A piece of the work: some groups, with some sets of areas and all minutes of the grid."""

    number: int
    areas: tuple[int, ...]  # places in the grid
    groups: tuple[tuple[int, tuple[int, ...], bool, str], ...]  # number, members, by itself, the own rule that failed


def group_situations(axes: Axes, terms: Terms) -> tuple[SituationGroup, ...]:
    """Return the groups of all situations of a grid, in the order of their smallest situations."""
    alike = Alike(Terms(terms.catalog, terms.policy))
    members: dict[Hashable, list[int]] = {}
    firsts: dict[Hashable, SituationGroup] = {}
    for number in range(axes.grid.situations):
        request = axes.request((0, 0, number)).model_copy(update={"targets": frozenset()})
        key: Hashable = alike.key(request)
        group: SituationGroup | None = None
        if terms.own_rules:
            group = _group(axes, terms, number)
            # What it is refused by belongs to the key: an own rule may forbid what another rule left.
            key = number if group.by_itself else (key, group.key, group.standing, group.failed)
        if key not in members:
            members[key] = []
            firsts[key] = group or _group(axes, terms, number)
        members[key].append(number)
    return tuple(replace(group, members=tuple(members[key])) for key, group in firsts.items())


def _group(axes: Axes, terms: Terms, number: int) -> SituationGroup:
    """Return the group of one situation."""
    request, policy = axes.request((0, 0, number)), terms.policy
    seen, read = watched(request)
    allowed, failed = AllowedToday({}, {}, {}), None
    try:
        allowed = allowed_today(terms, seen if terms.own_rules else request)
    except PolicyError as error:
        failed = failure(error)
    stretches = terms.catalog.stretches
    return SituationGroup(
        members=(number,),
        standing=tuple(standing_of(allowed, stretch.id) for stretch in stretches),
        manner=tuple(
            f"{getattr(form_of(stretch, request, policy), 'id', '')}|"
            f"{','.join(caution.rule_id for caution in active_cautions(stretch, request, policy))}"
            for stretch in stretches
        ),
        rules=rules_of_today(request, policy),
        key=(allowed.key, policy.pace(request)),
        by_itself=bool(read & _OF_ONE_PROBLEM),
        failed=failed,
    )


def failure(error: PolicyError) -> tuple[str, str]:
    """Return the id of the own rule that failed, and the sentence about it."""
    problem = error.problems[0]
    return problem.where.removeprefix("rules (").removesuffix(")"), problem.message


def standing_of(allowed: AllowedToday, name: str) -> str:
    """Return what the rules say of a stretch: its doses, or the rule that forbids it."""
    doses = allowed.doses.get(name)
    if doses is not None:
        return " ".join(f"{dose.sets}x{dose.amount}" for dose in doses)
    refusal = allowed.refusals.get(name)
    if refusal is None:
        return "not known"
    because = refusal.because
    unknown = isinstance(because, ConditionForbids) and because.unknown
    return f"{FORBIDDEN}{refusal.rule_id}{UNKNOWN_LOADS if unknown else ''}"


def make_parts(groups: Iterable[SituationGroup], areas: int) -> tuple[Part, ...]:
    """Return the work in parts; groups that have the same searches are together."""
    together: dict[Hashable, list[tuple[int, tuple[int, ...], bool, str]]] = {}
    for number, group in enumerate(groups):
        entry = (number, group.members, group.by_itself, group.failed[0] if group.failed else "")
        together.setdefault((group.key, group.failed), []).append(entry)
    parts: list[Part] = []
    for entries in together.values():
        for start in range(0, len(entries), _WORK_OF_A_PART):
            some = tuple(entries[start : start + _WORK_OF_A_PART])
            size = max(1, _WORK_OF_A_PART // len(some))
            for first in range(0, areas, size):
                parts.append(Part(len(parts), tuple(range(first, min(areas, first + size))), some))
    return tuple(parts)
