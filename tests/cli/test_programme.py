"""Does ``programme`` plan the days that were asked for, in every format, from options or from a journal?"""

import json
from collections.abc import Callable
from datetime import date
from pathlib import Path
from typing import Any

import jsonschema
import pytest
from icalendar import Calendar

import stretchplan as sp

BASE = ("programme", "--minutes", "5", "--days-since-injury", "3")
THREE = (*BASE, "--start", "2026-03-02", "--days", "3")
STATED = ("--injured-on", "2026-03-01", "--minutes", "5", "--condition", "wrist_pain", "--screening", "none")


def made(request: sp.PlanRequest | None = None, days: int = 3, **how: Any) -> sp.Programme:
    """Return the programme that ``THREE`` ask for, or another one from the same day on."""
    request = request or sp.PlanRequest(minutes=5, days_since_injury=3)
    return sp.Planner().programme(request, "2026-03-02", days, **how)


@pytest.fixture
def journal(call: Callable, tmp_path: Path) -> Path:
    """Return a journal of a person whose back was hurt on 2026-03-01, with a session on the day after."""
    assert call("init", *STATED, "--journal", "mine.sqlite", day="2026-03-01").code == 0
    plan = sp.plan(minutes=5, days_since_injury=1, on="2026-03-02", profile={"conditions": ["wrist_pain"]})
    with sp.Journal(tmp_path / "mine.sqlite") as opened:
        opened.add(sp.record_of(plan, pain_after=1, pain_next_day=1))
    return tmp_path / "mine.sqlite"


def test_json_is_the_programme_of_the_library(call: Callable):
    result = call(*THREE, "--format", "json")
    assert (result.code, result.err) == (0, "")
    assert json.loads(result.out) == made().model_dump(mode="json")
    jsonschema.Draft202012Validator(json.loads(call("schema", "programme").out)).validate(json.loads(result.out))


@pytest.mark.parametrize("day", [("--start", "2026-03-02"), ("--on", "2026-03-02"), ()])
def test_the_day_of_the_injury_may_be_stated_instead_of_the_days(call: Callable, day: tuple[str, ...]):
    command = ("programme", "--minutes", "5", "--injured-on", "2026-02-27", "--days", "3", "--format", "json")
    result = call(*command, *day, day="2026-03-02")
    assert (result.code, result.err) == (0, "")
    assert json.loads(result.out) == made().model_dump(mode="json")


def test_every_format_is_what_the_programme_writes(call: Callable, tmp_path: Path):
    programme = made()
    assert call(*THREE).out == programme.to_text() + "\n"
    assert call(*THREE, "--format", "markdown").out == programme.to_markdown()
    for name, text in (("a.svg", programme.to_svg()), ("a.html", programme.to_html()), ("a.ics", programme.to_ics())):
        result = call(*THREE, "--output", name)
        assert (result.code, result.err) == (0, f"stretchplan: wrote {name}\n")
        assert (tmp_path / name).read_bytes() == text.encode()


@pytest.mark.parametrize(
    ("options", "days", "how"),
    [
        (("--days", "9", "--days-per-week", "3"), 9, {"days_per_week": 3}),
        (("--days", "8", "--rest", "Sunday", "--rest", "2026-03-03"), 8, {"rest_days": {"sunday", "2026-03-03"}}),
    ],
)
def test_days_and_rest_days_arrive(call: Callable, options: tuple[str, ...], days: int, how: dict[str, Any]):
    result = call(*BASE, "--start", "2026-03-02", *options, "--format", "json")
    assert json.loads(result.out) == made(days=days, **how).model_dump(mode="json")


def test_it_has_28_days_and_begins_today(call: Callable):
    programme = sp.Programme.model_validate_json(call(*BASE, "--format", "json", day="2026-03-02").out)
    assert programme == made(days=28)
    assert len(programme.days) == 28


