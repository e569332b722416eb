"""Does ``stretchplan play`` guide a session in a real terminal, and record what was done, however it ends?"""

import contextlib
import os
import shutil
import signal
import subprocess
import sys
import time
import uuid
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest

import stretchplan as sp
from stretchplan.cli.play.command import _Kept, _run
from stretchplan.cli.play.session import Session
from stretchplan.cli.stop import Stop
from tests.support.other_clock import OtherClock
from tests.support.typist import ROOT, Typist

pytestmark = pytest.mark.skipif(not hasattr(os, "login_tty"), reason="needs the terminals of a POSIX system")

DAY = "2026-03-04"
PLAN = sp.plan(minutes=5, days_since_injury=3, pain=2, on=DAY, history=())
"""Cat-cow with 2 × 5 breaths, then child's pose with 2 × 30 s; the first set begins after 49 s."""


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """Return a folder with the journal of a person whose back was hurt three days ago."""
    with sp.Journal(tmp_path / "mine.sqlite") as journal:
        journal.set_person(sp.Person(injured_on="2026-03-01", minutes=5))
    return tmp_path


@pytest.fixture
def play(folder: Path) -> Callable[..., Typist]:
    """Start a session, at the question whether to begin."""

    def start(*args: str, speed: float = 300, pain: str = "2", **more: Any) -> Typist:
        typist = Typist.on_day(DAY, "play", "--journal", "mine.sqlite", *args, folder=folder, speed=speed, **more)
        typist.answer("How strong is your pain now, from 0 (none) to 10? Enter if you do not know. >", pain)
        typist.answer("Press Enter to start (4 min 23 s), or type q and Enter to leave. >", "")
        return typist

    return start


def records(folder: Path) -> list[sp.SessionRecord]:
    with sp.Journal(folder / "mine.sqlite") as journal:
        return list(journal.records())


def done(record: sp.SessionRecord) -> dict[str, tuple[int, int] | None]:
    return {e.stretch_id: None if e.done is None else (e.done.sets, e.done.amount) for e in record.stretches}


def test_the_plan_is_as_these_tests_say():
    assert [(p.stretch_id, p.sets, p.set_seconds) for p in PLAN.prescriptions] == [
        ("cat_cow", 2, 30),
        ("childs_pose", 2, 30),
    ]
    assert PLAN.schedule[0].seconds == 49


# --- From the first step to the record


def test_a_whole_session_from_the_first_step_to_the_record(play: Callable, folder: Path):
    typist = play()
    typist.wait_for("Stretch 1 of 2: Cat-Cow Pose (small)")
    typist.wait_for("Move with your breath, set\u00a01\u00a0of\u00a02".replace("\u00a0", " "))
    typist.wait_for("Stretch 2 of 2: Child's Pose (half way back)")
    typist.answer("How strong is your pain after it, from 0 to 10? Enter if you do not know. >", "1")
    typist.answer("Its number, or several with commas; Enter for none. >", "2")
    typist.answer("A note for yourself, or Enter: >", "A good day.")
    typist.wait_for("Recorded: 2 of 2 stretches done, 2 min of stretching.")
    assert typist.leave() == 0
    expected = sp.record_of(PLAN, pain_after=1, aggravated={"childs_pose"}, note="A good day.")
    assert records(folder) == [expected]
    assert typist.shown.count("\a") == len(PLAN.schedule)
    assert typist.shown.index("\x1b[?1049h") < typist.shown.index("\x1b[?1049l")


def test_pain_is_not_asked_when_it_is_given_and_the_bell_can_be_silent(folder: Path):
    args = ("play", "--journal", "mine.sqlite", "--pain", "2", "--silent")
    typist = Typist.on_day(DAY, *args, folder=folder, speed=300)
    typist.answer("or type q and Enter to leave. >", "")
    typist.answer("How strong is your pain after it, from 0 to 10? Enter if you do not know. >", "")
    typist.answer("Enter for none. >", "")
    typist.answer("A note for yourself, or Enter: >", "")
    assert typist.leave() == 0
    assert records(folder) == [sp.record_of(PLAN)]
    assert "How strong is your pain now" not in typist.text
    assert "\a" not in typist.shown


