"""Why is a stretch in, and why not: is each reason what brute force finds with the stretch kept out, or forced in?"""

import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st

import stretchplan as sp
from stretchplan.errors import Problem
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
    "least_served_half_seconds",
    "total_served_half_seconds",
    "stretches",
    "stretching_seconds",
    "position_changes",
)


def planned(instance):
    """Return a planner and its plan for a drawn instance; pass over those that have none."""
    catalog, request, policy = instance
    planner = sp.Planner(catalog, policy=policy)
    try:
        return planner, planner.plan(request)
    except sp.Infeasible:
        assume(False)
        return None


def compared(plan, other):
    """Return how another best plan compares, as a reason tells it: an outcome, and the first level that differs."""
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


def told(because, difference):
    """Return the same as a reason tells it."""
    return because.outcome, difference and (difference.measure, difference.here, difference.there)


def with_in(request, stretch_id):
    """Return a request that also asks for a stretch."""
    include = request.profile.include | {stretch_id}
    return request.model_copy(update={"profile": request.profile.model_copy(update={"include": include})})


# --- Why not ----------------------------------------------------------------------------------------------------------


@given(INSTANCES)
@settings(max_examples=2 * settings().max_examples)
def test_what_a_stretch_would_cost_is_what_brute_force_finds_with_it_forced_in(instance):
    """In every plan, of every stretch that is allowed and not in."""
    planner, plan = planned(instance)
    for entry in plan.left_out:
        if entry.kind == "beaten":
            other = brute_force.best(planner.catalog, with_in(plan.request, entry.stretch_id), planner.policy)
            assert told(entry.because, entry.because.gives_up) == compared(plan, other)
            assert entry.because.proved


@given(INSTANCES)
def test_the_plan_with_a_stretch_has_it_and_is_the_best_that_does(instance):
    """It is a plan like any other: judged, best by brute force, and what asking for the stretch gives."""
    planner, plan = planned(instance)
    for entry in plan.left_out:
        answer = planner.why_not(plan, entry.stretch_id)
        if entry.kind not in ("beaten", "not_targeted"):
            assert (answer.plan, answer.counterfactual) == (None, None)
            continue
        asked = with_in(plan.request, entry.stretch_id)
        best = brute_force.best(planner.catalog, asked, planner.policy)
        assert told(answer.counterfactual, answer.counterfactual.gives_up) == compared(plan, best)
        assert (answer.plan is None) == (best is None)
        if answer.plan is not None:
            assert entry.stretch_id in {p.stretch_id for p in answer.plan.prescriptions}
            assert sp.check(answer.plan, catalog=planner.catalog).ok
            assert answer.plan == planner.plan(asked)
            assert tuple(answer.plan.objective.model_dump().values()) == best.objective


@given(INSTANCES)
def test_a_stretch_that_is_not_allowed_is_answered_with_the_rule_or_the_wish(instance):
    """By brute force: forbidden leaves no dose, or no session in the time; avoided is a wish; the rest is allowed."""
    planner, plan = planned(instance)
    request, catalog, policy = plan.request, planner.catalog, planner.policy
    for entry in plan.left_out:
        answer = planner.why_not(plan, entry.stretch_id)
        assert (answer.kind, answer.rule_id) == (entry.kind, entry.rule_id)
        stretch = catalog.by_id[entry.stretch_id]
        doses = brute_force.doses_left(stretch, request, policy)
        works = request.targets & brute_force.areas_of(stretch)
        if entry.rule_id == "fits-the-minutes":
            rest = sessions.asked_by(catalog, request)._replace(areas=frozenset(), seconds=None)
            unlimited = policy.model_copy(update={"max_session_seconds": None})
            alone = rest._replace(include=frozenset({stretch.id}))
            least = sessions.least_seconds(catalog, request, unlimited, asked=alone)
            budget = brute_force.budget_of(request, policy)
            assert entry.because.least_seconds > budget == entry.because.budget_seconds
            # Strengthening that nothing may go before has no session at all; even alone it would be too long.
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
def test_what_a_plan_would_lose_is_what_brute_force_finds_with_the_stretch_kept_out(instance):
    """Measured alike: the areas that count are those that count with it."""
    planner, plan = planned(instance)
    request, catalog, policy = plan.request, planner.catalog, planner.policy
    counted = brute_force.counted_areas(catalog, request, policy)
    for prescribed in plan.prescriptions:
        name, because = prescribed.stretch_id, prescribed.because
        profile = request.profile.model_copy(update={"include": request.profile.include - {name}})
        asked = request.model_copy(update={"profile": profile})
        other = brute_force.best(catalog, asked, policy, counted=counted, kept_out=frozenset({name}))
        outcome, loses = compared(plan, other)
        if outcome == "worse" and (*other.objective[:4], -other.objective[4]) > value(plan):
            outcome = "better"
            assert because.included
        assert told(because, because.loses) == (outcome, loses)
        assert because.included == (name in request.profile.include)


