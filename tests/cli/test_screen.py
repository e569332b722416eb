"""``stretchplan screen`` asks, stops and saves as it should, and ``plan --screening`` takes the answers."""

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
    """Return one line for each question: n, but for those that are given."""
    return "".join(f"{given.get(question.id, 'n')}\n" for question in QUESTIONS).encode()


def test_all_answers_are_saved(call: Callable, tmp_path: Path):
    """As JSON, whatever the format; questions on standard error, nothing on standard output."""
    said = call("screen", "--output", "answers.json", stdin=lines(pregnancy="Y", weight_loss="", night_pain=" No "))
    assert (said.code, said.out) == (0, "")
    assert [question.text for question in QUESTIONS if question.text in said.err] == [q.text for q in QUESTIONS]
    assert said.err.endswith("stretchplan: wrote answers.json\n")
    answers = sp.Screening.model_validate_json((tmp_path / "answers.json").read_bytes())
    assert [q.id for q in answers.with_answer("yes")] == ["pregnancy"]
    assert [q.id for q in answers.with_answer("unanswered")] == ["weight_loss"]
    assert [path.name for path in tmp_path.iterdir()] == ["answers.json"]


def test_the_answers_go_on_to_plan(call: Callable):
    """The plan is the one that Python makes with them, and says what the answers are about."""
    call("screen", "-o", "answers.json", stdin=lines(pregnancy="y", weight_loss=""))
    said = call(*PLAN, "--screening", "answers.json", "--format", "json")
    answers = sp.Screening(**{q.id: "no" for q in QUESTIONS} | {"pregnancy": "yes", "weight_loss": "unanswered"})
    assert sp.Plan.model_validate_json(said.out) == sp.plan(minutes=5, days_since_injury=3, screening=answers)
    text = " ".join(call(*PLAN, "--screening", "answers.json").out.split())
    assert "Not answered about warning signs: unexplained weight loss." in text
    assert "ask the midwife or doctor" in text


def test_answers_on_standard_output(call: Callable):
    """JSON alone with --format json, and it can be piped into plan; else a table."""
    said = call("screen", "--format", "json", stdin=lines())
    assert json.loads(said.out) == {q.id: "no" for q in QUESTIONS}
    assert call(*PLAN, "--screening", "-", stdin=said.out.encode()).code == 0
    page = call("screen", stdin=lines(not_improving="")).out
    assert page.startswith("19 of 20 questions answered\n")


@pytest.mark.parametrize("question", [q for q in QUESTIONS if q.urgency == "emergency"], ids=lambda q: q.id)
def test_an_emergency_answer_stops_at_once(call: Callable, question: sp.Question):
    """Exit code 4, the sentence, no further question, nothing on standard output."""
    said = call("screen", stdin=lines(**{question.id: "y"}))
    assert (said.code, said.out) == (4, "")
    assert said.err.splitlines()[-1].startswith(STOP)
    later = QUESTIONS[QUESTIONS.index(question) + 1]
    assert question.text in said.err
    assert later.text not in said.err


@pytest.mark.parametrize("question", [q for q in QUESTIONS if q.urgency in ("same_day", "clinician_first")])
def test_another_stop_is_asked_to_the_end(call: Callable, question: sp.Question):
    """Exit code 4 after the last question; as problem details with --format json."""
    said = call("screen", "--format", "json", stdin=lines(**{question.id: "y"}))
    assert said.code == 4
    assert QUESTIONS[-1].text in said.err
    details = json.loads(said.out)
    assert (details["urgency"], details["questions"]) == (question.urgency, [question.id])


@pytest.mark.parametrize("name", ["chest_pain", "leg_weakness", "pulsing_belly"])
def test_older_answers_do_not_outlive_a_stop(call: Callable, tmp_path: Path, name: str):
    """The answers that leave no plan are saved too, so that planning with the file stops as well."""
    assert call("screen", "-o", "answers.json", stdin=lines()).code == 0
    assert call(*PLAN, "--screening", "answers.json").code == 0
    assert call("screen", "-o", "answers.json", stdin=lines(**{name: "y"})).code == 4
    said = call(*PLAN, "--screening", "answers.json")
    assert (said.code, said.out) == (4, "")
    assert said.err.count("\n") == 1
    assert [path.name for path in tmp_path.iterdir()] == ["answers.json"]