def test_wrong_answers_are_asked_again(play: Callable, folder: Path):
    typist = play()
    typist.answer("pain after it, from 0 to 10? Enter if you do not know. >", "11")
    typist.wait_for("'11' is not a number of points of pain; give a whole number from 0 to 10.")
    typist.answer("Enter if you do not know. >", "3")
    typist.answer("Enter for none. >", "childs_pse")
    typist.wait_for("there is no stretch 'childs_pse'; did you mean 'childs_pose'?")
    typist.answer("Enter for none. >", "1 childs_pose")
    typist.answer("or Enter: >", "")
    assert typist.leave() == 0
    assert records(folder) == [sp.record_of(PLAN, pain_after=3, aggravated={"cat_cow", "childs_pose"})]


# --- Keys


def test_the_keys(play: Callable, folder: Path):
    typist = play(speed=1)
    typist.wait_for("Get ready")
    typist.type(" ")
    typist.wait_for("Paused: Space go on")
    typist.type(" ")
    typist.wait_for("Space pause")
    typist.type("n")
    typist.wait_for("Move with your breath")
    typist.type("b")
    typist.wait_for("Get ready")
    typist.type("\x1b[C")
    typist.wait_for("Move with your breath")
    typist.type("\x1b[D")
    typist.wait_for("Get ready")
    typist.type("x\x1a")  # what means nothing, and Ctrl-Z, does nothing
    typist.type("q")
    typist.wait_for("Nothing was done, so nothing is recorded.")
    assert typist.leave() == 0
    assert records(folder) == []


def test_stopping_records_what_was_done_and_asks(play: Callable, folder: Path):
    typist = play(speed=60)
    typist.wait_for("Rest Let go")
    typist.type("q")
    typist.answer("Enter if you do not know. >", "5")
    typist.answer("Enter for none. >", "1")
    typist.answer("or Enter: >", "Too much.")
    typist.wait_for("Recorded: 1 of 2 stretches done,")
    typist.wait_for("of stretching; stopped early.")
    assert typist.leave() == 0
    (record,) = records(folder)
    assert done(record) == {"cat_cow": (1, 5), "childs_pose": None}
    assert (record.stopped_early, record.pain_before, record.pain_after, record.note) == (True, 2, 5, "Too much.")
    assert [entry.aggravated for entry in record.stretches] == [True, False]


def test_leaving_before_the_start_records_nothing(folder: Path):
    typist = Typist.on_day(DAY, "play", "--journal", "mine.sqlite", "--pain", "2", folder=folder)
    typist.answer("or type q and Enter to leave. >", "q")
    assert typist.leave() == 0
    assert records(folder) == []
    assert "\x1b[?1049h" not in typist.shown


# --- However it ends, nothing that was done is lost


def test_ctrl_c_in_the_middle_loses_nothing_done(play: Callable, folder: Path):
    typist = play(speed=60)
    typist.wait_for("Rest Let go")
    typist.type("\x03")
    typist.wait_for("stretchplan: stopped; it is recorded: 1 of 2 stretches done,")
    typist.wait_for("stretchplan log --journal mine.sqlite --pain-after N says how your back feels now.")
    assert typist.leave() == 130
    (record,) = records(folder)
    assert done(record) == {"cat_cow": (1, 5), "childs_pose": None}
    assert record.stopped_early
    assert typist.shown.index("\x1b[?1049l") < typist.shown.index("stopped; it is recorded")


def test_ctrl_c_before_anything_was_done(play: Callable, folder: Path):
    typist = play(speed=1)
    typist.wait_for("Get ready")
    typist.type("\x03")
    typist.wait_for("stretchplan: stopped before anything was done; nothing is recorded")
    assert typist.leave() == 130
    assert records(folder) == []


def test_a_part_of_the_running_set_counts(play: Callable, folder: Path):
    typist = play(speed=30)
    typist.wait_for("0:10 Breathe")
    typist.type("\x03")
    assert typist.leave() == 130
    (record,) = records(folder)
    (amount,) = [entry.done.repetitions for entry in record.stretches if entry.done is not None]
    assert amount in (3, 4, 5)  # 20 s of 6 s each, or a little more until the key was read


@pytest.mark.parametrize(("number", "code"), [(signal.SIGTERM, 143), (signal.SIGINT, 130)])
def test_a_signal_in_the_middle_loses_nothing_done(play: Callable, folder: Path, number: int, code: int):
    typist = play(speed=60)
    typist.wait_for("Change position")
    typist.child.send_signal(number)
    assert typist.leave() == code
    (record,) = records(folder)
    assert done(record)["cat_cow"] == (2, 5)
    assert record.stopped_early