@given(INSTANCES)
def test_reasons_in_the_plan_are_those_that_are_given_when_asked(instance):
    """Eager or asked, in the same words; and a planner that gives none eagerly gives the same ones when asked."""
    planner, plan = planned(instance)
    silent = sp.Planner(planner.catalog, policy=planner.policy, explain=False)
    without_reasons = silent.plan(plan.request)
    for prescribed in plan.prescriptions:
        answer = planner.why(plan, prescribed.stretch_id)
        assert (answer.because, answer.reason) == (prescribed.because, prescribed.why)
        assert silent.why(without_reasons, prescribed.stretch_id) == answer
    for entry in plan.left_out:
        answer = planner.why_not(plan, entry.stretch_id)
        assert answer.because == entry.because
        assert answer.reason.startswith(entry.reason)
        again = silent.why_not(without_reasons, entry.stretch_id)
        assert (again.because, again.reason, again.counterfactual) == (
            answer.because,
            answer.reason,
            answer.counterfactual,
        )


@given(INSTANCES)
def test_a_plan_made_without_reasons_is_the_same_plan(instance):
    """``explain=False`` leaves out what would be otherwise, and nothing else."""
    planner, plan = planned(instance)
    without = sp.Planner(planner.catalog, policy=planner.policy, explain=False).plan(plan.request)
    assert without.schedule == plan.schedule
    assert without.objective == plan.objective
    for prescribed in without.prescriptions:
        assert told(prescribed.because, prescribed.because.loses) == ("not_worked_out", None)
    for one, other in zip(without.left_out, plan.left_out, strict=True):
        assert (one.stretch_id, one.kind, one.rule_id) == (other.stretch_id, other.kind, other.rule_id)


# --- In words ---------------------------------------------------------------------------------------------------------


def reasons(plan):
    """Return why each stretch is in and why each other one is not, by id."""
    return {p.stretch_id: p.why for p in plan.prescriptions} | {e.stretch_id: e.reason for e in plan.left_out}


def test_what_would_be_lost_and_given_up_is_said_in_numbers():
    """Three minutes for the hips, on an old injury."""
    plan = sp.plan(minutes=3, days_since_injury=None, targets={"hips"})
    (piriformis,) = (p for p in plan.prescriptions if p.stretch_id == "piriformis_stretch")
    assert piriformis.because.loses.measure == "least_served_half_seconds"
    here, there = piriformis.because.loses.here, piriformis.because.loses.there
    assert f"Without it the least-served area would get {there // 2} s instead of {here // 2} s." in piriformis.why
    assert plan.coverage["hips"].served_half_seconds == here
    short = sp.plan(minutes=1, days_since_injury=None, targets={"hips"})
    out = next(e for e in short.left_out if e.kind == "beaten")
    assert out.stretch_id == "childs_pose"
    assert out.reason == (
        "Child's Pose is allowed, but the best plan for 1 min does without it: with Child's Pose the least-served area "
        "would get 15 s instead of 20 s."
    )


