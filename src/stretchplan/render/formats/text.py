"""Write a plan as plain text for people."""

from __future__ import annotations

from stretchplan.render.document.as_text import MIN_WIDTH, to_text
from stretchplan.render.pages.plan import plan_page
from stretchplan.results.plan import Plan

__all__ = ["plan_to_text"]


def plan_to_text(plan: Plan, width: int = 80) -> str:
    """Return a plan as plain text for people.

    Parameters
    ----------
    plan
        Any plan, also one read from a file: control characters and direction overrides in it are written out.
    width
        Cells in a line, at least 20.

    Returns
    -------
    str
        Lines of at most ``width`` cells, without a line break at the end. The same plan and width give the same
        text everywhere.

    Raises
    ------
    ValueError
        When ``width`` is less than 20.

    Examples
    --------
    >>> import stretchplan as sp
    >>> from stretchplan.render import plan_to_text
    >>> plan = sp.plan(minutes=2, days_since_injury=3, targets={"hips"})
    >>> print(plan_to_text(plan, width=100).splitlines()[0])
    1 stretch, 1 min 42 s of 2 min
    """
    if width < MIN_WIDTH:
        raise ValueError(f"{width} cells are too few for a line; give at least {MIN_WIDTH}")
    return to_text(plan_page(plan), width)
