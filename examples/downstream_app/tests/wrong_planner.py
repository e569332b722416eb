"""A planner written by hand, as an app might have one, with one mistake to choose: what the contract is there to catch.

It takes the catalogue from top to bottom, stays in one position, and gives everything its lowest dose until the time
is up. How long the moves take it has from the library, as docs/schedule.md says. What it knows it cannot do
(conditions, pain, screening, cautions, stretches that must be in) it refuses or leaves out, so that its plans are right
but for the mistake, and for one thing more: it calls each plan the best.
"""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any, Literal

from deskbreak import CATALOG, POLICY, RULES

import stretchplan as sp
from stretchplan.planning.model.moves import moves, places_of, settling_words
from stretchplan.results.reasons import Avoided, Beaten, Because, NeedsEquipment, NotTargeted, Serves, TooEarly, TooLong
from stretchplan.safety.allowed.doses import active_cautions
from stretchplan.words.moves import get_up_cue, move_cue
from stretchplan.words.reasons import why_in, why_out

if TYPE_CHECKING:
    from collections.abc import Iterator

    from stretchplan.catalog import Stretch
    from stretchplan.results.plan import Side

Mistake = Literal["", "first days", "second sides", "conditions", "the clock"]

_NOBODY_ASKED = sp.PlanRequest(minutes=5, days_since_injury=None)
_BLANK = json.loads(sp.Planner(CATALOG, policy=POLICY, rules=RULES).plan(_NOBODY_ASKED).model_dump_json())
_NOTICES = [n for n in _BLANK["notices"] if n["id"] in {"general-information", "not-screened"}]


def quick_break(request: sp.PlanRequest, *, forgets: Mistake = "") -> dict[str, Any]:
    """Return a plan in its JSON form, or refuse."""
    profile = request.profile
    too_much = (profile.conditions and forgets != "conditions") or profile.include or (request.pain or 0) >= 4
    if too_much or request.screening is not None:
        raise sp.NoPlan("a quick break is not for everybody")
    out = {s.id: why for s in CATALOG.stretches if (why := _kept_out(s, request))}
    chosen = _chosen(request, out, forgets)
    worked = {area for s in chosen for area in (*s.targets.primary, *s.targets.secondary)}
    if not chosen or not request.targets <= worked:
        raise sp.NoPlan("a quick break does not work that")
    schedule = _timed(list(_steps(chosen, request, forgets)))
    coverage = {a.id: _coverage(a.id, a.name, chosen, request) for a in CATALOG.areas}
    return _BLANK | {
        "request": json.loads(request.model_dump_json()),
        "total_seconds": schedule[-1]["start_seconds"] + schedule[-1]["seconds"],
        "prescriptions": [_prescription(s, request) for s in chosen],
        "schedule": schedule,
        "coverage": coverage,
        "left_out": [_left_out(s, out, request) for s in CATALOG.stretches if s not in chosen],
        "notices": _NOTICES,
        "optimal": True,
        "objective": (best := _objective(coverage, chosen, schedule, out, request)),
        "bound": best,
    }


def _kept_out(stretch: Stretch, request: sp.PlanRequest) -> tuple[str, str | None, Because] | None:
    """Return how, by which rule and why a stretch is kept out, or None."""
    day, profile = request.days_since_injury, request.profile
    if day is not None and day < stretch.first_allowed_day:
        return "forbidden", "recovery-window", TooEarly(day=day, first_allowed_day=stretch.first_allowed_day)
    if stretch.id in profile.avoid_stretches:
        return "avoided", None, Avoided()
    if stretch.position in profile.avoid_positions:
        return "avoided", None, Avoided(position=stretch.position)
    missing = () if profile.equipment is None else tuple(p for p in stretch.needs if p not in profile.equipment)
    return ("avoided", None, NeedsEquipment(missing=missing)) if missing else None


