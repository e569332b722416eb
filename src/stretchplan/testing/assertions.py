"""An assertion that a plan is safe; it shows each violation and its step."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from stretchplan.catalog.catalog import Catalog
from stretchplan.inputs.policy import Policy
from stretchplan.inputs.request import PlanRequest
from stretchplan.render.escape import escape_control_chars
from stretchplan.results.plan import Plan
from stretchplan.results.report import Violation
from stretchplan.safety.check import check
from stretchplan.safety.checks.parse import read
from stretchplan.safety.own_rules import OwnRule
from stretchplan.words.steps import minutes_seconds, step_words

__all__ = ["assert_safe"]

_MOST_SHOWN = 12


def assert_safe(
    plan: Plan | Mapping[str, object] | str | bytes,
    *,
    request: PlanRequest | None = None,
    catalog: Catalog | None = None,
    policy: Policy | None = None,
    rules: Iterable[OwnRule] = (),
) -> None:
    """Assert that a plan keeps every rule.

    Parameters
    ----------
    plan
        A plan, a mapping of its JSON form, or its JSON text, as for :func:`stretchplan.check`.
    request
        The request that the plan must be for; None when any will do. A plan for another request may be safe for
        another person only.
    catalog, policy, rules
        As for :func:`stretchplan.check`.

    Raises
    ------
    AssertionError
        With each violation, its rule and its step.
    InvalidRequest, CatalogError, PolicyError
        As for :func:`stretchplan.check`.

    Examples
    --------
    >>> import stretchplan as sp
    >>> from stretchplan.testing import assert_safe
    >>> assert_safe(sp.plan(minutes=5, days_since_injury=3))
    """
    __tracebackhide__ = True
    report = check(plan, request=request, catalog=catalog, policy=policy, rules=rules)
    parsed, _ = read(plan)
    lines = [line for violation in report.violations[:_MOST_SHOWN] for line in _lines(violation, parsed)]
    broken = len({violation.rule_id for violation in report.violations})
    if len(report.violations) > _MOST_SHOWN:
        lines.append(f"  … and {len(report.violations) - _MOST_SHOWN} more violations")
    if not lines:
        return
    verb = f"breaks {broken} rule{'' if broken == 1 else 's'}"
    raise AssertionError("\n".join([f"the plan {verb} (rules {report.rules_version}):", *lines]))


def _lines(violation: Violation, plan: Plan | None) -> list[str]:
    lines = [f"  {violation.rule_id}: {escape_control_chars(violation.message)}"]
    if plan is not None and violation.step is not None and violation.step < len(plan.schedule):
        step = plan.schedule[violation.step]
        name = next((p.name for p in plan.prescriptions if p.stretch_id == step.stretch_id), step.stretch_id or "-")
        where = f"step {violation.step}, {minutes_seconds(step.start_seconds)}, {step.seconds} s, {step_words(step)}"
        lines.append(f"    at {where}: {escape_control_chars(name)}")
    return lines
