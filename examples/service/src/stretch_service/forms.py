"""The formats of a plan, by media type."""

import re
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, time
from typing import Final, Literal

import stretchplan as sp

__all__ = ["FORMS", "Session"]


@dataclass(frozen=True, slots=True)
class Session:
    """Which session a calendar's event is: the query parameters that the service takes for text/calendar."""

    series: str | None = None
    at: str | None = None
    zone: str | None = None
    slot: str | None = None
    revision: str = "0"
    details: str = "full"


def _calendar(plan: sp.Plan, session: Session) -> str:
    if plan.request.on is None:
        raise sp.InvalidRequest(sp.errors.Problem("on", "", "a calendar needs the date of the session"))
    if session.series is None:
        # Many people use one service, and a second person's event of a day would replace the first one's.
        raise sp.InvalidRequest(
            sp.errors.Problem("series", "", "a calendar needs a name for the person in the query, such as ?series=4711")
        )
    try:
        return plan.to_ics(
            series=session.series,
            at=None if session.at is None else _time(session.at),
            zone=session.zone,
            slot=session.slot,
            revision=_whole(session.revision),
            details=_details(session.details),
        )
    except ValueError as error:
        raise sp.InvalidRequest(sp.errors.Problem("", "", str(error))) from None


def _whole(text: str) -> int:
    if not re.fullmatch("[0-9]{1,10}", text):
        raise ValueError("revision is not a whole number from 0")
    return int(text)


def _details(text: str) -> Literal["full", "short"]:
    if text == "full":
        return "full"
    if text == "short":
        return "short"
    raise ValueError("details is not full or short")


def _time(text: str) -> time:
    try:
        return datetime.strptime(text, "%H:%M").time()
    except ValueError:
        raise ValueError("at is not a time of day; give one such as 07:30") from None


FORMS: Final[dict[str, Callable[[sp.Plan, sp.Catalog, Session], str]]] = {
    "text/csv": lambda plan, *_: plan.to_csv(),
    "text/vtt": lambda plan, *_: plan.to_vtt(),
    "text/calendar": lambda plan, _, session: _calendar(plan, session),
    "text/markdown": lambda plan, *_: plan.to_markdown(),
    "text/html": lambda plan, catalog, _: plan.to_html(catalog),
    "text/plain": lambda plan, *_: plan.to_text(),
    "application/json": lambda plan, *_: plan.model_dump_json(),
}
"""Each makes a text of a plan, its catalogue and which session it is.

Of forms that a client accepts equally, the last one is sent.
"""