def _chosen(request: sp.PlanRequest, out: dict[str, Any], forgets: Mistake) -> list[Stretch]:
    """Return what fits the time, of the position in which the most does."""
    best: list[Stretch] = []
    if forgets == "first days":
        out = {name: why for name, why in out.items() if why[1] != "recovery-window"}
    injured = request.days_since_injury is not None
    for position in dict.fromkeys(s.position for s in CATALOG.stretches):
        there = [s for s in CATALOG.stretches if s.position == position and s.id not in out]
        there = [s for s in there if not (injured and s.cautions)]
        there.sort(key=lambda s: not s.ordering.opens)
        wanted = [s for s in there if request.targets & {*s.targets.primary, *s.targets.secondary}]
        fitting: list[Stretch] = []
        for stretch in wanted if request.targets else there:
            more = [*fitting, stretch]
            if sum(s["seconds"] for s in _steps(more, request, forgets)) <= _seconds_there_are(request, forgets):
                fitting = more
        best = max(best, fitting, key=len)
    return [] if best and best[0].style == "strengthening" else best


def _seconds_there_are(request: sp.PlanRequest, forgets: Mistake) -> int:
    spare = 10 if forgets == "the clock" else 0  # "nobody minds a few seconds"
    return min(request.budget_seconds, 900) + spare


def _lowest(stretch: Stretch) -> int:
    """Return the seconds of a set at the lowest dose."""
    return stretch.work_seconds(stretch.dose.amounts[0])


def _steps(chosen: list[Stretch], request: sp.PlanRequest, forgets: Mistake) -> Iterator[dict[str, Any]]:
    left_first = request.on is None or request.on.toordinal() % 2 == 0
    sides: tuple[Side, Side] = ("left", "right") if left_first else ("right", "left")
    pace = POLICY.pace(request)
    between = moves(places_of(CATALOG.stretches), pace)
    for k, s in enumerate(chosen):
        setup = s.setup_for(sides[0] if s.sides == "each" else "both")
        cautions = [caution.cue for caution in active_cautions(s, request, POLICY) if caution.cue]
        settling = max(pace.settle_seconds, settling_words(s, cautions))
        if k:
            yield _step("settle", settling, s, setup)
        else:
            yield _step("get_ready", between.opening + settling, s, f"{move_cue(None, s.place)} {setup}".strip())
        if s.sides == "both":
            yield _work(s, "both")
            continue
        for side in sides[: 1 if forgets == "second sides" else 2]:
            if side == sides[1]:
                pause = pace.change_side_seconds
                yield _step("change_side", pause, s, f"Change to the {side} side.", side=side, set_number=1, sets=1)
            yield _work(s, side)
    if chosen:
        yield _step("get_up", between.closing, None, get_up_cue(chosen[-1].place))


