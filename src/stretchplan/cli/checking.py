"""``stretchplan check``: whether a finished plan keeps the rules."""

import json

import click

from stretchplan.base.models import read
from stretchplan.catalog import Catalog
from stretchplan.catalog.loader import builtin_of
from stretchplan.cli.exits import BadUsage, Exit
from stretchplan.cli.files import read_json
from stretchplan.cli.options import CATALOG, FORMAT, POLICY, complete_file, file_name
from stretchplan.cli.request import problems_by_option
from stretchplan.cli.result import CommandResult
from stretchplan.cli.sources import read_catalog, read_policy, refuse_shared_input
from stretchplan.inputs.request import PlanRequest
from stretchplan.render.pages.report import report_page
from stretchplan.results.limits import MAX_TEXT_BYTES
from stretchplan.safety.check import check

__all__ = ["check_plan"]


@click.command(
    "check",
    help="""Check a finished plan.

    FILE is a plan as JSON; '-' is standard input. The plan is checked from its schedule alone. The exit code is 5 when
    it breaks a rule.
    """,
)
@click.argument("file", metavar="FILE", required=False, shell_complete=complete_file)
@file_name("--request", "request_file", help="The request that the plan must be for, as JSON.")
@POLICY
@CATALOG
@FORMAT
def check_plan(
    file: str | None, request_file: str | None, policy_file: str | None, catalog_file: str | None, format_name: str
) -> CommandResult:
    """Check a finished plan."""
    if file is None:
        raise BadUsage("name the file of the plan to check, or - for standard input")
    refuse_shared_input({"the plan": file, "--request": request_file, "--policy": policy_file})
    data = read_json(file, MAX_TEXT_BYTES)
    with problems_by_option(request_file):
        request = None if request_file is None else read(PlanRequest, read_json(request_file))
    catalog = None if catalog_file is None else read_catalog(catalog_file)
    # A mistyped stretch in a policy would forbid nothing, so its stretches are looked up in the plan's catalogue.
    policy = read_policy(policy_file, catalog or _catalog_of(data))
    # check() reads a string as JSON text. Data that is not an object is encoded again, so that check() refuses it.
    report = check(
        data if isinstance(data, dict) else json.dumps(data), request=request, catalog=catalog, policy=policy
    )
    code = Exit.OK if report.ok else Exit.VIOLATIONS
    return CommandResult(report, report_page(report), format_name, exit=code)


def _catalog_of(data: object) -> Catalog | None:
    """Return the built-in catalogue that a plan says it was made from, if it says so."""
    stated = data.get("catalog") if isinstance(data, dict) else None
    return builtin_of(stated.get("id")) if isinstance(stated, dict) else None
