"""Planners that are each wrong in one way, which the contract must catch."""

import json

import stretchplan as sp
from stretchplan.inputs.request import PACES
from stretchplan.testing.sessions import plan_of

RIGHT = sp.Planner(explain=False)


def document(request):
    """Return the right plan for a request, as plain data to be changed."""
    return json.loads(RIGHT.plan(request).model_dump_json())


def as_asked(made, request):
    """Return a plan with the given request in place of its own."""
    return made | {"request": json.loads(request.model_dump_json())}


def bridge_in_week_one(request):
    """Take the bridge for the pelvis on any day, with knee to chest before it."""
    if "pelvis" not in request.targets or request.days_since_injury is None:
        return document(request)
    session = [("knee_to_chest", 1, 10), ("glute_bridge", 1, 10)]
    return plan_of(session, request, sp.builtin_catalog())


def one_side_only(request):
    """Leave out every second side and its change of side."""
    plan = document(request)
    first = {"left": "right", "right": "left"}
    sides = [step["side"] for step in plan["schedule"] if step["side"] in first]
    if sides:
        other = first[sides[0]]
        plan["schedule"] = [s for s in plan["schedule"] if s["kind"] != "change_side" and s["side"] != other]
        at = 0
        for step in plan["schedule"]:
            step["start_seconds"] = at
            at += step["seconds"]
        plan["total_seconds"] = at
    return plan


def a_second_over(request):
    """Plan for one second more than the request has."""
    seconds = request.budget_seconds + 1
    if seconds > 240 * 60:
        return document(request)
    more = request.model_copy(update={"minutes": seconds // 60, "seconds": seconds % 60})
    return as_asked(document(more), request)


def overlapping_steps(request):
    """Start every step but the first one a second early."""
    plan = document(request)
    for step in plan["schedule"][1:]:
        step["start_seconds"] -= 1
    return plan


def forgets_conditions(request):
    """Use everything in a profile except its conditions."""
    profile = request.profile.model_copy(update={"conditions": (), "cleared": (), "trimester": None})
    return as_asked(document(request.model_copy(update={"profile": profile})), request)


def unstated_is_healthy(request):
    """Read a missing day as no recent injury."""
    fields = {name: getattr(request, name) for name in sp.PlanRequest.model_fields if hasattr(request, name)}
    return RIGHT.plan(sp.PlanRequest(**{"days_since_injury": None} | fields))


def plans_through_pain(request):
    """Plan as if there were no pain when there is much."""
    if request.pain is None or request.pain < 6:
        return document(request)
    return as_asked(document(request.model_copy(update={"pain": None})), request)


def deaf_to_warning_signs(request):
    """Ignore the screening."""
    return as_asked(document(request.model_copy(update={"screening": None})), request)


def bears_much_pain(request):
    """Plan for a pain of five when it is seven to nine."""
    return as_asked(
        document(request.model_copy(update={"pain": 5 if request.pain in (7, 8, 9) else request.pain})), request
    )


def plays_signs_down(request):
    """Say "a clinician first" for every warning sign."""
    try:
        return RIGHT.plan(request)
    except sp.SeeAClinician as error:
        raise sp.SeeAClinician("clinician_first", error.rule_ids, error.questions) from None


def reads_two_conditions(request):
    """Use only the first two conditions."""
    stated = sorted(request.profile.conditions)
    fewer = {"conditions": stated[:2], "cleared": ()} | ({} if "pregnancy" in stated[:2] else {"trimester": None})
    profile = request.profile.model_copy(update=fewer)
    return as_asked(document(request.model_copy(update={"profile": profile})), request)


def hurries(request):
    """Plan at the usual pace whenever the pace has no name."""
    named = request.pace in PACES.values()
    return document(request) if named else as_asked(document(request.model_copy(update={"pace": "usual"})), request)


def always_gives_up(request):
    """Say for every request that there is no plan."""
    raise sp.NoPlan("no plan today")


def forgets_the_days_before(request):
    """Plan as if nothing had happened before."""
    return as_asked(document(request.model_copy(update={"history": None})), request)


def remembers(request, calls=[]):  # noqa: B006 - the mistake is the point
    """Leave out the date's side on every second call."""
    calls.append(request)
    plan = document(request)
    plan["schedule"][0]["cue"] += "!" if len(calls) % 2 else ""
    return plan


def returns_nothing(request):
    """Forget the return."""
    RIGHT.plan(request)


def claims_too_much(request):
    """Make the plan for three quarters of the time and claim that it is the best for all of it."""
    seconds = max(60, request.budget_seconds * 3 // 4)
    less = request.model_copy(update={"minutes": seconds // 60, "seconds": seconds % 60})
    return RIGHT.plan(less).model_copy(update={"request": request})
