"""Decide what is allowed: doses for the planner, what the caller's own rules take away, and what the checker accepts.

:func:`check` and ``checks`` import nothing from :mod:`stretchplan.planning`, and nothing from
:mod:`stretchplan.safety.allowed`, which the planner uses.
"""

from __future__ import annotations

from stretchplan.results.report import CheckReport, Violation
from stretchplan.rulebook.rules import RULES_VERSION, Rule, rule, rules
from stretchplan.safety.check import check, violations_of

__all__ = ["RULES_VERSION", "CheckReport", "Rule", "Violation", "check", "rule", "rules", "violations_of"]
