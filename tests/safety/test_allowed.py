"""Which doses of a stretch do the rules allow at, below and above each bound, and why is a stretch refused?"""

import itertools

import pytest

import stretchplan as sp
from stretchplan.catalog import Caution
from stretchplan.errors import InvalidRequest, PolicyError, SeeAClinician
from stretchplan.results.reasons import (
    ConditionForbids,
    OwnRuleForbids,
    PainStops,
    PolicyForbids,
    SetsPastAim,
    TooEarly,
    TooManySets,
)
from stretchplan.rulebook import bounds
from stretchplan.safety import own_rules
from stretchplan.safety.allowed.conditions import Adaptation, adaptations, clearances, exclusions, takes_care
from stretchplan.safety.allowed.doses import (
    ActiveCaution,
    Refusal,
    active_cautions,
    allowed_doses,
    phase,
    turning_points,
)
from stretchplan.safety.allowed.screening import raise_if_stopped, soon_notices, stop_reason
from tests.support.plan_builder import BUILTIN
from tests.support.sample_plans import other

KNEE, TWIST, COBRA, CHILD, CAT, PIRIFORMIS, BRIDGE = (
    BUILTIN.by_id[name]
    for name in (
        "knee_to_chest",
        "lying_knee_twist",
        "cobra_pose",
        "childs_pose",
        "cat_cow",
        "piriformis_stretch",
        "glute_bridge",
    )
)


def asked(day=None, **more):
    """Return a request for half an hour."""
    return sp.PlanRequest.model_validate({"minutes": 30, "days_since_injury": day, **more})


def stating(*conditions, day=None, **profile):
    """Return a request that states conditions."""
    return asked(day, profile={"conditions": conditions, **profile})


def left(stretch, request=None, **how):
    """Return the allowed doses as pairs of sets and amount, or the refusal."""
    found = allowed_doses(stretch, request or asked(), **how)
    return found if isinstance(found, Refusal) else [(dose.sets, dose.amount) for dose in found]


@pytest.mark.parametrize(
    ("day", "policy", "now"),
    [
        (None, {}, "full"),
        (0, {}, "early"),
        (6, {}, "early"),
        (7, {}, "repair"),
        (41, {}, "repair"),
        (42, {}, "full"),
        (13, {"early_until_day": 14}, "early"),
        (14, {"early_until_day": 14}, "repair"),
        (59, {"repair_until_day": 60}, "repair"),
        (60, {"repair_until_day": 60}, "full"),
    ],
)
def test_the_time_of_recovery(day, policy, now):
    """Early days to day 6 and repair to day 41, or to the later days of a policy."""
    assert phase(day, sp.Policy(**policy)) == now
    if not policy:
        assert phase(day) == now


@pytest.mark.parametrize(
    ("day", "sets", "amounts"),
    [(0, 2, (10,)), (6, 2, (10,)), (7, 3, (10, 15)), (41, 3, (10, 15)), (42, 4, (10, 15, 20)), (None, 4, (10, 15, 20))],
)
def test_the_doses_of_a_hold(day, sets, amounts):
    """In order of sets, then amount; the sets before the last give less than 60 s per side."""
    assert left(KNEE, asked(day)) == [
        (n, s) for n in range(1, sets + 1) for s in amounts if (n - 1) * s < 60 and s in KNEE.dose.amounts
    ]


@pytest.mark.parametrize(("day", "most"), [(6, 5), (7, 7), (41, 7), (42, 10)])
@pytest.mark.parametrize("choices", [(5, 8, 10), None])
def test_the_doses_of_repetitions(day, most, choices):
    """The middle of 5 to 10, rounded down, is 7; ten breaths of 6 s are 60 s, after which there is no further set."""
    cobra = COBRA.model_copy(update={"dose": COBRA.dose.model_copy(update={"choices": choices})})
    amounts = [n for n in choices or range(5, 11) if n <= most]
    assert left(cobra, asked(day)) == [(k, n) for k in (1, 2) for n in amounts if (k - 1) * n * 6 < 60]


