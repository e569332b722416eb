"""Does the checker name each field of the summary that differs from the schedule, with both values?"""

from copy import deepcopy

import pytest

from stretchplan.safety.check import check
from tests.support.plan_builder import BUILTIN, build, notice, request, retell
from tests.support.sample_plans import at, full, other

AREAS = list(BUILTIN.area_ids)


def said(plan, catalog=None):
    """Return the messages about the summary."""
    found = check(plan, catalog=catalog).violations
    return [violation.message for violation in found if violation.rule_id == "true-summary"]


@pytest.mark.parametrize(
    ("field", "value", "shown", "counted"),
    [
        ("name", "Other", "'Other'", "'Knee to Chest Stretch'"),
        ("position", "prone", "prone", "supine"),
        ("kind", "flow", "flow", "hold"),
        ("sides", "both", "both", "each"),
        ("equipment", ["chair"], "'chair'", "'mat'"),
        ("equipment", [], "nothing", "'mat'"),
        ("needs", ["mat"], "'mat'", "nothing"),
        ("sets", 3, "3", "2"),
        ("set_seconds", 21, "21", "20"),
        ("hold_seconds", None, "None", "20"),
        ("repetitions", 5, "5", "None"),
        ("areas", [], "nothing", "'lower_back', 'hips', 'glutes'"),
        ("areas", AREAS[:1] * 12, ", ".join(["'lower_back'"] * 12), "'lower_back', 'hips', 'glutes'"),
        ("areas", AREAS[:1] * 13, ", ".join(["'lower_back'"] * 12) + " and 1 more", "'lower_back', 'hips', 'glutes'"),
    ],
)
def test_a_prescription(field, value, shown, counted):
    """The plan has two sets of knee to chest, 20 s on each side."""
    plan = full()
    if field == "areas":
        counted = ", ".join(map(repr, plan["prescriptions"][0]["areas"]))
    plan["prescriptions"][0][field] = value
    assert said(plan) == [f"The prescription of Knee to Chest Stretch has {field} {shown}; it must be {counted}."]


def test_seconds_per_side():
    plan = full()
    plan["prescriptions"][0]["seconds_per_side"] = 41
    assert said(plan) == ["The prescription of Knee to Chest Stretch has seconds_per_side 41; it must be 40."]


def test_sides_that_differ():
    """The summary may describe either side, and nothing else."""
    plan = full()
    plan["schedule"][at(plan, "knee_to_chest", "hold", 1)]["seconds"] = 15
    retell(plan)
    told = plan["prescriptions"][0]
    assert (told["set_seconds"], told["seconds_per_side"]) == (20, 40)
    assert said(plan) == []
    told["set_seconds"] = 18
    assert said(plan) == ["The prescription of Knee to Chest Stretch has set_seconds 18; it must be 15 or 20."]


@pytest.mark.parametrize("part", ["primary", "secondary", "named"])
def test_areas_in_the_order_of_the_catalogue(part):
    targets = {"primary": ["lower_back"], "secondary": ["knees"], part: ["hips", "spine"]}
    catalog = other(childs_pose={"targets": targets})
    plan = build([("childs_pose", 1, 30)], request(targets=["hips"]), catalog)
    assert said(plan, catalog) == []
    plan["prescriptions"][0]["areas"].sort(key=["hips", "spine", "lower_back", "knees"].index)
    assert len(said(plan, catalog)) == 1


@pytest.mark.parametrize(
    ("field", "value"),
    [
        ("demanded", True),
        ("primary_seconds", -1),
        ("secondary_seconds", -1),
        ("named_seconds", -1),
        ("served_half_seconds", -1),
        ("served_quarter_seconds", -1),
    ],
)
def test_an_area(field, value):
    plan = full()
    for area, entry in plan["coverage"].items():
        counted, entry[field] = entry[field], value
        assert said(plan) == [f"The coverage of {area} has {field} {value}; it must be {counted}."]
        entry[field] = counted


@pytest.mark.parametrize("kind", ["primary", "secondary", "named", None])
def test_the_kind_of_an_area(kind):
    plan = full()
    for area, entry in plan["coverage"].items():
        counted, entry["kind"] = entry["kind"], kind
        due = [] if kind == counted else [f"The coverage of {area} has kind {kind}; it must be {counted}."]
        assert said(plan) == due
        entry["kind"] = counted


def test_the_name_of_an_area():
    plan = full()
    name = plan["coverage"]["hips"]["name"]
    plan["coverage"]["hips"]["name"] = "Sleep"
    assert said(plan) == [f"The coverage of hips has name 'Sleep'; it must be {name!r}."]


def test_an_area_after_one_that_is_missing():
    plan = full()
    first, *_, last = plan["coverage"]
    del plan["coverage"][first]
    plan["coverage"][last]["primary_seconds"] = -1
    one, two = said(plan)
    assert one.startswith("The coverage lists ")
    assert two.startswith(f"The coverage of {last} has primary_seconds -1; it must be ")


