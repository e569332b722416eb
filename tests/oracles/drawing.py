"""Hypothesis strategies for catalogues and requests small enough to try every plan of."""

from __future__ import annotations

from datetime import date, timedelta
from typing import TYPE_CHECKING, Any, get_args

from hypothesis import strategies as st

from stretchplan.catalog.catalog import Catalog
from stretchplan.catalog.vocabulary import Load, Position
from stretchplan.inputs.conditions import Condition
from stretchplan.inputs.history import SessionRecord
from stretchplan.inputs.policy import Policy
from stretchplan.inputs.profile import Profile
from stretchplan.inputs.request import Pace, PlanRequest
from stretchplan.inputs.screening import Screening
from tests.support.timing import timing

if TYPE_CHECKING:
    from hypothesis.strategies import DrawFn, SearchStrategy

__all__ = ["personal_requests", "remembered", "small_catalogs", "small_policies", "small_profiles", "small_requests"]
__all__ += ["small_weeks"]

BREAKPOINT_DAYS = (None, None, 42, 42, 41, 7, 6, 0)
"""No recent injury, and the days around which the rules change; more often days that allow more doses."""

_POSITIONS: tuple[str, ...] = get_args(Position)
_LOADS: tuple[str, ...] = get_args(Load)
_CONDITIONS: tuple[str, ...] = get_args(Condition)
_NEEDED = ("chair", "strap", "wall")
# Few doses each: (how many amounts, how many sets may be chosen).
_SHAPES = ((1, 1), (2, 1), (1, 2), (2, 2), (2, 2), (3, 1), (1, 3), (4, 1), (1, 4))


@st.composite
def small_catalogs(draw: DrawFn, max_stretches: int = 5, bodies: bool = False) -> Catalog:
    """Draw a valid catalogue of at most five stretches with at most four doses each.

    Most have three to five stretches. Numbers come from few values, so that plans are often equal up to the
    last levels of the objective. The ordering hints never contradict one another over the whole catalogue; a
    set of stretches may still have no order, because only some stretches may open a session.

    Parameters
    ----------
    max_stretches
        At most this many, 1 to 5.
    bodies
        Whether stretches state their loads (one in five still does not) and the equipment they need.
    """
    count = draw(st.sampled_from([n for n in (1, 2, 3, 3, 4, 4, 4, 5, 5, 5) if n <= max_stretches]))
    areas = [f"area_{i}" for i in range(draw(st.integers(1, 4)))]
    positions = draw(st.lists(st.sampled_from(_POSITIONS), min_size=1, max_size=3, unique=True))
    stretches: list[dict[str, Any]] = []
    for i in range(count):
        if stretches and draw(st.sampled_from([False, False, True])):  # a twin, so that plans are often equal
            twin = {**draw(st.sampled_from(stretches)), "id": f"s{i}", "name": f"s{i}"}
            stretches.append(twin | {"position": draw(st.sampled_from([twin["position"], *positions]))})
        else:
            stretches.append(draw(_stretches(f"s{i}", areas, positions)))
            if bodies:
                stretches[-1] |= draw(_bodies())
    _draw_order(draw, stretches)
    return Catalog.model_validate(
        {
            "id": "drawn",
            "version": "1.0.0",
            "title": "A drawn catalogue",
            "areas": [{"id": area, "name": area} for area in areas],
            "stretches": stretches,
        }
    )


@st.composite
def _stretches(draw: DrawFn, name: str, areas: list[str], positions: list[str]) -> dict[str, Any]:
    style = draw(st.sampled_from(["static", "dynamic", "strengthening"]))
    kind = {
        "static": st.just("hold"),
        "dynamic": st.sampled_from(["flow", "repetitions"]),
        "strengthening": st.sampled_from(["hold", "flow", "repetitions"]),
    }[style]
    sides = draw(st.sampled_from(["both", "each"]))
    breath = draw(_breaths())
    dose = draw(kind.flatmap(lambda kind: _doses(kind, sum(breath))))
    worked = draw(st.lists(st.sampled_from(areas), min_size=1, max_size=len(areas), unique=True))
    primary = draw(st.integers(1, len(worked)))
    meant = draw(st.one_of(st.just(len(worked)), st.integers(primary, len(worked))))
    entry: dict[str, Any] = {
        "id": name,
        "name": name,
        "position": draw(st.sampled_from(positions)),
        "style": style,
        "sides": sides,
        "dose": dose,
        "targets": {"primary": worked[:primary], "secondary": worked[primary:meant], "named": worked[meant:]},
        "first_allowed_day": draw(st.sampled_from([0] * 9 + [3, 7, 10, 42])),
        "setup": "Get ready.",
        "cue": "Stretch the {side} side." if sides == "each" else "Stretch.",
    }
    if dose["kind"] != "hold":
        entry["breath"] = {
            "inhale_seconds": breath[0],
            "exhale_seconds": breath[1],
            "inhale_cue": "In.",
            "exhale_cue": "Out.",
        }
    return entry


