"""Does more freedom never make the best plan worse, less never better, and do names change nothing?"""

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
    """Return whether ``after`` is at least as good as ``before``; having no plan is the worst."""
    return before is None or (after is not None and after >= before)


def changed(model, **fields):
    """Return a validated copy of a model with other fields."""
    return type(model).model_validate(model.model_dump() | fields)


@given(st.data())
def test_more_time_never_makes_the_best_plan_worse(data):
    catalog = data.draw(small_catalogs())
    request = data.draw(small_requests(catalog))
    more = data.draw(st.sampled_from([1, 5, 60]))
    total = request.budget_seconds + more
    longer = changed(request, minutes=total // 60, seconds=total % 60)
    assert no_worse(value(catalog, longer), value(catalog, request))


@given(st.data())
def test_one_more_stretch_never_makes_the_best_plan_worse(data):
    """The demanded areas stay. The extra stretch is one that no other stretch refers to."""
    catalog = data.draw(small_catalogs())
    request = data.draw(small_requests(catalog))
    assume(request.targets)
    free = [
        s
        for s in catalog.stretches
        if not any(s.id in (*other.ordering.after, other.ordering.straight_after) for other in catalog.stretches)
    ]
    extra = data.draw(st.sampled_from(free))
    # A stretch that opens constrains only sessions that have it, so leaving it out stays possible.
    rest = [s.model_dump() for s in catalog.stretches if s.id != extra.id]
    assume(rest)
    smaller = changed(catalog, stretches=rest)
    assert no_worse(value(catalog, request), value(smaller, request))


@given(st.data())
def test_one_narrower_stretch_never_makes_the_best_plan_better(data):
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
        if dose["choices"]:
            assume(len(dose["choices"]) > 1)
            dose["choices"] = dose["choices"][:-1]
            dose[top] = dose["choices"][-1]
        else:
            step = dose.get("step_seconds", 1)
            assume(dose[top] - step >= dose[top.replace("max", "min")])
            dose[top] -= step
    assert no_worse(value(catalog, request), value(changed(catalog, stretches=stretches), request))


@given(st.data())
def test_one_more_area_never_raises_the_least_served_area(data):
    catalog = data.draw(small_catalogs())
    request = data.draw(small_requests(catalog))
    assume(request.targets)
    extra = data.draw(st.sampled_from(catalog.area_ids))
    more = changed(request, targets=request.targets | {extra})
    before, after = value(catalog, request), value(catalog, more)
    assert after is None or (before is not None and after[0] <= before[0])


def renamed(catalog):
    """Return the catalogue with other ids for stretches and areas, and the two maps from old to new ids."""
    stretch_ids = {s.id: f"zz_{len(catalog.stretches) - i}" for i, s in enumerate(catalog.stretches)}
    area_ids = {a.id: f"yy_{len(catalog.areas) - i}" for i, a in enumerate(catalog.areas)}
    data = catalog.model_dump()
    for area in data["areas"]:
        area["id"] = area_ids[area["id"]]
    for stretch in data["stretches"]:
        stretch["id"] = stretch_ids[stretch["id"]]
        stretch["aliases"] = ()
        stretch["provenance"] = {}
        for targets in ("primary", "secondary", "named"):
            stretch["targets"][targets] = [area_ids[a] for a in stretch["targets"][targets]]
        hints = stretch["ordering"]
        hints["after"] = [stretch_ids[i] for i in hints["after"]]
        hints["straight_after"] = stretch_ids.get(hints["straight_after"])
    return Catalog.model_validate(data), stretch_ids, area_ids


@given(st.data())
def test_renaming_ids_changes_only_names(data):
    catalog = data.draw(small_catalogs())
    request = data.draw(small_requests(catalog))
    other, stretch_ids, area_ids = renamed(catalog)
    renamed_request = changed(request, targets={area_ids[a] for a in request.targets})
    try:
        plan = sp.Planner(catalog).plan(request)
    except sp.Infeasible:
        with pytest.raises(sp.Infeasible):
            sp.Planner(other).plan(renamed_request)
        return
    other_plan = sp.Planner(other).plan(renamed_request)
    assert [stretch_ids[p.stretch_id] for p in plan.prescriptions] == [p.stretch_id for p in other_plan.prescriptions]
    assert [(s.start_seconds, s.seconds, s.kind, s.side, s.breathing) for s in plan.schedule] == [
        (s.start_seconds, s.seconds, s.kind, s.side, s.breathing) for s in other_plan.schedule
    ]
    assert {area_ids[a]: c for a, c in plan.coverage.items()} == other_plan.coverage
    assert plan.objective == other_plan.objective


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


def test_plans_are_the_same_bytes_in_every_process():
    """Four seeds for Python's hashes and three time zones."""
    outputs = set()
    for seed, zone in (("0", "UTC"), ("1", "Pacific/Auckland"), ("42", "UTC"), ("random", "America/Lima")):
        environment = os.environ | {"PYTHONHASHSEED": seed, "TZ": zone, "LC_ALL": "C"}
        run = subprocess.run([sys.executable, "-c", SCRIPT], env=environment, capture_output=True, check=True)
        outputs.add(run.stdout)
    assert len(outputs) == 1
    assert len(outputs.pop().splitlines()) == 54


@settings(max_examples=50)
@given(st.data())
def test_earlier_requests_do_not_change_an_answer(data):
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
