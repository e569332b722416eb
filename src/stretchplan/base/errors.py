"""The root of the library's errors, and the errors about input. :mod:`stretchplan.errors` draws the whole tree."""

from __future__ import annotations

import sys
from dataclasses import asdict, dataclass
from typing import Any, ClassVar, Literal

__all__ = ["CatalogError", "InvalidRequest", "JournalError", "JournalTrouble", "MissingExtra", "PolicyError"]
__all__ += ["Problem", "StretchPlanError"]


class StretchPlanError(Exception):
    """The root of the tree: catch it to catch everything the library raises on purpose.

    Attributes
    ----------
    title
        The kind of error in a few words, for people.
    status
        The status of an HTTP answer: 409, 422, 500, 501 or 503 (docs/embedding.md).
    """

    __module__ = "stretchplan.errors"

    title: ClassVar[str] = "stretchplan could not answer"
    status: ClassVar[int] = 500

    def __init_subclass__(cls) -> None:
        # Tracebacks and pickles name the module where users find an error, not the one that defines it.
        if cls.__module__.startswith("stretchplan."):
            cls.__module__ = "stretchplan.errors"

    @property
    def kind(self) -> str:
        """The class name in kebab-case, stable across versions: ``invalid-request``."""
        name = type(self).__name__
        return "".join(f"-{c.lower()}" if c.isupper() and i else c.lower() for i, c in enumerate(name))

    def to_dict(self) -> dict[str, Any]:
        """Return the error as RFC 9457 problem details.

        Returns
        -------
        dict
            ``type`` (a URN, stable), ``title``, ``status`` (an HTTP status), ``detail`` (the message), and what the
            class adds. JSON can hold all of it.
        """
        return {
            "type": f"urn:stretchplan:problem:{self.kind}",
            "title": self.title,
            "status": self.status,
            "detail": str(self),
            **self._members(),
        }

    def _members(self) -> dict[str, Any]:
        return {}


class _InputError(StretchPlanError, ValueError):
    """An error about some input: a list of problems, the first of which is the message.

    It is a ValueError, so that pydantic takes it from a validator of the caller's own as it takes any other.
    """

    def __init__(self, *problems: Problem, source: str = "") -> None:
        self.problems = problems
        self.source = source
        more = len(problems) - 1
        tail = "" if more <= 0 else f" (and {more} more problem{'s' if more > 1 else ''})"
        head = str(problems[0]) if problems else self.title
        super().__init__(f"{source + ': ' if source else ''}{head}{tail}")

    def __reduce__(self) -> tuple[Any, ...]:
        # Python's default would unpickle an error with its finished message as a problem.
        return (_rebuild_input_error, (type(self), self.problems, self.source))

    def _members(self) -> dict[str, Any]:
        members: dict[str, Any] = {"errors": [asdict(problem) for problem in self.problems]}
        if self.source:
            members["source"] = self.source
        return members


def _rebuild_input_error(cls: type[_InputError], problems: tuple[Problem, ...], source: str) -> _InputError:
    return cls(*problems, source=source)


class InvalidRequest(_InputError):
    """A request is wrong: catch it to show the person what to correct.

    Attributes
    ----------
    problems
        The problems found, as :class:`Problem`: unknown fields first, the others in the order of the fields.
    source
        The file the request came from, or empty.
    """

    title = "The request is not valid"
    status = 422


class CatalogError(_InputError):
    """A catalogue cannot be read or contradicts itself: catch it where catalogues are loaded.

    Attributes
    ----------
    problems
        The problems found, as :class:`Problem`, up to 100 and an entry that says that there are more.
    source
        The file or the name given for the text.
    """

    title = "The catalogue is not valid"
    status = 422


class PolicyError(_InputError):
    """A policy or an own rule of the caller would loosen a bound or is malformed.

    Catch it where planners are made. Planning may raise it too, because own rules run for every request.

    Attributes
    ----------
    problems
        The problems found, as :class:`Problem`; the message says which bound would be loosened.
    source
        The file that a policy came from, or empty.
    """

    title = "The policy is not valid"
    status = 422

    @classmethod
    def of(cls, where: str, value: str, message: str) -> PolicyError:
        """Return the error for one problem.

        Parameters
        ----------
        where
            The place, such as the name of a field; or empty.
        value
            What stood there, as a printable text.
        message
            What is wrong, and what is allowed.
        """
        return cls(Problem(where, value, message))


JournalTrouble = Literal[
    "foreign", "damaged", "newer", "busy", "full", "unreachable", "missing", "import", "conflict", "closed"
]
"""What stands against the use of a journal, in a word."""