@st.composite
def _bodies(draw: DrawFn) -> dict[str, Any]:
    loads = st.lists(st.sampled_from(_LOADS), max_size=3, unique=True)
    return {
        "loads": draw(loads) if draw(st.sampled_from([True, True, True, True, False])) else None,
        "needs": draw(st.sampled_from([[], [], [], ["strap"], ["chair"], ["wall", "strap"]])),
    }


def _breaths() -> SearchStrategy[tuple[int, int]]:
    return st.sampled_from([(2, 3), (1, 1), (2, 2), (4, 6), (3, 4)])


@st.composite
def _doses(draw: DrawFn, kind: str, breath_seconds: int) -> dict[str, Any]:
    amounts, sets = draw(st.sampled_from(_SHAPES))
    min_sets = draw(st.sampled_from([1] * 9 + [2, 3, 5]))
    dose: dict[str, Any] = {"kind": kind, "min_sets": min_sets, "max_sets": min_sets + sets - 1}
    if kind == "repetitions":
        low = draw(st.sampled_from([1, 2, 3, 5]))
        return dose | _chosen(draw, "repetitions", range(low, low + amounts))
    if kind == "flow":
        low = breath_seconds * draw(st.sampled_from([1, 2, 3, 4]))
        step = breath_seconds * draw(st.sampled_from([1, 2]))
    else:
        low = draw(st.sampled_from([10, 10, 15, 20, 30, 60]))
        step = draw(st.sampled_from([5, 10, 10, 1, 7]))
    return dose | {"step_seconds": step} | _chosen(draw, "seconds", range(low, low + step * amounts, step))


def _chosen(draw: DrawFn, unit: str, amounts: range) -> dict[str, Any]:
    """Return a range and, now and then, some of its amounts as the only ones; the ends are always among them."""
    low, high = amounts[0], amounts[-1]
    dose: dict[str, Any] = {f"min_{unit}": low, f"max_{unit}": high}
    if draw(st.sampled_from([False, False, True])):
        some = draw(st.lists(st.sampled_from(amounts), max_size=3))
        dose["choices"] = sorted({low, *some, high})
    return dose


def _draw_order(draw: DrawFn, stretches: list[dict[str, Any]]) -> None:
    """Add ordering hints that one order of the whole catalogue satisfies, so that no hints contradict each other."""
    in_order = draw(st.permutations(stretches))
    for place, entry in enumerate(in_order):
        opens = entry["style"] != "strengthening" and draw(st.booleans())
        before = [e for e in in_order[:place] if not opens or e["ordering"]["opens"]]
        ordering: dict[str, Any] = {"opens": opens}
        if before:
            some = st.lists(st.sampled_from([e["id"] for e in before]), unique=True, max_size=2)
            ordering["after"] = draw(st.one_of(st.just([]), some))
            if before[-1] is in_order[place - 1] and draw(st.sampled_from([False, False, True])):
                ordering["straight_after"] = in_order[place - 1]["id"]
        entry["ordering"] = ordering


@st.composite
def small_requests(draw: DrawFn, catalog: Catalog) -> PlanRequest:
    """Draw a request for a catalogue: one to six minutes, a day at which the rules change, some of its areas.

    Half of them have about the seconds that some drawn session takes, so that a second more or less matters.

    Parameters
    ----------
    catalog
        The catalogue whose areas are demanded; any number of them, also none.
    """
    worked = sorted({area for s in catalog.stretches for area in s.targets.areas()})
    pace = draw(st.one_of(st.none(), st.just(Pace()), _paces()))
    seconds = draw(st.one_of(st.integers(1, 6).map(lambda n: 60 * n), _tight_seconds(catalog, pace)))
    return PlanRequest(
        minutes=seconds // 60,
        seconds=seconds % 60,
        days_since_injury=draw(st.sampled_from(BREAKPOINT_DAYS)),
        targets=draw(
            st.one_of(
                st.just(frozenset()),
                st.frozensets(st.sampled_from(worked)),
                st.frozensets(st.sampled_from(catalog.area_ids)),
            )
        ),
        pace=pace,
    )


