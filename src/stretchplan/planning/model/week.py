"""What did the six days before today bring? What each area had, and how long ago each stretch was done."""

from __future__ import annotations

from collections.abc import Hashable, Mapping
from dataclasses import dataclass, field
from typing import Final

__all__ = ["LONGEST_REST", "Week"]

LONGEST_REST: Final = 14
"""Days since a stretch was last done that stand for all longer times, and for never."""


@dataclass(frozen=True)
class Week:
    """A person's last days, in the whole numbers that the search reads.

    Either table may be empty: then all areas, or all stretches, are alike.
    """

    had: tuple[int, ...] = ()  # for each area of the catalogue, quarter-seconds of the last six days, 0 or more
    rested: Mapping[str, int] = field(default_factory=dict)  # for each stretch, days since it was last done, 0 to 14

    @property
    def key(self) -> Hashable:
        """What the search depends on."""
        return self.had, self.rested_key

    @property
    def rested_key(self) -> Hashable:
        """What a problem depends on: problems do not know what the areas had."""
        return tuple(sorted(self.rested.items()))
