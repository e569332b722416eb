"""Does a comparison say what planning with both says?"""

from collections import Counter
from collections.abc import Callable
from functools import cache
from typing import Any

import pytest

import stretchplan as sp
from stretchplan.results.comparison import Comparison
from stretchplan.results.verification import Grid, Verification
from stretchplan.testing import compare, verify
from stretchplan.verification import Work, joined
from tests.support.one_by_one import answer_of, requests_of

GRID: dict[str, Any] = {
    "days": [None, 3, 7],
    "minutes": [3, 10],
    "areas": [(), {"hips"}, {"pelvis"}, {"knees", "ankles"}],
    "conditions": [(), {"knee_pain"}],
    "pain": [None],
}

Facts = dict[str, Any]


def edited(change: Callable[[Facts, dict[str, Facts]], None], *, named: str = "edited") -> sp.Catalog:
    """Return the seven after a change to their facts; the change gets them all, and the stretches by id."""
    facts = sp.builtin_catalog().model_dump(mode="json") | {"id": named}
    change(facts, {stretch["id"]: stretch for stretch in facts["stretches"]})
    return sp.Catalog.model_validate(facts)


def without_area(facts: Facts, by_id: dict[str, Facts]) -> None:
    """Remove the ankles."""
    facts["areas"] = [area for area in facts["areas"] if area["id"] != "ankles"]
    for stretch in facts["stretches"]:
        for kind in ("primary", "secondary", "named"):
            stretch["targets"][kind] = [area for area in stretch["targets"][kind] if area != "ankles"]
        stretch["provenance"].pop("targets.ankles", None)


def with_stretch(facts: Facts, by_id: dict[str, Facts]) -> None:
    """Add a stretch for the pelvis that may be done at once."""
    added = by_id["glute_bridge"] | {"id": "pelvic_tilt", "name": "Pelvic Tilt", "aliases": [], "first_allowed_day": 0}
    facts["stretches"].append(added)


def without_stretch(facts: Facts, by_id: dict[str, Facts]) -> None:
    """Remove the bridge."""
    facts["stretches"] = [stretch for stretch in facts["stretches"] if stretch["id"] != "glute_bridge"]


def in_other_order(facts: Facts, by_id: dict[str, Facts]) -> None:
    """Let the stretches stand the other way round."""
    facts["stretches"].reverse()


EDITS: dict[str, tuple[Callable[[Facts, dict[str, Facts]], None], str]] = {
    "a day lowered": (lambda facts, by_id: by_id["glute_bridge"].update(first_allowed_day=3), "glute_bridge: allowed"),
    "a day raised": (lambda facts, by_id: by_id["cat_cow"].update(first_allowed_day=7), "cat_cow: forbidden by"),
    "a dose widened": (
        lambda facts, by_id: by_id["childs_pose"]["dose"].update(max_seconds=60, step_seconds=30),
        "childs_pose: other doses",
    ),
    "a dose narrowed": (lambda facts, by_id: by_id["cat_cow"]["dose"].update(max_sets=1), "cat_cow: other"),
    "an area removed": (without_area, "area ankles: removed"),
    "an area of a stretch": (
        lambda facts, by_id: by_id["cobra_pose"]["targets"].update(named=["hips"]),
        "cobra_pose: targets",
    ),
    "a stretch added": (with_stretch, "pelvic_tilt: added"),
    "a stretch removed": (without_stretch, "glute_bridge: removed"),
    "a load stated": (
        lambda facts, by_id: by_id["cat_cow"]["loads"].append("deep_knee_flexion"),
        "cat_cow: forbidden by knee-pain",
    ),
    "a position changed": (
        lambda facts, by_id: by_id["cobra_pose"].update(
            position="supine", forms=[], provenance={}, figure="glute_bridge"
        ),
        "cobra_pose: ",
    ),
    "a cue reworded": (
        lambda facts, by_id: by_id["childs_pose"].update(cue="Sink back and breathe."),
        "childs_pose: cue",
    ),
    "another order": (in_other_order, "the order of the catalogue"),
}


OLD = edited(lambda facts, by_id: None, named="before")


@cache
def on_the_grid(catalog: sp.Catalog) -> Verification:
    """Return the verification of a catalogue, also for areas that it lacks."""
    work = Work(catalog, unknown_areas=True, grid=made_grid())
    return joined(work, [work.answer(part) for part in work.parts])


def made_grid() -> Grid:
    """Return the grid."""
    return Work(OLD, grid=GRID).grid


