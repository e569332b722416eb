"""The sessions of some weeks: does each day follow from the request and the days before it?"""

import json
import subprocess
import sys
from datetime import date, timedelta
from itertools import combinations

import jsonschema
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import stretchplan as sp
from stretchplan.planning.build.outline import make_outline
from stretchplan.results.programme import WEEKDAYS
from stretchplan.results.records import as_planned
from stretchplan.testing import programmes

START = "2026-03-02"  # a Monday
PLANNER = sp.Planner(explain=False)
REQUEST = sp.PlanRequest(minutes=5, days_since_injury=None)


def made(minutes=10, day=0, days=10, start=START, rest_days=(), days_per_week=7, planner=PLANNER, **fields):
    """Return a programme."""
    if fields.get("history"):
        fields = {"on": start} | fields
    request = sp.PlanRequest(minutes=minutes, days_since_injury=day, **fields)
    return planner.programme(request, start, days, days_per_week=days_per_week, rest_days=rest_days)


def ids(day):
    """Return the stretches of a day."""
    return [prescription.stretch_id for prescription in day.plan.prescriptions]


def changes(day, kind):
    """Return the stretches with a change of a kind."""
    return [change.stretch_id for change in day.changes if change.kind == kind]


# --- each day --------------------------------------------------------------------------------------------------------


def test_each_day_is_the_plan_of_its_date_after_the_days_before_it():
    programme = made(days=9, pain=2, targets={"hips", "lower_back"})
    done = []
    for number, day in enumerate(programme.days):
        asked = {"minutes": 10, "days_since_injury": number, "pain": 2, "targets": {"hips", "lower_back"}}
        assert day.plan == PLANNER.plan(**asked, on=day.on, history=done)
        done.append(sp.record_of(day.plan, pain_before=2, pain_after=2, pain_next_day=2))
    assert [day.on.isoformat() for day in programme.days][:2] == [START, "2026-03-03"]


def test_the_bridge_enters_on_day_seven_and_the_day_says_why():
    programme = made(days=9)
    assert [("glute_bridge" in ids(day)) for day in programme.days] == [False] * 7 + [True] * 2
    (change,) = [one for one in programme.days[7].changes if one.kind == "allowed"]
    assert (change.stretch_id, change.rule_id) == ("glute_bridge", "recovery-window")
    assert change.text == "Glute Bridge may be planned from now on: this is day 7 after the injury."
    assert changes(programme.days[7], "new") == ["glute_bridge"]


def test_the_forms_of_the_first_week_end_with_it():
    last, first = made(days=8).days[6:]
    assert changes(last, "form") == []
    assert {"cat_cow", "knee_to_chest", "piriformis_stretch"} >= set(changes(first, "form")) != set()
    change = next(one for one in first.changes if one.kind == "form")
    assert change.rule_id in {"early-form", "piriformis-light"}
    assert "usual form" in change.text


def test_the_moves_take_less_time_from_the_second_week_on():
    programme = made(days=8)
    assert [one.text for one in programme.days[7].changes if one.kind == "pace"] == [
        "The moves between stretches take less time from now on, at the pace 'usual'."
    ]
    assert all(one.kind != "pace" for day in programme.days[:7] for one in day.changes)


def test_an_amount_rises_after_a_week_by_one_step_and_the_day_says_so():
    programme = made(minutes=20, day=None, days=9)
    rises = [one for day in programme.days for one in day.changes if one.rule_id == "one-step-up"]
    assert {one.kind for one in rises} == {"dose"}
    assert all(day.on.isoformat() >= "2026-03-09" for day in programme.days if any(c in rises for c in day.changes))
    assert rises[0].before.amount < rises[0].now.amount or rises[0].before.sets < rises[0].now.sets
    assert rises[0].text.endswith(", a step up after a regular week that settled.")


def test_the_first_day_of_somebody_without_a_history_has_no_changes():
    assert made(days=1).days[0].changes == ()


def test_unknown_sessions_before_are_read_as_none_and_it_is_said():
    unknown, beginner = made(day=None, days=3), made(day=None, days=3, history=())
    assert unknown.days == beginner.days
    assert [notice.id for notice in unknown.notices] == ["general-information", "as-planned", "begins-low"]
    assert [notice.id for notice in beginner.notices] == ["general-information", "as-planned"]
    assert unknown.request.history == ()


def test_pain_is_taken_for_that_of_every_day():
    assert {day.plan.request.pain for day in made(days=3, pain=4).days} == {4}


def test_a_request_of_an_earlier_date_is_advanced_to_the_first_day():
    programme = made(day=2, on="2026-02-28", days=2)
    assert [day.plan.request.days_since_injury for day in programme.days] == [4, 5]


