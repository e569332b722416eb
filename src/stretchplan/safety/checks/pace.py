"""Work out how long each kind of move and pause takes at least, from the pace, the catalogue and the fixed words."""

from collections.abc import Collection
from typing import NamedTuple

from stretchplan.inputs.policy import Policy
from stretchplan.inputs.request import PACES, Pace, PlanRequest
from stretchplan.results.plan import StepKind
from stretchplan.rulebook.bounds import OFF_THE_FLOOR
from stretchplan.safety.checks.speech import say_seconds
from stretchplan.words.moves import get_up_cue, move_cue

__all__ = ["Lengths", "lengths", "pace_due"]


class Lengths(NamedTuple):
    """The least seconds of moves and pauses."""

    pace: dict[StepKind, int]  # of each kind, by the pace alone
    beyond_settling: dict[StepKind, int]  # of each kind of move, on top of settling for its stretch
    get_up: int  # of getting up, with its words


def pace_due(request: PlanRequest, policy: Policy) -> Pace:
    """Return the pace that a request states, or the one that its pain and its day call for; no policy slows it yet."""
    if request.pace is not None:
        return request.pace
    pain = 0 if request.pain is None else request.pain
    if pain >= policy.pain_lowest_doses_from:
        return PACES["slow"]
    early = request.days_since_injury is not None and request.days_since_injury < policy.early_until_day
    return PACES["unhurried"] if early or pain > 0 else PACES["usual"]


def lengths(request: PlanRequest, policy: Policy, places: Collection[str]) -> Lengths:
    """Return the least seconds of the moves and pauses of a session between some places; without any, the least."""
    asked, least = pace_due(request, policy), policy.least_pace

    def of(name: str) -> int:
        return max(int(getattr(asked, name)), int(getattr(least, name)))

    down, over, up, settle = (of(f"{name}_seconds") for name in ("get_ready", "change_position", "get_up", "settle"))
    seated = [place in OFF_THE_FLOOR for place in places]
    if all(seated):  # and without any
        down, up = 3 * down // 5, up // 4
    elif any(seated):
        over = max(down, over, up)
    ways = [say_seconds(move_cue(a, b), more=True) for a in places for b in places if a != b]
    down_words = max([say_seconds(move_cue(None, place), more=True) for place in places], default=0)
    up_words = max([say_seconds(get_up_cue(place), more=True) for place in places], default=0)
    pace: dict[StepKind, int] = {
        "get_ready": down,
        "change_position": over,
        "settle": settle,
        "change_side": of("change_side_seconds"),
        "rest": of("rest_seconds"),
        "get_up": up,
    }
    beyond: dict[StepKind, int] = {
        "get_ready": max(down - settle, down_words),
        "change_position": max([over - settle, *ways]),
        "settle": 0,
    }
    return Lengths(pace, beyond, max(up, up_words))
