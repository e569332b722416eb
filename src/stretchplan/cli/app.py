"""The command ``stretchplan`` and the list of its subcommands."""

import click

from stretchplan._version import __version__
from stretchplan.cli.commands import COMMANDS
from stretchplan.cli.groups import Commands

__all__ = ["app"]


@click.group(
    cls=Commands,
    invoke_without_command=True,
    context_settings={"help_option_names": ["-h", "--help"]},
    help="""Plan lower-back stretches for a day or some weeks, check plans, and keep a journal of what was done.

    General information, not medical advice.

    \b
    Exit codes:
      0    done
      1    a defect of stretchplan itself
      2    bad usage or bad input: options, a request, a catalogue, a policy, a journal or a file
      3    no plan: the demands and the rules leave none
      4    see a clinician first: an answer about warning signs leaves no plan
      5    check found violations, verify a fault, or catalog validate a problem
      6    diff or compare found differences
      130  stopped with Ctrl-C
    """,
)
@click.version_option(__version__, message="stretchplan %(version)s", help="Show the version and stop.")
@click.pass_context
def app(context: click.Context) -> None:
    """Plan lower-back stretches for a day or some weeks, check plans, and keep a journal of what was done."""
    if context.invoked_subcommand is None:
        click.echo(context.get_help())


for _command in COMMANDS:
    app.add_command(_command)