def test_a_closed_terminal_loses_nothing_done(play: Callable, folder: Path):
    typist = play(speed=60)
    typist.wait_for("Change position")
    typist.hang_up()
    (record,) = records(folder)
    assert done(record)["cat_cow"] == (2, 5)
    assert record.stopped_early


def test_a_kill_loses_no_more_than_the_running_step(play: Callable, folder: Path):
    typist = play(speed=60)
    typist.wait_for("Change position")
    typist.child.kill()
    typist.hang_up()
    (record,) = records(folder)
    assert done(record) == {"cat_cow": (2, 5), "childs_pose": None}
    assert record.stopped_early


def test_ctrl_c_at_the_questions_keeps_the_session_and_the_answers(play: Callable, folder: Path):
    typist = play()
    typist.answer("Enter if you do not know. >", "4")
    typist.wait_for("Enter for none. >")
    typist.type("\x03")
    typist.wait_for("stretchplan: recorded: 2 of 2 stretches done, 2 min of stretching.")
    assert typist.leave() == 130
    assert records(folder) == [sp.record_of(PLAN, pain_after=4)]


def test_a_journal_that_is_gone_gives_the_record_to_the_person(play: Callable, folder: Path):
    typist = play(speed=60)
    typist.wait_for("Rest Let go")
    (folder / "mine.sqlite").unlink()
    typist.wait_for("Change position")
    typist.type("\x03")
    typist.wait_for("stretchplan: the session is not recorded: ")
    typist.wait_for("Keep this line for 'stretchplan log FILE':")
    assert typist.leave() == 130
    # The terminal breaks no line: the record is one line of what was written.
    line = next(line for line in typist.shown.splitlines() if line.startswith('{"on"'))
    record = sp.SessionRecord.model_validate_json(line)
    assert done(record) == {"cat_cow": (2, 5), "childs_pose": None}


def test_the_terminal_is_restored_after_a_defect(folder: Path):
    code = "from stretchplan.cli.play.terminal import Terminal\nwith Terminal():\n    raise RuntimeError('a defect')\n"
    typist = Typist(sys.executable, "-c", code, folder=folder)
    typist.wait_for("RuntimeError: a defect")
    assert typist.leave() == 1  # which compares the settings of the terminal
    assert typist.shown.index("\x1b[?1049l") < typist.shown.index("RuntimeError")


class Screen:
    """A terminal that shows nothing, and in which nobody presses a key."""

    size = (80, 24)
    has_blocks = True

    def __enter__(self) -> "Screen":
        return self

    def __exit__(self, *_: object) -> None: ...

    def draw(self, lines: object, *, ring: bool = False) -> None: ...

    def key(self, seconds: float) -> str:
        return ""


def test_after_a_gap_the_session_waits(folder: Path):
    """A computer that slept for an hour did not stretch for an hour."""
    session = Session(PLAN.schedule)

    class Sleeper(OtherClock):
        slept = False

        def wait(self, seconds: float, key: Any) -> str:
            if session.at == 1 and not self.slept:
                self._now, self.slept = self._now + 3600, True
            if session.is_paused:
                stop.asked = signal.SIGINT
            return super().wait(seconds, key)

    with sp.Journal(folder / "mine.sqlite") as journal, Stop(at_once=False) as stop:
        _run(session, PLAN, Screen(), Sleeper(DAY, 1e9), _Kept(journal, PLAN, None), stop, silent=True)
    assert (session.at, session.is_paused) == (1, True)
    assert session.elapsed < 5


# --- Where it cannot run


def test_without_a_terminal_it_is_refused_in_one_sentence(call: Callable, folder: Path):
    result = call("play", "--journal", "mine.sqlite", "--pain", "2", day=DAY)
    assert (result.code, result.out) == (2, "")
    assert result.err == (
        "stretchplan: play needs a terminal for its keys and its screen; 'stretchplan today --output today.html' "
        "writes a page that guides you in a browser\n"
    )


def test_a_dumb_terminal_is_refused(folder: Path):
    typist = Typist.on_day(DAY, "play", "--journal", "mine.sqlite", folder=folder, TERM="dumb")
    typist.wait_for("play needs a terminal that can be drawn on, and TERM says that this one cannot")
    assert typist.leave() == 2


