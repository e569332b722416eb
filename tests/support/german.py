"""A catalogue in German, in which every text of the catalogue can be told from this library's sentences."""

import re
from html.parser import HTMLParser
from typing import Any

import stretchplan as sp
from stretchplan.catalog import Catalog

MARK = "ß"
"""Stands in every text of the catalogue and in none of this library's."""


def german(language: str = "de") -> Catalog:
    """Return the built-in catalogue with every text marked, in another language."""
    data = sp.builtin_catalog().model_dump(mode="json")
    data |= {"id": "rücken".replace("ü", "ue"), "version": "1.0.0", "title": f"Sieben für den Rücken {MARK}"}
    data["language"] = language
    for area in data["areas"]:
        area["name"] = f"{MARK}{area['name']}"
    for stretch in data["stretches"]:
        _mark(stretch)
    return Catalog.model_validate(data)


def _mark(stretch: dict[str, Any]) -> None:
    parts = [stretch, *stretch["cautions"], *stretch["forms"], stretch["breath"]]
    parts += [part["effort_out"] for part in (*stretch["forms"], stretch["breath"] or {}) if part.get("effort_out")]
    for part in filter(None, parts):
        for field in ("name", "setup", "cue", "feel", "change", "inhale_cue", "exhale_cue"):
            if part.get(field):
                part[field] = f"{MARK} {part[field]}"


GERMAN = german()
PLAN = sp.Planner(GERMAN, language="en").plan(
    minutes=15, days_since_injury=4, targets={"lower_back", "hips"}, profile={"conditions": ["disc_leg_pain"]}
)
"""A plan with left and right sides, a movement with the breath, a caution, and a cue that a condition adds."""


def languages(page: str) -> list[tuple[str, str]]:
    """Return every text with letters in it, and its language."""
    found: list[tuple[str, str]] = []
    around: list[str] = []
    empty = {"meta", "link", "input", "br", "img"}

    class Reader(HTMLParser):
        def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
            if tag not in empty:
                given = dict(attrs).get("lang")
                around.append("code" if tag in {"script", "style"} else given or (around[-1] if around else ""))

        def handle_endtag(self, tag: str) -> None:
            if tag not in empty:
                around.pop()

        def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
            """Pass over an element of SVG."""

        def handle_data(self, data: str) -> None:
            if re.search("[a-zß]", data) and around and around[-1] != "code":
                found.append((data, around[-1]))

    Reader().feed(page)
    return found
