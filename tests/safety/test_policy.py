"""Does every bound of a policy hold at, just below and just above its value, and are own rules checked?"""

import itertools
from dataclasses import dataclass

import pytest

import stretchplan as sp
from stretchplan.results.plan import Plan
from stretchplan.safety.check import MAX_VIOLATIONS, check
from tests.support.broken_plans.policy import OWN
from tests.support.broken_plans.signs import NO
from tests.support.form_facts import on
from tests.support.plan_builder import BUILTIN, PACE, build, request, retell
from tests.support.sample_plans import FULL, LOWEST, full, other

TOTAL = full()["total_seconds"]


def rules_broken(plan, **how):
    """Return the ids of the rules that a plan breaks."""
    return {violation.rule_id for violation in check(plan, **how).violations}


def knee(sets, amount, **asked):
    """Return a function that builds a plan of knee to chest under a policy; one of its areas is demanded."""
    return lambda policy: build([("knee_to_chest", sets, amount)], request(targets=["glutes"], **asked), policy=policy)


def cobra(amount, **asked):
    """Return a function that builds a plan of one set of cobra."""
    return lambda policy: build([("cobra_pose", 1, amount)], request(targets=["upper_back"], **asked), policy=policy)


def uncautioned(name, **asked):
    """Return a function that builds a plan of one stretch in its own words, whatever the day."""

    def make(policy):
        items = [(name, 1, 10 if name == "piriformis_stretch" else 20)]
        plan = build(items, request(targets=["lower_back"], **asked), policy=policy)
        for entry in plan["schedule"]:
            own = BUILTIN.by_id[name]
            if entry["breathing"]:
                entry["cue"], entry["feel"] = on(entry["side"], own.cue), on(entry["side"], own.feel)
            elif entry["kind"] == "get_ready":
                due = next(
                    (form.setup for form in own.forms if form.setup and on("left", form.setup) in entry["cue"]),
                    own.setup,
                )
                entry["cue"] = entry["cue"].replace(on("left", due), on("left", own.setup))
        return plan

    return make


def unsaid(day):
    """Return a function that builds a plan for a back that does not get better, without the notice."""

    def make(policy):
        plan = build([("cat_cow", 1, 30)], request(day=day, screening=NO | {"not_improving": "yes"}), policy=policy)
        del plan["notices"][1]
        return plan

    return make


def slowed(field, seconds):
    """Return the least pace with one kind of move or pause of so many seconds; changing position includes settling."""
    return {"change_position_seconds": seconds, field: seconds} if field == "settle_seconds" else {field: seconds}


def paced(field, least, more):
    """Return a function that builds a plan in which one kind of move or pause is longer than its least by so much."""
    kind = field.removesuffix("_seconds")

    def make(policy):
        plan = build(FULL, request(), policy={"least_pace": slowed(field, least)})
        for entry in plan["schedule"]:
            if entry["kind"] == kind:
                entry["seconds"] += more
        return retell(plan) | {"policy": policy}

    return make


def everything(policy):
    """Return a plan of all seven stretches."""
    return build(FULL, policy=policy)


def at_pain(pain, items=LOWEST):
    """Return a function that builds a plan of low doses with pain."""
    return lambda policy: build(items, request(pain=pain), policy=policy)


