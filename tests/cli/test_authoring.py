"""Can a catalogue be begun, mended and shown by commands, as its author would?"""

import json
import re
import shlex
from collections.abc import Callable
from pathlib import Path

import pytest

import stretchplan as sp
from tests.cli.test_day_after_day import answers, check_shown

SCHEMA = "stretchplan-catalog.schema.json"
DOCS = Path(__file__).parents[2] / "docs"


@pytest.mark.parametrize("name", ["mine.toml", "mine.json", "my sub/Our Clinic.TOML"])
def test_a_new_catalogue_is_valid_and_can_be_planned_from(call: Callable, tmp_path: Path, name: str):
    (tmp_path / "my sub").mkdir()
    made = call("catalog", "new", name)
    assert (made.code, made.err) == (0, f"stretchplan: wrote {name} and {Path(name).with_name(SCHEMA)}\n")
    assert json.loads((tmp_path / name).with_name(SCHEMA).read_text()) == sp.catalog_schema()
    for line in made.out.splitlines()[1:]:  # what it says to do next
        done = call(*shlex.split(line)[1:])
        assert done.code == 0, (line, done)
    assert "2 stretches and 2 areas" in call("catalog", "validate", name).out
    assert "Shoulder Rolls" in call("plan", "-m", "5", "--no-recent-injury", "--catalog", name).out


def test_its_id_comes_from_the_file_and_its_words_from_the_options(call: Callable, tmp_path: Path):
    call("catalog", "new", "Our Clinic.toml")
    assert sp.load_catalog("Our Clinic.toml").id == "our_clinic"
    call("catalog", "new", "lower_back_seven.toml")
    assert sp.load_catalog("lower_back_seven.toml").id == "my_catalogue"
    title = 'Übungen "für" \\ alle'
    call("catalog", "new", "b.toml", "--id", "b2", "--title", title)
    assert (sp.load_catalog("b.toml").id, sp.load_catalog("b.toml").title) == ("b2", title)


@pytest.mark.parametrize("name", ["mine.toml", "mine.json"])
def test_both_forms_name_the_schema_as_editors_look_for_it(call: Callable, tmp_path: Path, name: str):
    call("catalog", "new", name)
    text = (tmp_path / name).read_text()
    if name.endswith("toml"):
        assert text.splitlines()[0] == f"#:schema ./{SCHEMA}"
    else:
        assert next(iter(json.loads(text).items())) == ("$schema", f"./{SCHEMA}")
        for refused in ({"$schema": 3}, {"stretches": [{"$schema": "x"}]}):
            (tmp_path / name).write_text(json.dumps(json.loads(text) | refused))
            assert "$schema" in call("catalog", "validate", name).out


@pytest.mark.parametrize(
    ("words", "said"),
    [
        ((), "name the file to write, such as mine.toml"),
        (("there.toml",), "FILE: 'there.toml' is there already; give another name, or remove it first"),
        (("mine.yaml",), "FILE: 'mine.yaml' is not the name of a catalogue; let it end in .toml or .json"),
        (
            ("other/mine.toml",),
            f"FILE: 'other/{SCHEMA}' is there already and is no schema of a catalogue; move it away",
        ),
        (("mine.toml", "--id", "Ours"), "--id: 'Ours' is not allowed; it must be lower-case letters (at least one),"),
        (("mine.toml", "--id", "lower_back_both"), "--id: 'lower_back_both' is the id of a built-in catalogue"),
        (("mine.toml", "--title", ""), "--title: '' is not allowed; it must have at least 1 characters"),
        (("no/folder/mine.toml",), "cannot be written: no such file or directory"),
    ],
)
def test_nothing_is_replaced_and_nothing_wrong_is_written(call: Callable, tmp_path: Path, words: list[str], said: str):
    (tmp_path / "there.toml").write_text("kept")
    (tmp_path / "other").mkdir()
    (tmp_path / "other" / SCHEMA).write_text("{}")
    result = call("catalog", "new", *words)
    assert (result.code, result.out) == (2, "")
    assert said in result.err
    assert sorted(path.name for path in tmp_path.iterdir()) == ["other", "there.toml"]
    assert (tmp_path / "there.toml").read_text() == "kept"
    assert (tmp_path / "other" / SCHEMA).read_text() == "{}"


def test_an_older_schema_of_ours_is_brought_up_to_date(call: Callable, tmp_path: Path):
    (tmp_path / SCHEMA).write_text('{"$id": "urn:stretchplan:schema:catalog:0"}')
    assert call("catalog", "new", "mine.toml").code == 0
    assert json.loads((tmp_path / SCHEMA).read_text()) == sp.catalog_schema()


