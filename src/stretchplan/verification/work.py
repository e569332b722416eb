"""How is a part of a grid answered? Each distinct problem is searched once, and its plan is made and checked."""

from __future__ import annotations

from collections.abc import Callable, Hashable, Iterator, Sequence
from itertools import groupby, pairwise
from typing import Any, Final, NamedTuple, SupportsIndex

from stretchplan.base.cache import cached_property
from stretchplan.base.errors import PolicyError
from stretchplan.base.gc_pause import gc_paused
from stretchplan.catalog import Catalog
from stretchplan.catalog.loader import BuiltinName
from stretchplan.inputs.policy import Policy
from stretchplan.inputs.request import MAX_MINUTES
from stretchplan.planning.build.assemble import assemble
from stretchplan.planning.model.allowed import AllowedToday, allowed_today
from stretchplan.planning.model.day import Day
from stretchplan.planning.planner import NODE_BUDGET, Planner, terms_of
from stretchplan.planning.search.budget import NodeBudgetSpent
from stretchplan.planning.solver import Solution, Solver
from stretchplan.results.plan import Plan
from stretchplan.results.report import Violation
from stretchplan.results.verification import Grid, RefusedKind
from stretchplan.rulebook.bounds import UNFILLED_NOTICE_FROM_SECONDS
from stretchplan.safety.check import violations_of
from stretchplan.safety.own_rules import OwnRule, own_violations
from stretchplan.verification.grid import Axes, GridFields, Rank, make_grid, require_known_areas
from stretchplan.verification.groups import (
    Part,
    SituationGroup,
    failure,
    group_situations,
    make_parts,
    standing_of,
)
from stretchplan.verification.refused import refused_text
from stretchplan.verification.tally import Tally
from stretchplan.verification.watched import watched

__all__ = ["Work"]

_SITUATION: Final = ("days_since_injury", "pain", "pace")


class _Answer(NamedTuple):
    """What the search says of a request."""

    kind: RefusedKind | None  # why there is no plan; None when there is one
    solution: Solution | None = None
    seconds: int = 0
    key: Hashable = None  # answers with equal keys differ in nothing but numbers of minutes and seconds


class _Run(NamedTuple):
    """Minutes in a row with the same answer, as places in the grid."""

    first: int
    last: int
    answer: _Answer


class Work:
    """A verification to be done: its parts, and the answer to each.

    It can be pickled, so that any engine can answer the parts: in processes, or with Dask as docs/verify.md shows. Then
    :func:`joined` makes the verification.

    Parameters
    ----------
    catalog, policy, rules, node_budget
        As for :class:`stretchplan.Planner`.
    unknown_areas
        Whether the grid may demand areas that the catalogue does not have; such requests have no plan.
    **grid
        The axes of the grid: see :func:`stretchplan.testing.verify`.

    Attributes
    ----------
    terms
        The catalogue, the policy and the rules in the form in which the search reads them.
    axes
        The grid with its days, pain and paces in the order in which they are gone through.
    """

    def __init__(
        self,
        catalog: Catalog | BuiltinName | None = None,
        *,
        policy: Policy | None = None,
        rules: Sequence[OwnRule] = (),
        node_budget: SupportsIndex = NODE_BUDGET,
        unknown_areas: bool = False,
        grid: GridFields | Grid | None = None,
    ) -> None:
        planner = Planner(catalog, policy=policy, rules=rules, node_budget=node_budget)
        self.catalog: Catalog = planner.catalog
        self.policy: Policy = planner.policy
        self.rules: tuple[OwnRule, ...] = planner.rules
        self.node_budget: int = planner.node_budget
        self.terms = terms_of(planner)
        self.grid: Grid = grid if isinstance(grid, Grid) else make_grid(self.catalog.area_ids, grid or {})
        if not unknown_areas:
            require_known_areas(self.grid, self.catalog.area_ids)
        self._unknown_areas = unknown_areas
        self.axes = Axes(self.grid, self.policy)
        self._solver = Solver(self.terms, self.node_budget, share=True, explain=False, most_bytes=32 * 2**20)

    def __reduce__(self) -> tuple[Any, ...]:
        return _again, (self.catalog, self.policy, self.rules, self.node_budget, self._unknown_areas, self.grid)

    @cached_property
    def groups(self) -> tuple[SituationGroup, ...]:
        """The groups of situations."""
        return group_situations(self.axes, self.terms)

    @cached_property
    def parts(self) -> tuple[Part, ...]:
        """The parts of the work."""
        return make_parts(self.groups, len(self.grid.areas))

    def answer(self, part: Part) -> Tally:
        """Answer every request of a part.

        Parameters
        ----------
        part
            One of ``parts``.

        Returns
        -------
        Tally
            What was found, for :func:`joined`.
        """
        with gc_paused():
            return _PartOfWork(self, self._solver, part).tally()