def test_the_days_since_the_injury_are_those_of_the_stated_date(call: Callable):
    options = ("--on", "2026-03-02", "--days", "1", "--format", "json")
    first = sp.Programme.model_validate_json(call(*BASE, *options).out)
    later = sp.Programme.model_validate_json(call(*BASE, *options, "--start", "2026-03-05").out)
    assert (first.starts_on, first.request.days_since_injury) == (date(2026, 3, 2), 3)
    assert (later.starts_on, later.request.days_since_injury) == (date(2026, 3, 5), 6)


def test_a_calendar_keeps_its_events_and_cancels_those_that_are_gone(call: Callable):
    call(*THREE, "--output", "weeks.json")
    calendar = ("--format", "ics", "--at", "19:00", "--series", "anna", "--alarm", "10")
    first = Calendar.from_ical(call(*THREE, *calendar).out)
    fewer = (*THREE, "--days-per-week", "1", *calendar)
    second = Calendar.from_ical(call(*fewer, "--replaces", "weeks.json", "--revision", "1").out)
    assert [event["UID"] for event in first.walk("VEVENT")] == [event["UID"] for event in second.walk("VEVENT")]
    assert [event.get("STATUS") for event in second.walk("VEVENT")] == [None, "CANCELLED", "CANCELLED"]
    assert first.walk("VEVENT")[0]["DTSTART"].dt.hour == 19


@pytest.mark.parametrize(
    ("options", "sentence"),
    [
        (("--rest", "sundy"), "--rest: 'sundy' is neither a weekday nor a date; did you mean 'sunday'?"),
        (("--days", "367"), "--days: '367' is not a number of days; it must be a whole number from 1 to 366"),
        (("--days-per-week", "8"), "--days-per-week: 8 is not allowed; give a whole number from 1 to 7"),
        (("--start", "2026-02-30"), "--start: '2026-02-30' is not"),
        (("--start", "2026-03-02", "--on", "2026-03-03"), "--start: 2026-03-02 is before the date of the request"),
        (("--at", "19:00"), "--at goes with --format ics alone, and --format is text"),
        (("--replaces", "x.json"), "--replaces goes with --format ics alone, and --format is text"),
        (("--format", "vtt"), "--format: 'vtt' is not a format; it is text, markdown, html, svg, ics or json"),
        (("--output", "a.csv"), "--output: the name 'a.csv' says no format of this command; let it end in"),
        (
            ("--format", "ics", "--replaces", "no.json", "--revision", "1"),
            "'no.json' cannot be read: no such file or directory",
        ),
        (
            ("--condition", "pregnancy", "--trimester", "1", "--days", "2"),
            "--days: the first trimester may end within these days",
        ),
        (
            ("--journal", "mine.sqlite"),
            "--days-since-injury: the journal states who the programme is for; leave the option out",
        ),
    ],
)
def test_a_mistake_is_one_sentence(call: Callable, options: tuple[str, ...], sentence: str):
    result = call(*BASE, *options, day="2026-03-02")
    assert (result.code, result.out) == (2, "")
    assert result.err.startswith(f"stretchplan: {sentence}")
    assert result.err.count("\n") == 1


def test_what_it_replaces_must_be_a_programme(call: Callable, write_json: Callable, plan_data: dict[str, Any]):
    result = call(*THREE, "--format", "ics", "--revision", "1", "--replaces", write_json(plan_data))
    assert result.code == 2
    assert "is not a programme; give one that 'stretchplan programme --format json' made" in result.err
    call(*THREE, "--output", "weeks.json")
    result = call(*THREE, "--format", "ics", "--replaces", "weeks.json")
    assert result.err.endswith("only with a higher revision; with replaces, give 1 or more\n")


def test_days_without_a_plan_are_named_and_none_at_all_is_an_exit_code(call: Callable):
    some = call(*BASE, "--target", "pelvis", "--start", "2026-03-02", "--days", "6")
    assert some.code == 0
    assert some.err.startswith("stretchplan: 2026-03-02 has no plan: Because only Glute Bridge works the pelvis")
    assert some.err.endswith("  - and 3 more\n")
    none = call(*THREE, "--target", "pelvis")
    assert none.code == 3
    assert none.out.startswith("3 days, 0 sessions\n")
    ics = call(*THREE, "--target", "pelvis", "--format", "ics")
    assert (ics.code, ics.out) == (2, "")