@st.composite
def _tight_seconds(draw: DrawFn, catalog: Catalog, stated: Pace | None) -> int:
    """Draw about the seconds of some session, from 60 to 419, whether or not it keeps the rules."""
    moves = timing(catalog, PlanRequest(minutes=1, days_since_injury=None, pace=stated))
    pace = stated or Pace()
    seconds = moves.get_ready + moves.get_up
    for stretch in catalog.stretches:
        if not draw(st.booleans()):
            continue
        sets = draw(st.integers(stretch.dose.min_sets, stretch.dose.max_sets))
        work = sets * stretch.work_seconds(draw(st.sampled_from(stretch.dose.amounts)))
        if stretch.sides == "each":
            seconds += 2 * work + (2 * sets - 1) * moves.changing[stretch.id]
        else:
            seconds += work + (sets - 1) * pace.rest_seconds
        seconds += moves.settling[stretch.id] + draw(st.sampled_from([0, moves.change]))
    return min(419, max(60, seconds + draw(st.sampled_from([0, -1, 1, 5, -5]))))


@st.composite
def _paces(draw: DrawFn) -> Pace:
    change_position = draw(st.integers(12, 40))
    return Pace(
        get_ready_seconds=draw(st.integers(12, 40)),
        change_position_seconds=change_position,
        settle_seconds=draw(st.one_of(st.integers(5, change_position), st.just(change_position))),
        change_side_seconds=draw(st.integers(5, 20)),
        rest_seconds=draw(st.integers(10, 30)),
        get_up_seconds=draw(st.integers(12, 40)),
    )


@st.composite
def personal_requests(draw: DrawFn, catalog: Catalog) -> PlanRequest:
    """Draw a request that states more: pain, conditions, wishes, and now and then a pregnancy.

    Parameters
    ----------
    catalog
        As for :func:`small_requests`.
    """
    request = draw(small_requests(catalog))
    pregnant = draw(st.sampled_from([False] * 9 + [True]))
    some = st.frozensets(st.sampled_from(catalog.area_ids), min_size=1, max_size=2)
    return request.model_copy(
        update={
            "targets": draw(st.one_of(st.just(request.targets), some)),
            "pain": draw(st.sampled_from([None, None, None, None, 0, 3, 4, 5, 6])),
            "screening": Screening(pregnancy="yes") if pregnant else None,
            "profile": draw(small_profiles(catalog, pregnant=pregnant)),
        }
    )


@st.composite
def small_profiles(draw: DrawFn, catalog: Catalog, pregnant: bool = False) -> Profile:
    """Draw a profile: about half have a condition, and half of those a clearance.

    Parameters
    ----------
    catalog
        Whose stretches are cleared, avoided or asked for.
    pregnant
        Whether the screening states a pregnancy already.
    """
    names = list(catalog.by_id)
    some = st.frozensets(st.sampled_from(names), max_size=2)
    conditions = draw(st.one_of(st.just(frozenset()), st.frozensets(st.sampled_from(_CONDITIONS), max_size=3)))
    stated = conditions | ({"pregnancy"} if pregnant else set())
    # After surgery only cleared stretches are allowed, so any of them may be cleared then.
    cleared = [
        {"stretch_id": name, "condition": condition}
        for condition in sorted(stated)
        if draw(st.booleans())
        for name in draw(st.one_of(some, st.just(frozenset(names))))
    ]
    avoided = draw(st.one_of(st.just(frozenset()), some))
    return Profile(
        conditions=conditions,
        trimester=draw(st.sampled_from([None, 1, 1, 2, 3])) if "pregnancy" in stated else None,
        cleared=cleared,
        avoid_stretches=avoided,
        avoid_positions=draw(
            st.one_of(st.just(frozenset()), st.frozensets(st.sampled_from([s.position for s in catalog.stretches])))
        ),
        include=draw(st.one_of(st.just(frozenset()), some)) - avoided,
        equipment=draw(st.one_of(st.none(), st.frozensets(st.sampled_from(_NEEDED)))),
    )


