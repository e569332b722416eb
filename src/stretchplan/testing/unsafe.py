"""Plans that break exactly one rule in one place, to test checkers.

There is one recipe for each rule. Either its session breaks the rule (a bridge on day 3), or it changes one entry of a
sound plan (it takes out a notice).
"""

from __future__ import annotations

import json
from collections.abc import Callable
from datetime import date, timedelta
from functools import partial
from typing import TYPE_CHECKING, Any, Final

from hypothesis import strategies as st

from stretchplan.base.errors import InvalidRequest, Problem
from stretchplan.base.text import did_you_mean, quoted
from stretchplan.catalog.loader import builtin_catalog
from stretchplan.inputs.conditions import CONDITIONS
from stretchplan.inputs.policy import STANDARD, Policy
from stretchplan.inputs.request import PlanRequest
from stretchplan.inputs.screening import QUESTIONS
from stretchplan.results.plan import WORK_KINDS
from stretchplan.rulebook.rules import RULES
from stretchplan.testing.sessions import plan_of
from stretchplan.words import notices as wording

if TYPE_CHECKING:
    from hypothesis.strategies import DrawFn, SearchStrategy

    Draw = Callable[[SearchStrategy[Any]], Any]
    Document = dict[str, Any]

__all__ = ["past_sessions", "unsafe_plans"]

# Stretches of the built-in catalogue at their lowest doses; any part of them, in this order, keeps the rules.
_LOWEST: Final = (
    ("knee_to_chest", 1, 10),
    ("lying_knee_twist", 1, 20),
    ("piriformis_stretch", 1, 10),
    ("cat_cow", 1, 30),
    ("cobra_pose", 1, 5),
    ("childs_pose", 1, 30),
)
_AREAS: Final = {  # an area that each stretch works; when it is demanded, no other area counts
    "knee_to_chest": "glutes",
    "lying_knee_twist": "spine",
    "piriformis_stretch": "hips",
    "cat_cow": "spine",
    "cobra_pose": "upper_back",
    "childs_pose": "ankles",
    "glute_bridge": "pelvis",
}
_RECIPES: dict[str, Callable[[Draw], Document]] = {}


def _recipe(*rule_ids: str) -> Callable[[Callable[..., Document]], Callable[..., Document]]:
    """Register a recipe for one rule, or for several rules: then the recipe takes the id of the rule to break."""

    def enter(make: Callable[..., Document]) -> Callable[..., Document]:
        for rule_id in rule_ids:
            _RECIPES[rule_id] = make if len(rule_ids) == 1 else partial(make, rule_id=rule_id)
        return make

    return enter


@st.composite
def unsafe_plans(draw: DrawFn, rule: str | None = None) -> dict[str, Any]:
    """Draw a plan with exactly one violation of one rule, and none of any other.

    Parameters
    ----------
    rule
        The id of the rule, one of :func:`stretchplan.rules`; any of them when None.

    Returns
    -------
    dict
        The plan in its JSON form, from the built-in catalogue. Some cannot be a :class:`stretchplan.Plan`. Those for
        ``own-rules`` name a rule that does not exist.

    Raises
    ------
    InvalidRequest
        When no rule has that id.

    Examples
    --------
    >>> from hypothesis import given
    >>> import stretchplan as sp
    >>> from stretchplan.testing import unsafe_plans
    >>> @given(unsafe_plans(rule="both-sides"))
    ... def test_my_checker_sees_a_side_cut_short(plan):
    ...     assert [v.rule_id for v in sp.check(plan).violations] == ["both-sides"]
    >>> test_my_checker_sees_a_side_cut_short()
    """
    if rule is not None and rule not in _RECIPES:
        hint, near = did_you_mean(rule, _RECIPES, "stretchplan.rules() lists them")
        raise InvalidRequest(Problem("rule", quoted(rule), f"there is no rule {quoted(rule)}; {hint}", near))
    name = rule if rule is not None else draw(st.sampled_from([entry.id for entry in RULES]))
    return _RECIPES[name](draw)