@pytest.mark.parametrize(
    "field",
    [
        "least_served_quarter_seconds",
        "total_served_quarter_seconds",
        "least_served_half_seconds",
        "total_served_half_seconds",
        "stretches",
        "stretching_seconds",
        "position_changes",
    ],
)
def test_the_objective(field):
    plan = full() | {"optimal": False}
    counted = plan["objective"][field]
    plan["objective"][field] = counted - 1
    plan["bound"] |= {"least_served_quarter_seconds": 10**6, "least_served_half_seconds": 5 * 10**5}
    assert said(plan) == [f"The objective has {field} {counted - 1}; it must be {counted}."]


def test_without_a_history_nothing_tells_how_long_a_stretch_has_rested():
    plan = full()
    plan["objective"]["rested_days"] = 5
    plan["bound"]["rested_days"] = 5
    assert said(plan) == [
        "The objective has rested_days 5; it must be None.",
        "The bound has rested_days 5; only a plan with a history has it.",
    ]


def test_a_history_counts_in_the_objective():
    done = {"sets": 1, "hold_seconds": 20, "sides": "each"}
    past = {"on": "2026-03-28", "stretches": [{"stretch_id": "knee_to_chest", "done": done}], "before_injury": False}
    asked = request(on="2026-03-30", targets=("glutes",)) | {"history": [past]}
    plan = build([("knee_to_chest", 1, 10)], asked)
    plan["notices"].append(
        notice(
            "low-start",
            "New, or not known to have settled yet, so the lowest amount is right today: Knee to Chest Stretch.",
            "low-start",
        )
        | {"kind": "session"}
    )
    # Ten seconds count for 20 sevenths of one, rounded up: it was done two days ago. The coverage is of today alone.
    assert plan["coverage"]["glutes"]["served_quarter_seconds"] == 4 * 10
    assert plan["objective"]["least_served_quarter_seconds"] == 4 * (3 + 20)
    assert plan["objective"]["rested_days"] == 2
    assert check(plan).ok
    for name in ("least_served_quarter_seconds", "total_served_quarter_seconds", "rested_days"):
        for wrong in (-1, 1):
            changed = deepcopy(plan)
            changed["objective"][name] += wrong
            assert {violation.rule_id for violation in check(changed).violations} == {"true-summary"}


@pytest.mark.parametrize(
    ("days", "counts"), [(0, 2), (1, 2), (2, 3), (3, 5), (4, 6), (6, 9), (7, 10), (8, 10), (13, 10)]
)
def test_a_stretch_done_lately_counts_for_less(days, counts):
    """Ten seconds: a seventh for each day of rest, at least one and at most seven, rounded up."""
    done = {"sets": 1, "hold_seconds": 10, "sides": "each"}
    past = {"on": f"2026-03-{30 - days}", "stretches": [{"stretch_id": "knee_to_chest", "done": done}]}
    asked = request(on="2026-03-30", targets=("glutes",)) | {"history": [past]}
    plan = build([("knee_to_chest", 1, 10)], asked)
    before = 10 if days <= 6 else 0
    own = plan["objective"]["least_served_quarter_seconds"]
    plan["objective"]["least_served_quarter_seconds"] = -1
    (message,) = [text for text in said(plan) if text.startswith("The objective has least_served_quarter")]
    assert message == f"The objective has least_served_quarter_seconds -1; it must be {4 * (counts + before)}."
    assert own == 4 * (counts + before)


def test_work_of_no_time_serves_nothing():
    plan = full()
    for step in plan["schedule"]:
        if step["stretch_id"] == "childs_pose" and step["kind"] == "hold":
            step["seconds"] = 0
    assert not [message for message in said(retell(plan)) if "coverage" in message or "objective" in message]


def test_one_breath_without_a_number():
    """The missing number breaks whole-schedule, not true-summary; the prescription may have 1."""
    plan = full()
    step = plan["schedule"][at(plan, "cobra_pose", "repeat")]
    breath = BUILTIN.by_id["cobra_pose"].breath
    step["seconds"] = breath.inhale_seconds + breath.exhale_seconds
    step["repetitions"] = None
    retell(plan)
    (told,) = [entry for entry in plan["prescriptions"] if entry["stretch_id"] == "cobra_pose"]
    told["repetitions"] = 1
    assert said(plan) == []


def test_what_is_avoided_is_not_timed():
    """The bridge would not fit into two minutes, but the entry must give the wish as the reason."""
    asked = request(minutes=2, targets=["spine"], profile={"avoid_stretches": ["glute_bridge"]})
    assert said(build([("cat_cow", 1, 30)], asked)) == []
