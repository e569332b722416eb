"""Run a command line from its words to its exit code: the one place where anything is written."""

from __future__ import annotations

import contextlib
import difflib
import os
import sys
from collections.abc import Sequence
from itertools import pairwise
from typing import Final

import typer
from typer.main import get_command

from stretchplan.base.errors import StretchPlanError
from stretchplan.base.text import quoted
from stretchplan.cli import output as screen
from stretchplan.cli.app import app
from stretchplan.cli.exits import BadUsage, Exit, exit_code
from stretchplan.cli.files import write_file
from stretchplan.cli.hints import what_helps
from stretchplan.cli.result import Answer
from stretchplan.results.refusals import Infeasible

__all__ = ["run"]

# typer brought click along as a dependency, and later inside itself: its own BadParameter is what both share.
_PARSER_ERROR: Final[type[Exception]] = typer.BadParameter.__mro__[2]


def run(argv: Sequence[str]) -> int:
    """Answer a command line.

    Parameters
    ----------
    argv
        The words after the command's name.

    Returns
    -------
    int
        The exit code: see docs/command-line.md.
    """
    try:
        code = _run(argv)
        screen.finish()
    except KeyboardInterrupt:
        return Exit.INTERRUPTED
    except BrokenPipeError:  # the reader has what it wanted: stretchplan rules | head
        _abandon_stdout()
        return Exit.BROKEN_PIPE
    except OSError as error:
        _abandon_stdout()
        screen.say(f"standard output cannot be written: {error.strerror or error}")
        return Exit.BAD_INPUT
    return code


def _run(argv: Sequence[str]) -> int:
    try:
        outcome = _outcome(argv)
        if not isinstance(outcome, Answer):  # the exit code of --help and --version, which have spoken already
            return outcome if isinstance(outcome, int) else Exit.OK
        _write(outcome)
    except StretchPlanError as error:
        screen.say(str(error))
        if _wants_json(argv):
            screen.write_json(error.to_dict())
        elif isinstance(error, Infeasible) and error.relaxations:
            screen.say("what would help:", *what_helps(error, by_options=not _has_a_request(argv)))
        return exit_code(error)
    except OSError:
        raise
    except Exception as error:
        if sys.flags.dev_mode:
            raise
        screen.say(
            f"a defect of stretchplan, please report it ({type(error).__name__}: {error}); "
            "python -X dev -m stretchplan shows where"
        )
        return Exit.DEFECT
    return outcome.exit


def _outcome(argv: Sequence[str]) -> object:
    try:
        return get_command(app).main(args=list(argv), prog_name="stretchplan", standalone_mode=False)
    except _PARSER_ERROR as error:
        raise BadUsage(_usage_sentence(error)) from None
    except typer.Abort:
        raise KeyboardInterrupt from None


def _usage_sentence(error: Exception) -> str:
    """Put what the parser says into one sentence, with the nearest option for one that it does not know."""
    wrong = getattr(error, "option_name", None)
    context = getattr(error, "ctx", None)
    if wrong is not None and type(error).__name__ == "NoSuchOption":
        known = [name for param in context.command.params for name in param.opts] if context else []
        near = difflib.get_close_matches(wrong, [*known, "--help"], n=1)
        where = context.command_path if context else "stretchplan"
        hint = f"did you mean {near[0]}?" if near else f"see '{where} --help'"
        return f"there is no option {quoted(wrong)[1:-1]}; {hint}"
    words = " ".join(str(getattr(error, "format_message", error.__str__)()).split())
    return (words[:1].lower() + words[1:]).rstrip(".")


def _write(answer: Answer) -> None:
    if answer.output is None or answer.output == "-":
        if answer.ready is not None:
            screen.write_ready(answer.ready)
        elif answer.format == "json" or answer.page is None:
            screen.write_json(answer.data)
        else:
            screen.write_page(answer.page)
        return
    content: str | bytes
    if answer.ready is not None:
        content = answer.ready
    elif answer.format == "json" or answer.page is None:
        content = screen.json_text(answer.data)
    else:
        content = screen.plain_page(answer.page)
    write_file(answer.output, content)
    screen.say(f"wrote {answer.output}")


def _wants_json(argv: Sequence[str]) -> bool:
    """Return whether JSON was asked for, also on a command line that is otherwise beyond reading."""
    return "--format=json" in argv or ("--format", "json") in pairwise(argv)


def _has_a_request(argv: Sequence[str]) -> bool:
    return any(word == "--request" or word.startswith("--request=") for word in argv)


def _abandon_stdout() -> None:
    # Python flushes standard output once more when it ends and would complain then.
    with contextlib.suppress(OSError, ValueError, AttributeError):
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
