"""Does the check of a programme find what breaks a rule across its days, in whatever form the programme is given?"""

import json
import subprocess
import sys
from datetime import date, timedelta
from itertools import pairwise

import pytest
from hypothesis import given, settings

import stretchplan as sp
from stretchplan.rulebook.programme_rules import PROGRAMME_RULES
from stretchplan.rulebook.rules_over_time import RULES_OVER_TIME
from stretchplan.testing import hostile_json, programmes, unsafe_programmes

ACROSS = [rule.id for rule in PROGRAMME_RULES]
OVER_TIME = [rule.id for rule in RULES_OVER_TIME]


def a_programme(days=9, **fields):
    """Return a programme as data."""
    request = sp.PlanRequest(**{"minutes": 5, "days_since_injury": 3} | fields)
    made = sp.Planner(explain=False).programme(request, "2026-03-02", days, rest_days={"sunday"})
    return json.loads(made.model_dump_json())


def broken(programme, **options):
    """Return the rules that a programme breaks, with the days."""
    found = sp.check_programme(programme, **options).violations
    return {(one.rule_id, one.on and one.on.isoformat()) for one in found}


@given(programmes(most_days=9))
@settings(max_examples=25)
def test_what_the_planner_makes_keeps_every_rule(programme):
    report = sp.check_programme(programme)
    assert report.violations == ()
    assert sp.check_programme(programme.model_dump_json()) == report
    assert sp.check_programme(json.loads(programme.model_dump_json())) == report


@pytest.mark.parametrize("rule", [*OVER_TIME, *ACROSS])
def test_each_rule_is_found_broken_alone(rule):
    @given(unsafe_programmes(rule))
    @settings(max_examples=15)
    def only_this_rule(programme):
        assert {one.rule_id for one in sp.check_programme(programme).violations} == {rule}

    only_this_rule()


def test_unsafe_programmes_knows_its_rules():
    @given(unsafe_programmes(rule="rest-day"))
    @settings(max_examples=1)
    def unknown(programme):
        raise AssertionError(programme)

    with pytest.raises(sp.InvalidRequest, match="did you mean 'rest-days'"):
        unknown()


# --- days ------------------------------------------------------------------------------------------------------------


def test_a_skipped_day_is_found():
    programme = a_programme()
    del programme["days"][6]  # the rest day
    assert ("each-day-once", "2026-03-09") in broken(programme)


def test_a_day_that_stands_twice_is_found():
    programme = a_programme()
    programme["days"].insert(6, programme["days"][6])
    assert ("each-day-once", "2026-03-08") in broken(programme)


@pytest.mark.parametrize(
    ("kind", "what"),
    [("rest", "neither plan nor refusal"), ("refused", "a refusal alone"), ("session", "a plan alone")],
)
def test_a_day_that_is_not_what_it_says_is_found(kind, what):
    programme = a_programme()
    place = 6 if kind == "session" else 2
    programme["days"][place]["kind"] = kind
    found = sp.check_programme(programme).violations
    (one,) = [one for one in found if one.rule_id == "each-day-once"]
    assert one.message == f"A day of the kind {kind!r} must have {what}."


def test_more_sessions_than_it_says_are_found_week_by_week():
    programme = a_programme(days=14)
    programme["days_per_week"] = 5
    days = {on for rule, on in broken(programme) if rule == "rest-days"}
    assert days == {f"2026-03-{day:02}" for day in (7, 9, 10, 11, 12, 13, 14)}


# --- the person ------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("field", "value"),
    [
        ("days_since_injury", 90),
        ("minutes", 6),
        ("pain", 1),
        ("on", "2026-04-04"),
        ("targets", ["hips"]),
        ("profile", {"conditions": ["knee_pain"]}),
        ("history", []),
    ],
)
def test_a_day_for_somebody_else_is_found(field, value):
    programme = a_programme(days=4)
    programme["days"][2]["plan"]["request"][field] = value
    assert ("days-advance", "2026-03-04") in broken(programme)