def _work(s: Stretch, side: Side) -> dict[str, Any]:
    seconds, cue = _lowest(s), s.cue_for(side)
    told: dict[str, Any] = {"side": side, "set_number": 1, "sets": 1, "feel": s.feel_for(side)}
    if s.breath is None:
        cycles = 1 if seconds < 15 else 2  # of 10 and 15 s holds, breaths of about 10 s
        breath = seconds // cycles
        inhale = max(1, (4 * breath + 5) // 10)  # two fifths, to the nearest second
        breathing = {"inhale_seconds": inhale, "exhale_seconds": breath - inhale, "cycles": cycles}
        return _step("hold", seconds, s, cue, breathing=breathing, **told)
    cycles = seconds // (s.breath.inhale_seconds + s.breath.exhale_seconds)
    breathing = {**s.breath.model_dump(exclude={"effort_out"}), "cycles": cycles}
    kind = "flow" if s.dose.kind == "flow" else "repeat"
    return _step(kind, seconds, s, cue, repetitions=cycles, breathing=breathing, **told)


def _step(kind: str, seconds: int, stretch: Stretch | None, cue: str, **more: Any) -> dict[str, Any]:
    empty = dict.fromkeys(("side", "set_number", "sets", "repetitions", "breathing", "feel"))
    return empty | {"kind": kind, "seconds": seconds, "stretch_id": stretch and stretch.id, "cue": cue} | more


def _timed(steps: list[dict[str, Any]]) -> list[dict[str, Any]]:
    at = 0
    for step in steps:
        step["start_seconds"] = at
        at += step["seconds"]
    return steps


def _prescription(s: Stretch, request: sp.PlanRequest) -> dict[str, Any]:
    place = CATALOG.area_ids.index
    seconds = _lowest(s)
    breath = s.breath
    counted = [area for area in CATALOG.areas if not request.targets or area.id in request.targets]
    serves = Serves(
        primary=tuple(area.id for area in counted if area.id in s.targets.primary),
        secondary=tuple(area.id for area in counted if area.id in s.targets.secondary),
    )
    return {
        "stretch_id": s.id,
        "name": s.name,
        "position": s.position,
        "kind": s.dose.kind,
        "sets": 1,
        "hold_seconds": seconds if s.dose.kind == "hold" else None,
        "repetitions": None if breath is None else seconds // (breath.inhale_seconds + breath.exhale_seconds),
        "set_seconds": seconds,
        "sides": s.sides,
        "seconds_per_side": seconds,
        "areas": [*sorted(s.targets.primary, key=place), *sorted(s.targets.secondary, key=place)],
        "why": why_in(serves, CATALOG.area_names),
        "needs": list(s.needs),
        "equipment": [*s.needs, *(piece for piece in s.equipment if piece not in s.needs)],
    }


def _coverage(area: str, name: str, chosen: list[Stretch], request: sp.PlanRequest) -> dict[str, Any]:
    primary = sum(min(_lowest(s), 60) for s in chosen if area in s.targets.primary)
    secondary = sum(min(_lowest(s), 60) for s in chosen if area in s.targets.secondary)
    return {
        "name": name,
        "demanded": area in request.targets,
        "kind": "primary" if primary else "secondary" if secondary else None,
        "primary_seconds": primary,
        "secondary_seconds": secondary,
        "served_half_seconds": 2 * primary + secondary,
    }


def _objective(
    coverage: dict[str, Any],
    chosen: list[Stretch],
    schedule: list[dict[str, Any]],
    out: dict[str, Any],
    request: sp.PlanRequest,
) -> dict[str, int]:
    allowed = [s for s in CATALOG.stretches if s.id not in out]
    counted = request.targets or {a for s in allowed for a in (*s.targets.primary, *s.targets.secondary)}
    served = [coverage[area]["served_half_seconds"] for area in counted]
    return {
        "least_served_half_seconds": min(served),
        "total_served_half_seconds": sum(served),
        "stretches": len(chosen),
        "stretching_seconds": sum(s["seconds"] for s in schedule if s["kind"] in {"hold", "flow", "repeat"}),
        "position_changes": 0,
    }


def _left_out(s: Stretch, out: dict[str, Any], request: sp.PlanRequest) -> dict[str, Any]:
    there_are = _seconds_there_are(request, "")
    kind, rule, because = out.get(s.id) or ("beaten", None, Beaten(budget_seconds=there_are, proved=True))
    if s.id not in out:
        least = _least_with(s, out, request)
        if least > there_are:
            too_long = TooLong(least_seconds=least, budget_seconds=there_are)
            kind, rule, because = "forbidden", "fits-the-minutes", too_long
        elif request.targets and not request.targets & {*s.targets.primary, *s.targets.secondary}:
            kind, because = "not_targeted", NotTargeted()
    return {
        "stretch_id": s.id,
        "name": s.name,
        "kind": kind,
        "rule_id": rule,
        "reason": why_out(because, s.name, CATALOG.names),
    }


def _least_with(s: Stretch, out: dict[str, Any], request: sp.PlanRequest) -> int:
    """Return the seconds of the shortest session with a stretch: a strengthening one never opens a session."""
    alone = sum(step["seconds"] for step in _steps([s], request, ""))
    if s.style != "strengthening":
        return alone
    pace = POLICY.pace(request)
    between = moves(places_of(CATALOG.stretches), pace)
    others = [o for o in CATALOG.stretches if o.id not in out and o.style != "strengthening"]
    return alone + min(
        sum(step["seconds"] for step in _steps([o], request, ""))
        - between.opening
        - between.closing
        + (0 if o.place == s.place else between.change)
        for o in others
    )
