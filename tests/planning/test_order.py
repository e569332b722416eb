"""Is the order the one with the fewest changes of position, and of those the first in catalogue order?"""

import itertools

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from stretchplan.planning.model.problem import Item, Option
from stretchplan.planning.search import order as order_module
from stretchplan.planning.search.order import Order, Orders


def best(items, chosen):
    """Return the changes and the sequence, or None when there is no order."""
    order = Orders(items).best(chosen)
    assert order.known
    return (order.changes, order.sequence) if order.sequence else None


DOSE = (Option(1, 1, 1, 1, 1),)


def item(position, opens=False, strengthens=False, after=(), straight_after=-1):
    """Return an item of which only the place in the session matters."""
    return Item("x", DOSE, (1,), 1 << position, opens, strengthens, sum(1 << i for i in after), straight_after)


def allowed(items, sequence):
    """Say whether an order keeps every ordering rule, read straight off docs/objective.md."""
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
        (sum(items[a].position != items[b].position for a, b in itertools.pairwise(sequence)), sequence)
        for sequence in itertools.permutations([i for i in range(len(items)) if chosen >> i & 1])
        if allowed(items, sequence)
    ]
    return min(found, default=None)


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
            )
        )
    predecessors = [i.straight_after for i in drawn if i.straight_after >= 0]
    assume(len(predecessors) == len(set(predecessors)))  # the catalogue refuses two straight after the same one
    return tuple(drawn)


@given(item_lists(), st.data())
def test_it_agrees_with_every_permutation(items, data):
    """Same changes, same order, and None together, for any subset."""
    chosen = data.draw(st.integers(1, (1 << len(items)) - 1))
    assert best(items, chosen) == brute_force(items, chosen)


def test_strengthening_alone_is_no_session():
    """A session never opens with strengthening, so it cannot consist of it."""
    assert best((item(0, strengthens=True),), 1) is None


def test_an_opener_opens_even_when_it_costs_a_change():
    """Two prone items around a supine opener: the opener comes first, one change."""
    assert best((item(0), item(1, opens=True), item(0)), 0b111) == (1, (1, 0, 2))


def test_a_follower_follows_at_once_even_into_another_position():
    """straight_after outranks grouping."""
    items = (item(0), item(0), item(1, straight_after=0))
    assert best(items, 0b111) == (1, (1, 0, 2))


def test_a_state_that_led_nowhere_may_be_reached_more_cheaply():
    """Placing 0, 1, 2 takes two changes and leads nowhere within three; 1, 0, 2 takes one and does."""
    items = (item(0), item(1), item(0, after=[1]), item(1, after=[2]), item(0, after=[3]))
    assert best(items, 0b11111) == (3, (1, 0, 2, 3, 4))


def test_twenty_items_in_four_positions_are_ordered_in_few_nodes(monkeypatch):
    """Twenty stretches with hints take well under two thousand nodes."""
    items = tuple(
        item(i % 4, opens=i in {2, 7}, strengthens=i == 0, after=[i - 4] if i in {9, 13} else [], straight_after=-1)
        for i in range(20)
    )
    monkeypatch.setattr(order_module, "ORDER_NODE_BUDGET", 2000)
    changes, sequence = best(items, (1 << 20) - 1)
    assert changes == 3
    assert sorted(sequence) == list(range(20))


def test_a_search_that_is_too_large_is_given_up_and_says_so(monkeypatch):
    """Beyond the node budget the search stops rather than runs on, and nothing is claimed."""
    monkeypatch.setattr(order_module, "ORDER_NODE_BUDGET", 3)
    order = Orders(tuple(item(i % 2) for i in range(6))).best(0b111111)
    assert (order.known, order.sequence, order.nodes) == (False, (), 3)


@pytest.mark.parametrize(("budget", "nodes", "known"), [(9, 9, True), (8, 8, False), (3, 3, False), (2, 2, False)])
def test_what_is_tried_in_all_keeps_to_the_budget(monkeypatch, budget, nodes, known):
    """Three that strengthen have no order: three values tried with no change allowed, with one, and with two."""
    monkeypatch.setattr(order_module, "ORDER_NODE_BUDGET", budget)
    orders = Orders(tuple(item(0, strengthens=True) for _ in range(3)))
    assert orders.best(0b111) == Order(changes=0, sequence=(), nodes=nodes, known=known)


def test_an_order_without_detours_takes_a_value_for_each_place_and_those_refused():
    """Two in two positions: the first, once more in vain, and the second; asked again, nothing is tried."""
    orders = Orders((item(0), item(1)))
    assert orders.best(0b11) == Order(changes=1, sequence=(0, 1), nodes=3, known=True)
    assert orders.best(0b11) is orders.best(0b11)


def test_a_follower_may_come_first_in_the_catalogue():
    """What it follows is the second there, and the third."""
    assert best((item(0, straight_after=1), item(0)), 0b11) == (0, (1, 0))
    assert best((item(0, straight_after=2), item(0), item(0)), 0b111) == (0, (1, 2, 0))


@pytest.mark.parametrize("chains", [2, 5, 10])
def test_chains_that_force_changes_are_ordered_in_few_nodes(chains):
    """Supine, prone and supine again, one after another, ten times over: two changes, found at once."""
    items = []
    for k in range(chains):
        items += [item(0), item(1, after=[3 * k]), item(0, after=[3 * k + 1])]
    order = Orders(tuple(items)).best((1 << len(items)) - 1)
    assert order.changes == 2
    n = len(items)
    assert order.nodes == n * (n + 1) // 2  # for each place, those that are in already and the one that fits


def test_what_is_known_is_bounded(monkeypatch):
    """The memory of orders is emptied rather than grown without end, and answers stay the same."""
    monkeypatch.setattr(order_module, "_CACHED", 2)
    orders = Orders(tuple(item(i % 2) for i in range(4)))
    first = [orders.best(chosen) for chosen in range(1, 16)]
    assert [orders.best(chosen) for chosen in range(1, 16)] == first
    assert len(orders._known) <= 2
