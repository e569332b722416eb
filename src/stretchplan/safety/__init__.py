"""What may be done: each rule once, as data; which doses the rules leave; and the judge of finished plans.

:func:`check` and the judges behind it import nothing of :mod:`stretchplan.planning` and do not read
:mod:`stretchplan.safety.limits` and :mod:`stretchplan.safety.stops`, which are the planner's reading of the rules.
"""

from __future__ import annotations

from stretchplan.safety.check import check, judge
from stretchplan.safety.report import CheckReport, Violation
from stretchplan.safety.rules import RULES_VERSION, Rule, rule, rules

__all__ = ["RULES_VERSION", "CheckReport", "Rule", "Violation", "check", "judge", "rule", "rules"]
