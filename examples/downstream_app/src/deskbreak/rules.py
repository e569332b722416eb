"""The one rule that deskbreak adds to those of stretchplan."""

from __future__ import annotations

from typing import TYPE_CHECKING

import stretchplan as sp

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from stretchplan.catalog import Stretch

__all__ = ["MOST_SECONDS", "MOST_SETS", "NeckGently"]

MOST_SECONDS = 15
MOST_SETS = 2


class NeckGently:
    """Stretches that work the neck are held briefly and seldom.

    ``leaves`` narrows the doses that may be planned, ``judge`` checks a finished plan second by second. They share the
    two numbers and no code, so that a mistake in one shows in the other.
    """

    id = "neck-gently"
    sentence = f"What works the neck is held at most {MOST_SECONDS} s, in at most {MOST_SETS} sets."
    source = "Agreed by the makers of deskbreak"
    strength = "policy"

    def leaves(self, stretch: Stretch, doses: tuple[sp.Dosage, ...], request: sp.PlanRequest) -> Iterable[sp.Dosage]:
        """Return the doses that are brief and few enough."""
        if stretch.dose.kind != "hold" or "neck" not in (*stretch.targets.primary, *stretch.targets.secondary):
            return doses
        return [dose for dose in doses if dose.amount <= MOST_SECONDS and dose.sets <= MOST_SETS]

    def judge(self, plan: sp.Plan, catalog: sp.Catalog) -> Iterator[sp.Violation]:
        """Yield a violation for each hold that is too long, and for each set beyond the most on its side."""
        done: dict[tuple[str, str], int] = {}
        for i, step in enumerate(plan.schedule):
            stretch = catalog.by_id.get(step.stretch_id or "")
            if step.kind != "hold" or stretch is None:
                continue
            if not {"neck"} & ({*stretch.targets.primary} | {*stretch.targets.secondary}):
                continue
            if step.seconds > MOST_SECONDS:
                message = f"{stretch.name} is held {step.seconds} s; for the neck it is {MOST_SECONDS} s at most."
                yield sp.Violation(rule_id=self.id, step=i, message=message)
            side = (stretch.id, step.side or "both")
            done[side] = done.get(side, 0) + 1
            if done[side] > MOST_SETS:
                message = f"{stretch.name} has set {done[side]} here; for the neck there are {MOST_SETS} at most."
                yield sp.Violation(rule_id=self.id, step=i, message=message)
