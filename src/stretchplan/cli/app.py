"""The commands and their options, for typer. What they do is in :mod:`stretchplan.cli.commands`.

Every option is taken as text and read by our own code: then each mistake gets one sentence in the same words
wherever it was made, and no release of typer changes them.
"""

from __future__ import annotations

from typing import Annotated, Any, Final

import typer
from typer.core import TyperGroup

from stretchplan._base import nearest, show
from stretchplan._version import __version__
from stretchplan.cli import commands
from stretchplan.cli.answer import Answer  # noqa: TC001 - typer reads the annotations when it runs
from stretchplan.cli.exits import BadUsage

__all__ = ["app"]

_HELP: Final = """Plan a day's lower-back stretches, and check plans.

General information, not medical advice.

\b
Exit codes:
  0    done
  1    a defect of stretchplan itself
  2    bad usage or bad input: options, a request, a catalogue or a file
  3    no plan: the demands and the rules leave none
  4    see a clinician first: an answer about warning signs leaves no plan
  5    check found violations
  130  stopped with Ctrl-C
"""


_PLAN_HELP: Final = """Plan a day's session.

The days since the injury are never assumed: give --days-since-injury or --no-recent-injury.

\b
Example:
  stretchplan plan --minutes 10 --days-since-injury 3 --target hips
"""


class _Group(TyperGroup):
    """The group of commands: a name that it does not know gets the nearest one suggested."""

    def get_command(self, ctx: Any, cmd_name: str) -> Any:
        command = super().get_command(ctx, cmd_name)
        if command is None:
            near = nearest(cmd_name, self.commands)
            hint = f"did you mean {near!r}?" if near else f"the commands are {', '.join(self.commands)}"
            raise BadUsage(f"there is no command {show(cmd_name)}; {hint}")
        return command

    def list_commands(self, ctx: Any) -> list[str]:
        return list(self.commands)


app = typer.Typer(
    cls=_Group,
    help=_HELP,
    add_completion=False,
    rich_markup_mode=None,
    pretty_exceptions_enable=False,
    context_settings={"help_option_names": ["-h", "--help"]},
)

_Text = str | None
# The parser lets the last of several win. What a plan's safety hangs on is taken once, or not at all.
_Once = list[str] | None


def _option(*names: str, metavar: str, words: str) -> Any:
    return typer.Option(*names, metavar=metavar, help=words)


def _argument(metavar: str, words: str) -> Any:
    return typer.Argument(metavar=metavar, help=words, show_default=False)


_Minutes = Annotated[_Once, _option("--minutes", "-m", metavar="N", words="Whole minutes there are, 1 to 240.")]
_Days = Annotated[
    _Once,
    _option("--days-since-injury", "-d", metavar="N", words="Whole days since the back was hurt; 0 is the day itself."),
]
_NoInjury = Annotated[bool, typer.Option("--no-recent-injury", help="Say that there is no recent injury.")]
_Targets = Annotated[
    list[str] | None,
    _option(
        "--target",
        "-t",
        metavar="AREA",
        words="An area that must be worked; may be given again. Without one, none is demanded.",
    ),
]
_Seconds = Annotated[
    _Once, _option("--seconds", metavar="N", words="Seconds there are on top of the minutes, 0 to 59.")
]
_Pain = Annotated[
    _Once, _option("--pain", metavar="N", words="Pain now, 0 (none) to 10: from 4 the lowest doses, from 6 no plan.")
]
_On = Annotated[
    _Text,
    _option("--on", metavar="DATE", words="The date, such as 2026-01-31: it decides the side to start with."),
]
_Screening = Annotated[
    _Text,
    _option(
        "--screening",
        metavar="FILE",
        words="Answers about warning signs, saved by 'stretchplan screen'; without them the plan says so.",
    ),
]
_Request = Annotated[
    _Text,
    _option(
        "--request",
        metavar="FILE",
        words="A whole request as JSON ('-': standard input), instead of the options above.",
    ),
]
_Catalog = Annotated[
    _Text, _option("--catalog", metavar="FILE", words="A catalogue in TOML or JSON; else the built-in one.")
]
_Format = Annotated[str, _option("--format", metavar="text|json", words="For people, or for programs.")]
_Output = Annotated[
    _Text,
    _option(
        "--output",
        "-o",
        metavar="FILE",
        words="Write there, all of it or nothing, instead of to standard output.",
    ),
]