MISTAKES = {
    'version = "1.0.0" ': 'version = "1.0" ',
    'kind = "policy"': 'kind = "polcy"',
    'position = "standing" ': 'position = "siting" ',
    'style = "static"': 'stile = "static"',
    "first_allowed_day = 7 ": "first_allowed_day = -7 ",
    "Step your {side} foot": "Step your {sdie} foot",
    'needs = ["wall"]': 'needs = ["wal"]',
    'primary = ["calves"]': 'primary = ["calfs"]',
    'dose = "house"': 'dose = "hose"',
    "exhale_seconds = 3 ": "exhale_seconds = 1 ",
}


def with_mistakes(call: Callable, file: Path) -> list[int]:
    """Write a new catalogue with the ten mistakes, and return their lines."""
    call("catalog", "new", file.name)
    text = file.read_text()
    lines = []
    for right, wrong in MISTAKES.items():
        assert right in text
        lines.append(text.count("\n", 0, text.index(right)) + 1)
        text = text.replace(right, wrong, 1)
    file.write_text(text)
    return sorted(lines)


def test_ten_mistakes_are_shown_at_once_on_their_lines(call: Callable, tmp_path: Path):
    lines = with_mistakes(call, tmp_path / "mine.toml")
    result = call("catalog", "validate", "mine.toml")
    *errors, last = result.out.splitlines()
    assert (result.code, result.err, last) == (5, "", "11 problems in mine.toml")
    found = [re.fullmatch(r"mine\.toml:([0-9]+):([0-9]+): error: (.+)", error) for error in errors]
    shown = [int(one[1]) for one in found if one]
    assert set(lines) <= set(shown)
    assert shown == sorted(shown)
    (further,) = [one[3] for one in found if one and int(one[1]) not in lines]
    assert "step_seconds: 10 s is not a whole number of breaths" in further  # which the shorter breath brings about
    for name in ("style", "calves", "house", "wall", "policy"):
        assert f"did you mean '{name}'?" in result.out


def test_the_lines_are_there_for_programs_too(call: Callable, tmp_path: Path):
    lines = with_mistakes(call, tmp_path / "mine.toml")
    result = call("catalog", "validate", "mine.toml", "--format", "json")
    told = json.loads(result.out)
    assert (result.code, told["file"], told["valid"], told["warnings"]) == (5, "mine.toml", False, [])
    assert {problem["line"] for problem in told["problems"]} >= set(lines)
    style = next(problem for problem in told["problems"] if problem["suggestion"] == "style")
    assert style == {
        "line": 31,
        "column": 1,
        "where": "stretches[0] (wall_calf_stretch).stile",
        "value": "'static'",
        "message": "this field is not known; did you mean 'style'?",
        "suggestion": "style",
    }


def test_json_has_lines_as_well(call: Callable, tmp_path: Path):
    call("catalog", "new", "mine.json")
    text = (tmp_path / "mine.json").read_text()
    (tmp_path / "mine.json").write_text(text.replace('"standing"', '"siting"', 1))
    line = next(n for n, one in enumerate(text.splitlines(), start=1) if '"standing"' in one)
    assert call("catalog", "validate", "mine.json").out.startswith(f"mine.json:{line}:7: error: stretches[0]")


@pytest.mark.parametrize(
    ("name", "text", "shown"),
    [
        ("a.toml", 'id = "a"\nversion 1', "a.toml:2:9: error: this is not TOML: Expected '=' after a key"),
        ("a.toml", 'id = "a"\n\nid = "b"', "a.toml:3: error: this is not TOML: Cannot overwrite a value"),
        ("a.toml", 'id = "a', "a.toml:1: error: this is not TOML"),
        ("a.toml", "[areas]\n[areas.x]\n[[areas]]", "a.toml:1:1: error: [areas] has one pair of brackets, for"),
        ("a.toml", "id = 'a'\n[stretch]\n[stretch]", "a.toml:2:1: error: a catalogue has no heading [stretch]; did"),
        ("a.json", '{"id": "a",\n "b": }', "a.json:2:7: error: the text is not JSON: expecting value"),
        ("a.json", '{"id": "a",\n "id": 3}', "a.json:2:2: error: the name 'id' stands twice in one object"),
        ("a.json", '[1]', "a.json:1:1: error: [1] is not allowed; it must be a table"),
        ("a.json", '{"id": NaN}', "a.json: error: NaN is in the text"),
        ("a.json", '[NaN', "a.json: error: NaN is in the text"),  # and no JSON after that
        ("a.json", '{"areas": [{"id": 1, "id": 2}], [', "a.json: error: the name 'id' stands twice in one object"),
        ("a.json", '{"a": {"x": 1, "x": 2}, "\\q": 1}', "a.json: error: the name 'x' stands twice in one object"),
        ("a.json", "[" * 1500, "a.json: error: the text is nested too deep"),
        ("a.toml", "", "a.toml:1:1: error: id: this field is required and is missing"),
        ("a.toml", b"id = 'a'\n# \xff", "a.toml:2: error: byte 12 is not UTF-8"),
    ],
)  # fmt: skip
def test_a_text_that_cannot_be_read_has_its_line(call: Callable, tmp_path: Path, name: str, text: str, shown: str):
    (tmp_path / name).write_bytes(text if isinstance(text, bytes) else text.encode())
    result = call("catalog", "validate", name)
    assert (result.code, result.err) == (5, "")
    assert result.out.startswith(shown), result.out


