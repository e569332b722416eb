"""What does a programme say in plain words? What changes on a day and why, and what it takes for granted."""

from __future__ import annotations

from typing import Final

from stretchplan.base.translation import marked, say, say_count
from stretchplan.catalog.stretch import Stretch
from stretchplan.inputs.history import RecordedDose
from stretchplan.inputs.request import PACES, Pace, PlanRequest
from stretchplan.results.plan import Notice
from stretchplan.words.notices import general_information
from stretchplan.words.request import PACE_NAMES
from stretchplan.words.steps import day_words

__all__ = [
    "allowed",
    "dose",
    "forbidden",
    "form",
    "new",
    "notices",
    "other_dose",
    "pace",
    "recorded_dose",
]

_AS_PLANNED: Final = marked(
    "This programme takes each session for done as planned, and your pain for the same on every day. When a session "
    "went otherwise or was left out, or your back changed, plan again from that day."
)
_BEGINS_LOW: Final = marked("The sessions before are not known, so every stretch starts at its lowest amount.")

_ALLOWED: Final = {
    "recovery-window": marked("{name} may be planned from now on: this is {day}."),
    "aggravating-leave": marked("{name} may return: it was out for a week after this movement made your back worse."),
}
_ALLOWED_BY: Final = marked("{name} may be planned from now on: {rule} no longer stands against it on {day}.")
_OTHER_DOSE: Final = marked("{name}: {now} instead of {before}.")
_DOSE_BY: Final = {
    "one-step-up": marked("{name}: {now} instead of {before}, a step up after a regular week that settled."),
    "step-down": marked("{name}: {now} instead of {before}, less because a session was too much."),
    "low-start": marked("{name}: {now} instead of {before}, the lowest to start with."),
    "break-restart": marked("{name}: {now} instead of {before}, low again after two weeks or more without it."),
    "injury-restart": marked("{name}: {now} instead of {before}, low again after the new injury."),
    "aggravating-leave": marked("{name}: {now} instead of {before}, the lowest after it made your back worse."),
}
_SIDES: Final = {
    "each": marked("{dose} each side"),
    "left": marked("{dose}, left side only"),
    "right": marked("{dose}, right side only"),
}


def notices(*, begins_low: bool) -> tuple[Notice, ...]:
    """Return what a person must be told with a programme."""
    found = [
        Notice(id="general-information", text=general_information(), rule_id="honest-notice", stretch_id=None),
        Notice(id="as-planned", text=say(_AS_PLANNED), rule_id=None, stretch_id=None),
    ]
    if begins_low:
        text = say(_BEGINS_LOW)
        found.append(Notice(id="begins-low", text=text, rule_id="low-start", stretch_id=None, kind="session"))
    return tuple(found)


def allowed(name: str, rule_id: str, request: PlanRequest) -> str:
    """Return that a rule no longer stands against a stretch."""
    return say(_ALLOWED.get(rule_id, _ALLOWED_BY), name=name, rule=rule_id, day=day_words(request))


def forbidden(name: str, rule_id: str, request: PlanRequest) -> str:
    """Return that a rule stands against a stretch from a day on."""
    if rule_id == "aggravating-leave":
        return say("{name} is out for a week: this movement made your back worse.", name=name)
    return say(
        "{name} is out from now on: {rule} stands against it on {day}.", name=name, rule=rule_id, day=day_words(request)
    )


def new(name: str) -> str:
    """Return that a stretch is in for the first time."""
    return say("{name} is in for the first time.", name=name)


def dose(stretch: Stretch, before: RecordedDose, now: RecordedDose, rule_id: str | None) -> str:
    """Return that a stretch has another dose than when it was last done, and why."""
    text = _DOSE_BY.get(rule_id or "", _OTHER_DOSE)
    return say(text, name=stretch.name, now=recorded_dose(stretch, now), before=recorded_dose(stretch, before))


def other_dose(name: str, before: str, now: str) -> str:
    """Return that a stretch has another dose, both in words."""
    return say(_OTHER_DOSE, name=name, now=now, before=before)


def recorded_dose(stretch: Stretch, given: RecordedDose) -> str:
    """Return a dose as a record states it: ``2 × 20 s each side``, ``1 × 8 repetitions, left side only``."""
    if given.hold_seconds is not None:
        amount = f"{given.hold_seconds} s"
    elif stretch.dose.kind == "flow":
        amount = say_count("{count} breath", "{count} breaths", given.repetitions or 0)
    else:
        amount = say_count("{count} repetition", "{count} repetitions", given.repetitions or 0)
    whole = f"{given.sets} × {amount}"
    return whole if given.sides == "both" else say(_SIDES[given.sides], dose=whole)


def form(name: str, before: str | None, now: str | None) -> str:
    """Return that a stretch is done in another form; None is its own way."""
    if now is None:
        return say("{name} is done in its usual form from now on: no longer {before}.", name=name, before=before)
    return say("{name} is done otherwise from now on: {now}.", name=name, now=now)


def pace(before: Pace, now: Pace) -> str:
    """Return that the moves between stretches take more or less time."""
    named = next((PACE_NAMES[name] for name, of_name in PACES.items() if of_name == now), None)
    if now.change_position_seconds > before.change_position_seconds:
        if named is None:
            return say("The moves between stretches take more time from now on.")
        text = marked("The moves between stretches take more time from now on, at the pace '{pace}'.")
    else:
        if named is None:
            return say("The moves between stretches take less time from now on.")
        text = marked("The moves between stretches take less time from now on, at the pace '{pace}'.")
    return say(text, pace=say(named))