def test_what_made_the_back_worse_before_the_programme_returns_on_its_day():
    cobra = {"stretch_id": "cobra_pose", "done": {"sets": 1, "repetitions": 5, "sides": "both"}, "aggravated": True}
    before = {"on": "2026-02-28", "stretches": [cobra], "pain_before": 2, "pain_next_day": 2}
    programme = made(day=None, history=[before])
    first = next(day for day in programme.days if "cobra_pose" in ids(day))
    assert first.on == date(2026, 3, 8)
    assert ("allowed", "aggravating-leave") in [(one.kind, one.rule_id) for one in first.changes]
    assert changes(programme.days[0], "forbidden") == ["cobra_pose"]


# --- days without a session ------------------------------------------------------------------------------------------


def test_a_day_without_a_plan_says_why_and_what_would_help():
    programme = made(days=9, profile={"include": {"glute_bridge"}})
    assert [day.kind for day in programme.days] == ["refused"] * 7 + ["session"] * 2
    refusal = programme.days[0].refusal
    assert refusal.kind == "no_plan"
    assert "the rule about the early days keeps it out on day 0" in refusal.message
    assert refusal.ways_out == ("from day 7, in 7 days (2026-03-09)", "without Glute Bridge")


def test_a_search_that_ends_early_is_another_refusal():
    planner = sp.Planner(explain=False)

    def ended(request):
        raise sp.SearchExhausted(7)

    planner.plan = ended
    assert [day.refusal.kind for day in made(days=2, planner=planner).days] == ["search_ended"] * 2


def test_warning_signs_leave_no_programme():
    with pytest.raises(sp.SeeAClinician):
        made(screening={"bladder_or_bowel": "yes"})


@pytest.mark.parametrize("per_week", range(1, 8))
@pytest.mark.parametrize("first", range(7))
def test_rest_days_are_spread_as_evenly_as_they_can_be(per_week, first):
    start = date(2026, 3, 2) + timedelta(days=first)
    outline = make_outline(REQUEST, start, 15, per_week, ())
    kinds = [not outline.rests(day) for day in outline.days]
    assert kinds[0]
    assert all(sum(kinds[k : k + 7]) == per_week for k in range(9))
    assert longest_run(kinds[:7]) == min(
        longest_run([k in days for k in range(7)]) for days in combinations(range(7), per_week)
    )


def longest_run(days):
    """Return the longest run of days with a session in a week that repeats."""
    return 7 if all(days) else max(map(len, "".join("x" if day else " " for day in days * 2).split()), default=0)


@given(st.frozensets(st.sampled_from(WEEKDAYS)), st.integers(1, 7), st.integers(0, 6))
def test_stated_weekdays_are_rest_days_and_others_only_where_too_many_are_left(weekdays, per_week, first):
    start = date(2026, 3, 2) + timedelta(days=first)
    outline = make_outline(REQUEST, start, 7, per_week, weekdays)
    rest = {WEEKDAYS[day.weekday()] for day in outline.days if outline.rests(day)}
    assert rest == set(outline.rest_weekdays)
    assert rest >= weekdays
    assert len(rest) == max(len(weekdays), 7 - per_week)


def test_dates_are_rest_days_too():
    programme = made(days=5, rest_days={"2026-03-04", date(2026, 3, 5), date(2026, 4, 1)})
    assert [day.kind for day in programme.days] == ["session", "session", "rest", "rest", "session"]
    assert programme.rest_dates == (date(2026, 3, 4), date(2026, 3, 5))


def test_weeks_add_up_what_their_days_have():
    programme = made(days=9, days_per_week=5)
    first, second = programme.weeks
    assert (first.days, first.sessions, second.days, second.sessions) == (7, 5, 2, 2)
    plans = [day.plan for day in programme.days[:7] if day.plan]
    assert first.session_seconds == sum(plan.total_seconds for plan in plans)
    for area, covered in first.coverage.items():
        assert covered.primary_seconds == sum(plan.coverage[area].primary_seconds for plan in plans)
        assert covered.served_quarter_seconds == sum(plan.coverage[area].served_quarter_seconds for plan in plans)


# --- lazily, and again -----------------------------------------------------------------------------------------------


def test_the_first_day_costs_one_plan():
    planner = sp.Planner(explain=False)
    asked = []
    plan = planner.plan
    planner.plan = lambda request: asked.append(request.on) or plan(request)
    days = planner.programme_days(sp.PlanRequest(minutes=5, days_since_injury=3), START, 28)
    assert asked == []
    assert next(days).on == asked[0] == date(2026, 3, 2)
    assert len(asked) == 1
    assert [day.on for day in days][-1] == date(2026, 3, 29)


def test_days_one_by_one_are_those_of_the_programme():
    request = sp.PlanRequest(minutes=5, days_since_injury=3)
    assert tuple(PLANNER.programme_days(request, START, 9, days_per_week=4)) == made(5, 3, 9, days_per_week=4).days


