"""Typed as they are written, do the pages of docs/start/ give the answers that they show?"""

import os
import shutil
import sys
from pathlib import Path

import pytest

from tests.support import tutorial

COMMANDS = {"python": [], "stretchplan": ["-m", "stretchplan"]}

pytestmark = pytest.mark.skipif(shutil.which("bash") is None, reason="the pages are for a Unix shell")


@pytest.fixture
def environment(tmp_path: Path) -> dict[str, str]:
    """Return an environment as in the tutorial: its ``python`` and ``stretchplan`` are those under test."""
    folder = tmp_path / "bin"
    folder.mkdir()
    for name, options in COMMANDS.items():
        file = folder / name
        file.write_text(
            "#!/bin/sh\nexec " + " ".join([f"'{sys.executable}'", *options, '"$@"']) + "\n", encoding="utf-8"
        )
        file.chmod(0o755)
    return dict(os.environ, PATH=f"{folder}:{os.environ['PATH']}", COLUMNS="80")


@pytest.mark.parametrize("path", tutorial.PAGES, ids=lambda path: path.stem)
def test_every_command_answers_what_the_page_shows(path: Path, tmp_path: Path, environment: dict[str, str]):
    pages = tmp_path / "pages"
    pages.mkdir()
    page = path.read_text(encoding="utf-8")
    assert len(tutorial.commands(page)) >= 3
    assert tutorial.disagreements(page, pages, environment) == []


def test_a_page_that_shows_something_else_is_noticed(tmp_path: Path, environment: dict[str, str]):
    page = "```console\n$ echo one; echo two; echo three\none\n{}```\n"
    for shown, right in {
        "two\nthree\n": True,
        "…\nthree\n": True,
        "…\n": True,
        "two\n": False,
        "…\ntwo\n": False,
    }.items():
        assert (tutorial.disagreements(page.format(shown), tmp_path, environment) == []) is right