@pytest.mark.parametrize(
    ("stretch", "day", "because"),
    [
        (BRIDGE, 6, TooEarly(day=6, first_allowed_day=7)),
        (BRIDGE, 0, TooEarly(day=0, first_allowed_day=7)),
        (BRIDGE, 7, None),
        (BRIDGE, None, None),
    ],
)
def test_the_first_day(stretch, day, because):
    found = left(stretch, asked(day))
    assert found == Refusal("recovery-window", because) if because else isinstance(found, list)


@pytest.mark.parametrize(
    ("policy", "request_", "stretch", "refusal"),
    [
        ({}, {"pain": 6}, KNEE, Refusal("pain-stop", PainStops(pain=6))),
        ({"pain_stop_from": 5}, {"pain": 5}, KNEE, Refusal("pain-stop", PainStops(pain=5))),
        (
            {"first_allowed_days": {"cobra_pose": 9}},
            {"day": 8},
            COBRA,
            Refusal("recovery-window", TooEarly(day=8, first_allowed_day=9)),
        ),
        (
            {"forbidden_stretches": ["cobra_pose"]},
            {},
            COBRA,
            Refusal("caller-policy", PolicyForbids(what="stretch")),
        ),
        (
            {"forbidden_positions": ["prone"]},
            {},
            COBRA,
            Refusal("caller-policy", PolicyForbids(what="position")),
        ),
        (
            {"max_hold_seconds": 9},
            {},
            KNEE,
            Refusal("caller-policy", PolicyForbids(what="max_hold_seconds", most=9)),
        ),
        (
            {"max_repetitions": 4},
            {},
            COBRA,
            Refusal("caller-policy", PolicyForbids(what="max_repetitions", most=4)),
        ),
    ],
)
def test_a_stretch_that_is_refused(policy, request_, stretch, refusal):
    """The refusal has the rule and the reason. Without the rule there are doses."""
    request = asked(**request_)
    assert left(stretch, request, policy=sp.Policy(**policy)) == refusal
    without = frozenset({refusal.rule_id})
    assert isinstance(left(stretch, request, policy=sp.Policy(**policy), without=without), list)


@pytest.mark.parametrize(("pain", "lowest"), [(None, False), (0, False), (3, False), (4, True), (5, True)])
def test_pain_leaves_the_lowest_dose(pain, lowest):
    """Without the rule, all doses stay."""
    assert left(KNEE, asked(pain=pain)) == ([(1, 10)] if lowest else left(KNEE))
    assert left(KNEE, asked(pain=pain), without=frozenset({"pain-stop"})) == left(KNEE)


@pytest.mark.parametrize(
    ("dose", "day", "refusal"),
    [
        ({"min_sets": 2, "min_seconds": 10}, 6, None),
        (
            {"min_sets": 3, "min_seconds": 10},
            6,
            Refusal("early-dose", TooManySets(day=6, min_sets=3, most_sets=2)),
        ),
        (
            {"min_sets": 4, "min_seconds": 10},
            41,
            Refusal("early-dose", TooManySets(day=41, min_sets=4, most_sets=3)),
        ),
        ({"min_sets": 4, "min_seconds": 10}, 42, None),
        (
            {"min_sets": 3},
            None,
            Refusal("sixty-seconds", SetsPastAim(min_sets=3, most_sets=4, aim_seconds_per_side=60)),
        ),
        (
            {"min_sets": 5, "max_sets": 5, "min_seconds": 10},
            None,
            Refusal("sixty-seconds", SetsPastAim(min_sets=5, most_sets=4, aim_seconds_per_side=60)),
        ),
    ],
)
def test_a_smallest_dose_that_is_too_much(dose, day, refusal):
    """Child's pose with other doses. If the rule is left out, it does not refuse the stretch."""
    stretch = other(childs_pose={"dose": dose}).by_id["childs_pose"]
    found = left(stretch, asked(day))
    assert found == refusal if refusal else isinstance(found, list)
    if refusal:
        without = left(stretch, asked(day), without=frozenset({refusal.rule_id}))
        assert not isinstance(without, Refusal) or without.rule_id != refusal.rule_id


