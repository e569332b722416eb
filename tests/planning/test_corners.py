"""The corners of planning: budgets that end, dates that end, and questions that nobody could answer."""

from dataclasses import replace
from itertools import pairwise, permutations

import pytest

import stretchplan as sp
from stretchplan.planning.explain import compare as counterfactual
from stretchplan.planning.explain import conflicts as conflict
from stretchplan.planning.explain import relaxations as relax
from stretchplan.planning.explain.feasible import Shortest
from stretchplan.planning.model.problem import Item, Option, SelectionProblem
from stretchplan.planning.search import order
from stretchplan.planning.search.depth_first import NodeBudgetSpent
from stretchplan.planning.search.order import Orders
from stretchplan.planning.search.select import Selection
from stretchplan.planning.search.shortest import Cover, least_seconds
from stretchplan.planning.search.state import Prepared
from stretchplan.rulebook.rules import RULES
from stretchplan.testing.sessions import plan_of

HIPS = {"minutes": 6, "days_since_injury": None, "targets": {"hips"}}


def outcomes(plan):
    """Return what is known of each stretch being otherwise."""
    found = [p.because.outcome for p in plan.prescriptions]
    return {*found, *(e.because.outcome for e in plan.left_out if e.because.kind == "beaten")}


@pytest.mark.parametrize("nodes", [0, 1, 5, 30])
def test_reasons_that_the_nodes_do_not_reach_are_left_open(monkeypatch, nodes):
    """They say nothing of what would be otherwise, and claim nothing."""
    monkeypatch.setattr(counterfactual, "EXPLAIN_NODE_BUDGET", nodes)
    plan = sp.Planner().plan(minutes=6, days_since_injury=None)
    assert "not_worked_out" in outcomes(plan)
    assert all("Without it" not in p.why for p in plan.prescriptions if p.because.outcome == "not_worked_out")
    assert sp.check(plan).ok


def test_another_plan_that_is_not_proved_best_is_no_comparison():
    """What was found with the stretch forced in might be bettered, so nothing is said of it."""
    best = Selection(doses=(), score=(5, 5, 1, 5, 0), bound=(5, 5, 1, 5, 0), optimal=True, nodes=10)
    worse = replace(best, score=(4, 4, 1, 4, 0), optimal=False, nodes=7)
    assert counterfactual.compared(lambda *_: worse, best, 0, 0, 100) == (("not_worked_out", None), 7)


def test_what_is_not_in_at_all_cannot_be_kept_out():
    """Asked what a plan would lose without a stretch that the rules keep out, there is nothing to compare."""
    request = sp.PlanRequest(minutes=9, days_since_injury=3)
    assert sp.Planner()._without(request, "glute_bridge") == ("impossible", None)
    for area in ("pelvis", "ankles"):  # out today, and too long
        nothing = sp.PlanRequest(minutes=1, days_since_injury=3, targets={area}, pace={"get_ready_seconds": 60})
        assert sp.Planner()._without(nothing, "cat_cow") == ("impossible", None)


def test_a_plan_that_is_not_proved_best_is_compared_with_nothing():
    """Neither at once nor when asked: something better may exist, and then the comparison would be false."""
    planner = sp.Planner(node_budget=30)
    plan = planner.plan(minutes=6, days_since_injury=None)
    assert not plan.optimal
    assert outcomes(plan) == {"not_worked_out"}
    beaten = next(e.stretch_id for e in plan.left_out if e.kind == "beaten")
    answer = planner.why_not(plan, beaten)
    assert answer.counterfactual.outcome == "not_worked_out"
    assert answer.reason.endswith("the best plan found for 6 min does without it.")
    assert planner.why(plan, plan.prescriptions[0].stretch_id).because.outcome == "not_worked_out"


def test_a_question_whose_search_does_not_end_is_left_open(monkeypatch):
    """The plan with the stretch was not found: the answer says so much and no more."""
    planner = sp.Planner()
    plan = planner.plan(minutes=2, days_since_injury=None, targets={"lower_back"})
    beaten = next(e.stretch_id for e in plan.left_out if e.kind == "beaten")
    plan_alone = planner.plan

    def ends_early(request=None, /, **fields):
        if request.profile.include:
            raise sp.SearchExhausted(3)
        return plan_alone(request, **fields)

    monkeypatch.setattr(planner, "plan", ends_early)
    answer = planner.why_not(plan, beaten)
    assert (answer.plan, answer.counterfactual.outcome) == (None, "not_worked_out")


