"""What had a batch finished before an interruption? The parts in a folder beside its output.

A part, and then its record, is written under another name and moved into place. So a part with a record and the right
digest is complete, even if the run was killed.
"""

import contextlib
import hashlib
import json
import os
import re
import shutil
from collections.abc import Callable, Iterator, Mapping
from dataclasses import asdict, dataclass
from io import BufferedWriter
from itertools import count
from pathlib import Path
from typing import Any, Final, Self

from stretchplan.base.text import quoted
from stretchplan.cli.exits import FileTrouble
from stretchplan.words.phrases import listed

__all__ = ["Part", "Parts"]

_FORMAT: Final = "stretchplan batch parts 1"
_RUN: Final = "run.json"
_LOCK: Final = "lock"
_OUR_FILES: Final = re.compile(r"lock|whole\.tmp|run\.json(\.tmp)?|[0-9]{6,}\.(part|json)(\.tmp)?")


@dataclass(frozen=True, slots=True)
class Part:
    """A finished part: its rows, the position of the next row in the input, its answers by kind, its file's digest."""

    rows: int
    end: int
    answers: dict[str, int]
    sha256: str


class Parts:
    """The folder of parts of one run, locked while it is used.

    ``made_from`` names the input and the settings, as JSON can hold them. A run goes on only where all of them are
    the same.
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
        try:
            if not _lock(self._lock):
                raise FileTrouble(f"{quoted(folder.name)} is in use: another run is writing the same output")
            self._begin_or_go_on()
        except BaseException:
            self._lock.close()
            raise
        return self

    def __exit__(self, *_: object) -> None:
        if self._lock is not None:
            self._lock.close()

    def _is_ours(self) -> bool:
        return self._folder.is_dir() and all(_OUR_FILES.fullmatch(path.name) for path in self._folder.iterdir())

    def _begin_or_go_on(self) -> None:
        if not (self._folder / _RUN).exists():  # a new run, or one that was stopped while it removed the folder
            for path in self._folder.iterdir():
                if path.name != _LOCK:
                    path.unlink()
            self._write_text(_RUN, json.dumps(self._made_from, indent=1))
            return
        before = _read_record(self._folder / _RUN)
        keys = {*before, *self._made_from}
        different = sorted(key for key in keys if before.get(key, "") != self._made_from.get(key, ""))
        if different:
            raise FileTrouble(
                f"{quoted(self._folder.name)} holds parts of a run that began with another {listed(different)}; "
                "go on with what it began with, or delete the folder to start again"
            )
        self.done = list(self._finished())

    def _finished(self) -> Iterator[Part]:
        """Yield the parts up to the first one that is not whole."""
        for number in count():
            try:
                part = Part(**_read_record(self._path(number, "json")))
                if _digest(self._path(number)) != part.sha256:
                    return
            except (TypeError, OSError):
                return
            yield part

    def _path(self, number: int, suffix: str = "part") -> Path:
        return self._folder / f"{number:06}.{suffix}"

    def add(self, write: Callable[[Path], None], rows: int, end: int, answers: dict[str, int]) -> None:
        """Add a part: ``write`` writes it to a path, and the other values are those of :class:`Part`."""
        number = len(self.done)
        self._write(self._path(number).name, write)
        part = Part(rows, end, answers, _digest(self._path(number)))
        self._write_text(self._path(number, "json").name, json.dumps(asdict(part)))
        self.done.append(part)

    def finish(self, output: Path, join: Callable[[Path, list[Path]], None]) -> None:
        """Join the parts as the output beside the folder, and remove the folder.

        An old output stays until all of the new one is on the disk.
        """
        whole = self._folder / "whole.tmp"
        join(whole, [self._path(number) for number in range(len(self.done))])
        _sync(whole)
        whole.replace(output)
        _sync(output.parent)
        shutil.rmtree(self._folder, ignore_errors=True)

    def _write(self, name: str, write: Callable[[Path], Any]) -> None:
        temporary = self._folder / f"{name}.tmp"
        write(temporary)
        _sync(temporary)
        temporary.replace(self._folder / name)
        _sync(self._folder)

    def _write_text(self, name: str, text: str) -> None:
        self._write(name, lambda path: path.write_text(text, encoding="utf-8"))


def _digest(path: Path) -> str:
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


def _read_record(path: Path) -> dict[str, Any]:
    """Return the fields of a record, or none when it cannot be read."""
    with contextlib.suppress(OSError, ValueError):
        fields = json.loads(path.read_bytes())
        if isinstance(fields, dict):
            return fields
    return {}


def _sync(path: Path) -> None:
    """Wait until a file or folder is on the disk."""
    if path.is_dir() and os.name == "nt":
        return  # Windows cannot open folders
    handle = os.open(path, os.O_RDONLY if path.is_dir() else os.O_RDWR)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)


def _lock(file: BufferedWriter) -> bool:
    """Lock a file until it is closed or the process ends; return False when another process has locked it."""
    try:
        import fcntl
    except ImportError:  # not on Windows, where an open file cannot be deleted under a run
        return True
    try:
        fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except OSError:
        return False
    return True
