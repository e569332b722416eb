"""Is the shortest session the shortest, whatever is demanded, required and excluded?"""

from itertools import combinations

from hypothesis import given, settings
from hypothesis import strategies as st

import stretchplan as sp
from stretchplan.planning.explain.feasible import Feasibility
from stretchplan.planning.model.problem import Item, Option, SelectionProblem
from stretchplan.planning.model.terms import Terms
from stretchplan.planning.search.budget import NodeBudget
from stretchplan.planning.search.order import Orders
from stretchplan.planning.search.query import Prepared
from stretchplan.planning.search.shortest import Cover, _dominated, least_seconds
from tests.support.problems import problems


def every_session(problem, demanded, required, excluded):
    """Yield the seconds and the items of each session that meets the demands, by brute force."""
    orders = Orders(problem.items)
    places = [i for i in range(len(problem.items)) if not excluded >> i & 1]
    for size in range(1, len(places) + 1):
        for chosen in combinations(places, size):
            bits = sum(1 << i for i in chosen)
            works = all(any(problem.items[i].weights[area] for i in chosen) for area in demanded)
            order = orders.best(bits)
            if works and not required & ~bits and order.sequence:
                seconds = sum(min(o.cost for o in problem.items[i].options) for i in chosen)
                yield problem.opening + seconds + order.changes * problem.change, bits


@settings(max_examples=300)
@given(problems(), st.data())
def test_the_shortest_session_agrees_with_brute_force(problem, data):
    some = st.integers(0, (1 << len(problem.items)) - 1)
    demanded = tuple(sorted(data.draw(st.sets(st.integers(0, len(problem.items[0].weights) - 1)))))
    required = data.draw(st.one_of(st.just(0), some))
    excluded = data.draw(st.one_of(st.just(0), some)) & ~required
    sessions = dict(map(reversed, every_session(problem, demanded, required, excluded)))
    cover = Cover(Prepared.of(problem), demanded, required, excluded)
    found = least_seconds(cover, 10**6)
    if not sessions:
        assert found is None
    else:
        seconds, order = found
        assert seconds == min(sessions.values())
        assert sessions[sum(1 << i for i in order)] == seconds
    limit = data.draw(st.integers(-10, 150))
    within, any_one = (least_seconds(cover, 10**6, limit=limit, first_only=first_only) for first_only in (False, True))
    if found is None or found[0] > limit:
        assert within is None
        assert any_one is None
    else:
        assert within == found
        assert sessions[sum(1 << i for i in any_one[1])] == any_one[0] <= limit


def item(cost, weights, position=1, **hints):
    hints = {"opens": False, "strengthens": False, "after": 0, "straight_after": -1} | hints
    return Item("x", (Option(1, 1, cost, 10, 10),), weights, position, **hints)


def cover_of(items, areas, *, required=0, excluded=0):
    """Return what the shortest session of some items has to do; a change of position takes 5 s."""
    return Cover(Prepared.of(SelectionProblem(items, 0, 5, areas)), areas, required, excluded)


def nodes(items, demanded):
    """Return the nodes that finding the shortest session takes, orders included."""
    budget = NodeBudget(10**6, Orders(items))
    least_seconds(cover_of(items, demanded), 10**6, budget=budget)
    return budget.spent


def test_dominated_stretches_are_not_tried():
    """Thirty slower ones take no more nodes."""
    few = tuple(item(10, weights) for weights in ((2, 0, 0), (0, 2, 0), (0, 0, 2)))
    more = few + tuple(item(20 + i, (2, 0, 0)) for i in range(30))
    assert nodes(more, (0, 1, 2)) == nodes(few, (0, 1, 2))


def test_the_shares_of_missing_areas_prune_the_search():
    """Twelve areas, each worked by five stretches of its own."""
    areas = 12
    items = tuple(
        item(10 + n, tuple(2 * (k == area) for k in range(areas)), 1 << n) for area in range(areas) for n in range(5)
    )
    assert nodes(items, tuple(range(areas))) < 20_000


