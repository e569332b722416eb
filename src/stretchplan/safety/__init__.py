"""What may be done: each rule once, as data; which doses the rules leave; and the judge of finished plans.

:func:`check` and the judges behind it import nothing of :mod:`stretchplan.planning` and do not read
:mod:`stretchplan.safety.allowed`, which is the planner's reading of the rules.
"""

from __future__ import annotations

from stretchplan.results.report import CheckReport, Violation
from stretchplan.rulebook.rules import RULES_VERSION, Rule, rule, rules
from stretchplan.safety.check import check, violations_of

__all__ = ["RULES_VERSION", "CheckReport", "Rule", "Violation", "check", "rule", "rules", "violations_of"]
