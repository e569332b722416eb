"""Do a condition, a policy and an own rule only narrow what is planned, and never loosen it?"""

import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st

import stretchplan as sp
from stretchplan.inputs.policy import STANDARD
from tests.oracles import brute_force
from tests.oracles.drawing import personal_requests, small_catalogs, small_policies
from tests.support.timing import pace_of

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
    *gains, fewer = plan.objective.rank
    changes = -fewer
    return (*gains, -changes)


def forbidden(plan):
    """Return the stretches that a rule other than the minutes forbids."""
    return {e.stretch_id for e in plan.left_out if e.kind == "forbidden" and e.rule_id != "fits-the-minutes"}


def assert_narrower(before, after, targets):
    """Assert that a second answer to the same demands allows no more than the first."""
    if targets:
        assert value(after) <= value(before)
    if before is not None and after is not None:
        assert forbidden(before) <= forbidden(after)
    if after is not None and targets:
        assert before is not None


# --- Narrower, never freer --------------------------------------------------------------------------------------------


@given(st.data())
def test_one_more_condition_never_frees_anything(data):
    catalog = data.draw(small_catalogs(bodies=True))
    request = data.draw(personal_requests(catalog))
    condition = data.draw(st.sampled_from(sorted({*CONDITIONS} - request.stated_conditions) or ["knee_pain"]))
    profile = request.profile.model_copy(update={"conditions": request.profile.conditions | {condition}})
    planner = sp.Planner(catalog, explain=False)
    more = request.model_copy(update={"profile": profile})
    assert_narrower(answer(planner, request), answer(planner, more), request.targets)


@given(st.data())
def test_narrower_policy_never_frees_anything(data):
    catalog = data.draw(small_catalogs(bodies=True))
    request = data.draw(personal_requests(catalog))
    narrower = data.draw(small_policies(catalog))
    both = narrower.narrowed(data.draw(small_policies(catalog)))
    answers = [
        answer(sp.Planner(catalog, policy=policy, explain=False), request) for policy in (STANDARD, narrower, both)
    ]
    assert_narrower(answers[0], answers[1], request.targets)
    assert_narrower(answers[1], answers[2], request.targets)


class AllowsSome:
    """An own rule that allows the doses at some places of a stretch's list, by stretch id."""

    id = "keeps"
    sentence = "Only some doses are left."
    source = "this test"
    strength = "policy"

    def __init__(self, places):
        self.places = places

    def leaves(self, stretch, doses, request):
        return [dose for place, dose in enumerate(doses) if place in self.places.get(stretch.id, (0, 1, 2, 3))]

    def judge(self, plan, catalog):
        return ()


@given(st.data())
def test_own_rule_never_frees_anything(data):
    catalog = data.draw(small_catalogs(bodies=True))
    request = data.draw(personal_requests(catalog))
    places = st.dictionaries(st.sampled_from(list(catalog.by_id)), st.frozensets(st.integers(0, 3), max_size=3))
    rule = AllowsSome(data.draw(places))
    before = answer(sp.Planner(catalog, explain=False), request)
    assert_narrower(before, answer(sp.Planner(catalog, rules=[rule], explain=False), request), request.targets)


def test_plan_names_its_policy_and_is_checked_under_it():
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
    standard = sp.plan(minutes=20, days_since_injury=None)
    assert sp.check(standard).ok
    assert not sp.check(standard, policy=policy).ok


def test_session_keeps_to_the_policys_seconds():
    planner = sp.Planner(policy=sp.Policy(max_session_seconds=100))
    plan = planner.plan(minutes=30, days_since_injury=None)
    assert plan.total_seconds <= 100
    assert plan.schedule == sp.plan(minutes=1, seconds=40, days_since_injury=None).schedule


# --- Loosening is an error --------------------------------------------------------------------------------------------

# Field, rule, the rule's own bound, and whether a narrower bound is higher (+1) or lower (-1). By hand.
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
    """Return the only problem of a refused policy."""
    with pytest.raises(sp.PolicyError) as caught:
        sp.Policy(**fields)
    (problem,) = caught.value.problems
    return problem


