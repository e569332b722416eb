"""A contract for any planner of several days: its programmes are safe and complete, and each day has its history."""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping
from datetime import date, timedelta
from typing import TYPE_CHECKING, Any, NamedTuple

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from stretchplan.catalog.catalog import Catalog
from stretchplan.catalog.loader import builtin_catalog
from stretchplan.inputs.request import PlanRequest
from stretchplan.inputs.screening import Screening
from stretchplan.results.programme import WEEKDAYS, Programme
from stretchplan.results.records import as_planned
from stretchplan.results.refusals import SeeAClinician
from stretchplan.safety.check_programme import check_programme
from stretchplan.testing.contract import as_code
from stretchplan.testing.people import screenings
from stretchplan.testing.requests import for_days, reference_planner, requests

if TYPE_CHECKING:
    from hypothesis.strategies import DrawFn

__all__ = ["programme_contract"]

AnyProgrammePlanner = Callable[..., Any]
"""Takes what :meth:`stretchplan.Planner.programme` takes; returns a programme, its JSON form or its JSON text."""


class _Asked(NamedTuple):
    """What a planner is asked for."""

    request: PlanRequest
    start: date
    days: int
    options: dict[str, Any]


@st.composite
def _asked(draw: DrawFn, catalog: Catalog, most_days: int, *, feasible: bool | None = None) -> _Asked:
    request = for_days(draw(requests(catalog, feasible=feasible)))
    start = draw(st.dates(date(2026, 1, 1), date(2030, 12, 31))) if request.on is None else request.on
    dates = st.integers(0, most_days - 1).map(lambda after: start + timedelta(days=after))
    options = {
        "days_per_week": draw(st.integers(1, 7)),
        "rest_days": draw(st.frozensets(st.sampled_from(WEEKDAYS) | dates, max_size=3)),
    }
    return _Asked(request, start, draw(st.integers(1, most_days)), options)


def programme_contract(
    planner: AnyProgrammePlanner, *, catalog: Catalog | None = None, most_days: int = 10, max_examples: int = 50
) -> type:
    """Return a new test class that tests whether a planner of several days keeps the rules.

    Assign it to a name that pytest collects: ``TestMine = programme_contract(my_planner.programme)``.

    Parameters
    ----------
    planner
        It is called as :meth:`stretchplan.Planner.programme` is: ``planner(request, start, days, days_per_week=…,
        rest_days=…)``. It returns a programme in any form that :func:`stretchplan.check_programme` takes, and raises
        :class:`~stretchplan.errors.SeeAClinician` where an answer about warning signs calls for one.
    catalog
        Its catalogue; the built-in one when None.
    most_days
        The most days of a programme, 1 to 366.
    max_examples
        The number of programmes in each test.

    Returns
    -------
    type
        A class with one test method for each clause of the contract.

    Examples
    --------
    >>> import stretchplan as sp
    >>> from stretchplan.testing import programme_contract
    >>> TestOurs = programme_contract(sp.Planner().programme, max_examples=2, most_days=3)
    >>> sorted(name for name in vars(TestOurs) if name.startswith("test_"))[0]
    'test_a_day_is_refused_only_when_it_must_be'
    >>> TestOurs().test_each_day_is_safe_and_has_its_history()
    """
    source = catalog or builtin_catalog()
    limits = settings(max_examples=max_examples, deadline=None, suppress_health_check=[HealthCheck.too_slow])

    def ask(asked: _Asked) -> Programme:
        """Return the planner's programme after it was checked."""
        __tracebackhide__ = True
        made = planner(asked.request, asked.start, asked.days, **asked.options)
        if not isinstance(made, (Programme, Mapping, str, bytes)):
            raise AssertionError(f"the planner returned {type(made).__name__} for {_short(asked)}; give a programme")
        report = check_programme(made, catalog=source)
        if not report.ok:
            lines = [f"  {found.on or 'as a whole'}: {found.rule_id}: {found.message}" for found in report.violations]
            raise AssertionError("\n".join([f"for {_short(asked)} the programme breaks rules:", *lines[:12]]))
        if isinstance(made, Programme):
            return made
        return Programme.model_validate_json(made if isinstance(made, (str, bytes)) else json.dumps(made))

    class Contract:
        """The clauses that every planner of several days must keep."""

        @limits
        @given(_asked(source, most_days))
        def test_each_day_is_safe_and_has_its_history(self, asked: _Asked) -> None:
            """Every plan keeps every rule, with the sessions before it as its history."""
            ask(asked)

        @limits
        @given(_asked(source, most_days))
        def test_it_is_for_the_days_and_the_person_asked_for(self, asked: _Asked) -> None:
            """It has the days asked for, and the request but for its date and its history is that of its first day."""
            made = ask(asked)
            days = tuple(day.on for day in made.days)
            assert days == tuple(asked.start + timedelta(days=k) for k in range(asked.days)), f"for {_short(asked)}"
            since = asked.request.days_since_injury
            if since is not None and asked.request.on is not None:
                since += (asked.start - asked.request.on).days
            due = {"on": asked.start, "days_since_injury": since, "history": asked.request.history or ()}
            assert made.request == asked.request.model_copy(update=due), f"for {_short(asked)}"

        @limits
        @given(_asked(source, most_days))
        def test_stated_rest_days_are_kept(self, asked: _Asked) -> None:
            """There is no session on a rest day that was asked for, and there are no more sessions than asked for."""
            made = ask(asked)
            assert made.days_per_week <= asked.options["days_per_week"], f"for {_short(asked)}"
            for day in made.days:
                stated = asked.options["rest_days"]
                if day.on in stated or WEEKDAYS[day.on.weekday()] in stated:
                    assert day.kind == "rest", f"for {_short(asked)}: {day.on}"

        @limits
        @given(_asked(source, most_days, feasible=True))
        def test_a_day_is_refused_only_when_it_must_be(self, asked: _Asked) -> None:
            """A day that has a plan after the sessions before it is not refused."""
            made = ask(asked)
            days = reference_planner(source)
            done = list(made.request.history or ())
            for day in made.days:
                if day.kind == "refused":
                    request = made.request.model_copy(update={"history": tuple(done)})
                    again = days.programme(request, day.on, 1)
                    assert again.days[0].kind == "refused", f"for {_short(asked)}: {day.on} has a plan"
                elif day.plan is not None:
                    record = as_planned(day.plan)
                    done += [] if record is None else [record]

        @limits
        @given(_asked(source, most_days))
        def test_the_same_request_has_the_same_programme(self, asked: _Asked) -> None:
            """The same request has the same programme twice, to the byte."""
            assert ask(asked).model_dump_json() == ask(asked).model_dump_json(), f"for {_short(asked)}"

        @limits
        @given(_asked(source, most_days), screenings(stops=True))
        def test_a_warning_sign_stops_everything(self, asked: _Asked, screening: Screening) -> None:
            """An answer that calls for a clinician leaves no programme."""
            request = asked.request.model_copy(update={"screening": screening})
            try:
                planner(request, asked.start, asked.days, **asked.options)
            except SeeAClinician:
                return
            signs = ", ".join(question.id for question in screening.with_answer("yes"))
            raise AssertionError(f"with yes to {signs} there is no programme; the planner must raise SeeAClinician")

    return Contract


def _short(asked: _Asked) -> str:
    """Return what was asked for as code, without the fields at their defaults."""
    return f"programme({as_code(asked.request)}, {str(asked.start)!r}, {asked.days}, **{asked.options!r})"
