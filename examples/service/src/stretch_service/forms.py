"""The formats of a plan, by media type."""

from collections.abc import Callable
from typing import Final

import stretchplan as sp

__all__ = ["FORMS"]


def _calendar(plan: sp.Plan) -> str:
    if plan.request.on is None:
        raise sp.InvalidRequest(sp.errors.Problem("on", "", "a calendar needs the date of the session"))
    return plan.to_ics()


FORMS: Final[dict[str, Callable[[sp.Plan, sp.Catalog], str]]] = {
    "text/csv": lambda plan, _: plan.to_csv(),
    "text/vtt": lambda plan, _: plan.to_vtt(),
    "text/calendar": lambda plan, _: _calendar(plan),
    "text/markdown": lambda plan, _: plan.to_markdown(),
    "text/html": lambda plan, catalog: plan.to_html(catalog),
    "text/plain": lambda plan, _: plan.to_text(),
    "application/json": lambda plan, _: plan.model_dump_json(),
}
"""Each makes a text of a plan and its catalogue. Of forms that a client accepts equally, the last one is sent."""