# A field, its bound and rule; for a number at or beside the bound, how to build a plan and whether it breaks the rule.
BOUNDS = [
    ("early_until_day", 14, "early-dose", [(knee(1, 15, day=d), d < 14) for d in (13, 14, 15)]),
    ("repair_until_day", 60, "early-dose", [(knee(1, 20, day=d), d < 60) for d in (59, 60, 61)]),
    ("early_max_sets", 1, "early-dose", [(knee(n, 10, day=3), n > 1) for n in (1, 2)]),
    ("repair_max_sets", 2, "early-dose", [(knee(n, 10, day=20), n > 2) for n in (1, 2, 3)]),
    ("max_sets", 3, "sixty-seconds", [(knee(n, 10), n > 3) for n in (2, 3, 4)]),
    ("aim_seconds_per_side", 40, "sixty-seconds", [(knee(3, s), 2 * s >= 40) for s in (19, 20)]),
    ("aim_seconds_per_side", 39, "sixty-seconds", [(knee(3, s), 2 * s >= 39) for s in (19, 20)]),
    ("aim_seconds_per_side", 41, "sixty-seconds", [(knee(3, s), 2 * s >= 41) for s in (19, 20)]),
    (
        "piriformis_light_until_day",
        10,
        "piriformis-light",
        [(uncautioned("piriformis_stretch", day=d), d < 10) for d in (9, 10, 11)],
    ),
    (
        "twist_small_until_day",
        50,
        "twist-small",
        [(uncautioned("lying_knee_twist", day=d), d < 50) for d in (49, 50, 51)],
    ),
    ("pain_lowest_doses_from", 3, "pain-stop", [(at_pain(p, FULL), p >= 3) for p in (2, 3)]),
    ("pain_stop_from", 5, "pain-stop", [(at_pain(p), p >= 5) for p in (4, 5)]),
    ("no_improvement_from_day", 30, "prompt-signs", [(unsaid(d), d >= 30) for d in (29, 30, 31)]),
    ("max_hold_seconds", 15, "caller-policy", [(knee(1, s), s > 15) for s in (14, 15, 16)]),
    ("max_repetitions", 8, "caller-policy", [(cobra(n), n > 8) for n in (5, 8, 10)]),
    *(("max_session_seconds", TOTAL + d, "caller-policy", [(everything, d < 0)]) for d in (-1, 0, 1)),
    *(
        ("least_pace", slowed(field, least), rule, [(paced(field, least, d), d < 0) for d in (-1, 0, 1)])
        for field, least, rule in (
            # Longer than what is said in them, save that getting down and turning come on top of the next set-up.
            ("get_ready_seconds", 20, "words-in-time"),
            ("change_position_seconds", 20, "words-in-time"),
            ("settle_seconds", 40, "fits-the-minutes"),
            ("change_side_seconds", 11, "fits-the-minutes"),
            ("rest_seconds", 13, "fits-the-minutes"),
            ("get_up_seconds", 21, "fits-the-minutes"),
        )
    ),
    (
        "first_allowed_days",
        {"cobra_pose": 10},
        "recovery-window",
        [(cobra(5, day=d), d < 10) for d in (9, 10, 11)],
    ),
]
CASES = [(field, value, rule, make, broken) for field, value, rule, made in BOUNDS for make, broken in made]


@pytest.mark.parametrize(("field", "value", "rule", "make", "broken"), CASES)
def test_a_plan_made_under_the_policy(field, value, rule, make, broken):
    plan = make({field: value})
    if field in {"piriformis_light_until_day", "twist_small_until_day"} and broken:
        assert any(entry["rule_id"] == rule for entry in plan["notices"])
    assert rules_broken(plan) == ({rule} if broken else set())
    assert rules_broken(Plan.model_validate(plan)) == ({rule} if broken else set())


@pytest.mark.parametrize(("field", "value", "rule", "make", "broken"), CASES)
def test_a_standard_plan_by_a_narrower_policy(field, value, rule, make, broken):
    """A policy passed to check also counts for a plan that was made under the standard policy."""
    plan = make({})
    assert rules_broken(plan) == set()
    # Under the narrower policy the stretches are due their form for early days, or for pain, as well, and its words.
    form = {"early_until_day": "early-form", "pain_lowest_doses_from": "pain-form"}.get(field)
    forms = {form, "words-in-time"} if form else set()
    assert rules_broken(plan, policy=sp.Policy(**{field: value})) == ({rule} | forms if broken else set())


def test_every_number_of_a_policy_has_its_bounds():
    rest = {"forbidden_stretches", "forbidden_positions", "require_screening", "named_targets"}
    assert {field for field, *_ in BOUNDS} == sp.Policy.model_fields.keys() - rest


def longest(name):
    """Return a function that gives the sets and the amount of a stretch in a plan, or None."""

    def fact(plan):
        doses = {p.stretch_id: (p.sets, p.hold_seconds or p.repetitions) for p in plan.prescriptions}
        return doses.get(name)

    return fact


def cautioned(rule):
    """Return a function that says whether a plan has the notice and the form of a caution."""

    def fact(plan):
        words = {"piriformis-light": "only to a light pull", "twist-small": "both knees roll a little"}[rule]
        noticed = rule in {n.rule_id for n in plan.notices}
        assert noticed is any(words in step.cue for step in plan.schedule)
        return noticed

    return fact


