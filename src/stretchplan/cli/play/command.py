"""``stretchplan play``: guide a session in the terminal, and record what was done."""

import signal
from collections.abc import Iterator
from contextlib import ExitStack
from datetime import date
from typing import Any, Final

from stretchplan.base.errors import JournalError
from stretchplan.base.translation import say
from stretchplan.cli import output, questions
from stretchplan.cli.clock import Clock
from stretchplan.cli.exits import Exit
from stretchplan.cli.person import open_journal, stated_person, with_journal
from stretchplan.cli.play.screen import frame
from stretchplan.cli.play.session import Session
from stretchplan.cli.play.terminal import Terminal
from stretchplan.cli.result import CommandResult
from stretchplan.cli.stop import Stop
from stretchplan.cli.today import PAIN_NOW, plan_day, sessions_lines
from stretchplan.inputs.history import SessionRecord
from stretchplan.programme.done import doses_done
from stretchplan.programme.journal import Journal
from stretchplan.render.document.blocks import Block, Bullet, Heading, Paragraph
from stretchplan.render.pages.plan import brief_page
from stretchplan.results.plan import WORK_KINDS, Plan
from stretchplan.results.records import record_of
from stretchplan.words import journal as journal_words
from stretchplan.words import play as words

__all__ = ["play"]

PAIN_AFTER: Final = "How strong is your pain after it, from 0 to 10? Enter if you do not know."
WORSE: Final = "Did one of them make your back worse? Its number, or several with commas; Enter for none."

_LONGEST_WAIT: Final = 0.25
"""Seconds between two looks at a changed window and at signals."""
_GAP: Final = 5
"""Seconds: where more passes between two looks, the computer slept or the program was halted, and nobody stretched."""


def play(clock: Clock, /, silent: bool, on: date | None, **options: Any) -> CommandResult:
    """Guide the session of the day in the terminal."""
    terminal = Terminal()
    on = clock.today() if on is None else on
    with open_journal(options["journal_file"]) as journal:
        stated_person(journal)
        if options["pain"] is None:
            options["pain"] = questions.ask(PAIN_NOW, questions.pain)
        made, _, history = plan_day(journal, on, options)
        file = options["journal_file"]
        lines = [with_journal(line, file) for line in sessions_lines(history, on, made.request.pain)]
        output.write_page(_before(made, lines))
        output.finish()
        if questions.ask(words.before_start(made.total_seconds), str).lower().startswith("q"):
            return CommandResult(content="")
        kept = _Kept(journal, made, file)
        with Stop(at_once=False, hang_up=True) as stop:
            session = Session(made.schedule)
            try:
                _run(session, made, terminal, clock, kept, stop, silent=silent)
            finally:  # also when a second Ctrl-C ends it at once
                kept.keep(session)
        if stop.asked is not None:
            return _stopped(kept, session, stop.asked)
        if kept.record is None:
            return CommandResult(page=[Heading("Nothing was done, so nothing is recorded.")])
        return _finished(kept, session)


def _before(made: Plan, lines: list[str]) -> Iterator[Block]:
    yield from brief_page(made)
    if lines:
        yield Heading(say(journal_words.YOUR_SESSIONS))
        yield from map(Paragraph, lines)


def _run(
    session: Session, made: Plan, terminal: Terminal, clock: Clock, kept: "_Kept", stop: Stop, *, silent: bool
) -> None:
    """Run a session to its end, until it is stopped, or until its terminal is gone."""
    with ExitStack() as stack:
        try:
            stack.enter_context(terminal)
            before, shown, drawn = clock.now(), -1, None
            while not session.is_over and stop.asked is None:
                begins = session.at != shown
                if begins:  # before it is seen that a step is over, what was done in it is kept
                    kept.keep(session)
                    shown = session.at
                seen = (session.at, session.seconds_left, session.is_paused, terminal.size)
                if seen != drawn:
                    lines = frame(session, made, terminal.size, blocks=terminal.has_blocks)
                    terminal.draw(lines, ring=begins and not silent)
                    drawn = seen
                wait = _LONGEST_WAIT if session.is_paused else min(_LONGEST_WAIT, session.until_next_second)
                key = clock.wait(wait, terminal.key)
                now = clock.now()
                passed, before = now - before, now
                if passed > _GAP:
                    session.is_paused = True
                session.advance(passed)
                session.press(key)
        except (OSError, EOFError):  # the terminal was closed
            stop.asked = stop.asked or signal.SIGTERM


