"""What does a programme say in plain words? What changes on a day and why, and what it takes for granted."""

from __future__ import annotations

from typing import Final

from stretchplan.catalog.stretch import Stretch
from stretchplan.inputs.history import RecordedDose
from stretchplan.inputs.request import PACES, Pace, PlanRequest
from stretchplan.results.plan import Notice
from stretchplan.words.notices import general_information
from stretchplan.words.phrases import counted
from stretchplan.words.steps import day_words

__all__ = [
    "allowed",
    "dose",
    "forbidden",
    "form",
    "new",
    "notices",
    "pace",
    "recorded_dose",
]

_AS_PLANNED: Final = (
    "This programme takes each session for done as planned, and your pain for the same on every day. When a session "
    "went otherwise or was left out, or your back changed, plan again from that day."
)
_BEGINS_LOW: Final = "The sessions before are not known, so every stretch starts at its lowest amount."

_ALLOWED: Final = {
    "recovery-window": "{name} may be planned from now on: this is {day}.",
    "aggravating-leave": "{name} may return: it was out for a week after this movement made your back worse.",
}
_WHY: Final = {
    "one-step-up": ", a step up after a regular week that settled",
    "step-down": ", less because a session was too much",
    "low-start": ", the lowest to start with",
    "break-restart": ", low again after two weeks or more without it",
    "injury-restart": ", low again after the new injury",
    "aggravating-leave": ", the lowest after it made your back worse",
}


def notices(*, begins_low: bool) -> tuple[Notice, ...]:
    """Return what a person must be told with a programme."""
    found = [
        Notice(id="general-information", text=general_information(), rule_id="honest-notice", stretch_id=None),
        Notice(id="as-planned", text=_AS_PLANNED, rule_id=None, stretch_id=None),
    ]
    if begins_low:
        found.append(Notice(id="begins-low", text=_BEGINS_LOW, rule_id="low-start", stretch_id=None, kind="session"))
    return tuple(found)


def allowed(name: str, rule_id: str, request: PlanRequest) -> str:
    """Return that a rule no longer stands against a stretch."""
    text = _ALLOWED.get(rule_id, "{name} may be planned from now on: {rule} no longer stands against it on {day}.")
    return text.format(name=name, rule=rule_id, day=day_words(request))


def forbidden(name: str, rule_id: str, request: PlanRequest) -> str:
    """Return that a rule stands against a stretch from a day on."""
    if rule_id == "aggravating-leave":
        return f"{name} is out for a week: this movement made your back worse."
    return f"{name} is out from now on: {rule_id} stands against it on {day_words(request)}."


def new(name: str) -> str:
    """Return that a stretch is in for the first time."""
    return f"{name} is in for the first time."


def dose(stretch: Stretch, before: RecordedDose, now: RecordedDose, rule_id: str | None) -> str:
    """Return that a stretch has another dose than when it was last done, and why."""
    why = _WHY.get(rule_id or "", "")
    return f"{stretch.name}: {recorded_dose(stretch, now)} instead of {recorded_dose(stretch, before)}{why}."


def recorded_dose(stretch: Stretch, given: RecordedDose) -> str:
    """Return a dose as a record states it: ``2 × 20 s each side``, ``1 × 8 repetitions, left side only``."""
    noun = "breath" if stretch.dose.kind == "flow" else "repetition"
    amount = f"{given.hold_seconds} s" if given.hold_seconds is not None else counted(given.repetitions or 0, noun)
    side = {"each": " each side", "both": "", "left": ", left side only", "right": ", right side only"}[given.sides]
    return f"{given.sets} × {amount}{side}"


def form(name: str, before: str | None, now: str | None) -> str:
    """Return that a stretch is done in another form; None is its own way."""
    if now is None:
        return f"{name} is done in its usual form from now on: no longer {before}."
    return f"{name} is done otherwise from now on: {now}."


def pace(before: Pace, now: Pace) -> str:
    """Return that the moves between stretches take more or less time."""
    names = {of_name: name for name, of_name in PACES.items()}
    slower = now.change_position_seconds > before.change_position_seconds
    named = f", at the pace {names[now]!r}" if now in names else ""
    return f"The moves between stretches take {'more' if slower else 'less'} time from now on{named}."
