"""The commands answer as they should, in JSON and in words."""

import json
import re
import shlex
from collections.abc import Callable
from pathlib import Path
from typing import Any, get_args

import jsonschema
import pytest

import stretchplan as sp
from stretchplan.catalog import LOADS
from stretchplan.render import plan_to_text
from stretchplan.rulebook.rules import Family
from stretchplan.words.pages import FAMILIES

ASKED = ("plan", "--minutes", "10", "--days-since-injury", "3", "--target", "lower_back", "--target", "hips")


BOTH = {"knee_pain", "wrist_pain"}
CLEARANCE = {"stretch_id": "cobra_pose", "condition": "wrist_pain"}


def person(**profile: Any) -> dict[str, Any]:
    """Return the fields of a request with a profile."""
    return {"minutes": 9, "days_since_injury": 60, "profile": profile}


@pytest.fixture
def plan() -> sp.Plan:
    """Return the plan that ``ASKED`` asks for."""
    return sp.plan(minutes=10, days_since_injury=3, targets={"lower_back", "hips"})


def test_the_plan_in_words(shell: Callable, plan: sp.Plan):
    """Outside a terminal: the plain text of the plan, 80 cells wide, no escape codes, nothing beside it."""
    said = shell(*ASKED)
    assert (said.code, said.err) == (0, "")
    assert said.out == plan_to_text(plan) + "\n"
    assert "\x1b" not in said.out


def test_the_plan_as_json(shell: Callable, plan: sp.Plan):
    """JSON alone on standard output, the same as Python's, valid under the schema that is printed."""
    said = shell(*ASKED, "--format", "json")
    assert (said.code, said.err) == (0, "")
    assert said.out == plan.model_dump_json(indent=2) + "\n"
    schema = shell("schema")
    assert json.loads(schema.out) == sp.plan_schema()
    jsonschema.Draft202012Validator(json.loads(schema.out)).validate(json.loads(said.out))


def test_width_and_colour_of_the_surroundings_change_nothing_in_a_pipe(shell: Callable):
    """COLUMNS is about a window, and a pipe has none."""
    assert shell(*ASKED, COLUMNS="200").out == shell(*ASKED, COLUMNS="30", NO_COLOR="1").out


@pytest.mark.parametrize(
    ("options", "fields"),
    [
        (["-m", "5", "-d", "0"], {"minutes": 5, "days_since_injury": 0}),
        (["-m", "5", "--no-recent-injury"], {"minutes": 5, "days_since_injury": None}),
        (["-m", "2", "--seconds", "30", "-d", "9"], {"minutes": 2, "days_since_injury": 9, "seconds": 30}),
        (["-m", "3", "-d", "50", "--on", "2026-01-31"], {"minutes": 3, "days_since_injury": 50, "on": "2026-01-31"}),
        (["-m", "9", "-d", "60", "--pace", "slow"], {"minutes": 9, "days_since_injury": 60, "pace": "slow"}),
        (["-m", "9", "-d", "60", "--condition", "knee_pain", "--condition", "wrist_pain"], person(conditions=BOTH)),
        (
            ["-m", "9", "-d", "60", "--condition", "pregnancy", "--trimester", "1"],
            person(conditions={"pregnancy"}, trimester=1),
        ),
        (
            ["-m", "9", "-d", "60", "--condition", "wrist_pain", "--cleared", "cobra_pose:wrist_pain"],
            person(conditions={"wrist_pain"}, cleared=[CLEARANCE]),
        ),
        (
            ["-m", "9", "-d", "60", "--avoid", "cobra_pose", "--avoid", "childs_pose"],
            person(avoid_stretches={"cobra_pose", "childs_pose"}),
        ),
        (["-m", "9", "-d", "60", "--avoid-position", "prone"], person(avoid_positions={"prone"})),
        (["-m", "9", "-d", "60", "--include", "glute_bridge"], person(include={"glute_bridge"})),
        (["-m", "9", "-d", "60", "--equipment", "mat"], person(equipment={"mat"})),
        (["-m", "9", "-d", "60", "--no-equipment"], person(equipment=set())),
    ],
)
def test_every_option_arrives(call: Callable, options: list[str], fields: dict[str, Any]):
    """Each option is the field of its name."""
    said = call("plan", *options, "--format", "json")
    assert sp.Plan.model_validate_json(said.out) == sp.plan(**fields)


def test_a_whole_request_from_a_file_and_from_standard_input(call: Callable, tmp_path: Path):
    """--request takes the request of any plan, with its pace, and gives that plan again."""
    request = sp.PlanRequest(minutes=8, days_since_injury=9, targets={"hips"}, pace=sp.Pace(rest_seconds=30))
    text = request.model_dump_json()
    (tmp_path / "request.json").write_text(text, encoding="utf-8")
    from_file = call("plan", "--request", "request.json", "--format", "json")
    assert sp.Plan.model_validate_json(from_file.out) == sp.plan(request)
    assert call("plan", "--request", "-", "--format", "json", stdin=b"\xef\xbb\xbf" + text.encode()) == from_file


