"""Is each mistake answered by one clear sentence on standard error, exit code 2 or 3, and nothing else?"""
# ruff: noqa: E501 - one case a line is easier to read than to wrap

import json
import re
from collections.abc import Callable
from pathlib import Path

import pytest

import stretchplan as sp
from stretchplan.cli import lookup

REQUEST = '{"minutes": 5, "days_since_injury": null'
PLAN = ("plan", "--minutes", "5", "--no-recent-injury")

# The files that the cases below name.
FILES = {
    "words.json": b"no JSON at all",
    "list.json": b"[1, 2]",
    "unknown.json": REQUEST.encode() + b', "target": ["hips"]}',
    "no_days.json": b'{"minutes": 5}',
    "twice.json": b'{"minutes": 5, "days_since_injury": 3, "days_since_injury": 30}',
    "nan.json": b'{"minutes": NaN, "days_since_injury": 3}',
    "latin.json": '{"minutes": "fünf"}'.encode("latin-1"),
    "deep.json": b"[" * 100_000,
    "empty.json": b"",
    "long.json": b'{"minutes": ' + b"9" * 5000 + b"}",
    "broken.toml": b"format = 'stretchplan-catalog/1'\nid = ",
    "thin.toml": b"format = 'stretchplan-catalog/1'\nid = 'mine'\nversion = '1.0.0'\ntitle = 'Mine'\n[[areas]]\nid = 'hips'\nname = 'hips'\n",
    "loose.json": b'{"early_until_day": 3}',
    "mistyped.json": b'{"forbidden_stretches": ["cobra_pos"]}',
    "field.json": b'{"forbidden_stretch": ["cobra_pose"]}',
    "asks.json": b'{"require_screening": true}',
    "policy.json": b"{}",
    "person.json": REQUEST.encode() + b', "profile": {"conditions": ["knee_pian"]}}',
    "any_plan.json": b'{"catalog": {"id": "lower_back_seven"}}',
}

