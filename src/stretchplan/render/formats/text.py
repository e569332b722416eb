"""Write a plan, a programme, a progress or a difference as plain text for people."""

from __future__ import annotations

from collections.abc import Iterable

from stretchplan.base.bounded import whole
from stretchplan.base.errors import InvalidRequest, Problem
from stretchplan.base.text import quoted
from stretchplan.base.translation import in_its_language
from stretchplan.render.document.as_text import MIN_WIDTH, to_text
from stretchplan.render.document.blocks import Block
from stretchplan.render.pages.difference import diff_page
from stretchplan.render.pages.plan import brief_page, plan_page
from stretchplan.render.pages.programme import programme_page
from stretchplan.render.pages.progress import progress_page
from stretchplan.results.difference import PlanDiff
from stretchplan.results.plan import Plan
from stretchplan.results.programme import Programme
from stretchplan.results.progress import Progress

__all__ = ["diff_to_text", "plan_to_text", "programme_to_text", "progress_to_text"]


@in_its_language
def plan_to_text(plan: Plan, width: int = 80, *, brief: bool = False) -> str:
    """Return a plan as plain text for people.

    Parameters
    ----------
    plan
        Any plan, also one read from a file: control characters and direction overrides in it are written out.
    width
        Cells in a line, at least 20.
    brief
        Whether only what to do and what to mind before the start is said, as on the first screen of the terminal.

    Returns
    -------
    str
        Lines of at most ``width`` cells, without a line break at the end. The same plan and width give the same
        text everywhere.

    Raises
    ------
    InvalidRequest
        When ``width`` is no whole number, or less than 20.

    Examples
    --------
    >>> import stretchplan as sp
    >>> from stretchplan.render import plan_to_text
    >>> plan = sp.plan(minutes=2, days_since_injury=3, targets={"hips"})
    >>> print(plan_to_text(plan, width=100).splitlines()[0])
    1 stretch, 1 min 42 s of 2 min
    """
    return _in_width(brief_page(plan) if brief else plan_page(plan), width)


@in_its_language
def programme_to_text(programme: Programme, width: int = 80) -> str:
    """Return a programme as plain text for people: each day with its stretches, and what changes on it and why.

    Parameters
    ----------
    programme
        Any programme, also one read from a file: control characters and direction overrides in it are written out.
    width
        Cells in a line, at least 20.

    Returns
    -------
    str
        Lines of at most ``width`` cells, without a line break at the end. The same programme and width give the same
        text everywhere.

    Raises
    ------
    InvalidRequest
        When ``width`` is no whole number, or less than 20.

    Examples
    --------
    >>> import stretchplan as sp
    >>> made = sp.Planner().programme(sp.PlanRequest(minutes=5, days_since_injury=0), "2026-03-02", days=2)
    >>> print(made.to_text().splitlines()[0])
    2 days, 2 sessions
    """
    return _in_width(programme_page(programme), width)


@in_its_language
def progress_to_text(shown: Progress, width: int = 80) -> str:
    """Return a progress as plain text, in words and a table of its weeks.

    Parameters
    ----------
    shown
        Any progress, also one read from a file: control characters in it are written out.
    width
        Cells in a line, at least 20.

    Returns
    -------
    str
        Lines of at most ``width`` cells, without a line break at the end.

    Raises
    ------
    InvalidRequest
        When ``width`` is no whole number, or less than 20.

    Examples
    --------
    >>> import stretchplan as sp
    >>> from stretchplan.render import progress_to_text
    >>> done = sp.record_of(sp.plan(minutes=10, days_since_injury=3, on="2026-01-31"))
    >>> progress_to_text(sp.progress([done], on="2026-01-31")).splitlines()[0]
    'Progress up to 2026-01-31'
    """
    return _in_width(progress_page(shown), width)


@in_its_language
def diff_to_text(diff: PlanDiff, width: int = 80) -> str:
    """Return what differs between two plans as plain text; ``+`` marks what is new, ``-`` what is gone.

    Parameters
    ----------
    diff
        Any difference, also one of plans read from files: control characters in it are written out.
    width
        Cells in a line, at least 20.

    Returns
    -------
    str
        Lines of at most ``width`` cells, without a line break at the end.

    Raises
    ------
    InvalidRequest
        When ``width`` is no whole number, or less than 20.

    Examples
    --------
    >>> import stretchplan as sp
    >>> plan = sp.plan(minutes=2, days_since_injury=3, targets={"hips"})
    >>> print(sp.diff(plan, plan).to_text())
    The two plans are the same
      Nothing differs: what is asked, the session, its reasons and its notices are
      equal.
    """
    return _in_width(diff_page(diff), width)


def _in_width(page: Iterable[Block], width: int) -> str:
    cells = whole(width)
    if isinstance(cells, bool) or not isinstance(cells, int) or cells < MIN_WIDTH:  # NaN cells would have no end
        shown = quoted(cells)
        raise InvalidRequest(
            Problem(
                "width",
                shown,
                f"{shown} is not allowed; give the cells of a line, a whole number of at least {MIN_WIDTH}",
            )
        )
    return to_text(page, cells)