def test_what_is_wrong_is_said_before_the_first_day_is_asked_for():
    with pytest.raises(sp.InvalidRequest):
        PLANNER.programme_days(sp.PlanRequest(minutes=5, days_since_injury=3), START, 0)


@pytest.mark.parametrize(
    "fields",
    [
        {"day": 0, "pain": 3, "days_per_week": 6},
        {"day": None, "minutes": 5},
        {"day": 5, "minutes": 12, "rest_days": {"sunday", "2026-03-06"}},
        {"day": None, "history": [], "profile": {"conditions": {"osteoporosis"}}, "days_per_week": 3},
        {"day": 3, "profile": {"include": {"glute_bridge"}}},
    ],
)
def test_planning_again_from_any_day_gives_the_same_days_while_nothing_differs(fields):
    programme = made(**fields, days=12)
    done = list(programme.request.history)
    for number, day in enumerate(programme.days):
        again = PLANNER.replan(programme, day.on, done)
        assert again.days == programme.days[number:]
        if day.plan is not None:
            done.append(as_planned(day.plan))


def test_planning_again_after_what_happened_minds_it():
    programme = made(days=12, day=None)
    first = sp.record_of(programme.days[0].plan, aggravated={"cat_cow"}, pain_before=2, pain_next_day=5)
    again = PLANNER.replan(programme, "2026-03-03", [first], pain=5)
    assert all("cat_cow" not in ids(day) for day in again.days[:7])
    assert "cat_cow" in ids(again.days[7])
    assert again.days[0].plan.request.pain == 5
    assert again.ends_on == programme.ends_on


def test_planning_again_after_a_new_injury_counts_from_it():
    programme = made(days=12, day=30)
    done = [as_planned(day.plan).model_copy(update={"before_injury": True}) for day in programme.days[:4]]
    again = PLANNER.replan(programme, "2026-03-06", done, days_since_injury=0)
    assert [day.plan.request.days_since_injury for day in again.days] == list(range(8))
    assert "glute_bridge" not in {name for day in again.days[:7] for name in ids(day)}


@pytest.mark.parametrize(
    ("call", "message"),
    [
        (lambda p: PLANNER.replan(p, "2026-05-01", ()), "2026-05-01 is not a day of this programme"),
        (lambda p: PLANNER.replan(p, "2026-03-03", None), "null (None in Python) is not allowed"),
        (lambda p: PLANNER.replan(p.days, "2026-03-03", ()), "is not a Programme"),
        (lambda p: PLANNER.replan(p, "2026-03-03", (), on="2026-03-03"), "on cannot be changed here"),
        (lambda p: PLANNER.replan(p, "2026-03-03", (), minuts=3), "minuts"),
        (
            lambda p: PLANNER.replan(p, "2026-03-03", [as_planned(p.days[1].plan)]),
            "a session is on 2026-03-03, and 2026-03-03 is planned again",
        ),
    ],
)
def test_what_is_wrong_with_planning_again_is_said(call, message):
    with pytest.raises(sp.InvalidRequest, match=message.replace("(", r"\(").replace(")", r"\)")):
        call(made(days=3))


# --- what is wrong ---------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        ({"start": "2026-13-01"}, "start: '2026-13-01' is not allowed; give a date such as 2026-01-31"),
        ({"start": None}, "start: null (None in Python) is not allowed"),
        ({"start": "2026-02-27", "on": "2026-02-28"}, "start: 2026-02-27 is before the date of the request"),
        ({"start": "9999-12-30"}, "start: 10 days from 9999-12-30 on go beyond 9999-12-31; start earlier"),
        ({"days": 0}, "days: 0 is not allowed; give a whole number from 1 to 366"),
        ({"days": 367}, "days: 367 is not allowed; give a whole number from 1 to 366"),
        ({"days": True}, "days: True is not allowed; give a whole number from 1 to 366"),
        ({"days": "28"}, "days: '28' is not allowed; give a whole number from 1 to 366"),
        ({"days_per_week": 8}, "days_per_week: 8 is not allowed; give a whole number from 1 to 7"),
        ({"day": 36_500}, "days: the days since the injury would pass 36,500"),
        (
            {"profile": {"conditions": {"pregnancy"}, "trimester": 1}},
            "profile.trimester: the first trimester may end within these days; leave it out",
        ),
        (
            {"rest_days": "sunday"},
            'rest_days: \'sunday\' is not allowed; give a list, such as ["sunday", "2026-01-31"]',
        ),
        ({"rest_days": 7}, "rest_days: 7 is not allowed"),
        ({"rest_days": {"sonday"}}, "rest_days: 'sonday' is neither a weekday nor a date; did you mean 'sunday'?"),
        ({"rest_days": {6}}, "rest_days: 6 is neither a weekday nor a date; give weekdays such as 'sunday'"),
        ({"rest_days": [None]}, "rest_days: None is neither a weekday nor a date"),
        ({"rest_days": [{}]}, "rest_days: {} is neither a weekday nor a date"),
    ],
)
def test_wrong_values_are_named_in_one_sentence(arguments, message):
    with pytest.raises(sp.InvalidRequest) as caught:
        made(**arguments)
    assert message in str(caught.value)
    assert len(caught.value.problems) == 1


