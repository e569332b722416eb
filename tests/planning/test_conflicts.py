"""Is each conflict real and minimal, and does each relaxation give a plan without a needless change?

Brute force (oracles/sessions.py) looks for sessions under only the rules and demands that a conflict names.
"""

import json
import pickle
import re
from datetime import date, timedelta

import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st

import stretchplan as sp
from stretchplan.planning.explain.conflicts import _LIFTABLE, _ConflictFinder
from stretchplan.planning.explain.feasible import Feasibility
from stretchplan.planning.model.allowed import allowed_today
from stretchplan.planning.model.terms import Terms
from stretchplan.testing import policies, requests
from tests.oracles import sessions
from tests.oracles.drawing import personal_requests, small_catalogs, small_policies, small_requests
from tests.support.requests import CATALOG

PERSONAL = small_catalogs(bodies=True).flatmap(
    lambda catalog: st.tuples(st.just(catalog), personal_requests(catalog), small_policies(catalog))
)
PLAIN = small_catalogs().flatmap(
    lambda catalog: st.tuples(st.just(catalog), small_requests(catalog), st.just(sp.Policy()))
)
INSTANCES = st.one_of(PERSONAL, PERSONAL, PLAIN)
MANY = settings(max_examples=2 * settings().max_examples)


@given(requests(personal=True), policies())
@settings(max_examples=5 * settings().max_examples)
def test_what_is_remembered_of_a_day_without_some_rules_is_what_is_worked_out(request, policy):
    terms = Terms(CATALOG, policy)
    feasibility = Feasibility(terms, 10**6)
    for rules in map(frozenset, ((), _LIFTABLE, *([rule] for rule in _LIFTABLE))):
        assert feasibility.day(request, rules).allowed == allowed_today(terms, request, rules)


@given(INSTANCES, st.data())
def test_what_is_remembered_of_some_members_is_what_is_found_alone(instance, data):
    catalog, request, policy = instance
    terms = Terms(catalog, policy)
    finder = _ConflictFinder(Feasibility(terms, 10**6), request)
    for _ in range(6):
        some = data.draw(st.lists(st.sampled_from(finder.members), unique=True))
        alone = _ConflictFinder(Feasibility(terms, 10**6), request)
        assert finder.has_session(some) == alone.has_session(some)
        assert finder.has_session(some) == alone._has_session(some)


def refused(instance, on=None):
    """Return planner, request and refusal of a drawn instance; skip an instance that has a plan."""
    catalog, request, policy = instance
    request = request.model_copy(update={"on": on})
    planner = sp.Planner(catalog, policy=policy, explain=False)
    try:
        planner.plan(request)
    except sp.Infeasible as error:
        return planner, request, error
    assume(False)
    return None


def has_plan(planner, request):
    """Return whether the planner makes a plan."""
    try:
        return planner.plan(request) is not None
    except sp.Infeasible:
        return False


KINDS = {
    "area": "areas",
    "include": "include",
    "avoid_stretch": "avoid_stretches",
    "avoid_position": "avoid_positions",
    "equipment": "missing",
}


def has_session(planner, request, members):
    """Return whether some session satisfies these members, with all other rules lifted and demands dropped."""
    named = {field: frozenset(m.id for m in members if m.kind == kind) for kind, field in KINDS.items()}
    timed = any(m.kind == "minutes" for m in members)
    asked = sessions.Asked(**named, seconds=60 * request.minutes + request.seconds if timed else None)
    rules = {m.id for m in members if m.kind == "rule"}
    return sessions.least_seconds(planner.catalog, request, planner.policy, rules, asked) is not None


# --- Conflicts --------------------------------------------------------------------------------------------------------


@given(INSTANCES)
@MANY
def test_members_of_a_conflict_leave_no_session(instance):
    """All other rules are lifted and all other demands dropped."""
    planner, request, error = refused(instance)
    assert error.conflicts
    for conflict in error.conflicts:
        assert not has_session(planner, request, conflict.members)


@given(INSTANCES)
@MANY
def test_conflict_without_any_one_member_leaves_a_session(instance):
    planner, request, error = refused(instance)
    for conflict in error.conflicts:
        for member in conflict.members:
            assert has_session(planner, request, [m for m in conflict.members if m != member]), member


