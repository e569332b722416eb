"""A bar on standard error while a batch runs, where that is a terminal."""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager

from rich.console import Console
from rich.progress import BarColumn, Progress, TaskProgressColumn, TextColumn, TimeRemainingColumn

__all__ = ["bar"]


@contextmanager
def bar(size: int) -> Iterator[Callable[[int, int], None]]:
    """Show how far a run is, and take the bar away at its end; on what is no terminal, show nothing.

    Parameters
    ----------
    size
        Where the input ends.

    Yields
    ------
    callable
        To be told how many rows have been answered, and how far the input has been read.
    """
    console = Console(file=sys.stderr, markup=False, emoji=False, highlight=False)
    if sys.stderr is None or not console.is_terminal or console.is_dumb_terminal:
        yield lambda _rows, _end: None
        return
    columns = (
        TextColumn("{task.fields[rows]:,} rows", markup=False),
        BarColumn(),
        TaskProgressColumn(),
        TimeRemainingColumn(),
    )
    with Progress(*columns, console=console, transient=True) as progress:
        task = progress.add_task("", total=size, rows=0)
        yield lambda rows, end: progress.update(task, completed=end, rows=rows)
