"""Does ``stretchplan screen`` ask, stop and save, and does ``plan --screening`` use the answers?"""

import json
import os
import pty
import select
import signal
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

import stretchplan as sp
from stretchplan.cli import files

QUESTIONS = sp.screening_questions()
PLAN = ("plan", "-m", "5", "-d", "3")
STOP = "stretchplan: an answer about warning signs calls for emergency help now: "


def lines(**given: str) -> bytes:
    """Return one line for each question: the given answer, or n."""
    return "".join(f"{given.get(question.id, 'n')}\n" for question in QUESTIONS).encode()


def test_all_answers_are_saved(call: Callable, tmp_path: Path):
    result = call("screen", "--output", "answers.json", stdin=lines(pregnancy="Y", weight_loss="", night_pain=" No "))
    assert (result.code, result.out) == (0, "")
    assert [question.text for question in QUESTIONS if question.text in result.err] == [q.text for q in QUESTIONS]
    assert result.err.endswith("stretchplan: wrote answers.json\n")
    answers = sp.Screening.model_validate_json((tmp_path / "answers.json").read_bytes())
    assert [q.id for q in answers.with_answer("yes")] == ["pregnancy"]
    assert [q.id for q in answers.with_answer("unanswered")] == ["weight_loss"]
    assert [path.name for path in tmp_path.iterdir()] == ["answers.json"]


def test_plan_uses_the_saved_answers(call: Callable):
    call("screen", "-o", "answers.json", stdin=lines(pregnancy="y", weight_loss=""))
    result = call(*PLAN, "--screening", "answers.json", "--format", "json")
    answers = sp.Screening(**{q.id: "no" for q in QUESTIONS} | {"pregnancy": "yes", "weight_loss": "unanswered"})
    assert sp.Plan.model_validate_json(result.out) == sp.plan(minutes=5, days_since_injury=3, screening=answers)
    text = " ".join(call(*PLAN, "--screening", "answers.json").out.split())
    assert "Not answered about warning signs: unexplained weight loss." in text
    assert "ask the midwife or doctor" in text


def test_answers_on_standard_output(call: Callable):
    result = call("screen", "--format", "json", stdin=lines())
    assert json.loads(result.out) == {q.id: "no" for q in QUESTIONS}
    assert call(*PLAN, "--screening", "-", stdin=result.out.encode()).code == 0
    page = call("screen", stdin=lines(not_improving="")).out
    assert page.startswith("19 of 20 questions answered\n")


@pytest.mark.parametrize("question", [q for q in QUESTIONS if q.urgency == "emergency"], ids=lambda q: q.id)
def test_an_emergency_answer_ends_the_questions(call: Callable, question: sp.Question):
    result = call("screen", stdin=lines(**{question.id: "y"}))
    assert (result.code, result.out) == (4, "")
    assert result.err.splitlines()[-1].startswith(STOP)
    later = QUESTIONS[QUESTIONS.index(question) + 1]
    assert question.text in result.err
    assert later.text not in result.err


@pytest.mark.parametrize("question", [q for q in QUESTIONS if q.urgency in ("same_day", "clinician_first")])
def test_other_stops_ask_every_question(call: Callable, question: sp.Question):
    result = call("screen", "--format", "json", stdin=lines(**{question.id: "y"}))
    assert result.code == 4
    assert QUESTIONS[-1].text in result.err
    details = json.loads(result.out)
    assert (details["urgency"], details["questions"]) == (question.urgency, [question.id])


@pytest.mark.parametrize("name", ["chest_pain", "leg_weakness", "pulsing_belly"])
def test_older_answers_do_not_outlive_a_stop(call: Callable, tmp_path: Path, name: str):
    """Otherwise a plan could still be made from the old file."""
    assert call("screen", "-o", "answers.json", stdin=lines()).code == 0
    assert call(*PLAN, "--screening", "answers.json").code == 0
    assert call("screen", "-o", "answers.json", stdin=lines(**{name: "y"})).code == 4
    result = call(*PLAN, "--screening", "answers.json")
    assert (result.code, result.out) == (4, "")
    assert result.err.count("\n") == 1
    assert [path.name for path in tmp_path.iterdir()] == ["answers.json"]


