"""The requests of the benchmarks: fixed ones for the built-in catalogue, from short sessions to long ones."""

from __future__ import annotations

from random import Random
from typing import TYPE_CHECKING

from stretchplan.inputs.conditions import CONDITIONS
from stretchplan.inputs.profile import Profile
from stretchplan.inputs.request import Pace, PlanRequest

if TYPE_CHECKING:
    from stretchplan.catalog.catalog import Catalog

_DAYS = (0, 3, 7, 20, 42, None)
_MINUTES = (3, 5, 8, 10, 12, 15, 20, 30)
_SLOW = Pace(get_ready_seconds=30, change_position_seconds=25, settle_seconds=10, change_side_seconds=8)


def requests(catalog: Catalog) -> list[PlanRequest]:
    """Return 96 requests: each day with each number of minutes, once for everything and once for some areas.

    Parameters
    ----------
    catalog
        The catalogue whose areas are demanded, one to three at a time in turn.
    """
    areas = catalog.area_ids
    made = []
    for i, (days, minutes) in enumerate((d, m) for d in _DAYS for m in _MINUTES):
        some = frozenset(areas[(i + k * (1 + i % 4)) % len(areas)] for k in range(1 + i % 3))
        pace = _SLOW if i % 5 == 4 else Pace()
        seconds = (0, 0, 30, 17)[i % 4]
        for targets in (frozenset(), some):
            made.append(
                PlanRequest(minutes=minutes, seconds=seconds, days_since_injury=days, targets=targets, pace=pace)
            )
    return made


def varied(catalog: Catalog, number: int) -> list[PlanRequest]:
    """Return different requests drawn from a fixed seed.

    Parameters
    ----------
    catalog
        The catalogue whose areas are demanded, none to four at a time.
    number
        How many.
    """
    random = Random(f"{number} varied requests")  # noqa: S311 - a seed is the point
    conditions = sorted(CONDITIONS.keys() - {"pregnancy", "recent_spinal_surgery"})
    made: dict[PlanRequest, None] = {}
    while len(made) < number:
        request = PlanRequest(
            minutes=random.randint(2, 30),
            seconds=random.choice((0, 0, 10, 20, 30, 40, 50)),
            days_since_injury=random.choice((None, None, 0, 3, 6, 7, 20, 41, 42, 90)),
            targets=frozenset(random.sample(catalog.area_ids, random.choice((0, 0, 1, 1, 2, 2, 3, 4)))),
            pain=random.choice((None,) * 8 + (2, 5)),
            profile=Profile(conditions=frozenset(random.sample(conditions, random.choice((0, 0, 0, 0, 1, 2))))),
            pace=random.choice((Pace(), Pace(), _SLOW)),
        )
        made[request] = None
    return list(made)