def by_planning(
    old: sp.Catalog, new: sp.Catalog, grid: Any, words: frozenset[str]
) -> tuple[Counter[str], dict[str, Any]]:
    """Return how many requests change in which way, and the smallest of each, from plans of both catalogues."""
    planners = [sp.Planner(catalog, explain=False, explain_refusals=False) for catalog in (old, new)]
    counts: Counter[str] = Counter()
    smallest: dict[str, Any] = {}
    for _, request in requests_of(grid):
        answers = []
        for planner in planners:
            try:
                answers.append(answer_of(planner.plan(request)))
            except (sp.Infeasible, sp.InvalidRequest):
                answers.append("none")
        before, after = answers
        if before == "none" == after:
            continue
        kind = "lost" if after == "none" else "gained" if before == "none" else "other_plan"
        if before == after:
            if not any(f"{name} " in after for name in words):
                continue
            kind = "other_words"
        counts[kind] += 1
        smallest.setdefault(kind, request)
    return counts, smallest


@pytest.mark.parametrize("title", EDITS)
def test_what_is_said_of_an_edit_is_what_planning_both_says(title: str) -> None:
    change, cause = EDITS[title]
    new = edited(change)
    made = compare(on_the_grid(OLD), on_the_grid(new))
    worded = frozenset(entry.stretch_id for entry in made.entries if set(entry.facts) - NOT_SHOWN)
    counts, smallest = by_planning(OLD, new, made_grid(), worded)
    stated = {kind: getattr(made, kind) for kind in ("lost", "gained", "other_plan", "other_words")}
    assert stated == {kind: counts[kind] for kind in stated}
    assert made.same == made.requests - sum(stated.values()) - made.other_reason
    for kind, request in smallest.items():
        assert (
            min((change.smallest for change in made.changes if change.kind == kind), key=lambda one: order(one))
            == request
        )
    assert sum(change.requests for change in made.changes) == made.requests - made.same
    assert any(cause in text for change in made.changes for text in change.behind)
    assert all(change.behind for change in made.changes)


NOT_SHOWN = {"dose", "first_allowed_day", "ordering", "loads", "stands_in"}


def order(request: sp.PlanRequest) -> tuple[Any, ...]:
    """Return where a request stands in the grid."""
    areas = [set(names) for names in GRID["areas"]].index(set(request.targets))
    conditions = [set(names) for names in GRID["conditions"]].index(set(request.profile.conditions))
    day, pain = request.days_since_injury, request.pain
    return request.minutes, areas, conditions, -1 if pain is None else pain, -1 if day is None else day


def test_what_a_policy_does_is_said_with_the_rule_behind_it() -> None:
    policy = sp.Policy(forbidden_stretches={"glute_bridge"}, max_session_seconds=500)
    grid = GRID | {"areas": [(), {"pelvis"}]}
    made = compare(verify(**grid), verify(policy=policy, **grid))
    lost = [change for change in made.changes if change.kind == "lost"]
    assert ("glute_bridge: forbidden by caller-policy, was allowed",) in [change.behind for change in lost]
    shorter = [change for change in made.changes if change.kind == "other_plan"]
    assert ("glute_bridge: forbidden by caller-policy, was allowed",) in [change.behind for change in shorter]
    only_time = compare(verify(**grid), verify(policy=sp.Policy(max_session_seconds=500), **grid))
    assert {change.behind for change in only_time.changes} == {("policy: max_session_seconds",)}
    assert only_time.lost == only_time.gained == 0


def test_a_verification_compared_with_itself_has_no_change() -> None:
    made = verify(**GRID)
    compared = compare(made, Verification.model_validate_json(made.model_dump_json()))
    assert compared.ok
    assert (compared.same, compared.changes, compared.entries) == (made.requests, (), ())
    assert Comparison.model_validate_json(compared.model_dump_json()) == compared


def test_another_version_of_the_library_is_behind_what_nothing_else_explains() -> None:
    made = verify(**GRID)
    answers = tuple(text.replace("cat_cow 2x30", "cat_cow 1x30") for text in made.answers.answers)
    other = made.model_copy(
        update={"stretchplan_version": "9.0.0", "answers": made.answers.model_copy(update={"answers": answers})}
    )
    compared = compare(made, other)
    assert compared.other_plan > 0
    assert {change.behind for change in compared.changes} == {(f"stretchplan_version: 9.0.0, was {sp.__version__}",)}


def test_two_grids_cannot_be_compared() -> None:
    with pytest.raises(sp.InvalidRequest) as refused:
        compare(verify(**GRID), verify(**GRID | {"minutes": [3]}))
    assert str(refused.value) == "grid.minutes: the two were verified with other minutes; verify both on one grid"
    with pytest.raises(sp.InvalidRequest, match="the areas pelvis were demanded in one of the two only"):
        compare(verify(**GRID), verify(**GRID | {"areas": [(), {"hips"}]}))
