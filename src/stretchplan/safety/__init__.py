"""Decide what is allowed: which doses the planner may use, what the caller's own rules add, and what a check accepts.

:func:`check` and ``checks`` import nothing from :mod:`stretchplan.planning`, and nothing from
:mod:`stretchplan.safety.allowed`, which the planner uses.
"""

from __future__ import annotations

from stretchplan.results.report import CheckReport, Violation
from stretchplan.rulebook.rules import RULES_VERSION, Rule, rule, rules
from stretchplan.safety.check import check, violations_of

__all__ = ["RULES_VERSION", "CheckReport", "Rule", "Violation", "check", "rule", "rules", "violations_of"]
