"""What the search answers, and in how many nodes, for fixed problems: golden/searches.txt has a page for each."""

from pathlib import Path
from random import Random

from stretchplan.planning.bounds.multipliers import SCALE, tightest_weights
from stretchplan.planning.model.problem import Item, Option, SelectionProblem
from stretchplan.planning.search.budget import NodeBudget
from stretchplan.planning.search.depth_first import NodeBudgetSpent
from stretchplan.planning.search.exhaustive import search_exhaustively
from stretchplan.planning.search.levels import search_by_levels
from stretchplan.planning.search.order import Orders
from stretchplan.planning.search.select import select
from stretchplan.planning.search.shortest import Cover, least_seconds
from stretchplan.planning.search.state import SearchState
from tests.support.problems import query_of

GOLDEN = Path(__file__).parents[1] / "planning/golden/searches.txt"
ENOUGH = 10**6


def _dose(sets, amount, sides, pause):
    """Return a dose as the builtin catalogue's come about: pauses between sets, at most 60 effective seconds."""
    return Option(
        sets, amount, (sets * amount + (sets - 1) * 10) * sides + pause, min(60, sets * amount), sets * amount
    )


def problem(seed, items, areas, positions=4, change=6, hints=True):
    """Return a problem that is the same wherever it is drawn; about one item in four is like the one before it."""
    draw = Random(seed).random  # noqa: S311 - the one function of it that is the same in every version of Python

    def upto(n):
        return int(draw() * n)

    made = []
    for i in range(items):
        if made and upto(4) == 0:
            like = made[-1]
            made.append(Item(f"item_{i}", like.options, like.weights, like.position, like.opens, False, 0, -1))
            continue
        sides, pause = 1 + upto(2), 3 + upto(9)
        options = {_dose(1 + upto(3), 10 + 5 * upto(5), sides, pause) for _ in range(1 + upto(3))}
        weights = [0] * areas
        for _ in range(1 + upto(2)):
            weights[upto(areas)] = 1 + upto(2)
        strengthens = hints and upto(6) == 0
        made.append(
            Item(
                f"item_{i}",
                tuple(sorted(options, key=lambda o: (-o.effective, -o.work, o.sets, o.cost))),
                tuple(weights),
                1 << upto(positions),
                hints and not strengthens and upto(3) == 0,
                strengthens,
                1 << upto(i) if hints and i and upto(4) == 0 else 0,
                upto(i) if hints and i and upto(8) == 0 else -1,
            )
        )
    reachable = tuple(area for area in range(areas) if any(item.weights[area] for item in made))
    return SelectionProblem(tuple(made), 4, change, reachable)


def asked(of, seconds, demanded=False, required=0, excluded=0, counted=None):
    """Return what is asked of a problem."""
    return query_of(of, counted or of.reachable, demanded, seconds, required, excluded)


SEARCHES = {
    "one stretch": asked(problem(1, 1, 1), 60),
    "two stretches, and too little time for both": asked(problem(2, 2, 1), 80),
    "a handful for one area": asked(problem(3, 5, 1), 150),
    "a handful for two areas, demanded": asked(problem(4, 6, 2), 160, demanded=True),
    "a handful for three areas": asked(problem(5, 7, 3), 240),
    "one that must be in, and one that must not": asked(problem(6, 8, 3), 200, required=0b100, excluded=0b10),
    "all must be in": asked(problem(7, 4, 2), 500, required=0b1111),
    "what must be in does not fit": asked(problem(8, 5, 2), 60, required=0b11011),
    "no time at all": asked(problem(9, 4, 2), 0),
    "more time than there is to do": asked(problem(10, 6, 2, hints=False), 2000),
    "twelve stretches, one area": asked(problem(11, 12, 1), 300),
    "twelve stretches, three areas": asked(problem(12, 12, 3), 300),
    "twelve stretches, three areas, demanded": asked(problem(13, 12, 3), 150, demanded=True),
    "twelve stretches without hints": asked(problem(14, 12, 4, hints=False), 400),
    "twenty stretches, one area": asked(problem(15, 20, 1), 400),
    "twenty stretches, one of two areas": asked(problem(16, 20, 2), 300, counted=(1,)),
    "twenty stretches, four areas": asked(problem(17, 20, 4), 500),
    "twenty stretches, five areas, demanded": asked(problem(18, 20, 5), 420, demanded=True),
    "twenty stretches, three that must be in": asked(problem(19, 20, 4), 450, required=0b1001000010, excluded=0b101),
    "twenty stretches in one position": asked(problem(20, 20, 3, positions=1), 350),
    "twenty stretches, changes that take long": asked(problem(21, 20, 3, positions=6, change=40), 400),
    "twenty stretches, changes that take nothing": asked(problem(22, 20, 3, change=0), 300),
    "thirty stretches, six areas": asked(problem(23, 30, 6), 700),
    "thirty stretches, six areas, demanded": asked(problem(24, 30, 6, hints=False), 400, demanded=True),
    "fifty stretches, two areas": asked(problem(25, 50, 2), 600),
    # Each of these tells some weaker bound, or a search that ends too soon or too late, from the real one.
    "four stretches for three areas, and one of them is out": asked(
        problem(103, 4, 3, positions=3, hints=False), 57, demanded=True, excluded=0b1000
    ),
    "seven stretches for four areas, proved to be too few": asked(
        problem(173, 7, 4, positions=1, change=40), 85, demanded=True, excluded=0b100000
    ),
    "five stretches that take half a minute": asked(
        problem(159, 5, 1, positions=1, change=0), 31, demanded=True, excluded=1
    ),
    "four stretches for two areas": asked(problem(145, 4, 2, positions=3, hints=False), 97),
    "seven stretches for four areas, and not all can be served": asked(
        problem(33, 7, 4, positions=3), 61, excluded=0b1000000
    ),
    "five stretches for three areas": asked(problem(71, 5, 3, positions=2, change=0), 71),
    "sixteen stretches for one area": asked(problem(80, 16, 1), 139, demanded=True),
    "five stretches, and only few fit": asked(
        problem(66, 5, 3, positions=1), 118, demanded=True, required=0b10000, excluded=0b10
    ),
    "a stretch that just fits": asked(problem(1, 1, 1), 30),
    "a stretch that does not fit": asked(problem(1, 1, 1), 29),
    "nothing to choose from": asked(problem(1, 1, 1), 60, excluded=1),
}


