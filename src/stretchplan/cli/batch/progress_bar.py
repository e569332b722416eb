"""How much of some work is done? A bar shows it on standard error, if that is a terminal."""

import sys
from collections.abc import Iterator
from contextlib import contextmanager

from rich.console import Console
from rich.progress import Progress, TextColumn

from stretchplan.cli.batch.job import Report

__all__ = ["progress_bar"]


@contextmanager
def progress_bar(size: int, what: str = "rows") -> Iterator[Report]:
    """Yield a function that moves the bar, and remove the bar at the end; ``size`` is the end of the input.

    ``what`` says in the plural what is counted beside the bar.
    """
    console = Console(file=sys.stderr, markup=False, emoji=False, highlight=False)
    if sys.stderr is None or not console.is_terminal or console.is_dumb_terminal:
        yield lambda _rows, _end: None
        return
    rows_column = TextColumn(f"{{task.fields[rows]:,}} {what}", markup=False)
    with Progress(rows_column, *Progress.get_default_columns()[1:], console=console, transient=True) as progress:
        task = progress.add_task("", total=size, rows=0)
        yield lambda rows, end: progress.update(task, completed=end, rows=rows)
