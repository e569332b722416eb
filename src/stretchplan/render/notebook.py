"""What Jupyter and marimo show for a plan, a catalogue, a stretch, a check's report and a refusal."""

from __future__ import annotations

from collections.abc import Iterable
from functools import singledispatch
from typing import Final

from stretchplan.catalog import Catalog, Stretch
from stretchplan.render.document.as_html import page_to_html
from stretchplan.render.document.as_text import to_text
from stretchplan.render.document.blocks import Block, Heading, Paragraph
from stretchplan.render.figures.figure import figure
from stretchplan.render.pages.catalog import catalog_page
from stretchplan.render.pages.plan import plan_page
from stretchplan.render.pages.refusal import refusal_page
from stretchplan.render.pages.report import report_page
from stretchplan.render.timeline import KEY, timeline
from stretchplan.results.plan import Plan
from stretchplan.results.refusals import NoPlan
from stretchplan.results.report import CheckReport
from stretchplan.words.steps import clock

__all__ = ["NOTEBOOK_STYLE", "bundle", "shown"]

NOTEBOOK_STYLE: Final = (
    # The colours are the notebook's own, so that they fit in light and in dark whatever decides which it is; the system
    # may be light and the notebook dark.
    ".sp-out{color:inherit;line-height:1.45;max-width:60em;--sp-figure-line:currentColor;"
    "--sp-figure-arm:color-mix(in srgb,currentColor 70%,#7a8a99);"
    "--sp-figure-far:color-mix(in srgb,currentColor 35%,#7a8a99);--sp-figure-face:#7a8a99}"
    ".sp-out p{margin:.3em 0}"
    ".sp-out .sp-title,.sp-out .sp-good,.sp-out .sp-bad{font-size:1.15em}"
    ".sp-out .sp-heading{margin-top:.8em}"
    ".sp-out .sp-quiet{opacity:.75}"
    # Marimo takes the points from lists and puts each picture on a line of its own.
    ".sp-out ul{margin:.2em 0;padding-left:1.4em;list-style:disc}"
    ".sp-out .sp-wide{overflow-x:auto}"
    ".sp-out table{border-collapse:collapse;margin:.3em 0;font-size:inherit;width:auto}"
    # Thrice, for JupyterLab aligns the tables of outputs to the right in a stronger voice than once.
    ".sp-out.sp-out.sp-out th,.sp-out.sp-out.sp-out td{text-align:left;vertical-align:top;padding:.2em .8em .2em 0;"
    "border:0;border-bottom:1px solid rgba(128,128,128,.35);white-space:normal;background:none;max-width:none}"
    ".sp-out.sp-out.sp-out .sp-right{text-align:right}"
    ".sp-out.sp-out td.sp-strong{font-weight:600}"
    ".sp-out details{margin-top:.5em}"
    ".sp-out summary{cursor:pointer}"
    ".sp-out .sp-key svg{display:inline-block;vertical-align:-.05em}"
    ".sp-out .sp-strip{max-width:100%;margin:.3em 0}"
    ".sp-out .sp-figure{width:15em;max-width:100%;height:auto}"
)
"""The style that comes with each output: a saved notebook has nothing else to rely on."""

_OPEN: Final = frozenset({"What to do", "Before you start"})
"""What of a plan is not folded away."""
_TEXT_WIDTH: Final = 80


def bundle(thing: object) -> dict[str, str]:
    """Return what a notebook shows for a thing, by media type: HTML, and text for where there is no HTML."""
    return {"text/plain": to_text(_page(thing), _TEXT_WIDTH), "text/html": shown(thing)}


def shown(thing: object) -> str:
    """Return the HTML for a thing: without scripts, every text in it only text."""
    page = list(_page(thing))
    folded = {block.text for block in page[1:] if isinstance(block, Heading)} - _OPEN
    body = page_to_html(page, folded=folded if isinstance(thing, Plan) else (), after_title=_picture(thing))
    return f'<div class="sp-out"><style>{NOTEBOOK_STYLE}</style>\n{body}\n</div>'


def _picture(thing: object) -> str:
    if isinstance(thing, Plan):
        return timeline(thing, f"Timeline of the session, {clock(thing.total_seconds)} long") + KEY
    return figure(thing) if isinstance(thing, Stretch) else ""


@singledispatch
def _page(thing: object) -> Iterable[Block]:
    raise TypeError(f"there is no page for a {type(thing).__name__}")


def _stretch(stretch: Stretch) -> Iterable[Block]:
    cue = stretch.cue_for("right")
    return Heading(f"{stretch.name} ({stretch.id})", "title"), Paragraph(stretch.setup), Paragraph(cue)


_page.register(Plan, plan_page)
_page.register(Catalog, catalog_page)
_page.register(Stretch, _stretch)
_page.register(CheckReport, report_page)
_page.register(NoPlan, refusal_page)
