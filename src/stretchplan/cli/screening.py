"""``stretchplan screen``: the questions about warning signs, one by one."""

import sys
from typing import Final

from stretchplan.base.text import quoted
from stretchplan.cli import output
from stretchplan.cli.exits import BadUsage, FileTrouble
from stretchplan.cli.files import write_file
from stretchplan.cli.formats import check_suffix
from stretchplan.cli.questions import flowed, read_line
from stretchplan.cli.result import CommandResult
from stretchplan.inputs.screening import Answer, Screening, screening_questions
from stretchplan.render.pages.rules import screening_page
from stretchplan.safety.allowed.screening import stop_reason

__all__ = ["ask_about_signs", "screen"]

_ANSWERS: Final[dict[str, Answer]] = {"y": "yes", "yes": "yes", "n": "no", "no": "no", "": "unanswered"}
_MAX_LINE: Final = 1000
"""Characters of a line that are read; a longer line is no answer."""


def screen(format_name: str, output_file: str | None) -> CommandResult:
    """Ask the questions about warning signs."""
    check_suffix(output_file, ".json", "the answers are saved as JSON")
    answers = ask_about_signs("nothing was saved")
    stopped = stop_reason(answers)
    # Answers that stop planning are saved too, so that no file with older answers leads to a plan.
    file = None if output_file == "-" else output_file
    if stopped is None:
        return CommandResult(answers, screening_page(answers) if file is None else None, format_name, file)
    if file is not None:
        try:
            write_file(file, output.json_text(answers))
            output.say(f"wrote {file}")
        except FileTrouble as error:  # the stop below matters more
            output.say(str(error))
    raise stopped


def ask_about_signs(lost: str) -> Screening:
    """Ask the questions about warning signs, and return the answers, also those that stop planning.

    A yes to an emergency question ends the questions. After any other yes they go on, because a later answer may be
    more urgent. ``lost`` says in an error what became of the answers when they end early.
    """
    if sys.stdin is None:
        raise FileTrouble("there is no standard input to read")
    given: dict[str, Answer] = {}
    questions = screening_questions()
    for number, question in enumerate(questions, start=1):
        answer = _ask(f"{number}/{len(questions)}  {question.text}")
        if answer is None:
            stopped = stop_reason(Screening(**given))
            if stopped is not None:  # one of the answers given stops planning, although some are missing
                raise stopped
            raise BadUsage(f"the answers ended before question {number} of {len(questions)}; {lost}")
        given[question.id] = answer
        if answer == "yes" and question.urgency == "emergency":
            break
    return Screening(**given)


def _ask(question: str) -> Answer | None:
    """Ask one question until it is answered; None when standard input has no more lines."""
    at_terminal = sys.stdin.isatty()
    while True:
        # At a terminal the person's Enter ends the line of the question.
        asked = f"{question} [y/n/Enter]"
        output.ask(f"{flowed(asked)} " if at_terminal else f"{asked}\n")
        line = read_line(_MAX_LINE)
        if line is None:
            if at_terminal:
                output.ask("\n")
            return None
        is_whole = line.endswith("\n") or len(line) < _MAX_LINE
        answer = _ANSWERS.get(line.strip().lower()) if is_whole else None
        if answer is not None:
            return answer
        if not at_terminal:  # asking again would take the next line, which answers the next question
            raise BadUsage(f"{quoted(line.strip())} is not an answer; give y, n or an empty line")
        output.ask("Please answer y for yes, n for no, or press Enter to leave it open.\n")