def test_wrong_brackets_are_said_on_the_line_of_the_heading_beside_other_problems(call: Callable, tmp_path: Path):
    call("catalog", "new", "mine.toml")
    text = (tmp_path / "mine.toml").read_text().replace("[[sources]]", "[sources]")
    text = text.replace("[stretches.dose]", "[[stretches.dose]]", 1).replace('style = "dynamic"', 'style = "dinamic"')
    (tmp_path / "mine.toml").write_text(text)
    brackets, dose, style, last = call("catalog", "validate", "mine.toml").out.splitlines()
    assert brackets.startswith("mine.toml:12:1: error: sources: [sources] has one pair of brackets")
    assert dose.startswith(
        "mine.toml:40:1: error: stretches[0] (wall_calf_stretch).dose: [[stretches.dose]] has two pairs"
    )
    assert style.endswith("did you mean 'dynamic'?")
    assert last == "3 problems in mine.toml"


@pytest.mark.parametrize(
    ("words", "said"),
    [
        ((), "name the file of a catalogue, such as mine.toml"),
        (("none.toml",), "none.toml: the file cannot be read: No such file or directory"),
        (("seven",), "seven is a built-in catalogue; name the file of one of your own, such as mine.toml"),
        (("mine.txt",), "mine.txt: the file name ends in '.txt'; it must end in .toml or .json"),
    ],
)
def test_a_file_that_is_not_there_is_no_finding(call: Callable, words: list[str], said: str):
    assert call("catalog", "validate", *words) == (2, "", f"stretchplan: {said}\n")


def test_the_files_of_drawings_are_looked_at_too(call: Callable, tmp_path: Path):
    call("catalog", "new", "mine.toml")
    pictures = """
[[pictures]]
id = "first"
kind = "svg"
description = "A drawing."
file = "first.svg"

[[pictures]]
id = "second"
kind = "svg"
description = "A {drawing}."
file = "../second.svg"
"""
    with (tmp_path / "mine.toml").open("a") as file:
        file.write(pictures)
    (first, second, braces, last) = call("catalog", "validate", "mine.toml").out.splitlines()
    assert "error: pictures[0].file: 'first.svg' is not a file that can be read" in first
    assert "description: '{drawing}' is not allowed" in second
    assert "error: pictures[1].file: '../second.svg' is not the name of an SVG file beside" in braces
    assert last == "3 problems in mine.toml"


def test_more_than_a_hundred_problems_end_with_a_note(call: Callable, tmp_path: Path):
    call("catalog", "new", "mine.toml")
    with (tmp_path / "mine.toml").open("a") as file:
        file.write("".join(f'[[areas]]\nid = "A{n}"\nname = "a"\n' for n in range(62)) * 2)
    lines = call("catalog", "validate", "mine.toml").out.splitlines()
    assert len(lines) <= 103
    (tmp_path / "mine.toml").write_text("".join(f"[[areas]]\nid = '{'x' * 70}'\nname = 3\n" for _ in range(60)))
    *problems, note, last = call("catalog", "validate", "mine.toml").out.splitlines()
    assert (len(problems), note[:26], last) == (100, "mine.toml: error: there ar", "101 problems in mine.toml")


def test_facts_that_allow_more_than_a_built_in_catalogue_are_warnings(call: Callable, tmp_path: Path):
    data = sp.builtin_catalog().model_dump(mode="json") | {"id": "mine"}
    data["stretches"][5]["first_allowed_day"] = 0
    (tmp_path / "mine.json").write_text(json.dumps(data, indent=1))
    result = call("catalog", "validate", "mine.json")
    warning, last = result.out.splitlines()
    assert (result.code, last) == (0, "mine.json is valid: mine 1.2.0, 7 stretches and 9 areas")
    assert re.match(r"mine\.json:[0-9]+:4: warning: stretches\[5\] \(glute_bridge\)\.first_allowed_day: ", warning)


