"""Do the weights of several needs make a valid bound, and a low one?"""

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from stretchplan.planning.bounds import multipliers as balance_module
from stretchplan.planning.bounds.lagrangian import Candidate, LagrangianBound
from stretchplan.planning.bounds.multipliers import SCALE, solve_matrix_game, tightest_weights
from stretchplan.planning.model.problem import Option
from stretchplan.planning.search.budget import NodeBudget
from stretchplan.planning.search.order import Orders
from tests.support.problems import candidate_lists, choices

payoffs = st.integers(1, 3).flatmap(
    lambda columns: st.lists(st.lists(st.integers(-50, 50), min_size=columns, max_size=columns), min_size=1, max_size=4)
)


def test_games_with_a_known_value():
    """Matching pennies, rock paper scissors, and one that a single weight wins."""
    assert solve_matrix_game([[1, -1], [-1, 1]]) == (pytest.approx([0.5, 0.5]), pytest.approx(0))
    weights, value = solve_matrix_game([[0, 1, -1], [-1, 0, 1], [1, -1, 0]])
    assert weights == pytest.approx([1 / 3] * 3)
    assert value == pytest.approx(0)
    assert solve_matrix_game([[5, 1], [7, 2]]) == (pytest.approx([0, 1]), pytest.approx(2))


@given(payoffs)
def test_no_weights_do_better_in_a_game(rows):
    """The value is reached by the weights, and no other weights, on a fine grid, keep the largest payoff lower."""
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
def balanced(draw):
    """Draw candidates for two or three areas, the seconds, and the weights that balance found."""
    areas = draw(st.integers(2, 3))
    candidates = draw(candidate_lists(areas=areas))
    seconds, change = draw(st.integers(5, 120)), draw(st.integers(0, 20))
    rates = LagrangianBound(candidates, seconds, change)
    start = (SCALE // areas,) * areas
    weights = tightest_weights(
        rates, [c.weights for c in candidates], (0,) * areas, start, NodeBudget(1000, Orders(())).spend
    )
    return candidates, seconds, change, rates, weights


@given(balanced())
def test_no_plan_gives_the_least_served_area_more_than_the_balanced_bound(case):
    """By brute force, with whatever weights were found."""
    candidates, seconds, change, rates, weights = case
    worths = [
        [sum(x * w for x, w in zip(weights, c.weights, strict=True)) * o.effective for o in c.options]
        for c in candidates
    ]
    assert sum(weights) > 0
    assert min(weights) >= 0
    bound = rates.losses(worths).bound // sum(weights)
    for choice, _ in choices(candidates, seconds, change):
        doses = [(c, c.options[o]) for c, o in zip(candidates, choice, strict=True) if o is not None]
        served = [sum(c.weights[area] * dose.effective for c, dose in doses) for area in range(len(weights))]
        assert min(served) <= bound


@given(balanced())
def test_balanced_weights_bound_no_worse_than_even_ones(case):
    """They begin with even ones, and keep the best."""
    candidates, _, _, rates, weights = case
    assume(not any(c.must for c in candidates))

    def bound(of):
        weighed = [sum(x * w for x, w in zip(of, c.weights, strict=True)) for c in candidates]
        worths = [[w * o.effective for o in c.options] for c, w in zip(candidates, weighed, strict=True)]
        return rates.losses(worths, start_rate=SCALE).bound / sum(of)

    even = (SCALE // len(weights),) * len(weights)
    assert bound(weights) <= bound(even) * 1.005 + 1  # a rate is found to one part in 512


def test_the_work_is_charged():
    """Each round costs as many nodes as there are candidates."""
    budget = NodeBudget(100, Orders(()))
    rates = LagrangianBound([], 10, 0)
    tightest_weights(rates, [], (0, 0), (1, 1), budget.spend)
    assert budget.left == 100
    assert budget.spent == 1


def test_a_game_that_is_cut_short_is_answered_with_even_weights(monkeypatch):
    """They are as valid as any others."""
    monkeypatch.setattr(balance_module, "_PIVOTS", 0)
    assert solve_matrix_game([[5, 1], [7, 3]]) == ([0.5, 0.5], 5)


def test_weighing_ends_after_its_rounds(monkeypatch):
    """With a single round the weights are those it began with."""
    monkeypatch.setattr(balance_module, "_ROUNDS", 1)
    options = (Option(1, 1, 10, 20, 20),)
    candidates = [Candidate(0, options, (2, 0), 1, must=False), Candidate(1, options, (0, 1), 1, must=False)]
    budget = NodeBudget(100, Orders(()))
    assert tightest_weights(
        LagrangianBound(candidates, 10, 0), [c.weights for c in candidates], (0, 0), (5, 3), budget.spend
    ) == (5, 3)
    assert budget.spent == 2
