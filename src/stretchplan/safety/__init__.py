"""Decide what is allowed: the planner's reading of the rules, the caller's own rules, and the check of finished plans.

:func:`check` and ``checks`` import nothing of :mod:`stretchplan.planning` and nothing of
:mod:`stretchplan.safety.allowed`, the planner's reading of the rules.
"""

from __future__ import annotations

from stretchplan.results.report import CheckReport, Violation
from stretchplan.rulebook.rules import RULES_VERSION, Rule, rule, rules
from stretchplan.safety.check import check, violations_of

__all__ = ["RULES_VERSION", "CheckReport", "Rule", "Violation", "check", "rule", "rules", "violations_of"]
