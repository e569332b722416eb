"""Write a plan, a programme, a progress or a difference as Markdown."""

from __future__ import annotations

from stretchplan.base.translation import in_its_language
from stretchplan.render.document.as_markdown import page_to_markdown
from stretchplan.render.pages.difference import diff_page
from stretchplan.render.pages.plan import plan_page
from stretchplan.render.pages.programme import programme_page
from stretchplan.render.pages.progress import progress_page
from stretchplan.results.difference import PlanDiff
from stretchplan.results.plan import Plan
from stretchplan.results.programme import Programme
from stretchplan.results.progress import Progress

__all__ = ["diff_to_markdown", "plan_to_markdown", "programme_to_markdown", "progress_to_markdown"]


@in_its_language
def plan_to_markdown(plan: Plan) -> str:
    r"""Return a plan as Markdown (CommonMark with the tables of GitHub).

    It says what :func:`stretchplan.render.plan_to_text` says, in the same order.

    Parameters
    ----------
    plan
        Any plan, also one read from a file: no text in it becomes markup, HTML, a link or a table.

    Returns
    -------
    str
        With one line break at its end.

    Examples
    --------
    >>> import stretchplan as sp
    >>> print(sp.plan(minutes=2, days_since_injury=3, targets={"hips"}).to_markdown().splitlines()[0])
    # 1 stretch, 1 min 42 s of 2 min
    """
    return page_to_markdown(plan_page(plan))


@in_its_language
def programme_to_markdown(programme: Programme) -> str:
    r"""Return a programme as Markdown (CommonMark with the tables of GitHub).

    It says what :func:`stretchplan.render.programme_to_text` says, in the same order.

    Parameters
    ----------
    programme
        Any programme, also one read from a file: no text in it becomes markup, HTML, a link or a table.

    Returns
    -------
    str
        With one line break at its end.

    Examples
    --------
    >>> import stretchplan as sp
    >>> made = sp.Planner().programme(sp.PlanRequest(minutes=5, days_since_injury=0), "2026-03-02", days=2)
    >>> print(made.to_markdown().splitlines()[0])
    # 2 days, 2 sessions
    """
    return page_to_markdown(programme_page(programme))


@in_its_language
def progress_to_markdown(shown: Progress) -> str:
    """Return a progress as Markdown, in words and a table of its weeks.

    Parameters
    ----------
    shown
        Any progress, also one read from a file: no text in it becomes markup.

    Returns
    -------
    str
        With one line break at its end.

    Examples
    --------
    >>> import stretchplan as sp
    >>> from stretchplan.render import progress_to_markdown
    >>> done = sp.record_of(sp.plan(minutes=10, days_since_injury=3, on="2026-01-31"))
    >>> progress_to_markdown(sp.progress([done], on="2026-01-31")).splitlines()[0]
    '# Progress up to 2026-01-31'
    """
    return page_to_markdown(progress_page(shown))


@in_its_language
def diff_to_markdown(diff: PlanDiff) -> str:
    """Return what differs between two plans as Markdown.

    Parameters
    ----------
    diff
        Any difference, also one of plans read from files: no text in it becomes markup.

    Returns
    -------
    str
        With one line break at its end.

    Examples
    --------
    >>> import stretchplan as sp
    >>> from stretchplan.render import diff_to_markdown
    >>> shorter, longer = (sp.plan(minutes=minutes, days_since_injury=3) for minutes in (5, 10))
    >>> diff_to_markdown(sp.diff(shorter, longer)).splitlines()[0]
    '# What differs between two plans'
    """
    return page_to_markdown(diff_page(diff))
