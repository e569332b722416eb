"""Run a command line, write its answer, and return the exit code. Only this module writes a result."""

import contextlib
import os
import signal
import sys
from collections.abc import Sequence
from itertools import pairwise
from typing import Final

import click

from stretchplan.base.errors import CatalogError, InvalidRequest, PolicyError, StretchPlanError
from stretchplan.base.text import quoted
from stretchplan.cli import output
from stretchplan.cli.app import app
from stretchplan.cli.clock import Clock, SystemClock
from stretchplan.cli.exits import BadUsage, Exit, exit_code
from stretchplan.cli.files import what_went_wrong, write_file
from stretchplan.cli.hints import relaxation_lines, usage_sentence
from stretchplan.cli.result import CommandResult
from stretchplan.cli.stop import Stop

__all__ = ["run"]

_COMPLETE: Final = "_STRETCHPLAN_COMPLETE"
"""Set by a shell that asks for completions, or for the script that completes."""


def run(argv: Sequence[str], clock: Clock | None = None) -> int:
    """Run a command line, given without the command's own name, and return its exit code.

    ``clock`` is what commands about a person's days read; None stands for the clock of the system.
    """
    try:
        with Stop(at_once=True) as stop:
            code = _run(argv, stop, SystemClock() if clock is None else clock)
        output.finish()
    except KeyboardInterrupt as error:
        return Exit.TERMINATED if error.args == (signal.SIGTERM,) else Exit.INTERRUPTED
    except BrokenPipeError:  # the reader stopped early: stretchplan rules | head
        _abandon_stdout()
        return Exit.BROKEN_PIPE
    except OSError as error:
        _abandon_stdout()
        output.say(f"standard output cannot be written: {error.strerror or error}")
        return Exit.BAD_INPUT
    return code


def _run(argv: Sequence[str], stop: Stop, clock: Clock) -> int:
    try:
        result = _result(argv, clock)
        stop.check()
        if result is None:  # --help and --version have written their text
            return Exit.OK
        _write(result)
    except StretchPlanError as error:
        from stretchplan.results.refusals import Infeasible  # imported here: --help loads no models

        if _wants_json(argv):
            output.say(str(error))
            output.write_json(error.to_dict())
            return exit_code(error)
        more = error.problems[1:] if isinstance(error, (InvalidRequest, CatalogError, PolicyError)) else ()
        output.say(str(error), *(f"  - {problem}" for problem in more))
        if isinstance(error, Infeasible) and error.relaxations:
            by_options, by_date = _is_by_options(argv), _has(argv, "--injured-on")
            output.say("what would help:", *relaxation_lines(error, by_options=by_options, by_date=by_date))
        return exit_code(error)
    except OSError as error:
        if error.filename is None or sys.flags.dev_mode:  # an error of standard output has no name: run() reports it
            raise
        file = quoted(str(error.filename), limit=200)
        output.say(f"{file} cannot be used: {what_went_wrong(error)}; if it is a file of stretchplan, install it again")
        return Exit.DEFECT
    except Exception as error:
        if sys.flags.dev_mode:
            raise
        output.say(
            f"a defect of stretchplan, please report it ({type(error).__name__}: {error}); "
            "python -X dev -m stretchplan shows where"
        )
        return Exit.DEFECT
    return result.exit


def _result(argv: Sequence[str], clock: Clock) -> CommandResult | None:
    if _COMPLETE in os.environ:
        try:
            app.main(prog_name="stretchplan", complete_var=_COMPLETE)  # answers the shell and exits
        except (KeyError, ValueError):  # a name that is not UTF-8; variables that no shell of ours has set
            return None  # a message would appear in the middle of what the user is typing
    try:
        with app.make_context("stretchplan", list(argv), obj=clock) as context:
            result: CommandResult | None = app.invoke(context)
            return result
    except click.exceptions.Exit:
        return None
    except click.UsageError as error:
        raise BadUsage(usage_sentence(error, argv)) from None


def _write(result: CommandResult) -> None:
    page = None if result.format_name == "json" else result.page
    file = result.output_file
    if file is not None and file != "-":
        text = output.json_text(result.data) if page is None else output.plain_page(page)
        write_file(file, text if result.content is None else result.content)
        output.say(f"wrote {file}")
    elif result.content is not None:
        output.write_content(result.content)
    elif page is None:
        output.write_json(result.data)
    else:
        output.write_page(page)


def _wants_json(argv: Sequence[str]) -> bool:
    """Return whether a command line asks for JSON, even if the rest of it cannot be read."""
    return "--format=json" in argv or ("--format", "json") in pairwise(argv)


def _is_by_options(argv: Sequence[str]) -> bool:
    """Return whether a command's own options state the whole request, and not a file or a journal."""
    return argv[0] in ("plan", "why", "why-not") and not _has(argv, "--request")


def _has(argv: Sequence[str], name: str) -> bool:
    """Return whether a command line has an option that takes a value."""
    return any(word == name or word.startswith(f"{name}=") for word in argv)


def _abandon_stdout() -> None:
    # Python flushes standard output once more when it ends, and would then report the error again.
    with contextlib.suppress(OSError, ValueError, AttributeError):
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
