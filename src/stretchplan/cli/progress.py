"""``stretchplan progress``: what the recorded sessions show."""

from datetime import date
from typing import Final, Literal

import click

from stretchplan.cli import questions
from stretchplan.cli.clock import Clock
from stretchplan.cli.exits import BadUsage
from stretchplan.cli.formats import format_for
from stretchplan.cli.options import CATALOG, OUTPUT, choice, option
from stretchplan.cli.person import JOURNAL, open_journal, stated_person
from stretchplan.cli.result import CommandResult
from stretchplan.cli.sources import read_catalog
from stretchplan.cli.today import days_since
from stretchplan.programme.progress import progress as progress_of
from stretchplan.render.pages.progress import progress_page
from stretchplan.words.phrases import listed

__all__ = ["progress"]

CHARTS: Final = ("pain", "adherence", "areas", "reach")
_FORMATS: Final = ("text", "markdown", "html", "json")


@click.command(
    "progress",
    help="""Show what the recorded sessions say.

    On how many days there was a session, how long each area was stretched, and how pain has changed. It counts and
    judges nothing.

    \b
    Example:
      stretchplan progress --output progress.html
    """,
)
@JOURNAL
@option("--on", metavar="DATE", read=questions.day, help="The date up to which to count; else today.")
@choice(
    "--format",
    "format_name",
    names=_FORMATS,
    metavar="FORMAT",
    help="text (the default), markdown, html or json; else what the name of the output ends in.",
)
@choice(
    "--chart",
    "chart",
    names=CHARTS,
    metavar="CHART",
    help=f"Write one chart as SVG instead: {listed(CHARTS, 'or')}.",
)
@OUTPUT
@CATALOG
@click.pass_obj
def progress(
    clock: Clock,
    journal_file: str | None,
    on: date | None,
    format_name: str | None,
    chart: Literal["pain", "adherence", "areas", "reach"] | None,
    output_file: str | None,
    catalog_file: str | None,
) -> CommandResult:
    """Show what the recorded sessions say."""
    if chart is None:
        format_name = format_for(format_name, output_file, _FORMATS)
    elif format_name is not None:
        raise BadUsage("--chart writes SVG; leave out --format, or leave out --chart for the whole page")
    on = clock.today() if on is None else on
    with open_journal(journal_file) as journal:
        days = days_since(stated_person(journal), on)
        history = journal.history(on)
    catalog = read_catalog("both" if catalog_file is None else catalog_file)
    shown = progress_of(history, days_since_injury=days, on=on, catalog=catalog)
    if chart is not None:
        return CommandResult(content=shown.to_svg(chart).encode(), output_file=output_file)
    if format_name == "html":
        return CommandResult(content=shown.to_html().encode(), output_file=output_file)
    if format_name == "markdown":
        return CommandResult(content=shown.to_markdown(), output_file=output_file)
    return CommandResult(shown, progress_page(shown), format_name, output_file)
