"""Does ``diff`` say what differs between two plans, in every format, with an exit code that a script can read?"""

import json
from collections.abc import Callable
from pathlib import Path

import pytest

import stretchplan as sp

A = sp.plan(minutes=5, days_since_injury=3, on="2026-03-02")
B = sp.plan(minutes=6, days_since_injury=4, on="2026-03-03")
FOUND = sp.diff(A, B)


@pytest.fixture
def files(tmp_path: Path) -> None:
    """Write the two plans, which the commands read."""
    (tmp_path / "a.json").write_text(A.model_dump_json())
    (tmp_path / "b.json").write_text(B.model_dump_json())


@pytest.mark.usefixtures("files")
def test_it_ends_with_0_when_nothing_differs_and_with_6_when_something_does(call: Callable):
    same, other = call("diff", "a.json", "a.json"), call("diff", "a.json", "b.json")
    assert (same.code, same.out.splitlines()[0], same.err) == (0, "The two plans are the same", "")
    assert (other.code, other.out, other.err) == (6, FOUND.to_text() + "\n", "")


@pytest.mark.usefixtures("files")
def test_every_format_is_what_the_difference_writes(call: Callable, tmp_path: Path):
    assert call("diff", "a.json", "b.json", "--format", "markdown").out == FOUND.to_markdown()
    assert json.loads(call("diff", "a.json", "b.json", "--format", "json").out) == FOUND.model_dump(mode="json")
    assert call("diff", "a.json", "b.json", "-o", "changes.html") == (6, "", "stretchplan: wrote changes.html\n")
    assert (tmp_path / "changes.html").read_text() == FOUND.to_html()


@pytest.mark.usefixtures("files")
def test_one_of_the_plans_may_come_from_a_pipe(shell: Callable):
    assert shell("diff", "a.json", "-", stdin=B.model_dump_json()) == (6, FOUND.to_text() + "\n", "")


@pytest.mark.usefixtures("files")
@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        ((), "name the files of two plans, the earlier one first; one of them may be - for standard input"),
        (("a.json",), "name the files of two plans, the earlier one first; one of them may be - for standard input"),
        (("-", "-"), "standard input can be read once, and A and B are both to come from it"),
        (("a.json", "c.json"), "'c.json' cannot be read: no such file or directory"),
        (("a.json", "d.json"), "d.json is not a plan: request: this field is required and is missing"),
        (("e.json", "a.json"), "e.json is not a plan: [] is not allowed; it must be a table"),
        (("a.json", "b.json", "-o", "a.ics"), "--output: the name 'a.ics' says no format of this command"),
    ],
)
def test_trouble_ends_with_2_and_one_sentence(call: Callable, tmp_path: Path, arguments: tuple[str, ...], said: str):
    broken = A.model_dump(mode="json")
    del broken["request"]
    (tmp_path / "d.json").write_text(json.dumps(broken))
    (tmp_path / "e.json").write_text("[]")
    result = call("diff", *arguments)
    assert (result.code, result.out) == (2, "")
    assert result.err.startswith(f"stretchplan: {said}"), result.err
