"""``stretchplan batch``, from the text of its options to what it answers."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from stretchplan.cli import commands
from stretchplan.cli import output as screen
from stretchplan.cli.batch.job import Run
from stretchplan.cli.batch.progress_bar import bar
from stretchplan.cli.exits import BadUsage
from stretchplan.cli.result import Answer
from stretchplan.render.document.blocks import Block, Column, Heading, Paragraph, Table

__all__ = ["batch"]


def batch(
    source: str | None,
    target: str | None,
    *,
    policy: str | None,
    catalog: str | None,
    explain: bool,
    overwrite: bool,
    form: str,
) -> Answer:
    """Answer a file of requests."""
    wanted = commands.format_of(form)
    if source is None:
        raise BadUsage("name the file of requests: .jsonl, .ndjson or .parquet")
    if target is None:
        raise BadUsage("name the file for the answers with --output")
    if "-" in (source, target):
        raise BadUsage("a batch goes from file to file, so that it can go on after an interruption; '-' is none")
    planner = commands.planner_of(catalog, policy, explain=explain)
    run = Run(source, target, planner, explain=explain, overwrite=overwrite)
    try:
        with bar(run.size) as tell:
            told = run.go(tell)
    except KeyboardInterrupt:
        screen.say("stopped; what was finished is kept, and the same command goes on from there")
        raise
    told["output"] = target
    return Answer(told, _page(told), wanted)


def _page(told: dict[str, Any]) -> Iterator[Block]:
    rows, plans = told["rows"], told["plans"]
    yield Heading(f"{_rows(rows)} answered, {plans:,} with a plan", "title")
    yield Paragraph(f"The answers are in {told['output']}.")
    if told["answered_before"]:
        yield Paragraph(f"{_rows(told['answered_before'])} of them in a run before this one.", "quiet")
    if told["errors"]:
        yield Heading("Without a plan")
        table = tuple((f"{count:,}", kind) for kind, count in told["errors"].items())
        yield Table((Column("Rows", right=True), Column("Why")), table)


def _rows(count: int) -> str:
    return f"{count:,} row{'' if count == 1 else 's'}"