def test_a_refusal_is_said_before_anything_is_drawn(folder: Path):
    typist = Typist.on_day(DAY, "play", "--journal", "mine.sqlite", "--pain", "7", folder=folder)
    typist.wait_for("nothing is planned from 6 on")
    assert typist.leave() == 3
    assert "\x1b[?1049h" not in typist.shown


def test_no_colour_where_it_is_not_wanted(play: Callable):
    typist = play(speed=1, NO_COLOR="1")
    typist.wait_for("Get ready")
    typist.type("q")
    assert typist.leave() == 0
    assert "\x1b[1;36m" not in typist.shown
    assert "\x1b[3" not in typist.shown


# --- In tmux, as a person sees it


class Tmux:
    """A window of tmux, on a server of its own."""

    def __init__(self, columns: int, lines: int, folder: Path) -> None:
        self._name = f"stretchplan-{uuid.uuid4().hex[:8]}"
        self._do("-f", "/dev/null", "new-session", "-d", "-x", str(columns), "-y", str(lines), "-c", str(folder), "sh")

    def _do(self, *args: str) -> str:
        done = subprocess.run(["tmux", "-L", self._name, *args], capture_output=True, text=True, check=True, timeout=30)
        return done.stdout

    def type(self, *keys: str) -> None:
        self._do("send-keys", *keys)

    def screen(self) -> list[str]:
        return self._do("capture-pane", "-p").splitlines()

    def wait_for(self, words: str) -> list[str]:
        end = time.monotonic() + 60
        while True:
            lines = self.screen()
            if words in " ".join(" ".join(lines).split()):
                return lines
            assert time.monotonic() < end, lines
            time.sleep(0.05)

    def close(self) -> None:
        with contextlib.suppress(subprocess.SubprocessError):
            self._do("kill-server")


@pytest.fixture(params=[(80, 24), (40, 20)], ids=["80x24", "40x20"])
def tmux(request: pytest.FixtureRequest, folder: Path) -> Iterator[Tmux]:
    if shutil.which("tmux") is None:
        pytest.skip("tmux is not installed")
    window = Tmux(*request.param, folder)
    python_path = os.pathsep.join([str(ROOT), *filter(None, [os.environ.get("PYTHONPATH")])])
    window.type(f"export PYTHONPATH='{python_path}' PS1='ready: '; unset COLUMNS LINES; clear", "Enter")
    window.type(f"alias on='{sys.executable} -m tests.support.other_clock'", "Enter")
    try:
        yield window
    finally:
        window.close()


def test_in_tmux_from_the_first_step_to_the_stored_record(tmux: Tmux, folder: Path):
    tmux.type(f"clear; on {DAY} 40 play --journal mine.sqlite --pain 2", "Enter")
    tmux.wait_for("Press Enter to start (4 min 23 s)")
    tmux.type("Enter")
    shown = tmux.wait_for("Get ready")
    assert shown[0] == "Stretch 1 of 2: Cat-Cow Pose (small)"
    tmux.wait_for("Breathe in")
    tmux.type("Space")
    tmux.wait_for("Paused: Space go on")
    tmux.type("Space")
    tmux.wait_for("Stretch 2 of 2: Child's Pose (half way back)")
    tmux.wait_for("How strong is your pain after it, from 0 to 10?")
    tmux.type("2", "Enter")
    tmux.wait_for("Did one of them make your back worse?")
    tmux.type("Enter")
    tmux.wait_for("A note for yourself, or Enter:")
    tmux.type("Enter")
    tmux.wait_for("Recorded: 2 of 2 stretches done, 2 min of stretching.")
    tmux.type("clear; echo code $?", "Enter")
    tmux.wait_for("code 0")
    assert records(folder) == [sp.record_of(PLAN, pain_after=2)]


def test_ctrl_c_in_tmux_loses_nothing_done(tmux: Tmux, folder: Path):
    tmux.type(f"clear; on {DAY} 25 play --journal mine.sqlite --pain 2", "Enter")
    tmux.wait_for("Press Enter to start (4 min 23 s)")
    tmux.type("Enter")
    tmux.wait_for("Let go, rest and breathe easily.")
    tmux.type("C-c")
    tmux.wait_for("stopped; it is recorded: 1 of 2 stretches done,")
    tmux.type("echo code $?", "Enter")
    tmux.wait_for("code 130")
    (record,) = records(folder)
    assert done(record) == {"cat_cow": (1, 5), "childs_pose": None}
    assert record.stopped_early