def test_no_more_sets_than_the_catalogue_has():
    stretch = other(childs_pose={"dose": {"max_sets": 2, "min_seconds": 10, "max_seconds": 10}}).by_id["childs_pose"]
    assert left(stretch) == [(1, 10), (2, 10)]


def test_a_bound_that_is_left_out_leaves_the_others():
    """The early days are left out, and the policy's longest hold still counts."""
    policy = sp.Policy(max_hold_seconds=10)
    assert left(KNEE, asked(3), policy=policy, without=frozenset({"early-dose"})) == [(n, 10) for n in (1, 2, 3, 4)]


def test_a_policy_draws_out_the_lowest_doses():
    """Day 10 is early if the early days go to day 13."""
    assert left(KNEE, asked(10), policy=sp.Policy(early_until_day=14)) == [(1, 10), (2, 10)]


@pytest.mark.parametrize("bounds", [{"max_sets": 3}, {"aim_seconds_per_side": 20}, {"max_hold_seconds": 15}])
def test_a_policy_takes_doses_away(bounds):
    (field, most), *_ = bounds.items()
    keeps = {
        "max_sets": lambda n, s: n <= most,
        "aim_seconds_per_side": lambda n, s: (n - 1) * s < most,
        "max_hold_seconds": lambda n, s: s <= most,
    }[field]
    assert left(KNEE, policy=sp.Policy(**bounds)) == [dose for dose in left(KNEE) if keeps(*dose)]


@pytest.mark.parametrize("policy", [{}, {"early_until_day": 9, "first_allowed_days": {"cobra_pose": 11}}])
def test_the_days_on_which_more_is_left(policy):
    """The days after the early days and after repair, and every first allowed day, each once."""
    days = {7, 42, 0} if not policy else {9, 42, 0, 7, 11}
    assert turning_points(BUILTIN.stretches, sp.Policy(**policy)) == sorted(days)
    if not policy:
        assert turning_points(BUILTIN.stretches) == sorted(days)


BEFORE = {7: "in the first week", 42: "in the first 6 weeks"}


@pytest.mark.parametrize(
    ("stretch", "day", "policy", "until"),
    [
        (PIRIFORMIS, 6, {}, 7),
        (PIRIFORMIS, 7, {}, None),
        (PIRIFORMIS, None, {}, None),
        (PIRIFORMIS, 9, {"piriformis_light_until_day": 10}, 10),
        (PIRIFORMIS, 10, {"piriformis_light_until_day": 10}, None),
        (TWIST, 41, {}, 42),
        (TWIST, 42, {}, None),
        (TWIST, 49, {"twist_small_until_day": 50}, 50),
        (TWIST, 50, {"twist_small_until_day": 50}, None),
    ],
)
def test_cautions(stretch, day, policy, until):
    """A caution has the catalogue's words, and ends on its day."""
    rule = {"piriformis_stretch": "piriformis-light", "lying_knee_twist": "twist-small"}[stretch.id]
    stretch = stretch.model_copy(update={"forms": (), "cautions": (Caution(rule=rule, cue="Easy."),)})
    due = ActiveCaution(rule, "Easy.", f"{stretch.name}, {BEFORE.get(until, f'before day {until}')}: Easy.")
    found = active_cautions(stretch, asked(day), sp.Policy(**policy))
    assert found == ((due,) if until else ())