def _request(draw: Draw, session: list[tuple[str, int, int]], **fields: Any) -> PlanRequest:
    """Return a request with enough time for a session, which demands one of its areas."""
    defaults = {
        "minutes": draw(st.integers(15, 60)),
        "days_since_injury": draw(st.sampled_from([None, 42, 100])),
        "targets": {_AREAS[session[0][0]]},
        "on": draw(st.none() | st.sampled_from(["2026-03-01", "2026-03-02"])),
    }
    return PlanRequest(**defaults | fields)


def _session(draw: Draw, *needed: str, but: tuple[str, ...] = ()) -> list[tuple[str, int, int]]:
    """Return stretches at their lowest doses, with the needed ones, in an order that keeps the rules."""
    more = draw(st.sets(st.sampled_from([name for name, _, _ in _LOWEST if name not in but]), max_size=3))
    chosen = {*needed, *more} or {"cat_cow"}
    session = [entry for entry in _LOWEST if entry[0] in chosen]
    if "knee_to_chest" not in chosen:  # then cat-cow opens
        session.sort(key=lambda entry: entry[0] != "cat_cow")
    return session


def _plan(session: list[tuple[str, int, int]], request: PlanRequest, policy: Policy = STANDARD) -> Document:
    document: Document = json.loads(plan_of(session, request, builtin_catalog(), policy).model_dump_json())
    return document


def _sound(draw: Draw, *needed: str, **fields: Any) -> Document:
    """Return a plan that keeps every rule."""
    session = _session(draw, *needed)
    return _plan(session, _request(draw, session, **fields))


def _steps(plan: Document, *kinds: str) -> list[int]:
    return [i for i, step in enumerate(plan["schedule"]) if step["kind"] in kinds]


def _retimed(plan: Document) -> Document:
    """Recompute the starts, the total and the stretching time from the steps."""
    at = work = 0
    for step in plan["schedule"]:
        step["start_seconds"] = at
        at += step["seconds"]
        work += step["seconds"] if step["kind"] in WORK_KINDS else 0
    plan["total_seconds"] = at
    for part in ("objective", "bound"):
        plan[part]["stretching_seconds"] = work
    budget = 60 * plan["request"]["minutes"] + plan["request"]["seconds"]
    for notice in plan["notices"]:
        if notice["id"] == "minutes-unfilled":
            free = notice["free_seconds"] = budget - at
            notice["text"] = wording.minutes_unfilled(free, budget, notice["uses"])
    return plan


# --- warning signs ---------------------------------------------------------------------------------------------------


@_recipe("emergency-signs", "same-day-signs", "clinician-first-signs")
def _unheeded_sign(draw: Draw, rule_id: str) -> Document:
    plan = _sound(draw, screening={question.id: "no" for question in QUESTIONS})
    name = draw(st.sampled_from([question.id for question in QUESTIONS if question.rule_id == rule_id]))
    plan["request"]["screening"][name] = "yes"
    return plan


@_recipe("prompt-signs")
def _sign_without_notice(draw: Draw) -> Document:
    name = draw(st.sampled_from(["first_pain_by_age", "not_improving"]))
    plan = _sound(draw, screening={question.id: "no" for question in QUESTIONS} | {name: "yes"})
    plan["notices"] = [notice for notice in plan["notices"] if notice["rule_id"] != "prompt-signs"]
    return plan


# --- recovery --------------------------------------------------------------------------------------------------------


@_recipe("recovery-window")
def _too_early(draw: Draw) -> Document:
    session = [("knee_to_chest", 1, 10), ("glute_bridge", 1, 10)]
    return _plan(session, _request(draw, session, days_since_injury=draw(st.integers(0, 6))))


@_recipe("injury-stated")
def _unstated_injury(draw: Draw) -> Document:
    plan = _sound(draw)
    days = draw(st.sampled_from(["missing", -1, "3", True, 1.5, 36_501]))
    plan["request"]["days_since_injury"] = days
    if days == "missing":
        del plan["request"]["days_since_injury"]
    return plan


