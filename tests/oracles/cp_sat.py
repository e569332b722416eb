"""The best plan by OR-Tools CP-SAT: docs/objective.md as one integer model, doses and order together.

One worker and a fixed seed, so that it answers the same each time. It shares no code with the library's
planning or safety, nor with the brute force: of the library it uses the catalogue, the request and the policy, as
data only. It ends at level 5 of the objective; it may return any of several equal plans.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, ClassVar, Literal

from ortools.sat.python import cp_model

from tests.support.timing import Timing, timing

if TYPE_CHECKING:
    from stretchplan import Catalog, PlanRequest, Policy
    from stretchplan.catalog.stretch import Stretch

Mode = Literal["staged", "weighted"]


class _Standard:
    """The bounds of the rules, where no policy narrows them."""

    early_until_day, early_max_sets = 7, 2
    repair_until_day, repair_max_sets = 42, 3
    max_sets, aim_seconds_per_side = 4, 60
    pain_lowest_doses_from, pain_stop_from = 4, 6
    max_hold_seconds = max_repetitions = max_session_seconds = None
    forbidden_stretches = forbidden_positions = frozenset()
    first_allowed_days: ClassVar[dict[str, int]] = {}
    least_pace = None
    named_targets = True


_STANDARD = _Standard()


@dataclass(frozen=True)
class Answer:
    """A plan that is best on levels 1 to 5.

    Attributes
    ----------
    doses
        Stretch id to (sets, amount).
    order
        Stretch ids in the order of the session.
    objective
        Least served, total served (both in quarter-seconds), stretches, stretching seconds, changes of position.
    total_seconds
        Length of the session.
    rested_days
        Days since each stretch of the plan was last done, added up; it decides among equally many stretches.
    """

    doses: dict[str, tuple[int, int]]
    order: tuple[str, ...]
    objective: tuple[int, int, int, int, int]
    total_seconds: int
    rested_days: int


@dataclass(frozen=True)
class _Choice:
    """One dose of one stretch, with its numbers."""

    sets: int
    amount: int
    effective: int
    stretching: int
    duration: int


def best(
    catalog: Catalog,
    request: PlanRequest,
    mode: Mode = "staged",
    policy: Policy | None = None,
    *,
    had: dict[str, int] | None = None,
    rested: dict[str, int] | None = None,
    within: dict[str, set[tuple[int, int]]] | None = None,
) -> Answer | None:
    """Return a plan that is best in levels 1 to 5, or None when there is none.

    Parameters
    ----------
    catalog, request
        What to plan; ``request.targets`` must be areas of the catalogue.
    mode
        How the levels are solved, see :meth:`Model.solve`.
    policy
        The caller's narrower bounds.
    had, rested
        What the days before brought: quarter-seconds of each area, and days since each stretch was last done.
    within
        By stretch, the doses that the rules over time leave; None where they bound nothing.
    """
    return Model(catalog, request, policy, had=had, rested=rested, within=within).solve(mode)


class Model:
    """The model of one request, built when it is made, so that building and solving can be timed apart.

    Solve it once: a staged solve fixes its levels in the model.

    Parameters
    ----------
    catalog, request
        What to plan; ``request.targets`` must be areas of the catalogue.
    policy
        The caller's narrower bounds.
    had, rested, within
        See :func:`best`.
    """

    def __init__(
        self,
        catalog: Catalog,
        request: PlanRequest,
        policy: Policy | None = None,
        *,
        had: dict[str, int] | None = None,
        rested: dict[str, int] | None = None,
        within: dict[str, set[tuple[int, int]]] | None = None,
    ) -> None:
        policy = policy or _STANDARD
        self._model = model = cp_model.CpModel()
        self._named = policy.named_targets
        self._stretches: list[Stretch] = []
        self._choices: list[list[_Choice]] = []
        self._moves = timing(catalog, request, None if policy is _STANDARD else policy)
        for stretch in catalog.stretches:
            choices = _choices(stretch, request, policy, self._moves)
            if within is not None:
                choices = [choice for choice in choices if (choice.sets, choice.amount) in within[stretch.id]]
            if choices:
                self._stretches.append(stretch)
                self._choices.append(choices)
        # What is maximised, level by level, each with the span of its values.
        self._levels: list[tuple[cp_model.LinearExprT, int]] = []
        if not self._stretches:
            return

        self._takes = [
            [model.new_bool_var(f"{s.id} {c.sets}x{c.amount}") for c in choices]
            for s, choices in zip(self._stretches, self._choices, strict=True)
        ]
        self._is_in = [model.new_bool_var(f"{s.id} in") for s in self._stretches]
        for takes, is_in in zip(self._takes, self._is_in, strict=True):
            model.add(sum(takes) == is_in)
        left = {s.id: is_in for s, is_in in zip(self._stretches, self._is_in, strict=True)}
        for asked_for in request.profile.include:
            model.add_bool_or([left[asked_for]] if asked_for in left else [])

        self._add_order()
        self._add_minutes(min(request.budget_seconds, policy.max_session_seconds or request.budget_seconds))
        self._add_levels(request, had or {}, rested or {})

    def _add_order(self) -> None:
        """Put the chosen stretches on one round trip from node 0, which stands for the start and the end."""
        model, stretches, is_in = self._model, self._stretches, self._is_in
        n = len(stretches)
        self._first = [model.new_bool_var(f"{s.id} first") for s in stretches]
        last = [model.new_bool_var(f"{s.id} last") for s in stretches]
        self._follows = {
            (i, j): model.new_bool_var(f"{stretches[i].id} then {stretches[j].id}")
            for i in range(n)
            for j in range(n)
            if i != j
        }
        # Node 0 has no loop, so at least one stretch is in.
        model.add_circuit(
            [(0, i + 1, self._first[i]) for i in range(n)]
            + [(i + 1, 0, last[i]) for i in range(n)]
            + [(i + 1, j + 1, arc) for (i, j), arc in self._follows.items()]
            + [(i + 1, i + 1, ~is_in[i]) for i in range(n)]
        )

        index = {s.id: i for i, s in enumerate(stretches)}
        pairs = [(index[before], i) for i, s in enumerate(stretches) for before in s.ordering.after if before in index]
        if pairs:  # places in the session are needed only to say "some time before"
            place = [model.new_int_var(0, n - 1, f"place of {s.id}") for s in stretches]
            for i in range(n):
                model.add(place[i] == 0).only_enforce_if(self._first[i])
            for (i, j), arc in self._follows.items():
                model.add(place[j] == place[i] + 1).only_enforce_if(arc)
            for before, i in pairs:
                model.add(place[before] < place[i]).only_enforce_if(is_in[before], is_in[i])

        openers = [i for i, s in enumerate(stretches) if s.ordering.opens]
        for i, stretch in enumerate(stretches):
            if stretch.style == "strengthening":
                model.add(self._first[i] == 0)
            if not stretch.ordering.opens:
                for opener in openers:
                    model.add_implication(self._first[i], ~is_in[opener])
            if stretch.ordering.straight_after in index:
                before = index[stretch.ordering.straight_after]
                model.add_bool_or(self._follows[before, i], ~is_in[before], ~is_in[i])

    def _add_minutes(self, seconds: int) -> None:
        moves, stretches = self._moves, self._stretches
        arcs = [
            (arc, moves.change if stretches[i].position != stretches[j].position else 0)
            for (i, j), arc in self._follows.items()
        ]
        self._seconds = (
            moves.get_ready
            + moves.get_up
            + sum(arc * seconds for arc, seconds in arcs)
            + self._over_choices(lambda stretch, _: moves.settling[stretch.id])
            + self._over_choices(lambda _, choice: choice.duration)
        )
        self._model.add(self._seconds <= seconds)

    def _add_levels(self, request: PlanRequest, had: dict[str, int], rested: dict[str, int]) -> None:
        model, stretches = self._model, self._stretches
        for area in request.targets:
            model.add_bool_or(
                is_in for s, is_in in zip(stretches, self._is_in, strict=True) if _weight(s, area, self._named)
            )
        counted = sorted(request.targets) or sorted(
            {area for s in stretches for area in (*s.targets.primary, *s.targets.secondary)}
        )
        served = [
            had.get(area, 0)
            + self._over_choices(
                lambda s, choice, area=area: (
                    _weight(s, area, self._named) * _sevenths(choice.effective, rested.get(s.id))
                )
            )
            for area in counted
        ]
        most = 240 * len(stretches) + max(had.values(), default=0)
        last_done = [rested.get(s.id, 0) for s in stretches]
        least = model.new_int_var(0, most, "least served")
        for amount in served:
            model.add(least <= amount)
        self._changes = sum(
            arc for (i, j), arc in self._follows.items() if stretches[i].position != stretches[j].position
        )
        # Implied by the order; stated because it makes the search two or three times faster.
        used = []
        for position in {s.position: None for s in stretches}:
            used.append(model.new_bool_var(f"{position} used"))
            model.add_max_equality(
                used[-1],
                [i for s, i in zip(stretches, self._is_in, strict=True) if s.position == position],
            )
        model.add(self._changes >= sum(used) - 1)
        self._levels = [
            (least, most),
            (sum(served), most * len(counted)),
            (sum(self._is_in), len(stretches)),
            (self._over_choices(lambda _, choice: choice.stretching), request.budget_seconds),
            (-self._changes, len(stretches)),
        ]
        self._rested = sum(days * is_in for days, is_in in zip(last_done, self._is_in, strict=True))
        if any(last_done):
            self._levels.insert(3, (self._rested, sum(last_done)))

    def _over_choices(self, number):
        return sum(
            take * number(s, choice)
            for s, takes, choices in zip(self._stretches, self._takes, self._choices, strict=True)
            for take, choice in zip(takes, choices, strict=True)
        )

    def solve(self, mode: Mode = "staged") -> Answer | None:
        """Solve the levels to proven optimality.

        Parameters
        ----------
        mode
            ``staged``: one solve a level, each starting from the last solution and fixing its level;
            ``weighted``: one solve of the sum of the levels, each weighted above all that come after it.

        Returns
        -------
        Answer or None
            None when it is proven that there is no plan.
        """
        if not self._stretches:
            return None
        solver = cp_model.CpSolver()
        solver.parameters.num_workers = 1
        solver.parameters.random_seed = 0
        # The quickest of the settings tried on the built-in catalogue; they change no answer.
        solver.parameters.max_presolve_iterations = 1
        solver.parameters.cp_model_probing_level = 0
        solver.parameters.symmetry_level = 0
        if mode == "weighted":
            total: cp_model.LinearExprT = 0
            for level, span in self._levels:
                total = total * (span + 1) + level
            self._model.maximize(total)
            if not self._optimal(solver):
                return None
            return self._answer(solver)
        for level, _ in self._levels:
            self._model.maximize(level)
            if not self._optimal(solver):
                return None
            self._model.add(level == solver.value(level))
            self._model.clear_hints()
            for i in range(len(self._model.proto.variables)):
                variable = self._model.get_int_var_from_proto_index(i)
                self._model.add_hint(variable, solver.value(variable))
        return self._answer(solver)

    def _optimal(self, solver: cp_model.CpSolver) -> bool:
        status = solver.solve(self._model)
        if status not in {cp_model.OPTIMAL, cp_model.INFEASIBLE}:
            raise RuntimeError(f"CP-SAT ended with {solver.status_name(status)}: {self._model.validate()}")
        return status == cp_model.OPTIMAL

    def _answer(self, solver: cp_model.CpSolver) -> Answer:
        doses = {
            s.id: (choice.sets, choice.amount)
            for s, takes, choices in zip(self._stretches, self._takes, self._choices, strict=True)
            for take, choice in zip(takes, choices, strict=True)
            if solver.boolean_value(take)
        }
        order = [next(i for i, first in enumerate(self._first) if solver.boolean_value(first))]
        while len(order) < len(doses):
            here = order[-1]
            order.append(next(j for (i, j), arc in self._follows.items() if i == here and solver.value(arc)))
        values = [solver.value(level) for level, _ in (*self._levels[:3], *self._levels[-2:])]
        return Answer(
            doses,
            tuple(self._stretches[i].id for i in order),
            (values[0], values[1], values[2], values[3], -values[4]),
            solver.value(self._seconds),
            solver.value(self._rested),
        )


def _sevenths(seconds: int, rested: int | None) -> int:
    """Return what seconds count for: for each day of rest a seventh, rounded up; all without a number of days."""
    parts = 7 if rested is None else sorted((1, rested, 7))[1]
    return (seconds * parts + 6) // 7


def _weight(stretch: Stretch, area: str, named: bool) -> int:
    """Return the quarter-seconds that an effective second gives to an area."""
    if area in stretch.targets.primary:
        return 4
    if area in stretch.targets.secondary:
        return 2
    return int(named and area in stretch.targets.named)


# What each condition does to a stretch with certain loads: ruled out, or the lowest dose only.
_LOADS = {
    "end_range_flexion": {"osteoporosis": "out", "disc_leg_pain": "lowest"},
    "end_range_extension": {"spinal_stenosis": "out", "spondylolisthesis": "out"},
    "deep_hip_flexion": {"hip_replacement": "out"},
    "hip_adduction_or_rotation": {"hip_replacement": "out"},
    "deep_knee_flexion": {"knee_pain": "out"},
    "wrist_push": {"wrist_pain": "out"},
    "one_leg_balance": {"osteoporosis": "out", "pregnancy": "out"},
}
_TURNS_ON_LOADS = {condition for effects in _LOADS.values() for condition in effects}


def _effects(stretch: Stretch, request: PlanRequest) -> set[str]:
    """Return what the stated conditions do to a stretch: ``out``, ``lowest``, both or neither."""
    conditions = set(request.profile.conditions)
    if request.screening and request.screening.pregnancy == "yes":
        conditions.add("pregnancy")
    cleared_for = {one.condition for one in request.profile.cleared if one.stretch_id == stretch.id}
    found = {(c, _LOADS[load][c]) for load in stretch.loads or () if load in _LOADS for c in _LOADS[load]}
    if stretch.loads is None:
        found |= {(condition, "out") for condition in _TURNS_ON_LOADS} | {("disc_leg_pain", "lowest")}
    if request.profile.trimester == 1:
        found.discard(("pregnancy", "out"))
    found |= {("recent_spinal_surgery", "out"), ("recent_spinal_surgery", "lowest")}
    if stretch.position in (("prone",) if request.profile.trimester == 1 else ("prone", "supine")):
        found.add(("pregnancy", "out"))
    return {e for condition, e in found if condition in conditions and (e == "lowest" or condition not in cleared_for)}


def _is_out(stretch: Stretch, request: PlanRequest, policy: Policy) -> bool:
    day, pain, profile = request.days_since_injury, request.pain, request.profile
    return (
        (day is not None and day < max(stretch.first_allowed_day, policy.first_allowed_days.get(stretch.id, 0)))
        or (pain is not None and pain >= policy.pain_stop_from)
        or stretch.id in profile.avoid_stretches | policy.forbidden_stretches
        or stretch.position in profile.avoid_positions | policy.forbidden_positions
        or (profile.equipment is not None and any(piece not in profile.equipment for piece in stretch.needs))
        or "out" in _effects(stretch, request)
    )


def _choices(stretch: Stretch, request: PlanRequest, policy: Policy, moves: Timing) -> list[_Choice]:
    """Return the doses of a stretch that the rules and the wishes of a request allow."""
    if _is_out(stretch, request, policy):
        return []
    day, dose = request.days_since_injury, stretch.dose
    if dose.kind == "repetitions":
        low, high, step = dose.min_repetitions, dose.max_repetitions, 1
        unit = stretch.breath.inhale_seconds + stretch.breath.exhale_seconds
        limit = policy.max_repetitions
    else:
        low, high, step, unit = dose.min_seconds, dose.max_seconds, dose.step_seconds, 1
        limit = policy.max_hold_seconds
    top, sets_cap = high, policy.max_sets
    if day is not None and day <= policy.repair_until_day - 1:
        late = day > policy.early_until_day - 1
        top = (low + high) // 2 if late else low
        sets_cap = min(sets_cap, policy.repair_max_sets if late else policy.early_max_sets)
    top = top if limit is None else min(top, limit)

    sore = request.pain is not None and request.pain >= policy.pain_lowest_doses_from
    lowest_only = sore or "lowest" in _effects(stretch, request)
    choices = []
    chosen = range(low, top + 1, step) if dose.choices is None else dose.choices
    for amount in chosen:
        if amount > top:
            break
        work = amount * unit
        for sets in range(dose.min_sets, min(dose.max_sets, sets_cap) + 1):
            if sets > 1 and (sets - 1) * work >= policy.aim_seconds_per_side:
                break
            if lowest_only and (sets > dose.min_sets or amount > low):
                continue
            if stretch.sides == "each":
                stretching, pauses = 2 * sets * work, (2 * sets - 1) * moves.changing[stretch.id]
            else:
                stretching, pauses = sets * work, (sets - 1) * moves.pace["rest_seconds"]
            choices.append(_Choice(sets, amount, min(sets * work, 60), stretching, stretching + pauses))
    return choices
