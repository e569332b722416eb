"""Short breaks at the desk, planned by stretchplan from a catalogue of our own and under a rule of our own."""

from deskbreak.planner import CATALOG, POLICY, RULES, answer, plan_break

__all__ = ["CATALOG", "POLICY", "RULES", "answer", "plan_break"]