def page(title):
    """Return what each way of searching answers, with much to try and with little."""
    question = SEARCHES[title]
    return "\n".join([title, *(f"    {line}" for line in _lines(question))])


def _lines(question):
    items = question.problem.items
    for nodes in (ENOUGH, 4000, 1000, 300, 50):
        budget = NodeBudget(nodes, Orders(items))
        yield f"levels, {nodes:>7}: {_said(*search_by_levels(question, budget))}; {budget.spent} nodes"
    for nodes in (20_000, 300, 12) if len(items) <= 12 else (300,):
        budget = NodeBudget(nodes, Orders(items))
        yield f"hunt, {nodes:>9}: {_said(*search_exhaustively(question, budget, nodes))}; {budget.spent} nodes"
    for nodes in (4000, 1000, 200):
        yield f"select, {nodes:>7}: {_selected(question, nodes)}"
    for demanded in ((), question.counted):
        found, nodes = _shortest(question, demanded)
        yield f"shortest for {len(demanded)} areas: {found}; {nodes} nodes"
        for limit in (found[0], found[0] - 1) if found else ():
            yield f"  within {limit}: {' in '.join(map(str, _shortest(question, demanded, limit=limit)))} nodes"
        yield f"  any that will do: {' in '.join(map(str, _shortest(question, demanded, first_only=True)))} nodes"
    budget = NodeBudget(ENOUGH, Orders(items))
    state = SearchState(question, budget, None)
    areas = len(question.counted)
    even, needs = (SCALE // areas,) * areas, (0,) * areas
    weights = tightest_weights(state.lagrangian, [c.weights for c in state.candidates], needs, even, budget.spend)
    yield f"weights of the areas: {weights}; {budget.spent} nodes"


def _shortest(question, demanded, **how):
    """Return the shortest session, and the nodes that it takes."""
    items = question.problem.items
    budget = NodeBudget(ENOUGH, Orders(items))
    cover = Cover(question.prepared, demanded, question.required, question.excluded)
    found = least_seconds(cover, ENOUGH, budget=budget, **how)
    return found and tuple(found), budget.spent


def every_budget(title):
    """Return what two ways of searching answer with one node, two and so on: each answer with its first budget."""
    question, items = SEARCHES[title], SEARCHES[title].problem.items
    for name, search in (
        ("levels", lambda budget, _: search_by_levels(question, budget)),
        ("hunt", lambda budget, nodes: search_exhaustively(question, budget, nodes)),
    ):
        orders, before = Orders(items), ""
        for nodes in range(1, 100):
            budget = NodeBudget(nodes, orders)
            said = _said(*search(budget, nodes))
            if said != before:
                yield f"{name} from {nodes:>3}: {said}; {budget.spent} nodes"
            before = said


def _selected(question, nodes):
    try:
        found = select(question, nodes)
    except NodeBudgetSpent:
        return "nodes spent"
    if found is None:
        return "none"
    return f"{_said(found, found.optimal, found.bound)}; {found.nodes} nodes"


def _said(found, proved, bound):
    if found is None:
        return f"none, bound {bound}{', proved' * proved}"
    doses = " ".join(f"{i}:{option.sets}x{option.amount}" for i, option in found.doses)
    return f"{doses} {found.score}, {'proved' if proved and bound == found.score else f'bound {bound}'}"


def golden():
    """Return the pages by title."""
    pages = GOLDEN.read_text(encoding="utf-8").rstrip("\n").split("\n\n")
    return {text.partition("\n")[0]: text for text in pages}
