"""Other ways to the same optimum, on the same numbers: what the search is measured against.

Each solves one question (today's items in whole numbers, the areas that count, the seconds) in levels 1 to 5 of
docs/objective.md, and says how good the best selection is and whether that is proved. All of them count
changes of position as the number of positions used less one, which is nearly always what the best order needs. For the
rest, ``compare.py`` takes the library's own orders, and leaves out what does not agree.
"""

from __future__ import annotations

import contextlib
import itertools
import multiprocessing
import os
from time import perf_counter
from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from stretchplan.planning.search.query import Query

__all__ = ["PEERS", "Answer", "Question", "numbers"]

Value = tuple[int, ...]


class Dose(NamedTuple):
    """Cost, effective seconds and stretching seconds."""

    cost: int
    effective: int
    work: int


class Question(NamedTuple):
    """One request in whole numbers, as every peer gets it.

    ``doses``, ``weights`` (for the counted areas) and ``positions`` are by item; ``seconds`` are for doses and changes.
    """

    doses: tuple[tuple[Dose, ...], ...]
    weights: tuple[tuple[int, ...], ...]
    positions: tuple[int, ...]
    seconds: int
    change: int
    demanded: bool


class Answer(NamedTuple):
    """The best value found (None: there is no selection, or none was found), whether proved, and the items in it."""

    value: Value | None
    proved: bool
    items: tuple[int, ...] = ()


def numbers(query: Query) -> Question:
    """Return a query of the search as plain numbers."""
    items = query.problem.items
    return Question(
        tuple(tuple(Dose(o.cost, o.effective, o.work) for o in item.options) for item in items),
        tuple(tuple(item.weights[area] for area in query.counted) for item in items),
        tuple(item.position for item in items),
        query.available_seconds,
        query.problem.change,
        query.demanded,
    )


def enumerate_all(question: Question, limit: float) -> Answer | None:
    """Go through every combination of doses with python-constraint, as its documentation shows; small ones only."""
    from constraint import Problem

    size = 1
    for doses in question.doses:
        size *= len(doses) + 1
    if size > 300_000:
        return None
    problem = Problem()
    items = range(len(question.doses))
    for i in items:
        problem.addVariable(i, [None, *range(len(question.doses[i]))])

    def fits(*choice):
        used = {question.positions[i] for i, o in enumerate(choice) if o is not None}
        cost = sum(question.doses[i][o].cost for i, o in enumerate(choice) if o is not None)
        return bool(used) and cost + (len(used) - 1) * question.change <= question.seconds

    problem.addConstraint(fits, list(items))
    best = None
    for solution in problem.getSolutionIter():
        value = _value(question, {i: o for i, o in solution.items() if o is not None})
        if (value[0] or not question.demanded) and (best is None or value > best[0]):
            best = value, tuple(i for i, o in solution.items() if o is not None)
    return Answer(best[0], True, best[1]) if best else Answer(None, True)


def _value(question: Question, chosen: dict[int, int]) -> Value:
    served = [
        sum(weight * question.doses[i][o].effective for i, o in chosen.items() if (weight := question.weights[i][area]))
        for area in range(len(question.weights[0]))
    ]
    work = sum(question.doses[i][o].work for i, o in chosen.items())
    return min(served), sum(served), len(chosen), work, 1 - len({question.positions[i] for i in chosen})


def cp_sat(question: Question, limit: float) -> Answer:
    """OR-Tools CP-SAT, one worker: one solve a level, each fixed and hinted to the next.

    A model without places in the session, which is far quicker than the one of the tests (tests/oracles/cp_sat.py),
    where the order is a circuit: at 60 stretches that one takes minutes.
    """
    from ortools.sat.python import cp_model

    model = cp_model.CpModel()
    takes = [[model.new_bool_var("") for _ in doses] for doses in question.doses]
    is_in = [model.new_bool_var("") for _ in question.doses]
    for its, chosen in zip(takes, is_in, strict=True):
        model.add(sum(its) == chosen)
    used = {position: model.new_bool_var("") for position in sorted(set(question.positions))}
    for position, bit in used.items():
        model.add_max_equality(bit, [x for x, p in zip(is_in, question.positions, strict=True) if p == position])
    model.add_bool_or(is_in)
    changes = sum(used.values()) - 1

    def over(number):
        return sum(
            take * amount
            for i, (its, doses) in enumerate(zip(takes, question.doses, strict=True))
            for take, dose in zip(its, doses, strict=True)
            if (amount := number(i, dose))
        )

    model.add(over(lambda _, dose: dose.cost) + question.change * changes <= question.seconds)
    served = [
        over(lambda i, dose, a=a: question.weights[i][a] * dose.effective) for a in range(len(question.weights[0]))
    ]
    least = model.new_int_var(int(question.demanded), 120 * len(takes), "")
    for amount in served:
        model.add(least <= amount)
    solver = cp_model.CpSolver()
    solver.parameters.num_workers = 1
    solver.parameters.random_seed = 0
    end = perf_counter() + limit
    value: list[int] = []
    levels = [least, sum(served), sum(is_in), over(lambda _, dose: dose.work), -changes]
    for level in levels:
        model.maximize(level)
        solver.parameters.max_time_in_seconds = max(0.01, end - perf_counter())
        status = solver.solve(model)
        if status == cp_model.INFEASIBLE:
            return Answer(None, True)
        if status != cp_model.OPTIMAL:
            return Answer(None, False)
        value.append(round(solver.objective_value))
        model.add(level == value[-1])
        model.clear_hints()
        for i in range(len(model.proto.variables)):
            variable = model.get_int_var_from_proto_index(i)
            model.add_hint(variable, solver.value(variable))
    return Answer(tuple(value), True, tuple(i for i, x in enumerate(is_in) if solver.boolean_value(x)))


