"""Is the order the one with the fewest changes of position, and of those the first by turn and catalogue order?"""

import itertools
from random import Random

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

import stretchplan as sp
from stretchplan.catalog.stretch import Stretch
from stretchplan.planning.bounds import visits
from stretchplan.planning.model.problem import Item, Option
from stretchplan.planning.search import order as order_module
from stretchplan.planning.search.order import Order, Orders
from stretchplan.safety.checks.position_changes import fewer_changes
from stretchplan.testing.sessions import plan_of


def best(items, chosen):
    """Return the changes and the sequence, or None when there is no order."""
    order = Orders(items).best(chosen)
    assert order.proved
    return (order.changes, order.sequence) if order.sequence else None


DOSE = (Option(1, 1, 1, 1, 1),)


def item(position, opens=False, strengthens=False, after=(), straight_after=-1, turn=0):
    """Return an item of which only the place in the session matters."""
    return Item("x", DOSE, (1,), 1 << position, opens, strengthens, sum(1 << i for i in after), straight_after, turn)


def allowed(items, sequence):
    """Say whether an order keeps every ordering rule, read from docs/objective.md."""
    if items[sequence[0]].strengthens:
        return False
    if any(items[i].opens for i in sequence) and not items[sequence[0]].opens:
        return False
    place = {i: k for k, i in enumerate(sequence)}
    for i in sequence:
        if any(items[i].after >> j & 1 and place[j] > place[i] for j in sequence):
            return False
        before = items[i].straight_after
        if before in place and place[before] != place[i] - 1:
            return False
    return True


def brute_force(items, chosen):
    """Return the fewest changes and the first such order, by trying every permutation."""
    found = [
        (
            sum(items[a].position != items[b].position for a, b in itertools.pairwise(sequence)),
            [(items[i].turn, i) for i in sequence],
            sequence,
        )
        for sequence in itertools.permutations([i for i in range(len(items)) if chosen >> i & 1])
        if allowed(items, sequence)
    ]
    if not found:
        return None
    changes, _, sequence = min(found)
    return changes, sequence


@st.composite
def item_lists(draw):
    """Draw up to six items with arbitrary hints, contradictory ones among them."""
    n = draw(st.integers(1, 6))
    others = st.integers(-1, n - 1)
    drawn = []
    for i in range(n):
        strengthens = draw(st.booleans())
        drawn.append(
            item(
                draw(st.integers(0, 2)),
                opens=not strengthens and draw(st.booleans()),
                strengthens=strengthens,
                after=[j for j in draw(st.sets(others, max_size=2)) if j not in {i, -1}],
                straight_after=draw(others.filter(lambda j, i=i: j != i)),
                turn=draw(st.integers(0, 3)),
            )
        )
    predecessors = [i.straight_after for i in drawn if i.straight_after >= 0]
    assume(len(predecessors) == len(set(predecessors)))  # the catalogue refuses two straight after the same one
    return tuple(drawn)


@given(item_lists(), st.data())
def test_the_order_agrees_with_brute_force(items, data):
    """The same changes and order for any subset, or no order in both."""
    chosen = data.draw(st.integers(1, (1 << len(items)) - 1))
    assert best(items, chosen) == brute_force(items, chosen)


@given(item_lists(), st.data())
def test_changes_without_a_hint_are_counted_at_once(items, data):
    """As many as brute force finds; only where a hint is about two items of the set nothing is said."""
    chosen = data.draw(st.integers(1, (1 << len(items)) - 1))
    found = Orders(items).changes(chosen)
    inside = [i for i in range(len(items)) if chosen >> i & 1]
    if any(items[i].earlier & chosen for i in inside):
        assert found is None
    else:
        tried = brute_force(items, chosen)
        assert found == (None if tried is None else tried[0], True)


def test_strengthening_alone_is_no_session():
    assert best((item(0, strengthens=True),), 1) is None


def test_an_opener_opens_even_when_it_costs_a_change():
    assert best((item(0), item(1, opens=True), item(0)), 0b111) == (1, (1, 0, 2))


def test_a_follower_follows_directly_into_another_position():
    items = (item(0), item(0), item(1, straight_after=0))
    assert best(items, 0b111) == (1, (1, 0, 2))


def test_a_state_is_visited_again_with_fewer_changes():
    """Placing 0, 1, 2 takes two changes and leads nowhere within three; 1, 0, 2 takes one and does."""
    items = (item(0), item(1), item(0, after=[1]), item(1, after=[2]), item(0, after=[3]))
    assert best(items, 0b11111) == (3, (1, 0, 2, 3, 4))


def test_twenty_items_in_four_positions_are_ordered_in_few_nodes(monkeypatch):
    items = tuple(
        item(i % 4, opens=i in {2, 7}, strengthens=i == 0, after=[i - 4] if i in {9, 13} else [], straight_after=-1)
        for i in range(20)
    )
    monkeypatch.setattr(order_module, "ORDER_NODE_BUDGET", 2000)
    changes, sequence = best(items, (1 << 20) - 1)
    assert changes == 3
    assert sorted(sequence) == list(range(20))


