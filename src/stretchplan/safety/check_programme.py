"""Check a finished programme, independently of the planner: each of its plans, and what must hold across its days."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from typing import Final

from stretchplan.base.translation import speaking
from stretchplan.catalog.catalog import Catalog
from stretchplan.catalog.loader import valid_catalog
from stretchplan.inputs.policy import STANDARD, Policy
from stretchplan.results.programme import Programme
from stretchplan.results.report import CheckReport, Violation
from stretchplan.rulebook.rules import RULES_VERSION
from stretchplan.safety.check import (
    MAX_VIOLATIONS,
    all_violations,
    due_catalog,
    looser_notices,
    ordered,
)
from stretchplan.safety.checks import parse, programme
from stretchplan.safety.own_rules import OwnRule, checked

__all__ = ["check_programme"]

_MOST_OF_A_DAY: Final = 20
"""When there are too many violations, a report has at most this many of each day."""


def check_programme(
    made: Programme | Mapping[str, object] | str | bytes,
    *,
    catalog: Catalog | None = None,
    policy: Policy | None = None,
    rules: Iterable[OwnRule] = (),
) -> CheckReport:
    """Check a programme: each of its plans against every rule, and the rules across its days.

    The planner is not used. That no day is skipped, that rest days are kept, that days and histories advance, and what
    the programme says of its days and weeks is counted again. As each plan must keep the rules over time with the
    sessions before it as its history, no stretch returns too early and no amount rises too fast. That a day which is
    stated to have no plan has none is not judged: only the planner's search could show it.

    Parameters
    ----------
    made
        A programme, a mapping of its JSON form, or its JSON text (UTF-8, at most 32 MiB), from any source.
    catalog, policy, rules
        As for :func:`stretchplan.check`.

    Returns
    -------
    CheckReport
        Each violation has the day, ``on``, that breaks the rule; what the programme as a whole breaks comes first. At
        most 200; when there are more, at most 20 of each day.

    Raises
    ------
    CatalogError
        If ``catalog`` is not a catalogue.
    PolicyError
        If ``policy`` is not a policy, or ``rules`` holds something that is not a rule.

    Examples
    --------
    >>> import stretchplan as sp
    >>> made = sp.Planner().programme(sp.PlanRequest(minutes=5, days_since_injury=0), "2026-03-02", days=2)
    >>> sp.check_programme(made).ok
    True
    """
    if catalog is not None:
        catalog = valid_catalog(catalog)
    own = checked(rules)
    bounds = STANDARD.narrowed(policy) if policy is not None else STANDARD
    stated, found = parse.read_programme(made)
    if stated is not None:
        catalog = due_catalog(stated.catalog, catalog)
        found = tuple(_limited(_violations(stated, catalog, bounds, own)))
    return CheckReport(rules_version=RULES_VERSION, violations=found[:MAX_VIOLATIONS], notices=looser_notices(catalog))


def _violations(
    made: Programme, catalog: Catalog | None, bounds: Policy, own: tuple[OwnRule, ...]
) -> Iterator[Violation]:
    with speaking(made.language):
        across = list(programme.violations(made, catalog))
    yield from (one for one in across if one.on is None)
    for day in made.days:
        yield from (one for one in across if one.on == day.on)
        if day.plan is not None:
            for one in ordered(all_violations(day.plan, catalog, bounds, own)):
                yield one.model_copy(update={"on": day.on})


def _limited(found: Iterable[Violation]) -> Iterator[Violation]:
    violations = list(found)
    if len(violations) <= MAX_VIOLATIONS:
        yield from violations
        return
    count: dict[object, int] = {}
    for one in violations:
        count[one.on] = count.get(one.on, 0) + 1
        if one.on is None or count[one.on] <= _MOST_OF_A_DAY:
            yield one
