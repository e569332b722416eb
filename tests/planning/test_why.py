"""Do the reasons for and against each stretch equal what brute force finds without it, or with it?"""

import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st

import stretchplan as sp
from stretchplan.errors import Problem
from stretchplan.planning.explain import compare
from stretchplan.results.reasons import Beaten, Difference, Serves
from tests.oracles import brute_force, sessions
from tests.oracles.drawing import personal_requests, small_catalogs, small_policies, small_requests

PERSONAL = small_catalogs(bodies=True).flatmap(
    lambda catalog: st.tuples(st.just(catalog), personal_requests(catalog), small_policies(catalog))
)
PLAIN = small_catalogs().flatmap(
    lambda catalog: st.tuples(st.just(catalog), small_requests(catalog), st.just(sp.Policy()))
)
INSTANCES = st.one_of(PLAIN, PERSONAL)
MEASURES = (
    "least_served_quarter_seconds",
    "total_served_quarter_seconds",
    "stretches",
    "stretching_seconds",
    "position_changes",
)


def planned(instance):
    """Return a planner and its plan for a drawn instance; skip an instance without a plan."""
    catalog, request, policy = instance
    planner = sp.Planner(catalog, policy=policy)
    try:
        return planner, planner.plan(request)
    except sp.Infeasible:
        assume(False)
        return None


def compared(plan, other):
    """Return how another best plan compares: an outcome, and the first level that differs with both values."""
    if other is None:
        return "impossible", None
    for measure, there in zip(MEASURES, other.objective, strict=True):
        here = getattr(plan.objective, measure)
        if here != there:
            return "worse", (measure, here, there)
    return "tie", None


def value(plan):
    """Return how good a plan is, more is better."""
    *gains, changes = (getattr(plan.objective, measure) for measure in MEASURES)
    return (*gains, -changes)


def in_reason(because, difference):
    """Return the outcome and the difference of a reason, in the form of :func:`compared`."""
    return because.outcome, difference and (difference.measure, difference.here, difference.there)


def including(request, stretch_id):
    """Return a request that also includes a stretch."""
    include = request.profile.include | {stretch_id}
    return request.model_copy(update={"profile": request.profile.model_copy(update={"include": include})})


# --- Why not ----------------------------------------------------------------------------------------------------------


@given(INSTANCES)
@settings(max_examples=2 * settings().max_examples)
def test_cost_of_a_beaten_stretch_equals_brute_force(instance):
    planner, plan = planned(instance)
    for entry in plan.left_out:
        if entry.kind == "beaten":
            other = brute_force.best(planner.catalog, including(plan.request, entry.stretch_id), planner.policy)
            assert in_reason(entry.because, entry.because.gives_up) == compared(plan, other)
            assert entry.because.proved


@given(INSTANCES)
def test_why_not_returns_the_best_plan_with_the_stretch(instance):
    planner, plan = planned(instance)
    for entry in plan.left_out:
        answer = planner.why_not(plan, entry.stretch_id)
        if entry.kind not in ("beaten", "not_targeted"):
            assert (answer.plan, answer.counterfactual) == (None, None)
            continue
        request = including(plan.request, entry.stretch_id)
        best = brute_force.best(planner.catalog, request, planner.policy)
        assert in_reason(answer.counterfactual, answer.counterfactual.gives_up) == compared(plan, best)
        assert (answer.plan is None) == (best is None)
        if answer.plan is not None:
            assert entry.stretch_id in {p.stretch_id for p in answer.plan.prescriptions}
            assert sp.check(answer.plan, catalog=planner.catalog).ok
            assert answer.plan == planner.plan(request)
            assert (*answer.plan.objective.rank[:4], answer.plan.objective.position_changes) == best.objective