def test_check_passes_what_plan_makes(shell: Callable):
    """A plan goes straight from one command into the other: exit code 0."""
    said = shell("check", "-", stdin=shell(*ASKED, "--format", "json").out)
    assert (said.code, said.err) == (0, "")
    assert said.out.startswith("No violation found\n")


def test_check_tells_a_hand_edited_plan(shell: Callable, plan_data: dict[str, Any], write_json: Callable):
    """Exit code 5, and each violation by its rule and step, in words and in JSON."""
    plan_data["schedule"][3]["seconds"] += 30
    name = write_json(plan_data)
    said = shell("check", name)
    assert (said.code, said.err) == (5, "")
    assert "violation" in said.out.splitlines()[0]
    assert "whole-schedule" in said.out
    report = json.loads(shell("check", name, "--format", "json").out)
    assert report["ok"] is False
    assert {"rule_id", "step", "message"} == set(report["violations"][0])


@pytest.mark.parametrize("data", [[], {}, None, 7, "plan", {"schedule": [{}]}, {"schema_version": {"a": []}}])
def test_check_meets_any_json(call: Callable, write_json: Callable, data: Any):
    """What is no plan at all breaks the rule plan-shape; it is no crash and no bad usage."""
    said = call("check", write_json(data), "--format", "json")
    assert (said.code, said.err) == (5, "")
    assert {v["rule_id"] for v in json.loads(said.out)["violations"]} == {"plan-shape"}


def test_a_hostile_plan_draws_nothing_on_the_screen(call: Callable, plan_data: dict[str, Any], write_json: Callable):
    """Escape sequences and direction overrides in a plan come out as what they are."""
    bad = "\x1b[2J\x1b]0;owned\x07\u202e\u2066\x9b1m\r\n"
    plan_data["schedule"][0]["stretch_id"] = bad
    plan_data["prescriptions"][0]["stretch_id"] = bad
    plan_data["catalog"]["id"] = bad
    said = call("check", write_json(plan_data))
    assert said.code == 5
    assert said.out.replace("\n", "").isprintable()


def test_the_catalogue(call: Callable):
    """Every stretch in the table, everything in the JSON, the areas to ask for."""
    said = call("catalog")
    catalog = sp.builtin_catalog()
    assert said.code == 0
    assert all(stretch.id in said.out for stretch in catalog.stretches)
    assert ", ".join(catalog.area_ids) in " ".join(said.out.split())
    assert json.loads(call("catalog", "--format", "json").out) == catalog.model_dump(mode="json")


@pytest.mark.parametrize("name", ["cat_cow", "cat_cow_pose"])
def test_one_stretch(call: Callable, name: str):
    """By id or alias: its dose, its first day, and the source of each fact."""
    said = call("catalog", name)
    stretch = sp.builtin_catalog().by_id["cat_cow"]
    assert said.code == 0
    for words in ("Cat-Cow Pose (cat_cow)", "on hands and knees", "30 s", "0 after an injury", "targets.spine"):
        assert words in said.out
    assert json.loads(call("catalog", name, "--format", "json").out) == stretch.model_dump(mode="json")


def test_every_stretch_has_a_page(call: Callable):
    """No stretch of the catalogue makes the page stumble, and no placeholder is left in it."""
    for stretch in sp.builtin_catalog().stretches:
        said = call("catalog", stretch.id)
        assert said.code == 0
        assert "{" not in said.out


def test_the_rules(call: Callable):
    """Every rule with its strength, bound and source; all of it in the JSON; one by its id."""
    said = call("rules")
    words = " ".join(said.out.split())
    for rule in sp.rules():
        assert f"{rule.id} [{rule.strength}] {rule.sentence} Bound: {rule.bound} Source:" in words
    data = json.loads(call("rules", "--format", "json").out)
    assert data["rules"] == [rule.model_dump(mode="json") for rule in sp.rules()]
    assert json.loads(call("rules", "early-dose", "--format", "json").out)["id"] == "early-dose"
    assert "  early-dose [policy]\n" in call("rules", "early-dose").out


def test_every_family_of_rules_has_a_heading(call: Callable):
    """None is shown by its name in the code, and none is passed over."""
    assert set(FAMILIES) == set(get_args(Family))
    lines = call("rules").out.splitlines()
    assert [line for line in lines[1:] if line and not line.startswith(" ")] == list(FAMILIES.values())


def test_the_conditions(call: Callable):
    """Every condition in plain words with its rule, what the rule does, and its strength; all of it in the JSON."""
    said = call("conditions")
    assert (said.code, said.err) == (0, "")
    words = " ".join(said.out.split())
    behind = {rule.id: rule for rule in sp.rules()}
    for condition in sp.conditions():
        rule = behind[condition.rule_id]
        start = f"{condition.id} [{rule.id}, {rule.strength}] {condition.description} "
        assert f"{start}Rule: {rule.sentence} Bound: {rule.bound} Source: {rule.source}" in words
    data = json.loads(call("conditions", "--format", "json").out)
    assert [entry["id"] for entry in data["conditions"]] == [condition.id for condition in sp.conditions()]
    assert data["conditions"][0]["rule"] == behind["osteoporosis"].model_dump(mode="json")