class _Kept:
    """The record of a running session in the journal, written after each step, so that nothing done is lost."""

    def __init__(self, journal: Journal, plan: Plan, file: str | None) -> None:
        self.plan = plan
        self.file = file
        self.record: SessionRecord | None = None
        self.trouble: JournalError | None = None
        self._journal = journal
        self._number: int | None = None

    def keep(self, session: Session, **felt: Any) -> None:
        """Write what was done until now, and how it felt."""
        done = doses_done(self.plan, session.seconds_done)
        if self.record is None and all(done.get(p.stretch_id, p) is None for p in self.plan.prescriptions):
            return  # nothing was done yet
        record = record_of(
            self.plan,
            done=done,
            stopped_early=session.stopped_early,
            **felt,
        )
        if record == self.record and self.trouble is None:
            return
        self.record = record
        try:
            if self._number is None:
                self._number = self._journal.add(record)
            else:
                self._journal.replace(self._number, record)
        except JournalError as error:  # a full disk need not end the session; the next step tries again
            self.trouble = error
        else:
            self.trouble = None


def _stopped(kept: _Kept, session: Session, number: int) -> CommandResult:
    """Say what is recorded of a session that a signal stopped."""
    code = Exit.INTERRUPTED if number == signal.SIGINT else Exit.TERMINATED
    try:
        if kept.record is None:
            output.say("stopped before anything was done; nothing is recorded")
        elif kept.trouble is None:
            output.say(
                f"stopped; it is recorded: {_summary(kept, session)}",
                with_journal("  stretchplan log --pain-after N says how your back feels now.", kept.file),
            )
        else:
            return _unwritten(kept, code)
    except OSError:  # the terminal is gone
        pass
    return CommandResult(content="", exit=code)


def _unwritten(kept: _Kept, code: Exit) -> CommandResult:
    """Give the record to the person where the journal does not take it."""
    assert kept.record is not None
    output.say(f"the session is not recorded: {kept.trouble}", "  Keep this line for 'stretchplan log FILE':")
    return CommandResult(content=f"{kept.record.model_dump_json()}\n", exit=code)


def _finished(kept: _Kept, session: Session) -> CommandResult:
    """Ask how the session was, and record it."""
    felt: dict[str, Any] = {}
    try:
        for name, answer in how_it_was(kept.plan):
            felt[name] = answer
    except BaseException:  # Ctrl-C, or no more answers: what was done is recorded already
        kept.keep(session, **felt)
        if kept.trouble is None:
            output.ask("\n")
            output.say(f"recorded: {_summary(kept, session)}")
        raise
    kept.keep(session, **felt)
    if kept.trouble is not None:
        return _unwritten(kept, Exit.BAD_INPUT)
    return CommandResult(
        page=[
            Heading(f"Recorded: {_summary(kept, session)}"),
            Paragraph(with_journal(say(journal_words.TOMORROW), kept.file)),
        ]
    )


def how_it_was(plan: Plan) -> Iterator[tuple[str, Any]]:
    """Ask how the back feels after a session and which of its stretches made it worse; yield fields of a record."""
    ids = tuple(prescription.stretch_id for prescription in plan.prescriptions)
    yield "pain_after", questions.ask(PAIN_AFTER, questions.pain)
    questions.tell(Bullet(p.full_name, marker=str(number)) for number, p in enumerate(plan.prescriptions, start=1))
    worse = questions.ask(WORSE, lambda text: questions.names(text or questions.NONE, ids, "stretch"))
    yield "aggravated", {ids[place] for place in worse}
    yield "note", questions.ask("A note for yourself, or Enter:", questions.note)


def _summary(kept: _Kept, session: Session) -> str:
    assert kept.record is not None
    done = sum(entry.done is not None for entry in kept.record.stretches)
    seconds = sum(seconds for place, seconds in session.seconds_done.items() if session.steps[place].kind in WORK_KINDS)
    return words.summary(done, len(kept.plan.prescriptions), seconds, stopped_early=session.stopped_early)
