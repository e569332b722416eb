"""What had a batch finished before an interruption? The parts in a folder beside its output.

A part, and then its record, is written under another name and moved into place. So a part with a record and the right
digest is complete, even if the run was killed.
"""

import contextlib
import hashlib
import json
import os
import re
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any, Final, Self

import filelock

from stretchplan.base.text import quoted
from stretchplan.cli.exits import FileTrouble
from stretchplan.words.phrases import listed

__all__ = ["Part", "Parts", "removed_unless_whole"]

_FORMAT: Final = "stretchplan batch parts 1"
_RUN: Final = "run.json"
_LOCK: Final = "lock"
_BEGINNING: Final = f'{{\n "format": "{_FORMAT}"'.encode()
"""How the record of a run begins: what a killed run left of it is a piece of that."""
_OUR_FILES: Final = re.compile(
    r"lock|whole\.tmp|slice-[0-9]+-[0-9]+\.tmp|run\.json(\.tmp)?|[0-9]{6,}\.(part|json)(\.tmp)?"
)


@dataclass(frozen=True, slots=True)
class Part:
    """A finished part: which rows of the input it answers, its answers by kind, and its file's number and digest.

    There are ``first`` rows before it in the input; it lies between the positions ``start`` and ``end``. Parts are
    finished in any order, so there may be rows without an answer between two of them.
    """

    number: int
    first: int
    start: int
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
        self._lock = filelock.FileLock(folder / _LOCK)
        self.done: list[Part] = []

    def __enter__(self) -> Self:
        folder = self._folder
        if folder.exists() and not self._is_ours():
            raise FileTrouble(f"{quoted(folder.name)} is in the way: it is not a folder of parts; move it")
        folder.mkdir(exist_ok=True)
        try:
            self._lock.acquire(blocking=False)
        except filelock.Timeout:
            raise FileTrouble(f"{quoted(folder.name)} is in use: another run is writing the same output") from None
        try:
            self._begin_or_go_on()
        except BaseException:
            self._lock.release()
            raise
        return self

    def __exit__(self, *_: object) -> None:
        self._lock.release()

    def _is_ours(self) -> bool:
        """Return whether a folder is empty, or a run made it: nothing in any other folder is ever changed."""
        folder = self._folder
        if not folder.is_dir() or not all(_OUR_FILES.fullmatch(path.name) for path in folder.iterdir()):
            return False
        if (folder / _RUN).exists():
            return _read_record(folder / _RUN).get("format") == _FORMAT
        # A run that was killed before it wrote its record, or after it removed it, left these at most.
        begun = {_LOCK: b"", f"{_RUN}.tmp": _BEGINNING}
        for path in folder.iterdir():
            with path.open("rb") as file:
                start = begun.get(path.name)
                if start is None or not start.startswith(file.read(len(start) or 1)):
                    return False
        return True

    def _begin_or_go_on(self) -> None:
        for half in self._folder.glob("*.tmp"):  # of a run that was killed while it wrote
            half.unlink()
        if not (self._folder / _RUN).exists():
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
        """Yield the parts that are whole, in the order of the input."""
        numbers = sorted(int(path.stem) for path in self._folder.glob("[0-9]*.json"))
        end = 0
        for part in sorted(filter(None, map(self._whole, numbers)), key=lambda part: part.start):
            if part.start >= end:
                yield part
                end = part.end

    def _whole(self, number: int) -> Part | None:
        try:
            part = Part(**_read_record(self._path(number, "json")))
            return part if part.number == number and _digest(self._path(number)) == part.sha256 else None
        except (TypeError, OSError):
            return None

    def gaps(self, size: int) -> Iterator[tuple[int, int, int]]:
        """Yield what has no answer yet in an input of a size: the rows before it, and where it starts and ends."""
        first = end = 0
        for part in sorted(self.done, key=lambda part: part.start):
            if part.start > end:
                yield first, end, part.start
            first, end = part.first + part.rows, part.end
        if end < size:
            yield first, end, size

    def _path(self, number: int, suffix: str = "part") -> Path:
        return self._folder / f"{number:06}.{suffix}"

    def add(
        self, write: Callable[[Path], Any], rows: int, end: int, answers: dict[str, int], first: int, start: int
    ) -> None:
        """Add a part: ``write`` writes it to a path, and the other values are those of :class:`Part`."""
        number = max((part.number for part in self.done), default=-1) + 1
        self._write(self._path(number).name, write)
        part = Part(number, first, start, rows, end, answers, _digest(self._path(number)))
        self._write_text(self._path(number, "json").name, json.dumps(asdict(part)))
        self.done.append(part)

    def slice_path(self, first: int) -> Path:
        """Return where a worker may write the rows after the first ones; :meth:`add` moves it to its place."""
        return self._folder / f"slice-{os.getpid()}-{first}.tmp"

    def finish(self, output: Path, join: Callable[[Path, Iterable[Path]], None]) -> None:
        """Join the parts as the output beside the folder, and remove the folder.

        An old output stays until all of the new one is on the disk.
        """
        whole = self._folder / "whole.tmp"
        with removed_unless_whole(whole):
            in_order = sorted(self.done, key=lambda part: part.start)
            join(whole, (self._path(part.number) for part in in_order))
            _sync(whole)
        whole.replace(output)
        _sync(output.parent)
        self._remove()

    def _remove(self) -> None:
        """Remove the folder, its record last, so that a folder left by a stop in between is known as ours."""
        with contextlib.suppress(OSError):  # another program has a file open; the output is complete
            for path in self._folder.iterdir():
                if path.name not in (_RUN, _LOCK):
                    path.unlink()
            (self._folder / _RUN).unlink()
            self._lock.release()  # Windows removes no file that is open
            (self._folder / _LOCK).unlink(missing_ok=True)
            self._folder.rmdir()

    def _write(self, name: str, write: Callable[[Path], Any]) -> None:
        temporary = self._folder / f"{name}.tmp"
        with removed_unless_whole(temporary):
            write(temporary)
            _sync(temporary)
        temporary.replace(self._folder / name)
        _sync(self._folder)

    def _write_text(self, name: str, text: str) -> None:
        self._write(name, lambda path: path.write_text(text, encoding="utf-8"))


@contextlib.contextmanager
def removed_unless_whole(path: Path) -> Iterator[None]:
    """Remove a file that could not be written to its end; on a full disk it would keep the disk full."""
    try:
        yield
    except BaseException:
        with contextlib.suppress(OSError):
            path.unlink(missing_ok=True)
        raise


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
