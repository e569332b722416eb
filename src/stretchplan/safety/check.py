"""Check a finished plan against every rule, independently of the planner.

Everything is counted again from the plan's schedule, its request, its policy and the catalogue. The checker and the
planner share models, the numbers of the rules and fixed texts, but nothing that decides. So a planner's mistake shows.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from typing import Final

from stretchplan.base.errors import InvalidRequest
from stretchplan.base.models import read
from stretchplan.base.translation import speaking
from stretchplan.catalog.catalog import Catalog
from stretchplan.catalog.loader import builtin_of, recorded_ids, valid_catalog
from stretchplan.catalog.looser import looser_facts
from stretchplan.inputs.policy import STANDARD, Policy
from stretchplan.inputs.request import PlanRequest
from stretchplan.results.plan import CatalogRef, Plan
from stretchplan.results.report import CheckReport, Violation
from stretchplan.rulebook.rules import RULES, RULES_VERSION
from stretchplan.safety.checks import (
    breath,
    conditions,
    demand,
    dose,
    forms,
    minutes,
    order,
    over_time,
    pain,
    policy,
    record,
    recovery,
    screening,
    structure,
    summary,
    words_in_time,
)
from stretchplan.safety.checks.forbidden import session_places
from stretchplan.safety.checks.recount import recount
from stretchplan.safety.own_rules import OwnRule, checked, own_violations, reference
from stretchplan.words.phrases import capitalized

__all__ = ["MAX_VIOLATIONS", "all_violations", "check", "due_catalog", "looser_notices", "ordered"]
__all__ += ["violations_of"]

MAX_VIOLATIONS: Final = 200
"""The most violations in a report."""

_FIRST_OF_EACH_RULE: Final = 10
"""When there are too many violations, a report has at most this many of each rule; fewer if many rules are broken."""
_MOST_NOTICES: Final = 100
_PLACES: Final = {rule.id: place for place, rule in enumerate(RULES)}
_FAMILIES: Final = (
    screening,
    recovery,
    over_time,
    conditions,
    forms,
    dose,
    minutes,
    words_in_time,
    breath,
    order,
    pain,
    policy,
    demand,
    record,
    structure,
    summary,
)


def check(
    plan: Plan | Mapping[str, object] | str | bytes,
    *,
    request: PlanRequest | Mapping[str, object] | None = None,
    catalog: Catalog | None = None,
    policy: Policy | None = None,
    rules: Iterable[OwnRule] = (),
) -> CheckReport:
    """Check a plan against every rule, from its schedule, its request, its policy and the catalogue.

    The planner is not used, and the plan's summary is not trusted: every second, side, set, repetition, change of
    position and area is counted again. docs/check.md says what each rule counts.

    Parameters
    ----------
    plan
        A plan, a mapping of its JSON form, or its JSON text (UTF-8, at most 4 MiB), from any source.
    request
        The request that the plan must be for, or a mapping of its JSON form; None when any will do. A plan for another
        request breaks ``true-summary``: it may be safe only for the person who made that request.
    catalog
        The catalogue that the plan was made from; a built-in one may be in another language. None: the built-in one, if
        the plan names it. If the plan names another one, ``known-stretch`` is reported, and only what needs no
        catalogue is checked.
    policy
        The caller's bounds, checked in addition to the policy that the plan says it was made under.
    rules
        The caller's own rules. A plan that names a rule which is not among them breaks ``own-rules``.

    Returns
    -------
    CheckReport
        ``ok`` when the plan keeps every rule, otherwise at most 200 violations. When there are more, each rule has at
        most its first ten, and fewer when more than twenty rules are broken. A plan that cannot be read breaks
        ``plan-shape``; no plan raises an error.

    Raises
    ------
    InvalidRequest
        If ``request`` is not a valid request.
    CatalogError
        If ``catalog`` is not a catalogue, for example the name of its file.
    PolicyError
        If ``policy`` is not a policy, or ``rules`` holds something that is not a rule.

    Examples
    --------
    >>> import stretchplan as sp
    >>> plan = sp.plan(minutes=10, days_since_injury=3)
    >>> sp.check(plan).ok
    True
    >>> longer = plan.model_copy(update={"total_seconds": 601})
    >>> [violation.rule_id for violation in sp.check(longer).violations]
    ['true-summary']
    """
    from stretchplan.safety.checks import parse  # only here are plans read; the planner checks what it made

    if catalog is not None:
        catalog = valid_catalog(catalog)
    asked = None if request is None else read(PlanRequest, request)  # model_construct checks nothing
    own = checked(rules)
    bounds = STANDARD.narrowed(policy) if policy is not None else STANDARD
    stated, found = parse.read(plan)
    if stated is not None:
        catalog = due_catalog(stated.catalog, catalog)
        found = all_violations(stated, catalog, bounds, own)
        if asked is not None:
            requests = (stated.request, asked)
            found += tuple(summary.other_request(*(_request_by_id(r, catalog) for r in requests)))
    return CheckReport(rules_version=RULES_VERSION, violations=ordered(found), notices=looser_notices(catalog))


def due_catalog(stated: CatalogRef, catalog: Catalog | None) -> Catalog | None:
    """Return the catalogue to check by: the given one, and of built-in ones the text in the stated language.

    A planner of a built-in catalogue answers in other languages too, and its caller holds the one that it gave.
    """
    if catalog is not None and catalog != builtin_of(catalog.id, catalog.language):
        return catalog
    built_in = builtin_of(stated.id, stated.language)
    return built_in if catalog is None or catalog.id == stated.id else catalog


def looser_notices(catalog: Catalog | None) -> tuple[str, ...]:
    """Return where a catalogue allows more than the built-in one, as sentences."""
    looser = () if catalog is None else looser_facts(catalog)[:_MOST_NOTICES]
    return tuple(f"{capitalized(fact.message)}." for fact in looser)


def violations_of(plan: Plan, catalog: Catalog, rules: tuple[OwnRule, ...] = ()) -> tuple[Violation, ...]:
    """Return the violations of a plan, as :func:`check` does; the planner returns only plans without violations.

    Parameters
    ----------
    plan
        A plan made by its validating constructor.
    catalog, rules
        The catalogue and the caller's own rules that the plan was made from.
    """
    return ordered(all_violations(plan, catalog, STANDARD, rules))


def all_violations(
    plan: Plan, catalog: Catalog | None, bounds: Policy, own: tuple[OwnRule, ...]
) -> tuple[Violation, ...]:
    """Return every violation of a plan that has been read, in the order of the families."""
    if catalog is not None:
        plan, bounds = _by_id(plan, catalog), bounds.renamed(catalog.ids)
    with speaking(plan.language):
        return _all_violations(plan, catalog, bounds, own)


def _all_violations(
    plan: Plan, catalog: Catalog | None, bounds: Policy, own: tuple[OwnRule, ...]
) -> tuple[Violation, ...]:
    places = None if catalog is None else session_places(plan, catalog)
    session = recount(plan, catalog, plan.policy.narrowed(bounds), tuple(map(reference, own)), places)
    found: list[Violation] = []
    for family in _FAMILIES:
        found += family.violations(session)
    if catalog is not None:
        for rule in own:
            found += own_violations(rule, plan, catalog)
    if not found:
        found += record.false_alarm(session)
    return tuple(_about(one, plan) for one in found)


def _about(found: Violation, plan: Plan) -> Violation:
    """Return a violation with the stretch of its step, where a rule of the caller's own does not state another."""
    if found.stretch_id is not None or found.step is None or not 0 <= found.step < len(plan.schedule):
        return found
    return found.model_copy(update={"stretch_id": plan.schedule[found.step].stretch_id})