def test_a_history_that_is_not_that_of_the_programme_is_found_in_an_instance():
    programme = sp.Programme.model_validate(a_programme(days=3))
    day = programme.days[2]
    request = day.plan.request.model_copy(update={"history": day.plan.request.history[:1]})
    plan = day.plan.model_copy(update={"request": request})
    days = (*programme.days[:2], day.model_copy(update={"plan": plan}))
    assert ("days-advance", "2026-03-04") in broken(programme.model_copy(update={"days": days}))


def test_a_programme_for_another_day_than_its_first_is_found():
    programme = a_programme(days=3)
    programme["request"]["on"] = "2026-03-01"
    assert ("days-advance", None) in broken(programme)


def test_an_unknown_history_is_found():
    programme = a_programme(days=1)
    programme["request"]["history"] = None
    assert ("days-advance", None) in broken(programme)


def test_a_policy_that_changes_from_day_to_day_is_found():
    programme = a_programme(days=3)
    programme["days"][1]["plan"]["policy"]["max_sets"] = 2
    assert ("days-advance", "2026-03-03") in broken(programme)


def test_the_policy_given_to_the_check_counts_on_every_day():
    programme = a_programme(days=5)
    found = broken(programme, policy=sp.Policy(forbidden_stretches={"cat_cow"}))
    with_it = [
        day["on"] for day in programme["days"] if "cat_cow" in {p["stretch_id"] for p in day["plan"]["prescriptions"]}
    ]
    assert len(with_it) > 1
    assert found == {("caller-policy", on) for on in with_it}


def test_a_rule_of_ones_own_is_judged_on_every_day():
    class NoCatCow:
        id = "no-cat-cow"
        sentence = "No cat-cow."
        source = "test"
        strength = "policy"

        def leaves(self, stretch, doses, request):
            return () if stretch.id == "cat_cow" else doses

        def judge(self, plan, catalog):
            return ()

    rule = NoCatCow()
    planner = sp.Planner(rules=[rule], explain=False)
    made = planner.programme(sp.PlanRequest(minutes=5, days_since_injury=5), "2026-03-02", 4)
    assert sp.check_programme(made, rules=[rule]).ok
    assert ("own-rules", "2026-03-02") in broken(made)


# --- what it says ----------------------------------------------------------------------------------------------------


def test_a_change_that_is_not_due_is_found():
    programme = a_programme(days=5)
    change = next(one for day in programme["days"] for one in day["changes"])
    programme["days"][2]["changes"] = [change]
    found = [one for one in sp.check_programme(programme).violations if one.on == date(2026, 3, 4)]
    assert [one.rule_id for one in found] == ["true-programme"]
    assert found[0].message.startswith("This change is not due: ")


def test_changes_on_a_rest_day_are_found():
    programme = a_programme()
    programme["days"][6]["changes"] = next(day["changes"] for day in programme["days"] if day["changes"])
    assert ("true-programme", "2026-03-08") in broken(programme)


@pytest.mark.parametrize(
    ("field", "value"),
    [("starts_on", "2026-03-03"), ("days", 6), ("sessions", 3), ("session_seconds", 1), ("stretching_seconds", 1)],
)
def test_a_week_that_is_counted_wrongly_is_found(field, value):
    programme = a_programme()
    programme["weeks"][0][field] = value
    assert broken(programme) == {("true-programme", None)}


@pytest.mark.parametrize(
    ("field", "value"),
    [
        ("primary_seconds", 1),
        ("secondary_seconds", 1),
        ("named_seconds", 1),
        ("served_quarter_seconds", 1),
        ("served_half_seconds", 1),
        ("kind", "named"),
        ("demanded", True),
        ("name", "knees"),
    ],
)
def test_an_area_that_is_counted_wrongly_is_found(field, value):
    programme = a_programme()
    programme["weeks"][1]["coverage"]["lower_back"][field] = value
    assert broken(programme) == {("true-programme", None)}