def test_with_every_item_excluded_there_is_no_session():
    assert least_seconds(cover_of((item(10, (2,)),), (0,), excluded=1), 100) is None


def test_one_stretch_may_be_added_only_to_open():
    """The bridge works the area but may not open. Of four openers, the first that saves a change is added."""
    opening = tuple(item(5 + n, (0,), 1 << n) for n in range(4))
    items = (item(20, (2,), 4, strengthens=True), *opening)
    assert least_seconds(cover_of(items, (0,)), 100) == (27, (3, 0))
    assert nodes(items, (0,)) == 26
    assert nodes((*opening, *items[:1]), (0,)) == 44


def test_a_stretch_with_ordering_hints_dominates_none():
    """The second takes less time and does the same, but it must follow the first directly."""
    one, other = item(20, (2,)), item(10, (2,), straight_after=0)
    assert _dominated((one, other), [20, 10], [1, 1], 0) == 0b00
    assert _dominated((one, other, item(30, (2,))), [20, 10, 30], [1, 1, 1], 0) == 0b000
    assert _dominated((one, item(10, (2,))), [20, 10], [1, 1], 0) == 0b01
    assert _dominated((one, item(10, (2,)), item(15, (2,), after=0b10)), [20, 10, 15], [1, 1, 1], 0) == 0b000


def test_of_equally_short_sessions_the_last_stretch_is_taken():
    """Leaving a stretch out is tried first."""
    items = (item(10, (2,), 1), item(10, (2,), 2), item(10, (2,), 4))
    assert least_seconds(cover_of(items, (0,)), 100) == (10, (2,))


def test_changes_beyond_the_number_of_positions_are_counted():
    """1 comes after 2, and 2 after 0: so 0 and 1, which share a position, are apart."""
    items = (item(10, (2,), 1), item(10, (2,), 1, after=0b100), item(10, (2,), 2, after=0b001))
    cover = cover_of(items, (), required=0b111)
    assert least_seconds(cover, 100) == (40, (0, 2, 1))
    assert least_seconds(cover, 100, limit=39) is None
    assert least_seconds(cover, 100, limit=39, first_only=True) is None


def test_a_session_that_its_order_makes_too_long_is_not_returned():
    """The first three seem to fit in 50 s, but need one change more than their positions; the next three fit."""
    d = item(15, (0, 2, 0), 2)
    items = (item(10, (2, 0, 0), 1), d, item(10, (0, 2, 0), 1, after=0b1000), item(10, (0, 0, 2), 2, after=0b0001))
    cover = Cover(Prepared.of(SelectionProblem(items, 7, 7, (0, 1, 2))), (0, 1, 2))
    for first_only in (False, True):
        found = least_seconds(cover, 99, limit=50, first_only=first_only)
        assert found == (49, (0, 1, 3))


def test_a_missing_area_costs_its_quickest_stretch():
    """The bound counts its whole cost, not a share: after 5 s for one area, 20 s for both are too many."""
    assert nodes((item(5, (0, 2)), item(20, (2, 2))), (0, 1)) == 8


def test_every_allowed_stretch_may_be_required():
    """All seven make a session. The first session found for any demand need not be the shortest."""
    catalog = sp.builtin_catalog()
    names = [stretch.id for stretch in catalog.stretches]
    feasibility = Feasibility(Terms(catalog), 10**5)
    everything = sp.PlanRequest(minutes=30, days_since_injury=None, profile={"include": names})
    assert len(feasibility.shortest(feasibility.day(everything))[1]) == len(names) == 7
    anything = sp.PlanRequest(minutes=30, days_since_injury=None)
    assert feasibility.shortest(feasibility.day(anything)) == (90, ("childs_pose",))
    assert feasibility.shortest(feasibility.day(anything), first_only=True)[0] > 85