def test_a_stop_is_said_though_the_file_cannot_be_written(call: Callable):
    """Trouble with the file does not hide what matters, nor its exit code."""
    said = call("screen", "-o", "no/such/folder.json", stdin=lines(chest_pain="y"))
    assert said.code == 4
    assert "cannot be written" in said.err.splitlines()[-2]
    assert said.err.splitlines()[-1].startswith(STOP)


@pytest.mark.parametrize("count", [0, 1, 7, 19])
def test_answers_that_end_early_are_not_saved(call: Callable, tmp_path: Path, count: int):
    """Exit code 2; the old file stays as it was."""
    (tmp_path / "answers.json").write_text("old")
    said = call("screen", "-o", "answers.json", stdin=b"n\n" * count)
    assert (said.code, said.out) == (2, "")
    assert f"the answers ended before question {count + 1} of 20; nothing was saved" in said.err
    assert (tmp_path / "answers.json").read_text() == "old"


def test_a_last_line_without_its_line_break_counts(call: Callable):
    """As printf without a backslash n ends it."""
    assert call("screen", stdin=lines()[:-1]).code == 0
    assert call("screen", stdin=lines(pulsing_belly="y")[:-1]).code == 4


def test_a_stop_counts_though_the_answers_end(call: Callable, tmp_path: Path):
    """A yes was said: exit code 4, and nothing is saved."""
    said = call("screen", "-o", "answers.json", stdin=b"n\n" * 7 + b"y\n")
    assert (said.code, said.out) == (4, "")
    assert "medical help today" in said.err
    assert not list(tmp_path.iterdir())


@pytest.mark.parametrize("word", ["maybe", "ja", "1", "true", "y n", "-", "\x1b[2J", "x" * 5000, "y" * 1000])
def test_what_is_no_answer_is_not_guessed_at(call: Callable, tmp_path: Path, word: str):
    """From a pipe it ends the questions: asking again would shift all answers by one."""
    said = call("screen", "-o", "answers.json", stdin=b"n\n" + word.encode() + b"\n" + b"n\n" * 30)
    assert (said.code, said.out) == (2, "")
    assert "is not an answer; give y, n or an empty line" in said.err
    assert said.err.replace("\n", "").isprintable()
    assert not list(tmp_path.iterdir())


def test_bytes_that_are_no_text(shell: Callable, tmp_path: Path):
    """One sentence, exit code 2."""
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
    """One sentence, exit code 2, and no plan."""
    (tmp_path / "file.json").write_text(content)
    said = call(*PLAN, "--screening", "file.json")
    assert (said.code, said.out) == (2, "")
    assert words in said.err
    assert said.err.count("\n") == 1


def test_no_file_of_answers(call: Callable):
    """Missing is an error, never as if nobody had been asked."""
    said = call(*PLAN, "--screening", "none.json")
    assert (said.code, said.out) == (2, "")
    assert "cannot be read" in said.err


def test_a_whole_request_brings_its_own_answers(call: Callable, tmp_path: Path):
    """--screening beside --request is refused; in the request a stop is exit code 4 too."""
    (tmp_path / "answers.json").write_text("{}")
    request = {"minutes": 5, "days_since_injury": 3, "screening": {"both_legs": "yes"}}
    (tmp_path / "request.json").write_text(json.dumps(request))
    both = call("plan", "--request", "request.json", "--screening", "answers.json")
    assert both.code == 2
    assert "leave out --screening" in both.err
    said = call("plan", "--request", "request.json", "--format", "json", "-o", "plan.json")
    assert said.code == 4
    assert json.loads(said.out)["urgency"] == "emergency"
    assert not (tmp_path / "plan.json").exists()


