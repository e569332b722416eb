"""Do the laws of a best plan hold: more freedom never makes it worse, less never better, names change nothing?"""

import os
import subprocess
import sys

import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st

import stretchplan as sp
from stretchplan.catalog.catalog import Catalog
from tests.oracles.drawing import small_catalogs, small_requests


def value(catalog, request):
    """Return how good the best plan is, more is better; None when there is none."""
    try:
        return sp.Planner(catalog).plan(request).objective.rank
    except sp.Infeasible:
        return None


def no_worse(after, before):
    """Say whether ``after`` is at least as good as ``before``, where no plan at all is the worst."""
    return before is None or (after is not None and after >= before)


def changed(model, **fields):
    """Return a validated copy of a model with other fields."""
    return type(model).model_validate(model.model_dump() | fields)


@given(st.data())
def test_more_time_never_makes_the_best_plan_worse(data):
    """One second more, or a minute."""
    catalog = data.draw(small_catalogs())
    request = data.draw(small_requests(catalog))
    more = data.draw(st.sampled_from([1, 5, 60]))
    total = request.budget_seconds + more
    longer = changed(request, minutes=total // 60, seconds=total % 60)
    assert no_worse(value(catalog, longer), value(catalog, request))


@given(st.data())
def test_one_more_stretch_never_makes_it_worse(data):
    """With the demanded areas fixed; the smaller catalogue is the larger one less its last unreferenced entry."""
    catalog = data.draw(small_catalogs())
    request = data.draw(small_requests(catalog))
    assume(request.targets)
    free = [
        s
        for s in catalog.stretches
        if not any(s.id in (*o.ordering.after, o.ordering.straight_after) for o in catalog.stretches)
    ]
    extra = data.draw(st.sampled_from(free))
    # A stretch that opens binds the sessions that have it, but none that does not: leaving it out stays possible.
    rest = [s.model_dump() for s in catalog.stretches if s.id != extra.id]
    assume(rest)
    smaller = changed(catalog, stretches=rest)
    assert no_worse(value(catalog, request), value(smaller, request))


@given(st.data())
def test_one_more_rule_never_makes_it_better(data):
    """A longer recovery window, one set less, or a shorter hold for one stretch."""
    catalog = data.draw(small_catalogs())
    request = data.draw(small_requests(catalog))
    assume(request.targets)
    index = data.draw(st.integers(0, len(catalog.stretches) - 1))
    stretches = [s.model_dump() for s in catalog.stretches]
    stretch = stretches[index]
    kind = data.draw(st.sampled_from(["window", "sets", "amount"]))
    if kind == "window":
        stretch["first_allowed_day"] += data.draw(st.integers(1, 50))
    elif kind == "sets":
        assume(stretch["dose"]["max_sets"] > stretch["dose"]["min_sets"])
        stretch["dose"]["max_sets"] -= 1
    else:
        dose = stretch["dose"]
        top = "max_repetitions" if dose["kind"] == "repetitions" else "max_seconds"
        step = dose.get("step_seconds", 1)
        assume(dose[top] - step >= dose[top.replace("max", "min")])
        dose[top] -= step
    assert no_worse(value(catalog, request), value(changed(catalog, stretches=stretches), request))


@given(st.data())
def test_with_the_same_areas_counted_a_demand_never_makes_it_better(data):
    """Asking for one area more never raises what the least-served one gets."""
    catalog = data.draw(small_catalogs())
    request = data.draw(small_requests(catalog))
    assume(request.targets)
    extra = data.draw(st.sampled_from(catalog.area_ids))
    asked_more = changed(request, targets=request.targets | {extra})
    before, after = value(catalog, request), value(catalog, asked_more)
    assert after is None or (before is not None and after[0] <= before[0])


def renamed(catalog):
    """Return the catalogue with every stretch and area id, and every name, replaced; and the two maps."""
    stretch_ids = {s.id: f"zz_{len(catalog.stretches) - i}" for i, s in enumerate(catalog.stretches)}
    area_ids = {a.id: f"yy_{len(catalog.areas) - i}" for i, a in enumerate(catalog.areas)}
    data = catalog.model_dump()
    for area in data["areas"]:
        area["id"] = area_ids[area["id"]]
    for stretch in data["stretches"]:
        stretch["id"] = stretch_ids[stretch["id"]]
        stretch["aliases"] = ()
        stretch["provenance"] = {}
        for targets in ("primary", "secondary"):
            stretch["targets"][targets] = [area_ids[a] for a in stretch["targets"][targets]]
        hints = stretch["ordering"]
        hints["after"] = [stretch_ids[i] for i in hints["after"]]
        hints["straight_after"] = stretch_ids.get(hints["straight_after"])
    return Catalog.model_validate(data), stretch_ids, area_ids


@given(st.data())
def test_renaming_ids_changes_nothing_but_names(data):
    """Same doses, order, times and coverage under the new names."""
    catalog = data.draw(small_catalogs())
    request = data.draw(small_requests(catalog))
    other, stretch_ids, area_ids = renamed(catalog)
    asked = changed(request, targets={area_ids[a] for a in request.targets})
    try:
        plan = sp.Planner(catalog).plan(request)
    except sp.Infeasible:
        with pytest.raises(sp.Infeasible):
            sp.Planner(other).plan(asked)
        return
    again = sp.Planner(other).plan(asked)
    assert [stretch_ids[p.stretch_id] for p in plan.prescriptions] == [p.stretch_id for p in again.prescriptions]
    assert [(s.start_seconds, s.seconds, s.kind, s.side, s.breathing) for s in plan.schedule] == [
        (s.start_seconds, s.seconds, s.kind, s.side, s.breathing) for s in again.schedule
    ]
    assert {area_ids[a]: c for a, c in plan.coverage.items()} == again.coverage
    assert plan.objective == again.objective


SCRIPT = """
import stretchplan as sp
for day in (0, 6, 7, 41, 42, None):
    for minutes in (1, 4, 9):
        for targets in (set(), {"hips", "knees", "upper_back"}, {"lower_back", "ankles", "glutes", "hamstrings"}):
            try:
                print(sp.plan(minutes=minutes, days_since_injury=day, targets=targets).model_dump_json())
            except sp.Infeasible as error:
                print(error.to_dict())
"""


def test_the_same_request_gives_the_same_bytes_in_every_process():
    """Four processes with four seeds for Python's hashes, and two time zones and locales, print the same plans."""
    outputs = set()
    for seed, zone in (("0", "UTC"), ("1", "Pacific/Auckland"), ("42", "UTC"), ("random", "America/Lima")):
        environment = os.environ | {"PYTHONHASHSEED": seed, "TZ": zone, "LC_ALL": "C"}
        run = subprocess.run([sys.executable, "-c", SCRIPT], env=environment, capture_output=True, check=True)
        outputs.add(run.stdout)
    assert len(outputs) == 1
    assert len(outputs.pop().splitlines()) == 54


@settings(max_examples=50)
@given(st.data())
def test_the_same_planner_answers_the_same_whatever_it_was_asked_before(data):
    """A planner that has answered other requests gives the bytes that a fresh one gives."""
    catalog = data.draw(small_catalogs())
    requests = data.draw(st.lists(small_requests(catalog), min_size=2, max_size=5))
    used = sp.Planner(catalog)

    def answer(planner, request):
        try:
            return planner.plan(request).model_dump_json()
        except sp.Infeasible as error:
            return str(error.to_dict())

    for request in requests:
        answer(used, request)
    for request in requests:
        assert answer(used, request) == answer(sp.Planner(catalog, share=False), request)
