"""``stretchplan progress``: what the recorded sessions show."""

from datetime import date
from typing import Literal

from stretchplan.cli.clock import Clock
from stretchplan.cli.exits import BadUsage
from stretchplan.cli.formats import FORMATS_OF_PROGRESS, format_for
from stretchplan.cli.person import open_journal, stated_person
from stretchplan.cli.result import CommandResult
from stretchplan.cli.sources import read_catalog
from stretchplan.cli.today import days_since
from stretchplan.programme.progress import progress as progress_of
from stretchplan.render.pages.progress import progress_page

__all__ = ["progress"]


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
        format_name = format_for(format_name, output_file, FORMATS_OF_PROGRESS)
    elif format_name is None:
        format_name = "svg"
    else:
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
