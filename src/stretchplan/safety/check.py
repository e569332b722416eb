"""The independent judge of finished plans.

It takes a plan's schedule, its request and the catalogue, counts everything again, and holds it against every
rule. It shares no code with the planner, so that a slip there shows here.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import Final

from stretchplan.base.errors import CatalogError, Problem
from stretchplan.base.text import quoted
from stretchplan.catalog.catalog import Catalog
from stretchplan.inputs.policy import STANDARD, Policy
from stretchplan.results.plan import Plan
from stretchplan.results.report import CheckReport, Violation
from stretchplan.rulebook.rules import RULES, RULES_VERSION
from stretchplan.safety.checks import (
    breath,
    demand,
    dose,
    minutes,
    order,
    pain,
    policy,
    record,
    recovery,
    screening,
    structure,
    summary,
)
from stretchplan.safety.checks import conditions as person
from stretchplan.safety.checks import parse as shape
from stretchplan.safety.checks.recount import recount
from stretchplan.safety.own_rules import OwnRule, checked, own_violations, reference

__all__ = ["MAX_VIOLATIONS", "check", "violations_of"]

MAX_VIOLATIONS: Final = 200
"""The most violations a report lists."""

_FIRST_OF_EACH_RULE: Final = 10
"""Of a rule that is among many; fewer when so many are broken that the report would be too long."""
_PLACES: Final = {rule.id: place for place, rule in enumerate(RULES)}
_FAMILIES: Final = (
    screening,
    recovery,
    person,
    dose,
    minutes,
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
    catalog: Catalog | None = None,
    policy: Policy | None = None,
    rules: Iterable[OwnRule] = (),
) -> CheckReport:
    """Judge a plan by every rule, from its schedule, its request and the catalogue alone.

    Nothing that the plan says of itself is believed, and nothing is asked of the planner: every second, side,
    set, repetition, change of position and area is counted again. docs/check.md says what each rule looks at.

    Parameters
    ----------
    plan
        A plan, a mapping of its JSON form, or its JSON text (UTF-8, at most 4 MiB). It may come from anyone.
    catalog
        The catalogue that the plan was made from. None takes the built-in one if the plan names it; of a plan
        that names another one, only what needs no catalogue is judged, and ``known-stretch`` is reported.
    policy
        Bounds of the caller's own to judge by, besides the policy that the plan says it was made under.
    rules
        Rules of the caller's own to judge by. A plan that names one which is not among them is reported under
        ``own-rules``.

    Returns
    -------
    CheckReport
        ``ok`` when the plan keeps every rule, else at most 200 violations: of more, the first ten of each rule, and
        fewer when more than twenty rules are broken. What cannot be read at all is reported under ``plan-shape``; no
        plan makes it raise.

    Raises
    ------
    CatalogError
        When ``catalog`` is something else than a catalogue, such as the name of its file.
    PolicyError
        When ``policy`` is no policy, or ``rules`` holds something that is no rule.
    """
    if catalog is not None:
        _require_catalog(catalog)
    own = checked(rules)
    bounds = STANDARD.narrowed(policy) if policy is not None else STANDARD
    read, found = shape.read(plan)
    if read is not None:
        found = _violations_of(read, catalog if catalog is not None else _builtin(read), bounds, own)
    return CheckReport(rules_version=RULES_VERSION, violations=_ordered(found))


def violations_of(plan: Plan, catalog: Catalog, rules: tuple[OwnRule, ...] = ()) -> tuple[Violation, ...]:
    """Judge a plan whose types are known to be right, as :func:`check` does.

    For the planner, which hands out nothing that this has an objection to.

    Parameters
    ----------
    plan
        A plan made by its validating constructor.
    catalog
        The catalogue that it was made from.
    rules
        The caller's own that it was made under.

    Returns
    -------
    tuple of Violation
        Empty when the plan keeps every rule.
    """
    return _ordered(_violations_of(plan, catalog, STANDARD, rules))


def _violations_of(
    plan: Plan, catalog: Catalog | None, bounds: Policy, own: tuple[OwnRule, ...]
) -> tuple[Violation, ...]:
    session = recount(plan, catalog, plan.policy.narrowed(bounds), tuple(map(reference, own)))
    found: list[Violation] = []
    for family in _FAMILIES:
        found += family.violations(session)
    if catalog is not None:
        for rule in own:
            found += own_violations(rule, plan, catalog)
    return tuple(found)


def _require_catalog(catalog: object) -> None:
    from stretchplan.catalog.catalog import Catalog

    if not isinstance(catalog, Catalog):
        shown = quoted(catalog)
        raise CatalogError(
            Problem("catalog", shown, f"{shown} is not a Catalog; read one with stretchplan.load_catalog(file)")
        )


def _builtin(plan: Plan) -> Catalog | None:
    from stretchplan.catalog.loader import builtin_catalog  # read from its file only when somebody needs it

    catalog = builtin_catalog()
    return catalog if plan.catalog.id == catalog.id else None


def _ordered(found: Sequence[Violation]) -> tuple[Violation, ...]:
    """Return violations in the order of the rules, each rule's in schedule order; not more than can be read."""
    if not found:
        return ()
    ordered = sorted(found, key=lambda v: (_PLACES.get(v.rule_id, len(_PLACES)), -1 if v.step is None else v.step))
    if len(ordered) <= MAX_VIOLATIONS:
        return tuple(ordered)
    rules = len({violation.rule_id for violation in ordered})
    most = max(1, min(_FIRST_OF_EACH_RULE, MAX_VIOLATIONS // rules))
    kept: list[Violation] = []
    count: dict[str, int] = {}
    for violation in ordered:
        count[violation.rule_id] = count.get(violation.rule_id, 0) + 1
        if count[violation.rule_id] <= most:
            kept.append(violation)
    return tuple(kept[:MAX_VIOLATIONS])