def test_a_missing_area_and_a_missing_week_are_found():
    programme = a_programme()
    del programme["weeks"][0]["coverage"]["hips"]
    assert broken(programme) == {("true-programme", None)}
    programme = a_programme()
    del programme["weeks"][1]
    assert broken(programme) == {("true-programme", None)}


def test_another_catalogue_than_that_of_its_plans_is_found():
    programme = a_programme(days=2)
    programme["catalog"]["version"] = "9.9.9"
    assert broken(programme) == {("true-programme", "2026-03-02"), ("true-programme", "2026-03-03")}


def test_other_rules_are_named():
    programme = a_programme(days=1)
    programme["rules_version"] = "0.9"
    assert broken(programme) == {("known-version", None)}


# --- in whatever form ------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("given_value", [None, 3, [], "", "{", b"\xff", "[]", "null", {"days": 3}, {"days": [3]}, {}])
def test_what_is_no_programme_breaks_its_shape_and_raises_nothing(given_value):
    found = sp.check_programme(given_value).violations
    assert {one.rule_id for one in found} == {"programme-shape"}
    assert all(one.message.endswith((".", "?")) for one in found)


@given(hostile_json())
@settings(max_examples=50)
def test_hostile_json_is_refused_without_an_error(text):
    assert not sp.check_programme(text).ok


def test_mistakes_in_a_plan_name_its_day():
    programme = a_programme(days=3)
    programme["days"][1]["plan"]["schedule"][0]["seconds"] = "12"
    (one,) = sp.check_programme(programme).violations
    assert one.message.startswith("days[1].plan: schedule[0].seconds")
    assert one.rule_id == "plan-shape"


@pytest.mark.parametrize(
    ("edit", "said"),
    [
        (lambda p: p.update(days=p["days"] * 400), "at most 366"),
        (lambda p: p.update(weeks=[p["weeks"][0]] * 6000), "weeks: there are 6000 entries"),
        (lambda p: p.update(notices=[{}] * 6000), "notices: there are 6000 entries"),
        (lambda p: p["days"][0].update(changes=[{}] * 600), "there are 600 entries; at most 500"),
        (lambda p: p["weeks"][0].update(coverage={str(k): {} for k in range(600)}), "there are 600 entries"),
    ],
)
def test_what_is_too_large_is_refused_in_one_sentence(edit, said):
    programme = a_programme(days=2)
    edit(programme)
    (one,) = sp.check_programme(programme).violations
    assert said in one.message


def test_hostile_size_is_refused_soon_and_in_little_memory():
    code = """
import resource, stretchplan as sp
resource.setrlimit(resource.RLIMIT_AS, (1_500_000_000, 1_500_000_000))
empty = '{"days": [' + "[]," * 9_000_000 + "[]]}"
plans = '{"days": [' + '{"plan": {}},' * 365 + "{}]}"
for text in ("[" * 33_000_000, empty, plans):
    assert not sp.check_programme(text).ok
"""
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, timeout=120, check=False)
    assert done.returncode == 0, done.stderr.decode()[-500:]


def test_a_report_of_many_violations_shows_some_of_each_day():
    programme = a_programme(days=14, minutes=20)
    for day in programme["days"]:
        if day["plan"]:
            for step in day["plan"]["schedule"]:
                step["cue"] = "Bounce."
    report = sp.check_programme(programme)
    assert len(report.violations) == 200
    assert len({one.on for one in report.violations}) >= 10
    days = [one.on for one in report.violations if one.on is not None]
    assert days == sorted(days)


@pytest.mark.parametrize(
    ("options", "error"),
    [({"catalog": "seven"}, sp.CatalogError), ({"policy": 3}, sp.PolicyError), ({"rules": [3]}, sp.PolicyError)],
)
def test_wrong_options_are_errors(options, error):
    with pytest.raises(error):
        sp.check_programme(a_programme(days=1), **options)