_NARROWER = {
    "early_until_day": (8, 14, 42, 50),
    "repair_until_day": (43, 60),
    "early_max_sets": (1,),
    "repair_max_sets": (1, 2),
    "max_sets": (1, 2, 3),
    "aim_seconds_per_side": (1, 20, 30, 59),
    "piriformis_light_until_day": (8, 60),
    "twist_small_until_day": (43, 60),
    "pain_lowest_doses_from": (1, 3),
    "pain_stop_from": (1, 4, 5),
    "no_improvement_from_day": (0, 41),
    "max_hold_seconds": (10, 15, 20, 30, 60),
    "max_repetitions": (1, 2, 3, 5),
    "max_session_seconds": (40, 60, 90, 180),
}


@st.composite
def small_policies(draw: DrawFn, catalog: Catalog) -> Policy:
    """Draw a policy that narrows up to four of the bounds, or none.

    Parameters
    ----------
    catalog
        Whose stretches it may forbid, or allow later.
    """
    names, positions = list(catalog.by_id), [s.position for s in catalog.stretches]
    others = {
        "least_pace": _paces(),
        "forbidden_stretches": st.frozensets(st.sampled_from(names), max_size=2),
        "forbidden_positions": st.frozensets(st.sampled_from(positions), max_size=1),
        "first_allowed_days": st.dictionaries(st.sampled_from(names), st.sampled_from([0, 7, 8, 42, 50])),
    }
    narrowed = draw(st.lists(st.sampled_from([*_NARROWER, *others]), max_size=4, unique=True))
    fields = {name: draw(others[name] if name in others else st.sampled_from(_NARROWER[name])) for name in narrowed}
    fields["named_targets"] = draw(st.sampled_from([True, True, False]))
    early, repair = fields.get("early_until_day", 7), fields.get("repair_until_day", 42)
    return Policy(**fields | {"repair_until_day": max(early, repair)})


@st.composite
def remembered(draw: DrawFn, catalog: Catalog, request: PlanRequest) -> PlanRequest:
    """Draw a request with a date and one to four sessions of the sixteen days before; nothing made the back worse.

    Parameters
    ----------
    catalog
        Whose stretches were done.
    request
        What else is asked.
    """
    on, injury = date(2026, 3, 30), request.days_since_injury
    records = []
    for days in draw(st.lists(st.sampled_from([0, 1, 2, 3, 5, 6, 6, 7, 13, 14, 16]), min_size=1, max_size=4)):
        done = []
        for stretch in draw(st.lists(st.sampled_from(catalog.stretches), unique=True, min_size=1)):
            sides = draw(st.sampled_from(["each", "each", "left", "right"] if stretch.sides == "each" else ["both"]))
            seconds = stretch.dose.kind != "repetitions"
            amount = draw(st.sampled_from(stretch.dose.amounts))
            dose = {"sets": draw(st.integers(1, 3)), "sides": sides}
            dose["hold_seconds" if seconds else "repetitions"] = amount
            done.append({"stretch_id": stretch.id, "done": dose})
        pain = draw(st.sampled_from([None, 1, 3]))
        records.append(
            SessionRecord(
                on=on - timedelta(days=days),
                stretches=done,
                pain_before=1,
                pain_next_day=pain,
                before_injury=injury is not None and days > injury,
            )
        )
    return PlanRequest.model_validate({**dict(request), "on": on, "history": records})


@st.composite
def small_weeks(draw: DrawFn, catalog: Catalog) -> tuple[dict[str, int], dict[str, int]]:
    """Draw what the days before brought: quarter-seconds of each area, and days since each stretch was done.

    The numbers are often near those of a session, so that what an area had decides, and often equal.

    Parameters
    ----------
    catalog
        Whose areas and stretches they are.
    """
    had = st.one_of(st.just(0), st.sampled_from([20, 40, 60, 80, 120, 240]), st.integers(0, 300), st.integers(0, 3000))
    rested = st.one_of(st.sampled_from([0, 1, 2, 14]), st.integers(0, 14))
    return (
        {area: draw(had) for area in catalog.area_ids},
        {name: draw(rested) for name in catalog.by_id},
    )
