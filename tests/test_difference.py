"""Does the difference of two plans hold all that differs, so that either is made from the other, and nothing else?"""

import io
import json
import re
from collections.abc import Iterator
from copy import deepcopy
from itertools import combinations, islice, permutations
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from hypothesis.strategies import DrawFn
from rich.console import Console

import stretchplan as sp
from stretchplan.testing import plans
from tests.support.hostile_texts import HOSTILE, NARROWED, PERSON, PLAN, spoilt

ANYWHERE = sp.Planner("anywhere").plan(minutes=8, days_since_injury=None, on="2026-02-01", history=())
LISTS = {
    "prescriptions": "stretches",
    "schedule": "steps",
    "coverage": "areas",
    "left_out": "left_out",
    "notices": "notices",
    "effects": "effects",
    "own_rules": "own_rules",
}
"""Each list of a plan, and where its differences are."""


def data(plan: sp.Plan) -> dict[str, Any]:
    return plan.model_dump(mode="json")


def text(plan: sp.Plan) -> str:
    return plan.model_dump_json()


def rebuilt(first: sp.Plan, difference: sp.PlanDiff, start: str = "before", end: str = "after") -> str:
    """Return the JSON of the other plan, made from one of them and the JSON of their difference alone."""
    plan, found = data(first), json.loads(difference.model_dump_json())
    made = plan | found[end]
    for name, part in LISTS.items():
        pairs = list(plan[name].items()) if name == "coverage" else [(None, entry) for entry in plan[name]]
        gone = {change[f"{start}_place"] for change in found[part]}
        stays = [pair for place, pair in enumerate(pairs) if place not in gone]
        new = [change for change in found[part] if change[f"{end}_place"] is not None]
        for change in sorted(new, key=lambda change: change[f"{end}_place"]):
            stays.insert(change[f"{end}_place"], (change["id"], change[end]))
        made[name] = dict(stays) if name == "coverage" else [entry for _, entry in stays]
    return text(sp.Plan.model_validate(made))


@st.composite
def edited(draw: DrawFn) -> sp.Plan:
    """Draw a plan that anyone may have written: entries gone, twice, elsewhere, or with another text."""
    plan = data(draw(st.sampled_from([PLAN, PERSON, NARROWED, ANYWHERE])))
    for _ in range(draw(st.integers(0, 4))):
        name = draw(st.sampled_from(list(LISTS)))
        entries = list(plan[name].items()) if name == "coverage" else plan[name]
        if entries:
            here, there = (draw(st.integers(0, len(entries) - 1)) for _ in range(2))
            match draw(st.sampled_from(["drop", "repeat", "move", "shuffle", "reverse", "say"])):
                case "drop":
                    del entries[here]
                case "repeat":
                    entries.insert(there, deepcopy(entries[here]))
                case "move":
                    entries.insert(there, entries.pop(here))
                case "shuffle":
                    entries = draw(st.permutations(entries))
                case "reverse":
                    entries = entries[::-1]
                case "say":
                    entry = entries[here][1] if name == "coverage" else entries[here]
                    field = draw(st.sampled_from([k for k, v in entry.items() if isinstance(v, str)]))
                    if field in {"name", "why", "cue", "reason", "text", "sentence", "source"}:
                        entry[field] = draw(st.sampled_from(HOSTILE))
        plan[name] = dict(entries) if name == "coverage" else list(entries)
    if draw(st.booleans()):
        plan["total_seconds"] = draw(st.integers(0, 10))
        plan["request"] |= {"pain": draw(st.sampled_from([None, 0, 3])), "minutes": 7}
    return sp.Plan.model_validate(plan)


@settings(max_examples=150)
@given(edited(), edited())
def test_each_plan_is_made_from_the_other_with_the_difference(a: sp.Plan, b: sp.Plan):
    difference = sp.diff(a, b)
    assert rebuilt(a, difference) == text(b)
    assert rebuilt(b, difference, "after", "before") == text(a)


@settings(max_examples=15)
@given(plans(), plans())
def test_two_plans_of_the_planner_are_made_from_one_another(a: sp.Plan, b: sp.Plan):
    difference = sp.diff(a, b)
    assert rebuilt(a, difference) == text(b)
    assert rebuilt(b, difference, "after", "before") == text(a)


@settings(max_examples=60)
@given(edited(), edited())
def test_plans_are_called_the_same_exactly_when_they_say_the_same(a: sp.Plan, b: sp.Plan):
    assert sp.diff(a, b).same == (text(a) == text(b))