@pytest.mark.parametrize(("stretch", "day", "until"), [(PIRIFORMIS, 6, 7), (TWIST, 41, 42)])
def test_a_form_has_the_words_of_a_caution(stretch, day, until):
    """The notice names the form, and no cue is added to its words."""
    rule, form = {7: ("piriformis-light", "light"), 42: ("twist-small", "small knee rolls.")}[until]
    (found,) = active_cautions(stretch, asked(day))
    assert (found.rule_id, found.cue) == (rule, "")
    assert found.notice.startswith(f"{stretch.name}, {BEFORE[until]}: {form}")
    assert active_cautions(stretch, asked(until)) == ()


def test_a_form_has_the_words_of_a_condition_where_no_condition_forbids_the_stretch():
    (found,) = active_cautions(CAT, stating("wrist_pain"))
    assert found == ActiveCaution("wrist-pain", "", "Cat-Cow Pose, with wrist pain: on the forearms.")
    assert active_cautions(COBRA, stating("wrist_pain")) == ()


def test_words_of_a_condition_follow_the_catalogues():
    twist = TWIST.model_copy(update={"forms": (), "cautions": (Caution(rule="twist-small", cue="Easy."),)})
    first, second = active_cautions(twist, stating("osteoporosis", day=3))
    assert first.rule_id == "twist-small"
    assert second == ActiveCaution(
        "osteoporosis",
        "Keep the turn small and slow.",
        "Lying Knee Twist, with osteoporosis: Keep the turn small and slow.",
    )


@pytest.mark.parametrize(
    ("stretch", "conditions", "because"),
    [
        (CHILD, ["osteoporosis"], {"osteoporosis": {"load": "end_range_flexion"}}),
        (COBRA, ["spinal_stenosis"], {"spinal_stenosis": {"load": "end_range_extension"}}),
        (COBRA, ["spondylolisthesis"], {"spondylolisthesis": {"load": "end_range_extension"}}),
        (CHILD, ["hip_replacement"], {"hip_replacement": {"load": "deep_hip_flexion"}}),
        (CHILD, ["knee_pain"], {"knee_pain": {"load": "deep_knee_flexion"}}),
        (COBRA, ["wrist_pain"], {"wrist_pain": {"load": "wrist_push"}}),
        (KNEE, ["pregnancy"], {"pregnancy": {"position": "supine"}}),
        (COBRA, ["pregnancy"], {"pregnancy": {"position": "prone"}}),
        (CAT, ["recent_spinal_surgery"], {"recent_spinal_surgery": {}}),
        (KNEE, ["disc_leg_pain"], {}),
        (
            COBRA,
            ["wrist_pain", "pregnancy", "spinal_stenosis"],
            {
                "spinal_stenosis": {"load": "end_range_extension"},
                "wrist_pain": {"load": "wrist_push"},
                "pregnancy": {"position": "prone"},
            },
        ),
    ],
)
def test_what_conditions_forbid(stretch, conditions, because):
    due = [(one.replace("_", "-"), ConditionForbids(condition=one, **more)) for one, more in because.items()]
    request = stating(*conditions)
    assert list(exclusions(stretch, request)) == due
    assert list(clearances(stretch, request)) == []
    for rule_id, reason in due:
        cleared = stating(*conditions, cleared=[{"condition": reason.condition, "stretch_id": stretch.id}])
        assert list(exclusions(stretch, cleared)) == [entry for entry in due if entry[1] != reason]
        assert list(clearances(stretch, cleared)) == [(rule_id, reason.condition)]
        for_another = stating(*conditions, cleared=[{"condition": reason.condition, "stretch_id": CAT.id}])
        if stretch is not CAT:
            assert list(exclusions(stretch, for_another)) == due


@pytest.mark.parametrize(("trimester", "supine"), [(None, True), (1, False), (2, True), (3, True)])
def test_the_first_trimester_allows_lying_on_the_back(trimester, supine):
    """An unstated trimester counts as late; lying face down is out in every trimester."""
    request = stating("pregnancy", trimester=trimester)
    assert bool([*exclusions(KNEE, request)]) is supine
    assert [*exclusions(COBRA, request)]
    assert not [*exclusions(CAT, request)]


