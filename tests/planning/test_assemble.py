"""Is a session that somebody else chose laid out truly, with each rule that it breaks as a value?"""

from itertools import combinations, product

import pytest
from hypothesis import given
from hypothesis import strategies as st

import stretchplan as sp
from stretchplan.testing import requests
from tests.oracles.drawing import personal_requests, remembered, small_catalogs, small_policies

SEVEN, BOTH = sp.Planner(), sp.Planner("both")
FRESH = sp.PlanRequest(minutes=10, days_since_injury=None)
CAT_COW, CHILD = ("cat_cow", sp.Dosage(1, 30)), ("childs_pose", sp.Dosage(1, 30))

ABOUT_WHAT_A_PLAN_SAYS = {
    "true-summary", "honest-notice", "known-stretch", "known-version", "whole-schedule", "both-sides", "plan-shape",
    "own-rules",
}  # fmt: skip


def session_of(plan):
    """Return the stretches and doses of a plan."""
    return [(prescription.stretch_id, prescription.dose) for prescription in plan.prescriptions]


def planned(planner, request):
    """Return the plan for a request, or None."""
    try:
        return planner.plan(request)
    except sp.NoPlan:
        return None


@given(st.sampled_from([SEVEN, BOTH]), requests(), st.randoms(use_true_random=False))
def test_the_session_of_a_plan_gives_the_same_plan(planner, request, random):
    plan = planned(planner, request)
    if plan is None:
        return
    assert planner.assemble(request, session_of(plan), keep_order=True) == sp.Assembled(plan=plan, violations=())
    mixed = session_of(plan)
    random.shuffle(mixed)
    assert planner.assemble(request, mixed).plan == plan


@given(st.data())
def test_the_session_of_a_drawn_plan_gives_the_same_plan_also_where_the_search_ended_early(data):
    catalog = data.draw(small_catalogs(bodies=True))
    request = data.draw(personal_requests(catalog))
    if data.draw(st.booleans()):
        request = data.draw(remembered(catalog, request))
    budget = data.draw(st.sampled_from([20, 300, 200_000]))
    planner = sp.Planner(catalog, policy=data.draw(small_policies(catalog)), node_budget=budget)
    plan = planned(planner, request)
    if plan is not None:
        mixed = data.draw(st.permutations(session_of(plan)))
        assert planner.assemble(request, mixed).plan == plan


@st.composite
def sessions(draw, catalog):
    """Draw any stretches of a catalogue at any dose of their kind, within and beyond what the catalogue knows."""
    chosen = draw(st.lists(st.sampled_from(catalog.stretches), min_size=1, max_size=7, unique=True))
    amounts = {"hold": [1, 10, 30, 45], "flow": [4, 10, 30, 31], "repetitions": [1, 5, 10, 40]}
    return [
        (
            stretch.id,
            sp.Dosage(
                draw(st.sampled_from([1, 1, 2, 5])),
                draw(st.sampled_from([*stretch.dose.amounts, *amounts[stretch.dose.kind]])),
            ),
        )
        for stretch in chosen
    ]


@given(st.data(), st.booleans())
def test_what_a_plan_says_is_true_whatever_was_chosen(data, keep_order):
    """The checker, which shares no code with the planner, blames the choice, and nothing that the plan says of it."""
    planner = data.draw(st.sampled_from([SEVEN, BOTH]))
    request = data.draw(requests())
    session = data.draw(sessions(planner.catalog))
    made = planner.assemble(request, session, keep_order=keep_order)
    report = sp.check(made.plan, request=request, catalog=planner.catalog)
    assert made.violations == report.violations
    assert made.ok is report.ok
    assert made.ok is not any(notice.id == "breaks-rules" for notice in made.plan.notices)
    assert not {violation.rule_id for violation in made.violations} & ABOUT_WHAT_A_PLAN_SAYS
    if keep_order:
        assert session_of(made.plan) == session
    assert dict(session_of(made.plan)) == dict(session)


