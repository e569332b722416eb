"""Do ``init``, ``today``, ``log`` and ``progress`` keep a person's days in a journal, and say what they did?

The terminal is in test_at_a_terminal.py, and ``play`` in test_play.py.
"""

import json
import os
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

import stretchplan as sp
from stretchplan.cli.commands import CHARTS
from stretchplan.cli.exits import Exit, exit_code

INJURED = "2026-03-01"
STATED = ("--injured-on", INJURED, "--minutes", "5", "--condition", "none", "--screening", "none")
ANSWERS = {question.id: "no" for question in sp.screening_questions()}


@pytest.fixture
def journal(tmp_path: Path, call: Callable) -> Callable[..., tuple[int, str, str]]:
    """Run commands on days, with a journal of a person whose back was hurt on 2026-03-01."""
    assert call("init", *STATED, "--journal", "mine.sqlite", day=INJURED).code == 0

    def run_it(day: str, *args: str, stdin: bytes = b"") -> tuple[int, str, str]:
        return call(*args, "--journal", "mine.sqlite", stdin=stdin, day=day)

    return run_it


@pytest.fixture
def records(tmp_path: Path) -> Callable[[], tuple[sp.SessionRecord, ...]]:
    """Return the records of that journal."""

    def read() -> tuple[sp.SessionRecord, ...]:
        with sp.Journal(tmp_path / "mine.sqlite") as opened:
            return opened.records()

    return read


def person(path: Path) -> sp.Person | None:
    with sp.Journal(path) as opened:
        return opened.person


def flat(text: str) -> str:
    return " ".join(text.split())


# --- A journal that is not there, or cannot be used


@pytest.mark.parametrize("args", [("today",), ("log", "--next-day-pain", "2"), ("progress",)], ids=lambda args: args[0])
def test_without_a_journal_each_command_says_how_to_begin(call: Callable, tmp_path: Path, args: tuple[str, ...]):
    result = call(*args, "--journal", "no.sqlite")
    sentence = "there is no journal at no.sqlite yet; run 'stretchplan init --journal no.sqlite' first"
    assert result == (2, "", f"stretchplan: {sentence}\n")
    assert not list(tmp_path.iterdir())