@pytest.mark.parametrize(
    ("condition", "trimester", "out"),
    [
        ("osteoporosis", None, True),
        ("pregnancy", None, True),
        ("pregnancy", 3, True),
        ("pregnancy", 1, False),
        ("knee_pain", None, False),
    ],
)
def test_who_does_not_stand_on_one_leg(condition, trimester, out):
    """The knee hug takes both hands; in the hip extension they hold on to a chair, and it stays."""
    hug, extension = (sp.builtin_catalog("anywhere").get(f"standing_{name}") for name in ("knee_hug", "hip_extension"))
    because = ConditionForbids(condition=condition, load="one_leg_balance")
    request = stating(condition, trimester=trimester)
    assert [*exclusions(hug, request)] == ([(condition, because)] if out else [])
    assert not [*exclusions(extension, request)]


@pytest.mark.parametrize("condition", [entry.id for entry in sp.conditions()])
def test_a_stretch_that_does_not_say_what_it_asks(condition):
    """Every rule that depends on loads excludes it; the rule of surgery does not, and pregnancy after trimester 1."""
    silent = CAT.model_copy(update={"loads": None})
    found = list(exclusions(silent, stating(condition)))
    if condition == "pregnancy":
        assert list(exclusions(silent, stating(condition, trimester=1))) == []
    if condition == "recent_spinal_surgery":
        assert found == [("recent-spinal-surgery", ConditionForbids(condition=condition))]
    else:
        assert found == [(condition.replace("_", "-"), ConditionForbids(condition=condition, unknown=True))]
    careful = {"disc_leg_pain": ("disc-leg-pain",), "recent_spinal_surgery": ("recent-spinal-surgery",)}
    assert takes_care(silent, stating(condition)) == careful.get(condition, ())
    assert adaptations(silent, stating(condition), None) == ()


def test_how_conditions_change_a_stretch():
    """In rule order, each with the load that it depends on and its words."""
    assert adaptations(CAT, stating("wrist_pain", "osteoporosis"), None) == (
        Adaptation(
            "osteoporosis",
            "osteoporosis",
            "mid_range_flexion",
            "Keep the movement small; do not round your back to its end.",
        ),
        Adaptation(
            "wrist_pain",
            "wrist-pain",
            "wrist_support",
            "Rest on your fists or forearms instead of flat hands.",
        ),
    )
    assert adaptations(BRIDGE, stating("wrist_pain", "osteoporosis"), None) == ()
    assert adaptations(CAT, asked(), None) == ()


def test_a_condition_that_a_form_names_adds_no_sentence():
    """The form on the forearms names wrist pain alone; the sentence for osteoporosis is added to it."""
    forearms = next(form for form in CAT.forms if form.id == "forearms")
    assert adaptations(CAT, stating("wrist_pain", "osteoporosis"), forearms) == (
        Adaptation(
            "osteoporosis",
            "osteoporosis",
            "mid_range_flexion",
            "Keep the movement small; do not round your back to its end.",
        ),
        Adaptation("wrist_pain", "wrist-pain", None, "on the forearms."),
    )


def test_care_leaves_the_lowest_dose():
    """With leg pain, this concerns stretches that bend the back to its end."""
    request = stating("disc_leg_pain")
    assert takes_care(KNEE, request) == ("disc-leg-pain",)
    assert takes_care(COBRA, request) == ()
    assert takes_care(KNEE, stating("wrist_pain")) == ()
    assert left(KNEE, request) == [(1, 10)]
    assert left(KNEE, request, without=frozenset({"disc-leg-pain"})) == left(KNEE)
    assert left(COBRA, request) == left(COBRA)


