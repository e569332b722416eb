"""The commands and their options, for typer. What they do is in :mod:`stretchplan.cli.commands`.

Every option is taken as text and read by our own code: then each mistake gets one sentence in the same words
wherever it was made, and no release of typer changes them.
"""

from __future__ import annotations

from typing import Annotated, Any, Final

import typer
from typer.core import TyperGroup

from stretchplan._version import __version__
from stretchplan.base.text import nearest, quoted
from stretchplan.cli import commands, formats
from stretchplan.cli.exits import BadUsage
from stretchplan.cli.options import Catalog, Format, Once, Options, Output, Policy, argument, once, option, with_options
from stretchplan.cli.result import Answer
from stretchplan.words.phrases import listed

__all__ = ["app"]

_HELP: Final = """Plan a day's lower-back stretches, and check plans.

General information, not medical advice.

\b
Exit codes:
  0    done
  1    a defect of stretchplan itself
  2    bad usage or bad input: options, a request, a catalogue, a policy or a file
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

\b
As a page that guides the session in a browser, and prints as a sheet:
  stretchplan plan --minutes 10 --days-since-injury 3 --format html --output plan.html
"""

_WHY_HELP: Final = """Say why a stretch is in the plan, and what the plan would lose without it.

Takes the options of 'plan', and asks about the plan that they make.

\b
Example:
  stretchplan why cobra_pose --minutes 10 --days-since-injury 3
"""

_WHY_NOT_HELP: Final = """Say why a stretch is not in the plan: the rule or wish against it, or what it would cost.

Takes the options of 'plan', and asks about the plan that they make.

\b
Example:
  stretchplan why-not bridge --minutes 10 --days-since-injury 3
"""

_BATCH_HELP: Final = """Answer a file of requests, each row with a plan or with why there is none.

JSON Lines and Parquet, either way. Stopped half-way, the same command goes on where it was.

\b
Example:
  stretchplan batch requests.jsonl --output plans.jsonl
"""

_Text = str | None


class _Group(TyperGroup):
    """The group of commands: a name that it does not know gets the nearest one suggested."""

    def get_command(self, ctx: Any, cmd_name: str) -> Any:
        command = super().get_command(ctx, cmd_name)
        if command is None:
            near = nearest(cmd_name, self.commands)
            hint = f"did you mean {near!r}?" if near else f"the commands are {', '.join(self.commands)}"
            raise BadUsage(f"there is no command {quoted(cmd_name)}; {hint}")
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

_Stretch = Annotated[_Text, argument("STRETCH", "Id or alias of the stretch to ask about.")]


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


@app.command("plan", short_help="Plan a day's session.", help=_PLAN_HELP)
@with_options
def _plan(
    options: Options,
    form: Annotated[str, option("--format", metavar="FORMAT", words=f"{listed(formats.NAMES, 'or')}.")] = "text",
    at: Annotated[Once, option("--at", metavar="HH:MM", words="With ics: when it starts; else 08:00.")] = None,
    zone: Annotated[
        Once, option("--zone", metavar="ZONE", words="With ics: an IANA time zone; else wherever the reader is.")
    ] = None,
    alarm: Annotated[
        Once, option("--alarm", metavar="MINUTES", words="With ics: remind so many minutes before the start.")
    ] = None,
) -> Answer:
    return commands.plan(options, form, at=at, zone=zone, alarm=alarm)


@app.command("why", short_help="Say why a stretch is in the plan.", help=_WHY_HELP)
@with_options
def _why(options: Options, stretch: _Stretch = None) -> Answer:
    return commands.why(stretch, options)


@app.command("why-not", short_help="Say why a stretch is not in the plan.", help=_WHY_NOT_HELP)
@with_options
def _why_not(options: Options, stretch: _Stretch = None) -> Answer:
    return commands.why_not(stretch, options)


@app.command("batch", short_help="Answer a file of requests.", help=_BATCH_HELP)
def _batch(
    file: Annotated[_Text, argument("IN", "The requests: .jsonl, .ndjson or .parquet.")] = None,
    output: Annotated[
        Once, option("--output", "-o", metavar="OUT", words="The answers: .jsonl, .ndjson or .parquet; required.")
    ] = None,
    overwrite: Annotated[
        bool, typer.Option("--overwrite", help="Replace the output if it is there, once all of it is ready.")
    ] = False,
    no_explain: Annotated[
        bool,
        typer.Option("--no-explain", help="Leave out of the reasons what would be otherwise; takes less time."),
    ] = False,
    policy: Policy = None,
    catalog: Catalog = None,
    form: Format = "text",
) -> Answer:
    from stretchplan.cli.batch.command import batch

    return batch(
        file,
        once("--output", output),
        policy=once("--policy", policy),
        catalog=once("--catalog", catalog),
        explain=not no_explain,
        overwrite=overwrite,
        form=form,
    )


@app.command(
    "screen",
    short_help="Ask the questions about warning signs.",
    help="Ask the questions about warning signs one by one: y, n, or Enter to leave one open.",
)
def _screen(
    form: Format = "text",
    output: Annotated[
        _Text, option("--output", "-o", metavar="FILE", words="Save the answers there, as JSON, for 'plan'.")
    ] = None,
) -> Answer:
    return commands.screen(form, output)


@app.command(
    "conditions",
    short_help="Show the conditions that may be stated.",
    help="Show the conditions that may be stated, in plain words, with what the rule of each rules out or changes.",
)
def _conditions(form: Format = "text") -> Answer:
    return commands.show_conditions(form)


@app.command(
    "catalog",
    short_help="Show the stretches, or everything about one.",
    help="Show the stretches of a catalogue, or everything about one, with the source of each fact.",
)
def _catalog(
    stretch: Annotated[_Text, argument("[ID]", "Id or alias of a stretch.")] = None,
    catalog: Catalog = None,
    form: Format = "text",
) -> Answer:
    return commands.show_catalog(stretch, once("--catalog", catalog), form)


@app.command(
    "figure",
    short_help="Draw a stretch as SVG.",
    help="Draw a stretch as SVG, with the areas that it works; one without a pose of its own, in its start position.",
)
def _figure(
    stretch: Annotated[_Text, argument("STRETCH", "Id or alias of the stretch to draw.")] = None,
    side: Annotated[
        Once, option("--side", metavar="left|right", words="The side that works; the two are mirror images.")
    ] = None,
    still: Annotated[bool, typer.Option("--still", help="Draw a figure that does not move.")] = False,
    catalog: Catalog = None,
    output: Output = None,
) -> Answer:
    return commands.draw(stretch, once("--side", side), still, once("--catalog", catalog), output)


@app.command(
    "rules",
    short_help="Show the rules, or one of them.",
    help="Show the rules that plans are made and checked by, or one of them.",
)
def _rules(
    rule: Annotated[_Text, argument("[ID]", "Id of a rule.")] = None,
    form: Format = "text",
) -> Answer:
    return commands.show_rules(rule, form)


@app.command(
    "check",
    short_help="Judge a finished plan.",
    help="Judge a finished plan from its schedule alone. The exit code is 5 when it breaks a rule.",
)
def _check(
    file: Annotated[_Text, argument("FILE", "A plan as JSON; '-' is standard input.")] = None,
    policy: Policy = None,
    catalog: Catalog = None,
    form: Format = "text",
) -> Answer:
    return commands.check_plan(file, once("--policy", policy), once("--catalog", catalog), form)


@app.command(
    "schema",
    short_help="Print the JSON Schema of a plan.",
    help="Print the JSON Schema that every plan's JSON form validates against.",
)
def _schema() -> Answer:
    return commands.show_schema()