def test_a_session_after_the_first_day_is_no_history_of_it():
    with pytest.raises(sp.InvalidRequest, match="after the session to plan, 2026-03-02"):
        made(history=[{"on": "2026-03-03"}], on=START)


# --- its JSON form ---------------------------------------------------------------------------------------------------


@given(programmes(most_days=9))
@settings(max_examples=10)
def test_the_json_form_is_read_back_and_fits_the_schema(programme):
    text = programme.model_dump_json()
    assert sp.Programme.model_validate_json(text) == programme
    assert sp.Programme.model_validate_json(text).model_dump_json() == text
    jsonschema.Draft202012Validator(sp.programme_schema()).validate(json.loads(text))


def test_the_json_form_states_the_sessions_before_once():
    before = {"on": "2026-02-20", "note": "the only one"}
    programme = made(day=None, days=4, history=[before])
    text = programme.model_dump_json()
    assert text.count("the only one") == 1
    assert [len(day.plan.request.history) for day in sp.Programme.model_validate_json(text).days] == [1, 2, 3, 4]


def test_a_year_is_read_back():
    text = made(minutes=3, day=None, days=366, days_per_week=1).model_dump_json()
    assert len(text) < sp.Programme.max_json_bytes / 28  # so that a session a day is below a quarter of it
    assert len(sp.Programme.model_validate_json(text).days) == 366


def test_the_same_programme_comes_out_whatever_the_order_of_hashes_is():
    code = (
        "import stretchplan as sp; request = sp.PlanRequest(minutes=7, days_since_injury=3, targets={'hips', 'spine'});"
        "made = sp.Planner().programme(request, '2026-03-02', 6, rest_days={'sunday', 'friday', '2026-03-04'});"
        "print(made.model_dump_json())"
    )
    texts = [
        subprocess.run(
            [sys.executable, "-c", code],
            capture_output=True,
            check=True,
            env={"PYTHONHASHSEED": seed, "PYTHONPATH": path},
        ).stdout
        for seed, path in (("1", ":".join(sys.path)), ("2", ":".join(sys.path)))
    ]
    assert texts[0] == texts[1]


def test_its_repr_is_short():
    assert repr(made(days=2)) == (
        "Programme(starts_on='2026-03-02', days=2, minutes=10, days_since_injury=0, "
        "catalog='lower_back_seven 1.2.0', sessions=2, refused=[])"
    )


def test_a_session_on_the_first_day_counts_and_planning_again_agrees():
    early = {"on": START, "stretches": [{"stretch_id": "cat_cow", "aggravated": True}]}
    programme = made(day=None, days=3, history=[early])
    assert sp.check_programme(programme).ok
    assert PLANNER.replan(programme, START, programme.request.history).days == programme.days
    done = [*programme.request.history, as_planned(programme.days[0].plan)]
    assert PLANNER.replan(programme, "2026-03-03", done).days == programme.days[1:]


def test_rules_of_ones_own_that_change_from_day_to_day_are_no_changes():
    class EverySecondDay:
        id = "every-second-day"
        sentence = "Knee to chest on every second day."
        source = "test"
        strength = "policy"

        def leaves(self, stretch, doses, request):
            return () if stretch.id == "knee_to_chest" and request.on.toordinal() % 2 else doses

        def judge(self, plan, catalog):
            return ()

    programme = made(day=None, days=4, planner=sp.Planner(rules=[EverySecondDay()], explain=False))
    assert all(change.kind not in ("allowed", "forbidden") for day in programme.days for change in day.changes)
    assert sp.check_programme(programme, rules=[EverySecondDay()]).ok


def test_a_flow_in_seconds_and_the_same_in_breaths_are_one_dose():
    done = {"sets": 1, "hold_seconds": 30, "sides": "both"}
    before = {"on": "2026-03-01", "stretches": [{"stretch_id": "cat_cow", "done": done}], "pain_next_day": 0}
    programme = made(day=None, days=1, history=[before], profile={"include": {"cat_cow"}})
    planned = next(p for p in programme.days[0].plan.prescriptions if p.stretch_id == "cat_cow")
    assert (planned.sets, planned.set_seconds) == (1, 30)
    assert changes(programme.days[0], "dose") == []
    assert sp.check_programme(programme).ok