def test_the_only_stretch_that_works_an_area_cannot_be_left_out():
    """Child's pose for the ankles, the bridge for the pelvis."""
    plan = sp.plan(minutes=5, days_since_injury=None, targets={"ankles", "pelvis"})
    for name in ("childs_pose", "glute_bridge"):
        assert sp.why(plan, name).because.outcome == "impossible"
        assert "Without it there is no plan that does what is asked." in sp.why(plan, name).reason


def test_a_stretch_that_was_asked_for_says_so_and_what_would_be_gained_without_it():
    """In one minute child's pose gives the hips 15 s, and the piriformis stretch, had nobody asked, 20 s."""
    plan = sp.plan(minutes=1, days_since_injury=None, targets={"hips"}, profile={"include": ["childs_pose"]})
    answer = sp.why(plan, "childs_pose")
    assert answer.because.included
    assert answer.because.outcome == "better"
    assert answer.reason == (
        "Also works hips. It was asked for. Without it the least-served area would get 20 s instead of 15 s."
    )


def test_why_not_names_a_stretch_by_its_alias():
    """As the catalogue does."""
    plan = sp.plan(minutes=10, days_since_injury=3)
    assert sp.why_not(plan, "bridge").stretch_id == "glute_bridge"


def test_a_stretch_that_works_no_area_asked_for_still_says_what_it_would_cost():
    """It is not targeted; asked for all the same, a plan with it is there."""
    plan = sp.plan(minutes=1, days_since_injury=None, targets={"ankles"})
    answer = sp.why_not(plan, "cat_cow")
    assert answer.kind == "not_targeted"
    assert answer.reason == (
        "Cat-Cow Pose works none of the areas asked for. Cat-Cow Pose is allowed, but the best plan for 1 min does "
        "without it: no plan that does what is asked can have it."
    )
    assert answer.because.kind == "not_targeted"
    assert answer.counterfactual.outcome == "impossible"
    assert answer.plan is None
    longer = sp.plan(minutes=2, days_since_injury=None, targets={"hips", "ankles"})
    answer = sp.why_not(longer, "cobra_pose")
    assert answer.kind == "not_targeted"
    assert "cobra_pose" in {p.stretch_id for p in answer.plan.prescriptions}


TWO_MINUTES = {"minutes": 2, "days_since_injury": None, "targets": {"lower_back"}}


@pytest.mark.parametrize("eager", [True, False])
def test_the_answers_about_two_minutes_for_the_lower_back_in_full(eager):
    """Cobra and child's pose are in; each kind of answer once, in numbers and in words, worked out before or not."""
    planner = sp.Planner(explain=eager)
    plan = planner.plan(**TWO_MINUTES)
    cobra, child = (planner.why(plan, name) for name in ("cobra_pose", "childs_pose"))
    serves = {"primary": ("lower back",), "secondary": (), "included": False}
    loses = Difference(measure="least_served_half_seconds", here=180, there=140)
    assert cobra.because == Serves(**serves, outcome="worse", loses=loses)
    assert cobra.reason == "Works lower back. Without it the least-served area would get 70 s instead of 90 s."
    assert child.because == Serves(**serves, outcome="tie")
    assert child.reason == (
        "Works lower back. Without it another plan scores the same; the order of the catalogue decides."
    )
    twist, cat = (planner.why_not(plan, name) for name in ("lying_knee_twist", "cat_cow"))
    gives_up = Difference(measure="least_served_half_seconds", here=180, there=136)
    assert twist.because == twist.counterfactual
    assert twist.because == Beaten(budget_seconds=120, proved=True, outcome="worse", gives_up=gives_up)
    assert twist.reason == (
        "Lying Knee Twist is allowed, but the best plan for 2 min does without it: "
        "with Lying Knee Twist the least-served area would get 68 s instead of 90 s."
    )
    assert cat.because == cat.counterfactual == Beaten(budget_seconds=120, proved=True, outcome="tie")
    assert (cat.kind, cat.rule_id, cat.plan.total_seconds) == ("beaten", None, 114)
    told = {entry.stretch_id: (entry.because, entry.reason) for entry in plan.left_out}
    if eager:
        assert told["lying_knee_twist"] == (twist.because, twist.reason)
    else:
        assert told["lying_knee_twist"] == (
            Beaten(budget_seconds=120, proved=True, outcome="not_worked_out"),
            "Lying Knee Twist is allowed, but the best plan for 2 min does without it.",
        )


