"""``stretchplan check``: whether a finished plan or programme keeps the rules."""

import json

from stretchplan.base.models import read
from stretchplan.catalog import Catalog
from stretchplan.catalog.loader import builtin_of
from stretchplan.cli.exits import BadUsage, Exit
from stretchplan.cli.files import read_json
from stretchplan.cli.request import problems_by_option
from stretchplan.cli.result import CommandResult
from stretchplan.cli.sources import read_catalog, read_policy, refuse_shared_input
from stretchplan.inputs.request import PlanRequest
from stretchplan.render.pages.report import report_page
from stretchplan.results.programme import Programme
from stretchplan.safety.check import check
from stretchplan.safety.check_programme import check_programme

__all__ = ["check_plan"]


def check_plan(
    file: str | None, request_file: str | None, policy_file: str | None, catalog_file: str | None, format_name: str
) -> CommandResult:
    """Check a finished plan or programme."""
    if file is None:
        raise BadUsage("name the file of the plan or programme to check, or - for standard input")
    refuse_shared_input({"the file to check": file, "--request": request_file, "--policy": policy_file})
    data = read_json(file, Programme.max_json_bytes)
    is_programme = isinstance(data, dict) and "days" in data and "schedule" not in data
    if is_programme and request_file is not None:
        raise BadUsage("--request goes with a plan; a programme states its own request")
    with problems_by_option(request_file):
        request = None if request_file is None else read(PlanRequest, read_json(request_file))
    catalog = None if catalog_file is None else read_catalog(catalog_file)
    # A mistyped stretch in a policy would forbid nothing, so its stretches are looked up in the plan's catalogue.
    policy = read_policy(policy_file, catalog or _catalog_of(data))
    if is_programme:
        report = check_programme(data, catalog=catalog, policy=policy)
    else:
        # check() reads a string as JSON text. Data that is not an object is encoded again, so that check() refuses it.
        text_or_data = data if isinstance(data, dict) else json.dumps(data)
        report = check(text_or_data, request=request, catalog=catalog, policy=policy)
    code = Exit.OK if report.ok else Exit.VIOLATIONS
    return CommandResult(report, report_page(report), format_name, exit=code)


def _catalog_of(data: object) -> Catalog | None:
    """Return the built-in catalogue that a plan says it was made from, if it says so."""
    stated = data.get("catalog") if isinstance(data, dict) else None
    return builtin_of(stated.get("id"), stated.get("language")) if isinstance(stated, dict) else None