def test_after_spinal_surgery_what_is_cleared_has_its_lowest_dose():
    """Whatever its loads; and with leg pain too, each of the two rules is enough."""
    cleared = [{"stretch_id": s.id, "condition": "recent_spinal_surgery"} for s in (KNEE, COBRA)]
    request = stating("recent_spinal_surgery", cleared=cleared)
    assert takes_care(COBRA, request) == ("recent-spinal-surgery",)
    assert left(KNEE, request) == [(1, 10)]
    assert left(COBRA, request) == [(1, 5)]
    assert left(COBRA, request, without=frozenset({"recent-spinal-surgery"})) == left(COBRA)
    both = stating("recent_spinal_surgery", "disc_leg_pain", cleared=cleared)
    assert takes_care(KNEE, both) == ("recent-spinal-surgery", "disc-leg-pain")
    assert left(KNEE, both, without=frozenset({"recent-spinal-surgery"})) == [(1, 10)]


class Rule:
    """An own rule with given doses and violations."""

    id = "mine"
    sentence = "Everything goes."
    source = "this test"
    strength = "policy"

    def __init__(self, leaves=lambda doses: doses, violations=(), **attributes):
        self.doses, self.violations = leaves, violations
        vars(self).update(attributes)

    def leaves(self, stretch, doses, request):
        assert (stretch, request) == (KNEE, asked())
        return self.doses(doses)

    def judge(self, plan, catalog):
        assert (plan, catalog) == ("plan", "catalog")
        return self.violations


def test_own_rules_come_last_in_their_order():
    short = Rule(lambda doses: [dose for dose in reversed(doses) if dose.amount == 10], id="short")
    once = Rule(lambda doses: [dose for dose in doses if (dose.sets, dose.amount) == (1, 10)], id="once")
    never = Rule(lambda doses: (), id="never", sentence="Never.")
    assert left(KNEE, own=(short,)) == [(1, 10), (2, 10), (3, 10), (4, 10)]
    assert left(KNEE, own=(short, once)) == [(1, 10)]
    refusal = Refusal("never", OwnRuleForbids(rule_id="never", sentence="Never."))
    assert left(KNEE, own=(short, never, once)) == refusal
    assert left(KNEE, own=(short, never, once), without=frozenset({"never"})) == [(1, 10)]


@pytest.mark.parametrize(
    ("leaves", "where", "value", "said"),
    [
        (
            lambda doses: [*doses, sp.Dosage(9, 9)],
            "rules (mine)",
            "(9, 9)",
            "the rule returned 9 × 9 for 'knee_to_chest', which is not one of the doses it was given (up to 4 × 15); "
            "a rule may only take doses away",
        ),
        (
            lambda doses: [doses[0], "all"],
            "rules (mine)",
            "'all'",
            "the rule returned 'all' for 'knee_to_chest', which is not a Dosage",
        ),
        (
            lambda doses: {}["x"],
            "rules (mine)",
            "",
            "the rule failed on 'knee_to_chest': KeyError: \"'x'\"",
        ),
    ],
)
def test_what_an_own_rule_may_not_return(leaves, where, value, said):
    with pytest.raises(PolicyError) as caught:
        allowed_doses(KNEE, asked(), own=(Rule(leaves),))
    (problem,) = caught.value.problems
    assert (problem.where, problem.value, problem.message) == (where, value, said)


LONG = "x" * 601
CONTROL = "character 2 is U+0007, a control character; only printable text is allowed"
STRENGTHS = "it is one of guideline, study, consensus, practice, article, policy"