def test_a_stop_is_reported_even_if_the_file_cannot_be_written(call: Callable):
    result = call("screen", "-o", "no/such/folder.json", stdin=lines(chest_pain="y"))
    assert result.code == 4
    assert "cannot be written" in result.err.splitlines()[-2]
    assert result.err.splitlines()[-1].startswith(STOP)


@pytest.mark.parametrize("count", [0, 1, 7, 19])
def test_answers_that_end_early_are_not_saved(call: Callable, tmp_path: Path, count: int):
    (tmp_path / "answers.json").write_text("old")
    result = call("screen", "-o", "answers.json", stdin=b"n\n" * count)
    assert (result.code, result.out) == (2, "")
    assert f"the answers ended before question {count + 1} of 20; nothing was saved" in result.err
    assert (tmp_path / "answers.json").read_text() == "old"


def test_a_last_line_without_its_line_break_counts(call: Callable):
    assert call("screen", stdin=lines()[:-1]).code == 0
    assert call("screen", stdin=lines(pulsing_belly="y")[:-1]).code == 4


def test_a_stop_counts_even_if_the_answers_end_early(call: Callable, tmp_path: Path):
    result = call("screen", "-o", "answers.json", stdin=b"n\n" * 7 + b"y\n")
    assert (result.code, result.out) == (4, "")
    assert "medical help today" in result.err
    assert not list(tmp_path.iterdir())


@pytest.mark.parametrize("word", ["maybe", "ja", "1", "true", "y n", "-", "\x1b[2J", "x" * 5000, "y" * 1000])
def test_a_line_that_is_no_answer_ends_the_questions(call: Callable, tmp_path: Path, word: str):
    """In a pipe, asking again would take the answer of the next question."""
    result = call("screen", "-o", "answers.json", stdin=b"n\n" + word.encode() + b"\n" + b"n\n" * 30)
    assert (result.code, result.out) == (2, "")
    assert "is not an answer; give y, n or an empty line" in result.err
    assert result.err.replace("\n", "").isprintable()
    assert not list(tmp_path.iterdir())


def test_bytes_that_are_not_text(shell: Callable, tmp_path: Path):
    done = subprocess.run(
        [sys.executable, "-m", "stretchplan", "screen", "-o", "answers.json"],
        input=b"\xff\xfe\n" * 20,
        capture_output=True,
        cwd=tmp_path,
        env=os.environ | {"PYTHONIOENCODING": "utf-8:strict"},
        timeout=60,
        check=False,
    )
    assert (done.returncode, done.stdout) == (2, b"")
    assert b"are not text that can be read" in done.stderr
    assert not list(tmp_path.iterdir())


@pytest.mark.parametrize(
    ("content", "words"),
    [
        (
            '{"chest_pian": "yes"}',
            "file.json: screening.chest_pian: this field is not known; did you mean 'chest_pain'?",
        ),
        ('{"chest_pain": "maybe"}', "file.json: screening.chest_pain: 'maybe' is not allowed"),
        ('{"chest_pain": "no", "chest_pain": "yes"}', "'chest_pain' stands twice in one object"),
        ('{"chest_pain": true}', "screening.chest_pain: True is not allowed"),
        ("null", "file.json: screening: None is not allowed"),
        ("[]", "file.json: screening: [] is not allowed"),
        ('"no"', "'no' is not allowed"),
        ("{", "is not JSON"),
        ("", "is not JSON"),
    ],
)
def test_a_bad_file_of_answers(call: Callable, tmp_path: Path, content: str, words: str):
    (tmp_path / "file.json").write_text(content)
    result = call(*PLAN, "--screening", "file.json")
    assert (result.code, result.out) == (2, "")
    assert words in result.err
    assert result.err.count("\n") == 1


def test_no_file_of_answers(call: Callable):
    result = call(*PLAN, "--screening", "none.json")
    assert (result.code, result.out) == (2, "")
    assert "cannot be read" in result.err


def test_screening_is_part_of_a_request_file(call: Callable, tmp_path: Path):
    (tmp_path / "answers.json").write_text("{}")
    request = {"minutes": 5, "days_since_injury": 3, "screening": {"both_legs": "yes"}}
    (tmp_path / "request.json").write_text(json.dumps(request))
    both = call("plan", "--request", "request.json", "--screening", "answers.json")
    assert both.code == 2
    assert "leave out --screening" in both.err
    result = call("plan", "--request", "request.json", "--format", "json", "-o", "plan.json")
    assert result.code == 4
    assert json.loads(result.out)["urgency"] == "emergency"
    assert not (tmp_path / "plan.json").exists()


