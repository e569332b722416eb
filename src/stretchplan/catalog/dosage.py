"""One dose of a stretch, as the rules and the planner count it."""

from __future__ import annotations

from dataclasses import dataclass

__all__ = ["Dosage"]


@dataclass(frozen=True, slots=True)
class Dosage:
    """One dose of a stretch.

    Attributes
    ----------
    sets
        Sets in the session.
    amount
        Seconds (holds and flows) or repetitions, per side and set.
    """

    sets: int
    amount: int
