"""Is the week in docs/day-after-day.md, and what the other document shows of these commands, what the commands say?"""

import re
import shlex
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

import stretchplan as sp
from stretchplan.cli.play.screen import frame
from stretchplan.cli.play.session import SKIP, Session

DOCS = Path(__file__).parents[2] / "docs"
COMMANDS = ("init", "today", "play", "log", "progress")


def blocks(text: str) -> Iterator[tuple[str, str, str]]:
    """Yield the day of the heading above each code block, the block's language, and its text."""
    day = ""
    for heading, language, code in re.findall(r"^## ([^\n]*)$|^```(\w+)\n(.*?)^```$", text, re.MULTILINE | re.DOTALL):
        found = re.search(r"[0-9]{4}-[0-9]{2}-[0-9]{2}", heading)
        day = found[0] if found else day
        if language:
            yield day, language, code


def answers(code: str) -> Iterator[tuple[list[str], list[str]]]:
    """Yield the words of each command in a block, and the lines shown below it."""
    for part in re.split(r"^\$ ", code, flags=re.MULTILINE)[1:]:
        command, *shown = part.splitlines()
        yield shlex.split(command)[1:], shown


def check_shown(shown: list[str], said: list[str]) -> None:
    """Compare lines; ``…`` stands for any lines."""
    at = 0
    for place, line in enumerate(shown):
        if line == "…":
            continue
        assert line in said[at:], line
        found = said.index(line, at)
        assert found == at or (place and shown[place - 1] == "…"), line
        at = found + 1
    assert at == len(said) or shown[-1:] == ["…"], said[at:]


@pytest.fixture
def home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv("XDG_DATA_HOME", str(tmp_path / "data"))
    return tmp_path


def test_the_week(call: Callable, home: Path):
    run = 0
    for day, language, code in blocks((DOCS / "day-after-day.md").read_text(encoding="utf-8")):
        if language == "json":
            (home / "record.json").write_text(code, encoding="utf-8")
        if language == "text":
            check_screen(day, code)
        for words, shown in answers(code) if language == "console" else ():
            if words[0] == "play":  # it needs a terminal; test_play.py plays whole sessions
                check_played(day, shown)
                continue
            result = call(*words, day=day)
            assert result.code == 0, result.err
            said = [
                line for line in (result.err + result.out).splitlines() if not line.startswith("stretchplan: wrote")
            ]
            check_shown(shown, said)
            run += 1
    assert run >= 8
    assert not list(home.glob("*.sqlite"))


def plan_of(day: str) -> sp.Plan:
    with sp.Journal() as journal:
        days = (sp.SessionRecord(on=day).on - journal.person.injured_on).days
        return sp.plan(minutes=10, days_since_injury=days, pain=4, on=day, history=journal.history(day))


def check_screen(day: str, code: str) -> None:
    plan = plan_of(day)
    session = Session(plan.schedule)
    for _ in range(next(n for n, step in enumerate(plan.schedule) if step.kind == "hold")):
        session.press(SKIP)
    session.advance(5)
    lines = ["".join(span.text for span in line) for line in frame(session, plan, (80, 24), blocks=True)]
    assert [line.replace("\u00a0", " ") for line in lines if line] == [line for line in code.splitlines() if line]


def check_played(day: str, shown: list[str]) -> None:
    """Record what the session in the document says, which is all of the plan."""
    plan = plan_of(day)
    seconds = sum(step.seconds for step in plan.schedule if step.kind in ("hold", "flow", "repeat"))
    assert shown[0].startswith("How strong is your pain now, from 0 (none) to 10?")
    assert shown[1] == "> 4"
    assert (
        f"Press Enter to start ({plan.total_seconds // 60} min {plan.total_seconds % 60} s), or type q and Enter"
        in " ".join(shown)
    )
    done = f"Recorded: 6 of 6 stretches done, {seconds // 60} min {seconds % 60} s of stretching."
    assert done in shown
    with sp.Journal() as journal:
        journal.add(sp.record_of(plan, pain_after=3))


def test_the_commands_in_the_other_document(call: Callable, home: Path):
    text = (DOCS / "command-line.md").read_text(encoding="utf-8")
    run = 0
    for name in COMMANDS:
        section = text.partition(f"\n## stretchplan {name}\n")[2].partition("\n## ")[0]
        assert section, name
        for _, _, code in blocks(section):
            for words, shown in answers(code):
                if words[0] != "play":
                    result = call(*words, day="2026-03-04")
                    assert result.code == 0, result.err
                    check_shown(shown, (result.err.replace(f"{home}", "…") + result.out).splitlines())
                    run += 1
    assert run >= 4
