"""Open a person's journal, and say what to do where there is none."""

import os
import re
import shlex
from pathlib import Path

from stretchplan.cli.exits import BadUsage, FileTrouble
from stretchplan.cli.files import what_went_wrong
from stretchplan.programme.journal import Journal
from stretchplan.programme.journal_file import printable
from stretchplan.programme.person import Person

__all__ = ["check_place", "is_there", "journal_path", "open_journal", "stated_person", "with_journal"]


def journal_path(file: str | None) -> Path:
    """Return where a journal is, or would be."""
    if file == "-":
        raise BadUsage("--journal: a journal is a file that is read and written; '-' is not allowed")
    return Journal.default_path() if file is None else Path(file)


def is_there(file: str | None) -> bool:
    """Return whether there is a file at a journal's place; refuse a name that the system does not take."""
    path = journal_path(file)
    try:
        path.stat()
    except (FileNotFoundError, NotADirectoryError):
        return False
    except (OSError, ValueError) as error:  # Path.exists raises them too, or says no
        raise FileTrouble(f"the journal {printable(str(path))} cannot be opened: {what_went_wrong(error)}") from None
    return True


def check_place(file: str | None) -> None:
    """Refuse a place where no journal can be made, before anybody answers questions for it."""
    folder = journal_path(file).absolute().parent
    while not os.path.lexists(folder):
        folder = folder.parent
    if not folder.is_dir() or not os.access(folder, os.W_OK | os.X_OK):
        raise FileTrouble(f"no journal can be made in {printable(str(folder))}: it is no folder that you can write to")


def open_journal(file: str | None, *, make: bool = False) -> Journal:
    """Open a journal; where there is no file, make one or say how to begin."""
    path = journal_path(file)
    if not is_there(file) and not make:
        begin = "stretchplan init" if file is None else f"stretchplan init --journal {printable(file)}"
        raise FileTrouble(f"there is no journal at {printable(str(path))} yet; run '{begin}' first")
    return Journal(file)


def with_journal(sentence: str, file: str | None) -> str:
    """Return a sentence whose commands name the journal, where it is not the usual one."""
    if file is None:
        return sentence
    named = f" --journal {shlex.quote(printable(file))}"
    return re.sub(r"\bstretchplan (?:init|today|play|log|progress)\b", lambda found: found[0] + named, sentence)


def stated_person(journal: Journal) -> Person:
    """Return what the journal states about its person."""
    person = journal.person
    if person is None:
        raise BadUsage("this journal says nothing about its person yet; run 'stretchplan init' first")
    return person