def _by_id(plan: Plan, catalog: Catalog) -> Plan:
    """Return a plan whose request and policy name stretches by their ids, where they have aliases."""
    request, policy = _request_by_id(plan.request, catalog), plan.policy.renamed(catalog.ids)
    if request is plan.request and policy is plan.policy:
        return plan
    return plan.model_copy(update={"request": request, "policy": policy})


def _request_by_id(request: PlanRequest, catalog: Catalog | None) -> PlanRequest:
    if catalog is None:
        return request
    try:
        return request.renamed(catalog.ids, recorded_ids(catalog) if request.history else None)
    except InvalidRequest:  # one stretch is to be in and to be avoided: as it is, the plan breaks its request
        return request


def ordered(found: Sequence[Violation]) -> tuple[Violation, ...]:
    """Return violations in the order of the rules and of the schedule, at most 200 of them."""
    in_order = sorted(found, key=lambda v: (_PLACES.get(v.rule_id, len(_PLACES)), -1 if v.step is None else v.step))
    if len(in_order) <= MAX_VIOLATIONS:
        return tuple(in_order)
    rules = len({violation.rule_id for violation in in_order})
    most = max(1, min(_FIRST_OF_EACH_RULE, MAX_VIOLATIONS // rules))
    kept: list[Violation] = []
    count: Counter[str] = Counter()
    for violation in in_order:
        count[violation.rule_id] += 1
        if count[violation.rule_id] <= most:
            kept.append(violation)
    return tuple(kept[:MAX_VIOLATIONS])