def _again(
    catalog: Catalog, policy: Policy, rules: tuple[OwnRule, ...], node_budget: int, unknown_areas: bool, grid: Grid
) -> Work:
    return Work(catalog, policy=policy, rules=rules, node_budget=node_budget, unknown_areas=unknown_areas, grid=grid)


class _PartOfWork:
    """The state of going through one part; nothing of it depends on other parts."""

    def __init__(self, work: Work, solver: Solver, part: Part) -> None:
        self._work, self._solver, self._part = work, solver, part
        self._axes, self._minutes = work.axes, work.grid.minutes
        self._stand_ins = bool(work.catalog.stand_ins)
        self._tally = Tally()
        self._allowed: dict[int, AllowedToday] = {}
        self._best: dict[Hashable, tuple[int, Solution | None, int]] = {}
        self._of_search: dict[Hashable, list[_Answer]] = {}
        self._last: tuple[Rank, Day] | None = None
        self._texts: dict[str, int] = {}
        self._timelines: dict[tuple[tuple[int, int], ...], int] = {}

    def tally(self) -> Tally:
        """Return what was found."""
        known = frozenset(self._work.catalog.area_ids)
        for areas in self._part.areas:
            self._best.clear()
            self._of_search.clear()
            unknown = [name for name in self._work.grid.areas[areas] if name not in known]
            for number, members, by_itself, failed in self._part.groups:
                if unknown:
                    runs = [(_Run(0, len(self._minutes) - 1, _Answer("unknown_area")), refused_text("unknown_area"))]
                elif failed:
                    text = refused_text("rule_failed", (), (failed,))
                    runs = [(_Run(0, len(self._minutes) - 1, _Answer("rule_failed")), text)]
                else:
                    runs = list(self._runs(members, areas, by_itself))
                self._note(number, members, areas, runs)
                planned = [run for run, _ in runs if run.answer.solution is not None]
                for run in planned:
                    self._planned(members, areas, run, by_itself, with_largest=run is planned[-1])
        tally = self._tally
        tally.answers, tally.timelines = list(self._texts), [[[*at] for at in line] for line in self._timelines]
        return tally

    # --- Which answer has each number of minutes?

    def _runs(self, members: tuple[int, ...], areas: int, by_itself: bool) -> Iterator[tuple[_Run, str]]:
        """Yield minutes in a row with the same answer, and its text."""
        found = self._answers(members[0], areas, by_itself)
        allowed = None if by_itself else self._allowed_in((0, areas, members[0]), by_itself)
        place = 0
        for _, same in groupby(found, key=lambda answer: (answer.kind, answer.key)):
            count = len(list(same))
            run = _Run(place, place + count - 1, found[place])
            yield run, self._text(run, (place, areas, members[0]), allowed, by_itself)
            place += count

    def _answers(self, situation: int, areas: int, by_itself: bool) -> list[_Answer]:
        """Return the answer for each number of minutes."""
        key: Hashable = None
        if not by_itself and not self._stand_ins:
            day = self._day((0, areas, situation), by_itself)
            key = (day.allowed.key, day.pace)
            if key in self._of_search:
                return self._of_search[key]
        found = [self._answer((place, areas, situation), by_itself) for place in reversed(range(len(self._minutes)))]
        found.reverse()
        if key is not None:
            self._of_search[key] = found
        return found

    def _answer(self, rank: Rank, by_itself: bool) -> _Answer:
        try:
            day = self._day(rank, by_itself)
            if by_itself:
                self._note_standings(day, rank)
            solution = self._solve(day, rank)
            if solution is not None:
                return _planned_answer(day, solution)
            if not day.allowed.doses:
                return _Answer("nothing_allowed")
            if self._not_worked(day.allowed, rank[1]):
                return _Answer("area_not_worked")
            longer = Day.resolve(
                day.terms,
                day.request.model_copy(update={"minutes": MAX_MINUTES}),
                allowed=day.allowed,
            )
            return _Answer("no_order" if self._solver.solve(longer) is None else "too_few_minutes")
        except NodeBudgetSpent:
            return _Answer("search_ended")
        except PolicyError as error:
            if not by_itself:
                raise
            self._tally.count("failed", failure(error)[0], 1, rank, failure(error)[1])
            return _Answer("rule_failed", key=failure(error)[0])

    def _note_standings(self, day: Day, rank: Rank) -> None:
        """Note what the rules say of each stretch, where the minutes or the areas make a difference."""
        hurt = day.request.days_since_injury is not None
        for place, stretch in enumerate(self._work.catalog.stretches):
            self._tally.count("stood", f"{place} {hurt:d} {standing_of(day.allowed, stretch.id)}", 1, rank)

    def _solve(self, day: Day, rank: Rank) -> Solution | None:
        """Return the best selection: a search's own, or one for more time that takes no more than there is.

        The best of all sessions for more time is the best of those for less if it is one of them: there are fewer, and
        ties are decided by an order that does not look at the time (docs/decisions/0009-ties.md).
        """
        key = (day.allowed.key, day.pace, day.request.targets)
        known = self._best.get(key)
        if known is not None:
            budget, solution, seconds = known
            if day.budget_seconds == budget:
                return solution
            if day.budget_seconds < budget:
                if solution is None:
                    return None
                if solution.selection.optimal and seconds <= day.budget_seconds:
                    return solution
        self._tally.searches += 1
        solution, left = self._solver.solve_within(day)
        self._tally.note_nodes(self._work.node_budget - left, rank)
        self._best[key] = (day.budget_seconds, solution, 0 if solution is None else _seconds(solution))
        return solution

    def _day(self, rank: Rank, by_itself: bool) -> Day:
        if self._last is not None and self._last[0] == rank:
            return self._last[1]
        request = self._axes.request(rank)
        if self._stand_ins:
            day = self._solver.day(request)
        else:
            day = Day.resolve(self._work.terms, request, allowed=self._allowed_in(rank, by_itself))
        self._last = rank, day
        return day

    def _allowed_in(self, rank: Rank, by_itself: bool) -> AllowedToday:
        """Return what is allowed in a situation; of one by itself, for these minutes and areas."""
        if by_itself:
            return allowed_today(self._work.terms, self._axes.request(rank))
        known = self._allowed.get(rank[2])
        if known is None:
            known = self._allowed[rank[2]] = allowed_today(self._work.terms, self._axes.request(rank))
        return known

    def _not_worked(self, allowed: AllowedToday, areas: int) -> tuple[str, ...]:
        """Return the demanded areas that no stretch works which may be planned."""
        named, by_id = self._work.policy.named_targets, self._work.catalog.by_id
        worked = {area for name in allowed.doses for area in by_id[name].targets.areas(named=named)}
        return tuple(area for area in self._work.grid.areas[areas] if area not in worked)

    # --- What is said of it

    def _text(self, run: _Run, rank: Rank, allowed: AllowedToday | None, by_itself: bool) -> str:
        kind, solution = run.answer.kind, run.answer.solution
        if solution is not None:
            items = solution.problem.items
            doses = (f"{items[i].stretch_id} {o.sets}x{o.amount}" for i, o in solution.selection.doses)
            return f"{', '.join(doses)}; {run.answer.seconds} s"
        assert kind is not None
        if kind == "rule_failed":
            return refused_text(kind, (), (str(run.answer.key),))
        if kind in ("search_ended", "too_few_minutes", "no_order"):
            return refused_text(
                kind, (), {"no_order": ("gentle-first",), "too_few_minutes": ("fits-the-minutes",)}.get(kind, ())
            )
        if allowed is None:
            allowed = self._allowed_in(rank, by_itself)
        missed = self._not_worked(allowed, rank[1]) if kind == "area_not_worked" else ()
        named, by_id = self._work.policy.named_targets, self._work.catalog.by_id
        rules = {
            refusal.rule_id
            for name, refusal in allowed.refusals.items()
            if not missed or by_id[name].targets.areas(named=named) & set(missed)
        }
        return refused_text(kind, missed, sorted(rules))

    def _note(self, number: int, members: tuple[int, ...], areas: int, runs: Sequence[tuple[_Run, str]]) -> None:
        tally, minutes = self._tally, len(self._minutes)
        tally.requests += minutes * len(members)
        tally.problems += len(runs)
        for run, text in runs:
            count = (run.last - run.first + 1) * len(members)
            rank = (run.first, areas, members[0])
            answer = run.answer
            if answer.kind is not None:
                tally.count("refused", text, count, rank)
                continue
            tally.planned += count
            if answer.solution is not None and not answer.solution.selection.optimal:
                tally.count("unproved", "", count, rank)
        least = next((run.first for run, _ in runs if run.answer.kind is None), None)
        if least is not None:
            situations = self._work.grid.situations
            for member in members:  # the minutes and the situation as one number, of which the least is wanted
                tally.least("reach", f"{areas} {self._axes.day(member)}", least * situations + member)
        line = tuple((run.first, self._texts.setdefault(text, len(self._texts))) for run, text in runs)
        line = (line[0], *(after for before, after in pairwise(line) if before[1] != after[1]))
        tally.groups.append([number, areas, self._timelines.setdefault(line, len(self._timelines))])

    # --- The plan, and its check

    def _planned(self, members: tuple[int, ...], areas: int, run: _Run, by_itself: bool, *, with_largest: bool) -> None:
        """Count what a plan has, make it for the smallest request, and check it.

        Of the problem with the most minutes, the largest request is planned and checked as well: the last day, the most
        pain and the most minutes of the group.
        """
        solution, tally = run.answer.solution, self._tally
        assert solution is not None
        first, last = (run.first, areas, members[0]), (run.last, areas, members[-1])
        count = (run.last - run.first + 1) * len(members)
        for name, seconds in solution.problem.shortest_with.items():
            tally.least("shortest", name, seconds)
        day = self._day(first, by_itself)
        for planned in solution.session(day):
            name = planned.stretch.id
            tally.count("doses", f"{name} {planned.dosage.sets}x{planned.dosage.amount}", count, first)
            told = [f"{name}:{caution.rule_id}" for caution in planned.cautions]
            told += [f"{name}:{planned.form.id}"] if planned.form is not None else []
            for key in told:
                tally.manners[key] = tally.manners.get(key, 0) + count
        found: dict[str, tuple[Rank, str]] = {}
        for rank in dict.fromkeys((first, last) if with_largest else (first,)):
            self._judge(rank, run, by_itself, found, self._violations)
        if self._work.rules:
            self._judge_by_own_rules(members, areas, run, by_itself, found)
        if found and any(rank != first for rank, _ in found.values()):
            self._look_for_smaller(members, areas, run, by_itself, found)
        for rule_id, (rank, message) in found.items():
            tally.count("broken", rule_id, count, rank, message)

    def _judge(
        self,
        rank: Rank,
        run: _Run,
        by_itself: bool,
        found: dict[str, tuple[Rank, str]],
        judge: Callable[[Plan], Sequence[Violation]],
    ) -> None:
        """Make the plan of a request, and note what breaks a rule, with the smallest request."""
        plan = self._plan(rank, run, by_itself)
        self._tally.checks += 1
        for violation in judge(plan):
            known = found.get(violation.rule_id)
            if known is None or rank < known[0]:
                found[violation.rule_id] = rank, violation.message

    def _violations(self, plan: Plan) -> Sequence[Violation]:
        return violations_of(plan, self._work.catalog, self._work.rules)

    def _plan(self, rank: Rank, run: _Run, by_itself: bool) -> Plan:
        solution, day = run.answer.solution, self._day(rank, by_itself)
        assert solution is not None
        plan = assemble(day, solution.session(day), solution.score, solution.problem.shortest_with, {})
        if plan.total_seconds != run.answer.seconds or _planned_answer(day, solution).key != run.answer.key:
            raise RuntimeError(f"{plan.request!r} does not belong to its group; this is a defect of stretchplan")
        return plan

    def _judge_by_own_rules(
        self, members: tuple[int, ...], areas: int, run: _Run, by_itself: bool, found: dict[str, tuple[Rank, str]]
    ) -> None:
        """Have own rules judge the plan for each number of minutes, and for each situation that they tell apart."""
        work = self._work
        for place in range(run.first, run.last + 1):
            asked: set[Hashable] = set()
            read: set[str] = set()

            def judge(plan: Plan, read: set[str] = read) -> list[Violation]:
                request, fields = watched(plan.request)
                seen = plan.model_copy(update={"request": request})
                violations = [v for rule in work.rules for v in own_violations(rule, seen, work.catalog)]
                read |= fields
                return violations

            for member in members:
                request = self._axes.request((place, areas, member))
                told = tuple(getattr(request, name) for name in _SITUATION if name in read)
                if member == members[0] or (told and told not in asked):
                    self._judge((place, areas, member), run, by_itself, found, judge)
                    told = tuple(getattr(request, name) for name in _SITUATION if name in read)
                asked.add(told)

    def _look_for_smaller(
        self, members: tuple[int, ...], areas: int, run: _Run, by_itself: bool, found: dict[str, tuple[Rank, str]]
    ) -> None:
        """Check the requests of a problem one by one, up to the smallest that breaks each rule."""
        wanted = set(found)
        for place in range(run.first, run.last + 1):
            for member in members:
                rank = (place, areas, member)
                self._judge(rank, run, by_itself, found, self._violations)
                wanted = {rule_id for rule_id in wanted if found[rule_id][0] > rank}
                if not wanted:
                    return


def _planned_answer(day: Day, solution: Solution) -> _Answer:
    """Return a plan as an answer; its key holds all of a plan that depends on the minutes but is no number of them."""
    chosen, seconds, budget = solution.selection, _seconds(solution), day.budget_seconds
    too_long = frozenset(name for name, least in solution.problem.shortest_with.items() if least > budget)
    unfilled = budget - seconds >= UNFILLED_NOTICE_FROM_SECONDS
    session = tuple((solution.problem.items[i].stretch_id, o.sets, o.amount) for i, o in chosen.doses)
    key = (session, chosen.score, chosen.bound, chosen.source, chosen.order_proved, too_long, unfilled, day.allowed.key)
    return _Answer(None, solution, seconds, key)


def _seconds(solution: Solution) -> int:
    """Return the seconds of a session."""
    problem, chosen = solution.problem, solution.selection
    return problem.opening + sum(option.cost for _, option in chosen.doses) - chosen.score[4] * problem.change