def _version(asked: bool) -> None:
    if asked:
        typer.echo(f"stretchplan {__version__}")
        raise typer.Exit


@app.callback(invoke_without_command=True)
def _main(
    context: typer.Context,
    _asked: Annotated[
        bool, typer.Option("--version", callback=_version, is_eager=True, help="Show the version and stop.")
    ] = False,
) -> None:
    if context.invoked_subcommand is None:
        typer.echo(context.get_help())
        raise typer.Exit


def _once(name: str, values: _Once) -> _Text:
    if values is None or not values:
        return None
    if len(values) > 1:
        raise BadUsage(f"{name} is given {len(values)} times ({', '.join(map(show, values[:5]))}); give it once")
    return values[0]


@app.command("plan", short_help="Plan a day's session.", help=_PLAN_HELP)
def _plan(
    minutes: _Minutes = None,
    days_since_injury: _Days = None,
    no_recent_injury: _NoInjury = False,
    target: _Targets = None,
    seconds: _Seconds = None,
    pain: _Pain = None,
    on: _On = None,
    screening: _Screening = None,
    request: _Request = None,
    catalog: _Catalog = None,
    form: _Format = "text",
    output: _Output = None,
) -> Answer:
    options = commands.Options(
        _once("--minutes", minutes),
        _once("--days-since-injury", days_since_injury),
        no_recent_injury,
        tuple(target or ()),
        _once("--seconds", seconds),
        _once("--pain", pain),
        on,
        screening,
    )
    return commands.plan(options, request, catalog, form, output)


@app.command(
    "screen",
    short_help="Ask the questions about warning signs.",
    help="Ask the questions about warning signs one by one: y, n, or Enter to leave one open.",
)
def _screen(
    form: _Format = "text",
    output: Annotated[
        _Text, _option("--output", "-o", metavar="FILE", words="Save the answers there, as JSON, for 'plan'.")
    ] = None,
) -> Answer:
    return commands.screen(form, output)


@app.command(
    "catalog",
    short_help="Show the stretches, or everything about one.",
    help="Show the stretches of a catalogue, or everything about one, with the source of each fact.",
)
def _catalog(
    stretch: Annotated[_Text, _argument("[ID]", "Id or alias of a stretch.")] = None,
    catalog: _Catalog = None,
    form: _Format = "text",
) -> Answer:
    return commands.show_catalog(stretch, catalog, form)


@app.command(
    "rules",
    short_help="Show the rules, or one of them.",
    help="Show the rules that plans are made and checked by, or one of them.",
)
def _rules(
    rule: Annotated[_Text, _argument("[ID]", "Id of a rule.")] = None,
    form: _Format = "text",
) -> Answer:
    return commands.show_rules(rule, form)


@app.command(
    "check",
    short_help="Judge a finished plan.",
    help="Judge a finished plan from its schedule alone. The exit code is 5 when it breaks a rule.",
)
def _check(
    file: Annotated[_Text, _argument("FILE", "A plan as JSON; '-' is standard input.")] = None,
    catalog: _Catalog = None,
    form: _Format = "text",
) -> Answer:
    return commands.check_plan(file, catalog, form)


@app.command(
    "schema",
    short_help="Print the JSON Schema of a plan.",
    help="Print the JSON Schema that every plan's JSON form validates against.",
)
def _schema() -> Answer:
    return commands.show_schema()