def test_what_a_rule_keeps_out_is_answered_with_the_rule():
    """No search is made for it, and no plan given."""
    plan = sp.plan(minutes=10, days_since_injury=3)
    answer = sp.why_not(plan, "glute_bridge")
    assert (answer.kind, answer.rule_id, answer.plan, answer.counterfactual) == (
        "forbidden",
        "recovery-window",
        None,
        None,
    )


def test_a_plan_with_it_that_is_not_proved_best_is_given_and_not_compared(monkeypatch):
    """The best plan is proved, the one with the stretch is not: it may be bettered, so nothing is said of it."""
    planner = sp.Planner(explain=False)
    plan = planner.plan(**TWO_MINUTES)
    plan_alone = planner.plan

    def not_proved(request=None, /, **fields):
        made = plan_alone(request, **fields)
        return made.model_copy(update={"optimal": False}) if made.request.profile.include else made

    monkeypatch.setattr(planner, "plan", not_proved)
    answer = planner.why_not(plan, "cat_cow")
    assert answer.counterfactual.outcome == "not_worked_out"
    assert answer.plan is not None


# --- Wrong questions --------------------------------------------------------------------------------------------------


@pytest.fixture(scope="module")
def plan():
    """Ten minutes on day 3: all but the bridge are in, so that there is something of each kind."""
    return sp.plan(minutes=10, days_since_injury=3)


@pytest.mark.parametrize("ask", [sp.why, sp.why_not])
def test_a_stretch_that_does_not_exist_is_answered_with_the_nearest_name(plan, ask):
    """Never with silence."""
    with pytest.raises(sp.CatalogError, match="did you mean 'cobra_pose'"):
        ask(plan, "cobra_poze")


def test_a_stretch_that_is_in_is_not_asked_why_not(plan):
    """And the other way round; each error names the question to ask."""
    with pytest.raises(sp.InvalidRequest, match="'cat_cow' is in this plan; ask why for the reason"):
        sp.why_not(plan, "cat_cow")
    with pytest.raises(sp.InvalidRequest, match="'glute_bridge' is not in this plan; ask why_not for the reason"):
        sp.why(plan, "glute_bridge")


def problems(ask, plan, name):
    """Return what is wrong with a question."""
    with pytest.raises(sp.InvalidRequest) as caught:
        ask(plan, name)
    return caught.value.problems


def test_what_is_wrong_with_a_question_is_told_with_its_place(plan):
    """The stretch as it was named, or the plan."""
    assert problems(sp.why_not, plan, "cobra") == (
        Problem("stretch", "'cobra'", "'cobra_pose' is in this plan; ask why for the reason"),
    )
    assert problems(sp.why, plan, "bridge") == (
        Problem("stretch", "'bridge'", "'glute_bridge' is not in this plan; ask why_not for the reason"),
    )
    assert problems(sp.why, 3, "cat_cow") == (Problem("plan", "3", "3 is not a Plan; give one, or Plan(...)"),)
    assert problems(sp.why, next(doctored(plan)), "cat_cow") == (
        Problem(
            "plan", "", "the plan is not what this planner makes of its request; plan it again and ask about that plan"
        ),
    )
    data = sp.builtin_catalog().model_dump() | {"id": "mine", "version": "3.2.1"}
    theirs = sp.Planner(sp.Catalog.model_validate(data)).plan(minutes=5, days_since_injury=3)
    version = sp.builtin_catalog().version
    assert problems(sp.why, theirs, "cat_cow") == (
        Problem(
            "plan",
            "'mine'",
            "the plan is of the catalogue 'mine' '3.2.1', and this planner's is "
            f"'lower_back_seven' {version}; ask a planner of the plan's own catalogue",
        ),
    )