def refused(**fields):
    """Return a refusal."""
    with pytest.raises(sp.Infeasible) as caught:
        sp.Planner().plan(**fields)
    return caught.value


def test_nobody_waits_beyond_the_calendar():
    """A date at the end of the year 9999 cannot move along: only what needs no waiting is offered."""
    fields = {"minutes": 9, "days_since_injury": 2, "targets": {"pelvis"}}
    assert [r.message for r in refused(**fields, on="9999-12-26").relaxations] == [
        "from day 7, in 5 days",
        "without pelvis",
    ]
    assert [r.message for r in refused(**fields, on="9999-12-27").relaxations] == ["without pelvis"]


def test_changes_that_cannot_be_tried_are_not_offered(monkeypatch):
    """Too many to try, or a search that does not end: fewer relaxations, and none that is not known to help."""
    fields = {"minutes": 9, "days_since_injury": 2, "targets": {"pelvis"}}
    monkeypatch.setattr(relax, "_MOST_TRIES", 0)
    assert [r.message for r in refused(**fields).relaxations] == ["without pelvis"]  # the last resort
    alone = Shortest.session

    def ends_early(self, request, without=frozenset(), **limits):
        if not request.targets:
            raise NodeBudgetSpent
        return alone(self, request, without, **limits)

    monkeypatch.setattr(Shortest, "session", ends_early)
    monkeypatch.setattr("stretchplan.planning.explain.conflicts._has_session", lambda *_: False)
    monkeypatch.setattr("stretchplan.planning.planner.conflicts", lambda *_: ())
    assert all("without" not in r.message for r in refused(**fields).relaxations)


@pytest.mark.parametrize(("tries", "helps"), [(2, ["from day 7, in 5 days"]), (1, ["without pelvis"])])
def test_so_many_changes_are_tried_and_no_more(monkeypatch, tries, helps):
    """More time is the first, waiting the second, and doing without the third, unless it is the last resort."""
    monkeypatch.setattr(relax, "_MOST_TRIES", tries)
    fields = {"minutes": 9, "days_since_injury": 2, "targets": {"pelvis"}}
    assert [r.message for r in refused(**fields).relaxations] == helps


@pytest.mark.parametrize(("most", "offered"), [(103, False), (104, True)])
def test_more_time_than_can_be_asked_for_is_not_offered(monkeypatch, most, offered):
    """Ankles and pelvis take 104 s."""
    monkeypatch.setattr(relax, "_MOST_SECONDS", most)
    error = refused(minutes=1, days_since_injury=None, targets={"ankles", "pelvis"})
    assert ("forty-four seconds more (1 min 44 s in all)" in [r.message for r in error.relaxations]) is offered


def test_so_many_conflicts_are_told_and_no_more(monkeypatch):
    """Of three areas that nothing works, two."""
    monkeypatch.setattr(conflict, "_MOST_CONFLICTS", 2)
    data = sp.builtin_catalog().model_dump(mode="json") | {"id": "mine"}
    data["areas"] += [{"id": name, "name": name} for name in ("neck", "jaw", "toes")]
    with pytest.raises(sp.Infeasible) as caught:
        sp.Planner(sp.Catalog.model_validate(data)).plan(
            minutes=5, days_since_injury=None, targets={"neck", "jaw", "toes"}
        )
    assert [one.members[0].id for one in caught.value.conflicts] == ["neck", "jaw"]


def item(name, position, cost, *, opens=False, strengthens=False, after=0):
    """Return an item with one dose."""
    return Item(name, (Option(1, cost, cost, cost, cost),), (2,), 1 << position, opens, strengthens, after, -1)


def test_the_shortest_session_knows_what_its_order_costs():
    """Two quick stretches whose order takes two changes of position lose against one that takes longer alone."""
    # b comes after c, which comes after a; a and b share a position, so that doing all three changes it twice.
    items = (item("a", 0, 10), item("b", 0, 10, after=0b100), item("c", 1, 10, after=0b001), item("d", 2, 35))
    problem = SelectionProblem(items=items, opening=7, change=7, reachable=(0,))
    seconds, chosen = least_seconds(Cover(Prepared.of(problem), (), 0b111), 1000)
    assert (seconds, chosen) == (7 + 30 + 2 * 7, (0, 2, 1))


