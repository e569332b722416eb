"""How a plan is shown: one method for each format, for :class:`stretchplan.Plan` to inherit.

The models of a plan know nothing of rendering, and ``stretchplan.render`` knows all of them. A plan should still be
able to say ``plan.to_text()``. So each method here imports its renderer when it is called, and only then: a plan that
is made, checked and sent on as JSON never loads one. This is the one module that looks up the house in that way
(docs/decisions/0024-a-plan-shows-itself.md; tests/test_public_face.py holds it).
"""

from __future__ import annotations

from typing import TYPE_CHECKING, cast

if TYPE_CHECKING:
    from stretchplan.plans import Plan

__all__ = ["Rendered"]


class Rendered:
    """What a plan can be made into. No field of a plan is called ``to_…``."""

    def to_text(self, width: int = 80) -> str:
        """Return the plan as plain text for people: see :func:`stretchplan.render.plan_to_text`.

        Parameters
        ----------
        width
            Cells in a line, at least 20.

        Raises
        ------
        ValueError
            When ``width`` is less than 20.
        """
        from stretchplan.render.text import plan_to_text

        return plan_to_text(_plan(self), width)


def _plan(one: Rendered) -> Plan:
    """Return what it is for the type checker: only plans inherit from the class above."""
    return cast("Plan", one)