@settings(max_examples=60)
@given(edited())
def test_a_plan_does_not_differ_from_itself(plan: sp.Plan):
    again = sp.Plan.model_validate_json(text(plan))
    for difference in (sp.diff(plan, plan), sp.diff(plan, again)):
        assert difference.same
        assert difference.fields == ()
        assert not any(getattr(difference, part) for part in LISTS.values())
        assert len(difference.sentences) == 1


@settings(max_examples=60)
@given(edited(), edited())
def test_the_difference_the_other_way_round_has_its_sides_exchanged(a: sp.Plan, b: sp.Plan):
    def sides(difference: sp.PlanDiff, first: str, second: str) -> list[tuple[Any, ...]]:
        return [
            (getattr(change, first), getattr(change, second), getattr(change, f"{first}_place"))
            for part in LISTS.values()
            for change in getattr(difference, part)
        ]

    there = sides(sp.diff(a, b), "before", "after")
    back = sides(sp.diff(b, a), "after", "before")
    # Of two stretches that changed places either may count as the one that moved.
    unmoved = [side for side in there if side[0] != side[1]]
    assert sorted(map(repr, unmoved)) == sorted(repr(side) for side in back if side[0] != side[1])


@settings(max_examples=40)
@given(edited(), edited())
def test_it_is_read_back_from_its_json(a: sp.Plan, b: sp.Plan):
    difference = sp.diff(a, b)
    assert sp.PlanDiff.model_validate_json(difference.model_dump_json()) == difference


def shuffled(order: tuple[int, ...]) -> sp.Plan:
    return PLAN.model_copy(update={"prescriptions": tuple(PLAN.prescriptions[place] for place in order)})


def test_as_few_stretches_as_possible_count_as_moved():
    """In each of all orders, those that stay are a longest part in the old order."""
    for order in permutations(range(len(PLAN.prescriptions))):
        changes = sp.diff(PLAN, shuffled(order)).stretches
        assert {change.kind for change in changes} <= {"moved"}
        sizes = (n for n in range(1, len(order) + 1) for part in combinations(order, n) if list(part) == sorted(part))
        assert len(changes) == len(order) - max(sizes)


def leaves(value: Any, way: tuple[Any, ...] = ()) -> Iterator[tuple[Any, ...]]:
    """Yield the way to each value of a plan's JSON."""
    inside = value.items() if isinstance(value, dict) else enumerate(value) if isinstance(value, list) else ()
    for name, part in inside:
        yield from leaves(part, (*way, name))
    if not isinstance(value, dict):
        yield way


WHOLE = data(
    NARROWED.model_copy(
        update={
            "request": NARROWED.request.model_copy(
                update={"screening": sp.Screening(night_pain="no"), "pace": "slow", "history": ()}
            )
        }
    )
)
BY_SHAPE = {tuple("*" if isinstance(part, int) else part for part in way): way for way in leaves(WHOLE) if way}
"""One way to each kind of value in a plan."""
OTHERS = (None, True, False, 0, 1, 2, 3, 5, 20, 400, "yes", "left", "prone", "supine", "other", "2026-02-03", "1.0.0")
OTHERS += ("effort_out", "knee_pain", "hold", "flow", "beaten", "forbidden", "session", "secondary", "adapted", [])
OTHERS += (["hips"], ["mat"], ["prone"], ["knee_pain"], {"cobra_pose": 3}, "both", "exhale", "tie", "guideline", 0)


def with_another(way: tuple[Any, ...]) -> Iterator[sp.Plan]:
    """Yield plans that differ in one value, as far as the models take one."""
    for other in OTHERS:
        plan = deepcopy(WHOLE)
        place: Any = plan
        for part in way[:-1]:
            place = place[part]
        if place[way[-1]] == other and type(place[way[-1]]) is type(other):
            continue
        place[way[-1]] = other
        try:
            yield sp.Plan.model_validate(plan)
        except ValueError:
            continue


@pytest.mark.parametrize("way", list(BY_SHAPE.values()), ids=lambda way: ".".join(map(str, way)))
def test_no_value_of_a_plan_changes_without_a_sentence(way: tuple[Any, ...]):
    whole = sp.Plan.model_validate(WHOLE)
    for other in islice(with_another(way), 4):
        if text(other) == text(whole):
            continue
        difference = sp.diff(whole, other)
        assert not difference.same
        told = [said for section in difference_sections(difference)[1:] for said in section]
        assert told or (way == ("total_seconds",) and "instead of" in difference.sentences[0])


def difference_sections(difference: sp.PlanDiff) -> list[list[str]]:
    """Return the sentences under each heading of the Markdown page; the first part has no heading of its own."""
    parts = difference.to_markdown().split("\n## ")
    return [[line for line in part.splitlines()[1:] if line.startswith("- ")] for part in parts]