@given(INSTANCES)
def test_why_not_gives_the_same_kind_of_reason_as_brute_force(instance):
    planner, plan = planned(instance)
    request, catalog, policy = plan.request, planner.catalog, planner.policy
    for entry in plan.left_out:
        answer = planner.why_not(plan, entry.stretch_id)
        assert (answer.kind, answer.rule_id) == (entry.kind, entry.rule_id)
        stretch = catalog.by_id[entry.stretch_id]
        doses = brute_force.doses_left(stretch, request, policy)
        works = request.targets & brute_force.areas_of(stretch, None)
        if entry.rule_id == "fits-the-minutes":
            wishes = sessions.asked_by(catalog, request)._replace(areas=frozenset(), seconds=None)
            unlimited = policy.model_copy(update={"max_session_seconds": None})
            alone = wishes._replace(include=frozenset({stretch.id}))
            least = sessions.least_seconds(catalog, request, unlimited, asked=alone)
            budget = brute_force.budget_of(request, policy)
            assert entry.because.least_seconds > budget == entry.because.budget_seconds
            # A strengthening stretch with nothing to open before it has no session; even alone it takes too long.
            assert least is None or entry.because.least_seconds == least
        elif entry.kind == "forbidden":
            assert not doses
            assert (
                sessions.least_seconds(
                    catalog,
                    request,
                    policy,
                    {entry.rule_id},
                    sessions.Asked(include=frozenset({stretch.id})),
                )
                is None
            )
        elif entry.kind == "avoided":
            assert doses
            assert not brute_force.wanted(stretch, request)
        else:
            assert doses
            assert brute_force.wanted(stretch, request)
            assert (entry.kind == "not_targeted") == bool(request.targets and not works)


# --- Why --------------------------------------------------------------------------------------------------------------


@given(INSTANCES)
@settings(max_examples=2 * settings().max_examples)
def test_loss_without_a_planned_stretch_equals_brute_force(instance):
    """The areas that count are those that count with the stretch."""
    planner, plan = planned(instance)
    request, catalog, policy = plan.request, planner.catalog, planner.policy
    counted = brute_force.counted_areas(catalog, request, policy)
    for prescribed in plan.prescriptions:
        name, because = prescribed.stretch_id, prescribed.because
        profile = request.profile.model_copy(update={"include": request.profile.include - {name}})
        relaxed = request.model_copy(update={"profile": profile})
        other = brute_force.best(catalog, relaxed, policy, counted=counted, kept_out=frozenset({name}))
        outcome, loses = compared(plan, other)
        if outcome == "worse" and (*other.objective[:4], -other.objective[4]) > value(plan):
            outcome = "better"
            assert because.included
        assert in_reason(because, because.loses) == (outcome, loses)
        assert because.included == (name in request.profile.include)


@given(INSTANCES)
def test_reasons_in_the_plan_equal_those_of_why_and_why_not(instance):
    planner, plan = planned(instance)
    silent = sp.Planner(planner.catalog, policy=planner.policy, explain=False)
    without_reasons = silent.plan(plan.request)
    for prescribed in plan.prescriptions:
        answer = planner.why(plan, prescribed.stretch_id)
        assert answer.because == prescribed.because
        assert answer.reason.startswith(prescribed.why)
        assert silent.why(without_reasons, prescribed.stretch_id) == answer
    for entry in plan.left_out:
        answer = planner.why_not(plan, entry.stretch_id)
        assert answer.because == entry.because
        assert answer.reason.startswith(entry.reason)
        silent_answer = silent.why_not(without_reasons, entry.stretch_id)
        assert (silent_answer.because, silent_answer.reason, silent_answer.counterfactual) == (
            answer.because,
            answer.reason,
            answer.counterfactual,
        )


@given(INSTANCES)
def test_explain_false_makes_the_same_plan(instance):
    planner, plan = planned(instance)
    without = sp.Planner(planner.catalog, policy=planner.policy, explain=False).plan(plan.request)
    assert without.schedule == plan.schedule
    assert without.objective == plan.objective
    for prescribed in without.prescriptions:
        assert in_reason(prescribed.because, prescribed.because.loses) == ("not_worked_out", None)
    for entry, other in zip(without.left_out, plan.left_out, strict=True):
        assert (entry.stretch_id, entry.kind, entry.rule_id) == (other.stretch_id, other.kind, other.rule_id)


# --- The words of reasons ---------------------------------------------------------------------------------------------


def reasons(plan):
    """Return the reason for or against each stretch, by id."""
    return {p.stretch_id: p.why for p in plan.prescriptions} | {e.stretch_id: e.reason for e in plan.left_out}


def test_reasons_give_losses_in_seconds():
    plan = sp.plan(minutes=3, days_since_injury=None, targets={"hips"})
    (piriformis,) = (p for p in plan.prescriptions if p.stretch_id == "piriformis_stretch")
    assert piriformis.because.loses.measure == "least_served_quarter_seconds"
    here, there = piriformis.because.loses.here, piriformis.because.loses.there
    answer = sp.why(plan, "piriformis_stretch")
    assert piriformis.why == "For your hips."
    assert answer.because == piriformis.because
    assert answer.reason == (
        f"For your hips. Without it the area that gets least would get {there // 4} s instead of {here // 4} s."
    )
    assert plan.coverage["hips"].served_quarter_seconds == here
    short = sp.plan(minutes=2, days_since_injury=None, targets={"hips"})
    out = next(e for e in short.left_out if e.kind == "beaten")
    assert out.stretch_id == "childs_pose"
    assert out.reason == "Child's Pose is allowed; without it this plan makes better use of 2 min."
    assert sp.why_not(short, "childs_pose").reason == (
        f"{out.reason} With it the area that gets least would get 15 s instead of 20 s."
    )


