"""``stretchplan screen``: the questions about warning signs, one by one."""

from __future__ import annotations

import sys
from typing import Final

from stretchplan.base.text import quoted
from stretchplan.cli import output as screen
from stretchplan.cli.exits import BadUsage, FileTrouble
from stretchplan.cli.files import write_file
from stretchplan.cli.result import Answer, Format
from stretchplan.inputs.screening import Answer as Reply
from stretchplan.inputs.screening import Screening, screening_questions
from stretchplan.render.pages.rules import screening_page
from stretchplan.safety.allowed.screening import stop_reason

__all__ = ["ask_all"]

_REPLIES: Final[dict[str, Reply]] = {"y": "yes", "yes": "yes", "n": "no", "no": "no", "": "unanswered"}
_LONGEST: Final = 1000
"""Characters of a line that are read: more is no answer."""


def ask_all(wanted: Format, output: str | None) -> Answer:
    """Ask every question on standard error, read the answers from standard input, and return them.

    A yes that calls for emergency help ends the questions at once; after any other one they go on, for a more
    urgent answer decides. Answers that leave no plan are saved too, so that a file with older answers does not
    stay behind and lead to one.

    Raises
    ------
    SeeAClinician
        When an answer leaves no plan.
    BadUsage, FileTrouble
        When the answers end too early or cannot be read; nothing is saved.
    """
    if sys.stdin is None:
        raise FileTrouble("there is no standard input to read")
    given: dict[str, Reply] = {}
    questions = screening_questions()
    for number, question in enumerate(questions, start=1):
        reply = _reply(f"{number}/{len(questions)}  {question.text}")
        if reply is None:
            stopped = stop_reason(Screening.model_validate(given))
            if stopped is not None:  # what was said counts, though it is not all
                raise stopped
            raise BadUsage(f"the answers ended before question {number} of {len(questions)}; nothing was saved")
        given[question.id] = reply
        if reply == "yes" and question.urgency == "emergency":
            break
    answers = Screening.model_validate(given)
    data = answers.model_dump(mode="json")
    stopped = stop_reason(answers)
    if stopped is None:
        to_file = output not in (None, "-")
        return Answer(data, None if to_file else screening_page(answers), wanted, output)
    if output not in (None, "-"):
        try:
            write_file(output, screen.json_text(data))
            screen.say(f"wrote {output}")
        except FileTrouble as error:  # said, but what the answers call for matters more
            screen.say(str(error))
    raise stopped


def _reply(question: str) -> Reply | None:
    """Ask one question until there is an answer to it; None when there are no more lines to read."""
    typing = sys.stdin.isatty()
    while True:
        # What is typed at a terminal brings its own line break.
        screen.ask(f"{question} [y/n/Enter] " if typing else f"{question} [y/n/Enter]\n")
        try:
            line = sys.stdin.readline(_LONGEST)
        except ValueError:  # bytes that are no text, or a stream that is closed
            raise FileTrouble("the answers on standard input are not text that can be read") from None
        if not line:
            if typing:
                screen.ask("\n")
            return None
        reply = _REPLIES.get(line.strip().lower()) if line.endswith("\n") or len(line) < _LONGEST else None
        if reply is not None:
            return reply
        if not typing:  # asking again would take the next question's answer for this one's
            raise BadUsage(f"{quoted(line.strip())} is not an answer; give y, n or an empty line")
        screen.ask("Please answer y for yes, n for no, or press Enter to leave it open.\n")