def test_a_quick_order_stands_in_beyond_the_budget_and_proves_nothing(monkeypatch):
    monkeypatch.setattr(order_module, "ORDER_NODE_BUDGET", 3)
    order = Orders(tuple(item(i % 2) for i in range(6))).best(0b111111)
    assert (order.proved, order.sequence, order.changes) == (False, (0, 2, 4, 1, 3, 5), 1)
    assert order.nodes > 3


def test_without_a_node_there_is_no_order():
    orders = Orders((item(0), item(1)))
    assert orders.best(0b11, 0) == Order(0, (), 1, proved=False)
    assert orders.best(0b11).proved


@given(item_lists(), st.data(), st.integers(1, 6))
def test_a_quick_order_keeps_every_rule_and_never_has_fewer_changes(items, data, nodes):
    """Whatever the nodes: there is an order where there is one at all, with its own number of changes."""
    chosen = data.draw(st.integers(1, (1 << len(items)) - 1))
    order, fewest = Orders(items).best(chosen, nodes), brute_force(items, chosen)
    assert bool(order.sequence) is (fewest is not None)
    if fewest is None:
        return
    assert sorted(order.sequence) == [i for i in range(len(items)) if chosen >> i & 1]
    assert allowed(items, order.sequence)
    assert order.changes == sum(items[a].position != items[b].position for a, b in itertools.pairwise(order.sequence))
    assert order.changes >= fewest[0]
    assert not order.proved or (order.changes, order.sequence) == fewest


def test_strengthening_alone_is_ruled_out_at_once():
    orders = Orders(tuple(item(0, strengthens=True) for _ in range(3)))
    assert orders.best(0b111) == Order(changes=0, sequence=(), nodes=1, proved=True)


def chains(count, length):
    """Return chains that go through three positions, each from another one on."""
    return tuple(
        item((place * (1 + chain % 2) + chain) % 3, after=[chain * length + place - 1] if place else [])
        for chain in range(count)
        for place in range(length)
    )


def test_an_order_is_proved_with_the_nodes_that_it_takes_and_not_with_one_less():
    """Also when it has been worked out before: an answer does not depend on earlier ones."""
    items = chains(3, 4)
    orders = Orders(items)
    everything = (1 << len(items)) - 1
    full = orders.best(everything)
    assert full.proved
    for asked in (orders, Orders(items)):
        assert asked.best(everything, full.nodes) == full
        quick = asked.best(everything, full.nodes - 1)
        assert (quick.proved, quick) == (False, Orders(items).best(everything, full.nodes - 1))
        assert allowed(items, quick.sequence)


def test_an_order_asks_now_and_then_and_keeps_nothing_when_it_is_ended(monkeypatch):
    monkeypatch.setattr(visits, "ASK_EVERY", 50)
    items = chains(4, 12)
    everything, asked = (1 << len(items)) - 1, []
    full = Orders(items).best(everything, None, lambda: asked.append(True))
    assert full == Orders(items).best(everything)
    assert len(asked) == (full.nodes - 1) // 50 > 1

    def end():
        raise KeyboardInterrupt

    orders = Orders(items)
    with pytest.raises(KeyboardInterrupt):
        orders.best(everything, None, end)
    assert len(orders) == 0
    assert orders.best(everything, None) == full


def test_an_order_is_worked_out_once():
    orders = Orders((item(0), item(1)))
    assert orders.best(0b11).sequence == (0, 1)
    assert orders.best(0b11) is orders.best(0b11)


@given(st.integers(0, 2**32))
def test_drawn_chains_across_positions_agree_with_the_checkers_own_count(seed):
    """Sets of up to 20, too many for brute force; the checker counts in a way of its own."""
    random = Random(seed)  # noqa: S311 - a seed is the point
    size = random.randint(7, 20)
    pace = random.choice([0.1, 0.3, 0.6])
    data = sp.builtin_catalog().by_id["knee_to_chest"].model_dump()
    positions = ["supine", "prone", "seated", "standing", "kneeling", "quadruped"][: random.randint(2, 6)]
    stretches = []
    for i in range(size):
        opens = random.random() < 0.1
        after = [] if opens else [f"s{j}" for j in range(i) if random.random() < pace / (i - j)]
        changes = {"id": f"s{i}", "name": f"s{i}", "aliases": [], "position": random.choice(positions)}
        ordering = {"opens": opens, "after": after, "straight_after": None}
        stretches.append(Stretch.model_validate({**data, **changes, "references": {}, "ordering": ordering}))
    items = tuple(
        item(
            positions.index(stretch.position),
            opens=stretch.ordering.opens,
            after=[int(name[1:]) for name in stretch.ordering.after],
        )
        for stretch in stretches
    )
    order = Orders(items).best((1 << size) - 1)
    assert order.proved
    assert allowed(items, order.sequence)
    assert order.changes == sum(items[a].position != items[b].position for a, b in itertools.pairwise(order.sequence))
    assert fewer_changes(stretches, order.changes) is None
    assert fewer_changes(stretches, order.changes + 1) == order.changes