@pytest.mark.parametrize(("field", "rule_id", "bound", "narrower"), BOUNDS)
def test_bound_may_be_narrowed_but_not_loosened(field, rule_id, bound, narrower):
    assert getattr(sp.Policy(), field) == bound
    assert getattr(sp.Policy(**{field: bound}), field) == bound
    assert getattr(sp.Policy(**{field: bound + narrower}), field) == bound + narrower
    problem = refused({field: bound - narrower})
    assert problem.where == field
    assert problem.message.startswith(f"{bound - narrower} would loosen {rule_id}, which has {bound}; give ")


@pytest.mark.parametrize(("field", "rule_id", "bound", "narrower"), BOUNDS)
def test_bound_has_a_narrowest_value(field, rule_id, bound, narrower):
    """Ten years, one set, one second, one point of pain, or day 0."""
    furthest = 3650 if narrower > 0 else 0 if field == "no_improvement_from_day" else 1
    others = {"repair_until_day": 3650} if field == "early_until_day" else {}
    assert getattr(sp.Policy(**others, **{field: furthest}), field) == furthest
    assert f"{furthest + narrower} is not allowed; give " in refused(others | {field: furthest + narrower}).message


def test_every_policy_field_is_listed_here():
    """A new field must be added to one of the two lists, so that it is tested."""
    only_add = {
        "least_pace",
        "max_hold_seconds",
        "max_repetitions",
        "max_session_seconds",
        "forbidden_stretches",
        "forbidden_positions",
        "first_allowed_days",
        "require_screening",
        "named_targets",
    }
    assert {field for field, *_ in BOUNDS} | only_add == set(sp.Policy.model_fields)
    assert not {field for field, *_ in BOUNDS} & only_add


@pytest.mark.parametrize(
    ("moment", "quickest"),
    [
        ("get_ready_seconds", 12),
        ("change_position_seconds", 12),
        ("settle_seconds", 5),
        ("change_side_seconds", 5),
        ("rest_seconds", 10),
        ("get_up_seconds", 12),
    ],
)
def test_least_pace_is_at_least_the_quickest_pace(moment, quickest):
    assert getattr(sp.Policy(least_pace={moment: quickest}).least_pace, moment) == quickest
    problem = refused({"least_pace": {moment: quickest - 1}})
    assert problem.where == f"least_pace.{moment}"


@pytest.mark.parametrize(
    ("fields", "sentence"),
    [
        ({"early_until_day": 50}, "day 42 is before early_until_day, 50"),
        ({"early_max_sets": 0}, "0 is not allowed; give 1 to 2"),
        ({"early_until_day": 9999}, "9999 is not allowed; give 7 to 3650"),
        ({"max_sets": True}, "True is not allowed; it must be a whole number"),
        ({"max_sets": "3"}, "'3' is not allowed; it must be a whole number"),
        ({"max_hold_seconds": 0}, "0 is not allowed; it must be at least 1"),
        ({"max_set": 3}, "this field is not known; did you mean 'max_sets'?"),
        ({"forbidden_positions": ["pron"]}, "'pron' is not one of the positions; did you mean 'prone'?"),
        ({"forbidden_stretches": "cobra_pose"}, 'give a list of stretches, such as ["cobra_pose"], not one text'),
        ({"first_allowed_days": {"cobra_pose": -1}}, "-1 is not allowed; it must be at least 0"),
    ],
)
def test_wrong_policy_is_refused_with_one_sentence(fields, sentence):
    assert sentence in refused(fields).message


def test_later_of_policys_and_catalogues_first_day_counts():
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
def test_policy_about_an_unknown_stretch_is_refused(policy):
    """A mistyped name would forbid nothing."""
    with pytest.raises(sp.PolicyError, match="'cobra_poze' is not a stretch of this catalogue; did you mean 'cobra_p"):
        sp.Planner(policy=policy)


@pytest.mark.parametrize("policy", [{}, "strict", 3, True])
def test_planner_refuses_what_is_not_a_policy(policy):
    with pytest.raises(sp.PolicyError, match="is not a Policy; give one, or None"):
        sp.Planner(policy=policy)
    assert sp.Planner(policy=None).policy == sp.Policy()


def test_planner_checks_a_policy_made_by_model_construct():
    unchecked = sp.Policy().model_construct(**dict(sp.Policy()) | {"max_sets": 9})
    with pytest.raises(sp.PolicyError, match="9 would loosen sixty-seconds, which has 4"):
        sp.Planner(policy=unchecked)


# --- Two policies together --------------------------------------------------------------------------------------------