def moments(kind):
    """Return a function that gives the lengths of one kind of move or pause."""
    return lambda plan: {step.seconds for step in plan.schedule if step.kind == kind}


def said_soon(plan):
    """Return whether a plan has the notice to have the back seen soon."""
    return "see-someone-soon-not-improving" in {n.id for n in plan.notices}


SOON = NO | {"not_improving": "yes"}
# A field, its bound, the request, the number that is compared, and its value: below, at and above the bound. The best
# plan takes the dose that adds most, such as two sets of nine cobras: ten last 60 s, and then no set is added.
PLANNED = [
    ("early_until_day", 14, {"days_since_injury": 13}, longest("cobra_pose"), (2, 5)),
    ("early_until_day", 14, {"days_since_injury": 14}, longest("cobra_pose"), (2, 5)),
    ("early_until_day", 14, {"days_since_injury": 15}, longest("cobra_pose"), (2, 5)),
    ("repair_until_day", 60, {"days_since_injury": 59}, longest("cobra_pose"), (2, 5)),
    ("repair_until_day", 60, {"days_since_injury": 60}, longest("cobra_pose"), (2, 8)),
    ("repair_until_day", 60, {"days_since_injury": 61}, longest("cobra_pose"), (2, 8)),
    ("early_max_sets", 1, {"days_since_injury": 3}, longest("knee_to_chest"), (1, 10)),
    ("early_max_sets", 2, {"days_since_injury": 3}, longest("knee_to_chest"), (2, 10)),
    ("repair_max_sets", 1, {"days_since_injury": 20}, longest("knee_to_chest"), (1, 15)),
    ("repair_max_sets", 2, {"days_since_injury": 20}, longest("knee_to_chest"), (2, 15)),
    ("repair_max_sets", 3, {"days_since_injury": 20}, longest("knee_to_chest"), (3, 15)),
    ("max_sets", 1, {}, longest("knee_to_chest"), (1, 20)),
    ("max_sets", 2, {}, longest("knee_to_chest"), (2, 20)),
    ("aim_seconds_per_side", 30, {}, longest("childs_pose"), (1, 30)),
    ("aim_seconds_per_side", 31, {}, longest("childs_pose"), (2, 30)),
    ("piriformis_light_until_day", 10, {"days_since_injury": 9}, cautioned("piriformis-light"), True),
    ("piriformis_light_until_day", 10, {"days_since_injury": 10}, cautioned("piriformis-light"), False),
    ("piriformis_light_until_day", 10, {"days_since_injury": 11}, cautioned("piriformis-light"), False),
    ("twist_small_until_day", 50, {"days_since_injury": 49}, cautioned("twist-small"), True),
    ("twist_small_until_day", 50, {"days_since_injury": 50}, cautioned("twist-small"), False),
    ("twist_small_until_day", 50, {"days_since_injury": 51}, cautioned("twist-small"), False),
    ("pain_lowest_doses_from", 3, {"pain": 3}, longest("cobra_pose"), (1, 5)),
    ("pain_lowest_doses_from", 3, {"pain": 4}, longest("cobra_pose"), (1, 5)),
    ("pain_stop_from", 5, {"pain": 4}, longest("cobra_pose"), (1, 5)),
    ("pain_stop_from", 5, {"pain": 5}, longest("cobra_pose"), sp.Infeasible),
    ("pain_stop_from", 5, {"pain": 6}, longest("cobra_pose"), sp.Infeasible),
    ("no_improvement_from_day", 30, {"days_since_injury": 29, "screening": SOON}, said_soon, False),
    ("no_improvement_from_day", 30, {"days_since_injury": 30, "screening": SOON}, said_soon, True),
    ("no_improvement_from_day", 30, {"days_since_injury": 31, "screening": SOON}, said_soon, True),
    ("max_hold_seconds", 9, {}, longest("knee_to_chest"), None),
    ("max_hold_seconds", 10, {}, longest("knee_to_chest"), (4, 10)),
    ("max_hold_seconds", 11, {}, longest("knee_to_chest"), (4, 10)),
    ("max_repetitions", 4, {}, longest("cobra_pose"), None),
    ("max_repetitions", 5, {}, longest("cobra_pose"), (2, 5)),
    ("max_repetitions", 9, {}, longest("cobra_pose"), (2, 8)),
    *(
        ("least_pace", slowed(field, least), {}, moments(field.removesuffix("_seconds")), due)
        for field, least, due in (
            # The set-ups take 27 s, and 25 or 29 s; getting down and turning take the pace less 5 s for settling.
            ("get_ready_seconds", 21, {27 + 16}),
            ("get_ready_seconds", 22, {27 + 17}),
            ("change_position_seconds", 20, {25 + 15, 29 + 15}),
            ("change_position_seconds", 21, {25 + 16, 29 + 16}),
            # What is said while settling takes 28 to 31 s, and while getting up 20 s.
            ("settle_seconds", 30, {30, 31}),
            ("settle_seconds", 32, {32}),
            # So do the words of a change of side, 10 s.
            ("change_side_seconds", 10, {10}),
            ("change_side_seconds", 11, {11}),
            ("rest_seconds", 10, {10}),
            ("rest_seconds", 11, {11}),
            ("get_up_seconds", 21, {21}),
            ("get_up_seconds", 22, {22}),
        )
    ),
    ("first_allowed_days", {"cobra_pose": 10}, {"days_since_injury": 9}, longest("cobra_pose"), None),
    ("first_allowed_days", {"cobra_pose": 10}, {"days_since_injury": 10}, longest("cobra_pose"), (2, 5)),
    ("first_allowed_days", {"cobra_pose": 10}, {"days_since_injury": 11}, longest("cobra_pose"), (2, 5)),
    ("first_allowed_days", {"glute_bridge": 3}, {"days_since_injury": 6}, longest("glute_bridge"), None),
]


