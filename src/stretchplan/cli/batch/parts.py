"""The folder of parts beside an output: what was finished before an interruption, and what it was made from.

A part and then its record are written aside and moved into place, each whole or not at all. So a part counts when its
record is there and its digest is right, however the run before ended.
"""

from __future__ import annotations

import contextlib
import hashlib
import json
import os
import re
import shutil
from collections.abc import Callable, Iterator, Mapping
from dataclasses import asdict, dataclass
from io import BufferedWriter
from pathlib import Path
from typing import Any, Final, Self

from stretchplan.base.text import quoted
from stretchplan.cli.exits import FileTrouble
from stretchplan.words.phrases import listed

__all__ = ["Part", "Parts"]

_FORMAT: Final = "stretchplan batch parts 1"
_RUN: Final = "run.json"
_LOCK: Final = "lock"
_OURS: Final = re.compile(r"lock|whole\.tmp|run\.json(\.tmp)?|[0-9]{6,}\.(part|json)(\.tmp)?")


@dataclass(frozen=True, slots=True)
class Part:
    """A finished part.

    Attributes
    ----------
    rows
        Its rows.
    end
        Where in the input the next row starts.
    answers
        How many rows have a plan (``plan``), and each kind of error.
    sha256
        The digest of its file.
    """

    rows: int
    end: int
    answers: dict[str, int]
    sha256: str


class Parts:
    """The folder of parts of one run; it is locked while it is used.

    Parameters
    ----------
    folder
        Where.
    made_from
        What the parts are made from and how, each with a value that JSON can hold: all of it has to be the same when
        a run goes on.

    Raises
    ------
    FileTrouble
        When the folder is none of a run's, belongs to one with another input or other settings, or is in use.
    """

    def __init__(self, folder: Path, made_from: Mapping[str, Any]) -> None:
        self._folder = folder
        self._made_from = {"format": _FORMAT, **made_from}
        self._lock: BufferedWriter | None = None
        self.done: list[Part] = []

    def __enter__(self) -> Self:
        folder = self._folder
        if folder.exists() and not self._is_ours():
            raise FileTrouble(f"{quoted(folder.name)} is in the way: it is not a folder of parts; move it")
        folder.mkdir(exist_ok=True)
        self._lock = (folder / _LOCK).open("ab")
        if not _locked(self._lock):
            self._lock.close()
            raise FileTrouble(f"{quoted(folder.name)} is in use: another run is writing the same output")
        try:
            self._begin_or_go_on()
        except BaseException:
            self._lock.close()
            raise
        return self

    def __exit__(self, *_: object) -> None:
        if self._lock is not None:
            self._lock.close()

    def _is_ours(self) -> bool:
        return self._folder.is_dir() and all(_OURS.fullmatch(path.name) for path in self._folder.iterdir())

    def _begin_or_go_on(self) -> None:
        record = self._folder / _RUN
        if not record.exists():  # a new run, or one that ended while it tidied up
            for path in self._folder.iterdir():
                if path.name != _LOCK:
                    path.unlink()
            self._put(_RUN, lambda path: path.write_text(json.dumps(self._made_from, indent=1), encoding="utf-8"))
            return
        before = _read(record)
        differs = sorted(
            key for key in {*before, *self._made_from} if before.get(key, "") != self._made_from.get(key, "")
        )
        if differs:
            raise FileTrouble(
                f"{quoted(self._folder.name)} holds parts of a run that began with another {listed(differs)}; "
                "go on with what it began with, or delete the folder to start anew"
            )
        self.done = list(self._finished())

    def _finished(self) -> Iterator[Part]:
        """Yield the parts that are whole, up to the first one that is not."""
        place = 0
        while True:
            known = _read(self.record(place))
            try:
                part = Part(**known)
                with self.file(place).open("rb") as file:
                    right = hashlib.file_digest(file, "sha256").hexdigest() == part.sha256
            except (TypeError, OSError):
                return
            if not right:
                return
            yield part
            place += 1

    def file(self, place: int) -> Path:
        """Return the file of a part."""
        return self._folder / f"{place:06}.part"

    def record(self, place: int) -> Path:
        """Return the file that says what is in a part."""
        return self._folder / f"{place:06}.json"

    def add(self, write: Callable[[Path], None], rows: int, end: int, answers: dict[str, int]) -> None:
        """Add a part.

        Parameters
        ----------
        write
            Writes it to the file it is given.
        rows, end, answers
            As in :class:`Part`.
        """
        place = len(self.done)
        self._put(self.file(place).name, write)
        with self.file(place).open("rb") as file:
            part = Part(rows, end, answers, hashlib.file_digest(file, "sha256").hexdigest())
        text = json.dumps(asdict(part))
        self._put(self.record(place).name, lambda path: path.write_text(text, encoding="utf-8"))
        self.done.append(part)

    def finish(self, output: Path, write: Callable[[Path, list[Path]], None]) -> None:
        """Put the parts together as the output, and remove the folder.

        Parameters
        ----------
        output
            Its file, beside the folder; until all of it is on the disk, what was there before stays.
        write
            Writes the parts to the file it is given.
        """
        files = [self.file(place) for place in range(len(self.done))]
        whole = self._folder / "whole.tmp"
        write(whole, files)
        _onto_disk(whole)
        whole.replace(output)
        _onto_disk(output.parent)
        shutil.rmtree(self._folder, ignore_errors=True)

    def _put(self, name: str, write: Callable[[Path], Any]) -> None:
        aside = self._folder / f"{name}.tmp"
        write(aside)
        _onto_disk(aside)
        aside.replace(self._folder / name)
        _onto_disk(self._folder)


def _read(record: Path) -> dict[str, Any]:
    """Return what a record says; nothing when it cannot be read."""
    with contextlib.suppress(OSError, ValueError):
        found = json.loads(record.read_bytes())
        if isinstance(found, dict):
            return found
    return {}


def _onto_disk(path: Path) -> None:
    if path.is_dir() and os.name == "nt":
        return  # folders cannot be opened there
    handle = os.open(path, os.O_RDONLY if path.is_dir() else os.O_RDWR)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)


def _locked(file: BufferedWriter) -> bool:
    """Lock a file until it is closed or the process ends, however that is; False when another process has it."""
    try:
        import fcntl
    except ImportError:  # not on Windows, where an open file cannot be deleted under a run
        return True
    try:
        fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except OSError:
        return False
    return True