POLICIES = st.tuples(
    small_policies(CATALOG),
    st.sampled_from([{}, {"require_screening": True}, {"twist_small_until_day": 50, "no_improvement_from_day": 30}]),
).map(lambda drawn: drawn[0].model_copy(update=drawn[1]))


@given(POLICIES, POLICIES, POLICIES)
def test_narrowed_is_commutative_associative_and_idempotent(first, second, third):
    assert first.narrowed(second) == second.narrowed(first)
    assert first.narrowed(second).narrowed(third) == first.narrowed(second.narrowed(third))
    both = first.narrowed(second)
    assert both.narrowed(first) == both.narrowed(second) == both.narrowed(both) == both
    assert first.narrowed(first) == first.narrowed(STANDARD) == STANDARD.narrowed(first) == first
    assert sp.Policy.model_validate_json(both.model_dump_json()) == both


@given(st.data())
@settings(max_examples=2 * settings().max_examples)
def test_two_policies_together_allow_no_more_than_each(data):
    catalog = data.draw(small_catalogs(bodies=True))
    request = data.draw(personal_requests(catalog))
    first, second = data.draw(small_policies(catalog)), data.draw(small_policies(catalog))
    both = first.narrowed(second)
    for stretch in catalog.stretches:
        allowed = set(brute_force.doses_left(stretch, request, both))
        assert allowed <= set(brute_force.doses_left(stretch, request, first))
        assert allowed <= set(brute_force.doses_left(stretch, request, second))
    for policy in (first, second):
        assert brute_force.budget_of(request, both) <= brute_force.budget_of(request, policy)
        asked = request.model_dump(mode="json")
        slower, pace = (pace_of(asked, of.model_dump(mode="json")) for of in (both, policy))
        assert all(slower[moment] >= seconds for moment, seconds in pace.items())
        assert both.pace(request).model_dump() == slower
    assert both.require_screening == (first.require_screening or second.require_screening)


def test_narrowed_refuses_what_is_not_a_policy():
    with pytest.raises(sp.PolicyError, match="is not a Policy; give one"):
        sp.Policy().narrowed({"max_sets": 3})


# --- Screening that a policy requires ---------------------------------------------------------------------------------


def test_policy_may_require_every_screening_answer():
    planner = sp.Planner(policy=sp.Policy(require_screening=True))
    fields = {"minutes": 5, "days_since_injury": None}
    questions = sp.screening_questions()
    with pytest.raises(sp.InvalidRequest, match="an answer to every question about warning signs"):
        planner.plan(**fields)
    answers = {question.id: "no" for question in questions}
    for question in questions:
        with pytest.raises(sp.InvalidRequest, match=f"the first being '{question.id}'"):
            planner.plan(**fields, screening=answers | {question.id: "unanswered"})
    assert planner.plan(**fields, screening=answers).prescriptions


def test_emergency_sign_comes_before_unanswered_questions():
    planner = sp.Planner(policy=sp.Policy(require_screening=True))
    with pytest.raises(sp.SeeAClinician):
        planner.plan(minutes=5, days_since_injury=None, screening={"saddle_numbness": "yes"})


# --- The caller's own rules -------------------------------------------------------------------------------------------


class Rule:
    """An own rule that allows everything and objects to nothing."""

    id = "mine"
    sentence = "Everything goes."
    source = "this test"
    strength = "policy"

    def leaves(self, stretch, doses, request):
        return doses

    def judge(self, plan, catalog):
        return ()


def variant(**attributes):
    """Return an own rule with some attributes replaced."""
    return type("Variant", (Rule,), attributes)()


def test_own_rule_that_allows_all_only_adds_its_name():
    planner = sp.Planner(rules=[Rule()])
    plan, usual = planner.plan(minutes=9, days_since_injury=3), sp.plan(minutes=9, days_since_injury=3)
    assert (plan.schedule, plan.prescriptions, plan.left_out) == (usual.schedule, usual.prescriptions, usual.left_out)
    assert [rule.id for rule in plan.own_rules] == ["mine"]
    assert sp.check(plan, rules=[Rule()]).ok
    assert [v.rule_id for v in sp.check(plan).violations] == ["own-rules"]
    assert isinstance(Rule(), sp.OwnRule)


