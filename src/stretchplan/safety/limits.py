"""What the rules leave of one stretch on one day: nothing, and by which rule, or these doses."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal

from stretchplan.safety.rules import (
    AIM_SECONDS_PER_SIDE,
    EARLY_MAX_SETS,
    EARLY_UNTIL_DAY,
    MAX_SETS,
    PAIN_LOWEST_DOSES_FROM,
    PAIN_STOP_FROM,
    PIRIFORMIS_LIGHT_UNTIL_DAY,
    REPAIR_MAX_SETS,
    REPAIR_UNTIL_DAY,
    TWIST_SMALL_UNTIL_DAY,
)

if TYPE_CHECKING:
    from collections.abc import Iterable

    from stretchplan.catalog.models import Caution, Stretch

__all__ = ["CAUTION_UNTIL_DAY", "Dosage", "Phase", "Refusal", "active_cautions", "leave", "phase", "turning_points"]

Phase = Literal["early", "repair", "full"]

_MAX_SETS_IN = {"early": EARLY_MAX_SETS, "repair": REPAIR_MAX_SETS, "full": MAX_SETS}

CAUTION_UNTIL_DAY: dict[str, int] = {
    "piriformis-light": PIRIFORMIS_LIGHT_UNTIL_DAY,
    "twist-small": TWIST_SMALL_UNTIL_DAY,
}
"""Rules that a catalogue's cautions may point at, and the first day on which each no longer applies."""


@dataclass(frozen=True, slots=True)
class Dosage:
    """One dose that the rules leave.

    Attributes
    ----------
    sets
        Sets in the session.
    amount
        Seconds (holds and flows) or repetitions, per side and set.
    """

    sets: int
    amount: int


@dataclass(frozen=True, slots=True)
class Refusal:
    """A stretch that may not be planned.

    Attributes
    ----------
    rule_id
        The rule that stands against it.
    message
        Why, as one sentence.
    """

    rule_id: str
    message: str


def phase(days_since_injury: int | None) -> Phase:
    """Return the time of recovery that a day falls into.

    Parameters
    ----------
    days_since_injury
        Whole days, or None for no recent injury.
    """
    if days_since_injury is None or days_since_injury >= REPAIR_UNTIL_DAY:
        return "full"
    return "early" if days_since_injury < EARLY_UNTIL_DAY else "repair"


def leave(stretch: Stretch, days_since_injury: int | None, pain: int | None = None) -> tuple[Dosage, ...] | Refusal:
    """Return the doses of a stretch that the rules leave on a day, or the refusal.

    Applies ``recovery-window``, ``early-dose``, ``dose-range``, ``sixty-seconds`` and ``pain-stop``; the minutes
    are the search's to keep.

    Parameters
    ----------
    stretch
        An entry of the catalogue.
    days_since_injury
        Whole days, or None for no recent injury.
    pain
        Pain now, 0 to 10, or None when it was not asked.

    Returns
    -------
    tuple of Dosage, or Refusal
        Never an empty tuple; by sets, then by amount.
    """
    if pain is not None and pain >= PAIN_STOP_FROM:
        return Refusal("pain-stop", f"{stretch.name} is out today: pain now is {pain} of 10.")
    if days_since_injury is not None and days_since_injury < stretch.first_allowed_day:
        return Refusal(
            "recovery-window",
            f"{stretch.name} is out before day {stretch.first_allowed_day} after an injury, "
            f"and this is day {days_since_injury}.",
        )
    now = phase(days_since_injury)
    dose = stretch.dose
    most_sets = min(dose.max_sets, _MAX_SETS_IN[now])
    if dose.min_sets > most_sets:
        if now == "full":
            return Refusal(
                "sixty-seconds",
                f"{stretch.name} needs at least {dose.min_sets} sets, and more than {MAX_SETS} are never planned.",
            )
        return Refusal(
            "early-dose",
            f"{stretch.name} needs at least {dose.min_sets} sets, "
            f"and at most {most_sets} are planned on day {days_since_injury}.",
        )
    left = tuple(
        Dosage(sets, amount)
        for sets in range(dose.min_sets, most_sets + 1)
        for amount in _amounts(dose.amounts, now)
        if (sets - 1) * stretch.work_seconds(amount) < AIM_SECONDS_PER_SIDE
    )
    if left and pain is not None and pain >= PAIN_LOWEST_DOSES_FROM:
        return left[:1]  # by sets, then by amount: the fewest of the lowest
    if left:
        return left
    return Refusal(
        "sixty-seconds",
        f"{stretch.name} needs at least {dose.min_sets} sets, and fewer already give "
        f"{AIM_SECONDS_PER_SIDE} seconds per side.",
    )


def _amounts(amounts: range, now: Phase) -> range:
    if now == "full":
        return amounts
    if now == "early":
        return amounts[:1]
    middle = (amounts.start + amounts[-1]) // 2
    return range(amounts.start, middle + 1, amounts.step)


def turning_points(stretches: Iterable[Stretch]) -> list[int]:
    """Return the days on which the rules leave more than on the day before, earliest first.

    Parameters
    ----------
    stretches
        Entries of a catalogue.
    """
    return sorted({EARLY_UNTIL_DAY, REPAIR_UNTIL_DAY, *(stretch.first_allowed_day for stretch in stretches)})


def active_cautions(stretch: Stretch, days_since_injury: int | None) -> tuple[Caution, ...]:
    """Return the cautions of a stretch that apply on a day, in catalogue order.

    Parameters
    ----------
    stretch
        An entry of the catalogue.
    days_since_injury
        Whole days, or None for no recent injury.
    """
    if days_since_injury is None:
        return ()
    return tuple(c for c in stretch.cautions if days_since_injury < CAUTION_UNTIL_DAY[c.rule])
