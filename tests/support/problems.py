"""Small problems for the tests of the search: items drawn number by number, without any catalogue."""

from dataclasses import replace

from hypothesis import strategies as st

from stretchplan.planning.bounds.lagrangian import Candidate, LagrangianBound
from stretchplan.planning.model.problem import Item, Option, SelectionProblem
from stretchplan.planning.search.budget import NodeBudget
from stretchplan.planning.search.layout import Measure
from stretchplan.planning.search.levels import SearchByLevels
from stretchplan.planning.search.query import Prepared, Query, ordered_session
from stretchplan.planning.search.state import SearchState

doses = st.integers(1, 40).flatmap(
    lambda cost: st.builds(
        Option,
        sets=st.integers(1, 4),
        amount=st.integers(1, 30),
        cost=st.just(cost),
        effective=st.integers(1, 60),
        work=st.integers(1, cost),  # a dose takes at least the seconds of its stretching
    )
)
option_lists = st.lists(doses, min_size=1, max_size=3, unique_by=lambda o: (o.sets, o.amount)).map(tuple)


@st.composite
def candidate_lists(draw, areas=1, most=4):
    """Draw up to four stretches in up to three positions; two that are alike make one candidate now and then."""
    candidates, begun, number = [], 0, draw(st.integers(1, most))
    while begun < number:
        count = draw(st.sampled_from([1, 1, 2])) if begun + 1 < number else 1
        candidates.append(
            Candidate(
                tuple(range(begun, begun + count)),
                draw(option_lists),
                tuple(draw(st.integers(0, 2)) for _ in range(areas)),
                1 << draw(st.integers(0, 2)),
                draw(st.sampled_from([False, False, False, True])),
            )
        )
        begun += count
    return candidates


def one_by_one(candidates, *rows):
    """Return a candidate for each stretch, and with it what each row has for its class, all by the stretch's index."""
    places = sorted((index, place) for place, c in enumerate(candidates) for index in c.indices)
    singles = [replace(candidates[place], indices=(index,)) for index, place in places]
    return (singles, *([row[place] for _, place in places] for row in rows)) if rows else singles


@st.composite
def problems(draw, most=6):
    """Draw a problem of up to six items, with hints that order them now and then."""
    areas = draw(st.integers(1, 3))
    items = []
    for i in range(draw(st.integers(1, most))):
        strengthens = draw(st.sampled_from([False, False, False, True]))
        options = draw(option_lists)
        items.append(
            Item(
                f"item_{i}",
                tuple(sorted(options, key=lambda o: (-o.effective, -o.work, o.sets, o.cost))),
                tuple(draw(st.integers(0, 2)) for _ in range(areas)),
                1 << draw(st.integers(0, 2)),
                not strengthens and draw(st.booleans()),
                strengthens,
                draw(st.sampled_from([0, 0, 0, 1])) << draw(st.integers(0, i - 1)) if i else 0,
                draw(st.sampled_from([-1, -1, -1, 0])) if i else -1,
            )
        )
    reachable = tuple(area for area in range(areas) if any(item.weights[area] for item in items))
    return SelectionProblem(tuple(items), draw(st.integers(-3, 10)), draw(st.integers(0, 12)), reachable)


def query_of(problem, counted, demanded, seconds, required=0, excluded=0):
    """Return a query about a problem; the seconds are for doses and changes of position."""
    return Query(Prepared.of(problem), counted, demanded, seconds, required, excluded)


@st.composite
def questions(draw):
    """Draw a problem, seconds that matter, areas, and items forced in and kept out."""
    problem = draw(problems())
    costs = sum(max(o.cost for o in item.options) for item in problem.items)
    some = draw(st.sets(st.sampled_from(problem.reachable), min_size=1)) if problem.reachable else set()
    demanded = bool(some) and draw(st.booleans())
    required = draw(st.sampled_from([0, 0, 0, 1])) << draw(st.integers(0, len(problem.items) - 1))
    excluded = draw(st.sampled_from([0, 0, 0, 1])) << draw(st.integers(0, len(problem.items) - 1)) & ~required
    counted = tuple(sorted(some)) if demanded else problem.reachable or (0,)
    return query_of(problem, counted, demanded, draw(st.integers(1, costs + 20)), required, excluded)


@st.composite
def questions_of_a_week(draw):
    """Draw a question whose areas had something before today, and whose items were done so many days ago."""
    query = draw(questions())
    problem = query.problem
    rested = st.one_of(st.integers(0, 14), st.sampled_from([0, 1, 14]))
    items = tuple(replace(item, rested=draw(rested)) for item in problem.items)
    had = st.one_of(st.just(0), st.integers(0, 60), st.integers(0, 500))
    return query._replace(
        prepared=Prepared.of(replace(problem, items=items)), had=tuple(draw(had) for _ in items[0].weights)
    )


def choices(candidates, seconds, change):
    """Yield every choice of doses that fits, as a list of option places or None, at least one position used.

    A first position is free; each further one takes a change. ``seconds`` are without the first change.
    """
    from itertools import product

    every = [[*range(len(c.options)), *([] if c.must else [None])] for c in candidates]
    for choice in product(*every):
        cost = sum(c.options[o].cost for c, o in zip(candidates, choice, strict=True) if o is not None)
        positions = {c.position for c, o in zip(candidates, choice, strict=True) if o is not None}
        if positions and cost + (len(positions) - 1) * change <= seconds:
            yield choice, len(positions)


def plans_of(state):
    """Return every plan that has an order, with its work and what each area gets."""
    query, found = state.query, []
    singles = one_by_one(state.candidates)
    for choice, _ in choices(singles, query.available_seconds, query.problem.change):
        doses = tuple((c.indices[0], c.options[o]) for c, o in zip(singles, choice, strict=True) if o is not None)
        solution = ordered_session(query, doses, state.budget)
        if solution is not None:
            served = [
                sum(
                    c.weights[k] * c.options[o].effective for c, o in zip(singles, choice, strict=True) if o is not None
                )
                for k in range(len(query.counted))
            ]
            found.append((solution.score[3], served, solution))
    return found


def search_by_levels(query, budget, incumbent=None):
    """Return the result of the search by levels, from a known solution on if there is one."""
    return SearchByLevels(query, budget).search(incumbent)


def state_of(query, nodes=10**6):
    return SearchState(query, NodeBudget(nodes, query.prepared.orders))


def work_of(state, needs):
    """Return a measure that counts seconds of stretching, with a weight for each area, as its bound says."""
    query = state.query
    values = [[option.work for option in c.options] for c in state.candidates]
    worths = [[3 * option.work + sum(c.weights) * option.effective for option in c.options] for c in state.candidates]
    losses = LagrangianBound(state.candidates, query.available_seconds, query.problem.change).losses(worths)
    return Measure(values, 0, 3, (1,) * len(needs), losses)