# What was typed, and what the sentence must say.
BAD: dict[str, tuple[tuple[str, ...], str]] = {
    "injury not stated": (("plan", "-m", "5"), "how many days ago the injury was with --days-since-injury N, or --no-"),
    "injury stated in all ways": (
        (*PLAN, "-d", "3", "--injured-on", "2026-03-01"),
        "give --days-since-injury, --injured-on or --no-recent-injury, not all of them",
    ),
    "injury by its date alone": (
        ("plan", "-m", "5", "--injured-on", "2026-03-01"),
        "--injured-on needs the date of the session too; give --on DATE",
    ),
    "injury on no day, and no session": (
        ("plan", "-m", "5", "--injured-on", "2026-02-30"),
        "--injured-on: '2026-02-30' is not allowed; give a date such as 2026-01-31",
    ),
    "injury on a day in words, and no session": (
        ("plan", "-m", "5", "--injured-on", "yesterday"),
        "--injured-on: 'yesterday' is not allowed; give a date such as 2026-01-31",
    ),
    "injury too long ago": (
        ("plan", "-m", "5", "--injured-on", "1900-01-01", "--on", "2026-01-01"),
        "--injured-on: 1900-01-01 is 46,021 days before on, 2026-01-01, and 36,500 are the most; give a later day",
    ),
    "injury after the session": (
        ("plan", "-m", "5", "--injured-on", "2026-03-05", "--on", "2026-03-01"),
        "--injured-on: 2026-03-05 is after on, 2026-03-01; give the day on which the back was hurt",
    ),
    "injury stated twice": ((*PLAN, "-d", "3"), "--days-since-injury or --no-recent-injury, not both"),
    "minutes not stated": (("plan", "-d", "3"), "how many minutes there are with --minutes N"),
    "minutes as a word": (("plan", "-m", "ten", "-d", "3"), "--minutes: 'ten' is not a whole number"),
    "minutes with a point": (("plan", "-m", "2.5", "-d", "3"), "--minutes: '2.5' is not a whole number"),
    "no minutes": (("plan", "-m", "0", "-d", "3"), "--minutes: 0 is not allowed; it must be at least 1"),
    "too many minutes": (("plan", "-m", "241", "-d", "3"), "--minutes: 241 is not allowed; it must be at most 240"),
    "days below zero": (("plan", "-m", "5", "-d", "-1"), "--days-since-injury: -1 is not allowed; it must be at least 0"),
    "no nodes": ((*PLAN, "--node-budget", "0"), "--node-budget: 0 is not allowed; give a whole number from 1 to 1,000,000"),
    "too many nodes": ((*PLAN, "--node-budget", "1000000001"), "--node-budget: 1,000,000,001 is not allowed; give a whole"),
    "nodes as a word": ((*PLAN, "--node-budget", "many"), "--node-budget: 'many' is not a whole number"),
    "nodes beside no plan": (("log", "--node-budget", "5", "--pain-after", "2"), "--node-budget goes with --done-as-"),
    "days as nothing": (("plan", "-m", "5", "-d", ""), "--days-since-injury: '' is not a whole number"),
    "days in other digits": (("plan", "-m", "5", "-d", "٣"), r"--days-since-injury: '\u0663' is not a whole number"),
    "seconds beyond a minute": ((*PLAN, "--seconds", "60"), "--seconds: 60 is not allowed; it must be at most 59"),
    "the injury stated twice": (
        ("plan", "-m", "10", "-d", "3", "-d", "30"),
        "--days-since-injury is given 2 times ('3', '30'); give it once",
    ),
    "the minutes stated twice": ((*PLAN, "-m", "5"), "--minutes is given 2 times"),
    "a rating of pain beyond ten": ((*PLAN, "--pain", "11"), "--pain: 11 is not allowed; it must be at most 10"),
    "a mistyped area": ((*PLAN, "-t", "hipps"), "--target: 'hipps' is not an area of this catalogue; did you mean 'hips'?"),
    "an unknown area": ((*PLAN, "-t", "wings"), "--target: 'wings' is not an area of this catalogue; known areas: lower_back"),
    "an empty area": ((*PLAN, "-t", ""), "--target: '' is not an area"),
    "an area with an escape": ((*PLAN, "-t", "\x1b[31mhips"), r"'\x1b[31mhips' is not an area"),
    "areas with a comma": ((*PLAN, "-t", "hips,lower_back"), "--target: 'hips,lower_back' is 2 names; give the option once for each: --target hips --target lower_back"),
    "areas with a semicolon": ((*PLAN, "-t", "hips; spine; knees; x"), "'hips; spine; knees; x' is 4 names; give the option once for each: --target hips --target spine --target knees"),
    "areas with a space": ((*PLAN, "-t", "hips lower_back"), "is 2 names; give the option once for each: --target hips --target lower_back"),
    "an area's name with a space": ((*PLAN, "-t", "lower back"), "'lower back' is not an area of this catalogue; did you mean 'lower_back'?"),
    "areas after one option": ((*PLAN, "-t", "hips", "lower_back"), "got unexpected extra argument (lower_back); give the option once for each: --target hips --target lower_back"),
    "conditions with a comma": ((*PLAN, "--condition", "wrist_pain,knee_pain"), "--condition wrist_pain --condition knee_pain"),
    "clearances with a comma": ((*PLAN, "--cleared", "cobra_pose:wrist_pain,cat_cow:wrist_pain"), "--cleared cobra_pose:wrist_pain --cleared cat_cow:wrist_pain"),
    "stretches to avoid with a comma": ((*PLAN, "--avoid", "cat_cow,cobra_pose"), "--avoid cat_cow --avoid cobra_pose"),
    "pieces with a comma": ((*PLAN, "--equipment", "chair,strap"), "--equipment chair --equipment strap"),
    "an option cut short": (("plan", "--min", "10"), "there is no option --min; did you mean --minutes?"),
    "an option of one letter": (("plan", "--m", "5"), "there is no option --m; did you mean -m or --minutes?"),
    "an option of one letter that two begin with": (("plan", "--s", "5"), "there is no option --s; did you mean --seconds, --screening or --series?"),
    "a word of an option": (("plan", "--injury", "5"), "there is no option --injury; did you mean --days-since-injury or --no-recent-injury?"),
    "the last word of an option": (("plan", "--position", "prone"), "there is no option --position; did you mean --avoid-position?"),
    "a long option with one dash": (("plan", "-minutes", "5"), "there is no option -minutes; did you mean --minutes?"),
    "a long option of another command": (("conditions", "--form", "json"), "there is no option --form; did you mean --format?"),
    "an option of batch": (("batch", "--out", "x"), "there is no option --out; did you mean --output?"),
    "a page named as what no format writes": ((*PLAN, "-o", "x.pdf"), "--output: the name 'x.pdf' says no format of this command; let it end in .txt, .md, .html, .vtt, .csv, .ics, .fit or .json, or give --format"),
    "a page named otherwise": ((*PLAN, "--format", "text", "-o", "x.html"), "--output: the name 'x.html' says html, and --format is text; leave out --format, or give another name"),
    "a table named as a page": ((*PLAN, "--format", "csv", "-o", "x.HTM"), "the name 'x.HTM' says html, and --format is csv"),
    "a reason named as a table": (("why", "cat_cow", *PLAN[1:], "-o", "x.csv"), "the name 'x.csv' says no format of this command; let it end in .txt or .json"),
    "a reason named otherwise": (("why-not", "cat_cow", *PLAN[1:], "-o", "x.json", "--format", "text"), "the name 'x.json' says json, and --format is text"),
    "a calendar's option for a page": ((*PLAN, "-o", "x.html", "--at", "07:30"), "--at goes with --format ics alone, and --format is html"),
    "a figure named as a picture": (("figure", "cat_cow", "-o", "x.png"), "--output: a figure is SVG, and the name 'x.png' says another; let it end in .svg"),
    "answers named as text": (("screen", "-o", "x.txt"), "--output: the answers are saved as JSON, and the name 'x.txt' says another; let it end in .json"),
    "a date in words": ((*PLAN, "--on", "monday"), "--on: 'monday' is not allowed; give a date such as 2026-01-31"),
    "a day that is none": ((*PLAN, "--on", "2026-02-30"), "--on: '2026-02-30' is not allowed"),
    "a mistyped option": (("plan", "--minuts", "5"), "there is no option --minuts; did you mean --minutes?"),
    "an unknown option": (("plan", "--xyz"), "there is no option --xyz; see 'stretchplan plan --help'"),
    "a mistyped command": (("pln",), "there is no command 'pln'; did you mean 'plan'?"),
    "an unknown command": (("dance",), "there is no command 'dance'; the commands are plan, why, why-not, init, today, play, log, progress, programme, batch, screen, conditions, catalog, figure, rules, check, diff, verify, compare, schema"),
    "an option without value": (("plan", "--minutes"), "option '--minutes' requires an argument"),
    "a flag with a value": (("plan", "--no-recent-injury=yes"), "option '--no-recent-injury' does not take a value"),
    "a word too many": (("rules", "dose-range", "both-sides"), "unexpected extra argument"),
    "an unknown format": (
        (*PLAN, "--format", "xml"),
        "--format: 'xml' is not a format; it is text, markdown, html, vtt, csv, ics, fit or json",
    ),
    "a request beside options": (("plan", "--request", "x.json", "-m", "5"), "--request is a whole request: leave out --minutes"),
    "a request that is not there": (("plan", "--request", "x.json"), "'x.json' cannot be read: no such file or directory"),
    "a request in a folder": (("plan", "--request", "."), "'.' cannot be read: is a directory"),
    "a request without end": (("plan", "--request", "/dev/zero"), "'/dev/zero' is larger than 1 MiB"),
    "a request in words": (("plan", "--request", "words.json"), "'words.json': the text is not JSON: expecting value at line 1, column 1"),
    "an empty request": (("plan", "--request", "empty.json"), "'empty.json': the text is not JSON: expecting value at line 1, column 1"),
    "a list as request": (("plan", "--request", "list.json"), "list.json: [1, 2] is not allowed; it must be a table"),
    "an unknown field": (("plan", "--request", "unknown.json"), "unknown.json: target: this field is not known; did you mean 'targets'?"),
    "a request without days": (("plan", "--request", "no_days.json"), "no_days.json: days_since_injury: this field is required"),
    "two answers to one question": (("plan", "--request", "twice.json"), "'twice.json': the name 'days_since_injury' stands twice in one object"),
    "a number that is none": (("plan", "--request", "nan.json"), "'nan.json': NaN is in the text, and JSON knows no such number"),
    "a number without end": (("plan", "--request", "long.json"), "'long.json': a number of 5000 characters is in the text; at most 400 are read"),
    "a request in Latin-1": (("plan", "--request", "latin.json"), "'latin.json': the text is not UTF-8: byte 15 cannot be read"),
    "an empty standard input": (("plan", "--request", "-"), "standard input: the text is not JSON"),
    "a null in a file's name": (("plan", "--request", "a\0b"), r"'a\x00b' cannot be read: embedded null byte"),
    "a catalogue that is not there": ((*PLAN, "--catalog", "x.toml"), "x.toml"),
    "a catalogue cut short": ((*PLAN, "--catalog", "broken.toml"), "broken.toml"),
    "a catalogue without stretches": (("catalog", "--catalog", "thin.toml"), "thin.toml"),
    "an output that is a folder": ((*PLAN, "-o", "."), "'.' cannot be written: it is a directory; give the name of a file"),
    "several days of a first trimester": (
        (*PLAN, "--on", "2026-12-01", "--days", "2", "--format", "ics", "--condition", "pregnancy", "--trimester", "1"),
        "--days: the first trimester may end within these days; leave out the trimester",
    ),
    "an output that ends as a folder": ((*PLAN, "-o", "new.json/"), "'new.json/' cannot be written: it is a directory"),
    "an output in no folder": ((*PLAN, "-o", "no/plan.json"), "'no/plan.json' cannot be written: no such file or directory"),
    "a plan not named": (("check",), "name the file of the plan or programme to check, or - for standard input"),
    "a plan that is not there": (("check", "x.json"), "'x.json' cannot be read: no such file or directory"),
    "a plan in words": (("check", "words.json"), "'words.json': the text is not JSON"),
    "a plan without bottom": (("check", "deep.json"), "'deep.json': the text is nested too deeply to be read"),
    "a mistyped rule": (("rules", "early-doze"), "there is no rule 'early-doze'; did you mean 'early-dose'?"),
    "an unknown rule": (("rules", "xyz"), "there is no rule 'xyz'; 'stretchplan rules' lists them"),
    "a mistyped stretch": (("catalog", "cobra_pos"), "there is no stretch 'cobra_pos'; did you mean 'cobra_pose'?"),
    "a mistyped condition": ((*PLAN, "--condition", "ostoporosis"), "--condition: 'ostoporosis' is not one of the conditions; did you mean 'osteoporosis'?"),
    "an unknown condition": ((*PLAN, "--condition", "xyz"), "--condition: 'xyz' is not one of the conditions; known: osteoporosis, spinal_stenosis"),
    "a condition with an escape": ((*PLAN, "--condition", "\x1b[2J"), r"--condition: '\x1b[2J' is not one of the conditions"),
    "a trimester as a word": ((*PLAN, "--trimester", "two"), "--trimester: 'two' is not a whole number"),
    "a fourth trimester": ((*PLAN, "--condition", "pregnancy", "--trimester", "4"), "--trimester: 4 is not allowed; it must be at most 3"),
    "a trimester of nothing": ((*PLAN, "--trimester", "2"), "--trimester: it is stated, and --condition does not hold 'pregnancy'; add it"),
    "the trimester stated twice": ((*PLAN, "--trimester", "1", "--trimester", "2"), "--trimester is given 2 times ('1', '2'); give it once"),
    "a clearance of one word": ((*PLAN, "--cleared", "cobra_pose"), "--cleared: 'cobra_pose' is not a stretch and a condition; give both, such as cobra_pose:wrist_pain"),
    "a clearance of three words": ((*PLAN, "--cleared", "cobra_pose:wrist_pain:2"), "--cleared: 'cobra_pose:wrist_pain:2' is not a stretch and a condition"),
    "a clearance for nothing": ((*PLAN, "--cleared", "cobra_pose:"), "--cleared: 'cobra_pose:' is not a stretch and a condition"),
    "a clearance not stated": ((*PLAN, "--cleared", "cobra_pose:wrist_pain"), "--cleared: 'cobra_pose' is cleared for 'wrist_pain', and --condition does not hold it; state the condition that it was cleared for"),
    "a clearance mistyped": ((*PLAN, "--cleared", "cobra_pose:wrist_pian"), "--cleared: 'wrist_pian' is not one of the conditions; did you mean 'wrist_pain'?"),
    "a clearance of no stretch": ((*PLAN, "--condition", "wrist_pain", "--cleared", "cobra_pos:wrist_pain"), "--cleared: 'cobra_pos' is not a stretch of this catalogue; did you mean 'cobra_pose'?"),
    "a mistyped stretch to avoid": ((*PLAN, "--avoid", "cobra_pos"), "--avoid: 'cobra_pos' is not a stretch of this catalogue; did you mean 'cobra_pose'?"),
    "a mistyped position": ((*PLAN, "--avoid-position", "knealing"), "--avoid-position: 'knealing' is not one of the positions; did you mean 'kneeling'?"),
    "an unknown stretch to include": ((*PLAN, "--include", "xyz"), "--include: 'xyz' is not a stretch of this catalogue; known: knee_to_chest"),
    "avoided and included": ((*PLAN, "--include", "cat_cow", "--avoid", "cat_cow"), "'cat_cow' is in --include and in --avoid; leave it out of one of them"),
    "mistyped equipment": ((*PLAN, "--equipment", "chiar"), "--equipment: 'chiar' is not one of the pieces of equipment; did you mean 'chair'?"),
    "equipment and none": ((*PLAN, "--equipment", "mat", "--no-equipment"), "give --equipment or --no-equipment, not both"),
    "a mistyped pace": ((*PLAN, "--pace", "slwo"), "--pace: 'slwo' is not a pace; did you mean 'slow'?"),
    "an unknown pace": ((*PLAN, "--pace", "20"), "--pace: '20' is not a pace; it is usual, unhurried or slow"),
    "two paces": ((*PLAN, "--pace", "slow", "--pace", "usual"), "--pace is given 2 times"),
    "two dates": ((*PLAN, "--on", "2026-01-31", "--on", "2026-02-01"), "--on is given 2 times"),
    "two files of answers": ((*PLAN, "--screening", "a.json", "--screening", "b.json"), "--screening is given 2 times"),
    "two requests": (("plan", "--request", "a.json", "--request", "b.json"), "--request is given 2 times"),
    "two catalogues": (("catalog", "--catalog", "a.toml", "--catalog", "b.toml"), "--catalog is given 2 times"),
    "two policies": ((*PLAN, "--policy", "a.json", "--policy", "b.json"), "--policy is given 2 times"),
    "a condition in a request": (("plan", "--request", "person.json"), "person.json: profile.conditions: 'knee_pian' is not one of the conditions; did you mean 'knee_pain'?"),
    "a policy that is not there": ((*PLAN, "--policy", "x.json"), "'x.json' cannot be read: no such file or directory"),
    "a policy in words": ((*PLAN, "--policy", "words.json"), "'words.json': the text is not JSON: expecting value at line 1, column 1; a text stands in straight double quotes"),
    "a list as policy": ((*PLAN, "--policy", "list.json"), "list.json: [1, 2] is not allowed; it must be a table"),
    "a policy that loosens": ((*PLAN, "--policy", "loose.json"), "loose.json: early_until_day: 3 would loosen early-dose, which has 7; give 7 to 3650"),
    "a policy with an unknown field": ((*PLAN, "--policy", "field.json"), "field.json: forbidden_stretch: this field is not known; did you mean 'forbidden_stretches'?"),
    "a policy about no stretch": ((*PLAN, "--policy", "mistyped.json"), "mistyped.json: policy.forbidden_stretches: 'cobra_pos' is not a stretch of this catalogue; did you mean 'cobra_pose'?"),
    "a policy that asks for answers": ((*PLAN, "--policy", "asks.json"), "--screening: the policy requires an answer to every question about warning signs"),
    "a policy that loosens, for a check": (("check", "any_plan.json", "--policy", "loose.json"), "loose.json: early_until_day: 3 would loosen early-dose"),
    "a policy about no stretch, for a check": (("check", "any_plan.json", "--policy", "mistyped.json"), "mistyped.json: policy.forbidden_stretches: 'cobra_pos' is not a stretch"),
    "standard input twice": ((*PLAN, "--screening", "-", "--policy", "-"), "standard input can be read once, and --screening and --policy are both to come from it"),
    "standard input twice, for a check": (("check", "-", "--policy", "-"), "standard input can be read once, and the file to check and --policy are both to come from it"),
    "a question about no stretch": (("why-not", *PLAN[1:]), "name the stretch to ask about, by its id or alias; 'stretchplan catalog' lists them"),
    "a question about an unknown stretch": (("why", "cobra_pos", *PLAN[1:]), "there is no stretch 'cobra_pos'; did you mean 'cobra_pose'?"),
    "a question about no plan": (("why-not", "cobra_pose", "-m", "5"), "say how many days ago the injury was"),
    "why of one that is out": (("why", "bridge", "-m", "10", "-d", "3"), "'glute_bridge' is not in this plan; ask 'stretchplan why-not glute_bridge' with the same options"),
    "the word of init for no injury": (("plan", "--injured-on", "none", "-m", "10"), "--injured-on takes a date here; give --no-recent-injury in its place"),
    "two letters in the wrong order": (("plna",), "there is no command 'plna'; did you mean 'plan'?"),
    "why not of one that is in": (("why-not", "cat_cow_pose", "-m", "10", "-d", "3"), "'cat_cow' is in this plan; ask 'stretchplan why cat_cow' with the same options"),
    "an unknown format of conditions": (("conditions", "--format", "xml"), "--format: 'xml' is not a format; it is text or json"),
}  # fmt: skip