def test_stretches_without_loads_are_warnings(call: Callable, tmp_path: Path):
    call("catalog", "new", "mine.toml")
    text = (tmp_path / "mine.toml").read_text()
    (tmp_path / "mine.toml").write_text(text.replace("loads = []", "", 1))
    warning, last = call("catalog", "validate", "mine.toml").out.splitlines()
    assert warning == (
        "mine.toml:27:1: warning: stretches[0] (wall_calf_stretch).loads: the loads of Calf Stretch at the Wall are "
        "not stated, so conditions that forbid a load, such as osteoporosis, rule it out; list its loads, or give an "
        "empty list if it has none"
    )
    assert last == "mine.toml is valid: mine 1.0.0, 2 stretches and 2 areas"
    person = ("-m", "5", "--no-recent-injury", "--condition", "osteoporosis", "--catalog", "mine.toml")
    why = call("why-not", "wall_calf_stretch", *person)
    assert "the catalogue does not say what it asks of the body" in " ".join(why.out.split())


def test_a_hostile_text_does_nothing_to_the_terminal(call: Callable, tmp_path: Path):
    (tmp_path / "a.toml").write_text('"\\u001b[31m" = "\\u001b[2J"\nid = "\\u0007"\n')
    (tmp_path / "b\x1b[2J.toml").write_text("id = 3\n")
    for name in ("a.toml", "b\x1b[2J.toml"):
        out = call("catalog", "validate", name).out
        assert out.replace("\n", "").isprintable(), out


def test_a_stretch_is_shown_with_its_figure_in_words(call: Callable, tmp_path: Path):
    for words in (("catalog", "cat_cow"), ("catalog", "show", "cat_cow")):
        text = " ".join(call(*words).out.split())
        assert "Figure A person on hands and knees, arms straight: the back arches up with the chin down" in text
    call("catalog", "new", "mine.toml")
    assert "The start position only, standing" in " ".join(
        call("catalog", "show", "shoulder_rolls", "--catalog", "mine.toml").out.split()
    )
    call("catalog", "show", "--catalog", "mine.toml", "-o", "mine.html")
    assert (tmp_path / "mine.html").read_text().count("<figcaption>start position only</figcaption>") == 2


def test_a_stretch_is_a_page_with_its_figure(call: Callable, tmp_path: Path):
    assert call("catalog", "show", "cat_cow", "-o", "cat.html") == (0, "", "stretchplan: wrote cat.html\n")
    page = (tmp_path / "cat.html").read_text()
    (svg,) = re.findall(r"<figure>(<svg .*?</svg>)</figure>", page, re.DOTALL)
    drawn = call("figure", "cat_cow").out
    assert svg == drawn.strip()
    assert "lower back" in page


def test_the_whole_catalogue_is_a_page_with_every_figure(call: Callable, tmp_path: Path):
    call("catalog", "show", "--catalog", "both", "--output", "all.html")
    page = (tmp_path / "all.html").read_text()
    assert page.count("<figure><svg ") == 30
    assert "start position only" not in page
    ids = re.findall(r' id="([^"]+)"', page)
    assert len(ids) == len(set(ids))
    assert call("catalog", "show", "--format", "markdown").out.startswith("# Seven stretches for the lower back")


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (("valdate", "mine.toml"), "there is no command 'catalog valdate'; did you mean 'validate'?"),
        (("check", "mine.toml"), "there is no command 'catalog check'; the commands are new, validate, show"),
        (("valdate",), "there is no stretch and no command 'valdate'; did you mean 'validate'?"),
        (("cat_cwo",), "lower_back_seven: there is no stretch 'cat_cwo'; did you mean 'cat_cow'?"),
        (("show", "cat_cow", "-o", "x.svg"), "--output: the name 'x.svg' says no format of this command"),
    ],
)
def test_a_mistyped_command_or_stretch_is_told_apart(call: Callable, words: list[str], said: str):
    result = call("catalog", *words)
    assert (result.code, result.out) == (2, "")
    assert result.err.startswith(f"stretchplan: {said}")


def test_the_worked_example_says_what_the_commands_say(call: Callable, tmp_path: Path):
    """The catalogue is the new one, with the block of TOML at its end that stands above the command."""
    text = (DOCS / "write-a-catalogue.md").read_text(encoding="utf-8")
    new, run = "", 0
    for language, code in re.findall(r"^```(\w+)\n(.*?)^```$", text, re.MULTILINE | re.DOTALL):
        if language == "toml":
            new = new or (tmp_path / "clinic.toml").read_text(encoding="utf-8")
            (tmp_path / "clinic.toml").write_text(f"{new}\n{code}", encoding="utf-8")
        for words, shown in answers(code) if language == "console" else ():
            result = call(*words)
            assert result.code == (5 if "error:" in result.out else 0), result
            check_shown(shown, (result.err + result.out).splitlines())
            run += 1
    assert run == 8
    assert "<svg" in (tmp_path / "session.html").read_text(encoding="utf-8")