@given(INSTANCES)
def test_demands_other_than_minutes_are_in_one_conflict_only(instance):
    planner, request, error = refused(instance)
    asked = sessions.asked_by(planner.catalog, request)
    demands = [m for conflict in error.conflicts for m in conflict.demands if m.kind != "minutes"]
    assert len({(m.kind, m.id) for m in demands}) == len(demands)
    assert all(m.id in getattr(asked, KINDS[m.kind]) for m in demands)
    assert {m.id for c in error.conflicts for m in c.members if m.kind == "rule"} <= set(sessions.LIFTABLE)


@given(INSTANCES)
def test_dropping_all_conflicting_demands_leaves_a_session(instance):
    """A session remains unless the last conflict has no demand other than the minutes."""
    planner, request, error = refused(instance)
    asked = sessions.asked_by(planner.catalog, request)
    given_up = {(m.kind, m.id) for conflict in error.conflicts for m in conflict.demands}
    kept = {
        field: frozenset(name for name in getattr(asked, field) if (kind, name) not in given_up)
        for kind, field in KINDS.items()
    }
    rest = asked._replace(**kept)
    least = sessions.least_seconds(planner.catalog, request, planner.policy, asked=rest)
    only_rules = all(m.kind in ("rule", "minutes") for m in error.conflicts[-1].members)
    assert (least is None) == only_rules


@given(st.data())
@settings(max_examples=5 * settings().max_examples)
def test_shortest_session_equals_brute_force_under_some_rules(data):
    """Conflicts are found by asking this of some demands and some rules."""
    catalog, request, policy = data.draw(st.one_of(PLAIN, PERSONAL))
    areas = st.frozensets(st.sampled_from(catalog.area_ids), min_size=1, max_size=2)
    request = request.model_copy(update={"targets": data.draw(areas)})
    lifted = data.draw(st.one_of(st.just(frozenset()), st.frozensets(st.sampled_from(sessions.LIFTABLE))))
    asked = sessions.asked_by(catalog, request)._replace(seconds=None)
    # The search does not read the policy's longest session; its caller does.
    unlimited = policy.model_copy(update={"max_session_seconds": None})
    least = sessions.least_seconds(catalog, request, unlimited, set(sessions.LIFTABLE) - lifted, asked)
    feasibility = Feasibility(Terms(catalog, policy), 100_000)
    shortest = feasibility.shortest(feasibility.day(request, lifted))
    assert (shortest and shortest[0]) == least


# --- What a conflict says ---------------------------------------------------------------------------------------------


def _without_advice(message):
    """Return a message without what it advises after its first sentence: with pain, or about a condition."""
    head, _, tail = message.partition(". ")
    advice = ("Keep moving gently", "Ask your surgeon", "With a hip replacement, ask")
    return f"{head}." if tail.startswith(advice) else message


@given(INSTANCES)
def test_conflict_message_is_one_sentence_naming_its_demands(instance):
    _, _, error = refused(instance)
    for conflict in error.conflicts:
        assert re.fullmatch(r"(Because|No stretch) [^.]+\.", _without_advice(conflict.message)), conflict.message
        if conflict.pain is None:
            assert all(m.name in conflict.message for m in conflict.demands if m.kind in ("area", "include"))
    assert str(error) == " ".join(conflict.message for conflict in error.conflicts)


@given(INSTANCES)
def test_conflict_gives_the_seconds_of_the_shortest_session(instance):
    """Under all rules where such a session exists, else under the rules of the conflict."""
    planner, request, error = refused(instance)
    policy, catalog = planner.policy, planner.catalog
    unlimited = policy.model_copy(update={"max_session_seconds": None})
    for conflict in error.conflicts:
        timed = "minutes" in {m.kind for m in conflict.members}
        if conflict.least_seconds is None:
            assert not timed
            continue
        available = 60 * request.minutes + request.seconds if timed else policy.max_session_seconds
        assert conflict.least_seconds > available
        named = {field: frozenset(m.id for m in conflict.members if m.kind == kind) for kind, field in KINDS.items()}
        demanded = sessions.asked_by(catalog, request)._replace(
            areas=named["areas"], include=named["include"], seconds=None
        )
        least = sessions.least_seconds(catalog, request, unlimited, asked=demanded)
        if least is None:
            least = sessions.least_seconds(
                catalog, request, unlimited, set(conflict.rule_ids), sessions.Asked(**named, seconds=None)
            )
        assert conflict.least_seconds == least
        assert ("the request has" if timed else "the caller's policy allows") in conflict.message


