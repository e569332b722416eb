"""Build the page of what differs between two plans, and write it as an HTML file or for rich."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING, Final

from stretchplan.base.translation import in_its_language
from stretchplan.render.document.as_html import html_file, page_to_html
from stretchplan.render.document.as_rich import page_to_rich
from stretchplan.render.document.as_text import MIN_WIDTH
from stretchplan.render.document.blocks import Block, Bullet, Heading, Paragraph, Role
from stretchplan.results.difference import PlanDiff
from stretchplan.words import difference as words

if TYPE_CHECKING:
    from rich.text import Text

__all__ = ["diff_page", "diff_to_html", "diff_to_rich"]

_ROLES: Final[dict[words.Mark, Role]] = {"+": "good", "-": "bad", "~": "warn"}


def diff_page(diff: PlanDiff) -> Iterator[Block]:
    """Return what differs between two plans, a list for each part of them."""
    yield Heading(words.title(diff), "title")
    for section in words.sections(diff):
        if not section.heading:
            yield from (Paragraph(sentence.text) for sentence in section.sentences)
            continue
        yield Heading(section.heading)
        for mark, text in section.sentences:
            yield Bullet(text, marker=mark, role=_ROLES[mark])


@in_its_language
def diff_to_html(diff: PlanDiff) -> str:
    """Return a difference as one HTML file. It has no script and loads nothing.

    Parameters
    ----------
    diff
        Any difference, also one of plans read from files: its texts are escaped.

    Returns
    -------
    str
        The file. The same difference gives the same text everywhere.

    Examples
    --------
    >>> import stretchplan as sp
    >>> from stretchplan.render import diff_to_html
    >>> shorter, longer = (sp.plan(minutes=minutes, days_since_injury=3) for minutes in (5, 10))
    >>> diff_to_html(sp.diff(shorter, longer)).splitlines()[0]
    '<!doctype html>'
    """
    return html_file(words.title(diff), page_to_html(diff_page(diff)))


def diff_to_rich(diff: PlanDiff, width: int) -> Iterator[Text]:
    """Yield the lines of a difference in colours, at most ``width`` cells wide."""
    return page_to_rich(diff_page(diff), max(width, MIN_WIDTH))