def test_what_order_costs_is_counted_before_a_session_is_called_shorter():
    """Three that seem 5 s quicker than another three, until their order takes a change more."""
    # One area each for a, b and c; d works b's. In position 0: a and b, and b comes after c, which comes after a.
    areas = {"a": (2, 0, 0), "b": (0, 2, 0), "c": (0, 0, 2), "d": (0, 2, 0)}
    rows = (item("a", 0, 10), item("b", 0, 10, after=0b100), item("c", 1, 10, after=0b001), item("d", 1, 15))
    items = tuple(replace(row, weights=areas[row.stretch_id]) for row in rows)
    problem = SelectionProblem(items=items, opening=7, change=7, reachable=(0, 1, 2))
    assert least_seconds(Cover(Prepared.of(problem), (0, 1, 2)), 1000) == (7 + 35 + 7, (0, 2, 3))


def test_a_way_that_led_nowhere_is_not_gone_twice():
    """Seven items in three positions with hints among them: the same order as by trying all 5,040, in few nodes."""
    rows = [(1, 34), (1, 0), (4, 0), (1, 0), (2, 64), (4, 64), (1, 0)]  # position, and the bits of what comes before
    items = tuple(replace(item(f"s{i}", 0, 10), position=p, after=after) for i, (p, after) in enumerate(rows))

    def kept(way):
        return all(not items[one].after & ~sum(1 << other for other in way[:k]) for k, one in enumerate(way))

    def changes(way):
        return sum(items[one].position != items[other].position for one, other in pairwise(way))

    best = min((way for way in permutations(range(7)) if kept(way)), key=changes)
    found = Orders(items).best((1 << 7) - 1)
    assert (found.sequence, found.changes, found.known) == (best, changes(best), True)
    assert found.nodes < 120  # 140 without a memory of the ways


def test_a_session_whose_order_is_not_known_is_not_called_the_shortest(monkeypatch):
    """The search ends instead."""
    monkeypatch.setattr(order, "ORDER_NODE_BUDGET", 1)
    items = (item("a", 0, 10), item("b", 1, 10))
    with pytest.raises(NodeBudgetSpent):
        least_seconds(Cover(Prepared.of(SelectionProblem(items, 7, 7, (0,))), (), 0b11), 1000)


def test_a_plan_of_a_chosen_session_counts_every_area_that_is_left():
    """With no area demanded, as the planner counts."""
    asked = sp.PlanRequest(minutes=20, days_since_injury=3)
    plan = plan_of([("knee_to_chest", 1, 10), ("cat_cow", 1, 30)], asked, sp.builtin_catalog())
    assert plan.objective.least_served_half_seconds == 0  # the ankles count, and nothing works them
    assert sp.check(plan).ok


def test_two_reasons_that_only_an_odd_catalogue_or_a_bare_hand_meets():
    """Nothing at hand, and two pieces missing; and the reason of a stretch on a day of strong pain."""
    data = sp.builtin_catalog().model_dump(mode="json")
    stretches = [s | {"needs": ["chair", "strap"]} for s in data["stretches"]]
    planner = sp.Planner(sp.Catalog.model_validate(data | {"id": "mine", "stretches": stretches}))
    with pytest.raises(sp.Infeasible) as caught:
        planner.plan(minutes=9, days_since_injury=None, profile={"equipment": []})
    assert str(caught.value) == (
        "Because no chair is at hand, there is no plan. Because no strap is at hand, there is no plan."
    )
    assert [r.message for r in caught.value.relaxations] == ["with a chair, and with a strap"]
    plan = plan_of(
        [("cobra_pose", 1, 5)], sp.PlanRequest(minutes=5, days_since_injury=None, pain=7), sp.builtin_catalog()
    )
    assert plan.left_out[0].reason == "Knee to Chest Stretch is out today: pain now is 7 of 10."
    assert plan.objective.least_served_half_seconds == 0  # nothing is left today, so no area counts


def test_every_rule_says_whose_family_it_is():
    """The families in the documented order, none of them torn apart."""
    families = [rule.family for rule in RULES]
    assert families == sorted(families, key=families.index)


class Only:
    """A rule of somebody's own that leaves everything of some requests and nothing of the others."""

    id, sentence, source, strength = "only-some", "Only for some requests.", "a test", "policy"

    def __init__(self, fine):
        self.fine = fine

    def leaves(self, stretch, doses, request):
        """Return all doses or none."""
        return doses if self.fine(request) else ()

    def judge(self, plan, catalog):
        """Say nothing of the plan."""
        return ()


