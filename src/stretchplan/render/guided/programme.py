"""Put the page of a programme together: the calendar of its days, and a guided session for each of them.

The session is that of the page of a plan, from the same ``page.html``: the body of that page is in a ``<template>``.
The script ``days.js`` fills it for the day that the address names, and then runs the session. What several days share
is in the page once: figures, texts, and the entries of the steps.
"""

from __future__ import annotations

import json
import re
from collections.abc import Hashable, Iterator
from string import Template
from typing import Any, Final

from stretchplan.base.translation import in_its_language, say
from stretchplan.catalog import Catalog
from stretchplan.catalog.stretch import Stretch
from stretchplan.render.calendar import CALENDAR_STYLE, calendar_key, calendar_weeks
from stretchplan.render.escape import escaped, filled, isolated, json_for_script
from stretchplan.render.figures.figure import FIGURE_STYLE
from stretchplan.render.formats.playable import playable_steps
from stretchplan.render.guided.assemble import (
    SCRIPTS,
    file_text,
    frame_parts,
    in_ascii,
    mark_of,
    plan_parts,
    policy,
)
from stretchplan.render.guided.pictures import Pictures
from stretchplan.render.guided.step_texts import step_texts
from stretchplan.results.plan import Plan, Side
from stretchplan.results.programme import Programme, ProgrammeDay
from stretchplan.words import calendar as words
from stretchplan.words import guided, pages
from stretchplan.words.languages import own_language
from stretchplan.words.notices import NOT_MEDICAL_ADVICE

__all__ = ["programme_to_html"]

_BODY: Final = '<body data-state="ready">\n'
_AFTER_THE_BODY: Final = '<script type="application/json" id="labels">'
"""What stands before and after the part of ``page.html`` that is of one plan."""


_FUNCTION: Final = "function guide() {{\n{}}}"
"""The script of a session as one function, which is called when a day is open."""


class _Shared:
    """What several days of the page share, each once: parts of HTML and values for the script, by number."""

    def __init__(self) -> None:
        self._parts: dict[str, int] = {}
        self._values: dict[str, int] = {}
        self.places: dict[Hashable, str] = {}  # of figures; to draw one takes longer than all else

    def part(self, html: str) -> int:
        return self._parts.setdefault(html, len(self._parts))

    def value(self, data: Any) -> int:
        return self._values.setdefault(json.dumps(data), len(self._values))

    def templates(self) -> Iterator[str]:
        for html, number in self._parts.items():
            yield f'<template id="part-{number}">{html}</template>'

    @property
    def values(self) -> list[Any]:
        return [json.loads(text) for text in self._values]


class _SharedPictures(Pictures):
    """The figures of a plan, each as a place for one that the page has once."""

    _NUMBER: Final = re.compile("(?<=[a-z])[0-9]+")

    def __init__(self, plan: Plan, catalog: Catalog | None, shared: _Shared) -> None:
        super().__init__(plan, catalog)
        self._shared = shared

    def _figure(
        self, stretch: Stretch, unique: str, side: Side | None = None, *, spoken: bool = True, **how: Any
    ) -> str:
        # The number of a stretch in its plan tells the figures of a page apart; here the page shows those of one day.
        kind = self._NUMBER.sub("", unique)
        key = (stretch, kind, side, spoken, tuple(how.items()))
        if key not in self._shared.places:
            drawn = super()._figure(stretch, kind, side, spoken=spoken, **how)
            self._shared.places[key] = f'<span data-shared="{self._shared.part(drawn)}"></span>'
        return self._shared.places[key]


@in_its_language
def programme_to_html(programme: Programme, catalog: Catalog | None = None) -> str:
    """Return a programme as one HTML file: the calendar of its days, each of which opens its guided session.

    The page works from a disk, from a server and without a network: it loads nothing, and its Content-Security-Policy
    forbids it to. Where scripts are off, it shows the calendar and each day with its stretches and changes, but opens
    no session. Printed, it is the calendar with the changes; printed with a day open, it is the sheet of that day.

    Parameters
    ----------
    programme
        Any programme, also one read from a file: its texts are escaped.
    catalog
        The catalogue that the programme was made from, for the figures. None: the built-in one, if the programme is
        from it. A stretch that the catalogue does not have gets no figure.

    Returns
    -------
    str
        The file, in ASCII, so that it reads the same in every encoding. The same programme and catalogue give the same
        text everywhere. Of each plan it holds what the session and its record need; :class:`stretchplan.Programme` has
        a JSON form of its own.

    Raises
    ------
    CatalogError
        When ``catalog`` is no valid catalogue.
    ValueError
        When the steps of a plan do not follow one another from second 0 to the plan's total.

    Examples
    --------
    >>> import stretchplan as sp
    >>> made = sp.Planner().programme(sp.PlanRequest(minutes=5, days_since_injury=3), "2026-03-02", days=2)
    >>> page = made.to_html()
    >>> page.splitlines()[0], len(page.encode()) < 300_000
    ('<!doctype html>', True)
    """
    language = words.names_language(programme)
    shared = _Shared()
    sessions = [_session(day, catalog, shared) for day in programme.days if day.plan is not None]
    style = f"{file_text('page.css')}{file_text('days.css')}{FIGURE_STYLE}{CALENDAR_STYLE}\n"
    *before, session = map(file_text, SCRIPTS)
    script = "\n".join((*before, _FUNCTION.format(session), file_text("days.js")))
    parts = {
        **frame_parts(language),
        "title": escaped(say(words.PAGE_TITLE, programme=words.programme_title(programme))),
        "style": style,
        "script": script,
        "policy": policy(script, style),
    }
    head, _, rest = file_text("page.html").partition(_BODY)
    body, found, end = rest.partition(_AFTER_THE_BODY)
    data = json_for_script({"days": sessions, "values": shared.values})
    return in_ascii(
        "".join(
            (
                Template(head).substitute(parts),
                '<body data-state="days">\n',
                _days(programme, sessions, parts["ours"]),
                f'<template id="day">\n<nav id="to-days"{parts["ours"]}>',
                f'<a href="#">{escaped(say(words.ALL_DAYS))}</a></nav>\n',
                Template(body).substitute({**parts, **_slots(), "plan": "", "words": "", "mark": ""}),
                "</template>\n",
                "\n".join(shared.templates()),
                f'\n<script type="application/json" id="programme">{data}</script>\n',
                Template(found + end).substitute(parts),
            )
        )
    )


