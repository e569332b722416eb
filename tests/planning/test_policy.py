"""Can a caller narrow what is planned, and never loosen it: by a condition, a policy, or a rule of their own?"""

import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st

import stretchplan as sp
from stretchplan.inputs.policy import STANDARD
from tests.oracles import brute_force
from tests.oracles.drawing import personal_requests, small_catalogs, small_policies

CONDITIONS = tuple(entry.id for entry in sp.conditions())
CATALOG = sp.builtin_catalog()


def answer(planner, request):
    """Return the plan, or None when there is none."""
    try:
        return planner.plan(request)
    except sp.Infeasible:
        return None


def value(plan):
    """Return how good a plan is, more is better; no plan is the worst."""
    if plan is None:
        return ()
    *gains, changes = plan.objective.model_dump().values()
    return (*gains, -changes)


def forbidden(plan):
    """Return the stretches that a rule keeps out, the minutes left aside."""
    return {e.stretch_id for e in plan.left_out if e.kind == "forbidden" and e.rule_id != "fits-the-minutes"}


def narrows(before, after, targets):
    """Assert that a second answer to the same demands is no freer than the first."""
    if targets:
        assert value(after) <= value(before)
    if before is not None and after is not None:
        assert forbidden(before) <= forbidden(after)
    if after is not None and targets:
        assert before is not None


# --- Narrower, never freer --------------------------------------------------------------------------------------------


@given(st.data())
def test_one_more_condition_frees_nothing(data):
    """No stretch comes back, and the best plan for the same areas is no better."""
    catalog = data.draw(small_catalogs(bodies=True))
    request = data.draw(personal_requests(catalog))
    condition = data.draw(st.sampled_from(sorted({*CONDITIONS} - request.stated_conditions) or ["knee_pain"]))
    profile = request.profile.model_copy(update={"conditions": request.profile.conditions | {condition}})
    planner = sp.Planner(catalog, explain=False)
    more = request.model_copy(update={"profile": profile})
    narrows(answer(planner, request), answer(planner, more), request.targets)


@given(st.data())
def test_a_narrower_policy_frees_nothing(data):
    """Nor does narrowing it once more."""
    catalog = data.draw(small_catalogs(bodies=True))
    request = data.draw(personal_requests(catalog))
    one = data.draw(small_policies(catalog))
    both = one.narrowed(data.draw(small_policies(catalog)))
    answers = [answer(sp.Planner(catalog, policy=policy, explain=False), request) for policy in (STANDARD, one, both)]
    narrows(answers[0], answers[1], request.targets)
    narrows(answers[1], answers[2], request.targets)


class Keeps:
    """A rule that leaves only the doses it was given, by stretch id."""

    id = "keeps"
    sentence = "Only some doses are left."
    source = "this test"
    strength = "policy"

    def __init__(self, places):
        self.places = places

    def leaves(self, stretch, doses, request):
        """Leave the doses at some places."""
        return [dose for place, dose in enumerate(doses) if place in self.places.get(stretch.id, (0, 1, 2, 3))]

    def judge(self, plan, catalog):
        """Object to nothing."""
        return ()


@given(st.data())
def test_a_rule_of_ones_own_frees_nothing(data):
    """Whatever doses it takes away."""
    catalog = data.draw(small_catalogs(bodies=True))
    request = data.draw(personal_requests(catalog))
    some = st.dictionaries(st.sampled_from(list(catalog.by_id)), st.frozensets(st.integers(0, 3), max_size=3))
    rule = Keeps(data.draw(some))
    before = answer(sp.Planner(catalog, explain=False), request)
    narrows(before, answer(sp.Planner(catalog, rules=[rule], explain=False), request), request.targets)