def test_a_warning_sign_leaves_no_programme(call: Callable, tmp_path: Path):
    (tmp_path / "answers.json").write_text('{"chest_pain": "yes"}', encoding="utf-8")
    result = call(*THREE, "--screening", "answers.json")
    assert (result.code, result.out) == (4, "")


def test_from_a_journal_it_has_the_person_and_the_sessions_before(call: Callable, journal: Path):
    with sp.Journal(journal) as opened:
        history = opened.history("2026-03-03")
    request = sp.PlanRequest(
        minutes=8, days_since_injury=2, on="2026-03-03", pain=2, profile={"conditions": ["wrist_pain"]}, history=history
    )
    wanted = sp.Planner().programme(request, "2026-03-03", 4)
    options = ("--journal", "mine.sqlite", "--minutes", "8", "--pain", "2", "--days", "4", "--format", "json")
    result = call("programme", *options, day="2026-03-03")
    assert (result.code, result.err) == (0, "")
    assert json.loads(result.out) == wanted.model_dump(mode="json")


def test_sessions_from_the_first_day_on_are_left_aside(call: Callable, journal: Path):
    options = ("--journal", journal.name, "--start", "2026-03-02", "--days", "1", "--format", "json")
    result = call("programme", *options, day="2026-03-05")
    assert sp.Programme.model_validate_json(result.out).request.history == ()


def test_from_a_journal_it_begins_tomorrow_when_today_is_done(call: Callable, journal: Path):
    begins = {
        day: json.loads(
            call("programme", "--journal", journal.name, "--days", "1", "--format", "json", *more, day=day).out
        )["days"][0]["on"]
        for day, more in (("2026-03-02", ()), ("2026-03-05", ()), ("2026-03-06", ("--start", "2026-03-09")))
    }
    assert begins == {"2026-03-02": "2026-03-03", "2026-03-05": "2026-03-05", "2026-03-06": "2026-03-09"}


@pytest.mark.parametrize(
    ("options", "sentence"),
    [
        (("--condition", "knee_pain"), "--condition: the journal states who the programme is for"),
        (("--start", "2026-02-01"), "2026-02-01 is before 2026-03-01, the day of the injury in the journal"),
        (("--on", "soon"), "--on: 'soon' is not"),
    ],
)
def test_a_mistake_beside_a_journal_is_one_sentence(
    call: Callable, journal: Path, options: tuple[str, ...], sentence: str
):
    result = call("programme", "--journal", journal.name, *options, day="2026-03-03")
    assert (result.code, result.out) == (2, "")
    assert result.err.startswith(f"stretchplan: {sentence}")


def test_without_a_person_it_says_both_ways_to_state_one(
    call: Callable, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
):
    monkeypatch.setattr(sp.Journal, "default_path", staticmethod(lambda: tmp_path / "none.sqlite"))
    result = call("programme", "--days", "3")
    assert (result.code, result.out) == (2, "")
    assert "--days-since-injury N, or --no-recent-injury; or state it once with 'stretchplan init'" in result.err


def test_check_takes_a_programme(call: Callable, write_json: Callable, tmp_path: Path):
    call(*THREE, "--output", "weeks.json")
    result = call("check", "weeks.json")
    assert (result.code, result.out.splitlines()[0]) == (0, "No violation found")
    data = json.loads((tmp_path / "weeks.json").read_text(encoding="utf-8"))
    data["days"][1]["plan"]["schedule"][3]["seconds"] += 30
    broken = call("check", write_json(data))
    assert broken.code == 5
    assert "2026-03-03" in broken.out
    assert "Day" in broken.out.splitlines()[1]
    report = sp.check_programme(data)
    assert json.loads(call("check", write_json(data), "--format", "json").out) == report.model_dump(mode="json")
    refused = call("check", "weeks.json", "--request", "weeks.json")
    assert refused.err == "stretchplan: --request goes with a plan; a programme states its own request\n"
