"""Does docs/readers.md name the versions that are installed for the tests?"""

import json
import re
import tomllib
from functools import cache
from pathlib import Path
from typing import NamedTuple

import pytest

ROOT = Path(__file__).parents[2]
PAGE = ROOT / "docs/readers.md"
SCRIPT = (ROOT / ".ci/readers").read_text(encoding="utf-8")

BY_HAND = {
    *("ical4j", "icalendar", "sabre/vobject"),  # from source
    *("easy-fit", "gpsbabel", "mpv", "vlc", "vdirsyncer", "xandikos"),
    *("@hyperjump/json-schema", "hypothesis-jsonschema", "is-my-json-valid", "json-schema-faker", "json-schema-to-zod"),
    *("@duckdb/node-api", "csv-parse", "fastparquet", "nanoarrow"),
    *("jupyterlab", "marimo", "mkdocs-jupyter", "myst-nb", "nbconvert", "papermill", "streamlit", "voila"),
}
"""What no test runs: its version is that of one day."""
OF_THE_MACHINE = {"chromium"}
DEBIAN = {"libical": "gir1.2-ical-3.0", "KCalendarCore": "libkf5calendarcore-dev"}


class Reader(NamedTuple):
    """A row of the page."""

    name: str
    version: str
    source: str
    run: str


def rows() -> list[Reader]:
    """Return the rows of all tables of readers."""
    found = []
    for line in PAGE.read_text(encoding="utf-8").splitlines():
        if match := re.match(r"\| `([^` ]+)` (\S+), (PyPI|npm|Debian|source)(?:;[^|]*)? \| ([^|]*) \|", line):
            found.append(Reader(*match.groups()))
    return found


@cache
def pinned() -> dict[tuple[str, str], str]:
    """Return the versions that .ci/readers and the two lock files name, by registry and name."""
    lock = tomllib.loads((ROOT / "uv.lock").read_text(encoding="utf-8"))
    found = {("PyPI", one["name"]): one["version"] for one in lock["package"] if "version" in one}
    timer = json.loads((ROOT / "examples/web_timer/package-lock.json").read_text(encoding="utf-8"))
    for place, one in timer["packages"].items():
        if place.startswith("node_modules/"):
            found["npm", place.removeprefix("node_modules/")] = one["version"]
    for name, version in re.findall(r"(?<=[\s(])([\w.-]+)==([\w.]+)", SCRIPT):
        found["PyPI", name] = version
    for name, version in re.findall(r"(?<=[\s(])(@?[\w./-]+)@([\w.-]+)", SCRIPT):
        found["npm", name] = version
    for name, version in re.findall(r"(?<=[\s(])([\w.-]+)=([\w.:+-]+~?[\w+]*)(?=[\s)])", SCRIPT):
        found["Debian", name] = version
    return found


ROWS = rows()


def test_every_family_is_there():
    assert len(ROWS) > 60
    assert {row.source for row in ROWS} == {"PyPI", "npm", "Debian", "source"}


@pytest.mark.parametrize("row", ROWS, ids=lambda row: f"{row.source}-{row.name}")
def test_the_version_is_the_one_that_tests_run(row: Reader):
    versions = pinned()
    if row.name in BY_HAND:
        assert row.run.startswith("by hand")
        assert "@".join((row.name, row.version)) not in SCRIPT
    elif row.name not in OF_THE_MACHINE:
        assert versions[row.source, DEBIAN.get(row.name, row.name)] == row.version
    tested = row.run.startswith("CI") or row.run == "by hand, test"
    assert tested or row.run == "by hand"
    assert tested or row.name in BY_HAND


def test_whatever_is_installed_to_be_read_with_is_on_the_page():
    installed = re.findall(r"(?<=[\s(])(@?[\w./-]+)(?:==|@|=)[\d]", SCRIPT)
    shown = {row.name for row in ROWS} | set(DEBIAN.values())
    helpers = {"ajv-formats", "arro3-core"}
    assert {*installed} - shown - helpers == set()
    assert {*DEBIAN, *BY_HAND} <= shown