def test_a_plan_under_a_policy_says_so_and_is_judged_by_it():
    """The policy is in the plan, and the checker holds the plan to it."""
    policy = sp.Policy(max_sets=1, max_hold_seconds=15, least_pace=sp.Pace(settle_seconds=9))
    plan = sp.Planner(policy=policy).plan(minutes=20, days_since_injury=None)
    assert plan.policy == policy
    assert all(p.sets == 1 and (p.hold_seconds or 0) <= 15 for p in plan.prescriptions)
    assert all(step.seconds >= 9 for step in plan.schedule if step.kind == "settle")
    assert {e.stretch_id: e.rule_id for e in plan.left_out} == {
        "lying_knee_twist": "caller-policy",
        "childs_pose": "caller-policy",
        "cat_cow": "caller-policy",
    }
    assert sp.check(plan).ok
    freer = sp.plan(minutes=20, days_since_injury=None)
    assert sp.check(freer).ok
    assert not sp.check(freer, policy=policy).ok


def test_the_longest_session_of_a_policy_is_kept():
    """However many minutes there are."""
    planner = sp.Planner(policy=sp.Policy(max_session_seconds=100))
    plan = planner.plan(minutes=30, days_since_injury=None)
    assert plan.total_seconds <= 100
    assert plan.schedule == sp.plan(minutes=1, seconds=40, days_since_injury=None).schedule


# --- Loosening is an error --------------------------------------------------------------------------------------------

# Field, rule, the rule's own bound, and whether a narrower one is more (+1) or less (-1). By hand from evidence.md.
BOUNDS = (
    ("early_until_day", "early-dose", 7, +1),
    ("repair_until_day", "early-dose", 42, +1),
    ("early_max_sets", "early-dose", 2, -1),
    ("repair_max_sets", "early-dose", 3, -1),
    ("max_sets", "sixty-seconds", 4, -1),
    ("aim_seconds_per_side", "sixty-seconds", 60, -1),
    ("piriformis_light_until_day", "piriformis-light", 7, +1),
    ("twist_small_until_day", "twist-small", 42, +1),
    ("pain_lowest_doses_from", "pain-stop", 4, -1),
    ("pain_stop_from", "pain-stop", 6, -1),
    ("no_improvement_from_day", "prompt-signs", 42, -1),
)


def refused(fields):
    """Return the one problem of a policy that is refused."""
    with pytest.raises(sp.PolicyError) as caught:
        sp.Policy(**fields)
    (problem,) = caught.value.problems
    return problem


@pytest.mark.parametrize(("field", "rule_id", "bound", "narrower"), BOUNDS)
def test_a_bound_may_be_narrowed_and_not_loosened(field, rule_id, bound, narrower):
    """The rule's own bound stands by default; one step narrower is taken, one step looser names rule and bound."""
    assert getattr(sp.Policy(), field) == bound
    assert getattr(sp.Policy(**{field: bound}), field) == bound
    assert getattr(sp.Policy(**{field: bound + narrower}), field) == bound + narrower
    problem = refused({field: bound - narrower})
    assert problem.where == field
    assert problem.message.startswith(f"{bound - narrower} would loosen {rule_id}, which has {bound}; give ")


@pytest.mark.parametrize(("field", "rule_id", "bound", "narrower"), BOUNDS)
def test_a_bound_may_be_narrowed_as_far_as_makes_sense(field, rule_id, bound, narrower):
    """To ten years, to one set, second or point of pain, to day 0; and not a step further."""
    furthest = 3650 if narrower > 0 else 0 if field == "no_improvement_from_day" else 1
    others = {"repair_until_day": 3650} if field == "early_until_day" else {}
    assert getattr(sp.Policy(**others, **{field: furthest}), field) == furthest
    assert f"{furthest + narrower} is not allowed; give " in refused(others | {field: furthest + narrower}).message


def test_every_field_is_either_a_bound_of_a_rule_or_one_that_can_only_add():
    """So that a new field is not forgotten here."""
    adds = {
        "least_pace",
        "max_hold_seconds",
        "max_repetitions",
        "max_session_seconds",
        "forbidden_stretches",
        "forbidden_positions",
        "first_allowed_days",
        "require_screening",
    }
    assert {field for field, *_ in BOUNDS} | adds == set(sp.Policy.model_fields)
    assert not {field for field, *_ in BOUNDS} & adds


@pytest.mark.parametrize(("moment", "least"), sp.Pace().model_dump().items())
def test_the_least_pace_is_no_quicker_than_the_quickest(moment, least):
    """One second less than the usual pace is refused."""
    problem = refused({"least_pace": {moment: least - 1}})
    assert problem.where == f"least_pace.{moment}"