@_recipe("early-dose")
def _early_dose_too_high(draw: Draw) -> Document:
    day = draw(st.integers(0, 41))
    amount = draw(st.sampled_from([8, 10]))
    session = [("cobra_pose", 1, amount)]
    return _plan(session, _request(draw, session, days_since_injury=day))


_PAST: Final[dict[str, tuple[int, tuple[dict[str, Any], ...]]]] = {
    # The amount planned, and the sessions before: days ago, the amount done, and the pain on the day after.
    "aggravating-leave": (10, ({"ago": 2, "aggravated": True},)),
    "injury-restart": (15, ({"ago": 43, "before_injury": True},)),
    "break-restart": (15, ({"ago": 20},)),
    "low-start": (15, ()),
    "step-down": (20, ({"ago": 3}, {"ago": 1, "next_day": 3})),
    "one-step-up": (20, ({"ago": 8, "amount": 10}, {"ago": 1, "amount": 10})),
}


@_recipe(*_PAST)
def _against_the_past(draw: Draw, rule_id: str) -> Document:
    """Return a plan of one stretch with more than the sessions before allow."""
    day = draw(st.dates(date(2024, 3, 1), date(2030, 12, 31)))
    amount, history = past_sessions(rule_id, day)
    session = [("knee_to_chest", 1, amount)]
    days = 42 if rule_id == "injury-restart" else draw(st.sampled_from([None, 100]))
    asked = _request(draw, session, days_since_injury=days, on=day, history=history)
    return _plan(session, asked)


def past_sessions(rule_id: str, day: date) -> tuple[int, list[Document]]:
    """Return the sessions before a day, and an amount of knee to chest that breaks a rule over time after them."""
    amount, past = _PAST[rule_id]
    return amount, [_past_session(day, **one) for one in past]


def _past_session(day: date, ago: int, amount: int = 20, next_day: int = 2, **more: bool) -> Document:
    done = {"sets": 1, "hold_seconds": amount, "sides": "each"}
    aggravated = more.pop("aggravated", False)
    return {
        "on": day - timedelta(days=ago),
        "stretches": [{"stretch_id": "knee_to_chest", "done": done, "aggravated": aggravated}],
        "pain_before": 2,
        "pain_next_day": next_day,
        **more,
    }


_FORMS: Final = {
    "piriformis-light": ("piriformis_stretch", 7),
    "twist-small": ("lying_knee_twist", 42),
    "early-form": ("knee_to_chest", 7),
    "repair-form": ("cobra_pose", 42),
    "pain-form": ("knee_to_chest", None),
}


@_recipe(*_FORMS)
def _in_its_own_way(draw: Draw, rule_id: str) -> Document:
    """Return a plan with a step in the stretch's own words, or without the notice about its form."""
    name, until = _FORMS[rule_id]
    session = [entry for entry in _LOWEST if entry[0] in {name, "knee_to_chest"}]
    if until is None:
        request = _request(draw, session, pain=draw(st.sampled_from([4, 5])))
    else:
        request = _request(draw, session, days_since_injury=draw(st.integers(0, until - 1)))
    plan = _plan(session, request)
    if any(notice["rule_id"] == rule_id for notice in plan["notices"]) and draw(st.booleans()):
        plan["notices"] = [notice for notice in plan["notices"] if notice["rule_id"] != rule_id]
    else:
        step = next(s for s in plan["schedule"] if s["kind"] in WORK_KINDS and s["stretch_id"] == name)
        step["cue"] = builtin_catalog().by_id[name].cue_for(step["side"])
    return plan


# --- the person ------------------------------------------------------------------------------------------------------

_FORBIDDEN: Final = {
    "osteoporosis": ("knee_to_chest", "childs_pose"),
    "spinal-stenosis": ("cobra_pose",),
    "spondylolisthesis": ("cobra_pose",),
    "hip-replacement": ("knee_to_chest", "lying_knee_twist", "piriformis_stretch", "childs_pose"),
    "knee-pain": ("childs_pose",),
    "wrist-pain": ("cobra_pose",),
    "pregnancy": ("cobra_pose", "knee_to_chest", "lying_knee_twist", "piriformis_stretch"),
    "recent-spinal-surgery": tuple(name for name, _, _ in _LOWEST),
}