# Options that --request excludes, because the request file states them.
OF_A_REQUEST = {
    "--seconds": "5",
    "--pain": "2",
    "--condition": "knee_pain",
    "--trimester": "1",
    "--cleared": "cobra_pose:wrist_pain",
    "--avoid": "cobra_pose",
    "--avoid-position": "prone",
    "--include": "cat_cow",
    "--equipment": "mat",
    "--pace": "slow",
    "--on": "2026-01-31",
    "--screening": "answers.json",
}


@pytest.fixture(autouse=True)
def _files(tmp_path: Path) -> None:
    for name, content in FILES.items():
        (tmp_path / name).write_bytes(content)


def assert_one_sentence(err: str, words: str) -> None:
    """Assert that ``err`` is one printable line that says ``words``."""
    assert err.endswith("\n")
    assert err.count("\n") == 1
    assert err.startswith("stretchplan: ")
    assert words in err
    assert err[:-1].isprintable()
    assert not re.search("[╭│╰]|Traceback|Usage:", err)


@pytest.mark.parametrize(("args", "words"), BAD.values(), ids=BAD.keys())
def test_a_mistake_is_one_sentence_and_nothing_else(call: Callable, args: tuple[str, ...], words: str):
    result = call(*args)
    assert (result.code, result.out) == (2, "")
    assert_one_sentence(result.err, words)


