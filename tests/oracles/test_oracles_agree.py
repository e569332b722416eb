"""The two oracles agree with each other and, where a plan can be worked out by hand, with docs/objective.md."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from stretchplan.catalog.catalog import Catalog
from stretchplan.inputs.policy import Policy
from stretchplan.inputs.request import Pace, PlanRequest
from tests.oracles import brute_force, cp_sat, sessions
from tests.oracles.drawing import personal_requests, small_catalogs, small_policies, small_requests, small_weeks

INSTANCES = small_catalogs().flatmap(lambda catalog: st.tuples(st.just(catalog), small_requests(catalog)))
PERSONAL = small_catalogs(bodies=True).flatmap(
    lambda catalog: st.tuples(st.just(catalog), personal_requests(catalog), small_policies(catalog))
)


@given(INSTANCES)
@settings(max_examples=3 * settings().max_examples)
def test_brute_force_and_cp_sat_agree(instance):
    """Both find a plan with the same objective, or neither finds one."""
    catalog, request = instance
    by_trying = brute_force.best(catalog, request)
    by_solving = cp_sat.best(catalog, request)
    assert (by_trying and by_trying.objective) == (by_solving and by_solving.objective)


@given(PERSONAL)
@settings(max_examples=2 * settings().max_examples)
def test_they_agree_on_what_is_stated_of_a_person_and_on_a_policy(instance):
    """Conditions, clearances, wishes, pain and narrower bounds, and whether there is a session at all."""
    catalog, request, policy = instance
    by_trying = brute_force.best(catalog, request, policy)
    by_solving = cp_sat.best(catalog, request, policy=policy)
    assert (by_trying and by_trying.objective) == (by_solving and by_solving.objective)
    shortest = sessions.least_seconds(catalog, request, policy)
    assert (shortest is None) == (by_trying is None)
    assert shortest is None or shortest <= by_trying.total_seconds


@given(PERSONAL)
def test_a_policy_that_narrows_nothing_is_no_policy(instance):
    """The bounds written in the oracles are those of the standard policy."""
    catalog, request, _ = instance
    for stretch in catalog.stretches:
        assert brute_force.doses_left(stretch, request) == brute_force.doses_left(stretch, request, Policy())
    without, standard = cp_sat.best(catalog, request), cp_sat.best(catalog, request, policy=Policy())
    assert (without and without.objective) == (standard and standard.objective)


@given(INSTANCES)
def test_both_ways_of_solving_the_levels_agree(instance):
    """CP-SAT finds the same objective level by level and in one weighted sum, and its plan fits the minutes."""
    catalog, request = instance
    staged, weighted = cp_sat.best(catalog, request), cp_sat.best(catalog, request, "weighted")
    assert (staged and staged.objective) == (weighted and weighted.objective)
    assert staged is None or staged.total_seconds <= request.budget_seconds


def catalog_of(*stretches):
    """Return a catalogue of holds on both sides at once; each stretch says where it differs from the plain one."""
    plain = {
        "position": "supine",
        "style": "static",
        "sides": "both",
        "dose": {"kind": "hold", "min_seconds": 20, "max_seconds": 20, "min_sets": 1, "max_sets": 1},
        "targets": {"primary": ["hips"]},
        "first_allowed_day": 0,
        "setup": "Lie down.",
        "cue": "Stretch.",
    }
    of_each_side = {"cue": "Stretch the {side} side."}
    return Catalog.model_validate(
        {
            "id": "by_hand",
            "version": "1.0.0",
            "title": "By hand",
            "areas": [{"id": "hips", "name": "hips"}, {"id": "knees", "name": "knees"}],
            "stretches": [
                {**plain, "id": name, "name": name, **(of_each_side if "sides" in differences else {}), **differences}
                for name, differences in zip("abcde", stretches, strict=False)
            ],
        }
    )


def best(catalog, seconds, days_since_injury=None, **fields):
    """Return the brute force's answer for a session of so many seconds, once CP-SAT agrees on its objective."""
    request = PlanRequest(minutes=seconds // 60, seconds=seconds % 60, days_since_injury=days_since_injury, **fields)
    answer, other = brute_force.best(catalog, request), cp_sat.best(catalog, request)
    assert (answer and answer.objective) == (other and other.objective)
    return answer


def test_of_equal_stretches_the_first_one_is_in():
    """With time for two of three twins, the two that come first in the catalogue are in."""
    answer = best(catalog_of({}, {}, {}), 90)
    assert answer.order == ("a", "b")
    assert answer.objective == (160, 160, 2, 40, 0)
    assert answer.total_seconds == 20 + 20 + 5 + 20 + 20


def test_a_longer_dose_goes_to_the_first_of_equal_stretches():
    """Five seconds that only one of two twins can have go to the first."""
    dose = {"kind": "hold", "min_seconds": 20, "max_seconds": 25, "min_sets": 1, "max_sets": 1}
    answer = best(catalog_of({"dose": dose}, {"dose": dose}), 90)
    assert answer.doses == {"a": (1, 25), "b": (1, 20)}


def test_of_equal_orders_the_first_in_the_catalogue_is_taken():
    """Positions are grouped, on the back last; within and between the other groups catalogue order decides."""
    prone, quadruped = {"position": "prone"}, {"position": "quadruped"}
    assert best(catalog_of({}, prone, {}, prone), 180).order == ("b", "d", "a", "c")
    assert best(catalog_of(prone, quadruped, prone, quadruped), 180).order == ("a", "c", "b", "d")
    assert best(catalog_of(prone, {}, {"ordering": {"opens": True}}), 180).order == ("c", "b", "a")


def test_ordering_hints_are_kept_and_their_changes_are_paid():
    """A stretch that comes straight after another stays there, even if moving it would save a change of position."""
    catalog = catalog_of({"ordering": {"straight_after": "b"}}, {"position": "prone"}, {"ordering": {"after": ["a"]}})
    answer = best(catalog, 180)
    assert answer.order == ("b", "a", "c")
    assert answer.total_seconds == 20 + 20 + 15 + 20 + 5 + 20 + 20


def test_strengthening_makes_no_session_on_its_own():
    """Without anything to open with there is no plan; with it, strengthening comes second."""
    assert best(catalog_of({"style": "strengthening"}), 180) is None
    assert best(catalog_of({"style": "strengthening"}, {}), 180).order == ("b", "a")


def test_a_secondary_target_counts_half_up_to_sixty_seconds():
    """Of 70 s, 60 count: 240 quarter-seconds for the hips and 120 for the knees."""
    dose = {"kind": "hold", "min_seconds": 35, "max_seconds": 35, "min_sets": 1, "max_sets": 4}
    answer = best(catalog_of({"dose": dose, "targets": {"primary": ["hips"], "secondary": ["knees"]}}), 300)
    assert answer.doses == {"a": (2, 35)}
    assert answer.objective == (120, 360, 1, 70, 0)
    assert answer.total_seconds == 20 + 35 + 10 + 35 + 20


def test_the_pace_of_the_request_counts():
    """Getting ready and up, settling, changes of position and of side, and rests take what the request says.

    All of it is longer than its words: 14 s down, 6 s over, 18 s up and 6 s for "b. Lie down. Left side first. Stretch
    your left side."
    """
    two_sets = {"kind": "hold", "min_seconds": 20, "max_seconds": 20, "min_sets": 2, "max_sets": 2}
    each = {"sides": "each", "cue": "Stretch your {side} side."}
    catalog = catalog_of({"dose": two_sets}, {"dose": two_sets} | each, {"position": "prone"} | each)
    pace = Pace(
        get_ready_seconds=23,
        change_position_seconds=17,
        settle_seconds=6,
        change_side_seconds=7,
        rest_seconds=11,
        get_up_seconds=21,
    )
    answer = best(catalog, 600, pace=pace)
    assert answer.order == ("c", "a", "b")
    assert answer.total_seconds == 23 + (40 + 7) + 17 + (40 + 11) + 6 + (80 + 3 * 7) + 21


@pytest.mark.parametrize(
    ("day", "most"),
    [(0, (2, 10)), (6, (2, 10)), (7, (3, 15)), (41, (3, 15)), (42, (4, 20)), (None, (4, 20))],
)
def test_the_days_of_recovery_bound_the_dose(day, most):
    """A range of 10 to 20 s and 4 sets gives at most this many sets, and seconds, on the days where it changes."""
    dose = {"kind": "hold", "min_seconds": 10, "max_seconds": 20, "min_sets": 1, "max_sets": 4}
    (stretch,) = catalog_of({"dose": dose}).stretches
    doses = brute_force.doses_left(stretch, PlanRequest(minutes=5, days_since_injury=day))
    assert (max(sets for sets, _ in doses), max(amount for _, amount in doses)) == most
    # A fourth set of 20 s would come after 60 s.
    assert ((4, 20) in doses) is False


def test_a_demanded_area_must_be_worked():
    """An area that only a forbidden stretch works cannot be demanded, and is not counted when none is."""
    catalog = catalog_of({}, {"targets": {"primary": ["knees"]}, "first_allowed_day": 10})
    assert best(catalog, 180, 9, targets={"knees"}) is None
    assert best(catalog, 180, 9).objective == (80, 80, 1, 20, 0)
    assert best(catalog, 180, 10, targets={"knees"}).objective == (80, 80, 2, 40, 0)


@given(INSTANCES.flatmap(lambda instance: st.tuples(st.just(instance), small_weeks(instance[0]))))
def test_they_agree_on_what_the_days_before_brought(case):
    """Level by level and in one weighted sum, with the days of rest of the plan."""
    (catalog, request), (had, rested) = case
    by_trying = brute_force.best(catalog, request, had=had, rested=rested)
    for mode in ("staged", "weighted"):
        by_solving = cp_sat.best(catalog, request, mode, had=had, rested=rested)
        assert (by_trying and (by_trying.objective, by_trying.rested_days)) == (
            by_solving and (by_solving.objective, by_solving.rested_days)
        )


def test_what_an_area_had_counts_on_levels_one_and_two_and_not_for_a_demand():
    """Twenty seconds for the hips; the knees had 300 quarter-seconds, and must still be worked if they are demanded."""
    catalog = catalog_of({}, {"targets": {"primary": ["knees"]}})
    request = PlanRequest(minutes=1, seconds=2, days_since_injury=None)
    for had, order in (({"knees": 300}, "a"), ({"hips": 300}, "b")):
        answer = brute_force.best(catalog, request, had=had)
        assert (answer.order, answer.objective) == ((order,), (80, 380, 1, 20, 0))
        assert cp_sat.best(catalog, request, had=had).objective == answer.objective
    both = request.model_copy(update={"targets": frozenset({"hips", "knees"})})
    assert brute_force.best(catalog, both, had={"knees": 300}) is cp_sat.best(catalog, both, had={"knees": 300}) is None


def test_of_equally_many_stretches_those_done_longest_ago_are_in():
    catalog = catalog_of({}, {}, {})
    request = PlanRequest(minutes=1, seconds=30, days_since_injury=None)
    rested = {"a": 9, "b": 7, "c": 14}
    answer, other = (of.best(catalog, request, rested=rested) for of in (brute_force, cp_sat))
    assert (answer.order, answer.objective, answer.rested_days) == (("a", "c"), (160, 160, 2, 40, 0), 23)
    assert (other.objective, other.rested_days) == (answer.objective, 23)


@pytest.mark.parametrize(
    ("days", "counts"), [(0, 3), (1, 3), (2, 6), (3, 9), (4, 12), (5, 15), (6, 18), (7, 20), (9, 20)]
)
def test_a_stretch_done_lately_counts_for_less(days, counts):
    """Twenty seconds: a seventh of them for each day of rest, at least one and at most seven, rounded up."""
    request = PlanRequest(minutes=2, days_since_injury=None)
    for of in (brute_force, cp_sat):
        answer = of.best(catalog_of({}), request, rested={"a": days})
        assert (answer.objective, answer.rested_days) == ((4 * counts, 4 * counts, 1, 20, 0), days)
