"""Do the weights of several needs make a valid bound, and a low one?"""

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from stretchplan.planning.bounds import multipliers
from stretchplan.planning.bounds.lagrangian import Candidate, LagrangianBound
from stretchplan.planning.bounds.multipliers import SCALE, solve_matrix_game, tightest_weights
from stretchplan.planning.model.problem import Option
from stretchplan.planning.search.budget import NodeBudget
from stretchplan.planning.search.order import Orders
from tests.support.problems import candidate_lists, choices, one_by_one

payoffs = st.integers(1, 3).flatmap(
    lambda columns: st.lists(st.lists(st.integers(-50, 50), min_size=columns, max_size=columns), min_size=1, max_size=4)
)


def test_games_with_a_known_value():
    """Matching pennies, rock paper scissors, and a game that a single weight wins."""
    assert solve_matrix_game([[1, -1], [-1, 1]]) == (pytest.approx([0.5, 0.5]), pytest.approx(0))
    weights, value = solve_matrix_game([[0, 1, -1], [-1, 0, 1], [1, -1, 0]])
    assert weights == pytest.approx([1 / 3] * 3)
    assert value == pytest.approx(0)
    assert solve_matrix_game([[5, 1], [7, 2]]) == (pytest.approx([0, 1]), pytest.approx(2))


@given(payoffs)
def test_no_weights_on_a_grid_do_better_in_a_game(rows):
    weights, value = solve_matrix_game(rows)
    assert sum(weights) == pytest.approx(1)
    assert min(weights) >= 0

    def largest(of):
        return max(sum(w * x for w, x in zip(of, row, strict=True)) for row in rows)

    assert largest(weights) == pytest.approx(value, abs=1e-6)
    steps = range(11)
    columns = len(rows[0])
    grid = [(1,)] if columns == 1 else [(a / 10, 1 - a / 10) for a in steps]
    if columns == 3:
        grid = [(a / 10, b / 10, 1 - a / 10 - b / 10) for a in steps for b in steps if a + b <= 10]
    assert all(largest(of) >= value - 1e-6 for of in grid)


@st.composite
def weighted_cases(draw):
    """Draw candidates for two or three areas, the seconds, and the weights found for them."""
    areas = draw(st.integers(2, 3))
    candidates = draw(candidate_lists(areas=areas))
    seconds, change = draw(st.integers(5, 120)), draw(st.integers(0, 20))
    lagrangian = LagrangianBound(candidates, seconds, change)
    start = (SCALE // areas,) * areas
    found = tightest_weights(
        lagrangian, [c.weights for c in candidates], (0,) * areas, start, NodeBudget(1000, Orders(())).spend
    )
    return candidates, seconds, change, lagrangian, found


@given(weighted_cases())
def test_no_plan_serves_the_least_served_area_beyond_the_bound(case):
    """By brute force."""
    candidates, seconds, change, lagrangian, (weights, most, _) = case
    worths = [
        [sum(x * w for x, w in zip(weights, c.weights, strict=True)) * o.effective for o in c.options]
        for c in candidates
    ]
    assert sum(weights) > 0
    assert min(weights) >= 0
    bound = lagrangian.losses(worths).bound // sum(weights)
    singles = one_by_one(candidates)
    for choice, _ in choices(singles, seconds, change):
        doses = [(c, c.options[o]) for c, o in zip(singles, choice, strict=True) if o is not None]
        served = [sum(c.weights[area] * dose.effective for c, dose in doses) for area in range(len(weights))]
        assert min(served) <= bound
        assert sum(w * has for w, has in zip(weights, served, strict=True)) <= most


@given(weighted_cases())
def test_the_weights_found_bound_no_worse_than_even_ones(case):
    candidates, _, _, lagrangian, (weights, _, _) = case
    assume(not any(c.must for c in candidates))

    def bound(of):
        weighed = [sum(x * w for x, w in zip(of, c.weights, strict=True)) for c in candidates]
        worths = [[w * o.effective for o in c.options] for c, w in zip(candidates, weighed, strict=True)]
        return lagrangian.losses(worths).bound / sum(of)

    even = (SCALE // len(weights),) * len(weights)
    assert bound(weights) <= bound(even) * 1.005 + 1  # a rate is found to one part in 512


def test_each_round_spends_a_node_for_each_candidate():
    budget = NodeBudget(100, Orders(()))
    tightest_weights(LagrangianBound([], 10, 0), [], (0, 0), (1, 1), budget.spend)
    assert budget.left == 100


def test_a_game_cut_short_has_even_weights(monkeypatch):
    """They are as valid as any others."""
    monkeypatch.setattr(multipliers, "_PIVOTS", 0)
    assert solve_matrix_game([[5, 1], [7, 3]]) == ([0.5, 0.5], 5)


def test_without_a_round_the_start_weights_are_returned_with_their_bound():
    option = (Option(1, 1, 10, 20, 20),)
    lagrangian = LagrangianBound([Candidate((0,), option, (2, 0), 1, must=False)], 10, 0)
    assert tightest_weights(lagrangian, [(2, 0)], (0, 0), (5, 3), lambda nodes: False) == ((5, 3), 200, False)


def test_with_a_single_round_the_start_weights_are_returned(monkeypatch):
    monkeypatch.setattr(multipliers, "_ROUNDS", 1)
    options = (Option(1, 1, 10, 20, 20),)
    candidates = [Candidate((0,), options, (2, 0), 1, must=False), Candidate((1,), options, (0, 1), 1, must=False)]
    budget = NodeBudget(100, Orders(()))
    assert tightest_weights(
        LagrangianBound(candidates, 10, 0), [c.weights for c in candidates], (0, 0), (5, 3), budget.spend
    ) == ((5, 3), 200, False)
    assert budget.spent == 4  # two for each stretch