def test_every_problem_is_shown(call: Callable, tmp_path: Path):
    assert call("plan", "-m", "0", "-d", "-1") == (
        2,
        "",
        "stretchplan: --minutes: 0 is not allowed; it must be at least 1 (and 1 more problem)\n"
        "  - --days-since-injury: -1 is not allowed; it must be at least 0\n",
    )
    catalog = sp.builtin_catalog().model_dump(mode="json") | {"id": "mine"}
    for stretch in catalog["stretches"]:
        stretch["position"], stretch["first_allowed_day"] = "sofa\x1b", -1
    (tmp_path / "mine.json").write_text(json.dumps(catalog), encoding="utf-8")
    for args in (("catalog", "--catalog", "mine.json"), (*PLAN, "--catalog", "mine.json")):
        result = call(*args)
        first, *more = result.err.splitlines()
        assert result.code == 2
        assert first.endswith("(and 13 more problems)")
        assert len(more) == 13
        assert all(re.fullmatch(r"  - [ -~]+", line) for line in more)
    (tmp_path / "loose.json").write_text(
        '{"early_until_day": 3, "repair_until_day": 3, "max_sets": 99}', encoding="utf-8"
    )
    assert call(*PLAN, "--policy", "loose.json").err.count("\n  - ") == 2


@pytest.mark.parametrize("option", [*OF_A_REQUEST, "--no-equipment", "--no-recent-injury"])
@pytest.mark.parametrize("command", [("plan",), ("why", "cat_cow"), ("why-not", "cat_cow")], ids=lambda c: c[0])
def test_request_options_are_refused_with_a_request_file(call: Callable, command: tuple[str, ...], option: str):
    value = [OF_A_REQUEST[option]] if option in OF_A_REQUEST else []
    result = call(*command, "--request", "person.json", option, *value)
    assert (result.code, result.out) == (2, "")
    assert_one_sentence(result.err, f"--request is a whole request: leave out {option}")