@pytest.mark.parametrize(
    ("rules", "where", "value", "said"),
    [
        ("mine", "rules", "'mine'", "'mine' is not a list of rules; give one"),
        (b"mine", "rules", "b'mine'", "b'mine' is not a list of rules; give one"),
        (3, "rules", "3", "3 is not a list of rules; give one"),
        ([Rule()] * 101, "rules", "", "more than 100 rules are not allowed; give at most 100"),
        ([Rule(leaves=None, id="a"), 3], "rules[1].leaves", "", "this method is required and is missing"),
        ([Rule(judge=3)], "rules[0].judge", "", "this method is required and is missing"),
        ([Rule(id="No")], "rules[0].id", "'No'", "'No' is not an id; give lower-case letters and hyphens"),
        ([Rule(id=None)], "rules[0].id", "None", "None is not an id; give lower-case letters and hyphens"),
        ([Rule(id="a" * 65)], "rules[0].id", None, " is not an id; give lower-case letters and hyphens"),
        (
            [Rule(id="dose-range")],
            "rules[0].id",
            "'dose-range'",
            "'dose-range' is the id of another rule; choose another id",
        ),
        ([Rule(), Rule()], "rules[1].id", "'mine'", "'mine' is the id of another rule; choose another id"),
        ([Rule(sentence="")], "rules[0].sentence", "''", "'' is not a sentence; give 1 to 600 characters"),
        ([Rule(source=" ")], "rules[0].source", "' '", "' ' is not a source; give 1 to 600 characters"),
        ([Rule(source=LONG)], "rules[0].source", None, " is not a source; give 1 to 600 characters"),
        ([Rule(source="a\x07")], "rules[0].source", r"'a\x07'", CONTROL),
        ([Rule(sentence="a\x07")], "rules[0].sentence", r"'a\x07'", CONTROL),
        ([Rule(strength="x")], "rules[0].strength", "'x'", f"'x' is not a strength; {STRENGTHS}"),
    ],
)
def test_what_is_no_rule(rules, where, value, said):
    """The error has the place, the value, and what to give instead."""
    with pytest.raises(PolicyError) as caught:
        own_rules.checked(rules)
    (problem,) = caught.value.problems
    assert problem.where == where
    if value is None:  # shown shortened
        assert problem.message.endswith(said)
    else:
        assert (problem.value, problem.message) == (value, said)


@pytest.mark.parametrize("name", ["id", "sentence", "source", "strength", "leaves", "judge"])
def test_a_rule_that_lacks_something(name):
    six = ("id", "sentence", "source", "strength", "leaves", "judge")
    lacking = type("Lacking", (), {key: getattr(Rule, key) for key in six if key != name})()
    with pytest.raises(PolicyError) as caught:
        own_rules.checked([lacking])
    assert caught.value.problems[0].where == f"rules[0].{name}"


@pytest.mark.parametrize("attributes", [{"id": "a" * 64}, {"id": "a"}, {"sentence": "x"}, {"source": "x" * 600}])
def test_what_is_a_rule(attributes):
    """Its texts may be as long as their bounds, and there may be as many rules as a plan may name."""
    rule = Rule(**attributes)
    assert own_rules.checked(iter([rule])) == (rule,)
    many = [Rule(id=f"rule-{k}") for k in range(100)]
    assert own_rules.checked(many) == tuple(many)


def of(rule_id="mine", message="So."):
    """Return a violation."""
    return sp.Violation(rule_id=rule_id, step=None, message=message)


def failing():
    """Yield a violation, and fail."""
    yield of()
    raise RuntimeError("no such table")


@pytest.mark.parametrize(
    ("violations", "said"),
    [
        ((), []),
        ([of(), of(message="And so.")], ["So.", "And so."]),
        (failing(), ["So.", "The rule could not check the plan: RuntimeError: 'no such table'."]),
        ([3], ["The rule could not check the plan: TypeError: '3 is not a Violation of mine'."]),
        (None, ["The rule could not check the plan: TypeError: \"'NoneType' object is not iterable\"."]),
        (itertools.repeat(of()), ["So."] * 200),
    ],
)
def test_violations_of_an_own_rule(violations, said):
    """At most 200 are taken. A rule that fails, or returns anything but its own violations, counts as broken."""
    found = list(own_rules.own_violations(Rule(violations=violations), "plan", "catalog"))
    assert [(v.rule_id, v.step, v.message) for v in found] == [("mine", None, message) for message in said]


