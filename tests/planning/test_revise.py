"""Does a changed plan keep most of the earlier one, and is it the best of those? Brute force says so on small ones."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

import stretchplan as sp
from stretchplan.results.plan import WORK_KINDS
from stretchplan.testing import requests
from stretchplan.words.phrases import length_words
from tests.oracles.brute_force import best as best_by_trying_all
from tests.oracles.brute_force import doses_left
from tests.oracles.drawing import small_catalogs, small_requests

SEVEN, BOTH = sp.Planner(), sp.Planner("both")
TEN = sp.PlanRequest(minutes=10, days_since_injury=None, targets={"hips"})


def doses_of(plan):
    """Return the sets and amounts of a plan, by stretch."""
    return {p.stretch_id: (p.dose.sets, p.dose.amount) for p in plan.prescriptions}


def ids(plan):
    """Return the stretches of a plan in order."""
    return [prescription.stretch_id for prescription in plan.prescriptions]


@st.composite
def earlier_plans(draw, planner):
    """Draw a plan: one that somebody chose, of any stretches at doses of the catalogue."""
    stretches = draw(st.lists(st.sampled_from(planner.catalog.stretches), min_size=1, unique_by=lambda s: s.id))
    session = [
        (
            stretch.id,
            sp.Dosage(
                draw(st.integers(stretch.dose.min_sets, stretch.dose.max_sets)),
                draw(st.sampled_from(stretch.dose.amounts)),
            ),
        )
        for stretch in stretches
    ]
    return planner.assemble(draw(small_requests(planner.catalog)), session).plan


FIELDS = ("minutes", "seconds", "days_since_injury", "targets", "pace")


@given(st.data())
def test_what_is_kept_is_the_most_and_the_plan_the_best_of_those_that_keep_as_much(data):
    planner = sp.Planner(data.draw(small_catalogs()))
    plan = data.draw(earlier_plans(planner))
    other = data.draw(small_requests(planner.catalog))
    changes = {name: getattr(other, name) for name in FIELDS}
    names = list(planner.catalog.by_id)
    without = data.draw(st.sets(st.sampled_from(names), max_size=1))
    including = data.draw(st.sets(st.sampled_from(names), max_size=1)) - without
    profile = sp.Profile(avoid_stretches=without, include=including)
    request = other.model_copy(update={"profile": profile})
    due = best_by_trying_all(planner.catalog, request, before=doses_of(plan))
    if due is None:
        with pytest.raises(sp.Infeasible):
            planner.revise(plan, without=without, including=including, **changes)
        return
    revision = planner.revise(plan, without=without, including=including, **changes)
    if revision.plan is not plan:  # nothing was changed
        assert doses_of(revision.plan) == due.doses
        assert tuple(ids(revision.plan)) == due.order
        assert revision.proved
    assert_true(revision, plan, planner)


def assert_true(revision, plan, planner):
    """Assert that a revision says what is so."""
    new, old, now = revision.plan, doses_of(plan), doses_of(revision.plan)
    report = sp.check(new, catalog=planner.catalog)
    assert report.ok, report.violations
    assert list(revision.kept) == [name for name in ids(new) if name in old and name not in revision.done]
    assert list(revision.added) == [name for name in ids(new) if name not in old]
    assert {out.stretch_id for out in revision.dropped} == old.keys() - now.keys() - set(revision.done)
    assert [c.stretch_id for c in revision.changed] == [name for name in revision.kept if old[name] != now[name]]
    made = {notice.id for notice in new.notices} & {"keeps-earlier", "not-proved-best"}
    if new is not plan and not new.optimal:
        assert made == ({"keeps-earlier"} if revision.proved else {"keeps-earlier", "not-proved-best"}) or (
            new == planner.plan(new.request)
        )
    assert sp.Revision.model_validate_json(revision.model_dump_json()) == revision


@given(st.data())
def test_without_the_doses_only_stretches_are_kept(data):
    planner = sp.Planner(data.draw(small_catalogs()))
    plan = data.draw(earlier_plans(planner))
    request = data.draw(small_requests(planner.catalog))
    due = best_by_trying_all(planner.catalog, request, before=dict.fromkeys(doses_of(plan), (0, 0)))
    if due is not None and request != plan.request:
        changes = {name: getattr(request, name) for name in FIELDS}
        revision = planner.revise(plan, keep_doses=False, **changes)
        assert (doses_of(revision.plan), revision.proved) == (due.doses, True)


@given(st.data())
def test_nothing_is_added_where_nothing_may_be(data):
    """But for what must be in: the answer is the best of the plans without any other stretch."""
    planner = sp.Planner(data.draw(small_catalogs()))
    plan = data.draw(earlier_plans(planner))
    other = data.draw(small_requests(planner.catalog))
    including = data.draw(st.sets(st.sampled_from(list(planner.catalog.by_id)), max_size=1))
    request = other.model_copy(update={"profile": sp.Profile(include=including)})
    changes = {name: getattr(other, name) for name in FIELDS}
    new = frozenset(planner.catalog.by_id.keys() - doses_of(plan).keys() - including)
    if request == plan.request:
        return
    counted = None
    if not request.targets:  # what counts is what the day can work, whether or not it may come in
        open_ = [s for s in planner.catalog.stretches if doses_today(planner, request, s)]
        counted = {area for s in open_ for area in s.targets.areas(named=False)}
    due = best_by_trying_all(planner.catalog, request, before=doses_of(plan), kept_out=new, counted=counted)
    if due is None:
        with pytest.raises(sp.Infeasible):
            planner.revise(plan, including=including, add=False, **changes)
        return
    revision = planner.revise(plan, including=including, add=False, **changes)
    assert doses_of(revision.plan) == due.doses
    assert revision.proved
    assert set(revision.added) <= including
    assert not revision.plan.request.profile.avoid_stretches  # what may not come in is not a wish
    assert_true(revision, plan, planner)


@given(st.data())
def test_the_rest_of_a_session_keeps_most_of_what_is_left(data):
    """What is done counts for the areas, and does not come again; time and demands are those that are left.

    Nothing comes in where pain has risen or the caller says so.
    """
    planner = sp.Planner(data.draw(small_catalogs()))
    plan = data.draw(earlier_plans(planner))
    at = data.draw(st.integers(0, plan.total_seconds - 1))
    minutes = data.draw(st.integers(1, 5))
    pain, add = data.draw(st.sampled_from([None, 0, 1, 3, 5])), data.draw(st.sampled_from([None, True, False]))
    adds = (pain or 0) <= (plan.request.pain or 0) if add is None else add
    today = plan.request.model_copy(update={"pain": pain})
    allowed = {
        stretch.id: dose
        for stretch in planner.catalog.stretches
        if (dose := doses_of(plan).get(stretch.id)) in doses_today(planner, today, stretch)
    }
    done, begins = [], at
    for name in ids(plan):
        work = [s for s in plan.schedule if s.stretch_id == name and s.kind in ("hold", "flow", "repeat")]
        end = work[-1].start_seconds + work[-1].seconds
        if end <= at:
            done.append(name)
        elif work[0].start_seconds < at and name in allowed:
            done.append(name)
            begins = end
    areas = {name: planner.catalog.by_id[name].targets for name in done}
    worked = {area for one in areas.values() for area in one.areas()}
    request = today.model_copy(
        update={
            "minutes": minutes,
            "seconds": 0,
            "targets": plan.request.targets - worked,
            "profile": sp.Profile(avoid_stretches=set(done)),
        }
    )
    had = dict.fromkeys(planner.catalog.area_ids, 0)
    for name in done:
        stretch = planner.catalog.by_id[name]
        sets, amount = doses_of(plan)[name]
        seconds = min(60, sets * stretch.work_seconds(amount))
        for factor, some in ((4, areas[name].primary), (2, areas[name].secondary), (1, areas[name].named)):
            for area in some:
                had[area] += factor * seconds
    counted = None
    if not request.targets:
        left = [s for s in planner.catalog.stretches if s.id not in done and doses_today(planner, request, s)]
        counted = plan.request.targets & {area for stretch in left for area in stretch.targets.areas()}
    before = {name: dose for name, dose in doses_of(plan).items() if name not in done}
    new = frozenset() if adds else frozenset(planner.catalog.by_id.keys() - before.keys())
    due = best_by_trying_all(planner.catalog, request, had=had, counted=counted or None, before=before, kept_out=new)
    changes = {"at_seconds": at, "minutes": minutes, "pain": pain}
    if due is None:
        with pytest.raises(sp.Infeasible):
            planner.revise(plan, add=add, **changes)
        return
    revision = planner.revise(plan, add=add, **changes)
    assert adds or not revision.added
    assert revision.done == tuple(done)
    assert revision.begins_at_seconds == begins
    if revision.plan is not plan:
        assert doses_of(revision.plan) == due.doses
        assert revision.proved
    assert_true(revision, plan, planner)


def doses_today(planner, request, stretch):
    """Return the doses of a stretch that the rules allow, as the oracle counts them."""
    return doses_left(stretch, request)


@given(st.sampled_from([SEVEN, BOTH]), requests())
def test_a_plan_of_which_nothing_is_changed_comes_back(planner, request):
    try:
        plan = planner.plan(request)
    except sp.NoPlan:
        return
    revision = planner.revise(plan)
    assert revision.plan == plan
    assert (revision.kept, revision.proved) == (tuple(ids(plan)), plan.optimal)
    assert (revision.changed, revision.dropped, revision.added) == ((), (), ())
    assert planner.revise(plan, at_seconds=0).plan == plan


def test_what_people_made_comes_back_too_and_so_does_a_revised_plan():
    made = SEVEN.assemble(TEN, [("cat_cow", sp.Dosage(1, 30)), ("childs_pose", sp.Dosage(1, 30))]).plan
    assert SEVEN.revise(made).plan == made
    revised = SEVEN.revise(SEVEN.plan(TEN), minutes=6).plan
    assert SEVEN.revise(revised).plan == revised


def test_a_plan_that_breaks_a_rule_is_changed_until_it_breaks_none():
    """The order is wrong, and two sets of bridges go past 60 s; the other stretch and its dose stay."""
    session = [("glute_bridge", sp.Dosage(3, 15)), ("childs_pose", sp.Dosage(1, 30))]
    made = SEVEN.assemble(TEN, session, keep_order=True)
    assert not made.ok
    revision = SEVEN.revise(made.plan)
    assert set(revision.kept) == {"glute_bridge", "childs_pose"}
    assert [change.stretch_id for change in revision.changed] == ["glute_bridge"]
    assert sp.check(revision.plan).ok


@given(st.sampled_from([SEVEN, BOTH]), requests(feasible=True), requests())
def test_every_revised_plan_of_the_built_in_catalogues_keeps_every_rule(planner, request, other):
    try:
        plan = planner.plan(request)
        revision = planner.revise(plan, **{name: getattr(other, name) for name in (*FIELDS, "pain", "screening")})
    except sp.NoPlan:
        return
    assert_true(revision, plan, planner)


def test_a_plan_made_at_once_and_one_made_after_others_are_the_same():
    plan = SEVEN.plan(TEN)
    fresh = sp.Planner().revise(plan, minutes=7, without={"cat_cow"})
    assert SEVEN.revise(plan, minutes=7, without={"cat_cow"}) == fresh
    assert (
        fresh.model_dump_json() == sp.Planner(share=False).revise(plan, minutes=7, without="cat_cow").model_dump_json()
    )


def test_what_is_without_a_proof_says_so():
    """With few nodes some of the plan is kept, and nothing is claimed of it."""
    planner = sp.Planner("anywhere", node_budget=3_000)
    plan = sp.Planner("anywhere").plan(minutes=20, days_since_injury=None)
    revision = planner.revise(plan, minutes=10)
    assert not revision.proved
    assert {"keeps-earlier", "not-proved-best"} <= {notice.id for notice in revision.plan.notices}
    assert sp.check(revision.plan).ok


def test_the_stretch_under_way_is_finished_first():
    """Lying knee twist is done from 119 to 169 s."""
    plan = SEVEN.plan(TEN)
    begins, ends = 119, 169
    before = SEVEN.revise(plan, at_seconds=begins)
    assert (before.done, before.begins_at_seconds) == (("knee_to_chest",), begins)
    inside = SEVEN.revise(plan, at_seconds=begins + 1)
    assert (inside.done, inside.begins_at_seconds) == (("knee_to_chest", "lying_knee_twist"), ends)
    assert inside.plan.request.budget_seconds == 600 - ends
    assert inside.plan.request.targets == {"hips"}  # neither is for the hips
    lower_back = SEVEN.plan(TEN.model_copy(update={"targets": {"lower_back", "hips"}}))
    assert ids(lower_back)[0] == "cat_cow"
    assert SEVEN.revise(lower_back, at_seconds=60, minutes=5).plan.request.targets == {"hips"}
    assert not {"knee_to_chest", "lying_knee_twist"} & set(ids(inside.plan))
    stopped = SEVEN.revise(plan, at_seconds=begins + 1, without="lying_knee_twist")
    assert (stopped.done, stopped.begins_at_seconds) == (("knee_to_chest",), begins + 1)
    assert "lying_knee_twist" in {out.stretch_id for out in stopped.dropped}


def test_pain_in_the_middle_stops_a_dose_that_is_too_much_then():
    """Three sets of the piriformis stretch are under way; with pain of 4 only the lowest dose is allowed."""
    plan = SEVEN.plan(TEN)
    [work, *_] = [s for s in plan.schedule if s.stretch_id == "piriformis_stretch" and s.kind == "hold"]
    revision = SEVEN.revise(plan, at_seconds=work.start_seconds + 1, pain=4)
    assert "piriformis_stretch" not in revision.done
    assert revision.begins_at_seconds == work.start_seconds + 1
    with pytest.raises(sp.Infeasible, match="pain now is 7 of 10"):
        SEVEN.revise(plan, at_seconds=190, pain=7)


def test_nothing_is_added_in_the_middle_when_pain_has_risen_unless_the_caller_says_so():
    plan = SEVEN.plan(TEN)
    assert SEVEN.revise(plan, at_seconds=130, pain=4).added == ()
    assert "cat_cow" in SEVEN.revise(plan, at_seconds=130, pain=4, add=True).added
    assert SEVEN.revise(plan, pain=4).added == ("cat_cow", "cobra_pose")  # the session has not begun
    sore = SEVEN.plan(TEN.model_copy(update={"pain": 2}))
    for pain, added in ((2, True), (1, True), (3, False), (None, True)):
        change = {"at_seconds": 5, "without": "piriformis_stretch", "pain": pain}
        assert bool(SEVEN.revise(sore, **change).added) is added


def test_the_nearest_plan_that_keeps_the_rules_may_be_one_of_the_chosen_stretches_only():
    made = SEVEN.assemble(TEN, [("glute_bridge", sp.Dosage(3, 15)), ("childs_pose", sp.Dosage(1, 30))], keep_order=True)
    assert not made.ok
    assert set(doses_of(SEVEN.revise(made.plan, add=False).plan)) == {"glute_bridge", "childs_pose"}


def test_where_nothing_of_the_plan_may_be_done_and_nothing_may_be_added_there_is_no_plan():
    made = SEVEN.assemble(TEN, [("bridge", sp.Dosage(1, 10))]).plan  # strengthening must not come first
    assert SEVEN.revise(made).added
    with pytest.raises(sp.Infeasible):
        SEVEN.revise(made, add=False)
    early = sp.Planner(node_budget=1)
    with pytest.raises(sp.NoPlan):
        early.revise(made, add=False)


def test_minutes_that_are_stated_in_the_middle_are_those_from_then_on():
    plan = SEVEN.plan(TEN)
    assert SEVEN.revise(plan, at_seconds=190, minutes=3).plan.request.budget_seconds == 180
    assert SEVEN.revise(plan, at_seconds=190, minutes=3, seconds=5).plan.request.budget_seconds == 185
    assert SEVEN.revise(SEVEN.plan(TEN.model_copy(update={"seconds": 9})), minutes=7).plan.request.budget_seconds == 420


def test_it_says_in_words_what_it_keeps():
    revision = SEVEN.revise(SEVEN.plan(TEN), minutes=5)
    assert revision.text == (
        "Kept: Knee to Chest Stretch, Lying Knee Twist, Piriformis Stretch and Child's Pose. "
        "Knee to Chest Stretch: 1 × 10 s each side instead of 1 × 20 s each side. "
        "Piriformis Stretch: 1 × 10 s each side instead of 3 × 20 s each side. "
        "Child's Pose: 1 × 30 s instead of 2 × 30 s. Dropped: Glute Bridge. It takes 4 min 55 s instead of 9 min 58 s."
    )
    rest = SEVEN.revise(SEVEN.plan(TEN), at_seconds=190).text
    assert rest.startswith("Done: Knee to Chest Stretch and Lying Knee Twist. Begins after 3 min 10 s. Kept: ")
    assert repr(revision).startswith("Revision(plan=Plan(minutes=5, ")


def test_it_says_how_long_it_takes_or_that_the_stretches_stay():
    plan = SEVEN.plan(TEN)
    rest = SEVEN.revise(plan, at_seconds=190)
    assert rest.text.endswith(f" It takes {length_words(rest.plan.total_seconds)}.")
    assert SEVEN.revise(plan, without="cobra_pose").text.endswith(" The stretches and doses stay as they are.")
    assert "stay as they are" not in SEVEN.revise(plan, minutes=5).text


def test_a_changed_dose_is_said_in_the_words_of_the_plan():
    revision = SEVEN.revise(SEVEN.plan(TEN), minutes=7, keep_doses=False)
    now = {p.stretch_id: p.dose_words for p in revision.plan.prescriptions}
    assert now["glute_bridge"] == "1 × 10 slow repetitions"
    for change in revision.changed:
        assert change.text.startswith(f"{change.name}: {now[change.stretch_id]} instead of ")


def test_the_days_since_the_injury_move_with_the_date():
    plan = SEVEN.plan(minutes=10, injured_on="2026-11-20", on="2026-11-29")
    assert SEVEN.revise(plan, on="2026-12-29").plan.request.days_since_injury == 39
    assert SEVEN.revise(plan, on="2026-12-29", days_since_injury=2).plan.request.days_since_injury == 2
    assert SEVEN.revise(plan, on="2026-12-29", injured_on="2026-12-20").plan.request.days_since_injury == 9
    assert SEVEN.revise(plan, on="2026-12-29", days_since_injury=None).plan.request.days_since_injury is None
    assert SEVEN.revise(plan, on=None).plan.request.days_since_injury == 9
    assert SEVEN.revise(SEVEN.plan(TEN), on="2026-12-29").plan.request.days_since_injury is None
    with pytest.raises(sp.InvalidRequest, match=r"^on: 2026-11-19 is before the injury, which was 9 days before"):
        SEVEN.revise(plan, on="2026-11-19")


@pytest.mark.parametrize(
    ("changes", "message"),
    [
        ({"on": "tomorrow"}, "on: 'tomorrow' is not allowed; give a date such as 2026-01-31"),
        ({"without": {"cobra_poze"}}, "without: there is no stretch 'cobra_poze'; did you mean 'cobra_pose'?"),
        ({"including": 5}, 'including: 5 is not allowed; give a list of stretches, such as ["cobra_pose"]'),
        (
            {"without": "cat_cow", "including": ["cat_cow"]},
            "without: 'cat_cow' is also in including; leave it out of one of them",
        ),
        ({"at_seconds": -1}, "at_seconds: -1 is not allowed; it must be a whole number of seconds, at least 0"),
        ({"at_seconds": "3"}, "at_seconds: '3' is not allowed; it must be a whole number of seconds, at least 0"),
        ({"at_seconds": 598}, "at_seconds: the session takes 598 s, so it is over at 598 s; plan another one"),
        ({"at_seconds": 590}, "at_seconds: 10 s of the session are left then, and a plan needs at least 60; give"),
        ({"keep_doses": None}, "keep_doses: None is not allowed; it must be True or False"),
        ({"keep_doses": float("nan")}, "keep_doses: nan is not allowed; it must be True or False"),
        ({"keep_doses": 5}, "keep_doses: 5 is not allowed; it must be True or False"),
        ({"minutes": 0}, "minutes: 0 is not allowed; it must be at least 1"),
        ({"minuts": 5}, "minuts: this field is not known; did you mean 'minutes'?"),
    ],
)
def test_what_is_wrong_is_said_in_one_sentence(changes, message):
    with pytest.raises(sp.InvalidRequest) as caught:
        SEVEN.revise(SEVEN.plan(TEN), **changes)
    assert str(caught.value).startswith(message)


def test_only_plans_of_the_planners_own_catalogue_are_changed():
    for wrong in (BOTH.plan(TEN), TEN, None):
        with pytest.raises(sp.InvalidRequest, match=r"^plan: "):
            SEVEN.revise(wrong)
    plan = SEVEN.plan(TEN)
    unknown = plan.prescriptions[0].model_copy(update={"stretch_id": "<b>"})
    with pytest.raises(sp.InvalidRequest, match="the plan prescribes '<b>', which the catalogue"):
        SEVEN.revise(plan.model_copy(update={"prescriptions": (unknown,)}), minutes=5)
    empty = plan.prescriptions[0].model_copy(update={"sets": 0})
    with pytest.raises(sp.InvalidRequest, match="'knee_to_chest' at a dose that nobody can do"):
        SEVEN.revise(plan.model_copy(update={"prescriptions": (empty,)}), minutes=5)


def test_a_form_that_was_chosen_is_kept_also_where_it_would_stand_by():
    """The bridge in bed stands in for the one on the floor, which may be planned; a person chose it all the same."""
    form = BOTH.catalog.by_id["bed_bridge"]
    session = [("cat_cow", sp.Dosage(1, 30)), ("bed_bridge", sp.Dosage(form.dose.min_sets, form.dose.amounts[0]))]
    made = BOTH.assemble(minutes=10, days_since_injury=None, session=session)
    assert made.ok
    revision = BOTH.revise(made.plan, minutes=15)
    assert set(revision.kept) == {"cat_cow", "bed_bridge"}
    assert sp.check(revision.plan).ok


def test_a_form_that_makes_the_moves_too_long_gives_way():
    """The time is just enough on the floor; between the floor and a bed every change of position is longer."""
    request = sp.PlanRequest(minutes=5, days_since_injury=None, targets={"spine", "knees"})
    form = BOTH.catalog.by_id["bed_bridge"]
    made = BOTH.assemble(request, [("bed_bridge", sp.Dosage(form.dose.min_sets, form.dose.amounts[0]))])
    revision = BOTH.revise(made.plan, minutes=2, seconds=38)
    assert (revision.kept, revision.proved) == ((), False)
    assert revision.plan == BOTH.plan(request.model_copy(update={"minutes": 2, "seconds": 38}))


def test_a_change_can_be_cancelled():
    plan = SEVEN.plan(TEN)
    for ask in (lambda p: p.revise(plan, minutes=5), lambda p: p.alternatives(plan, "childs_pose")):
        with pytest.raises(sp.Cancelled):
            ask(SEVEN.until(lambda: True))


@given(st.data())
def test_the_alternatives_are_all_that_brute_force_confirms_and_stand_in_order(data):
    catalog = data.draw(small_catalogs())
    planner = sp.Planner(catalog)
    plan = data.draw(earlier_plans(planner))
    gone = data.draw(st.sampled_from(ids(plan)))
    found = planner.alternatives(plan, gone)
    before = {name: dose for name, dose in doses_of(plan).items() if name != gone}
    shared = catalog.by_id[gone].targets.areas()
    due = {}
    for other in catalog.stretches:
        if other.id not in doses_of(plan) and shared & other.targets.areas():
            profile = sp.Profile(avoid_stretches={gone}, include={other.id})
            request = plan.request.model_copy(update={"profile": profile})
            answer = best_by_trying_all(catalog, request, before=before)
            if answer is not None:
                due[other.id] = answer.doses
    assert {other.stretch_id: doses_of(other.revision.plan) for other in found} == due
    places = []
    for other in found:
        now = doses_of(other.revision.plan)
        places.append((len(before.keys() & now.keys()), len(before.items() & now.items())))
        assert other.revision.proved
        assert_true(other.revision, plan, planner)
    assert places == sorted(places, reverse=True)


def test_an_alternative_says_what_it_gives_up():
    plan = SEVEN.plan(minutes=5, days_since_injury=None, targets={"hips"})
    first = SEVEN.alternatives(plan, "piriformis_stretch")[0]
    assert first.text == (
        "Knee to Chest Stretch is for your lower back and glutes too. "
        "With it the area that gets least would get 30 s instead of 70 s."
    )
    assert (first.difference.here, first.difference.there) == (280, 120)
    assert repr(first) == f"Alternative(stretch_id='knee_to_chest', text={first.text!r})"


def test_a_stretch_that_is_not_in_the_plan_has_no_alternatives():
    plan = SEVEN.plan(minutes=5, days_since_injury=3, targets={"hips"})
    with pytest.raises(
        sp.InvalidRequest,
        match=r"^stretch: 'glute_bridge' is not in this plan, which has childs_pose, piri",
    ):
        SEVEN.alternatives(plan, "bridge")
    with pytest.raises(sp.CatalogError, match="did you mean"):
        SEVEN.alternatives(plan, "cobra_poze")


def test_what_the_person_avoids_is_no_alternative():
    request = TEN.model_copy(update={"profile": sp.Profile(avoid_stretches={"cat_cow"})})
    plan = SEVEN.plan(request)
    assert "cat_cow" not in {other.stretch_id for other in SEVEN.alternatives(plan, "childs_pose")}


@pytest.mark.parametrize(
    ("days", "stretch", "change"),
    [
        (None, "childs_pose", {"profile": {"conditions": ["wrist_pain"]}}),
        (None, "childs_pose", {"days_since_injury": 7}),
        (10, "cat_cow", {"pain": 5}),
    ],
)
def test_a_stretch_under_way_is_not_finished_in_a_form_that_is_ruled_out_now(days, stretch, change):
    """Its dose is still allowed, but not the form that the person is in."""
    plan = SEVEN.plan(minutes=4, days_since_injury=days)
    work = next(step for step in plan.schedule if step.stretch_id == stretch and step.kind in WORK_KINDS)
    middle = SEVEN.revise(plan, at_seconds=work.start_seconds + 2)
    assert stretch in middle.done
    stopped = SEVEN.revise(plan, at_seconds=work.start_seconds + 2, **change)
    assert stretch not in stopped.done
    assert stopped.begins_at_seconds == work.start_seconds + 2


def test_a_hold_between_the_catalogues_steps_is_finished_and_kept():
    """The rules allow every second from 10 to 20; the planner plans 10, 15 and 20."""
    session = [(name, {"sets": 1, "hold_seconds": 17}) for name in ("knee_to_chest", "piriformis_stretch")]
    made = SEVEN.assemble(minutes=5, days_since_injury=None, session=session)
    assert made.ok
    first = next(step for step in made.plan.schedule if step.kind == "hold")
    assert SEVEN.revise(made.plan, at_seconds=first.start_seconds + 1).done == ("knee_to_chest",)
    longer = SEVEN.revise(made.plan, minutes=6)
    assert {"knee_to_chest", "piriformis_stretch"} <= {*longer.kept}
    assert (longer.changed, longer.proved) == ((), True)


def test_seconds_alone_do_not_bring_back_the_minutes_of_a_session_that_has_begun():
    plan = SEVEN.plan(TEN)
    with pytest.raises(sp.InvalidRequest, match="give minutes too"):
        SEVEN.revise(plan, at_seconds=300, seconds=30)
    assert SEVEN.revise(plan, seconds=30).plan.request.budget_seconds == 630


def test_the_policys_longest_session_holds_for_what_is_done_and_the_rest_together():
    planner = sp.Planner(policy=sp.Policy(max_session_seconds=600))
    plan = planner.plan(TEN)
    rest = planner.revise(plan, at_seconds=190, minutes=10)
    assert rest.begins_at_seconds + rest.plan.total_seconds <= 600
    with pytest.raises(sp.InvalidRequest, match="of the 600 that the policy allows"):
        planner.revise(plan, at_seconds=plan.total_seconds - 5, minutes=10)


def test_what_is_done_does_not_come_again_when_the_person_is_described_anew():
    rest = SEVEN.revise(SEVEN.plan(minutes=12, days_since_injury=None), at_seconds=120, pain=2)
    assert rest.done
    again = SEVEN.revise(rest.plan, profile={"conditions": ["wrist_pain"]})
    assert not {*again.added} & {*rest.done}
    assert not {*ids(again.plan)} & {*rest.done}
    assert "cat_cow" in ids(SEVEN.revise(rest.plan, including="cat_cow", profile={}, minutes=10).plan)
