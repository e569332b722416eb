"""Are faults of a catalogue, a policy or rules found, each with its smallest example?"""

from collections.abc import Callable
from typing import Any

import pytest

import stretchplan as sp
from stretchplan.results.verification import FAULTS, Finding, Verification
from stretchplan.testing import verify

GRID: dict[str, Any] = {
    "days": [None, 0, 7, 45],
    "minutes": [1, 2, 5, 11],
    "areas": 1,
    "conditions": 0,
    "pain": [None, 2],
}


def stretch(stretch_id: str, **facts: Any) -> dict[str, Any]:
    """Return a stretch without a fault."""
    return {
        "id": stretch_id,
        "name": stretch_id.title(),
        "position": "supine",
        "style": "static",
        "sides": "both",
        "dose": {
            "kind": "hold",
            "min_seconds": 10,
            "max_seconds": 20,
            "step_seconds": 10,
            "min_sets": 1,
            "max_sets": 2,
        },
        "targets": {"primary": ["back"]},
        "first_allowed_day": 0,
        "setup": "Lie on your back.",
        "cue": "Hold it there.",
        "loads": [],
        **facts,
    }


def catalog(*stretches: dict[str, Any], areas: tuple[str, ...] = ("back", "hips")) -> sp.Catalog:
    """Return a catalogue of two stretches without a fault, and others."""
    return sp.Catalog.model_validate(
        {
            "id": "small",
            "version": "1.0.0",
            "title": "Small",
            "areas": [{"id": area, "name": area} for area in areas],
            "stretches": [stretch("back"), stretch("hips", targets={"primary": ["hips"]}), *stretches],
        }
    )


LONG = {"kind": "hold", "min_seconds": 150, "max_seconds": 150, "min_sets": 1, "max_sets": 1}
STRONG = {"kind": "repetitions", "min_repetitions": 5, "max_repetitions": 5, "min_sets": 1, "max_sets": 1}
BREATH = {"inhale_seconds": 2, "exhale_seconds": 2, "inhale_cue": "Down.", "exhale_cue": "Up."}


class Own:
    """An own rule that does nothing."""

    id = "own"
    sentence = "Something of our own."
    source = "us"
    strength = "practice"

    def leaves(self, entry: Any, doses: Any, request: sp.PlanRequest) -> Any:
        return doses

    def judge(self, plan: sp.Plan, catalog: sp.Catalog) -> Any:
        return ()


class Disagrees(Own):
    """Finds fault with what it leaves, after day 6."""

    def judge(self, plan: sp.Plan, catalog: sp.Catalog) -> Any:
        if (plan.request.days_since_injury or 0) > 6 and len(plan.prescriptions) > 1:
            yield sp.Violation(rule_id=self.id, step=None, message="There are two stretches.")


class Fails(Own):
    """Forgets that pain need not be stated."""

    def leaves(self, entry: Any, doses: Any, request: sp.PlanRequest) -> Any:
        return doses if request.pain < 3 else doses[:1]  # type: ignore[operator]


class FailsLate(Own):
    """Fails with many minutes, which is found only by asking for each of them."""

    def leaves(self, entry: Any, doses: Any, request: sp.PlanRequest) -> Any:
        return doses if request.minutes < 5 else [None]


def strong_first() -> sp.Catalog:
    """Return a catalogue in which all others come after a strengthening stretch, which may not come first."""
    after = {"ordering": {"after": ["bridge"]}}
    bridge = stretch("bridge", style="strengthening", dose=STRONG, breath=BREATH, targets={"primary": ["hips"]})
    others = (stretch("back", **after), stretch("hips", targets={"primary": ["hips"]}, **after))
    return sp.Catalog.model_validate(catalog().model_dump() | {"stretches": [*others, bridge]})


