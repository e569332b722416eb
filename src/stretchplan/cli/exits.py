"""Exit codes, and the errors that only a command line has."""

from enum import IntEnum

from stretchplan.base.errors import (
    CatalogError,
    InvalidRequest,
    JournalError,
    MissingExtra,
    PolicyError,
    StretchPlanError,
)

__all__ = ["BadUsage", "Exit", "FileTrouble", "exit_code"]


class Exit(IntEnum):
    """The exit codes; docs/command-line.md says what each means."""

    OK = 0
    DEFECT = 1
    BAD_INPUT = 2
    NO_PLAN = 3
    SEE_A_CLINICIAN = 4
    VIOLATIONS = 5
    DIFFERENT = 6
    INTERRUPTED = 130
    BROKEN_PIPE = 141
    TERMINATED = 143


class BadUsage(StretchPlanError):
    """The command line itself is wrong."""

    title = "The command line is not valid"
    status = 400


class FileTrouble(StretchPlanError):
    """A file cannot be read or written, or its content cannot be used."""

    title = "A file cannot be used"
    status = 400


def exit_code(error: StretchPlanError) -> Exit:
    """Return the exit code that an error ends the command with."""
    from stretchplan.results.refusals import NoPlan, SeeAClinician  # imported here: --help loads no models

    if isinstance(error, SeeAClinician):
        return Exit.SEE_A_CLINICIAN
    if isinstance(error, NoPlan):
        return Exit.NO_PLAN
    if isinstance(
        error, (BadUsage, FileTrouble, InvalidRequest, CatalogError, PolicyError, JournalError, MissingExtra)
    ):
        return Exit.BAD_INPUT
    return Exit.DEFECT