def test_own_rule_that_forbids_a_stretch_is_its_reason():
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
    ("allow", "sentence"),
    [
        (
            lambda doses: [*doses, sp.Dosage(9, 9)],
            "the rule returned 9 × 9 for 'knee_to_chest', which is not one of the doses it was given",
        ),
        (
            lambda doses: [sp.Dosage(3, 10)],
            "the rule returned 3 × 10 for 'knee_to_chest', which is not one of the doses it was given (up to 2 × 10)",
        ),
        (
            lambda doses: [sp.Dosage(1, 11)],
            "the rule returned 1 × 11 for 'knee_to_chest', which is not one of the doses it was given (up to 2 × 10)",
        ),
        (lambda doses: ["all"], "which is not a Dosage"),
        (lambda doses: [(1, 10)], "which is not a Dosage"),
        (lambda doses: None, "the rule failed on 'knee_to_chest': TypeError"),
        (lambda doses: 1 // 0, "the rule failed on 'knee_to_chest': ZeroDivisionError"),
        (lambda doses: (1 // 0 for _ in doses), "the rule failed on 'knee_to_chest': ZeroDivisionError"),
    ],
)
def test_own_rule_that_loosens_or_fails_is_refused(allow, sentence):
    """In the early days the library allows up to 2 × 10 s of the first stretch."""
    planner = sp.Planner(rules=[variant(leaves=lambda self, stretch, doses, request: allow(doses))])
    with pytest.raises(sp.PolicyError) as caught:
        planner.plan(minutes=9, days_since_injury=3)
    assert str(caught.value).startswith("rules (mine): ")
    assert sentence in str(caught.value)


def test_own_rule_is_not_asked_about_forbidden_stretches():
    asked_about = []
    recording = variant(leaves=lambda self, stretch, doses, request: asked_about.append(stretch.id) or doses)
    sp.Planner(rules=[recording]).plan(minutes=9, days_since_injury=3)
    assert set(asked_about) == {*CATALOG.by_id} - {"glute_bridge"}
    asked_about.clear()
    with pytest.raises(sp.Infeasible):
        sp.Planner(rules=[recording], explain=False).plan(minutes=9, days_since_injury=3, pain=6)


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
def test_malformed_own_rule_is_refused_by_planner_and_checker(attributes, where):
    for attempt in (lambda rules: sp.Planner(rules=rules), lambda rules: sp.check("{}", rules=rules)):
        with pytest.raises(sp.PolicyError) as caught:
            attempt([variant(**attributes)])
        assert caught.value.problems[0].where == where


@pytest.mark.parametrize("name", ["id", "sentence", "source", "strength", "leaves", "judge"])
def test_own_rule_without_an_attribute_is_refused(name):
    lacking = type("Lacking", (), {key: getattr(Rule, key) for key in vars(Rule) if key in KEYS and key != name})()
    with pytest.raises(sp.PolicyError) as caught:
        sp.Planner(rules=[lacking])
    assert caught.value.problems[0].where == f"rules[0].{name}"
    assert not isinstance(lacking, sp.OwnRule)


KEYS = ("id", "sentence", "source", "strength", "leaves", "judge")


@pytest.mark.parametrize("rules", [None, "mine", 3, Rule()])
def test_rules_must_be_a_list(rules):
    with pytest.raises(sp.PolicyError, match="is not a list of rules; give one"):
        sp.Planner(rules=rules)


def test_two_own_rules_with_one_id_are_refused():
    with pytest.raises(sp.PolicyError, match=r"rules\[1\].id: 'mine' is the id of another rule"):
        sp.Planner(rules=[Rule(), Rule()])


def objection(self, plan, catalog):
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
def test_plan_is_withheld_when_an_own_rule_objects_or_fails(judge, message):
    with pytest.raises(sp.UnsafePlan) as caught:
        sp.Planner(rules=[variant(judge=judge)]).plan(minutes=9, days_since_injury=3)
    ((rule_id, _, text),) = caught.value.violations
    assert rule_id == "mine"
    assert text.startswith(message)


@given(st.lists(st.integers(2, 9), min_size=2, max_size=6), st.sampled_from(["minutes", "on", "targets"]))
@settings(max_examples=30)
def test_answers_under_an_own_rule_equal_unshared_answers(minutes, reads):
    """An own rule may read minutes, date and areas, so requests that differ in them share nothing."""

    def leaves(self, stretch, doses, request):
        lowest_only = {
            "minutes": request.minutes % 2,
            "on": request.on is not None and request.on.day % 2,
            "targets": "hips" in request.targets,
        }[reads]
        return doses[:1] if lowest_only else doses

    rule = variant(leaves=leaves)
    sharing, fresh = sp.Planner(rules=[rule], explain=False), sp.Planner(rules=[rule], explain=False, share=False)
    for number in (*minutes, *minutes):
        request = sp.PlanRequest(
            minutes=9 if reads != "minutes" else number,
            days_since_injury=None,
            on=f"2026-03-{number:02}",
            targets={"hips"} if number % 2 else {"knees"},
        )
        assert sharing.plan(request) == fresh.plan(request)
        assert max(p.sets for p in fresh.plan(request).prescriptions) == 1 or number % 2 == 0


def test_own_rule_that_leaves_only_long_doses_can_make_a_stretch_too_long():
    """The 15 s hold that must come first leaves no time for the other; the checker, which runs no own rule, agrees.

    With a hold of 10 s both take 20 + 10 + 10 + 6 + (10 + 5 + 10) + 20 = 91 s: "work. Go. Left side first. Stretch the
    left leg." takes 6 s to say.
    """

    def stretch(name, position, style, longest):
        dose = {
            "kind": "hold",
            "min_sets": 1,
            "max_sets": 1,
            "min_seconds": 10,
            "max_seconds": longest,
            "step_seconds": 5,
        }
        fields = {"id": name, "name": name, "position": position, "style": style, "dose": dose}
        sides, cue = ("each", "Stretch the {side} leg.") if style == "strengthening" else ("both", "Stretch.")
        return fields | {
            "sides": sides,
            "targets": {"primary": ["a"]},
            "first_allowed_day": 0,
            "setup": "Go.",
            "cue": cue,
        }

    stretches = [stretch("opener", "prone", "static", 15), stretch("work", "supine", "strengthening", 10)]
    fields = {"id": "mine", "version": "1.0.0", "title": "Mine", "areas": [{"id": "a", "name": "a"}]}
    catalog = sp.Catalog.model_validate(fields | {"stretches": stretches})
    rule = variant(leaves=lambda self, stretch, doses, request: doses[-1:])
    plan = sp.Planner(catalog, rules=[rule]).plan(minutes=1, seconds=31, days_since_injury=None)
    assert [(entry.stretch_id, entry.rule_id) for entry in plan.left_out] == [("work", "fits-the-minutes")]
    without_rule = sp.Planner(catalog).plan(minutes=1, seconds=31, days_since_injury=None)
    assert "work" in {prescription.stretch_id for prescription in without_rule.prescriptions}


@given(st.data())
def test_planned_doses_are_those_an_own_rule_allows(data):
    catalog = data.draw(small_catalogs())
    request = data.draw(personal_requests(catalog))
    places = st.dictionaries(st.sampled_from(list(catalog.by_id)), st.frozensets(st.integers(0, 3), max_size=3))
    allowed = data.draw(places)
    plan = answer(sp.Planner(catalog, rules=[AllowsSome(allowed)], explain=False), request)
    assume(plan is not None)
    for prescribed in plan.prescriptions:
        stretch = catalog.by_id[prescribed.stretch_id]
        doses = brute_force.doses_left(stretch, request)
        remaining = [d for place, d in enumerate(doses) if place in allowed.get(stretch.id, (0, 1, 2, 3))]
        assert (prescribed.sets, prescribed.set_seconds) in {
            (sets, brute_force.work_seconds(stretch, amount)) for sets, amount in remaining
        }


def test_own_rule_that_reads_the_minutes_is_asked_for_each_request():
    planner = sp.Planner(
        rules=[variant(leaves=lambda self, stretch, doses, request: doses if request.minutes > 5 else ())]
    )
    assert planner.plan(minutes=6, days_since_injury=None).prescriptions
    with pytest.raises(sp.Infeasible):
        planner.plan(minutes=5, days_since_injury=None)


@pytest.mark.parametrize("text", ["\ud800", "a\x1b[2J", "\u202eback"])
def test_own_rule_with_an_unprintable_sentence_is_refused(text):
    """A plan repeats the sentence, and the plan must be printable."""
    rule = variant(sentence=text)
    with pytest.raises(sp.PolicyError, match=r"rules\[0\].sentence: character \d is U\+"):
        sp.Planner(rules=[rule])