@pytest.mark.parametrize(
    ("fields", "sentence"),
    [
        ({"early_until_day": 50}, "repair_until_day is 42, before early_until_day, 50"),
        ({"early_max_sets": 0}, "0 is not allowed; give 1 to 2"),
        ({"early_until_day": 9999}, "9999 is not allowed; give 7 to 3650"),
        ({"max_sets": True}, "True is not allowed; it must be a whole number"),
        ({"max_sets": "3"}, "'3' is not allowed; it must be a whole number"),
        ({"max_hold_seconds": 0}, "0 is not allowed; it must be at least 1"),
        ({"max_set": 3}, "this field is not known; did you mean 'max_sets'?"),
        ({"forbidden_positions": ["pron"]}, "'pron' is not one of the positions; did you mean 'prone'?"),
        ({"forbidden_stretches": "cobra_pose"}, "give a set of stretches, such as {'cobra_pose'}, not one text"),
        ({"first_allowed_days": {"cobra_pose": -1}}, "-1 is not allowed; it must be at least 0"),
    ],
)
def test_a_policy_that_is_wrong_is_one_clear_sentence(fields, sentence):
    """What was wrong and what is allowed."""
    assert sentence in refused(fields).message


def test_an_earlier_first_day_than_the_catalogues_changes_nothing():
    """The later of the two days counts, so that no window is shortened."""
    planner = sp.Planner(policy=sp.Policy(first_allowed_days={"glute_bridge": 0, "cat_cow": 20}))
    entries = {e.stretch_id: e for e in planner.plan(minutes=20, days_since_injury=6).left_out}
    assert (entries["glute_bridge"].rule_id, entries["glute_bridge"].because.first_allowed_day) == (
        "recovery-window",
        7,
    )
    assert (entries["cat_cow"].rule_id, entries["cat_cow"].because.first_allowed_day) == ("recovery-window", 20)


@pytest.mark.parametrize(
    "policy",
    [sp.Policy(forbidden_stretches={"cobra_poze"}), sp.Policy(first_allowed_days={"cobra_poze": 9})],
    ids=["forbidden", "later"],
)
def test_a_policy_about_a_stretch_that_is_not_there_is_refused(policy):
    """A mistyped name would forbid nothing; the nearest one is named."""
    with pytest.raises(sp.PolicyError, match="'cobra_poze' is not a stretch of this catalogue; did you mean 'cobra_p"):
        sp.Planner(policy=policy)


@pytest.mark.parametrize("policy", [{}, "strict", 3, True])
def test_what_is_no_policy_is_refused(policy):
    """In one sentence; None is the standard one."""
    with pytest.raises(sp.PolicyError, match="is not a Policy; give one, or None"):
        sp.Planner(policy=policy)
    assert sp.Planner(policy=None).policy == sp.Policy()


def test_a_policy_that_somebody_made_unchecked_is_checked_by_the_planner():
    """The planner trusts no one."""
    loose = sp.Policy().model_construct(**dict(sp.Policy()) | {"max_sets": 9})
    with pytest.raises(sp.PolicyError, match="9 would loosen sixty-seconds, which has 4"):
        sp.Planner(policy=loose)


# --- Two policies at once ---------------------------------------------------------------------------------------------

POLICIES = st.tuples(
    small_policies(CATALOG),
    st.sampled_from([{}, {"require_screening": True}, {"twist_small_until_day": 50, "no_improvement_from_day": 30}]),
).map(lambda drawn: drawn[0].model_copy(update=drawn[1]))


@given(POLICIES, POLICIES, POLICIES)
def test_narrowing_is_the_same_in_any_order(one, two, three):
    """Commutative, associative, and doing it again changes nothing; the standard policy is neutral."""
    assert one.narrowed(two) == two.narrowed(one)
    assert one.narrowed(two).narrowed(three) == one.narrowed(two.narrowed(three))
    both = one.narrowed(two)
    assert both.narrowed(one) == both.narrowed(two) == both.narrowed(both) == both
    assert one.narrowed(one) == one.narrowed(STANDARD) == STANDARD.narrowed(one) == one
    assert sp.Policy.model_validate_json(both.model_dump_json()) == both


