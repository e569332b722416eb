"""Are aliases and removed stretches understood wherever a request or a policy names a stretch?"""

import json

import pytest

import stretchplan as sp

FIELDS = {"minutes": 12, "days_since_injury": None}
BUILTIN = sp.builtin_catalog()
COBRA = BUILTIN.get("cobra")
GONE = BUILTIN.without("cobra_pose", reason="a fall", version="2.0.0", replaced_by="knee_to_chest").model_copy(
    update={"id": "mine"}
)


def planned(plan):
    return {prescription.stretch_id for prescription in plan.prescriptions}


def both_ways(planner, **profile):
    """Return the plan for a profile, asked as keywords and as JSON; the two are equal."""
    asked = FIELDS | {"profile": profile}
    plan = planner.plan(**asked)
    assert plan == planner.plan(sp.parse_request(json.dumps(asked)))
    return plan


def test_the_built_in_catalogue_has_the_names_of_these_tests():
    assert COBRA.id == "cobra_pose"
    assert "bridge" in BUILTIN.get("glute_bridge").aliases
    assert set(GONE.removed) == {"cobra_pose", *COBRA.aliases}
    assert set(BUILTIN.ids.values()) == set(BUILTIN.by_id)


# --- An alias is its stretch --------------------------------------------------------------------------------------


@pytest.mark.parametrize("alias", [name for name in BUILTIN.ids if name not in BUILTIN.by_id])
def test_an_alias_is_its_stretch_in_a_request(alias):
    stretch, planner = BUILTIN.get(alias).id, sp.Planner(explain=False)
    avoided = both_ways(planner, avoid_stretches=[alias])
    assert stretch not in planned(avoided)
    assert avoided == both_ways(planner, avoid_stretches=[stretch])
    assert avoided.request.profile.avoid_stretches == {stretch}
    assert sp.check(avoided).ok
    included = both_ways(planner, include=[alias])
    assert stretch in planned(included)
    assert included == both_ways(planner, include=[stretch])


def test_an_alias_is_its_stretch_in_a_clearance():
    planner = sp.Planner()
    for names in (["cobra"], ["cobra_pose"], ["cobra", "cobra_pose"]):
        cleared = [{"stretch_id": name, "condition": "wrist_pain"} for name in names]
        plan = both_ways(planner, conditions=["wrist_pain"], cleared=cleared)
        assert [(effect.kind, effect.stretch_id) for effect in plan.effects if effect.kind == "cleared"] == [
            ("cleared", "cobra_pose")
        ]
        assert len(plan.request.profile.cleared) == 1


def test_an_alias_is_its_stretch_in_a_policy():
    forbidding = sp.Planner(policy=sp.Policy(forbidden_stretches={"cobra"}))
    assert forbidding.policy.forbidden_stretches == {"cobra_pose"}
    assert "cobra_pose" not in planned(forbidding.plan(**FIELDS))
    later = sp.Planner(policy=sp.Policy(first_allowed_days={"cobra": 90, "cobra_pose": 60}))
    assert later.policy.first_allowed_days == {"cobra_pose": 90}
    assert "cobra_pose" not in planned(later.plan(minutes=12, days_since_injury=89))
    assert "cobra_pose" in planned(later.plan(minutes=12, days_since_injury=90, profile={"include": ["cobra"]}))


def test_a_plan_is_for_the_request_that_named_the_alias():
    asked = FIELDS | {"profile": {"avoid_stretches": ["cobra"]}}
    assert sp.check(sp.plan(**asked), request=asked).ok
    assert not sp.check(sp.plan(**FIELDS), request=asked).ok
    with pytest.raises(sp.InvalidRequest, match="minutes"):
        sp.check(sp.plan(**FIELDS), request=FIELDS | {"minutes": 0})


def test_one_stretch_under_two_names_is_in_or_avoided_but_not_both():
    with pytest.raises(sp.InvalidRequest, match="'cobra_pose' is in include and in avoid_stretches"):
        sp.plan(**FIELDS, profile={"include": ["cobra"], "avoid_stretches": ["cobra_pose"]})


def test_the_checker_knows_aliases_too():
    plan = sp.plan(**FIELDS, profile={"include": ["cobra_pose"]})

    def report(profile, **options):
        document = json.loads(plan.model_dump_json())
        document["request"]["profile"] |= profile
        return [v.rule_id for v in sp.check(document, **options).violations]

    assert report({"include": ["cobra"]}) == []
    assert "wishes-kept" in report({"include": [], "avoid_stretches": ["cobra"]})
    assert "caller-policy" in report({}, policy=sp.Policy(forbidden_stretches={"cobra"}))
    early = sp.plan(minutes=12, days_since_injury=50, profile={"include": ["cobra_pose"]})
    assert sp.check(early).ok
    assert not sp.check(early, policy=sp.Policy(first_allowed_days={"cobra": 90})).ok
    assert report({"include": ["cobra_pose"], "avoid_stretches": ["cobra"]}) != []