@_recipe(*_FORBIDDEN)
def _ignored_condition(draw: Draw, rule_id: str) -> Document:
    name = draw(st.sampled_from(_FORBIDDEN[rule_id]))
    session = [entry for entry in _LOWEST if entry[0] == name]
    condition = next(entry.id for entry in CONDITIONS.values() if entry.rule_id == rule_id)
    return _plan(session, _request(draw, session, profile={"conditions": {condition}}))


@_recipe("disc-leg-pain")
def _dose_too_high_for_leg_pain(draw: Draw) -> Document:
    session = [("knee_to_chest", 1, draw(st.sampled_from([15, 20])))]
    return _plan(session, _request(draw, session, profile={"conditions": {"disc_leg_pain"}}))


# --- dose, minutes, breath, order, pain ------------------------------------------------------------------------------


@_recipe("dose-range")
def _out_of_range(draw: Draw) -> Document:
    session = [("cobra_pose", 1, draw(st.integers(11, 14) | st.integers(1, 4) | st.sampled_from([6, 7, 9])))]
    return _plan(session, _request(draw, session))


@_recipe("both-sides")
def _short_second_side(draw: Draw) -> Document:
    plan = _sound(draw, "piriformis_stretch")
    steps = plan["schedule"]
    second = [i for i in _steps(plan, "hold") if steps[i]["stretch_id"] == "piriformis_stretch"][1]
    if draw(st.booleans()):
        steps[second]["seconds"] = seconds = draw(st.integers(2, 9))
        inhale = max(1, (4 * seconds + 5) // 10)
        steps[second]["breathing"] |= {"inhale_seconds": inhale, "exhale_seconds": seconds - inhale, "cycles": 1}
        return _retimed(plan)
    steps[second - 1]["side"] = steps[second - 2]["side"]  # the change of side names the side that was worked
    return plan


@_recipe("sixty-seconds")
def _set_too_many(draw: Draw) -> Document:
    session = [("childs_pose", 3, 30)]
    return _plan(session, _request(draw, session))


@_recipe("fits-the-minutes")
def _too_long(draw: Draw) -> Document:
    session = _session(draw, "childs_pose", "cobra_pose")
    takes = plan_of(session, _request(draw, session), builtin_catalog()).total_seconds
    less = max(60, takes - draw(st.integers(1, 20)))
    return _plan(session, _request(draw, session, minutes=less // 60, seconds=less % 60))


@_recipe("words-in-time")
def _cut_short(draw: Draw) -> Document:
    plan = _sound(draw, pace={"get_up_seconds": 12})  # a shorter getting up than usual breaks no other rule
    move = draw(st.sampled_from(_steps(plan, "get_ready", "change_position", "settle", "get_up")))
    plan["schedule"][move]["seconds"] -= draw(st.integers(1, 3))  # still as long as the pace
    return _retimed(plan)


@_recipe("calm-breath")
def _wrong_breath(draw: Draw) -> Document:
    plan = _sound(draw)
    step = plan["schedule"][draw(st.sampled_from(_steps(plan, *sorted(WORK_KINDS))))]
    if draw(st.booleans()):
        step["breathing"] = None
    else:
        step["breathing"]["inhale_seconds"] += draw(st.integers(1, 5))
    return plan


@_recipe("gentle-first")
def _wrong_order(draw: Draw) -> Document:
    session = draw(
        st.sampled_from(
            [
                [("glute_bridge", 1, 10)],
                [("childs_pose", 1, 30), ("cobra_pose", 1, 5)],
                [("piriformis_stretch", 1, 10), ("knee_to_chest", 1, 10)],
            ]
        )
    )
    return _plan(session, _request(draw, session))


@_recipe("pain-stop")
def _planned_despite_pain(draw: Draw) -> Document:
    pain = draw(st.integers(4, 10))
    session = [("cobra_pose", 1, draw(st.sampled_from([8, 10])))]
    if pain >= 6:  # all stretches, so that none is left out and needs a reason
        session = [*_LOWEST[:3], ("glute_bridge", 1, 10), *_LOWEST[3:]]
    plan = _plan(session, _request(draw, session, pain=pain))
    if pain >= 6:
        plan["notices"] = [notice for notice in plan["notices"] if notice["rule_id"] != "pain-stop"]
    return plan


# --- policy and demand ------------------------------------------------------------------------------


@_recipe("caller-policy")
def _forbidden_by_policy(draw: Draw) -> Document:
    session = [draw(st.sampled_from(_LOWEST))]
    return _plan(session, _request(draw, session), Policy(forbidden_stretches=frozenset({session[0][0]})))


@_recipe("areas-worked")
def _unworked_area(draw: Draw) -> Document:
    session = [("cobra_pose", 1, 5)]
    return _plan(session, _request(draw, session, targets={"upper_back", draw(st.sampled_from(["ankles", "pelvis"]))}))


@_recipe("wishes-kept")
def _ignored_wish(draw: Draw) -> Document:
    session = [("cobra_pose", 1, 5)]
    wish = draw(
        st.sampled_from(
            [{"avoid_stretches": {"cobra_pose"}}, {"avoid_positions": {"prone"}}, {"include": {"childs_pose"}}]
        )
    )
    return _plan(session, _request(draw, session, profile=wish))


@_recipe("own-rules")
def _unknown_own_rule(draw: Draw) -> Document:
    plan = _sound(draw)
    plan["own_rules"] = [{"id": "our-rule", "sentence": "Ours.", "source": "us", "strength": "policy"}]
    return plan


# --- record ---------------------------------------------------------------------------------------------


@_recipe("known-stretch")
def _other_catalogue(draw: Draw) -> Document:
    plan = _sound(draw)
    if draw(st.booleans()):
        plan["catalog"]["digest"] = "sha256:" + draw(st.text("0123456789abcdef", min_size=64, max_size=64))
    else:
        plan["schedule"][0]["cue"] = "Stand on your head."
    return plan


@_recipe("whole-schedule")
def _gap_in_schedule(draw: Draw) -> Document:
    plan = _sound(draw)
    plan["schedule"][-1]["start_seconds"] += draw(st.sampled_from([-2, -1, 1, 7]))
    return plan


@_recipe("true-summary")
def _wrong_summary(draw: Draw) -> Document:
    plan = _sound(draw)
    where, name = draw(
        st.sampled_from(
            [(plan, "total_seconds"), (plan["prescriptions"][0], "sets"), (plan["prescriptions"][0], "set_seconds")]
        )
    )
    where[name] += draw(st.sampled_from([-1, 1]))
    return plan


@_recipe("honest-notice")
def _missing_notice(draw: Draw) -> Document:
    plan = _sound(draw)
    plan["notices"].pop(draw(st.sampled_from([0, 1])))
    return plan


@_recipe("known-version")
def _other_version(draw: Draw) -> Document:
    plan = _sound(draw)
    name, value = draw(
        st.sampled_from([("schema_version", "3.0"), ("rules_version", "0.9"), ("schema_version", "one")])
    )
    plan[name] = value
    return plan


@_recipe("plan-shape")
def _other_shape(draw: Draw) -> Document:
    plan = _sound(draw)
    place = draw(st.sampled_from(["missing", "seconds", "kind", "optimal"]))
    if place == "missing":
        del plan[draw(st.sampled_from(["schedule", "total_seconds", "notices", "coverage", "rules_version"]))]
    elif place == "optimal":
        plan["optimal"] = draw(st.sampled_from([None, "yes", 1]))
    else:
        plan["schedule"][0][place] = draw(st.sampled_from([None, "five", 1.5, []]))
    return plan