def test_a_rule_of_ones_own_is_asked_about_each_request():
    """One that reads the minutes is asked again when only they are others."""
    planner = sp.Planner(rules=[Only(lambda request: request.minutes > 5)])
    assert planner.plan(minutes=6, days_since_injury=None).prescriptions
    with pytest.raises(sp.Infeasible):
        planner.plan(minutes=5, days_since_injury=None)


def refused_under(fine, **fields):
    """Return a planner with such a rule, and its refusal."""
    planner = sp.Planner(rules=[Only(fine)])
    with pytest.raises(sp.Infeasible) as caught:
        planner.plan(**fields)
    return planner, caught.value


def test_strong_pain_is_the_whole_answer():
    """Whatever else is asked and impossible: the stop is not hidden behind it."""
    error = refused(minutes=10, days_since_injury=0, targets={"pelvis"}, pain=8)
    (conflict,) = error.conflicts
    assert conflict.rule_ids == ("pain-stop",)
    assert "rest, and see a clinician" in str(error)


def test_no_area_is_blamed_that_a_rule_can_account_for():
    """In a minute and a half there is no bridge with another stretch before it; the upper back has no part in that."""
    error = refused(minutes=1, seconds=30, days_since_injury=None, targets={"upper_back", "pelvis"})
    (conflict,) = error.conflicts
    assert [member.id for member in conflict.members] == ["pelvis", "gentle-first", "minutes"]
    assert str(error) == (
        "Because the shortest session that works the pelvis takes 1 min 32 s and the request has 1 min 30 s, none fits."
    )


@pytest.mark.parametrize("day", [20, 60])
def test_waiting_under_a_rule_of_ones_own_is_tried_day_by_day(day):
    """The first day that the rule allows, which is none of the library's turning points."""
    planner, error = refused_under(lambda r: (r.days_since_injury or 0) >= day, minutes=9, days_since_injury=3)
    (relaxation,) = error.relaxations
    assert relaxation.message == f"from day {day}, in {day - 3} days"
    assert planner.plan(relaxation.request).request.days_since_injury == day


def test_more_time_that_a_rule_of_ones_own_forbids_is_not_offered():
    """A rule that reads the minutes is asked again about the request as it would be."""
    fields = {"minutes": 1, "days_since_injury": 3, "pace": "slow", "targets": {"hips", "spine"}}
    planner, error = refused_under(lambda r: r.minutes <= 1, **fields)
    assert [r.message for r in error.relaxations] == ["without spine", "without hips"]
    assert all(planner.plan(r.request) for r in error.relaxations)


def test_a_conflict_is_about_the_request_as_it_was_asked():
    """A rule that reads the areas forbids nothing here, and is not said to when the areas are left aside."""
    profile = {"avoid_stretches": ["piriformis_stretch", "childs_pose"]}
    fields = {"minutes": 10, "days_since_injury": 3, "targets": {"hips"}, "profile": profile}
    _, error = refused_under(lambda r: "hips" in r.targets, **fields)
    assert [conflict.rule_ids for conflict in error.conflicts] == [()]


@pytest.mark.parametrize("text", ["\ud800", "a\x1b[2J", "\u202eback"])
def test_a_rule_of_ones_own_is_worded_in_printable_text(text):
    """A plan names it, and the plan has to be written."""
    rule = Only(lambda _: True)
    rule.sentence = text
    with pytest.raises(sp.PolicyError, match=r"rules\[0\].sentence: character \d is U\+"):
        sp.Planner(rules=[rule])


def test_what_a_plan_is_kept_under_tells_the_screened_from_the_unscreened():
    """Where all must be answered, nobody without answers gets a plan that was kept for somebody with them."""
    answers = {question.id: "no" for question in sp.screening_questions()}
    asked = sp.PlanRequest(minutes=9, days_since_injury=3)
    screened = asked.model_copy(update={"screening": answers})
    required = sp.Planner(policy=sp.Policy(require_screening=True))
    assert required.canonical(asked) != required.canonical(screened)
    assert sp.Planner().canonical(asked) == sp.Planner().canonical(screened)


def test_a_caution_that_no_rule_stands_behind_is_refused_with_the_planner():
    """A catalogue may point at a caution of the rules and never invent one."""
    data = sp.builtin_catalog().model_dump(mode="json") | {"id": "mine"}
    data["stretches"][0]["cautions"] = [{"rule": "twist-smal", "cue": "Gently."}]
    with pytest.raises(sp.CatalogError, match="the caution 'twist-smal' is not known; did you mean 'twist-small'"):
        sp.Planner(sp.Catalog.model_validate(data))