def test_no_stretch_is_named_when_it_stops(call: Callable, tmp_path: Path):
    """On neither stream, in neither format, whatever was asked."""
    (tmp_path / "answers.json").write_text(json.dumps({"chest_pain": "yes"}))
    for form in ("text", "json"):
        said = call(*PLAN, "-t", "pelvis", "--screening", "answers.json", "--format", form)
        assert said.code == 4
        for stretch in sp.builtin_catalog().stretches:
            for word in (stretch.id, stretch.name, *stretch.aliases):
                assert word.lower() not in (said.out + said.err).lower()


def test_check_reports_a_plan_that_should_not_be(call: Callable, plan_data: dict, write_json: Callable):
    """Somebody wrote the yes in afterwards: exit code 5, under the rule."""
    plan_data["request"]["screening"] = {"chest_pain": "yes"}
    said = call("check", write_json(plan_data))
    assert said.code == 5
    assert "emergency-signs" in said.out


class Terminal:
    """The command on a terminal of its own, to type at."""

    def __init__(self, *args: str, cwd: Path):
        """Start it."""
        self.ours, its = pty.openpty()
        command = [sys.executable, "-m", "stretchplan", "screen", *args]
        self.child = subprocess.Popen(command, stdin=its, stdout=its, stderr=its, cwd=cwd, env=os.environ)
        os.close(its)
        self.shown = ""

    def until(self, words: str) -> None:
        """Read until it has shown some words."""
        while words not in self.shown:
            assert select.select([self.ours], [], [], 60)[0], self.shown
            self.shown += os.read(self.ours, 65536).decode()

    def type(self, text: str) -> None:
        """Press keys."""
        os.write(self.ours, text.encode())

    def end(self) -> int:
        """Read to the end and return the exit code."""
        while select.select([self.ours], [], [], 60)[0]:
            try:
                part = os.read(self.ours, 65536)
            except OSError:
                break
            if not part:
                break
            self.shown += part.decode()
        os.close(self.ours)
        return self.child.wait(timeout=60)


def test_on_a_terminal_it_asks_one_by_one_and_asks_again(tmp_path: Path):
    """A slip is asked again; y, n and Enter are taken; the answers are saved."""
    terminal = Terminal("-o", "answers.json", cwd=tmp_path)
    for number, question in enumerate(QUESTIONS, start=1):
        terminal.until(f"{number}/20  {question.text} [y/n/Enter] ")
        if number == 3:
            terminal.type("perhaps\n")
            terminal.until("Please answer y for yes")
        terminal.type({1: "n\n", 2: "NO\n", 20: "y\n"}.get(number, "\n"))
    assert terminal.end() == 0
    answers = sp.Screening.model_validate_json((tmp_path / "answers.json").read_bytes())
    assert [q.id for q in answers.with_answer("no")] == ["saddle_numbness", "bladder_or_bowel"]
    assert [q.id for q in answers.with_answer("yes")] == ["pregnancy"]


def test_ctrl_c_and_ctrl_d_save_nothing(tmp_path: Path):
    """Exit codes 130 and 2; no traceback, no file."""
    terminal = Terminal("-o", "answers.json", cwd=tmp_path)
    terminal.until("1/20")
    terminal.type("n\n")
    terminal.until("2/20")
    terminal.child.send_signal(signal.SIGINT)
    assert terminal.end() == 130
    assert "Traceback" not in terminal.shown
    terminal = Terminal("-o", "answers.json", cwd=tmp_path)
    terminal.until("[y/n/Enter] ")
    terminal.type("\x04")
    assert terminal.end() == 2
    assert "nothing was saved" in terminal.shown
    assert not list(tmp_path.iterdir())


def test_a_disk_that_is_full_leaves_the_old_answers(call: Callable, tmp_path: Path, monkeypatch: pytest.MonkeyPatch):
    """They are written whole or not at all."""
    (tmp_path / "answers.json").write_text("old")

    def full(_: int) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(files.os, "fsync", full)
    assert call("screen", "-o", "answers.json", stdin=lines()).code == 2
    assert (tmp_path / "answers.json").read_text() == "old"