@given(INSTANCES)
def test_named_rule_or_wish_alone_excludes_the_stretch(instance):
    planner, request, error = refused(instance)
    for conflict in error.conflicts:
        for stretch in conflict.kept_out:
            if not stretch.by:
                continue
            asked = sessions.Asked(include=frozenset({stretch.stretch_id}))
            if stretch.by == "wish":
                demands = sessions.asked_by(planner.catalog, request)
                asked = demands._replace(areas=frozenset(), include=asked.include, seconds=None)
                rules = set()
            else:
                assert stretch.by in conflict.rule_ids
                rules = {stretch.by}
            assert sessions.least_seconds(planner.catalog, request, planner.policy, rules, asked) is None


# --- Relaxations ------------------------------------------------------------------------------------------------------


def changed(request, changes):
    """Return a request with some changes, made without the library."""
    fields, profile = request.model_dump(), request.profile.model_dump()
    for change in changes:
        if change.kind == "more_time":
            fields["minutes"], fields["seconds"] = divmod(change.until, 60)
        elif change.kind == "wait":
            fields["days_since_injury"] = change.until
            if request.on is not None:
                fields["on"] = request.on + timedelta(days=change.amount)
        elif change.kind == "without_area":
            fields["targets"] = set(fields["targets"]) - {change.id}
        elif change.kind == "with_equipment":
            profile["equipment"] = {*profile["equipment"], change.id}
        else:
            field = {
                "without_stretch": "include",
                "allow_stretch": "avoid_stretches",
                "allow_position": "avoid_positions",
            }[change.kind]
            profile[field] = set(profile[field]) - {change.id}
    return sp.PlanRequest.model_validate(fields | {"profile": profile})


@given(INSTANCES, st.sampled_from([None, "2026-03-01"]))
@MANY
def test_relaxation_has_a_plan_and_makes_only_its_changes(instance, on):
    planner, request, error = refused(instance, on)
    for relaxation in error.relaxations:
        assert relaxation.changes
        assert relaxation.request == changed(request, relaxation.changes)
        assert sp.check(planner.plan(relaxation.request), catalog=planner.catalog).ok


@given(INSTANCES)
def test_relaxations_keep_the_facts_about_the_person(instance):
    """Conditions, trimester, clearances, pain, answers about warning signs and pace are no demands."""
    _, request, error = refused(instance)
    for relaxation in error.relaxations:
        other = relaxation.request
        for field in ("pain", "screening", "pace"):
            assert getattr(other, field) == getattr(request, field)
        for field in ("conditions", "trimester", "cleared"):
            assert getattr(other.profile, field) == getattr(request.profile, field)


@given(INSTANCES)
@MANY
def test_relaxation_needs_each_of_its_changes(instance):
    planner, request, error = refused(instance)
    for relaxation in error.relaxations:
        for change in relaxation.changes:
            fewer = changed(request, [c for c in relaxation.changes if c != change])
            assert not has_plan(planner, fewer), (relaxation.message, change)


