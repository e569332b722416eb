"""Do ``init``, ``today`` and ``log`` ask one plain question at a time, and write nothing before the last answer?"""

import os
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

import stretchplan as sp
from stretchplan.words.steps import dose_words
from tests.support.typist import Typist

pytestmark = pytest.mark.skipif(not hasattr(os, "login_tty"), reason="needs the terminals of a POSIX system")

DAY = "2026-03-04"
QUESTIONS = sp.screening_questions()
WHEN = "When was your back last hurt? A date such as 2026-01-31, or none."
WHICH = "Which of them do you have? Numbers or names, with commas. [{}] >"
HOW_LONG = "How many minutes does a session usually have? [{}] >"


@pytest.fixture
def at(tmp_path: Path) -> Callable[..., Typist]:
    """Start a command at a terminal."""

    def start(*args: str, day: str = DAY) -> Typist:
        return Typist.on_day(day, *args, "--journal", "mine.sqlite", folder=tmp_path)

    return start


def person(folder: Path) -> sp.Person | None:
    with sp.Journal(folder / "mine.sqlite") as journal:
        return journal.person


def answer_signs(typist: Typist, **given: str) -> None:
    for number, question in enumerate(QUESTIONS, start=1):
        typist.answer(f"{number}/20 {question.text} [y/n/Enter]", given.get(question.id, "n"))


def test_init_asks_one_question_at_a_time(at: Callable, tmp_path: Path):
    typist = at("init")
    typist.answer(f"{WHEN} >", "last week")
    typist.wait_for("'last week' is not allowed; give a date such as 2026-01-31, or none for no recent injury.")
    typist.answer(f"{WHEN} >", "2026-03-05")
    typist.wait_for("2026-03-05 has not come yet, today is 2026-03-04; give the day on which it happened.")
    typist.answer(f"{WHEN} >", "2026-03-01")
    typist.wait_for("Conditions that change what is planned. Nothing here diagnoses: state what a clinician has said.")
    for number, condition in enumerate(sp.conditions(), start=1):
        typist.wait_for(f"{number} {condition.id}: {condition.description}")
    typist.answer(WHICH.format("none"), "knee_pian")
    typist.wait_for("there is no condition 'knee_pian'; did you mean 'knee_pain'?")
    typist.answer(WHICH.format("none"), "5, wrist-pain")
    typist.answer(HOW_LONG.format(10), "")
    typist.wait_for("Now the questions about warning signs.")
    answer_signs(typist, not_improving="")
    typist.wait_for(
        "What your journal says Your back was last hurt on 2026-03-01. Conditions: knee pain and wrist pain."
    )
    assert typist.leave() == 0
    answers = {question.id: "no" for question in QUESTIONS} | {"not_improving": "unanswered"}
    assert person(tmp_path) == sp.Person(
        injured_on="2026-03-01",
        minutes=10,
        profile={"conditions": {"knee_pain", "wrist_pain"}},
        screening=answers,
        screened_on=DAY,
    )


def test_what_an_option_states_is_not_asked(at: Callable, tmp_path: Path):
    typist = at("init", "--injured-on", "none", "--condition", "none", "--screening", "none")
    typist.answer(HOW_LONG.format(10), "15")
    assert typist.leave() == 0
    assert WHEN not in typist.text
    assert person(tmp_path) == sp.Person(injured_on=None, minutes=15)


@pytest.mark.parametrize(("key", "code"), [("\x03", 130), ("\x04", 2)], ids=["Ctrl-C", "Ctrl-D"])
@pytest.mark.parametrize("answered", [0, 1, 3], ids=["first", "second", "warning signs"])
def test_stopping_in_the_middle_writes_nothing(at: Callable, tmp_path: Path, key: str, code: int, answered: int):
    typist = at("init")
    questions = ((f"{WHEN} >", "none"), (WHICH.format("none"), ""), (HOW_LONG.format(10), ""))
    for question, answer in questions[:answered]:
        typist.answer(question, answer)
    typist.wait_for("[y/n/Enter]" if answered == 3 else questions[answered][0])
    typist.type(key)
    assert typist.leave() == code
    assert not list(tmp_path.iterdir())


def test_an_emergency_sign_is_said_at_once_and_kept(at: Callable, tmp_path: Path):
    """It is kept, so that older answers in the journal do not lead to a plan."""
    typist = at("init", "--injured-on", "none", "--condition", "none", "--minutes", "5")
    typist.answer(f"1/20 {QUESTIONS[0].text} [y/n/Enter]", "y")
    typist.wait_for("an answer about warning signs calls for emergency help now: ")
    assert typist.leave() == 4
    found = person(tmp_path)
    assert found is not None
    assert found.screening == sp.Screening(saddle_numbness="yes")
    typist = at("today", "--pain", "1", day="2026-03-09")
    typist.wait_for("so you answered on 2026-03-04; if it has changed, run 'stretchplan init' again")
    assert typist.leave() == 4


