"""Show plans, differences, programmes, progress, catalogues, stretches, reports and refusals in notebooks."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from functools import singledispatch
from typing import Final

from stretchplan.base.translation import in_its_language, say, spoken
from stretchplan.catalog import Catalog, Stretch, builtin_catalog
from stretchplan.catalog.loader import BuiltinName
from stretchplan.render.calendar import calendar_image
from stretchplan.render.document.as_html import page_to_html
from stretchplan.render.document.as_text import to_text
from stretchplan.render.document.blocks import Block, Heading, Paragraph
from stretchplan.render.escape import escaped
from stretchplan.render.figures.figure import FIGURE_STYLE, figure
from stretchplan.render.guided.pictures import Pictures
from stretchplan.render.pages.catalog import catalog_page
from stretchplan.render.pages.difference import diff_page
from stretchplan.render.pages.plan import plan_page
from stretchplan.render.pages.programme import brief_programme_page
from stretchplan.render.pages.progress import progress_body, progress_page
from stretchplan.render.pages.refusal import refusal_page
from stretchplan.render.pages.report import report_page
from stretchplan.render.timeline import timeline_image, timeline_key
from stretchplan.results.difference import PlanDiff
from stretchplan.results.plan import Plan
from stretchplan.results.programme import Programme
from stretchplan.results.progress import Progress
from stretchplan.results.refusals import NoPlan
from stretchplan.results.report import CheckReport
from stretchplan.words import pages
from stretchplan.words.steps import minutes_seconds

__all__ = ["NOTEBOOK_STYLE", "as_html", "by_media_type"]

NOTEBOOK_STYLE: Final = (
    # The colours are the notebook's own: the notebook may be dark while the system is light.
    ".sp-out{color:inherit;line-height:1.45;max-width:60em;--sp-ink:currentColor;"
    "--sp-figure-line:color-mix(in srgb,var(--sp-ink) 85%,#7a8a99);"
    "--sp-figure-arm:color-mix(in srgb,var(--sp-ink) 60%,#7a8a99);"
    "--sp-figure-far:color-mix(in srgb,var(--sp-ink) 35%,#7a8a99);--sp-figure-face:#7a8a99;"
    "--sp-figure-rim:color-mix(in srgb,var(--sp-ink) 20%,#7a8a99);--sp-figure-sheet:#7f978b}"
    # Jupyter's text lets the ground through, and lines that cross would show through each other.
    "@supports (color:rgb(from red r g b)){.sp-out{--sp-ink:rgb(from currentColor r g b/1);"
    # A mat is light under dark lines, and dark under light ones.
    "--sp-figure-sheet:rgb(from currentColor calc(210 - .6*r) calc(223 - .6*g) calc(216 - .6*b)/1)}}"
    ".sp-out p{margin:.3em 0}"
    ".sp-out .sp-title,.sp-out .sp-good b,.sp-out .sp-bad b{font-size:1.15em}"  # headings, not sentences
    ".sp-out .sp-heading{margin-top:.8em}"
    ".sp-out .sp-quiet{opacity:.75}"
    # Marimo removes the bullets of lists, and like Streamlit puts each picture on its own line.
    ".sp-out ul{margin:.2em 0;padding-left:1.4em;list-style:disc}"
    ".sp-out .sp-wide{overflow-x:auto}"
    ".sp-out table{border-collapse:collapse;margin:.3em 0;font-size:inherit;width:auto}"
    # Naming the class three times overrides a specific rule of JupyterLab, which aligns tables to the right.
    ".sp-out.sp-out.sp-out th,.sp-out.sp-out.sp-out td{text-align:left;vertical-align:top;padding:.2em .8em .2em 0;"
    "border:0;border-bottom:1px solid rgba(128,128,128,.35);white-space:normal;background:none;max-width:none}"
    ".sp-out.sp-out.sp-out .sp-right{text-align:right}"
    ".sp-out.sp-out td.sp-strong{font-weight:600}"
    ".sp-out details{margin-top:.5em}"
    ".sp-out summary{cursor:pointer}"
    ".sp-out .sp-key img{display:inline-block;width:.75em;height:.75em;margin:0;vertical-align:-.05em}"
    ".sp-out .sp-strip{display:block;width:100%;max-width:100%;height:24px;margin:.3em 0}"
    ".sp-out .sp-calendar{display:block;width:100%;max-width:26em;height:auto;margin:.3em 0}"
    ".sp-out .sp-figure{width:15em;max-width:100%;height:auto}"
    ".sp-out .sp-figures{display:flex;flex-wrap:wrap;gap:.5em 1em;margin:.6em 0}"
    ".sp-out .sp-figures span{width:9em}"
    ".sp-out .sp-figures span::after{content:attr(data-name);display:block;text-align:center;font-size:.85em}"
    ".sp-out .sp-figures span:not(:has(svg)){display:none}"  # where the figure was removed
    ".sp-out .sp-figures .sp-figure{display:block;width:100%}"
    ".sp-out .sp-charts{display:flex;flex-wrap:wrap;gap:1em 1.5em;margin:.6em 0}"
    ".sp-out .sp-charts svg{display:block;width:30em;max-width:100%;height:auto}"
    ".sp-out .start-only{display:block;text-align:center;font-size:.75em}"
    # On paper nothing can be opened or scrolled.
    "@media print{.sp-out details::details-content{content-visibility:visible;block-size:auto}"
    ".sp-out .sp-wide{overflow:visible}.sp-out tr,.sp-out li,.sp-out .sp-figures span{break-inside:avoid}}"
)
"""The style in each output, because a saved notebook has no other place for it."""

_UNFOLDED: Final = (pages.WHAT_TO_DO, pages.BEFORE_YOU_START, pages.ABOUT_THIS_SESSION)
"""The sections of a plan that are open at first."""
_TEXT_WIDTH: Final = 80


@in_its_language
def by_media_type(thing: object) -> dict[str, str]:
    """Return a thing as text and as HTML, by media type."""
    return {"text/plain": to_text(_page(thing), _TEXT_WIDTH), "text/html": as_html(thing)}


@in_its_language
def as_html(thing: object) -> str:
    """Return a thing as HTML without scripts; every text is escaped."""
    if isinstance(thing, Progress):
        body = progress_body(thing)
        return f'<div class="sp-out" lang="{thing.language}"><style>{NOTEBOOK_STYLE}</style>\n{body}\n</div>'
    page = list(_page(thing))
    folded = {block.text for block in page[1:] if isinstance(block, Heading)} - {*map(say, _UNFOLDED)}
    body = page_to_html(page, folded=folded if isinstance(thing, Plan) else (), after_title=_picture(thing))
    return f'<div class="sp-out" lang="{_language(thing)}"><style>{NOTEBOOK_STYLE}</style>\n{body}\n</div>'


def _picture(thing: object) -> str:
    if isinstance(thing, Plan):
        label = say(pages.TIMELINE, length=minutes_seconds(thing.total_seconds))
        return timeline_image(thing, label) + timeline_key() + _figures(thing)
    if isinstance(thing, Programme):
        return calendar_image(thing)
    return figure(thing) if isinstance(thing, Stretch) else ""


def _figures(plan: Plan) -> str:
    """Return the figures of a plan, each with its number and name; empty if none can be drawn."""
    pictures = Pictures(plan, None)
    drawn = [
        f'<span data-name="{escaped(f"{number + 1}. {prescription.name}")}">{svg}</span>'
        for number, prescription in enumerate(plan.prescriptions)
        if (svg := pictures.still(number))
    ]
    return f'<div class="sp-figures"><style>{FIGURE_STYLE}</style>{"".join(drawn)}</div>' if drawn else ""


def _language(thing: object) -> str:
    """Return the language of a page around the catalogue's texts. A stretch alone does not know its catalogue's."""
    if isinstance(thing, Stretch) and thing not in _builtin_entries(thing.id):
        return ""  # HTML's word for a language that is not known
    return spoken()


def _builtin_entries(stretch_id: str) -> Iterator[Stretch]:
    """Yield the built-in stretches of an id; a catalogue that is not needed is not read."""
    names: tuple[BuiltinName, ...] = ("seven", "anywhere")
    for name in names:
        entry = builtin_catalog(name).by_id.get(stretch_id)
        if entry is not None:
            yield entry
            return


@singledispatch
def _page(thing: object) -> Iterable[Block]:
    raise TypeError(f"there is no page for a {type(thing).__name__}")


def _stretch(stretch: Stretch) -> Iterable[Block]:
    texts = (stretch.setup_for("right"), stretch.cue_for("right"), stretch.feel_for("right"))
    return Heading(f"{stretch.name} ({stretch.id})", "title"), *(Paragraph(text) for text in texts if text is not None)


_page.register(Plan, plan_page)
_page.register(PlanDiff, diff_page)
_page.register(Programme, brief_programme_page)
_page.register(Catalog, catalog_page)
_page.register(Stretch, _stretch)
_page.register(CheckReport, report_page)
_page.register(Progress, progress_page)
_page.register(NoPlan, refusal_page)