@pytest.mark.parametrize(("field", "value", "asked", "fact", "due"), PLANNED)
def test_the_planner_keeps_the_policy(field, value, asked, fact, due):
    """The plan keeps the bound, carries the policy, and passes the check by it."""
    policy = sp.Policy(**{field: value})
    asked = {"minutes": 60, "days_since_injury": None, **asked}
    if due is sp.Infeasible:
        with pytest.raises(sp.Infeasible):
            sp.Planner(policy=policy).plan(**asked)
        return
    plan = sp.Planner(policy=policy).plan(**asked)
    assert fact(plan) == due
    assert plan.policy == policy
    assert check(plan.model_dump_json(), policy=policy).violations == ()


def test_the_planner_looks_at_every_number():
    assert {field for field, *_ in PLANNED} | {"max_session_seconds"} == {field for field, *_ in BOUNDS}


@pytest.mark.parametrize("most", [199, 200, 201])
def test_the_longest_session(most):
    """The session is the one that is planned for as many minutes and seconds."""
    plan = sp.Planner(policy=sp.Policy(max_session_seconds=most)).plan(minutes=60, days_since_injury=None)
    same = sp.plan(minutes=most // 60, seconds=most % 60, days_since_injury=None)
    assert plan.total_seconds <= most
    assert plan.schedule == same.schedule
    assert check(plan).ok
    assert rules_broken(plan, policy=sp.Policy(max_session_seconds=plan.total_seconds)) == set()
    assert rules_broken(plan, policy=sp.Policy(max_session_seconds=plan.total_seconds - 1)) == {"caller-policy"}


@pytest.mark.parametrize(
    ("field", "standard", "looser", "rule"),
    [
        ("early_until_day", 7, -1, "early-dose"),
        ("repair_until_day", 42, -1, "early-dose"),
        ("early_max_sets", 2, 1, "early-dose"),
        ("repair_max_sets", 3, 1, "early-dose"),
        ("max_sets", 4, 1, "sixty-seconds"),
        ("aim_seconds_per_side", 60, 1, "sixty-seconds"),
        ("piriformis_light_until_day", 7, -1, "piriformis-light"),
        ("twist_small_until_day", 42, -1, "twist-small"),
        ("pain_lowest_doses_from", 4, 1, "pain-stop"),
        ("pain_stop_from", 6, 1, "pain-stop"),
        ("no_improvement_from_day", 42, 1, "prompt-signs"),
    ],
)
def test_no_policy_loosens_a_rule(field, standard, looser, rule):
    """The standard bound and a narrower one are allowed. A looser one is refused by naming the rule, also in a plan."""
    assert getattr(sp.Policy(), field) == standard
    for value in (standard, standard - looser):
        assert getattr(sp.Policy(**{field: value}), field) == value
    with pytest.raises(sp.PolicyError, match=f"would loosen {rule}, which has {standard}"):
        sp.Policy(**{field: standard + looser})
    (violation,) = check(full() | {"policy": {field: standard + looser}}).violations
    assert (violation.rule_id, violation.message.partition(":")[0]) == ("plan-shape", f"policy.{field}")


def test_of_two_policies_each_narrower_bound_counts():
    """The plan's own and the caller's: one forbids cobra, the other limits the hold."""
    plan = build([("knee_to_chest", 1, 15)], policy={"forbidden_stretches": ["cobra_pose"], "max_hold_seconds": 20})
    assert rules_broken(plan) == set()
    assert rules_broken(plan, policy=sp.Policy(max_hold_seconds=15)) == set()
    assert rules_broken(plan, policy=sp.Policy(max_hold_seconds=14)) == {"caller-policy"}
    assert rules_broken(plan, policy=sp.Policy(max_hold_seconds=60)) == set()
    assert rules_broken(plan, policy=sp.Policy(forbidden_positions={"supine"})) == {"caller-policy"}


def test_what_a_plan_leaves_out_is_checked_by_its_own_policy():
    plan = build(FULL[:6])
    assert plan["left_out"][0]["kind"] == "beaten"
    assert rules_broken(plan, policy=sp.Policy(forbidden_stretches={"childs_pose"})) == set()
    drawn_out = build([("lying_knee_twist", 1, 20)], request(day=20, targets=["spine"]))
    assert drawn_out["notices"][-1]["text"].startswith("Lying Knee Twist, in the first 6 weeks: ")
    assert rules_broken(drawn_out, policy=sp.Policy(twist_small_until_day=60)) == set()


def test_a_narrower_policy_asks_for_the_word_that_is_missing():
    """The plan has the lowest doses by chance, without the notice. A plan made under the policy has the notice."""
    policy = sp.Policy(pain_lowest_doses_from=2)
    assert rules_broken(build(LOWEST, request(pain=2)), policy=policy) == {
        "pain-stop",
        "pain-form",
        "words-in-time",  # of the form
    }
    assert rules_broken(build(LOWEST, request(pain=2), policy={"pain_lowest_doses_from": 2}), policy=policy) == set()
    assert rules_broken(build(LOWEST, request(pain=5)), policy=policy) == set()


@pytest.mark.parametrize(
    "screening", [None, {}, NO | {"night_pain": "unanswered"}, {k: v for k, v in NO.items() if k != "pregnancy"}]
)
def test_screening_that_is_required(screening):
    policy = sp.Policy(require_screening=True)
    asked = {"minutes": 10, "days_since_injury": None}
    with pytest.raises(sp.InvalidRequest, match="requires an answer"):
        sp.Planner(policy=policy).plan(**asked, screening=screening)
    assert rules_broken(sp.plan(**asked, screening=screening), policy=policy) == {"caller-policy"}
    plan = sp.Planner(policy=policy).plan(**asked, screening=NO)
    assert check(plan, policy=policy).ok


@pytest.mark.parametrize(
    "narrower",
    [
        {"forbidden_stretches": {"cobra_pose"}},
        {"forbidden_positions": {"prone"}},
        {"forbidden_stretches": {"cobra_pose"}, "forbidden_positions": {"prone"}},
    ],
)
def test_what_is_forbidden(narrower):
    policy = sp.Policy(**narrower)
    plan = sp.Planner(policy=policy).plan(minutes=30, days_since_injury=None)
    assert [(e.stretch_id, e.kind, e.rule_id) for e in plan.left_out] == [("cobra_pose", "forbidden", "caller-policy")]
    assert check(plan).ok
    assert [v.rule_id for v in check(full(), policy=policy).violations] == ["caller-policy"]


def test_more_names_than_one_policy_holds():
    plan = full()
    plan["policy"] = {"first_allowed_days": {f"x{i}": 1 for i in range(500)}}
    assert rules_broken(plan, policy=sp.Policy(first_allowed_days={"y": 1})) == {"known-stretch"}
    plan["policy"] = {"forbidden_stretches": [f"x{i}" for i in range(500)]}
    assert rules_broken(plan, policy=sp.Policy(forbidden_stretches={"cobra_pose"})) == {
        "known-stretch",
        "caller-policy",
    }


# --- rules of the caller's own ----------------------------------------------------------------------------------


@dataclass
class NoLongHolds:
    """An own rule: nothing is held for more than a number of seconds."""

    most: int = 15
    id: str = OWN["id"]
    sentence: str = OWN["sentence"]
    source: str = OWN["source"]
    strength: str = OWN["strength"]

    def leaves(self, stretch, doses, request):
        return [dose for dose in doses if stretch.dose.kind == "repetitions" or dose.amount <= self.most]

    def judge(self, plan, catalog):
        for i, step in enumerate(plan.schedule):
            if step.kind in {"hold", "flow"} and step.seconds > self.most:
                yield sp.Violation(rule_id=self.id, step=i, message=f"This hold lasts {step.seconds} s.")


@dataclass
class Says(NoLongHolds):
    """Allows every dose; a function gives its violations."""

    violations: object = tuple

    def leaves(self, stretch, doses, request):
        return doses

    def judge(self, plan, catalog):
        return self.violations()


def of(rule_id=OWN["id"], step=None, message="So."):
    """Return one violation."""
    return sp.Violation(rule_id=rule_id, step=step, message=message)


def test_a_plan_made_under_an_own_rule():
    rule = NoLongHolds()
    plan = sp.Planner(rules=[rule]).plan(minutes=30, days_since_injury=None)
    assert max(step.seconds for step in plan.schedule if step.kind in {"hold", "flow"}) == 15
    assert [ref.model_dump() for ref in plan.own_rules] == [OWN]
    assert {e.stretch_id for e in plan.left_out if e.rule_id == rule.id} == {
        "lying_knee_twist",
        "childs_pose",
        "cat_cow",
    }
    assert check(plan, rules=[rule]).ok
    assert rules_broken(plan) == {"own-rules"}
    assert rules_broken(plan.model_dump_json(), rules=[Says(id="another-rule")]) == {"own-rules"}


@pytest.mark.parametrize("most", [14, 15, 16])
def test_verdicts_stand_under_the_rules_id(most):
    """They come after those of the library's rules, each at its step."""
    plan = build([("knee_to_chest", 1, 15)])
    plan["total_seconds"] += 1
    found = [(v.rule_id, v.step) for v in check(plan, rules=[NoLongHolds(most=most)]).violations]
    assert found == [("true-summary", None), *([(OWN["id"], 1), (OWN["id"], 3)] if most < 15 else [])]


def _raises():
    raise RuntimeError("no such table")


def _raises_later():
    yield of(step=1)
    raise RuntimeError("no such table")


@pytest.mark.parametrize(
    ("violations", "message", "count"),
    [
        (_raises, "The rule could not check the plan: RuntimeError: 'no such table'.", 1),
        (_raises_later, "The rule could not check the plan: RuntimeError: 'no such table'.", 2),
        (lambda: None, "The rule could not check the plan: TypeError: ", 1),
        (lambda: ["no"], "The rule could not check the plan: TypeError: ", 1),
        (lambda: [of("recovery-window")], "The rule could not check the plan: TypeError: ", 1),
    ],
)
def test_a_rule_that_fails_is_reported_as_broken(violations, message, count):
    report = check(full(), rules=[Says(violations=violations)])
    assert [v.rule_id for v in report.violations] == [OWN["id"]] * count
    assert report.violations[0].message.startswith(message)


def test_a_rule_that_does_not_end():
    report = check(full(), rules=[Says(violations=lambda: (of() for _ in itertools.count()))])
    assert len(report.violations) == MAX_VIOLATIONS


@pytest.mark.parametrize(("rules", "each"), [(20, 10), (21, 9), (99, 2)])
def test_many_rules_share_the_report(rules, each):
    """The report keeps its limit, and has violations of every rule."""
    many = [Says(id=f"rule-{i}", violations=lambda i=i: [of(f"rule-{i}")] * 50) for i in range(rules)]
    found = [v.rule_id for v in check(full(), rules=many).violations]
    assert len(found) == rules * each <= MAX_VIOLATIONS
    assert set(found) == {f"rule-{i}" for i in range(rules)}


@pytest.mark.parametrize("field", ["sentence", "source", "strength"])
def test_a_rule_is_what_the_plan_says_it_is(field):
    """If a rule passed to check differs in one text from what the plan says, it counts as another rule."""
    plan = full() | {"own_rules": [OWN]}
    assert rules_broken(plan, rules=[NoLongHolds(most=60)]) == set()
    plan["own_rules"] = [OWN | {field: "guideline"}]
    assert rules_broken(plan, rules=[NoLongHolds(most=60)]) == {"own-rules"}


def test_a_rule_that_the_plan_names_twice():
    plan = full() | {"own_rules": [OWN, OWN]}
    (violation,) = check(plan, rules=[NoLongHolds(most=60)]).violations
    assert (violation.rule_id, violation.message) == (
        "own-rules",
        "The plan names the rule 'no-long-holds' twice; each rule may be named once.",
    )


def test_only_what_a_rule_at_hand_left_out_is_its_own():
    """The entry must name a rule that the plan was made under."""
    items, asked = FULL[:6], request(targets=["glutes"])
    plan = build(items, asked, forbidden={"childs_pose": OWN["id"]}, own_rules=[OWN])
    assert rules_broken(plan, rules=[NoLongHolds(most=60)]) == set()
    plan["left_out"][0]["rule_id"] = "another-rule"
    assert rules_broken(plan, rules=[NoLongHolds(most=60)]) == {"true-summary"}


def test_without_the_catalogue_no_own_rule_is_checked():
    plan = full()
    plan["catalog"]["id"] = "somebody_elses"
    assert rules_broken(plan, rules=[Says(violations=_raises)]) == {"known-stretch"}
    catalog = other(cobra_pose={"first_allowed_day": 1})
    assert rules_broken(build(FULL, catalog=catalog), catalog=catalog, rules=[Says(violations=lambda: [of()])]) == {
        OWN["id"]
    }


@pytest.mark.parametrize(
    "rules",
    [
        "no-long-holds",
        3,
        [3],
        [NoLongHolds(id="recovery-window")],
        [NoLongHolds(), NoLongHolds()],
        [NoLongHolds(id="No")],
    ],
)
def test_something_else_than_rules_is_refused(rules):
    """The caller made the mistake, so this is an error and not a violation."""
    with pytest.raises(sp.PolicyError):
        check(full(), rules=rules)


@pytest.mark.parametrize(("count", "fine"), [(99, True), (100, True), (101, False)])
def test_as_many_rules_as_a_plan_may_name(count, fine):
    rules = [Says(id=f"rule-{i}") for i in range(count)]
    if not fine:
        with pytest.raises(sp.PolicyError, match="more than 100 rules are not allowed; give at most 100"):
            sp.Planner(rules=rules)
        return
    plan = sp.Planner(rules=rules).plan(minutes=5, days_since_injury=None)
    assert check(plan, rules=rules).ok


@pytest.mark.parametrize("policy", ["strict", {}, 3])
def test_something_else_than_a_policy_is_refused(policy):
    with pytest.raises(sp.PolicyError):
        check(full(), policy=policy)


def test_correct_plans_under_a_policy_pass():
    """The plan is built by hand, at a slower pace, and blames the policy for what it forbids."""
    policy = {
        "forbidden_positions": ["prone"],
        "max_hold_seconds": 20,
        "max_repetitions": 12,
        "least_pace": {name: seconds + 4 for name, seconds in PACE.items()},
        "first_allowed_days": {"glute_bridge": 30},
        "early_until_day": 21,
    }
    items = [("knee_to_chest", 2, 10), ("lying_knee_twist", 1, 20), ("piriformis_stretch", 2, 10)]
    plan = build(items, request(day=20), policy=policy)
    assert check(plan).violations == ()
    assert {e["rule_id"] for e in plan["left_out"]} == {"caller-policy", "recovery-window"}
    assert check(plan, policy=sp.Policy(**policy)).ok
