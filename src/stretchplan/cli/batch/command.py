"""``stretchplan batch``: answer a file of requests."""

from collections.abc import Iterator
from typing import Any, Final

from stretchplan.base.crew import available_cores
from stretchplan.cli import output
from stretchplan.cli.batch.job import BatchRun
from stretchplan.cli.batch.progress_bar import progress_bar
from stretchplan.cli.exits import BadUsage
from stretchplan.cli.result import CommandResult
from stretchplan.cli.sources import make_planner, read_catalog
from stretchplan.cli.stop import Stop
from stretchplan.planning.answer_table import BATCH_CACHE_MIB
from stretchplan.render.document.blocks import Block, Column, Heading, Paragraph, Table

__all__ = ["batch"]

_MOST_WORKERS: Final = 256


def batch(
    input_file: str | None,
    output_file: str | None,
    overwrite: bool,
    no_explain: bool,
    null_days_mean_no_injury: bool,
    node_budget: int | None,
    workers: int | None,
    policy_file: str | None,
    catalog_file: str | None,
    format_name: str,
) -> CommandResult:
    """Answer a file of requests."""
    if input_file is None:
        raise BadUsage("name the file of requests: .jsonl, .ndjson or .parquet")
    if output_file is None:
        raise BadUsage("name the file for the answers with --output")
    if "-" in (input_file, output_file):
        raise BadUsage("a batch reads and writes files, so that it can go on after an interruption; '-' is not allowed")
    if workers is not None and not 1 <= workers <= _MOST_WORKERS:
        raise BadUsage(f"--workers: {workers} is not allowed; it must be 1 to {_MOST_WORKERS}")
    planner = make_planner(
        read_catalog(catalog_file),
        policy_file,
        node_budget=node_budget,
        explain=not no_explain,
        cache_mib=BATCH_CACHE_MIB,
    )
    run = BatchRun(
        input_file,
        output_file,
        planner,
        explain=not no_explain,
        overwrite=overwrite,
        workers=available_cores() if workers is None else workers,
        null_days_mean_no_injury=null_days_mean_no_injury,
    )
    try:
        with Stop(at_once=False) as stop, progress_bar(run.size) as report:
            summary = run.answer_all(report, stop)
    except KeyboardInterrupt:
        output.say(f"stopped; {run.kept_words()}")
        raise
    return CommandResult(summary, _page(summary), format_name)


def _page(summary: dict[str, Any]) -> Iterator[Block]:
    yield Heading(f"{_rows(summary['rows'])} answered, {summary['plans']:,} with a plan", "title")
    yield Paragraph(f"The answers are in {summary['output']}.")
    if summary["answered_before"]:
        yield Paragraph(f"{_rows(summary['answered_before'])} of them in a run before this one.", "quiet")
    if summary["errors"]:
        yield Heading("Without a plan")
        rows = tuple((f"{count:,}", kind) for kind, count in summary["errors"].items())
        yield Table((Column("Rows", right=True), Column("Why")), rows)


def _rows(count: int) -> str:
    return f"{count:,} row{'' if count == 1 else 's'}"
