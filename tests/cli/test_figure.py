"""Does ``stretchplan figure`` write the figure that the library draws?"""

from collections.abc import Callable
from pathlib import Path

import pytest

import stretchplan as sp
from stretchplan.render import figure

KNEE = sp.builtin_catalog().get("knee_to_chest")
CAT = sp.builtin_catalog().get("cat_cow")


def test_it_writes_what_the_library_draws(shell: Callable):
    """To standard output, with a line break at its end and nothing else."""
    assert shell("figure", "cat_cow") == (0, figure(CAT) + "\n", "")
    assert shell("figure", "single_knee_to_chest", "--side", "left").out == figure(KNEE, side="left") + "\n"


def test_every_option_arrives(call: Callable):
    """Each side, still or not."""
    assert call("figure", "knee_to_chest", "--side", "right").out == figure(KNEE, side="right") + "\n"
    assert call("figure", "cat_cow", "--still").out == figure(CAT, animate=False) + "\n"


def test_it_writes_a_file(call: Callable, tmp_path: Path):
    """The same bytes, and a word about it on standard error."""
    said = call("figure", "cat_cow", "--output", "cat.svg")
    assert said == (0, "", "stretchplan: wrote cat.svg\n")
    assert (tmp_path / "cat.svg").read_bytes() == (figure(CAT) + "\n").encode()


def test_a_catalogue_of_ones_own(call: Callable, tmp_path: Path):
    """A stretch that has no pose is drawn in its start position."""
    data = sp.builtin_catalog().model_dump_json().replace("Cobra Pose", "<b>Cobra</b>")
    data = data.replace('"cobra_pose"', '"my_cobra"').replace("cobra_pose", "my_cobra")
    (tmp_path / "mine.json").write_text(data, encoding="utf-8")
    said = call("figure", "my_cobra", "--catalog", "mine.json")
    assert said.code == 0
    assert "&lt;b&gt;Cobra&lt;/b&gt;</title>" in said.out
    assert "The start position only, lying face down: " in said.out


@pytest.mark.parametrize(
    ("words", "sentence"),
    [
        ([], "name the stretch to draw, by its id or alias; 'stretchplan catalog' lists them"),
        (["cat_cow", "--side", "lefy"], "--side: 'lefy' is not a side; did you mean 'left'?"),
        (["cat_cow", "--side", "both"], "--side: 'both' is not a side; it is left or right"),
        (["cat_cow", "--side", "left", "--side", "right"], "--side is given 2 times ('left', 'right'); give it once"),
        (["cat_cow", "--catalog", "none.toml"], "none.toml: the file cannot be read: No such file or directory"),
    ],
)
def test_what_is_wrong_is_said_in_one_sentence(call: Callable, words: list[str], sentence: str):
    """Exit code 2, nothing on standard output."""
    assert call("figure", *words) == (2, "", f"stretchplan: {sentence}\n")


def test_a_mistyped_stretch(call: Callable):
    """The nearest one is suggested."""
    said = call("figure", "cat_cov")
    assert (said.code, said.out) == (2, "")
    assert "did you mean 'cat_cow'?" in said.err