@given(st.data())
@settings(max_examples=2 * settings().max_examples)
def test_two_policies_together_leave_no_more_than_each(data):
    """Of every stretch, by the brute force's tables, and in pace and length."""
    catalog = data.draw(small_catalogs(bodies=True))
    request = data.draw(personal_requests(catalog))
    one, two = data.draw(small_policies(catalog)), data.draw(small_policies(catalog))
    both = one.narrowed(two)
    for stretch in catalog.stretches:
        left = set(brute_force.doses_left(stretch, request, both))
        assert left <= set(brute_force.doses_left(stretch, request, one))
        assert left <= set(brute_force.doses_left(stretch, request, two))
    for each in (one, two):
        assert brute_force.budget_of(request, both) <= brute_force.budget_of(request, each)
        slower, pace = brute_force.pace_of(request, both), brute_force.pace_of(request, each)
        assert all(slower[moment] >= seconds for moment, seconds in pace.items())
        assert both.pace(request.pace).model_dump() == slower
    assert both.require_screening == (one.require_screening or two.require_screening)


def test_narrowing_with_what_is_no_policy_is_refused():
    """One sentence."""
    with pytest.raises(sp.PolicyError, match="is not a Policy; give one"):
        sp.Policy().narrowed({"max_sets": 3})


# --- Screening that a policy requires ---------------------------------------------------------------------------------


def test_a_policy_may_require_every_answer():
    """None given, one left open, and all given."""
    planner = sp.Planner(policy=sp.Policy(require_screening=True))
    asked = {"minutes": 5, "days_since_injury": None}
    questions = sp.screening_questions()
    with pytest.raises(sp.InvalidRequest, match="an answer to every question about warning signs"):
        planner.plan(**asked)
    answers = {question.id: "no" for question in questions}
    for question in questions:
        with pytest.raises(sp.InvalidRequest, match=f"the first being '{question.id}'"):
            planner.plan(**asked, screening=answers | {question.id: "unanswered"})
    assert planner.plan(**asked, screening=answers).prescriptions


def test_a_sign_that_has_to_be_seen_to_comes_before_a_question_left_open():
    """Whoever says yes to an emergency sign is sent to be seen, not to answer the rest."""
    planner = sp.Planner(policy=sp.Policy(require_screening=True))
    with pytest.raises(sp.SeeAClinician):
        planner.plan(minutes=5, days_since_injury=None, screening={"saddle_numbness": "yes"})


# --- Rules of one's own -----------------------------------------------------------------------------------------------


class Rule:
    """A rule that leaves everything and objects to nothing."""

    id = "mine"
    sentence = "Everything goes."
    source = "this test"
    strength = "policy"

    def leaves(self, stretch, doses, request):
        """Leave all of it."""
        return doses

    def judge(self, plan, catalog):
        """Object to nothing."""
        return ()


def variant(**attributes):
    """Return a rule with some attributes replaced."""
    return type("Variant", (Rule,), attributes)()


def test_a_rule_that_leaves_everything_changes_nothing_but_the_record():
    """The plan names it, and cannot be judged without it."""
    planner = sp.Planner(rules=[Rule()])
    plan, usual = planner.plan(minutes=9, days_since_injury=3), sp.plan(minutes=9, days_since_injury=3)
    assert (plan.schedule, plan.prescriptions, plan.left_out) == (usual.schedule, usual.prescriptions, usual.left_out)
    assert [rule.id for rule in plan.own_rules] == ["mine"]
    assert sp.check(plan, rules=[Rule()]).ok
    assert [v.rule_id for v in sp.check(plan).violations] == ["own-rules"]
    assert isinstance(Rule(), sp.OwnRule)


def test_a_rule_that_forbids_a_stretch_is_the_reason_for_it():
    """In the rule's own sentence."""
    no_cobra = variant(
        id="no-cobra",
        sentence="Nobody does the cobra here.",
        leaves=lambda self, stretch, doses, request: () if stretch.id == "cobra_pose" else doses,
    )
    plan = sp.Planner(rules=[no_cobra]).plan(minutes=20, days_since_injury=None)
    (entry,) = plan.left_out
    assert (entry.stretch_id, entry.kind, entry.rule_id) == ("cobra_pose", "forbidden", "no-cobra")
    assert entry.reason == "Cobra Pose is out by a rule of the caller's own, no-cobra: Nobody does the cobra here."


