"""Strategies for programmes: those that keep every rule, and those that break exactly one."""

from __future__ import annotations

import json
from collections.abc import Callable, Sequence
from datetime import date, timedelta
from functools import partial
from typing import TYPE_CHECKING, Any, Final

from hypothesis import strategies as st

from stretchplan.base.errors import InvalidRequest, Problem
from stretchplan.base.text import did_you_mean, quoted
from stretchplan.catalog.catalog import Catalog
from stretchplan.catalog.loader import builtin_catalog
from stretchplan.inputs.policy import STANDARD
from stretchplan.inputs.request import PlanRequest
from stretchplan.planning.build.outline import make_outline
from stretchplan.planning.build.programme import changes, make_programme, session_before
from stretchplan.planning.model.allowed import allowed_today
from stretchplan.planning.model.terms import Terms
from stretchplan.results.programme import WEEKDAYS, Programme, ProgrammeDay
from stretchplan.results.records import as_planned
from stretchplan.testing.requests import for_days, reference_planner, requests
from stretchplan.testing.sessions import plan_of
from stretchplan.testing.unsafe import past_sessions

if TYPE_CHECKING:
    from hypothesis.strategies import DrawFn, SearchStrategy

    Draw = Callable[[SearchStrategy[Any]], Any]
    Document = dict[str, Any]

__all__ = ["programmes", "unsafe_programmes"]

_SESSION = Sequence[tuple[str, int, int]]
_KNEE_TO_CHEST: Final = "knee_to_chest"
_RECIPES: dict[str, Callable[[Draw], Document]] = {}


@st.composite
def programmes(
    draw: DrawFn, catalog: Catalog | None = None, *, most_days: int = 10, personal: bool = True
) -> Programme:
    """Draw a programme that keeps every rule: the library's own for a drawn request.

    Parameters
    ----------
    catalog, personal
        As for :func:`requests`.
    most_days
        The most days, 1 to 366; they shrink to one.

    Examples
    --------
    >>> from hypothesis import given, settings
    >>> import stretchplan as sp
    >>> from stretchplan.testing import programmes
    >>> @settings(max_examples=5, deadline=None)
    ... @given(programmes(most_days=3))
    ... def test_every_programme_keeps_the_rules(programme):
    ...     assert sp.check_programme(programme).ok
    >>> test_every_programme_keeps_the_rules()
    """
    source = catalog or builtin_catalog()
    request = for_days(draw(requests(source, personal=personal, feasible=True)))
    start = draw(st.dates(date(2026, 1, 1), date(2030, 12, 31))) if request.on is None else request.on
    days = draw(st.integers(1, most_days))
    dates = st.integers(0, most_days - 1).map(lambda after: start + timedelta(days=after))
    return reference_planner(source).programme(
        request,
        start,
        days,
        days_per_week=draw(st.integers(1, 7)),
        rest_days=draw(st.frozensets(st.sampled_from(WEEKDAYS) | dates, max_size=3)),
    )


@st.composite
def unsafe_programmes(draw: DrawFn, rule: str | None = None) -> dict[str, Any]:
    """Draw a programme that breaks exactly one rule: a rule over time on one of its days, or one across its days.

    Parameters
    ----------
    rule
        The id of a rule of the family ``history`` or ``programme``; any of them when None.

    Returns
    -------
    dict
        The programme in its JSON form, from the built-in catalogue. Some cannot be a :class:`stretchplan.Programme`.

    Raises
    ------
    InvalidRequest
        When no such rule has that id.

    Examples
    --------
    >>> from hypothesis import given
    >>> import stretchplan as sp
    >>> from stretchplan.testing import unsafe_programmes
    >>> @given(unsafe_programmes(rule="one-step-up"))
    ... def test_my_checker_sees_two_steps_at_once(programme):
    ...     assert {v.rule_id for v in sp.check_programme(programme).violations} == {"one-step-up"}
    >>> test_my_checker_sees_two_steps_at_once()
    """
    if rule is not None and rule not in _RECIPES:
        hint, near = did_you_mean(rule, _RECIPES, f"known: {', '.join(_RECIPES)}")
        message = f"there is no rule {quoted(rule)} over days; {hint}"
        raise InvalidRequest(Problem("rule", quoted(rule), message, near))
    return _RECIPES[rule if rule is not None else draw(st.sampled_from([*_RECIPES]))](draw)


def _programme_of(sessions: Sequence[_SESSION | None], request: PlanRequest) -> Document:
    """Return the programme of given sessions, None for a rest day; it may break a rule, and what it says is true."""
    assert request.on is not None
    catalog = builtin_catalog()
    rest = {request.on + timedelta(days=k) for k, session in enumerate(sessions) if session is None}
    outline = make_outline(request, request.on, len(sessions), 7, rest)
    terms = Terms(catalog, STANDARD)
    history = request.history or ()
    days = []
    for day, session in zip(outline.days, sessions, strict=True):
        if session is None:
            days.append(ProgrammeDay(on=day, kind="rest"))
            continue
        plan = plan_of(session, outline.asked(day, history), catalog)
        found = changes(plan, session_before(plan.request), lambda asked: allowed_today(terms, asked), terms)
        days.append(ProgrammeDay(on=day, kind="session", plan=plan, changes=tuple(found)))
        record = as_planned(plan)
        history = history if record is None else (*history, record)
    document: Document = json.loads(make_programme(outline, days, catalog).model_dump_json())
    return document


def _asked(draw: Draw, day: date | None = None, **fields: Any) -> PlanRequest:
    """Return a request for a programme of knee to chest alone."""
    defaults: dict[str, Any] = {
        "minutes": draw(st.integers(10, 40)),
        "days_since_injury": draw(st.sampled_from([None, 50, 100])),
        "targets": {"glutes"},
        "on": draw(st.dates(date(2026, 3, 1), date(2030, 12, 31))) if day is None else day,
        "history": (),
    }
    return PlanRequest(**defaults | fields)