@pytest.mark.parametrize("nonsense", [None, "a plan", 3, {}])
def test_what_is_no_plan_is_refused(nonsense):
    """In one sentence."""
    with pytest.raises(sp.InvalidRequest, match="is not a Plan"):
        sp.why(nonsense, "cat_cow")


def test_a_plan_of_another_catalogue_is_refused(plan):
    """Even of one that differs in a single word."""
    data = sp.builtin_catalog().model_dump() | {"id": "mine"}
    with pytest.raises(sp.InvalidRequest, match="the plan is of the catalogue"):
        sp.Planner(sp.Catalog.model_validate(data)).why(plan, "cat_cow")
    changed = sp.Catalog.model_validate(data | {"title": "Mine"})
    theirs = sp.Planner(sp.Catalog.model_validate(data)).plan(minutes=5, days_since_injury=3)
    with pytest.raises(sp.InvalidRequest, match="ask a planner of the plan's own catalogue"):
        sp.Planner(changed).why_not(theirs, "glute_bridge")


def doctored(plan):
    """Yield plans that this planner would not make of their requests."""
    steps = list(plan.schedule)
    steps[1] = steps[1].model_copy(update={"seconds": steps[1].seconds + 1})
    yield plan.model_copy(update={"schedule": tuple(steps)})
    yield plan.model_copy(update={"objective": plan.objective.model_copy(update={"stretches": 99})})
    yield plan.model_copy(update={"policy": sp.Policy(max_sets=3)})
    yield plan.model_copy(update={"request": plan.request.model_copy(update={"minutes": 3})})


def test_a_doctored_plan_is_refused(plan):
    """One step longer, a better score, another policy, or another request: a reason would be a reason for nothing."""
    for other in doctored(plan):
        for ask, name in ((sp.why, "cat_cow"), (sp.why_not, "glute_bridge")):
            with pytest.raises(sp.InvalidRequest, match="the plan is not what this planner makes of its request"):
                ask(other, name)


def test_a_plan_made_under_a_policy_is_asked_of_its_own_planner():
    """Another planner would give reasons for another plan."""
    strict = sp.Planner(policy=sp.Policy(forbidden_stretches={"cobra_pose"}))
    theirs = strict.plan(minutes=10, days_since_injury=None)
    assert strict.why_not(theirs, "cobra_pose").rule_id == "caller-policy"
    with pytest.raises(sp.InvalidRequest, match="the plan is not what this planner makes of its request"):
        sp.why_not(theirs, "cobra_pose")


def test_what_a_doctored_reason_says_is_not_repeated(plan):
    """Reasons are worked out anew, not read from the plan."""
    false = plan.prescriptions[0].because.model_copy(update={"outcome": "impossible", "primary": ("all of you",)})
    first = plan.prescriptions[0].model_copy(update={"because": false, "why": "You must."})
    out = plan.left_out[0].model_copy(update={"reason": "It is boring.", "rule_id": None, "kind": "beaten"})
    other = plan.model_copy(
        update={"prescriptions": (first, *plan.prescriptions[1:]), "left_out": (out, *plan.left_out[1:])}
    )
    assert sp.why(other, first.stretch_id) == sp.why(plan, first.stretch_id)
    assert sp.why_not(other, out.stretch_id) == sp.why_not(plan, out.stretch_id)


def test_nothing_is_made_up_when_the_plan_is_not_proved_best():
    """Cut short, there is no best plan to compare with, and the reason says nothing of it."""
    planner = sp.Planner(node_budget=60)
    cut = planner.plan(minutes=7, days_since_injury=None, targets={"hips", "ankles", "spine"})
    assert not cut.optimal
    for prescribed in cut.prescriptions:
        assert prescribed.because.outcome == "not_worked_out"
        assert planner.why(cut, prescribed.stretch_id).because.outcome == "not_worked_out"
        assert "ithout it" not in prescribed.why
