"""How the text of an option is read and completed, and the options that several commands share.

Nothing here loads the models: see :mod:`stretchplan.cli.commands`.
"""

import re
from collections.abc import Callable, Collection, Iterable
from functools import wraps
from typing import Any, Final

import click
from click.shell_completion import CompletionItem

from stretchplan.base.errors import StretchPlanError
from stretchplan.base.text import did_you_mean, quoted
from stretchplan.cli.exits import BadUsage
from stretchplan.words.phrases import listed

__all__ = ["CATALOG", "FORMAT", "FORMAT_OR_NAME", "JOURNAL", "MAX_NODE_BUDGET", "NODE_BUDGET", "OUTPUT", "POLICY"]
__all__ += [
    "STRETCH",
    "FileName",
    "Repeatable",
    "area_ids",
    "choice",
    "complete",
    "condition_ids",
    "file_argument",
    "file_name",
]
__all__ += ["number", "once_for_each", "option", "output", "repeatable", "stretch_ids"]

Decorator = Callable[[Any], Any]
Names = Callable[[click.Context], Iterable[str]]
_MAX_DIGITS: Final = 16

OUTPUT_FILE: Final = "output_file"
MAX_NODE_BUDGET: Final = 1_000_000_000
"""The most nodes that a command may be given: hours of work for one request."""


def option(*declared: str, read: Callable[[str], Any] = str, default: Any = None, **details: Any) -> Decorator:
    """Return an option that may be given once; click would take the last value of several.

    ``read`` makes the value from its text and raises ``click.BadParameter`` when it cannot.
    """

    def single(_context: click.Context, parameter: click.Parameter, texts: tuple[str, ...]) -> Any:
        if len(texts) > 1:
            shown = ", ".join(map(quoted, texts[:5]))
            raise BadUsage(f"{parameter.opts[0]} is given {len(texts)} times ({shown}); give it once")
        return read(texts[0]) if texts else default

    return click.option(*declared, multiple=True, callback=single, **details)


def number(*declared: str, **details: Any) -> Decorator:
    """Return an option that takes a whole number."""
    return option(*declared, metavar="N", read=_whole_number, **details)


def _whole_number(text: str) -> int:
    if not re.fullmatch(r"[+-]?[0-9]+", text):
        raise click.BadParameter(f"{quoted(text)} is not a whole number")
    if len(text) > _MAX_DIGITS:
        raise click.BadParameter(f"{quoted(text)} has {len(text)} characters, more than any number that is allowed")
    return int(text)


def choice(*declared: str, names: Collection[str] | Callable[[], Iterable[str]], **details: Any) -> Decorator:
    """Return an option that takes one of some names, or of those that a function returns when they are needed."""
    noun = declared[0].strip("-")

    def known(_context: click.Context | None = None) -> Iterable[str]:
        return names() if callable(names) else names

    def read(text: str) -> str:
        if text not in (allowed := tuple(known())):
            hint, _ = did_you_mean(text, allowed, f"it is {listed(allowed, 'or')}")
            raise click.BadParameter(f"{quoted(text)} is not a {noun}; {hint}")
        return text

    return option(*declared, read=read, shell_complete=complete(known), **details)


class FileName(click.types.StringParamType):
    """The name of a file, which the shell completes; of an argument or an option other than the output, it is read."""

    def shell_complete(self, ctx: click.Context, param: click.Parameter, incomplete: str) -> list[CompletionItem]:
        """Let the shell complete the name."""
        return [CompletionItem(incomplete, type="file")]


def file_name(*declared: str, metavar: str = "FILE", **details: Any) -> Decorator:
    """Return an option that takes the name of a file."""
    return option(*declared, metavar=metavar, type=FileName(), **details)


def file_argument(name: str, metavar: str) -> Decorator:
    """Return an argument that takes the name of a file that is read; the command says what to do without it."""
    return click.argument(name, metavar=metavar, required=False, type=FileName())


def output(*, metavar: str = "FILE", **details: Any) -> Decorator:
    """Return the option ``--output``; its command refuses to put the output in the place of a file that it reads."""

    def declared(function: Callable[..., Any]) -> Any:
        @wraps(function)
        def guarded(*args: Any, **options: Any) -> Any:
            _refuse_lost_input()
            return function(*args, **options)

        return file_name("--output", "-o", OUTPUT_FILE, metavar=metavar, **details)(guarded)

    return declared


