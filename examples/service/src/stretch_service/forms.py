"""The forms that a plan can be had in, by media type."""

from collections.abc import Callable
from typing import Final

import stretchplan as sp

__all__ = ["FORMS"]


def _calendar(plan: sp.Plan) -> str:
    if plan.request.on is None:
        raise sp.InvalidRequest(sp.errors.Problem("on", "", "a calendar needs the date of the session"))
    return plan.to_ics()


FORMS: Final[dict[str, Callable[[sp.Plan], str]]] = {
    "text/csv": sp.Plan.to_csv,
    "text/vtt": sp.Plan.to_vtt,
    "text/calendar": _calendar,
    "text/markdown": sp.Plan.to_markdown,
    "text/plain": sp.Plan.to_text,
    "application/json": sp.Plan.model_dump_json,
}
"""Of those that a client likes equally, the last one is sent."""