def test_what_changed_since_yesterday_is_said_in_plain_sentences():
    yesterday = sp.plan(minutes=10, days_since_injury=6, targets={"hips"}, on="2026-03-01")
    today = sp.plan(
        minutes=6,
        days_since_injury=7,
        targets={"hips"},
        pain=2,
        on="2026-03-02",
        profile={"conditions": ["wrist_pain"]},
    )
    said = sp.diff(yesterday, today).sentences
    assert "Time: 6 min instead of 10 min." in said
    assert "Day 7 after the injury instead of day 6 after the injury." in said
    assert "Pain: 2 of 10 instead of not stated." in said
    assert "Stated: wrist pain." in said
    assert said[0] == f"The session takes {words(today)} instead of {words(yesterday)}."


def words(plan: sp.Plan) -> str:
    minutes, seconds = divmod(plan.total_seconds, 60)
    return f"{minutes} min" + (f" {seconds} s" if seconds else "")


def test_a_dropped_stretch_says_why_and_a_new_one_its_dose():
    before = sp.plan(minutes=10, days_since_injury=60)
    after = sp.plan(minutes=10, days_since_injury=60, profile={"avoid_stretches": ["cobra_pose"]})
    there, back = sp.diff(before, after), sp.diff(after, before)
    assert {change.id: change.kind for change in there.stretches}["cobra_pose"] == "dropped"
    assert {change.id: change.kind for change in back.stretches}["cobra_pose"] == "added"
    out = next(left for left in after.left_out if left.stretch_id == "cobra_pose")
    place, cobra = next((n, p) for n, p in enumerate(before.prescriptions, 1) if p.stretch_id == "cobra_pose")
    assert f"Cobra Pose is no longer in. {out.reason}" in there.sentences
    assert (
        f"Cobra Pose is new, as number {place}: {cobra.sets} × {cobra.repetitions} slow repetitions. {cobra.why}"
        in back.sentences
    )


def test_plans_of_different_catalogues_are_compared_and_the_difference_says_so():
    difference = sp.diff(PLAN, ANYWHERE)
    assert difference.before.catalog.id != difference.after.catalog.id
    assert difference.sentences[0].startswith("The plans are of different catalogues, ")
    assert rebuilt(PLAN, difference) == text(ANYWHERE)


def test_a_step_that_only_begins_at_another_second_is_told_apart():
    later = tuple(step.model_copy(update={"start_seconds": step.start_seconds + 5}) for step in PLAN.schedule)
    difference = sp.diff(PLAN, PLAN.model_copy(update={"schedule": later}))
    assert len(difference.steps) == len(later)
    assert all(step.only_later_or_earlier for step in difference.steps)


def test_the_fields_that_differ_have_their_names():
    other = PLAN.model_copy(update={"total_seconds": 1, "prescriptions": (renamed(), *PLAN.prescriptions[1:])})
    difference = sp.diff(PLAN, other)
    assert difference.fields == ("total_seconds",)
    assert [(change.id, change.fields) for change in difference.stretches] == [
        (PLAN.prescriptions[0].stretch_id, ("name", "sets"))
    ]
    assert "fields=['total_seconds'], stretches=1" in repr(difference)


def renamed() -> sp.Prescription:
    return PLAN.prescriptions[0].model_copy(update={"name": "Other", "sets": 9})


@pytest.mark.parametrize("wrong", [None, {}, "plan"])
def test_what_is_not_a_plan_is_refused_in_one_sentence(wrong: Any):
    with pytest.raises(sp.InvalidRequest, match=r"^b: .* is not a plan; give a Plan$"):
        sp.diff(PLAN, wrong)
    with pytest.raises(sp.InvalidRequest, match=r"^a: "):
        sp.diff(wrong, PLAN)


@pytest.mark.parametrize("hostile", HOSTILE)
def test_hostile_text_stays_text_in_every_format(hostile: str):
    console = Console(file=io.StringIO(), force_terminal=True, width=80, color_system=None)
    for difference in (sp.diff(PLAN, spoilt(hostile)), sp.diff(spoilt(hostile), PLAN)):
        console.print(difference)
        assert isinstance(console.file, io.StringIO)
        made = (difference.to_text(), difference.to_markdown(), difference.to_html(), difference._repr_html_())
        for shown in (*made, re.sub(r"\x1b\[[0-9;]*m", "", console.file.getvalue())):
            assert not re.search("[\\x00-\\x09\\x0b-\\x1f\\x7f-\\x9f\u2028\u2029\u202a-\u202e\u2066-\u2069]", shown)
            shown.encode()
        for page in made[2:]:
            assert "<script>alert" not in page
            assert "<img src=x" not in page