def test_no_session_of_a_few_stretches_is_better_than_the_bound_and_the_best_are_said_to_be():
    few = ("cat_cow", "childs_pose", "lying_knee_twist")
    profile = sp.Profile(avoid_stretches=set(SEVEN.catalog.by_id) - set(few))
    request = sp.PlanRequest(minutes=3, seconds=20, days_since_injury=30, profile=profile)
    best = SEVEN.plan(request)
    kept = []
    for count in range(1, len(few) + 1):
        for some in combinations([SEVEN.catalog.by_id[name] for name in few], count):
            for doses in product(*(product(range(1, 4), stretch.dose.amounts) for stretch in some)):
                session = [(one.id, sp.Dosage(*dose)) for one, dose in zip(some, doses, strict=True)]
                made = SEVEN.assemble(request, session)
                if made.ok:
                    assert made.plan.objective.rank <= best.objective.rank
                    assert made.plan.bound == best.objective
                    assert made.plan.optimal is (made.plan.objective == best.objective)
                    kept.append(made.plan)
    assert len(kept) > 10
    assert best in kept


def test_a_session_as_good_as_the_best_plan_is_said_to_be_and_has_no_notice_of_a_hand():
    """The twin stands later in the catalogue, so the planner takes the other one."""
    catalog = sp.builtin_catalog()
    twin = catalog.by_id["childs_pose"].model_copy(update={"id": "twin", "name": "Twin", "aliases": ()})
    planner = sp.Planner(catalog.extended(version="9.0.0", id="mine", stretches=[twin]))
    request = sp.PlanRequest(minutes=2, days_since_injury=30, targets={"upper_back"})
    best = planner.plan(request)
    [(name, dose)] = session_of(best)
    assert name == "childs_pose"
    made = planner.assemble(request, [("twin", dose)])
    assert (made.ok, made.plan.optimal, made.plan.bound) == (True, True, best.objective)
    assert "made-by-hand" not in {notice.id for notice in made.plan.notices}


def test_a_session_by_hand_says_so_and_what_the_best_plan_reaches():
    made = SEVEN.assemble(FRESH, [CAT_COW, CHILD])
    assert made.ok
    assert (made.plan.optimal, made.plan.bound) == (False, SEVEN.plan(FRESH).objective)
    assert [(n.id, n.kind) for n in made.plan.notices if n.kind == "search"] == [("made-by-hand", "search")]
    assert {p.because.outcome for p in made.plan.prescriptions} == {"not_worked_out"}


def test_a_session_has_every_format_also_where_it_breaks_rules():
    made = SEVEN.assemble(
        sp.PlanRequest(minutes=1, days_since_injury=0, on="2026-03-04"), [("bridge", sp.Dosage(3, 12))]
    )
    assert not made.ok
    assert {violation.rule_id for violation in made.violations} >= {"recovery-window", "fits-the-minutes"}
    for text in (made.plan.to_text(), made.plan.to_html(), made.plan.to_vtt(), made.plan.to_ics()):
        assert "Glute Bridge" in text
    for text in (made.plan.to_text(), made.plan.to_text(brief=True), made.plan.to_html(), made.plan.to_ics()):
        assert "Do not do it as it is." in text.replace("\r\n ", "")
    assert sp.Plan.model_validate_json(made.plan.model_dump_json()) == made.plan
    assert sp.Assembled.model_validate_json(made.model_dump_json()) == made


def test_the_texts_say_that_it_was_made_by_hand_and_not_that_a_search_ended():
    made = SEVEN.assemble(FRESH, [CAT_COW, CHILD])
    kept = SEVEN.revise(made.plan, minutes=12)
    for plan, said in (
        (made.plan, "chosen by hand, not by the planner"),
        (kept.plan, "keeps what it can of an earlier one"),
    ):
        for text in (plan.to_text(200), plan.to_text(200, brief=True), plan.to_html()):
            assert said in text
            assert "ended" not in text.partition("<script")[0]


def test_a_session_for_a_request_without_any_plan_is_laid_out():
    """With strong pain there is no plan, so nothing but the session's own objective bounds it."""
    made = SEVEN.assemble(sp.PlanRequest(minutes=5, days_since_injury=None, pain=7), [CHILD])
    assert [violation.rule_id for violation in made.violations] == ["pain-stop"]
    assert made.plan.bound == made.plan.objective