def test_a_verdict_under_another_id():
    (found,) = own_rules.own_violations(Rule(violations=[of("dose-range")]), "plan", "catalog")
    assert found.rule_id == "mine"
    assert found.message.startswith("The rule could not check the plan: TypeError: ")
    assert found.message.endswith(" is not a Violation of mine'.")


def test_what_a_plan_says_of_a_rule():
    assert own_rules.reference(Rule()).model_dump() == {
        "id": "mine",
        "sentence": "Everything goes.",
        "source": "this test",
        "strength": "policy",
    }


@pytest.mark.parametrize(
    ("answers", "urgency", "rules"),
    [
        ({}, None, ()),
        ({"not_improving": "yes", "chest_pain": "no"}, None, ()),
        ({"night_pain": "yes"}, "clinician_first", ("clinician-first-signs",)),
        ({"night_pain": "yes", "cancer_history": "no"}, "clinician_first", ("clinician-first-signs",)),
        (
            {"night_pain": "yes", "leg_weakness": "yes", "fever_or_unwell": "yes"},
            "same_day",
            ("same-day-signs", "clinician-first-signs"),
        ),
        ({"night_pain": "yes", "chest_pain": "yes"}, "emergency", ("emergency-signs", "clinician-first-signs")),
    ],
)
def test_the_most_urgent_answer_decides(answers, urgency, rules):
    """The error names each rule and each question with a yes, in the order of the questions."""
    screening = sp.Screening(**answers)
    stopped = stop_reason(screening)
    if urgency is None:
        assert stopped is None
        raise_if_stopped(screening)
        return
    yes = {name for name, answer in answers.items() if answer == "yes"}
    assert (stopped.urgency, stopped.rule_ids, set(stopped.questions)) == (urgency, rules, yes)
    with pytest.raises(SeeAClinician) as caught:
        raise_if_stopped(screening)
    assert caught.value.questions == stopped.questions


def test_what_should_be_seen_soon_is_not_why_there_is_no_plan():
    stopped = stop_reason(sp.Screening(night_pain="yes", not_improving="yes"))
    assert (stopped.rule_ids, stopped.questions) == (("clinician-first-signs",), ("night_pain",))


def test_nothing_is_carried_along():
    """An exception that the caller was handling may name stretches, so the error must not carry it."""

    def while_handling():
        try:
            raise KeyError("cobra_pose")
        except KeyError:
            raise_if_stopped(sp.Screening(chest_pain="yes"))

    with pytest.raises(SeeAClinician) as caught:
        while_handling()
    assert caught.value.__context__ is None
    assert caught.value.__cause__ is None


def test_what_is_no_screening():
    assert stop_reason(None) is None
    with pytest.raises(InvalidRequest) as caught:
        stop_reason("no")
    (problem,) = caught.value.problems
    assert (problem.where, problem.value) == ("screening", "'no'")
    assert problem.message == "'no' is not a Screening; give one, or None"
    with pytest.raises(InvalidRequest):
        stop_reason(sp.Screening().model_copy(update={"chest_pain": "Yes"}))


@pytest.mark.parametrize(
    ("day", "policy", "due"),
    [
        (None, {}, True),
        (41, {}, False),
        (42, {}, True),
        (29, {"no_improvement_from_day": 30}, False),
        (30, {"no_improvement_from_day": 30}, True),
    ],
)
def test_what_should_be_seen_soon(day, policy, due):
    """No improvement counts from day 42 on, or from the policy's day; the others count on every day."""
    request = asked(day, screening={"not_improving": "yes", "first_pain_by_age": "yes", "night_pain": "no"})
    found = [question.id for question in soon_notices(request, sp.Policy(**policy))]
    assert found == ["first_pain_by_age", *(["not_improving"] if due else [])]
    if not policy:
        assert [question.id for question in soon_notices(request)] == found
    assert soon_notices(asked(day), sp.Policy(**policy)) == ()


def test_the_cautions_that_a_catalogue_may_name():
    assert bounds.CAUTIONS == ("piriformis-light", "twist-small")