@pytest.mark.parametrize(
    "case",
    [
        "a mistyped condition",
        "a clearance of one word",
        "a policy that loosens",
        "why of one that is out",
        "injury not stated",
        "minutes as a word",
        "a mistyped area",
        "a mistyped option",
        "a mistyped command",
        "a request in words",
        "two answers to one question",
        "a catalogue cut short",
        "an output that is a folder",
        "a plan without bottom",
    ],
)
def test_the_same_mistakes_in_a_real_process(shell: Callable, case: str):
    args, words = BAD[case]
    result = shell(*args)
    assert (result.code, result.out) == (2, "")
    assert_one_sentence(result.err, words)


NO_PLAN = {
    "no stretch works the area yet": (("plan", "-m", "9", "-d", "2", "-t", "pelvis"), "the rule about the early days keeps it out on day 2"),
    "too little time": (("plan", "-m", "1", "-d", "9", "-t", "hips", "-t", "spine", "-t", "pelvis"), "1 min"),
}  # fmt: skip


@pytest.mark.parametrize(("args", "words"), NO_PLAN.values(), ids=NO_PLAN.keys())
def test_no_plan_has_its_own_exit_code(call: Callable, args: tuple[str, ...], words: str):
    result = call(*args)
    assert (result.code, result.out) == (3, "")
    reason, _, below = result.err.partition("\n")
    assert_one_sentence(f"{reason}\n", words)
    assert below.startswith("stretchplan: what would help:\n  - ")


