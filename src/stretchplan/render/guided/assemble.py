"""Put the page together: the files beside this module, and what a plan says."""

from __future__ import annotations

from base64 import b64encode
from functools import cache
from hashlib import sha256
from importlib.resources import files
from string import Template
from typing import Final

from stretchplan.catalog import Catalog
from stretchplan.render.escape import escaped, isolated, json_for_script
from stretchplan.render.figures.figure import FIGURE_STYLE
from stretchplan.render.formats.playable import running
from stretchplan.render.guided.pictures import Pictures
from stretchplan.render.guided.sheet import notices, reasons, stretches
from stretchplan.render.guided.step_texts import step_texts
from stretchplan.render.timeline import timeline
from stretchplan.results.plan import Plan
from stretchplan.words.phrases import length_words, listed
from stretchplan.words.request import request_words

__all__ = ["to_html"]

_SCRIPTS: Final = ("stopwatch.js", "breath.js", "sound.js", "voice.js", "wake.js", "view.js", "session.js")
"""In the order in which they need one another; together they are one module."""

_ICON: Final = (
    "data:image/svg+xml,%3Csvg xmlns='http://www.w3.org/2000/svg' viewBox='0 0 16 16'%3E"
    "%3Ccircle cx='8' cy='8' r='7' fill='%233f9d72'/%3E%3C/svg%3E"
)


def to_html(plan: Plan, catalog: Catalog | None = None) -> str:
    """Return a plan as one HTML file that guides the session and prints as a sheet.

    It loads nothing, and its Content-Security-Policy lets it load nothing: it works from a disk, from a server and
    without a network. Without scripts it is the sheet.

    Parameters
    ----------
    plan
        Any plan, also one read from a file: whatever it says is text and does nothing. The page carries it whole, as
        JSON in the element ``plan``.
    catalog
        The catalogue that the plan was made from, for the figures. None takes the built-in one if the plan is from
        it; a stretch that the catalogue does not have gets no figure.

    Returns
    -------
    str
        The file, all of it ASCII: whatever encoding it is written in, it reads the same. The same plan and catalogue
        give the same text everywhere.

    Raises
    ------
    ValueError
        When the steps do not run on from second 0 to the plan's total, which those of a plan of ours do.

    Examples
    --------
    >>> import stretchplan as sp
    >>> from stretchplan.render.guided import to_html
    >>> page = to_html(sp.plan(minutes=5, days_since_injury=3, targets={"hips"}))
    >>> page.splitlines()[0], len(page.encode()) < 150_000
    ('<!doctype html>', True)
    """
    running(plan, "a page")
    count = len(plan.prescriptions)
    heading = f"{count} stretch{'' if count == 1 else 'es'}, {length_words(plan.total_seconds)}"
    pictures = Pictures(plan, catalog)
    style = f"{_file('page.css')}\n/* The figures. */\n{FIGURE_STYLE}\n"
    script = "\n".join(map(_file, _SCRIPTS))
    equipment = sorted({piece for one in plan.prescriptions for piece in one.equipment})
    parts = {
        "title": f"Stretching: {escaped(heading)}",
        "icon": _ICON,
        "style": style,
        "heading": escaped(heading),
        "asked": isolated(request_words(plan)),
        "notices": notices(plan),
        "strip": timeline(plan, marker="here"),
        "length": escaped(length_words(plan.total_seconds)),
        "figures": pictures.stage(),
        "stretches": stretches(plan, pictures),
        "equipment": f'<p class="quiet">Good to have at hand: {escaped(listed(equipment))}.</p>' if equipment else "",
        "reasons": reasons(plan),
        "colophon": (
            f"General information, not medical advice. Catalogue {isolated(plan.catalog.id)} "
            f"{isolated(plan.catalog.version)}, rules {isolated(plan.rules_version)}."
        ),
        "plan": json_for_script(plan.model_dump(mode="json")),
        "words": json_for_script([one._asdict() for one in step_texts(plan)]),
        "script": script,
        "policy": _policy(script, style),
    }
    # One pass: what is put in is not looked through for places to put something in.
    page = Template(_file("page.html")).substitute(parts)
    # What is left is text and attributes: scripts and styles are ASCII, or their digests would not hold.
    return page.encode("ascii", "xmlcharrefreplace").decode("ascii")


def _policy(script: str, style: str) -> str:
    """Return a policy under which nothing is loaded, and nothing runs or styles but what stands on the page."""
    return "; ".join(
        (
            "default-src 'none'",
            f"script-src {_digest(script)}",
            f"style-src {_digest(style)}",
            "img-src data:",  # the icon
            "base-uri 'none'",
            "form-action 'none'",
        )
    )


def _digest(text: str) -> str:
    return f"'sha256-{b64encode(sha256(text.encode()).digest()).decode()}'"


@cache
def _file(name: str) -> str:
    encoding = "utf-8" if name.endswith(".html") else "ascii"
    return files("stretchplan.render.guided").joinpath(name).read_text(encoding=encoding)
