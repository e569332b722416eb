"""Write the tables of formats and limits into their pages, from the code: ``python -m tests.regenerate``."""

import importlib
import inspect
import re
from pathlib import Path

from stretchplan.base.messages import MAX_PROBLEMS
from stretchplan.base.strict_json import MAX_BYTES
from stretchplan.results import formats, limits
from stretchplan.safety.check import MAX_VIOLATIONS

DOCS = Path(__file__).parents[2] / "docs"
START, END = "<!-- {}: `just golden` writes this -->\n", "<!-- end of {} -->\n"

FOR_WHOM = {
    "to_text": ("text", "`text/plain`", "people, in a terminal or a mail"),
    "to_markdown": ("Markdown", "`text/markdown`", "people, in notes and wikis"),
    "to_html": ("HTML", "`text/html`", "people, in a browser: [a page that guides the session](page.md)"),
    "to_vtt": ("[WebVTT](#webvtt)", "`text/vtt`", "browsers and players: captions, or timed data"),
    "to_csv": ("[CSV](#rows-csv-and-data-frames)", "`text/csv`", "spreadsheets"),
    "to_rows": ("[rows](#rows-csv-and-data-frames)", "", "programs that need flat data"),
    "to_pandas": ("[pandas](#rows-csv-and-data-frames)", "", "data frames"),
    "to_polars": ("[polars](#rows-csv-and-data-frames)", "", "data frames"),
    "to_ics": ("iCalendar", "`text/calendar`", "[calendars](calendar.md)"),
    "to_fit": ("[Garmin FIT](#watches)", "none registered", "watches and training apps"),
    "to_health_connect": ("[Health Connect](#health-connect)", "", "Android apps"),
    "to_svg": ("SVG", "`image/svg+xml`", "a picture for any page"),
    "to_junit": ("JUnit XML", "`application/xml`", "continuous integration"),
}
"""For each method: the name of its format, the media type of what it gives, and what it is for."""

OTHERS = {
    "programme": ("[a programme](programme.md)", formats.PROGRAMME_RENDERERS),
    "progress": ("[progress](progress.md)", formats.PROGRESS_RENDERERS),
    "diff": ("[a difference of two plans](explanations.md)", formats.DIFF_RENDERERS),
    "report": ("[a verification or a comparison](verify.md)", formats.REPORT_RENDERERS),
}

ENTRIES = {
    "schedule": "steps of a plan",
    "prescriptions": "prescriptions",
    "left_out": "stretches left out",
    "notices": "notices",
    "coverage": "areas",
    "effects": "effects",
    "own_rules": "own rules",
}
"""The entries of each field of a plan, in words."""


def pages() -> dict[Path, str]:
    """Return each page with its table as the code is now."""
    return {
        DOCS / "formats.md": _filled(DOCS / "formats.md", "formats", _formats()),
        DOCS / "limits.md": _filled(DOCS / "limits.md", "limits", _limits()),
    }


def _filled(path: Path, name: str, table: str) -> str:
    start, end = START.format(name), END.format(name)
    before, rest = path.read_text(encoding="utf-8").split(start)
    return f"{before}{start}\n{table}\n{end}{rest.split(end)[1]}"


def _formats() -> str:
    rows = [
        "| format | on a plan | in `stretchplan.render` | extra | media type | for |",
        "|---|---|---|---|---|---|",
        "| JSON | `model_dump_json()` | | | `application/json` | any program; [its schema](plan.schema.json) |",
    ]
    for method, place in formats.RENDERERS.items():
        name, media, whom = FOR_WHOM[method]
        function, extra = _renderer(place)
        rows.append(f"| {name} | `{method}()` | `{function}` | {extra} | {media} | {whom} |")
    others = [f"- {name}: " + ", ".join(f"`{method}()`" for method in renderers) for name, renderers in OTHERS.values()]
    return (
        "\n".join(rows)
        + "\n\nOther things have fewer formats, beside `model_dump_json()`:\n\n"
        + "\n".join(others)
        + "\n"
    )


def _renderer(place: str) -> tuple[str, str]:
    """Return the name of a renderer, and the extra that it, or else its whole module, says is missing."""
    module, _, name = place.partition(":")
    loaded = importlib.import_module(module)
    missing = re.compile(r'MissingExtra\("(\w+)"')
    extras = missing.findall(inspect.getsource(getattr(loaded, name))) or missing.findall(inspect.getsource(loaded))
    return name, f"`{extras[0]}`" if len(extras) == 1 else ""


def _limits() -> str:
    rows = {
        "JSON text of a plan, also from a file at the terminal": f"{limits.MAX_TEXT_BYTES:,} bytes",
        "texts of a plan that is given as a mapping, together": f"{limits.MAX_TEXT_BYTES:,} characters",
        **{ENTRIES[field]: f"{most:,}" for field, most in limits.MAX_ENTRIES.items()},
        "areas or pieces of equipment in one entry": f"{limits.MAX_SHORT_ENTRIES:,}",
        "entries of any other list or object in a plan": f"{limits.MAX_INNER_ENTRIES:,}",
        "entries of a field that this version does not know": f"{limits.MAX_NEW_ENTRIES:,}",
        "values in a plan": f"{limits.MAX_VALUES:,}",
        "lists and objects inside one another": f"{limits.MAX_DEPTH:,}",
        "any other JSON text: request, policy, catalogue, a line of a batch": f"{MAX_BYTES:,} bytes",
        "unknown names in a request, a policy, a catalogue or a part of one": (
            f"{MAX_PROBLEMS:,} more than it has fields"
        ),
        "problems listed in one error": f"{MAX_PROBLEMS:,}",
        "violations in a report": f"{MAX_VIOLATIONS:,}",
    }
    return (
        "\n".join(["| what | limit |", "|---|---|", *(f"| {what} | {limit} |" for what, limit in rows.items())]) + "\n"
    )
