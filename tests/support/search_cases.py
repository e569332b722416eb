"""Fixed problems for the search; golden/searches.txt has a page with the answers to each."""

from pathlib import Path
from random import Random

from stretchplan.planning.model.problem import Item, Option, SelectionProblem
from stretchplan.planning.search.budget import NodeBudgetSpent
from stretchplan.planning.search.query import Prepared
from stretchplan.planning.search.select import select
from tests.support.problems import query_of

GOLDEN = Path(__file__).parents[1] / "planning/golden/searches.txt"
ENOUGH = 10**6


def _dose(sets, amount, sides, pause):
    """Return a dose like those of the built-in catalogue: pauses between sets, at most 60 effective seconds."""
    return Option(
        sets, amount, (sets * amount + (sets - 1) * 10) * sides + pause, min(60, sets * amount), sets * amount
    )


def problem(seed, items, areas, positions=4, change=6, hints=True):
    """Return a problem that is the same on every machine; about one item in four is like the one before it."""
    draw = Random(seed).random  # noqa: S311 - the one method that draws the same in every version of Python

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


def query(of, seconds, demanded=False, required=0, excluded=0, counted=None):
    return query_of(of, counted or of.reachable, demanded, seconds, required, excluded)


SEARCHES = {
    "one stretch": query(problem(1, 1, 1), 60),
    "two stretches, and too little time for both": query(problem(2, 2, 1), 80),
    "a handful for one area": query(problem(3, 5, 1), 150),
    "a handful for two areas, demanded": query(problem(4, 6, 2), 160, demanded=True),
    "a handful for three areas": query(problem(5, 7, 3), 240),
    "one that must be in, and one that must not": query(problem(6, 8, 3), 200, required=0b100, excluded=0b10),
    "all must be in": query(problem(7, 4, 2), 500, required=0b1111),
    "what must be in does not fit": query(problem(8, 5, 2), 60, required=0b11011),
    "no time at all": query(problem(9, 4, 2), 0),
    "more time than there is to do": query(problem(10, 6, 2, hints=False), 2000),
    "twelve stretches, one area": query(problem(11, 12, 1), 300),
    "twelve stretches, three areas": query(problem(12, 12, 3), 300),
    "twelve stretches, three areas, demanded": query(problem(13, 12, 3), 150, demanded=True),
    "twelve stretches without hints": query(problem(14, 12, 4, hints=False), 400),
    "twenty stretches, one area": query(problem(15, 20, 1), 400),
    "twenty stretches, one of two areas": query(problem(16, 20, 2), 300, counted=(1,)),
    "twenty stretches, four areas": query(problem(17, 20, 4), 500),
    "twenty stretches, five areas, demanded": query(problem(18, 20, 5), 420, demanded=True),
    "twenty stretches, three that must be in": query(problem(19, 20, 4), 450, required=0b1001000010, excluded=0b101),
    "twenty stretches in one position": query(problem(20, 20, 3, positions=1), 350),
    "twenty stretches, changes that take long": query(problem(21, 20, 3, positions=6, change=40), 400),
    "twenty stretches, changes that take nothing": query(problem(22, 20, 3, change=0), 300),
    "thirty stretches, six areas": query(problem(23, 30, 6), 700),
    "thirty stretches, six areas, demanded": query(problem(24, 30, 6, hints=False), 400, demanded=True),
    "fifty stretches, two areas": query(problem(25, 50, 2), 600),
    # Each of these fails with some weaker bound, or with a search that ends too soon or too late.
    "four stretches for three areas, and one of them is out": query(
        problem(103, 4, 3, positions=3, hints=False), 57, demanded=True, excluded=0b1000
    ),
    "seven stretches for four areas, proved to be too few": query(
        problem(173, 7, 4, positions=1, change=40), 85, demanded=True, excluded=0b100000
    ),
    "five stretches that take half a minute": query(
        problem(159, 5, 1, positions=1, change=0), 31, demanded=True, excluded=1
    ),
    "four stretches for two areas": query(problem(145, 4, 2, positions=3, hints=False), 97),
    "seven stretches for four areas, and not all can be served": query(
        problem(33, 7, 4, positions=3), 61, excluded=0b1000000
    ),
    "five stretches for three areas": query(problem(71, 5, 3, positions=2, change=0), 71),
    "sixteen stretches for one area": query(problem(80, 16, 1), 139, demanded=True),
    "five stretches, and only few fit": query(
        problem(66, 5, 3, positions=1), 118, demanded=True, required=0b10000, excluded=0b10
    ),
    "a stretch that just fits": query(problem(1, 1, 1), 30),
    "a stretch that does not fit": query(problem(1, 1, 1), 29),
    "nothing to choose from": query(problem(1, 1, 1), 60, excluded=1),
}


def page(title):
    """Return what select answers, with many nodes and with few."""
    return "\n".join(
        [title, *(f"    select, {nodes:>7}: {_answer(title, nodes)}" for nodes in (ENOUGH, 4000, 1000, 200))]
    )


def _answer(title, nodes):
    query = SEARCHES[title]
    try:
        selection = select(query._replace(prepared=Prepared.of(query.problem)), nodes)
    except NodeBudgetSpent:
        return "nodes spent"
    if selection is None:
        return "none"
    doses = " ".join(f"{i}:{option.sets}x{option.amount}" for i, option in selection.doses)
    return f"{doses} {selection.score}, {'proved' if selection.optimal else f'bound {selection.bound}'}"


def golden():
    """Return the pages by title."""
    pages = GOLDEN.read_text(encoding="utf-8").rstrip("\n").split("\n\n")
    return {text.partition("\n")[0]: text for text in pages}
