"""The register of broken plans, and tools to break a plan."""

from collections.abc import Callable
from typing import Any, NamedTuple


class BrokenPlan(NamedTuple):
    """The rule that a plan breaks, the step where it does, and the function that makes the plan."""

    rule: str
    step: int | None
    make: Callable[[], Any]

    def plan_and_catalog(self):
        """Return the plan and its catalogue; None is the built-in one."""
        made = self.make()
        return made if isinstance(made, tuple) else (made, None)


BROKEN_PLANS: dict[str, BrokenPlan] = {}
"""By the name of the function that makes the plan."""


def breaks(rule, step=None):
    """Register a function that returns a broken plan, or the plan and its catalogue; a negative step counts back."""

    def register(make):
        BROKEN_PLANS[make.__name__] = BrokenPlan(rule, step, make)
        return make

    return register


def dose(items, name, sets, amount):
    """Return items with one dose changed."""
    return [(n, sets, amount) if n == name else (n, s, a) for n, s, a in items]


def remove(plan, *indices):
    """Take steps out of a plan's schedule."""
    plan["schedule"] = [entry for i, entry in enumerate(plan["schedule"]) if i not in indices]
    return plan