def _knee(amount: int) -> _SESSION:
    return ((_KNEE_TO_CHEST, 1, amount),)


def _recipe(*rule_ids: str) -> Callable[[Callable[..., Document]], Callable[..., Document]]:
    def enter(make: Callable[..., Document]) -> Callable[..., Document]:
        for rule_id in rule_ids:
            _RECIPES[rule_id] = make if len(rule_ids) == 1 else partial(make, rule_id=rule_id)
        return make

    return enter


# --- rules over time -------------------------------------------------------------------------------------------------


@_recipe("aggravating-leave", "injury-restart", "step-down")
def _after_what_happened_before(draw: Draw, rule_id: str) -> Document:
    """Return a programme whose first session is more than the sessions before it allow."""
    day = draw(st.dates(date(2026, 3, 1), date(2030, 12, 31)))
    amount, history = past_sessions(rule_id, day)
    days = {"days_since_injury": 42} if rule_id == "injury-restart" else {}
    request = _asked(draw, day, history=history, **days)
    rest = [None] * draw(st.integers(0, 3))
    return _programme_of([_knee(amount), *rest], request)


@_recipe("low-start")
def _not_low_at_first(draw: Draw) -> Document:
    """Return a programme in which a new stretch does not start at its lowest amount."""
    before: list[_SESSION | None] = draw(
        st.lists(st.sampled_from([None, (("piriformis_stretch", 1, 10),)]), max_size=4)
    )
    return _programme_of([*before, _knee(15)], _asked(draw))


@_recipe("one-step-up")
def _up_too_soon(draw: Draw) -> Document:
    """Return a programme in which an amount rises within a week, or by two steps after one."""
    early = draw(st.integers(1, 6))
    days, amount = draw(st.sampled_from([(early, 15), (8, 20)]))
    return _programme_of([_knee(10)] * days + [_knee(amount)], _asked(draw))


@_recipe("break-restart")
def _as_before_the_break(draw: Draw) -> Document:
    """Return a programme in which a stretch comes back after two weeks with more than its lowest amount."""
    rest = [None] * draw(st.integers(13, 16))
    return _programme_of([*[_knee(10)] * 8, _knee(15), *rest, _knee(15)], _asked(draw))


# --- across the days -------------------------------------------------------------------------------------------------


def _sound(draw: Draw) -> Document:
    """Return a programme that keeps every rule, of a week with a rest day in it."""
    sessions: list[_SESSION | None] = [_knee(10)] * 6
    sessions.insert(draw(st.integers(1, 5)), None)
    return _programme_of(sessions, _asked(draw))


def _session_days(made: Document) -> list[int]:
    return [place for place, day in enumerate(made["days"]) if day["kind"] == "session"]


@_recipe("each-day-once")
def _not_what_it_says(draw: Draw) -> Document:
    """Return a programme with a rest day that is called refused and says nothing of why."""
    made = _sound(draw)
    refusal = {"kind": "no_plan", "message": "No session meets all demands under the rules.", "ways_out": []}
    day = next(day for day in made["days"] if day["kind"] == "rest")
    day["refusal"] = refusal
    return made


@_recipe("rest-days")
def _rest_not_kept(draw: Draw) -> Document:
    """Return a programme with sessions on its rest days, or with more of them than it says, or with an unstated one."""
    made = _sound(draw)
    place = draw(st.sampled_from(_session_days(made)))
    on = made["days"][place]["on"]
    what = draw(st.sampled_from(["date", "weekday", "often", "unstated"]))
    if what == "date":
        made["rest_dates"] = sorted([*made["rest_dates"], on])
    elif what == "weekday":
        made["rest_weekdays"] = [WEEKDAYS[date.fromisoformat(on).weekday()]]
    elif what == "often":
        made["days_per_week"] = draw(st.integers(1, 5))
    else:
        made["rest_dates"] = []
    return made


@_recipe("days-advance")
def _another_day(draw: Draw) -> Document:
    """Return a programme with a session that is planned for another day after the injury."""
    made = _programme_of([_knee(10)] * 5, _asked(draw, days_since_injury=50))
    place = draw(st.sampled_from(range(1, 5)))
    made["days"][place]["plan"]["request"]["days_since_injury"] += draw(st.sampled_from([-1, 1, 30]))
    return made


@_recipe("true-programme")
def _not_true(draw: Draw) -> Document:
    """Return a programme that keeps quiet about a change, or counts a week wrongly."""
    made = _programme_of([_knee(10)] * 8 + [_knee(15)], _asked(draw))
    what = draw(st.sampled_from(["change", "text", "week", "notice"]))
    if what == "change":
        made["days"][-1]["changes"] = []
    elif what == "text":
        made["days"][-1]["changes"][0]["text"] = "Knee to Chest Stretch is guaranteed to help."
    elif what == "week":
        made["weeks"][draw(st.integers(0, 1))]["sessions"] += 1
    else:
        made["notices"] = made["notices"][:1]
    return made


@_recipe("programme-shape")
def _misshapen(draw: Draw) -> Document:
    """Return a programme without one of its fields, or of a later schema."""
    made = _sound(draw)
    name = draw(st.sampled_from(["schema_version", "request", "days_per_week", "days", "weeks"]))
    if name == "schema_version":
        made[name] = "2.0"
    elif name == "days_per_week":
        made[name] = draw(st.sampled_from([0, 8, "6", True, None]))
    elif name == "days":
        made["days"] = []
    else:
        del made[name]
    return made