def test_no_stretch_is_named_when_it_stops(call: Callable, tmp_path: Path):
    (tmp_path / "answers.json").write_text(json.dumps({"chest_pain": "yes"}))
    for format_name in ("text", "json"):
        result = call(*PLAN, "-t", "pelvis", "--screening", "answers.json", "--format", format_name)
        assert result.code == 4
        for stretch in sp.builtin_catalog().stretches:
            for word in (stretch.id, stretch.name, *stretch.aliases):
                assert word.lower() not in (result.out + result.err).lower()


def test_check_reports_a_plan_made_despite_a_warning_sign(call: Callable, plan_data: dict, write_json: Callable):
    plan_data["request"]["screening"] = {"chest_pain": "yes"}
    result = call("check", write_json(plan_data))
    assert result.code == 5
    assert "emergency-signs" in result.out


class Terminal:
    """The command on a pseudo-terminal that a test can type at."""

    def __init__(self, *args: str, cwd: Path):
        """Start it."""
        self.our_end, child_end = pty.openpty()
        command = [sys.executable, "-m", "stretchplan", "screen", *args]
        self.child = subprocess.Popen(
            command, stdin=child_end, stdout=child_end, stderr=child_end, cwd=cwd, env=os.environ
        )
        os.close(child_end)
        self.shown = ""

    def until(self, words: str) -> None:
        """Read until it has shown some words; questions are broken into lines at spaces."""
        while words not in " ".join(self.shown.split()):
            assert select.select([self.our_end], [], [], 60)[0], self.shown
            self.shown += os.read(self.our_end, 65536).decode()

    def type(self, text: str) -> None:
        """Press keys."""
        os.write(self.our_end, text.encode())

    def end(self) -> int:
        """Read to the end and return the exit code."""
        while select.select([self.our_end], [], [], 60)[0]:
            try:
                part = os.read(self.our_end, 65536)
            except OSError:
                break
            if not part:
                break
            self.shown += part.decode()
        os.close(self.our_end)
        return self.child.wait(timeout=60)


def test_on_a_terminal_it_asks_one_by_one_and_asks_again(tmp_path: Path):
    terminal = Terminal("-o", "answers.json", cwd=tmp_path)
    for number, question in enumerate(QUESTIONS, start=1):
        terminal.until(f"{number}/20 {question.text} [y/n/Enter]")
        if number == 3:
            terminal.type("perhaps\n")
            terminal.until("Please answer y for yes")
        terminal.type({1: "n\n", 2: "NO\n", 20: "y\n"}.get(number, "\n"))
    assert terminal.end() == 0
    answers = sp.Screening.model_validate_json((tmp_path / "answers.json").read_bytes())
    assert [q.id for q in answers.with_answer("no")] == ["saddle_numbness", "bladder_or_bowel"]
    assert [q.id for q in answers.with_answer("yes")] == ["pregnancy"]


def test_ctrl_c_and_ctrl_d_save_nothing(tmp_path: Path):
    terminal = Terminal("-o", "answers.json", cwd=tmp_path)
    terminal.until("1/20")
    terminal.type("n\n")
    terminal.until("2/20")
    terminal.child.send_signal(signal.SIGINT)
    assert terminal.end() == 130
    assert "Traceback" not in terminal.shown
    terminal = Terminal("-o", "answers.json", cwd=tmp_path)
    terminal.until("[y/n/Enter]")
    terminal.type("\x04")
    assert terminal.end() == 2
    assert "nothing was saved" in terminal.shown
    assert not list(tmp_path.iterdir())


def test_a_disk_that_is_full_leaves_the_old_answers(call: Callable, tmp_path: Path, monkeypatch: pytest.MonkeyPatch):
    (tmp_path / "answers.json").write_text("old")

    def full(_: int) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(files.os, "fsync", full)
    assert call("screen", "-o", "answers.json", stdin=lines()).code == 2
    assert (tmp_path / "answers.json").read_text() == "old"