@pytest.mark.parametrize(
    ("left", "sentence"),
    [
        (lambda doses: [*doses, sp.Dosage(9, 9)], "would loosen what the library's rules leave of 'knee_to_chest'"),
        (lambda doses: [sp.Dosage(3, 10)], "it leaves 3 × 10, and they leave up to 2 × 10"),
        (lambda doses: [sp.Dosage(1, 11)], "it leaves 1 × 11, and they leave up to 2 × 10"),
        (lambda doses: ["all"], "which is no dose"),
        (lambda doses: [(1, 10)], "which is no dose"),
        (lambda doses: None, "the rule failed on 'knee_to_chest': TypeError"),
        (lambda doses: 1 // 0, "the rule failed on 'knee_to_chest': ZeroDivisionError"),
        (lambda doses: (1 // 0 for _ in doses), "the rule failed on 'knee_to_chest': ZeroDivisionError"),
    ],
)
def test_a_rule_that_loosens_or_fails_is_an_error_that_says_how(left, sentence):
    """In the early days 2 × 10 s are left of the first stretch; the error names the rule, the stretch and the dose."""
    planner = sp.Planner(rules=[variant(leaves=lambda self, stretch, doses, request: left(doses))])
    with pytest.raises(sp.PolicyError) as caught:
        planner.plan(minutes=9, days_since_injury=3)
    assert str(caught.value).startswith("rules (mine): ")
    assert sentence in str(caught.value)


def test_a_rule_cannot_bring_back_what_the_library_forbids():
    """It is never asked about the bridge on day 3, nor about anything at a pain of 6."""
    asked = []
    nosy = variant(leaves=lambda self, stretch, doses, request: asked.append(stretch.id) or doses)
    sp.Planner(rules=[nosy]).plan(minutes=9, days_since_injury=3)
    assert set(asked) == {*CATALOG.by_id} - {"glute_bridge"}
    asked.clear()
    with pytest.raises(sp.Infeasible):
        sp.Planner(rules=[nosy], explain=False).plan(minutes=9, days_since_injury=3, pain=6)


@pytest.mark.parametrize(
    ("attributes", "where"),
    [
        ({"id": "Mine"}, "rules[0].id"),
        ({"id": ""}, "rules[0].id"),
        ({"id": None}, "rules[0].id"),
        ({"id": "my rule"}, "rules[0].id"),
        ({"id": "mine\n"}, "rules[0].id"),
        ({"id": "early-dose"}, "rules[0].id"),
        ({"id": "caller-policy"}, "rules[0].id"),
        ({"sentence": ""}, "rules[0].sentence"),
        ({"sentence": " "}, "rules[0].sentence"),
        ({"sentence": None}, "rules[0].sentence"),
        ({"source": 3}, "rules[0].source"),
        ({"source": "x" * 601}, "rules[0].source"),
        ({"strength": "certain"}, "rules[0].strength"),
        ({"strength": None}, "rules[0].strength"),
        ({"leaves": None}, "rules[0].leaves"),
        ({"judge": "yes"}, "rules[0].judge"),
    ],
)
def test_what_is_no_rule_is_refused_with_what_it_lacks(attributes, where):
    """When the planner is made, not when somebody waits for a plan; the checker refuses it too."""
    for attempt in (lambda rules: sp.Planner(rules=rules), lambda rules: sp.check("{}", rules=rules)):
        with pytest.raises(sp.PolicyError) as caught:
            attempt([variant(**attributes)])
        assert caught.value.problems[0].where == where


@pytest.mark.parametrize("name", ["id", "sentence", "source", "strength", "leaves", "judge"])
def test_a_rule_that_lacks_an_attribute_or_a_method_is_refused(name):
    """Each of the six is required."""
    lacking = type("Lacking", (), {key: getattr(Rule, key) for key in vars(Rule) if key in KEYS and key != name})()
    with pytest.raises(sp.PolicyError) as caught:
        sp.Planner(rules=[lacking])
    assert caught.value.problems[0].where == f"rules[0].{name}"
    assert not isinstance(lacking, sp.OwnRule)


KEYS = ("id", "sentence", "source", "strength", "leaves", "judge")


@pytest.mark.parametrize("rules", [None, "mine", 3, Rule()])
def test_what_is_no_list_of_rules_is_refused(rules):
    """In one sentence."""
    with pytest.raises(sp.PolicyError, match="is not a list of rules; give one"):
        sp.Planner(rules=rules)


def test_two_rules_with_one_id_are_refused():
    """Nobody could tell which of them a plan names."""
    with pytest.raises(sp.PolicyError, match=r"rules\[1\].id: 'mine' is the id of another rule"):
        sp.Planner(rules=[Rule(), Rule()])


def objection(self, plan, catalog):
    """Object to the first step."""
    yield sp.Violation(rule_id=self.id, step=0, message="Not like this.")


@pytest.mark.parametrize(
    ("judge", "message"),
    [
        (objection, "Not like this."),
        (lambda self, plan, catalog: 1 // 0, "The rule could not check the plan: ZeroDivisionError"),
        (lambda self, plan, catalog: ["no"], "The rule could not check the plan: TypeError"),
        (lambda self, plan, catalog: None, "The rule could not check the plan: TypeError"),
        (
            lambda self, plan, catalog: [sp.Violation(rule_id="early-dose", step=None, message="Another's.")],
            "The rule could not check the plan: TypeError",
        ),
    ],
    ids=["objects", "fails", "is no list of violations", "gives nothing", "speaks for another rule"],
)
def test_a_plan_that_a_rule_objects_to_or_cannot_judge_is_withheld(judge, message):
    """When in doubt, the plan is not handed out."""
    with pytest.raises(sp.UnsafePlan) as caught:
        sp.Planner(rules=[variant(judge=judge)]).plan(minutes=9, days_since_injury=3)
    ((rule_id, _, said),) = caught.value.violations
    assert rule_id == "mine"
    assert said.startswith(message)


@given(st.lists(st.integers(2, 9), min_size=2, max_size=6), st.sampled_from(["minutes", "on", "targets"]))
@settings(max_examples=30)
def test_a_rule_that_reads_the_whole_request_is_asked_for_each_request(minutes, reads):
    """What depends on the minutes, the date or the areas is not shared between requests that differ in them."""

    def leaves(self, stretch, doses, request):
        odd = {
            "minutes": request.minutes % 2,
            "on": request.on is not None and request.on.day % 2,
            "targets": "hips" in request.targets,
        }[reads]
        return doses[:1] if odd else doses

    rule = variant(leaves=leaves)
    planner, alone = sp.Planner(rules=[rule], explain=False), sp.Planner(rules=[rule], explain=False, share=False)
    for number in (*minutes, *minutes):
        asked = sp.PlanRequest(
            minutes=9 if reads != "minutes" else number,
            days_since_injury=None,
            on=f"2026-03-{number:02}",
            targets={"hips"} if number % 2 else {"knees"},
        )
        assert planner.plan(asked) == alone.plan(asked)
        assert max(p.sets for p in alone.plan(asked).prescriptions) == 1 or number % 2 == 0


@given(st.data())
def test_rules_that_take_doses_away_are_kept_in_every_plan(data):
    """Of every prescribed stretch, the dose is one that the rule left."""
    catalog = data.draw(small_catalogs())
    request = data.draw(personal_requests(catalog))
    some = st.dictionaries(st.sampled_from(list(catalog.by_id)), st.frozensets(st.integers(0, 3), max_size=3))
    places = data.draw(some)
    plan = answer(sp.Planner(catalog, rules=[Keeps(places)], explain=False), request)
    assume(plan is not None)
    for prescribed in plan.prescriptions:
        stretch = catalog.by_id[prescribed.stretch_id]
        doses = brute_force.doses_left(stretch, request)
        kept = [d for place, d in enumerate(doses) if place in places.get(stretch.id, (0, 1, 2, 3))]
        assert (prescribed.sets, prescribed.set_seconds) in {
            (sets, brute_force.work_seconds(stretch, amount)) for sets, amount in kept
        }
