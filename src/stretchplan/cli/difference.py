"""``stretchplan diff``: what differs between two plans."""

from pydantic import ValidationError

from stretchplan.base.messages import problems
from stretchplan.cli.exits import BadUsage, Exit, FileTrouble
from stretchplan.cli.files import read_json
from stretchplan.cli.formats import FORMATS_OF_A_DIFFERENCE, format_for
from stretchplan.cli.result import CommandResult
from stretchplan.cli.sources import refuse_shared_input, shown_name
from stretchplan.render.pages.difference import diff_page
from stretchplan.results.difference import diff as difference
from stretchplan.results.plan import Plan

__all__ = ["diff"]


def diff(first: str | None, second: str | None, format_name: str | None, output_file: str | None) -> CommandResult:
    """Say what differs between two plans."""
    if first is None or second is None:
        raise BadUsage("name the files of two plans, the earlier one first; one of them may be - for standard input")
    refuse_shared_input({"A": first, "B": second})
    format_name = format_for(format_name, output_file, FORMATS_OF_A_DIFFERENCE)
    found = difference(_plan(first), _plan(second))
    code = Exit.OK if found.same else Exit.DIFFERENT
    if format_name == "html":
        return CommandResult(content=found.to_html().encode(), output_file=output_file, exit=code)
    if format_name == "markdown":
        return CommandResult(content=found.to_markdown(), output_file=output_file, exit=code)
    return CommandResult(found, diff_page(found), format_name, output_file, exit=code)


def _plan(file: str) -> Plan:
    """Return the plan in a file."""
    data = read_json(file, Plan.max_json_bytes)
    try:
        return Plan.model_validate(data)
    except ValidationError as error:
        raise FileTrouble(f"{shown_name(file)} is not a plan: {problems(error, Plan)[0]}") from None