def test_a_follower_may_be_earlier_in_the_catalogue():
    assert best((item(0, straight_after=1), item(0)), 0b11) == (0, (1, 0))
    assert best((item(0, straight_after=2), item(0), item(0)), 0b111) == (0, (1, 2, 0))


@pytest.mark.parametrize("chains", [2, 5, 10])
def test_chains_that_force_changes_are_ordered_in_few_nodes(chains):
    """Supine, prone and supine again, up to ten times over: two changes."""
    items = []
    for k in range(chains):
        items += [item(0), item(1, after=[3 * k]), item(0, after=[3 * k + 1])]
    order = Orders(tuple(items)).best((1 << len(items)) - 1)
    assert order.changes == 2
    n = len(items)
    assert order.nodes <= n * n


def test_the_cache_of_orders_is_bounded_and_changes_no_answer(monkeypatch):
    monkeypatch.setattr(order_module, "_CACHED", 2)
    orders = Orders(tuple(item(i % 2) for i in range(4)))
    first = [orders.best(chosen) for chosen in range(1, 16)]
    assert [orders.best(chosen) for chosen in range(1, 16)] == first
    assert len(orders._known) <= 2


SEVEN = [
    "cat_cow",
    "cobra_pose",
    "childs_pose",
    "knee_to_chest",
    "lying_knee_twist",
    "piriformis_stretch",
    "glute_bridge",
]


@pytest.mark.parametrize("left_out", [(), ("glute_bridge",), ("cobra_pose", "childs_pose"), ("cat_cow",)])
def test_the_seven_go_from_mobility_to_holds_to_strengthening_and_end_lying(left_out):
    """No order of them turns the body over less; without cat-cow, knee to chest opens, and the back comes first."""
    plan = sp.plan(minutes=30, days_since_injury=None, profile={"avoid_stretches": set(left_out)})
    expected = [name for name in SEVEN if name not in left_out]
    if "cat_cow" in left_out:
        expected = [*expected[2:], *expected[:2]]
    assert [p.stretch_id for p in plan.prescriptions] == expected
    assert plan.objective.position_changes == len({p.position for p in plan.prescriptions}) - 1


def test_strengthening_waits_for_what_comes_before_it_and_takes_no_turn_of_its_own():
    """Last of its position, not last of the session, where the session goes on elsewhere."""
    items = (item(0, strengthens=True, turn=3), item(0, turn=2), item(1, turn=1), item(0, opens=True, turn=2))
    assert best(items, 0b1111) == (1, (3, 1, 0, 2))


@pytest.mark.parametrize(
    ("session", "wrong"),
    [
        (["knee_to_chest", "piriformis_stretch", "glute_bridge"], None),
        (["knee_to_chest", "glute_bridge", "piriformis_stretch"], "glute_bridge"),
        (["cat_cow", "glute_bridge", "knee_to_chest", "lying_knee_twist"], "glute_bridge"),
        (["knee_to_chest", "glute_bridge", "cat_cow"], None),
    ],
)
def test_the_checker_wants_strengthening_last_in_its_position(session, wrong):
    doses = {"cat_cow": 30, "glute_bridge": 10, "lying_knee_twist": 20}
    asked = sp.PlanRequest(minutes=20, days_since_injury=None)
    plan = plan_of([(name, 1, doses.get(name, 10)) for name in session], asked, sp.builtin_catalog())
    found = [v for v in sp.check(plan).violations if v.rule_id == "gentle-first"]
    assert [plan.schedule[v.step].stretch_id for v in found] == [wrong] * (wrong is not None)
    assert all("is strengthening; " in v.message for v in found)


def test_strengthening_that_a_hint_puts_before_another_stretch_is_right():
    """A stretch after it by its hint, or bound to the stretch before it, leaves the checker nothing to swap."""
    of = sp.builtin_catalog()
    bridge, hold = of.by_id["glute_bridge"], of.by_id["piriformis_stretch"]
    asked = sp.PlanRequest(minutes=20, days_since_injury=None)
    session = [("knee_to_chest", 1, 10), ("glute_bridge", 1, 10), ("piriformis_stretch", 1, 10)]
    hints = [
        {hold.id: {"after": (bridge.id,)}},
        {hold.id: {"straight_after": bridge.id}},
        {bridge.id: {"straight_after": "knee_to_chest"}},
    ]
    for hint in hints:
        stretches = [
            s.model_copy(update={"ordering": s.ordering.model_copy(update=hint.get(s.id, {}))})
            for s in of.stretches
            if s.id != "lying_knee_twist"
        ]
        changed = of.model_copy(update={"id": "mine", "stretches": tuple(stretches)})
        plan = plan_of(session, asked, changed)
        assert [v for v in sp.check(plan, catalog=changed).violations if v.rule_id == "gentle-first"] == []
        planned = sp.Planner(changed).plan(minutes=20, days_since_injury=None, profile={"avoid_positions": ["prone"]})
        assert sp.check(planned, catalog=changed).ok