def _refuse_lost_input() -> None:
    context = click.get_current_context()
    file = context.params[OUTPUT_FILE]
    if file in (None, "-"):
        return
    from stretchplan.cli.sources import refuse_lost_input

    read = [one for one in context.command.params if isinstance(one.type, FileName) and one.name != OUTPUT_FILE]
    names = {one: one.opts[0] if isinstance(one, click.Option) else one.human_readable_name for one in read}
    refuse_lost_input(file, {names[one]: context.params[one.name or ""] for one in read})


class Repeatable(click.Option):
    """An option that may be given again."""


def repeatable(*declared: str, names: Names, read: Callable[[str], Any] = str, **details: Any) -> Decorator:
    """Return an option that may be given again, each time with one of some names; its help text says so."""
    details["help"] += "; may be given again."

    def each(context: click.Context, parameter: click.Parameter, texts: tuple[str, ...]) -> list[Any]:
        for text in texts:
            pieces = _several(text, names, context)
            if pieces:
                raise click.BadParameter(f"{quoted(text)} is {len(pieces)} names; {once_for_each(parameter, pieces)}")
        return [read(text) for text in texts]

    return click.option(
        *declared, cls=Repeatable, multiple=True, callback=each, shell_complete=complete(names), **details
    )


def once_for_each(parameter: click.Parameter, names: Iterable[str]) -> str:
    """Return the advice to give an option again, with the words to type."""
    option = max(parameter.opts, key=len)
    return f"give the option once for each: {' '.join(f'{option} {name}' for name in list(names)[:3])}"


def _several(text: str, names: Names, context: click.Context) -> list[str]:
    """Return the names in a text that holds several; no id has a comma, and a space may stand for an underscore."""
    pieces = [piece for piece in re.split(r"[,;\s]+", text) if piece]
    if len(pieces) < 2 or not all(re.fullmatch(r"[\w:-]{1,60}", piece, re.ASCII) for piece in pieces):
        return []
    if not re.search("[,;]", text):
        try:
            known = set(names(context))
        except StretchPlanError:  # the catalogue of --catalog cannot be read
            return []
        return pieces if known.issuperset(pieces) else []
    return pieces


def complete(names: Names) -> Callable[..., list[str]]:
    """Return a function that completes a value with one of the names."""

    def matches(context: click.Context, _parameter: click.Parameter, start: str) -> list[str]:
        try:
            return [name for name in names(context) if name.startswith(start)]
        except StretchPlanError:  # the catalogue of --catalog cannot be read
            return []

    return matches


def area_ids(context: click.Context) -> Iterable[str]:
    """Return the areas of the catalogue that the command line names."""
    from stretchplan.cli.sources import read_catalog

    return read_catalog(context.params.get("catalog_file")).area_ids


def stretch_ids(context: click.Context) -> Iterable[str]:
    """Return the stretches of the catalogue that the command line names."""
    from stretchplan.cli.sources import read_catalog

    return read_catalog(context.params.get("catalog_file")).by_id


def condition_ids(_context: click.Context) -> Iterable[str]:
    """Return the conditions that may be stated."""
    from stretchplan.inputs.conditions import CONDITIONS

    return CONDITIONS


def _node_budget(text: str) -> int:
    nodes = _whole_number(text)
    if not 1 <= nodes <= MAX_NODE_BUDGET:
        raise click.BadParameter(f"{nodes:,} is not allowed; give a whole number from 1 to {MAX_NODE_BUDGET:,}")
    return nodes


STRETCH: Final = click.argument("stretch", metavar="STRETCH", required=False, shell_complete=complete(stretch_ids))
CATALOG: Final = file_name(
    "--catalog", "catalog_file", help="seven, anywhere, both, or a file in TOML or JSON; else seven."
)
POLICY: Final = file_name(
    "--policy", "policy_file", help="Narrower bounds of your own, as JSON; they can loosen no rule."
)
JOURNAL: Final = file_name(
    "--journal", "journal_file", help="The file of the journal; else the one where the platform keeps a person's data."
)
NODE_BUDGET: Final = option(
    "--node-budget", metavar="N", read=_node_budget, help="The most nodes of work for one plan; else 300,000."
)
FORMAT: Final = choice(
    "--format",
    "format_name",
    names=("text", "json"),
    default="text",
    metavar="text|json",
    help="For people (the default), or for programs.",
)
FORMAT_OR_NAME: Final = choice(
    "--format",
    "format_name",
    names=("text", "json"),
    metavar="text|json",
    help="For people (the default), or for programs; else what the name of the output ends in.",
)
OUTPUT: Final = output(help="Write there, all of it or nothing, instead of to standard output.")