def test_only_stretch_that_works_an_area_cannot_be_left_out():
    plan = sp.plan(minutes=5, days_since_injury=None, targets={"ankles", "pelvis"})
    for name in ("childs_pose", "glute_bridge"):
        assert sp.why(plan, name).because.outcome == "impossible"
        assert "Without it there is no plan that does what is asked." in sp.why(plan, name).reason


def test_reason_of_an_included_stretch_gives_the_gain_without_it():
    plan = sp.plan(minutes=2, days_since_injury=None, targets={"hips"}, profile={"include": ["childs_pose"]})
    answer = sp.why(plan, "childs_pose")
    assert answer.because.included
    assert answer.because.outcome == "better"
    assert answer.reason == (
        "Partly for your hips. You asked for it. Without it the area that gets least would get 20 s instead of 15 s."
    )


def test_why_not_accepts_an_alias():
    plan = sp.plan(minutes=10, days_since_injury=3)
    assert sp.why_not(plan, "bridge").stretch_id == "glute_bridge"


def test_untargeted_stretch_has_a_reason_and_a_cost():
    plan = sp.plan(minutes=2, days_since_injury=None, targets={"ankles"})
    answer = sp.why_not(plan, "cat_cow")
    assert answer.kind == "not_targeted"
    assert answer.reason == (
        "Cat-Cow Pose works none of the areas asked of this session. "
        "Cat-Cow Pose is allowed, but with it no plan of 2 min does all that was asked."
    )
    assert answer.because.kind == "not_targeted"
    assert answer.counterfactual.outcome == "impossible"
    assert answer.plan is None
    longer = sp.plan(minutes=4, days_since_injury=None, targets={"hips", "ankles"})
    answer = sp.why_not(longer, "cobra_pose")
    assert answer.kind == "not_targeted"
    assert "cobra_pose" in {p.stretch_id for p in answer.plan.prescriptions}


THREE_MINUTES = {"minutes": 3, "days_since_injury": None, "targets": {"lower_back"}}


@pytest.mark.parametrize("eager", [True, False])
def test_answers_about_three_minutes_for_the_lower_back(eager):
    planner = sp.Planner(explain=eager)
    plan = planner.plan(**THREE_MINUTES)
    cobra, child = (planner.why(plan, name) for name in ("cobra_pose", "childs_pose"))
    serves = {"primary": ("lower_back",), "secondary": (), "included": False}
    loses = Difference(measure="least_served_quarter_seconds", here=312, there=240)
    assert cobra.because == Serves(**serves, outcome="worse", loses=loses)
    assert cobra.reason == ("For your lower back. Without it the area that gets least would get 60 s instead of 78 s.")
    assert child.because == Serves(**serves, outcome="tie")
    assert child.reason == (
        "For your lower back. Another plan without it is as good; the order of the catalogue decides."
    )
    twist, cat = (planner.why_not(plan, name) for name in ("lying_knee_twist", "cat_cow"))
    gives_up = Difference(measure="least_served_quarter_seconds", here=312, there=200)
    assert twist.because == twist.counterfactual
    assert twist.because == Beaten(budget_seconds=180, proved=True, outcome="worse", gives_up=gives_up)
    assert twist.reason == (
        "Lying Knee Twist is allowed; without it this plan makes better use of 3 min. "
        "With it the area that gets least would get 50 s instead of 78 s."
    )
    assert cat.because == cat.counterfactual == Beaten(budget_seconds=180, proved=True, outcome="tie")
    assert (cat.kind, cat.rule_id, cat.plan.total_seconds) == ("beaten", None, 179)
    listed = {entry.stretch_id: (entry.because, entry.reason) for entry in plan.left_out}
    if eager:
        plain = "Lying Knee Twist is allowed; without it this plan makes better use of 3 min."
        assert listed["lying_knee_twist"] == (twist.because, plain)
    else:
        assert listed["lying_knee_twist"] == (
            Beaten(budget_seconds=180, proved=True, outcome="not_worked_out"),
            "Lying Knee Twist is allowed; the best plan for 3 min does without it.",
        )


