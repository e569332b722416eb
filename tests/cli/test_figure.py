"""Does ``stretchplan figure`` write the figure that the library draws?"""

from collections.abc import Callable
from pathlib import Path

import pytest

import stretchplan as sp
from stretchplan.render import figure

KNEE = sp.builtin_catalog().get("knee_to_chest")
CAT = sp.builtin_catalog().get("cat_cow")


def test_it_writes_what_the_library_draws(shell: Callable):
    assert shell("figure", "cat_cow") == (0, figure(CAT) + "\n", "")
    assert shell("figure", "single_knee_to_chest", "--side", "left").out == figure(KNEE, side="left") + "\n"


def test_every_option_arrives(call: Callable):
    assert call("figure", "knee_to_chest", "--side", "right").out == figure(KNEE, side="right") + "\n"
    assert call("figure", "cat_cow", "--still").out == figure(CAT, animate=False) + "\n"


def test_it_writes_a_file(call: Callable, tmp_path: Path):
    result = call("figure", "cat_cow", "--output", "cat.svg")
    assert result == (0, "", "stretchplan: wrote cat.svg\n")
    assert (tmp_path / "cat.svg").read_bytes() == (figure(CAT) + "\n").encode()


def test_figure_from_a_stated_catalogue(call: Callable, tmp_path: Path):
    data = sp.builtin_catalog().model_dump_json().replace("Cobra Pose", "<b>Cobra</b>")
    data = data.replace('"cobra_pose"', '"my_cobra"').replace("cobra_pose", "my_cobra")
    (tmp_path / "mine.json").write_text(data, encoding="utf-8")
    result = call("figure", "my_cobra", "--catalog", "mine.json")
    assert result.code == 0
    assert "&lt;b&gt;Cobra&lt;/b&gt;</title>" in result.out
    assert "The start position only, lying face down: " in result.out


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
def test_a_mistake_is_one_sentence(call: Callable, words: list[str], sentence: str):
    assert call("figure", *words) == (2, "", f"stretchplan: {sentence}\n")


def test_a_mistyped_stretch(call: Callable):
    result = call("figure", "cat_cov")
    assert (result.code, result.out) == (2, "")
    assert "did you mean 'cat_cow'?" in result.err