def test_an_order_that_breaks_the_rules_is_a_violation_where_it_is_to_stay():
    assert SEVEN.assemble(FRESH, [CHILD, CAT_COW]).ok
    made = SEVEN.assemble(FRESH, [CHILD, CAT_COW], keep_order=True)
    assert [violation.rule_id for violation in made.violations] == ["gentle-first"]


def test_a_stretch_and_its_stand_in_may_be_chosen_together():
    """In the seven and their forms for anywhere, a form waits while what it stands in for may be planned."""
    waiting = next(out for out in BOTH.plan(FRESH).left_out if out.kind == "standing_by")
    stretch = BOTH.catalog.by_id[waiting.stretch_id]
    dose = sp.Dosage(stretch.dose.min_sets, stretch.dose.amounts[0])
    made = BOTH.assemble(FRESH, [CAT_COW, (stretch.id, dose)])
    assert made.ok
    assert stretch.id not in {out.stretch_id for out in made.plan.left_out}


def test_a_dose_may_be_given_in_each_of_its_forms():
    """A flow is counted in breaths by a prescription and by a record, and in seconds by a Dosage."""
    breath = SEVEN.catalog.by_id["cat_cow"].breath.seconds
    recorded = sp.RecordedDose(sets=1, repetitions=30 // breath, sides="both")
    forms = [sp.Dosage(1, 30), recorded, recorded.model_dump(), {"sets": 1, "repetitions": 30 // breath}]
    forms.append({"sets": 1, "hold_seconds": 30})
    assert len({SEVEN.assemble(FRESH, [("cat_cow", form)]).model_dump_json() for form in forms}) == 1
    assert SEVEN.assemble(minutes=10, days_since_injury=None, session=[CAT_COW]) == SEVEN.assemble(FRESH, [CAT_COW])


@pytest.mark.parametrize(
    ("session", "message"),
    [
        ([], "session: it has no stretch; give at least one"),
        ("cat_cow", "session: 'cat_cow' is not a session; give pairs of a stretch and its dose"),
        ({"cat_cow": 1}, "session: {'cat_cow': 1} is not a session; give pairs of a stretch and its dose"),
        (5, "session: 5 is not a session; give pairs of a stretch and its dose"),
        (["cat_cow"], "session[0]: 'cat_cow' is not a pair; give pairs of a stretch and its dose"),
        ([("cat_caw", CAT_COW[1])], "session[0]: there is no stretch 'cat_caw'; did you mean 'cat_cow'?"),
        ([(7, CAT_COW[1])], "session[0]: there is no stretch 7; known: knee_to_chest"),
        (
            [CAT_COW, CHILD, CAT_COW],
            "session[2]: 'cat_cow' is in the session already; a plan has each stretch once, so give it more sets",
        ),
        ([("cat_cow", 30)], "session[0].dose: 30 is not a dose; give a Dosage, a RecordedDose, or a mapping"),
        ([("cat_cow", {"sets": 1})], "session[0].dose: a dose has either hold_seconds or repetitions; give one"),
        (
            [CHILD, ("cat_cow", {"set": 1, "repetitions": 3})],
            "session[1].dose.set: this field is not known; did you mean 'sets'? (and 1 more problem)",
        ),
        (
            [("childs_pose", {"sets": 1, "repetitions": 3})],
            "session[0].dose.repetitions: Child's Pose is held still and has no repetitions; give hold_seconds",
        ),
        (
            [("bridge", {"sets": 1, "hold_seconds": 3})],
            "session[0].dose.hold_seconds: Glute Bridge is counted and is not held; give repetitions",
        ),
        (
            [("lying_knee_twist", {"sets": 1, "hold_seconds": 10, "sides": "left"})],
            "session[0].dose.sides: 'left' is not how Lying Knee Twist is done; its sides are 'each'",
        ),
        ([("cat_cow", sp.Dosage(0, 30))], "session[0].dose.sets: 0 is not allowed; it must be a whole number from"),
        ([("cat_cow", sp.Dosage(1, True))], "session[0].dose.amount: True is not allowed; it must be a whole number"),
        ([("cat_cow", sp.Dosage(1, 3_601))], "session[0].dose.amount: 3601 is not allowed; it must be a whole number"),
    ],
)  # fmt: skip
def test_what_cannot_be_laid_out_is_refused_in_one_sentence(session, message):
    with pytest.raises(sp.InvalidRequest) as caught:
        SEVEN.assemble(FRESH, session)
    assert str(caught.value).startswith(message)


@pytest.mark.parametrize("value", [None, 5, float("nan"), "no"])
def test_keep_order_is_yes_or_no(value):
    with pytest.raises(sp.InvalidRequest, match=r"^keep_order: .* is not allowed; it must be True or False$"):
        SEVEN.assemble(FRESH, [CHILD, CAT_COW], keep_order=value)


def test_a_session_that_never_ends_is_refused():
    with pytest.raises(sp.InvalidRequest, match="more than 100 stretches"):
        sp.Planner(many()).assemble(FRESH, ((f"s{i}", sp.Dosage(1, 30)) for i in range(10**9)))


def test_a_session_of_a_hundred_stretches_is_laid_out():
    made = sp.Planner(many()).assemble(FRESH, ((f"s{i}", sp.Dosage(10, 30)) for i in range(100)))
    assert "fits-the-minutes" in {violation.rule_id for violation in made.violations}


def many():
    """Return a catalogue of 101 stretches."""
    one = sp.builtin_catalog().by_id["childs_pose"]
    more = [one.model_copy(update={"id": f"s{i}", "name": f"S {i}", "aliases": ()}) for i in range(101)]
    return sp.builtin_catalog().extended(version="9.0.0", id="many", stretches=more)


def test_warning_signs_come_before_any_session():
    with pytest.raises(sp.SeeAClinician):
        SEVEN.assemble(FRESH.model_copy(update={"screening": sp.Screening(saddle_numbness="yes")}), [CAT_COW])


def test_a_session_can_be_cancelled():
    with pytest.raises(sp.Cancelled):
        SEVEN.until(lambda: True).assemble(FRESH, [CAT_COW])


class NoCatCow:
    """A rule of a caller's own."""

    id = "no-cat-cow"
    sentence = "Cat-cow is not done."
    source = "us"
    strength = "practice"

    def leaves(self, stretch, doses, request):
        return () if stretch.id == "cat_cow" else doses

    def judge(self, plan, catalog):
        yield from (
            sp.Violation(rule_id=self.id, step=None, message="Cat-cow is planned.")
            for prescription in plan.prescriptions
            if prescription.stretch_id == "cat_cow"
        )


def test_a_rule_of_the_callers_own_is_asked():
    made = sp.Planner(rules=[NoCatCow()]).assemble(FRESH, [CAT_COW])
    assert [violation.rule_id for violation in made.violations] == ["no-cat-cow"]


def test_no_notice_says_of_a_session_by_hand_what_only_a_rule_asks():
    """The session keeps to no lowest dose, starts high and has a stretch on the back in pregnancy, as cleared."""
    cleared = [sp.Clearance(stretch_id="bridge", condition="pregnancy")]
    request = sp.PlanRequest(
        minutes=10,
        days_since_injury=None,
        pain=5,
        on="2026-03-04",
        history=(),
        profile=sp.Profile(conditions={"pregnancy"}, cleared=cleared),
    )
    made = SEVEN.assemble(request, [("cat_cow", sp.Dosage(1, 25)), ("bridge", sp.Dosage(3, 15))])
    said = {notice.id: notice.text for notice in made.plan.notices if notice.stretch_id is None}
    assert said["pain-lowest-doses"].startswith("Pain now is 5 of 10, so only the lowest doses are right today")
    assert "the lowest amount is right today: Cat-Cow Pose and Glute Bridge." in said["low-start"]
    assert said["pregnancy"].startswith(
        "In pregnancy, lying face down or on the back is left out unless a clinician has cleared it."
    )
    assert said["made-by-hand"] == "The stretches and doses of this session were chosen by hand, not by the planner."