def test_each_violation_of_a_day_has_its_date_and_a_plan_alone_has_none():
    programme = a_programme(days=2)
    programme["days"][1]["plan"]["total_seconds"] += 1
    (one,) = sp.check_programme(programme).violations
    assert (one.rule_id, one.on) == ("true-summary", date(2026, 3, 3))
    alone = sp.check(programme["days"][0]["plan"] | {"total_seconds": 1}).violations[0]
    assert "on" not in json.loads(alone.model_dump_json())


def test_dates_follow_one_another_over_the_end_of_a_year():
    made = sp.Planner(explain=False).programme(sp.PlanRequest(minutes=3, days_since_injury=None), "2026-12-29", 6)
    assert all(later.on - earlier.on == timedelta(days=1) for earlier, later in pairwise(made.days))
    assert sp.check_programme(made).ok


@pytest.mark.parametrize(
    "edit",
    [
        {"sets": 0},
        {"sets": -1},
        {"sets": 101},
        {"hold_seconds": 4000, "repetitions": None},
        {"repetitions": 5000, "hold_seconds": None},
        {"stretch_id": ""},
        {"stretch_id": "a" * 100},
    ],
)
def test_doses_that_no_record_can_state_are_found_and_raise_nothing(edit):
    made = sp.Programme.model_validate(a_programme(days=2))
    programme = json.loads(made.model_dump_json())
    for day, whole in zip(programme["days"], made.days, strict=True):
        day["plan"] = json.loads(whole.plan.model_dump_json())  # with its history
    programme["days"][0]["plan"]["prescriptions"][0].update(edit)
    assert not sp.check_programme(programme).ok
    assert not sp.check_programme(json.dumps(programme)).ok


@pytest.mark.parametrize(
    "edit",
    [
        lambda p: p.update(
            days=[sp.ProgrammeDay.model_construct(on=None, kind="rest", plan=None, refusal=None, changes=())]
        ),
        lambda p: p.update(
            days=[sp.ProgrammeDay.model_construct(on=date(2026, 3, 2), kind="zzz", plan=None, refusal=None, changes=())]
        ),
        lambda p: p.update(weeks=[sp.ProgrammeWeek.model_construct()]),
        lambda p: p["days"][0].update(plan=sp.Plan.model_construct(request=None)),
    ],
)
def test_unvalidated_models_inside_a_mapping_raise_nothing(edit):
    programme = a_programme(days=1)
    edit(programme)
    assert not sp.check_programme(programme).ok


def test_warning_signs_leave_no_programme_not_even_of_rest_days():
    request = sp.PlanRequest(minutes=5, days_since_injury=3)
    made = sp.Planner(explain=False).programme(request, "2026-03-02", 2, rest_days={"2026-03-02", "2026-03-03"})
    programme = json.loads(made.model_dump_json())
    assert sp.check_programme(programme).ok
    programme["request"]["screening"] = {"bladder_or_bowel": "yes"}
    assert broken(programme) == {("emergency-signs", None)}


def test_invented_areas_of_a_week_without_sessions_are_found():
    request = sp.PlanRequest(minutes=5, days_since_injury=3)
    made = sp.Planner(explain=False).programme(request, "2026-03-02", 1, rest_days={"2026-03-02"})
    programme = json.loads(made.model_dump_json())
    programme["weeks"][0]["coverage"] = {}
    assert broken(programme) == {("true-programme", None)}


def test_the_notice_of_unknown_sessions_does_not_stand_beside_known_ones():
    programme = a_programme(days=2)
    assert programme["notices"][-1]["id"] == "begins-low"
    programme["request"]["history"] = [{"on": "2026-03-01"}]
    assert ("true-programme", None) in broken(programme)


@pytest.mark.parametrize("dates", [["2026-04-01"], ["2026-03-08", "2026-03-08"]])
def test_rest_dates_are_days_of_the_programme_each_once(dates):
    programme = a_programme()
    programme["rest_dates"] = dates
    assert ("rest-days", None) in broken(programme)