def test_forbidden_stretch_is_answered_with_its_rule_and_no_plan():
    plan = sp.plan(minutes=10, days_since_injury=3)
    answer = sp.why_not(plan, "glute_bridge")
    assert (answer.kind, answer.rule_id, answer.plan, answer.counterfactual) == (
        "forbidden",
        "recovery-window",
        None,
        None,
    )


def test_unproved_plan_with_the_stretch_is_not_compared(monkeypatch):
    planner = sp.Planner(explain=False)
    plan = planner.plan(**THREE_MINUTES)
    original = planner.plan

    def not_proved(request=None, /, **fields):
        made = original(request, **fields)
        return made.model_copy(update={"optimal": False}) if made.request.profile.include else made

    monkeypatch.setattr(planner, "plan", not_proved)
    answer = planner.why_not(plan, "cat_cow")
    assert answer.counterfactual.outcome == "not_worked_out"
    assert answer.plan is not None


# --- Wrong questions --------------------------------------------------------------------------------------------------


@pytest.fixture(scope="module")
def plan():
    """Return a plan of ten minutes on day 3: all stretches but the bridge."""
    return sp.plan(minutes=10, days_since_injury=3)


@pytest.mark.parametrize("ask", [sp.why, sp.why_not])
def test_unknown_stretch_is_refused_with_the_nearest_name(plan, ask):
    with pytest.raises(sp.CatalogError, match="did you mean 'cobra_pose'"):
        ask(plan, "cobra_poze")


def test_wrong_question_is_refused_with_the_right_one(plan):
    with pytest.raises(sp.InvalidRequest, match="'cat_cow' is in this plan; ask why for the reason"):
        sp.why_not(plan, "cat_cow")
    with pytest.raises(sp.InvalidRequest, match="'glute_bridge' is not in this plan; ask why_not for the reason"):
        sp.why(plan, "glute_bridge")


def problems(ask, plan, name):
    """Return the problems of a refused question."""
    with pytest.raises(sp.InvalidRequest) as caught:
        ask(plan, name)
    return caught.value.problems


def test_refused_question_names_the_argument(plan):
    assert problems(sp.why_not, plan, "cobra") == (
        Problem("stretch", "'cobra'", "'cobra_pose' is in this plan; ask why for the reason"),
    )
    assert problems(sp.why, plan, "bridge") == (
        Problem("stretch", "'bridge'", "'glute_bridge' is not in this plan; ask why_not for the reason"),
    )
    assert problems(sp.why, 3, "cat_cow") == (Problem("plan", "3", "3 is not a Plan; give one, or Plan(...)"),)
    assert problems(sp.why, next(edited(plan)), "cat_cow") == (
        Problem(
            "plan", "", "the plan is not what this planner makes of its request; plan it again and ask about that plan"
        ),
    )
    data = sp.builtin_catalog().model_dump() | {"id": "mine", "version": "3.2.1"}
    other_plan = sp.Planner(sp.Catalog.model_validate(data)).plan(minutes=5, days_since_injury=3)
    version = sp.builtin_catalog().version
    assert problems(sp.why, other_plan, "cat_cow") == (
        Problem(
            "plan",
            "'mine'",
            "the plan is of the catalogue 'mine' '3.2.1', and this planner's is "
            f"'lower_back_seven' {version}; ask a planner of the plan's own catalogue",
        ),
    )


@pytest.mark.parametrize("nonsense", [None, "a plan", 3, {}])
def test_why_refuses_what_is_not_a_plan(nonsense):
    with pytest.raises(sp.InvalidRequest, match="is not a Plan"):
        sp.why(nonsense, "cat_cow")


def test_a_plan_of_another_catalogue_is_refused(plan):
    data = sp.builtin_catalog().model_dump() | {"id": "mine"}
    with pytest.raises(sp.InvalidRequest, match="the plan is of the catalogue"):
        sp.Planner(sp.Catalog.model_validate(data)).why(plan, "cat_cow")
    changed = sp.Catalog.model_validate(data | {"title": "Mine"})
    other_plan = sp.Planner(sp.Catalog.model_validate(data)).plan(minutes=5, days_since_injury=3)
    with pytest.raises(sp.InvalidRequest, match="ask a planner of the plan's own catalogue"):
        sp.Planner(changed).why_not(other_plan, "glute_bridge")


