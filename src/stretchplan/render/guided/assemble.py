"""Put the guided page together from a plan and the files in this folder."""

from __future__ import annotations

import re
from base64 import b64encode
from functools import cache
from hashlib import sha256
from importlib.resources import files
from string import Template
from typing import Final

from stretchplan.base.translation import in_its_language, say
from stretchplan.catalog import Catalog
from stretchplan.render.escape import escaped, filled, isolated, json_for_script, lang
from stretchplan.render.figures.figure import FIGURE_STYLE
from stretchplan.render.formats.playable import playable_steps
from stretchplan.render.guided.pictures import Pictures
from stretchplan.render.guided.sheet import about, get_up, not_safe, notices, reasons, stretches, worse_choices
from stretchplan.render.guided.step_texts import step_texts
from stretchplan.render.timeline import timeline
from stretchplan.results.plan import Plan
from stretchplan.words import guided, pages
from stretchplan.words.languages import language_of, own_language
from stretchplan.words.notices import NOT_MEDICAL_ADVICE
from stretchplan.words.phrases import length_words
from stretchplan.words.request import describe_request

__all__ = ["SCRIPTS", "file_text", "frame_parts", "in_ascii", "mark_of", "plan_parts", "policy", "to_html"]

_SHOWN: Final = ("stopwatch.js", "breath.js", "sound.js", "voice.js", "wake.js", "place.js", "view.js")
SCRIPTS: Final = (*_SHOWN, "played.js", "after.js", "session.js")
"""Concatenated in this order, they are one JavaScript module."""

_ICON: Final = (
    "data:image/svg+xml,%3Csvg xmlns='http://www.w3.org/2000/svg' viewBox='0 0 16 16'%3E"
    "%3Ccircle cx='8' cy='8' r='7' fill='%233f9d72'/%3E%3C/svg%3E"
)


@in_its_language
def to_html(plan: Plan, catalog: Catalog | None = None) -> str:
    """Return a plan as one HTML file that guides the session and prints as a sheet.

    The page works from a disk, from a server and without a network: it loads nothing, and its Content-Security-Policy
    forbids it to. Where scripts are off, it shows all but the guide.

    Parameters
    ----------
    plan
        Any plan, also one read from a file: its texts are escaped. The page holds the whole plan as JSON in the element
        ``plan``.
    catalog
        The catalogue that the plan was made from, for the figures. None: the built-in one, if the plan is from it.
        A stretch that the catalogue does not have gets no figure.

    Returns
    -------
    str
        The file, in ASCII, so that it reads the same in every encoding. The same plan and catalogue give the same text
        everywhere.

    Raises
    ------
    CatalogError
        When ``catalog`` is no valid catalogue.
    ValueError
        When the steps do not follow one another from second 0 to the plan's total.

    Examples
    --------
    >>> import stretchplan as sp
    >>> from stretchplan.render.guided import to_html
    >>> page = to_html(sp.plan(minutes=5, days_since_injury=3, targets={"hips"}))
    >>> page.splitlines()[0], len(page.encode()) < 150_000
    ('<!doctype html>', True)
    """
    playable_steps(plan, "a page")
    plan_json = json_for_script(plan.model_dump(mode="json"))
    style = f"{file_text('page.css')}{FIGURE_STYLE}\n"
    script = "\n".join(map(file_text, SCRIPTS))
    parts = {
        **frame_parts(language_of(plan)),
        **plan_parts(plan, Pictures(plan, catalog)),
        "title": escaped(say(guided.TITLE, session=pages.session_heading(plan))),
        "style": style,
        "plan": plan_json,
        "words": json_for_script([texts._asdict() for texts in step_texts(plan)]),
        "mark": mark_of(plan_json),
        "script": script,
        "policy": policy(script, style),
    }
    # One pass: text that was inserted is not searched for placeholders.
    return in_ascii(Template(file_text("page.html")).substitute(parts))


def frame_parts(language: str) -> dict[str, str]:
    """Return what ``page.html`` has for every plan, by placeholder; ``language`` is that of the catalogue's texts."""
    own = own_language(language)
    return {
        **{place: escaped(words) for place, words in guided.labels().items()},
        "language": escaped(language),
        "ours": _ours(language),
        "icon": _ICON,
        "ratings": _ratings(),
        "labels": json_for_script({**guided.script_labels(), "language": own}),
    }


def _ratings() -> str:
    return "".join(
        f'<option value="{"" if pain is None else pain}">{escaped(words)}</option>'
        for pain, words in guided.pain_ratings()
    )


def plan_parts(plan: Plan, pictures: Pictures) -> dict[str, str]:
    """Return what ``page.html`` shows of a plan, by placeholder, each the content of an element."""
    ours = _ours(language_of(plan))
    at_hand = (("needed", pages.needed(plan)), ("quiet", pages.good_to_have(plan)))
    catalog_id, version, rules = map(isolated, (plan.catalog.id, plan.catalog.version, plan.rules_version))
    made_from = filled(say(pages.MADE_FROM), catalog=catalog_id, version=version, rules=rules)
    how_good = () if plan.optimal else (escaped(pages.better_may_exist(plan)),)
    return {
        "heading": escaped(_unbroken(pages.session_heading(plan))),
        "request": isolated(describe_request(plan)),
        "notices": notices(plan),
        "strip": timeline(plan, marker="here"),
        "length": escaped(_unbroken(length_words(plan.total_seconds))),
        "figures": pictures.stage(),
        "stretches": stretches(plan, pictures),
        "equipment": "".join(f'<p class="{role}"{ours}>{escaped(words)}</p>' for role, words in at_hand if words),
        "reasons": reasons(plan),
        "about": about(plan),
        "get_up": get_up(plan),
        "not_safe": not_safe(plan),
        "worse_choices": worse_choices(plan),
        "colophon": " ".join((escaped(say(NOT_MEDICAL_ADVICE)), *how_good, made_from)),
    }


def _ours(language: str) -> str:
    """Return the attribute of an element in this library's language, where the page is in another one."""
    own = own_language(language)
    return lang("" if own == language else own)


def mark_of(plan_json: str) -> str:
    """Return what names a plan in the address of its page."""
    return sha256(plan_json.encode()).hexdigest()[:16]


def in_ascii(page: str) -> str:
    """Return a page that reads the same in every encoding."""
    # Only text and attributes hold other characters: scripts and styles are ASCII, so their digests stay valid.
    return page.encode("ascii", "xmlcharrefreplace").decode("ascii")


def _unbroken(words: str) -> str:
    """Return words with no line break between a number and its unit of time."""
    return re.sub(r"(?<=[0-9]) (?=(?:min|s)\b)", "\u00a0", words)


def policy(script: str, style: str) -> str:
    """Return a Content-Security-Policy that allows the page's own script and style and loads nothing."""
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
def file_text(name: str) -> str:
    """Return the text of a file in this folder."""
    encoding = "utf-8" if name.endswith(".html") else "ascii"
    return files("stretchplan.render.guided").joinpath(name).read_text(encoding=encoding)