# --- What is gone -------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("name", GONE.removed)
def test_what_is_gone_stays_avoided_cleared_and_forbidden(name):
    planner = sp.Planner(GONE, explain=False)
    for profile in (
        {"avoid_stretches": [name]},
        {"conditions": ["wrist_pain"], "cleared": [{"stretch_id": name, "condition": "wrist_pain"}]},
    ):
        plan = both_ways(planner, **profile)
        assert "cobra_pose" not in planned(plan)
        assert sp.check(plan, catalog=GONE).ok
    for policy in (sp.Policy(forbidden_stretches={name}), sp.Policy(first_allowed_days={name: 90})):
        plan = sp.Planner(GONE, policy=policy, explain=False).plan(**FIELDS)
        assert sp.check(plan, catalog=GONE, policy=policy).ok
        assert plan.policy == policy


def test_what_is_gone_cannot_be_included_and_the_error_says_what_replaces_it():
    with pytest.raises(sp.InvalidRequest) as caught:
        sp.Planner(GONE).plan(**FIELDS, profile={"include": ["cobra_pose"]})
    (problem,) = caught.value.problems
    assert (problem.where, problem.suggestion) == ("profile.include", "knee_to_chest")
    assert problem.message == "the stretch 'cobra_pose' was removed (a fall); use 'knee_to_chest' instead"
    without = BUILTIN.without("cobra_pose", reason="a fall", version="2.0.0").model_copy(update={"id": "mine"})
    with pytest.raises(sp.InvalidRequest, match="nothing replaces it"):
        sp.Planner(without).plan(**FIELDS, profile={"include": ["cobra_pose"]})


def test_a_plan_that_includes_what_is_gone_is_reported():
    document = json.loads(sp.Planner(GONE).plan(**FIELDS).model_dump_json())
    document["request"]["profile"]["include"] = ["cobra_pose"]
    assert [v.rule_id for v in sp.check(document, catalog=GONE).violations] == ["known-stretch"]


def test_names_that_never_were_are_still_refused():
    with pytest.raises(sp.InvalidRequest, match="'cobro' is not a stretch of this catalogue; did you mean 'cobra'"):
        sp.plan(**FIELDS, profile={"include": ["cobro"]})
    for field in ("avoid_stretches", "include"):
        with pytest.raises(sp.InvalidRequest, match="'cobro' is not a stretch of this catalogue; known: knee_to_chest"):
            sp.Planner(GONE).plan(**FIELDS, profile={field: ["cobro"]})
    with pytest.raises(sp.PolicyError, match="did you mean"):
        sp.Planner(policy=sp.Policy(forbidden_stretches={"cobro"}))


# --- Ids that begin with a digit ----------------------------------------------------------------------------------


def with_digits(catalog):
    """Return a catalogue with a digit before the id of each stretch and area."""
    names = {name: f"90_{name}" for name in (*catalog.ids, *catalog.area_ids)}

    def renamed(value):
        if isinstance(value, dict):
            return {renamed_key(key): renamed(part) for key, part in value.items()}
        if isinstance(value, (list, tuple)):
            return [renamed(part) for part in value]
        return names.get(value, value) if isinstance(value, str) else value

    def renamed_key(key):
        head, dot, tail = key.partition(".")
        return f"{head}.{names.get(tail, tail)}" if dot else key

    return sp.Catalog(**renamed(catalog.model_dump(mode="json")) | {"id": "7_stretches"})


def test_ids_that_begin_with_a_digit_go_everywhere():
    catalog = with_digits(BUILTIN)
    plan = sp.Planner(catalog).plan(minutes=10, days_since_injury=3, targets={"90_hips"}, on="2026-01-31")
    assert sp.check(plan, catalog=catalog).ok
    assert sp.Plan.model_validate_json(plan.model_dump_json()) == plan
    usual = sp.plan(minutes=10, days_since_injury=3, targets={"hips"}, on="2026-01-31")
    assert planned(plan) == {f"90_{name}" for name in planned(usual)}
    assert sp.parse_catalog(catalog.model_dump_json(), format="json") == catalog
    for text in (
        plan.to_ics(),
        plan.to_vtt(),
        plan.to_csv(),
        plan.to_markdown(),
        plan.to_html(catalog),
        plan.to_text(),
    ):
        assert "90_" in text or "Stretch" in text
    assert plan.to_fit(catalog)


@pytest.mark.parametrize("name", ["90", "9_0", "_a", "9-0", "A1", "1E5", "", "9" * 64, "٣a"])
def test_ids_without_a_letter_or_with_other_characters_are_refused(name):
    with pytest.raises(sp.CatalogError):
        BUILTIN.areas[0].model_copy(update={"id": name})


@pytest.mark.parametrize("name", ["90_90_hamstring", "3d_twist", "1a", "9__a", "a9", "9" * 63 + "a"])
def test_ids_with_a_letter_may_begin_with_a_digit(name):
    assert BUILTIN.areas[0].model_copy(update={"id": name}).id == name