def edited(plan):
    """Yield edited plans: one step longer, a better score, another policy, another request."""
    steps = list(plan.schedule)
    steps[1] = steps[1].model_copy(update={"seconds": steps[1].seconds + 1})
    yield plan.model_copy(update={"schedule": tuple(steps)})
    yield plan.model_copy(update={"objective": plan.objective.model_copy(update={"stretches": 99})})
    yield plan.model_copy(update={"policy": sp.Policy(max_sets=3)})
    yield plan.model_copy(update={"request": plan.request.model_copy(update={"minutes": 3})})


def test_edited_plan_is_refused(plan):
    for edited_plan in edited(plan):
        for ask, name in ((sp.why, "cat_cow"), (sp.why_not, "glute_bridge")):
            with pytest.raises(sp.InvalidRequest, match="the plan is not what this planner makes of its request"):
                ask(edited_plan, name)


def test_plan_of_another_policy_is_refused():
    strict = sp.Planner(policy=sp.Policy(forbidden_stretches={"cobra_pose"}))
    other_plan = strict.plan(minutes=10, days_since_injury=None)
    assert strict.why_not(other_plan, "cobra_pose").rule_id == "caller-policy"
    with pytest.raises(sp.InvalidRequest, match="the plan is not what this planner makes of its request"):
        sp.why_not(other_plan, "cobra_pose")


def test_edited_reasons_are_not_repeated(plan):
    because = plan.prescriptions[0].because.model_copy(update={"outcome": "impossible", "primary": ("all of you",)})
    first = plan.prescriptions[0].model_copy(update={"because": because, "why": "You must."})
    out = plan.left_out[0].model_copy(update={"reason": "It is boring.", "rule_id": None, "kind": "beaten"})
    other = plan.model_copy(
        update={"prescriptions": (first, *plan.prescriptions[1:]), "left_out": (out, *plan.left_out[1:])}
    )
    assert sp.why(other, first.stretch_id) == sp.why(plan, first.stretch_id)
    assert sp.why_not(other, out.stretch_id) == sp.why_not(plan, out.stretch_id)


# --- Searches that end early ------------------------------------------------------------------------------------------


def test_unproved_plan_has_no_comparisons():
    planner = sp.Planner(node_budget=60)
    plan = planner.plan(minutes=7, days_since_injury=None, targets={"hips", "ankles", "spine"})
    assert not plan.optimal
    for prescribed in plan.prescriptions:
        assert prescribed.because.outcome == "not_worked_out"
        assert planner.why(plan, prescribed.stretch_id).because.outcome == "not_worked_out"
        assert planner.why(plan, prescribed.stretch_id).reason == prescribed.why


def outcomes(plan):
    """Return the outcomes of all comparisons in a plan."""
    planned_outcomes = [p.because.outcome for p in plan.prescriptions]
    return {*planned_outcomes, *(e.because.outcome for e in plan.left_out if e.because.kind == "beaten")}


@pytest.mark.parametrize("nodes", [0, 1, 5, 30])
def test_reasons_beyond_the_explain_budget_are_not_worked_out(monkeypatch, nodes):
    monkeypatch.setattr(compare, "EXPLAIN_NODE_BUDGET", nodes)
    plan = sp.Planner().plan(minutes=6, days_since_injury=None)
    assert "not_worked_out" in outcomes(plan)
    assert sp.check(plan).ok


def test_unproved_plan_is_not_compared_when_made_or_when_asked():
    planner = sp.Planner(node_budget=30)
    plan = planner.plan(minutes=6, days_since_injury=None)
    assert not plan.optimal
    assert outcomes(plan) == {"not_worked_out"}
    beaten = next(e.stretch_id for e in plan.left_out if e.kind == "beaten")
    answer = planner.why_not(plan, beaten)
    assert answer.counterfactual.outcome == "not_worked_out"
    assert answer.reason.endswith("is allowed; the plan found for 6 min does without it.")
    assert planner.why(plan, plan.prescriptions[0].stretch_id).because.outcome == "not_worked_out"


def test_why_not_is_not_worked_out_when_the_search_ends_early(monkeypatch):
    planner = sp.Planner()
    plan = planner.plan(minutes=2, days_since_injury=None, targets={"lower_back"})
    beaten = next(e.stretch_id for e in plan.left_out if e.kind == "beaten")
    original = planner.plan

    def ends_early(request=None, /, **fields):
        if request.profile.include:
            raise sp.SearchExhausted(3)
        return original(request, **fields)

    monkeypatch.setattr(planner, "plan", ends_early)
    answer = planner.why_not(plan, beaten)
    assert (answer.plan, answer.counterfactual.outcome) == (None, "not_worked_out")