class JournalError(StretchPlanError):
    """A journal cannot be opened, read or written, or what is to be imported is wrong. Nothing was changed.

    Attributes
    ----------
    trouble
        In a word: ``foreign`` (the file is not a journal), ``damaged``, ``newer`` (a later version wrote it), ``busy``
        (another process keeps it), ``full`` (no room on the disk), ``unreachable`` (the file cannot be opened or
        written), ``missing`` (it has no such record), ``import`` (a line of the file to import is wrong), ``conflict``
        (that file states another person) or ``closed``.
    source
        The file, as a printable text.
    line
        The line of the file to import, counted from 1; None when it is about none.
    message
        What is wrong, without the file and the line.
    """

    title = "The journal cannot be used"
    status = 500

    def __init__(self, trouble: JournalTrouble, message: str, *, source: str = "", line: int | None = None) -> None:
        self.trouble: JournalTrouble = trouble
        self.message = message
        self.source = source
        self.line = line
        place = ": ".join(part for part in (source, "" if line is None else f"line {line}") if part)
        super().__init__(f"{place}: {message}" if place else message)

    def __reduce__(self) -> tuple[Any, ...]:
        return (_rebuild_journal_error, (self.trouble, self.message, self.source, self.line))

    def _members(self) -> dict[str, Any]:
        return {"trouble": self.trouble, "source": self.source, "line": self.line}


def _rebuild_journal_error(trouble: JournalTrouble, message: str, source: str, line: int | None) -> JournalError:
    return JournalError(trouble, message, source=source, line=line)


class MissingExtra(StretchPlanError, ImportError):
    """An optional dependency is not installed; the message says which command brings it.

    Attributes
    ----------
    extra
        The extra to install, such as ``ics``.
    what
        What needs it, in words.
    """

    title = "An optional dependency is missing"
    status = 501

    def __init__(self, extra: str, what: str) -> None:
        self.extra = extra
        self.what = what
        super().__init__(f"{what} needs the extra '{extra}': {install_words(extra)}")

    def __reduce__(self) -> tuple[Any, ...]:
        return (MissingExtra, (self.extra, self.what))

    def _members(self) -> dict[str, Any]:
        return {"extra": self.extra}


def install_words(extra: str) -> str:
    """Return the command that adds an extra to the environment that runs, whichever tool made that environment.

    ``pip install`` would reach another Python than that of a tool of uv or pipx, or of an environment without pip.
    """
    import os  # imported here to keep `import stretchplan` fast
    import re
    import shlex
    from importlib.util import find_spec
    from pathlib import Path

    prefix = Path(sys.prefix)
    as_tool = f"'stretchplan[{extra if extra == 'cli' else f'cli,{extra}'}]'"
    if (prefix / "uv-receipt.toml").exists():
        return f"uv tool install {as_tool}"
    if (prefix / "pipx_metadata.json").exists():
        if prefix.parent.name == "venvs":
            return f"pipx install --force {as_tool}"
        return f"pipx run --spec {as_tool} stretchplan"
    if any(folder.name.startswith(("archive-v", "environments-v", "builds-v")) for folder in prefix.parents):
        return f"uvx --from {as_tool} stretchplan"  # the folders of uv's cache
    try:
        made_by_uv = re.search(r"(?m)^uv *=", (prefix / "pyvenv.cfg").read_text(encoding="utf-8"))
    except (OSError, ValueError):  # no virtual environment
        made_by_uv = None
    if made_by_uv and find_spec("pip") is None:
        return f"uv add 'stretchplan[{extra}]' in a project, or uv pip install 'stretchplan[{extra}]'"
    pip = "pip"
    if sys.prefix not in {sys.base_prefix, os.environ.get("VIRTUAL_ENV")}:  # `pip` is that of another environment
        pip = f"{shlex.quote(sys.executable)} -m pip"
    return f"{pip} install 'stretchplan[{extra}]'"


@dataclass(frozen=True, slots=True)
class Problem:
    """One thing that is wrong with some input.

    Attributes
    ----------
    where
        The place, as a dotted path, such as ``targets`` or ``stretches[2].dose.max_seconds``. Empty for the
        whole input.
    value
        The value there, as a short printable text; empty when there is none.
    message
        What is wrong and what is allowed, as one sentence.
    suggestion
        The nearest known name, when one is near; else None.
    """

    where: str
    value: str
    message: str
    suggestion: str | None = None

    def __str__(self) -> str:
        return f"{self.where}: {self.message}" if self.where else self.message