FAULTY: dict[str, tuple[Callable[[], Verification], str, sp.PlanRequest]] = {
    "rule_broken": (
        lambda: verify(catalog(), rules=[Disagrees()], **GRID),
        "own",
        sp.PlanRequest(minutes=2, days_since_injury=7),
    ),
    "rule_failed": (
        lambda: verify(catalog(), rules=[Fails()], **GRID),
        "own",
        sp.PlanRequest(minutes=1, days_since_injury=None),
    ),
    "rule_failed with many minutes": (
        lambda: verify(catalog(), rules=[FailsLate()], **GRID),
        "own",
        sp.PlanRequest(minutes=5, days_since_injury=None),
    ),
    "area_never_worked": (
        lambda: verify(catalog(areas=("back", "hips", "neck")), **GRID),
        "neck",
        sp.PlanRequest(minutes=1, days_since_injury=None, targets={"neck"}),
    ),
    "area_needs_long": (
        lambda: verify(
            catalog(
                stretch(
                    "long",
                    sides="each",
                    cue="Hold your {side} side.",
                    targets={"primary": ["neck"]},
                    dose=LONG | {"min_seconds": 290, "max_seconds": 290},
                ),
                areas=("back", "hips", "neck"),
            ),
            **GRID,
        ),
        "neck",
        sp.PlanRequest(minutes=11, days_since_injury=None, targets={"neck"}),
    ),
    "stretch_never_allowed": (
        lambda: verify(catalog(stretch("sets", dose=LONG | {"min_sets": 2, "max_sets": 2})), **GRID),
        "sets",
        sp.PlanRequest(minutes=1, days_since_injury=None),
    ),
    "stretch_too_late": (
        lambda: verify(catalog(stretch("late", first_allowed_day=70)), **GRID),
        "late",
        sp.PlanRequest(minutes=1, days_since_injury=0),
    ),
    "stretch_too_late by its sets": (
        lambda: verify(
            catalog(stretch("sets", dose={**stretch("x")["dose"], "min_sets": 4, "max_sets": 4, "max_seconds": 10})),
            **GRID | {"days": [None, 0, 20]},
        ),
        "sets",
        sp.PlanRequest(minutes=1, days_since_injury=0),
    ),
    "stretch_too_long": (
        lambda: verify(catalog(stretch("long", dose=LONG)), **GRID | {"minutes": [1, 2]}),
        "long",
        sp.PlanRequest(minutes=1, days_since_injury=None),
    ),
    "stretch_without_place": (
        lambda: verify(strong_first(), **GRID),
        "bridge",
        sp.PlanRequest(minutes=1, days_since_injury=None),
    ),
    "stretch_never_best": (
        lambda: verify(
            catalog(stretch("weak", dose=LONG | {"min_seconds": 10, "max_seconds": 10})), **GRID | {"minutes": [1]}
        ),
        "weak",
        sp.PlanRequest(minutes=1, days_since_injury=None),
    ),
    "loads_unknown": (
        lambda: verify(catalog(stretch("unsaid", loads=None)), **GRID | {"conditions": 1}),
        "unsaid",
        sp.PlanRequest(minutes=1, days_since_injury=None, profile={"conditions": {"osteoporosis"}}),
    ),
    "form_never_used": (
        lambda: verify(
            catalog(
                stretch(
                    "forms",
                    forms=[
                        {"id": "gentle", "rules": ["early-form", "knee-pain"], "name": "gently"},
                        {"id": "low", "rules": ["early-form"], "name": "low"},
                    ],
                )
            ),
            **GRID,
        ),
        "forms: low",
        sp.PlanRequest(minutes=1, days_since_injury=0),
    ),
    "caution_never_due": (
        lambda: verify(
            catalog(
                stretch(
                    "careful",
                    first_allowed_day=7,
                    cautions=[{"rule": "piriformis-light", "cue": "Only a light pull."}],
                )
            ),
            **GRID,
        ),
        "careful: piriformis-light",
        sp.PlanRequest(minutes=1, days_since_injury=0),
    ),
}


def test_a_catalogue_without_a_fault_has_none() -> None:
    made = verify(catalog(), **GRID)
    assert made.ok
    assert made.faults == ()


@pytest.mark.parametrize("title", FAULTY)
def test_a_planted_fault_is_found_with_its_smallest_example(title: str) -> None:
    make, subject, smallest = FAULTY[title]
    made = make()
    kind = title.split()[0]
    [found] = [finding for finding in made.findings if finding.kind == kind]
    assert (found.subject, found.smallest) == (subject, smallest)
    assert found.is_fault
    assert found.requests > 0
    assert not made.ok


def test_every_kind_of_fault_but_an_unanswered_search_is_planted() -> None:
    assert {title.split()[0] for title in FAULTY} == FAULTS - {"no_answer"}


def test_a_search_that_ends_early_is_found() -> None:
    made = verify("seven", node_budget=1, **GRID | {"conditions": 0, "minutes": [11]})
    kinds = {finding.kind: finding for finding in made.findings}
    assert kinds["not_proved"].requests == made.unproved.requests > 0
    assert kinds["not_proved"].smallest == made.unproved.smallest
    ended = [one for one in made.refused if one.kind == "search_ended"]
    assert ("no_answer" in kinds) == bool(ended)


def test_a_rule_that_is_broken_only_by_large_requests_is_found_at_the_smallest_of_them() -> None:
    class Late(Own):
        def judge(self, plan: sp.Plan, catalog: sp.Catalog) -> Any:
            if plan.request.days_since_injury == 45 and plan.request.pain == 2 and plan.request.minutes == 5:
                yield sp.Violation(rule_id=self.id, step=None, message="Not on this day.")

    made = verify(catalog(), rules=[Late()], **GRID)
    [found] = made.faults
    assert found.smallest == sp.PlanRequest(minutes=5, days_since_injury=45, pain=2)


def finding(made: Verification, kind: str) -> Finding:
    """Return the one finding of a kind."""
    [found] = [one for one in made.findings if one.kind == kind]
    return found


def test_doses_that_no_rule_allows_and_doses_that_no_plan_has_are_notes() -> None:
    made = verify(catalog(stretch("many", dose={**stretch("x")["dose"], "max_sets": 8})), **GRID)
    assert "5 × 10, 5 × 20, 6 × 10, 6 × 20" in finding(made, "dose_never_allowed").message
    assert made.ok


def test_the_seven_have_no_fault() -> None:
    made = verify("seven", days=[None, 0, 7], minutes=[5, 10, 20], areas=1, conditions=0, pain=[None])
    assert made.faults == ()
