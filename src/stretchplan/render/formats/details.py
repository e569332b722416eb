"""Decide how much about the person a format for shared places tells."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Literal

from stretchplan.base.text import quoted
from stretchplan.base.translation import say
from stretchplan.results.plan import Plan
from stretchplan.words.notices import general_information, not_screened
from stretchplan.words.steps import MORE_IN_THE_PLAN

__all__ = ["Details", "check_details", "notices_in"]

Details = Literal["full", "short"]


def check_details(details: str) -> None:
    """Raise ValueError for details that are neither full nor short."""
    if details not in ("full", "short"):
        raise ValueError(f"details is {quoted(details)}; it is 'full' or 'short'")


def notices_in(plan: Plan, details: Details) -> Iterator[str]:
    """Yield the notices for the person, or only those that say the same to everyone and where the others are.

    A notice is compared with the words of this library, so that a plan from a file cannot pass a text of its own off as
    one of them.
    """
    if details == "full":
        yield from (notice.text for notice in plan.notices if notice.kind != "search")
        return
    yield general_information()
    if any(notice.id == "not-screened" for notice in plan.notices):
        yield not_screened()  # the notice of a plan from a file may say something else
    yield say(MORE_IN_THE_PLAN)