def test_init_again_shows_what_is_stated_and_offers_to_change_it(at: Callable, tmp_path: Path):
    stated = sp.Person(injured_on="2026-03-01", minutes=7, profile={"conditions": {"knee_pain"}})
    with sp.Journal(tmp_path / "mine.sqlite") as journal:
        journal.set_person(stated)
        journal.add(sp.SessionRecord(on="2026-03-02"))
    typist = at("init")
    typist.wait_for("Your back was last hurt on 2026-03-01. Conditions: knee pain. A session usually has 7 minutes.")
    typist.wait_for("1 session recorded.")
    typist.answer("Change it? [y/N] >", "")
    assert typist.leave() == 0
    assert person(tmp_path) == stated
    typist = at("init")
    typist.answer("Change it? [y/N] >", "y")
    typist.answer(f"{WHEN} [2026-03-01] >", "2026-03-03")
    typist.answer(WHICH.format("knee_pain"), "")
    typist.answer(HOW_LONG.format(7), "")
    answer_signs(typist)
    assert typist.leave() == 0
    answers = {question.id: "no" for question in QUESTIONS}
    assert person(tmp_path) == sp.Person(
        injured_on="2026-03-03",
        minutes=7,
        profile={"conditions": {"knee_pain"}},
        screening=answers,
        screened_on=DAY,
    )
    with sp.Journal(tmp_path / "mine.sqlite") as journal:
        assert len(journal.entries()) == 1


@pytest.fixture
def stated(tmp_path: Path) -> None:
    with sp.Journal(tmp_path / "mine.sqlite") as journal:
        journal.set_person(sp.Person(injured_on="2026-03-01", minutes=5))


@pytest.mark.usefixtures("stated")
@pytest.mark.parametrize(("typed", "words"), [("4", "pain 4 of 10"), ("", "day 3 after the injury; no area")])
def test_today_asks_for_pain(at: Callable, typed: str, words: str):
    typist = at("today")
    typist.answer("How strong is your pain now, from 0 (none) to 10? Enter if you do not know. >", typed)
    typist.wait_for(words)
    assert typist.leave() == 0


@pytest.mark.usefixtures("stated")
def test_today_does_not_ask_what_is_given(at: Callable):
    typist = at("today", "--pain", "2")
    assert typist.leave() == 0
    assert "How strong" not in typist.text


@pytest.mark.usefixtures("stated")
def test_json_at_a_terminal_writes_out_what_the_terminal_would_obey(at: Callable, tmp_path: Path):
    note = "\x9b2J\u202eÜbung\x7f\u2066"
    with sp.Journal(tmp_path / "mine.sqlite") as journal:
        journal.add(sp.SessionRecord(on="2026-03-02", note=note))
    typist = at("today", "--pain", "2", "--format", "json")
    typist.wait_for(r'"note": "\u009b2J\u202e\u00dcbung\u007f\u2066"')
    assert typist.leave() == 0
    assert not set(note) & set(typist.shown) - set("2Jbung")
    piped = [sys.executable, "-m", "stretchplan", "today", "--on", DAY, "--format", "json", "--journal", "mine.sqlite"]
    out = subprocess.run(piped, cwd=tmp_path, capture_output=True, check=True, timeout=60).stdout.decode()
    assert f'"note": "{note}"' in out  # no terminal reads that
    with sp.Journal(tmp_path / "mine.sqlite") as journal:
        journal.replace(1, sp.SessionRecord(on="2026-03-02", note="Übung"))
    typist = at("today", "--pain", "2", "--format", "json")
    typist.wait_for('"note": "Übung"')
    assert typist.leave() == 0


@pytest.mark.usefixtures("stated")
def test_log_asks_about_the_session_of_today(at: Callable, tmp_path: Path):
    typist = at("log")
    typist.answer("How strong was your pain before it, from 0 to 10? Enter if you do not know. >", "2")
    plan = sp.plan(minutes=5, days_since_injury=3, pain=2, on=DAY, history=())
    doses = " ".join(f"- {one.full_name}: {dose_words(one)}" for one in plan.prescriptions)
    typist.wait_for(doses)
    typist.answer("Did you do all of this on 2026-03-04? [y/N] >", "y")
    typist.answer("How strong is your pain after it, from 0 to 10? Enter if you do not know. >", "1")
    typist.answer("Enter for none. >", "1")
    typist.answer("A note for yourself, or Enter: >", "In the garden.")
    typist.wait_for(
        f"1 session recorded. 2026-03-04: 2 of 2 stretches done; pain 2 before, 1 after; made worse by cat_cow. {doses}"
    )
    assert typist.leave() == 0
    expected = sp.record_of(plan, pain_after=1, aggravated={"cat_cow"}, note="In the garden.")
    with sp.Journal(tmp_path / "mine.sqlite") as journal:
        assert journal.records() == (expected,)
    typist = at("log")
    typist.wait_for("the session of 2026-03-04 is recorded; say what was not known of it with --next-day-pain, ")
    assert typist.leave() == 2


@pytest.mark.usefixtures("stated")
def test_log_of_what_was_not_done_as_planned_says_what_to_do(at: Callable, tmp_path: Path):
    typist = at("log")
    typist.answer("How strong was your pain before it, from 0 to 10? Enter if you do not know. >", "")
    typist.answer("Did you do all of this on 2026-03-04? [y/N] >", "maybe")
    typist.wait_for("please answer y or n.")
    typist.answer("Did you do all of this on 2026-03-04? [y/N] >", "n")
    typist.wait_for("then record it with 'stretchplan play' while you do it, or from a FILE")
    assert typist.leave() == 2
    with sp.Journal(tmp_path / "mine.sqlite") as journal:
        assert journal.records() == ()