@given(INSTANCES)
def test_one_second_less_than_offered_leaves_no_plan(instance):
    planner, _, error = refused(instance)
    for relaxation in error.relaxations:
        for change in relaxation.changes:
            if change.kind == "more_time":
                seconds = change.until - 1
                less = {"minutes": seconds // 60, "seconds": seconds % 60}
                assert relaxation.request.budget_seconds == change.until
                assert seconds < 60 or not has_plan(planner, relaxation.request.model_copy(update=less))


@given(INSTANCES)
def test_no_day_before_the_offered_one_has_a_session(instance):
    planner, request, error = refused(instance)
    for relaxation in error.relaxations:
        for change in relaxation.changes:
            if change.kind == "wait":
                assert change.until == request.days_since_injury + change.amount
                for day in range(request.days_since_injury, change.until):
                    earlier = relaxation.request.model_copy(update={"days_since_injury": day})
                    assert sessions.least_seconds(planner.catalog, earlier, planner.policy) is None


@given(INSTANCES)
def test_every_single_change_that_helps_is_offered(instance):
    planner, request, error = refused(instance)
    offered = {
        (c.kind, c.id) for relaxation in error.relaxations for c in relaxation.changes if len(relaxation.changes) == 1
    }
    longest = request.model_copy(update={"minutes": 240, "seconds": 59})
    assert (("more_time", "") in offered) == has_plan(planner, longest)
    if request.days_since_injury is not None:
        much_later = request.model_copy(update={"days_since_injury": 4000})
        assert (("wait", "") in offered) == has_plan(planner, much_later)
    for demand in {m for conflict in error.conflicts for m in conflict.demands if m.kind != "minutes"}:
        kind = {
            "area": "without_area",
            "include": "without_stretch",
            "avoid_stretch": "allow_stretch",
            "avoid_position": "allow_position",
            "equipment": "with_equipment",
        }[demand.kind]
        without = changed(request, [sp.errors.Change(kind, demand.id)])
        assert ((kind, demand.id) in offered) == has_plan(planner, without)


@given(INSTANCES)
@MANY
def test_relaxation_is_offered_whenever_any_request_has_a_plan(instance):
    """The freest request has no demands, 240 minutes and an injury long ago."""
    planner, request, error = refused(instance)
    freed = request.profile.model_copy(
        update={
            "include": frozenset(),
            "avoid_stretches": frozenset(),
            "avoid_positions": frozenset(),
            "equipment": None,
        }
    )
    day = None if request.days_since_injury is None else 4000
    freest = request.model_copy(
        update={"minutes": 240, "targets": frozenset(), "profile": freed, "days_since_injury": day}
    )
    assert bool(error.relaxations) == has_plan(planner, freest)


@given(INSTANCES)
def test_relaxations_with_fewer_changes_come_first(instance):
    """Of single changes, more time comes before waiting, and waiting before dropping a demand."""
    _, _, error = refused(instance)
    sizes = [len(relaxation.changes) for relaxation in error.relaxations]
    assert sizes == sorted(sizes)
    ranks = [
        {"more_time": 0, "wait": 1, "without_area": 2}.get(r.changes[0].kind, 3)
        for r in error.relaxations
        if len(r.changes) == 1
    ]
    assert ranks == sorted(ranks)
    messages = [relaxation.message for relaxation in error.relaxations]
    assert len(set(messages)) == len(messages)


# --- JSON and pickle --------------------------------------------------------------------------------------------------


@given(INSTANCES)
def test_refusal_survives_json_and_pickle(instance):
    _, _, error = refused(instance)
    details = error.to_dict()
    assert json.loads(json.dumps(details)) == details
    unpickled = pickle.loads(pickle.dumps(error))  # noqa: S301 -- our own bytes
    assert (unpickled.to_dict(), unpickled.conflicts, unpickled.relaxations) == (
        details,
        error.conflicts,
        error.relaxations,
    )
    requests = [sp.PlanRequest.model_validate_json(json.dumps(r["request"])) for r in details["relaxations"]]
    assert requests == [relaxation.request for relaxation in error.relaxations]


# --- Worked out by hand -----------------------------------------------------------------------------------------------


def refusal(planner=None, **fields):
    """Return the refusal of a request."""
    with pytest.raises(sp.Infeasible) as caught:
        (planner or sp.Planner()).plan(days_since_injury=fields.pop("days_since_injury", None), **fields)
    return caught.value


def ids(conflict):
    return [member.id for member in conflict.members]


def test_conflict_names_both_conditions_that_exclude_an_area():
    """Hips are worked by child's pose, which bends a knee, and the piriformis stretch, done on the back."""
    profile = sp.Profile(conditions={"knee_pain", "pregnancy", "wrist_pain"})
    error = refusal(minutes=10, targets={"hips", "spine"}, profile=profile)
    (conflict,) = error.conflicts
    assert ids(conflict) == ["hips", "knee-pain", "pregnancy"]
    assert [(s.stretch_id, s.by) for s in conflict.kept_out] == [
        ("childs_pose", "knee-pain"),
        ("piriformis_stretch", "pregnancy"),
    ]
    assert str(error) == (
        "Because only Child's Pose and Piriformis Stretch work the hips, and the rule about knee pain and the rule "
        "about pregnancy keep them out "
        "today, no plan can work the hips. Seated Figure Four could stand in (catalogue anywhere)."
    )
    assert [relaxation.message for relaxation in error.relaxations] == ["without hips"]


def test_recent_surgery_has_no_relaxation():
    error = refusal(minutes=10, profile={"conditions": ["recent_spinal_surgery"]})
    assert [ids(conflict) for conflict in error.conflicts] == [["recent-spinal-surgery"]]
    assert str(error) == (
        "Because the rule about recent spinal surgery leaves no stretch today, there is no plan. Ask your "
        "surgeon or physiotherapist which stretches are cleared for you. Until then, follow their advice."
    )
    assert error.relaxations == ()


def test_each_wish_against_an_area_is_a_relaxation():
    profile = {"avoid_stretches": ["childs_pose"], "avoid_positions": ["supine"]}
    error = refusal(minutes=10, targets={"hips"}, profile=profile)
    assert ids(error.conflicts[0]) == ["hips", "childs_pose", "supine"]
    assert [[(c.kind, c.id) for c in r.changes] for r in error.relaxations] == [
        [("without_area", "hips")],
        [("allow_stretch", "childs_pose")],
        [("allow_position", "supine")],
    ]


def test_included_stretch_conflicts_with_the_rule_that_forbids_it():
    error = refusal(minutes=10, days_since_injury=3, profile={"include": ["glute_bridge"]})
    assert ids(error.conflicts[0]) == ["glute_bridge", "recovery-window"]
    assert [r.message for r in error.relaxations] == ["from day 7, in 4 days", "without Glute Bridge"]


def test_relaxation_drops_three_areas_when_fewer_do_not_help():
    """Pairs of changes are tried first; this is the last resort."""
    data = sp.builtin_catalog().model_dump()
    data["id"] = "mine"
    areas = [*data["areas"], *({"id": name, "name": name} for name in ("neck", "jaw", "toes"))]
    planner = sp.Planner(sp.Catalog.model_validate(data | {"areas": areas}))
    error = refusal(planner, minutes=10, targets={"neck", "jaw", "toes", "hips"})
    assert [ids(conflict) for conflict in error.conflicts] == [["neck"], ["jaw"], ["toes"]]
    assert [r.message for r in error.relaxations] == ["without neck, and without jaw, and without toes"]


# --- The caller's policy and own rules --------------------------------------------------------------------------------


@pytest.mark.parametrize("limit", [None, 600])
def test_conflict_names_the_minutes_when_the_request_is_too_short(limit):
    """Without child's pose, hips take 130 s at the slow pace. The request has 127 s, whatever the policy allows."""
    policy = sp.Policy(forbidden_stretches={"childs_pose"}, max_session_seconds=limit)
    error = refusal(sp.Planner(policy=policy), minutes=2, seconds=7, targets={"hips"}, pace="slow")
    assert ids(error.conflicts[0]) == ["hips", "caller-policy", "minutes"]
    assert str(error) == (
        "Because the shortest session that works the hips takes 2 min 11 s and the request has 2 min 7 s, none fits."
    )
    assert error.relaxations[0].message == "four seconds more (2 min 11 s in all)"


def test_conflict_names_the_policy_when_its_limit_is_too_short():
    error = refusal(sp.Planner(policy=sp.Policy(max_session_seconds=59)), minutes=20, targets={"hips"}, pace="slow")
    assert [ids(conflict) for conflict in error.conflicts] == [["caller-policy"]]
    assert str(error) == (
        "Because the shortest session there is takes 2 min 3 s and the caller's policy allows 59 s, none fits."
    )
    assert error.relaxations == ()


def test_relaxation_drops_a_wish_that_a_rule_hides():
    """On day 3 a rule alone excludes everything. From day 9 the avoided position still would."""
    data = sp.builtin_catalog().model_dump()
    cat_cow = [s | {"first_allowed_day": 9, "ordering": {}} for s in data["stretches"] if s["id"] == "cat_cow"]
    planner = sp.Planner(sp.Catalog.model_validate(data | {"id": "mine", "stretches": cat_cow}))
    error = refusal(planner, minutes=5, days_since_injury=3, profile={"avoid_positions": ["quadruped", "prone"]})
    assert [ids(conflict) for conflict in error.conflicts] == [["recovery-window"]]
    assert [[(c.kind, c.id, c.until) for c in r.changes] for r in error.relaxations] == [
        [("wait", "", 9), ("allow_position", "quadruped", 0)]
    ]
    assert planner.plan(error.relaxations[0].request).prescriptions


class NoShortHolds:
    """A caller's own rule that removes the lowest doses."""

    id = "no-short-holds"
    sentence = "Nothing is done less than 15 times, or for less than 15 s."
    source = "this test"
    strength = "policy"

    def leaves(self, stretch, doses, request):
        return [dose for dose in doses if dose.amount >= 15]

    def judge(self, plan, catalog):
        return ()


def test_conflict_names_an_own_rule_next_to_a_library_rule():
    """With pain of 4 only the lowest doses remain, and the own rule removes those."""
    planner = sp.Planner(rules=[NoShortHolds()])
    assert planner.plan(minutes=9, days_since_injury=None, targets={"pelvis"}).prescriptions
    error = refusal(planner, minutes=9, targets={"pelvis"}, pain=4)
    (conflict,) = error.conflicts
    assert ids(conflict) == ["pelvis", "pain-stop", "no-short-holds"]
    assert conflict.pain is None
    assert str(error) == (
        "Because only Glute Bridge works the pelvis, and the rule about the dose with pain and the rule no-short-holds "
        "keep it out today, no plan can work the pelvis."
    )


def test_rule_that_only_lowers_doses_is_not_said_to_exclude():
    profile = {"avoid_stretches": ["childs_pose"]}
    error = refusal(
        sp.Planner(rules=[NoShortHolds()]), minutes=9, days_since_injury=3, targets={"hips"}, profile=profile
    )
    assert str(error) == (
        "Because only Child's Pose and Piriformis Stretch work the hips, the rule about the dose in the first weeks "
        "keeps doses low on day 3, the rule no-short-holds keeps Piriformis Stretch out on day 3, and the request "
        "avoids Child's Pose, no plan can work the hips."
    )


@pytest.mark.parametrize(
    ("day", "fields", "waits"),
    [
        (2, {"minutes": 10, "targets": {"pelvis"}}, {("wait",): 5}),
        (0, {"minutes": 10, "targets": {"pelvis"}}, {("wait",): 7}),
        (2, {"minutes": 1, "targets": {"pelvis", "hips"}}, {("more_time", "wait"): 5}),
        (2, {"minutes": 10, "profile": sp.Profile(include={"glute_bridge"})}, {("wait",): 5}),
        (2, {"minutes": 10, "targets": {"pelvis"}, "profile": sp.Profile(avoid_positions={"supine"})}, {}),
        (None, {"minutes": 1, "targets": {"pelvis", "hips"}}, {}),
    ],
)
def test_a_relaxation_says_how_long_to_wait_before_it_may_be_passed_back(day, fields, waits):
    today = date(2026, 1, 31)
    for on in (None, today):
        with pytest.raises(sp.Infeasible) as caught:
            sp.plan(days_since_injury=day, on=on, **fields)
        found = {}
        for relaxation, told in zip(caught.value.relaxations, caught.value.to_dict()["relaxations"], strict=True):
            days = relaxation.not_before_days
            assert told["not_before_days"] == days
            assert days == (relaxation.request.days_since_injury or 0) - (day or 0)
            then = today + timedelta(days=days) if on and days else None
            assert relaxation.not_before == then
            assert told["not_before"] == (then.isoformat() if then else None)
            assert relaxation.request.on == (then or on)
            assert (f"({then})" in relaxation.message) == (then is not None)
            if days:
                found[tuple(change.kind for change in relaxation.changes)] = days
        assert waits.items() <= found.items()
        assert bool(waits) or not any(len(kinds) == 1 for kinds in found)