_PARTS: Final = (
    "heading",
    "request",
    "notices",
    "strip",
    "length",
    "figures",
    "stretches",
    "equipment",
    "reasons",
    "about",
    "get_up",
    "not_safe",
    "worse_choices",
    "colophon",
)
"""The placeholders of ``page.html`` that differ from plan to plan, in the order of a day's parts."""


def _slots() -> dict[str, str]:
    return {name: f'<span data-part="{number}"></span>' for number, name in enumerate(_PARTS)}


def _session(day: ProgrammeDay, catalog: Catalog | None, shared: _Shared) -> dict[str, Any]:
    """Return what the script needs to open a day."""
    plan = day.plan
    assert plan is not None
    playable_steps(plan, "a page")
    parts = plan_parts(plan, _SharedPictures(plan, catalog, shared))
    parts["heading"] = f"{escaped(words.day_name(day.on))}: {parts['heading']}"
    data = plan.model_dump(mode="json", include={"request", "prescriptions", "schedule"})
    data["request"].pop("history", None)  # the record of a session does not need it
    mark = mark_of(json_for_script(data))
    title = f"{words.day_name(day.on)}, {pages.session_heading(plan)}"
    steps = [{name: value for name, value in step.items() if name != "start_seconds"} for step in data.pop("schedule")]
    return {
        "id": f"day-{day.on.isoformat()}",
        "mark": mark,
        "title": say(guided.TITLE, session=title),
        "parts": [shared.part(parts[name]) for name in _PARTS],
        "schedule": [shared.value(step) for step in steps],
        "prescriptions": [shared.value(entry) for entry in data.pop("prescriptions")],
        "words": [shared.value(texts._asdict()) for texts in step_texts(plan)],
        "plan": data,
    }


def _days(programme: Programme, sessions: list[dict[str, Any]], ours: str) -> str:
    """Return the calendar and the list of days, which the script takes away when a day is opened."""
    notices = "".join(f"<li>{escaped(text)}</li>" for text in words.to_mind(programme))
    about = "".join(f"<p>{escaped(text)}</p>" for text in words.about(programme))
    stated = "".join(f"<p>{isolated(text)}</p>" for text in words.stated(programme))
    catalog_id, version, rules = map(
        isolated, (programme.catalog.id, programme.catalog.version, programme.rules_version)
    )
    made_from = filled(say(pages.MADE_FROM), catalog=catalog_id, version=version, rules=rules)
    marks = iter([session["mark"] for session in sessions])
    weeks = "\n".join(
        _week(programme, number, picture, marks) for number, picture in enumerate(calendar_weeks(programme))
    )
    return (
        f'<div id="days"{ours}>\n<header>\n<h1>{escaped(words.programme_title(programme))}</h1>\n{stated}\n</header>\n'
        f'<main>\n<details id="before" open>\n<summary>{escaped(say(pages.BEFORE_YOU_START))}</summary>\n'
        f'<ul>{notices}</ul>\n{about}</details>\n<div class="key">{calendar_key()}</div>\n{weeks}\n</main>\n'
        f'<footer>\n<p class="quiet">{escaped(say(words.PER_SIDE))}</p>\n'
        f"<p>{escaped(say(NOT_MEDICAL_ADVICE))} {made_from}</p>\n</footer>\n</div>\n"
    )


def _week(programme: Programme, number: int, picture: str, marks: Iterator[str]) -> str:
    days = programme.days[7 * number : 7 * number + 7]
    language = words.names_language(programme)
    theirs = "" if own_language(language) == language else language
    entries = "\n".join(_day(day, text, theirs, marks) for day, text in words.told_once(days))
    together = ""
    if number < len(programme.weeks):
        week = programme.weeks[number]
        areas = isolated(words.areas_line(week), theirs)
        together = f"<p><b>{escaped(say(words.WEEK))}:</b> {escaped(words.week_line(week))}. {areas}</p>\n"
    return (
        f'<section class="week" aria-labelledby="week-{number + 1}">\n'
        f'<h2 id="week-{number + 1}">{escaped(words.week_title(number + 1, days))}</h2>\n'
        f'{picture}\n<ol class="list">\n{entries}\n</ol>\n{together}</section>'
    )


def _day(day: ProgrammeDay, text: str, language: str, marks: Iterator[str]) -> str:
    name = escaped(words.day_name(day.on))
    stretches = f"<p>{isolated(text, language)}</p>" if text else ""
    changes = "".join(f"<li>{isolated(change, language)}</li>" for change in words.change_texts(day))
    link = ""
    if day.plan is not None:
        of_day = f'<span class="heard">: {name}</span>'
        link = f'<a class="open" href="#at=0&amp;plan={next(marks)}" hidden>{escaped(say(words.OPEN))}{of_day}</a>'
    return (
        f'<li class="day" id="day-{day.on.isoformat()}"><div class="about"><h3>{name}</h3>'
        f'<p class="quiet">{escaped(words.tag(day))}</p></div>{link}{stretches}'
        f"{f'<ul>{changes}</ul>' if changes else ''}</li>"
    )
