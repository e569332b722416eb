"""What did going through a grid find? Faults of a catalogue, a policy or rules, each with the smallest request."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from typing import Final, get_args

from stretchplan.catalog import Stretch
from stretchplan.inputs.request import MAX_MINUTES
from stretchplan.planning.planner import Planner
from stretchplan.results.refusals import Infeasible, NoPlan
from stretchplan.results.verification import AreaReach, Finding, FindingKind, Refused, StretchUse
from stretchplan.verification.grid import Rank
from stretchplan.verification.groups import FORBIDDEN, SituationGroup
from stretchplan.verification.standings import Stood
from stretchplan.verification.tally import Tally
from stretchplan.verification.work import Work
from stretchplan.words import verification as words

__all__ = ["AREA_WITHIN_MINUTES", "find"]

AREA_WITHIN_MINUTES: Final = 10
"""An area that can be had only in more minutes than this is a fault."""

_BY_DAY: Final = frozenset({"recovery-window", "early-dose"})
_ORDER: Final = {kind: place for place, kind in enumerate(get_args(FindingKind))}


def find(
    work: Work,
    tally: Tally,
    stood: Stood,
    areas: Sequence[AreaReach],
    uses: Sequence[StretchUse],
    refused: Sequence[Refused],
) -> list[Finding]:
    """Return the findings, faults first, by kind and then in the order of the catalogue."""
    finder = _Finder(work, tally, stood)
    found = [*finder.rules(), *finder.areas(areas, refused), *finder.searches(refused)]
    for place, (stretch, use) in enumerate(zip(work.catalog.stretches, uses, strict=True)):
        found += finder.stretch(place, stretch, use)
    return sorted(found, key=lambda finding: _ORDER[finding.kind])


class _Finder:
    def __init__(self, work: Work, tally: Tally, stood: Stood) -> None:
        self._work, self._tally, self._stood = work, tally, stood
        self._of_situation = len(work.grid.areas) * len(work.grid.minutes)

    def _finding(
        self,
        kind: FindingKind,
        subject: str,
        message: str,
        smallest: Rank | None = None,
        requests: int = 0,
        rule_ids: Iterable[str] = (),
    ) -> Finding:
        return Finding(
            kind=kind,
            subject=subject,
            message=message,
            smallest=None if smallest is None else self._work.axes.request(smallest),
            requests=requests,
            rule_ids=tuple(sorted(rule_ids)),
        )

    def _in_groups(self, groups: Iterable[SituationGroup]) -> tuple[Rank | None, int]:
        """Return the smallest request of some groups, and how many requests they have."""
        members = [member for group in groups for member in group.members]
        return ((0, 0, min(members)) if members else None), len(members) * self._of_situation

    def rules(self) -> Iterator[Finding]:
        """Yield the rules that a plan breaks, and the own rules that fail."""
        for rule_id, counted in sorted(self._tally.broken.items()):
            message = words.rule_broken(rule_id, counted.message)
            yield self._finding("rule_broken", rule_id, message, counted.smallest, counted.requests, [rule_id])
        failed: dict[tuple[str, str], list[SituationGroup]] = {}
        for group in self._work.groups:
            if group.failed is not None:
                failed.setdefault(group.failed, []).append(group)
        for (rule_id, how), groups in sorted(failed.items()):
            yield self._finding(
                "rule_failed", rule_id, words.rule_failed(rule_id, how), *self._in_groups(groups), [rule_id]
            )
        for rule_id, counted in sorted(self._tally.failed.items()):
            message = words.rule_failed(rule_id, counted.message)
            yield self._finding("rule_failed", rule_id, message, counted.smallest, counted.requests, [rule_id])

    def searches(self, refused: Sequence[Refused]) -> Iterator[Finding]:
        """Yield the requests that the search could not answer, or not prove."""
        nodes = self._work.node_budget
        for one in refused:
            if one.kind == "search_ended":
                message = words.no_answer(one.requests, nodes)
                yield Finding(
                    kind="no_answer", subject="search", message=message, smallest=one.smallest, requests=one.requests
                )
        unproved = self._tally.unproved.get("")
        if unproved is not None:
            message = words.not_proved(unproved.requests, nodes)
            yield self._finding("not_proved", "search", message, unproved.smallest, unproved.requests)

    def areas(self, areas: Sequence[AreaReach], refused: Sequence[Refused]) -> Iterator[Finding]:
        """Yield the areas that no request gets, or only with many minutes."""
        grid = self._work.grid
        for entry in areas:
            least = min((days.least_minutes for days in entry.days if days.least_minutes is not None), default=None)
            with_area = [place for place, names in enumerate(grid.areas) if entry.area_id in names]
            requests = len(with_area) * len(grid.minutes) * grid.situations
            if least is None:
                rules = {rule for one in refused if entry.area_id in one.area_ids for rule in one.rule_ids}
                message = words.area_never_worked(entry.name, rules)
                yield self._finding("area_never_worked", entry.area_id, message, (0, with_area[0], 0), requests, rules)
            elif least > AREA_WITHIN_MINUTES >= grid.minutes[0]:
                smallest = min(
                    (*divmod(number, grid.situations), int(key.split()[0]))
                    for key, number in self._tally.reach.items()
                    if int(key.split()[0]) in with_area
                )
                message = words.area_needs_long(entry.name, least)
                minutes, situation, place = smallest
                yield self._finding("area_needs_long", entry.area_id, message, (minutes, place, situation), requests)

    def stretch(self, place: int, stretch: Stretch, use: StretchUse) -> Iterator[Finding]:
        """Yield what is wrong with a stretch."""
        stood = {one: counted for one, counted in self._stood.items() if one.place == place}
        if not stood:
            return  # an own rule failed in every situation
        allowed = {one: counted for one, counted in stood.items() if one.rule is None}
        unknown = {one: counted for one, counted in stood.items() if one.unknown_loads}
        if unknown:
            rules = _rules(unknown)
            yield self._finding(
                "loads_unknown", stretch.id, words.loads_unknown(stretch.name, rules), *_of(unknown), rules
            )
        if not allowed:
            rules = _rules(stood)
            message = words.never_allowed(stretch.name, rules)
            yield self._finding("stretch_never_allowed", stretch.id, message, *_of(stood), rules)
            return
        hurt = {one: counted for one, counted in stood.items() if one.hurt}
        by_day = {one: counted for one, counted in hurt.items() if one.rule in _BY_DAY}
        if by_day and all(one.rule is not None for one in hurt):
            last = max(day for day in self._work.grid.days if day is not None)
            message = words.too_late(stretch.name, last, _rules(by_day))
            yield self._finding("stretch_too_late", stretch.id, message, *_of(by_day), _rules(by_day))
        if not use.requests:
            yield self._never_planned(stretch, *_of(allowed))
        yield from self._told(place, stretch)
        never_allowed = [f"{dose.sets} × {dose.amount}" for dose in use.doses if not dose.allowed]
        never_used = [f"{dose.sets} × {dose.amount}" for dose in use.doses if dose.allowed and not dose.requests]
        if never_allowed:
            yield self._finding("dose_never_allowed", stretch.id, words.dose_never_allowed(stretch.name, never_allowed))
        if never_used and use.requests:
            yield self._finding("dose_never_used", stretch.id, words.dose_never_used(stretch.name, never_used))

    def _never_planned(self, stretch: Stretch, smallest: Rank, count: int) -> Finding:
        """Return why a stretch that may be planned never is: its length, its place in the order, or better plans."""
        work = self._work
        request = work.axes.request(smallest)
        wish = request.profile.model_copy(update={"include": frozenset({stretch.id})})
        asked = request.model_copy(update={"targets": frozenset(), "minutes": MAX_MINUTES, "profile": wish})
        planner = Planner(
            work.catalog,
            policy=work.policy,
            rules=work.rules,
            node_budget=work.node_budget,
            explain=False,
            explain_refusals=False,
        )
        most = work.policy.budget_seconds(60 * work.grid.minutes[-1])
        least = self._tally.shortest.get(stretch.id, 0)
        try:
            planner.plan(asked)
        except Infeasible:
            message = words.without_place(stretch.name)
            return self._finding("stretch_without_place", stretch.id, message, smallest, count, ["gentle-first"])
        except NoPlan:
            pass
        if least > most:
            message = words.too_long(stretch.name, least, most)
            rules = ["fits-the-minutes"]
            return self._finding("stretch_too_long", stretch.id, message, smallest, count, rules)
        minutes = next((k for k, m in enumerate(work.grid.minutes) if work.policy.budget_seconds(60 * m) >= least), 0)
        return self._finding(
            "stretch_never_best", stretch.id, words.never_best(stretch.name), (minutes, *smallest[1:]), count
        )

    def _told(self, place: int, stretch: Stretch) -> Iterator[Finding]:
        """Yield the forms and the cautions of a stretch that apply on some day and are never due."""
        groups = [group for group in self._work.groups if group.failed is None]
        # What is allowed in a situation by itself may differ with the minutes; then nothing is said.
        may_be = [group for group in groups if group.by_itself or not group.standing[place].startswith(FORBIDDEN)]
        given = [group.manner[place].split("|") for group in may_be]
        forms = {form for form, _ in given}
        cautions = {rule for _, rules in given for rule in rules.split(",")}
        for form in stretch.forms:
            calling = [
                group
                for group in groups
                if not group.rules.isdisjoint(form.rules) and (not form.also or not group.rules.isdisjoint(form.also))
            ]
            if calling and form.id not in forms:
                smallest, count = self._in_groups(calling)
                message = words.form_never_used(stretch.name, form.name)
                subject = f"{stretch.id}: {form.id}"
                yield self._finding("form_never_used", subject, message, smallest, count, form.rules)
        for caution in stretch.cautions:
            calling = [group for group in groups if caution.rule in group.rules]
            if calling and caution.rule not in cautions:
                smallest, count = self._in_groups(calling)
                message = words.caution_never_due(stretch.name, caution.rule)
                subject = f"{stretch.id}: {caution.rule}"
                yield self._finding("caution_never_due", subject, message, smallest, count, [caution.rule])


def _rules(stood: Stood) -> set[str]:
    """Return the rules that forbid a stretch."""
    return {one.rule for one in stood if one.rule is not None}


def _of(stood: Stood) -> tuple[Rank, int]:
    """Return the smallest request, and how many there are."""
    return min(counted.smallest for counted in stood.values()), sum(counted.requests for counted in stood.values())