def test_what_a_stretch_asks_and_needs(call: Callable, tmp_path: Path):
    """In plain words; that a catalogue does not say what is asked is said as well."""
    words = " ".join(call("catalog", "childs_pose").out.split())
    for load in sp.builtin_catalog().by_id["childs_pose"].loads or ():
        assert f"Asks {LOADS[load]}" in words
    assert "Asks nothing that a condition forbids" in " ".join(call("catalog", "glute_bridge").out.split())
    catalog = sp.builtin_catalog().model_dump(mode="json") | {"id": "mine"}
    catalog["stretches"][0] |= {"loads": None, "needs": ["strap", "chair"]}
    (tmp_path / "mine.json").write_text(json.dumps(catalog), encoding="utf-8")
    words = " ".join(call("catalog", catalog["stretches"][0]["id"], "--catalog", "mine.json").out.split())
    assert "Asks the catalogue does not say" in words
    assert "Needs strap, chair" in words


def test_a_policy_narrows_the_plan_and_the_check(call: Callable, tmp_path: Path):
    """--policy of plan is the planner's, goes with --request too, and --policy of check judges other plans by it."""
    policy = sp.Policy(max_sets=1, forbidden_stretches={"cobra_pose"})
    (tmp_path / "policy.json").write_text(policy.model_dump_json(), encoding="utf-8")
    made = call("plan", "-m", "9", "-d", "60", "--policy", "policy.json", "--format", "json")
    assert sp.Plan.model_validate_json(made.out) == sp.Planner(policy=policy).plan(minutes=9, days_since_injury=60)
    request = b'{"minutes": 9, "days_since_injury": 60}'
    assert call("plan", "--request", "-", "--policy", "policy.json", "--format", "json", stdin=request) == made
    assert call("check", "-", "--policy", "policy.json", stdin=made.out.encode()).code == 0
    standard = call("plan", "-m", "9", "-d", "60", "--format", "json").out.encode()
    assert call("check", "-", stdin=standard).code == 0
    said = call("check", "-", "--policy", "policy.json", stdin=standard)
    assert said.code == 5
    assert "caller-policy" in said.out


def test_another_catalogue(call: Callable, tmp_path: Path):
    """--catalog is planned from, checked against and shown."""
    catalog = sp.builtin_catalog().model_dump(mode="json") | {"id": "mine", "version": "2.0.0", "title": "Mine"}
    (tmp_path / "mine.json").write_text(json.dumps(catalog), encoding="utf-8")
    assert call("catalog", "--catalog", "mine.json").out.startswith("Mine\n  mine 2.0.0, 7 stretches\n")
    made = call("plan", "-m", "5", "-d", "9", "--catalog", "mine.json", "--format", "json", "-o", "plan.json")
    assert made.code == 0
    assert json.loads((tmp_path / "plan.json").read_text())["catalog"]["id"] == "mine"
    assert call("check", "plan.json", "--catalog", "mine.json").code == 0
    assert call("check", "plan.json").code == 5


def test_help_and_version(shell: Callable):
    """Both on standard output with exit code 0; the help lists the exit codes; no command at all shows the help."""
    assert shell("--version") == (0, f"stretchplan {sp.__version__}\n", "")
    said = shell("--help")
    assert (said.code, said.err) == (0, "")
    for line in ("2    bad usage or bad input", "3    no plan", "5    check found violations", "130  stopped"):
        assert line in said.out
    assert shell() == said
    assert "--days-since-injury" in shell("plan", "--help").out


def test_the_document_names_every_command_and_option(call: Callable):
    """docs/command-line.md and the commands agree."""
    text = (Path(__file__).parents[2] / "docs/command-line.md").read_text(encoding="utf-8")
    for command in ("plan", "why", "why-not", "batch", "screen", "conditions", "catalog", "rules", "check", "schema"):
        assert f"\n## stretchplan {command}\n" in text
        for word in call(command, "--help").out.split():
            if word.startswith("--") and word != "--help":
                assert f"`{word.rstrip('.,;')}" in text, word


def test_the_document_shows_what_the_commands_say(call: Callable):
    """Every line that docs/command-line.md shows after a command is one of its answer, wherever no file is needed."""
    text = (Path(__file__).parents[2] / "docs/command-line.md").read_text(encoding="utf-8")
    shown = [line for block in re.findall("```console\n(.*?)```", text, re.DOTALL) for line in block.splitlines()]
    answer: list[str] | None = None
    run = 0
    for line in shown:
        if line.startswith("$ "):
            words = shlex.split(line[2:])
            needs = {"|", ">"} & set(words) or words[1] == "screen" or re.search(r"\.(json|toml)", line)
            said = None if needs else call(*words[1:])
            answer = None if said is None else (said.out + said.err).splitlines()
            run += answer is not None
        elif answer is not None and line != "…":
            assert line in answer
    assert run >= 8