def test_the_default_is_the_file_of_the_platform(call: Callable, tmp_path: Path, monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setenv("XDG_DATA_HOME", str(tmp_path / "data"))
    path = sp.Journal.default_path()
    assert call("today").err == f"stretchplan: there is no journal at {path} yet; run 'stretchplan init' first\n"
    assert call("init", *STATED, day=INJURED).code == 0
    assert person(path) == sp.Person(injured_on=INJURED, minutes=5)
    assert call("today", "--pain", "2", day="2026-03-02").code == 0


@pytest.mark.parametrize("command", ["init", "today", "log", "progress"])
def test_a_file_that_is_no_journal_is_refused_in_one_sentence(call: Callable, tmp_path: Path, command: str):
    (tmp_path / "notes.txt").write_text("milk, bread\n" * 20)
    more = {"init": STATED, "log": ("--next-day-pain", "2")}.get(command, ())
    result = call(command, *more, "--journal", "notes.txt")
    assert (result.code, result.out) == (2, "")
    assert result.err.count("\n") == 1
    assert result.err.endswith("notes.txt: this file is not a journal of stretchplan\n")
    assert (tmp_path / "notes.txt").read_text() == "milk, bread\n" * 20


def test_every_trouble_of_a_journal_is_bad_input():
    assert exit_code(sp.errors.JournalError("busy", "another process has kept it")) is Exit.BAD_INPUT


def test_a_journal_is_no_stream(call: Callable):
    assert (
        "--journal: a journal is a file that is read and written; '-' is not allowed"
        in call("today", "--journal", "-").err
    )


def test_an_imported_journal_without_a_person_says_how_to_state_one(call: Callable, tmp_path: Path):
    with sp.Journal(tmp_path / "mine.sqlite") as opened:
        opened.add(sp.SessionRecord(on="2026-03-01"))
    result = call("today", "--journal", "mine.sqlite")
    assert result == (
        2,
        "",
        "stretchplan: this journal says nothing about its person yet; run 'stretchplan init' first\n",
    )


# --- init


def test_init_by_options(call: Callable, tmp_path: Path):
    (tmp_path / "answers.json").write_text(json.dumps(ANSWERS | {"not_improving": "yes"}))
    stated = ("-m", "12", "--injured-on", "none", "--condition", "knee-pain", "--condition", "6")
    result = call("init", *stated, "--screening", "answers.json", "--journal", "deep/mine.sqlite", day="2026-03-04")
    assert result.code == 0
    assert result.err == f"stretchplan: wrote {tmp_path / 'deep/mine.sqlite'}\n"
    assert person(tmp_path / "deep/mine.sqlite") == sp.Person(
        injured_on=None,
        minutes=12,
        profile={"conditions": {"knee_pain", "wrist_pain"}},
        screening=ANSWERS | {"not_improving": "yes"},
        screened_on="2026-03-04",
    )
    said = flat(result.out)
    for sentence in (
        "No recent injury.",
        "Conditions: knee pain and wrist pain.",
        "A session usually has 12 minutes.",
        "The questions about warning signs were answered on 2026-03-04.",
        "No session recorded yet.",
        "stretchplan today --journal deep/mine.sqlite shows the session of the day; stretchplan play --journal "
        "deep/mine.sqlite guides you through it.",
    ):
        assert sentence in said


@pytest.mark.parametrize(
    ("left_out", "sentence"),
    [
        ("--injured-on", "say when the back was last hurt with --injured-on DATE, or --injured-on none"),
        ("--condition", "say which conditions there are with --condition ID, or --condition none"),
        ("--minutes", "say how many minutes a session usually has with --minutes N"),
        ("--screening", "give the answers about warning signs with --screening FILE, or --screening none"),
    ],
)
def test_where_nobody_can_answer_init_names_the_option(call: Callable, tmp_path: Path, left_out: str, sentence: str):
    place = STATED.index(left_out)
    result = call("init", *STATED[:place], *STATED[place + 2 :], "--journal", "mine.sqlite", day=INJURED)
    assert result == (2, "", f"stretchplan: {sentence}\n")
    assert not list(tmp_path.iterdir())


@pytest.mark.parametrize(
    ("option", "value", "sentence"),
    [
        ("--injured-on", "2026-03-02", "2026-03-02 has not come yet, today is 2026-03-01; give the day on which it"),
        (
            "--injured-on",
            "1.3.2026",
            "'1.3.2026' is not allowed; give a date such as 2026-01-31, or none for no recent",
        ),
        ("--minutes", "0", "'0' is not a number of minutes; give a whole number from 1 to 240"),
        ("--minutes", "241", "'241' is not a number of minutes"),
        ("--condition", "knee_pian", "there is no condition 'knee_pian'; did you mean 'knee_pain'?"),
        ("--condition", "10", "there is no condition '10'; give a number from 1 to 9, or a name"),
        ("--condition", "", "--condition: '' names no condition; give a name, or none"),
        ("--condition", " ,", "--condition: ' ,' names no condition; give a name, or none"),
        ("--injured-on", "0001-01-01", "0001-01-01 is more than 36,500 days ago; give a later day, or none for no"),
        ("--injured-on", "1926-03-25", "1926-03-25 is more than 36,500 days ago; give a later day, or none for no"),
        ("--screening", "no.json", "'no.json' cannot be read"),
    ],
)
def test_a_wrong_answer_of_an_option_is_said(call: Callable, tmp_path: Path, option: str, value: str, sentence: str):
    given = dict(zip(STATED[::2], STATED[1::2], strict=True)) | {option: value}
    result = call("init", *[word for pair in given.items() for word in pair], "--journal", "m.sqlite", day=INJURED)
    assert (result.code, result.out) == (2, "")
    assert sentence in result.err
    assert result.err.startswith("stretchplan: ")
    assert result.err.count("\n") == 1
    assert not list(tmp_path.iterdir())


def test_a_place_where_no_journal_can_be_made_is_said_first(call: Callable, tmp_path: Path):
    (tmp_path / "file").write_text("")
    result = call("init", "--journal", "file/mine.sqlite")
    assert (
        result.err
        == f"stretchplan: no journal can be made in {tmp_path / 'file'}: it is no folder that you can write to\n"
    )


def test_init_again_changes_what_is_given_and_keeps_the_rest(journal: Callable, records: Callable, tmp_path: Path):
    assert journal("2026-03-02", "log", "--done-as-planned")[0] == 0
    code, out, _ = journal("2026-03-03", "init", "--condition", "pregnancy", "--minutes", "7")
    assert code == 0
    assert "1 session recorded." in out
    expected = sp.Person(injured_on=INJURED, minutes=7, profile={"conditions": {"pregnancy"}})
    assert person(tmp_path / "mine.sqlite") == expected
    assert len(records()) == 1
    assert journal("2026-03-03", "init", "--yes")[0] == 0
    assert person(tmp_path / "mine.sqlite") == expected


@pytest.mark.parametrize(
    ("given", "sentence"),
    [
        ([""], "'' names no condition; give a name, or none"),
        ([" "], "' ' names no condition; give a name, or none"),
        (["knee_pain", ""], "'' names no condition; give a name, or none"),
        (["none", "knee_pain"], "none goes alone; leave it out, or leave out 'knee_pain'"),
        (["knee_pain", "None"], "none goes alone; leave it out, or leave out 'knee_pain'"),
    ],
)
def test_conditions_go_only_when_it_is_said(journal: Callable, tmp_path: Path, given: list[str], sentence: str):
    """An empty name is a shell variable that was not set."""
    assert journal("2026-03-02", "init", "--condition", "pregnancy")[0] == 0
    stated = person(tmp_path / "mine.sqlite")
    args = [word for name in given for word in ("--condition", name)]
    assert journal("2026-03-02", "init", *args) == (2, "", f"stretchplan: --condition: {sentence}\n")
    assert person(tmp_path / "mine.sqlite") == stated
    assert journal("2026-03-02", "init", "--condition", "none", "--condition", "none")[0] == 0
    assert person(tmp_path / "mine.sqlite") == sp.Person(injured_on=INJURED, minutes=5)


def test_the_oldest_injury_that_init_takes_can_be_planned_for(call: Callable):
    given = dict(zip(STATED[::2], STATED[1::2], strict=True)) | {"--injured-on": "1926-03-26"}
    words = [word for pair in given.items() for word in pair]
    assert call("init", *words, "--journal", "m.sqlite", day=INJURED).code == 0
    assert call("today", "--journal", "m.sqlite", day=INJURED).code == 0


@pytest.mark.parametrize("command", ["init", "today", "log", "progress", "programme"])
def test_a_name_that_the_system_does_not_take_is_said(call: Callable, tmp_path: Path, command: str):
    name = "n" * 300
    result = call(command, *(STATED if command == "init" else ()), "--journal", name, day=INJURED)
    sentence = f"the journal …{name[:199]} cannot be opened: file name too long"
    assert result == (2, "", f"stretchplan: {sentence}\n")
    assert not list(tmp_path.iterdir())


def test_a_session_of_the_day_of_a_new_injury_was_before_it(journal: Callable, records: Callable):
    """Else the doses would go on as before the injury, once the first week is over."""
    dose = {"sets": 4, "hold_seconds": 30, "sides": "each"}
    entries = [{"stretch_id": name, "done": dose} for name in ("knee_to_chest", "piriformis_stretch")]
    done = sp.SessionRecord(on="2026-03-08", pain_before=2, pain_after=2, pain_next_day=2, stretches=entries)
    for day in ("2026-03-07", "2026-03-08"):
        text = done.model_copy(update={"on": sp.SessionRecord(on=day).on}).model_dump_json().encode()
        assert journal("2026-03-08", "log", "-", stdin=text)[0] == 0
    before = records()

    def day_8() -> dict[str, tuple[int, int | None]]:
        args = ("today", "--minutes", "20", "--pain", "2", "--format", "json")
        plan = sp.Plan.model_validate_json(journal("2026-03-16", *args)[1])
        return {one.stretch_id: (one.sets, one.hold_seconds) for one in plan.prescriptions}

    assert day_8()["knee_to_chest"] == (3, 15)
    assert journal("2026-03-08", "init", "--injured-on", "2026-03-08")[0] == 0
    assert records() == (before[0], before[1].model_copy(update={"before_injury": True}))
    low = day_8()
    assert (low["knee_to_chest"], low["piriformis_stretch"]) == ((2, 10), (2, 10))
    # What is recorded after the injury was stated counts, also when the same day is stated again.
    assert journal("2026-03-08", "log", "--done-as-planned", "--again")[0] == 0
    assert journal("2026-03-08", "init", "--injured-on", "2026-03-08")[0] == 0
    assert [record.before_injury for record in records()] == [False, True, False]


def test_what_hangs_on_a_condition_goes_with_it(journal: Callable, tmp_path: Path):
    cleared = [{"stretch_id": "cobra_pose", "condition": "wrist_pain"}]
    profile = {
        "conditions": {"pregnancy", "wrist_pain"},
        "trimester": 1,
        "cleared": cleared,
        "avoid_stretches": {"cat_cow"},
    }
    with sp.Journal(tmp_path / "mine.sqlite") as opened:
        opened.set_person(sp.Person(injured_on=INJURED, minutes=5, profile=profile))
    assert journal("2026-03-03", "init", "--condition", "knee_pain")[0] == 0
    found = person(tmp_path / "mine.sqlite")
    assert found is not None
    assert found.profile == sp.Profile(conditions={"knee_pain"}, avoid_stretches={"cat_cow"})


def test_a_warning_sign_stops_init_and_the_days_after(call: Callable, tmp_path: Path):
    """Also tomorrow: a yes stays one until the questions are answered again."""
    (tmp_path / "answers.json").write_text(json.dumps(ANSWERS | {"leg_weakness": "yes"}))
    stated = [*STATED[:-1], "answers.json", "--journal", "mine.sqlite"]
    result = call("init", *stated, day=INJURED)
    assert (result.code, result.out) == (4, "")
    assert "an answer about warning signs calls for medical help today" in result.err
    for day in (INJURED, "2026-03-09"):
        later = call("today", "--pain", "1", "--journal", "mine.sqlite", day=day)
        assert (later.code, later.out) == (4, "")
        assert later.err.startswith(
            f"stretchplan: so you answered on {INJURED}; if it has changed, run 'stretchplan init'"
        )
    (tmp_path / "answers.json").write_text(json.dumps(ANSWERS))
    assert (
        call("today", "--pain", "1", "--screening", "answers.json", "--journal", "mine.sqlite", day=INJURED).code == 0
    )


# --- today


def test_today_is_the_plan_of_person_history_and_date(journal: Callable, records: Callable):
    for day in ("2026-03-02", "2026-03-03"):
        assert journal(day, "log", "--done-as-planned", "--pain-before", "2", "--pain-after", "2")[0] == 0
    code, out, err = journal("2026-03-04", "today", "--pain", "1", "--target", "hips", "--format", "json")
    assert code == 0
    expected = sp.plan(minutes=5, days_since_injury=3, pain=1, on="2026-03-04", targets={"hips"}, history=records())
    assert sp.Plan.model_validate_json(out) == expected
    assert err.splitlines() == [
        "stretchplan: Your last session was yesterday, on 2026-03-03.",
        "stretchplan: Your pain today shows how your back took that session. If you do not stretch today, record it: "
        "stretchplan log --journal mine.sqlite --next-day-pain 1.",
    ]


def test_today_reads_the_clock_and_takes_another_date_and_other_minutes(journal: Callable):
    assert "2026-03-03, day 2 after the injury" in flat(journal("2026-03-03", "today")[1])
    code, out, _ = journal("2026-03-03", "today", "--on", "2026-03-05", "-m", "8", "--format", "json")
    request = sp.Plan.model_validate_json(out).request
    assert (code, request.on.isoformat(), request.days_since_injury, request.minutes) == (0, "2026-03-05", 4, 8)
    assert request.history == ()


def test_today_says_what_is_not_known_of_yesterday(journal: Callable):
    assert "Your sessions" not in journal("2026-03-02", "today")[1]
    journal("2026-03-02", "log", "--done-as-planned")
    said = flat(journal("2026-03-03", "today")[1])
    assert "Your last session was yesterday, on 2026-03-02." in said
    command = "stretchplan log --journal mine.sqlite --next-day-pain N --on 2026-03-02"
    assert f"How your back felt the day after is not recorded, and the plan needs it: {command}." in said
    assert command in flat(journal("2026-03-03", "today", "--format", "csv")[2])
    # Also some days later: the pain of yesterday may have been worse, and without it nothing goes down either.
    said = flat(journal("2026-03-09", "today", "--pain", "1")[1])
    assert "Your last session was 7 days ago, on 2026-03-02. How your back felt the day after is not recorded" in said
    assert "is not recorded" not in journal("2026-03-10", "today", "--pain", "1")[1]
    journal("2026-03-03", "log", "--next-day-pain", "2")
    assert "is not recorded" not in flat(journal("2026-03-03", "today")[1])
    assert "Your last session was 4 days ago, on 2026-03-02." in flat(journal("2026-03-06", "today")[1])


def test_today_says_that_a_session_was_done(journal: Callable):
    journal("2026-03-02", "log", "--done-as-planned")
    assert "You have done a session today." in journal("2026-03-02", "today")[1]
    journal("2026-03-03", "log", "--done-as-planned")
    said = journal("2026-03-03", "today")[1]
    assert "You have done a session today." in said
    assert "Your last session was" not in said
    journal("2026-03-02", "log", "--done-as-planned", "--again")
    assert "You have done 2 sessions today." in journal("2026-03-02", "today")[1]


@pytest.mark.parametrize(
    ("name", "start"),
    [
        ("today.html", b"<!doctype html>"),
        ("today.md", b"# "),
        ("today.vtt", b"WEBVTT"),
        ("today.csv", b"step,"),
        ("today.json", b"{"),
        ("today.txt", b"2 stretches"),
    ],
)
def test_the_formats_of_today(journal: Callable, tmp_path: Path, name: str, start: bytes):
    assert journal("2026-03-02", "today", "--output", name)[:2] == (0, "")
    assert (tmp_path / name).read_bytes().lower().startswith(start.lower())


def test_a_calendar_is_not_a_format_of_today(journal: Callable):
    assert "'ics' is not a format" in journal("2026-03-02", "today", "--format", "ics")[2]


def test_today_never_hides_a_refusal(journal: Callable):
    code, out, err = journal("2026-03-02", "today", "--pain", "7")
    assert (code, out) == (3, "")
    assert "nothing is planned from 6 on" in err
    code, out, err = journal("2026-03-02", "today", "--target", "pelvis")
    assert (code, out) == (3, "")
    assert "what would help:" in err
    assert "--days-since-injury" not in err  # which is no option of today
    code, out, err = journal("2026-03-02", "today", "--pain", "7", "--format", "json")
    assert (code, json.loads(out)["type"]) == (3, "urn:stretchplan:problem:infeasible")


@pytest.mark.parametrize(
    ("args", "sentence"),
    [
        (
            ("--on", "2026-02-28"),
            "2026-02-28 is before 2026-03-01, the day of the injury in the journal; give a later --on",
        ),
        (("--on", "yesterday"), "--on: 'yesterday' is not allowed; give a date such as 2026-01-31"),
        (("--pain", "11"), "--pain: 11 is not allowed; it must be at most 10"),
        (("--target", "hipps"), "--target: 'hipps' is not an area of this catalogue; did you mean 'hips'?"),
    ],
)
def test_wrong_options_of_today(journal: Callable, args: tuple[str, ...], sentence: str):
    code, out, err = journal("2026-03-02", "today", *args)
    assert (code, out, err) == (2, "", f"stretchplan: {sentence}\n")


def test_minutes_that_nobody_stated_are_asked_for(call: Callable, tmp_path: Path):
    with sp.Journal(tmp_path / "mine.sqlite") as opened:
        opened.set_person(sp.Person(injured_on=None))
    result = call("today", "--journal", "mine.sqlite")
    assert result.err == "stretchplan: the journal does not say how many minutes there are; give --minutes N\n"
    assert call("today", "-m", "5", "--journal", "mine.sqlite").code == 0


def test_answers_about_warning_signs_hold_for_their_day(call: Callable, tmp_path: Path):
    """A no of another day may be a yes by now; a yes that only adds a notice stays."""
    (tmp_path / "answers.json").write_text(json.dumps(ANSWERS | {"first_pain_by_age": "yes"}))
    call("init", *STATED[:-1], "answers.json", "--journal", "mine.sqlite", day=INJURED)

    def screening(day: str) -> sp.Screening | None:
        out = call("today", "--format", "json", "--journal", "mine.sqlite", day=day).out
        return sp.Plan.model_validate_json(out).request.screening

    assert screening(INJURED) == sp.Screening(**ANSWERS | {"first_pain_by_age": "yes"})
    assert screening("2026-03-02") == sp.Screening(first_pain_by_age="yes")
    (tmp_path / "answers.json").write_text(json.dumps(ANSWERS))
    call("init", "--screening", "answers.json", "--journal", "mine.sqlite", day="2026-03-02")
    assert screening("2026-03-02") == sp.Screening(**ANSWERS)
    assert screening("2026-03-03") is None


# --- log


def record_text(day: str = "2026-03-02", **fields: object) -> bytes:
    plan = sp.plan(minutes=5, days_since_injury=1, on=day, history=())
    return sp.record_of(plan, **fields).model_dump_json(indent=2).encode()


def test_a_record_from_a_file_is_not_doubled(journal: Callable, records: Callable, tmp_path: Path):
    (tmp_path / "record.json").write_bytes(b"\xef\xbb\xbf" + record_text(pain_after=2))
    code, out, err = journal("2026-03-03", "log", "record.json")
    assert (code, err) == (0, "")
    assert flat(out) == "1 session recorded. 2026-03-02: 2 of 2 stretches done; pain 2 after."
    code, out, _ = journal("2026-03-03", "log", "-", stdin=record_text(pain_after=2))
    assert code == 0
    assert flat(out) == "Nothing new is recorded. The journal had one session already, and it was not added again."
    assert [record.pain_after for record in records()] == [2]


def test_many_records_as_json_lines(journal: Callable, records: Callable):
    lines = [
        sp.SessionRecord(on=f"2026-03-{day:02}", pain_before=day).model_dump_json().encode() for day in (1, 2, 2, 3)
    ]
    assert flat(journal("2026-03-03", "log", "-", stdin=b"\n".join(lines))[1]) == "4 sessions recorded."
    assert [record.pain_before for record in records()] == [1, 2, 2, 3]
    out = journal("2026-03-03", "log", "-", stdin=b"\n".join(lines[1:]))[1]
    assert flat(out) == "Nothing new is recorded. The journal had 3 sessions already, and they were not added again."


def test_an_export_keeps_what_the_journal_states(journal: Callable, tmp_path: Path, records: Callable):
    with sp.Journal(tmp_path / "other.sqlite") as other:
        other.set_person(sp.Person(injured_on=None, minutes=9))
        other.add(sp.SessionRecord(on="2026-03-02"))
        other.export_jsonl(tmp_path / "export.jsonl")
    kept = (
        "What the file states about the person is not what the journal states, and it was not taken over; stretchplan "
        "init --journal mine.sqlite changes what the journal states."
    )
    code, out, _ = journal("2026-03-03", "log", "export.jsonl")
    assert (code, flat(out)) == (0, f"1 session recorded. 2026-03-02: 0 of 0 stretches done; pain not known. {kept}")
    assert person(tmp_path / "mine.sqlite") == sp.Person(injured_on=INJURED, minutes=5)
    assert len(records()) == 1
    out = flat(journal("2026-03-03", "log", "-", stdin=b'{"person": {"injured_on": null}}')[1])
    assert out == f"Nothing new is recorded. {kept}"
    with sp.Journal(tmp_path / "mine.sqlite") as mine:
        mine.export_jsonl(tmp_path / "own.jsonl")
    assert "What the file states" not in flat(journal("2026-03-03", "log", "own.jsonl")[1])


@pytest.mark.parametrize(
    ("text", "sentence"),
    [
        (
            b'{"on": "2026-03-02", "nte": ""}',
            "standard input: record.nte: this field is not known; did you mean 'note'?",
        ),
        (
            b'{"on": "2026-03-02"}\n{"on": 3}',
            "standard input: line 2: record.on: 3 is not allowed; give a date such as",
        ),
        (b'{"on": "2026-03-05"}', "standard input: the session of 2026-03-05 has not come yet, today is 2026-03-03"),
        (b"", "standard input: there is no record in it; give the JSON of a session record"),
        (b"pain 3", "standard input: line 1: "),
        (b"[]", "standard input: line 1: [] is not allowed; a line is a session record"),
        (b"\xff\xfe", "standard input: line 1: "),
    ],
)
def test_a_wrong_record_is_said_and_nothing_is_added(journal: Callable, records: Callable, text: bytes, sentence: str):
    code, out, err = journal("2026-03-03", "log", "-", stdin=text)
    assert (code, out) == (2, "")
    assert err.startswith(f"stretchplan: {sentence}")
    assert err.count("\n") == 1
    assert records() == ()


def test_control_characters_of_a_record_do_not_reach_the_terminal(journal: Callable):
    hostile = b'{"on": "2026-03-02", "stretches": [{"stretch_id": "\\u001b[2J", "aggravated": true}]}'
    code, out, _ = journal("2026-03-03", "log", "-", stdin=hostile)
    assert code == 0
    assert "\x1b" not in out
    assert r"made worse by \x1b[2J" in flat(out)


def test_done_as_planned_is_the_plan_of_today(journal: Callable, records: Callable):
    plan = sp.Plan.model_validate_json(journal("2026-03-02", "today", "--pain", "3", "--format", "json")[1])
    args = ("log", "--done-as-planned", "--pain-before", "3", "--pain-after", "2", "--aggravated", "cat_cow")
    code, out, err = journal("2026-03-02", *args, "--note", "Short night.")
    assert (code, err) == (0, "")
    assert flat(out) == (
        "1 session recorded. 2026-03-02: 2 of 2 stretches done; pain 3 before, 2 after; made worse by cat_cow. "
        "- Cat-Cow Pose (small): 2 × 5 breaths (30 s) - Child's Pose (half way back): 2 × 30 s"
    )
    expected = sp.record_of(plan, pain_after=2, aggravated={"cat_cow"}, note="Short night.")
    assert records() == (expected,)
    code, out, _ = journal("2026-03-02", *args, "--note", "Short night.")
    assert (code, len(records())) == (0, 1)
    assert "The journal had one session already" in out


def test_another_session_of_a_day_is_added_when_it_is_said(journal: Callable, records: Callable):
    journal("2026-03-02", "log", "--done-as-planned")
    code, _, err = journal("2026-03-02", "log", "--done-as-planned", "--pain-after", "2")
    assert code == 2
    assert "there is a session of 2026-03-02 already; add --again if this was one more" in err
    assert len(records()) == 1
    assert journal("2026-03-02", "log", "--done-as-planned", "--again")[0] == 0
    assert len(records()) == 2


def test_a_session_of_another_day_is_planned_as_on_that_day(journal: Callable, records: Callable):
    journal("2026-03-02", "log", "--done-as-planned")
    assert journal("2026-03-05", "log", "--done-as-planned", "--on", "2026-03-04", "--next-day-pain", "1")[0] == 0
    assert [record.on.day for record in records()] == [2, 4]
    assert records()[1].pain_next_day == 1


def test_the_pain_of_the_day_after_goes_to_the_session_of_yesterday(journal: Callable, records: Callable):
    journal("2026-03-02", "log", "--done-as-planned", "--pain-before", "3")
    code, out, _ = journal("2026-03-03", "log", "--next-day-pain", "2")
    assert code == 0
    assert flat(out) == ("The record is changed. 2026-03-02: 2 of 2 stretches done; pain 3 before, 2 on the next day.")
    assert [record.pain_next_day for record in records()] == [2]
    assert flat(journal("2026-03-03", "log", "--next-day-pain", "2")[1]).startswith("The record said so already.")


def test_what_was_not_known_of_a_day(journal: Callable, records: Callable):
    journal("2026-03-02", "log", "--done-as-planned")
    journal("2026-03-02", "log", "--done-as-planned", "--again")
    assert journal("2026-03-02", "log", "--pain-after", "4", "--note", "Stiff.")[0] == 0
    one, other = (entry.stretch_id for entry in records()[1].stretches)
    assert journal("2026-03-09", "log", "--on", "2026-03-02", "--aggravated", one)[0] == 0
    first, last = records()
    assert (first.pain_after, last.pain_after, last.note) == (None, 4, "Stiff.")
    assert [entry.stretch_id for entry in last.stretches if entry.aggravated] == [one]
    assert journal("2026-03-09", "log", "--on", "2026-03-02", "--aggravated", other)[0] == 0
    assert all(entry.aggravated for entry in records()[1].stretches)
    assert not any(entry.aggravated for entry in first.stretches)


def test_what_made_the_back_worse_goes_by_an_alias_too(journal: Callable, records: Callable):
    (alias,) = sp.builtin_catalog().get("lying_knee_twist").aliases
    planned = ("log", "--done-as-planned", "--minutes", "10")
    assert journal("2026-03-02", *planned)[0] == 0
    code, out, _ = journal("2026-03-02", "log", "--aggravated", alias)
    assert code == 0
    assert "made worse by lying_knee_twist." in flat(out)
    assert journal("2026-03-10", *planned, "--aggravated", "single_knee_to_chest")[0] == 0
    worse = [[entry.stretch_id for entry in record.stretches if entry.aggravated] for record in records()]
    assert worse == [["lying_knee_twist"], ["knee_to_chest"]]
    code, _, err = journal("2026-03-10", "log", "--aggravated", "sphinx")
    assert code == 2
    assert "the session of 2026-03-10 had no stretch 'sphinx'" in err


@pytest.mark.parametrize(
    ("day", "args", "sentence"),
    [
        (
            "2026-03-02",
            ("--next-day-pain", "2"),
            "your last session was not yesterday but on 2026-03-02; say which with",
        ),
        (
            "2026-03-04",
            ("--next-day-pain", "2"),
            "your last session was not yesterday but on 2026-03-02; say which with",
        ),
        ("2026-03-04", ("--pain-after", "2"), "your last session was not today but on 2026-03-02; say which with --on"),
        (
            "2026-03-04",
            ("--pain-after", "2", "--on", "2026-03-03"),
            "no session of 2026-03-03 is recorded; the last one",
        ),
        (
            "2026-03-02",
            ("--next-day-pain", "2", "--on", "2026-03-02"),
            "--next-day-pain: the day after 2026-03-02 has not",
        ),
        (
            "2026-03-03",
            ("--next-day-pain", "2", "--pain-after", "1"),
            "these options are about the day of the session and",
        ),
        (
            "2026-03-02",
            ("--aggravated", "cat_caw"),
            "--aggravated: the session of 2026-03-02 had no stretch 'cat_caw'; did",
        ),
        (
            "2026-03-02",
            ("--pain-after", "11"),
            "--pain-after: '11' is not a number of points of pain; give a whole number",
        ),
        ("2026-03-02", ("--pain-after", ""), "--pain-after: give pain from 0 (none) to 10"),
        (
            "2026-03-02",
            ("--on", "2026-03-03", "--pain-after", "1"),
            "--on: 2026-03-03 has not come yet, today is 2026-03",
        ),
        (
            "2026-03-02",
            (),
            "say what to record: a FILE, --done-as-planned, or for a recorded session --next-day-pain, ",
        ),
        ("2026-03-02", ("--again",), "--again goes with --done-as-planned alone"),
        ("2026-03-02", ("--minutes", "5", "--pain-after", "1"), "--minutes goes with --done-as-planned alone"),
        ("2026-03-02", ("-", "--done-as-planned"), "give a file with a record, or --done-as-planned, not both"),
        ("2026-03-02", ("-", "--note", "x"), "a file says all about its sessions; leave out the options about one"),
        (
            "2026-03-03",
            ("--done-as-planned", "--aggravated", "cobra_pse"),
            "--aggravated: the plan lists no stretch 'cobra",
        ),
        ("2026-03-03", ("--done-as-planned", "--pain-before", "8"), "Because pain now is 8 of 10"),
    ],
)
def test_what_log_cannot_do_is_said(
    journal: Callable, records: Callable, day: str, args: tuple[str, ...], sentence: str
):
    journal("2026-03-02", "log", "--done-as-planned")
    before = records()
    code, out, err = journal(day, "log", *args)
    assert (code, out) == (3 if "8" in args else 2, "")
    assert err.startswith(f"stretchplan: {sentence}")
    assert err.count("\n") == 1
    assert records() == before


def test_log_without_any_session_says_how_to_record_one(journal: Callable):
    err = journal("2026-03-02", "log", "--next-day-pain", "2")[2]
    assert err == ("stretchplan: no session is recorded yet; record one with 'stretchplan play' or --done-as-planned\n")


# --- progress


@pytest.fixture
def four_days(journal: Callable) -> Callable:
    """Return the commands, with a journal of four sessions and falling pain.

    With pain from 4 on, three stretches of one set of 30 s; on the last day two stretches of two such sets: 390 s.
    """
    for day, pain in (("2026-03-01", "5"), ("2026-03-02", "5"), ("2026-03-03", "4"), ("2026-03-05", "3")):
        assert journal(day, "log", "--done-as-planned", "--pain-before", pain)[0] == 0
    return journal


def test_progress_is_what_the_records_show(four_days: Callable, records: Callable):
    expected = sp.progress(records(), days_since_injury=4, on="2026-03-05")
    code, out, err = four_days("2026-03-05", "progress", "--format", "json")
    assert (code, err) == (0, "")
    assert out == expected.model_dump_json(indent=2) + "\n"
    out = four_days("2026-03-05", "progress")[1]
    for sentence in expected.sentences:
        assert sentence in flat(out)
    assert "  From        Days with a session  Stretching\n  2026-03-01  4 of 5               6 min\n" in out
    assert "Whether stretching was the cause of a change is not known." in flat(out)
    assert (
        "A session on 2 of the 2 days since 2026-03-01." in four_days("2026-03-05", "progress", "--on", "2026-03-02")[1]
    )


def test_progress_as_markdown_and_html(four_days: Callable, tmp_path: Path):
    markdown = four_days("2026-03-05", "progress", "--format", "markdown")[1]
    assert markdown.startswith("# Progress up to 2026-03-05\n\nA session on 4 of the 5 days since 2026-03-01.\n")
    assert "| 2026-03-01 | 4 of 5 | 6 min |" in markdown
    assert four_days("2026-03-05", "progress", "-o", "progress.html")[0] == 0
    page = (tmp_path / "progress.html").read_text(encoding="utf-8")
    assert page.startswith("<!doctype html>")
    assert "<title>Progress up to 2026-03-05</title>" in page
    assert "A session on 4 of the 5 days since 2026-03-01." in page
    assert "src=" not in page
    assert "href=" not in page


def test_weeks_without_a_session_are_left_out_of_the_table(four_days: Callable):
    out = four_days("2026-05-05", "progress")[1]
    assert "2026-03-01  4 of 7" in out
    assert "2026-03-08" not in out
    assert "Weeks without a session are left out of this table." in out


def test_the_notice_to_see_a_clinician_comes_first(journal: Callable):
    journal("2026-03-02", "log", "--done-as-planned")
    out = flat(journal("2026-05-05", "progress")[1])
    assert out.startswith(
        "Progress up to 2026-05-05 This is day 65 after the injury, and these records do not show whether your back is "
        "better. A back that does not get better should be seen by a clinician."
    )


@pytest.mark.parametrize("chart", CHARTS)
def test_progress_as_a_chart(four_days: Callable, records: Callable, tmp_path: Path, chart: Any):
    assert four_days("2026-03-05", "progress", "--chart", chart, "-o", "chart.svg")[0] == 0
    expected = sp.progress(records(), days_since_injury=4, on="2026-03-05", catalog=sp.builtin_catalog("both"))
    assert (tmp_path / "chart.svg").read_text(encoding="utf-8") == expected.to_svg(chart)


def test_a_chart_has_one_format(four_days: Callable):
    code, out, err = four_days("2026-03-05", "progress", "--chart", "pain", "--format", "html")
    assert (code, out) == (2, "")
    assert "--chart writes SVG; leave out --format" in err
    assert "did you mean 'pain'?" in four_days("2026-03-05", "progress", "--chart", "pian")[2]


def test_progress_without_a_session(journal: Callable):
    code, out, _ = journal("2026-03-05", "progress")
    assert code == 0
    assert "No session is recorded." in out
    assert "Week by week" not in out


@pytest.mark.skipif(os.name != "posix" or os.geteuid() == 0, reason="needs files that cannot be written to")
def test_a_journal_that_cannot_be_written_is_said(journal: Callable, tmp_path: Path):
    (tmp_path / "mine.sqlite").chmod(0o400)
    code, _, err = journal("2026-03-05", "log", "--done-as-planned")
    assert code == 2
    assert err.count("\n") == 1