@pytest.mark.parametrize(
    ("args", "code", "kind", "status"),
    [
        (("plan", "-m", "x", "-d", "3"), 2, "bad-usage", 400),
        (("plan", "--nonsense"), 2, "bad-usage", 400),
        (("plan", "--request", "words.json"), 2, "file-trouble", 400),
        (("plan", "-m", "0", "-d", "3"), 2, "invalid-request", 422),
        (("catalog", "nothing"), 2, "catalog-error", 422),
        (("plan", "-m", "5", "-d", "2", "-t", "pelvis"), 3, "infeasible", 409),
        (("why-not", "bridge", "-m", "5", "-d", "2", "-t", "pelvis"), 3, "infeasible", 409),
        (("plan", "-m", "5", "-d", "2", "--condition", "x"), 2, "invalid-request", 422),
        (("plan", "-m", "5", "-d", "2", "--policy", "loose.json"), 2, "policy-error", 422),
    ],
)
def test_errors_as_problem_details(call: Callable, args: tuple[str, ...], code: int, kind: str, status: int):
    result = call(*args, "--format", "json")
    problem = json.loads(result.out)
    assert result.code == code
    assert (problem["type"], problem["status"]) == (f"urn:stretchplan:problem:{kind}", status)
    assert_one_sentence(result.err, problem["detail"][:40])
    assert call(*args, "--format=json") == result


def test_a_problem_names_the_option(call: Callable):
    problem = json.loads(call(*PLAN, "-t", "hipps", "--format", "json").out)
    assert problem["errors"][0]["where"] == "--target"
    assert problem["errors"][0]["suggestion"] == "hips"
    problem = json.loads(call(*PLAN, "--avoid", "cobra_pos", "--pain", "11", "--format", "json").out)
    assert [error["where"] for error in problem["errors"]] == ["--pain"]  # what a catalogue knows comes after
    problem = json.loads(call(*PLAN, "--avoid", "cobra_pos", "--include", "x", "--format", "json").out)
    assert [error["where"] for error in problem["errors"]] == ["--avoid", "--include"]


def test_an_unexpected_exception_asks_for_a_report(call: Callable, monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setitem(lookup.SCHEMAS, "plan", lambda: 1 / 0)
    result = call("schema")
    assert (result.code, result.out) == (1, "")
    assert_one_sentence(result.err, "a defect of stretchplan, please report it (ZeroDivisionError: division by zero)")
