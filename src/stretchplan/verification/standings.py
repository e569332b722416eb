"""What do the rules say of each stretch in the situations of a grid? Its doses, or the rule that forbids it."""

from __future__ import annotations

from typing import NamedTuple

from stretchplan.verification.groups import FORBIDDEN, UNKNOWN_LOADS
from stretchplan.verification.tally import Counted, Tally
from stretchplan.verification.work import Work

__all__ = ["Standing", "Stood", "allowed_doses", "standings"]


class Standing(NamedTuple):
    """What the rules say of a stretch, after an injury or without one."""

    place: int  # of the stretch in the catalogue
    hurt: bool  # whether there are days since an injury
    text: str

    @property
    def rule(self) -> str | None:
        """The rule that forbids the stretch; None where it may be planned."""
        return (
            self.text.removeprefix(FORBIDDEN).removesuffix(UNKNOWN_LOADS) if self.text.startswith(FORBIDDEN) else None
        )

    @property
    def unknown_loads(self) -> bool:
        """Whether it is forbidden because the catalogue does not say its loads."""
        return self.text.endswith(UNKNOWN_LOADS)


Stood = dict[Standing, Counted]
"""How many requests each holds for, and the smallest of them."""


def standings(work: Work, tally: Tally) -> Stood:
    """Return what the rules say of each stretch in all situations of the grid."""
    found: Stood = {}
    of_situation = len(work.grid.areas) * len(work.grid.minutes)
    for group in work.groups:
        if group.by_itself or group.failed is not None:
            continue
        hurt = work.grid.days[work.axes.day(group.members[0])] is not None
        counted = Counted(len(group.members) * of_situation, (0, 0, group.members[0]))
        for place, text in enumerate(group.standing):
            _add(found, Standing(place, hurt, text), counted)
    for key, counted in tally.stood.items():
        of_stretch, of_day, text = key.split(" ", 2)
        _add(found, Standing(int(of_stretch), of_day == "1", text), counted)
    return found


def _add(found: Stood, key: Standing, counted: Counted) -> None:
    if key in found:
        found[key].add(counted)
    else:
        found[key] = Counted(counted.requests, counted.smallest)


def allowed_doses(stood: Stood) -> set[tuple[int, str]]:
    """Return the doses that the rules allow in some situation, each with the place of its stretch."""
    return {(one.place, dose) for one in stood if one.rule is None for dose in one.text.split()}
