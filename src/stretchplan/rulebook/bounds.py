"""The numbers that the rules turn on, each once.

Which rule each belongs to, and where it comes from, stands in :mod:`stretchplan.rulebook.rules`; a
:class:`~stretchplan.inputs.policy.Policy` may narrow them and never widen them.
"""

from __future__ import annotations

from typing import Final

__all__ = [
    "AIM_SECONDS_PER_SIDE",
    "EARLY_MAX_SETS",
    "EARLY_UNTIL_DAY",
    "MAX_SETS",
    "NO_IMPROVEMENT_FROM_DAY",
    "PAIN_LOWEST_DOSES_FROM",
    "PAIN_STOP_FROM",
    "PIRIFORMIS_LIGHT_UNTIL_DAY",
    "REPAIR_MAX_SETS",
    "REPAIR_UNTIL_DAY",
    "TWIST_SMALL_UNTIL_DAY",
]

EARLY_UNTIL_DAY: Final = 7
"""Days 0 to 6 are the early days: inflammation, about the first week."""
REPAIR_UNTIL_DAY: Final = 42
"""Days 7 to 41 are the time of repair, to about week 6; from day 42 the full range is open."""
EARLY_MAX_SETS: Final = 2
REPAIR_MAX_SETS: Final = 3
MAX_SETS: Final = 4
AIM_SECONDS_PER_SIDE: Final = 60
PIRIFORMIS_LIGHT_UNTIL_DAY: Final = 7
TWIST_SMALL_UNTIL_DAY: Final = 42
PAIN_LOWEST_DOSES_FROM: Final = 4
PAIN_STOP_FROM: Final = 6
"""On the numeric rating from 0 to 10: from 4 the lowest doses only, from 6 no plan today."""
NO_IMPROVEMENT_FROM_DAY: Final = 42
"""From six weeks after the injury on, no improvement is a reason to be seen; before, it is too early to tell."""
