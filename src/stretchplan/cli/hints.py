"""What to show below a refusal: the nearest requests that have a plan, and the options that ask for them."""

from collections.abc import Iterator
from typing import Final

from stretchplan.inputs.request import PlanRequest
from stretchplan.results.refusals import Change, Infeasible, Relaxation
from stretchplan.words.phrases import counted

__all__ = ["relaxation_lines"]

_MAX_SHOWN: Final = 6
_MAX_OPTIONS_LENGTH: Final = 72
"""Characters: longer options are harder to read than the words above them."""
_DROPPED: Final = {
    "without_area": "--target",
    "without_stretch": "--include",
    "allow_stretch": "--avoid",
    "allow_position": "--avoid-position",
}


def relaxation_lines(error: Infeasible, *, by_options: bool) -> Iterator[str]:
    """Yield each nearest request in words and, if the request was made ``by_options``, the options to change."""
    for relaxation in error.relaxations[:_MAX_SHOWN]:
        yield f"  - {relaxation.message}"
        options = _options(relaxation)
        if by_options and len(options) <= _MAX_OPTIONS_LENGTH:
            days = relaxation.not_before_days
            yield f"    in {counted(days, 'day')}: {options}" if days else f"    {options}"
    more = len(error.relaxations) - _MAX_SHOWN
    if more > 0:
        yield f"  - and {more} more, which --format json lists"


def _options(relaxation: Relaxation) -> str:
    added = " ".join(words for change in relaxation.changes for words in _added(change, relaxation.request))
    dropped = [f"{_DROPPED[c.kind]} {c.id}" for c in relaxation.changes if c.kind in _DROPPED]
    pieces = {c.id for c in relaxation.changes if c.kind == "with_equipment"}
    if pieces and sorted(relaxation.request.profile.equipment or ()) == sorted(pieces):  # the request had none
        dropped.append("--no-equipment")
    return ", ".join(filter(None, (added, f"without {' '.join(dropped)}" if dropped else "")))


def _added(change: Change, request: PlanRequest) -> Iterator[str]:
    if change.kind == "more_time":
        yield f"--minutes {request.minutes}"
        if request.seconds or (change.until - change.amount) % 60:
            yield f"--seconds {request.seconds}"
    elif change.kind == "wait":
        yield f"--days-since-injury {change.until}"
        if request.on is not None:
            yield f"--on {request.on.isoformat()}"
    elif change.kind == "with_equipment":
        yield f"--equipment {change.id}"