def highs(question: Question, limit: float) -> Answer:
    """HiGHS, one thread, in a process of its own (it and OR-Tools cannot share one), level by level as above."""
    global _worker
    if _worker is None:
        context = multiprocessing.get_context("spawn")
        here, there = context.Pipe()
        process = context.Process(target=_serve, args=(there,), daemon=True)
        process.start()
        _worker = here
        _worker.recv()  # it has imported what it needs
    _worker.send((question, limit))
    return _worker.recv()


_worker = None


def _serve(pipe) -> None:
    with open(os.devnull, "w") as nowhere:  # noqa: PTH123 - a device
        os.dup2(nowhere.fileno(), 1)
    import highspy

    pipe.send("ready")
    with contextlib.suppress(EOFError):
        while True:
            question, limit = pipe.recv()
            pipe.send(_highs(highspy, question, limit))


def _highs(highspy, question: Question, limit: float) -> Answer:
    end = perf_counter() + limit
    solver = highspy.Highs()
    solver.silent()
    solver.setOptionValue("threads", 1)
    solver.setOptionValue("mip_rel_gap", 0.0)
    takes = [[solver.addBinary() for _ in doses] for doses in question.doses]
    used = {position: solver.addBinary() for position in sorted(set(question.positions))}
    for its, position in zip(takes, question.positions, strict=True):
        solver.addConstr(sum(its) <= used[position])
    for position, bit in used.items():
        solver.addConstr(
            bit <= sum(take for its, p in zip(takes, question.positions, strict=True) if p == position for take in its)
        )
    solver.addConstr(sum(used.values()) >= 1)

    def over(number):
        return sum(
            take * float(amount)
            for i, (its, doses) in enumerate(zip(takes, question.doses, strict=True))
            for take, dose in zip(its, doses, strict=True)
            if (amount := number(i, dose))
        )

    changes = sum(used.values())
    solver.addConstr(
        over(lambda _, dose: dose.cost) + float(question.change) * changes <= question.seconds + question.change
    )
    least = solver.addVariable(float(question.demanded), 120.0 * len(takes))
    served = [
        over(lambda i, dose, a=a: question.weights[i][a] * dose.effective) for a in range(len(question.weights[0]))
    ]
    for amount in served:
        if isinstance(amount, int):
            solver.addConstr(least <= 0)
        else:
            solver.addConstr(amount - least >= 0)
    count = sum(itertools.chain.from_iterable(takes))
    value = []
    for level in [least, sum(served), count, over(lambda _, dose: dose.work), -1.0 * changes]:
        solver.setOptionValue("time_limit", max(0.01, end - perf_counter()) + solver.getRunTime())
        solver.maximize(level)
        status = solver.getModelStatus()
        if status == highspy.HighsModelStatus.kInfeasible:
            return Answer(None, True)
        if status != highspy.HighsModelStatus.kOptimal:
            return Answer(None, False)
        value.append(round(solver.getObjectiveValue()))
        solver.addConstr(level >= value[-1] - 0.5)
    value[-1] += 1
    chosen = tuple(i for i, its in enumerate(takes) if any(solver.val(take) > 0.5 for take in its))
    return Answer(tuple(value), True, chosen)


def dynamic(question: Question, limit: float) -> Answer | None:
    """Fill an array second by second, a dynamic programme: exact for one area, where levels 1 to 5 make one number."""
    if len(question.weights[0]) > 1:
        return None
    import numpy

    n, room = len(question.doses), question.seconds + question.change
    if room < 0:
        return Answer(None, True)
    of_work = n + 1
    of_count = (room + 1) * of_work
    of_sum = (n + 1) * of_count
    nothing = numpy.zeros(room + 1, dtype=numpy.int64)
    later = nothing
    for position in sorted(set(question.positions), reverse=True):
        members = [i for i, p in enumerate(question.positions) if p == position]
        inside = later
        for i in members:
            taken = inside.copy()
            for dose in question.doses[i]:
                worth = question.weights[i][0] * dose.effective * of_sum + of_count + dose.work * of_work
                if dose.cost <= room:
                    numpy.maximum(taken[dose.cost :], inside[: room + 1 - dose.cost] + worth, out=taken[dose.cost :])
            inside = taken
        moved = later.copy()
        if question.change <= room:
            numpy.maximum(
                moved[question.change :], inside[: room + 1 - question.change] - 1, out=moved[question.change :]
            )
        later = moved
    best = int(later[room])
    if best <= 0:
        return Answer(None, True)
    best += 1  # the first position is no change
    total, rest = divmod(best + n, of_sum)
    count, rest = divmod(rest, of_count)
    work, rest = divmod(rest, of_work)
    if question.demanded and not total:
        return Answer(None, True)
    return Answer((total, total, count, work, rest - n), True)


PEERS = {
    "python-constraint, all combinations": enumerate_all,
    "OR-Tools CP-SAT, staged": cp_sat,
    "HiGHS, staged": highs,
    "dynamic programme": dynamic,
}
